"""Each key does what the help says."""

from typing import Any

import pytest
from opened import MIDDLE, NARROW, WIDE, browse, mail_with, opened, stand_on, text_of
from settle import press, settle, typed
from textual import events
from textual.widgets import Input

from esalog_tui.history import Chip
from esalog_tui.screens.popup import Box
from esalog_tui.screens.stage import DIRECTIONS
from esalog_tui.views import VIEWS
from esalog_tui.widgets.failure_tree import SHOWN, FailureTree
from esalog_tui.widgets.table import Table


def current(pilot: Any) -> Any:
    """The key of the record under the cursor."""
    row = browse(pilot).row
    return row["key"] if row else None


async def test_the_first_screen_lists_messages_with_their_trace() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        mail = screen.row
        assert mail is not None
        assert f"MID {mail['mid']}" in text_of(pilot, "#trace")
        assert str(mail["mid"]) in text_of(pilot, "#messages")
        assert "messages" in text_of(pilot, "#messages").splitlines()[0]


@pytest.mark.parametrize(
    ("keys", "row"),
    [("j j k", 1), ("down down up", 1), ("G", -1), ("end", -1), ("G g", 0), ("end home", 0),
     ("k", 0)],
)  # fmt: skip
async def test_keys_move_the_cursor(keys: str, row: int) -> None:
    async with opened() as pilot:
        await press(pilot, *keys.split())
        table = browse(pilot).main
        assert table.cursor == (row if row >= 0 else table.count + row)


@pytest.mark.parametrize(
    ("there", "back"),
    [("space", "b"), ("pagedown", "pageup"), ("ctrl+f", "pageup"), ("ctrl+d", "ctrl+u")],
)
async def test_pages_move_by_what_is_seen(there: str, back: str) -> None:
    async with opened() as pilot:
        table = browse(pilot).main
        await press(pilot, there)
        moved = table.high if there != "ctrl+d" else table.high // 2
        assert table.cursor == moved
        await press(pilot, back)
        assert table.cursor == 0


async def test_the_cursor_stays_on_the_screen() -> None:
    async with opened() as pilot:
        table = browse(pilot).main
        for key in ("G", "k", "space", "g", "pagedown", "ctrl+d"):
            await press(pilot, key)
            first = int(table.scroll_offset.y)
            assert first <= table.cursor < first + table.high, key


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
@pytest.mark.parametrize("size", [NARROW, MIDDLE, WIDE], ids=["narrow", "middle", "wide"])
async def test_a_digit_brings_its_view(view: Any, size: tuple[int, int]) -> None:
    async with opened(size) as pilot:
        await press(pilot, view.digit)
        screen = browse(pilot)
        assert screen.view == view.name
        assert screen.focused is screen.main
        assert screen.main.display
        assert screen.main.count > 0


async def test_tab_goes_through_the_panes_and_back() -> None:
    async with opened(WIDE) as pilot:
        screen = browse(pilot)
        seen = []
        for _ in range(3):
            seen.append(screen.focused)
            await press(pilot, "tab")
        assert seen == [screen.main, screen.trace, screen.lines]
        assert screen.focused is screen.main
        await press(pilot, "shift+tab")
        assert screen.focused is screen.lines


async def test_enter_opens_the_trace_and_escape_closes_it() -> None:
    async with opened(NARROW) as pilot:
        screen = browse(pilot)
        await press(pilot, "enter")
        assert screen.focused is screen.trace
        assert screen.trace.display
        assert not screen.main.display
        await press(pilot, "escape")
        assert screen.focused is screen.main
        assert screen.main.display


async def test_jumps_lead_from_message_to_connection_and_back() -> None:
    async with opened() as pilot:
        mail = mail_with(browse(pilot).loaded, "injection")
        await stand_on(pilot, mail)
        await press(pilot, "I")
        assert browse(pilot).view == "injections"
        injection = current(pilot)
        assert injection.kind == "injection"
        await press(pilot, "left_square_bracket")
        assert (browse(pilot).view, current(pilot)) == ("messages", mail)
        await press(pilot, "right_square_bracket")
        assert (browse(pilot).view, current(pilot)) == ("injections", injection)
        await press(pilot, "minus")
        assert current(pilot) == mail
        await press(pilot, "minus")
        assert current(pilot) == injection
        await press(pilot, "ctrl+o")
        assert current(pilot) == mail


