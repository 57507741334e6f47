"""The frame of a line: its time stamp, the machine that sent it, and where its text begins.

Catalogue section A. The two common families, the appliance's own file form (A1) and syslog (A4-A8),
are read for a whole block at once; rarer frames are read line by line.
"""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from esalog import vector
from esalog.stamps import LEAP_YEAR, MONTHS, NO_TIME, seconds, seconds_of_runs
from esalog.vector import Block, Flags, Places, Words

LEVELS = ("Info", "Warning", "Critical", "Debug", "Trace", "Alert")
"""The levels of a line, the commonest first (A2)."""

NONE, FILE, SYSLOG, SYSLOG_WITHOUT_YEAR, OTHER, LEVEL_ONLY = range(6)
"""Kinds of frame. `LEVEL_ONLY` is `Info: ...` in pasted text (A12)."""

SHUFFLED = frozenset({SYSLOG, SYSLOG_WITHOUT_YEAR})
"""Kinds in which the lines of one second may arrive out of order."""


@dataclass
class Frames:
    """The frames of `n` lines; every array has `n` entries.

    `at` is in seconds, as the stamp says, counted as if it were UTC, `NO_TIME` where there is
    none; without a year it is that of the year 2000. `host_start` to `host_end` is the syslog
    host, empty where there is none.
    """

    kind: npt.NDArray[np.uint8]
    at: Places
    text_start: Places
    host_start: Places
    host_end: Places

    @classmethod
    def none(cls, starts: Places) -> "Frames":
        """No frame, for lines that begin at `starts`."""
        count = len(starts)
        return cls(
            kind=np.zeros(count, np.uint8),
            at=np.full(count, NO_TIME, np.int64),
            text_start=starts.copy(),
            host_start=starts.copy(),
            host_end=starts.copy(),
        )


def read_frames(block: Block, starts: Places, ends: Places) -> Frames:
    """Read the frame of each line of `block` that stands from `starts` to `ends`."""
    frames = Frames.none(starts)
    loaded = vector.words(block)
    left = np.arange(len(starts))
    places = vector.behind_blanks(block, starts)
    left = _read_file_form(loaded, frames, left, places)
    if left.size:
        left = _read_syslog(block, frames, left, places[left], ends)
    _read_rare(block, frames, left, places, ends)
    return frames


def read_levels(block: Block, frames: Frames) -> None:
    """Take a bare `Level: ` for a frame: in pasted text, which has no other (A12)."""
    lines = np.flatnonzero(frames.kind == NONE)
    places = vector.behind_blanks(block, frames.text_start[lines])
    text = _behind_level(vector.words(block), places)
    found = text >= 0
    frames.kind[lines[found]] = LEVEL_ONLY
    frames.text_start[lines] = np.where(found, text, places)


def _read_file_form(loaded: Words, frames: Frames, lines: Places, places: Places) -> Places:
    """Read `Wed Nov 19 09:16:46 2014 Info: `; gives the lines that are left."""
    at = seconds_of_runs(loaded, places)
    known = np.flatnonzero(at != NO_TIME)
    text = _behind_level(loaded, places[known] + 25)
    known = known[text >= 0]
    done = lines[known]
    frames.kind[done] = FILE
    frames.at[done] = at[known]
    frames.text_start[done] = text[text >= 0]
    left = np.ones(len(lines), bool)
    left[known] = False
    return lines[left]


def _behind_level(loaded: Words, places: Places) -> Places:
    """The place behind `Level: ` at each place, -1 where none stands."""
    text = np.full(len(places), -1, np.int64)
    for level in LEVELS:
        left = np.flatnonzero(text < 0)
        if not left.size:
            break
        found = left[vector.literal(loaded, places[left], f"{level}: ".encode())]
        text[found] = places[found] + len(level) + 2
    return text


def _read_syslog(
    block: Block, frames: Frames, lines: Places, places: Places, ends: Places
) -> Places:
    """Read `<166>Mar 17 18:24:37 [2014 ][host ]tag: Info: ` (A4-A8); gives the lines left."""
    loaded = vector.words(block)
    places = _behind_priority(block, loaded, places)
    at = seconds(loaded, places, np.full(len(places), LEAP_YEAR))
    stamped = np.flatnonzero(at != NO_TIME)
    if stamped.size:
        candidates, at, places = lines[stamped], at[stamped], places[stamped]
        at, host, dated = _read_year(block, loaded, places, at)
        host_end, text = _behind_tag(block, host)
        within = np.flatnonzero(text <= ends[candidates])
        candidates, text = candidates[within], text[within]
        frames.kind[candidates] = np.where(dated[within], SYSLOG, SYSLOG_WITHOUT_YEAR)
        frames.at[candidates] = at[within]
        frames.host_start[candidates] = host[within]
        frames.host_end[candidates] = host_end[within]
        _read_levels_of(loaded, frames, candidates, text)
    return lines[frames.kind[lines] == NONE]


