"""What a value in a filter may be, and what it asks of a column.

A reader takes a `Value`, raises `FilterError` when it makes no sense, and gives a check: a function
from a column (SQL) and the end of the log to a condition.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, reduce
from ipaddress import IPv4Network
from typing import Literal

import duckdb

from esalog.errors import FilterError
from esalog.query.conditions import Condition, all_of, any_of, test

Manner = Literal["part", "exact", "regex"]
"""How a value is meant: a part of a text, the whole text, a regular expression."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it was typed between `start` and `end` of the filter, without its quotes."""

    text: str
    manner: Manner
    start: int
    end: int

    @property
    def is_folded(self) -> bool:
        """Whether it fits in any case: it has no capital letter."""
        return self.text == self.text.lower()

    @property
    def is_empty(self) -> bool:
        """Whether it stands for empty text."""
        return self.text == "" or (self.text == "<>" and self.manner == "part")

    def error(self, message: str, suggestion: str = "") -> FilterError:
        """The error that this value is at fault for."""
        return FilterError(message, self.start, self.end, suggestion)


Check = Callable[[str, datetime | None], Condition]
Reader = Callable[[Value], Check]


def nearest(word: str, choices: Sequence[str]) -> str:
    """The choice that was probably meant, or empty."""
    from rapidfuzz import process  # only errors need it, and it takes long to load
    from rapidfuzz.distance import OSA

    found = process.extractOne(
        word, choices, scorer=OSA.normalized_similarity, score_cutoff=0.6, processor=str.lower
    )
    return found[0] if found else ""


def check_pattern(value: Value) -> None:
    """Raise `FilterError` when a regular expression is not one of RE2."""
    try:
        _engine().cursor().execute("SELECT regexp_matches('', ?)", [value.text])
    except duckdb.Error as error:
        reason = str(error).partition(": ")[2] or str(error)
        raise value.error(f"not a regular expression: {reason.splitlines()[0]}") from None


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def text(value: Value) -> Check:
    """Text that a column holds, is, or has a match of; small letters fit any case.

    A column may hold several texts, a newline between them.
    """
    if value.manner == "regex":
        check_pattern(value)
        pattern = f"(?m{'i' * value.is_folded}s){value.text}"
        return lambda column, _: test(f"regexp_matches({column}, ?)", pattern)
    if value.is_empty:
        return lambda column, _: test(f"{column} = ''")

    def check(column: str, _: datetime | None) -> Condition:
        column = f"lower({column})" if value.is_folded else column
        if value.manner == "part":
            return test(f"contains({column}, ?)", value.text)
        return _whole_line(column, value.text, "chr(10) || ")

    return check


def _whole_line(column: str, wanted: str, before: str) -> Condition:
    """Whether a line of a column ends with a text, or `before` is a line end, is the text.

    Told first by what costs less: whether the column holds the text at all.
    """
    lines = f"{before}{column} || chr(10)"
    return test(
        f"CASE WHEN contains({column}, ?) THEN contains({lines}, {before}? || chr(10)) END",
        wanted,
        wanted,
    )


def beginning(value: Value) -> Check:
    """An address of a host, or the beginning of one."""
    if value.manner != "part" or value.is_empty:
        return text(value)
    if "/" in value.text:
        return _network(value)
    wanted = value.text.lower()
    function = "{} = ?" if _ADDRESS.fullmatch(wanted) else "starts_with({}, ?)"
    return lambda column, _: test(function.format(f"lower({column})"), wanted)


_ADDRESS = re.compile(r"(?:\d+\.){3}\d+|(?=.*:.*:)[0-9a-f:.]*[0-9a-f]")


def _network(value: Value) -> Check:
    """An address of a network of IPv4, as 192.0.2.0/24."""
    try:
        network = IPv4Network(value.text, strict=False)
    except ValueError:
        raise value.error(f"'{value.text}' is no network, as 192.0.2.0/24") from None
    bounds = int(network.network_address), int(network.broadcast_address)

    def check(column: str, _: datetime | None) -> Condition:
        octets = [f"TRY_CAST(split_part({column}, '.', {nth}) AS BIGINT)" for nth in range(1, 5)]
        number = reduce("({} * 256 + {})".format, octets)
        return test(f"{number} BETWEEN ? AND ?", *bounds)

    return check


def domain(value: Value) -> Check:
    """A domain, with a dot before it also all that are below it; the column holds addresses."""
    if value.manner == "regex" or value.is_empty:
        return text(value)
    name = value.text.lower()
    ends = (f"@{name[1:]}", name) if name.startswith(".") else (f"@{name}",)

    return lambda column, _: any_of(_whole_line(f"lower({column})", end, "") for end in ends)


