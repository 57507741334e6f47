"""How fast a log becomes records, beside tools that only read it.

A whole process is timed, start-up included; the median of the runs counts, of memory and disk the
most. Everybody gets the same log.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.logs import Logs
from benchmarks.tables import Report, Table

LNAV_FORMAT = {
    "$schema": "https://lnav.org/schemas/format-v1.schema.json",
    "esa_log": {
        "title": "mail log",
        "description": "mail log of an email gateway",
        "regex": {
            "file": {
                "pattern": r"^(?<timestamp>\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}) "
                r"(?<level>\w+): (?<body>.*)$"
            }
        },
        "timestamp-format": ["%a %b %e %H:%M:%S %Y"],
        "level-field": "level",
        "level": {"info": "Info", "warning": "Warning", "critical": "Critical"},
        "sample": [{"line": "Wed Nov 19 09:16:46 2025 Info: MID 5 queued for delivery"}],
    },
}
ALL_RECORDS = "esalog, all records and text"
LNAV = "lnav, index"
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Run:
    """What one process took: seconds, seconds of processors, MB of memory and of disk."""

    seconds: float
    cpu: float
    memory: float
    disk: float


Taken = Mapping[str, Mapping[int, Run]]
"""The middle run of each contender at each size."""


@dataclass(frozen=True)
class Contender:
    """A command to time."""

    name: str
    command: Sequence[str]
    needs: str

    @property
    def is_here(self) -> bool:
        """Whether it is installed."""
        return shutil.which(self.needs) is not None


def contenders(log: Path) -> Iterator[Contender]:
    """esalog and its peers on the same log."""
    report = [sys.executable, "-m", "esalog_tui", "report", str(log)]
    yield Contender("esalog report", report, sys.executable)
    whole = [sys.executable, "-m", "benchmarks.whole", str(log)]
    yield Contender(ALL_RECORDS, whole, sys.executable)
    question = ";select count(*) from esa_log"
    yield Contender(LNAV, ["lnav", "-n", "-c", question, str(log)], "lnav")
    if log.suffix == ".gz":
        yield _piped("zgrep -c", "zgrep -c 'TLS failed' \"$0\"", log, "zgrep")
        yield _piped("gzip -dc | wc -l", 'gzip -dc "$0" | wc -l', log, "gzip")
    else:
        yield Contender("grep -c", ["grep", "-c", "TLS failed", str(log)], "grep")
        yield Contender("wc -l", ["wc", "-l", str(log)], "wc")


def _piped(name: str, line: str, log: Path, needs: str) -> Contender:
    return Contender(name, ["sh", "-c", line, str(log)], needs)


def run(command: Sequence[str], home: Path) -> Run:
    """Run a command, `home` its home and the place of its temporary files."""
    told = home.with_suffix(".told")
    measured = [sys.executable, str(_HERE / "measured.py"), str(told), str(home), *command]
    done = subprocess.run(measured, capture_output=True, env=environment(home), check=False)
    if done.returncode > 1:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    figures: Mapping[str, float] = json.loads(told.read_text())
    return Run(**figures)


def run_in_a_home(command: Sequence[str]) -> Run:
    """Run a command that finds nothing of an earlier one. Raises `CalledProcessError`."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        formats = home / ".config" / "lnav" / "formats" / "installed"
        formats.mkdir(parents=True)
        (formats / "esa_log.json").write_text(json.dumps(LNAV_FORMAT))
        return run(command, home)


def environment(home: Path) -> dict[str, str]:
    """What a command sees of the system: nothing that an earlier one left behind."""
    places = {"HOME": home, "TMPDIR": home, "PYTHONPATH": _python_path()}
    kept = {
        f"XDG_{kind}_HOME": home / f".{kind.lower()}"
        for kind in ("CACHE", "CONFIG", "DATA", "STATE")
    }
    return os.environ | {name: str(place) for name, place in (places | kept).items()}


def _python_path() -> str:
    return os.pathsep.join([str(_HERE.parent), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])


def measure(logs: Logs, sizes: Sequence[int], report: Report, *, runs: int) -> Taken:
    """A table for each size and packing. Gives the middle run of each contender on plain logs."""
    found: dict[str, dict[int, Run]] = {}
    for lines in sizes:
        for packing in ("", "gz"):
            results = _race(logs.log(lines, packing), runs)
            size = logs.log(lines).stat().st_size
            report.add(_table(lines, size, "in gzip" if packing else "plain", results))
            if not packing:
                for name, taken in results.items():
                    found.setdefault(name, {})[lines] = _middle(taken)
    if len(sizes) > 1:
        starts = {
            name: _middle(taken).seconds
            for name, taken in _race(logs.log(1), runs).items()
            if taken
        }
        report.add(_costs(found, starts))
    return found


def _race(log: Path, runs: int) -> Mapping[str, Sequence[Run]]:
    """Every contender in turn, so that what disturbs the machine disturbs all."""
    results: dict[str, list[Run]] = {each.name: [] for each in contenders(log)}
    for _ in range(runs):
        for each in contenders(log):
            if each.is_here:
                results[each.name].append(run_in_a_home(each.command))
    return results


def _middle(runs: Sequence[Run]) -> Run:
    """The median of the seconds, the most of the rest."""
    return Run(
        median(each.seconds for each in runs),
        median(each.cpu for each in runs),
        max(each.memory for each in runs),
        max(each.disk for each in runs),
    )


def _table(lines: int, size: int, packing: str, results: Mapping[str, Sequence[Run]]) -> Table:
    table = Table(
        f"Load: {lines:,} lines, {size / 1e6:,.0f} MB {packing}",
        [
            "",
            "seconds",
            "lines/s",
            "processors, s",
            "memory, MB",
            "disk, MB",
            "disk, of the log",
            "of lnav",
        ],
    )
    table.notes.append("Memory is that of the largest process; less than 12 MB is not told apart.")
    peer = results[LNAV] and _middle(results[LNAV]).seconds
    for name, runs in results.items():
        if not runs:
            table.add(name, *[None] * 7)
            table.notes.append(f"{name} was skipped: it is not installed.")
            continue
        one = _middle(runs)
        ratio = f"{one.seconds / peer:.2f} x" if peer else None
        speed = f"{lines / one.seconds:,.0f}"
        share = f"{one.disk * 1e6 / size:.2f} x"
        table.add(name, one.seconds, speed, one.cpu, one.memory, one.disk, share, ratio)
    return table


def _costs(found: Taken, starts: Mapping[str, float]) -> Table:
    """What a line costs at each size, and how much more at the dearest than at the cheapest."""
    sizes = sorted({size for by_size in found.values() for size in by_size})
    table = Table("Microseconds a line", ["", *(f"{size:,}" for size in sizes), "dearest/cheapest"])
    for name, by_size in found.items():
        for words, start in (("", 0.0), (", without start-up", starts[name])):
            costs = [(by_size[size].seconds - start) / size * 1e6 for size in sizes]
            spread = f"{max(costs) / min(costs):.2f}" if min(costs) > 0 else None
            table.add(f"{name}{words}", *costs, spread)
    table.notes.append("Start-up is what a log of one line takes.")
    return table
