"""Time zones for exported times: a log names none, so the reader may."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from esalog.errors import UsageError

_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)")


def zone(name: str) -> tzinfo:
    """The zone called `name`: `UTC`, an offset like `+02:00`, or a name like `Europe/Berlin`.

    Raises `UsageError` for anything else.
    """
    if name.upper() in ("UTC", "Z"):
        return UTC
    if offset := _OFFSET.fullmatch(name):
        span = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"]))
        if span < timedelta(hours=24):
            return timezone(-span if offset["sign"] == "-" else span)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"no time zone {name!r}: give UTC, +02:00 or Europe/Berlin") from error


def in_zone(time: str, place: tzinfo) -> str:
    """An ISO time of the appliance's clock with the offset that `place` had then."""
    return datetime.fromisoformat(time).replace(tzinfo=place).isoformat()
