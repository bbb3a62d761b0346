"""Which settings suit a text of which size? The measurement that the advice of `describe` rests on.

    python tests/benchmarks/advice.py
    python tests/benchmarks/advice.py --keep build/advice --minutes 4

The second form goes on where it ended, when called again. Texts are slices of the embedded corpus, of seven
novels, and of Wikipedia, where W2V_DATA_DIR has them. Each slice is trained on with the
settings in the middle of a star, and with one or two of them changed.

The score: for each word, the other words are ranked by how near in meaning they truly are, from 0 to 1. It is
the mean rank of the 5 neighbours that the vectors give; .5 is chance. What is true says the answer key of
Tinyworld, and for the others the cosines of vectors trained on 4 million words of Wikipedia, the mean of a
narrow and a wide window. Asked are the words that are frequent enough for the middle of the star; "rare" is
the score of those that a smaller min_count adds. "Same kind" is the share of neighbours in Tinyworld that are
of the same topic and the same kind of thing, "same topic" of those that share only the topic.
"""

import argparse
import functools
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import peers
import wikipedia
from scipy import stats
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

import w2v_helpers as w2v
from data.generators import tinyworld, words as lexicon

WIKIPEDIA = wikipedia.parser("").get_default("corpus")
REFERENCE_TOKENS, REFERENCE_EPOCHS, REFERENCE_WINDOWS = 4_000_000, 3, (3, 10)
NOT_ASKED = 100  # most frequent words of the reference: they keep any company
MOST_ASKED = 6_000  # words, the most frequent ones; their table of cosines must fit into memory several times
TOPN = 5
ALONE = {"threads": 1, "device": "CPU", "verbose": 0}  # several trainings run at the same time
LEAST = {2_000: 2, 8_000: 3}  # min_count in the middle; 5 where none is given
MIDDLE = {"epochs": 20}  # the default settings of `train`, but for min_count and for the largest text
EPOCHS = {  # tokens → epochs to try beside it
    2_000: (10, 60, 150, 400),
    8_000: (10, 60, 150),
    30_000: (10, 60, 150),
    120_000: (5, 10, 60),
    500_000: (5, 10),
    2_000_000: (5, 10),
}
TEXTS = {  # name → sizes
    "tinyworld": (2_000, 8_000, 30_000, 120_000, 240_000),
    "novels": (2_000, 8_000, 30_000, 120_000, 500_000),
    "wikipedia": (2_000_000,),
}
CUTS = ("one document", "lines", "pieces of 4", "no function words")


def star(text: str, tokens: int) -> Iterator[dict]:
    """Yield the settings to try on a slice, the middle first."""
    yield MIDDLE
    if text == "tinyworld" and tokens not in (8_000, 30_000):
        return  # only to see which neighbours a text of this size gives
    yield from ({"epochs": epochs} for epochs in EPOCHS[tokens])
    middle = {"epochs": EPOCHS[tokens][0]} if tokens > 500_000 else MIDDLE
    yield from (middle | {"window_size": window} for window in (3, 10))
    if tokens > 120_000:
        return
    if tokens <= 30_000:
        yield from ({"epochs": 60, "window_size": window} for window in (3, 10))
        yield middle | {"min_count": 1 if tokens == 2_000 else 2}
    yield middle | {"learning_rate": 0.025}
    yield middle | {"learning_rate": 0.025, "window_size": 10}
    for subsample in (None, 1e-4):
        yield middle | {"subsample": subsample}
    yield middle | {"num_negatives": 15}
    yield middle | {"embedding_dim": 50}
    if (text, tokens) == ("novels", 120_000):
        yield from (middle | {"cut": cut} for cut in CUTS)


STEERS = {"epochs", "window_size"}  # are measured first

# The texts


@functools.cache
def documents(text: str) -> list[str]:
    """Return the documents of a text, or none where it is absent."""
    if text == "tinyworld":
        return w2v.load_corpus("tinyworld").documents
    if text == "wikipedia":  # words behind those of the reference
        words = wikipedia.words_of(WIKIPEDIA)
        needed = itertools.islice(words, REFERENCE_TOKENS, REFERENCE_TOKENS + 2 * max(EPOCHS))
        return [" ".join(needed)]
    paths = sorted((peers.DATA / "gutenberg").glob("*.txt"))
    return [document for path in paths for document in w2v.load_corpus(path).documents]


