"""The word2vec course's helpers. `__init__.pyi` is the table of contents, one block per stage."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__version__ = "0.2.0"
