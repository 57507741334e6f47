"""From scanned lines to event rows: one for each line that names a record.

A line of section G names two messages and gives two rows, so that each row has one message.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from esalog import vector
from esalog.batch import Batch, Texts
from esalog.facts import EVENT_NAMES, GIVEN, whole_field
from esalog.frames import SHUFFLED
from esalog.grammar import FORMS
from esalog.grammar.form import BRACKETED, QUOTED
from esalog.idle import idle_rows
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
_IDLE = np.uint8(128)
"""Added to the event of idle rows, which then stand behind all others."""

_GIVEN = np.zeros(len(EVENT_NAMES), np.uint8)
for _name, _given in GIVEN.items():
    _GIVEN[_EVENT[_name]] = _EVENT[_given]
_SHUFFLED = np.array(sorted(SHUFFLED), np.uint8)


@dataclass
class EventRows:
    """The rows of one scan; `source` is the line of each, counted from 0 in the scan.

    The first `decisive` ones make records, the others are idle. In both those of an event stand
    together: so they are packed better, and a step passes over those that it does not ask for.
    """

    source: Places
    columns: dict[str, npt.NDArray[np.generic]]
    texts: dict[str, Texts]
    decisive: int

    def batches(
        self, first_line: int, gateways: npt.NDArray[np.uint32], at: Places
    ) -> tuple[Batch, Batch]:
        """The decisive rows and the idle ones, with what the load knows of their lines.

        `first_line` is the number of the scan's first line; `gateways` and `at` have an entry for
        each of its lines. Where gateways change, all rows are decisive.
        """
        known: dict[str, npt.NDArray[np.generic]] = {
            "line": self.source + first_line,
            "gateway": gateways[self.source],
            "stamp": at[self.source],
        }
        rows = Batch(self.columns | known, self.texts)
        changes = gateways.size and (gateways != gateways[0]).any()
        decisive = len(rows) if changes else self.decisive
        return rows.part(0, decisive), rows.part(decisive, len(rows))


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
    source, events, is_given, ids = _with_given(scan, event, lines)
    seconds = np.where(np.isin(scan.frames.kind, _SHUFFLED), scan.frames.at, NO_TIME)[source]
    has_rids = (scan.found.rids_end > scan.found.rids_start)[source]
    idle = idle_rows(events, ids, has_rids, source)
    rows = np.argsort(events + _IDLE * idle, kind="stable")
    source, events, is_given = source[rows], events[rows], is_given[rows]
    forms = scan.found.form[source]
    columns: dict[str, npt.NDArray[np.generic]] = {
        "form": forms,
        "event": events,
        "second": seconds[rows],
        **{name: column[rows] for name, column in ids.items()},
    }
    kept = has_value[forms] & ~is_given
    texts = {"rids": _rids(scan, source), "value": _values(scan, source, kept)}
    return EventRows(source, columns, texts, decisive=int((~idle).sum()))


def _with_given(
    scan: Scan, event: npt.NDArray[np.uint8], lines: Places
) -> tuple[Places, npt.NDArray[np.uint8], Flags, dict[str, Places]]:
    """The rows of `lines`: line, event, whether it is of the second message of a line, and ids."""
    events, other = event[lines], scan.found.ids["other"][lines]
    given = np.flatnonzero((_GIVEN[events] > 0) & (other > 0))
    source = np.concatenate((lines, lines[given]))
    is_given = np.arange(len(source)) >= len(lines)
    ids = {name: column[source] for name, column in scan.found.ids.items()}
    ids["mid"], ids["other"] = (
        np.where(is_given, ids["other"], ids["mid"]),
        np.where(is_given, ids["mid"], ids["other"]),
    )
    return source, np.concatenate((events, _GIVEN[events[given]])), is_given, ids


def _rids(scan: Scan, lines: Places) -> Texts:
    return _texts(scan.block, scan.found.rids_start[lines], scan.found.rids_end[lines])


def _values(scan: Scan, lines: Places, kept: Flags) -> Texts:
    """The values without blanks around them, and without what a field that is all of it loses."""
    forms = scan.found.form[lines]
    starts = scan.found.value_start[lines]
    ends = np.where(kept, np.maximum(starts, scan.text_end[lines]), starts)
    starts, ends = vector.without_blanks(scan.block, starts, ends)
    for pairs, loses in ((_QUOTES, _LOSES_QUOTES), (_BRACKETS, _LOSES_BRACKETS)):
        starts, ends = vector.without_pair(scan.block, starts, ends, pairs, loses[forms])
    return _texts(scan.block, starts, ends)


def _texts(block: Block, starts: Places, ends: Places) -> Texts:
    """The texts of the spans as UTF-8, one behind the other; other bytes become `\\xNN`."""
    cut, offsets = vector.cut_out(block, starts, ends)
    content = cut.tobytes()
    if content.isascii() or _is_utf8(content):
        return cut, offsets
    return _repaired(content, offsets, np.flatnonzero(cut >= _FIRST_NOT_ASCII))


def _repaired(content: bytes, offsets: Places, places: Places) -> Texts:
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
