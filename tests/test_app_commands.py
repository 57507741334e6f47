"""The command line: every command does what its sentence says, and says what is wrong with it."""

from pathlib import Path
from typing import Any

import pytest
from opened import MIDDLE, NARROW, WIDE, browse, loaded, opened, text_of
from settle import press, settle
from test_app_exporting import told
from textual.widgets import Input

from esalog import Log
from esalog_tui.answers import Answers
from esalog_tui.app import EsalogApp
from esalog_tui.history import Chip, Sieve
from esalog_tui.look import UNICODE
from esalog_tui.opening import load_demo
from esalog_tui.screens.command_table import COMMANDS, meant
from esalog_tui.screens.find import Find
from esalog_tui.widgets.chips import Completions
from esalog_tui.widgets.entries import CommandEntry


async def write(pilot: Any, line: str) -> None:
    """Type a command, as if it were pasted."""
    await press(pilot, "colon")
    pilot.app.screen.query_one(CommandEntry).insert_text_at_cursor(line)
    await settle(pilot)


async def command(pilot: Any, line: str) -> None:
    """Type a command and enter it."""
    await write(pilot, line)
    await press(pilot, "enter")


def offered(pilot: Any) -> list[str]:
    """The words that are offered."""
    return [word for word, _, _ in browse(pilot).query_one("#command-words", Completions).words]


def note(pilot: Any) -> str:
    """What stands above the command line."""
    return text_of(pilot, "#command-note").strip()


@pytest.mark.parametrize("size", [NARROW, MIDDLE, WIDE], ids=["narrow", "middle", "wide"])
async def test_commands_are_offered_told_and_completed(size: tuple[int, int]) -> None:
    async with opened(size) as pilot:
        await press(pilot, "colon")
        assert offered(pilot) == [one.name for one in COMMANDS]
        assert note(pilot).startswith("Tab complete  Enter alone")
        await press(pilot, "s", "o")
        assert offered(pilot) == ["sort"]
        assert "sort [COLUMN" in note(pilot)
        await press(pilot, "tab", "space")
        assert "sender" in offered(pilot)
        await press(pilot, "s", "u", "tab")
        entry = pilot.app.screen.query_one(CommandEntry)
        assert entry.value == "sort subject"
        await press(pilot, "enter")
        assert browse(pilot).sorts["messages"] == ("subject", False)
        assert browse(pilot).focused is browse(pilot).main
        assert not offered(pilot)


async def test_a_colon_alone_opens_the_palette_and_escape_leaves() -> None:
    async with opened() as pilot:
        await press(pilot, "colon", "escape")
        assert browse(pilot).focused is browse(pilot).main
        await press(pilot, "colon", "backspace")
        assert not browse(pilot).is_commanding
        await press(pilot, "colon", "enter")
        assert pilot.app.screen is not browse(pilot)
        assert not browse(pilot).is_commanding


