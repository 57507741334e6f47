"""Event rows on their way into the database: arrays first, then one Arrow array."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import nanoarrow as na
import numpy as np
import numpy.typing as npt
from nanoarrow.c_array import CArray

from esalog.recognise import ID_NAMES
from esalog.stamps import NO_TIME
from esalog.vector import Block, Places

Texts = tuple[Block, Places]
"""The bytes of texts, and where each of them begins, with the end of the last."""

ARROW_SCHEMA = {
    "line": na.int64(),
    "gateway": na.uint32(),
    "form": na.uint16(),
    "event": na.uint8(),
    "stamp": na.int64(),
    "second": na.int64(),
    **{name: na.int64() for name in ID_NAMES},
    "rids": na.string(),
    "value": na.string(),
}


@dataclass(frozen=True)
class Batch:
    """Rows with the columns of `ARROW_SCHEMA`, each of them in `columns` or in `texts`.

    A missing time is `NO_TIME`, a missing id -1, a missing text empty.
    """

    columns: Mapping[str, npt.NDArray[np.generic]]
    texts: Mapping[str, Texts]

    def __len__(self) -> int:
        return len(self.columns["line"])

    @property
    def size(self) -> int:
        """Bytes of its texts."""
        return sum(int(bounds[-1] - bounds[0]) for _, bounds in self.texts.values())

    @property
    def may_be_shuffled(self) -> bool:
        """Whether some of its lines may stand in another order than they were written."""
        return bool((self.columns["second"] != NO_TIME).any())

    def part(self, start: int, stop: int) -> "Batch":
        """The rows from `start` to before `stop`."""
        return Batch(
            {name: column[start:stop] for name, column in self.columns.items()},
            {name: (text, bounds[start : stop + 1]) for name, (text, bounds) in self.texts.items()},
        )

    def arrow(self) -> na.Array:
        """The rows as one array."""
        children = [
            _strings(*self.texts[name])
            if name in self.texts
            else _numbers(kind, self.columns[name])
            for name, kind in ARROW_SCHEMA.items()
        ]
        schema = na.struct(ARROW_SCHEMA)
        return na.Array(
            na.c_array_from_buffers(schema, len(self), [None], null_count=0, children=children)
        )


def joined(batches: Sequence[Batch]) -> Batch:
    """The rows of all batches, at least one, one behind the other."""
    first = batches[0]
    return Batch(
        {name: np.concatenate([each.columns[name] for each in batches]) for name in first.columns},
        {name: _one_text([each.texts[name] for each in batches]) for name in first.texts},
    )


def _one_text(texts: Sequence[Texts]) -> Texts:
    lengths = np.concatenate([np.diff(bounds) for _, bounds in texts])
    content = np.concatenate([text[bounds[0] : bounds[-1]] for text, bounds in texts])
    return content, np.concatenate(([0], np.cumsum(lengths)))


def _numbers(kind: na.Schema, column: npt.NDArray[np.generic]) -> CArray:
    content = np.ascontiguousarray(column)
    return na.c_array_from_buffers(kind, len(content), [None, content], null_count=0)


def _strings(text: Block, bounds: Places) -> CArray:
    buffers = [None, bounds.astype(np.int32), text]
    return na.c_array_from_buffers(na.string(), len(bounds) - 1, buffers, null_count=0)
