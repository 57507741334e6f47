"""What stands before the text of a line, in each style of log."""

from collections.abc import Callable
from datetime import datetime, timedelta

from .stage import Happening

Frame = Callable[[Happening], str]
"""The frame of a line, up to and with its level."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def bare_frame(line: Happening) -> str:
    """Only the level, as people paste lines (A12)."""
    return f"{line.level}: "


def file_frame(line: Happening) -> str:
    """The file form (A1)."""
    at = _time(line)
    return f"{WEEKDAYS[at.weekday()]} {_day(at)} {_clock(at)} {at.year} {line.level}: "


def pushed_frame(line: Happening) -> str:
    """Pushed by syslog, without a host (A4)."""
    at = _time(line)
    return f"<166>{_day(at)} {_clock(at)} mail_logs: {line.level}: "


def _syslog(line: Happening) -> str:
    at = _time(line)
    return f"{_day(at)} {_clock(at)} {line.gateway} mail_logs: {line.level}: "


def _with_priority(line: Happening) -> str:
    return "<94>" + _syslog(line)


def _with_year(line: Happening) -> str:
    at = _time(line)
    return f"{_day(at)} {_clock(at)} {at.year} {line.gateway} syslog_mail: {line.level}: "


def _nested_file(line: Happening) -> str:
    return f"<111>{_received(line)} {line.gateway} ESA: {file_frame(line)}"


def _nested_syslog(line: Happening) -> str:
    return f"<111>{_received(line)} collector ESA: {_syslog(line)}"


def _alternative(line: Happening) -> str:
    at = _time(line)
    return (
        f"{at.year} {_day(at)} {_clock(at)} {line.gateway} mail [info] "
        f"mail_logs:nopid {line.level}: "
    )


FRAMES: dict[str, Frame] = {
    "syslog": _syslog,
    "with priority": _with_priority,
    "with year": _with_year,
    "nested file form": _nested_file,
    "nested syslog": _nested_syslog,
    "newest first": _alternative,
}
"""The styles in which a syslog server writes down what several gateways tell it (A5-A9)."""


def _received(line: Happening) -> str:
    """When the server got the line: its own clock, which is another one."""
    at = _time(line) + timedelta(seconds=83)
    return f"{_day(at)} {_clock(at)}"


def _time(line: Happening) -> datetime:
    if line.at is None:
        raise ValueError("a framed line has a time")
    return line.at


def _day(at: datetime) -> str:
    return f"{MONTHS[at.month - 1]} {at.day:2d}"


def _clock(at: datetime) -> str:
    return f"{at.hour:02d}:{at.minute:02d}:{at.second:02d}"