async def test_a_picker_asks_which_of_many() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        mail = mail_with(screen.loaded, "delivery", 2)
        await stand_on(pilot, mail)
        await press(pilot, "D")
        assert f"Deliveries of MID {mail.id}" in str(pilot.app.screen.query_one(Box).border_title)
        assert "DCID" in text_of(pilot)
        await press(pilot, "2")
        assert browse(pilot).view == "deliveries"
        assert current(pilot) == screen.loaded.neighbours(mail, "delivery")[1]["key"]


async def test_from_a_message_to_another_of_its_connection_and_back_in_five_keys() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        injections = screen.loaded.select("injections").page(0, 400)
        busy = next(row for row in injections if row["messages"] > 1)
        first = screen.loaded.neighbours(busy["key"], "message")[0]["key"]
        await stand_on(pilot, first)
        await press(pilot, "I", "enter", "2", "left_square_bracket", "left_square_bracket")
        assert current(pilot) == first


async def test_L_leads_to_the_raw_lines_of_a_record() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "j")
        key = current(pilot)
        await press(pilot, "L")
        assert screen.view == "lines"
        line = screen.lines.current
        assert line is not None
        assert line.number in screen.loaded.lines_of(key)


async def test_o_goes_along_the_transaction() -> None:
    async with opened() as pilot:
        await press(pilot, "j", "j", "j", "L")
        lines = browse(pilot).lines
        tied = list(lines.tied)
        at = tied.index(lines.number(lines.cursor))
        await press(pilot, "o")
        assert lines.number(lines.cursor) == tied[at + 1]
        await press(pilot, "O")
        assert lines.number(lines.cursor) == tied[at]


async def test_each_attempt_in_the_trace_bears_its_time() -> None:
    async with opened(WIDE) as pilot:
        await stand_on(pilot, mail_with(browse(pilot).loaded, "delivery", 4))
        shown = browse(pilot).trace
        assert shown.trace
        attempts = [node for node in shown.trace.nodes if node.kind == "attempt"]
        times = [row.split()[0] for row in shown.plain() if "DCID" in row]
        told = [f"{node.at:%H:%M:%S}" for node in attempts]
        assert len(set(told)) > 2
        assert [time for time in times if ":" in time] == told


async def test_enter_in_the_trace_goes_to_the_record() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await stand_on(pilot, mail_with(screen.loaded, "injection"))
        await press(pilot, "enter", "enter")
        assert screen.view == "injections"
        assert screen.trace.trace is not None


async def test_e_finds_the_next_failure_and_E_the_one_before() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        failures = screen.lists["messages"].selection.failures()
        await press(pilot, "e", "e")
        assert screen.main.cursor == failures[1]
        await press(pilot, "E")
        assert screen.main.cursor == failures[0]
        await press(pilot, "E")
        assert screen.main.cursor == failures[-1]


async def test_e_in_the_lines_finds_failures_too() -> None:
    async with opened() as pilot:
        await press(pilot, "6", "e")
        line = browse(pilot).lines.current
        assert line is not None
        assert line.number == browse(pilot).loaded.failure_lines()[0]


async def test_failures_only_on_and_off() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        every = screen.main.count
        await press(pilot, "exclamation_mark")
        assert 0 < screen.main.count < every
        assert f"{screen.main.count:,} of {every:,} messages" in text_of(pilot, "#messages")
        assert "failures only" in text_of(pilot, "Chips")
        await press(pilot, "exclamation_mark")
        assert screen.main.count == every


async def test_a_sorted_list_says_so_and_turns_round() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "s", "2", "s", "2")
        assert screen.sorts["messages"] == ("mid", True)
        assert "by MID" in text_of(pilot, "#messages")
        rows = screen.lists["messages"].selection.page(0, 2)
        assert rows[0]["mid"] > rows[1]["mid"]


