"""The head of a log: its first stamp in every frame, and whether it is a log at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from esalog.heads import is_framed, span, strangeness
from esalog.stamps import YEARS

TEXT = b"Info: MID 7 queued for delivery\n"
MODIFIED = datetime(2024, 2, 3, 4, tzinfo=UTC).timestamp()

FRAMES = [
    (b"Wed Nov 19 09:16:46 2014 ", "2014-11-19T09:16:46"),  # A1
    (b"Sun Nov  9 09:16:46 2014 ", "2014-11-09T09:16:46"),
    (b"<166>Jan 17 18:24:37 mail_logs: ", "2024-01-17T18:24:37"),  # A4
    (b"<94>Nov 24 14:22:57 mx1.example.net mail_logs: ", "2023-11-24T14:22:57"),  # A5
    (b"Jun 26 10:42:23 mx1.example.net smail: ", "2023-06-26T10:42:23"),  # A6
    (b"Feb  4 03:59:59 mx1 smail: ", "2024-02-04T03:59:59"),
    (b"Feb  4 04:00:01 mx1 smail: ", "2023-02-04T04:00:01"),
    (b"Oct 19 06:33:29 2011 mx7.example.org syslog_mail: ", "2011-10-19T06:33:29"),  # A7
    (b"<111>Aug 10 10:00:24 relay ESA: Mon Aug 10 09:58:54 2020 ", "2020-08-10T09:58:54"),
    (b"2019 Sep 28 16:13:51 gw mail [info] tag:nopid ", "2019-09-28T16:13:51"),  # A9
    (b" Mon Mar 20 14:11:10 2023 ", "2023-03-20T14:11:10"),  # A13
    (b"\xef\xbb\xbfMon Mar 20 14:11:10 2023 ", "2023-03-20T14:11:10"),
    (b"alf a line\n\n# a title\nMon Mar 20 14:11:10 2023 ", "2023-03-20T14:11:10"),
]


def first_stamp(head: bytes, modified: float | None) -> datetime | None:
    """The time of the first line with a stamp, of a log that is all in its head."""
    return span(head, bytes, modified)[0]


@pytest.mark.parametrize(("frame", "stamp"), FRAMES)
def test_the_first_stamp_is_found_in_every_frame(frame: bytes, stamp: str) -> None:
    later = b"Sat Dec 31 23:59:59 2033 Info: Begin Logfile\n"
    assert first_stamp(frame + TEXT + later, MODIFIED) == datetime.fromisoformat(stamp)
    assert is_framed(frame + TEXT)


def test_a_leap_day_without_a_year_is_in_a_leap_year() -> None:
    modified = datetime(2027, 3, 1, tzinfo=UTC).timestamp()
    assert first_stamp(b"Feb 29 10:00:00 mx1 smail: " + TEXT, modified) == datetime(2024, 2, 29, 10)


def test_without_a_year_and_a_file_time_there_is_no_stamp() -> None:
    assert first_stamp(b"Jun 26 10:42:23 mx1 smail: " + TEXT, None) is None


def test_a_stamp_that_is_no_date_is_passed_over() -> None:
    head = b"Wed Feb 31 09:16:46 2014 " + TEXT + b"Wed Mar  5 09:16:46 2014 " + TEXT
    assert first_stamp(head, None) == datetime(2014, 3, 5, 9, 16, 46)


def test_pasted_text_has_no_stamp() -> None:
    assert first_stamp(TEXT * 9, MODIFIED) is None
    assert not is_framed(TEXT * 9)


framed = some.sampled_from([b"\n" + frame + TEXT for frame, _ in FRAMES])
pieces = some.binary(max_size=20) | some.sampled_from([TEXT, b"\0" * 9]) | framed


@given(some.lists(pieces).map(b"".join))
def test_of_any_head_a_stamp_needs_a_frame_and_what_has_one_is_not_binary(head: bytes) -> None:
    stamp, strange = first_stamp(head, MODIFIED), strangeness(head)
    if stamp is not None:
        assert is_framed(head)
        assert YEARS[0] <= stamp.year <= YEARS[1]
        assert stamp.tzinfo is None
    if is_framed(head):
        assert strange != "binary"
    assert strange == "" or strange.isprintable()


def test_text_of_any_encoding_is_not_strange() -> None:
    assert strangeness("Info: Grüße\n".encode("latin-1")) == ""
    assert strangeness(b"\x1b[31mInfo: red\x1b[0m\r\n") == ""
    assert "UTF-16" in strangeness("Info: wide\n".encode("utf-16"))


@pytest.mark.parametrize(
    ("stamps", "modified", "first", "year"),
    [
        ("Nov 28 01,Dec  5 01,Dec  6 01", "2026-12-01", "2025-11-28", 2025),
        ("Nov 28 01,Dec  1 01,Dec  1 23", "2026-12-01", "2026-11-28", 2026),
        ("Jan  3 01,Jun  3 01,Dec 31 01,Jan  2 01", "2024-01-04", "2023-01-03", 2024),
        ("Dec 31 01,Jan  1 01", "2024-01-04", "2023-12-31", 2024),
        ("Mar  5 03,Mar  4 02,Mar  3 01", "2024-03-06", "2024-03-05", 2024),
    ],
)
def test_no_line_of_a_log_without_years_passes_the_time_of_its_file(
    stamps: str, modified: str, first: str, year: int
) -> None:
    head = b"".join(b"%s:00:00 mx1 smail: %s" % (at.encode(), TEXT) for at in stamps.split(","))
    seconds = datetime.fromisoformat(modified).replace(tzinfo=UTC).timestamp()
    found, last_year = span(head, bytes, seconds)
    assert (f"{found:%F}", last_year) == (first, year)
