"""The columns of every list: what stands in them, how wide they may be, which go first.

A column's name is its field in the library, so it is its sort as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from esalog_tui import cells, tallies, text
from esalog_tui.cells import Cell, Manner

GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `drop` 0: never left out; else left out in that order, 1 first."""

    name: str
    heading: str
    least: int
    most: int
    cell: Cell
    drop: int = 0
    weight: int = 1
    is_right: bool = False
    gap: int = GAP
    sort: str | None = ""  # other sort than its name; None: cannot be sorted by
    word: str = ""  # what the heading means, where it is but a sign

    @property
    def title(self) -> str:
        """The heading as it is said where it stands over no column."""
        return f"{self.heading.strip()} {self.word}".strip() or self.name

    @property
    def sort_name(self) -> str | None:
        """The sort that a click on the heading asks for."""
        return self.sort if self.sort != "" else self.name


def messages(manner: Manner, id_width: int) -> list[Column]:
    """Columns of the list of messages."""
    return [
        _time(manner),
        _ident("mid", "MID", id_width),
        *_gateway(manner),
        Column("sender", "FROM", 14, 34, cells.sender, weight=3),
        Column("to", "TO", 14, 34, cells.receiver, weight=3),
        *_tls_pair(manner),
        Column("status", "STATUS", 13, 13, cells.status),
        Column("subject", "SUBJECT", 12, 60, cells.subject, drop=2, weight=4),
        Column("size", "SIZE", 7, 7, cells.octets, drop=1, is_right=True),
    ]


def injections(manner: Manner, id_width: int) -> list[Column]:
    """Columns of the list of injections."""
    return [
        _time(manner),
        _ident("icid", "ICID", id_width),
        *_gateway(manner),
        Column("remote_host", "HOST", 16, 30, cells.host("remote_host"), weight=4),
        Column("remote_ip", "ADDRESS", 15, 15, cells.field("remote_ip", "muted"), drop=4),
        Column("access_rule", "POLICY", 6, 9, cells.field("access_rule", "muted"), drop=2),
        Column("sender_group", "SENDER GROUP", 13, 18, cells.field("sender_group", "muted"), 3),
        Column("tls", "TLS", *_tls_width(manner), cells.injection_tls),
        _cipher(34),
        _mails(),
        _open(),
    ]


def deliveries(manner: Manner, id_width: int) -> list[Column]:
    """Columns of the list of deliveries."""
    return [
        _time(manner),
        _ident("dcid", "DCID", id_width),
        *_gateway(manner),
        Column("domain", "DOMAIN", 14, 24, cells.host("domain"), weight=3),
        Column("remote_ip", "ADDRESS", 15, 15, cells.field("remote_ip", "muted"), drop=2),
        Column("port", "PORT", 4, 5, cells.field("port", "muted"), drop=3, is_right=True),
        Column("tls", "TLS", *_tls_width(manner), cells.tls("tls", "tls_protocol")),
        _cipher(40),
        _mails(),
        _open(),
    ]


def domains(manner: Manner, digits: int) -> list[Column]:
    """Columns of the list of domains, whose counts have so many digits at most."""
    mark = manner.look.marks
    wide = max(3, len(f"{10**digits - 1:,}"))

    def count(name: str, cell: Cell, word: str, drop: int = 0) -> Column:
        heading = mark[name].glyph
        return Column(name, heading, wide, wide, cell, drop, is_right=True, word=word)

    return [
        Column(
            "domain", "DOMAIN", 18 if manner.is_brief else 22, 36, cells.host("domain"), weight=2
        ),
        Column(
            "connections",
            "CONNS",
            max(5, wide),
            max(7, wide),
            cells.number("connections"),
            is_right=True,
        ),
        Column("share", f"{mark['success'].glyph} TLS", 7, 7, tallies.share_tls, is_right=True),
        Column("bar", "", 8, 10, tallies.share_bar, drop=5, sort=None),
        count("failed", tallies.failed(), "failed"),
        count("fallback", cells.number("fallback", "warn"), "in clear"),
        count("none", cells.number("none", "muted"), "no TLS"),
        count("unknown", cells.number("unknown", "muted"), "unknown", drop=4),
        Column("refused", "REFUSED", 7, 7, cells.number("refused", "muted"), 1, is_right=True,
               sort=None),
        Column("weakest", "WEAKEST", 7, 7, tallies.weakest, drop=6),
        Column("protocols", "PROTOCOLS", 9, 15, tallies.protocols, drop=2, sort=None),
        Column(
            "last_reason", "LAST FAILURE", 12, 30, cells.field("last_reason", "muted"), weight=3
        ),
        Column("trend", f"{mark['failed'].glyph} TREND", 8, 8, tallies.trend(), drop=3, sort=None),
    ]  # fmt: skip


