"""Corpora and answer keys known by name: found on this computer, or downloaded once.

Reads the folder `W2V_DATA_DIR` and the network; makes paths, for `load_corpus`, `load_reviews` and the
functions of `evaluation`. Used in Part II.
"""

import os
from pathlib import Path

from w2v_helpers._checks import one_of

_BOOKS = (11, 84, 98, 345, 1342, 1661, 2701)  # Alice to Moby Dick, by their numbers at Project Gutenberg
# name -> patterns of its files in W2V_DATA_DIR (the first that matches counts), and their addresses
CORPORA = {
    "shakespeare": (
        ["shakespeare.txt"],
        ["https://storage.googleapis.com/download.tensorflow.org/data/shakespeare.txt"],
    ),
    "novels": (
        ["gutenberg/*.txt", "pg*.txt"],
        [f"https://www.gutenberg.org/cache/epub/{n}/pg{n}.txt" for n in _BOOKS],
    ),
    "text8": (["text8", "text8.zip"], ["http://mattmahoney.net/dc/text8.zip"]),
    "imdb": (
        ["aclImdb", "aclImdb_labelled.tar.xz", "aclImdb_v1.tar.gz"],
        ["https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"],
    ),
    # 100 MB of Wikipedia, for anyone who has the file; it has no lasting address.
    "enwiki": (["enwiki-2015-first-100mb.txt", "enwiki-2015-first-100mb.txt.xz"], []),
}
_GENSIM = "https://raw.githubusercontent.com/piskvorky/gensim/4.4.0/gensim/test/test_data"
ANSWER_KEYS = {  # likewise; gensim's copies of the lists have an address that stays
    "questions-words": (
        ["questions-words.txt", "eval/questions-words.txt"],
        ["https://storage.googleapis.com/download.tensorflow.org/data/questions-words.txt"],
    ),
    "wordsim353": (
        ["wordsim353.csv", "wordsim353.tsv", "eval/wordsim353.csv"],
        [f"{_GENSIM}/wordsim353.tsv"],
    ),
    "simlex999": (
        ["SimLex-999.txt", "simlex999.txt", "eval/SimLex-999.txt"],
        [f"{_GENSIM}/simlex999.txt"],
    ),
}
# The books have none, as they change now and then: their first and last line are checked instead.
SHA256 = {
    "shakespeare.txt": "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
    "text8.zip": "a6640522afe85d1963ad56c05b0ede0a0c000dddc9671758a6cc09b7a38e5232",
    "questions-words.txt": "8c29b3332afc46f3fb8be04cb5297bf96f39aa7131272dff57869b4485b22a36",
    "wordsim353.tsv": "f92a022fc2537793a15bc3a8c162ebcd74990e033a228bb6388cb71e4c0b1e1d",
    "simlex999.txt": "d5e0501971478a511430ee880bd0121e94ac701ba86d90544d83e6d2ba3db05d",
    "aclImdb_v1.tar.gz": "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
}


def cache_folder() -> Path:
    """Return the folder for files that can be made or downloaded again.

    `W2V_CACHE_DIR` if that is set, else the folder `word2vec-course` where the system keeps such files.
    """
    if chosen := os.environ.get("W2V_CACHE_DIR"):
        return Path(chosen).expanduser().absolute()
    from pooch import os_cache  # slow to import

    return Path(os_cache("word2vec-course"))


def available(name: str) -> bool:
    """Return whether a corpus or an answer key can be had without a network.

    Args:
        name: `"tinyworld"`, or a key of `CORPORA` or `ANSWER_KEYS`.

    Raises:
        ValueError: there is nothing of this name.

    >>> available("tinyworld")
    True
    """
    if name == "tinyworld" or _local_files(name):
        return True
    _, addresses = _listed(name)
    return bool(addresses) and all((cache_folder() / Path(url).name).is_file() for url in addresses)


