"""How fast could training be? What a device can do, and how much of it steps of each size use.

Reads a device's name; makes measurements. The roofline is the highest speed that memory and arithmetic allow
(Williams, Waterman, Patterson 2009). Lesson 9.
"""

import functools
import itertools
import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from w2v_helpers import blocks
from w2v_helpers._checks import positive_integer, silent_stderr
from w2v_helpers.model import find_device, first_tables, memory_of
from w2v_helpers.negatives import noise_distribution
from w2v_helpers.steps import compiled_steps
from w2v_helpers.vocabulary import Vocabulary

with silent_stderr():
    import tensorflow as tf

_BYTES, _RATE = 4, 0.05  # of a float32 number; the learning rate of the steps
_SIDE = {"CPU": 1024, "GPU": 8192}  # of the matrices that are multiplied
_ADDED, _TIMES = 1 << 24, 4  # numbers, and how often in one call


@dataclass(frozen=True)
class Ceilings:
    """What a device can do in a second, and what a target needs: the lower ratio is the highest speed.

    Attributes:
        memory: bytes read and written per second, when one array is added to another.
        products: multiplications and additions in a product of matrices, per second.
        bytes_per_target: that a target reads and writes.
        operations_per_target: its multiplications and additions.
    """

    memory: float
    products: float
    bytes_per_target: float
    operations_per_target: float

    @property
    def roofline(self) -> float:
        """Targets per second at most."""
        return min(self.memory / self.bytes_per_target, self.products / self.operations_per_target)


def describe_device(device: str | None = None) -> str:
    """Return what a device is, such as `"Tesla T4, 15.0 GB"`; see `train` for `device`."""
    name = find_device(device)
    if name.startswith("GPU"):
        found = tf.config.list_physical_devices("GPU")[int(name.partition(":")[2])]
        details = tf.config.experimental.get_device_details(found)
        return f"{details.get('device_name', 'a GPU')}, {_gpu_memory(name)}"
    return f"{_processor()}, {os.cpu_count()} cores"


def _gpu_memory(name: str) -> str:
    command = ["nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    try:
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        return f"{int(lines[int(name.partition(':')[2])]) / 1024:.1f} GB"
    except (OSError, subprocess.CalledProcessError, ValueError, IndexError):
        return "memory unknown"  # not NVIDIA's


def _processor() -> str:
    """Return the name of the processor; Linux tells it only in a file."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(errors="replace").splitlines() if file.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def measure_ceilings(
    device: str | None = None, *, embedding_dim: int = 100, window_size: int = 5, num_negatives: int = 5
) -> Ceilings:
    """Measure what a device can do, and work out what a target needs with these settings of `train`.

    A target needs its own row and its share of the rows of its block. Each of them is read to calculate with,
    then read and written once more to add its move. Each candidate of the block takes part in three products:
    one for the score, two for the gradients.

    Raises:
        MemoryError: the device has too little free memory.
    """
    name = find_device(device)
    num_noise = blocks.noise_per_block(window_size, num_negatives, _RATE)
    num_candidates = blocks.TARGETS_PER_BLOCK + 2 * window_size + num_noise
    rows = 1 + num_candidates / blocks.TARGETS_PER_BLOCK
    side = _SIDE[name.partition(":")[0]]
    with memory_of(name), tf.device(name):
        changed, added = tf.Variable(tf.zeros(_ADDED)), tf.ones(_ADDED)
        square = tf.random.uniform((side, side))

        @tf.function
        def add() -> tf.Tensor:
            for _ in range(_TIMES):
                changed.assign_add(added)
            return changed[-1]  # only one number is brought back: everything else stays on the device

        moved = _least_seconds({"add": add})["add"] / _TIMES
        multiplied = _least_seconds({"": tf.function(lambda: tf.matmul(square, square)[-1, -1])})[""]
    return Ceilings(
        memory=3 * _BYTES * _ADDED / moved,
        products=2 * side**3 / multiplied,
        bytes_per_target=3 * rows * embedding_dim * _BYTES,
        operations_per_target=3 * 2 * num_candidates * embedding_dim,
    )


def time_steps(
    sizes: Iterable[int],
    device: str | None = None,
    *,
    embedding_dim: int = 100,
    window_size: int = 5,
    num_negatives: int = 5,
    vocabulary_size: int = 68_000,
    num_targets: int = 1 << 15,
    rounds: int = 5,
) -> dict[int, float]:
    """Measure how many targets per second are trained in steps of some sizes, on random words.

    The words follow Zipf's law. Cutting blocks and drawing negatives is not part of it: `train` does that on
    the CPU at the same time. The sizes take turns, and the fastest round of each counts.

    Args:
        sizes: targets per step, each rounded down to whole blocks of 32 targets.
        device: see `train`.
        embedding_dim: D.
        window_size: w.
        num_negatives: K.
        vocabulary_size: V, how many rows the tables have.
        num_targets: how many targets are trained in one measurement.
        rounds: how often each size is measured.

    Returns:
        Size → targets per second.

    Raises:
        MemoryError: the device has too little free memory.
    """
    name, rng = find_device(device), np.random.default_rng(1)
    sizes = [positive_integer("size", size) for size in sizes]
    counts = np.maximum(1, 1_000_000 // np.arange(1, vocabulary_size + 1))
    vocabulary = Vocabulary([f"w{number}" for number in range(vocabulary_size)], counts)
    noise, keep = noise_distribution(vocabulary.counts), np.ones(len(vocabulary))
    num_noise = blocks.noise_per_block(window_size, num_negatives, _RATE)
    tokens = rng.choice(vocabulary_size, num_targets, p=counts / counts.sum()).astype(np.int32) + 2
    with memory_of(name), tf.device(name):
        tables = tuple(map(tf.constant, first_tables(vocabulary, embedding_dim, seed=1)))
        as_contexts = tf.constant(blocks.window_weights(window_size, "harmonic"))
        limits = tf.fill([len(vocabulary)], blocks.MAX_MOVE)
        settings = (limits, limits), as_contexts, float(num_negatives), ()
        take_steps = compiled_steps(as_contexts.shape[1], num_noise)
        calls = {}
        for size in sizes:
            shape = window_size, max(1, size // blocks.TARGETS_PER_BLOCK), num_noise
            drawn = blocks.draw_blocks(tokens, keep, noise, *shape, rng)
            steps = tf.constant(drawn), tf.fill([len(drawn)], _RATE), tf.constant(len(drawn))
            calls[size] = functools.partial(take_steps, tables, *steps, *settings)
        seconds = _least_seconds({size: lambda call=call: call()[1] for size, call in calls.items()}, rounds)
    return {size: num_targets / seconds[size] for size in sizes}


def _least_seconds(calls: Mapping[Any, Callable[[], tf.Tensor]], rounds: int = 3) -> dict[Any, float]:
    """Return the least time that each call takes until its result is there; their first calls compile."""
    least = dict.fromkeys(calls, float("inf"))
    for number, (name, call) in itertools.product(range(rounds + 1), calls.items()):
        began = time.perf_counter()
        call().numpy()
        if number:
            least[name] = min(least[name], time.perf_counter() - began)
    return least
