"""Labelled reviews: from tables, folders and archives; splits; what is kept; every message."""

import io
import os
import tarfile
import zipfile

import numpy as np
import pytest

from w2v_helpers.sentiment import reviews as module
from w2v_helpers.sentiment.reviews import (
    Review,
    Reviews,
    fingerprint,
    labels_of,
    load_reviews,
    number_texts,
    read_reviews,
    read_table,
    split_reviews,
)
from w2v_helpers.vocabulary import tokenize

GOOD = ["A fine film.", "What a good story!", "Not bad at all.", "Lovely, lovely, lovely.", "I laughed."]
DULL = ["A dull film.", "What a bad story!", "Not good at all.", "Boring.", "I slept."]


@pytest.fixture(autouse=True)
def cache(tmp_path_factory, monkeypatch):
    """Keep nothing for other tests, and let no setting in."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("W2V_CACHE_DIR", str(folder))
    monkeypatch.delenv("W2V_CORPUS", raising=False)
    return folder


def write_folder(folder, good=GOOD, dull=DULL, names=("pos", "neg")):
    """Write reviews as files in two folders."""
    for name, texts in zip(names, (good, dull), strict=True):
        (folder / name).mkdir(parents=True)
        for number, text in enumerate(texts):
            (folder / name / f"{number}_{number}.txt").write_text(text, encoding="utf-8")
    return folder


def write_imdb(folder):
    """Write a folder that is laid out as IMDb's reviews are."""
    for part in ("train", "test"):
        write_folder(folder / "aclImdb" / part, [f"{part} {t}" for t in GOOD], [f"{part} {t}" for t in DULL])
    (folder / "aclImdb" / "train" / "unsup").mkdir()
    (folder / "aclImdb" / "train" / "unsup" / "0_0.txt").write_text("No label.")
    (folder / "aclImdb" / "README").write_text("About it.")
    return folder / "aclImdb"


def write_tar(path, members):
    """Write a packed archive of texts."""
    with tarfile.open(path, "w:gz") as archive:
        for name, text in members.items():
            data = text.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def texts_of(splits):
    return sorted(text for part in splits for text in part.texts)


# Tokens


@pytest.mark.parametrize(
    "texts", [[], [""], ["", "One word.", "", "", "Two words, two."], ["...", "Ünï, 今天!"]]
)
def test_tokens_are_those_of_tokenize(texts):
    found = number_texts(texts)
    assert list(found) == [tokenize(text) for text in texts]
    assert [found.words[n] for n in found.flat()] == [token for text in texts for token in tokenize(text)]


def test_tokens_of_some_texts():
    found = number_texts(["a b", "", "c a c", "d"])
    some = found[np.array([2, 0])]
    assert list(some) == [["c", "a", "c"], ["a", "b"]]
    assert [found.words[n] for n in some.flat()] == ["c", "a", "c", "a", "b"]
    assert list(some.counter().items()) == [("c", 2), ("a", 2), ("b", 1)]


# Reviews


def test_reviews_are_a_corpus_of_tokens():
    reviews = Reviews("toy", GOOD + DULL, [1] * 5 + [0] * 5)
    assert list(reviews) == list(map(tokenize, GOOD + DULL)) and len(reviews) == 10
    assert repr(reviews) == "Reviews('toy', 10 reviews, 5 positive)"
    taken = reviews.take([7, 0])
    assert taken.texts == ["Not good at all.", "A fine film."] and taken.labels.tolist() == [0, 1]
    assert list(taken) == [tokenize(text) for text in taken.texts]


def test_wrong_labels_are_refused():
    with pytest.raises(ValueError, match="^2 reviews need as many labels, not 1.$"):
        Reviews("toy", ["a", "b"], [1])
    with pytest.raises(ValueError, match="^Labels must be 0 for negative or 1 for positive, not 5.$"):
        Reviews("toy", ["a", "b"], [1, 5])


