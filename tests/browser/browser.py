"""A real browser for the tests: headless Chromium, driven by Selenium, and local servers to look at.

Set W2V_SCREENSHOTS to a folder to keep pictures of what the browser saw.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "1300,1000"
# Every name but this computer's own leads nowhere: what works here works without a network.
OPTIONS = f"""--headless=new --no-sandbox --disable-dev-shm-usage --window-size={SIZE} --no-first-run
    --disable-background-networking --enable-unsafe-swiftshader --use-angle=swiftshader""".split()
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
# Looks for elements in the page and in all shadow roots within it.
FIND = """
const find = (root, selector) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap(e => e.shadowRoot ? find(e.shadowRoot, selector) : []),
];
return find(arguments[1] ? arguments[1].shadowRoot : document, arguments[0]);
"""


def why_not() -> str | None:
    """Return what is missing for a browser, or `None`."""
    if not _chromium():
        return "needs Chromium (on Debian: apt install chromium chromium-driver)"
    if not shutil.which("chromedriver"):
        return "needs chromedriver (on Debian: apt install chromium-driver)"
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "needs Selenium (pip install selenium)"
    return None


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)


@contextmanager
def browser(folder: Path) -> Iterator:
    """Start Chromium with a profile in a folder; yield Selenium's driver."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = _chromium()
    for option in [*OPTIONS, OFFLINE, f"--user-data-dir={folder / 'profile'}"]:
        options.add_argument(option)
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def server(module: str, *options: str, folder: Path, url: str, env: dict[str, str] | None = None) -> Iterator:
    """Run a module of Python that serves pages, until the block ends.

    Args:
        module: for `python -m`.
        options: of its command line.
        folder: where it runs, and where `server.log` is written.
        url: what it answers when it is ready.
        env: settings beside those of this process.
    """
    log = folder / "server.log"
    with log.open("wb") as file:
        command = [sys.executable, "-m", module, *options]
        settings = {**os.environ, **(env or {})}
        process = subprocess.Popen(command, cwd=folder, env=settings, stdout=file, stderr=subprocess.STDOUT)
        try:
            wait(lambda: process.poll() is not None or _answers(url), 60)
            assert process.poll() is None, log.read_text(errors="replace")
            yield
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def wait(condition: Callable[[], object], seconds: float = 30) -> object:
    """Ask again and again until the answer is true; return it."""
    from selenium.common.exceptions import WebDriverException

    end = time.monotonic() + seconds
    while True:
        try:
            found = condition()
        except WebDriverException:  # the page is being built
            found = None
        if found:
            return found
        assert time.monotonic() < end, f"nothing came in {seconds} seconds: {condition}"
        time.sleep(0.25)


def find(driver, selector: str, within=None) -> list:
    """Find elements by a CSS selector, in shadow roots too; or only within the shadow root of one."""
    return driver.execute_script(FIND, selector, within)


def colours(driver, element) -> int:
    """Count the colours of an element as it is drawn."""
    import io

    from PIL import Image

    image = Image.open(io.BytesIO(element.screenshot_as_png)).convert("RGB")
    return len(image.getcolors(image.width * image.height))


def keep_screenshot(driver, name: str) -> None:
    """Keep a picture of the page, if W2V_SCREENSHOTS names a folder."""
    if os.environ.get("W2V_SCREENSHOTS"):
        driver.save_screenshot(str(Path(os.environ["W2V_SCREENSHOTS"]) / f"{name}.png"))
