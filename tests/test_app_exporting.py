"""Views and traces go into files: whole, in their order, and never over another file unasked."""

import csv
import json
import stat
from pathlib import Path
from typing import Any

import duckdb
import pytest
from opened import MIDDLE, NARROW, WIDE, browse, loaded, opened, source_of, text_of
from settle import press, settle
from textual.widgets import Input, Static

from esalog import Log, Stopped
from esalog_tui import clipboard
from esalog_tui.answers import Answers
from esalog_tui.app import EsalogApp
from esalog_tui.exports import Export
from esalog_tui.look import UNICODE
from esalog_tui.opening import load_demo


async def write(pilot: Any, path: Path, key: str = "x") -> None:
    """Export to a path."""
    await press(pilot, key)
    pilot.app.screen.query_one(Input).value = str(path)
    await press(pilot, "enter")


def told(pilot: Any) -> str:
    """What was said in the corner of the screen."""
    toasts = pilot.app.screen.query("Toast").results(Static)
    return "\n".join(str(toast.render()) for toast in toasts)


def files(folder: Path) -> list[str]:
    """The names of all files in a folder."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("size", [NARROW, MIDDLE, WIDE], ids=["narrow", "middle", "wide"])
async def test_a_view_is_written_as_filtered_and_sorted(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "messages.jsonl"
    async with opened(size, toasts=True) as pilot:
        await press(pilot, "exclamation_mark", "s", "2")
        selection = browse(pilot).lists["messages"].selection
        await write(pilot, path)
        assert f"{selection.count:,} messages written to" in told(pilot)
        written = [json.loads(line)["mid"] for line in path.read_text().splitlines()]
        assert written == [selection.key(at).id for at in range(selection.count)]
        assert 0 < len(written) < selection.total
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert files(tmp_path) == [path.name]


async def test_every_view_is_written_in_every_form(tmp_path: Path) -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        for digit in "1234567":
            await press(pilot, digit)
            for suffix in (".jsonl", ".csv", ".parquet"):
                path = tmp_path / f"{screen.view}{suffix}"
                await write(pilot, path)
                assert path.exists(), text_of(pilot)
            assert_same(tmp_path / screen.view)


def assert_same(path: Path) -> None:
    """The same rows and fields are in every form of a file."""
    rows = [json.loads(line) for line in path.with_suffix(".jsonl").read_text().splitlines()]
    with path.with_suffix(".csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    with duckdb.connect() as database:
        packed = database.read_parquet(str(path.with_suffix(".parquet")))
        assert len(table) == len(rows) == len(packed.fetchall()) > 0
        assert list(table[0]) == list(rows[0]) == packed.columns


async def test_lines_are_written_as_they_were_logged(tmp_path: Path) -> None:
    path = tmp_path / "lines.log"
    async with opened() as pilot:
        await press(pilot, "6")
        await write(pilot, path)
        log = browse(pilot).loaded.log
        assert path.read_bytes() == b"".join(b"%s\n" % line for line in log.raw_lines(1, 20_000))


def test_lines_are_written_byte_for_byte_and_gaps_stay_gaps(tmp_path: Path) -> None:
    content = b"Mon Mar  3 09:13:53 2025 Info: MID 1 Subject '\xff\x1b'\r\n" * 3 + b"a\n\nb\n"
    with Log() as log:
        for _ in log.load_source(source_of(content)):
            pass
        Export(log, tmp_path / "all.log").lines(range(1, 7))
        Export(log, tmp_path / "some.txt").lines([1, 4, 6])
        Export(log, tmp_path / "none.log").lines([])
    assert (tmp_path / "all.log").read_bytes() == content
    assert (tmp_path / "some.txt").read_bytes() == content[:51] + b"a\nb\n"
    assert (tmp_path / "none.log").read_bytes() == b""


async def test_a_file_that_is_there_is_written_over_only_at_the_second_enter(
    tmp_path: Path,
) -> None:
    path = tmp_path / "messages.csv"
    path.write_text("mine")
    async with opened() as pilot:
        await write(pilot, path)
        assert "there already" in text_of(pilot)
        assert path.read_text() == "mine"
        await press(pilot, "escape")
        await write(pilot, path)
        await press(pilot, "enter")
        assert path.read_text().startswith("gateway,mid")


async def test_a_name_without_a_form_is_refused_and_the_forms_are_told(tmp_path: Path) -> None:
    async with opened() as pilot:
        await write(pilot, tmp_path / "messages.xls")
        await press(pilot, "enter")
        assert ".parquet" in text_of(pilot)
        assert files(tmp_path) == []


async def test_a_file_that_cannot_be_written_is_told_with_the_reason(tmp_path: Path) -> None:
    async with opened(toasts=True) as pilot:
        await write(pilot, tmp_path / "no" / "such.csv")
        await settle(pilot)
        assert "cannot be written: No such file" in told(pilot)
        await write(pilot, tmp_path / "no" / "such.md", "X")
        assert "cannot be written: No such file" in told(pilot)


async def test_notes_go_along(tmp_path: Path) -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        assert screen.row is not None
        screen.marks[screen.row["key"]] = "ask them"
        await write(pilot, tmp_path / "messages.csv")
        await write(pilot, tmp_path / "ticket.md", "X")
    with (tmp_path / "messages.csv").open(newline="") as file:
        assert [row["note"] for row in csv.DictReader(file)][:2] == ["ask them", ""]
    assert "Note: `ask them`" in (tmp_path / "ticket.md").read_text()


async def test_R_leaves_people_out_of_files_and_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    def take(text: str) -> str:
        copied.append(text)
        return "a clipboard"

    monkeypatch.setattr(clipboard, "copy", take)
    async with opened(WIDE) as pilot:
        screen = browse(pilot)
        row = next(row for row in screen.loaded.select("messages").page(0, 50) if row["subject"])
        screen.main.cursor = row["key"].id - screen.loaded.select("messages").key(0).id
        await settle(pilot)
        assert screen.row is not None
        names = [screen.row["sender"].split("@")[0], screen.row["subject"]]
        await press(pilot, "R", "c", "tab", "c", "tab", "c")
        assert "without people" in text_of(pilot, "FileRow")
        await write(pilot, tmp_path / "ticket.md", "X")
        told = [*copied, (tmp_path / "ticket.md").read_text()]
        assert len(told) == 4
        for text in told:
            assert "user-" in text
            assert not any(name in text for name in names)
        await press(pilot, "R", "1", "c")
        assert names[1] in copied[-1]


def test_a_stopped_export_leaves_no_file(tmp_path: Path) -> None:
    going = Export(loaded().log, tmp_path / "messages.csv")
    going.stop.set()
    with pytest.raises(Stopped):
        going.records(loaded().select("messages"))
    assert files(tmp_path) == []


async def test_there_is_nothing_to_export_where_nothing_is_loaded() -> None:
    with Log() as log:
        app = EsalogApp(Answers(log), None, load_demo, UNICODE)
        async with app.run_test(size=NARROW) as pilot:
            await settle(pilot)
            await press(pilot, "x", "X", "r", "R", "m")
            assert app.screen is browse(pilot)
