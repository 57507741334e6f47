"""Rows that change no record: what is only noted of a message, between other lines of it.

Verdicts, attachments, remarks: half of the rows of a large log are such. The steps of the
correlation are spared them; who asks for all lines of a message sees them.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from esalog.facts import EVENT_NAMES, GIVEN
from esalog.grammar.form import MAX_ID
from esalog.vector import Flags, Places

_QUIET = np.isin(EVENT_NAMES, ("noted", "verdict", "attachment"))
"""By event number: of such lines a record takes nothing but where it begins and ends."""

_BEGINS = np.isin(EVENT_NAMES, ("started", *GIVEN))
"""By event number: whether such lines may begin a message anew."""

_RADIX = 1 << 16


def idle_rows(
    events: npt.NDArray[np.uint8],
    ids: Mapping[str, Places],
    has_rids: Flags,
    lines: Places,
) -> Flags:
    """Which rows of a block change no record, whatever stands before and behind the block.

    All arrays have an entry for each row; a missing id is -1, as 0 is one that tells something. A
    row is idle that is quiet, has the id of a message and no other, and has another row of the
    message before it and one behind it that does not begin it anew: so it is neither the first
    line nor the last of any generation. That holds as long as no line of the load may be shuffled.
    """
    idle = np.zeros(len(events), bool)
    quiet = _QUIET[events] & ~has_rids
    for name in ("icid", "other", "dcid"):
        quiet &= ids[name] < 0
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
