"""Pictures of what the stages make. No stage needs them; `__init__.pyi` lists them.

Names load when first used, so that Altair and TensorFlow are loaded only by the pictures that need them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
