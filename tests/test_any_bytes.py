"""Whatever the bytes are: loading never fails, and every line comes back as it was, in order."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from packing import PACKERS, stored
from reading import EXAMPLES

from esalog import Log
from esalog.demo import demo_log
from esalog.events import event_rows
from esalog.explain import explain, fields
from esalog.facts import EVENT_NAMES
from esalog.recognise import recogniser
from esalog.scan import scan
from esalog.source import Source
from esalog.text import read_lines, records_at
from esalog.unknown import unknown
from esalog.wanted import EVERYTHING

STAMP = b"Mon Mar  2 09:00:01 2020 Info: "
FRAGMENTS = some.sampled_from(
    [
        *(line.encode() for _, line in EXAMPLES[::7]),
        *(
            STAMP,
            b"<166>Mar  7 18:24:37 gw mail_logs: Info: ",
            b"Info: ",
            b"1772697729 gw x: Info: ",
        ),
        *(b"Mar  7 18:24:37 gw x: Mar  7 18:24:37 ", b"2026-03-05T08:02:09.5Z gw ", b"2026 "),
        *(
            b"\n",
            b"\r\n",
            b"\0",
            b"\0" * 70,
            b"\xef\xbb\xbf",
            b"\x0c",
            b"\xc2\x85",
            b"\xe2\x80\xa8",
        ),
        *(
            b" " * 130,
            b"\xff",
            b"ICID 99999999999999999999 close",
            b"MID 0 ",
            b"[0, 1,",
            b"\x1b[2J",
        ),
    ]
)
CONTENTS = some.lists(FRAGMENTS | some.binary(max_size=12), max_size=24).map(b"".join)


class Dripping(io.BytesIO):
    """A stream that gives one byte at a time."""

    def read1(self, size: int | None = -1, /) -> bytes:
        """The next byte."""
        return super().read1(1)


def loaded(source: Source, **how: Any) -> Log:
    """A load of this source, to its end."""
    log = Log(**how)
    for _ in log.load_source(source, live=False):
        pass
    return log


def lines_of(content: bytes) -> list[bytes]:
    """The lines of a content."""
    lines = content.split(b"\n")
    return lines if lines[-1] else lines[:-1]


def event_table(log: Log) -> list[tuple[Any, ...]]:
    """Every event of a load, in the order of lines, with the name of its gateway."""
    query = (
        "SELECT events.* REPLACE (name AS gateway)"
        " FROM events JOIN gateways ON number = gateway ORDER BY ALL"
    )
    return log.cursor().execute(query).fetchall()


@settings(max_examples=150, deadline=None)
@given(CONTENTS, some.booleans(), some.booleans())
def test_any_bytes_can_be_scanned_and_explained(content: bytes, pasted: bool, half: bool) -> None:
    if not content:
        return
    found = scan(content, recogniser(), pasted=pasted, goes_on=half)
    assert found.count == len(lines_of(content))
    assert not (found.joined & found.framed).any()
    assert ((found.start <= found.end) & (found.own_start <= found.end)).all()
    rows = event_rows(found, EVERYTHING.has_value(), EVERYTHING.keeps_all())
    assert int(rows.columns["event"].astype(int).max(initial=0)) < len(EVENT_NAMES)
    assert len(list(explain(content))) <= found.count


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.lists(CONTENTS, min_size=6, max_size=6))
def test_any_bytes_can_be_loaded_and_every_line_comes_back(contents: list[bytes]) -> None:
    content = b"".join(contents)
    with loaded(stored(content), block_size=64) as log:
        lines = lines_of(content)
        counts = log.counts
        assert counts.read == counts.recognised + counts.unknown + counts.unframed == len(lines)
        found = log.raw_lines(1, len(lines) + 1)
        if not log.sources[0].is_turned:
            assert found == lines
            assert b"".join(log.raw_content(1, len(lines))) == content
        assert sorted(found) == sorted(lines)
        assert sum(group.count for group in unknown(log)) == counts.unknown
        for line in read_lines(log, 1, 8):
            assert fields(log, line.number).number <= line.number
            records_at(log, line.number)


def all_forms() -> bytes:
    """A line of every form but the header, a second each; one is wrapped, one padded, one alone."""
    lines = [
        STAMP.replace(b"09:00:01", b"09:%02d:%02d" % divmod(at, 60)) + line.encode() + b"\n"
        for at, (form, line) in enumerate(EXAMPLES)
        if form.id != "A10b"
    ]
    lines[5:5] = [b"  and more\n", b"\n", b"ICID 5 close\r\n", b"\0\0" + lines[5]]
    return b"".join(lines)


CONTENT = all_forms() + b"".join(demo_log(seed=5, lines=300))


@pytest.fixture(scope="module")
def whole() -> Iterator[Log]:
    """The content, loaded at once."""
    with loaded(stored(CONTENT)) as log:
        yield log


def dripped() -> Source:
    """The content as a stream that gives single bytes."""
    return Source("a stream", "-", lambda: Dripping(CONTENT), is_stream=True)


def piped() -> Source:
    """The content as a stream."""
    return Source("a stream", "-", lambda: io.BytesIO(CONTENT), is_stream=True)


@pytest.mark.parametrize("block_size", [1, 997])
def test_blocks_of_any_size_give_the_same_events(whole: Log, block_size: int) -> None:
    with loaded(stored(CONTENT), block_size=block_size) as log:
        assert event_table(log) == event_table(whole)
        assert log.raw_lines(1, log.line_count) == lines_of(CONTENT)


@pytest.mark.parametrize("source", [dripped, piped], ids=["byte by byte", "piped"])
def test_streams_give_the_same_events(whole: Log, source: Any) -> None:
    with loaded(source()) as log:
        assert event_table(log) == event_table(whole)
        assert log.raw_lines(1, log.line_count) == lines_of(CONTENT)


def test_a_compressed_log_gives_the_same_events(whole: Log) -> None:
    with loaded(stored(PACKERS["gzip"](CONTENT))) as log:
        assert event_table(log) == event_table(whole)


def parts_of(content: bytes, cuts: Sequence[int]) -> list[bytes]:
    """The content cut at these places."""
    return [content[a:b] for a, b in zip([0, *cuts], [*cuts, len(content)], strict=True)]


STARTS = [CONTENT.index(b"\n", place) + 1 for place in range(12_000, 40_000, 3_000)]
INSIDE = (1, 3, 8, 21, 25, 26, 30, 34, 40, 57)
CUTS = {
    "between lines": STARTS,
    "inside lines": [start + step for start, step in zip(STARTS, INSIDE, strict=True)],
    "inside lines that stand together": [STARTS[0] + 33, CONTENT.index(b"\n", STARTS[0]) + 41],
}
"""Where a log is cut into files."""


@pytest.mark.parametrize("cuts", CUTS.values(), ids=CUTS)
def test_a_log_rotated_anywhere_gives_the_same_events(
    whole: Log, tmp_path: Path, cuts: list[int]
) -> None:
    """Lines behind a cut inside a line have a number that is higher by one."""
    paths = []
    for number, part in enumerate(parts_of(CONTENT, cuts)):
        paths.append(str(tmp_path / f"{number}.log"))
        Path(paths[-1]).write_bytes(part)
    halves = [place for place in cuts if CONTENT[place - 1 : place] != b"\n"]
    extra = [CONTENT.count(b"\n", 0, place) + 1 for place in halves]
    with Log() as log:
        for _ in log.load(paths, live=False):
            pass
        assert [
            (line - sum(line > more for more in _shifted(extra)), *rest)
            for line, *rest in event_table(log)
        ] == event_table(whole)
        assert b"".join(log.raw_content(1, log.line_count)) == CONTENT
        assert log.counts.recognised == whole.counts.recognised
        assert log.counts.unframed == whole.counts.unframed + len(halves)


def _shifted(extra: list[int]) -> list[int]:
    return [line + at for at, line in enumerate(extra)]


def test_a_wrapped_line_changes_nothing_of_a_last_line_without_its_end() -> None:
    wrapped = b"Mon Mar  3 09:06:00 2025 Info: MID 9 Subject 'One\n two'\n"
    last = b"Mon Mar  3 09:08:00 2025 Info: ICID 5 close"
    assert scan(wrapped + last, recogniser()).recognised.tolist() == [True, False, True]
    whole = scan(wrapped + wrapped + last, recogniser())
    assert whole.recognised.tolist() == [True, False, True, False, True]
