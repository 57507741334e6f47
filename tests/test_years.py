"""Years that stamps leave out: what they are taken from is told, and it is never the clock."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from esalog import Log, export

LINES = (
    b"Dec 31 23:59:58 gw ours: Info: ICID 5 close\nJan  1 00:00:01 gw ours: Info: ICID 6 close\n"
)


def closed(log: Log) -> list[str | None]:
    """When each connection was closed."""
    return [record["closed"] for record in export.records(log, "injections")]


@pytest.mark.parametrize(
    ("year", "teller", "times"),
    [
        (None, "the time of the file", ["2022-12-31T23:59:58", "2023-01-01T00:00:01"]),
        (2020, "--year", ["2019-12-31T23:59:58", "2020-01-01T00:00:01"]),
    ],
)
def test_the_year_is_taken_from_the_file_or_from_what_was_said(
    tmp_path: Path, year: int | None, teller: str, times: list[str]
) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(LINES)
    seconds = datetime(2023, 6, 1, tzinfo=UTC).timestamp()
    os.utime(path, (seconds, seconds))
    with Log(year=year) as log:
        for _ in log.load([str(path)]):
            pass
        assert log.sources[0].year_told_by == teller
        assert closed(log) == times


SPREAD = (
    b"Nov 28 01:00:00 h ours: Info: New SMTP ICID 5 interface M (192.0.2.1) address 192.0.2.9 "
    b"reverse dns host unknown verified no\nDec  5 01:00:00 h ours: Info: Start MID 9 ICID 5\n",
    b"Dec  6 01:00:00 h ours: Info: MID 9 ICID 5 From: <a@example.com>\n",
)


@pytest.mark.parametrize("parts", [SPREAD, [b"".join(SPREAD)]], ids=["two files", "one"])
def test_files_stand_in_the_order_of_their_years(tmp_path: Path, parts: Sequence[bytes]) -> None:
    copied = datetime(2026, 12, 1, 3, tzinfo=UTC).timestamp()
    for name, part in zip("ab", parts, strict=False):
        (tmp_path / name).write_bytes(part)
        os.utime(tmp_path / name, (copied, copied))
    with Log() as log:
        for _ in log.load([str(tmp_path)]):
            pass
        (message,) = export.records(log, "messages")
        assert (message["sender"], message["tls_received"]) == ("a@example.com", "none")
        assert message["started"] == "2025-12-05T01:00:00"


def test_the_year_that_was_said_is_that_of_the_last_line_of_all_files(tmp_path: Path) -> None:
    for name, line in zip("ba", LINES.splitlines(keepends=True), strict=True):
        (tmp_path / name).write_bytes(line)
    dated = tmp_path / "c"
    dated.write_bytes(b"Sun Dec 31 23:59:59 2023 Info: ICID 7 close\n")
    with Log(year=2024) as log:
        for _ in log.load([str(tmp_path)]):
            pass
        assert closed(log) == ["2023-12-31T23:59:58", "2023-12-31T23:59:59", "2024-01-01T00:00:01"]


def test_a_pipe_tells_no_year() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as feed:
        feed.write(LINES)
    with os.fdopen(reading, "rb") as stdin, Log() as log:
        for _ in log.load(["-"], stdin=stdin):
            pass
        assert log.sources[0].year_told_by == "nothing"
        assert closed(log) == [None, None]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2025, ["2024-02-28", "2024-02-29", "2024-03-01", "2024-12-31", "2025-01-01"]),
        (2024, ["2023-02-28", None, "2023-03-01", "2023-12-31", "2024-01-01"]),
    ],
)
def test_a_leap_day_has_a_time_in_the_years_that_have_one(
    tmp_path: Path, year: int, days: list[str | None]
) -> None:
    path = tmp_path / "mail.log"
    stamps = ("Feb 28", "Feb 29", "Mar  1", "Dec 31", "Jan  1")
    path.write_text(
        "".join(
            f"{one} 10:00:00 gw ours: Info: ICID {5 + at} close\n" for at, one in enumerate(stamps)
        )
    )
    with Log(year=year) as log:
        for _ in log.load([str(path)]):
            pass
        assert closed(log) == [day and f"{day}T10:00:00" for day in days]
        first, last = log.sources[0].first, log.sources[0].last
        assert first is not None
        assert last is not None
        assert (f"{first:%F}", f"{last:%F}") == (days[0], days[-1])


def test_a_leap_day_alone_is_found_again_in_the_year_that_was_said(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(b"Feb 29 10:00:00 gw ours: Info: ICID 5 close\n")
    seconds = datetime(2023, 6, 1, tzinfo=UTC).timestamp()
    os.utime(path, (seconds, seconds))
    with Log() as log:
        for _ in log.load([str(path)]):
            pass
        assert closed(log) == ["2020-02-29T10:00:00"]
