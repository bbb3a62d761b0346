"""The reader's own text, whatever it is: what comes out of every kind of input, and every message."""

import csv
import gzip
import hashlib
import io
import json
import lzma
import os
import re
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from w2v_helpers.text import archives, corpus, reading
from w2v_helpers.text.corpus import load_corpus, split_documents
from w2v_helpers.text.reading import clean, documents_of, without_notices

TEXTS = ["The wide road\nshimmered.", "Zoë saw it."]
TEXT = "\n\n".join(TEXTS)


def state_of(folder: Path) -> dict[str, str]:
    """Return the content of every file in a folder, to see that nothing is lost, changed or added."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def zipped(**members: bytes) -> bytes:
    """Make a zip archive; in the names of its members `_` may stand for `.` and `__` for `/`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def tarred(mode: str = "w", **members: bytes) -> bytes:
    """Make a tar archive, with names written in the same way."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, content in members.items():
            item = tarfile.TarInfo(name.replace("__", "/").replace("_", "."))
            item.size = len(content)
            archive.addfile(item, io.BytesIO(content))
    return file.getvalue()


def as_csv(*rows: list[str], separator: str = ",") -> bytes:
    """Write rows as a table."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode()


def as_jsonl(*records: object) -> bytes:
    """Write one record a line."""
    return "".join(json.dumps(record) + "\n" for record in records).encode()


ROWS = [["stars", "review"], *([stars, text] for stars, text in zip("51", TEXTS, strict=True))]
RECORDS = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]

# What a file is called, what is in it, how it is loaded, and its encoding. The documents are TEXTS each time.
GOOD = [
    ("book.txt", TEXT.encode(), {}, "utf-8"),
    ("my bÖÖk, 2nd édition.txt", TEXT.encode(), {}, "utf-8"),
    ("book", TEXT.encode("utf-8-sig"), {}, "utf-8"),
    ("book.txt", TEXT.encode("utf-16"), {}, "utf-16"),
    ("book.txt", TEXT.encode("cp1252"), {}, "cp1252"),
    ("book.txt", TEXT.encode("mac_roman"), {"encoding": "mac_roman"}, "mac_roman"),
    ("book.md", TEXT.replace("\n", "\r\n").encode(), {}, "utf-8"),
    ("book.txt", TEXT.replace("ë", "&euml;").replace("\n\n", "<br/>\n\n<br/>").encode(), {}, "utf-8"),
    ("lines.txt", "\n".join(TEXTS).replace("road\n", "road ").encode(), {"documents": "lines"}, "utf-8"),
    ("book.txt.xz", lzma.compress(TEXT.encode("cp1252")), {}, "cp1252"),
    ("book.zip", zipped(book_txt=TEXT.encode()), {}, "utf-8"),
    ("b.zip", zipped(b__1_txt=TEXTS[0].encode(), b__2_txt=TEXTS[1].encode("cp1252")), {}, "cp1252, utf-8"),
    ("books.tar", tarred(a_txt=TEXTS[0].encode(), b_txt=TEXTS[1].encode(), c_png=b"\x89PNG"), {}, "utf-8"),
    ("books.tar.xz", tarred("w:xz", a_txt=TEXTS[0].encode(), b_txt=TEXTS[1].encode()), {}, "utf-8"),
    ("films.csv", as_csv(*ROWS), {}, "utf-8"),
    ("films.csv", as_csv(*ROWS), {"column": "review"}, "utf-8"),
    ("films.csv", as_csv(*ROWS, separator=";"), {}, "utf-8"),
    ("films.tsv.gz", gzip.compress(as_csv(*ROWS, separator="\t")), {}, "utf-8"),
    ("films.txt", as_csv(*ROWS), {"column": "review"}, "utf-8"),
    ("films.csv", as_csv(*([a, b, ""] for a, b in ROWS)), {}, "utf-8"),
    ("films.csv", as_csv(*([b] for _, b in ROWS)).replace(b"review", b"what"), {}, "utf-8"),
    ("films.csv", as_csv(["a", "b"], *ROWS[1:]), {}, "utf-8"),
    ("films.csv", as_csv(*ROWS[1:]), {}, "utf-8"),  # no titles
    ("films.csv", as_csv(*ROWS, ["4", " "]), {}, "utf-8"),
    ("films.zip", zipped(films_csv=as_csv(*ROWS)), {}, "utf-8"),
    ("films.jsonl", as_jsonl(*RECORDS), {}, "utf-8"),
    (
        "films.jsonl",
        as_jsonl(*RECORDS, {"stars": 2, "review": None}, {"review": None}),
        {"column": "review"},
        "utf-8",
    ),
    ("films.ndjson", as_jsonl(*TEXTS), {}, "utf-8"),
    ("films.json", json.dumps(RECORDS).encode(), {}, "utf-8"),
    ("films.json", json.dumps(RECORDS, indent=2).encode(), {"column": "review"}, "utf-8"),
    ("films.jsonl", json.dumps(TEXTS).encode(), {}, "utf-8"),
]


