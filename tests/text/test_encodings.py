"""Bytes to text: encodings and line ends."""

import io

import charset_normalizer
import pytest

from w2v_helpers.text import encodings
from w2v_helpers.text.encodings import decode

SAMPLES = {
    "cp1252": [
        "Es war ein schöner Morgen, und die Straße führte über die Hügel; „wir können nicht warten“.",
        "L'été dernier, nous étions à la plage où les garçons jouaient près de la forêt. C’est là.",
        "It was a “fine” morning — the café wasn’t open, and the naïve fiancé waited.",
        "Zoë",
    ],
    "cp1250": ["Był piękny poranek. Król rzekł: nie możemy czekać na łódź, źródło i żółwia."],
    "cp1254": ["Güzel bir sabahtı ve yol tepelerin üzerinden geçiyordu; çocuğun ışığı şöyle dedi."],
    "cp1251": ["Было прекрасное утро, и дорога вела через холмы. Король сказал: мы не можем больше ждать."],
    "koi8_r": ["Было прекрасное утро, и дорога вела через холмы. Король сказал: мы не можем больше ждать."],
    "cp1253": ["Ήταν ένα όμορφο πρωί και ο δρόμος οδηγούσε πάνω από τους λόφους."],
    "gb18030": ["这是一个美丽的早晨，道路穿过山丘。国王说：我们不能再等了。"],
    "big5": ["這是一個美麗的早晨，道路穿過山丘。國王說：我們不能再等了。"],
    "cp932": ["それは美しい朝で、道は丘を越えていました。王は言いました：もう待てません。"],
    "cp949": ["아름다운 아침이었고 길은 언덕을 넘어 이어졌습니다. 왕이 말했습니다."],
}


HILLS = "Schöne Hügel. ".encode()


def decoded(content: bytes, size: int = 1 << 20, encoding: str | None = None) -> tuple[str, str]:
    """Decode a file that is read in blocks of some size; return its text and its encoding."""
    found = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encodings, "BLOCK", size)
        text = "".join(decode(io.BytesIO(content), "book.txt", encoding, found))
    return text, *found


@pytest.mark.parametrize(
    ("encoding", "text"), [(name, text) for name, texts in SAMPLES.items() for text in texts]
)
@pytest.mark.parametrize("times", [1, 40])
def test_old_encodings_are_recognised(encoding, text, times):
    if encoding == "cp1254" and charset_normalizer.__version__ < "3.5":
        pytest.skip("charset-normalizer before 3.5 takes Turkish for Baltic")
    assert decoded(f"{text} {text}\n".encode(encoding) * times) == (f"{text} {text}\n" * times, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", ["The road", "Größe, 道路 и дорога. " * 9])
@pytest.mark.parametrize("size", [64, 999])
def test_unicode_is_recognised_by_its_mark(encoding, text, size):
    assert decoded(text.encode(encoding), size) == (text, encoding.removesuffix("-sig"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["The road", "Größe und Straße. ", "Вела дорога через холмы. ", "道路穿过山丘。\n" * 9]
)
def test_utf16_without_a_mark_is_recognised_by_its_zero_bytes(encoding, text):
    assert decoded(text.encode(encoding)) == (text, encoding)


def test_what_the_reader_says_counts():
    assert decoded("Hügel".encode("mac_roman"), encoding="mac_roman") == ("Hügel", "mac_roman")
    assert decoded("Hügel".encode(), encoding="latin-1") == ("HÃ¼gel", "latin-1")


def test_a_letter_that_is_cut_between_blocks_is_whole_again():
    for size in (64, 65, 66, 67):
        assert decoded("道路é".encode() * 99, size) == ("道路é" * 99, "utf-8")


def test_the_encoding_is_decided_where_the_first_letter_beyond_ascii_is():
    content = b"The road. " * 5000 + "Ein schöner Morgen".encode("cp1252")
    assert decoded(content, 1000) == (content.decode("cp1252"), "cp1252")


def test_a_file_that_was_cut_inside_a_letter_loses_only_that_letter():
    assert decoded("Schöne Straße über Hügel é".encode()[:-1])[0] == "Schöne Straße über Hügel "


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (HILLS * 1000 + b"sch\xf6n", {}, "book.txt is not utf-8 text from byte 16,003 on, which is 0xf6"),
        (HILLS * 40_000 + b"sch\xf6n", {}, "book.txt is not utf-8 text from byte 640,003 on, which is 0xf6"),
        (b"ab\x81c", {"encoding": "cp1252"}, "book.txt is not cp1252 text from byte 2 on, which is 0x81"),
        (b"a b c", {"encoding": "utf-16"}, "book.txt is not utf-16 text"),
        (b"The road\0 and the sun", {}, "book.txt is not text, because byte 8 is zero: give a text file"),
        (b"x" * (1 << 20) + b"The road\0", {}, "book.txt is not text, because byte 1,048,584 is zero"),
        (bytes(range(128, 256)), {}, "book.txt is in no encoding that can be recognised (byte 0 is 0x80)"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(content, options, message):
    with pytest.raises(ValueError) as error:
        decoded(content, **options)
    assert str(error.value).startswith(message)
    assert str(error.value).endswith(".") and not isinstance(error.value, UnicodeError)


@pytest.mark.parametrize("times", [3, 3000])
def test_a_guess_needs_only_a_sample(times):
    assert decoded((SAMPLES["gb18030"][0] * times).encode("gb18030")[:-1])[1] == "gb18030"


@pytest.mark.parametrize("size", [1, 2, 3, 99])
def test_line_ends_are_the_same_wherever_the_text_is_cut(size):
    assert decoded(b"a\r\nb\rc\n\r\n", size)[0] == "a\nb\nc\n\n"
