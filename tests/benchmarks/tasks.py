"""An administrator's tasks over a million messages: `python tests/benchmarks/tasks.py [LOG]`.

Makes a log of so many messages unless one is given, loads it, drives every task of `tasks.py`
from the start screen, and prints of each whether the screen answered, in how many keys of those
it may take, and how long the person waited in all. Ends with 1 when a task failed.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from opened import opened
from tasks import TASKS, Keys, Task, asked

from esalog_tui.answers import Answers

LINES_A_MESSAGE = 28
"""Of the made-up log, on average; a little less than it has, so that there are enough."""


async def driven(task: Task, log: Answers) -> bool:
    """Drive one task and print how it went."""
    async with opened(log=log, toasts=True) as pilot:
        keys = Keys(pilot)
        began = time.perf_counter()
        is_answered = await task.ask(keys, log) and keys.count <= task.most
        took = time.perf_counter() - began
    word = "ok" if is_answered else "FAILED"
    print(f"{word:<8}{keys.count} of {task.most} keys  {took:6.1f} s  {task.question}", flush=True)
    return is_answered


def main() -> int:
    """Load a log, drive the tasks; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", nargs="?", type=Path)
    parser.add_argument("--messages", type=int, default=1_000_000)
    chosen = parser.parse_args()
    began = time.perf_counter()
    with asked(chosen.messages * LINES_A_MESSAGE, chosen.log) as log:
        took = time.perf_counter() - began
        count = log.select("messages").total
        print(f"{count:,} messages in {log.line_count:,} lines, made and loaded in {took:,.0f} s")
        results = [asyncio.run(driven(task, log)) for task in TASKS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
