"""Times, numbers and addresses are written as they are read."""

from datetime import datetime, timedelta

import pytest
from rich.cells import cell_len

from esalog_tui import figures, text

AT = datetime(2025, 3, 3, 9, 13, 53)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(977, 1000, "97.7 %"), (1000, 1000, "100 %"), (9999, 10000, "99.9 %"), (0, 5, "0.0 %"),
     (0, 0, "–")],
)  # fmt: skip
def test_a_share_is_100_only_when_it_is_all(part: int, whole: int, shown: str) -> None:
    assert text.share(part, whole) == shown


@pytest.mark.parametrize(
    ("octets", "shown"),
    [(None, "?"), (0, "0 B"), (999, "999 B"), (29_133, "29 kB"), (999_999, "1.0 MB"),
     (2_100_000, "2.1 MB"), (5 * 10**9, "5.0 GB"), (123 * 10**9, "123 GB")],
)  # fmt: skip
def test_a_size_has_a_unit(octets: int | None, shown: str) -> None:
    assert figures.size(octets) == shown
    assert len(shown) <= 7


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(None, "–"), (9, "9 s"), (64, "1 m 04 s"), (7500, "2 h 05 m"), (90_000, "1 d 01 h")],
)
def test_a_duration_has_two_units(seconds: float | None, shown: str) -> None:
    assert text.duration(seconds) == shown


@pytest.mark.parametrize(
    ("span", "shown"),
    [(None, "09:13:53"), (timedelta(hours=20), "09:13:53"), (timedelta(days=3), "Mon 09:13:53"),
     (timedelta(days=30), "03 Mar 09:13:53")],
)  # fmt: skip
def test_a_stamp_tells_as_much_of_the_day_as_the_load_needs(
    span: timedelta | None, shown: str
) -> None:
    assert text.stamp(AT, span) == shown
    assert text.stamp_width(span) == len(shown)


def test_a_period_is_told_in_full_and_in_short() -> None:
    last = AT + timedelta(days=4)
    assert text.period(AT, last) == "Mon 3 Mar 09:13 – Fri 7 Mar 09:13"
    assert text.period(AT, last, is_short=True) == "3 – 7 Mar"
    assert text.period(AT, AT) == "Mon 3 Mar 09:13 – 09:13"
    assert text.period(AT, datetime(2025, 4, 1), is_short=True) == "3 Mar – 1 Apr"
    assert text.period(None, last) == ""


@pytest.mark.parametrize(
    ("address", "width", "shown"),
    [("ann@example.com", 20, "ann@example.com"),
     ("accounts@example.org", 18, "accou…@example.org"),
     ("accounts@example.org", 15, "accounts@examp…"),
     ("週報週報週報@example.org", 18, "週報…@example.org")],
)  # fmt: skip
def test_an_address_keeps_its_domain_while_three_letters_fit(
    address: str, width: int, shown: str
) -> None:
    assert text.fit_address(address, width) == shown


@pytest.mark.parametrize("width", range(12))
def test_a_cut_text_never_takes_more_cells_than_it_may(width: int) -> None:
    for words in ("quarterly figures", "週報二〇二五年", "a週b報c"):
        assert cell_len(text.fit(words, width)) <= width
        assert cell_len(text.pad(text.fit(words, width), width)) == width
