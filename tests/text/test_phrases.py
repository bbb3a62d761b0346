"""Frequent pairs of words, and the texts in which they are one word."""

from collections import Counter
from itertools import chain, cycle, islice, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from w2v_helpers.text import phrases as module
from w2v_helpers.text.corpus import Corpus, load_corpus
from w2v_helpers.text.phrases import Phrases, find_phrases, join_phrases
from w2v_helpers.vocabulary import Vocabulary, vocabulary_and_ids

NEW_YORK = [["the", "new", "york", "times"], ["new", "york"], ["a", "new", "sun"], ["york"], ["new"]]
repeatable = settings(derandomize=True, deadline=None, database=None, max_examples=200)
corpora = st.lists(st.lists(st.sampled_from("abcde"), max_size=9), max_size=6)


def phrases_of(*words: str) -> Phrases:
    """Make phrases from pairs such as "new york", without counts."""
    pairs = [tuple(word.split()) for word in words]
    return Phrases(pairs, [1] * len(pairs), [1.0] * len(pairs))


def found_or_none(corpus, **settings) -> Phrases | None:
    try:
        return find_phrases(corpus, **settings)
    except ValueError:
        return None


def find_slowly(corpus, min_count: int, threshold: float) -> dict[tuple[str, str], tuple[int, float]]:
    """Score one pair after the other: the specification."""
    words = Counter(chain.from_iterable(corpus))
    pairs = Counter(chain.from_iterable(map(pairwise, corpus)))
    scores = {
        (a, b): (number, (number - min_count) / (words[a] * words[b]) * words.total())
        for (a, b), number in pairs.items()
        if number > min_count
    }
    return {pair: (number, score) for pair, (number, score) in scores.items() if score > threshold}


def join_slowly(corpus, phrases: Phrases) -> list[list[str]]:
    """Join one pair after the other: the specification."""
    joined = []
    for tokens in corpus:
        document, index = [], 0
        while index < len(tokens):
            is_phrase = tuple(tokens[index : index + 2]) in phrases.pairs
            document.append("_".join(tokens[index : index + 1 + is_phrase]))
            index += 1 + is_phrase
        joined.append(document)
    return joined


# Finding


def test_a_score_worked_by_hand():
    found = find_phrases(NEW_YORK, min_count=1, threshold=0.9)
    assert found.pairs == [("new", "york")]
    assert found.words == ["new_york"]
    assert found.counts.tolist() == [2]
    assert found.scores.tolist() == [(2 - 1) / (4 * 3) * 11]  # 11 tokens, 4 times new, 3 times york


def test_a_phrase_occurs_and_scores_more_than_it_must():
    score = (2 - 1) / (4 * 3) * 11
    assert found_or_none(NEW_YORK, min_count=1, threshold=score - 1e-9)
    assert not found_or_none(NEW_YORK, min_count=1, threshold=score)
    assert not found_or_none(NEW_YORK, min_count=2, threshold=1e-9)


def test_no_pair_crosses_the_border_of_a_document():
    corpus = [["sea"], ["gull"]] * 50 + [["sea", "gull"]] * 2
    assert find_phrases(corpus, min_count=1, threshold=0.01).counts.tolist() == [2]
    assert not found_or_none([["sea"], ["gull"], []] * 50, min_count=1, threshold=1e-9)


