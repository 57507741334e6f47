"""What the first bytes of a source tell: whether it is a log at all, and when it begins."""

from datetime import UTC, datetime, timedelta

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


def first_stamp(head: bytes, modified: float | None) -> datetime | None:
    """The time of the first line with a stamp, the inner one of two (A8); None without one.

    A stamp without a year (A4-A6) is in the last year that does not put it more than a day behind
    `modified`, in seconds since 1970; without `modified` it tells no time.
    """
    frames = _read(_unmarked(head))[2]
    stamped = np.flatnonzero((frames.kind != NONE) & (frames.at != stamps.NO_TIME))
    if not stamped.size:
        return None
    at = int(frames.at[stamped[0]])
    if frames.kind[stamped[0]] != SYSLOG_WITHOUT_YEAR:
        return stamps.moment_of(at)
    return None if modified is None else _in_last_year(at, modified)


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


def _in_last_year(at: int, modified: float) -> datetime | None:
    latest = datetime.fromtimestamp(modified, UTC).replace(tzinfo=None) + timedelta(days=1)
    for year in range(latest.year, latest.year - 9, -1):  # 29 February may be eight years ago
        moved = int(stamps.in_year(np.array([at]), np.array([year]))[0])
        if moved != stamps.NO_TIME and stamps.moment_of(moved) <= latest:
            return stamps.moment_of(moved)
    return None
