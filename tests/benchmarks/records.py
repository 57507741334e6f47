"""Made-up records in the tables of a log, as many messages as one likes, without any lines."""

import random
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter, process_time

import esalog

_STATEMENTS = Path(__file__).with_suffix(".sql")


def made(messages: int) -> esalog.Log:
    """A log with records of so many messages, which the caller closes."""
    log = esalog.Log()
    with log.cursor() as cursor:
        cursor.execute("SET VARIABLE mails = ?", [messages])
        cursor.execute(_STATEMENTS.read_text("utf-8"))
    return log


class Watch:
    """Milliseconds of one thing after the other, on the clock and of all processors."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def __enter__(self) -> None:
        self._began = perf_counter(), process_time()

    def __exit__(self, *rest: object) -> None:
        wall, cpu = self._began
        self.wall.append((perf_counter() - wall) * 1000)
        self.cpu.append((process_time() - cpu) * 1000)


def percentile(times: Iterable[float], share: float) -> float | None:
    """The time that so many of all are below: 0.95 for p95. None without any."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None


def some(count: int, below: int) -> list[int]:
    """So many numbers from 0 on, always the same ones."""
    return random.Random(5).sample(range(below), min(count, below))
