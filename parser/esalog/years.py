"""The year of stamps that leave it out (A4-A6): from the file, never from the computer's clock.

The last line of a file is in the last year in which no line passes the file's modification time by
more than a day; from there a year is counted back at each step from January to December.
"""

from calendar import isleap
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from esalog.stamps import DAY, LEAP_YEAR, NO_TIME, days, in_year
from esalog.vector import Flags, Places

_JANUARY_END = 31 * DAY
_DECEMBER_START = 335 * DAY
_NEW_YEAR = int(days(*(np.array([part]) for part in (LEAP_YEAR, 1, 1)))[0]) * DAY


@dataclass
class FileYears:
    """The years of one file, learnt as it is read; `year` is that of its first line, if known.

    `limit` is the moment that no line may pass, in seconds, or None when the file has no time.
    A year `is_guessed` unless somebody gave it.
    """

    year: int | None
    limit: int | None
    is_guessed: bool = True
    turn: int = 0
    latest: dict[int, int] = field(default_factory=dict)
    _month: int = 0

    def times(self, at: Places, yearless: Flags) -> Places:
        """`at` of the file's next lines with the stamps without a year moved to their year."""
        lines = np.flatnonzero(yearless & (at != NO_TIME))
        if not lines.size:
            return at
        turns = self._turns(at[lines])
        for turn in np.unique(turns):
            latest = int(at[lines[turns == turn]].max())
            self.latest[int(turn)] = max(latest, self.latest.get(int(turn), latest))
        moved = at.copy()
        moved[lines] = NO_TIME if self.year is None else in_year(at[lines], self.year + turns)
        return moved

    def _turns(self, at: Places) -> Places:
        """How many years later than the first line each line is."""
        passed = at - _NEW_YEAR
        month = np.where(passed < _JANUARY_END, 1, np.where(passed >= _DECEMBER_START, 12, 6))
        before = np.concatenate(([self._month], month[:-1]))
        step = ((before == 12) & (month == 1)).astype(np.int64) - ((before == 1) & (month == 12))
        turns = self.turn + np.cumsum(step)
        self.turn, self._month = int(turns[-1]), int(month[-1])
        return turns

    @property
    def told_by(self) -> str:
        """What tells the year of stamps that leave it out; empty when there are none."""
        if not self.latest:
            return ""
        if self.year is None:
            return "nothing"
        return "the time of the file" if self.is_guessed else "--year"

    def correction(self, last_year: int | None) -> int:
        """By how many years `year` was wrong, now that the file is read to its end.

        `last_year` is the year of the last line, when somebody told it.
        """
        if not self.latest or self.year is None:
            return 0
        if last_year is not None:
            return last_year - self.turn - self.year
        if self.limit is None:
            return 0
        shift = 0
        while any(self._moment(turn, at, shift) > self.limit for turn, at in self.latest.items()):
            shift -= 1
        return shift

    def _moment(self, turn: int, at: int, shift: int) -> int:
        year = (self.year or LEAP_YEAR) + turn + shift
        return int(in_year(np.array([at]), np.array([year]))[0])


def in_another_year(moment: datetime, shift: int) -> datetime:
    """The same time some years later; 29 February may be the last day of it."""
    is_lost = (moment.month, moment.day) == (2, 29) and not isleap(moment.year + shift)
    return moment.replace(year=moment.year + shift, day=28 if is_lost else moment.day)