def slice_of(text: str, tokens: int, number: int) -> list[str]:
    """Take so many tokens in a row from a text, from another place for each number."""
    chosen, left = [], tokens
    everything = documents(text)
    begin = int(np.random.default_rng([number, tokens]).integers(len(everything)))
    for document in [*everything[begin:], *everything[:begin]]:
        words = document.split(" ", left)  # a rest stays whole at the end
        chosen.append(" ".join(words[:left]))
        left -= len(words[:left])
        if left <= 0:
            break
    return chosen


def cut_up(pieces: list[str], how: str) -> list[list[str]]:
    """Cut a slice into documents of tokens: as it is, as one, at line ends, or after every fourth word.

    Or leave out the words that lists of "stop words" have.
    """
    if how == "lines":
        pieces = [line for piece in pieces for line in piece.splitlines()]
    cut = [w2v.tokenize(piece) for piece in pieces]
    if how in ("one document", "pieces of 4"):
        cut = [list(itertools.chain.from_iterable(cut))]
    if how == "no function words":
        cut = [[word for word in tokens if word not in ENGLISH_STOP_WORDS] for tokens in cut]
    if how == "pieces of 4":
        cut = [cut[0][start : start + 4] for start in range(0, len(cut[0]), 4)]
    return cut


# The truth


def by_answer_key(words: list[str]) -> np.ndarray:
    """Say how near two words of Tinyworld are, NaN for those that its tables do not know."""
    group_of = {word.lower(): group for group in tinyworld.groups() for word in group[2]}
    likeness = np.full((len(words), len(words)), np.nan)
    known = [(number, group_of[word]) for number, word in enumerate(words) if word in group_of]
    for (one, group), (other, other_group) in itertools.product(known, repeat=2):
        likeness[one, other] = tinyworld.likeness(group, other_group)
    return likeness


def by_reference(words: list[str], folder: Path) -> np.ndarray:
    """Say how near two words are in Wikipedia, NaN for those it does not have or has all the time."""
    likeness = np.zeros((len(words), len(words)))
    for window in REFERENCE_WINDOWS:
        vectors = w2v.WordVectors.load(reference_path(folder, window))
        asked = set(vectors.words[NOT_ASKED:])
        unit = np.full((len(words), vectors.matrix.shape[1]), np.nan)
        rows = [number for number, word in enumerate(words) if word in asked]
        unit[rows] = vectors.unit_vectors()[[vectors.id(words[row]) for row in rows]]
        likeness += unit @ unit.T
    return likeness


def reference_path(folder: Path, window: int) -> Path:
    """Return where the reference vectors of a window lie."""
    return folder / f"reference-{window}.npz"


def make_reference(folder: Path, window: int) -> None:
    """Train the reference vectors of a window, unless they are there."""
    if reference_path(folder, window).is_file():
        return
    words = itertools.islice(wikipedia.words_of(WIKIPEDIA), REFERENCE_TOKENS)
    vectors = w2v.train(
        [list(words)],
        window_size=window,
        epochs=REFERENCE_EPOCHS,
        min_count=10,
        subsample=1e-4,
        learning_rate=0.025,
        **ALONE,
    )
    vectors.save(reference_path(folder, window))


def score(
    vectors: w2v.WordVectors, words: list[str], likeness: np.ndarray, asked: slice | np.ndarray = slice(None)
) -> float:
    """Return the mean rank, from 0 to 1, that the nearest words have in truth.

    Args:
        vectors: the vectors to judge.
        words: str (W,), those among which neighbours are looked for.
        likeness: float (W, W), how near they truly are.
        asked: which of them to ask; all, if not given.
    """
    ranks = stats.rankdata(np.where(np.eye(len(words)), -np.inf, likeness), axis=1)  # 1 is the word itself
    shares = (ranks - 2) / (len(words) - 2)
    return round(float(np.take_along_axis(shares, nearest(vectors, words), axis=1)[asked].mean()), 4)


