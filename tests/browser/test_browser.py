"""What a reader sees in headless Chromium, without a network: lessons in JupyterLab, and the site."""

import json
import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest

from tools import lessons as course

webdriver = pytest.importorskip("selenium.webdriver")
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
SITE_PAGES = ["index", *(path.stem for path in LESSONS), "GLOSSARY", "READING"]
PHONE = {"width": 400, "height": 900, "deviceScaleFactor": 1, "mobile": True}
SECONDS = 400  # that a lesson may take on a busy machine
# Every name but this computer's own leads nowhere: what works here works without a network.
OPTIONS = [
    *"--headless=new --no-sandbox --disable-dev-shm-usage --window-size=1300,1000".split(),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
# All cells are in the page, also those out of sight; nothing asks for news.
JUPYTERLAB = {
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
TYPE = """
const view = arguments[0].cmView.view;
view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: arguments[1]}});
"""


@contextmanager
def browser(folder: Path):
    """Start Chromium with a profile in a folder; skip the test where it is not installed."""
    chromium, driver = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs Chromium and chromedriver (on Debian: apt install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for option in [*OPTIONS, f"--user-data-dir={folder / 'profile'}"]:
        options.add_argument(option)
    with webdriver.Chrome(options, webdriver.ChromeService(driver)) as driver:
        yield driver


def wait(driver, condition, seconds: float = 90):
    """Ask again and again until the answer is true; return it."""
    return WebDriverWait(driver, seconds, 0.25, [Exception]).until(lambda _: condition())


# JupyterLab


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Start JupyterLab with lessons 2 and 7, not yet run, and a browser; give its driver and the address."""
    folder = tmp_path_factory.mktemp("lab")
    for name, values in JUPYTERLAB.items():
        path = folder / "JUPYTERLAB_SETTINGS_DIR" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values))
    for path in (LESSONS[1], LESSONS[6]):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, folder / path.name)
    places = (
        "JUPYTERLAB_SETTINGS_DIR JUPYTERLAB_WORKSPACES_DIR JUPYTER_CONFIG_DIR JUPYTER_RUNTIME_DIR IPYTHONDIR"
    )
    env = {**os.environ, **{name: str(folder / name) for name in places.split()}}
    env |= {"W2V_CORPUS": "tinyworld", "W2V_PROGRESS": str(folder / "progress.json")}
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--allow-root", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"]
    with (
        browser(folder) as driver,
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log) as process,
    ):
        wait(driver, lambda: socket.create_connection(("127.0.0.1", port)).close() or True)
        yield driver, f"http://127.0.0.1:{port}/"
        process.terminate()


def prompts(driver) -> list[str]:
    """Return what stands before each code cell, such as `[3]:`."""
    cells = driver.find_elements("css selector", ".jp-CodeCell .jp-InputPrompt")
    return driver.execute_script("return arguments[0].map(e => e.textContent.trim())", cells)


def run_all(lab, path: Path):
    """Open a lesson, alone, choose *Run all cells* in the menu, and wait; return the browser's driver."""
    driver, url = lab
    driver.get(f"{url}lab/tree/{path.name}?reset")
    hidden = [cell.metadata.get("jupyter", {}).get("source_hidden", False) for cell in code_cells(path)]
    # JupyterLab shows no prompt where it shows no code.
    finished = ["" if is_hidden else f"[{number}]:" for number, is_hidden in enumerate(hidden, start=1)]
    wait(driver, lambda: len(prompts(driver)) == len(finished))
    wait(driver, lambda: driver.find_element("css selector", ".jp-NotebookPanel [data-status='idle']"))
    menus = driver.find_elements("css selector", ".lm-MenuBar-item")
    next(menu for menu in menus if menu.text == "Run").click()
    wait(driver, lambda: driver.find_element("css selector", "[data-command='runmenu:run-all']")).click()
    wait(driver, lambda: prompts(driver) == finished, SECONDS)
    assert not driver.find_elements("css selector", "[data-mime-type*='stderr']")
    script = "return [...document.querySelectorAll('.jp-RenderedImage img')].map(e => e.naturalWidth)"
    assert all(width > 200 for width in driver.execute_script(script))
    return driver


def show(driver, element):
    """Scroll to an element, and return it."""
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    return element


def test_a_slider_moves_and_an_exercise_answers(lab):
    driver = run_all(lab, LESSONS[1])
    picture = show(driver, driver.find_element("css selector", ".widget-vbox img"))
    before = picture.get_attribute("src")
    handle = driver.find_element("css selector", ".widget-vbox .noUi-handle")
    handle.send_keys(webdriver.Keys.ARROW_RIGHT, webdriver.Keys.ARROW_RIGHT)
    wait(driver, lambda: driver.find_element("css selector", ".widget-readout").text == "4")
    wait(driver, lambda: picture.get_attribute("src") != before)
    assert "Not yet." in answer(
        driver, "q.number_of_pairs.check", "my_answers = None", "my_answers = (48, 56)"
    )
    assert "Right." in answer(driver, "q.number_of_pairs.check", "(48, 56)", "(36, 56)")
    assert "1 of 3 done" in answer(driver, "q.progress()", "q.progress()", "q.progress() ")


def answer(driver, holds: str, old: str, new: str) -> str:
    """Change the cell that holds a text, run it, and return what it shows."""
    cells = driver.find_elements("css selector", ".jp-CodeCell")
    cell = show(driver, next(cell for cell in cells if holds in cell.text))
    prompt = cell.find_element("css selector", ".jp-InputPrompt")
    before = prompt.text
    lines = cell.find_element("css selector", ".cm-content")
    source = driver.execute_script("return arguments[0].cmView.view.state.doc.toString()", lines)
    lines.click()
    driver.execute_script(TYPE, lines, source.replace(old, new))
    webdriver.ActionChains(driver).key_down(webdriver.Keys.CONTROL).send_keys(webdriver.Keys.ENTER).key_up(
        webdriver.Keys.CONTROL
    ).perform()
    wait(driver, lambda: prompt.text not in (before, "[*]:"))
    return cell.find_element("css selector", ".jp-OutputArea").text


def test_the_map_is_searched_and_names_its_dots(lab):
    driver = run_all(lab, LESSONS[6])
    chart = show(driver, driver.find_element("css selector", ".jp-RenderedVegaCommon5"))
    canvas = wait(driver, lambda: chart.find_element("css selector", "canvas"))
    before = canvas.screenshot_as_png
    box = chart.find_element("css selector", ".vega-bindings input")
    box.send_keys("mill")
    wait(driver, lambda: canvas.screenshot_as_png != before)
    box.send_keys(webdriver.Keys.BACKSPACE * 4)
    for x, y in [(x, y) for y in range(-200, 200, 9) for x in range(-250, 150, 9)]:
        webdriver.ActionChains(driver, duration=0).move_to_element_with_offset(canvas, x, y).perform()
        if tooltips := driver.find_elements("css selector", "#vg-tooltip-element.visible"):
            break
    assert tooltips and all(name in tooltips[0].text for name in ("word", "count", "nearest"))


# The site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Make the site, and start a browser of its own; give its driver and the folder."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("notebooks", ".github"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "README.md", folder)
    with browser(folder) as driver, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        course.main(["site"])
        yield driver, folder / "build" / "site"


@pytest.mark.parametrize("name", SITE_PAGES)
def test_a_page_is_complete_and_accessible_and_fits_a_phone(site, name):
    from axe_core_python.selenium import Axe

    driver, folder = site
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    driver.get((folder / f"{name}.html").as_uri())
    assert driver.execute_script("return document.documentElement.scrollWidth") <= PHONE["width"]
    assert [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
    script = "return [...document.images].filter(e => !e.complete || !e.naturalWidth).map(e => e.src)"
    assert driver.execute_script(script) == []
    # Keras brings the colors of its summary.
    scope = {"include": [["body"]], "exclude": [[".output.text_html > pre"]]}
    found = Axe().run(driver, context=scope, options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert [(v["id"], [n["target"] for n in v["nodes"][:3]]) for v in found["violations"]] == []


def test_the_site_is_searched(site):
    driver, folder = site
    driver.get((folder / "search.html").as_uri() + "?q=subsampling")
    wait(driver, lambda: driver.find_element("css selector", "ul.search li a[href*='03_sampling_tables']"))
