"""Text is selected with the mouse and copied by Ctrl-C; long lines are wrapped on request."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from opened import (
    MIDDLE,
    NARROW,
    WIDE,
    browse,
    mail_with,
    opened,
    source_of,
    stand_on,
    text_of,
)  # fmt: skip
from rich.cells import cell_len
from settle import press, settle, toasts, typed, until

from esalog import Key, Log
from esalog_tui import clipboard
from esalog_tui.answers import Answers
from esalog_tui.widgets.pane import Pane
from esalog_tui.widgets.wrapping import wrapped

LINE = "Mon Mar  3 09:13:{:02} 2025 Info: MID {} Subject '{}'\n"


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a clipboard would hold."""
    texts: list[str] = []

    def take(text: str) -> str:
        texts.append(text)
        return "a clipboard"

    monkeypatch.setattr(clipboard, "copy", take)
    return texts


@pytest.fixture
def long_lines() -> Iterator[Answers]:
    """A log of lines of which every second is longer than any screen is wide."""
    content = "".join(
        LINE.format(at % 60, at + 1, f"{'wörter ' * 80 if at % 2 else 'short'} end{at}")
        for at in range(60)
    )
    with Log() as log:
        for _ in log.load_source(source_of(content.encode())):
            pass
        yield Answers(log)


