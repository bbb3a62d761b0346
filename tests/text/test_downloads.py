"""Corpora known by name: found on this computer, or downloaded from a server, here one on this computer."""

import hashlib
import http.server
import threading
from pathlib import Path

import pytest

from w2v_helpers.text.corpus import load_corpus
from w2v_helpers.text.downloads import (
    ANSWER_KEYS,
    CORPORA,
    SHA256,
    answer_key,
    available,
    cache_folder,
    corpus_files,
)

TEXT = b"The wide road shimmered in the hot sun.\n\n" * 2000
HASH = hashlib.sha256(TEXT).hexdigest()
BOOK = b"Title\n*** START OF THE PROJECT\n\n" + TEXT + b"*** END OF THE PROJECT GUTENBERG EBOOK ***\n"
PAGE = b"\n<!DOCTYPE html>\n<html><body>Please log in.</body></html>"


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers as good and bad servers do, each path in its own way."""

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
        name = self.path.strip("/")
        if name == "missing.txt":
            self.answer(PAGE, 404)
        elif name == "busy.txt" or (name == "busy-once.txt" and is_first):
            self.answer(b"", 503)
        elif name == "broken.txt" or (name == "broken-once.txt" and is_first):
            self.answer(TEXT[:1000], length=len(TEXT))
        elif name == "gone.txt":
            self.connection.close()
        else:
            contents = {"page.txt": PAGE, "wrong.txt": TEXT[:-1], "book.txt": BOOK, "half.txt": BOOK[:-60]}
            self.answer(contents.get(name, TEXT))


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    """Name an empty cache, and no data folder."""
    monkeypatch.delenv("W2V_DATA_DIR", raising=False)
    monkeypatch.setenv("W2V_CACHE_DIR", str(tmp_path / "my cache"))
    return tmp_path / "my cache"


@pytest.fixture
def server(monkeypatch):
    """Start a server; downloads are tried again without waiting."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked = []
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def name_file(server, cache, monkeypatch):
    """Return a function that makes a file of the server the corpus "toy", and returns its address."""

    def name(file: str, sha256: str | None = HASH) -> str:
        url = f"http://127.0.0.1:{server.server_port}/{file}"
        monkeypatch.setitem(CORPORA, "toy", (["toy.txt"], [url]))
        if sha256:
            monkeypatch.setitem(SHA256, file, sha256)
        return url

    return name


# Downloads


@pytest.mark.parametrize("file", ["text.txt", "busy-once.txt", "broken-once.txt"])
def test_a_file_is_downloaded_once_with_a_bar_and_tried_again_if_need_be(
    server, cache, name_file, capsys, file
):
    name_file(file)
    assert not available("toy")
    for _ in range(2):
        assert corpus_files("toy") == (cache / file,)
    assert available("toy")
    assert len(server.asked) == (2 if "once" in file else 1)
    assert [path.name for path in cache.iterdir()] == [file] and (cache / file).read_bytes() == TEXT
    captured = capsys.readouterr()
    assert "100%" in captured.err and captured.out == ""


def test_a_damaged_file_in_the_cache_is_replaced(cache, name_file):
    name_file("text.txt")
    cache.mkdir()
    (cache / "text.txt").write_bytes(TEXT[:100])
    assert corpus_files("toy")[0].read_bytes() == TEXT


def test_a_book_without_a_fixed_hash_is_recognised_by_its_first_and_last_line(name_file):
    name_file("book.txt", None)
    assert corpus_files("toy")[0].read_bytes() == BOOK


@pytest.mark.parametrize(
    ("file", "sha256", "fact"),
    [
        ("missing.txt", HASH, "the server answers 404 Not Found"),
        ("busy.txt", HASH, "the server answers 503"),
        ("page.txt", HASH, "sent a web page"),
        ("page.txt", None, "sent a web page"),
        ("broken.txt", None, "no connection, or it was lost"),
        ("gone.txt", HASH, "no connection, or it was lost"),
        ("wrong.txt", HASH, "its SHA256 differs"),
        ("half.txt", None, "Gutenberg's first or last line"),
    ],
    ids=lambda value: "hash" if value == HASH else None,
)
def test_a_bad_download_is_refused_and_replaces_nothing(cache, name_file, file, sha256, fact):
    url = name_file(file, sha256)
    cache.mkdir()
    if sha256:  # a book that is there is not downloaded again
        (cache / file).write_bytes(b"an older file")
    before = {path.name: path.read_bytes() for path in cache.iterdir()}
    with pytest.raises(OSError) as error:
        load_corpus("toy")
    assert fact in str(error.value) and url in str(error.value)
    assert "W2V_DATA_DIR" in str(error.value) and "load_corpus('tinyworld')" in str(error.value)
    assert "\n" not in str(error.value) and str(error.value).endswith(".")
    assert {path.name: path.read_bytes() for path in cache.iterdir()} == before


