"""Settings are seen: keys in help, key row and hints, columns in their order, faults in a toast."""

from pathlib import Path
from typing import Any

import pytest
from opened import MIDDLE, WIDE, browse, load_nothing, loaded
from settle import drawn, press, settle, text_of, typed, until
from textual.widgets import Input

from esalog_tui.app import EsalogApp
from esalog_tui.look import UNICODE
from esalog_tui.opening import load_demo
from esalog_tui.screens.find import Find
from esalog_tui.screens.help import Help
from esalog_tui.settings import USUAL, Fault, Settings
from esalog_tui.views import VIEWS


def app_with(settings: Settings, load: Any = load_nothing) -> EsalogApp:
    return EsalogApp(loaded(), load, load_demo, UNICODE, settings)


async def test_a_key_of_ones_own_acts_and_the_usual_one_no_longer_does() -> None:
    keymap = {"look.find": ("ctrl+g",), "move.down": ("t", "down")}
    async with app_with(Settings(keymap=keymap)).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        await press(pilot, "f")
        assert not isinstance(pilot.app.screen, Find)
        await press(pilot, "t", "t", "down", "j")
        assert browse(pilot).main.cursor == 3
        await press(pilot, "ctrl+g")
        assert isinstance(pilot.app.screen, Find)


async def test_key_row_help_and_palette_name_the_keys_of_ones_own() -> None:
    keymap = {"look.find": ("ctrl+g",), "screen.help": ("f3",), "look.filter": ("ctrl+e",)}
    async with app_with(Settings(keymap=keymap)).run_test(size=WIDE) as pilot:
        await settle(pilot)
        row = text_of(pilot, "KeyRow")
        assert "Ctrl-G find" in row
        assert "Ctrl-E filter" in row
        assert row.endswith("F3 all keys")
        await press(pilot, "f3")
        assert isinstance(pilot.app.screen, Help)
        assert "Ctrl-G" in next(
            line for line in text_of(pilot).splitlines() if "find anything" in line
        )
        await press(pilot, "f3")
        assert not isinstance(pilot.app.screen, Help)
        await press(pilot, "ctrl+p")
        await typed(pilot, "fuzzily")
        assert "Ctrl-G" in drawn(pilot)


async def test_hints_name_the_keys_of_ones_own() -> None:
    keymap = {
        "look.sieve": ("ctrl+e",), "look.filter": ("v",), "popup.close": ("f4",),
        "move.domains": ("f8",), "take.mark": ("V",), "filter.leave": ("f4",),
    }  # fmt: skip
    async with app_with(Settings(keymap=keymap)).run_test(size=WIDE, notifications=True) as pilot:
        await settle(pilot)
        assert "F8 Domains" in text_of(pilot, "TabRow")
        await press(pilot, "apostrophe")
        assert "V marks" in drawn(pilot)
        await press(pilot, "v")
        await typed(pilot, "tls:")
        await press(pilot, "x")
        assert "F4 leave" in text_of(pilot, "FilterNote")
        await press(pilot, "f4", "exclamation_mark")
        assert "Ctrl-E all off" in text_of(pilot, "Chips")
        await press(pilot, "s")
        assert "F4 stay" in drawn(pilot)


async def test_letters_can_still_be_typed_where_they_are_keys() -> None:
    async with app_with(Settings(keymap={"screen.help": ("h",)})).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        await press(pilot, "ampersand")
        await typed(pilot, "host")
        entry = pilot.app.focused
        assert isinstance(entry, Input)
        assert (entry.id, entry.value) == ("filter", "host")


async def test_columns_stand_in_the_order_of_the_config() -> None:
    columns = {"messages": ("subject", "mid", "sender"), "domains": ("failed", "domain")}
    async with app_with(Settings(columns=columns)).run_test(size=WIDE) as pilot:
        await settle(pilot)
        assert text_of(pilot, "#messages").splitlines()[1].split() == ["SUBJECT", "MID", "FROM"]
        await press(pilot, "4")
        assert text_of(pilot, "#domains").splitlines()[1].split() == ["✘", "DOMAIN"]


async def test_the_chooser_leaves_a_column_out_and_brings_it_back() -> None:
    async with app_with(Settings(columns={"messages": ("mid", "at", "to")})).run_test(
        size=WIDE
    ) as pilot:
        await settle(pilot)
        table = browse(pilot).table
        assert table is not None
        await press(pilot, "comma", "2")
        assert table.shown == ["at", "to"]
        await press(pilot, "2")
        assert table.shown == ["at", "mid", "to"]
        await press(pilot, "1", "2", "4", "escape")
        assert table.shown == ["to"]
        assert text_of(pilot, "#messages").splitlines()[1].split() == ["TO"]


async def test_the_theme_of_the_config_is_used_and_one_that_is_gone_is_passed_over() -> None:
    for theme, shown in (("nord", "nord"), ("gone", "textual-dark"), (None, "textual-dark")):
        async with app_with(Settings(theme=theme)).run_test() as pilot:
            assert pilot.app.theme == shown


async def test_faults_are_told_in_a_toast_and_the_app_opens() -> None:
    path = Path("folder/config.toml")
    faults = tuple(Fault(path, line, "[b]wrong[/b] \x1b") for line in range(1, 7))
    async with app_with(Settings(faults=faults)).run_test(size=MIDDLE, notifications=True) as pilot:
        await settle(pilot)
        told = drawn(pilot)
        assert "folder" not in told
        assert "config.toml:1: [b]wrong[/b] ␛" in told
        assert "and 2 more: esalog config names all" in told
        assert browse(pilot).main.count


async def test_over_a_slow_line_less_is_asked_for_and_repainted() -> None:
    async with app_with(Settings(is_frugal=True)).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        screen = browse(pilot)
        assert screen.slowness > 1
        before, screen.overview = screen.overview, None
        assert before is not None
        screen.is_loading = True
        screen.ask_overview()
        screen.is_loading = False
        await settle(pilot)
        assert screen.overview is None


async def test_over_a_slow_line_the_panes_follow_when_the_cursor_rests() -> None:
    async with app_with(Settings(is_frugal=True)).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        table = browse(pilot).main
        await pilot.press(*["j"] * table.high)
        first = table.scroll_offset.y
        assert table.cursor == table.high
        assert first == table.high // 2 + table.high % 2  # half a page at once
        row = browse(pilot).row
        assert row is not None
        await until(pilot, f"Trace of MID {row['mid']}")


@pytest.mark.parametrize(
    "keys", ["ampersand", "slash", "f", "a", "r"], ids=["filter", "search", "find", "add", "note"]
)
async def test_nothing_blinks_where_one_types(keys: str) -> None:
    async with app_with(USUAL).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        await press(pilot, keys)
        entry = pilot.app.focused
        assert isinstance(entry, Input)
        assert not entry.cursor_blink


@pytest.mark.parametrize("view", [view for view in VIEWS if view.name != "messages"],
                         ids=lambda view: view.name)  # fmt: skip
async def test_a_view_can_be_brought_by_another_key(view: Any) -> None:
    keymap = {f"move.{view.name}": ("f9",)}
    async with app_with(Settings(keymap=keymap)).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        await press(pilot, "f9")
        assert browse(pilot).view == view.name
