"""The frame of a line: its time stamp, the machine that sent it, and where its text begins.

Catalogue section A. Every frame is read for a whole block at once, the commonest first.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from esalog import vector
from esalog.stamps import NO_TIME, Stamps, collector_stamps, log_stamps, may_begin, nearest
from esalog.vector import Block, Flags, Places, Words

LEVELS = ("Info", "Warning", "Critical", "Debug", "Trace", "Alert")
"""The levels of a line, the commonest first (A2)."""

NONE, FILE, SYSLOG, SYSLOG_WITHOUT_YEAR, OTHER, LEVEL_ONLY = range(6)
"""Kinds of frame. `LEVEL_ONLY` is `Info: ...` in pasted text (A12)."""

SHUFFLED = frozenset({SYSLOG, SYSLOG_WITHOUT_YEAR})
"""Kinds in which the lines of one second may arrive out of order."""

_UTF8_MARK = b"\xef\xbb\xbf"
_DEPTH = 2
"""So many relays may have put a frame of their own around the one that counts (A8)."""


@dataclass
class Frames:
    """The frames of `n` lines; every array has `n` entries.

    `at` is in seconds, as the stamp says, counted as if it were UTC, `NO_TIME` where there is
    none; without a year it is that of the year 2000. `host_start` to `host_end` is the syslog
    host, empty where there is none. A `foreign` line has a stamp but no frame: it is a line of
    another log and continues no line of this one.
    """

    kind: npt.NDArray[np.uint8]
    at: Places
    text_start: Places
    host_start: Places
    host_end: Places
    foreign: Flags

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
            foreign=np.zeros(count, bool),
        )

    def forget(self, line: int) -> None:
        """Let a line have no frame."""
        self.kind[line], self.at[line], self.foreign[line] = NONE, NO_TIME, False
        self.host_end[line] = self.host_start[line]


def read_frames(block: Block, starts: Places, ends: Places) -> Frames:
    """Read the frame of each line of `block` that stands from `starts` to `ends`."""
    places = np.minimum(_beginnings(block, starts), ends)
    frames = Frames.none(places)
    reading = _Reading(block, ends, frames)
    left = reading.read_file_form(np.arange(len(starts)), places)
    left = reading.read_syslog(left, places[left])
    left = reading.read_damaged(left, places[left])
    frames.host_end[left] = frames.host_start[left]
    bare = left[frames.foreign[left]]
    _, behind = vector.numbers(vector.words(block), places[bare])
    frames.foreign[bare[behind == places[bare] + 10]] = False  # an id may begin a wrapped line, too
    return frames


def read_levels(block: Block, frames: Frames) -> None:
    """Take a bare `Level: ` for a frame: in pasted text, which has no other (A12)."""
    lines = np.flatnonzero(frames.kind == NONE)
    places = vector.behind_blanks(block, frames.text_start[lines])
    text = _behind_level(vector.words(block), places)
    found = text >= 0
    frames.kind[lines[found]] = LEVEL_ONLY
    frames.text_start[lines] = np.where(found, text, places)


def _beginnings(block: Block, starts: Places) -> Places:
    """Where lines begin behind blanks (A13), zero bytes and a byte order mark."""
    places = vector.behind_blanks(block, starts)
    odd = np.flatnonzero((block[places] == 0) | (block[places] == _UTF8_MARK[0]))
    if odd.size:
        behind = np.minimum(vector.behind_zeros(block, places[odd]), len(block) - vector.PADDING)
        marked = vector.literal(vector.words(block), behind, _UTF8_MARK)
        places[odd] = vector.behind_blanks(block, behind + len(_UTF8_MARK) * marked)
    return places


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


@dataclass
class _Crowd:
    """Lines with a stamp; what stands behind it, from `start`, begins with a host to `host_end`.

    `colon` is where the first `: ` behind the stamp stands.
    """

    line: Places
    stamps: Stamps
    start: Places
    host_end: Places
    colon: Places

    def only(self, chosen: Flags) -> "_Crowd":
        return _Crowd(
            self.line[chosen],
            self.stamps.only(chosen),
            self.start[chosen],
            self.host_end[chosen],
            self.colon[chosen],
        )


class _Reading:
    """The frames of a block's lines; what reads frames takes lines and gives those left."""

    def __init__(self, block: Block, ends: Places, frames: Frames) -> None:
        self.frames = frames
        self._block = block
        self._loaded = vector.words(block)
        self._ends = ends

    @cached_property
    def _blanks(self) -> Places:
        return np.flatnonzero(self._block == ord(" "))

    @cached_property
    def _colons(self) -> Places:
        colons: Places = self._blanks[self._block[self._blanks - 1] == ord(":")] - 1
        return colons

    def read_file_form(self, lines: Places, places: Places) -> Places:
        """Read `Wed Nov 19 09:16:46 2014 Info: `; the name of the day may be any (A1)."""
        stamps = log_stamps(self._loaded, places + 4)
        return self._read_dated(lines, stamps, self._is_blank(places + 3), FILE)

    def read_damaged(self, lines: Places, places: Places) -> Places:
        """Read `i Nov 19 09:16:46 2014 Info: `, a line whose beginning was cut off (A15)."""
        letters = np.array([self._block[places + offset] >= ord("A") for offset in range(3)])
        places = places + np.cumprod(letters, axis=0).sum(axis=0)
        stamps = log_stamps(self._loaded, vector.behind_blanks(self._block, places))
        return self._read_dated(lines, stamps, self._is_blank(places), OTHER)

    def read_syslog(self, lines: Places, places: Places, depth: int = 0) -> Places:
        """Read `<166>Mar 17 18:24:37 [2014 ][host ]tag: Info: ` and its like (A4-A9).

        Where the level is expected another frame may stand, and in it another: it counts (A8).
        """
        places = self._behind_priority(places)
        stamps = log_stamps(self._loaded, places)
        other = np.flatnonzero(stamps.at == NO_TIME)
        stamps.put(other, collector_stamps(self._block, places[other]))
        crowd = self._crowd(lines, stamps, stamps.at != NO_TIME)
        if crowd.line.size:
            self._find_hosts(crowd)
            if depth < _DEPTH:
                crowd = self._read_inner(crowd, crowd.start, depth)
                self._set_hosts(crowd)
                crowd = self._read_inner(crowd, crowd.host_end + 1, depth)
            crowd = self._take(crowd, _behind_level(self._loaded, crowd.colon + 2), SYSLOG)
            crowd = self._take_untagged(crowd)
            if depth < _DEPTH:
                self._read_inner(crowd, crowd.colon + 2, depth)
        return self._left(lines)

    def _read_dated(self, lines: Places, stamps: Stamps, chosen: Flags, kind: int) -> Places:
        crowd = self._crowd(lines, stamps, stamps.dated & chosen)
        self._take(crowd, _behind_level(self._loaded, crowd.start), kind)
        return self._left(lines)

    def _take_untagged(self, crowd: _Crowd) -> _Crowd:
        """Take the lines whose first `: ` ends the level: no tag has a colon there (A9, A15)."""
        text = np.full(len(crowd.line), -1, np.int64)
        kind = np.full(len(crowd.line), SYSLOG)
        for level in LEVELS:
            place = crowd.colon - len(level)
            found = (place >= crowd.start) & self._is_blank(place - 1)
            found &= vector.literal(self._loaded, place, level.encode())
            text[found] = crowd.colon[found] + 2
            kind[found & (place == crowd.start)] = OTHER
        crowd.host_end = np.where(kind == OTHER, crowd.start, crowd.host_end)
        return self._take(crowd, text, kind)

    def _read_inner(self, crowd: _Crowd, places: Places, depth: int) -> _Crowd:
        """Read the frames that stand at `places` inside those of a relay (A8)."""
        inside = np.flatnonzero(
            ((self._block[places] == ord("<")) | may_begin(self._block, places))
            & (places < self._ends[crowd.line])
        )
        if not inside.size:
            return crowd
        kinds, lines = self.frames.kind, crowd.line[inside]
        left = self.read_file_form(lines, places[inside])
        kinds[lines[kinds[lines] == FILE]] = SYSLOG
        inside = inside[np.isin(lines, left)]
        self.read_syslog(left, places[inside], depth + 1)
        self._tell_years(crowd)
        return crowd.only(kinds[crowd.line] == NONE)

    def _tell_years(self, crowd: _Crowd) -> None:
        """Give inner stamps that leave out their year that of the relay's stamp, if it has one."""
        frames = self.frames
        crowd = crowd.only((frames.kind[crowd.line] == SYSLOG_WITHOUT_YEAR) & crowd.stamps.dated)
        frames.kind[crowd.line] = SYSLOG
        frames.at[crowd.line] = nearest(frames.at[crowd.line], crowd.stamps.at)

    def _crowd(self, lines: Places, stamps: Stamps, chosen: Flags) -> _Crowd:
        """The lines with a stamp and more behind it, and where their hosts end."""
        behind = stamps.behind
        chosen = chosen & (stamps.at != NO_TIME) & self._is_blank(behind)
        chosen &= behind + 1 < self._ends[lines]
        found = np.flatnonzero(chosen)
        start = behind[found] + 1
        return _Crowd(lines[found], stamps.only(found), start, start, start)

    def _find_hosts(self, crowd: _Crowd) -> None:
        size = len(self._block) - vector.PADDING
        blank = vector.next_of(self._blanks, crowd.start, size)
        crowd.colon = vector.next_of(self._colons, crowd.start, size)
        crowd.host_end = np.where(blank < crowd.colon, blank, crowd.start)

    def _take(self, crowd: _Crowd, text: Places, kind: int | Places) -> _Crowd:
        """Take the lines whose text begins at `text`, -1 for none; gives the others."""
        found = (text >= 0) & (text <= self._ends[crowd.line])
        taken = crowd.only(found)
        dated = taken.stamps.dated
        kinds = np.broadcast_to(np.asarray(kind), found.shape)[found]
        self.frames.kind[taken.line] = np.where(dated, kinds, SYSLOG_WITHOUT_YEAR)
        self.frames.at[taken.line] = taken.stamps.at
        self.frames.text_start[taken.line] = text[found]
        self._set_hosts(taken)
        self.frames.foreign[crowd.line] = ~found
        return crowd.only(~found)

    def _set_hosts(self, crowd: _Crowd) -> None:
        """A host that was found outside stays where there is none inside."""
        hosted = crowd.host_end > crowd.start
        line = crowd.line[hosted]
        self.frames.host_start[line] = crowd.start[hosted]
        self.frames.host_end[line] = crowd.host_end[hosted]

    def _behind_priority(self, places: Places) -> Places:
        """The place behind `<166>`, and behind the version `1 ` that may follow it."""
        _, behind = vector.numbers(self._loaded, places + 1)
        marked = (self._block[places] == ord("<")) & (self._block[behind] == ord(">"))
        behind = behind + 1
        behind += 2 * vector.literal(self._loaded, behind, b"1 ")
        return np.where(marked, behind, places)

    def _is_blank(self, places: Places) -> Flags:
        blank: Flags = self._block[places] == ord(" ")
        return blank

    def _left(self, lines: Places) -> Places:
        left: Places = lines[self.frames.kind[lines] == NONE]
        return left
