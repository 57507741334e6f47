"""Whether a log stands newest first, and how to turn it round (the contract, section 1)."""

from dataclasses import dataclass

import numpy as np

from esalog.frames import NONE
from esalog.grammar import FORMS
from esalog.scan import Scan
from esalog.stamps import NO_TIME

_HEADERS = np.array(
    [number for number, form in enumerate(FORMS, 1) if form.id.startswith(("A10", "A11"))],
    np.uint16,
)
"""Headers bear times of their own, so they do not count for the order."""


@dataclass
class Steps:
    """How often the stamp of a line is later (`up`) or earlier (`down`) than the one before."""

    up: int = 0
    down: int = 0
    first: int | None = None
    last: int | None = None

    @property
    def is_newest_first(self) -> bool:
        """Whether more steps go down than up."""
        return self.down > self.up

    def add(self, later: "Steps") -> None:
        """Count the steps of the lines that follow, and the one between."""
        if later.first is None:
            return
        if self.last is not None:
            self.up += later.first > self.last
            self.down += later.first < self.last
        self.up += later.up
        self.down += later.down
        self.first = later.first if self.first is None else self.first
        self.last = later.last


def steps(scan: Scan) -> Steps:
    """The steps between the lines of a scan."""
    counted = (scan.frames.at != NO_TIME) & ~np.isin(scan.found.form, _HEADERS)
    at = scan.frames.at[counted]
    if not at.size:
        return Steps()
    change = np.diff(at)
    up, down = int((change > 0).sum()), int((change < 0).sum())
    return Steps(up, down, int(at[0]), int(at[-1]))


def turned(content: bytes, scan: Scan) -> bytes:
    """The lines of a block with the last one first; a wrapped line stays behind its beginning."""
    heads = np.flatnonzero((scan.frames.kind != NONE) | ~scan.joined)
    starts = scan.start[heads]
    ends = np.append(starts[1:], len(content))
    pieces = [content[start:end] for start, end in zip(starts, ends, strict=True)]
    if pieces and not pieces[-1].endswith(b"\n"):
        pieces[-1] += b"\n"
    return b"".join(reversed(pieces))
