"""A made-up log of one gateway: some days of two-way mail, played from a seed.

Nobody's mail is in it: every name and text comes from `vocabulary` and `partners`, every domain
and address from the ranges reserved for examples.
"""

from collections.abc import Iterator
from io import BytesIO
from random import Random

from esalog.source import Source

from .gateway import DAYS, Gateway
from .traffic import arrivals, housekeeping, rush

LINES_PER_ARRIVAL = 92.0
"""How many lines an arrival brings about in the mean, with those that come in its wake."""

WARM_UP = 7200.0
"""Seconds played before the log begins, so that it begins amid open connections."""


def demo_log(seed: int = 1, lines: int = 20_000) -> Iterator[bytes]:
    """Yield a log in file form (catalogue A1, A10) in blocks of whole lines, `lines` in all.

    The same seed and size always give the same bytes. Whatever the size, it covers about
    two and a half days: a longer log is that of a busier gateway. Made as it is asked for:
    millions of lines need no more memory than thousands.
    """
    dice = Random(seed)  # noqa: S311 - nothing secret is drawn
    gateway = Gateway(dice, began=WARM_UP)
    per_hour = lines / LINES_PER_ARRIVAL / DAYS / 24
    gateway.start(arrivals(gateway, per_hour))
    gateway.start(rush(gateway, count=10), after=WARM_UP - 25)
    gateway.start(housekeeping(gateway))
    left = lines
    for block in gateway.play():
        part = block[:left]
        left -= len(part)
        yield "".join(part).encode("utf-8", "surrogateescape")
        if not left:
            return


def demo_source(seed: int = 1, lines: int = 20_000) -> Source:
    """The made-up log as a source to load."""
    return Source("made-up log", "made-up log", lambda: BytesIO(b"".join(demo_log(seed, lines))))
