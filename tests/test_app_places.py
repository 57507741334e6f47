"""Where the cursor stands is kept, and what is done there is done to what is seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from opened import NARROW, browse, loaded, opened, source_of, text_of
from settle import press, settle, typed, until
from textual.widgets import Input

from esalog import Log, Progress
from esalog.demo import demo_log
from esalog_tui import clipboard
from esalog_tui.answers import Answers
from esalog_tui.app import EsalogApp
from esalog_tui.look import UNICODE
from esalog_tui.opening import load_demo
from esalog_tui.screens.find import Find
from esalog_tui.widgets.overview import OverviewStrip


async def test_a_filter_keeps_the_place_in_time() -> None:
    log = loaded()
    async with opened() as pilot:
        screen = browse(pilot)
        rows = log.select("messages").page(0, 700)
        here = next(at for at, row in enumerate(rows) if at > 100 and row["direction"] == "in")
        screen.main.cursor = here
        await settle(pilot)
        await press(pilot, "ampersand")
        await typed(pilot, "dir:out")
        await press(pilot, "enter")
        near: Any = screen.row
        outs = [at for at, row in enumerate(rows) if row["direction"] == "out"]
        nearest = min(outs, key=lambda at: abs(at - here))
        assert abs(rows.index(near) - here) == abs(nearest - here)


async def test_what_is_typed_in_the_trace_is_a_filter() -> None:
    async with opened() as pilot:
        await press(pilot, "tab", "ampersand")
        assert browse(pilot).is_filtering
        await press(pilot, "escape", "tab", "f")
        assert isinstance(pilot.app.screen, Find)


async def test_a_mark_that_the_filter_hides_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def keep(text: str) -> str:
        copied.append(text)
        return "here"

    monkeypatch.setattr(clipboard, "copy", keep)
    async with opened() as pilot:
        screen = browse(pilot)
        await press(pilot, "m")
        marked: Any = screen.row
        other = loaded().select("messages").page(9, 1)[0]["mid"]
        await press(pilot, "ampersand")
        await typed(pilot, f"mid:{other}")
        await press(pilot, "enter", "c")
        assert str(other) in copied[0]
        assert str(marked["mid"]) not in copied[0]


async def test_the_help_of_the_time_line_tells_its_keys() -> None:
    async with opened(size=(160, 50)) as pilot:
        await press(pilot, "i", "question_mark")
        for words in ("filter by this time", "zoom in, out", "leave the time line"):
            assert words in text_of(pilot)


async def test_a_file_that_is_empty_yet_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    write(path, b"")
    with Log() as log:
        app = EsalogApp(
            Answers(log), lambda a: a.load([str(path)]), load_demo, UNICODE, follows=True
        )
        async with app.run_test(size=(120, 36)) as pilot:
            await until(pilot, "is empty")
            write(path, b"".join(demo_log(lines=300)))
            await until(pilot, "300 lines")
            await until(pilot, "TIME")
            await pilot.press("F")


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


SERIAL = b"4229A0C81D5E7F3300B2-D41F9E07A6C3"


@contextmanager
def two_gateways() -> Iterator[Log]:
    """Two gateways that give the same ids to the same mail."""
    content = b"".join(demo_log(lines=1200))
    with Log() as log:
        for name in (SERIAL, b"5339" + SERIAL[4:]):
            for _ in log.load_source(source_of(content.replace(SERIAL, name))):
                pass
        yield log


async def test_where_two_gateways_count_alike_each_row_says_whose_it_is() -> None:
    with two_gateways() as log:
        async with opened((160, 50), log=Answers(log)) as pilot:
            rows = text_of(pilot, "#messages")
            assert "GATEWAY" in rows
            assert "4229A0C8" in rows
            assert "5339A0C8" in rows
        async with opened(NARROW, log=Answers(log)) as pilot:
            assert "4229A0C81D5E7F3300B2" in text_of(pilot, "#peek")
    async with opened((160, 50)) as pilot:
        assert "GATEWAY" not in text_of(pilot, "#messages")


async def test_where_two_gateways_count_alike_each_hit_says_whose_it_is() -> None:
    with two_gateways() as log:
        async with opened((160, 50), log=Answers(log)) as pilot:
            row = browse(pilot).row
            assert row
            await press(pilot, "f")
            await typed(pilot, str(row["mid"]))
            assert f"{row['mid']}  4229A0C8" in text_of(pilot, "Hits")
            assert f"{row['mid']}  5339A0C8" in text_of(pilot, "Hits")
    async with opened((160, 50)) as pilot:
        await press(pilot, "f")
        await typed(pilot, str(row["mid"]))
        assert "A0C8" not in text_of(pilot, "Hits")


async def test_a_choice_that_is_wider_than_the_screen_keeps_its_frame() -> None:
    async with opened(NARROW) as pilot:
        await press(pilot, "m", "r")
        pilot.app.screen.query_one(Input).value = "a long note " * 12
        await press(pilot, "enter", "apostrophe")
        box = pilot.app.screen.query_one("Box")
        assert box.region.right <= NARROW[0]
        assert "Enter go" in str(box.border_subtitle)


async def test_sources_tell_how_much_of_a_file_is_read() -> None:
    async with opened((160, 50)) as pilot:
        await press(pilot, "7")
        assert "READ" in text_of(pilot, "#sources")
        assert " 100 % " in text_of(pilot, "#sources")


async def test_what_is_stopping_stays_so_until_the_load_is_over() -> None:
    async with opened() as pilot:
        strip = browse(pilot).query_one(OverviewStrip)
        late = Progress(50, 100, 4000, 2.0, refreshed=False)
        strip.show_progress(late)
        assert "50 B of 100 B" in text_of(pilot, "OverviewStrip")
        assert "2 s left" in text_of(pilot, "OverviewStrip")
        strip.show_stopping()
        strip.show_progress(late)
        assert "Stopped." in text_of(pilot, "OverviewStrip")
        strip.show_progress(None, 0.5)
        said = text_of(pilot, "OverviewStrip")
        assert "50 % loaded: counts are partial." in said
        assert "in " in said
        assert "out " in said
