"""Reading a long text: from the file to vocabulary and ids, ours beside gensim; training on a longer one.

    python tests/benchmarks/reading.py
    python tests/benchmarks/reading.py my_books.txt --times 10 --rounds 1

Without a path it takes the text of `wikipedia.py`. Rounds alternate between the candidates, each in a
process of its own, and the figures are medians. "ours" loads the corpus, makes the vocabulary and turns all
words into ids, with an empty folder for tokens; "ours again" finds the tokens of the first on the disk.
gensim reads the same words line by line and makes its vocabulary; it makes no ids, and so reads the text
again in each epoch.

`--times 10` also writes the text ten times into one file, trains one epoch on it, and says how much memory
that took beyond the import of the libraries.
"""

import itertools
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import peers
import wikipedia

import w2v_helpers as w2v


def ours(text: Path, cache: Path) -> peers.Measurement:
    """Read a text into a vocabulary and ids."""
    from w2v_helpers.vocabulary import vocabulary_and_ids  # NumPy, which is not part of what is measured

    os.environ["W2V_CACHE_DIR"] = str(cache)
    import_mb, _ = peers.memory()
    began = time.perf_counter()
    vocabulary, _ = vocabulary_and_ids(w2v.load_corpus(text), min_count=wikipedia.MIN_COUNT)
    seconds = time.perf_counter() - began
    sizes = int(vocabulary.counts.sum()), len(vocabulary) - 2
    return peers.Measurement(seconds, 0.0, *sizes, import_mb, peers.memory()[1])


def gensim(lines: Path, _: Path) -> peers.Measurement:
    """Let gensim read a text into a vocabulary."""
    from gensim.models import Word2Vec
    from gensim.models.word2vec import LineSentence

    import_mb, _ = peers.memory()
    began = time.perf_counter()
    model = Word2Vec(min_count=wikipedia.MIN_COUNT)
    model.build_vocab(LineSentence(str(lines)))
    seconds = time.perf_counter() - began
    tokens = sum(int(model.wv.get_vecattr(word, "count")) for word in model.wv.index_to_key)
    return peers.Measurement(seconds, 0.0, tokens, len(model.wv), import_mb, peers.memory()[1])


def train(text: Path, cache: Path) -> peers.Measurement:
    """Train one epoch."""
    os.environ["W2V_CACHE_DIR"] = str(cache)
    settings = {"epochs": 1, "subsample": wikipedia.SAMPLE, "embedding_dim": wikipedia.DIMENSIONS}
    return peers.train_ours(text, None, wikipedia.MIN_COUNT, settings)


def compare(one_line: Path, lines: Path, folder: Path, rounds: int) -> dict[str, list[dict]]:
    """Measure all candidates, taking turns."""
    records: dict[str, list[dict]] = {"ours": [], "ours again": [], "gensim": []}
    for number in range(rounds):
        cache = folder / f"cache {number}"
        calls: list[tuple[str, Callable, Path]] = [("ours", ours, one_line), ("ours again", ours, one_line)]
        if wikipedia.lacking("gensim", None) is None:
            calls.append(("gensim", gensim, lines))
        for name, candidate, text in calls:
            measured = peers.alone(candidate, text, cache)
            records[name].append(peers.as_record(measured, candidate=name))
    return records


def table(records: dict[str, list[dict]], size: int) -> list[str]:
    """Format a row for each candidate."""
    rows = {name: peers.medians(some) for name, some in records.items()}
    title = f"{'':12}{'seconds':>9}{'tokens/s':>13}{'× gensim':>10}{'peak MB':>9}{'import MB':>11}"
    lines = [title]
    for name, row in rows.items():
        if not row:
            lines.append(f"{name:12}  skipped: gensim is not installed")
            continue
        ratio = (
            f"{rows['gensim']['preparation'] / row['preparation']:10.2f}" if rows["gensim"] else f"{'-':>10}"
        )
        speed, memory = (
            f"{size / row['preparation']:13,.0f}",
            f"{row['peak_mb']:9,.0f}{row['import_mb']:11,.0f}",
        )
        lines.append(f"{name:12}{row['preparation']:9.2f}{speed}{ratio}{memory}")
    return lines


def write_times(text: Path, times: int, path: Path) -> None:
    """Write a text several times into one file."""
    with path.open("w", encoding="utf-8") as file:
        for _ in range(times):
            file.write(text.read_text(encoding="utf-8"))


def main() -> None:
    """Compare, and train on a long file if asked to."""
    parser = wikipedia.parser(__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--times", type=int, default=0, help="write the text so often, and train on that")
    options = parser.parse_args()
    print(peers.machine())
    if not options.corpus.is_file():
        print(f"skipped: there is no {options.corpus}; give the path of a text, or set W2V_WIKIPEDIA")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one_line, lines, many = folder / "text.txt", folder / "lines.txt", folder / "many.txt"
        words = itertools.islice(wikipedia.words_of(options.corpus), options.tokens)
        size = wikipedia.write_text(words, one_line, lines)
        print(f"{options.corpus.name}, {size:,} tokens, {one_line.stat().st_size / 1e6:.0f} MB")
        print(*table(compare(one_line, lines, folder, options.rounds), size), sep="\n")
        if options.times:
            write_times(one_line, options.times, many)
            measured = peers.alone(train, many, folder / "cache of many")
            peers.as_record(measured, text_mb=round(many.stat().st_size / 1e6))
            print(f"beyond the import: {measured.peak_mb - measured.import_mb:,.0f} MB at most")


if __name__ == "__main__":
    main()
