"""The table of contents: what `import w2v_helpers as w2v` offers, one block per stage, in the lessons' order.

Each name is imported when it is first used, so that what needs only NumPy does not wait for TensorFlow.
"""

# ruff: noqa: I001

# Text in
from .text.corpus import (
    Corpus as Corpus,
    data_path as data_path,
    load_corpus as load_corpus,
    split_documents as split_documents,
)
from .text.description import Description as Description, describe as describe
from .text.downloads import (
    answer_key as answer_key,
    available as available,
    cache_folder as cache_folder,
    corpus_files as corpus_files,
)
from .text.phrases import Phrases as Phrases, find_phrases as find_phrases, join_phrases as join_phrases
from .text.segmenters import segmenter as segmenter

# 1 Tokens and ids
from .vocabulary import (
    PADDING as PADDING,
    UNKNOWN as UNKNOWN,
    Vocabulary as Vocabulary,
    tokenize as tokenize,
    vocabulary_and_ids as vocabulary_and_ids,
)

# 2 Skip-grams
from .skipgrams import skip_grams as skip_grams

# 3 Subsampling
from .subsampling import (
    keep_probabilities as keep_probabilities,
    rank_table as rank_table,
    subsample as subsample,
)

# 4 Negative sampling
from .negatives import (
    log_uniform_distribution as log_uniform_distribution,
    noise_distribution as noise_distribution,
    sample_negatives as sample_negatives,
    sgns_gradients as sgns_gradients,
    sgns_loss as sgns_loss,
)

# 5 Dataset
from .dataset import skip_gram_dataset as skip_gram_dataset

# 6 Model and training
from .model import NegativeSamplingLoss as NegativeSamplingLoss, SkipGram as SkipGram
from .training import train as train

# 7 Vectors and their scores
from .vectors import WordVectors as WordVectors
from .subwords import Subwords as Subwords, ngrams as ngrams
from .fasttext_file import FastTextFile as FastTextFile, write_fasttext as write_fasttext
from .evaluation import (
    compare as compare,
    evaluate_analogies as evaluate_analogies,
    evaluate_similarity as evaluate_similarity,
    neighbour_agreement as neighbour_agreement,
)
from .spaces import (
    AssociationTest as AssociationTest,
    align as align,
    association_test as association_test,
)
from .diagnosis import Diagnosis as Diagnosis, diagnose as diagnose
from .baselines import ppmi_svd as ppmi_svd, tutorial_recipe as tutorial_recipe, untrained as untrained

# 9 What a device can do
from .roofline import Ceilings as Ceilings, measure_ceilings as measure_ceilings, time_steps as time_steps

# 10 The fast step
from .dataset import block_dataset as block_dataset

# 12 Sentiment
from .sentiment.reviews import (
    Reviews as Reviews,
    load_reviews as load_reviews,
    split_reviews as split_reviews,
)
from .sentiment.encoder import Encoder as Encoder, review_dataset as review_dataset
from .sentiment.classifier import (
    MaskedMean as MaskedMean,
    build_classifier as build_classifier,
    fit_classifier as fit_classifier,
)

# Pictures
from .plotting.interactive import interactive_map as interactive_map
from .plotting.sliders import sliders as sliders
from .plotting.tensorboard import TensorBoardWords as TensorBoardWords

# Folders with names of their own
from . import exercises as exercises, plotting as plotting, sentiment as sentiment, text as text

# Notices: filter them with warnings.simplefilter
from ._checks import CourseWarning as CourseWarning
