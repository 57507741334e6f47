"""Time stamps: from the bytes of many lines to seconds, and the year that some leave out.

Seconds count from 1970 as if the appliance's local clock were UTC: a log names no zone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from esalog import vector
from esalog.vector import Block, Flags, Places, Words

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

NO_TIME = int(np.iinfo(np.int64).min)
"""Stands for a stamp that is missing or no date."""

YEARS = (1990, 2199)
"""The first and the last year that a stamp may bear."""

DAY = 86_400
LEAP_YEAR = 2000
"""The year given to stamps that have none; it knows every date."""

_EPOCH = datetime(1970, 1, 1)
_MONTH_KEYS = np.array([int.from_bytes(name.encode(), "little") for name in MONTHS], np.uint64)
_MONTH_ORDER = np.argsort(_MONTH_KEYS)
_DAYS_BEFORE = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365])


def moment_of(seconds: int) -> datetime:
    """The date and time of a stamp in seconds, which has no zone either."""
    return _EPOCH + timedelta(seconds=seconds)


def seconds_of(moment: datetime) -> int:
    """The whole seconds of a date and time."""
    return int((moment - _EPOCH).total_seconds())


@dataclass
class Stamps:
    """Stamps at `n` places; every array has `n` entries.

    `at` is in seconds, `NO_TIME` where no stamp stands; one that is not `dated` has no year and is
    put into the `LEAP_YEAR`. `behind` is the place behind a stamp.
    """

    at: Places
    behind: Places
    dated: Flags

    @classmethod
    def none(cls, places: Places) -> "Stamps":
        """No stamp at any of these places."""
        count = len(places)
        return cls(np.full(count, NO_TIME, np.int64), places.copy(), np.zeros(count, bool))

    def only(self, chosen: Places | Flags) -> "Stamps":
        """The stamps at the `chosen` places."""
        return Stamps(self.at[chosen], self.behind[chosen], self.dated[chosen])

    def put(self, chosen: Places, part: "Stamps") -> None:
        """Take the stamps of `part`, which has an entry for each of the `chosen` places."""
        found = part.at != NO_TIME
        self.at[chosen[found]] = part.at[found]
        self.behind[chosen[found]] = part.behind[found]
        self.dated[chosen[found]] = part.dated[found]


def log_stamps(loaded: Words, places: Places) -> Stamps:
    """Stamps like `Nov 19 09:16:46`, or with the year behind; a day may have one digit (A1)."""
    return _in_runs(_log_stamps, loaded, places, (0, 8, 16))


def collector_stamps(block: Block, places: Places) -> Stamps:
    """Stamps as collectors write them: `2014 Nov 19 09:16:46` (A9), ISO 8601, or seconds of 1970.

    The clock of an ISO stamp is taken as it stands, whatever its zone.
    """
    loaded = vector.words(block)
    stamps = Stamps.none(places)
    for read in (_year_first_stamps, _iso_stamps, _epoch_stamps):
        left = np.flatnonzero((stamps.at == NO_TIME) & _is_digit(loaded, places))
        if left.size:
            stamps.put(left, read(loaded, places[left]))
    fine = np.flatnonzero(stamps.at != NO_TIME)
    stamps.behind[fine] = vector.behind_fraction(block, stamps.behind[fine])
    return stamps


def may_begin(block: Block, places: Places) -> Flags:
    """Whether what stands at each place looks like a stamp: few words do."""
    at_3, at_4, at_9 = (block[places + offset] for offset in (3, 4, 9))
    collected = (at_4 == ord("-")) | (at_4 == ord(" ")) | (at_9 - ord("0") < 10)
    may: Flags = (at_3 == ord(" ")) | (collected & (block[places] - ord("0") < 10))
    return may


def _in_runs(
    read: Callable[[Words, Places], Stamps],
    loaded: Words,
    places: Places,
    offsets: tuple[int, ...],
) -> Stamps:
    """Read each run of equal stamps once: neighbouring lines mostly bear the same one.

    What `read` gives must hang on the bytes in the words at `offsets` only.
    """
    if not places.size:
        return Stamps.none(places)
    fresh = np.ones(len(places), bool)
    for offset in offsets:
        part = loaded[places + offset]
        changes = part[1:] != part[:-1]
        fresh[1:] = changes if offset == offsets[0] else fresh[1:] | changes
    heads = places[fresh]
    once = read(loaded, heads)
    which = np.cumsum(fresh) - 1
    return Stamps(once.at[which], places + (once.behind - heads)[which], once.dated[which])


def _log_stamps(loaded: Words, places: Places) -> Stamps:
    month, known = _months(loaded[places] & np.uint64(0xFFFFFF))
    day, day_end = vector.numbers(loaded, places + 4 + _is_blank(loaded, places + 4))
    clock, fits = _clocks(loaded, day_end + 1)
    year, behind = vector.numbers(loaded, day_end + 10)
    dated = _is_year(year) & (behind == day_end + 14)
    dated &= _is_blank(loaded, day_end + 9) & _is_blank(loaded, behind)
    year = np.where(dated, year, LEAP_YEAR)
    fits &= known & (day_end <= places + 6) & (day >= 1) & (day <= _month_length(year, month))
    fits &= _is_blank(loaded, places + 3) & _is_blank(loaded, day_end)
    at = days(year, month, day) * DAY + clock
    return Stamps(np.where(fits, at, NO_TIME), np.where(dated, behind, day_end + 9), dated)


def _year_first_stamps(loaded: Words, places: Places) -> Stamps:
    year, behind = vector.numbers(loaded, places)
    stamps = log_stamps(loaded, places + 5)
    fits = _is_year(year) & (behind == places + 4) & ~stamps.dated
    fits &= _is_blank(loaded, places + 4) & (stamps.at != NO_TIME)
    at = np.full_like(stamps.at, NO_TIME)
    at[fits] = in_year(stamps.at[fits], year[fits])
    return Stamps(at, stamps.behind, fits)


def _iso_stamps(loaded: Words, places: Places) -> Stamps:
    """Stamps like `2014-11-19T09:16:46`, or with a blank in the middle."""
    return _in_runs(_iso_runs, loaded, places, (0, 8, 11))


def _iso_runs(loaded: Words, places: Places) -> Stamps:
    (year, year_end), (month, month_end), (day, day_end) = (
        vector.numbers(loaded, places + offset) for offset in (0, 5, 8)
    )
    clock, fits = _clocks(loaded, places + 11)
    fits &= (year_end == places + 4) & (month_end == places + 7) & (day_end == places + 10)
    fits &= vector.literal(loaded, places + 4, b"-") & vector.literal(loaded, places + 7, b"-")
    fits &= vector.literal(loaded, places + 10, b"T") | _is_blank(loaded, places + 10)
    fits &= _is_year(year) & (month >= 1) & (month <= 12)
    month = np.where(fits, month, 1)
    fits &= (day >= 1) & (day <= _month_length(year, month))
    at = days(year, month, day) * DAY + clock
    return Stamps(np.where(fits, at, NO_TIME), places + 19, fits)


def _epoch_stamps(loaded: Words, places: Places) -> Stamps:
    """Seconds since 1970: ten digits."""
    at, behind = vector.numbers(loaded, places)
    fits = behind == places + 10
    return Stamps(np.where(fits, at, NO_TIME), behind, fits)


def _clocks(loaded: Words, places: Places) -> tuple[Places, Flags]:
    """Seconds of clocks like `09:16:46`, and whether one stands there."""
    word = loaded[places] ^ np.uint64(int.from_bytes(b"00:00:00", "little"))
    nibbles = [((word >> np.uint64(8 * at)) & np.uint64(255)).astype(np.int64) for at in range(8)]
    hour, minute, second = (nibbles[at] * 10 + nibbles[at + 1] for at in (0, 3, 6))
    fits = np.logical_and.reduce([nibble < 10 for nibble in nibbles])
    fits &= (nibbles[2] == 0) & (nibbles[5] == 0)
    fits &= (hour < 24) & (minute < 60) & (second < 61)
    return hour * 3600 + minute * 60 + second, fits


def days(year: Places, month: Places, day: Places) -> Places:
    """Days from 1970-01-01 to a date; months count from 1."""
    before = year - 1
    leaps = before // 4 - before // 100 + before // 400 - 477
    late = (month > 2) & is_leap(year)
    passed: Places = (year - 1970) * 365 + leaps + _DAYS_BEFORE[month - 1] + late + day - 1
    return passed


def is_leap(year: Places) -> Flags:
    """Whether each year has a 29th of February."""
    leap: Flags = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return leap


def in_year(at: Places, year: Places) -> Places:
    """Move seconds of the `LEAP_YEAR` to the same date of another year; 29 February may be lost."""
    passed = at - int(days(*(np.array([part]) for part in (LEAP_YEAR, 1, 1)))[0]) * DAY
    first = days(year, np.ones_like(year), np.ones_like(year)) * DAY
    leap_day = 31 * DAY + 28 * DAY
    on_leap_day = (passed >= leap_day) & (passed < leap_day + DAY)
    moved = first + passed - DAY * ((passed >= leap_day + DAY) & ~is_leap(year))
    return np.where((at == NO_TIME) | (on_leap_day & ~is_leap(year)), NO_TIME, moved)


def nearest(at: Places, other: Places) -> Places:
    """Move seconds of the `LEAP_YEAR` to the year that puts them nearest to other seconds."""
    year = other.astype("datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    moved = np.array([in_year(at, year + step) for step in (0, -1, 1)])
    distance = np.where(moved == NO_TIME, NO_TIME, -np.abs(moved - other))
    chosen: Places = np.take_along_axis(moved, distance.argmax(axis=0)[None], axis=0)[0]
    return chosen


def _months(keys: Words) -> tuple[Places, Flags]:
    """Numbers of months from 1, and whether the key is a month's name."""
    index = np.searchsorted(_MONTH_KEYS, keys, sorter=_MONTH_ORDER)
    month = _MONTH_ORDER[np.minimum(index, len(MONTHS) - 1)]
    return month + 1, _MONTH_KEYS[month] == keys


def _month_length(year: Places, month: Places) -> Places:
    length: Places = np.diff(_DAYS_BEFORE)[month - 1] + ((month == 2) & is_leap(year))
    return length


def _is_year(year: Places) -> Flags:
    known: Flags = (year >= YEARS[0]) & (year <= YEARS[1])
    return known


def _is_blank(loaded: Words, places: Places) -> Flags:
    blank: Flags = (loaded[places] & np.uint64(255)) == 32
    return blank


def _is_digit(loaded: Words, places: Places) -> Flags:
    digit: Flags = ((loaded[places] & np.uint64(255)) - np.uint64(48)) < np.uint64(10)
    return digit
