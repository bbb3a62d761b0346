"""Set up the process for many small operations, as the training of word vectors is made of.

The package does this before TensorFlow is imported. Lesson 08 is about speed; these two settings, which have
nothing to do with word2vec, are all that it does not show. What a reader has set already stays.
"""

import ctypes
import os
import sys

KEPT = 32 << 20  # bytes of freed memory that stay with the process, in each thread
_M_TOP_PAD = -2  # the name of that setting, in glibc's malloc.h


def tune() -> None:
    """Let each operation run in one thread, and keep its memory for the next one."""
    # To share a small operation out among the cores costs more than it brings.
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
    # The batches of `fit` are just large enough that Linux takes their memory back after every step and
    # gives it out anew, page by page, for the next one. That took longer than the arithmetic.
    if sys.platform == "linux" and "MALLOC_TOP_PAD_" not in os.environ:
        getattr(ctypes.CDLL(None), "mallopt", lambda *_: None)(_M_TOP_PAD, KEPT)
