"""What a reader sees in a browser, without a network: TensorBoard's projector, lesson 7 in JupyterLab."""

import json
from pathlib import Path

import nbformat
import pytest
from browser import browser, colours, find, free_port, keep_screenshot, server, wait, why_not

from w2v_helpers.callbacks import TensorBoardWords
from w2v_helpers.corpus import load_corpus
from w2v_helpers.training import train
from w2v_helpers.vocabulary import Vocabulary

pytestmark = pytest.mark.skipif(why_not() is not None, reason=why_not() or "")
ROOT = Path(__file__).parents[1]
LESSON = ROOT / "notebooks" / "07_embedding_analysis.ipynb"
# All cells are in the page, also those out of sight; nothing asks for news.
JUPYTERLAB = {
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


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


def lesson_without_outputs(folder: Path) -> None:
    notebook = nbformat.read(LESSON, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    nbformat.write(notebook, folder / LESSON.name)


def drawn(kind: str) -> int:
    """Count the committed outputs of a kind, where it is the best that a notebook can show."""
    outputs = [o.get("data", {}) for cell in nbformat.read(LESSON, 4).cells for o in cell.get("outputs", [])]
    is_chart = [any("vegalite" in name for name in data) for data in outputs]
    if kind == "chart":
        return sum(is_chart)
    return sum("image/png" in data and not chart for data, chart in zip(outputs, is_chart, strict=True))


def lab_settings(folder: Path) -> dict[str, str]:
    """Write JupyterLab's settings; return the variables that keep all its files in one folder."""
    for name, settings in JUPYTERLAB.items():
        path = folder / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    places = {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    places |= {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython"}
    found = {name: str(folder / place) for name, place in places.items()}
    return {**found, "TF_CPP_MIN_LOG_LEVEL": "3", "W2V_CORPUS": "tinyworld"}


def run_all(driver) -> None:
    """Choose *Run all cells* in the menu when the kernel is ready."""
    wait(lambda: driver.find_elements("css selector", ".jp-NotebookPanel .jp-CodeCell"), 60)
    wait(lambda: driver.find_elements("css selector", ".jp-NotebookPanel [data-status='idle']"), 60)
    menus = driver.find_elements("css selector", ".lm-MenuBar-item")
    next(menu for menu in menus if menu.text == "Run").click()
    wait(lambda: driver.find_elements("css selector", "[data-command='runmenu:run-all']"))[0].click()


def prompts(driver) -> list[str]:
    """Return what stands before each code cell, such as `[3]:`."""
    cells = driver.find_elements("css selector", ".jp-CodeCell .jp-InputPrompt")
    return driver.execute_script("return arguments[0].map(e => e.textContent.trim())", cells)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Run lesson 7 in JupyterLab; give the driver of the page."""
    folder = tmp_path_factory.mktemp("lab")
    env = lab_settings(folder)
    (folder / "lessons").mkdir()
    lesson_without_outputs(folder / "lessons")
    url = f"http://127.0.0.1:{(port := free_port())}/"
    options = ["--no-browser", "--ip=127.0.0.1", "--allow-root", f"--port={port}"]
    options += ["--IdentityProvider.token=", f"--ServerApp.root_dir={folder / 'lessons'}"]
    with server("jupyterlab", *options, folder=folder, url=url + "api", env=env), browser(folder) as driver:
        driver.get(f"{url}lab/tree/{LESSON.name}")
        run_all(driver)
        wait(lambda: all(prompt[1:-2].isdigit() for prompt in prompts(driver)), 300)
        yield driver


def test_the_lesson_ran_without_an_error(lab):
    count = sum(cell.cell_type == "code" for cell in nbformat.read(LESSON, 4).cells)
    assert prompts(lab) == [f"[{number}]:" for number in range(1, count + 1)]
    assert not lab.find_elements("css selector", "[data-mime-type*='error'], [data-mime-type*='stderr']")


def test_every_plot_is_drawn(lab):
    script = "return [...document.querySelectorAll('.jp-RenderedImage img')].map(e => e.naturalWidth)"
    widths = lab.execute_script(script)
    assert len(widths) == drawn("picture") > 8 and min(widths) > 300


def interactive(lab):
    """Scroll to the interactive map; return its canvas and its search box."""
    (chart,) = wait(lambda: lab.find_elements("css selector", ".jp-RenderedVegaCommon5"))
    lab.execute_script("arguments[0].scrollIntoView({block: 'center'})", chart)
    (canvas,) = wait(lambda: chart.find_elements("css selector", "canvas"))
    return canvas, chart.find_element("css selector", ".vega-bindings input")


def test_the_map_is_drawn_and_searched(lab):
    canvas, box = interactive(lab)
    wait(lambda: colours(lab, canvas) > 50)
    keep_screenshot(lab, "map")
    assert drawn("chart") == 1
    before = canvas.screenshot_as_png
    box.send_keys("mill")
    wait(lambda: canvas.screenshot_as_png != before)
    keep_screenshot(lab, "map_searched")
    box.clear()
    box.send_keys(" \b")
    wait(lambda: colours(lab, canvas) > 50)


def test_pointing_at_a_dot_shows_its_word(lab):
    from selenium.webdriver import ActionChains

    canvas, _ = interactive(lab)
    for x, y in [(x, y) for y in range(-200, 200, 9) for x in range(-250, 150, 9)]:
        ActionChains(lab, duration=0).move_to_element_with_offset(canvas, x, y).perform()
        tooltips = lab.find_elements("css selector", "#vg-tooltip-element.visible")
        if tooltips:
            break
    keep_screenshot(lab, "map_tooltip")
    assert tooltips and all(name in tooltips[0].text for name in ("word", "count", "nearest"))
