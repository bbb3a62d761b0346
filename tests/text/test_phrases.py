"""Frequent pairs of words, and texts in which they are one token."""

from collections import Counter
from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import given, strategies as st

from w2v_helpers.text import phrases as module
from w2v_helpers.text.corpus import Corpus, load_corpus
from w2v_helpers.text.phrases import Phrases, find_phrases, join_phrases
from w2v_helpers.vocabulary import vocabulary_and_ids

NEW_YORK = [["the", "new", "york", "times"], ["new", "york"], ["a", "new", "sun"], ["york"], ["new"]]
corpora = st.lists(st.lists(st.sampled_from("abcde"), max_size=9), max_size=6)


def phrases_of(*words: str) -> Phrases:
    """Make phrases from pairs such as "new york", without counts."""
    pairs = [tuple(word.split()) for word in words]
    return Phrases(pairs, [1] * len(pairs), [1.0] * len(pairs))


def find_slowly(corpus, min_count: int, threshold: float) -> dict[str, float]:
    """Score one pair of words after the other: the specification."""
    tokens = list(chain.from_iterable(corpus))
    found = {}
    for a, b in set(chain.from_iterable(map(pairwise, corpus))):
        together = sum(pair == (a, b) for document in corpus for pair in pairwise(document))
        score = (together - min_count) / (tokens.count(a) * tokens.count(b)) * len(tokens)
        if score > max(threshold, 0):
            found[f"{a}_{b}"] = score
    return found


def join_slowly(tokens: list[str], pairs: set[tuple[str, str]]) -> list[str]:
    """Join the first pair, then those in the rest: the specification."""
    for index in range(len(tokens) - 1):
        if (tokens[index], tokens[index + 1]) in pairs:
            joined = f"{tokens[index]}_{tokens[index + 1]}"
            return [*tokens[:index], joined, *join_slowly(tokens[index + 2 :], pairs)]
    return tokens


# Finding


def test_a_score_worked_by_hand():
    found = find_phrases(NEW_YORK, min_count=1, threshold=0.9)
    assert (found.pairs, found.words, found.counts.tolist()) == ([("new", "york")], ["new_york"], [2])
    assert found.scores.tolist() == [(2 - 1) / (4 * 3) * 11]  # 11 tokens, 4 times new, 3 times york


def test_a_phrase_scores_more_than_the_threshold():
    score = (2 - 1) / (4 * 3) * 11
    assert len(find_phrases(NEW_YORK, min_count=1, threshold=score - 1e-9)) == 1
    with pytest.raises(ValueError, match="threshold"):
        find_phrases(NEW_YORK, min_count=1, threshold=score)


@given(corpus=corpora, min_count=st.integers(1, 3))
def test_phrases_are_those_of_a_slow_loop(corpus, min_count):
    expected = find_slowly(corpus, min_count, threshold=0.5)
    try:
        found = find_phrases(iter(corpus), min_count=min_count, threshold=0.5)
    except ValueError:
        assert not expected
        return
    assert dict(found.top(100)) == expected
    assert (np.diff(found.scores) <= 0).all()
    assert (found.counts.dtype, found.scores.dtype) == (np.int64, np.float64)


def test_frequent_pairs_survive_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(module, "MAX_PAIRS", 400)
    noise = np.random.default_rng(1).integers(0, 3000, (1000, 20))
    found = find_phrases((["sea", "gull", *map(str, row)] for row in noise), min_count=10, threshold=5)
    assert (found.words, found.counts.tolist()) == (["sea_gull"], [1000])


# Joining


@pytest.mark.parametrize(
    ("text", "words", "joined"),
    [
        ("the new york sun", ["new york"], "the new_york sun"),
        ("new new york york", ["new york"], "new new_york york"),
        ("new york times", ["new york", "york times"], "new_york times"),
        ("ha ha ha ha ha", ["ha ha"], "ha_ha ha_ha ha"),
    ],
)
def test_texts_joined_by_hand(text, words, joined):
    assert list(join_phrases([text.split()], phrases_of(*words))) == [joined.split()]