@pytest.mark.parametrize(
    ("name", "content", "options", "encoding"), GOOD, ids=[f"{n} {row[0]}" for n, row in enumerate(GOOD)]
)
@pytest.mark.parametrize("limit", [1 << 25, 3])
def test_what_comes_out_of_each_kind_of_input(folder, monkeypatch, limit, name, content, options, encoding):
    (folder / name).write_bytes(content)
    before = state_of(folder)
    monkeypatch.setattr(corpus, "IN_MEMORY", limit)
    found = load_corpus(name, **options)
    assert [" ".join(text.split()) for text in found.documents] == [" ".join(text.split()) for text in TEXTS]
    assert list(found) == list(found) == [["the", "wide", "road", "shimmered"], ["zoë", "saw", "it"]]
    assert len(found) == 2
    assert limit == 3 or found.encoding == encoding
    assert repr(found).endswith("2 documents)" if limit > 3 else "read from its files each time)")
    assert state_of(folder) == before


def test_a_folder_of_many_kinds_is_one_corpus(folder):
    for number, (name, content, options, _) in enumerate(GOOD):
        if not options and not name.endswith((".zip", "tgz", ".tar", "tar.xz")):
            (folder / f"texts {number}").mkdir()
            (folder / f"texts {number}" / name).write_bytes(content)
    found = load_corpus(folder)
    assert found.name == folder.name
    assert len(found) == 2 * len(list(folder.iterdir())) > 20
    assert found.encoding == "cp1252, utf-16, utf-8"


# What is refused: a name, its content, options, the kind of error, and how the message begins.


def encrypted() -> bytes:
    """Make a zip archive that says it is encrypted."""
    content = bytearray(zipped(a_txt=b"The road."))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


LATE = "Größe und Straße. ".encode() * 5000
DOCX = zipped(**{"[Content_Types]_xml": b"", "word__document_xml": b""})
BAD = [
    ("data.txt", bytes(range(256)) * 9, {}, "data.txt is binary data, not text: give a text file"),
    ("essay.docx", DOCX, {}, "essay.docx is a Word document: save it as plain text (.txt, UTF-8) and "),
    ("sheet.xlsx", zipped(xl__workbook_xml=b""), {}, "sheet.xlsx is an Excel workbook: save the sheet as .c"),
    ("book.epub", zipped(mimetype=b"application/epub+zip"), {}, "book.epub is an e-book or OpenDocument fil"),
    ("essay.odt", zipped(mimetype=b"application/vnd"), {}, "essay.odt is an e-book or OpenDocument file: sa"),
    ("zero.tar", b"", {}, "zero.tar is damaged or incomplete (empty file): download or copy it again."),
    ("encrypted.zip", encrypted(), {}, "encrypted.zip is encrypted: unpack it with its password and give th"),
    ("cut.txt.gz", gzip.compress(TEXT.encode() * 99)[:-30], {}, "cut.txt.gz is damaged or incomplete ("),
    ("cut.txt.xz", lzma.compress(TEXT.encode() * 99)[:-30], {}, "cut.txt.xz is damaged or incomplete ("),
    ("cut.zip", zipped(a_txt=TEXT.encode() * 99)[:-30], {}, "cut.zip is damaged or incomplete (File is not "),
    ("cut.tar.gz", tarred("w:gz", a_txt=TEXT.encode() * 99)[:-30], {}, "cut.tar.gz"),
    ("cut.tar", tarred(a_txt=TEXT.encode() * 99)[:1500], {}, "a.txt in cut.tar is damaged"),
    ("crc.gz", gzip.compress(TEXT.encode())[:-8] + bytes(8), {}, "crc.gz is damaged or incomplete (CRC chec"),
    ("empty.txt", b"", {}, "empty.txt holds no words: give a text file with at least a few sentences."),
    ("marks.txt", b"... !? --- *** ' _ _\n" * 99, {}, "marks.txt holds no words: give a text file with at l"),
    ("blank.txt", b" \n" * 99, {}, "blank.txt holds no words: give a text file with at least a few sentence"),
    ("mixed.txt", LATE + "ö ä".encode("cp1252"), {}, "mixed.txt is not utf-8 text from byte 105,000 on, whi"),
    ("zeros.txt", b"The road.\0 The sun.", {}, "zeros.txt is "),
    ("late.txt", b"The road. " * 1000 + b"\0", {}, "late.txt is not text, because byte 10,000 is zero"),
    ("odd.txt", bytes(range(128, 256)) * 3, {}, "odd.txt is in no encoding that can be recognised (byte 0 i"),
    ("wrong.txt", TEXT.encode(), {"encoding": "ascii"}, "wrong.txt is not ascii text from byte "),
    ("films.csv", as_csv(*ROWS), {"column": "text"}, "films.csv has no column 'text': give one of those it "),
    ("two.csv", as_csv(["a", "b"], TEXTS, TEXTS), {}, "two.csv has more than one column: say which is the t"),
    ("numbers.csv", as_csv(["a", "b"], ["1", "2"]), {}, "numbers.csv has more than one column: say which is"),
    ("films.jsonl", as_jsonl(*RECORDS), {"column": "text"}, "films.jsonl has no column 'text': give one of "),
    (
        "gap.jsonl",
        as_jsonl(*RECORDS, {"stars": 2}),
        {"column": "review"},
        "gap.jsonl has no 'review' in row 3: ",
    ),
    (
        "gap.json",
        json.dumps([*RECORDS, {"stars": 2}]).encode(),
        {},
        "gap.json has no 'review' in row 3: add it",
    ),
    ("bad.json", b'[\n{"text": "The road."}', {}, "bad.json is not JSON in line 1 ("),
    ("one.csv", b"text,n\nThe road, wide,1\n", {}, "one.csv has 3 cells in line 2 and 2 in its first row"),
    ("few.csv", as_csv(*ROWS, ["3"]), {}, "few.csv has 1 cells in line 5 and 2 in its first row"),
    ("nested.jsonl", as_jsonl({"data": {"text": "The road"}}), {}, "nested.jsonl has lists or objects"),
    ("tokens.json", json.dumps([["the", "road"]]).encode(), {}, "tokens.json holds a list in the place"),
    ("up.zip", zipped(**{"../b.txt": b"theirs"}), {}, "up.zip is not safe, because its member '../b.txt' "),
    ("up.tar", tarred(**{"a/../../b.txt": b"theirs"}), {}, "up.tar is not safe, because its member 'a/../.."),
    ("films.jsonl", as_jsonl(*RECORDS) + b'{"review": "The', {}, "films.jsonl is not JSON in line 3 ("),
    ("empty.csv", b"", {}, "empty.csv "),
    ("titles.csv", b"stars,review\n", {}, "titles.csv holds no words: give a text file with at least a few "),
    ("book.txt", TEXT.encode(), {"column": "text"}, "book.txt has no column 'text': give one of those it ha"),
]


