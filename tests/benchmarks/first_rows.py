"""Seconds from the start of the process to the first rows on screen, and to a load that is done."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.load import environment
from benchmarks.logs import Logs
from benchmarks.tables import Report, Table
from benchmarks.terminal import Terminal


def measure(logs: Logs, sizes: Sequence[int], report: Report, *, runs: int) -> None:
    """A table of the first rows of each size, by how the log is packed, and of opening it again."""
    table = Table(
        "First rows on screen, seconds from the start of the process",
        ["", "best", "worst", "all loaded", "first rows again"],
    )
    for lines in sizes:
        for packing in ("", "gz", "zst"):
            log = logs.log(lines, packing)
            first = [seconds for _ in range(runs) if (seconds := _rows(log)) is not None]
            best, worst = min(first, default=None), max(first, default=None)
            table.add(f"{lines:,} lines, {packing or 'plain'}", best, worst, *_loaded(log))
    report.add(table)


def _rows(log: Path) -> float | None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with Terminal([str(log)], environment(home)) as terminal:
            return terminal.first_rows()


def _loaded(log: Path) -> tuple[float | None, float | None]:
    """When all is loaded, and when the first rows stand there at the next start."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with Terminal([str(log)], environment(home)) as terminal:
            seconds = terminal.loaded()
        with Terminal([str(log)], environment(home)) as terminal:
            return seconds, terminal.first_rows()