def test_without_a_network_one_sentence_says_what_to_do(server, name_file, monkeypatch):
    url = name_file("text.txt")
    server.shutdown()
    server.server_close()
    monkeypatch.setenv("W2V_DATA_DIR", "my texts")
    with pytest.raises(OSError, match=f"no connection.*get it from {url}, put it into .*my texts, which"):
        load_corpus("toy")


def test_a_cache_that_cannot_be_written_to(cache, name_file):
    name_file("text.txt")
    cache.write_text("a file in the way")
    with pytest.raises(OSError, match="text.txt cannot be kept in .*my cache.*set W2V_CACHE_DIR"):
        corpus_files("toy")


# Names


def test_the_data_folder_comes_first(cache, monkeypatch, tmp_path):
    assert not any(map(available, CORPORA))
    (tmp_path / "gutenberg").mkdir()
    for file in ("gutenberg/pg84.txt", "gutenberg/pg11.txt", "text8.zip", "aclImdb_labelled.tar.xz"):
        (tmp_path / file).write_text(file)
    monkeypatch.setenv("W2V_DATA_DIR", str(tmp_path))
    assert [name for name in CORPORA if available(name)] == ["novels", "text8", "imdb"]
    assert [path.name for path in corpus_files("novels")] == ["pg11.txt", "pg84.txt"]
    assert corpus_files("text8") == (tmp_path / "text8.zip",)
    (tmp_path / "text8").write_text("unpacked")
    assert corpus_files("text8") == (tmp_path / "text8",)


def test_what_cannot_be_downloaded_says_where_to_put_it(cache):
    with pytest.raises(FileNotFoundError, match="enwiki-2015-first-100mb.txt .*set W2V_DATA_DIR"):
        load_corpus("enwiki")


@pytest.mark.parametrize("ask", [available, corpus_files])
def test_an_unknown_name_is_refused_with_a_list(ask):
    with pytest.raises(ValueError, match="'text9': .*tinyworld, shakespeare, novels, text8, imdb, enwiki"):
        ask("text9")


def test_the_cache_is_where_the_system_keeps_such_files(monkeypatch):
    monkeypatch.delenv("W2V_CACHE_DIR", raising=False)
    assert cache_folder().name == "word2vec-course" and cache_folder().is_absolute()
    monkeypatch.setenv("W2V_CACHE_DIR", "~/texts")
    assert cache_folder() == Path.home() / "texts"


# Answer keys


@pytest.mark.parametrize("name", ANSWER_KEYS)
def test_an_answer_key_is_found_or_downloaded_once(tmp_path, server, cache, monkeypatch, name):
    patterns, (url,) = ANSWER_KEYS[name]
    assert len(SHA256[Path(url).name]) == 64  # what is downloaded is checked
    monkeypatch.setitem(ANSWER_KEYS, name, (patterns, [f"http://127.0.0.1:{server.server_port}/key.txt"]))
    monkeypatch.setitem(SHA256, "key.txt", HASH)
    assert not available(name)
    assert answer_key(name) == answer_key(name) == cache / "key.txt" and len(server.asked) == 1
    monkeypatch.setenv("W2V_DATA_DIR", str(tmp_path))
    for place in (tmp_path / "eval" / Path(patterns[-1]).name, tmp_path / patterns[0]):
        place.parent.mkdir(exist_ok=True)
        place.write_text("sun\thot\t9\n")
        assert available(name) and answer_key(name) == place


def test_an_unknown_answer_key_is_refused():
    with pytest.raises(ValueError, match="name must be .*wordsim353.*, not 'wordsim'"):
        answer_key("wordsim")
