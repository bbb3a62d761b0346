"""The site to read: all there, whole without a network, and small."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from tools import lessons as course
from tools import reading_site

pytest.importorskip("myst_nb", reason="the site's own packages are not installed (make site)")
ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
MOST_OF_A_PAGE, MOST_OF_ALL = 2_000_000, 25_000_000  # bytes; a page with its pictures


class Page(HTMLParser):
    """Collects what a page loads and links to, its headings, its anchors and its pictures."""

    def __init__(self, path: Path):
        super().__init__()
        self.loads, self.links, self.ids, self.pictures, self.headings = [], [], set(), [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.ids.add(found.get("id"))
        if tag in ("script", "img", "iframe") and found.get("src"):
            self.loads.append(found["src"])
        if tag == "link" and found.get("rel") in ("stylesheet", "shortcut icon"):
            self.loads.append(found["href"])
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag == "img":
            self.pictures.append(found)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return reading_site.build_site(LESSONS, tmp_path_factory.mktemp("site")).parent


@pytest.fixture(scope="module")
def pages(site):
    return {path.name: Page(path) for path in site.glob("*.html")}


def test_every_lesson_has_a_page_between_its_neighbours(site, pages):
    assert {f"{path.stem}.html" for path in LESSONS} | {"index.html", "search.html"} <= set(pages)
    for before, after in zip(LESSONS, LESSONS[1:], strict=False):
        assert f"{after.stem}.html" in pages[f"{before.stem}.html"].links
        assert f"{before.stem}.html" in pages[f"{after.stem}.html"].links


def test_nothing_is_loaded_from_elsewhere(site, pages):
    for name, page in pages.items():
        for url in page.loads:
            assert not re.match(r"(\w+:)?//", url), (name, url)
            assert (site / url.partition("?")[0]).is_file(), (name, url)
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_every_link_leads_somewhere(site, pages):
    for name, page in pages.items():
        for url in page.links:
            if re.match(r"\w+:", url):
                continue
            file, _, anchor = url.partition("#")
            assert not file or (site / file.partition("?")[0]).exists(), (name, url)
            target = pages.get(file or name)
            assert not anchor or target is None or anchor in target.ids, (name, url)


def test_every_picture_says_what_it_shows(pages):
    pictures = [picture for page in pages.values() for picture in page.pictures]
    assert len(pictures) > 40
    for picture in pictures:
        assert len(picture.get("alt", "")) > 8 and "_images" not in picture["alt"], picture


def test_headings_are_in_order(pages):
    for name, page in pages.items():
        if name in ("search.html", "genindex.html"):  # the theme's own
            continue
        assert page.headings.count(1) == 1, name
        for above, below in zip(page.headings, page.headings[1:], strict=False):
            assert below <= above + 1, (name, page.headings)


def test_pages_are_small(site, pages):
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    assert sum(sizes.values()) < MOST_OF_ALL
    for name, page in pages.items():
        own = sizes[site / name] + sum(sizes[site / picture["src"]] for picture in page.pictures)
        assert own < MOST_OF_A_PAGE, name


def test_formulas_need_no_script(site):
    text = (site / "04_negative_sampling.html").read_text(encoding="utf-8")
    assert text.count("<math") > 10 and not re.search(r"<script[^>]*mathjax", text, re.IGNORECASE)


def test_words_can_be_searched(site):
    assert "subsampl" in (site / "searchindex.js").read_text(encoding="utf-8")


@pytest.fixture
def small(tmp_path):
    """Make a course of one lesson."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    lesson = folder / LESSONS[1].name
    shutil.copy(LESSONS[1], lesson)
    (tmp_path / "README.md").write_text(
        "# A course\n\n[Two](notebooks/02_skip_grams.ipynb), [it](LICENSE).\n"
    )
    return lesson


def test_a_link_that_leads_nowhere_is_named(small, tmp_path, capsys):
    notebook = nbformat.read(small, 4)
    notebook.cells = [nbformat.v4.new_markdown_cell("# A title\n\n[Gone](99_gone.ipynb)")]
    nbformat.write(notebook, small)
    output = tmp_path / "site"
    assert course.main(["--notebooks", str(small.parent), "site", "--output", str(output)]) == 2
    shown = capsys.readouterr().err
    assert "The site has faults:\n02_skip_grams.ipynb" in shown and "99_gone.ipynb" in shown
    assert "Traceback" not in shown


def test_a_lesson_that_was_mended_is_made_anew(small, tmp_path):
    output = tmp_path / "site"
    for word in ("before", "after"):
        notebook = nbformat.read(small, 4)
        notebook.cells = [nbformat.v4.new_markdown_cell(f"# A title\n\n{word}")]
        nbformat.write(notebook, small)
        reading_site.build_site([small], output)
        assert word in (output / "02_skip_grams.html").read_text(encoding="utf-8")