@pytest.mark.parametrize("size", [2, 10, 31, 100])
def test_samples_are_in_proportion_and_nested(size):
    reviews = Reviews("toy", [str(n) for n in range(100)], [n % 4 == 0 for n in range(100)])
    sample = reviews.sample(size, seed=3)
    assert len(set(sample.texts)) == size and abs(sample.labels.sum() - size / 4) <= 1
    assert set(sample.texts) <= set(reviews.sample(min(size + 20, 100), seed=3).texts)
    assert sample.texts == reviews.sample(size, seed=3).texts
    assert size == 100 or sample.texts != reviews.sample(size, seed=4).texts


@pytest.mark.parametrize("size", [0, 1, 101, 2.5])
def test_samples_of_other_sizes_are_refused(size):
    with pytest.raises(ValueError, match="size must be"):
        Reviews("toy", [str(n) for n in range(100)], [n % 2 for n in range(100)]).sample(size)


def test_a_split_is_stratified_and_seeded():
    reviews = Reviews("toy", [str(n) for n in range(50)], [n < 10 for n in range(50)])
    rest, aside = split_reviews(reviews, 0.2, seed=1)
    assert (len(aside), aside.labels.sum(), len(rest), rest.labels.sum()) == (10, 2, 40, 8)
    assert sorted([*rest.texts, *aside.texts]) == sorted(reviews.texts)
    assert split_reviews(reviews, 0.2, seed=1)[1].texts == aside.texts
    assert split_reviews(reviews, 0.2, seed=2)[1].texts != aside.texts


@pytest.mark.parametrize("share", [0, 1, -0.5, 2])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match="^share must be between 0 and 1, not "):
        split_reviews(Reviews("toy", list("abcd"), [0, 0, 1, 1]), share)


def test_too_few_of_a_label_are_refused():
    reviews = Reviews("toy", list("abcd"), [0, 0, 0, 1])
    with pytest.raises(ValueError, match="^toy has 1 reviews that are positive: .* at least 2 of each label"):
        split_reviews(reviews, 0.5)


# Loading


def test_the_embedded_reviews():
    train, validation, test = load_reviews()
    assert [len(part) for part in (train, validation, test)] == [1280, 320, 400]
    assert all(
        part.labels.mean() == 0.5 and part.classes == ("negative", "positive") for part in load_reviews()
    )
    assert not set(train.texts) & set(validation.texts)
    assert load_reviews(seed=42).train.texts == train.texts != load_reviews(seed=1).train.texts
    assert load_reviews(seed=1).test.texts == test.texts


@pytest.mark.parametrize("names", [("pos", "neg"), ("positive", "negative")])
def test_a_folder_of_ones_own(tmp_path, names):
    splits = load_reviews(write_folder(tmp_path / "mine", names=names))
    assert texts_of(splits) == sorted(GOOD + DULL)
    assert all({0, 1} == set(part.labels.tolist()) for part in splits)
    label_of = {text: label for part in splits for text, label in zip(part.texts, part.labels, strict=True)}
    assert all(label_of[text] for text in GOOD) and not any(label_of[text] for text in DULL)
    assert splits.train.name == "mine"


def test_the_parts_of_imdb_are_kept(tmp_path):
    splits = load_reviews(write_imdb(tmp_path))
    assert all(text.startswith("test") for text in splits.test.texts) and len(splits.test) == 10
    assert all(text.startswith("train") for part in splits[:2] for text in part.texts)
    assert [len(part) for part in splits] == [8, 2, 10]


def test_imdb_by_name(tmp_path, monkeypatch):
    write_imdb(tmp_path)
    monkeypatch.setenv("W2V_DATA_DIR", str(tmp_path))
    assert [len(part) for part in load_reviews("imdb")] == [8, 2, 10]
    monkeypatch.setenv("W2V_CORPUS", "imdb")
    assert len(load_reviews().test) == 10
    monkeypatch.setenv("W2V_CORPUS", "my_book.txt")  # which has no labels
    assert len(load_reviews().test) == 400


