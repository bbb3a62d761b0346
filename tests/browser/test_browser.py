"""What a reader sees in a browser, without a network: the lessons in JupyterLab, the projector, the site."""

import json
import os
from pathlib import Path

import nbformat
import pytest
from browser import browser, colours, find, free_port, keep_screenshot, server, wait, why_not

from w2v_helpers.plotting.tensorboard import TensorBoardWords
from w2v_helpers.text.corpus import load_corpus
from w2v_helpers.training import train
from w2v_helpers.vocabulary import Vocabulary

pytestmark = pytest.mark.skipif(why_not() is not None, reason=why_not() or "")
ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
# Those in which something answers; with W2V_EVERY_LESSON=1 all of them, which takes some minutes.
IN_JUPYTERLAB = [
    path for path in LESSONS if os.environ.get("W2V_EVERY_LESSON") or path.stem.startswith(("02", "07"))
]
SECONDS = 400  # that a lesson may take on a busy machine
# All cells are in the page, also those out of sight; nothing asks for news.
JUPYTERLAB = {
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
SHUT_DOWN = """
const [url, done] = arguments;
fetch(url).then(r => r.json())
    .then(all => Promise.all(all.map(s => fetch(`${url}/${s.id}`, {
        method: 'DELETE', headers: {'X-XSRFToken': document.cookie.match(/_xsrf=([^;]*)/)?.[1] ?? ''}
    })))).then(() => done());
"""
TYPE = """
const view = arguments[0].cmView.view;
view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: arguments[1]}});
"""


# TensorBoard


def test_the_projector_shows_our_words_and_finds_neighbours(tmp_path):
    corpus = load_corpus("tinyworld")
    log = TensorBoardWords(tmp_path / "logs" / "run1", Vocabulary.from_corpus(corpus), ["king"])
    vectors = train(corpus, embedding_dim=20, epochs=4, callbacks=[log], verbose=0)
    url = f"http://127.0.0.1:{(port := free_port())}/"
    options = ["--logdir", str(tmp_path / "logs"), "--host", "127.0.0.1", "--port", str(port)]
    with server("tensorboard.main", *options, folder=tmp_path, url=url), browser(tmp_path) as driver:
        driver.get(url + "#projector")
        for _ in range(2):  # the page of the plugin holds another one
            driver.switch_to.frame(wait(lambda: find(driver, "iframe"))[0])
        wait(lambda: [e for e in find(driver, "span.numDataPoints") if e.text == f"{len(vectors)}"], 60)
        (canvas,) = wait(lambda: [e for e in find(driver, "canvas") if e.size["width"] > 300][:1])
        wait(lambda: colours(driver, canvas) > 20)  # the cloud is drawn
        search = wait(lambda: find(driver, "#search-box"))[0]
        box = wait(lambda: [e for e in find(driver, "input", search) if e.is_displayed()])[0]
        box.send_keys("king")
        rows = wait(lambda: [e for e in find(driver, ".matches-list .list a") if e.text.strip() == "king"])
        rows[0].click()
        found = wait(lambda: [e.text for e in find(driver, ".nn-list .neighbor .label") if e.text])
        keep_screenshot(driver, "projector")
    nearest = [word for word, _ in vectors.most_similar("king", topn=30)]
    assert len(found) >= 20 and set(found[:10]) <= set(nearest)


# JupyterLab


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def outputs(path: Path, kind: str) -> int:
    """Count the committed outputs that JupyterLab draws as `"chart"`, `"sliders"` or `"picture"`."""
    return [
        "chart"
        if any("vegalite" in name for name in data)
        else "sliders"
        if "".join(data.get("text/plain", "")).startswith("A picture to change")
        else "picture"
        for cell in code_cells(path)
        for data in (output.get("data", {}) for output in cell.outputs)
        if "image/png" in data
    ].count(kind)


def without_outputs(path: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def lab_settings(folder: Path) -> dict[str, str]:
    """Write JupyterLab's settings; return the variables that keep all its files in one folder."""
    for name, settings in JUPYTERLAB.items():
        path = folder / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    places = {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    places |= {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython"}
    found = {name: str(folder / place) for name, place in places.items()}
    progress = str(folder / "progress.json")
    return {**found, "TF_CPP_MIN_LOG_LEVEL": "3", "W2V_CORPUS": "tinyworld", "W2V_PROGRESS": progress}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Start JupyterLab with all lessons, and a browser; give its driver and the address."""
    folder = tmp_path_factory.mktemp("lab")
    env = lab_settings(folder)
    (folder / "lessons").mkdir()
    for path in LESSONS:
        nbformat.write(without_outputs(path), folder / "lessons" / path.name)
    url = f"http://127.0.0.1:{(port := free_port())}/"
    options = ["--no-browser", "--ip=127.0.0.1", "--allow-root", f"--port={port}"]
    options += ["--IdentityProvider.token=", f"--ServerApp.root_dir={folder / 'lessons'}"]
    with server("jupyterlab", *options, folder=folder, url=url + "api", env=env), browser(folder) as driver:
        yield driver, url


def prompts(driver) -> list[str]:
    """Return what stands before each code cell, such as `[3]:`."""
    cells = driver.find_elements("css selector", ".jp-CodeCell .jp-InputPrompt")
    return driver.execute_script("return arguments[0].map(e => e.textContent.trim())", cells)


def run_all(driver, url: str, path: Path) -> None:
    """Open a lesson, alone, and choose *Run all cells* in the menu; wait until all have run."""
    driver.get(f"{url}lab/tree/{path.name}?reset")
    wait(lambda: len(prompts(driver)) == len(code_cells(path)), 90)
    wait(lambda: driver.find_elements("css selector", ".jp-NotebookPanel [data-status='idle']"), 60)
    menus = driver.find_elements("css selector", ".lm-MenuBar-item")
    next(menu for menu in menus if menu.text == "Run").click()
    wait(lambda: driver.find_elements("css selector", "[data-command='runmenu:run-all']"))[0].click()
    wait(lambda: all(prompt[1:-2].isdigit() for prompt in prompts(driver)), SECONDS)


def close(driver, url: str) -> None:
    """Shut down all kernels: the next lesson has the machine to itself."""
    driver.execute_async_script(SHUT_DOWN, f"{url}api/sessions")


@pytest.mark.parametrize("path", IN_JUPYTERLAB, ids=lambda path: path.stem)
def test_a_lesson_runs_and_draws(lab, path):
    driver, url = lab
    run_all(driver, url, path)
    assert prompts(driver) == [f"[{number}]:" for number in range(1, len(code_cells(path)) + 1)]
    assert not driver.find_elements("css selector", "[data-mime-type*='stderr']")
    failed = driver.find_elements("css selector", "[data-mime-type*='error']")
    meant = ["raises-exception" in cell.metadata.get("tags", []) for cell in code_cells(path)]
    assert len(failed) == sum(meant)
    script = "return [...document.querySelectorAll('.jp-RenderedImage img')].map(e => e.naturalWidth)"
    wait(lambda: len(driver.execute_script(script)) == outputs(path, "picture"))
    assert all(width > 200 for width in driver.execute_script(script))
    assert len(driver.find_elements("css selector", ".widget-vbox img")) == outputs(path, "sliders")
    assert len(driver.find_elements("css selector", ".jp-RenderedVegaCommon5")) == outputs(path, "chart")
    keep_screenshot(driver, path.stem)
    if path.stem.startswith("07"):
        the_map_answers(driver)
    if path.stem.startswith("02"):
        a_slider_moves(driver)
        an_exercise_answers(driver)
    close(driver, url)


def the_map_answers(driver) -> None:
    """Search in the interactive map, and point at a dot."""
    from selenium.webdriver import ActionChains

    (chart,) = wait(lambda: driver.find_elements("css selector", ".jp-RenderedVegaCommon5"))
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", chart)
    (canvas,) = wait(lambda: chart.find_elements("css selector", "canvas"))
    wait(lambda: colours(driver, canvas) > 50)
    keep_screenshot(driver, "map")
    before = canvas.screenshot_as_png
    box = chart.find_element("css selector", ".vega-bindings input")
    box.send_keys("mill")
    wait(lambda: canvas.screenshot_as_png != before)
    keep_screenshot(driver, "map_searched")
    box.clear()
    box.send_keys(" \b")
    wait(lambda: colours(driver, canvas) > 50)
    for x, y in [(x, y) for y in range(-200, 200, 9) for x in range(-250, 150, 9)]:
        ActionChains(driver, duration=0).move_to_element_with_offset(canvas, x, y).perform()
        if tooltips := driver.find_elements("css selector", "#vg-tooltip-element.visible"):
            break
    keep_screenshot(driver, "map_tooltip")
    assert tooltips and all(name in tooltips[0].text for name in ("word", "count", "nearest"))


def a_slider_moves(driver) -> None:
    """Move the slider of the window's size by two steps, and see another picture."""
    from selenium.webdriver import Keys

    (picture,) = driver.find_elements("css selector", ".widget-vbox img")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", picture)
    before = picture.get_attribute("src")
    handle = driver.find_element("css selector", ".widget-vbox .noUi-handle")
    handle.send_keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)
    wait(lambda: driver.find_element("css selector", ".widget-readout").text == "4")
    wait(lambda: picture.get_attribute("src") != before)
    keep_screenshot(driver, "slider_moved")


def an_exercise_answers(driver) -> None:
    """Answer an exercise of lesson 2 wrong, then right, and see the progress."""
    assert "It looks like this" in answer(driver, "q.number_of_pairs.check", None)
    wrong = answer(driver, "q.number_of_pairs.check", ("my_answers = None", "my_answers = (48, 56)"))
    assert "Not yet." in wrong and "some of these places lie outside" in wrong
    keep_screenshot(driver, "exercise_wrong")
    right = answer(driver, "q.number_of_pairs.check", ("my_answers = (48, 56)", "my_answers = (36, 56)"))
    assert "Right." in right
    keep_screenshot(driver, "exercise_right")
    bar = answer(driver, "q.progress()", ("q.progress()", "q.progress() "))
    assert "1 of 4 done" in bar


def answer(driver, holds: str, change: tuple[str, str] | None) -> str:
    """Change the cell that holds a text, run it, and return what it shows; or only return that."""
    from selenium.webdriver import ActionChains, Keys

    cells = driver.find_elements("css selector", ".jp-CodeCell")
    cell = next(cell for cell in cells if holds in cell.text)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", cell)
    if change is None:
        return cell.find_element("css selector", ".jp-OutputArea").text
    lines = cell.find_element("css selector", ".cm-content")
    source = driver.execute_script("return arguments[0].cmView.view.state.doc.toString()", lines)
    assert change[0] in source
    before = prompt_of(cell)
    lines.click()
    everything = ActionChains(driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL)
    everything.send_keys(Keys.DELETE).perform()
    # As typing would indent lines once more, the text is put in at once.
    driver.execute_script(TYPE, lines, source.replace(*change))
    ActionChains(driver).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    wait(lambda: prompt_of(cell) not in (before, "[*]:"))
    return cell.find_element("css selector", ".jp-OutputArea").text


def prompt_of(cell) -> str:
    return cell.find_element("css selector", ".jp-InputPrompt").text.strip()


# The site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Make the site, and start a browser of its own; give its driver and the folder."""
    reading_site = pytest.importorskip("tools.reading_site")
    pytest.importorskip("myst_nb", reason="the site's own packages are not installed (make site)")
    folder = tmp_path_factory.mktemp("site")
    reading_site.build_site(LESSONS, folder / "site")
    with browser(folder) as driver:
        yield driver, folder / "site"


@pytest.mark.parametrize("name", ["index", *(path.stem for path in LESSONS), "GLOSSARY", "READING"])
def test_a_page_of_the_site_is_whole(site, name):
    from axe_core_python.selenium import Axe

    driver, folder = site
    driver.get((folder / f"{name}.html").as_uri())
    assert [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
    script = "return [...document.images].filter(e => !e.complete || !e.naturalWidth).map(e => e.src)"
    assert driver.execute_script(script) == []
    keras = {
        "include": [["body"]],
        "exclude": [[".output.text_html > pre"]],
    }  # its summary brings its colours
    found = Axe().run(driver, context=keras, options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert [(v["id"], [n["target"] for n in v["nodes"][:3]]) for v in found["violations"]] == []


@pytest.mark.parametrize(("width", "theme"), [(400, "light"), (1300, "dark")])
def test_the_site_fits_a_phone_and_the_night(site, width, theme):
    driver, folder = site
    driver.get((folder / "04_negative_sampling.html").as_uri())
    driver.set_window_size(width, 900)
    driver.execute_script(f"document.body.dataset.theme = '{theme}'")
    keep_screenshot(driver, f"site_{theme}")
    wide, inner = driver.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= inner
    shade = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, shade[4:-1].split(","))) < 200) == (theme == "dark")


def test_the_site_is_searched(site):
    driver, folder = site
    driver.get((folder / "search.html").as_uri() + "?q=subsampling")
    lesson = "ul.search li a[href*='03_sampling_tables']"
    assert wait(lambda: driver.find_elements("css selector", lesson))
