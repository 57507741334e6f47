"""Time from a key to the painted screen, in a real terminal, on a loaded log and during a load."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from benchmarks.load import environment
from benchmarks.logs import Logs
from benchmarks.tables import Report, Table
from benchmarks.terminal import Terminal

ESC = "\x1b"
"""Leaves a popup. It is not timed: 100 ms pass until it is known that no sequence follows."""

KEYS: Sequence[tuple[str, Sequence[str], int, str]] = (
    ("move down", ["j"], 60, "30"),
    ("move up", ["k"], 30, "30"),
    ("page down", [" "], 30, "30"),
    ("page up", ["b"], 15, "30"),
    ("to the end, to the top", ["G", "g"], 10, "30"),
    ("next failure", ["e"], 15, "30"),
    ("sort by MID, by sender, by subject, by time", ["s2", "s3", "s8", "s1"], 3, "200"),
    ("failures only, on and off", ["!", "!"], 8, "100"),
    ("a filter, and off", ["&from:example\r", "&\r", "&subject:invoice\r", "&\r"], 3, "100"),
    ("find, letter by letter", ["f", *"acco", ESC], 4, "100"),
    ("find with a typo", ["f", *"quartely", ESC], 2, "150"),
    ("other views", ["2", "3", "6", "1"], 4, ""),
)
"""Name, keys that are pressed and timed one by one, how often, what p95 is to stay below."""

STALL = 100
"""Milliseconds that the interface may be deaf at most."""

MOVES = cycle("jjjk jkbk")
"""What is pressed on and on while a log loads: it hardly goes down, as at the end of the first
rows a key has nowhere to go until the next ones come."""


def measure(logs: Logs, lines: int, report: Report) -> None:
    """A table of keys on a loaded log of so many lines, and one while it loads."""
    log = logs.log(lines)
    with (
        tempfile.TemporaryDirectory() as name,
        Terminal([str(log)], environment(Path(name))) as one,
    ):
        one.loaded()
        report.add(_loaded(one, lines))
    with (
        tempfile.TemporaryDirectory() as name,
        Terminal([str(log)], environment(Path(name))) as one,
    ):
        one.first_rows()
        report.add(_loading(one, lines))


def _loaded(terminal: Terminal, lines: int) -> Table:
    table = _table(f"Keys on {lines:,} loaded lines")
    for name, keys, times, below in KEYS:
        _add(table, name, _timed(terminal, [*keys] * times), below)
    return table


def _timed(terminal: Terminal, keys: Sequence[str]) -> list[tuple[float, float]]:
    """What each key took to its first and to its last paint, but for those that paint nothing."""
    times = [(key, terminal.press(key)) for key in keys]
    return [painted for key, painted in times if painted and key != ESC]


def _loading(terminal: Terminal, lines: int) -> Table:
    """Move all the time; now and then sort, filter and find."""
    table = _table(f"Keys while {lines:,} lines load")
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    others = _others()
    moves: list[float] = []
    began = time.perf_counter()
    while not terminal.is_loaded:
        found = [terminal.move(next(MOVES)) for _ in range(40)]
        moves += [move for move in found if move is not None]
        name, keys = next(others)
        times[name] += _timed(terminal, keys)
    seconds = time.perf_counter() - began
    _add(table, "move", [(move, move) for move in moves], "30")
    limits = {name: limit for name, _, _, limit in KEYS}
    for name, painted_times in times.items():
        _add(table, name, painted_times, limits[name])
    table.notes.append(
        f"Stall: at worst nothing moved for {max(moves, default=0):.0f} ms; of {len(moves)} keys"
        f" that move {sum(move > STALL for move in moves)} took over {STALL} ms."
        f" The load took {seconds:.1f} s while keys were pressed."
    )
    return table


def _others() -> Iterator[tuple[str, Sequence[str]]]:
    chosen = [(name, keys) for name, keys, _, _ in KEYS if "sort" in name or "f" in keys[0][:1]]
    return cycle([*chosen, *((name, keys) for name, keys, _, _ in KEYS if "only" in name)])


def _table(title: str) -> Table:
    headings = ["", "keys", "first p50", "p95", "worst", "settled p50", "p95", "worst", "p95 below"]
    return Table(f"{title}, milliseconds from the key to the paint", headings)


def _add(table: Table, name: str, times: Sequence[tuple[float, float]], below: str) -> None:
    firsts, lasts = [first for first, _ in times], [last for _, last in times]
    table.add(name, float(len(times)), *_spread(firsts), *_spread(lasts), below or None)


def _spread(times: Sequence[float]) -> tuple[float | None, ...]:
    """p50, p95 and the longest, in whole milliseconds."""
    if not times:
        return None, None, None
    cuts = quantiles(times, n=20) if len(times) > 1 else [times[0]] * 19
    return tuple(float(round(time)) for time in (cuts[9], min(cuts[18], max(times)), max(times)))
