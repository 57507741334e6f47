"""Where the time of a load goes: threads are looked at now and then, and counted by their stage.

A stage is a function of the library; the innermost one that a thread is in counts. Of the
correlation each step is a stage.
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from benchmarks.logs import Logs
from benchmarks.tables import Report, Table

from esalog import STATES_ONLY, Log

STAGES: Mapping[tuple[str, str], str] = {
    ("esalog.blocks", "blocks"): "read and unpack",
    ("esalog.frames", "read_frames"): "scan: frames and stamps",
    ("esalog.recognise", "recognise"): "scan: forms and ids",
    ("esalog.scan", "scan"): "scan: line ends and the rest",
    ("esalog.events", "event_rows"): "events",
    ("esalog.order", "steps"): "order of the lines",
    ("esalog.spool", "pack"): "pack the text",
    ("esalog.intake", "take"): "number lines and gateways",
    ("esalog.store", "flush"): "insert",
    ("esalog.store", "append"): "insert",
    ("esalog.making", "_take"): "correlate",
    ("esalog.store", "__exit__"): "correlate: write to disk",
    ("esalog.store", "refresh"): "correlate: the rest",
}
SMALL = 0.01
"""The share of a load that is worth a row."""

_BETWEEN = 0.002
_WAITING = frozenset({"wait", "acquire", "_worker", "result", "get"})


def measure(logs: Logs, lines: int, report: Report) -> None:
    """Tables of the stages of a load of all records, and of one for the report."""
    path = logs.log(lines)
    for name, how in (
        ("all records and text", {}),
        ("report", {"wanted": STATES_ONLY, "keep_text": False}),
    ):
        looked, seconds, counted = _watched(path, how)
        table = Table(
            f"Stages of a load of {lines:,} lines, {name}: {seconds:.1f} s",
            ["", "seconds of threads", "of the load"],
        )
        large = {stage: count for stage, count in counted.items() if count >= looked * SMALL}
        large["all others together"] = counted.total() - sum(large.values())
        for stage, count in sorted(large.items(), key=lambda item: -item[1]):
            spent = count / looked * seconds
            table.add(stage, spent, f"{spent / seconds:.0%}")
        table.notes.append("Threads work at the same time, so the shares may be over 100 % in all.")
        report.add(table)


def _watched(path: Path, how: Mapping[str, object]) -> tuple[int, float, Counter[str]]:
    """Load, and look: how often, in how many seconds, and how often each stage was seen."""
    counted: Counter[str] = Counter()
    looked = 0
    is_over = threading.Event()

    def look() -> None:
        nonlocal looked
        own = threading.get_ident()
        while not is_over.wait(_BETWEEN):
            looked += 1
            frames = sys._current_frames().items()
            stages = [stage_of(frame) for thread, frame in frames if thread != own]
            counted.update(stage for stage in stages if stage)

    looking = threading.Thread(target=look)
    began = time.perf_counter()
    with Log(**how) as log:  # type: ignore[arg-type]  # as the table above has them
        looking.start()
        for _ in log.load([str(path)], live=False):
            pass
        seconds = time.perf_counter() - began
        is_over.set()
        looking.join()
    return looked, seconds, counted


def stage_of(frame: FrameType | None) -> str:
    """The stage that a thread is in, empty when it waits or does nothing of a load."""
    if frame and frame.f_code.co_name in _WAITING:
        return ""
    while frame:
        stage = STAGES.get((frame.f_globals.get("__name__", ""), frame.f_code.co_name))
        if stage:
            step = frame.f_locals.get("step") if stage == "correlate" else None
            return f"{stage}: {step.name}" if step else stage
        frame = frame.f_back
    return ""
