"""Speed, memory and quality on Wikipedia: ours beside gensim and word2vec.c, on the same file in one run.

    python tests/benchmarks/wikipedia.py --word2vec-c word2vec.c
    python tests/benchmarks/wikipedia.py --demo --systems cbow,word2vec.c-cbow --word2vec-c word2vec.c
    python tests/benchmarks/wikipedia.py my_books.txt --tokens 1000000 --systems ours,fit,gensim --rounds 3

Without a path it looks for the file that W2V_WIKIPEDIA names, then for enwiki-2015-first-100mb.txt.xz in the
folder that W2V_DATA_DIR names. The text is first brought into one form, lower-case
words with a space between, so that all systems see the same tokens: on one line for ours and word2vec.c, on
lines of 1000 words for gensim, which reads line by line.

The settings are word2vec.c's: 100 dimensions, window 5, 5 negatives, sample 1e-4, words from 5 occurrences
on; with --demo those of its demo-word.sh: 200 dimensions, window 8, 25 negatives, 15 epochs. The learning
rate is .05 for gensim and for CBOW of word2vec.c, and .025 for its skip-gram, their own. Every system runs in
a process of its own and is measured from the file to the vectors, without the import of libraries and without
writing the vectors. "prepare" is what comes before training: reading, the vocabulary and, for ours, turning
words into ids; gensim and word2vec.c do that in each epoch. "words/s" are tokens of the vocabulary times
epochs by seconds of training. "peak MB" contains "import MB", what the libraries take alone.

The system `fit` trains our model on blocks with Keras's `fit`; those with `cbow` in their name train CBOW;
`subwords` and `gensim-fasttext` train skip-grams with n-grams.
"""

import argparse
import importlib.util
import itertools
import lzma
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import peers
from peers import Measurement

import w2v_helpers as w2v

DIMENSIONS, WINDOW_SIZE, NUM_NEGATIVES, SAMPLE, MIN_COUNT = 100, 5, 5, 1e-4, 5
GENSIM_RATE, WORD2VEC_C_RATE, WORD2VEC_C_CBOW_RATE = 0.05, 0.025, 0.05
DEMO = {"dimensions": 200, "window_size": 8, "num_negatives": 25}
FIT_BLOCKS = 32  # a step
EVALUATION = peers.DATA / "eval"
ANSWER_KEYS = ("wordsim353.csv", "SimLex-999.txt", "questions-words.txt")

COLUMNS = [  # title, key, format
    ("prepare s", "preparation", ".1f"),
    ("training s", "training", ".1f"),
    ("words/s", "speed", ",.0f"),
    ("× gensim", "times speed", ".2f"),
    ("total s", "total", ".1f"),
    ("× gensim", "times total", ".2f"),
    ("import MB", "import_mb", ",.0f"),
    ("peak MB", "peak_mb", ",.0f"),
    ("WordSim", "wordsim353.csv", ".3f"),
    ("SimLex", "SimLex-999.txt", ".3f"),
    ("analogies", "questions-words.txt", ".3f"),
    ("semantic", "semantic", ".3f"),
    ("syntactic", "syntactic", ".3f"),
]


@dataclass(frozen=True)
class Task:
    """What every system is given: the text in two forms, where the vectors go, how to train."""

    one_line: Path
    lines: Path
    vectors: Path
    epochs: int
    threads: int
    rate: float
    seed: int
    word2vec_c: Path | None
    dimensions: int = DIMENSIONS
    window_size: int = WINDOW_SIZE
    num_negatives: int = NUM_NEGATIVES


# The systems


def ours(task: Task, **changes) -> Measurement:
    """Train by `w2v.train`, with its defaults or changes of them."""
    settings = {
        "embedding_dim": task.dimensions,
        "window_size": task.window_size,
        "num_negatives": task.num_negatives,
        "subsample": SAMPLE,
        "epochs": task.epochs,
        "learning_rate": task.rate,
        "threads": task.threads,
        "seed": task.seed,
        **changes,
    }
    return peers.train_ours(task.one_line, task.vectors, MIN_COUNT, settings)


