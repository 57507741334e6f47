"""Rows that change no record: what scanning says of a message, between other lines of it.

Most lines of a log are such. The steps of the correlation are spared them; who asks for all lines
of a message sees them.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from esalog.facts import EVENT_NAMES
from esalog.grammar.form import MAX_ID
from esalog.stamps import NO_TIME
from esalog.vector import Flags, Places

_QUIET = np.isin(EVENT_NAMES, ("noted", "verdict", "attachment"))
"""By event number: of such lines a record takes nothing but where it begins and ends."""

_BEGINS = np.isin(
    EVENT_NAMES, ("started", "split", "rewritten", "generated", "bounce", "reinjected")
)
_RADIX = 1 << 16


def idle_rows(
    events: npt.NDArray[np.uint8],
    ids: Mapping[str, Places],
    seconds: Places,
    has_rids: Flags,
    lines: Places,
) -> Flags:
    """Which rows of a block change no record, whatever stands before and behind the block.

    All arrays have an entry for each row. A row is idle that is quiet, names a message and nothing
    else, and has another row of the message before it and one behind it that does not begin it
    anew: so it is neither the first line nor the last of any generation. Where lines may be
    shuffled (`seconds` tells), none is.
    """
    idle = np.zeros(len(events), bool)
    if (seconds != NO_TIME).any():
        return idle
    quiet = _QUIET[events] & ~has_rids
    for name in ("icid", "other", "dcid"):
        quiet &= ids[name] <= 0
    order = _by_message(ids["mid"], lines)
    mids = ids["mid"][order]
    same = mids[1:] == mids[:-1]
    between = order[1:-1][same[:-1] & same[1:] & ~_BEGINS[events[order[2:]]]]
    idle[between] = quiet[between]
    return idle


def _by_message(mids: Places, lines: Places) -> Places:
    """The rows that name a message, in the order of message and line."""
    named = np.flatnonzero(mids > 0)
    order = named[np.argsort(lines[named], kind="stable")]
    keys = mids[order]
    least, most = keys.min(initial=MAX_ID), keys.max(initial=0)
    if most - least < _RADIX:
        keys = (keys - least).astype(np.uint16)  # sorted by counting
    return order[np.argsort(keys, kind="stable")]
