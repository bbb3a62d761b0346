"""Rare words with subwords: ours beside gensim's FastText, and plain skip-grams.

    python tests/benchmarks/rare_words.py
    python tests/benchmarks/rare_words.py --tokens 17000000 --epochs 3

Words that occur 100 to 1,000 times are made rare: all their occurrences but the first five leave the text.
What they mean is known all the same, from vectors that gensim trained by skip-grams on the whole text: its
cosines with words that are near, less near, and far are the truth. The score of a system is the mean
correlation (Spearman) of its cosines with them, over the rare words. Where none of their occurrences is left,
only n-grams can tell.
"""

import argparse
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import peers
import wikipedia

import w2v_helpers as w2v

RANKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # of the neighbours that are compared
NUM_WORDS, COUNTS, SETTINGS = 300, (100, 1000), {"window": 5, "negative": 5, "sample": 1e-4, "workers": 2}


def by_gensim(sentences: list[list[str]], epochs: int, seed: int, *, subwords: bool) -> Callable:
    """Train skip-grams by gensim; return what gives a word's vector."""
    from gensim.models import FastText, Word2Vec

    kind = FastText if subwords else Word2Vec
    model = kind(
        sentences, sg=1, vector_size=100, min_count=5, epochs=epochs, seed=seed, alpha=0.05, **SETTINGS
    )
    return model.wv.get_vector


def by_us(sentences: list[list[str]], epochs: int, seed: int, *, subwords: bool) -> Callable:
    """Train skip-grams by `train`; return what gives a word's vector."""
    vectors = w2v.train(
        sentences, epochs=epochs, subsample=1e-4, subwords=subwords, seed=seed, learning_rate=0.05, verbose=0
    )
    return vectors.__getitem__


def thinned(words: Sequence[str], rare: set[str], most: int) -> list[list[str]]:
    """Leave out all occurrences of rare words but so many first ones; return lines of 1000 words."""
    seen, kept = dict.fromkeys(rare, 0), []
    for word in words:
        if word in seen:
            seen[word] += 1
            if seen[word] > most:
                continue
        kept.append(word)
    return [kept[start : start + 1000] for start in range(0, len(kept), 1000)]


def correlation(vector_of: Callable, truth: dict[str, tuple[list[str], np.ndarray]]) -> tuple[float, int]:
    """Return the mean correlation of cosines with the truth, and for how many words there is one."""
    from scipy.stats import spearmanr

    found = []
    for word, (others, cosines) in truth.items():
        try:
            mine, theirs = vector_of(word), np.array([vector_of(other) for other in others])
        except KeyError:
            continue
        found.append(spearmanr(theirs @ mine / np.linalg.norm(theirs, axis=1), cosines).statistic)
    return float(np.mean(found)) if found else float("nan"), len(found)


def truth_of(words: list[str], epochs: int) -> dict[str, tuple[list[str], np.ndarray]]:
    """Choose rare words; return for each some others, near and far, and their cosines on the whole text."""
    vocabulary = w2v.Vocabulary.from_corpus([words], min_count=COUNTS[0])
    rng = np.random.default_rng(1)
    candidates = [
        word
        for word, count in zip(vocabulary.words, vocabulary.counts, strict=True)
        if COUNTS[0] <= count <= COUNTS[1]
    ]
    rare = [str(word) for word in rng.choice(candidates, NUM_WORDS, replace=False)]
    vector_of = by_gensim(thinned(words, set(), 0), epochs, 0, subwords=False)
    known = [word for word in vocabulary.words[2:] if word not in set(rare)]
    reference = w2v.WordVectors(known + rare, [vector_of(word) for word in known + rare])
    truth = {}
    for word in rare:
        near = [
            other for other, _ in reference.most_similar(word, topn=max(RANKS), restrict_vocab=len(known))
        ]
        others = [near[rank - 1] for rank in RANKS if rank <= len(near)]
        truth[word] = others, np.array([reference.similarity(word, other) for other in others])
    return truth


def main(arguments: list[str] | None = None) -> None:
    """Make the pairs, train each system on the thinned text, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tokens", type=int, default=5_000_000)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args(arguments)
    path: Path = wikipedia.parser("").get_default("corpus")
    if not path.is_file():
        print(f"skipped: there is no text at {path}")
        return
    words = list(itertools.islice(wikipedia.words_of(path), options.tokens))
    truth = truth_of(words, options.epochs)
    print(peers.machine(), f"{len(words):,} tokens, {options.epochs} epochs, {NUM_WORDS} words", "", sep="\n")
    print(f"{'':28}{'seen':>8}{'correlation':>13}{'words':>7}")
    for most in (5, 0):
        text = thinned(words, set(truth), most)
        for name, train, subwords in (
            ("train, subwords", by_us, True),
            ("gensim, FastText", by_gensim, True),
            ("train", by_us, False),
            ("gensim, Word2Vec", by_gensim, False),
        ):
            if not (most or subwords):
                continue
            judged = [
                correlation(train(text, options.epochs, seed, subwords=subwords), truth)
                for seed in range(1, options.seeds + 1)
            ]
            score = f"{np.mean([score for score, _ in judged]):.3f}"
            print(f"{name:28}{most:>8}{score:>13}{judged[0][1]:>7}", flush=True)


if __name__ == "__main__":
    main()
