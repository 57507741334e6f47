"""Time from a key to the painted screen, in a real terminal: `python tests/benchmarks/keys.py`.

Starts the app on a log in a pseudo-terminal, presses keys as a person would, and prints for each
kind of key how long the first and the last paint took (p50, p95). Without a log it makes one.
"""

import os
import select
import sys
import time
from collections.abc import Sequence
from statistics import quantiles

import pexpect

SIZE = (50, 160)
QUIET = 0.08
"""Seconds without output after which a screen counts as painted."""

PATIENCE = 5.0

KEYS: Sequence[tuple[str, str, int]] = (
    ("move down", "j", 60),
    ("move up", "k", 30),
    ("page down", " ", 30),
    ("page up", "b", 15),
    ("to the end, to the top", "G g", 10),
    ("next failure", "e", 15),
    ("sort by MID, by time", "s2 s1", 6),
    ("failures only, on and off", "! !", 8),
    ("type a filter", "&from:example\r &\r", 4),
    ("type in find", "f a c c o u \x1b", 4),
    ("other views", "2 3 6 1", 8),
)
"""Name, keys (parted by blanks where each is timed; `\x1b` closes), how often."""


def painted(child: "pexpect.spawn[bytes]", keys: str) -> tuple[float, float]:
    """Press keys; milliseconds until the first output and until the last before it is quiet."""
    began = time.perf_counter()
    child.send(keys)
    first = last = 0.0
    while True:
        ready = select.select([child.child_fd], [], [], QUIET if first else PATIENCE)[0]
        if not ready:
            return first, last
        os.read(child.child_fd, 1 << 20)
        last = (time.perf_counter() - began) * 1000
        first = first or last


def waited(child: "pexpect.spawn[bytes]", seconds: float) -> None:
    """Read until nothing comes for so many seconds."""
    while select.select([child.child_fd], [], [], seconds)[0]:
        os.read(child.child_fd, 1 << 20)


def row(name: str, times: Sequence[float]) -> str:
    """p50, p95 and the longest of some times."""
    cuts = quantiles(times, n=20) if len(times) > 1 else [times[0]] * 19
    return f"{name:<28}{cuts[9]:8.0f}{cuts[18]:8.0f}{max(times):8.0f}"


def main(command: Sequence[str]) -> None:
    """Run the command and time keys in it."""
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    child: pexpect.spawn[bytes] = pexpect.spawn(
        command[0], list(command[1:]), dimensions=SIZE, env=environment, timeout=PATIENCE
    )
    child.delaybeforesend = None  # pexpect would wait 50 ms before each key
    waited(child, 3.0)
    print(f"{'milliseconds':<28}{'p50':>8}{'p95':>8}{'most':>8}")
    for name, keys, times in KEYS:
        firsts, lasts = [], []
        for _ in range(times):
            for key in keys.split(" ") if keys != " " else [" "]:
                first, last = painted(child, key)
                firsts.append(first)
                lasts.append(last)
        print(row(f"{name}: first paint", firsts))
        print(row(f"{name}: settled", lasts))
    child.sendcontrol("q")
    child.close(force=True)


if __name__ == "__main__":
    main(sys.argv[1:] or [sys.executable, "-m", "esalog_tui", "--demo"])
