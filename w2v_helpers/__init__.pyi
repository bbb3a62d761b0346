"""The table of contents: what `import w2v_helpers as w2v` offers, one block per stage.

Each name is imported when it is first used, so that what needs only NumPy does not wait for TensorFlow.
"""

from . import (
    exercises as exercises,
)
from . import (
    plotting as plotting,
)
from . import (
    sentiment as sentiment,
)
from . import (
    text as text,
)
from .baselines import (
    ppmi_svd as ppmi_svd,
)
from .baselines import (
    tutorial_recipe as tutorial_recipe,
)
from .baselines import (
    untrained as untrained,
)

# 8 The fast step
from .blocks import (
    BlockMaker as BlockMaker,
)
from .blocks import (
    block_dataset as block_dataset,
)

# 5 Dataset
from .dataset import skip_gram_dataset as skip_gram_dataset
from .evaluation import (
    compare as compare,
)
from .evaluation import (
    evaluate_analogies as evaluate_analogies,
)
from .evaluation import (
    evaluate_similarity as evaluate_similarity,
)
from .evaluation import (
    neighbour_agreement as neighbour_agreement,
)

# 6 Model and training
from .model import (
    NegativeSamplingLoss as NegativeSamplingLoss,
)
from .model import (
    RowSGD as RowSGD,
)
from .model import (
    SkipGram as SkipGram,
)

# 4 Negative sampling
from .negatives import (
    log_uniform_distribution as log_uniform_distribution,
)
from .negatives import (
    noise_distribution as noise_distribution,
)
from .negatives import (
    sample_negatives as sample_negatives,
)
from .negatives import (
    sgns_gradients as sgns_gradients,
)
from .negatives import (
    sgns_loss as sgns_loss,
)

# Pictures
from .plotting.interactive import interactive_map as interactive_map
from .plotting.sliders import sliders as sliders
from .plotting.tensorboard import TensorBoardWords as TensorBoardWords
from .sentiment.classifier import (
    MaskedMean as MaskedMean,
)
from .sentiment.classifier import (
    build_classifier as build_classifier,
)
from .sentiment.classifier import (
    fit_classifier as fit_classifier,
)

# 9 Sentiment
from .sentiment.encoder import (
    Encoder as Encoder,
)
from .sentiment.encoder import (
    review_dataset as review_dataset,
)
from .sentiment.reviews import (
    Reviews as Reviews,
)
from .sentiment.reviews import (
    load_reviews as load_reviews,
)
from .sentiment.reviews import (
    split_reviews as split_reviews,
)

# 2 Skip-grams
from .skipgrams import skip_grams as skip_grams

# 3 Subsampling
from .subsampling import (
    keep_probabilities as keep_probabilities,
)
from .subsampling import (
    rank_table as rank_table,
)
from .subsampling import (
    subsample as subsample,
)
from .text.corpus import (
    Corpus as Corpus,
)
from .text.corpus import (
    data_path as data_path,
)
from .text.corpus import (
    load_corpus as load_corpus,
)
from .text.corpus import (
    split_documents as split_documents,
)
from .text.description import (
    Description as Description,
)
from .text.description import (
    describe as describe,
)

# Text in
from .text.downloads import (
    available as available,
)
from .text.downloads import (
    cache_folder as cache_folder,
)
from .text.downloads import (
    corpus_files as corpus_files,
)

# 1 Words and ids
from .text.phrases import (
    Phrases as Phrases,
)
from .text.phrases import (
    find_phrases as find_phrases,
)
from .text.phrases import (
    join_phrases as join_phrases,
)
from .text.segmenters import segmenter as segmenter
from .training import train as train

# 7 Vectors and their scores
from .vectors import WordVectors as WordVectors
from .vocabulary import (
    PADDING as PADDING,
)
from .vocabulary import (
    UNKNOWN as UNKNOWN,
)
from .vocabulary import (
    Vocabulary as Vocabulary,
)
from .vocabulary import (
    tokenize as tokenize,
)
from .vocabulary import (
    vocabulary_and_ids as vocabulary_and_ids,
)
