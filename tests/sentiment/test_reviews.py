"""Labelled reviews: from tables, folders, archives and memory; splits; every message."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from w2v_helpers.sentiment.reviews import Reviews, load_reviews, split_reviews
from w2v_helpers.vocabulary import tokenize

GOOD = ["A fine film.", "What a good story!", "Not bad at all.", "Lovely, lovely.", "I laughed a lot."]
DULL = ["A dull film.", "What a bad story!", "Not good at all.", "Boring, very boring.", "I slept a lot."]


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    monkeypatch.delenv("W2V_CORPUS", raising=False)


def write_folder(folder, prefix="", names=("pos", "neg")):
    """Write reviews as files in two folders."""
    for name, texts in zip(names, (GOOD, DULL), strict=True):
        (folder / name).mkdir(parents=True)
        for number, text in enumerate(texts):
            (folder / name / f"{number}_{number}.txt").write_text(prefix + text, encoding="utf-8")
    return folder


def write_imdb(folder):
    """Write a folder with the layout of IMDb's reviews."""
    for part in ("train", "test"):
        write_folder(folder / "aclImdb" / part, f"{part} ")
    (folder / "aclImdb" / "train" / "unsup").mkdir()
    (folder / "aclImdb" / "train" / "unsup" / "0_0.txt").write_text("No label.")
    (folder / "aclImdb" / "README").write_text("About it.")
    return folder / "aclImdb"


def labels_by_text(splits):
    return {text: int(label) for part in splits for text, label in zip(part.texts, part.labels, strict=True)}


EXPECTED = dict.fromkeys(GOOD, 1) | dict.fromkeys(DULL, 0)


# Reviews


def test_reviews_are_a_corpus_of_tokens():
    reviews = Reviews("toy", GOOD + DULL, [1] * 5 + [0] * 5)
    assert list(reviews) == list(reviews) == list(map(tokenize, GOOD + DULL)) and len(reviews) == 10
    assert repr(reviews) == "Reviews('toy', 10 reviews, 5 positive)"
    taken = reviews.take([7, 0])
    assert taken.texts == ["Not good at all.", "A fine film."] and taken.labels.tolist() == [0, 1]


@pytest.mark.parametrize("size", [2, 10, 31, 99, 100])
def test_samples_are_stratified_and_seeded(size):
    reviews = Reviews("toy", [str(n) for n in range(100)], [n % 4 == 0 for n in range(100)])
    sample = reviews.sample(size, seed=3)
    assert len(set(sample.texts)) == size and abs(sample.labels.sum() - size / 4) <= 1
    assert sample.texts == reviews.sample(size, seed=3).texts
    assert size >= 99 or sample.texts != reviews.sample(size, seed=4).texts


@pytest.mark.parametrize(
    ("share", "positive", "size"), [(0.2, 10, 10), (0.5, 25, 25), (0.01, 25, 2), (0.99, 25, 48)]
)
def test_a_split_is_stratified_and_seeded(share, positive, size):
    reviews = Reviews("toy", [str(n) for n in range(50)], [n < positive for n in range(50)])
    rest, aside = split_reviews(reviews, share, seed=1)
    assert len(aside) == size and abs(aside.labels.sum() - size * positive / 50) <= 0.5
    assert sorted([*rest.texts, *aside.texts]) == sorted(reviews.texts)
    assert rest.texts == sorted(rest.texts, key=int)  # in their old order
    assert split_reviews(reviews, share, seed=1)[1].texts == aside.texts
    assert split_reviews(reviews, share, seed=2)[1].texts != aside.texts


def hundred():
    return Reviews("toy", [str(n) for n in range(100)], [n % 2 for n in range(100)])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Reviews("toy", ["a", "b"], [1]), "^2 reviews need as many labels, not 1.$"),
        (lambda: Reviews("toy", ["a", "b"], [1, 5]), "^Labels must be 0 .* or 1 .*, not 5.$"),
        (lambda: hundred().sample(1), "size must be from 2 to 100"),
        (lambda: hundred().sample(101), "size must be from 2 to 100"),
        (lambda: split_reviews(hundred(), 0), "^share must be between 0 and 1, not 0"),
        (lambda: split_reviews(hundred(), 1), "^share must be between 0 and 1, not 1"),
        (lambda: split_reviews(Reviews("toy", list("abc"), [0, 0, 1]), 0.5), "^toy has 1 reviews"),
    ],
)
def test_bad_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# Loading


def test_the_embedded_reviews():
    train, validation, test = load_reviews()
    assert [len(part) for part in (train, validation, test)] == [1280, 320, 400]
    assert all(
        part.labels.mean() == 0.5 and part.classes == ("negative", "positive") for part in (train, validation)
    )
    assert not set(train.texts) & set(validation.texts)
    assert load_reviews(seed=42).train.texts == train.texts != load_reviews(seed=1).train.texts
    assert load_reviews(seed=1).test.texts == test.texts


@pytest.mark.parametrize("names", [("pos", "neg"), ("positive", "negative"), ("Pos", "Neg")])
def test_a_folder_of_ones_own(tmp_path, names):
    splits = load_reviews(write_folder(tmp_path / "mine", names=names))
    assert labels_by_text(splits) == EXPECTED and splits.train.name == "mine"
    assert [len(part) for part in splits] == [6, 2, 2]


