"""What is looked for is found: filter, search, find."""

from typing import Any

from opened import NARROW, browse, opened, text_of
from settle import press, settle, typed

from esalog_tui.history import Chip
from esalog_tui.screens.find import Find, Hits
from esalog_tui.widgets.chips import Completions
from esalog_tui.widgets.entries import FilterEntry, SearchEntry
from esalog_tui.widgets.lines_pane import CHUNK


async def test_a_filter_becomes_chips_with_their_counts() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        every = screen.main.count
        await press(pilot, "ampersand")
        await typed(pilot, "status:delivered from:petrov")
        await press(pilot, "enter")
        assert [chip.text for chip in screen.sieve.chips] == ["status:delivered", "from:petrov"]
        assert screen.main.count < every
        for chip in screen.sieve.chips:
            count = screen.loaded.select("messages", chip.text).count
            assert f"{chip.text} {count:,}" in text_of(pilot, "Chips")
        assert screen.focused is screen.main


async def test_ctrl_t_switches_all_filters_off_and_on() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "exclamation_mark", "ampersand")
        await typed(pilot, "from:petrov")
        await press(pilot, "enter", "ctrl+t")
        assert screen.sieve.is_open
        assert screen.sieve.chips == (Chip("from:petrov", is_on=False),)
        await press(pilot, "ctrl+t")
        assert screen.sieve.failures
        assert screen.sieve.text == "from:petrov"


async def test_an_empty_filter_clears() -> None:
    async with opened() as pilot:
        await press(pilot, "ampersand")
        await typed(pilot, "from:petrov")
        await press(pilot, "enter", "ampersand", "enter")
        assert browse(pilot).sieve.chips == ()
        assert not pilot.app.screen.query_one("#filter-row").display


async def test_a_wrong_word_is_told_before_enter_and_mended_by_tab() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "ampersand")
        await typed(pilot, "form:petrov")
        assert "unknown word 'form:'" in text_of(pilot, "FilterNote")
        assert "did you mean from:" in text_of(pilot, "FilterNote")
        await press(pilot, "enter")
        assert screen.is_filtering
        await press(pilot, "tab")
        assert screen.query_one(FilterEntry).value == "from:petrov"
        assert not screen.has_class("-mistaken")
        await press(pilot, "enter")
        assert screen.sieve.text == "from:petrov"


async def test_words_and_their_values_are_completed() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "ampersand")
        await typed(pilot, "tl")
        assert "tls:" in text_of(pilot, "Completions")
        await press(pilot, "tab")
        await typed(pilot, "f")
        assert [word for word, _, _ in screen.query_one(Completions).words] == [
            "tls:failed",
            "tls:fallback",
        ]
        await press(pilot, "down", "tab")
        assert screen.query_one(FilterEntry).value == "tls:fallback"


async def test_escape_leaves_the_filter_as_it_was() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "ampersand")
        await typed(pilot, "from:petrov")
        await press(pilot, "escape")
        assert screen.sieve.is_open
        assert screen.focused is screen.main


async def test_earlier_filters_come_back_and_the_last_chip_goes() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "ampersand")
        await typed(pilot, "from:petrov")
        await press(pilot, "enter", "ampersand", "backspace")
        assert screen.sieve.chips == ()
        await press(pilot, "up")
        assert screen.query_one(FilterEntry).value == "from:petrov"


async def test_a_filter_that_leaves_nothing_says_what_did_it() -> None:
    async with opened() as pilot:
        await press(pilot, "ampersand")
        await typed(pilot, "from:nobody")
        await press(pilot, "enter")
        said = text_of(pilot)
        assert "No messages left." in said
        assert "leaves 0 by itself" in said
        await press(pilot, "ctrl+t")
        assert "No messages left." not in text_of(pilot)


async def test_a_jump_to_what_the_filter_hides_takes_the_filter_off() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        hidden = screen.loaded.select("messages", "!from:petrov").page(40, 1)[0]
        await press(pilot, "ampersand")
        await typed(pilot, "from:petrov")
        await press(pilot, "enter", "f")
        await typed(pilot, str(hidden["mid"]))
        await press(pilot, "enter")
        assert screen.row is not None
        assert screen.row["key"] == hidden["key"]
        assert screen.sieve.is_open
        await press(pilot, "left_square_bracket")
        assert screen.sieve.text == "from:petrov"