@pytest.mark.parametrize(
    ("line", "said", "right"),
    [
        ("gtoo 10:15", "unknown command 'gtoo'", "goto 10:15"),
        ("xport", "unknown command 'xport'", "export"),
        ("sort subjekt", "unknown column 'subjekt'", "sort subject"),
        ("sort subject dwon", "unknown column 'dwon'", "sort subject down"),
        ("view mesages", "unknown view 'mesages'", "view messages"),
        ("theme nrod", "unknown theme 'nrod'", "theme nord"),
        ("columns mid sendr", "unknown column 'sendr'", "columns mid sender"),
        ("filter form:ann", "unknown word 'form:'", "filter from:ann"),
        ("filter tls:fialed", "is none of", "filter tls:failed"),
    ],
)
async def test_a_wrong_word_is_named_with_the_right_one(line: str, said: str, right: str) -> None:
    async with opened(WIDE) as pilot:
        await command(pilot, line)
        assert browse(pilot).is_commanding
        assert said in note(pilot)
        await press(pilot, "tab")
        assert pilot.app.screen.query_one(CommandEntry).value == right
        assert "✘" not in note(pilot)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("goto nowhere", "is no time"), ("trace me", "is no id"), ("since then", "is no time"),
        ("goto", "goto needs TIME"), ("s", "can be since, sort"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_told_and_can_be_mended(line: str, said: str) -> None:
    async with opened() as pilot:
        await command(pilot, line)
        assert said in note(pilot)
        assert pilot.app.screen.query_one(CommandEntry).value == line


def test_the_beginning_of_only_one_name_is_enough() -> None:
    assert [meant(name).name for name in ("q", "ex", "SO", "sort")] == [
        "quit", "export", "sort", "sort",
    ]  # fmt: skip


async def test_goto_leads_to_times_lines_shares_and_records() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        selection = screen.lists["messages"].selection
        at = selection.page(selection.count // 2, 1)[0]["at"]
        await command(pilot, f"goto {at:%Y-%m-%dT%H:%M:%S}")
        rows = selection.page(screen.main.cursor - 1, 2)
        assert rows[0]["at"] < at <= rows[1]["at"]
        await command(pilot, "goto 50%")
        assert screen.main.cursor == round((selection.count - 1) / 2)
        await command(pilot, "goto 1,500")
        assert screen.view == "lines"
        assert screen.lines.current is not None
        assert screen.lines.current.number == 1500
        await command(pilot, f"goto {at:%H:%M:%S}")
        line = screen.lines.current
        assert line.at is not None
        before = screen.loaded.lines(line.number - 1, 1)[0].at
        assert before is not None
        assert before < line.at
        await command(pilot, "20")
        assert screen.lines.current.number == 20
        await command(pilot, f"{at:%Y-%m-%dT%H:%M:%S}")
        assert screen.lines.current.at == at
        key = selection.key(3)
        await command(pilot, f"mid:{key.id}")
        assert screen.view == "messages"
        assert screen.row is not None
        assert screen.row["key"] == key
        await press(pilot, "left_square_bracket")
        assert screen.view == "lines"


async def test_a_number_that_is_no_line_leads_to_the_record_of_that_id() -> None:
    key = loaded().select("messages").key(3)
    async with opened(toasts=True) as pilot:
        screen = browse(pilot)
        assert key.id > screen.loaded.line_count
        await command(pilot, f"goto {key.id:,}")
        assert screen.row is not None
        assert screen.row["key"] == key
        assert f"There is no line {key.id:,}" in told(pilot)
        assert f"This is MID {key.id}." in told(pilot)
        await command(pilot, "goto 99999999")
        assert "There is no line 99,999,999: the log has" in told(pilot)


async def test_a_number_alone_is_traced_where_it_can_be_one_record_only() -> None:
    key = loaded().select("deliveries").key(5)
    async with opened() as pilot:
        await command(pilot, f"trace {key.id}")
        assert f"Trace of DCID {key.id}" in text_of(pilot)


@pytest.mark.parametrize("size", [NARROW, MIDDLE], ids=["narrow", "middle"])
async def test_trace_opens_the_trace_of_a_record(size: tuple[int, int]) -> None:
    key = loaded().select("deliveries").key(5)
    async with opened(size) as pilot:
        await command(pilot, f"trace dcid:{key.id}")
        assert f"Trace of DCID {key.id}" in text_of(pilot)
        assert browse(pilot).focused is browse(pilot).trace


async def test_bounds_of_time_take_the_place_of_those_before() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await command(pilot, "since -3h")
        await command(pilot, "since -1d")
        await command(pilot, "until 2025-03-12 10:00")
        assert screen.sieve.text == 'since:-1d until:"2025-03-12 10:00"'
        await command(pilot, "since")
        assert screen.sieve.text == 'until:"2025-03-12 10:00"'


async def test_filter_takes_the_place_of_all_chips() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await command(pilot, "filter dir:out tls:failed")
        assert screen.sieve.chips == (Chip("dir:out"), Chip("tls:failed"))
        await write(pilot, "filter dir:out tls:f")
        assert offered(pilot) == ["tls:failed", "tls:fallback"]
        await press(pilot, "escape")
        await command(pilot, "clear")
        assert screen.sieve.is_open
        await command(pilot, "filter")
        assert screen.sieve == Sieve()


async def test_lists_are_sorted_shown_and_written_by_command(tmp_path: Path) -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await command(pilot, "view deliveries")
        await command(pilot, "sort dcid down")
        assert screen.sorts["deliveries"] == ("dcid", True)
        await command(pilot, "columns dcid tls")
        assert screen.table is not None
        assert screen.table.shown == ["dcid", "tls"]
        path = tmp_path / "out of here.csv"
        await command(pilot, f"export {path}")
        assert path.read_text().startswith("gateway,dcid")
        await write(pilot, f"export {tmp_path}/out")
        assert offered(pilot) == [str(path)]
        await press(pilot, "enter")
        assert ".parquet" in text_of(pilot)
        await press(pilot, "escape")
        await command(pilot, f"ticket {tmp_path}/ticket.md")
        assert (tmp_path / "ticket.md").read_text().startswith("# DCID")


async def test_find_note_theme_and_help() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await command(pilot, "find petrov")
        assert isinstance(pilot.app.screen, Find)
        assert pilot.app.screen.query_one(Input).value == "petrov"
        await press(pilot, "escape")
        await command(pilot, "note ask them")
        assert list(screen.marks.values()) == ["ask them"]
        await command(pilot, "theme nord")
        assert pilot.app.theme == "nord"
        await command(pilot, "help")
        for one in ("goto TIME", "export [FILE]"):
            assert one in text_of(pilot)
        await press(pilot, "escape")
        await command(pilot, "failures")
        assert screen.sieve.failures
        await command(pilot, "quit")
        assert not pilot.app.is_running


async def test_earlier_commands_come_back() -> None:
    async with opened() as pilot:
        await command(pilot, "view domains")
        await command(pilot, "view lines")
        await press(pilot, "colon", "up")
        entry = pilot.app.screen.query_one(CommandEntry)
        assert entry.value == "view lines"
        await press(pilot, "up")
        assert entry.value == "view domains"
        await press(pilot, "down", "down")
        assert entry.value == ""


ODD = (",", "%", "~nobody-of-that-name", "messages lines", "nord dracula", "x" * 300, "9999-12-31",
       "-999999w")  # fmt: skip


@pytest.mark.parametrize("one", [one for one in COMMANDS if one.takes], ids=lambda one: one.name)
async def test_no_command_fails_by_what_is_typed_behind_it(
    one: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(MIDDLE) as pilot:
        for odd in ODD:
            await command(pilot, f"{one.name} {odd}")
            while len(pilot.app.screen_stack) > 2:
                await press(pilot, "escape")
            await press(pilot, "escape")
            assert pilot.app.screen is browse(pilot), odd


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.name)
async def test_no_command_fails_where_no_log_is_open(one: Any) -> None:
    if one.name == "quit":
        return
    with Log() as log:
        app = EsalogApp(Answers(log), None, load_demo, UNICODE)
        async with app.run_test(size=NARROW) as pilot:
            await settle(pilot)
            await command(pilot, one.name)
            await press(pilot, "escape")
            assert app.is_running
