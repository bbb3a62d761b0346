"""Words of Chinese, Japanese and Thai, whatever package finds them."""

import subprocess
import sys
import warnings
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from w2v_helpers.text import segmenters
from w2v_helpers.text.corpus import tokenize
from w2v_helpers.text.segmenters import segmenter

CHINESE = "我爱北京，I love NYC!"
MODULES = ["jieba", "fugashi", "unidic_lite", "pythainlp", "pythainlp.tokenize"]
NEEDS = {"zh": ["jieba"], "ja": ["fugashi", "unidic_lite"], "th": ["pythainlp"]}
repeatable = settings(derandomize=True, deadline=None, database=None, max_examples=200)


def pairs(run: str) -> list[str]:
    """Stand for a package: every two characters are a word."""
    return [run[index : index + 2] for index in range(0, len(run), 2)]


@pytest.fixture
def fake(monkeypatch) -> dict[str, list]:
    """Put modules in the places of the packages; return the runs, settings and log levels they are given."""
    seen = {"runs": [], "settings": [], "levels": []}

    def cut(run: str, **options) -> list[str]:
        seen["runs"].append(run)
        seen["settings"].append(options)
        return pairs(run)

    class Tagger:
        def __init__(self, options: str):
            seen["settings"].append(options)

        def parse(self, run: str) -> str:
            seen["runs"].append(run)
            return " ".join(pairs(run)) + "\n"

    modules = {name: ModuleType(name) for name in MODULES}
    modules["jieba"].lcut, modules["jieba"].setLogLevel = cut, seen["levels"].append
    modules["fugashi"].Tagger = Tagger
    modules["pythainlp.tokenize"].word_tokenize = cut
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    return seen


def test_a_text_worked_by_hand(fake):
    assert segmenter("zh")(CHINESE) == ["我爱", "北京", "i", "love", "nyc"]
    assert fake["runs"] == ["我爱北京"]


@pytest.mark.parametrize(
    ("language", "text", "runs"),
    [
        ("zh", "你好，世界。…！", ["你好", "世界"]),
        ("zh", "人々 二〇一五 㐀𠀀 ﹏—·", ["人々", "二〇一五", "㐀𠀀"]),
        ("ja", "「ラーメン」・ギョーザ〜を 食べた。", ["ラーメン", "ギョーザ", "を", "食べた"]),
        ("th", "เด็กๆ ดื่มน้ำ (ฯลฯ) ๏๚๛ ฿", ["เด็กๆ", "ดื่มน้ำ", "ฯลฯ"]),
    ],
)
def test_the_package_gets_each_run_of_its_script_and_no_sign(fake, language, text, runs):
    assert segmenter(language)(text) == [word for run in runs for word in pairs(run)]
    assert [run for run in fake["runs"] if any(map(str.isalnum, run))] == runs


@pytest.mark.parametrize("language", ["zh", "ja", "th"])
def test_other_scripts_are_cut_as_the_course_cuts_them(fake, language):
    text = "We know't: 3.5 cafés, ÄRGER-x_y дом!"
    assert segmenter(language)(text) == tokenize(text)
    assert fake["runs"] == []
    assert segmenter(language)("") == segmenter(language)(" ...\n") == []


def test_words_next_to_a_script_stay_whole(fake):
    assert segmenter("zh")("在iPhone15上用GPT模型") == ["在", "iphone15", "上用", "gpt", "模型"]
    assert segmenter("th")("ซื้อiPhoneสองเครื่อง")[1:3] == ["้อ", "iphone"]


def test_what_a_package_makes_of_signs_alone_is_dropped(fake, monkeypatch):
    monkeypatch.setattr(sys.modules["jieba"], "lcut", lambda run: ["、", run, "\u3099", " "])
    assert segmenter("zh")("水") == ["水"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_word_broken_at_the_end_of_a_line_is_whole_again(fake, line_end):
    for language in ("zh", "ja"):
        assert segmenter(language)(f"上{line_end}海人。{line_end}今天") == ["上海", "人", "今天"]
        assert segmenter(language)(f"上{line_end}{line_end}海") == ["上", "海"]
        assert segmenter(language)(f"用{line_end}GPT{line_end}new") == ["用", "gpt", "new"]
    assert len(segmenter("th")(f"กา{line_end}กา")) == 2
    assert fake["runs"][-2:] == ["กา", "กา"]


def test_wide_and_narrow_letters_become_ordinary_ones(fake):
    assert segmenter("ja")("ｺｰﾋｰ ＰＣ２") == ["コー", "ヒー", "pc2"]
    assert segmenter("zh")("３Ｄ电影") == ["3d", "电影"]


def test_thai_letters_are_not_taken_apart(fake):
    word = "\u0e19\u0e49\u0e33"  # NFKC makes two characters of the last one
    segmenter("th")(word)
    assert fake["runs"] == [word]


@repeatable
@given(text=st.text(alphabet="水火我 爱a Bé1'，.\n", max_size=20))
def test_words_are_those_of_a_slow_loop(text):
    expected, other = [], ""
    joined = "".join(
        char
        for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False)
        if not (char == "\n" and before in "水火我爱" and after in "水火我爱")
    )
    for char in joined:
        if char in "水火我爱":
            expected += [*tokenize(other), char]
            other = ""
        else:
            other += char.replace("，", ",")
    expected += tokenize(other)
    assert segmenters._tokenizer(segmenters._LANGUAGES["zh"], list)(text) == expected


def test_the_packages_are_called_as_they_should_be(fake):
    segmenter("zh")("水")
    assert fake["levels"] == ["WARNING"]
    segmenter("ja")("水")
    assert "-Owakati" in fake["settings"]
    segmenter("th")("กา")
    assert fake["settings"][-1] == {"engine": "newmm-safe"}


def test_warnings_of_old_code_are_not_shown(fake, tmp_path, monkeypatch):
    code = "import warnings\nwarnings.warn('old')\nlcut, setLogLevel = list, print\n"
    (tmp_path / "jieba.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    del sys.modules["jieba"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert segmenter("zh")("水火") == ["水", "火"]


# Bad input


@pytest.mark.parametrize(
    ("language", "missing", "message"),
    [
        ("zh", "jieba", "To find the words of Chinese text, run `pip install jieba`"),
        ("ja", "fugashi", "To find the words of Japanese text, run `pip install fugashi unidic-lite`"),
        ("ja", "unidic_lite", "To find the words of Japanese text, run `pip install fugashi unidic-lite`"),
        ("th", "pythainlp", "To find the words of Thai text, run `pip install pythainlp`"),
    ],
)
def test_a_missing_package_is_named_with_the_command(fake, monkeypatch, language, missing, message):
    monkeypatch.setitem(sys.modules, missing, None)
    if missing == "pythainlp":
        monkeypatch.delitem(sys.modules, "pythainlp.tokenize")
    with pytest.raises(ModuleNotFoundError) as error:
        segmenter(language)
    assert str(error.value) == f"{message}; without it, each character is a word."


@pytest.mark.parametrize("language", ["de", "Chinese", "", None])
def test_another_language_is_refused_with_those_there_are(fake, language):
    with pytest.raises(ValueError) as error:
        segmenter(language)
    assert str(error.value) == (
        f"There is no segmenter for {language!r}: give one of 'zh' (Chinese), 'ja' (Japanese), 'th' (Thai), "
        "or leave it out for a language with spaces between its words."
    )


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


def test_importing_the_module_imports_no_package():
    code = f"import sys, w2v_helpers.text.segmenters; print(*set({MODULES}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
