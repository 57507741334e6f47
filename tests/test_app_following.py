"""Following in the app: what is new is seen, the cursor stays where the person put it."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from opened import MIDDLE, browse, text_of
from settle import press, settle, until
from textual.pilot import Pilot

from esalog import Log, Progress
from esalog.demo import demo_log
from esalog_tui.answers import Answers, Load
from esalog_tui.app import EsalogApp
from esalog_tui.look import UNICODE
from esalog_tui.opening import load_demo

LINES = b"".join(demo_log(lines=1200)).splitlines(keepends=True)
FIRST = 1000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log that is being written to."""
    path = tmp_path / "mail.log"
    path.write_bytes(b"".join(LINES[:FIRST]))
    return path


@pytest.fixture
def log() -> Iterator[Answers]:
    """A log that nothing is loaded into yet."""
    with ExitStack() as opened:

        def make_log() -> Log:
            return opened.enter_context(Log())

        yield Answers(make_log(), make_log)


@asynccontextmanager
async def opened(
    log: Answers, *paths: str, follows: bool = False, **how: Any
) -> AsyncIterator[Pilot[Any]]:
    app = EsalogApp(log, lambda _: log.load(paths, **how), load_demo, UNICODE, follows=follows)
    async with app.run_test(size=MIDDLE, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


def append(path: Path, first: int, last: int) -> None:
    with path.open("ab") as file:
        file.write(b"".join(LINES[first:last]))


async def looked(pilot: Pilot[Any]) -> None:
    """Let the screen look for new lines, until it has shown them."""
    browse(pilot).look_for_lines()
    await settle(pilot)


async def test_f_follows_and_a_cursor_on_the_last_row_stays_there(log: Answers, path: Path) -> None:
    async with opened(log, str(path)) as pilot:
        assert "following" not in text_of(pilot, "FileRow")
        await press(pilot, "F")
        assert "● following" in text_of(pilot, "FileRow")
        before = browse(pilot).main.count
        append(path, FIRST, 1200)
        await looked(pilot)
        assert "1,200 lines" in text_of(pilot, "FileRow")
        assert browse(pilot).main.count > before
        assert browse(pilot).main.is_at_end
        assert "● following" in text_of(pilot, "FileRow")


async def test_elsewhere_the_cursor_stays_on_its_row_and_new_lines_wait(
    log: Answers, path: Path
) -> None:
    async with opened(log, str(path)) as pilot:
        await press(pilot, "F", "k", "k")
        row = browse(pilot).row
        append(path, FIRST, 1120)
        await looked(pilot)
        assert "paused: 120 new lines" in text_of(pilot, "FileRow")
        found = browse(pilot).row
        assert row is not None
        assert found is not None
        assert found["key"] == row["key"]
        await press(pilot, "G")
        assert "● following" in text_of(pilot, "FileRow")
        append(path, 1120, 1200)
        await looked(pilot)
        assert browse(pilot).main.is_at_end


async def test_lines_come_in_and_f_or_escape_end_it(log: Answers, path: Path) -> None:
    async with opened(log, str(path)) as pilot:
        for key in ("escape", "F"):
            await press(pilot, "6", "F")
            lines = browse(pilot).lines
            append(path, lines.count, lines.count + 1)
            await looked(pilot)
            assert lines.is_at_end
            assert lines.current is not None
            assert lines.current.text.encode() + b"\n" == LINES[lines.count - 1]
            await press(pilot, key)
            assert "following" not in text_of(pilot, "FileRow")
            count = lines.count
            append(path, count, count + 1)
            await looked(pilot)
            assert lines.count == count


async def test_a_rotation_is_told_and_its_lines_come(log: Answers, path: Path) -> None:
    async with opened(log, str(path), follows=True) as pilot:
        os.rename(path, path.with_name("mail.log.1"))
        append(path, FIRST, 1200)
        browse(pilot).look_for_lines()
        await until(pilot, "mail.log was rotated: the new file is")
        await looked(pilot)
        assert "1,200 lines" in text_of(pilot, "FileRow")
        assert "mail.log +1 file" in text_of(pilot, "FileRow")


async def test_what_cannot_grow_is_not_followed(log: Answers) -> None:
    app = EsalogApp(log, load_demo, load_demo, UNICODE)
    async with app.run_test(size=MIDDLE, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "F")
        assert "Nothing to follow" in text_of(pilot)
        assert "following" not in text_of(pilot, "FileRow")


async def test_a_pipe_is_followed_as_long_as_it_gives_lines(log: Answers) -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stdin, os.fdopen(writing, "wb", buffering=0) as feed:
        feed.write(b"".join(LINES[:300]))
        load = EsalogApp(log, lambda _: log.load(["-"], stdin=stdin), load_demo, UNICODE)
        async with load.run_test(size=MIDDLE) as pilot:
            await until(pilot, "● following")
            await until(pilot, "messages ─")
            feed.write(b"".join(LINES[300:600]))
            await until(pilot, "600 lines")
            assert browse(pilot).main.is_at_end
            feed.close()
            await settle(pilot)
            assert "following" not in text_of(pilot)


async def test_a_file_that_is_added_is_followed_too(
    log: Answers, path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    more = other / "more.log"
    more.write_bytes(b"".join(LINES[FIRST:1100]))
    async with opened(log, str(path), follows=True) as pilot:
        browse(pilot).begin(lambda log: log.load([str(more)]))
        await settle(pilot)
        append(more, 1100, 1200)
        await looked(pilot)
        assert "1,200 lines" in text_of(pilot, "FileRow")


def test_a_pipe_with_a_name_loses_no_line_to_the_question_how_large_it_is(
    log: Answers, path: Path
) -> None:
    pipe = path.with_name("pipe")
    os.mkfifo(pipe)
    writer = Thread(target=lambda: pipe.write_bytes(path.read_bytes()))
    writer.start()
    for _ in log.load_newest_first([str(pipe)], 0):
        pass
    writer.join()
    assert log.line_count == FIRST


def held_at_newest(path: Path, go: Event) -> Load:
    """A load of the newest lines, whose rest waits for `go`."""

    def load(log: Answers) -> Iterator[Progress]:
        for progress in log.load_newest_first([str(path)], 0):
            yield progress
            if log.is_newest_only:
                go.wait(5)

    return load


async def test_of_a_large_log_the_newest_lines_come_first(
    log: Answers, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esalog.newest.SIZE", 20_000)
    go = Event()
    app = EsalogApp(log, held_at_newest(path, go), load_demo, UNICODE)
    async with app.run_test(size=MIDDLE) as pilot:
        await until(pilot, "These are the newest lines.")
        assert "mail.log, newest 0 MB" in text_of(pilot, "FileRow")
        await pilot.press("6")
        await until(pilot, "─ Lines")
        await pilot.press("G")
        assert 0 < browse(pilot).lines.count < FIRST
        go.set()
        await settle(pilot)
        assert browse(pilot).lines.count == FIRST
        assert browse(pilot).lines.is_at_end
        assert "newest 0 MB" not in text_of(pilot)


async def test_the_newest_lines_are_all_there_is_when_the_rest_is_stopped(
    log: Answers, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esalog.newest.SIZE", 20_000)
    go = Event()
    app = EsalogApp(log, held_at_newest(path, go), load_demo, UNICODE)
    async with app.run_test(size=MIDDLE) as pilot:
        await until(pilot, "These are the newest lines.")
        await pilot.press("escape")
        go.set()
        await settle(pilot)
        assert "Only the newest lines are loaded" in text_of(pilot, "OverviewStrip")
        assert log.is_newest_only
        assert log.whole.cursor().execute("SELECT count(*) FROM messages").fetchall() == [(0,)]
        await press(pilot, "6", "F")
        count = browse(pilot).lines.count
        append(path, FIRST, 1200)
        await looked(pilot)
        assert browse(pilot).lines.count == count + 200
