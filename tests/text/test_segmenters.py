"""Words of Chinese, Japanese and Thai, whichever package finds them."""

import subprocess
import sys
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from w2v_helpers.text.segmenters import segmenter
from w2v_helpers.vocabulary import tokenize

NEEDS = {"zh": ["jieba"], "ja": ["fugashi", "unidic_lite"], "th": ["pythainlp"]}


def pairs(run: str) -> list[str]:
    """Stand for a package: every two characters are a word."""
    return [run[index : index + 2] for index in range(0, len(run), 2)]


@pytest.fixture
def runs(monkeypatch) -> list[str]:
    """Put modules in the places of the packages; return the runs of characters that they are given."""
    seen = []

    def cut(run: str, **_) -> list[str]:
        seen.append(run)
        return pairs(run)

    class Tagger:
        def __init__(self, _: str):
            pass

        def parse(self, run: str) -> str:
            return " ".join(cut(run)) + "\n"

    modules = {name: ModuleType(name) for name in (*sum(NEEDS.values(), []), "pythainlp.tokenize")}
    modules["jieba"].lcut, modules["jieba"].setLogLevel = cut, str
    modules["fugashi"].Tagger = Tagger
    modules["pythainlp.tokenize"].word_tokenize = cut
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    return seen


def test_a_text_worked_by_hand(runs):
    assert segmenter("zh")("我爱北京，I love NYC!") == ["我爱", "北京", "i", "love", "nyc"]
    assert segmenter("zh")("在iPhone15上用GPT模型") == ["在", "iphone15", "上用", "gpt", "模型"]
    assert runs == ["我爱北京", "在", "上用", "模型"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "你好，世界。…！", ["你好", "世界"]),
        ("zh", "人々 二〇一五 㐀𠀀 ﹏—·", ["人々", "二〇一五", "㐀𠀀"]),
        ("ja", "「ラーメン」・ギョーザ〜を 食べた。", ["ラーメン", "ギョーザ", "を", "食べた"]),
        ("th", "เด็กๆ ดื่มน้ำ (ฯลฯ) ๏๚๛ ฿", ["เด็กๆ", "ดื่มน้ำ", "ฯลฯ"]),
    ],
    ids=["zh", "zh rare", "ja", "th"],
)
def test_a_package_gets_each_run_of_its_script_without_punctuation(runs, language, text, expected):
    assert segmenter(language)(text) == [word for run in expected for word in pairs(run)]
    assert [run for run in runs if any(map(str.isalnum, run))] == expected


@pytest.mark.parametrize("language", NEEDS)
def test_other_scripts_are_split_as_elsewhere_in_the_course(runs, language):
    text = "We know't: 3.5 cafés, ÄRGER-x_y дом!"
    assert segmenter(language)(text) == tokenize(text)
    assert segmenter(language)("") == segmenter(language)(" ...\n") == []
    assert runs == []


def test_what_a_package_makes_of_punctuation_is_dropped(runs, monkeypatch):
    monkeypatch.setattr(sys.modules["jieba"], "lcut", lambda run: ["、", run, "\u3099", " "])
    assert segmenter("zh")("水") == ["水"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_word_broken_at_the_end_of_a_line_is_whole_again(runs, line_end):
    for language in ("zh", "ja"):
        assert segmenter(language)(f"上{line_end}海人。{line_end}今天") == ["上海", "人", "今天"]
        assert segmenter(language)(f"上{line_end}{line_end}海") == ["上", "海"]
        assert segmenter(language)(f"用{line_end}GPT{line_end}new") == ["用", "gpt", "new"]
    assert segmenter("th")(f"กา{line_end}กา") == ["กา", "กา"]


def test_wide_and_narrow_letters_become_ordinary_ones_but_thai_is_not_decomposed(runs):
    assert segmenter("ja")("ｺｰﾋｰ ＰＣ２") == ["コー", "ヒー", "pc2"]
    assert segmenter("zh")("３Ｄ电影") == ["3d", "电影"]
    word = "\u0e19\u0e49\u0e33"  # NFKC makes two characters of the last one
    segmenter("th")(word)
    assert runs[-1] == word


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it only stands for jieba
@given(text=st.text(alphabet="水火我 爱a Bé1'，.\n", max_size=20))
def test_words_are_those_of_a_slow_loop(runs, text):
    expected, other, own = [], "", ""
    for char in text + ".":
        if char in "水火我爱":
            if other and not (own and other == "\n"):  # something ends the run
                expected += [*pairs(own), *tokenize(other)]
                own = ""
            own, other = own + char, ""
        else:
            other += char
    assert segmenter("zh")(text) == [*expected, *pairs(own), *tokenize(other)]


# Bad input


@pytest.mark.parametrize(
    ("language", "missing", "install"),
    [
        ("zh", "jieba", "jieba"),
        ("ja", "fugashi", "fugashi unidic-lite"),
        ("ja", "unidic_lite", "fugashi unidic-lite"),
        ("th", "pythainlp.tokenize", "pythainlp"),
    ],
)
def test_a_missing_package_is_named_with_the_command(runs, monkeypatch, language, missing, install):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ModuleNotFoundError, match=f"run `pip install {install}`"):
        segmenter(language)


@pytest.mark.parametrize("language", ["de", "Chinese", "", None])
def test_another_language_is_refused_with_those_there_are(language):
    with pytest.raises(ValueError, match=rf"{language!r}.*'zh' \(Chinese\), 'ja' .*, 'th'"):
        segmenter(language)


# The packages themselves


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("zh", "我们昨天在上\n海吃了饺子，It's 3D!", "我们 昨天 在 上海 吃 了 饺子 it's 3d"),
        ("ja", "毎朝コーヒーを飲みながら、本を読む。", "毎朝 コーヒー を 飲み ながら 本 を 読む"),
        ("th", "ผมชอบแมวและบ้านใหม่", "ผม ชอบ แมว และ บ้าน ใหม่"),
    ],
    ids=NEEDS,
)
def test_a_plain_sentence(language, text, words):
    for package in NEEDS[language]:
        pytest.importorskip(package)
    assert segmenter(language)(text) == words.split()


def test_jieba_is_silent():
    pytest.importorskip("jieba")
    code = "from w2v_helpers.text.segmenters import segmenter; segmenter('zh')('我爱北京')"
    done = subprocess.run([sys.executable, "-W", "error:::jieba", "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
