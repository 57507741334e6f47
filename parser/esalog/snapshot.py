"""The state of a load as bytes, for another process to go on from.

It is a pickle in which nothing is taken for a class but what such a state is made of, so that
reading one never runs anything else.
"""

import io
import pickle
from datetime import datetime
from typing import Any

import zstandard

from esalog.errors import Problem
from esalog.gateways import FileGateways, Gateways
from esalog.oddities import Oddities
from esalog.order import Steps
from esalog.progress import LineCounts, SourceStatus, Stretch
from esalog.reading import Manner, Proof
from esalog.spool import Piece
from esalog.years import FileYears

_CLASSES = {
    (one.__module__, one.__qualname__): one
    for one in (
        datetime,
        FileGateways,
        FileYears,
        Gateways,
        LineCounts,
        Manner,
        Oddities,
        Piece,
        Problem,
        Proof,
        SourceStatus,
        Steps,
        Stretch,
    )
}


_DAMAGES = (
    zstandard.ZstdError,
    pickle.UnpicklingError,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
)
"""What reading a pickle raises that is none, or was cut."""


def packed(state: object) -> bytes:
    """The state with a checksum."""
    return zstandard.ZstdCompressor(write_checksum=True).compress(pickle.dumps(state))


def unpacked(content: bytes) -> Any:
    """The state that was packed. Raises `ValueError` for anything else."""
    try:
        return _Unpickler(io.BytesIO(zstandard.decompress(content))).load()
    except _DAMAGES as error:
        raise ValueError(f"this is no state of a load: {error}") from error


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _CLASSES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"it holds a {module}.{name}") from None
