"""The roofline: what a target needs, and measurements that come out as numbers."""

import numpy as np
import pytest
import tensorflow as tf

from w2v_helpers import blocks
from w2v_helpers.roofline import Ceilings, describe_device, measure_ceilings, time_steps


def test_the_lower_of_two_limits_is_the_roofline():
    assert Ceilings(memory=600, products=100, bytes_per_target=3, operations_per_target=2).roofline == 50
    assert Ceilings(memory=60, products=100, bytes_per_target=3, operations_per_target=2).roofline == 20


def test_what_a_target_needs_is_counted_by_hand(monkeypatch):
    monkeypatch.setattr("w2v_helpers.roofline._ADDED", 1 << 10)
    monkeypatch.setattr("w2v_helpers.roofline._SIDE", {"CPU": 8})
    found = measure_ceilings("CPU")
    # 32 targets share 42 words in and around them and 30 noise words.
    assert found.bytes_per_target == (32 + 72) / 32 * 100 * 4 * 3
    assert found.operations_per_target == 72 * 100 * 2 * 3
    assert found.memory > 0 and found.products > 0
    wide = measure_ceilings("CPU", embedding_dim=50, window_size=10, num_negatives=10)
    candidates = 32 + 20 + blocks.noise_per_block(10, 10, 0.05)
    assert wide.operations_per_target == candidates * 50 * 2 * 3


def test_steps_of_any_size_are_timed():
    speeds = time_steps([1, 32, 100], "CPU", embedding_dim=4, vocabulary_size=50, num_targets=500, rounds=1)
    assert list(speeds) == [1, 32, 100] and all(np.isfinite(speed) and speed > 0 for speed in speeds.values())


@pytest.mark.parametrize("size", [0, -32, 1.5, True])
def test_a_size_that_is_no_size_is_refused(size):
    with pytest.raises(ValueError, match="size"):
        time_steps([32, size], "CPU")


def test_a_device_is_described_by_its_name_and_size():
    name, _, size = describe_device("CPU").rpartition(", ")
    assert name and size.endswith(" cores")
    with pytest.raises(ValueError, match="GPU:9"):
        describe_device("GPU:9")


def test_a_device_without_free_memory_is_said_so(monkeypatch):
    def full(*_):
        raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor with shape[8192,8192]")

    monkeypatch.setattr("w2v_helpers.roofline._least_seconds", full)
    for measure in (measure_ceilings, lambda device: time_steps([32], device, num_targets=100)):
        with pytest.raises(MemoryError, match="^CPU:0 has too little memory: stop other programs there"):
            measure("CPU")
