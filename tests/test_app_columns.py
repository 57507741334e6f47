"""Columns fit the width they get, and say what a row says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from esalog_tui import cells, columns, tallies
from esalog_tui.cells import Manner
from esalog_tui.columns import Column
from esalog_tui.look import ASCII, UNICODE, tls_cell, tls_words

LISTS = (
    columns.messages, columns.injections, columns.deliveries, columns.domains, columns.failures,
    columns.sources,
)  # fmt: skip
MANNER = Manner(UNICODE, timedelta(days=3))


def widths(make: Callable[[Manner, int], list[Column]], width: int) -> dict[str, int]:
    manner = Manner(UNICODE, timedelta(days=3), is_brief=width < 98, has_words=width > 108)
    return {column.name: column.least for column in columns.fitted(make(manner, 6), width)}


def texts(parts: list[tuple[str, str]]) -> str:
    return "".join(part for part, _ in parts)


@pytest.mark.parametrize("make", LISTS)
@pytest.mark.parametrize("width", [78, 98, 118, 158, 198, 298])
def test_columns_never_take_more_than_there_is(
    make: Callable[[Manner, int], list[Column]], width: int
) -> None:
    manner = Manner(UNICODE, timedelta(days=3), is_brief=width < 98, has_words=width > 108)
    fitted = columns.fitted(make(manner, 6), width)
    taken = sum(column.least + column.gap for column in fitted) - fitted[-1].gap
    assert taken <= width


def test_messages_keep_who_and_tls_at_80_cells() -> None:
    kept = widths(columns.messages, 78)
    assert list(kept) == ["at", "mid", "sender", "to", "tls_received", "tls_delivered", "status"]
    assert kept["sender"] >= 16
    assert kept["to"] >= 16


def test_the_cipher_is_never_cut() -> None:
    longest = len("ECDHE-RSA-AES256-GCM-SHA384")
    for make in (columns.injections, columns.deliveries):
        for width in (78, 118, 158):
            assert widths(make, width)["tls_cipher"] >= longest


def test_wide_screens_show_all_columns() -> None:
    for make in LISTS:
        assert len(widths(make, 260)) == len(make(MANNER, 6))


@pytest.mark.parametrize(
    ("state", "protocol", "shown"),
    [("success", "TLSv1.3", "✔ 1.3"), ("success", None, "✔ TLS"), ("failed", None, "✘ failed"),
     ("fallback", None, "⚠ clear"), ("none", None, "○ no TLS"), ("unknown", None, "? unknown"),
     ("internal", None, "·"), ("mixed", None, "◐ mixed"), (None, None, "")],
)  # fmt: skip
def test_a_tls_state_has_glyph_and_word(state: str, protocol: str | None, shown: str) -> None:
    assert texts(tls_cell(UNICODE, state, protocol, 9)) == shown
    assert texts(tls_cell(UNICODE, state, protocol, 3)).strip() == shown[:1]


def test_ascii_marks_are_those_of_the_contract() -> None:
    states = ("success", "failed", "fallback", "none", "unknown", "internal", "mixed")
    assert "".join(ASCII.marks[state].glyph for state in states) == "+!vo?-%"
    assert all(letter.isascii() for letter in texts(tls_words(ASCII, "failed", None)))


@pytest.mark.parametrize(
    ("status", "detail", "shown"),
    [("delivered", None, "delivered"), ("bounced", "5.1.1 - no such user", "bounced 5.1.1"),
     ("dropped", "Dropped by CASE", "dropped CASE"), ("partly delivered", None, "partly"),
     ("quarantined", "Policy", "quarantined")],
)  # fmt: skip
def test_a_status_says_what_its_detail_adds(status: str, detail: str | None, shown: str) -> None:
    assert cells.short_status(status, detail) == shown
    assert len(shown) <= 13


ROW: dict[str, Any] = {
    "sender": "", "to": "ann@example.com", "recipients": 3, "messages": 0, "tls": "unknown",
    "tls_cipher": None, "tls_reason": None, "refused": False, "opened": datetime(2025, 3, 3, 9),
    "closed": None, "remote_host": "unknown", "size": None, "connections": 3, "success": 1,
    "failed": 1, "fallback": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(cells.sender, "<>"), (cells.receiver, "ann@example.com +2"), (cells.number("messages"), "0"),
     (cells.number("none"), "?"), (cells.cipher_or_reason, "goes on after the log"),
     (cells.lasted, "?"), (cells.host("remote_host"), "unknown"), (cells.octets, "?"),
     (tallies.share_tls, "33.3 %")],
)  # fmt: skip
def test_what_is_not_known_is_said(cell: cells.Cell, shown: str) -> None:
    assert texts(cell(ROW, 24, MANNER)) == shown


def test_a_refused_connection_has_no_glyph() -> None:
    row = {"refused": True, "tls": "none"}
    assert texts(cells.injection_tls(row, 9, MANNER)) == "refused"
    brief = replace(MANNER, has_words=False)
    assert texts(cells.injection_tls(row, 3, brief)) == ""
    assert texts(cells.cipher_or_reason(row, 28, brief)) == "refused"


def test_an_unknown_connection_says_which_end_is_missing() -> None:
    row = {"tls": "unknown", "begins_elsewhere": True}
    assert texts(cells.cipher_or_reason(row, 28, MANNER)) == "begins in another file"


@pytest.mark.parametrize(("has_failed", "role"), [(True, "bad-strong"), (False, "warn")])
def test_mixed_is_as_strong_as_failed_only_where_tls_failed(has_failed: bool, role: str) -> None:
    row = {"tls_delivered": "mixed", "has_failed": has_failed}
    drawn = cells.tls("tls_delivered", "delivered_protocol")(row, 9, MANNER)
    assert drawn == [("◐", role), (" mixed", role)]


def test_a_subject_in_code_is_read() -> None:
    row = {"subject": "=?UTF-8?Q?Best=C3=A4tigung?="}
    assert texts(cells.subject(row, 20, MANNER)) == "Bestätigung"


def test_what_is_not_zero_has_a_cell_of_the_bar() -> None:
    row = {"connections": 100_000, "success": 99_999, "failed": 1, "fallback": 0, "refused": 0}
    parts = tallies.share_bar(row, 10, MANNER)
    assert [len(part) for part, _ in parts] == [9, 1, 0]


def test_a_hostile_subject_keeps_its_column() -> None:
    row = {"subject": "\x1b]0;owned\x07 \u202egnp.exe " * 9}
    drawn = cells.field("subject")(row, 20, MANNER)
    assert "\x1b" not in texts(drawn)
    assert "\u202e" not in texts(drawn)