def test_an_archive_gives_what_its_folder_gives(tmp_path):
    folder = write_imdb(tmp_path)
    members = {str(p.relative_to(tmp_path)): p.read_text() for p in folder.rglob("*") if p.is_file()}
    tar = write_tar(tmp_path / "imdb.tar.gz", dict(sorted(members.items(), reverse=True)))
    with zipfile.ZipFile(tmp_path / "imdb.zip", "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    for path in (tar, tmp_path / "imdb.zip"):
        for part, same in zip(load_reviews(folder), load_reviews(path), strict=True):
            assert part.texts == same.texts and np.array_equal(part.labels, same.labels)


def test_breaks_go_and_bytes_are_decoded(tmp_path):
    folder = write_folder(tmp_path / "mine")
    (folder / "pos" / "9_9.txt").write_bytes("Très<br /><br />beau &amp; bon.".encode("cp1252"))
    texts = texts_of(load_reviews(folder))
    assert any(tokenize(text) == ["très", "beau", "bon"] for text in texts)
    assert not any("<" in text for text in texts)


TABLES = {
    "a.csv": 'label,review\n1,A fine film.\n0,"Dull, dull, dull."\n',
    "b.tsv": "review\tsentiment\nA fine film.\tpos\nDull, dull, dull.\tneg\n",
    "c.csv": "id;text;label;stars\n7;A fine film.;positive;5\n8;Dull, dull, dull.;negative;1\n",
    "d.csv": 'A fine film.,1\n"Dull, dull, dull.",0\n',
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(tmp_path, name):
    (tmp_path / name).write_text(TABLES[name])
    found = read_reviews(tmp_path / name)
    assert [review.text for review in found] == ["A fine film.", "Dull, dull, dull."]
    assert labels_of([review.label for review in found], name)[0].tolist() == [1, 0]


def test_a_table_with_chosen_columns(tmp_path):
    rows = "".join(f"good text {n},bad words here,{n % 2},{n % 2 == 0}\n" for n in range(20))
    (tmp_path / "a.csv").write_text("mine,theirs,first,second\n" + rows)
    splits = load_reviews(tmp_path / "a.csv", column="mine", label_column="second")
    assert texts_of(splits)[0] == "good text 0"
    assert splits.train.classes == ("False", "True")
    with pytest.raises(ValueError, match="a.csv: say with label_column= which column has the labels, one of"):
        load_reviews(tmp_path / "a.csv", column="mine")
    with pytest.raises(ValueError, match="has no column 'yours'"):
        load_reviews(tmp_path / "a.csv", column="yours")


def test_a_table_keeps_empty_reviews():
    found = list(read_table(["text,label\n,1\nA dull film.,0\n"], "a.csv"))
    assert found == [Review("", "1"), Review("A dull film.", "0")]


# What is refused


def test_a_folder_without_pos_and_neg_is_refused(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "one.txt").write_text("A fine film.")
    with pytest.raises(ValueError, match="mine holds no reviews: .* 'pos' and 'neg', or a csv or tsv table"):
        load_reviews(tmp_path / "mine")


def test_a_folder_with_one_label_is_refused(tmp_path):
    (tmp_path / "mine" / "pos").mkdir(parents=True)
    (tmp_path / "mine" / "pos" / "one.txt").write_text("A fine film.")
    with pytest.raises(ValueError, match=r"mine has 1 different labels, 'positive' \(1\): .* exactly 2"):
        load_reviews(tmp_path / "mine")


def test_labels_that_are_not_two_classes_are_refused(tmp_path):
    (tmp_path / "a.csv").write_text("review,stars\n" + "".join(f"A film {n}.,{n % 7}\n" for n in range(70)))
    with pytest.raises(ValueError, match=r"a.csv has 7 different labels, '0' \(10\), .*, …: .* exactly 2"):
        load_reviews(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("names", "classes"),
    [
        (["pos", "neg"], ("neg", "pos")),
        (["1", "0"], ("0", "1")),
        (["1", "-1"], ("-1", "1")),
        (["bad", "good"], ("bad", "good")),
        (["yes", "no"], ("no", "yes")),
        (["ham", "spam"], ("ham", "spam")),
        (["Positive", "Other"], ("Other", "Positive")),
    ],
)
def test_which_label_is_positive(names, classes):
    labels, found = labels_of(names, "a table")
    assert found == classes and [classes[label] for label in labels] == names


def test_an_unsafe_archive_is_refused(tmp_path):
    members = {"a/pos/0_1.txt": "Fine.", "../a/neg/0_1.txt": "Dull."}
    with pytest.raises(ValueError, match=r"is not safe, for its member '\.\./a/neg/0_1.txt' points outside"):
        load_reviews(write_tar(tmp_path / "bad.tar.gz", members))
    with pytest.raises(ValueError, match="is not safe, for its member '/pos/0_1.txt'"):
        load_reviews(write_tar(tmp_path / "worse.tar.gz", {"/pos/0_1.txt": "Fine."}))


def test_a_damaged_archive_is_refused(tmp_path):
    folder = write_imdb(tmp_path)
    members = {str(p.relative_to(tmp_path)): p.read_text() for p in folder.rglob("*") if p.is_file()}
    path = write_tar(tmp_path / "imdb.tar.gz", members)
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(ValueError, match="is damaged or incomplete"):
        load_reviews(path)


def test_a_path_that_is_not_there_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        FileNotFoundError, match="^There are no reviews at 'nowhere' .* one of 'reviews', 'imdb'.$"
    ):
        load_reviews("nowhere")


def test_a_table_of_one_column_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("review\nA fine film.\n")
    with pytest.raises(ValueError, match="a.csv has one column: give a table with a column of text and one"):
        load_reviews(tmp_path / "a.csv")


# What is kept


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """Make an archive whose reviews are kept, however few they are."""
    monkeypatch.setattr(module, "_KEPT", 1)
    members = {
        f"{part}/{name}/{n}_{n}.txt": f"{part} {text}"
        for part in ("train", "test")
        for name, texts in (("pos", GOOD), ("neg", DULL))
        for n, text in enumerate(texts)
    }
    return write_tar(tmp_path / "a.tar.gz", members)


def test_what_was_read_is_read_only_once(archive, cache, monkeypatch):
    first = load_reviews(archive)
    assert len(list((cache / "reviews").iterdir())) == 1
    monkeypatch.setattr(module, "read_reviews", lambda *_: pytest.fail("read again"))
    for part, same in zip(first, load_reviews(archive), strict=True):
        assert part.texts == same.texts and np.array_equal(part.labels, same.labels)
        assert list(part) == list(same) and part.classes == same.classes


def test_a_changed_archive_is_read_anew(archive, cache):
    load_reviews(archive)
    before = fingerprint([archive])
    members = {
        f"x/{name}/{n}_{n}.txt": text
        for name, texts in (("pos", GOOD), ("neg", DULL))
        for n, text in enumerate(texts)
    }
    write_tar(archive, members)
    assert fingerprint([archive]) != before
    assert texts_of(load_reviews(archive)) == sorted(GOOD + DULL)
    assert len(list((cache / "reviews").iterdir())) == 1


def test_a_changed_folder_is_read_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_KEPT", 1)
    folder = write_folder(tmp_path / "mine")
    load_reviews(folder)
    (folder / "pos" / "0_0.txt").write_text("Another text.")
    os.utime(folder / "pos" / "0_0.txt", (1, 1))
    assert "Another text." in texts_of(load_reviews(folder))


def test_a_damaged_cache_is_made_anew(archive, cache):
    first = load_reviews(archive)
    (kept,) = (cache / "reviews").iterdir()
    size = kept.stat().st_size
    kept.write_bytes(kept.read_bytes()[: size // 2])
    assert load_reviews(archive).train.texts == first.train.texts and kept.stat().st_size == size


def test_a_cache_that_cannot_be_written_costs_only_time(archive, cache):
    (cache / "reviews").write_text("a file where the folder would be")
    assert len(load_reviews(archive).test) == 10


def test_few_reviews_are_not_kept(tmp_path, cache):
    load_reviews(write_folder(tmp_path / "mine"))
    assert not (cache / "reviews").exists()
