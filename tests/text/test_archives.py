"""Paths to streams of bytes: folders, archives, what is packed, and what is no text."""

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from w2v_helpers.text.archives import REVIEW, ending_of, explained, name_of, read_files

TEXT = b"The wide road shimmered."


def contents(path) -> list[tuple[str, bytes]]:
    """Read all that is at a path, with the names of the files in it."""
    return [(name, stream.read()) for name, stream in read_files(Path(path))]


def write_tree(where: Path, *names: str) -> None:
    """Write small text files."""
    for name in names:
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


# Names


@pytest.mark.parametrize(
    ("name", "ending", "title"),
    [
        ("my book.txt", ".txt", "my book"),
        ("my book.TXT.GZ", ".txt", "my book"),
        ("text8", "", "text8"),
        ("text8.zip", ".zip", "text8"),
        ("a/b.c/films.jsonl.xz", ".jsonl", "films"),
        ("corpus.tar.bz2", ".tar", "corpus"),
        ("corpus.tgz", ".tar", "corpus"),
        ("wiki.001", "", "wiki.001"),
        ("notes.v2.md", ".md", "notes.v2"),
    ],
)
def test_endings_and_titles(name, ending, title):
    assert ending_of(name) == ending
    assert name_of(Path(name)) == title


def test_the_title_of_a_folder_is_its_name(folder):
    (folder / "my texts").mkdir()
    os.chdir(folder / "my texts")
    assert name_of(Path(".")) == name_of(Path("../my texts")) == "my texts"


# Folders


def test_a_folder_is_read_in_the_order_of_its_names(folder):
    names = ["C.TXT", "a/z.md", "a/é ü.txt", "b.txt", "chapter1", "part.001"]
    others = [".hidden.txt", ".git/config.txt", "page.html", "code.py", "__MACOSX/b.txt"]
    write_tree(folder / "my texts", *reversed(names), *others)
    (folder / "my texts" / "cover.txt").write_bytes(b"\x89PNG\r\n")
    (folder / "my texts" / "data.txt").write_bytes(b"\1\0\2\0\3\3")
    assert contents("my texts") == [(f"my texts/{name}", name.encode()) for name in names]


def test_a_hidden_folder_is_read_if_it_is_asked_for(folder):
    write_tree(folder / ".texts", "a.txt")
    assert [text for _, text in contents(".texts")] == [b"a.txt"]


def test_of_imdb_only_the_labelled_reviews_are_read(folder):
    reviews = ["test/neg/0_2.txt", "train/pos/0_9.txt", "train/pos/10_7.txt"]
    others = ["README", "imdb.vocab", "train/urls_pos.txt", "train/labeledBow.feat", "train/unsup/0_0.txt"]
    write_tree(folder / "aclImdb", *reviews, *others)
    with tarfile.open("imdb.tar.gz", "w:gz") as archive:
        archive.add("aclImdb")
    for path in ("aclImdb", "imdb.tar.gz", folder):
        assert sorted(text.decode() for _, text in contents(path)) == reviews
    assert [text for _, text in contents("aclImdb/train/unsup")] == [b"train/unsup/0_0.txt"]
    assert all(REVIEW.search(name) for name, _ in contents("aclImdb"))


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ([], "it is empty"),
        ([".hidden.txt"], "none of its files is text"),
        (["a.html", "b/c.py", ".x.txt"], "its files are .html, .py"),
    ],
)
def test_a_folder_without_text_is_refused(folder, names, reason):
    (folder / "texts").mkdir()
    write_tree(folder / "texts", *names)
    with zipfile.ZipFile("texts.zip", "w") as archive:
        for name in names:
            archive.writestr(name, TEXT)
    with tarfile.open("texts.tar.xz", "w:xz") as archive:
        archive.add("texts")
    for path in ("texts", "texts.zip", "texts.tar.xz"):
        with pytest.raises(ValueError, match=rf"^{path} holds no text file \({reason}\): put files"):
            contents(path)


# What is packed


@pytest.mark.parametrize("kind", ["gzip", "bz2", "lzma"])
def test_a_packed_file_is_unpacked_whatever_its_name(folder, kind):
    packed = __import__(kind).compress(TEXT)
    for name in ("book.txt.gz", "book.txt"):
        (folder / name).write_bytes(packed)
        assert contents(name) == [(name, TEXT)]
    (folder / "book.txt.gz").write_bytes(TEXT)  # browsers unpack, and keep the name
    assert contents("book.txt.gz") == [("book.txt.gz", TEXT)]


@pytest.mark.parametrize("ending", ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz"])
def test_an_archive_is_read_like_its_folder_and_nothing_is_written(folder, ending):
    write_tree(folder / "texts", "a.txt", "b/é ü.txt", "x.png", ".hidden.txt")
    path = Path(f"texts.{ending}")
    if ending == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for item in sorted(Path("texts").rglob("*"), reverse=True):
                archive.write(item)
    else:
        with tarfile.open(path, f"w:{ending[4:]}") as archive:
            archive.add("texts")
            link = tarfile.TarInfo("texts/link.txt")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
            archive.addfile(link)
    before = sorted(folder.rglob("*"))
    assert sorted(contents(path)) == [
        (f"{path}/texts/{name}", name.encode()) for name in ("a.txt", "b/é ü.txt")
    ]
    assert sorted(folder.rglob("*")) == before


def test_a_member_need_not_be_read_to_its_end(folder):
    with tarfile.open("texts.tar", "w") as archive:
        for name in "ab":
            item = tarfile.TarInfo(f"{name}.txt")
            item.size = 100_000
            archive.addfile(item, io.BytesIO(name.encode() * item.size))
    assert [stream.read(2) for _, stream in read_files(Path("texts.tar"))] == [b"aa", b"bb"]


# What is no text


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"{\\rtf1\\ansi", "a word processor's file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a word processor's file"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"GIF89a", "an image"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "an image"),
        (b"7z\xbc\xaf\x27\x1c", "an archive of a kind that is not read here"),
        (b"Rar!\x1a\x07\0", "an archive of a kind that is not read here"),
        (b"\n<!DOCTYPE HTML>\n<head>", "a web page"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "binary data, not text"),
    ],
)
def test_other_kinds_of_files_are_known_by_their_first_bytes(folder, head, kind):
    (folder / "x.txt").write_bytes(head)
    with pytest.raises(ValueError, match=rf"^x\.txt is {kind}: .*\.$"):
        contents("x.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_rather_than_waited_for(folder):
    os.mkfifo("pipe.txt")
    with pytest.raises(ValueError, match="pipe.txt is neither a file nor a folder"):
        contents("pipe.txt")


@pytest.mark.parametrize(
    ("raised", "kind", "message"),
    [
        (PermissionError(13, "Permission denied"), PermissionError, "x may not be read: change its permiss"),
        (OSError(5, "Input/output error"), OSError, "'x' cannot be read (Input/output error): give "),
        (OSError("Invalid data stream"), ValueError, "x is damaged or incomplete (Invalid data stream): "),
        (EOFError(), ValueError, "x is damaged or incomplete (EOFError): download or copy it again."),
        (FileNotFoundError("A sentence."), FileNotFoundError, "A sentence."),
    ],
)
def test_what_the_system_says_is_explained(raised, kind, message):
    with pytest.raises(kind) as error, explained("x"):
        raise raised
    assert str(error.value).startswith(message)
