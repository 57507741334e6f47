"""How far behind a log is that is followed while it is written to.

`python tests/benchmarks/follow.py [--seconds 60] [--rate 5000] [--before 0] [--rotate 20]` writes
so many lines a second to a file that is rotated, by rename and by copy and cut in turn, and looks
for them as the app does. It prints how long after it was written a line could be seen, and how
long after that its records were right, together with the memory of the process. `--before` lines
are there when following begins.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from esalog import Log
from esalog.demo import demo_log
from esalog_tui.screens.following import BETWEEN_LOOKS

BATCH = 0.1
"""Seconds between two writes."""

REPORTS = 6
"""Rows of the table."""


def lines_of(seed: int, count: int) -> Iterator[bytes]:
    """Lines of a made-up log."""
    for block in demo_log(seed=seed, lines=count):
        yield from block.splitlines(keepends=True)


def write(path: Path, rate: int, seconds: float, rotate: float, told: Connection) -> None:
    """Write lines at a steady rate; tells after each write how many there are, and when it was."""
    lines = lines_of(7, int(rate * seconds) + rate)
    began = time.monotonic()
    rotations = written = 0
    while (now := time.monotonic() - began) < seconds:
        due = int(now * rate) - written
        with path.open("ab", buffering=0) as file:
            file.write(b"".join(line for _, line in zip(range(due), lines, strict=False)))
        written += due
        told.send((written, time.monotonic()))
        if rotate and now // rotate > rotations:
            rotations += 1
            turn_over(path, rotations)
        time.sleep(max(0.0, BATCH - (time.monotonic() - began - now)))
    told.send(None)


def turn_over(path: Path, number: int) -> None:
    """Rotate a log: by rename, and every other time by copy and cut; the last two are kept."""
    old = path.with_name(f"{path.name}.{number}")
    if number % 2:
        path.rename(old)
        path.touch()
    else:
        shutil.copyfile(path, old)
        os.truncate(path, 0)
    path.with_name(f"{path.name}.{number - 2}").unlink(missing_ok=True)


class Lags:
    """When lines were written, and how late they were seen."""

    def __init__(self, before: int) -> None:
        self._waiting: dict[str, deque[tuple[int, float]]] = {"lines": deque(), "records": deque()}
        self.seen: dict[str, list[tuple[float, float]]] = {"lines": [], "records": []}
        self._before = before
        self._written = 0

    def wrote(self, count: int, at: float) -> None:
        """So many lines were written until then."""
        self._written = count
        for waiting in self._waiting.values():
            waiting.append((count + self._before, at))

    def saw(self, what: str, count: int, at: float) -> None:
        """So many lines can be seen by then, or their records."""
        waiting = self._waiting[what]
        while waiting and waiting[0][0] <= count:
            written = waiting.popleft()[1]
            self.seen[what].append((written, at - written))

    @property
    def written(self) -> int:
        """How many lines were written."""
        return self._written


def memory() -> float:
    """Memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def refreshed(log: Log, lags: Lags) -> None:
    """Make the records of the lines so far."""
    lines = log.line_count
    log.refresh()
    lags.saw("records", lines, time.monotonic())


def follow(log: Log, lags: Lags, told: Connection, executor: Executor) -> list[tuple[float, float]]:
    """Look for lines until no more are written; gives the memory at each look."""
    sizes: list[tuple[float, float]] = []
    refresh: Future[None] | None = None
    is_written = is_new = True
    is_stale = False
    while is_written or is_new or is_stale:
        began = time.monotonic()
        while told.poll():
            news = told.recv()
            if news is None:
                is_written = False
                break
            lags.wrote(*news)
        if is_new := log.grow() is not None:
            lags.saw("lines", log.line_count, time.monotonic())
            is_stale = True
        if is_stale and (refresh is None or refresh.done()):
            is_stale, refresh = False, executor.submit(refreshed, log, lags)
        sizes.append((time.monotonic(), memory()))
        time.sleep(max(0.0, BETWEEN_LOOKS - (time.monotonic() - began)))
    return sizes


def report(lags: Lags, sizes: Sequence[tuple[float, float]]) -> None:
    """Print the lags and the memory, part by part of the time."""
    began, ended = sizes[0][0], sizes[-1][0]
    part = (ended - began) / REPORTS
    print(
        f"{'seconds':>14}   {'lines seen after, ms':>26}   {'records right after, ms':>26}   memory"
    )
    print(
        f"{'':>14}   {'p50':>8}{'p95':>9}{'worst':>9}   {'p50':>8}{'p95':>9}{'worst':>9}       MB"
    )
    for number in range(REPORTS):
        start, end = began + number * part, began + (number + 1) * part
        row = f"{number * part:6.0f} - {(number + 1) * part:5.0f}"
        for what in ("lines", "records"):
            late = [lag for at, lag in lags.seen[what] if start <= at < end]
            row += "   " + _cuts(late)
        print(f"{row}   {max(size for at, size in sizes if start <= at <= end):6.0f}")
    for what, seen in lags.seen.items():
        late = [lag for _, lag in seen]
        print(f"{what}: p50, p95, worst {_cuts(late)} ms of {len(late):,} writes")
    print(f"memory: {sizes[0][1]:.0f} MB at first, {sizes[-1][1]:.0f} MB at the end")


def _cuts(late: Sequence[float]) -> str:
    if len(late) < 2:
        return f"{'-':>8}{'-':>9}{'-':>9}"
    cuts = statistics.quantiles(late, n=20)
    return f"{cuts[9] * 1e3:8.0f}{cuts[18] * 1e3:9.0f}{max(late) * 1e3:9.0f}"


def main() -> None:
    """Write and follow, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=int, default=5000, help="lines a second")
    parser.add_argument("--before", type=int, default=0, help="lines that are there already")
    parser.add_argument("--rotate", type=float, default=20, help="seconds between rotations")
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder, Log() as log:
        path = Path(folder) / "mail.log"
        with path.open("wb") as file:
            file.writelines(lines_of(3, chosen.before or 3))
        for _ in log.load([str(path)]):
            pass
        before = log.line_count
        lags = Lags(before)
        context = get_context("spawn")
        told, tells = context.Pipe(duplex=False)
        writer = context.Process(
            target=write, args=(path, chosen.rate, chosen.seconds, chosen.rotate, tells)
        )
        writer.start()
        told.poll(None)
        with ThreadPoolExecutor(1) as executor:
            sizes = follow(log, lags, told, executor)
        report(lags, sizes)
        writer.join()
        followed = log.line_count - before
        print(f"{followed:,} of {lags.written:,} lines followed, in {len(log.sources)} files")


if __name__ == "__main__":
    main()
