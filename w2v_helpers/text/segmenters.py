"""Word segmentation for languages written without spaces.

Makes a tokenizer for Chinese, Japanese or Thai that takes the place of `tokenize`. The words are found by
packages that the rest of the course does not need: the extra `segment`. Lesson 8.
"""

import re
import unicodedata
import warnings
from collections.abc import Callable
from functools import partial

from w2v_helpers.vocabulary import tokenize

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_KANA = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_THAI = "\u0e01-\u0e3a\u0e40-\u0e5b"


def _chinese() -> Callable[[str], list[str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its source has escapes that Python deprecates
        import jieba
    jieba.setLogLevel("WARNING")  # it reports on stderr how it loads its dictionary
    return jieba.lcut


def _japanese() -> Callable[[str], list[str]]:
    import fugashi
    import unidic_lite  # noqa: F401, the dictionary that fugashi looks for

    tagger = fugashi.Tagger("-Owakati")
    return lambda run: tagger.parse(run).split()


def _thai() -> Callable[[str], list[str]]:
    from pythainlp.tokenize import word_tokenize

    return partial(word_tokenize, engine="newmm-safe")  # plain newmm takes minutes for some long runs


# code -> name, characters as ranges for `re`, packages, how to load them
_LANGUAGES = {
    "zh": ("Chinese", _HAN, "jieba", _chinese),
    "ja": ("Japanese", _HAN + _KANA, "fugashi unidic-lite", _japanese),
    "th": ("Thai", _THAI, "pythainlp", _thai),
}


def segmenter(language: str) -> Callable[[str], list[str]]:
    """Make a tokenizer for a language that is written without spaces.

    It finds words with a dictionary: Chinese with jieba, Japanese with fugashi (MeCab with UniDic), Thai with
    PyThaiNLP (newmm). Words of other scripts and numbers are split as by `tokenize`, without punctuation.

    Args:
        language: `"zh"` (Chinese), `"ja"` (Japanese) or `"th"` (Thai).

    Returns:
        A function from a text to its words, for the argument `tokenizer` of `load_corpus`.

    Raises:
        ValueError: another language.
        ModuleNotFoundError: the package for this language is not installed; says how to install it.

    >>> segmenter("zh")("我爱北京，I love NYC!")  # doctest: +SKIP
    ['我', '爱', '北京', 'i', 'love', 'nyc']
    """
    if language not in _LANGUAGES:
        known = ", ".join(f"{code!r} ({name})" for code, (name, *_) in _LANGUAGES.items())
        raise ValueError(f"There is no segmenter for {language!r}: give one of {known}.")
    name, characters, packages, load = _LANGUAGES[language]
    try:
        cut = load()
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(f"To find words in {name} text, run `pip install {packages}`.") from error
    return partial(_segment, language, characters, cut)


def _segment(language: str, characters: str, cut: Callable[[str], list[str]], text: str) -> list[str]:
    """Split a text: runs of the language's own characters by `cut`, everything else by `tokenize`."""
    if language == "th":
        text = unicodedata.normalize("NFC", text)  # NFKC would decompose Thai letters
    else:  # wide and narrow letters become ordinary ones, a word may go on in the next line
        text = unicodedata.normalize("NFKC", text)
        text = re.sub(f"(?<=[{characters}])\r?\n(?=[{characters}])", "", text)
    words = []
    for index, piece in enumerate(re.split(f"([{characters}]+)", text)):
        if index % 2:  # the pieces outside and inside of the pattern alternate
            words += [word for word in cut(piece) if any(map(str.isalnum, word))]
        else:
            words += tokenize(piece)
    return words
