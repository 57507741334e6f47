"""Runs a command and tells what it took: `python measured.py TOLD FOLDER COMMAND...`.

Writes to the file TOLD, as JSON, the seconds, the seconds of processors, the most memory and the
most room on disk in FOLDER, both in MB. It is a process of its own, as small as can be: a child
counts as its own memory what its parent had when it was started.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

_BETWEEN = 0.02
"""Seconds between two looks at the disk."""


def room(folder: str, process: int) -> int:
    """Bytes on disk of the files in a folder, with those open there that have lost their name."""
    taken: dict[tuple[int, int], int] = {}
    named = (Path(at) / name for at, _, names in os.walk(folder) for name in names)
    try:
        opened = [*Path(f"/proc/{process}/fd").iterdir()]
    except OSError:
        opened = []  # not every system tells
    device = os.stat(folder).st_dev
    for path in (*named, *opened):
        try:
            told = path.stat()
        except OSError:
            continue  # gone meanwhile
        if told.st_dev == device and (path not in opened or not told.st_nlink):
            taken[told.st_dev, told.st_ino] = told.st_blocks * 512
    return sum(taken.values())


def main(told: str, folder: str, *command: str) -> int:
    """Run the command, and tell."""
    before = room(folder, os.getpid())
    most = 0
    is_over = Event()

    def look(process: int) -> None:
        nonlocal most
        while not is_over.wait(_BETWEEN):
            most = max(most, room(folder, process) - before)

    began = time.perf_counter()
    with subprocess.Popen(command) as process:
        looking = Thread(target=look, args=[process.pid])
        looking.start()
        code = process.wait()
        seconds = time.perf_counter() - began
    is_over.set()
    looking.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    figures = {
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / scale,
        "disk": most / 1e6,
    }
    Path(told).write_text(json.dumps(figures))
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