@pytest.mark.parametrize(
    ("name", "content", "options", "message"), BAD, ids=[f"{n} {row[0]}" for n, row in enumerate(BAD)]
)
def test_what_is_refused_and_how(folder, name, content, options, message):
    (folder / name).write_bytes(content)
    (folder / "a.txt").write_text("mine")
    before = state_of(folder)
    with pytest.raises(ValueError) as error:
        load_corpus(name, **options)
    said = str(error.value)
    assert said.startswith(message)
    assert said.endswith(".") and "\n" not in said and ". " not in re.sub(r"\(.*?\)|'.*?'|\.\w+, ", "", said)
    assert len(said) < 300
    assert state_of(folder) == before


def test_what_unpacks_to_more_than_allowed_is_stopped(folder, monkeypatch):
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(b"a " * 100_000))
    (folder / "bomb.zip").write_bytes(zipped(a_txt=b"a " * 100_000))
    (folder / "bomb.tar.gz").write_bytes(tarred("w:gz", a_txt=b"a " * 100_000))
    (folder / "small.txt.gz").write_bytes(gzip.compress(b"a " * 2000))
    monkeypatch.setattr(archives, "MAX_BYTES", 5000)
    for name in ("bomb.txt.gz", "bomb.zip", "bomb.tar.gz"):
        with pytest.raises(ValueError, match="would unpack to .* bytes and at most"):
            load_corpus(name)
    assert load_corpus("small.txt.gz").documents == [("a " * 2000).strip("\n")]


def test_what_is_found_late_in_a_long_text_is_said_when_it_is_read(folder, monkeypatch):
    monkeypatch.setattr(corpus, "IN_MEMORY", 3)
    (folder / "cut.txt.gz").write_bytes(gzip.compress(os.urandom(1 << 19).hex(" ").encode())[:-30])
    (folder / "mixed.txt").write_bytes(LATE * 30 + b"\xff")
    for name, what in (("cut.txt.gz", "is damaged or"), ("mixed.txt", "is not utf-8 text from")):
        with pytest.raises(ValueError, match=f"^{name} {what}"):
            list(load_corpus(name))


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read all files"
)
def test_a_file_and_a_folder_without_permission(folder):
    (folder / "texts").mkdir()
    (folder / "texts" / "secret.txt").write_text(TEXT)
    (folder / "texts" / "secret.txt").chmod(0)
    for mode in (0o700, 0):
        (folder / "texts").chmod(mode)
        for path in ("texts/secret.txt", "texts"):
            with pytest.raises(PermissionError, match=" may not be read: change its permissions"):
                load_corpus(path)
    (folder / "texts").chmod(0o700)