def our_model_by_fit(task: Task) -> Measurement:
    """Train the same model on blocks with Keras's `fit`, by gradient descent at a falling rate."""
    import keras

    from w2v_helpers.blocks import TARGETS_PER_BLOCK
    from w2v_helpers.model import word_vectors

    import_mb, _ = peers.memory()
    began = time.perf_counter()
    corpus = w2v.load_corpus(task.one_line)
    vocabulary = w2v.Vocabulary.from_corpus(corpus, min_count=MIN_COUNT)
    dataset = w2v.block_dataset(
        corpus,
        vocabulary,
        window_size=task.window_size,
        num_negatives=task.num_negatives,
        subsample=SAMPLE,
        blocks_per_step=FIT_BLOCKS,
        seed=task.seed,
    )
    prepared = time.perf_counter()
    model = w2v.SkipGram(len(vocabulary), task.dimensions, seed=task.seed)
    # Keras takes the mean over the targets of a batch; the rate is that of one.
    targets = FIT_BLOCKS * TARGETS_PER_BLOCK
    kept = (w2v.keep_probabilities(vocabulary.counts, SAMPLE) * vocabulary.counts).sum()
    rate = keras.optimizers.schedules.PolynomialDecay(task.rate * targets, task.epochs * kept // targets, 0.0)
    model.compile(keras.optimizers.SGD(rate), w2v.NegativeSamplingLoss(), steps_per_execution=16)
    model.fit(dataset, epochs=task.epochs, verbose=0)
    vectors = word_vectors(model, vocabulary)
    seconds = prepared - began, time.perf_counter() - prepared
    sizes = int(vocabulary.counts.sum()), len(vectors)
    measured = Measurement(*seconds, *sizes, import_mb, peers.memory()[1])
    vectors.save_word2vec(task.vectors, binary=True)
    return measured


def gensim_queue(task: Task) -> Measurement:
    """Train by gensim, which reads lines in Python and hands them to its threads."""
    from gensim.models.word2vec import LineSentence

    return gensim(task, corpus_iterable=LineSentence(str(task.lines)))


def gensim_file(task: Task) -> Measurement:
    """Train by gensim, whose threads read the file themselves."""
    return gensim(task, corpus_file=str(task.lines))


def gensim(task: Task, *, skip_gram: bool = True, subwords: bool = False, **corpus) -> Measurement:
    """Train by gensim on a corpus in either form: skip-gram, with or without subwords, or CBOW."""
    from gensim.models import FastText, Word2Vec

    import_mb, _ = peers.memory()
    began = time.perf_counter()
    model = (FastText if subwords else Word2Vec)(
        sg=int(skip_gram),
        vector_size=task.dimensions,
        window=task.window_size,
        negative=task.num_negatives,
        sample=SAMPLE,
        min_count=MIN_COUNT,
        epochs=task.epochs,
        alpha=GENSIM_RATE,
        workers=task.threads,
        seed=task.seed,
    )
    model.build_vocab(**corpus)
    prepared = time.perf_counter()
    sizes = {"total_examples": model.corpus_count, "total_words": model.corpus_total_words}
    model.train(**corpus, **sizes, epochs=task.epochs)
    seconds = prepared - began, time.perf_counter() - prepared
    tokens = sum(int(model.wv.get_vecattr(word, "count")) for word in model.wv.index_to_key)
    measured = Measurement(*seconds, tokens, len(model.wv), import_mb, peers.memory()[1])
    model.wv.save_word2vec_format(str(task.vectors), binary=True)
    return measured


def our_cbow(task: Task) -> Measurement:
    """Train CBOW by `w2v.train`, at its own learning rate."""
    return ours(task, architecture="cbow", learning_rate=None)


def gensim_cbow(task: Task) -> Measurement:
    """Train CBOW by gensim, whose threads read the file themselves."""
    return gensim(task, skip_gram=False, corpus_file=str(task.lines))


def our_subwords(task: Task) -> Measurement:
    """Train skip-grams with subwords by `w2v.train`."""
    return ours(task, subwords=True)


def gensim_fasttext(task: Task) -> Measurement:
    """Train skip-grams with subwords by gensim's FastText, whose threads read the file themselves."""
    return gensim(task, subwords=True, corpus_file=str(task.lines))


def word2vec_c(task: Task, *, skip_gram: bool = True) -> Measurement:
    """Train by word2vec.c. It tells its progress while it trains, and only then: that parts its seconds."""
    command = word2vec_c_command(task, skip_gram)
    output, first, last = bytearray(), None, None
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        while part := process.stdout.read1():
            output += part
            if b"Progress" in output:
                last = time.perf_counter()
                first = first or last
    text = output.decode(errors="replace")
    if process.returncode or first is None:
        raise RuntimeError(f"it ended with {process.returncode} and said {text[-200:]!r}")
    words, tokens = (int(re.search(rf"{what}: (\d+)", text)[1]) for what in ("Vocab size", "train file"))
    return Measurement(first - began, last - first, tokens, words, 0.0, peers.memory_of_children())


def word2vec_c_cbow(task: Task) -> Measurement:
    """Train CBOW by word2vec.c."""
    return word2vec_c(task, skip_gram=False)


def word2vec_c_command(task: Task, skip_gram: bool) -> list[str]:
    """Write the command line of word2vec.c."""
    options = {
        "train": task.one_line,
        "output": task.vectors,
        "binary": 1,
        "cbow": int(not skip_gram),
        "hs": 0,
        "size": task.dimensions,
        "window": task.window_size,
        "negative": task.num_negatives,
        "sample": SAMPLE,
        "min-count": MIN_COUNT,
        "iter": task.epochs,
        "alpha": WORD2VEC_C_RATE if skip_gram else WORD2VEC_C_CBOW_RATE,
        "threads": task.threads,
    }
    pairs = ((f"-{name}", str(value)) for name, value in options.items())
    return [str(task.word2vec_c), *itertools.chain.from_iterable(pairs)]


SYSTEMS: dict[str, Callable[[Task], Measurement]] = {
    "ours": ours,
    "fit": our_model_by_fit,
    "gensim": gensim_queue,
    "gensim-file": gensim_file,
    "word2vec.c": word2vec_c,
    "cbow": our_cbow,
    "gensim-cbow": gensim_cbow,
    "word2vec.c-cbow": word2vec_c_cbow,
    "subwords": our_subwords,
    "gensim-fasttext": gensim_fasttext,
}
USUAL = "ours,fit,gensim,gensim-file,word2vec.c"


# The text


def words_of(path: Path) -> Iterator[str]:
    """Read the words of a text, which may be packed by xz and may be a single line."""
    rest = ""
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as file:
        while part := file.read(2**20):
            whole, _, rest = (rest + part).rpartition(" ")
            yield from w2v.tokenize(whole)
    yield from w2v.tokenize(rest)


def write_text(words: Iterator[str], one_line: Path, lines: Path) -> int:
    """Write words once on a single line and once 1000 on each, and return how many they are."""
    count = 0
    with one_line.open("w", encoding="utf-8") as one, lines.open("w", encoding="utf-8") as many:
        while words_of_line := list(itertools.islice(words, 1000)):
            line = " ".join(words_of_line)
            one.write(line + " ")
            many.write(line + "\n")
            count += len(words_of_line)
    return count


def program(path: Path, folder: Path) -> Path:
    """Return word2vec.c as a program: compiled, where it is given as source."""
    if path.suffix != ".c":
        return path.absolute()
    command = ["gcc", path, "-o", folder / "word2vec", "-O3", "-march=native", "-funroll-loops"]
    subprocess.run([*command, "-w", "-lm", "-pthread"], check=True)
    return folder / "word2vec"


# The measurement


def lacking(name: str, path: Path | None) -> str | None:
    """Say why a system cannot be measured, if so."""
    if name.startswith("gensim") and importlib.util.find_spec("gensim") is None:
        return "gensim is not installed"
    if not name.startswith("word2vec.c"):
        return None
    if path is None:
        return "no --word2vec-c"
    if not path.is_file():
        return f"there is no {path}"
    return "gcc is not installed" if path.suffix == ".c" and shutil.which("gcc") is None else None


def scores(vectors: w2v.WordVectors) -> dict[str, float]:
    """Judge vectors by those answer keys that are at hand."""
    judged = {}
    for path in (EVALUATION / name for name in ANSWER_KEYS):
        if path.name == "questions-words.txt" and path.is_file():
            answers = w2v.evaluate_analogies(vectors, path, restrict_vocab=30_000)
            judged[path.name] = answers.accuracy
            for kind, is_syntactic in (("semantic", False), ("syntactic", True)):
                sections = [
                    numbers
                    for name, numbers in answers.sections.items()
                    if name.startswith("gram") == is_syntactic
                ]
                right, asked = map(sum, zip(*sections, strict=True))
                judged[kind] = right / max(asked, 1)
        elif path.is_file():
            judged[path.name] = w2v.evaluate_similarity(vectors, path).spearman
    return {name: round(score, 4) for name, score in judged.items()}


def measure(name: str, task: Task) -> dict:
    """Run one system, judge its vectors, and print and return a record of both."""
    if reason := lacking(name, task.word2vec_c):
        return peers.as_record(f"skipped: {reason}", system=name)
    # Each system reads the text for the first time: none finds the tokens that another has kept.
    os.environ["W2V_CACHE_DIR"] = tempfile.mkdtemp(dir=task.vectors.parent)
    try:
        measured = peers.alone(SYSTEMS[name], task)
        judged = scores(w2v.WordVectors.load_word2vec(task.vectors, binary=True))
    except Exception as error:  # the others are to be measured all the same
        return peers.as_record(f"failed: {error!r}", system=name)
    return peers.as_record(measured, system=name, seed=task.seed, **judged)


def compare(records: list[dict], epochs: int) -> dict[str, dict]:
    """Take the medians of each system over the rounds, and set them against gensim's queue."""
    systems = dict.fromkeys(record["system"] for record in records)
    rows = {name: peers.medians([r for r in records if r["system"] == name]) for name in systems}
    measured = [row for row in rows.values() if row]
    for row in measured:
        # The tokens are the same for all, but for the line ends that word2vec.c counts.
        row["speed"] = measured[0]["tokens"] * epochs / row["training"]
        row["total"] = row["preparation"] + row["training"]
    if gensims := rows.get("gensim"):
        for row in measured:
            row["times speed"] = row["speed"] / gensims["speed"]
            row["times total"] = gensims["total"] / row["total"]
    return rows


def table(records: list[dict], epochs: int) -> list[str]:
    """Format a row for each system, with the reason where there is nothing to show."""
    reasons = {record["system"]: record["reason"] for record in records if "reason" in record}
    lines = ["".join([f"{'':12}", *(f"{title:>11}" for title, _, _ in COLUMNS)])]
    for name, row in compare(records, epochs).items():
        cells = [f"{row[key]:>11{form}}" if key in row else f"{'-':>11}" for _, key, form in COLUMNS]
        lines.append(f"{name:12}" + ("".join(cells) if row else f"  {reasons[name]}"))
    absent = [name for name in ANSWER_KEYS if not (EVALUATION / name).is_file()]
    return [*lines, *(f"no score: there is no {name} in {EVALUATION}" for name in absent)]


def parser(description: str) -> argparse.ArgumentParser:
    """Make a parser of what all trainings on this text can be told."""
    parser = argparse.ArgumentParser(description=description)
    default = os.environ.get("W2V_WIKIPEDIA") or peers.DATA / "enwiki-2015-first-100mb.txt.xz"
    parser.add_argument("corpus", nargs="?", type=Path, default=Path(default), help="a text, may end in .xz")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tokens", type=int, help="use only this many tokens, the first ones")
    parser.add_argument("--rate", type=float, default=0.05, help="our learning rate")
    return parser


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    reader = parser("Compare training with gensim and word2vec.c.")
    reader.add_argument("--rounds", type=int, default=1, help="how often to run all systems in turn")
    reader.add_argument("--systems", default=USUAL, help=f"of {', '.join(SYSTEMS)}; by default {USUAL}")
    reader.set_defaults(epochs=None)
    reader.add_argument("--demo", action="store_true", help="the settings of word2vec.c's demo-word.sh")
    reader.add_argument("--word2vec-c", type=Path, help="its source, or the program made of it")
    options = reader.parse_args(arguments)
    options.systems = options.systems.split(",")
    if options.epochs is None:
        options.epochs = 15 if options.demo else 3
    if unknown := set(options.systems) - set(SYSTEMS):
        reader.error(f"unknown systems {', '.join(sorted(unknown))}; there are {', '.join(SYSTEMS)}")
    return options


def prepare(options: argparse.Namespace, folder: Path) -> Task:
    """Write the text for all systems, compile what must be compiled, and say what is measured."""
    task = Task(
        *(folder / name for name in ("one_line.txt", "lines.txt", "vectors.bin")),
        epochs=options.epochs,
        threads=options.threads,
        rate=options.rate,
        seed=1,
        word2vec_c=options.word2vec_c,
        **(DEMO if options.demo else {}),
    )
    words = itertools.islice(words_of(options.corpus), options.tokens)
    count = write_text(words, task.one_line, task.lines)
    print(peers.machine())
    print(
        f"{options.corpus.name}, {count:,} tokens, {task.epochs} epochs, {task.threads} threads", flush=True
    )
    if any(name.startswith("word2vec.c") for name in options.systems) and not lacking(
        "word2vec.c", task.word2vec_c
    ):
        task = replace(task, word2vec_c=program(task.word2vec_c, folder))
    return task


def main(arguments: list[str] | None = None) -> None:
    """Measure all systems in turn, and print a table."""
    options = parse(arguments)
    if not options.corpus.is_file():
        print(f"skipped: there is no text at {options.corpus}")
        return
    with tempfile.TemporaryDirectory() as folder:
        task = prepare(options, Path(folder))
        tasks = [replace(task, seed=1 + number) for number in range(options.rounds)]
        records = [measure(name, task) for task in tasks for name in options.systems]
    print(f"\nmedian of {options.rounds} rounds" if options.rounds > 1 else "")
    print(*table(records, options.epochs), sep="\n")


if __name__ == "__main__":
    main()