async def test_a_search_is_live_counted_and_goes_round() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "slash")
        await typed(pilot, "rossi")
        found = screen.lists["messages"].selection.matches("rossi")
        assert screen.main.cursor == found[0]
        assert f"of {len(found)} matches" in text_of(pilot, "SearchTally")
        await press(pilot, "enter", "n", "n")
        assert screen.main.cursor == found[2]
        await press(pilot, "N")
        assert screen.main.cursor == found[1]
        await press(pilot, "N", "N")
        assert screen.main.cursor == found[-1]


async def test_leaving_a_search_goes_back_to_where_it_began() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "j", "j", "slash")
        await typed(pilot, "petrov")
        await press(pilot, "escape")
        assert screen.main.cursor == 2
        assert screen.main.words == ()
        assert not screen.query_one(SearchEntry).has_focus


async def test_lines_and_traces_are_searched_too() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "6", "slash")
        await typed(pilot, "tls success")
        await press(pilot, "enter", "n")
        assert screen.lines.current is not None
        assert "TLS success" in screen.lines.current.text
        await press(pilot, "1", "tab", "slash")
        await typed(pilot, "rid")
        assert screen.trace.current is not None
        assert screen.trace.current.text.startswith("RID")


def hits(pilot: Any) -> Hits:
    return pilot.app.screen.query_one(Hits)  # type: ignore[no-any-return]  # query_one is typed so


async def test_find_lists_entities_and_enter_goes_to_what_stands_behind() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "f")
        await typed(pilot, "petrov@")
        assert hits(pilot).count > 1
        hit = hits(pilot).current
        assert hit is not None
        assert hit.text in text_of(pilot, "Hits")
        assert "messages" in text_of(pilot, "Preview")
        await press(pilot, "enter")
        assert screen.view == "messages"
        assert screen.sieve.text == hit.filter
        await press(pilot, "left_square_bracket")
        assert screen.sieve.is_open


async def test_an_id_is_gone_to_at_once() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        mail = screen.loaded.select("messages").page(30, 1)[0]
        await press(pilot, "f")
        await typed(pilot, str(mail["mid"]))
        await press(pilot, "enter")
        assert screen.row is not None
        assert screen.row["mid"] == mail["mid"]


async def test_tab_makes_a_hit_a_filter() -> None:
    async with opened() as pilot:
        await press(pilot, "f")
        await typed(pilot, "rossi")
        await press(pilot, "down")
        hit = hits(pilot).current
        assert hit is not None
        await press(pilot, "tab")
        assert browse(pilot).sieve.text == hit.filter


async def test_find_fits_a_small_screen_and_escape_closes_it() -> None:
    async with opened(NARROW) as pilot:
        await press(pilot, "f")
        await typed(pilot, "zzz")
        assert hits(pilot).count == 0
        assert isinstance(pilot.app.screen, Find)
        await press(pilot, "enter", "escape")
        assert not isinstance(pilot.app.screen, Find)
        await settle(pilot)


async def test_in_the_lines_a_filter_leaves_those_of_its_records() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "6", "ampersand")
        await typed(pilot, "status:bounced")
        await press(pilot, "enter")
        left = screen.loaded.lines_left("status:bounced", failures=False)
        assert screen.lines.count == len(left) > 0
        assert f"{len(left):,} of " in text_of(pilot, "#lines").splitlines()[0]
        await press(pilot, "ctrl+t")
        assert screen.lines.count == screen.loaded.line_count


async def test_a_search_counts_the_lines_that_a_filter_leaves_read_or_not() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "6", "slash")
        await typed(pilot, "bounced")
        found = screen.loaded.lines_matching("bounced")
        assert f"of {len(found)} matches" in text_of(pilot, "SearchTally")
        await press(pilot, "enter", "ampersand")
        await typed(pilot, "dir:out")
        await press(pilot, "enter")
        kept = sorted({*found} & {*screen.loaded.lines_left("dir:out", failures=False)})
        assert screen.lines.count > 2 * CHUNK
        assert kept
        assert f"of {len(kept)} matches" in text_of(pilot, "#lines").splitlines()[0]
        await press(pilot, "g", *["n"] * len(kept))
        assert screen.lines.number(screen.lines.cursor) == kept[-1]


async def test_bare_words_find_the_transactions_whose_lines_hold_them() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "ampersand")
        await typed(pilot, "RELAYLIST")
        await press(pilot, "enter")
        assert 0 < screen.main.count < screen.loaded.select("messages").count