async def drag(pilot: Any, selector: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Select from one cell of a widget to another."""
    await pilot.hover(selector, offset=start)
    await pilot.mouse_down(selector, offset=start)
    await pilot.hover(selector, offset=end)
    await pilot.mouse_up(selector, offset=end)
    await settle(pilot)


@pytest.mark.parametrize("selector", ["#messages", "#trace", "#lines"])
async def test_what_the_mouse_has_selected_is_copied(selector: str, copied: list[str]) -> None:
    async with opened(WIDE) as pilot:
        await press(pilot, "j", "j", "j")
        pane = pilot.app.screen.query_one(selector, Pane)
        rows = text_of(pilot, selector).splitlines()[pane.HEAD :]
        await drag(pilot, selector, (3, pane.HEAD), (20, pane.HEAD + 1))
        cursor = browse(pilot).main.cursor
        await press(pilot, "ctrl+c")
        assert copied == [f"{rows[0][3:].rstrip()}\n{rows[1][1:21].rstrip()}"]
        assert browse(pilot).main.cursor == cursor
        await press(pilot, "escape")
        assert not pilot.app.screen.selections
        await press(pilot, "ctrl+c")
        assert len(copied) == 1


async def test_part_of_a_row_is_selected_and_drawn_turned_round(copied: list[str]) -> None:
    async with opened() as pilot:
        await drag(pilot, "#messages", (5, 4), (9, 4))
        screen = browse(pilot)
        strip = screen.main.render_line(4)
        at, turned = 0, ""
        for text, style, _ in strip:
            turned += text if style is not None and style.reverse else ""
            at += len(text)
        await press(pilot, "ctrl+c")
        assert copied == [turned.strip()]
        assert len(turned) == 5


async def test_text_of_a_popup_is_selected(copied: list[str]) -> None:
    async with opened() as pilot:
        await press(pilot, "p")
        await drag(pilot, "#help-rows", (1, 0), (60, 2))
        await press(pilot, "ctrl+c")
        assert "gateway" in copied[0]


async def test_a_click_and_a_double_click_select_nothing(copied: list[str]) -> None:
    async with opened() as pilot:
        await pilot.double_click("#messages", offset=(20, 5))
        await settle(pilot)
        assert not pilot.app.screen.selections
        assert browse(pilot).focused is browse(pilot).trace


@pytest.mark.parametrize("size", [NARROW, MIDDLE, WIDE], ids=["narrow", "middle", "wide"])
async def test_long_lines_are_shown_whole(size: tuple[int, int], long_lines: Answers) -> None:
    async with opened(size, log=long_lines) as pilot:
        await press(pilot, "6", "g", "j")
        assert "end1'" not in text_of(pilot, "#lines")
        await press(pilot, "ctrl+w")
        assert "end1'" in text_of(pilot, "#lines")
        lines = browse(pilot).lines
        for key in ("G", "k", "pageup", "g", "pagedown", "space", "ctrl+d", "b", "G", "k"):
            await press(pilot, key)
            line = lines.current
            assert line is not None
            assert f"end{line.number - 1}'" in text_of(pilot, "#lines"), key
        await press(pilot, "g", *"jjj")
        assert lines.cursor == 3
        await press(pilot, "ctrl+w")
        assert "end3'" not in text_of(pilot, "#lines")


def squeezed(text: str) -> str:
    """A text without blanks and the lines of a tree."""
    return re.sub(r"[\s│├└─▌]", "", text)


def with_a_long_reason(log: Answers) -> Key:
    """A message with one reason, which no narrow screen has room for."""
    for row in log.select("messages", "tls:failed|fallback").page(0, 100):
        trace = log.trace(row["key"])
        reasons = [node.reason for node in trace.nodes if node.reason] if trace else []
        if len(reasons) == 1 and len(reasons[0]) > 90:
            key: Key = row["key"]
            return key
    raise LookupError("no reason is long")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["alone", "beside the lines"])
async def test_the_trace_is_shown_whole_or_cut_on_request(size: tuple[int, int]) -> None:
    async with opened(size, toasts=True) as pilot:
        screen = browse(pilot)
        shown = screen.trace
        await stand_on(pilot, with_a_long_reason(screen.loaded))
        await press(pilot, "enter")
        assert shown.trace
        assert not shown.show_vertical_scrollbar
        [reason] = [node.reason for node in shown.trace.nodes if node.reason]
        assert len(reason) > 80
        told = (node.text for node in shown.trace.nodes if node.kind in ("note", "attempt"))
        for words in (reason, *told):
            assert squeezed(words) in squeezed(text_of(pilot, "#trace"))
        await press(pilot, "ctrl+w")
        assert toasts(pilot)[-1] == "Long rows of the trace are cut."
        assert squeezed(reason) not in squeezed(text_of(pilot, "#trace"))
        assert not screen.lines.is_wrapped
        await press(pilot, "ctrl+w")
        assert toasts(pilot)[-1] == "Long rows of the trace are wrapped."
        assert squeezed(reason) in squeezed(text_of(pilot, "#trace"))


async def test_where_nothing_is_wrapped_that_is_said() -> None:
    async with opened(NARROW, toasts=True) as pilot:
        await press(pilot, "ctrl+w")
        assert "lists cannot" in toasts(pilot)[-1]
        assert not browse(pilot).lines.is_wrapped


async def test_the_end_of_a_long_trace_is_reached() -> None:
    async with opened(MIDDLE) as pilot:
        await stand_on(pilot, mail_with(browse(pilot).loaded, "delivery", 4))
        shown = browse(pilot).trace
        assert shown.show_vertical_scrollbar
        await press(pilot, "enter", "G")
        assert shown.trace
        assert squeezed(shown.trace.nodes[-1].text) in squeezed(text_of(pilot, "#trace"))


async def test_paging_through_wrapped_lines_leaves_none_out(long_lines: Answers) -> None:
    async with opened(NARROW, log=long_lines) as pilot:
        await press(pilot, "6", "g", "ctrl+w")
        lines = browse(pilot).lines
        seen: set[int] = set()
        for _ in range(80):
            seen |= {index for index in range(60) if f"end{index}'" in text_of(pilot, "#lines")}
            if lines.is_at_end:
                break
            await press(pilot, "space")
        assert seen == set(range(60))


async def test_a_click_in_wrapped_lines_stands_on_that_line(
    long_lines: Answers, copied: list[str]
) -> None:
    async with opened(NARROW, log=long_lines) as pilot:
        await press(pilot, "6", "g", "ctrl+w")
        await pilot.click("#lines", offset=(20, 5))
        await settle(pilot)
        assert browse(pilot).lines.cursor == 1
        await drag(pilot, "#lines", (20, 3), (30, 6))
        await press(pilot, "ctrl+c")
        line = browse(pilot).loaded.lines(2, 1)[0].text
        assert copied[0] in line


async def test_a_search_in_wrapped_lines_goes_to_its_hits(long_lines: Answers) -> None:
    async with opened(NARROW, log=long_lines) as pilot:
        await press(pilot, "6", "g", "ctrl+w", "slash")
        await typed(pilot, "end39")
        await until(pilot, "1 of 1 match")
        assert browse(pilot).lines.cursor == 39
        assert "end39'" in text_of(pilot, "#lines")


@given(
    some.lists(some.tuples(some.text("ab ü漢", max_size=40), some.just("text")), max_size=5),
    some.integers(8, 30),
)
def test_wrapping_loses_nothing_and_keeps_the_width(
    parts: list[tuple[str, str]], width: int
) -> None:
    rows = wrapped(parts, width, 3)
    text = "".join(piece for piece, _ in parts)
    for nth, (start, row) in enumerate(rows):
        said = "".join(piece for piece, _ in (row[1:] if nth else row))
        assert text[start : start + len(said)] == said
        assert sum(cell_len(piece) for piece, _ in row) <= width
    shown = [row[1:] if nth else row for nth, (_, row) in enumerate(rows)]
    assert "".join(piece for row in shown for piece, _ in row) == text
