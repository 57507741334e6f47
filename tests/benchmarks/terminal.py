"""The app in a real terminal: what a person would press, and when the screen answers."""

import os
import re
import select
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self

import pexpect

SIZE = (50, 160)
STAGE = range(7, SIZE[0])
"""The rows of the screen that no progress is shown in."""

LIST = range(7, 31)
"""Those of the list."""

QUIET = 0.08
"""Seconds without output after which a screen counts as painted."""

_REST = 0.004
"""Seconds within which a paint that has begun goes on."""

PATIENCE = 3.0
"""Seconds after a key after which nothing is expected any more."""

_MOVE = re.compile(rb"\x1b\[(\d+);\d+H")
_STYLE = re.compile(rb"\x1b\[[0-9;:?]*[A-Za-z]")
_DONE = re.compile(rb"[1-9][\d,]* messages +\xe2\x94\x80")
"""How many messages there are, and not only so far: the rule goes on behind it."""

_TAIL = 1 << 16
_ROW = re.compile(rb"\d\d:\d\d:\d\d +\d+ ")
"""What a row of messages begins with: its time and MID."""


class Terminal:
    """esalog in a pseudo-terminal, started with these arguments. A context manager.

    `is_loaded` turns true when a list is shown of a load that is done.
    """

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.began = time.perf_counter()
        self.is_loaded = False
        self._tail = b""
        self._child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            ["-m", "esalog_tui", *arguments],
            dimensions=SIZE,
            env={**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            timeout=PATIENCE,
        )
        self._child.delaybeforesend = None  # pexpect would wait 50 ms before each key

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._child.sendcontrol("q")
        self._child.close(force=True)

    def first_rows(self, patience: float = 120.0) -> float | None:
        """Seconds from the start of the process to the first row of a list, None if none came."""
        while not _ROW.search(self._tail) and time.perf_counter() - self.began < patience:
            self._output(QUIET)
        return time.perf_counter() - self.began if _ROW.search(self._tail) else None

    def loaded(self, patience: float = 900.0) -> float | None:
        """Seconds from the start of the process until all is loaded, None when it never is."""
        while not self.is_loaded and time.perf_counter() - self.began < patience:
            self._output(QUIET)
        return time.perf_counter() - self.began if self.is_loaded else None

    def press(self, keys: str) -> tuple[float, float] | None:
        """Milliseconds from keys to the first paint of the stage, and to the last before a pause.

        None when nothing is painted.
        """
        paints = [*self._paints(keys, STAGE)]
        return (paints[0], paints[-1]) if paints else None

    def move(self, keys: str) -> float | None:
        """Milliseconds from keys to the first paint of the list, None when nothing is painted."""
        return next(self._paints(keys, LIST), None)

    def _paints(self, keys: str, rows: range) -> Iterator[float]:
        while self._output(_REST):
            pass  # what an earlier key still paints
        began = now = time.perf_counter()
        self._child.send(keys)
        deadline = began + PATIENCE
        while now < deadline and (output := self._output(deadline - now)):
            now = time.perf_counter()
            if any(int(row) in rows for row in _MOVE.findall(output)):
                yield (now - began) * 1000
                deadline = now + QUIET

    def _output(self, seconds: float) -> bytes:
        """What comes within so many seconds, empty if nothing does."""
        if not select.select([self._child.child_fd], [], [], seconds)[0]:
            return b""
        try:
            output = os.read(self._child.child_fd, 1 << 20)
        except OSError:
            return b""  # it has ended
        self._tail = (self._tail + _STYLE.sub(b"", output))[-_TAIL:]
        self.is_loaded = self.is_loaded or _DONE.search(self._tail) is not None
        return output
