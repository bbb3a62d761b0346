"""Corpora known by name: found on this computer, or downloaded from a server, here one on this computer."""

import hashlib
import http.server
import io
import logging
import tarfile
import threading
from pathlib import Path
from types import SimpleNamespace

import pooch
import pytest

from w2v_helpers.text.corpus import NAMES, load_corpus
from w2v_helpers.text.downloads import (
    CORPORA,
    Named,
    Remote,
    answer_key,
    available,
    cache_folder,
    corpus_files,
    fetch,
)

TEXT = b"The wide road shimmered in the hot sun.\n\n" * 2000
SHA256 = hashlib.sha256(TEXT).hexdigest()
BOOK = (
    b"The Project Gutenberg eBook of Roads\n*** START OF THE PROJECT GUTENBERG EBOOK ROADS ***\n"
    + TEXT
    + b"*** END OF THE PROJECT GUTENBERG EBOOK ROADS ***\nThe full licence.\n"
)
PAGE = b"\n<!DOCTYPE html>\n<html><body>Please try again.</body></html>"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as good and bad servers do."""

    def log_message(self, *_):
        pass

    def answer(self, content: bytes, status: int = 200, length: int | None = None):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        self.server.asked.append(self.path)
        is_first = self.server.asked.count(self.path) == 1
        name = self.path.rsplit("/", 1)[-1]
        if name == "missing.txt":
            self.answer(PAGE, 404)
        elif name == "busy.txt" or (name == "busy-once.txt" and is_first):
            self.answer(b"", 503)
        elif name == "broken.txt" or (name == "broken-once.txt" and is_first):
            self.answer(TEXT[:1000], length=len(TEXT))
        elif name == "gone.txt" or (name == "gone-once.txt" and is_first):
            self.connection.close()
        else:
            contents = {"page.txt": PAGE, "wrong.txt": TEXT[:-1], "book.txt": BOOK, "half.txt": BOOK[:900]}
            self.answer(contents.get(name, self.server.contents.get(name, TEXT)))


@pytest.fixture
def server(monkeypatch):
    """Start a server, and let pooch try again without waiting."""
    monkeypatch.setattr("pooch.core.time", SimpleNamespace(sleep=lambda _: None))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.contents = [], {}
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_port}/files"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    """Make an empty cache, and no data folder."""
    monkeypatch.delenv("W2V_DATA_DIR", raising=False)
    monkeypatch.delenv("W2V_CORPUS", raising=False)
    monkeypatch.setenv("W2V_CACHE_DIR", str(tmp_path / "my cache"))
    return tmp_path / "my cache"


def files_in(folder: Path) -> dict[str, bytes]:
    """Read all files in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Downloads


def test_a_file_is_downloaded_once_and_shown_by_a_bar(server, cache, capsys):
    remote = Remote("texts/ok.txt", f"{server.url}/ok.txt", SHA256)
    for _ in range(2):
        assert fetch(remote, cache) == cache / "texts" / "ok.txt"
    assert server.asked == ["/files/ok.txt"]
    assert files_in(cache) == {"texts/ok.txt": TEXT}
    captured = capsys.readouterr()
    assert "ok.txt" in captured.err and captured.out == ""


def test_pooch_is_silent_only_meanwhile(server, cache):
    logger, said = pooch.get_logger(), io.StringIO()
    handler, level = logging.StreamHandler(said), logger.level
    logger.addHandler(handler)
    try:
        fetch(Remote("book.txt", f"{server.url}/book.txt"), cache)
    finally:
        logger.removeHandler(handler)
    assert said.getvalue() == "" and logger.level == level


@pytest.mark.parametrize("name", ["busy-once.txt", "broken-once.txt", "gone-once.txt"])
def test_a_download_is_tried_again(server, cache, name):
    fetch(Remote("text.txt", f"{server.url}/{name}", SHA256), cache)
    assert len(server.asked) == 2
    assert files_in(cache) == {"text.txt": TEXT}


def test_a_book_without_a_fixed_hash_is_known_by_its_first_and_last_line(server, cache):
    assert fetch(Remote("book.txt", f"{server.url}/book.txt"), cache).read_bytes() == BOOK


