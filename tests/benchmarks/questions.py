"""How fast a log answers: sorting, filters and pages of many records, traces and text of lines."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.load import run_in_a_home
from benchmarks.logs import Logs
from benchmarks.records import Watch, made, percentile, some
from benchmarks.tables import Report, Table

import esalog
from esalog import Key, Log
from esalog.keys import Kind
from esalog.query.lineup import lineup
from esalog.trace import trace

_TIMES = 5

FILTERS: Sequence[tuple[Kind, str, str]] = (
    ("messages", "mid:500187", "50"),
    ("messages", "status:bounced", "50"),
    ("messages", "tls:failed", "50"),
    ("messages", "tls:out:failed since:2025-11-20", "50"),
    ("messages", "ip:2001:db8::1", "50"),
    ("injections", "tls:failed", "50"),
    ("deliveries", "tls:failed", "50"),
    ("messages", "from:lev", "150"),
    ("messages", "to:@luvu.example", "150"),
    ("messages", "subject:re", "150"),
    ("messages", "domain:luvu.example", "150"),
    ("messages", "host:mx1", "150"),
    ("deliveries", "domain:luvu.example", "150"),
)
"""Kind, filter, and how many milliseconds it may take."""

WORDS = ("quarterly", "TLS failed", "bounced", "no such words")
"""What is looked for in the text of all lines."""


def measure_records(messages: int, report: Report) -> None:
    """Tables of sorting, filters and pages on so many messages."""
    with made(messages) as log:
        report.add(_sorts(log, messages))
        table = _table(f"Filters and pages on {messages:,} messages")
        for kind, typed, below in FILTERS:
            _ask(table, f"{kind}, {typed}", below, [_selected(log, kind, typed)] * _TIMES)
        for sort in ("time", "subject"):
            selection = esalog.select(log, "messages", sort=sort)
            pages = [_page(selection, start) for start in some(20, selection.count - 50)]
            _ask(table, f"a page of 50, by {sort}", "30", pages)
        report.add(table)


def _sorts(log: Log, messages: int) -> Table:
    """Every column, when nobody has sorted by it before, and again."""
    headings = ["", "first p50", "worst", "processors", "again p50", "worst", "below"]
    table = Table(f"Sorting {messages:,} messages and their connections, milliseconds", headings)
    for kind, columns in esalog.SORTS.items():
        for sort, heading in columns:
            first, again = Watch(), Watch()
            for _ in range(_TIMES):
                _forget_orders(log, kind)
                with first:
                    esalog.select(log, kind, sort=sort)
                with again:
                    esalog.select(log, kind, sort=sort, descending=True)
            cells = [percentile(first.wall, 0.5), max(first.wall), percentile(first.cpu, 0.5)]
            table.add(
                f"{kind} by {heading.lower()}",
                *cells,
                percentile(again.wall, 0.5),
                max(again.wall),
                "200",
            )
    return table


def _forget_orders(log: Log, kind: Kind) -> None:
    """As if nobody had sorted records of this kind."""
    with log.cursor() as cursor:
        lineup(log, cursor, kind).orders.clear()


def measure_lines(logs: Logs, lines: int, report: Report) -> None:
    """Tables of single records, of text, and of the story of one message, on so many lines."""
    path = logs.log(lines)
    with Log() as log:
        for _ in log.load([str(path)], live=False):
            pass
        keys = {kind: _keys(log, kind) for kind in esalog.SORTS}
        report.add(_records(log, lines, keys))
        report.add(_texts(log, path, lines))
        report.add(_stories(log, path, lines, keys["messages"][0]))


def _records(log: Log, lines: int, keys: dict[Kind, Sequence[Key]]) -> Table:
    table = _table(f"One record of {lines:,} lines")
    for kind, some_keys in keys.items():
        _ask(table, f"trace, {kind}", "20", [_call(trace, log, key) for key in some_keys])
        found = [_call(esalog.transaction_lines, log, key) for key in some_keys]
        _ask(table, f"its lines, {kind}", "20", found)
        jumps = [_call(esalog.neighbours, log, key, "message") for key in some_keys]
        _ask(table, f"jump to messages, {kind}", "20", jumps)
    places = some(40, lines - 50)
    _ask(table, "50 lines", "30", [_call(esalog.read_lines, log, at + 1, 50) for at in places])
    _ask(table, "records of a line", "20", [_call(esalog.records_at, log, at) for at in places])
    return table


def _texts(log: Log, path: Path, lines: int) -> Table:
    table = Table(
        f"Text in {lines:,} lines, seconds",
        ["", "hits", "esalog", "processors", "rg", "grep"],
    )
    for words in WORDS:
        watch = Watch()
        with watch:
            hits = sum(len(found) for found in esalog.lines_matching(log, words))
        peers = [_timed_peer(name, words, path) for name in ("rg", "grep")]
        table.add(f"'{words}'", float(hits), watch.wall[0] / 1000, watch.cpu[0] / 1000, *peers)
    for name in ("rg", "grep"):
        if not shutil.which(name):
            table.notes.append(f"{name} was skipped: it is not installed.")
    table.notes.append("esalog looks for all words of a line, in any case if they are small.")
    return table


def _timed_peer(name: str, words: str, path: Path) -> float | None:
    if not shutil.which(name):
        return None
    folded = ["-i"] if words == words.lower() else []
    began = perf_counter()
    command = [name, "-c", *folded, "-F", words, str(path)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    return perf_counter() - began


def _stories(log: Log, path: Path, lines: int, key: Key) -> Table:
    """What became of one message: by esalog, and by as many greps as it takes."""
    table = Table(f"The story of one message in {lines:,} lines, seconds", ["", "seconds"])
    watch = Watch()
    with watch:
        story = trace(log, key)
    table.add("esalog, trace in a loaded log", watch.wall[0] / 1000)
    command = [sys.executable, "-m", "esalog_tui", "trace", f"mid:{key.id}", str(path)]
    table.add("esalog trace, loads the log first", run_in_a_home(command).seconds)
    named = [node.key for node in story.nodes if node.key]
    ids = {f"MID {key.id}"}
    ids |= {f"ICID {one.id}" for one in named if one.kind == "injection"}
    ids |= {f"DCID {one.id}" for one in named if one.kind == "delivery"}
    began = perf_counter()
    for one in sorted(ids):
        grep = ("grep", "-w", one, str(path))
        subprocess.run(grep, stdout=subprocess.DEVNULL, check=False)
    table.add(f"{len(ids)} greps: {', '.join(sorted(ids))}", perf_counter() - began)
    return table


def _table(title: str) -> Table:
    headings = ["", "times", "p50", "p95", "worst", "processors", "below"]
    return Table(f"{title}, milliseconds", headings)


def _ask(table: Table, name: str, below: str, questions: Sequence[Callable[[], object]]) -> None:
    watch = Watch()
    for question in questions:
        with watch:
            question()
    spread = [percentile(watch.wall, share) for share in (0.5, 0.95, 1.0)]
    table.add(name, float(len(questions)), *spread, percentile(watch.cpu, 0.5), below)


def _call(function: Callable[..., object], *values: object) -> Callable[[], object]:
    return lambda: function(*values)


def _selected(log: Log, kind: Kind, typed: str) -> Callable[[], object]:
    return lambda: esalog.select(log, kind, typed)


def _page(selection: esalog.Selection, start: int) -> Callable[[], object]:
    return lambda: selection.page(start, 50)


def _keys(log: Log, kind: Kind) -> Sequence[Key]:
    selection = esalog.select(log, kind)
    return [selection.key(position) for position in some(40, selection.count)]