def _read_year(
    block: Block, loaded: Words, places: Places, at: Places
) -> tuple[Places, Places, Flags]:
    """The stamps with their year, where one follows (A7), and the place behind it."""
    year, behind = vector.numbers(loaded, places + 16)
    dated = (year >= 1990) & (year < 2200) & (behind == places + 20) & (block[behind] == 32)
    with_year = seconds(loaded, places, np.where(dated, year, LEAP_YEAR))
    return np.where(dated, with_year, at), np.where(dated, behind + 1, places + 16), dated


def _read_levels_of(loaded: Words, frames: Frames, lines: Places, places: Places) -> None:
    """Take the level behind the tag, or the file form in its place (A8), whose stamp counts."""
    text = _behind_level(loaded, places)
    frames.text_start[lines] = np.maximum(text, places)
    bare = np.flatnonzero(text < 0)
    if not bare.size:
        return
    frames.kind[lines[bare]] = NONE
    left = _read_file_form(loaded, frames, lines[bare], places[bare])
    nested = lines[bare][frames.kind[lines[bare]] == FILE]
    frames.kind[nested] = SYSLOG
    frames.host_end[left] = frames.host_start[left]
    frames.text_start[left] = frames.host_start[left]


def _behind_priority(block: Block, loaded: Words, places: Places) -> Places:
    marked = block[places] == ord("<")
    _, behind = vector.numbers(loaded, places + 1)
    return np.where(marked & (block[behind] == ord(">")), behind + 1, places)


def _behind_tag(block: Block, places: Places) -> tuple[Places, Places]:
    """Where the host ends (or `places`, without one) and where the text after `tag: ` begins."""
    colons = np.flatnonzero((block[:-1] == ord(":")) & (block[1:] == 32))
    blanks = np.flatnonzero(block[:-1] == 32)
    colon = _next(colons, places)
    blank = _next(blanks, places)
    return np.where(blank < colon, blank, places), colon + 2


def _next(positions: Places, places: Places) -> Places:
    """The first of the sorted `positions` at or behind each place, or the place when none is."""
    if not positions.size:
        return places
    index = np.searchsorted(positions, places)
    return np.where(index < len(positions), positions[np.minimum(index, len(positions) - 1)], places)


_LEVEL = rf"(?P<level>{'|'.join(LEVELS)}): "
_DATE = rf"(?P<month>{'|'.join(MONTHS)}) +(?P<day>\d{{1,2}})"
_TIME = r"(?P<time>\d\d:\d\d:\d\d)"
_RARE = [
    re.compile(pattern.encode())
    for pattern in (
        rf"\x00*(?:[A-Za-z]{{0,3}} +)?{_DATE} {_TIME} (?P<year>\d{{4}}) {_LEVEL}",
        rf"(?P<year>\d{{4}}) {_DATE} {_TIME} (?P<host>\S+) \S+ \[\w+\] \S+ {_LEVEL}",
        rf"(?:<\d+>)?(?:\d )?(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)[T ]{_TIME}"
        rf"(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?(?: (?P<host>\S+))?(?: [^\s:]+:?)*? {_LEVEL}",
        rf"(?P<epoch>\d{{9,10}})(?:\.\d+)?(?: (?P<host>\S+))?(?: [^\s:]+:)? {_LEVEL}",
    )
]
_ANY_LEVEL = re.compile(_LEVEL.encode())
_FRAME_REACH = 256


def _read_rare(block: Block, frames: Frames, lines: Places, starts: Places, ends: Places) -> None:
    """Read the frames of the lines that are left one by one (A9, A13, A15, collectors)."""
    for line in lines:
        start = int(starts[line])
        head = block[start : min(int(ends[line]), start + _FRAME_REACH)].tobytes()
        if not _ANY_LEVEL.search(head):
            continue
        match = next(filter(None, (pattern.match(head) for pattern in _RARE)), None)
        if match:
            _take_rare(frames, line, start, match)


def _take_rare(frames: Frames, line: int, start: int, match: re.Match[bytes]) -> None:
    parts = match.groupdict()
    frames.kind[line] = SYSLOG if parts.get("host") else OTHER
    frames.at[line] = _rare_seconds(parts)
    frames.text_start[line] = start + match.end()
    if parts.get("host"):
        frames.host_start[line] = start + match.start("host")
        frames.host_end[line] = start + match.end("host")


def _rare_seconds(parts: dict[str, bytes]) -> int:
    if "epoch" in parts:
        return int(parts["epoch"])
    month = parts["month"].decode()
    number = int(month) if month.isdigit() else MONTHS.index(month) + 1
    try:
        date = np.datetime64(f"{parts['year'].decode()}-{number:02}-{int(parts['day']):02}")
        return int((date + _clock(parts["time"])).astype("datetime64[s]").astype(np.int64))
    except ValueError:
        return NO_TIME


def _clock(text: bytes) -> np.timedelta64:
    hours, minutes, rest = (int(part) for part in text.split(b":"))
    return np.timedelta64(hours * 3600 + minutes * 60 + rest, "s")