async def test_sorting_keeps_the_cursor_on_its_record() -> None:
    async with opened() as pilot:
        await press(pilot, "j", "j")
        key = current(pilot)
        await press(pilot, "s", "3")
        assert current(pilot) == key


async def test_plus_enlarges_a_pane_and_gives_the_room_back() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        high = screen.main.size.height
        await press(pilot, "plus")
        assert screen.main.size.height > high
        await press(pilot, "plus")
        assert screen.main.size.height == high
        await press(pilot, "tab", "plus")
        assert not screen.main.display
        await press(pilot, "escape")
        assert screen.main.display


async def test_the_help_tells_every_key_of_the_pane() -> None:
    async with opened() as pilot:
        bound = set(browse(pilot).active_bindings)
        await press(pilot, "question_mark")
        said = text_of(pilot)
        for words in ("the trace of this message", "next, previous failure", "TLS marks"):
            assert words in said
        assert {"j", "G", "I", "slash", "ampersand", "ctrl+t", "q"} <= bound
        await press(pilot, "escape")
        assert pilot.app.screen is browse(pilot)


async def test_the_palette_runs_a_command_by_its_words() -> None:
    async with opened() as pilot:
        await press(pilot, "ctrl+p")
        await typed(pilot, "failures only")
        await pilot.app.workers.wait_for_complete()
        await press(pilot, "enter")
        assert browse(pilot).sieve.failures


async def test_domains_turn_round_and_lead_to_their_connections() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "4", "t")
        assert "in" in text_of(pilot, "#domains").splitlines()[0]
        seen = {screen.directions["domains"]}
        for _ in range(2):
            await press(pilot, "t")
            seen.add(screen.directions["domains"])
        assert seen == set(DIRECTIONS)
        domain = screen.row["domain"] if screen.row else ""
        await press(pilot, "enter")
        assert screen.view == "deliveries"
        assert screen.sieve.chips == (Chip(f"domain:{domain}"),)
        await press(pilot, "left_square_bracket")
        assert screen.view == "domains"
        assert screen.sieve.is_open


async def test_failures_open_from_reason_to_domain_to_connection_to_lines() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "5", "j")
        tree = screen.query_one(FailureTree)
        assert tree.current is not None
        if tree.current["branch"] not in tree.open:
            await press(pilot, "enter")
        await press(pilot, "j")
        assert tree.current is not None
        assert tree.current["level"] == 2
        key = tree.current["key"]
        assert screen.lines.only is not None
        assert list(screen.lines.only) == list(screen.loaded.lines_of(key))
        assert f"{key.id}" in text_of(pilot, "#lines")
        await press(pilot, "h")
        assert tree.current["level"] == 1
        await press(pilot, "h")
        assert tree.current["branch"] not in tree.open
        await press(pilot, "l", "j", "enter")
        assert screen.view in ("deliveries", "injections")
        assert current(pilot) == key


async def test_every_reason_is_seen_and_enter_lists_the_other_connections() -> None:
    async with opened(NARROW) as pilot:
        await press(pilot, "5")
        groups = browse(pilot).loaded.failure_groups("both", "")
        first, *_ = groups
        assert len(first["members"]) == 1
        for group in groups:
            assert group["reason"] in text_of(pilot, "#failures")
        await press(pilot, "enter")
        tree = browse(pilot).query_one(FailureTree)
        assert tree.count == len(groups) + 1 + SHOWN + 1
        assert f"… {first['failed'] - SHOWN} more" in text_of(pilot, "#failures")
        await press(pilot, *"jj", *"j" * SHOWN, "enter")
        assert tree.count == len(groups) + 1 + first["failed"]
        assert " more" not in text_of(pilot, "#failures")
        assert tree.current is not None
        assert tree.current["key"] is not None


