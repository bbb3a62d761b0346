"""What the benchmarks of speed and memory share: the machine, a process for each candidate, our own training.

    python tests/benchmarks/peers.py

prints on which machine and with which versions they measure.
"""

import importlib.metadata
import json
import multiprocessing
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

DATA = Path(os.environ.get("W2V_DATA_DIR") or "no_data_dir")
_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


@dataclass(frozen=True)
class Measurement:
    """What a training took.

    Attributes:
        preparation: seconds from the file to the vocabulary; with what a system encodes before it trains.
        training: seconds after that, to the finished vectors.
        tokens: those of the corpus that are in the vocabulary.
        words: how many the vocabulary has.
        import_mb: memory held once the libraries are imported, in MB.
        peak_mb: the most memory held at any time, that of the libraries included.
    """

    preparation: float
    training: float
    tokens: int
    words: int
    import_mb: float
    peak_mb: float


def machine() -> str:
    """Name the processor and the versions."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor() or platform.machine()
    packages = ", ".join(f"{name} {_version(name)}" for name in ("tensorflow", "keras", "numpy", "gensim"))
    return f"{processor}, {os.cpu_count()} cores; Python {platform.python_version()}, {packages}"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


def alone(function: Callable, *arguments):
    """Call a function in a process of its own, so that the memory it takes is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def memory() -> tuple[float, float]:
    """Return what this process holds now and the most it ever held, in MB."""
    status = Path("/proc/self/status")
    if not status.exists():  # then the most so far stands for both
        return (most := _most_held(resource.RUSAGE_SELF), most)
    # Linux counts into ru_maxrss what the parent held when it started us; VmHWM starts anew with our program.
    fields = dict(line.split(":") for line in status.read_text().splitlines())
    now, most = (int(fields[name].split()[0]) * 1024 / 1e6 for name in ("VmRSS", "VmHWM"))
    return now, most


def memory_of_children() -> float:
    """Return the most that a finished child of this process ever held, in MB."""
    return _most_held(resource.RUSAGE_CHILDREN)


def _most_held(who: int) -> float:
    return resource.getrusage(who).ru_maxrss * _UNIT / 1e6


def train_ours(
    text: Path,
    vectors_path: Path | None,
    min_count: int,
    settings: dict,
    read: Callable[[Path], Iterable[list[str]]] | None = None,
) -> Measurement:
    """Train with `w2v_helpers.train` and measure.

    Its vocabulary and ids are timed while it makes them, and count as preparation.

    Args:
        text: the file to read.
        vectors_path: where to write the vectors, in the format of word2vec.c; `None` writes none.
        min_count: leave out words that occur less often.
        settings: the other keywords of `train`.
        read: what makes a corpus of the file; without it, `load_corpus`.
    """
    import w2v_helpers.training as training  # with TensorFlow, which is not part of what is measured
    from w2v_helpers import load_corpus

    made, original = {}, training.vocabulary_and_ids

    def timed(*arguments, **options):
        start = time.perf_counter()
        vocabulary, ids = original(*arguments, **options)
        made.update(
            seconds=time.perf_counter() - start, tokens=int((ids > 0).sum()), words=len(vocabulary) - 2
        )
        return vocabulary, ids

    training.vocabulary_and_ids = timed
    import_mb, _ = memory()
    began = time.perf_counter()
    corpus = (read or load_corpus)(text)
    loaded = time.perf_counter()
    vectors = training.train(corpus, min_count=min_count, **settings, verbose=0)
    seconds = time.perf_counter() - loaded - made["seconds"]
    preparation = loaded - began + made["seconds"]
    measured = Measurement(preparation, seconds, made["tokens"], made["words"], import_mb, memory()[1])
    if vectors_path is not None:
        vectors.save_word2vec(vectors_path, binary=True)
    return measured


def as_record(measured: Measurement | str, **more) -> dict:
    """Put what was measured, or why nothing was, into a dictionary, and print it as a line of JSON."""
    figures = {"reason": measured} if isinstance(measured, str) else asdict(measured)
    record = {**more, **{name: round(v, 3) if isinstance(v, float) else v for name, v in figures.items()}}
    print(json.dumps(record), flush=True)
    return record


def medians(records: list[dict]) -> dict:
    """Take the median over several rounds of each figure, where there is one."""
    figures = [{name: v for name, v in r.items() if isinstance(v, int | float)} for r in records]
    names = {name for record in figures for name in record}
    return {name: statistics.median(r[name] for r in figures if name in r) for name in names}


if __name__ == "__main__":
    print(machine())