def number(value: Value) -> Check:
    """A number as it is."""
    if value.manner == "regex" or not re.fullmatch(r"\d{1,18}", value.text):
        raise value.error(f"'{value.text}' is no number")
    return lambda column, _: test(f"{column} = ?", int(value.text))


_SIZE = re.compile(r"(>=|<=|>|<|=)?\s*(\d{1,12}(?:\.\d{1,6})?)\s*([kmg]?)b?", re.IGNORECASE)
_FACTORS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}


def size(value: Value) -> Check:
    """Bytes: `>1M`, `<=29k`, `10k-2M`, a number as it is."""
    bounds = [_SIZE.fullmatch(part) for part in value.text.split("-")]
    if value.manner == "regex" or len(bounds) > 2 or not all(bounds):
        raise value.error(f"'{value.text}' is no size", ">1M")
    pairs = [
        (found[1] or sign, int(float(found[2]) * _FACTORS[found[3].lower()]))
        for found, sign in zip(bounds, ["="] if len(bounds) == 1 else [">=", "<="], strict=True)
        if found
    ]
    return lambda column, _: all_of(test(f"{column} {sign} ?", count) for sign, count in pairs)


def choice(options: Mapping[str, Sequence[str]], shown: Sequence[str]) -> Reader:
    """One of `options`, or the beginning of a `shown` one, for what it stands for in a column."""

    def read(value: Value) -> Check:
        typed = value.text.lower()
        wanted = options.get(typed) or [
            name for option in shown if option.startswith(typed) for name in options[option]
        ]
        if not wanted or value.manner == "regex":
            raise value.error(
                f"'{value.text}' is none of {', '.join(shown)}", nearest(typed, shown)
            )
        return lambda column, _: test(f"list_contains(?, {column})", list(wanted))

    return read


_SPAN = re.compile(r"-?(\d{1,6})\s*([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_MOMENT = re.compile(r"(?:(\d{4}-\d\d-\d\d)[T ]?)?(\d\d?:\d\d(?::\d\d)?)?")


def since(value: Value) -> Check:
    """From a time on: a date, a clock time of the last day, both, or `3h` before the end."""
    moment = _moment(value)
    return lambda column, last: test(f"{column} >= ?", moment(last)[0])


def until(value: Value) -> Check:
    """Up to a time, to the end of the second, minute or day that is named."""
    moment = _moment(value)
    return lambda column, last: test(f"{column} < ?", moment(last)[1])


def moment_of(text: str, last: datetime | None) -> datetime | None:
    """The time that `10:15`, `2025-03-03T10:15` or `-3h` names, as `since:` reads it.

    A clock time is one of the day of `last`. Raises `FilterError`.
    """
    return _moment(Value(text, "part", 0, len(text)))(last)[0]


Moment = Callable[[datetime | None], tuple[datetime | None, datetime | None]]


def _moment(value: Value) -> Moment:
    """Where the named time begins and ends, when it is known where the log ends."""
    if value.manner == "regex":
        raise _no_time(value)
    if span := _SPAN.fullmatch(value.text):
        back = -timedelta(seconds=int(span[1]) * _SECONDS[span[2]])
        second = timedelta(seconds=1)
        return lambda last: (last and _moved(last, back), last and _moved(last, back + second))
    found = _MOMENT.fullmatch(value.text)
    if not found or not value.text:
        raise _no_time(value)
    day, clock = found.groups()
    try:
        begin = datetime.fromisoformat(f"{day or '2000-01-01'}T{(clock or '00:00').zfill(5)}")
    except ValueError:
        raise _no_time(value) from None
    step = {0: timedelta(days=1), 1: timedelta(minutes=1), 2: timedelta(seconds=1)}
    length = step[clock.count(":") if clock else 0]
    if day:
        return lambda last: (begin, _moved(begin, length))
    return lambda last: _on_day(last, begin, length)


def _on_day(
    last: datetime | None, clock: datetime, length: timedelta
) -> tuple[datetime | None, datetime | None]:
    if last is None:
        return None, None
    begin = datetime.combine(last.date(), clock.time())
    return begin, _moved(begin, length)


def _moved(moment: datetime, by: timedelta) -> datetime:
    """A moment later or earlier by some time, but within what a time can be."""
    try:
        return moment + by
    except OverflowError:
        return datetime.max if by > timedelta(0) else datetime.min


def _no_time(value: Value) -> FilterError:
    return value.error(f"'{value.text}' is no time, like 2025-03-03T09:15, 09:15 or 3h")