def nearest(vectors: w2v.WordVectors, words: list[str]) -> np.ndarray:
    """Return the places in `words` of each one's nearest ones among them: int (W, TOPN)."""
    unit = vectors.unit_vectors()[[vectors.id(word) for word in words]]
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -np.inf)
    return np.argpartition(-cosines, TOPN, axis=1)[:, :TOPN]


def relations(vectors: w2v.WordVectors, words: list[str], likeness: np.ndarray) -> dict[str, float]:
    """Return how many of the nearest words are of the same kind, and how many only of the same topic."""
    of_nearest = np.take_along_axis(likeness, nearest(vectors, words), axis=1)
    score_of = lexicon.SCORES
    shares = (of_nearest >= score_of["domain and kind"]).mean(), (of_nearest == score_of["domain"]).mean()
    return {
        name: round(float(share), 3) for name, share in zip(("same kind", "same topic"), shares, strict=True)
    }


def measure(task: tuple[str, int, int, dict], folder: Path) -> dict:
    """Train once and judge; return a row of what was measured."""
    text, tokens, number, changes = task
    corpus = cut_up(slice_of(text, tokens, number), changes.get("cut", "as it is"))
    least = LEAST.get(tokens, 5)
    settings = {"min_count": least} | {name: value for name, value in changes.items() if name != "cut"}
    row = {"text": text, "tokens": tokens, "slice": number, "changes": changes}
    began = time.perf_counter()
    try:
        if settings["epochs"]:
            vectors = w2v.train(corpus, **settings, seed=number, **ALONE)
        else:
            vectors = w2v.ppmi_svd(corpus, embedding_dim=50, min_count=least)
    except ValueError as error:
        return row | {"asked": 0, "score": float("nan"), "error": str(error)}
    row["seconds"] = round(time.perf_counter() - began, 1)
    words = vectors.words[:MOST_ASKED]
    likeness = by_answer_key(words) if text == "tinyworld" else by_reference(words, folder)
    return row | judge(vectors, likeness, least, text == "tinyworld")


def judge(vectors: w2v.WordVectors, likeness: np.ndarray, least: int, has_kinds: bool) -> dict:
    """Return the scores of words that occur so often, and of the others, and how neighbours are related."""
    known = np.flatnonzero(~np.isnan(likeness).all(axis=1))
    often = known[vectors.counts[known] >= least]
    words, among_them = [vectors.words[n] for n in often], likeness[np.ix_(often, often)]
    found = {"asked": len(often), "score": score(vectors, words, among_them)}
    if has_kinds:
        found |= relations(vectors, words, among_them)
    if len(known) > len(often):
        words, rare = [vectors.words[n] for n in known], vectors.counts[known] < least
        found["rare"] = score(vectors, words, likeness[np.ix_(known, known)], rare)
    return found


# The table


def key(row: dict) -> str:
    """Name what a row measured."""
    return json.dumps([row["text"], row["tokens"], row["slice"], row["changes"]])


def name(changes: dict) -> str:
    """Write settings short: `20 epochs, window 10`."""
    epochs = f"{changes['epochs']} epochs" if changes["epochs"] else "PPMI + SVD"
    return ", ".join([epochs, *(f"{k} {v}" for k, v in changes.items() if k != "epochs")])


def tables(rows: list[dict]) -> Iterator[str]:
    """Format what each size of text reaches in the middle of the star, and what each change gains there."""
    found: dict[tuple[str, int], dict[str, list[dict]]] = {}
    for row in rows:
        found.setdefault((row["text"], row["tokens"]), {}).setdefault(name(row["changes"]), []).append(row)
    yield "| text | tokens | words asked | score | rare | same kind | same topic |"
    yield f"|{'---|' * 7}"
    for (text, tokens), of_setting in found.items():
        rare = mean([row for rows in of_setting.values() for row in rows], "rare", ".3f")
        middle = of_setting[name(MIDDLE)]
        formats = {"asked": ".0f", "score": ".3f", "same kind": ".0%", "same topic": ".0%"}
        asked, reached, kind, topic = (mean(middle, column, form) for column, form in formats.items())
        yield f"| {text} | {tokens:,} | {asked} | {reached} | {rare} | {kind} | {topic} |"
    changed = {size: of_setting for size, of_setting in found.items() if len(of_setting) > 2}
    yield f"\n| settings | {' | '.join(f'{text} {tokens:,}' for text, tokens in changed)} |"
    yield f"|{'---|' * (1 + len(changed))}"
    for title in dict.fromkeys(title for of_setting in changed.values() for title in of_setting):
        if title != name(MIDDLE):
            gains = (
                gained(of_setting.get(title, []), of_setting[name(MIDDLE)]) for of_setting in changed.values()
            )
            yield f"| {title} | {' | '.join(gains)} |"


