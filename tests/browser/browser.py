"""A real browser for the tests: headless Chromium, driven by Selenium, and local servers to look at."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

# Every name but this computer's own leads nowhere: what works here works without a network.
OPTIONS = [
    *"--headless=new --no-sandbox --disable-dev-shm-usage --window-size=1300,1000 --no-first-run".split(),
    *"--disable-background-networking --enable-unsafe-swiftshader --use-angle=swiftshader".split(),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
# Looks for elements in the page and in all shadow roots within it.
FIND = """
const find = (root, selector) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap(e => e.shadowRoot ? find(e.shadowRoot, selector) : []),
];
return find(arguments[1] ? arguments[1].shadowRoot : document, arguments[0]);
"""


@contextmanager
def browser(folder: Path) -> Iterator[webdriver.Chrome]:
    """Start Chromium with a profile in a folder; skip the test where it is not installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, names)), None)
    if not chromium or not shutil.which("chromedriver"):
        pytest.skip("needs Chromium and chromedriver (on Debian: apt install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for option in [*OPTIONS, f"--user-data-dir={folder / 'profile'}"]:
        options.add_argument(option)
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


@contextmanager
def server(module: str, *options: str, folder: Path, **settings: str) -> Iterator[str]:
    """Run a module of Python that serves pages, until the block ends; yield its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", module, *options, f"--port={port}"]
    with (folder / "server.log").open("wb") as log:
        env = {**os.environ, **settings}
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        for _ in range(240):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(30)


def wait(driver, condition, seconds: float = 60):
    """Ask again and again until the answer is true; return it."""
    return WebDriverWait(driver, seconds, 0.25, [Exception]).until(lambda _: condition())


def find(driver, selector: str, within=None) -> list:
    """Find elements by a CSS selector, in shadow roots too; or only within the shadow root of one."""
    return driver.execute_script(FIND, selector, within)
