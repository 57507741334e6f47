"""All measurements of one run, side by side: `python -m benchmarks --help` tells what to choose."""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import find, first_rows, keys, load, plot, questions, stages
from benchmarks.logs import Logs
from benchmarks.tables import Report, Table

PARTS = ("load", "stages", "first", "keys", "records", "lines", "find")
QUICK, USUAL, LONG = (100_000,), (100_000, 1_000_000, 3_000_000, 10_000_000), 30_000_000
MILLION, SMALL = 1_000_000, 100_000


def main() -> None:
    """Measure what the command line asks for."""
    chosen = _chosen()
    report = Report()
    report.add(_machine())
    with tempfile.TemporaryDirectory() as temporary:
        logs = Logs(chosen.logs or Path(temporary))
        _measure(chosen, logs, report)
    for path in chosen.write:
        report.write(path)
        print(f"\nwritten: {path}")


def _measure(chosen: argparse.Namespace, logs: Logs, report: Report) -> None:
    sizes: Sequence[int] = chosen.lines
    largest = max(sizes)
    middle = max((size for size in sizes if size <= MILLION), default=largest)
    records = SMALL if chosen.quick else MILLION
    parts = chosen.parts
    if "load" in parts:
        found = load.measure(logs, sizes, report, runs=chosen.runs)
        if chosen.plot and len(sizes) > 1:
            chosen.plot.write_text(_growth(found), encoding="utf-8")
    if "stages" in parts:
        stages.measure(logs, middle, report)
    if "first" in parts:
        begun = [size for size in sizes if size in (MILLION, 10 * MILLION)] or [middle]
        first_rows.measure(logs, begun, report, runs=chosen.runs)
    if "keys" in parts:
        keys.measure(logs, middle, report)
    if "records" in parts:
        questions.measure_records(records, report)
    if "lines" in parts:
        questions.measure_lines(logs, min(largest, 10 * MILLION), report)
    if "find" in parts:
        find.measure(records, report, texts=20 if chosen.quick else 100)


def _growth(found: load.Taken) -> str:
    lines = {
        name: [(float(size), run.seconds) for size, run in sorted(by_size.items())]
        for name, by_size in found.items()
    }
    return plot.growth(
        "Seconds to load a log, by its size",
        "whole processes on one machine, plain text, both axes by powers of ten",
        lines,
    )


def _machine() -> Table:
    table = Table("The machine", ["processors", str(os.cpu_count())])
    table.add(
        "load when it began", f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "–"
    )
    table.add("system", f"{platform.system()} {platform.machine()}")
    table.add("Python", sys.version.split()[0])
    return table


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; else all")
    parser.add_argument("--lines", type=_sizes, default=None, help="sizes, with commas between")
    parser.add_argument("--long", action="store_true", help="also 30 million lines")
    parser.add_argument("--quick", action="store_true", help="small sizes, one run: two minutes")
    parser.add_argument("--runs", type=int, default=None, help="the median of so many counts")
    parser.add_argument("--logs", type=Path, help="keep the made-up logs in this folder")
    parser.add_argument("--plot", type=Path, help="write the growth into this SVG")
    parser.add_argument(
        "--write", type=Path, action="append", default=[], help="write all into a .md or a .json"
    )
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    chosen.parts = chosen.parts or PARTS
    sizes = chosen.lines or (QUICK if chosen.quick else USUAL)
    chosen.lines = (*sizes, LONG) if chosen.long else sizes
    chosen.runs = chosen.runs or (1 if chosen.quick else 3)
    return chosen


def _sizes(text: str) -> Sequence[int]:
    return [int(size.replace("_", "")) for size in text.split(",")]


if __name__ == "__main__":
    main()
