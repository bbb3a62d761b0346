"""Text to words.

Reads strings; makes lists of tokens. Built in lesson 05, used from lesson 01 on.
"""

import re
import unicodedata

RULE = 2  # counts up when `tokenize` changes, so that tokens kept on disk are made anew

# Accents and vowel signs that are characters of their own: parts of a word, though not to `re`.
_MARKS = "".join(char for char in map(chr, range(0x300, 0x10000)) if unicodedata.category(char)[0] == "M")
# Scripts that put no spaces between words: Chinese characters, kana, Thai, Lao, Burmese, Khmer.
_UNSPACED = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\uff66-\uff9f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    "\u0e01-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
)
_LETTER = rf"[^\W_{_UNSPACED}]"
_ONE = rf"(?=[^\W_])[{_UNSPACED}][{_MARKS}]*"
_WORD = re.compile(rf"{_LETTER}+(?:(?:[{_MARKS}]+'?|'){_LETTER}+)*[{_MARKS}]*|{_ONE}")
# To a table that works on bytes, all of UTF-8 beyond ASCII looks like letters.
_SPACED = bytes(
    byte if byte > 127 or chr(byte).isalnum() or chr(byte) == "'" else ord(" ") for byte in range(256)
)


def tokenize(text: str) -> list[str]:
    """Split a text into lower-case words.

    A word is a run of letters and digits; an apostrophe inside a word belongs to it, all else separates. In
    scripts without spaces between words each character is one: see `segmenter` for better.

    Args:
        text: any string.

    Returns:
        The words, in order.

    >>> tokenize("The wide road shimmered; we know't!")
    ['the', 'wide', 'road', 'shimmered', 'we', "know't"]
    """
    text = spaced(text)
    if text.isascii():
        return text.split()
    return [word for run in text.split() for word in ((run,) if run.isascii() else _WORD.findall(run))]


def spaced(text: str) -> str:
    """Put spaces for all that `tokenize` takes out, as far as that is ASCII.

    Args:
        text: any string.

    Returns:
        Its lower-case words, with white space between them. A word that is not ASCII may still hold what
        `tokenize` takes out.

    >>> spaced("Know't, we 'know'!").split()
    ["know't", 'we', 'know']
    """
    text = unicodedata.normalize("NFC", text.lower()).replace("’", "'")
    text = text.encode("utf-8", "surrogatepass").translate(_SPACED).decode("utf-8", "surrogatepass")
    if "'" in text:  # one beside a space, or beside another, is a quotation mark
        text = f" {text} ".replace("''", "  ").replace(" '", "  ").replace("' ", "  ")
    return text


def has_words(text: str) -> bool:
    """Say whether `tokenize` would find a word.

    >>> has_words("... !?"), has_words("... 42")
    (False, True)
    """
    return _WORD.search(text) is not None