async def test_where_there_is_room_the_first_reason_is_open() -> None:
    async with opened() as pilot:
        await press(pilot, "5")
        groups = browse(pilot).loaded.failure_groups("both", "")
        assert browse(pilot).main.count == len(groups) + 1 + SHOWN + 1
        for group in groups:
            assert group["reason"] in text_of(pilot, "#failures")


async def test_sources_tell_what_was_not_understood() -> None:
    async with opened() as pilot:
        await press(pilot, "7")
        screen = browse(pilot)
        assert screen.row is not None
        assert screen.row["name"] in text_of(pilot, "#sources")
        await press(pilot, "enter")
        assert screen.view == "lines"


async def test_q_closes_goes_back_and_then_quits() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "I", "q")
        assert screen.view == "messages"
        await press(pilot, "tab", "q")
        assert screen.focused is screen.main
        await pilot.press("q")
        await pilot.pause()
        assert not pilot.app.is_running


async def test_backspace_goes_back_where_nothing_can_be_closed() -> None:
    async with opened() as pilot:
        await press(pilot, "I", "backspace")
        assert browse(pilot).view == "messages"


async def test_backspace_in_an_empty_filter_takes_the_last_chip_off() -> None:
    async with opened() as pilot:
        await press(pilot, "ampersand", *"mid:1", "enter", "ampersand", *"tls:failed", "enter")
        assert [chip.text for chip in browse(pilot).sieve.chips] == ["mid:1", "tls:failed"]
        await press(pilot, "ampersand", "backspace")
        assert [chip.text for chip in browse(pilot).sieve.chips] == ["mid:1"]


async def test_a_click_chooses_a_row_a_tab_and_a_sort() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await pilot.click("#messages", offset=(20, 5))
        await settle(pilot)
        assert screen.main.cursor == 3
        await pilot.click("#messages", offset=(18, 1))
        await settle(pilot)
        assert screen.sorts["messages"] == ("mid", False)
        await pilot.click("TabRow", offset=(25, 0))
        await settle(pilot)
        assert screen.view == "injections"


@pytest.mark.parametrize(
    ("size", "least"),
    [((80, 12), 3), ((120, 12), 2), ((40, 10), 4), ((160, 10), 4), ((20, 5), 2)],
    ids=str,
)
async def test_on_little_height_the_list_has_the_rows(size: tuple[int, int], least: int) -> None:
    async with opened(size) as pilot:
        screen = browse(pilot)
        for view in VIEWS:
            await press(pilot, view.digit)
            assert screen.main.high >= least, view.name
            assert text_of(pilot, f"#{view.name}").count("\n") > least
        await press(pilot, "1", "enter")
        assert screen.focused is screen.trace
        assert screen.trace.high >= least
        await press(pilot, "escape", "G")
        assert screen.row is not None
        assert screen.row["key"] is not None


async def test_a_resize_keeps_the_cursor_seen() -> None:
    async with opened(WIDE) as pilot:
        await press(pilot, "G")
        for size in (NARROW, MIDDLE, WIDE):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            table = browse(pilot).main
            assert isinstance(table, Table)
            first = int(table.scroll_offset.y)
            assert first <= table.cursor < first + table.high


async def test_domains_are_sorted_and_only_those_that_fail_are_left() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "4", "s", "1")
        rows = [screen.table.pages.row(at) for at in range(5)] if screen.table else []
        names = [row["domain"] for row in rows if row]
        assert names == sorted(names)
        assert "by DOMAIN" in text_of(pilot, "#domains")
        every = screen.main.count
        await press(pilot, "exclamation_mark")
        assert screen.main.count < every


@pytest.mark.parametrize("opens", ["slash", "ampersand", "colon"])
async def test_what_comes_at_once_behind_the_key_of_an_input_is_typed_there(opens: str) -> None:
    async with opened(MIDDLE) as pilot:
        pilot.app.post_message(events.Key(opens, None))
        for letter in "bounced5cy":
            pilot.app.post_message(events.Key(letter, letter))
        await settle(pilot)
        entry = pilot.app.focused
        assert isinstance(entry, Input)
        assert entry.value == "bounced5cy"
        assert browse(pilot).view == "messages"
