"""Time stamps: from the bytes of many lines to seconds, and the year that some leave out.

Seconds count from 1970 as if the appliance's local clock were UTC: a log names no zone.
"""

import numpy as np

from esalog import vector
from esalog.vector import Flags, Places, Words

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

NO_TIME = int(np.iinfo(np.int64).min)
"""Stands for a stamp that is missing or no date."""

DAY = 86_400
LEAP_YEAR = 2000
"""The year given to stamps that have none; it knows every date."""

_MONTH_KEYS = np.array([int.from_bytes(name.encode(), "little") for name in MONTHS], np.uint64)
_MONTH_ORDER = np.argsort(_MONTH_KEYS)
_DAYS_BEFORE = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365])


def seconds_of_runs(loaded: Words, places: Places) -> Places:
    """Seconds of stamps like `Wed Nov 19 09:16:46 2014 ` at each place, `NO_TIME` without one.

    Neighbouring lines mostly bear the same stamp, so each run of equal ones is read once. The name
    of the day is never looked at: it may contradict the date (A1).
    """
    if not places.size:
        return np.zeros(0, np.int64)
    parts = [loaded[places + offset] for offset in (0, 8, 16)]
    fresh = np.ones(len(places), bool)
    fresh[1:] = np.logical_or.reduce([part[1:] != part[:-1] for part in parts])
    heads = places[fresh]
    year, behind = vector.numbers(loaded, heads + 20)
    at = seconds(loaded, heads + 4, year)
    blanks = ((loaded[heads] >> np.uint64(24)) & np.uint64(255)) == 32
    blanks &= (loaded[heads + 19] & np.uint64(255)) == 32
    at[~(blanks & (behind == heads + 24) & _is_blank(loaded, heads + 24))] = NO_TIME
    return at[np.cumsum(fresh) - 1]


def seconds(loaded: Words, places: Places, year: Places) -> Places:
    """Seconds of stamps like `Nov 19 09:16:46` at each place in the year given."""
    month, known = _months(loaded[places] & np.uint64(0xFFFFFF))
    day, day_end = vector.numbers(loaded, places + 4 + _is_blank(loaded, places + 4))
    hour, hour_end = vector.numbers(loaded, places + 7)
    minute, minute_end = vector.numbers(loaded, places + 10)
    second, second_end = vector.numbers(loaded, places + 13)
    shape = (day_end == places + 6) & (hour_end == places + 9)
    shape &= (minute_end == places + 12) & (second_end == places + 15)
    shape &= vector.literal(loaded, places + 9, b":") & vector.literal(loaded, places + 12, b":")
    shape &= _is_blank(loaded, places + 3) & _is_blank(loaded, places + 6)
    valid = known & shape & (day >= 1) & (day <= _month_length(year, month))
    valid &= (hour < 24) & (minute < 60) & (second < 61) & (year >= 1)
    at = days(year, month, day) * DAY + hour * 3600 + minute * 60 + second
    return np.where(valid, at, NO_TIME)


def days(year: Places, month: Places, day: Places) -> Places:
    """Days from 1970-01-01 to a date; months count from 1."""
    before = year - 1
    leaps = before // 4 - before // 100 + before // 400 - 477
    late = (month > 2) & is_leap(year)
    return (year - 1970) * 365 + leaps + _DAYS_BEFORE[month - 1] + late + day - 1


def is_leap(year: Places) -> Flags:
    """Whether each year has a 29th of February."""
    return (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))


def in_year(at: Places, year: Places) -> Places:
    """Move seconds of the `LEAP_YEAR` to the same date of another year; 29 February may be lost."""
    passed = at - int(days(*(np.array([part]) for part in (LEAP_YEAR, 1, 1)))[0]) * DAY
    first = days(year, np.ones_like(year), np.ones_like(year)) * DAY
    leap_day = 31 * DAY + 28 * DAY
    on_leap_day = (passed >= leap_day) & (passed < leap_day + DAY)
    moved = first + passed - DAY * ((passed >= leap_day + DAY) & ~is_leap(year))
    return np.where((at == NO_TIME) | (on_leap_day & ~is_leap(year)), NO_TIME, moved)


def _months(keys: Words) -> tuple[Places, Flags]:
    """Numbers of months from 1, and whether the key is a month's name."""
    index = np.searchsorted(_MONTH_KEYS, keys, sorter=_MONTH_ORDER)
    month = _MONTH_ORDER[np.minimum(index, len(MONTHS) - 1)]
    return month + 1, _MONTH_KEYS[month] == keys


def _month_length(year: Places, month: Places) -> Places:
    return _DAYS_BEFORE[month] - _DAYS_BEFORE[month - 1] + ((month == 2) & is_leap(year))


def _is_blank(loaded: Words, places: Places) -> Flags:
    return (loaded[places] & np.uint64(255)) == 32
