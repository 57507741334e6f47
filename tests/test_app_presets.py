"""Filters with names are listed in their groups, and one that is picked is the filter."""

from opened import MIDDLE, browse, load_nothing, loaded
from settle import drawn, press, settle, typed

from esalog_tui.app import EsalogApp
from esalog_tui.history import Chip
from esalog_tui.look import UNICODE
from esalog_tui.opening import load_demo
from esalog_tui.settings import USUAL, Preset, Settings

PRESETS = (
    Preset("", "mine", "from:/[a-z]+/"),
    Preset("To partners", "all", "dir:out"),
    Preset("To partners", "[b]failed\x1b", "dir:out tls:success"),
)


def app_with(*presets: Preset) -> EsalogApp:
    return EsalogApp(loaded(), load_nothing, load_demo, UNICODE, Settings(presets=presets))


async def test_a_key_lists_them_and_the_picked_one_is_the_filter() -> None:
    async with app_with(*PRESETS).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        every = browse(pilot).main.count
        await press(pilot, "ampersand")
        await typed(pilot, "status:delivered")
        await press(pilot, "enter", "P")
        seen = drawn(pilot)
        assert seen.count("To partners") == 1
        assert "[b]failed␛" in seen
        await press(pilot, "3")
        screen = browse(pilot)
        assert screen.sieve.chips == (Chip("dir:out"), Chip("tls:success"))
        assert 0 < screen.main.count < every
        await press(pilot, "ctrl+t")
        assert screen.main.count == every


async def test_the_app_begins_with_the_filter_of_the_command_line() -> None:
    settings = Settings(filters=("dir:out", "since:2025-03-12"))
    async with EsalogApp(loaded(), load_nothing, load_demo, UNICODE, settings).run_test(
        size=MIDDLE
    ) as pilot:
        await settle(pilot)
        screen = browse(pilot)
        assert screen.sieve.chips == (Chip("dir:out"), Chip("since:2025-03-12"))
        assert "since:2025-03-12" in drawn(pilot)
        filtered = screen.main.count
        await press(pilot, "ctrl+t")
        assert 0 < filtered < screen.main.count


async def test_the_palette_offers_them_too() -> None:
    async with app_with(*PRESETS).run_test(size=MIDDLE) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+p")
        await typed(pilot, "filter: mine")
        assert "from:/[a-z]+/" in drawn(pilot)
        await press(pilot, *["backspace"] * len("filter: mine"))
        await typed(pilot, "partners: [b]")
        assert "Filter: To partners: [b]failed␛" in drawn(pilot)
        await press(pilot, "enter")
        assert browse(pilot).sieve.text == "dir:out tls:success"


async def test_without_any_it_is_said_where_they_come_from() -> None:
    async with EsalogApp(loaded(), load_nothing, load_demo, UNICODE, USUAL).run_test(
        size=MIDDLE, notifications=True
    ) as pilot:
        await settle(pilot)
        await press(pilot, "P")
        assert "esalog config shows how" in drawn(pilot)
