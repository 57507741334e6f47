"""Loading, empty, not read: the screen says what is the matter, and keys go on working."""

from asyncio import to_thread
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from opened import MIDDLE, NARROW, browse, load_nothing, loaded, opened, source_of, text_of
from settle import press, settle, until
from test_app_safe import PAYLOADS
from textual.pilot import Pilot
from textual.widgets import Input

from esalog import Log, Progress, RoomError
from esalog.demo import demo_log
from esalog_tui.answers import Answers
from esalog_tui.app import EsalogApp
from esalog_tui.look import ASCII, UNICODE
from esalog_tui.opening import load_demo
from esalog_tui.widgets.notice import Notice


class Slow:
    """A load whose second half comes when the test says so."""

    def __init__(self) -> None:
        self.go = Event()
        self.is_ended = False

    def __call__(self, log: Answers) -> Iterator[Progress]:
        content = b"".join(demo_log(lines=4000))
        half = content.index(b"\n", len(content) // 2) + 1
        try:
            for _ in log.load_source(source_of(content[:half])):
                pass
            yield Progress(half, len(content), log.line_count, 1.0, True)
            self.go.wait(5)
            yield from log.load_source(source_of(content[half:], "later"))
        finally:
            self.is_ended = True


@pytest.fixture
def log() -> Iterator[Answers]:
    """A log that nothing is loaded into yet."""
    with Log() as empty:
        yield Answers(empty)


@pytest.fixture
def load() -> Iterator[Slow]:
    """A load that never keeps the test waiting at its end."""
    slow = Slow()
    yield slow
    slow.go.set()


def app_over(load: Any, log: Answers) -> EsalogApp:
    return EsalogApp(log, load, load_demo, UNICODE)


async def test_rows_are_there_while_the_load_goes_on(load: Slow, log: Answers) -> None:
    async with app_over(load, log).run_test(size=(120, 36)) as pilot:
        await until(pilot, "messages so far")
        await until(pilot, "50 %")
        assert "partial" in text_of(pilot)
        assert "Esc stop, keep these" in text_of(pilot)
        await pilot.press("j", "j")
        assert browse(pilot).main.cursor == 2
        load.go.set()
        await settle(pilot)
        assert "so far" not in text_of(pilot)
        assert browse(pilot).main.cursor == 2


async def test_escape_stops_the_load_and_keeps_what_is_there(load: Slow, log: Answers) -> None:
    async with app_over(load, log).run_test(size=(120, 36)) as pilot:
        await until(pilot, "50 %")
        await pilot.press("escape")
        load.go.set()
        await settle(pilot)
        assert load.is_ended
        assert "loaded: counts are partial." in text_of(pilot, "OverviewStrip")
        assert browse(pilot).main.count > 0


async def test_what_is_stopped_says_so_until_its_records_are_made(load: Slow, log: Answers) -> None:
    async with app_over(load, log).run_test(size=(120, 36)) as pilot:
        await until(pilot, "50 %")
        await pilot.press("escape")
        await until(pilot, "Stopped. The records of what was read are being made.")
        assert "Esc leave that too" in text_of(pilot, "OverviewStrip")
        await pilot.press("escape")
        load.go.set()
        await settle(pilot)
        assert "counts are partial." in text_of(pilot, "OverviewStrip")


async def test_q_must_be_pressed_twice_while_a_load_runs(load: Slow, log: Answers) -> None:
    async with app_over(load, log).run_test(size=(120, 36), notifications=True) as pilot:
        await until(pilot, "50 %")
        await pilot.press("q")
        assert pilot.app.is_running
        await until(pilot, "q again quits")
        await pilot.press("q")
        await pilot.pause()
        assert not pilot.app.is_running
        load.go.set()


async def test_who_quits_while_a_load_runs_waits_for_no_more_records() -> None:
    is_between, goes_on, has_ended = Event(), Event(), Event()

    def load(answers: Answers) -> Iterator[Progress]:
        steps = answers.load_source(source_of(b"".join(demo_log(lines=4000))))
        try:
            yield next(steps)
            yield next(steps)  # of lines whose records are not made yet
            is_between.set()
            goes_on.wait(10)
            yield from steps
        finally:
            has_ended.set()

    with Log(block_size=8_000) as log:
        async with app_over(load, Answers(log)).run_test(size=(120, 36)) as pilot:
            assert await to_thread(is_between.wait, 10)
            await pilot.press("Q")
        goes_on.set()
        assert has_ended.wait(10)
        lines = log.cursor().sql("SELECT max(last_line) FROM messages").fetchall()[0][0]
        assert 0 < lines < log.line_count


@asynccontextmanager
async def unopened(log: Answers) -> AsyncIterator[Pilot[Any]]:
    """The app as it starts without a log."""
    async with EsalogApp(log, None, load_demo, UNICODE).run_test(size=NARROW) as pilot:
        await settle(pilot)
        yield pilot


async def test_without_a_log_the_screen_says_what_this_is(log: Answers) -> None:
    async with unopened(log) as pilot:
        said = text_of(pilot)
        assert "Where did this mail go, and was it encrypted?" in said
        assert "esalog mail.current" in said
        assert "a add a file" in text_of(pilot, "KeyRow")
        await press(pilot, "j", "I", "1", "e", "slash", "escape")
        assert pilot.app.is_running


async def test_d_opens_the_made_up_log(log: Answers) -> None:
    async with unopened(log) as pilot:
        await press(pilot, "d")
        assert browse(pilot).main.count > 0
        assert not pilot.app.screen.query_one(Notice).display


async def test_a_asks_for_a_file(log: Answers, tmp_path: Path) -> None:
    path = tmp_path / "mail.current"
    path.write_bytes(b"".join(demo_log(lines=500)))
    async with unopened(log) as pilot:
        await press(pilot, "a")
        pilot.app.screen.query_one(Input).value = str(path)
        await press(pilot, "enter")
        assert browse(pilot).main.count > 0
        assert "mail.current" in text_of(pilot, "FileRow")


async def test_a_log_of_another_kind_is_told_and_can_be_read_as_lines(
    log: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "access.log"
    path.write_text('198.51.100.7 - - [03/Mar/2025:09:13:49 +0000] "GET / HTTP/1.1" 200\n' * 20)
    app = app_over(lambda loaded: loaded.load([str(path)]), log)
    async with app.run_test(size=NARROW) as pilot:
        await settle(pilot)
        assert "This does not look like a mail log" in text_of(pilot)
        assert '"GET / HTTP' in text_of(pilot, "#notice")
        assert "not read" in text_of(pilot, "FileRow")
        await press(pilot, "6")
        assert browse(pilot).view == "lines"
        assert browse(pilot).lines.display


async def test_a_file_that_cannot_be_read_is_named(log: Answers, tmp_path: Path) -> None:
    path = str(tmp_path / "mail.gone")
    async with app_over(lambda loaded: loaded.load([path]), log).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        assert "Nothing could be read." in text_of(pilot)
        assert "mail.gone" in text_of(pilot, "#notice")
        await press(pilot, "7")
        assert "mail.gone" in text_of(pilot, "#sources")


class Poor(Answers):
    """A log with too little memory to count what can be found."""

    def entity_count(self) -> int:
        """Never known."""
        raise RoomError("there is too little memory for this answer")


async def test_what_cannot_be_answered_for_want_of_memory_is_said_and_the_rest_goes_on() -> None:
    async with opened(log=Poor(loaded().log), toasts=True) as pilot:
        await press(pilot, "f")
        await until(pilot, "too little memory")
        await press(pilot, "escape", "2")
        assert "injections" in text_of(pilot)


class Failing(Answers):
    """A log with too little memory for any answer."""

    def answer(self, ask: object) -> Any:
        """Never given."""
        raise RoomError("there is too little memory for this answer")


async def test_an_export_that_cannot_be_made_is_over(tmp_path: Path) -> None:
    async with opened(log=Answers(loaded().log), toasts=True) as pilot:
        screen = browse(pilot)
        screen.loaded = Failing(loaded().log)
        await press(pilot, "x")
        pilot.app.screen.query_one(Input).value = str(tmp_path / "mails.csv")
        await press(pilot, "enter")
        await until(pilot, "too little memory")
        assert screen.export is None


async def test_every_key_is_harmless_on_an_empty_log(log: Answers) -> None:
    async with app_over(load_nothing, log).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        for view in "1256":
            await pilot.press(view, "G", "enter", "I", "L", view, "e", "n", "o", "c", "t", "escape")
        await settle(pilot)
        assert pilot.app.is_running


async def test_no_payload_reaches_the_screen_in_any_view(log: Answers) -> None:
    subject = "".join(PAYLOADS.values()).replace("\n", "") + "[/b] [red]x[/] ["
    lines = (
        "Info: New SMTP ICID 5 interface Data 1 (192.0.2.9) address 192.0.2.7 reverse dns host "
        "mail.example.com verified yes",
        "Info: ICID 5 TLS failed: \x1b[2J\x9bowned",
        "Info: Start MID 9 ICID 5",
        "Info: MID 9 ICID 5 From: <ann@example.com>",
        "Info: MID 9 ICID 5 RID 0 To: <bob\u202e@example.net>",
        f"Info: MID 9 Subject '{subject}'",
        "Info: MID 9 queued for delivery",
    )
    content = "".join(f"Mon Mar  3 09:13:53 2025 {line}\n" for line in lines)
    source = source_of(content.encode("utf-8", "surrogatepass"))
    app = app_over(lambda loaded: loaded.load_source(source), log)
    async with app.run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        for view in "1234567":
            await press(pilot, view, "p")
            fields = text_of(pilot)
            await press(pilot, "escape")
            said = fields + text_of(pilot)
            assert not any(letter in said for letter in "\x1b\x9b\x9d\x07\u202e\u2028\x7f"), view
        assert browse(pilot).lines.count == len(lines)


async def test_ascii_marks_and_lines_need_no_more_than_ascii() -> None:
    async with opened(look=ASCII) as pilot:
        said = text_of(pilot, "#messages")
        assert not any(mark in said for mark in "✔✘⚠○◐─▌")
        assert "+ 1." in said
