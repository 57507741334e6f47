"""The screen says in words what is there and what is not, and leads on from there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from opened import NARROW, browse, load_nothing, loaded, opened, stand_on, text_of
from settle import press, settle, toasts, typed

from esalog import Log
from esalog.demo import demo_log
from esalog_tui.answers import Answers
from esalog_tui.app import EsalogApp
from esalog_tui.look import UNICODE
from esalog_tui.opening import load_demo


@pytest.fixture
def several(tmp_path: Path) -> Iterator[Answers]:
    """A log, the same once more, and a file of another kind; loaded."""
    content = b"".join(demo_log(lines=400))
    for name, octets in (("a.log", content), ("b.log", content), ("c.log", b"GET /\n" * 9)):
        (tmp_path / name).write_bytes(octets)
    with Log() as log:
        for _ in log.load([str(tmp_path / name) for name in ("a.log", "b.log", "c.log")]):
            pass
        yield Answers(log)


async def test_every_file_that_was_named_is_told_once_and_leads_to_its_lines(
    several: Answers,
) -> None:
    async with opened((200, 50), log=several) as pilot:
        await press(pilot, "7")
        said = text_of(pilot, "#sources")
        assert [said.count(name) for name in ("b.log ", "c.log ")] == [1, 1]
        assert "counts once: all of it is in" in said
        assert "line 1: is no mail log" in said
        await press(pilot, "p")
        assert "first_line" in text_of(pilot)
        await press(pilot, "escape", "j", "enter")
        line = browse(pilot).lines.current
        assert line is not None
        assert (line.text, line.number_in_file) == ("GET /", 1)


async def test_columns_without_room_are_brought_into_sight_sideways() -> None:
    async with opened(NARROW) as pilot:
        assert "SUBJECT" not in text_of(pilot, "#messages")
        await press(pilot, "l", "l")
        said, row = text_of(pilot, "#messages"), browse(pilot).row
        assert "SUBJECT" in said
        assert "FROM" not in said
        assert row is not None
        assert f"{row['at']:%H:%M:%S}" in said
        await press(pilot, "h", "h", "h")
        assert "FROM" in text_of(pilot, "#messages")


async def test_failures_only_leaves_in_lines_those_that_tell_of_one_and_e_goes_along_them() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "6", "exclamation_mark", "g")
        failures = screen.loaded.failure_lines().tolist()
        assert screen.lines.count == len(failures)
        assert f"{len(failures)} of 8,000 lines" in text_of(pilot, "#lines")
        await press(pilot, "e", "e")
        assert screen.lines.number(screen.lines.cursor) == failures[2]


async def test_w_goes_to_the_next_delay_in_lines_too() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        delays = screen.loaded.warning_lines().tolist()
        await press(pilot, "6", "g", "w")
        assert screen.lines.number(screen.lines.cursor) == delays[0]
        assert "Delayed: " in text_of(pilot, "#lines")
        await press(pilot, "W")
        assert screen.lines.number(screen.lines.cursor) == delays[-1]


async def test_from_the_fields_of_a_line_to_a_record_that_it_names() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "L", "p")
        number = screen.lines.number(screen.lines.cursor)
        record = screen.loaded.records_at(number)[0]
        assert "record" in text_of(pilot)
        await press(pilot, "enter")
        assert screen.row is not None
        assert screen.row["key"] == record
        await press(pilot, "left_square_bracket")
        assert screen.lines.number(screen.lines.cursor) == number


async def test_a_filter_says_in_every_view_how_many_it_left_and_why_none() -> None:
    async with opened() as pilot:
        await press(pilot, "4", "ampersand")
        await typed(pilot, "domain:example.com")
        await press(pilot, "enter")
        assert "1 of 20 domains" in text_of(pilot, "#domains")
        for view, called in (("5", "failed connections"), ("6", "lines"), ("1", "messages")):
            await press(pilot, "ctrl+t", view, "ampersand")
            await typed(pilot, "from:nobody")
            await press(pilot, "enter")
            assert f"No {called} left." in text_of(pilot), view
            assert "0 of " in text_of(pilot), view


async def test_find_says_when_nothing_is_like_it() -> None:
    async with opened() as pilot:
        await press(pilot, "f")
        await typed(pilot, "zzqqzz")
        assert "Nothing like it among" in text_of(pilot)


async def test_a_log_without_lines_says_so() -> None:
    with Log() as log:
        app = EsalogApp(Answers(log), load_nothing, load_demo, UNICODE)
        async with app.run_test(size=NARROW) as pilot:
            await settle(pilot)
            assert "No messages yet: the log has no lines." in text_of(pilot)
            await press(pilot, "5")
            assert "No failed connections yet: the log has no lines." in text_of(pilot)


async def test_the_preview_tells_why_tls_failed_on_the_way_in() -> None:
    log = loaded()
    row = log.select("messages", "dir:in tls:fallback").page(0, 1)[0]
    assert row["tls_received"] == "fallback"
    story = log.trace(row["key"])
    assert story
    [reason] = {node.reason for node in story.nodes if node.kind == "injection"}
    assert reason
    async with opened(NARROW) as pilot:
        await stand_on(pilot, row["key"])
        name = reason.partition(":")[0]
        assert f"in ⚠ in clear: {name}   out " in text_of(pilot, "#peek")
        assert row["status"] in text_of(pilot, "#peek")


async def test_what_stands_on_the_screen_is_not_said_again() -> None:
    async with opened(toasts=True) as pilot:
        await press(pilot, "4", "m", "m", "m", "minus")
        said = toasts(pilot)
        assert said.count("Records and lines can be marked.") == 1
        assert "There is no other place yet." in said


@pytest.mark.parametrize("view", ["1", "6", "7"])
async def test_what_is_said_leaves_the_preview_free(view: str) -> None:
    async with opened(NARROW, toasts=True) as pilot:
        await press(pilot, view, "equals_sign")
        toast, *_ = pilot.app.screen.query("Toast")
        peek = pilot.app.screen.query_one("#peek").region
        assert toast.is_on_screen
        assert not toast.region.overlaps(peek)
