"""The played gateway: its clock, its counters, the lines it writes, and what it will do next."""

from collections.abc import Generator, Iterator, Sequence
from datetime import date, timedelta
from heapq import heappop, heappush
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from .delivering import Parcel

Process = Generator[float, None, None]
"""Something that goes on at the gateway: it writes lines, then yields the seconds to wait."""

Choice = TypeVar("Choice")

FIRST_DAY = date(2025, 3, 11)
FIRST_SECOND = 8 * 3600 + 7 * 60
DAYS = 2.5
BLOCK = 2000
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HEADER = (
    "Begin Logfile",
    "Version: 15.5.1-055 SN: 4229A0C81D5E7F3300B2-D41F9E07A6C3",
    "Time offset from UTC: 3600 seconds",
)


class Gateway:
    """One appliance at play. `now` is in seconds since the play began.

    The log begins `began` seconds into the play: what happens before is not in it.
    """

    def __init__(self, dice: Random, began: float) -> None:
        self.dice = dice
        self.now = 0.0
        self.icid = 8_204_511
        self.mid = 31_174_902
        self.dcid = 5_127_730
        self.rcid = 20_391
        self.open_links: dict[str, list[Parcel]] = {}
        self._began = began
        self._written: list[str] = []
        self._stamp = ""
        self._day = (-1, "", "")
        self._second = -1
        self._plan: list[tuple[float, int, Process]] = []
        self._planned = 0

    def write(self, text: str) -> None:
        """Write one line of level Info, stamped with the present second."""
        self._written.append(f"{self._stamp}Info: {text}\n")

    def warn(self, text: str) -> None:
        """Write one line of level Warning."""
        self._written.append(f"{self._stamp}Warning: {text}\n")

    def start(self, process: Process, after: float = 0.0) -> None:
        """Let something begin `after` seconds from now."""
        self._planned += 1
        heappush(self._plan, (self.now + after, self._planned, process))

    def chance(self, share: float) -> bool:
        """True in `share` (0 to 1) of the cases."""
        return self.dice.random() < share

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """One of `choices`, each as likely."""
        return choices[int(self.dice.random() * len(choices))]

    def between(self, low: float, high: float) -> float:
        """A number of seconds, low to high."""
        return low + (high - low) * self.dice.random()

    def number(self, low: int, high: int) -> int:
        """A whole number, low up to but without high."""
        return low + int(self.dice.random() * (high - low))

    def hour(self) -> int:
        """The hour of the day, 0 to 23."""
        return int(self.now - self._began + FIRST_SECOND) // 3600 % 24

    def play(self) -> Iterator[list[str]]:
        """Yield blocks of lines for ever; the header stands first."""
        opened = False
        while self._plan:
            self.now, _, process = heappop(self._plan)
            self._set_stamp()
            if not opened and self.now >= self._began:
                opened = True
                self._written.clear()
                for text in HEADER:
                    self.write(text)
            wait = next(process, None)
            if wait is not None:
                self._planned += 1
                heappush(self._plan, (self.now + wait, self._planned, process))
            if opened and len(self._written) > BLOCK:
                yield self._written
                self._written = []

    def _set_stamp(self) -> None:
        second = int(self.now)
        if second == self._second:
            return
        self._second = second
        days, clock = divmod(int(second - self._began) + FIRST_SECOND, 86_400)
        if days != self._day[0]:
            day = FIRST_DAY + timedelta(days=days)
            name = f"{WEEKDAYS[day.weekday()]} {MONTHS[day.month - 1]} {day.day:2d}"
            self._day = (days, name, str(day.year))
        minutes, seconds = divmod(clock, 60)
        hours, minutes = divmod(minutes, 60)
        self._stamp = f"{self._day[1]} {hours:02d}:{minutes:02d}:{seconds:02d} {self._day[2]} "
