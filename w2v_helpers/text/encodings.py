"""Bytes to text.

Reads a stream of bytes; makes a stream of text, finding the encoding on the way: byte order marks, then
UTF-8, then a guess. Lesson 05 shows what it does to a file.
"""

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

BLOCK = 1 << 20  # bytes that are decoded at once

_MARKS = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF8: "utf-8-sig"}
_MARKS |= {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# charset-normalizer alone takes German for Icelandic on an old Macintosh, and French for Polish.
_LEGACY = """cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 koi8_r cp866 gb18030 big5 cp932
    euc_jp cp949 mac_roman cp850""".split()
# The letters beyond ASCII of languages that were written in cp1252, from German to Dutch.
_WESTERN = """äöüß éèêëàâçîïôùûœæÿ áéíóúñü áâãàçéêíóôõúü àèéìíòóùú åäöé æøåé áéíóúýþæöð àçèéíïòóúü
    éèëïóöü""".split()
_ACCENTED = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f–—‘’“”„…«»]|[^\x00-\x7f–—‘’“”„…«»¿¡](?=[^\W\d_])")


def decode(
    stream: BinaryIO, name: str, encoding: str | None = None, found: set[str] | None = None
) -> Iterator[str]:
    """Turn bytes into text, block by block, with `\\n` at the end of each line.

    Args:
        stream: one file.
        name: of the file, for messages.
        encoding: of the file; `None` to find it out.
        found: gets the encoding.

    Raises:
        ValueError: it is not text, or not all of it has one encoding.
    """
    decoder, line_ends, position = None, io.IncrementalNewlineDecoder(None, translate=True), 0
    while True:
        block = stream.read(BLOCK)
        if position == 0:
            encoding = encoding or encoding_by_mark(block[:4096])
        if encoding is None and not block.isascii():
            encoding = _choose(block, position, name)
        if decoder is None and encoding is not None:
            decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(block) if decoder else block.decode("ascii")
        except UnicodeError as error:
            raise _mixed(error, encoding, position, name) from None
        if "\0" in text:
            where = position + max(0, block.find(0))
            raise ValueError(f"{name} is not text, because byte {where:,} is zero: give a text file (.txt).")
        position += len(block)
        if found is not None and (encoding or not block):
            found.add((encoding or "utf-8").removesuffix("-sig"))
        yield line_ends.decode(text, final=not block)
        if not block:
            break


def encoding_by_mark(head: bytes) -> str | None:
    """Recognise a byte order mark, or the zero bytes of UTF-16.

    >>> encoding_by_mark("The road".encode("utf-16-le")), encoding_by_mark(b"The road")
    ('utf-16-le', None)
    """
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    head = head[: len(head) // 2 * 2]
    zeros = head[::2].count(0), head[1::2].count(0)
    if min(zeros) or sum(zeros) < max(1, len(head) / 100):
        return None
    encoding = "utf-16-be" if zeros[0] else "utf-16-le"
    text = head.decode(encoding, "replace")
    plain = [char for char in text if char.isascii()]
    # Text in Latin letters is nearly all ASCII; in other scripts what is ASCII is mostly white space.
    is_latin = len(plain) > 0.7 * len(text)
    has_others = any(byte > 126 or 0 < byte < 9 for byte in head)
    is_other = has_others and sum(map(str.isspace, plain)) > 0.3 * len(plain)
    is_text = (is_latin or is_other) and all(char.isprintable() or char.isspace() for char in plain)
    return encoding if is_text else None


def _choose(block: bytes, position: int, name: str) -> str:
    """Choose by the first block that is not all ASCII: UTF-8, cp1252, or what charset-normalizer says."""
    try:
        codecs.utf_8_decode(block, "strict", len(block) < BLOCK)
        return "utf-8"
    except UnicodeDecodeError as error:
        text = block.decode("utf-8", "replace")
        if sum(not char.isascii() for char in text) > 2 * text.count("\ufffd"):
            return "utf-8"  # with a fault, which the decoder will name
        where = f"byte {position + error.start:,} is 0x{block[error.start]:02x}"
    sample = b"\n".join(line for line in block.split(b"\n") if not line.isascii())[: 1 << 16]
    if _is_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    for end in (None, -1):  # a sample that ends inside a character of two bytes fits no such encoding
        if guess := from_bytes(sample[:end], cp_isolation=_LEGACY).best():
            return guess.encoding
    raise ValueError(
        f"{name} is in no encoding that can be recognised ({where}): "
        "give its encoding, such as load_corpus(path, encoding='cp1252'), or save it as UTF-8."
    )


def _is_western(sample: bytes) -> bool:
    text = sample.decode("cp1252", "replace")
    letters = Counter(_ACCENTED.findall(text.lower()))
    known = max(sum(letters[letter] for letter in alphabet) for alphabet in _WESTERN)
    return "\ufffd" not in text and known >= 0.95 * letters.total()


def _mixed(error: UnicodeError, encoding: str | None, position: int, name: str) -> ValueError:
    """Describe where decoding fails."""
    place = ""
    if isinstance(error, UnicodeDecodeError):
        byte = error.object[error.start]
        place = f" from byte {position + error.start:,} on, which is 0x{byte:02x}"
    return ValueError(
        f"{name} is not {encoding or 'ascii'} text{place}: save all of it as UTF-8, "
        "or give its encoding, such as load_corpus(path, encoding='cp1252')."
    )
