"""A load needs room on the disk and in memory: what is missing is told, or more is taken."""

import errno
import json
import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import duckdb
import pytest

from esalog import STATES_ONLY, Log, RoomError, database, export, making, pace, room, select
from esalog.correlate import KEPT
from esalog.demo import demo_log, demo_source
from esalog.export import Kind
from esalog.keys import ID_COLUMNS
from esalog.source import Source
from esalog.wanted import EVERYTHING, Wanted


def test_a_load_that_will_not_fit_is_told_beforehand_with_figures() -> None:
    huge = Source("mail.log", "mail.log", lambda: BytesIO(b""))
    huge.size = 10**15
    (note,) = room.shortage([huge], is_full=True)
    assert "about 500,000.0 GB are needed, " in note.message
    assert "TMPDIR can name another" in note.message
    assert not room.shortage([], is_full=True)
    with pytest.raises(OSError, match="No space left"):
        room.check(10**15)


@pytest.mark.parametrize(
    ("error", "is_full"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EIO, "Input/output error"), False),
        (duckdb.IOException('Could not write file "x.wal": No space left on device'), True),
        (duckdb.IOException("Could not read from file"), False),
    ],
)
def test_it_is_known_which_errors_mean_a_full_disk(error: Exception, is_full: bool) -> None:
    assert room.is_full(error) == is_full


def test_where_nothing_more_can_be_written_the_load_ends_with_a_clear_word(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_bytes(b"".join(demo_log(lines=600_000)))
    limit = 600_000  # bytes of any one file

    ended = subprocess.run(
        [sys.executable, "-m", "esalog_tui", "export", "messages", str(path)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "has no room left: only " in ended.stderr
    assert "fault of esalog" not in ended.stderr
    assert ended.returncode in (1, 2)


def test_records_take_more_memory_where_the_usual_is_too_little(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = []
    for limits in (("512MB",), ("16MB", "1GB")):
        monkeypatch.setattr(database, "_MEMORY_LIMITS", limits)
        with Log(keep_text=False) as log:
            for _ in log.load_source(demo_source(1, 20_000), live=False):
                pass
            found.append(list(export.json_lines(log, "messages")))
    assert found[0] == found[1]
    monkeypatch.setattr(database, "_MEMORY_LIMITS", ("16MB",))
    with Log(keep_text=False) as log:
        list(log.load_source(demo_source(1, 20_000), live=False))
        assert [str(one) for one in log.problems] == [
            "memory: is too little for the records of 20,000 lines"
        ]


def test_a_question_takes_more_memory_than_a_load_and_is_refused_clearly_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ask() -> int:
        ((count,),) = log.cursor().sql("SELECT len(list(range)) FROM range(4000000)").fetchall()
        return int(count)

    monkeypatch.setattr(database, "_MEMORY_LIMITS", ("16MB", "1GB"))
    with Log() as log:
        assert log.answer(ask) == 4_000_000
    monkeypatch.setattr(database, "_MEMORY_LIMITS", ("16MB",))
    with Log() as log, pytest.raises(RoomError, match="too little memory"):
        log.answer(ask)


def test_when_a_load_is_over_questions_may_take_more_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "_MEMORY_LIMITS", ("512MB", "1GB"))
    with Log() as log:
        allowed = []
        for _ in range(2):  # a second load is limited as the first was
            for _ in log.load_source(demo_source(1, 100)):
                allowed += log.cursor().sql("SELECT current_setting('memory_limit')").fetchall()
        allowed += log.cursor().sql("SELECT current_setting('memory_limit')").fetchall()
    assert {limit for (limit,) in allowed[:-1]} <= {"488.2 MiB", "953.6 MiB"}
    assert allowed[-1] == ("953.6 MiB",)
    assert allowed.count(("488.2 MiB",)) >= 2


@pytest.mark.parametrize("wanted", [EVERYTHING, STATES_ONLY], ids=["everything", "states"])
def test_records_that_are_made_in_parts_are_those_made_at_once(
    monkeypatch: pytest.MonkeyPatch, wanted: Wanted
) -> None:
    found = []
    for most in (making.MOST_LINES_AT_ONCE, 3_000):
        monkeypatch.setattr(making, "MOST_LINES_AT_ONCE", most)
        monkeypatch.setattr(pace, "MOST_LINES_AT_ONCE", most)
        with Log(keep_text=False, wanted=wanted) as log:
            steps = log.load_source(demo_source(1, 100_000), live=False)
            times = sum(progress.refreshed for progress in steps)
            found.append(({name: _rows(log, name) for name in KEPT}, times))
    (records, once), (records_in_parts, times) = found
    assert records_in_parts == records
    assert (once, times > 2) == (1, True)


def _rows(log: Log, table: str) -> list[str]:
    return sorted(map(repr, log.cursor().table(table).fetchall()))


@pytest.mark.parametrize("kind", ["messages", "injections", "deliveries"])
def test_an_export_in_slices_is_that_of_one(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Log(keep_text=False) as log:
        for _ in log.load_source(demo_source(1, 8_000), live=False):
            pass
        listed = export.Part(listed=select(log, kind, sort="time", descending=True).listed)
        wholes = [list(export.json_lines(log, kind, part)) for part in (export.EVERYTHING, listed)]
        monkeypatch.setattr(export, "_SLICE", 100)
        parts = [list(export.json_lines(log, kind, part)) for part in (export.EVERYTHING, listed)]
        assert parts == wholes
        assert wholes[0] == wholes[1][::-1]
        path, column = tmp_path / "listed.parquet", ID_COLUMNS[kind]
        export.write_parquet(log, kind, path, listed)
        written = duckdb.read_parquet(str(path)).select(column).fetchall()
        assert [id for (id,) in written] == [json.loads(line)[column] for line in wholes[1]]