# Long texts


@pytest.mark.parametrize("word", ["road " * 10, "road"])
def test_a_line_of_50_mb_is_never_in_memory_whole(folder, word):
    line = (word * (1000 // len(word))).encode()
    with open("long.txt", "wb") as file:
        file.writelines(line for _ in range(50_000))
    tracemalloc.start()
    try:
        sizes = [len(text) for text in reading.FileDocuments((Path("long.txt"),))]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(sizes) > 20 and sum(sizes) > 49_999_900
    assert peak < 24 << 20  # bytes; 9 to 13 were seen


@given(st.lists(st.sampled_from(["", " ", "\t", "a b", " c", "ddd", "é"]), max_size=20), st.integers(1, 9))
def test_documents_do_not_depend_on_where_the_text_is_cut(lines, size):
    text = "\n".join(lines)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert list(documents_of(pieces)) == split_documents(text)
    assert list(documents_of(pieces, "lines")) == [line for line in lines if line.strip()]
    assert list(documents_of(pieces, "files")) == [text.strip("\n")] * bool(text.strip())


@given(st.text("ab \n道", max_size=60), st.integers(1, 9))
def test_a_long_document_is_cut_and_loses_nothing(text, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "LONGEST", size)
        documents = list(documents_of([text], "files"))
    assert "".join("".join(documents).split()) == "".join(text.split())
    assert all(len(document) <= 4 * size + 1 for document in documents if " " not in text)
    words = [word for document in documents for word in document.split()]
    assert words == text.split() or max(map(len, text.split())) > size


def test_only_line_ends_end_a_line():
    assert list(documents_of(["a\x0bb\u2028c\x1cd\n"], "lines")) == ["a\x0bb\u2028c\x1cd"]


# Cleaning


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a<br />b<BR>c<br/>d<p>e</p>f", "a b c d e f"),
        ("a < b > c <brave>", "a < b > c <brave>"),
        ("Tom &amp; Zo&euml; &#8212; &#x41;&nbsp;b", "Tom & Zoë — A\xa0b"),
        ("AT&T; a & b; &notit; &; &#; R&D", "AT&T; a & b; &notit; &; &#; R&D"),
        ("&lt;br /&gt;", " "),
        ("wa\xadter\ufeff", "water"),
    ],
)
def test_what_is_cleaned(text, expected):
    assert clean(text) == expected


# Tables


def test_a_cell_may_be_longer_than_a_chapter_and_have_line_ends(folder):
    long = 'He said, "the road"\n\n' * 20_000
    (folder / "books.csv").write_bytes(as_csv(["text", "id"], [long, "1"], ["The sun.", "2"]))
    assert load_corpus("books.csv").documents == [long.strip("\n"), "The sun."]


# Project Gutenberg

HEADER = "The Project Gutenberg eBook of Roads\n\nRelease date: 1 May\n\n"
START = "*** START OF THE PROJECT GUTENBERG EBOOK ROADS ***\n"
OLD_START = "***START OF THIS PROJECT GUTENBERG EBOOK THE WIDE\nAND THE NARROW ROAD***\n"
END = "*** END OF THE PROJECT GUTENBERG EBOOK ROADS ***\n"
OLD_END = "End of the Project Gutenberg EBook of Roads, by Nobody\n\n" + END.replace("THE", "THIS")
FOOTER = "Updated editions will replace the previous one, says the licence.\n" * 300
BOOK = "The wide road shimmered.\n\n" * 40


@pytest.mark.parametrize(
    "text",
    [
        HEADER + START + BOOK + END + FOOTER,
        HEADER + OLD_START + BOOK + OLD_END + FOOTER,
        HEADER + START + BOOK,
        BOOK + END + FOOTER,
        START + BOOK + END,
        HEADER + START + BOOK[:104] + END + FOOTER + HEADER + START + BOOK[104:] + END + FOOTER,
    ],
)
def test_what_is_around_a_book_is_left_out(text):
    assert without_notices(text).split() == BOOK.split()
    assert " ".join(documents_of([text])).split() == BOOK.split()


@pytest.mark.parametrize(
    "text",
    [
        f"She typed: {START}and laughed.\n",
        f"It says\n\n{START}\nand then\n\n{END}\nin the end.\n"[:90],
        BOOK + START + BOOK,
        BOOK + END + BOOK,
        BOOK * 100 + HEADER + START + BOOK,  # further from the beginning than any header
        BOOK + END + FOOTER * 5,
    ],
)
def test_a_quotation_of_these_lines_stays(text):
    assert without_notices(text) == text
