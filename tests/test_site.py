"""The site of the committed notebooks: complete, and readable without a network."""

import re
import shutil
from pathlib import Path

import pytest

from tools import lessons as course

bs4 = pytest.importorskip("bs4")
pytest.importorskip("myst_nb")
ROOT = Path(__file__).parents[1]
LESSONS = [path.stem for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]


def make_site(folder: Path, *patterns: str) -> Path:
    """Copy a part of the course to a folder, and make its site there."""
    for pattern in patterns:
        for path in ROOT.glob(pattern):
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(exist_ok=True)
            shutil.copy(path, target)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        course.main(["site"])
    return folder / "build" / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    patterns = ["README.md", ".github/*.png", "notebooks/*.ipynb", "notebooks/*.md"]
    return make_site(tmp_path_factory.mktemp("course"), *patterns)


@pytest.fixture(scope="module")
def pages(site):
    texts = {path.name: path.read_text(encoding="utf-8") for path in site.glob("*.html")}
    return {name: bs4.BeautifulSoup(text, "html.parser") for name, text in texts.items()}


def test_every_lesson_has_a_page_between_its_neighbours(pages):
    for name, following in zip(LESSONS, LESSONS[1:], strict=False):
        assert pages[f"{name}.html"].select(f'a[href="{following}.html"]')
        assert pages[f"{following}.html"].select(f'a[href="{name}.html"]')
    assert all(pages["index.html"].select(f'a[href="{name}.html"]') for name in [*LESSONS, "GLOSSARY"])


def test_nothing_is_loaded_from_elsewhere(site, pages):
    for name, page in pages.items():
        loaded = [tag["src"] for tag in page.select("script[src], img[src], iframe[src]")]
        loaded += [tag["href"] for tag in page.select("link[rel=stylesheet]")]
        for url in loaded:
            assert (site / url.partition("?")[0]).is_file(), (name, url)
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_every_picture_has_an_alternative_text(pages):
    pictures = [picture for page in pages.values() for picture in page.select("img")]
    assert len(pictures) > 40
    for picture in pictures:
        assert len(picture.get("alt", "")) > 8 and "_images" not in picture["alt"], picture


def test_formulas_are_drawn_without_a_script(pages):
    formulas = [formula for page in pages.values() for formula in page.select("math")]
    assert len(formulas) > 50
    for formula in formulas:
        assert "\\" not in formula.text, f"a command that latex2mathml does not know: {formula.text}"
        assert "&" not in formula.text, f"an environment that latex2mathml does not know: {formula.text}"


def test_headings_are_in_order(pages):
    for name in [*LESSONS, "index", "GLOSSARY", "READING"]:
        levels = [int(tag.name[1]) for tag in pages[f"{name}.html"].select("article :is(h1, h2, h3, h4)")]
        assert levels.count(1) == 1, name
        assert all(below <= above + 1 for above, below in zip(levels, levels[1:], strict=False)), name


def test_wide_code_can_be_scrolled_by_keyboard(pages):
    assert all(code.get("tabindex") == "0" for page in pages.values() for code in page.select("article pre"))


def test_a_link_that_leads_nowhere_is_refused(tmp_path, capfd):
    (tmp_path / "README.md").write_text("# A course\n\n[Gone](notebooks/99_gone.ipynb), [it](LICENSE)\n")
    with pytest.raises(SystemExit, match="faults"):
        make_site(tmp_path)
    assert "99_gone.ipynb" in capfd.readouterr().err
