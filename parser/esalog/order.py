"""Whether a log stands newest first, and how to turn it round (the contract, section 1)."""

from dataclasses import dataclass

import numpy as np

from esalog.frames import NONE, SYSLOG_WITHOUT_YEAR
from esalog.grammar import FORMS
from esalog.scan import Scan
from esalog.stamps import DAY, NO_TIME
from esalog.vector import Places

_HEADERS = np.array(
    [number for number, form in enumerate(FORMS, 1) if form.id.startswith(("A10", "A11"))],
    np.uint16,
)
"""Headers bear times of their own, so they do not count for the order."""


_HALF_A_YEAR = 183 * DAY


@dataclass
class Steps:
    """How often the stamp of a line is later (`up`) or earlier (`down`) than the one before.

    Stamps without a year all count as of one year: a step of more than half of it leads into
    another year, so it goes the other way.
    """

    up: int = 0
    down: int = 0
    first: int | None = None
    last: int | None = None
    is_dated: bool = True

    @property
    def is_newest_first(self) -> bool:
        """Whether more steps go down than up."""
        return self.down > self.up

    def add(self, later: "Steps") -> None:
        """Count the steps of the lines that follow, and the one between."""
        if later.first is None:
            return
        if self.last is not None:
            between = _steps(np.array([self.last, later.first]), self.is_dated and later.is_dated)
            self.up += between.up
            self.down += between.down
        self.up += later.up
        self.down += later.down
        self.first = later.first if self.first is None else self.first
        self.last, self.is_dated = later.last, later.is_dated


def steps(scan: Scan) -> Steps:
    """The steps between the lines of a scan."""
    counted = (scan.frames.at != NO_TIME) & ~np.isin(scan.found.form, _HEADERS)
    is_dated = not (scan.frames.kind[counted] == SYSLOG_WITHOUT_YEAR).any()
    return _steps(scan.frames.at[counted], is_dated)


def _steps(at: Places, is_dated: bool) -> Steps:
    if not at.size:
        return Steps()
    change = np.diff(at)
    if not is_dated:
        change = np.where(np.abs(change) > _HALF_A_YEAR, -change, change)
    up, down = int((change > 0).sum()), int((change < 0).sum())
    return Steps(up, down, int(at[0]), int(at[-1]), is_dated)


def turned(content: bytes, scan: Scan) -> bytes:
    """The lines of a block with the last one first; a wrapped line stays behind its beginning."""
    heads = np.flatnonzero((scan.frames.kind != NONE) | ~scan.joined)
    starts = scan.start[heads]
    ends = np.append(starts[1:], len(content))
    pieces = [content[start:end] for start, end in zip(starts, ends, strict=True)]
    if pieces and not pieces[-1].endswith(b"\n"):
        pieces[-1] += b"\n"
    return b"".join(reversed(pieces))
