"""Bytes to clean text: encodings, line ends, HTML leftovers, Project Gutenberg's notices, cuts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from w2v_helpers.text import decoding
from w2v_helpers.text.decoding import (
    PIECE,
    clean,
    decode,
    encoding_by_mark,
    guess_encoding,
    lines_of,
    same_line_ends,
    whole_words,
)

repeatable = settings(derandomize=True, deadline=None, database=None, max_examples=200)
SAMPLES = {
    "cp1252": [
        "Es war ein schöner Morgen, und die Straße führte über die Hügel; „wir können nicht warten“.",
        "L'été dernier, nous étions à la plage où les garçons jouaient près de la forêt. C’est là.",
        "En un lugar de la Mancha vivía un hidalgo. ¿Qué pasó mañana? El niño soñó.",
        "Era uma manhã bonita; você não está só, irmão, e o coração dói.",
        "Det var en vacker morgon och vägen ledde över kullarna; vi kan inte vänta på ån.",
        "It was a “fine” morning — the café wasn’t open, and the naïve fiancé waited.",
        "Zoë",
    ],
    "cp1250": [
        "Bylo krásné ráno a cesta vedla přes kopce. Král řekl: žluťoučký kůň.",
        "Był piękny poranek. Król rzekł: nie możemy czekać na łódź, źródło i żółwia.",
    ],
    "cp1254": ["Güzel bir sabahtı ve yol tepelerin üzerinden geçiyordu; çocuğun ışığı şöyle dedi."],
    "cp1251": ["Было прекрасное утро, и дорога вела через холмы. Король сказал: мы не можем больше ждать."],
    "koi8_r": ["Было прекрасное утро, и дорога вела через холмы. Король сказал: мы не можем больше ждать."],
    "cp1253": ["Ήταν ένα όμορφο πρωί και ο δρόμος οδηγούσε πάνω από τους λόφους."],
    "gb18030": ["这是一个美丽的早晨，道路穿过山丘。国王说：我们不能再等了。"],
    "big5": ["這是一個美麗的早晨，道路穿過山丘。國王說：我們不能再等了。"],
    "cp932": ["それは美しい朝で、道は丘を越えていました。王は言いました：もう待てません。"],
    "cp949": ["아름다운 아침이었고 길은 언덕을 넘어 이어졌습니다. 왕이 말했습니다."],
}


def decoded(content: bytes, size: int = PIECE, encoding: str | None = None) -> tuple[str, str]:
    """Decode a file that is read in blocks of some size; return its text and its encoding."""
    blocks = (content[start : start + size] for start in range(0, len(content), size))
    texts = list(decode(blocks, "book.txt", encoding))
    return "".join(text for text, _ in texts), texts[-1][1]


# Encodings


@pytest.mark.parametrize(
    ("encoding", "text"), [(name, text) for name, texts in SAMPLES.items() for text in texts]
)
@pytest.mark.parametrize("times", [1, 40])
def test_old_encodings_are_recognised(encoding, text, times):
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


def test_zero_bytes_on_both_sides_are_no_utf16():
    assert encoding_by_mark(b"\0a" * 50 + b"a\0") is None


def test_an_accent_may_be_the_last_byte():
    assert decoded("Zoë".encode("cp1252")) == ("Zoë", "cp1252")


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
        (
            "Schöne Hügel. ".encode() * 1000 + "schön".encode("cp1252"),
            {},
            "book.txt is not utf-8 text from byte 16,003 on, which is 0xf6: save all of it ",
        ),
        (
            "Schöne Hügel. ".encode() * 40_000 + "schön".encode("cp1252"),
            {},
            "book.txt is not utf-8 text from byte 640,003 on, which is 0xf6: save all of it ",
        ),
        (
            b"ab\x81c",
            {"encoding": "cp1252"},
            "book.txt is not cp1252 text from byte 2 on, which is 0x81: save ",
        ),
        (b"a b c", {"encoding": "utf-16"}, "book.txt is not utf-16 text"),
        (b"The road\0 and the sun", {}, "book.txt is not text, for byte 8 is zero: give a text file (.txt)."),
        (b"abc\0defg", {}, "book.txt is not text, for byte 3 is zero: give a text file (.txt)."),
        (
            b"x" * PIECE + b"The road\0",
            {},
            f"book.txt is not text, for byte {PIECE + 8:,} is zero: give a text file (.txt).",
        ),
        (
            bytes(range(128, 256)) * 3,
            {},
            "book.txt is in no encoding that can be recognised (byte 0 is 0x80): say ",
        ),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(content, options, message):
    with pytest.raises(ValueError) as error:
        decoded(content, **options)
    assert str(error.value).startswith(message)
    assert str(error.value).endswith(".") and not isinstance(error.value, UnicodeError)


def test_a_guess_needs_only_a_sample_and_may_find_nothing():
    text = SAMPLES["gb18030"][0]
    for times in (3, 3000):
        assert guess_encoding((text * times).encode("gb18030")[:-1]) == "gb18030"
    assert guess_encoding(bytes(range(128, 256)) * 3) is None


# Cleaning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("a<br />b<BR>c<br/>d<p>e</p>f", "a b c d e f"),
        ("a < b > c <brave>", "a < b > c <brave>"),
        ("Tom &amp; Zo&euml; &#8212; &#x41;&nbsp;b", "Tom & Zoë — A\xa0b"),
        ("AT&T; a & b; &notit; &; &#; R&D", "AT&T; a & b; &notit; &; &#; R&D"),
        ("&lt;br /&gt;", " "),
        ("wa\xadter\ufeff", "water"),
    ],
)
def test_what_is_cleaned(text, expected):
    assert clean(text) == expected


@repeatable
@given(st.text(alphabet="ab \r\n", max_size=20), st.integers(1, 5))
def test_line_ends_are_the_same_wherever_the_text_is_cut(text, size):
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    assert "".join(same_line_ends(pieces)) == expected
    assert list(lines_of(same_line_ends(pieces))) == expected.splitlines(keepends=True)


def test_only_line_ends_end_a_line():
    assert list(lines_of(["a\x0bb\u2028c\x1cd\n"])) == ["a\x0bb\u2028c\x1cd\n"]


# Cuts


@pytest.fixture
def small(monkeypatch):
    """Cut texts of a few words as if they were long."""
    monkeypatch.setattr(decoding, "PIECE", 8)
    monkeypatch.setattr(decoding, "_NOTICE", 4)
    monkeypatch.setattr(decoding, "_LONGEST_WORD", 40)


@repeatable
@given(st.text(alphabet="ab \t\n\u3000", max_size=99), st.integers(1, 9))
def test_pieces_together_are_the_text_and_no_word_is_cut(text, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "PIECE", 8)
        patch.setattr(decoding, "_NOTICE", 4)
        pieces = list(whole_words(text[start : start + size] for start in range(0, len(text), size)))
    assert "".join(pieces) == text
    assert [word for piece in pieces for word in piece.split()] == text.split()
    assert all(piece[-1:].strip() for piece in pieces[:-1])


def test_a_word_without_end_is_cut_and_a_break_is_not(small):
    pieces = list(whole_words("x" * 8 for _ in range(100)))
    assert "".join(pieces) == "x" * 800 and max(map(len, pieces)) < 60
    assert max(map(len, whole_words(" " * 8 for _ in range(100)))) < 60
    for shift in range(12):
        text = "a" * shift + " " + "b<br />" * 30
        assert "".join(map(clean, whole_words([text[i : i + 8] for i in range(0, len(text), 8)]))) == clean(
            text
        )


# Project Gutenberg

HEADER = "The Project Gutenberg eBook of Roads\n\nRelease date: 1 May\n\n"
START = "*** START OF THE PROJECT GUTENBERG EBOOK ROADS ***\n"
OLD_START = "***START OF THIS PROJECT GUTENBERG EBOOK THE WIDE\nAND THE NARROW ROAD***\n"
END = "*** END OF THE PROJECT GUTENBERG EBOOK ROADS ***\n"
OLD_END = "End of the Project Gutenberg EBook of Roads, by Nobody\n\n" + END.replace("THE", "THIS")
FOOTER = "Updated editions will replace the previous one, says the licence.\n" * 300
BOOK = "The wide road shimmered.\n\n" * 40


@pytest.mark.parametrize(
    "text",
    [
        HEADER + START + BOOK + END + FOOTER,
        HEADER + OLD_START + BOOK + OLD_END + FOOTER,
        HEADER + START + BOOK,
        BOOK + END + FOOTER,
        START + BOOK + END,
        "Anything.\n" + START + BOOK + END + "Anything.\n",
        HEADER + START + BOOK[:104] + END + FOOTER + HEADER + START + BOOK[104:] + END + FOOTER,
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("size", [1 << 12, 1 << 20])
def test_what_is_around_a_book_is_left_out(text, line_end, size):
    text = text.replace("\n", line_end)
    pieces = whole_words(text[start : start + size] for start in range(0, len(text), size))
    assert clean("".join(pieces)) == BOOK


@pytest.mark.parametrize(
    "text",
    [
        f"She typed: {START}and laughed.\n",
        f"It says\n\n{START}\nand then\n\n{END}\nin the end.\n"[:90],
        BOOK + START + BOOK,
        BOOK + END + BOOK,
        BOOK * 100 + HEADER + START + BOOK,  # further from the beginning than any header
        BOOK + END + FOOTER * 5,
    ],
)
def test_a_quotation_of_these_lines_stays(text):
    assert "".join(whole_words([text])) == text


def test_a_long_book_loses_its_notices_too():
    text = HEADER + START + BOOK * 2000 + END + FOOTER
    pieces = list(whole_words(text[start : start + PIECE] for start in range(0, len(text), PIECE)))
    assert len(pieces) > 5
    assert "".join(pieces) == BOOK * 2000
