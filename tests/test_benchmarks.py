"""What the benchmark prints and draws can be read."""

import json
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from benchmarks.plot import growth
from benchmarks.records import made
from benchmarks.tables import Report, Table, shown

_SVG = "{http://www.w3.org/2000/svg}"


def _table() -> Table:
    table = Table("Load", ["", "seconds", "lines/s"])
    table.add("esalog", 1.234, "81,000")
    table.add("lnav", None, "–")
    table.notes.append("lnav was skipped.")
    return table


def test_numbers_show_the_digits_that_count() -> None:
    assert [shown(cell) for cell in (0.1234, 12.34, 1234.5, 7.0, None, "")] == [
        "0.12", "12.3", "1,234", "7", "–", "",
    ]  # fmt: skip


def test_the_cells_of_a_column_end_below_each_other() -> None:
    _, title, *lines, note = _table().plain().splitlines()
    assert (title, note) == ("Load", "  lnav was skipped.")
    assert len({len(line) for line in lines}) == 1


def test_a_report_is_written_as_markdown_and_as_json(tmp_path: Path) -> None:
    report = Report([_table()])
    report.write(tmp_path / "bench.md")
    report.write(tmp_path / "bench.json")
    assert "| esalog | 1.23 | 81,000 |" in (tmp_path / "bench.md").read_text("utf-8")
    assert json.loads((tmp_path / "bench.json").read_text("utf-8"))[0]["rows"][0][1] == 1.234


def test_the_names_of_lines_that_end_at_one_place_stand_apart() -> None:
    lines = {name: [(1e5, 0.1), (1e7, 10.0)] for name in ("one & two", "three", "four")}
    root = ElementTree.fromstring(growth("Growth", "seconds", lines))  # noqa: S314 our own picture
    heights = {text.text: float(text.attrib["y"]) for text in root.iter(f"{_SVG}text")}
    places = sorted(heights[name] for name in lines)
    assert all(after - before >= 15 for before, after in pairwise(places))


def test_made_up_messages_list_the_addresses_of_their_recipients() -> None:
    with made(100) as log, log.cursor() as cursor:
        listed = cursor.execute("SELECT mid, addresses FROM messages ORDER BY mid").fetchall()
        joined = cursor.execute(
            "SELECT mid, string_agg(address, chr(10) ORDER BY rid) FROM recipients"
            " JOIN attempts USING (mid, rid) GROUP BY mid ORDER BY mid"
        ).fetchall()
    assert len(listed) == 100
    assert joined == listed
