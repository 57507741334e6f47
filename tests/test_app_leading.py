"""Rows that are no records lead to records, too; what leaves rows out says how many."""

from datetime import timedelta
from typing import Any

import pytest
from opened import MIDDLE, NARROW, browse, loaded, mail_with, opened, source_of, stand_on, text_of
from settle import press, settle, typed
from textual.command import CommandList

from esalog import Log
from esalog.demo import demo_log
from esalog_tui.answers import Answers
from esalog_tui.history import Chip
from esalog_tui.screens.picker import Picker
from esalog_tui.widgets.bars import KeyRow
from esalog_tui.widgets.chips import Completions
from esalog_tui.widgets.failure_tree import FailureTree


@pytest.mark.parametrize(
    ("key", "view"),
    [("M", "messages"), ("I", "injections"), ("D", "deliveries"), ("L", "lines")],
)
async def test_a_domain_leads_to_its_records(key: str, view: str) -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "4")
        row: Any = screen.row
        await press(pilot, key)
        assert screen.view == view
        assert screen.sieve.chips == (Chip(f"domain:{row['domain']}"),)
        await press(pilot, "left_square_bracket")
        assert screen.view == "domains"


async def test_a_domain_of_both_directions_asks_which_connections() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "4", "t", "t", "enter")
        assert isinstance(pilot.app.screen, Picker)
        assert "its deliveries" in text_of(pilot)
        await press(pilot, "2")
        assert screen.view == "injections"


@pytest.mark.parametrize(("key", "view"), [("M", "messages"), ("D", "deliveries"), ("L", "lines")])
async def test_a_reason_leads_to_what_it_hit(key: str, view: str) -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "5")
        row: Any = screen.row
        await press(pilot, key)
        assert screen.view == view
        assert screen.sieve.chips == (Chip(f"reason:'{row['branch'][0]}'"),)
        assert screen.main.count


async def test_messages_hit_by_a_reason_are_as_many_as_its_row_says() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "5")
        row: Any = screen.row
        await press(pilot, "M")
        assert screen.lists["messages"].selection.count == row["messages"]


async def test_failures_turn_round_and_their_connections_fit_the_filter() -> None:
    log = loaded()
    (first, *_), (one, *_) = log.failure_groups("both", ""), log.failure_groups("out", "")
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "5", "t")
        assert screen.directions["failures"] == "out"
        row: Any = screen.row
        assert (row["failed"], row["label"]) == (one["failed"], one["reason"])
    domain = first["members"][0]["domain"]
    at = log.failed_connections((first["reason"], domain), "both", "")[0]["at"]
    words = f"since:{at:%Y-%m-%dT%H:%M:%S}"
    left = log.failed_connections((first["reason"], domain), "both", words)
    assert [row["at"] for row in left] == [at]


async def test_a_row_of_the_kind_that_is_asked_for_says_that_it_is_that() -> None:
    async with opened() as pilot:
        await press(pilot, "2", "I")
        assert not isinstance(pilot.app.screen, Picker)
    async with opened(toasts=True) as pilot:
        screen = browse(pilot)
        await press(pilot, "2", "I")
        row: Any = screen.row
        assert f"This is ICID {row['icid']}" in text_of(pilot)


async def test_back_from_a_trace_leads_to_the_line_it_was_opened_from() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await stand_on(pilot, mail_with(screen.loaded, "delivery"))
        await press(pilot, "L", "j")
        here = screen.lines.cursor
        await press(pilot, "enter")
        assert screen.zoomed == "trace"
        await press(pilot, "left_square_bracket")
        assert (screen.view, screen.zoomed, screen.lines.cursor) == ("lines", "", here)


@pytest.mark.parametrize("size", [NARROW, MIDDLE], ids=["narrow", "middle"])
async def test_back_leads_to_the_row_of_the_trace_that_one_came_from(size: tuple[int, int]) -> None:
    async with opened(size) as pilot:
        screen = browse(pilot)
        mail = mail_with(screen.loaded, "delivery")
        await stand_on(pilot, mail)
        await press(pilot, "enter", "j", "j", "D")
        if isinstance(pilot.app.screen, Picker):
            await press(pilot, "1")
        assert screen.view == "deliveries"
        await press(pilot, "left_square_bracket")
        assert (screen.view, screen.focused, screen.trace_key) == ("messages", screen.trace, mail)
        assert screen.trace.cursor == 2
        assert screen.zoomed == ("trace" if size == NARROW else "")
        await press(pilot, "right_square_bracket")
        assert (screen.view, screen.focused) == ("deliveries", screen.main)
        await press(pilot, "left_square_bracket", "escape")
        assert screen.focused is screen.main
        assert screen.main.display


async def test_minus_leads_forth_again_after_going_back() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await stand_on(pilot, mail_with(screen.loaded, "injection"))
        await press(pilot, "I", "left_square_bracket", "minus")
        assert screen.view == "injections"


async def test_a_chip_counts_the_rows_of_each_view() -> None:
    log = loaded()
    words = f"domain:{log.domains('out', '')[0]['domain']}"
    amounts = {
        "1": log.select("messages", words).count,
        "3": log.select("deliveries", words).count,
        "4": 1,
        "5": sum(group["failed"] for group in log.failure_groups("both", words)),
        "6": len(log.lines_left(words, failures=False)),
    }
    async with opened() as pilot:
        await press(pilot, "ampersand")
        await typed(pilot, words)
        await press(pilot, "enter")
        for key, amount in amounts.items():
            await press(pilot, key)
            assert f"{words} {amount:,} " in text_of(pilot, "Chips")