def mean(rows: list[dict], column: str, form: str) -> str:
    """Format the mean of those rows that have the column."""
    values = [row[column] for row in rows if column in row]
    return format(statistics.mean(values), form) if values else ""


def gained(rows: list[dict], middle: list[dict]) -> str:
    """Format by how much the score is above that of the middle, for each slice."""
    of_slice = {row["slice"]: row["score"] for row in middle}
    gains = (row["score"] - of_slice[row["slice"]] for row in rows if row["slice"] in of_slice)
    return " ".join("not finite" if np.isnan(gain) else f"{gain:+.3f}" for gain in gains)


def tasks(slices: int) -> list[tuple[str, int, int, dict]]:
    """List all that is to be measured: short texts, first slices, epochs and windows before the others."""
    is_there = {
        "tinyworld": True,
        "novels": any((peers.DATA / "gutenberg").glob("*.txt")) and WIKIPEDIA.is_file(),
        "wikipedia": WIKIPEDIA.is_file(),
    }
    wanted = []
    for number, text in itertools.product(range(slices), TEXTS):
        for tokens in TEXTS[text] if is_there[text] else ():
            if number and tokens > 30_000:
                continue  # the larger a slice, the less depends on which it is
            wanted += [(text, tokens, number, changes) for changes in star(text, tokens)]
            if not number and tokens <= 120_000:
                wanted.append((text, tokens, number, {"epochs": 0}))
    return sorted(wanted, key=lambda task: (task[1] > 120_000, task[2], not task[3].keys() <= STEERS))


def measure_all(open_tasks: list, folder: Path, workers: int, minutes: float) -> Iterator[dict]:
    """Measure one task after the other until the time is up; keep and yield each row."""
    began = time.monotonic()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        if any(text != "tinyworld" for text, *_ in open_tasks):
            list(pool.map(make_reference, [folder] * 2, REFERENCE_WINDOWS))
        for start in range(0, len(open_tasks), workers):
            if time.monotonic() - began > 60 * minutes:
                return
            for row in pool.map(partial(measure, folder=folder), open_tasks[start : start + workers]):
                with (folder / "rows.jsonl").open("a") as file:
                    print(json.dumps(row), file=file)
                yield row


def main(arguments: list[str] | None = None) -> None:
    """Measure what is not measured yet, and print the table."""
    parser = argparse.ArgumentParser(description="Find which settings suit a text of which size.")
    parser.add_argument("--slices", type=int, default=2, help="of each text and size, up to 30,000 tokens")
    parser.add_argument("--keep", type=Path, help="a folder to keep what is measured, so that it can go on")
    parser.add_argument("--minutes", type=float, default=60, help="begin nothing new after so long")
    parser.add_argument("--workers", type=int, default=2, help="trainings at the same time")
    options = parser.parse_args(arguments)
    folder = options.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "rows.jsonl"
    rows = [json.loads(line) for line in kept.read_text().splitlines()] if kept.is_file() else []
    done, wanted = {key(row) for row in rows}, tasks(options.slices)
    open_tasks = [task for task in wanted if json.dumps(task) not in done]
    rows += measure_all(open_tasks, folder, options.workers, options.minutes)
    place = {json.dumps(task): number for number, task in enumerate(wanted)}
    rows = [row for row in rows if key(row) in place]
    rows.sort(key=lambda row: (list(TEXTS).index(row["text"]), row["tokens"], place[key(row)]))
    print(peers.machine(), *tables(rows), sep="\n")
    print(f"{len(rows)} of {len(wanted)} measured")


if __name__ == "__main__":
    main()
