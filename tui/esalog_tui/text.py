"""How times, numbers and addresses are written, and how a text is cut to a width."""

from datetime import datetime, timedelta

from rich.cells import cell_len, set_cell_size

CUT = "…"


def number(value: int) -> str:
    """`52631` as `52,631`."""
    return f"{value:,}"


def share(part: int, whole: int) -> str:
    """A percentage with one digit behind the point: `100 %` only when it is all of it."""
    if not whole:
        return "–"
    if part == whole:
        return "100 %"
    return f"{min(99.9, 100 * part / whole):.1f} %"


def short_share(part: int, whole: int) -> str:
    """A percentage without digits behind the point: `100 %` only when it is all of it."""
    if not whole:
        return "–"
    if part == whole:
        return "100 %"
    return f"{min(99, round(100 * part / whole))} %"


def duration(seconds: float | None) -> str:
    """`9 s`, `1 m 04 s`, `2 h 05 m`; `–` when it is not known."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} m {whole % 60:02} s"
    if whole < 86400:
        return f"{whole // 3600} h {whole % 3600 // 60:02} m"
    return f"{whole // 86400} d {whole % 86400 // 3600:02} h"


def clock(at: datetime | None) -> str:
    """`09:13:53`, or nothing."""
    return at.strftime("%H:%M:%S") if at else ""


def stamp(at: datetime | None, span: timedelta | None) -> str:
    """The time of a row: the clock, with as much of the day as a log of this span needs."""
    if at is None:
        return ""
    if span is None or span < timedelta(days=1):
        return clock(at)
    if span <= timedelta(days=7):
        return at.strftime("%a %H:%M:%S")
    return at.strftime("%d %b %H:%M:%S")


def stamp_width(span: timedelta | None) -> int:
    """Cells that `stamp` takes."""
    if span is None or span < timedelta(days=1):
        return 8
    return 12 if span <= timedelta(days=7) else 15


def period(first: datetime | None, last: datetime | None, *, is_short: bool = False) -> str:
    """`Mon 3 Mar 00:00 – Fri 7 Mar 01:09`, short `3 – 7 Mar`; nothing without a time."""
    if first is None or last is None:
        return ""
    if is_short:
        return _short_period(first, last)
    if first.date() == last.date():
        return f"{day(first)} {first:%H:%M} – {last:%H:%M}"
    return f"{day(first)} {first:%H:%M} – {day(last)} {last:%H:%M}"


def _short_period(first: datetime, last: datetime) -> str:
    if first.date() == last.date():
        return f"{first.day} {first:%b}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {last.day} {last:%b}"
    return f"{first.day} {first:%b} – {last.day} {last:%b}"


def day(at: datetime) -> str:
    """`Mon 3 Mar`."""
    return f"{at:%a} {at.day} {at:%b}"


def fit(text: str, width: int) -> str:
    """The text cut at its end with `…` to at most `width` cells."""
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    return set_cell_size(text, width - 1).rstrip() + CUT


def fit_address(address: str, width: int) -> str:
    """The address cut to `width` cells, its domain kept as long as 3 letters before it fit."""
    if cell_len(address) <= width:
        return address
    local, at, domain = address.rpartition("@")
    room = width - cell_len(domain) - 2
    if not at or room < 3:
        return fit(address, width)
    return f"{set_cell_size(local, room).rstrip()}{CUT}@{domain}"


def fit_path(path: str, width: int) -> str:
    """The path cut at its beginning, so that the name of the file stays."""
    if cell_len(path) <= width:
        return path
    kept = path
    while kept and cell_len(kept) > width - 1:
        kept = kept[1:]
    return CUT + kept


def pad(text: str, width: int, *, is_right: bool = False) -> str:
    """The text filled with blanks to `width` cells."""
    blanks = " " * max(0, width - cell_len(text))
    return blanks + text if is_right else text + blanks


def plural(count: int, one: str, many: str = "") -> str:
    """`1 message`, `52,631 messages`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"
