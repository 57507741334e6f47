"""What is on the screen can be taken away, and is explained."""

from pathlib import Path

import pytest
from opened import MIDDLE, NARROW, WIDE, browse, opened, stand_on, text_of
from settle import press, typed, until
from textual.widgets import Input

from esalog_tui import clipboard, mouse
from esalog_tui.screens.explaining import FieldRows
from esalog_tui.widgets.overview import OverviewStrip

Copied = list[str]


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> Copied:
    """What a clipboard would hold; no tool of this machine is called."""
    texts: Copied = []

    def take(text: str) -> str:
        texts.append(text)
        return "a clipboard"

    monkeypatch.setattr(clipboard, "copy", take)
    return texts


async def test_c_copies_the_row(copied: Copied) -> None:
    async with opened() as pilot:
        await press(pilot, "j", "c")
        row = browse(pilot).row
        assert row is not None
        assert copied[0].split("\t")[1:4] == [str(row["mid"]), row["sender"], row["to"]]


async def test_c_copies_the_whole_trace(copied: Copied) -> None:
    async with opened() as pilot:
        await press(pilot, "enter", "c")
        trace = browse(pilot).trace
        assert copied[0].splitlines() == trace.plain()
        assert "MID" in copied[0]
        assert "DCID" in copied[0]


async def test_c_in_the_lines_copies_the_transaction_as_logged(copied: Copied) -> None:
    async with opened(WIDE) as pilot:
        screen = browse(pilot)
        await press(pilot, "tab", "tab", "c")
        numbers = screen.lines.tied
        rows = [line.text for line in screen.loaded.lines_at(numbers)]
        assert copied == ["\n".join(rows)]


async def test_y_in_the_lines_copies_the_one_under_the_cursor(copied: Copied) -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "6", "j", "y")
        [line] = screen.loaded.lines(2, 1)
        assert copied == [line.text]


async def test_a_ticket_holds_trace_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "ticket.md"
    async with opened() as pilot:
        await press(pilot, "X")
        pilot.app.screen.query_one(Input).value = str(path)
        await press(pilot, "enter")
        screen = browse(pilot)
        written = path.read_text(encoding="utf-8")
        assert written.startswith(f"# {screen.trace.trace.title if screen.trace.trace else ''}")
        assert screen.trace.trace is not None
        for node in screen.trace.trace.nodes:
            assert node.text in written


async def test_p_shows_all_fields_of_a_record_and_of_a_line() -> None:
    async with opened() as pilot:
        await press(pilot, "p")
        assert "tls_received" in text_of(pilot)
        await press(pilot, "escape", "6", "p")
        assert "file" in text_of(pilot)
        assert "form" in text_of(pilot)


@pytest.mark.parametrize("size", [NARROW, MIDDLE], ids=["narrow", "middle"])
async def test_no_field_is_cut(size: tuple[int, int]) -> None:
    async with opened(size) as pilot:
        screen = browse(pilot)
        long = next(
            row for row in screen.loaded.select("injections").page(0, 200)
            if len(row["tls_reason"] or "") > 60
        )  # fmt: skip
        await press(pilot, "2")
        await stand_on(pilot, long["key"])
        await press(pilot, "p")
        rows = pilot.app.screen.query_one(FieldRows)
        assert rows.size.height == min(rows.needed, size[1] - 6)
        seen = ""
        for _ in range(rows.count):
            seen += text_of(pilot, "FieldRows")
            await pilot.press("j")
        assert "".join(long["tls_reason"].split()) in "".join(seen.split())
        assert rows.rows_in_sight.stop == rows.count


async def test_i_leads_to_the_time_line_and_enter_filters_by_its_slice() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        strip = screen.query_one(OverviewStrip)
        await press(pilot, "i", "l", "right", "h")
        assert strip.cell == 1
        assert "message" in text_of(pilot, "OverviewStrip")
        await press(pilot, "enter")
        assert screen.sieve.text.startswith("since:2")
        assert "until:2" in screen.sieve.text
        assert screen.focused is screen.main
        await press(pilot, "i", "escape")
        assert screen.focused is screen.main
        assert not strip.can_focus


