"""Every clause of the contract between a log and its reader, told by whole small logs."""

import gzip
import re
from itertools import pairwise
from pathlib import Path

import pytest
from stories import LOGS, Story, Twin, as_listed, identities, key, loaded, records, stories

STORIES = stories()
EACH_STORY = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
STAMP = re.compile(rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} [A-Z][a-z]+: ")
A_LINE, ODD = 1, 331
"""Bytes of a block: no block is smaller than one line."""


def _rotated(content: bytes) -> list[bytes]:
    """The log in files of three framed lines, if its stamps rise and it knows of one gateway."""
    lines = re.findall(rb"[^\n]*\n|[^\n]+$", content)
    starts = [number for number, line in enumerate(lines) if STAMP.match(line)]
    stamps = [lines[number][:24] for number in starts]
    rises = all(one < following for one, following in pairwise(stamps))
    if not starts or not rises or content.count(b" SN: ") > 1:
        return [content]
    return [b"".join(lines[a:b]) for a, b in pairwise([0, *starts[3::3], len(lines)])]


ROTATING = [s for s in STORIES if not s.is_folder and len(_rotated(s.contents["1.log"])) > 1]


def test_every_log_has_a_twin_and_every_twin_its_log() -> None:
    twins = {path.stem for path in LOGS.glob("*.jsonl")}
    assert twins == {story.name for story in STORIES}


def test_the_contract_is_told_by_many_logs_and_whole_records_by_many_of_them() -> None:
    assert len(STORIES) >= 70
    assert sum(story.twin().is_full for story in STORIES) >= 15
    assert len(ROTATING) >= 50


@EACH_STORY
def test_a_log_gives_the_records_beside_it(story: Story, tmp_path: Path, update: bool) -> None:
    with loaded(story, tmp_path) as log:
        found, counts = records(log), log.counts
    if update:
        _write(story, found)
    twin = story.twin()
    listed = {key(row): row for row in twin.rows}
    assert _sorted(identities(found)) == _sorted(twin.head["records"])
    assert {
        key(row): row if twin.is_full else as_listed(row, listed[key(row)])
        for row in found
        if twin.is_full or key(row) in listed
    } == listed
    for kind in twin.head["records"]:
        lines = [row["first_line"] for row in found if row["kind"] == kind]
        assert lines == sorted(lines)
    if told := twin.head.get("counts"):
        assert {name: getattr(counts, name) for name in told} == told


@EACH_STORY
def test_every_line_is_counted_once(story: Story, tmp_path: Path) -> None:
    with loaded(story, tmp_path) as log:
        counts = log.counts
        assert counts.read == counts.recognised + counts.unknown + counts.unframed
        assert counts.read == log.line_count
        if not story.is_folder:
            content = story.contents["1.log"]
            assert counts.read == len(content.removesuffix(b"\n").split(b"\n"))


@EACH_STORY
def test_records_do_not_depend_on_how_the_bytes_come(story: Story, tmp_path: Path) -> None:
    whole = _in(story, tmp_path / "whole")
    assert _in(story, tmp_path / "lines", block_size=A_LINE) == whole
    assert _in(story, tmp_path / "odd", block_size=ODD) == whole
    compressed = {f"{name}.gz": gzip.compress(text) for name, text in story.contents.items()}
    assert _in(story, tmp_path / "compressed", compressed) == whole


@pytest.mark.parametrize("story", ROTATING, ids=lambda story: story.name)
def test_a_rotated_log_gives_the_same_records_as_the_whole(story: Story, tmp_path: Path) -> None:
    parts = _rotated(story.contents["1.log"])
    files = {f"{number}.log": part for number, part in enumerate(parts)}
    whole = _in(story, tmp_path / "whole")
    assert _in(story, tmp_path / "parts", files) == whole
    backwards = dict(reversed(files.items()))
    assert _in(story, tmp_path / "backwards", backwards) == whole


def _sorted(lists: dict[str, list[list[str | int]]]) -> dict[str, list[list[str | int]]]:
    return {kind: sorted(rows) for kind, rows in lists.items()}


def _in(
    story: Story,
    folder: Path,
    contents: dict[str, bytes] | None = None,
    block_size: int | None = None,
) -> list[dict[str, object]]:
    folder.mkdir()
    with loaded(story, folder, contents, block_size) as log:
        return records(log)


def _write(story: Story, found: list[dict[str, object]]) -> None:
    """Write the twin anew: what it listed before, with the values of now."""
    head = {"records": identities(found)}
    if not story.twin_path.exists():
        story.twin_path.write_text(Twin(head | {"all_fields": True}, found).text())
        return
    was = story.twin()
    listed = {key(row): row for row in was.rows}
    rows = [
        row if was.is_full else as_listed(row, listed[key(row)])
        for row in found
        if was.is_full or key(row) in listed
    ]
    story.twin_path.write_text(Twin({**was.head, **head}, rows).text())
