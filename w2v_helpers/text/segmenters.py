"""Words of languages that put no spaces between them.

Makes a tokenizer for Chinese, Japanese or Thai, which takes the place of `tokenize`. The work is done by
packages that the course does not need otherwise. Used by lesson 11.
"""

import re
import unicodedata
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from w2v_helpers.vocabulary import tokenize

Cut = Callable[[str], list[str]]  # what a package offers: a run of characters to words

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_KANA = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_THAI = "\u0e01-\u0e3a\u0e40-\u0e5b"


def _chinese() -> Cut:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its code is older than what Python warns of today
        import jieba
    jieba.setLogLevel("WARNING")  # it tells on stderr how it reads its dictionary
    return jieba.lcut


def _japanese() -> Cut:
    import fugashi
    import unidic_lite  # noqa: F401, the dictionary, which fugashi finds by itself

    tagger = fugashi.Tagger("-Owakati")
    return lambda run: tagger.parse(run).split()


def _thai() -> Cut:
    from pythainlp.tokenize import word_tokenize

    return partial(word_tokenize, engine="newmm-safe")  # the plain newmm takes minutes for some long runs


@dataclass(frozen=True)
class _Language:
    name: str
    script: str  # its characters, as ranges for `re`
    packages: str
    load: Callable[[], Cut]
    form: str  # of Unicode: NFKC makes ordinary letters of wide and narrow ones, but takes Thai letters apart
    may_break_words: bool  # at the end of a line


_LANGUAGES = {
    "zh": _Language("Chinese", _HAN, "jieba", _chinese, "NFKC", may_break_words=True),
    "ja": _Language("Japanese", _HAN + _KANA, "fugashi unidic-lite", _japanese, "NFKC", may_break_words=True),
    "th": _Language("Thai", _THAI, "pythainlp", _thai, "NFC", may_break_words=False),
}


def segmenter(language: str) -> Callable[[str], list[str]]:
    """Make a tokenizer for a language that is written without spaces.

    It finds the words by a dictionary: Chinese by jieba, Japanese by fugashi (MeCab with UniDic), Thai by
    PyThaiNLP (newmm). Words of other scripts and numbers in between are cut as `tokenize` cuts them, and
    punctuation is left out.

    Args:
        language: `"zh"` (Chinese), `"ja"` (Japanese) or `"th"` (Thai).

    Returns:
        A function from a text to its words, for the `tokenizer` of `load_corpus`.

    Raises:
        ValueError: another language.
        ModuleNotFoundError: the package for this language is not installed; says how to install it.

    >>> segmenter("zh")("我爱北京，I love NYC!")  # doctest: +SKIP
    ['我', '爱', '北京', 'i', 'love', 'nyc']
    >>> segmenter("de")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: There is no segmenter for 'de': give one of 'zh' (Chinese), ...
    """
    if language not in _LANGUAGES:
        known = ", ".join(f"{code!r} ({item.name})" for code, item in _LANGUAGES.items())
        raise ValueError(
            f"There is no segmenter for {language!r}: give one of {known}, "
            "or leave it out for a language with spaces between its words."
        )
    item = _LANGUAGES[language]
    try:
        cut = item.load()
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"To find the words of {item.name} text, run `pip install {item.packages}`; "
            "without it, each character is a word."
        ) from error
    return _tokenizer(item, cut)


def _tokenizer(language: _Language, cut: Cut) -> Callable[[str], list[str]]:
    """Make the function that cuts the runs of a script by `cut`, and all else by `tokenize`."""
    run = re.compile(f"([{language.script}]+)")
    broken = re.compile(f"(?<=[{language.script}])\r?\n(?=[{language.script}])")

    def tokenize_segmented(text: str) -> list[str]:
        text = unicodedata.normalize(language.form, text)
        if language.may_break_words:
            text = broken.sub("", text)
        words = []
        for index, piece in enumerate(run.split(text)):
            is_run = index % 2
            words += filter(_has_letter, cut(piece)) if is_run else tokenize(piece)
        return words

    return tokenize_segmented


def _has_letter(word: str) -> bool:
    return any(map(str.isalnum, word))
