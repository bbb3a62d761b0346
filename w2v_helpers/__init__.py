"""The word2vec course's helpers, one module a stage. This file is the table of contents.

Names are imported when first used, so that what needs only NumPy does not wait for TensorFlow.
"""

import importlib

from w2v_helpers.quiet import quieten
from w2v_helpers.tuning import tune

quieten()
tune()

_CONTENTS = {
    "tokens": ["tokenize"],
    "segmenters": ["segmenter"],
    "decoding": [],
    "files": [],
    "downloads": ["answer_key", "available", "cache_folder", "corpus_files"],
    "sources": ["Documents"],
    "corpus": ["Corpus", "data_path", "load_corpus", "split_documents"],
    "phrases": ["JoinedCorpus", "Phrases", "find_phrases", "join_phrases"],
    "numbering": ["number_tokens"],
    "vocabulary": ["PADDING", "UNKNOWN", "Vocabulary", "vocabulary_and_ids"],
    "description": ["Description", "describe"],
    "skipgrams": ["skip_grams"],
    "subsampling": ["keep_probabilities", "rank_table", "subsample"],
    "negatives": [
        "log_uniform_distribution",
        "noise_distribution",
        "sample_negatives",
        "sgns_gradients",
        "sgns_loss",
    ],
    "dataset": ["skip_gram_dataset"],
    "model": ["NegativeSamplingLoss", "RowSGD", "SkipGram"],
    "blocks": ["BlockTrainer", "block_dataset"],
    "exchange": [],
    "embeddings": ["WordVectors"],
    "training": ["train"],
    "callbacks": ["TensorBoardWords"],
    "reviews": ["Reviews", "load_reviews", "split_reviews"],
    "classifier": ["Encoder", "MaskedMean", "build_classifier", "fit_classifier", "review_dataset"],
    "evaluation": ["compare", "evaluate_analogies", "evaluate_similarity", "neighbour_agreement"],
    "baselines": ["ppmi_svd", "tutorial_recipe", "untrained"],
    "projection": [],
    "plotting": [],
    "interactive": ["interactive_map"],
    "controls": ["sliders"],
    "exercises": [],
}
_HOME = {name: module for module, names in _CONTENTS.items() for name in names}

__all__ = [*_CONTENTS, *_HOME]
__version__ = "0.1.0"


def __getattr__(name: str):
    if name in _CONTENTS:
        return importlib.import_module(f"{__name__}.{name}")
    if name in _HOME:
        return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