def failures(manner: Manner, id_width: int) -> list[Column]:
    """Columns of the tree of failures."""
    time = _time(replace(manner, is_brief=False))  # when it was last is what is asked
    last = cells.at("last", has_day=True)
    return [
        Column("label", "REASON · DOMAIN · CONNECTION", 34, 80, tallies.branch, weight=2),
        Column("failed", "FAILED", 6, 7, tallies.failed_by_level, is_right=True),
        Column("bar", "", 10, 24, tallies.failed_bar, drop=2),
        Column("domains", "DOMAINS", 7, 7, cells.number("domains", "muted", ""), drop=3,
               is_right=True),
        Column("messages", "MESSAGES HIT", 12, 12, cells.number("messages", "text", ""),
               is_right=True),
        Column("trend", "TREND", 12, 12, tallies.trend(), drop=1),
        replace(time, name="last", heading="LAST", cell=last),
    ]  # fmt: skip


def sources(manner: Manner, id_width: int) -> list[Column]:
    """Columns of the list of sources."""
    return [
        Column("name", "FILE", 18, 40, cells.path, weight=2, sort=None),
        Column("bytes", "SIZE", 7, 7, cells.field("bytes", "muted"), is_right=True, sort=None),
        Column("lines", "LINES", 9, 10, cells.number("lines"), is_right=True, sort=None),
        Column(
            "read", "READ", 5, 5, cells.field("read", "muted"), drop=1, is_right=True, sort=None
        ),
        Column(
            "unknown",
            "UNKNOWN",
            7,
            7,
            cells.number("unknown", "warn"),
            drop=5,
            is_right=True,
            sort=None,
        ),
        Column(
            "format", "FORMAT", 8, 16, cells.field("format", "muted"), drop=2, weight=3, sort=None
        ),
        Column(
            "gateway",
            "GATEWAY",
            10,
            33,
            cells.field("gateway", "muted"),
            drop=3,
            weight=3,
            sort=None,
        ),
        Column("period", "FROM – TO", 35, 35, cells.field("period", "muted"), drop=4, sort=None),
        Column("note", "NOTE", 18, 90, cells.field("note", "warn"), weight=3, sort=None),
    ]


def fitted(columns: Iterable[Column], width: int) -> list[Column]:
    """The columns that fit into `width` cells, each with `least` = `most` = its width.

    Columns are left out in their order until the rest fits at its narrowest; what is over goes
    to the columns that may grow, by weight.
    """
    kept = list(columns)
    while _needed(kept) > width:
        droppable = [column for column in kept if column.drop]
        if not droppable:
            break
        kept.remove(min(droppable, key=lambda column: column.drop))
    widths = _grown(kept, width - _needed(kept))
    return [
        replace(column, least=cells, most=cells) for column, cells in zip(kept, widths, strict=True)
    ]


def _needed(columns: Sequence[Column]) -> int:
    gaps = sum(column.gap for column in columns[:-1])
    return sum(column.least for column in columns) + gaps


def _grown(columns: Sequence[Column], spare: int) -> list[int]:
    widths = [column.least for column in columns]
    while spare > 0:
        growing = [at for at, column in enumerate(columns) if widths[at] < column.most]
        if not growing:
            break
        whole = sum(columns[at].weight for at in growing)
        shares = [max(1, spare * columns[at].weight // whole) for at in growing]
        for at, share in zip(growing, shares, strict=True):
            given = min(share, columns[at].most - widths[at], spare)
            widths[at] += given
            spare -= given
    return widths


def _time(manner: Manner) -> Column:
    width = text.stamp_width(None if manner.is_brief else manner.span)
    return Column("at", "TIME", width, width, cells.at(), sort="time")


def _ident(name: str, heading: str, width: int) -> Column:
    width = max(6, width)
    return Column(name, heading, width, width, cells.ident(name), is_right=True)


def _gateway(manner: Manner) -> list[Column]:
    """Where records of several gateways are listed, whose each one is."""
    if not manner.has_gateways:
        return []
    return [Column("gateway", "GATEWAY", 8, 33, cells.gateway, drop=5, sort=None)]


def _tls_width(manner: Manner) -> tuple[int, int]:
    return (9, 9) if manner.has_words else (3, 3)


def _tls_pair(manner: Manner) -> list[Column]:
    received = cells.tls("tls_received", "received_protocol")
    delivered = cells.tls("tls_delivered", "delivered_protocol")
    names = ("IN TLS", "OUT TLS") if manner.has_words else ("IN ", "OUT")
    gap = GAP if manner.has_words else 0
    width = _tls_width(manner)
    return [
        Column("tls_received", names[0], *width, received, gap=gap),
        Column("tls_delivered", names[1], *width, delivered),
    ]


def _cipher(most: int) -> Column:
    return Column("tls_cipher", "CIPHER OR REASON", 28, most, cells.cipher_or_reason, weight=2)


def _mails() -> Column:
    return Column("messages", "MSGS", 4, 6, cells.number("messages"), is_right=True)


def _open() -> Column:
    return Column("open", "TIME OPEN", 9, 9, cells.lasted, drop=1, is_right=True)
