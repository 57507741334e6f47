"""The Message-IDs of a log, one behind the other as one text, to look through all at once."""

from functools import reduce

import duckdb
import nanoarrow as na
import numpy as np
import numpy.typing as npt

from esalog.search.folding import folded
from esalog.search.sql import statement
from esalog.search.terms import Group, Query, is_negated
from esalog.searching import places_holding


class MessageIds:
    """Message-IDs as they were when it was made, in small letters, the newest first."""

    def __init__(self, records: duckdb.DuckDBPyConnection) -> None:
        chunks = list(na.ArrayStream(records.sql(statement("all_message_ids"))).iter_chunks())
        texts = [chunk.child(0).buffers for chunk in chunks]
        sizes = [np.diff(np.asarray(buffers[1])) for buffers in texts]
        self._text = np.frombuffer(b"".join(buffers[2] for buffers in texts), np.uint8)
        self._ends = np.cumsum(np.concatenate([np.zeros(0, np.int64), *sizes]))
        mids = [np.asarray(chunk.child(1).buffers[1]) for chunk in chunks]
        self._mids = np.concatenate([np.zeros(0, np.int64), *mids])

    def mids(self, query: Query, limit: int) -> list[int]:
        """The MIDs of the newest messages, `limit` at most, whose Message-ID may fit."""
        groups = [self._numbers(group) for group in query.groups if not is_negated(group)]
        numbers = reduce(np.intersect1d, groups) if groups else np.arange(len(self._mids))
        return [int(mid) for mid in self._mids[numbers[:limit]]]

    def _numbers(self, group: Group) -> npt.NDArray[np.int64]:
        """Those that hold one of the terms; 0 is the newest."""
        needles = [folded(term.text).encode() for term in group]
        places = [places_holding(self._text, needle) for needle in needles]
        return np.unique(np.searchsorted(self._ends, np.concatenate(places), side="right"))