def corpus_files(name: str) -> tuple[Path, ...]:
    """Return the files of a corpus; download those that are not on this computer yet.

    Args:
        name: a key of `CORPORA` or `ANSWER_KEYS`.

    Raises:
        ValueError: there is no corpus of this name.
        OSError: a file cannot be downloaded or kept, or is not what it should be.
    """
    if files := _local_files(name):
        return files
    patterns, addresses = _listed(name)
    if not addresses:
        raise FileNotFoundError(f"{patterns[0]} cannot be downloaded: put it into {_place()}.")
    return tuple(map(_fetch, addresses))


def answer_key(name: str) -> Path:
    """Return the file of an answer key, for `evaluate_analogies` or `evaluate_similarity`.

    Args:
        name: `"questions-words"`, Google's 19,544 analogies (Mikolov et al. 2013); `"wordsim353"`, 353 pairs
            of words and how related people find them (Finkelstein et al. 2002); or `"simlex999"`, 999 pairs
            and how similar they are (Hill, Reichart, Korhonen 2015).

    Raises:
        ValueError: there is no answer key of this name.
        OSError: the file cannot be downloaded or kept, or is not what it should be.
    """
    one_of("name", name, ANSWER_KEYS)
    return corpus_files(name)[0]


def _listed(name: str) -> tuple[list[str], list[str]]:
    """Return the patterns and addresses of what has a name."""
    known = CORPORA | ANSWER_KEYS
    if name not in known:
        raise ValueError(f"There is no corpus {name!r}: give one of tinyworld, {', '.join(CORPORA)}.")
    return known[name]


def _data_folder() -> Path | None:
    chosen = os.environ.get("W2V_DATA_DIR")
    return Path(chosen).expanduser().absolute() if chosen else None


def _local_files(name: str) -> tuple[Path, ...]:
    """Find the files of a corpus in the folder `W2V_DATA_DIR`."""
    patterns, _ = _listed(name)
    folder = _data_folder()
    for pattern in patterns if folder else ():
        if files := sorted(folder.glob(pattern)):
            return tuple(files)
    return ()


def _place() -> str:
    """Return where a reader can put a file."""
    folder = _data_folder()
    return f"{folder}, which W2V_DATA_DIR names" if folder else "a folder and set W2V_DATA_DIR to that folder"


def _fetch(url: str) -> Path:
    """Download a file into the cache, unless it is there. A bad download replaces nothing."""
    import pooch
    import requests

    name, folder = Path(url).name, cache_folder()
    hashes = {name: SHA256.get(name)}
    keeper = pooch.create(folder, "", registry=hashes, urls={name: url}, retry_if_failed=2)
    try:
        return Path(keeper.fetch(name, downloader=_download))
    except _WrongContentError as error:
        what = str(error)
    except requests.RequestException as error:
        response = error.response
        what = "no connection, or it was lost"
        if response is not None:
            what = f"the server answers {response.status_code} {response.reason}"
    except ValueError:
        what = "it is not the file that it should be, its SHA256 differs"
    except OSError as error:
        raise OSError(
            f"{name} cannot be kept in {folder} ({error.strerror or 'no permission to write'}): "
            "set W2V_CACHE_DIR to a folder that you may write to."
        ) from None
    raise OSError(
        f"{name} could not be downloaded ({what}): get it from {url}, put it into {_place()}, "
        "or use load_corpus('tinyworld') or load_reviews(), which need no network."
    )


class _WrongContentError(OSError):
    """The server sent something else; asking again would not help."""


def _download(url: str, path: str, keeper) -> None:
    """Download to a temporary file, and check what no hash can check or explain."""
    from pooch import HTTPDownloader

    HTTPDownloader(progressbar=True, timeout=30)(url, path, keeper)
    content = Path(path).read_bytes()
    if content[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise _WrongContentError("the server sent a web page instead")
    is_book = Path(url).name not in SHA256
    if is_book and not (b"START OF TH" in content and b"END OF TH" in content):
        raise _WrongContentError("it came without Project Gutenberg's first or last line")
