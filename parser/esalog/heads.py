"""What the first bytes of a source tell: whether it is a log at all, and when it begins."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np

from esalog import stamps, vector
from esalog.frames import NONE, SYSLOG_WITHOUT_YEAR, Frames, read_frames, read_levels
from esalog.vector import Block, Places

HEAD = 1 << 16
"""So many plain bytes of a source are its head."""

_OTHER_KINDS = (
    (b"PK\x03\x04", "a zip archive: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"\x04\x22\x4d\x18", "compressed with lz4: unpack it first"),
    (b"\x1f\x9d", "compressed with compress: unpack it first"),
    (b"\xff\xfe", "text in UTF-16: save it as UTF-8 first"),
    (b"\xfe\xff", "text in UTF-16: save it as UTF-8 first"),
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\b\t\n\v\f\r\x1b")
_YEAR = 366 * stamps.DAY
_DISORDER = 3600
"""Seconds that a line may be older than one above it, and yet be of the same year."""

_UTF8_MARK = b"\xef\xbb\xbf"


def framed_lines(text: bytes, *, pasted: bool = False) -> Places:
    """Where each line of `text` with a frame begins; `text` begins with a line.

    In `pasted` text a bare `Level: ` is a frame too (A12).
    """
    block, starts, frames = _read(text)
    if pasted:
        read_levels(block, frames)
    framed: Places = starts[frames.kind != NONE]
    return framed


def _read(text: bytes) -> tuple[Block, Places, Frames]:
    block = vector.padded(text)
    starts, ends = vector.lines(block, len(text))
    return block, starts, read_frames(block, starts, ends)


def is_framed(head: bytes) -> bool:
    """Whether a line with a frame stands in the head; a log without any is pasted text (A12)."""
    return bool((_read(_unmarked(head))[2].kind != NONE).any())


def span(
    head: bytes, tail: Callable[[], bytes], modified: float | None
) -> tuple[datetime | None, int | None]:
    """The time of the first line with a stamp, the inner one of two (A8), and the year of the last.

    The year is only told of logs whose stamps have none (A4-A6): then it is the last one that does
    not put the last line more than a day behind `modified`, in seconds since 1970; the first line
    is of the same year or of the one before. Without `modified` such stamps tell no time. `tail`
    gives the last lines of the log, or nothing where they are the head's.
    """
    stamped = _stamped(_unmarked(head))
    if not stamped:
        return None, None
    at, is_yearless = stamped[0]
    if not is_yearless:
        return stamps.moment_of(at), None
    if modified is None:
        return None, None
    is_turned = _falls([moment for moment, _ in stamped])
    lasts = [] if is_turned else [last for last, yearless in _stamped(tail() or head) if yearless]
    last = lasts[-1] if lasts else at
    end = _in_last_year(last, modified)
    if end is None:
        return None, None
    return _in_year(at, end.year - (last < at - _DISORDER)), end.year


def strangeness(head: bytes) -> str:
    """What this certainly is, when it is no log, as "a zip archive"; else empty."""
    for magic, kind in _OTHER_KINDS:
        if head.startswith(magic):
            return kind
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if (b"\0" in head or controls > len(head) // 10) and not is_framed(head):
        return "binary"
    return ""


def _unmarked(head: bytes) -> bytes:
    return head.removeprefix(_UTF8_MARK)


def _stamped(text: bytes) -> list[tuple[int, bool]]:
    """The stamps of lines, in seconds, each with whether it leaves out its year."""
    frames = _read(text)[2]
    lines = np.flatnonzero((frames.kind != NONE) & (frames.at != stamps.NO_TIME))
    yearless = frames.kind[lines] == SYSLOG_WITHOUT_YEAR
    return list(zip(frames.at[lines].tolist(), yearless.tolist(), strict=True))


def _falls(moments: Sequence[int]) -> bool:
    """Whether most lines are older than the one above; from December to January is no way back."""
    steps = [(other - one) % _YEAR for one, other in pairwise(moments) if one != other]
    return 2 * sum(step > _YEAR // 2 for step in steps) > len(steps)


def _in_last_year(at: int, modified: float) -> datetime | None:
    latest = datetime.fromtimestamp(modified, UTC).replace(tzinfo=None) + timedelta(days=1)
    for year in range(latest.year, latest.year - 9, -1):  # 29 February may be eight years ago
        moment = _in_year(at, year)
        if moment is not None and moment <= latest:
            return moment
    return None


def _in_year(at: int, year: int) -> datetime | None:
    moved = int(stamps.in_year(np.array([at]), np.array([year]))[0])
    return None if moved == stamps.NO_TIME else stamps.moment_of(moved)
