"""How fast a log becomes records, beside tools that only read it.

`python tests/benchmarks/load.py [--lines 100000,1000000] [--gzip] [--runs 3]` makes a log of each
size, runs `esalog report` and its peers on it in turn, and prints seconds, peak memory and ratios.
A whole process is timed, start-up included; the median of the runs counts. What is not installed
is said to be skipped.
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from esalog.demo import demo_log

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
HEADER_LINES = 3
"""lnav takes a log that begins with the header for another kind, so it gets one without."""


@dataclass(frozen=True)
class Run:
    """One process: how long it took and the most memory that it had."""

    seconds: float
    megabytes: float
    output: str


@dataclass(frozen=True)
class Contender:
    """A command to time; `peer` says that ratios are taken against it."""

    name: str
    command: Sequence[str]
    peer: bool = False

    @property
    def is_here(self) -> bool:
        """Whether it is installed."""
        return shutil.which(self.command[0]) is not None


def timed(command: Sequence[str], home: Path) -> Run:
    """Run a command to its end. Raises `CalledProcessError` when it fails."""
    environment = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        output, errors = process.communicate()
        seconds = time.perf_counter() - began
    if process.returncode > 1:
        raise subprocess.CalledProcessError(process.returncode, command, output, errors)
    return Run(seconds, _peak(command, environment), output.decode())


def _peak(command: Sequence[str], environment: dict[str, str]) -> float:
    """Peak memory in MB, from a run of its own inside a child that asks the system."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, env=environment, check=True
    )
    return int(told.stdout) / 1024


def contenders(log: Path, bare: Path) -> Iterator[Contender]:
    """esalog and its peers on the same log."""
    esalog = str(Path(sys.executable).with_name("esalog"))
    yield Contender("esalog report", [esalog, "report", str(log)])
    question = ";select count(*) from esa_log"
    yield Contender("lnav (index, count)", ["lnav", "-n", "-c", question, str(bare)], peer=True)
    count = ["zgrep" if log.suffix == ".gz" else "grep", "-c", "TLS failed", str(log)]
    yield Contender(f"{count[0]} -c 'TLS failed'", count, peer=True)
    yield Contender("wc -l", ["wc", "-l", str(log)])


def make_log(folder: Path, lines: int, *, packed: bool) -> tuple[Path, Path]:
    """A log of so many lines, and the same without its header."""
    log, bare = folder / f"{lines}.log", folder / f"{lines}-bare.log"
    with log.open("wb") as file:
        for block in demo_log(lines=lines):
            file.write(block)
    with log.open("rb") as file, bare.open("wb") as rest:
        for _ in range(HEADER_LINES):
            file.readline()
        shutil.copyfileobj(file, rest)
    if not packed:
        return log, bare
    return _packed(log), _packed(bare)


def _packed(path: Path) -> Path:
    packed = path.with_suffix(".log.gz")
    with path.open("rb") as file, gzip.open(packed, "wb", compresslevel=6) as target:
        shutil.copyfileobj(file, target)
    path.unlink()
    return packed


def measure(lines: int, folder: Path, *, packed: bool, runs: int) -> None:
    """Make a log, run every contender on it in turn, and print the table."""
    log, bare = make_log(folder, lines, packed=packed)
    print(f"\n{lines:,} lines, {log.stat().st_size / 1e6:,.0f} MB{' gzip' if packed else ''}")
    results: dict[str, list[Run]] = {}
    here = [each for each in contenders(log, bare) if each.is_here]
    for _ in range(runs):
        for each in here:
            results.setdefault(each.name, []).append(timed(each.command, folder))
    own = _median(results["esalog report"])
    print(f"  {'':<22}{'seconds':>9}{'lines/s':>14}{'peak MB':>9}   esalog takes")
    for each in contenders(log, bare):
        if not each.is_here:
            print(f"  {each.name:<22}  skipped: {each.command[0]} is not installed")
            continue
        seconds = _median(results[each.name])
        memory = max(run.megabytes for run in results[each.name])
        ratio = f"{own / seconds:8.1f} x" if each.peer else ""
        print(f"  {each.name:<22}{seconds:>9.2f}{lines / seconds:>14,.0f}{memory:>9.0f}   {ratio}")
    log.unlink()
    bare.unlink()


def _median(runs: Sequence[Run]) -> float:
    return statistics.median(run.seconds for run in runs)


def main() -> None:
    """Measure each size that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", default="100000,1000000", help="sizes, with commas between")
    parser.add_argument("--gzip", action="store_true", help="pack the logs first")
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        formats = folder / ".config" / "lnav" / "formats" / "installed"
        formats.mkdir(parents=True)
        (formats / "esa_log.json").write_text(json.dumps(LNAV_FORMAT))
        for size in chosen.lines.split(","):
            measure(int(size), folder, packed=chosen.gzip, runs=chosen.runs)


if __name__ == "__main__":
    main()
