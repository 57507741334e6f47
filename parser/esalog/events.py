"""From scanned lines to event rows: one for each line that names a record.

A line of section G names two messages and gives two rows, so that each row has one message.
"""

from dataclasses import dataclass

import nanoarrow as na
import numpy as np
import numpy.typing as npt
from nanoarrow.c_array import CArray

from esalog import vector
from esalog.facts import EVENT_NAMES, GIVEN, whole_field
from esalog.frames import SHUFFLED
from esalog.grammar import FORMS
from esalog.grammar.form import BRACKETED, QUOTED
from esalog.recognise import ID_NAMES
from esalog.scan import Scan
from esalog.stamps import NO_TIME
from esalog.vector import Block, Flags, Places
from esalog.wanted import first_of_each

_EVENT = {name: number for number, name in enumerate(EVENT_NAMES)}
_EVENT_OF_FORM = np.array([_EVENT["noted"], *(_EVENT[form.event] for form in FORMS)], np.uint8)
_LOSES_QUOTES = np.array([False, *(whole_field(form) in QUOTED for form in FORMS)])
_LOSES_BRACKETS = np.array([False, *(whole_field(form) in BRACKETED for form in FORMS)])
_NAMING = ("icid", "mid", "dcid")
_QUOTES = {ord("'"): ord("'"), ord('"'): ord('"')}
_BRACKETS = {ord("<"): ord(">")}
_FIRST_NOT_ASCII = 0x80
_GIVEN = np.zeros(len(EVENT_NAMES), np.uint8)
for _name, _given in GIVEN.items():
    _GIVEN[_EVENT[_name]] = _EVENT[_given]
_SHUFFLED = np.array(sorted(SHUFFLED), np.uint8)

ARROW_SCHEMA = {
    "line": na.int64(),
    "gateway": na.uint16(),
    "form": na.uint16(),
    "event": na.uint8(),
    "stamp": na.int64(),
    "second": na.int64(),
    **{name: na.int64() for name in ID_NAMES},
    "rids": na.string(),
    "value": na.string(),
}


@dataclass
class EventRows:
    """The rows of one scan; `source` is the line of each, counted from 0 in the scan."""

    source: Places
    columns: dict[str, npt.NDArray[np.generic]]
    texts: dict[str, tuple[Block, Places]]

    def arrow(self, first_line: int, gateways: npt.NDArray[np.uint16], at: Places) -> na.Array:
        """The rows as an Arrow array of the columns of `ARROW_SCHEMA`.

        `first_line` is the number of the scan's first line; `gateways` and `at` have an entry for
        each of its lines. A missing time is `NO_TIME`, a missing id -1, a missing text empty.
        """
        columns = self.columns | {
            "line": self.source + first_line,
            "gateway": gateways[self.source],
            "stamp": at[self.source],
        }
        count = len(self.source)
        children = [
            _strings(*self.texts[name], count)
            if name in self.texts
            else na.c_array_from_buffers(
                kind, count, [None, np.ascontiguousarray(columns[name])], null_count=0
            )
            for name, kind in ARROW_SCHEMA.items()
        ]
        schema = na.struct(ARROW_SCHEMA)
        return na.Array(
            na.c_array_from_buffers(schema, count, [None], null_count=0, children=children)
        )


def event_rows(scan: Scan, has_value: Flags, keeps_all: Flags) -> EventRows:
    """The rows of the lines of a scan that name records, as far as they are wanted.

    `has_value` and `keeps_all` are those of a `Wanted`.
    """
    event = _EVENT_OF_FORM[scan.found.form]
    event[~scan.found.names_record] = 0
    lines = np.flatnonzero(event)
    if not keeps_all.all():
        spare = lines[~keeps_all[event[lines]]]
        event[spare[~first_of_each([scan.found.ids[name][spare] for name in _NAMING])]] = 0
        lines = np.flatnonzero(event)
    events, other = event[lines], scan.found.ids["other"][lines]
    given = np.flatnonzero((_GIVEN[events] > 0) & (other > 0))
    rows = np.concatenate((np.arange(len(lines)), given))
    source, events = lines[rows], events[rows]
    is_given = np.arange(len(rows)) >= len(lines)
    events[is_given] = _GIVEN[events[is_given]]
    ids = {name: column[source] for name, column in scan.found.ids.items()}
    ids["mid"], ids["other"] = (
        np.where(is_given, ids["other"], ids["mid"]),
        np.where(is_given, ids["mid"], ids["other"]),
    )
    forms = scan.found.form[source]
    columns: dict[str, npt.NDArray[np.generic]] = {
        "form": forms,
        "event": events,
        "second": np.where(
            np.isin(scan.frames.kind[source], _SHUFFLED), scan.frames.at[source], NO_TIME
        ),
        **ids,
    }
    kept = has_value[forms] & ~is_given
    texts = {"rids": _rids(scan, source), "value": _values(scan, source, kept)}
    return EventRows(source, columns, texts)


def _rids(scan: Scan, lines: Places) -> tuple[Block, Places]:
    return _texts(scan.block, scan.found.rids_start[lines], scan.found.rids_end[lines])


def _values(scan: Scan, lines: Places, kept: Flags) -> tuple[Block, Places]:
    """The values without blanks around them, and without what a field that is all of it loses."""
    forms = scan.found.form[lines]
    starts = scan.found.value_start[lines]
    ends = np.where(kept, np.maximum(starts, scan.text_end[lines]), starts)
    starts, ends = vector.without_blanks(scan.block, starts, ends)
    for pairs, loses in ((_QUOTES, _LOSES_QUOTES), (_BRACKETS, _LOSES_BRACKETS)):
        starts, ends = vector.without_pair(scan.block, starts, ends, pairs, loses[forms])
    return _texts(scan.block, starts, ends)


def _texts(block: Block, starts: Places, ends: Places) -> tuple[Block, Places]:
    """The texts of the spans as UTF-8, one behind the other; other bytes become `\\xNN`."""
    cut, offsets = vector.cut_out(block, starts, ends)
    content = cut.tobytes()
    if content.isascii() or _is_utf8(content):
        return cut, offsets
    return _repaired(content, offsets, np.flatnonzero(cut >= _FIRST_NOT_ASCII))


def _repaired(content: bytes, offsets: Places, places: Places) -> tuple[Block, Places]:
    """The same texts in valid UTF-8; only those that have bytes at `places` are looked at."""
    rows = np.unique(np.searchsorted(offsets, places, "right") - 1)
    lengths = np.diff(offsets)
    pieces: list[bytes] = []
    done = 0
    for row in rows.tolist():
        start, end = int(offsets[row]), int(offsets[row + 1])
        text = content[start:end].decode("utf-8", "backslashreplace").encode()
        pieces += content[done:start], text
        lengths[row] = len(text)
        done = end
    pieces.append(content[done:])
    return np.frombuffer(b"".join(pieces), np.uint8), np.concatenate(([0], np.cumsum(lengths)))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _strings(content: Block, offsets: Places, count: int) -> CArray:
    buffers = [None, offsets.astype(np.int32), content]
    return na.c_array_from_buffers(na.string(), count, buffers, null_count=0)