@pytest.mark.parametrize("size", [NARROW, MIDDLE, WIDE], ids=["narrow", "middle", "wide"])
async def test_the_time_line_is_looked_at_closer_and_from_afar(size: tuple[int, int]) -> None:
    async with opened(size) as pilot:
        screen = browse(pilot)
        strip = screen.query_one(OverviewStrip)
        whole = strip.overview
        assert whole is not None
        await press(pilot, "i", "l", "l", "l")
        await press(pilot, "z")
        closer = strip.seen
        assert closer is not None
        assert closer.seconds_per_cell < whole.seconds_per_cell
        counted = screen.loaded.select(
            "messages", f"since:{closer.first:%Y-%m-%dT%H:%M:%S} until:{closer.last:%Y-%m-%dT%H:%M}"
        )
        assert abs(sum(closer.mail) - counted.count) <= closer.mail[-1] + 1
        said = text_of(pilot, "OverviewStrip")
        assert "1 h per cell" in said or " 1 h " in said or " 30 m per cell" in said
        await press(pilot, *"zzzzzzzz")
        assert strip.seen is not None
        assert strip.seen.seconds_per_cell <= 2
        since = strip.seen.first
        assert since is not None
        await press(pilot, *"ZZZZZZZZZZ")
        assert strip.zoomed is None
        await press(pilot, "z", "enter")
        assert screen.sieve.text.startswith("since:2")
        assert strip.zoomed is None


async def test_where_the_cursor_is_in_which_file_and_when() -> None:
    async with opened(toasts=True) as pilot:
        await press(pilot, "j", "equals_sign")
        row = browse(pilot).row
        assert row is not None
        await until(pilot, "2 of ")
        await until(pilot, f"made-up log line {row['first_line']:,} · ")
        await until(pilot, " %")
        await press(pilot, "6", "g", "equals_sign")
        await until(pilot, "made-up log line 1 ")


async def test_f2_lends_the_mouse_to_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    monkeypatch.setattr(mouse, "switch", told.append)
    async with opened(toasts=True) as pilot:
        await press(pilot, "f2")
        await until(pilot, "the terminal's")
        pilot.app.app_resume_signal.publish(pilot.app)
        await press(pilot, "f2")
        assert told == [False, False, True]


async def test_ctrl_c_tells_how_to_quit_where_nothing_is_selected() -> None:
    async with opened(toasts=True) as pilot:
        await press(pilot, "ctrl+c")
        await until(pilot, "Ctrl-Q quits")
        assert pilot.app.is_running


async def test_w_finds_the_next_warning_and_W_the_one_before() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        warnings = screen.lists["messages"].selection.warnings()
        await press(pilot, "w", "w", "W")
        assert screen.main.cursor == warnings[0]


async def test_marks_are_set_listed_and_gone_to() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        keys = [row["key"] for row in screen.loaded.select("messages").page(0, 5)]
        await press(pilot, "m", "j", "m")
        assert set(screen.marks) == {keys[0], keys[2]}
        await press(pilot, "u")
        assert screen.main.cursor == 0
        await press(pilot, "u")
        assert screen.main.cursor == 2
        await press(pilot, "U")
        assert screen.main.cursor == 0
        await press(pilot, "2", "apostrophe")
        assert f"MID {keys[2].id}" in text_of(pilot)
        await press(pilot, "2")
        assert screen.view == "messages"
        assert screen.main.cursor == 2
        await press(pilot, "m")
        assert set(screen.marks) == {keys[0]}


async def test_marked_rows_are_copied_together(copied: Copied) -> None:
    async with opened() as pilot:
        await press(pilot, "m", "m", "c")
        assert len(copied[0].splitlines()) == 2


async def test_a_note_is_written_listed_copied_and_goes_with_its_mark(copied: Copied) -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        first = screen.row["key"] if screen.row else None
        await press(pilot, "r")
        await typed(pilot, "ask the partner")
        await press(pilot, "enter")
        assert screen.marks == {first: "ask the partner"}
        await press(pilot, "apostrophe")
        assert "ask the partner" in text_of(pilot)
        await press(pilot, "escape", "c")
        assert copied[0].endswith("\task the partner")
        await press(pilot, "r", "escape")
        assert screen.marks == {first: "ask the partner"}
        await press(pilot, "m")
        assert screen.marks == {}


async def test_marked_lines_are_copied_together_with_their_notes(copied: Copied) -> None:
    async with opened(WIDE) as pilot:
        await press(pilot, "6", "g", "m", "r")
        await typed(pilot, "here")
        await press(pilot, "enter", "c")
        first, second = (line.text for line in browse(pilot).loaded.lines(1, 2))
        assert copied == [f"{first}\n{second}\there"]


async def test_lines_can_be_marked() -> None:
    async with opened() as pilot:
        await press(pilot, "6", "g", "j", "m", "1", "apostrophe", "1")
        screen = browse(pilot)
        assert screen.view == "lines"
        assert screen.lines.number(screen.lines.cursor) == 2


async def test_columns_are_hidden_and_shown() -> None:
    async with opened() as pilot:
        await press(pilot, "comma", "3", "escape")
        assert "FROM" not in text_of(pilot, "#messages")
        await press(pilot, "comma", "3", "escape")
        assert "FROM" in text_of(pilot, "#messages")