@given(corpus=corpora, pairs=st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"))))
def test_joined_texts_are_those_of_a_slow_loop(corpus, pairs):
    joined = join_phrases(corpus, phrases_of(*map(" ".join, sorted(pairs))))
    assert list(joined) == [join_slowly(tokens, pairs) for tokens in corpus]
    assert list(joined) == list(joined)


def test_joining_again_gives_longer_phrases():
    texts = ["The New York Times wrote.", "The sun in the town", "New York times the sun.", "Read New York."]
    corpus = Corpus("toy", [*texts, "In New York the sun wrote to the town."] * 9)
    once = join_phrases(corpus, find_phrases(corpus, threshold=5))
    assert next(iter(once)) == ["the", "new_york", "times", "wrote"]
    twice = join_phrases(once, find_phrases(once, threshold=3))
    assert next(iter(twice)) == ["the", "new_york_times", "wrote"]
    assert list(twice)[3] == ["read", "new_york"]


def test_a_joined_corpus_takes_the_place_of_a_corpus():
    joined = join_phrases(Corpus("toy", ["The new york sun.", "The new york road."]), phrases_of("new york"))
    vocabulary, ids = vocabulary_and_ids(joined, min_count=1)
    assert vocabulary.words[2:] == ["the", "new_york", "sun", "road"]
    assert ids.tolist() == [2, 3, 4, 0, 2, 3, 5, 0]
    assert (joined.name, len(joined)) == ("toy", 2)


# gensim


def by_tokens(worda_count, wordb_count, bigram_count, len_vocab, min_count, corpus_word_count):
    return (bigram_count - min_count) / (worda_count * wordb_count) * corpus_word_count


@pytest.mark.parametrize("seed", range(3))
def test_gensim_finds_and_joins_the_same_with_the_same_score(seed):
    gensim = pytest.importorskip("gensim.models.phrases")
    rng = np.random.default_rng(seed)
    corpus = [[f"w{n}" for n in rng.zipf(1.5, rng.integers(0, 40)) % 40] for _ in range(200)]
    ours = find_phrases(corpus, min_count=2, threshold=1.2)
    theirs = gensim.Phrases(corpus, min_count=2, threshold=1.2, scoring=by_tokens).freeze()
    assert dict(ours.top(len(ours))) == theirs.phrasegrams
    assert len(ours) > 10
    assert list(join_phrases(corpus, ours)) == [theirs[tokens] for tokens in corpus]


def test_the_default_score_of_gensim_has_its_vocabulary_in_place_of_the_tokens():
    gensim = pytest.importorskip("gensim.models.phrases")
    corpus = list(load_corpus("tinyworld"))
    frozen = gensim.Phrases(corpus, min_count=5, threshold=10).freeze()
    words = Counter(chain.from_iterable(corpus))
    ratio = (len(words) + len(set(chain.from_iterable(map(pairwise, corpus))))) / words.total()
    ours = find_phrases(corpus, min_count=5, threshold=10 / ratio)
    assert set(ours.words) == set(frozen.phrasegrams) and len(ours) > 500
    np.testing.assert_allclose(ours.scores * ratio, [frozen.phrasegrams[word] for word in ours.words])


# Printing


def test_the_best_are_printed():
    found = Phrases([("new", "york"), ("hot", "sun")], [1234, 9], [4321.06, 150.0])
    assert found.top() == [("new_york", 4321.06), ("hot_sun", 150.0)] and found.top(1) == found.top()[:1]
    assert (len(found), repr(found)) == (2, "Phrases(2 pairs)")
    assert found.table().split("\n") == [
        "phrase      count    score",
        "new_york    1,234  4,321.1",
        "hot_sun         9    150.0",
    ]
    assert found.table(1).count("\n") == 1


# Bad input


@pytest.mark.parametrize(
    ("corpus", "options", "facts"),
    [
        *((NEW_YORK, {"threshold": bad}, ["threshold", repr(bad)]) for bad in (0, -1.0, float("nan"), "10")),
        *((NEW_YORK, {"min_count": bad}, ["min_count", repr(bad)]) for bad in (0, 2.5, "5", None)),
        (NEW_YORK, {"min_count": 1, "threshold": 2.5}, ["threshold", "2.5", "'new york'", "0.917"]),
        *((empty, {}, ["min_count=5", "more text"]) for empty in ([], [[]], [["hot", "sun"]] * 5)),
        ("new york", {}, ["is a str, not a list of words"]),
        (["new york"], {}, ["is a str, not a list of words"]),
        (iter([]), {}, ["This list_iterator was gone through already"]),
    ],
)
def test_bad_values_are_refused_in_one_sentence(corpus, options, facts):
    with pytest.raises(ValueError) as error:
        find_phrases(corpus, **options)
    assert all(fact in str(error.value) for fact in facts)
    assert "\n" not in str(error.value) and str(error.value).endswith(".")


def test_joining_and_printing_refuse_bad_values():
    with pytest.raises(ValueError, match="is a str, not a list of words"):
        list(join_phrases(["new york"], phrases_of("new york")))
    with pytest.raises(ValueError, match="gone through already"):
        list(join_phrases(iter([]), phrases_of("new york")))
    for method in (phrases_of("new york").top, phrases_of("new york").table):
        with pytest.raises(ValueError, match="topn"):
            method(0)
