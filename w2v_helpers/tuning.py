"""Set up the process for many small operations, as the training of word vectors is made of.

The package does this before TensorFlow is imported. Lesson 08 is about speed; these settings, which have
nothing to do with word2vec, are all that it does not show. What a reader has set already stays.
"""

import ctypes
import os
import sys

# Settings of glibc's malloc.h, by their numbers and the variables of the environment that set them, in bytes.
# The first two are what glibc would come to by itself; giving the third holds them where they are.
KEEP_MEMORY = {
    ("MALLOC_MMAP_THRESHOLD_", -3): 32 << 20,
    ("MALLOC_TRIM_THRESHOLD_", -1): 64 << 20,
    ("MALLOC_TOP_PAD_", -2): 32 << 20,
}


def tune() -> None:
    """Let each operation run in one thread, and keep its memory for the next one."""
    # To share a small operation out among the cores costs more than it brings.
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
    # The batches of `fit` are just large enough that Linux takes their memory back after every step and
    # gives it out anew, page by page, for the next one. That took longer than the arithmetic.
    if sys.platform == "linux" and not any(name in os.environ for name, _ in KEEP_MEMORY):
        mallopt = getattr(ctypes.CDLL(None), "mallopt", lambda *_: None)  # only glibc has it
        for (_, number), size in KEEP_MEMORY.items():
            mallopt(number, size)
