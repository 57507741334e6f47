"""The temporary folder of a load; what killed processes left of theirs is removed by the next."""

import shutil
import tempfile
import weakref
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from esalog.cache import is_left, is_own, locked

_NEW, _LOCKED = "esalog-new-", "esalog-load-"
"""How the names of such folders begin: one is locked before it is called so. Others are not
touched, such as those of versions that locked none."""


class Scratch:
    """A temporary folder; `path` is there until it is closed, or the process ends in order."""

    def __init__(self) -> None:
        _remove_left()
        self._lock = ExitStack()
        new = Path(tempfile.mkdtemp(prefix=_NEW))
        self._lock.enter_context(locked(new))
        self.path: Final = new.rename(new.with_name(new.name.replace(_NEW, _LOCKED)))
        self._remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def close(self) -> None:
        """Remove it."""
        self._remove()
        self._lock.close()


def _remove_left() -> None:
    """Remove the folders of this user's processes that are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_LOCKED}*"):
        if is_own(folder) and is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)
