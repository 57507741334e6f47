"""What counts of domains and of failures say in their columns; like `cells`, pure functions."""

from collections.abc import Collection

from esalog_tui import text
from esalog_tui.cells import Cell, Manner, Row, number, said
from esalog_tui.look import Part
from esalog_tui.safe import safe


def share_tls(row: Row, width: int, manner: Manner) -> list[Part]:
    """The share of connections, refused ones left out, that went over TLS."""
    return [(text.share(row["success"], talked(row)), "text")]


def talked(row: Row) -> int:
    """How many connections of a domain were not refused."""
    return int(row["connections"] - row["refused"])


def share_bar(row: Row, width: int, manner: Manner) -> list[Part]:
    """The same share as a bar, failures in red behind it; what is not zero has a cell."""
    whole = talked(row) or 1
    bad = min(width, cells_of(row["failed"] + row["fallback"], whole, width))
    good = min(cells_of(row["success"], whole, width), width - bad)
    look = manner.look
    return [
        (look.bar * good, "good"),
        (look.bar * bad, "bad"),
        (look.track * (width - good - bad), "track"),
    ]


def cells_of(part: int, whole: int, width: int) -> int:
    """How many of `width` cells a part of a whole takes: at least one when it is not zero."""
    return max(1, round(part / whole * width)) if part and whole else 0


def weakest(row: Row, width: int, manner: Manner) -> list[Part]:
    """The weakest protocol of a domain; TLS 1.0, 1.1 and SSL in amber."""
    return _versions([row["weakest"]] if row["weakest"] else [], manner)


def protocols(row: Row, width: int, manner: Manner) -> list[Part]:
    """The protocols of a domain, the weakest first; TLS 1.0, 1.1 and SSL in amber."""
    return _versions(row["protocols"], manner)


def _versions(versions: Collection[str], manner: Manner) -> list[Part]:
    parts: list[Part] = []
    for version in versions:
        parts += [(version, "muted" if version in ("1.2", "1.3") else "warn"), (" ", "muted")]
    return parts[:-1] or [(manner.look.dash, "muted")]


def trend(name: str = "trend") -> Cell:
    """A sparkline of failures."""

    def draw(row: Row, width: int, manner: Manner) -> list[Part]:
        values = row.get(name) or ()
        most = max(values, default=0)
        return [("".join(manner.look.spark(value, most) for value in values), "bad")]

    return draw


def failed(name: str = "failed") -> Cell:
    """A count of failures: bold red when there are any."""
    return number(name, "bad-strong")


def failed_by_level(row: Row, width: int, manner: Manner) -> list[Part]:
    """A count of failures in their tree, where only the reason is loud."""
    return number("failed", ("bad-strong", "bad", "muted")[row["level"]])(row, width, manner)


def branch(row: Row, width: int, manner: Manner) -> list[Part]:
    """A row of the tree of failures: reason, under it domain, under that connection."""
    level, look = row["level"], manner.look
    if level == 2:
        return [("     ", "text"), *said(row["label"], "accent" if row.get("key") else "muted")]
    sign = look.opened if row["is_open"] else look.closed
    label = text.fit(safe(row["label"]), width - 2 - 2 * level)
    return [("  " * level + sign + " ", "accent"), (label, "text" if level else "strong")]


def failed_bar(row: Row, width: int, manner: Manner) -> list[Part]:
    """How many failed, beside the most of any reason."""
    if row["level"] == 2:
        return []
    bad = min(width, cells_of(row["failed"], row["most"], width))
    return [(manner.look.bar * bad, "bad"), (manner.look.track * (width - bad), "track")]
