"""Names of labels: which one is positive, and what is refused."""

import pytest

from w2v_helpers.sentiment.labels import labels_of


@pytest.mark.parametrize(
    ("names", "classes"),
    [
        (["pos", "neg"], ("neg", "pos")),
        (["Positive", "negative"], ("negative", "Positive")),
        (["1", "0"], ("0", "1")),
        (["1", "-1"], ("-1", "1")),
        (["5", "1"], ("1", "5")),
        (["2.0", "1.0"], ("1.0", "2.0")),
        (["10", "9"], ("9", "10")),
        (["LABEL_0", "LABEL_1"], ("LABEL_0", "LABEL_1")),
        (["__label__positive", "__label__negative"], ("__label__negative", "__label__positive")),
        (["bad", "good"], ("bad", "good")),
        (["yes", "no"], ("no", "yes")),
        (["True", "False"], ("False", "True")),
        (["+", "-"], ("-", "+")),
        (["Positive", "Other"], ("Other", "Positive")),
    ],
)
def test_which_label_is_positive(names, classes):
    labels, found = labels_of(names, "a table")
    assert found == classes and [classes[label] for label in labels] == names


def test_spellings_of_one_label_are_one():
    labels, classes = labels_of(["Positive", "positive ", "pos", "negative", "NEG"], "a table")
    assert labels.tolist() == [1, 1, 1, 0, 0] and classes == ("negative", "Positive")
    assert labels_of(["1", "1.0", "0"], "a table")[0].tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("names", "positive", "expected"),
    [
        (["schlecht", "gut"], "gut", [0, 1]),
        (["ham", "spam"], "HAM", [1, 0]),
        (["1", "2"], "1", [1, 0]),
        (["__label__a", "__label__b"], "b", [0, 1]),
    ],
)
def test_the_reader_says_which_label_is_positive(names, positive, expected):
    labels, classes = labels_of(names, "a table", positive)
    assert labels.tolist() == expected and classes[1] == names[expected.index(1)]


@pytest.mark.parametrize(
    ("names", "positive", "message"),
    [
        (["schlecht", "gut"], None, r"labels 'gut' and 'schlecht', .* with positive="),
        (["a", "b"], "c", r"labels 'a' and 'b', .* positive='a'"),
        (["1", "2", "3"], None, r"3 different labels, '1' \(1\), .* exactly 2"),
        (["positive", "neutral", "negative"], "positive", "3 different labels"),
        ([str(n) for n in range(9)], None, "9 different labels, .*, …: .* exactly 2"),
        (["pos", "pos"], None, r"1 different labels?, 'pos' \(2\): .* exactly 2"),
        (["1", "", "0"], None, "reviews without a label .*first review 2"),
        (["1", "0", "nan", "None"], None, r"reviews without a label \(2, first review 3\)"),
    ],
)
def test_labels_that_are_not_two_classes_are_refused(names, positive, message):
    with pytest.raises(ValueError, match=f"^a table has .*{message}"):
        labels_of(names, "a table", positive)
