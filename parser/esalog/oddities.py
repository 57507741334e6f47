"""What is strange in the lines of a source, though nothing of it is lost: it is told, once."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from esalog.stamps import NO_TIME
from esalog.vector import Places

_LEAST = 60
"""Seconds by which time must go back to be told: lines of one second may change places."""


def first_undecodable(content: bytes, start: int = 0) -> int:
    """The first line, from 0, with bytes from `start` on that are no UTF-8; -1 for none.

    A letter that is cut by the end of the content may be whole in what comes behind it.
    """
    try:
        if not content.isascii():
            content[start:].decode()
    except UnicodeDecodeError as error:
        is_cut = error.reason == "unexpected end of data" and start + error.end == len(content)
        return -1 if is_cut else content.count(b"\n", 0, start + error.start)
    return -1


@dataclass
class Oddities:
    """What was odd in the lines of a source so far; `last` is the time of the last of them."""

    has_undecodable: bool = False
    has_turn: bool = False
    last: int = NO_TIME

    def add(self, undecodable: int, at: Places) -> Iterator[tuple[int, str]]:
        """What is odd for the first time in the next lines: which of them, from 0, and a sentence.

        `undecodable` is the first of them that is, or -1; `at` are the times of all.
        """
        if undecodable >= 0 and not self.has_undecodable:
            self.has_undecodable = True
            yield undecodable, "holds bytes that are no UTF-8, kept as they are"
        stamped = np.flatnonzero(at != NO_TIME)
        if not stamped.size:
            return
        before = self.last if self.last != NO_TIME else at[stamped[0]]
        self.last = int(at[stamped[-1]])
        back = -np.diff(at[stamped], prepend=before)
        turns = np.flatnonzero(back >= _LEAST)
        if turns.size and not self.has_turn:
            self.has_turn = True
            yield int(stamped[turns[0]]), f"the time goes back by {int(back[turns[0]]):,} s"
