"""Importing many modules at once, without looking through them for waste."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def importing() -> Iterator[None]:
    """Modules stay: looking through them for waste takes a sixth of the time of their imports, and
    would stop the screen later.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
