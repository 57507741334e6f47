"""Every clause of the contract between a log and its reader, told by whole small logs."""

from pathlib import Path

import pytest
from feeds import FEEDS, Feed, rotated
from stories import (
    LOGS,
    Record,
    Story,
    Twin,
    as_listed,
    identities,
    key,
    loaded,
    records,
    stories,
)

STORIES = stories()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each story to its test; the ways to feed it take turns, unless all are asked for."""
    if "feed" in metafunc.fixturenames:
        every = metafunc.config.getoption("--every-feed")
        pairs = [
            pytest.param(story, feed, id=f"{feed.name}-{story.name}")
            for number, story in enumerate(STORIES)
            for feed in (FEEDS if every else FEEDS[number % len(FEEDS) :][:1])
            if feed.fits(story)
        ]
        metafunc.parametrize(("story", "feed"), pairs)
    elif "story" in metafunc.fixturenames:
        metafunc.parametrize("story", STORIES, ids=lambda story: story.name)


def test_every_log_has_a_twin_and_every_twin_its_log() -> None:
    assert {path.stem for path in LOGS.glob("*.jsonl")} == {story.name for story in STORIES}


def test_the_contract_is_told_by_many_logs_and_whole_records_by_many_of_them() -> None:
    assert len(STORIES) >= 70
    assert sum(story.twin().is_full for story in STORIES) >= 15
    assert sum(bool(rotated(story)) for story in STORIES) >= 50


def test_a_log_gives_the_records_beside_it(story: Story, tmp_path: Path, update: bool) -> None:
    with loaded(story, tmp_path) as log:
        found, counts = records(log), log.counts
        assert counts.read == log.line_count == counts.recognised + counts.unknown + counts.unframed
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
    if not story.is_folder:
        assert counts.read == story.contents["1.log"].removesuffix(b"\n").count(b"\n") + 1
    told = twin.head.get("counts", {})
    assert {name: getattr(counts, name) for name in told} == told


def test_the_way_a_log_comes_changes_no_record(story: Story, feed: Feed, tmp_path: Path) -> None:
    found = []
    for number, files in enumerate((story.contents, feed.files(story))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with loaded(story, folder, files, feed.block_size if number else None) as log:
            found.append(records(log))
    assert found[1] == found[0]


def _sorted(lists: dict[str, list[list[str | int]]]) -> dict[str, list[list[str | int]]]:
    return {kind: sorted(rows) for kind, rows in lists.items()}


def _write(story: Story, found: list[Record]) -> None:
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
