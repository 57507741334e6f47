"""Frames read the plain way: one line at a time, with regular expressions."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from esalog.frames import LEVELS

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LEAP_YEAR = 2000
DEPTH = 2

_CLOCK = r"(?P<clock>(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60))"
_DAY = rf"(?P<month>{'|'.join(MONTHS)}) (?P<day> \d|\d\d?) {_CLOCK}"
_YEAR = r"(?P<year>199\d|2[01]\d\d)"
_LOG_STAMP = re.compile(rf"{_DAY}(?: {_YEAR}(?= ))?(?= .)")
_COLLECTED = [
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR} {_DAY}(?! \d{{4}} )[0-9.,:+Z-]*(?= .)",
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)[T ]{_CLOCK}[0-9.,:+Z-]*(?= .)",
        r"(?P<epoch>\d{10})(?!\d)[0-9.,:+Z-]*(?= .)",
    )
]
_PRIORITY = re.compile(r"<\d{0,18}>(?:1 )?")
_LEVEL = re.compile(f"(?:{'|'.join(LEVELS)}): ")
_BEGINNING = re.compile("[ \t\r]*(?:\0*(?:\ufeff)?[ \t\r]*)")


@dataclass(frozen=True)
class Frame:
    """What a frame tells: its stamp, whether that has a year, the host, and the text behind."""

    at: datetime | None
    is_dated: bool
    host: str
    text: str


def frame(line: str) -> Frame | None:
    """The frame of a line, None without one."""
    begun = line[_BEGINNING.match(line).end() :]  # type: ignore[union-attr]  # it fits anything
    return _file_form(begun[3:], begun) or _syslog(begun, 0) or _damaged(begun)


def _file_form(blank: str, line: str) -> Frame | None:
    return _dated(line[4:]) if blank[:1] == " " else None


def _damaged(line: str) -> Frame | None:
    letters = re.match(r"[A-z]{0,3}", line)
    assert letters
    behind = line[letters.end() :]
    return _dated(behind.lstrip(" \t\r")) if behind[:1] == " " else None


def _dated(line: str) -> Frame | None:
    stamp = _LOG_STAMP.match(line)
    if not stamp or not stamp["year"] or not (at := _moment(stamp)):
        return None
    text = line[stamp.end() + 1 :]
    level = _LEVEL.match(text)
    return Frame(at, True, "", text[level.end() :]) if level else None


def _syslog(line: str, depth: int) -> Frame | None:
    priority = _PRIORITY.match(line)
    line = line[priority.end() :] if priority else line
    stamp = _LOG_STAMP.match(line) or next(filter(None, (p.match(line) for p in _COLLECTED)), None)
    at = _moment(stamp) if stamp else None
    if not stamp or not at:
        return None
    outer = Frame(at, "epoch" in stamp.re.groupindex or bool(stamp["year"]), "", "")
    return _behind_stamp(line[stamp.end() + 1 :], outer, depth)


def _behind_stamp(rest: str, outer: Frame, depth: int) -> Frame | None:
    before, colon, tagged = rest.partition(": ")
    host, blank, behind_host = before.partition(" ") if colon else rest.partition(" ")
    host = host if blank else ""
    behind_host = rest[len(host) + 1 :]
    if found := _inner(rest, outer, depth) or _inner(behind_host, replace(outer, host=host), depth):
        return found
    if level := _LEVEL.match(tagged):
        return replace(outer, host=host, text=tagged[level.end() :])
    level = re.search(rf"(?:^| )(?:{'|'.join(LEVELS)})$", before)
    if level and colon:
        return replace(outer, host=host if level.start() else "", text=tagged)
    return _inner(tagged, replace(outer, host=host), depth) if colon else None


def _inner(line: str, outer: Frame, depth: int) -> Frame | None:
    if depth == DEPTH:
        return None
    found = _file_form(line[3:], line) or _syslog(line, depth + 1)
    if not found:
        return None
    if outer.is_dated and not found.is_dated:
        found = replace(found, at=_nearest(found.at, outer.at), is_dated=True)
    return replace(found, host=found.host or outer.host)


def _nearest(at: datetime | None, other: datetime | None) -> datetime | None:
    assert at
    assert other
    years = [_in_year(at, other.year + step) for step in (0, -1, 1)]
    return min(filter(None, years), key=lambda moment: abs(moment - other), default=None)


def _in_year(at: datetime, year: int) -> datetime | None:
    try:
        return at.replace(year=year)
    except ValueError:
        return None


def _moment(stamp: re.Match[str]) -> datetime | None:
    parts = stamp.groupdict()
    if "epoch" in parts:
        return datetime.fromtimestamp(int(parts["epoch"]), UTC).replace(tzinfo=None)
    month = parts["month"]
    number = int(month) if month.isdigit() else MONTHS.index(month) + 1
    hours, minutes, seconds = map(int, parts["clock"].split(":"))
    try:
        date = datetime(int(parts["year"] or LEAP_YEAR), number, int(parts["day"]))
    except ValueError:
        return None
    return date + timedelta(hours=hours, minutes=minutes, seconds=seconds)