BAD = [
    ("missing.txt", OSError, 1, "could not be downloaded (the server answers 404 Not Found)"),
    ("page.txt", OSError, 1, "could not be downloaded (the server sent a web page instead)"),
    ("busy.txt", OSError, 3, "could not be downloaded (the server answers 503 Service Unavailable)"),
    ("broken.txt", OSError, 3, "could not be downloaded (the connection broke off)"),
    ("gone.txt", OSError, 3, "could not be downloaded (there is no connection to the server)"),
    ("wrong.txt", ValueError, 3, "came with another content than it should (its SHA256 differs)"),
]
UNKNOWN = [case for case in BAD if case[0] != "wrong.txt"]
UNKNOWN += [("half.txt", ValueError, 3, "came incomplete, without Project Gutenberg's first or last line")]
CASES = [(SHA256, *case) for case in BAD] + [(None, *case) for case in UNKNOWN]


@pytest.mark.parametrize("old", [None, b"an older file"])
@pytest.mark.parametrize(("sha256", "name", "kind", "tries", "what"), CASES)
def test_a_bad_download_is_refused_nothing_lost(server, cache, old, sha256, name, kind, tries, what):
    cache.mkdir()
    if old and sha256:  # without a hash a file that is there is not downloaded again
        (cache / "text.txt").write_bytes(old)
    with pytest.raises(kind) as error:
        fetch(Remote("text.txt", f"{server.url}/{name}", sha256), cache)
    assert str(error.value) == (
        f"text.txt {what}: get it from {server.url}/{name}, put it into a folder and set W2V_DATA_DIR to "
        "that folder, or use load_corpus('tinyworld') or load_reviews(), which need no network."
    )
    assert files_in(cache) == ({"text.txt": old} if old and sha256 else {})
    assert len(server.asked) == tries


def test_a_damaged_file_in_the_cache_is_replaced(server, cache):
    cache.mkdir()
    (cache / "ok.txt").write_bytes(TEXT[:100])
    fetch(Remote("ok.txt", f"{server.url}/ok.txt", SHA256), cache)
    assert files_in(cache) == {"ok.txt": TEXT}


def test_without_a_network_one_sentence_says_what_to_do(server, cache, monkeypatch):
    server.shutdown()
    server.server_close()
    remote = Remote("text8.zip", f"{server.url}/text8.zip", SHA256)
    monkeypatch.setitem(CORPORA, "text8", Named(("text8",), (remote,)))
    monkeypatch.setenv("W2V_DATA_DIR", "my texts")
    with pytest.raises(OSError) as error:
        load_corpus("text8")
    assert str(error.value) == (
        f"text8.zip could not be downloaded (there is no connection to the server): get it from {remote.url}"
        ", put it into my texts, which W2V_DATA_DIR names, "
        "or use load_corpus('tinyworld') or load_reviews(), which need no network."
    )


def test_a_cache_that_cannot_be_written_to(server, cache):
    cache.write_text("a file in the way")
    with pytest.raises(OSError) as error:
        fetch(Remote("ok.txt", f"{server.url}/ok.txt", SHA256), cache)
    assert str(error.value).startswith(f"ok.txt cannot be kept in {cache} (")
    assert str(error.value).endswith("): set W2V_CACHE_DIR to a folder that you may write to.")


# Names


def archive_of_reviews() -> bytes:
    """Make a small archive in the layout of IMDb's."""
    members = {"aclImdb/README": b"About the data.", "aclImdb/train/unsup/0_0.txt": b"Unlabelled."}
    members |= {
        "aclImdb/train/pos/0_9.txt": b"A fine<br /><br />film.",
        "aclImdb/test/neg/1_2.txt": b"A bad\n\nfilm.",
    }
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in members.items():
            item = tarfile.TarInfo(name)
            item.size = len(content)
            archive.addfile(item, io.BytesIO(content))
    return file.getvalue()


def test_names_are_downloaded_cleaned_and_known_by_their_names(server, cache, monkeypatch):
    server.contents["aclImdb_v1.tar.gz"] = reviews = archive_of_reviews()
    remote = Remote(
        "aclImdb_v1.tar.gz", f"{server.url}/aclImdb_v1.tar.gz", hashlib.sha256(reviews).hexdigest()
    )
    monkeypatch.setitem(CORPORA, "imdb", Named(("aclImdb",), (remote,)))
    books = tuple(Remote(f"gutenberg/pg{n}.txt", f"{server.url}/{n}/book.txt") for n in (11, 84))
    monkeypatch.setitem(CORPORA, "novels", Named(("gutenberg/*.txt",), books))
    assert not available("imdb") and not available("novels")
    imdb, novels = load_corpus("imdb"), load_corpus("novels")
    assert available("imdb") and available("novels")
    assert (imdb.name, imdb.documents) == ("imdb", ["A fine  film.", "A bad\n\nfilm."])
    assert (novels.name, len(novels)) == ("novels", 4000)
    assert {*novels.documents} == {"The wide road shimmered in the hot sun."}


