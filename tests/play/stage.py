"""The stage of a play: one gateway's clock and counters, and what happens on it, line by line.

A happening knows what it means (`what`, ids, facts) apart from how it is written (`text`): the
truth is worked out from the first, the log is made of the second.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from random import Random
from typing import Any, TypeVar

Process = Generator[float, None, None]
"""Something that goes on: it happens, then yields the seconds to wait."""

Choice = TypeVar("Choice")


@dataclass(slots=True)
class Happening:
    """One line of a log, as meant. Ids are those that the line names, 0 included.

    `other` is the old MID of a line with two. `life` counts the resets before it. `line` (from 1,
    over the load), `at` and `gateway` are known once the lines are laid out in files.
    """

    what: str
    text: str
    second: int
    life: int
    level: str = "Info"
    icid: int | None = None
    mid: int | None = None
    other: int | None = None
    dcid: int | None = None
    rids: tuple[int, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    line: int = 0
    at: datetime | None = None
    gateway: str = ""
    syslog: bool = False


@dataclass(slots=True)
class Ids:
    """The counters of an appliance; a reset sets them back."""

    icid: int
    mid: int
    dcid: int
    rcid: int = 300


@dataclass(slots=True)
class Link:
    """A delivery connection; `ready` when mail may go over it, `users` how many do just now."""

    dcid: int
    ip: str
    ready: bool = True
    users: int = 1


class Stage:
    """One gateway at play, from one seed."""

    def __init__(self, dice: Random, ids: Ids) -> None:
        self.dice = dice
        self.now = 0.0
        self.life = 0
        self.happenings: list[Happening] = []
        self.open_links: list[Link] = []
        self._first = ids
        self._ids = Ids(ids.icid, ids.mid, ids.dcid)
        self._plan: list[tuple[float, int, Process]] = []
        self._planned = 0
        self._used_mids: set[int] = set()

    def say(self, what: str, text: str, level: str = "Info", **meant: Any) -> None:
        """Let something happen now; `meant` are the fields of the happening."""
        self.happenings.append(
            Happening(what, text, int(self.now), self.life, level=level, **meant)
        )

    def start(self, process: Process, after: float = 0.0) -> None:
        """Let something begin `after` seconds from now."""
        self._planned += 1
        heappush(self._plan, (self.now + after, self._planned, process))

    def play(self, until: float) -> None:
        """Go on until nothing is left to do, or until that second."""
        while self._plan and self._plan[0][0] <= until:
            self.now, _, process = heappop(self._plan)
            wait = next(process, None)
            if wait is not None:
                self.start(process, wait)

    def reset(self) -> None:
        """Restart the appliance: all that went on is gone, and the counters start over."""
        self._plan.clear()
        self.open_links.clear()
        self.life += 1
        self.now += 5
        shift = self.number(0, 3)
        first = self._first
        self._ids = Ids(first.icid + shift, first.mid + shift, first.dcid + shift)

    def next_icid(self) -> int:
        """The ICID of a new connection."""
        self._ids.icid += self.number(1, 3)
        return self._ids.icid

    def next_mid(self) -> int:
        """The MID of a new message."""
        self._ids.mid += 1
        self._used_mids.add(self._ids.mid)
        return self._ids.mid

    def next_dcid(self) -> int:
        """The DCID of a new delivery connection."""
        self._ids.dcid += self.number(1, 3)
        return self._ids.dcid

    def next_rcid(self) -> int:
        """The RCID of a connection to the quarantine."""
        self._ids.rcid += 1
        return self._ids.rcid

    def may_be_named_late(self) -> bool:
        """Whether the next MID is new to the log, so that lines may use it before it is named."""
        return self._ids.mid + 1 not in self._used_mids

    def chance(self, share: float) -> bool:
        """True in `share` (0 to 1) of the cases."""
        return self.dice.random() < share

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """One of `choices`, each as likely."""
        return self.dice.choice(choices)

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high."""
        return self.dice.randint(low, high)