def test_the_parts_of_imdb_are_kept(tmp_path, monkeypatch):
    write_imdb(tmp_path)
    monkeypatch.setenv("W2V_DATA_DIR", str(tmp_path))
    splits = load_reviews("imdb")
    assert [len(part) for part in splits] == [8, 2, 10]
    assert all(text.startswith("test") for text in splits.test.texts)
    assert all(text.startswith("train") for part in splits[:2] for text in part.texts)
    monkeypatch.setenv("W2V_CORPUS", "imdb")
    assert len(load_reviews().test) == 10
    monkeypatch.setenv("W2V_CORPUS", "my_book.txt")  # which has no labels
    assert len(load_reviews().test) == 400


def test_an_archive_gives_what_its_folder_gives(tmp_path):
    folder = write_imdb(tmp_path)
    for kind in ("gztar", "zip"):
        path = shutil.make_archive(str(tmp_path / "imdb"), kind, tmp_path, "aclImdb")
        for part, same in zip(load_reviews(folder), load_reviews(path), strict=True):
            assert part.texts == same.texts and np.array_equal(part.labels, same.labels)


def test_html_goes_and_bytes_are_decoded(tmp_path):
    folder = write_folder(tmp_path / "mine")
    (folder / "pos" / "9_9.txt").write_bytes("Très<br /><br />beau &amp; bon.".encode("cp1252"))
    texts = labels_by_text(load_reviews(folder))
    assert any(tokenize(text) == ["très", "beau", "bon"] for text in texts)


PAIRS = [*EXPECTED.items()]
FRAME = pd.DataFrame(PAIRS, columns=["text", "label"])
TABLES = {
    "a.csv": FRAME.to_csv(index=False),
    "index.csv": FRAME.to_csv(),
    "b.tsv": FRAME.rename(columns={"text": "Review", "label": "Sentiment"}).to_csv(index=False, sep="\t"),
    "c.csv": FRAME.assign(id=7, stars=3).to_csv(index=False, sep=";"),
    "without_titles.csv": FRAME[["label", "text"]].to_csv(index=False, header=False),
    "d.jsonl": FRAME.to_json(orient="records", lines=True),
    "e.json": FRAME.to_json(orient="records"),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(tmp_path, name):
    (tmp_path / name).write_text(TABLES[name])
    assert labels_by_text(load_reviews(tmp_path / name)) == EXPECTED
    assert labels_by_text(load_reviews([tmp_path / name])) == EXPECTED


@pytest.mark.parametrize(
    "source",
    [
        FRAME,
        FRAME.astype({"label": bool}),
        FRAME.astype({"label": float}),
        PAIRS,
        iter(PAIRS),
        np.array(PAIRS, dtype=object),
        FRAME.to_dict("records"),
        FRAME.to_dict("list"),
    ],
)
def test_reviews_in_memory(source):
    assert labels_by_text(load_reviews(source)) == EXPECTED


def test_a_table_with_chosen_columns_and_parts():
    n = np.arange(20)
    frame = pd.DataFrame({"mine": [f"good text {number}" for number in n], "theirs": "bad words here"})
    frame = frame.assign(first=n % 2, second=n % 2 == 0, split=np.where(n < 4, "test", "train"))
    splits = load_reviews(frame, column="mine", label_column="second")
    assert splits.test.texts == [f"good text {n}" for n in range(4)]
    assert splits.test.labels.tolist() == [1, 0, 1, 0]
    assert splits.train.classes == ("False", "True")
    for label_column in (None, "third"):
        with pytest.raises(ValueError, match="say with label_column= which .*, one of 'theirs', 'first'"):
            load_reviews(frame, column="mine", label_column=label_column)
    with pytest.raises(ValueError, match="has no column 'yours'"):
        load_reviews(frame, column="yours")


def test_a_label_of_unknown_meaning_is_asked_for():
    pairs = [(text, "gut" if label else "schlecht") for text, label in PAIRS]
    with pytest.raises(ValueError, match="labels 'gut' and 'schlecht'.* positive="):
        load_reviews(pairs)
    assert labels_by_text(load_reviews(pairs, positive="gut")) == EXPECTED


def test_an_empty_review_is_kept_with_a_warning():
    with pytest.warns(UserWarning, match=r"reviews without words \(2, first review 11\)"):
        splits = load_reviews(pd.DataFrame([*PAIRS, ("", 1), (None, 0)], columns=["text", "label"]))
    assert sum(map(len, splits)) == 12


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (5, "must be a path, a DataFrame or a list of pairs .*, not 5"),
        (GOOD, "Review 1 must be a pair"),
        (FRAME["text"], "Review 1 must be a pair"),
        ([*PAIRS, ("A film", 1, 2)], "Review 11 must be a pair"),
        ([(1, "A fine film.")], "Review 1 must be a pair"),
        ([("", 1), ("", 0)], "no review with words"),
        ([], "empty"),
        (FRAME[["text"]], "has one column"),
        (FRAME.assign(label=1), "exactly 2"),
        (FRAME.assign(label=[None] + [1, 0] * 4 + [1]), r"reviews without a label \(1, first review 1\)"),
    ],
)
def test_what_in_memory_is_refused(source, message):
    with pytest.raises(ValueError, match=message):
        load_reviews(source)


def test_what_on_disk_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "one.txt").write_text("A fine film.")
    with pytest.raises(ValueError, match="mine holds no reviews: .* 'pos' and 'neg', or a table"):
        load_reviews("mine")
    with pytest.raises(FileNotFoundError, match="^There is no file 'nowhere' .* one of 'reviews', 'imdb'.$"):
        load_reviews("nowhere")
    path = Path(shutil.make_archive("half", "gztar", write_imdb(tmp_path)))
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(ValueError, match="is damaged or incomplete"):
        load_reviews(path)