def test_the_data_folder_comes_first(cache, monkeypatch, tmp_path):
    data = tmp_path / "data"
    (data / "gutenberg").mkdir(parents=True)
    for name in ("pg84.txt", "pg11.txt"):
        (data / "gutenberg" / name).write_text(name)
    (data / "text8.zip").write_text("packed")
    (data / "aclImdb_labelled.tar.xz").write_bytes(b"")
    (data / "enwiki-2015-first-100mb.txt.xz").write_bytes(b"")
    assert not any(map(available, CORPORA))
    monkeypatch.setenv("W2V_DATA_DIR", str(data))
    assert [name for name in NAMES if available(name)] == ["tinyworld", "novels", "text8", "imdb", "enwiki"]
    assert [path.name for path in corpus_files("novels")] == ["pg11.txt", "pg84.txt"]
    assert corpus_files("text8") == (data / "text8.zip",)
    (data / "text8").write_text("unpacked")
    assert corpus_files("text8") == (data / "text8",)
    assert corpus_files("enwiki") == (data / "enwiki-2015-first-100mb.txt.xz",)


def test_an_answer_key_is_found_in_the_data_folder_alone(cache, monkeypatch, tmp_path):
    assert answer_key("wordsim353.csv") is None
    monkeypatch.setenv("W2V_DATA_DIR", str(tmp_path))
    (tmp_path / "wordsim353.csv").write_text("night,day,7\n")
    assert answer_key("wordsim353.csv") is None
    (tmp_path / "eval").mkdir()
    assert answer_key("wordsim353.csv") is None
    path = tmp_path / "eval" / "wordsim353.csv"
    path.write_text("night,day,7\n")
    assert answer_key("wordsim353.csv") == path and answer_key("SimLex-999.txt") is None


def test_what_cannot_be_downloaded_says_so(cache):
    with pytest.raises(FileNotFoundError) as error:
        load_corpus("enwiki")
    assert str(error.value) == (
        "enwiki-2015-first-100mb.txt is not on this computer and has no address to download it from: put it "
        "into a folder and set W2V_DATA_DIR to that folder; load_corpus('tinyworld') needs no file."
    )


@pytest.mark.parametrize("ask", [available, corpus_files])
def test_an_unknown_name_is_refused_with_a_list(ask):
    with pytest.raises(ValueError) as error:
        ask("text9")
    names = "tinyworld, shakespeare, novels, text8, imdb, enwiki"
    assert str(error.value) == f"There is no corpus 'text9': its name must be one of {names}."


def test_the_addresses_and_hashes_are_complete():
    for name, corpus in CORPORA.items():
        assert corpus.local
        for remote in corpus.remotes:
            assert remote.url.startswith(("https://", "http://mattmahoney.net/"))
            assert remote.url.rsplit("/", 1)[1] == Path(remote.file).name
            assert (remote.sha256 is None) == (name == "novels") and len(remote.sha256 or "x" * 64) == 64
    assert len(CORPORA["novels"].remotes) == 7


def test_the_cache_is_where_the_system_keeps_such_things(monkeypatch):
    monkeypatch.delenv("W2V_CACHE_DIR", raising=False)
    assert cache_folder().name == "word2vec-course" and cache_folder().is_absolute()
    monkeypatch.setenv("W2V_CACHE_DIR", "~/texts")
    assert cache_folder() == Path.home() / "texts"


# The real files


def real(name: str, monkeypatch):
    """Load a real corpus, where it is there; do not use the network."""
    from real_text import FOLDER

    monkeypatch.setenv("W2V_DATA_DIR", str(FOLDER))
    if not available(name):
        pytest.skip(f"{name} is neither in the folder that W2V_DATA_DIR names nor in ../shared/data")
    return load_corpus(name)


@pytest.mark.parametrize(("name", "documents"), [("shakespeare", 7222), ("novels", 14_386)])
def test_real_names(name, documents, monkeypatch):
    corpus = real(name, monkeypatch)
    assert (corpus.name, corpus.encoding, corpus.is_in_memory) == (name, "utf-8", True)
    assert len(corpus) == documents


def test_real_reviews(monkeypatch):
    corpus = real("imdb", monkeypatch)
    reviews = [next(iter(corpus.documents)), next(iter(corpus))]
    assert "<br" not in reviews[0] and len(reviews[1]) > 10


def test_real_encyclopedia(monkeypatch):
    corpus = real("enwiki", monkeypatch)
    stream = next(corpus.streams())
    assert [next(stream) for _ in range(5)] == ["anarchism", "is", "a", "political", "philosophy"]
