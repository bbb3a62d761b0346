"""Corpora that are known by name: found on this computer, or downloaded once.

Reads `W2V_DATA_DIR`, a folder of files that are already there, and the network; makes paths. Used by
`load_corpus`, and by lesson 10 to see which corpora it can use.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

RETRIES = 2
_TIMEOUT = 30  # seconds without an answer


@dataclass(frozen=True)
class Remote:
    """A file on the network.

    Args:
        file: its path in the cache folder.
        url: its address.
        sha256: of its bytes, in hexadecimal digits; `None` for a book of Project Gutenberg, which changes
            now and then, and is checked for its first and last line instead.
    """

    file: str
    url: str
    sha256: str | None = None


@dataclass(frozen=True)
class Named:
    """A corpus that has a name.

    Args:
        local: patterns of the files in `W2V_DATA_DIR` that hold it; the first that fits is taken.
        remotes: the files to download otherwise.
    """

    local: tuple[str, ...]
    remotes: tuple[Remote, ...] = ()


_TEXT8 = "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232"
_IMDB = "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe"
_SHAKESPEARE = "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed"
_BOOKS = (11, 84, 98, 345, 1342, 1661, 2701)  # Alice to Moby Dick, by their numbers at Project Gutenberg
CORPORA = {
    "shakespeare": Named(
        ("shakespeare.txt",),
        (
            Remote(
                "shakespeare.txt",
                "https://storage.googleapis.com/download.tensorflow.org/data/shakespeare.txt",
                _SHAKESPEARE,
            ),
        ),
    ),
    "novels": Named(
        ("gutenberg/*.txt",),
        tuple(
            Remote(f"gutenberg/pg{n}.txt", f"https://www.gutenberg.org/cache/epub/{n}/pg{n}.txt")
            for n in _BOOKS
        ),
    ),
    "text8": Named(
        ("text8", "text8.zip"), (Remote("text8.zip", "http://mattmahoney.net/dc/text8.zip", _TEXT8),)
    ),
    "imdb": Named(
        ("aclImdb", "aclImdb_labelled.tar.xz", "aclImdb_v1.tar.gz"),
        (
            Remote(
                "aclImdb_v1.tar.gz",
                "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
                _IMDB,
            ),
        ),
    ),
    # 100 MB of Wikipedia, for those who have the file; there is no fixed address to download it from.
    "enwiki": Named(("enwiki-2015-first-100mb.txt", "enwiki-2015-first-100mb.txt.xz")),
}


def cache_folder() -> Path:
    """Return the folder that keeps what can be made or downloaded again.

    `W2V_CACHE_DIR` if that is set, else the folder `word2vec-course` where the system keeps such things.
    """
    if chosen := os.environ.get("W2V_CACHE_DIR"):
        return Path(chosen).expanduser().absolute()
    from pooch import os_cache  # slow to import

    return Path(os_cache("word2vec-course"))


def available(name: str) -> bool:
    """Say whether a corpus can be loaded without a network.

    Args:
        name: `"tinyworld"` or a key of `CORPORA`.

    Raises:
        ValueError: no corpus has this name.

    >>> available("tinyworld")
    True
    """
    return name == "tinyworld" or bool(_local_files(name) or _cached_files(name))


def corpus_files(name: str) -> tuple[Path, ...]:
    """Return the files of a corpus, and download those that are not on this computer yet.

    They are first looked for in the folder that `W2V_DATA_DIR` names.

    Args:
        name: a key of `CORPORA`.

    Raises:
        ValueError: no corpus has this name, or the network gives another file than it should.
        OSError: the network or the server gives no file.
    """
    if files := _local_files(name):
        return files
    corpus = CORPORA[name]
    if not corpus.remotes:
        raise FileNotFoundError(
            f"{corpus.local[0]} is not on this computer and has no address to download it from: put it into "
            f"{_data_folder()}; load_corpus('tinyworld') needs no file."
        )
    return tuple(fetch(remote, cache_folder()) for remote in corpus.remotes)


def answer_key(file: str) -> Path | None:
    """Return where a file to score vectors with lies, such as `"wordsim353.csv"`, or `None`.

    It is looked for in the folder `eval` of `W2V_DATA_DIR`.

    Args:
        file: its name.
    """
    folder = os.environ.get("W2V_DATA_DIR")
    path = Path(folder).expanduser().absolute() / "eval" / file if folder else None
    return path if path and path.is_file() else None


def _local_files(name: str) -> tuple[Path, ...]:
    """Find the files of a corpus in the folder `W2V_DATA_DIR`."""
    if name not in CORPORA:
        raise ValueError(
            f"There is no corpus {name!r}: its name must be one of tinyworld, {', '.join(CORPORA)}."
        )
    if not (folder := os.environ.get("W2V_DATA_DIR")):
        return ()
    folder = Path(folder).expanduser().absolute()
    found = (tuple(sorted(folder.glob(pattern))) for pattern in CORPORA[name].local)
    return next(filter(None, found), ())


def _cached_files(name: str) -> tuple[Path, ...]:
    """Find the files of a corpus that were downloaded earlier; none if one is missing."""
    files = tuple(cache_folder() / remote.file for remote in CORPORA[name].remotes)
    return files if all(file.is_file() for file in files) else ()


def _data_folder() -> str:
    folder = os.environ.get("W2V_DATA_DIR")
    return f"{folder}, which W2V_DATA_DIR names" if folder else "a folder and set W2V_DATA_DIR to that folder"


def fetch(remote: Remote, folder: Path) -> Path:
    """Download a file, unless it is there already and whole.

    A file that is not the right one is removed at once; what was there before stays.

    Args:
        remote: what to download.
        folder: where it is kept.

    Returns:
        Its path.

    Raises:
        ValueError: the file is another than it should be.
        OSError: the network or the server gives no file, or the folder cannot be written to.
    """
    import pooch
    import requests

    keeper = pooch.create(
        folder,
        "",
        registry={remote.file: remote.sha256},
        urls={remote.file: remote.url},
        retry_if_failed=RETRIES,
    )
    try:
        with _silent(pooch.get_logger()):
            return Path(keeper.fetch(remote.file, downloader=lambda url, path, _: _download(remote, path)))
    except requests.RequestException as error:
        raise OSError(_advice(remote, f"could not be downloaded ({_reason(error)})")) from None
    except ValueError as error:
        what = "came with another content than it should (its SHA256 differs)"
        raise ValueError(_advice(remote, what if remote.sha256 else str(error))) from None
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(
            f"{remote.file} cannot be kept in {folder} ({error.strerror}): "
            "set W2V_CACHE_DIR to a folder that you may write to."
        ) from None


@contextlib.contextmanager
def _silent(logger) -> Iterator[None]:
    """Keep pooch from writing a line for each file; there is a progress bar."""
    level = logger.level
    logger.setLevel("ERROR")
    try:
        yield
    finally:
        logger.setLevel(level)


def _download(remote: Remote, path: str) -> None:
    """Download to a temporary file, and look at what came where no hash tells whether it is right.

    Raises:
        requests.RequestException, ValueError: it may be worth another try.
        OSError: it is not.
    """
    import requests
    from pooch import HTTPDownloader

    # pooch sets the total; until then a bar without one counts as no bar.
    with tqdm(desc=Path(remote.file).name, total=1, unit="B", unit_scale=True, leave=False) as bar:
        get = HTTPDownloader(progressbar=bar, chunk_size=1 << 16, timeout=_TIMEOUT)
        try:
            get(remote.url, path, None)
        except requests.HTTPError as error:
            if error.response.status_code < 500:
                raise _Refused(_advice(remote, f"could not be downloaded ({_reason(error)})")) from None
            raise
    with open(path, "rb") as file:
        content = file.read(512 if remote.sha256 else -1)
    if content[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise _Refused(_advice(remote, "could not be downloaded (the server sent a web page instead)"))
    if remote.sha256 is None and not (b"START OF TH" in content and b"END OF TH" in content):
        raise ValueError("came incomplete, without Project Gutenberg's first or last line")


class _Refused(OSError):
    """The server's last word: asking again would not help."""


def _reason(error: Exception) -> str:
    """Say in a few words what went wrong on the network."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"the server answers {response.status_code} {response.reason}"
    return {
        "ConnectTimeout": "the server does not answer",
        "ReadTimeout": "the server stopped answering",
        "ConnectionError": "there is no connection to the server",
        "ChunkedEncodingError": "the connection broke off",
    }.get(type(error).__name__, type(error).__name__)


def _advice(remote: Remote, what: str) -> str:
    """Say what happened to a file and what the reader can do."""
    return (
        f"{remote.file} {what}: get it from {remote.url}, put it into {_data_folder()}, "
        "or use load_corpus('tinyworld') or load_reviews(), which need no network."
    )