@repeatable
@given(corpus=corpora, part=st.sampled_from([1, 2, 3, 8, 1000]), min_count=st.integers(1, 3))
def test_phrases_are_those_of_a_slow_loop(corpus, part, min_count):
    expected = find_slowly(corpus, min_count, threshold=0.5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_PART", part)
        found = found_or_none(corpus, min_count=min_count, threshold=0.5)
    if not expected:
        assert found is None
        return
    assert dict(zip(found.pairs, zip(found.counts, found.scores, strict=True), strict=True)) == expected
    assert (np.diff(found.scores) <= 0).all() and len(found) == len(expected)
    assert (found.counts.dtype, found.scores.dtype) == (np.int64, np.float64)


def test_many_words_in_many_parts(monkeypatch):
    # Numbers of words far above one byte, and tables that are merged many times.
    monkeypatch.setattr(module, "_PART", 1000)
    tokens = [f"w{number}" for number in (np.random.default_rng(0).zipf(1.3, 30_000) % 5000)]
    corpus = [tokens[start : start + 700] for start in range(0, len(tokens), 700)]
    found = find_phrases(corpus, min_count=2, threshold=1.5)
    expected = find_slowly(corpus, 2, 1.5)
    assert len(expected) > 50
    assert dict(zip(found.pairs, zip(found.counts, found.scores, strict=True), strict=True)) == expected


def test_a_corpus_is_gone_through_once_and_as_streams():
    class Streams:
        def streams(self):
            return (iter(tokens) for tokens in NEW_YORK)

        __iter__ = None

    for corpus in (Streams(), (iter(tokens) for tokens in NEW_YORK)):
        assert find_phrases(corpus, min_count=1, threshold=0.9).words == ["new_york"]


def test_memory_is_bounded_and_frequent_pairs_are_kept(monkeypatch):
    monkeypatch.setattr(module, "_PART", 100)
    monkeypatch.setattr(module, "_MAX_PAIRS", 400)
    sizes = []
    merge = module._PairCounts.merge

    def watched(pairs):
        sizes.append(len(pairs.codes) + sum(len(new) for new, _ in pairs._new))
        merge(pairs)
        assert len(pairs.codes) <= 400

    monkeypatch.setattr(module._PairCounts, "merge", watched)
    noise = np.random.default_rng(1).integers(0, 3000, 20_000)
    corpus = [["sea", "gull", *(f"w{number}" for number in noise[i : i + 20])] for i in range(0, 20_000, 20)]
    found = find_phrases(corpus, min_count=10, threshold=5)
    assert found.words == ["sea_gull"]
    assert found.counts.tolist() == [1000]
    assert max(sizes) < 400 + 100 + 2 * 100 and len(sizes) > 20


# Joining


@pytest.mark.parametrize(
    ("text", "words", "joined"),
    [
        ("the new york sun", ["new york"], "the new_york sun"),
        ("new york new york", ["new york"], "new_york new_york"),
        ("new new york york", ["new york"], "new new_york york"),
        ("new york times", ["new york", "york times"], "new_york times"),
        ("york new", ["new york"], "york new"),
        ("ha ha ha ha ha", ["ha ha"], "ha_ha ha_ha ha"),
        ("new", ["new york"], "new"),
        ("", ["new york"], ""),
    ],
)
def test_texts_joined_by_hand(text, words, joined):
    assert list(join_phrases([text.split()], phrases_of(*words))) == [joined.split()]


@repeatable
@given(corpus=corpora, pairs=st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"))))
def test_joined_texts_are_those_of_a_slow_loop(corpus, pairs):
    phrases = phrases_of(*map(" ".join, sorted(pairs)))
    joined = join_phrases(corpus, phrases)
    assert list(joined) == join_slowly(corpus, phrases) == [list(stream) for stream in joined.streams()]
    assert list(joined) == list(joined)
    assert ["_".join(tokens) for tokens in joined] == ["_".join(tokens) for tokens in corpus]


def test_no_phrase_crosses_the_border_of_a_document():
    assert list(join_phrases([["new"], [], ["york"]], phrases_of("new york"))) == [["new"], [], ["york"]]


def test_joining_again_gives_longer_phrases():
    texts = ["The New York Times wrote.", "The sun in the town", "New York times the sun.", "Read New York."]
    corpus = Corpus("toy", [*texts, "In New York the sun wrote to the town."] * 9)
    once = join_phrases(corpus, find_phrases(corpus, threshold=5))
    assert next(iter(once)) == ["the", "new_york", "times", "wrote"]
    twice = join_phrases(once, find_phrases(once, threshold=3))
    assert next(iter(twice)) == ["the", "new_york_times", "wrote"]
    assert list(twice)[3] == ["read", "new_york"]


def test_a_document_without_end_is_joined_as_it_comes():
    class Endless:
        def streams(self):
            yield cycle(["new", "york", "sun"])

    stream = next(join_phrases(Endless(), phrases_of("new york")).streams())
    assert list(islice(stream, 3)) == ["new_york", "sun", "new_york"]


def test_a_joined_corpus_takes_the_place_of_a_corpus():
    corpus = Corpus("toy", ["The new york sun.", "The new york road."])
    joined = join_phrases(corpus, phrases_of("new york"))
    vocabulary, ids = vocabulary_and_ids(joined, min_count=1)
    assert vocabulary.words[2:] == Vocabulary.from_corpus(joined, min_count=1).words[2:]
    assert vocabulary.words[2:] == ["the", "new_york", "sun", "road"]
    assert ids.tolist() == [2, 3, 4, 0, 2, 3, 5, 0]
    assert (joined.name, len(joined)) == ("toy", 2)
    assert join_phrases([["sun"]], phrases_of("new york")).name == "corpus"


def test_a_fingerprint_tells_corpora_and_phrases_apart():
    class Known(list):
        def fingerprint(self):
            return self[0][0]

    some, others = phrases_of("new york"), phrases_of("hot sun")
    prints = [join_phrases(Known([[word]]), p).fingerprint() for word in "ab" for p in (some, others)]
    assert len(set(prints)) == 4
    assert join_phrases(Known([["a"]]), phrases_of("new york")).fingerprint() == prints[0]
    assert join_phrases([["a"]], some).fingerprint() is None
    assert join_phrases(Known([[None]]), some).fingerprint() is None


# gensim


def by_tokens(worda_count, wordb_count, bigram_count, len_vocab, min_count, corpus_word_count):
    return (bigram_count - min_count) / (worda_count * wordb_count) * corpus_word_count


@pytest.mark.parametrize("seed", range(5))
def test_gensim_finds_and_joins_the_same_with_the_same_score(seed):
    gensim = pytest.importorskip("gensim.models.phrases")
    rng = np.random.default_rng(seed)
    corpus = [[f"w{n}" for n in rng.zipf(1.5, rng.integers(0, 40)) % 40] for _ in range(200)]
    ours = find_phrases(corpus, min_count=2, threshold=1.2)
    theirs = gensim.Phrases(corpus, min_count=2, threshold=1.2, scoring=by_tokens).freeze()
    assert dict(zip(ours.words, ours.scores, strict=True)) == theirs.phrasegrams
    assert len(ours) > 10
    assert list(join_phrases(corpus, ours)) == [theirs[tokens] for tokens in corpus]


def test_gensims_default_score_is_ours_times_its_vocabulary_over_the_tokens():
    gensim = pytest.importorskip("gensim.models.phrases")
    corpus = load_corpus("tinyworld")
    theirs = gensim.Phrases(corpus, min_count=5, threshold=10)
    num_tokens = sum(map(len, corpus))
    num_words = len(set(chain.from_iterable(corpus)))
    num_pairs = len(set(chain.from_iterable(map(pairwise, corpus))))
    assert len(theirs.vocab) == num_words + num_pairs
    ratio = (num_words + num_pairs) / num_tokens
    ours = find_phrases(corpus, min_count=5, threshold=10 / ratio)
    frozen = theirs.freeze()
    assert set(ours.words) == set(frozen.phrasegrams) and len(ours) > 500
    np.testing.assert_allclose(ours.scores * ratio, [frozen.phrasegrams[word] for word in ours.words])
    assert list(join_phrases(corpus, ours)) == [frozen[tokens] for tokens in corpus]


# Showing


def test_the_best_are_shown():
    found = Phrases([("new", "york"), ("hot", "sun")], [1234, 9], [4321.06, 150.0])
    assert found.top(1) == [("new_york", 4321.06)]
    assert found.top() == [("new_york", 4321.06), ("hot_sun", 150.0)]
    assert (len(found), repr(found)) == (2, "Phrases(2 pairs)")
    assert found.table().split("\n") == [
        "phrase    count    score",
        "new_york  1,234  4,321.1",
        "hot_sun       9    150.0",
    ]
    assert found.table(1).count("\n") == 1


# Real text


def test_shakespeares_phrases(shakespeare):
    found = find_phrases(shakespeare)
    assert 50 < len(found) < 120
    assert {"king_richard", "market_place", "first_citizen"} <= set(found.words)


# Bad input


@pytest.mark.parametrize("threshold", [0, -1.0, float("nan"), float("inf"), "10", None, True])
def test_a_bad_threshold_is_refused(threshold):
    with pytest.raises(ValueError) as error:
        find_phrases(NEW_YORK, threshold=threshold)
    assert str(error.value) == f"threshold must be a number above 0, not {threshold!r}."


@pytest.mark.parametrize("min_count", [0, -1, 2.5, "5", None])
def test_a_bad_count_is_refused(min_count):
    with pytest.raises(ValueError) as error:
        find_phrases(NEW_YORK, min_count=min_count)
    assert str(error.value) == f"min_count must be an integer of at least 1, not {min_count!r}."


def test_too_high_a_threshold_is_refused_with_the_best_score():
    with pytest.raises(ValueError) as error:
        find_phrases(NEW_YORK, min_count=1, threshold=2.5)
    assert str(error.value) == (
        "No pair of words scores above 2.5; the best is 'new york' with 0.917: "
        "lower the threshold, or give more text."
    )


@pytest.mark.parametrize("corpus", [[], [[]], [["sun"]] * 9, NEW_YORK, [["hot", "sun"]] * 5])
def test_a_text_without_frequent_pairs_is_refused(corpus):
    with pytest.raises(ValueError) as error:
        find_phrases(corpus)
    assert str(error.value) == (
        "No two words stand side by side more than 5 times (min_count=5): "
        "give more text, or a smaller min_count."
    )


def test_texts_that_nobody_cut_into_tokens_are_refused():
    message = "A corpus is a sequence of token lists, not of strings: tokenize each text."
    for corpus in ("new york", ["new york"]):
        with pytest.raises(ValueError) as error:
            find_phrases(corpus)
        assert str(error.value) == message
        with pytest.raises(ValueError) as error:
            list(join_phrases(corpus, phrases_of("new york")))
        assert str(error.value) == message


def test_a_bad_number_of_phrases_to_show_is_refused():
    for show in (phrases_of("new york").top, phrases_of("new york").table):
        with pytest.raises(ValueError, match="^topn must be an integer of at least 1, not 0.$"):
            show(0)
