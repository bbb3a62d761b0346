"""What holds for all tests: no log noise, no window for plots, and the embedded corpus as the default."""

import os

import matplotlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.pop("W2V_CORPUS", None)
matplotlib.use("Agg")