async def test_failures_only_is_counted_too() -> None:
    async with opened() as pilot:
        await press(pilot, "exclamation_mark")
        count = loaded().select("messages", failures=True).count
        assert f"! failures only {count:,}" in text_of(pilot, "Chips")


async def test_one_filter_of_several_is_switched_off_by_keys() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "ampersand")
        await typed(pilot, "dir:in tls:in:none")
        await press(pilot, "enter", "T", "2")
        assert screen.sieve.chips == (Chip("dir:in"), Chip("tls:in:none", is_on=False))


async def test_a_clock_time_is_told_with_the_day_it_is_of() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        assert screen.span is not None
        assert screen.span > timedelta(days=1)
        last = max(source.last for source in loaded().sources if source.last)
        await press(pilot, "ampersand")
        await typed(pilot, "since:09:15 until:3h")
        await press(pilot, "enter")
        assert [chip.text for chip in screen.sieve.chips] == [
            f"since:{last:%Y-%m-%d}T09:15",
            "until:3h",
        ]


async def test_down_walks_the_words_also_after_an_earlier_filter() -> None:
    async with opened() as pilot:
        await press(pilot, "ampersand")
        await typed(pilot, "dir:in")
        await press(pilot, "enter", "ampersand", "down")
        assert browse(pilot).query_one(Completions).chosen == 1


@pytest.mark.parametrize(
    ("typed_time", "told"),
    [("since:9:15", "since:{}T09:15"), ("!until:09:15:30", "!until:{}T09:15:30")],
)
async def test_any_clock_time_gets_its_day(typed_time: str, told: str) -> None:
    async with opened() as pilot:
        await press(pilot, "ampersand")
        await typed(pilot, typed_time)
        await press(pilot, "enter")
        last = max(source.last for source in loaded().sources if source.last)
        assert browse(pilot).sieve.text == told.format(f"{last:%Y-%m-%d}")


@pytest.mark.parametrize("direction", ["out", "in"])
async def test_failures_of_one_direction_lead_to_the_messages_they_hit(direction: str) -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "5", "t", *(["t"] if direction == "in" else []))
        assert screen.directions["failures"] == direction
        tree = screen.query_one(FailureTree)
        rows = [row for row in tree.pages.rows() if row["level"] == 0]
        for at in range(len(rows)):
            await press(pilot, "5")
            tree.cursor = tree.pages.rows().index(rows[at])
            await press(pilot, "M")
            assert screen.lists["messages"].selection.count == rows[at]["messages"]
            await press(pilot, "left_square_bracket")


async def test_a_click_between_the_keys_does_nothing() -> None:
    async with opened() as pilot:
        row = text_of(pilot, "KeyRow")
        for at in range(row.index("? all keys")):
            if not row[at : at + 2].strip() and not row[at - 1 : at + 1].strip():
                await pilot.click(KeyRow, offset=(at, 0))
        await settle(pilot)
        assert pilot.app.screen is browse(pilot)
        assert not browse(pilot).is_filtering


@pytest.mark.parametrize("size", [NARROW, (120, 36)])
async def test_the_key_row_can_be_clicked(size: tuple[int, int]) -> None:
    async with opened(size=size) as pilot:
        row = text_of(pilot, "KeyRow")
        await pilot.click(KeyRow, offset=(row.index("& filter") + 3, 0))
        await settle(pilot)
        assert browse(pilot).is_filtering
        await press(pilot, "escape")
        await pilot.click(KeyRow, offset=(text_of(pilot, "KeyRow").index("all keys"), 0))
        await settle(pilot)
        assert "Keys in Messages" in str(pilot.app.screen.query_one("Box").border_title)


async def test_the_help_names_the_keys_that_the_framework_binds() -> None:
    async with opened(size=(160, 50)) as pilot:
        await press(pilot, "question_mark")
        for words in ("Tab Shift-Tab next, previous pane", "Ctrl-P        all commands", "Ctrl-Q"):
            assert words in text_of(pilot)


async def test_no_command_is_called_by_its_id_alone_where_words_tell_more() -> None:
    async with opened() as pilot:
        await press(pilot, "ctrl+p")
        await typed(pilot, "on again")
        await pilot.app.workers.wait_for_complete()
        found = [str(option.prompt) for option in pilot.app.screen.query_one(CommandList).options]
        assert any("Look for: all filters off, on again" in words for words in found)
        assert not any("sieve" in words for words in found)


async def test_a_file_that_is_no_mail_log_is_told_beside_others() -> None:
    with Log() as log:
        for content in (b"no mail\n" * 7, b"".join(demo_log(lines=400))):
            for _ in log.load_source(source_of(content)):
                pass
        async with opened(log=Answers(log)) as pilot:
            await press(pilot, "7")
            row: Any = browse(pilot).row
            assert (row["unknown"], row["gateway"]) == (7, "")
            assert "no line has a known form" in text_of(pilot, "#peek")
