"""What is remembered comes back, and nothing that hides anything; a damaged file is no harm."""

import json
from pathlib import Path
from typing import Any

import pytest
from opened import MIDDLE, WIDE, browse, load_nothing, loaded
from settle import drawn, press, settle, typed
from textual.widgets import Input

from esalog import Key
from esalog_tui.app import EsalogApp
from esalog_tui.look import UNICODE
from esalog_tui.memory import MOST_LOGS, MOST_TYPED, Memory, identity, recall
from esalog_tui.opening import load_demo
from esalog_tui.screens.find import Find
from esalog_tui.settings import USUAL, Settings
from esalog_tui.widgets.entries import CommandEntry

MAIL = Key("message", "esa1", 500187, 2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a session remembers."""
    return tmp_path / "deep" / "state.json"


def session(path: Path | None, settings: Settings = USUAL) -> EsalogApp:
    """One session; what the one before left is known."""
    memory = recall(path) if path else None
    return EsalogApp(loaded(), load_nothing, load_demo, UNICODE, settings, memory)


def written(path: Path) -> str:
    """What the file says."""
    return path.read_text()


def damage(path: Path, content: str) -> None:
    """Let the file hold this."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(content)


async def test_marks_and_notes_come_back_with_their_log(path: Path) -> None:
    async with session(path).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        await press(pilot, "m", "r")
        await typed(pilot, "ask ann")
        await press(pilot, "enter", "6", "m")
        marks = dict(browse(pilot).marks)
        assert [*marks.values()] == ["", "ask ann", ""]
    async with session(path).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        assert browse(pilot).marks == marks
        await press(pilot, "apostrophe")
        assert "ask ann" in drawn(pilot)
    memory = recall(path)
    memory.marks = {"another log": memory.marks.popitem()[1]}
    app = EsalogApp(loaded(), load_nothing, load_demo, UNICODE, USUAL, memory)
    async with app.run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        assert not browse(pilot).marks


async def test_columns_and_theme_come_back_and_the_config_goes_before_them(path: Path) -> None:
    async with session(path).run_test(size=WIDE) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+w", "comma", "1", "escape", "4", "comma", "2", "escape")
        pilot.app.theme = "nord"
        await settle(pilot)
    memory = recall(path)
    assert memory.theme == "nord"
    async with session(path).run_test(size=WIDE) as pilot:
        await settle(pilot)
        assert pilot.app.theme == "nord"
        assert browse(pilot).lines.is_wrapped
        table = browse(pilot).table
        assert table is not None
        assert "at" not in table.shown
    chosen = Settings(theme="dracula", columns={"messages": ("mid",)})
    async with session(path, chosen).run_test(size=WIDE) as pilot:
        await settle(pilot)
        assert pilot.app.theme == "dracula"
        table = browse(pilot).table
        assert table is not None
        assert table.shown == ["mid"]
        await press(pilot, "4")
        assert "connections" not in (browse(pilot).table or table).shown
    assert recall(path) == memory  # what was told for one time is not remembered


async def test_what_is_gone_since_the_last_session_is_passed_over(path: Path) -> None:
    Memory(path, "gone", {"messages": ("gone", "mid"), "gone": ("mid",)}, {"gone": True}).save()
    async with session(path).run_test(size=WIDE) as pilot:
        await settle(pilot)
        table = browse(pilot).table
        assert table is not None
        assert table.shown == ["mid"]
        assert pilot.app.theme == "textual-dark"


async def test_nothing_that_hides_comes_back(path: Path) -> None:
    async with session(path).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        every = browse(pilot).main.count
        await press(pilot, "m", "exclamation_mark", "ampersand")
        await typed(pilot, "dir:out")
        await press(pilot, "enter", "s", "2")
    async with session(path).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        screen = browse(pilot)
        assert screen.sieve.is_open
        assert not screen.sieve.chips
        assert not screen.sorts
        assert screen.main.count == every
    assert "dir:out" not in written(path)


async def test_earlier_searches_come_back_above_the_first_hit(path: Path) -> None:
    for words in ("example.com", "example.net"):
        async with session(path).run_test(size=MIDDLE) as pilot:
            await settle(pilot)
            await press(pilot, "f")
            await typed(pilot, words)
            await press(pilot, "enter")
    async with session(path).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        await press(pilot, "f")
        assert "↑ earlier" in drawn(pilot)
        entry = pilot.app.screen.query_one(Input)
        for key, shown in (("up", "example.net"), ("up", "example.com"), ("up", "example.com")):
            await press(pilot, key)
            assert entry.value == shown
        await press(pilot, "down", "up")
        assert isinstance(pilot.app.screen, Find)
        assert entry.value == "example.com"
        await typed(pilot, "x")
        await press(pilot, "up")
        assert entry.value == "example.comx"


async def test_without_a_file_nothing_is_kept_beyond_the_session() -> None:
    async with session(None).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        await press(pilot, "m")
        assert len(browse(pilot).marks) == 1


async def test_a_damaged_file_is_told_and_overwritten(path: Path) -> None:
    damage(path, "{")
    async with session(path).run_test(size=MIDDLE, notifications=True) as pilot:
        await settle(pilot)
        assert "is damaged" in drawn(pilot).replace("\n", "")
        await press(pilot, "m")
    assert recall(path).marks


async def test_a_file_that_cannot_be_written_is_told_once(tmp_path: Path) -> None:
    damage(tmp_path / "state", "no folder")
    async with session(tmp_path / "state" / "state.json").run_test(
        size=MIDDLE, notifications=True
    ) as pilot:
        await settle(pilot)
        await press(pilot, "m", "m", "m")
        assert len(browse(pilot).marks) == 3
        assert drawn(pilot).count("Not a directory") == 1


# The file.


def test_what_is_saved_is_recalled(path: Path) -> None:
    memory = Memory(path, "nord", {"messages": ("mid", "at")})
    memory.found("ann")
    memory.marked("log", {MAIL: "see \udc80 <b>", 12: ""})
    memory.save()
    assert recall(path) == Memory(
        path, "nord", {"messages": ("mid", "at")}, {}, ["ann"],
        {"log": {MAIL: "see \udc80 <b>", 12: ""}},
    )  # fmt: skip


def test_only_its_owner_can_read_it(path: Path) -> None:
    Memory(path).save()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    Memory(path).save()
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["state.json"]


def test_two_sessions_keep_each_others_marks(path: Path) -> None:
    one, other = recall(path), recall(path)
    one.marked("one log", {1: "one"})
    one.save()
    other.marked("other log", {2: "other"})
    other.save()
    one.marked("one log", {})
    one.save()
    assert recall(path).marks == {"other log": {2: "other"}}


async def test_earlier_commands_come_back_the_last_one_first(path: Path) -> None:
    for line in ("12", "view domains", "12"):
        async with session(path).run_test(size=MIDDLE) as pilot:
            await settle(pilot)
            await press(pilot, "colon")
            await typed(pilot, line)
            await press(pilot, "enter")
    async with session(path).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        await press(pilot, "colon")
        entry = pilot.app.screen.query_one(CommandEntry)
        for key, shown in (("up", "goto 12"), ("up", "view domains"), ("up", "view domains")):
            await press(pilot, key)
            assert entry.value == shown


def test_the_file_does_not_grow_for_ever(path: Path) -> None:
    memory = Memory(path)
    for number in range(MOST_LOGS + 20):
        memory.marked(f"log {number}", {number: ""})
        memory.found(str(number))
        memory.commanded(f"goto {number}")
    memory.save()
    again = recall(path)
    assert len(again.marks) == MOST_LOGS
    assert f"log {MOST_LOGS + 19}" in again.marks
    assert len(again.finds) == len(again.commands) == MOST_TYPED
    assert again.finds[-1] == str(MOST_LOGS + 19)
    assert again.commands[-1] == f"goto {MOST_LOGS + 19}"


DAMAGED: list[Any] = [
    [], {}, {"version": 2}, {"version": 1, "theme": 3}, {"version": 1, "columns": []},
    {"version": 1, "columns": {"messages": "mid"}}, {"version": 1, "finds": [1]},
    {"version": 1, "commands": "goto 1"},
    {"version": 1, "layout": {"wrap": 1}},
    {"version": 1, "marks": {"log": [["message", "esa1", 1, ""]]}},
    {"version": 1, "marks": {"log": [["mail", "esa1", 1, 1, ""]]}},
    {"version": 1, "marks": {"log": [[["message"], "esa1", 1, 1, ""]]}},
    {"version": 1, "marks": {"log": {"1": ""}}},
]  # fmt: skip


@pytest.mark.parametrize("content", [json.dumps(one) for one in DAMAGED] + ["", "[" * 99999, "\0"])
def test_a_damaged_file_remembers_nothing(path: Path, content: str) -> None:
    damage(path, content)
    memory = recall(path)
    assert memory.note.endswith("nothing of the last session is remembered")
    assert memory == Memory(path, note=memory.note)


def test_a_log_is_known_by_how_it_begins() -> None:
    assert identity(["one", "two"]) != identity(["one", "three"])
    assert identity(["Gr\udc80"]) == identity(["Gr\udc80"])
