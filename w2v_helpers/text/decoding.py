"""Bytes to clean text.

Reads blocks of bytes; makes pieces of text in which no word is cut, with line ends, HTML leftovers and
Project Gutenberg's notices taken care of. Lesson 05 shows what it does to a file.
"""

import codecs
import html
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html.entities import html5

RULE = 1  # counts up when this module gives other text for the same bytes
PIECE = 1 << 18  # characters of a piece of text, about
_LONGEST_WORD = 1 << 20  # characters; a longer run without white space may be cut
_NOTICE = 1 << 16  # characters: longer than any header or footer of Project Gutenberg

_MARKS = [(codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig")]
_MARKS += [(codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
# What charset-normalizer may choose from: left to itself it takes German for Icelandic on an old Macintosh.
_LEGACY = """cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 koi8_r cp866 gb18030 big5 cp932
    euc_jp cp949 mac_roman cp850""".split()
# The letters beyond ASCII of some languages that were written in cp1252, from German to Dutch.
_WESTERN = """äöüß éèêëàâçîïôùûœæÿ áéíóúñü áâãàçéêíóôõúü àèéìíòóùú åäöé æøåé áéíóúýþæöð àçèéíïòóúü
    éèëïóöü""".split()
_ACCENTED = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f–—‘’“”„…«»]|[^\x00-\x7f–—‘’“”„…«»¿¡](?=[^\W\d_])")

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_BREAK = re.compile(r"<(?:br|hr|/?p|/?div)\s*/?>", re.IGNORECASE)
_MARKER = re.compile(
    r"^(?:End of (?:the |this )?Project Gutenberg(?:[^\n]*\n){1,4}?\s*)?"
    r"\*\*\* ?(?P<side>START|END) OF (?:THE|THIS) PROJECT GUTENBERG E(?:BOOK|TEXT)[^*]{0,400}\*\*\*[^\n]*\n?",
    re.MULTILINE,
)
_NOTICE_WORDS = re.compile(r"gutenberg|licen[cs]e|e-?book|e-?text|copyright|public domain", re.IGNORECASE)


def encoding_by_mark(head: bytes) -> str | None:
    """Find an encoding that the first bytes give away: by a byte order mark, or by UTF-16's zero bytes.

    Args:
        head: the first bytes of a file, a few thousand.

    Returns:
        A name that Python knows, or `None`.

    >>> encoding_by_mark("The road".encode("utf-16-le")), encoding_by_mark(b"The road")
    ('utf-16-le', None)
    """
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if 0 not in head:
        return None
    head = head[: len(head) // 2 * 2]
    zeros = head[::2].count(0), head[1::2].count(0)
    if min(zeros) or sum(zeros) < len(head) / 100:
        return None
    encoding = "utf-16-be" if zeros[0] else "utf-16-le"
    text = head.decode(encoding, "replace")
    plain = [char for char in text if char.isascii()]
    spaces = sum(map(str.isspace, plain))
    # Text in Latin letters is nearly all ASCII. In other scripts what is ASCII is mostly white space, and the
    # bytes are not those of an ASCII text with zeros in it.
    is_other = spaces > 0.3 * len(plain) and any(byte > 126 or 0 < byte < 9 for byte in head)
    is_text = len(plain) > 0.7 * len(text) or is_other
    return encoding if is_text and all(char.isprintable() or char.isspace() for char in plain) else None


def guess_encoding(sample: bytes) -> str | None:
    """Find the encoding of a text that is neither UTF-8 nor UTF-16.

    cp1252 if the letters beyond ASCII are those of one Western European language, as on most old files;
    otherwise what charset-normalizer finds most likely.

    Args:
        sample: some of its bytes, with letters beyond ASCII among them.

    Returns:
        A name that Python knows, or `None` if nothing fits.

    >>> guess_encoding("Über die Straße führt der Weg".encode("cp1252"))
    'cp1252'
    """
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    sample = b"\n".join(line for line in sample.split(b"\n") if not line.isascii())[: 1 << 16]
    if _is_western(sample):
        return "cp1252"
    # Two bytes a character: a sample cut inside one fits no such encoding.
    guesses = (from_bytes(sample[:end], cp_isolation=_LEGACY).best() for end in (None, -1))
    return next((guess.encoding for guess in guesses if guess), None)


def _is_western(sample: bytes) -> bool:
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    letters = Counter(_ACCENTED.findall(text.lower()))
    known = max(sum(letters[letter] for letter in alphabet) for alphabet in _WESTERN)
    return known >= 0.95 * letters.total()


def decode(blocks: Iterable[bytes], name: str, encoding: str | None = None) -> Iterator[tuple[str, str]]:
    """Turn blocks of bytes into text, finding the encoding on the way.

    Nothing is decided while all is ASCII, which looks the same in nearly all encodings.

    Args:
        blocks: one file, in order.
        name: what messages call it.
        encoding: what the reader says it is; `None` to find out.

    Yields:
        The text of a block, and the encoding that is known by then.

    Raises:
        ValueError: it is no text, or not all of it has one encoding.
    """
    known, position, decoder = encoding, 0, None
    for block in blocks:
        known = known or (encoding_by_mark(block[:4096]) if position == 0 else None)
        if known is None and not block.isascii():
            known = _choose(block, position, name)
        if decoder is None and known is not None:
            decoder = codecs.getincrementaldecoder(known)()
        position += len(block)
        try:
            text = decoder.decode(block) if decoder else block.decode("ascii")
        except UnicodeError as error:
            raise ValueError(_mixed(error, known, position, name)) from None
        if "\0" in text:
            where = position - len(block) + block.find(0)
            raise ValueError(f"{name} is not text, for byte {where:,} is zero: give a text file (.txt).")
        yield text, (known or "utf-8").removesuffix("-sig")


def _choose(block: bytes, position: int, name: str) -> str:
    """Decide on the encoding by the first block that is not all ASCII."""
    try:
        codecs.utf_8_decode(block, "strict", len(block) < PIECE)
        return "utf-8"
    except UnicodeDecodeError as error:
        text = block.decode("utf-8", "replace")
        wrong = text.count("\ufffd")
        if len(text) - len(text.encode("ascii", "ignore")) > 2 * wrong:
            return "utf-8"  # with a fault, which the decoder will name
        where = f"byte {position + error.start:,} is 0x{block[error.start]:02x}"
    if guess := guess_encoding(block):
        return guess
    raise ValueError(
        f"{name} is in no encoding that can be recognised ({where}): "
        "say which one it is, such as load_corpus(path, encoding='cp1252'), or save it as UTF-8."
    )


def _mixed(error: UnicodeError, encoding: str, position: int, name: str) -> str:
    """Say where a text stops to be what it was up to there."""
    place = ""
    if isinstance(error, UnicodeDecodeError):
        where = position - len(error.object) + error.start
        place = f" from byte {where:,} on, which is 0x{error.object[error.start]:02x}"
    return (
        f"{name} is not {encoding} text{place}: save all of it as UTF-8, "
        "or say its encoding, such as load_corpus(path, encoding='cp1252')."
    )


def clean(text: str) -> str:
    """Make line ends alike, turn HTML's breaks into spaces and its entities into characters.

    Soft hyphens go, for they only say where a word may be broken.

    >>> clean("Rock &amp; roll<br /><br />at AT&T;\\r\\n")
    'Rock & roll  at AT&T;\\n'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    if "<" in text:
        text = _BREAK.sub(" ", text)
    return text.replace("\xad", "").replace("\ufeff", "")


def _character(entity: re.Match) -> str:
    name = entity[0][1:]
    return html.unescape(entity[0]) if name.startswith("#") else html5.get(name, entity[0])


def whole_words(texts: Iterable[str]) -> Iterator[str]:
    """Cut a text anew, at white space, and leave out what Project Gutenberg put around a book.

    Args:
        texts: the text of one file, cut anywhere.

    Yields:
        Pieces of about `PIECE` characters; each begins with the white space before its first word.
    """
    buffer, is_first = "", True
    for text in texts:
        buffer += text
        if len(buffer) < PIECE + _NOTICE:  # what may be a footer waits for the end of the file
            continue
        buffer = without_notices(buffer, is_first, False)
        if piece := _up_to_a_word_end(buffer):
            yield piece
            buffer, is_first = buffer[len(piece) :], False
    buffer = without_notices(buffer, is_first, True)
    if buffer:
        yield buffer


def _up_to_a_word_end(buffer: str) -> str:
    """Return what can be handed on of a text that goes on; nothing if a single word fills it."""
    end = len(buffer) - _NOTICE
    cut = max(buffer.rfind("\n", 0, end), buffer.rfind(" ", 0, end))
    if cut <= 0:  # rarer kinds of white space, which take longer to find
        last = next(re.finditer(r"\s", buffer[:end][::-1]), None)
        cut = end - last.end() if last else 0
    piece = buffer[: max(cut, 0)].rstrip().removesuffix("<br")
    return buffer[:end] if not piece and len(buffer) > _LONGEST_WORD else piece


def without_notices(text: str, is_first: bool = True, is_last: bool = True) -> str:
    """Leave out Project Gutenberg's header and footer, and in a file of several books those in between.

    Lines that only quote the marks of a header or a footer stay, for no notice is before or after them.

    Args:
        text: a file, or a part of it.
        is_first: whether the file begins here.
        is_last: whether the file ends here.

    >>> without_notices('''The Project Gutenberg eBook of Roads
    ... *** START OF THE PROJECT GUTENBERG EBOOK ROADS ***
    ... The wide road shimmered.
    ... ''')
    'The wide road shimmered.\\n'
    """
    if "PROJECT GUTENBERG E" not in text:
        return text
    marks = list(_MARKER.finditer(text))
    is_pair = [mark["side"] for mark in (marks[:1] + marks[-1:])] == ["START", "END"]
    gaps = [_gap(*pair) for pair in zip(marks, marks[1:], strict=False)]
    if is_first and marks and marks[0]["side"] == "START":
        gaps += [(0, marks[0].end())] if is_pair or _is_notice(text[: marks[0].start()]) else []
    if is_last and marks and marks[-1]["side"] == "END":
        gaps += [(marks[-1].start(), len(text))] if is_pair or _is_notice(text[marks[-1].end() :]) else []
    ends = sorted(gap for gap in gaps if gap and gap[1] - gap[0] <= _NOTICE)
    starts = [0, *(end for _, end in ends)]
    return "".join(text[a:b] for a, b in zip(starts, [*(a for a, _ in ends), len(text)], strict=True))


def _gap(mark: re.Match, following: re.Match) -> tuple[int, int] | None:
    """Return the range between the end of one book and the start of the next."""
    is_gap = (mark["side"], following["side"]) == ("END", "START")
    return (mark.start(), following.end()) if is_gap else None


def _is_notice(text: str) -> bool:
    return not text.strip() or _NOTICE_WORDS.search(text) is not None


def lines_of(texts: Iterable[str]) -> Iterator[str]:
    """Cut text that comes in pieces into lines that keep their line ends; only line ends count, no form feed.

    >>> list(lines_of(["one\\ntw", "o\\n", "three"]))
    ['one\\n', 'two\\n', 'three']
    """
    parts = []
    for text in texts:
        *whole, rest = text.split("\n")
        for line in whole:
            yield "".join([*parts, line, "\n"])
            parts = []
        parts.append(rest)
    if last := "".join(parts):
        yield last


def same_line_ends(texts: Iterable[str]) -> Iterator[str]:
    """Make all line ends `\\n`, also one that is cut between two pieces."""
    decoder = io.IncrementalNewlineDecoder(None, translate=True)
    yield from map(decoder.decode, texts)
    yield decoder.decode("", final=True)
