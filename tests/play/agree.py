"""Whether the library says of a play what is true of it: `python -m tests.play.agree --seeds 200`.

A fact is one field of one record; the figures at the end count facts that agree.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, NamedTuple

import esalog
from esalog.export import records

from . import Play, play

Row = dict[str, Any]
Kind = Literal["injections", "deliveries", "messages"]
IDS: dict[Kind, str] = {"injections": "icid", "deliveries": "dcid", "messages": "mid"}


class Fact(NamedTuple):
    """One field of one record, as it is and as the library says; `None` is a record's absence."""

    kind: str
    record: tuple[str, int, int]
    field: str
    true: Any
    told: Any

    @property
    def agrees(self) -> bool:
        """Whether the library tells the truth."""
        return bool(self.true == self.told)


def facts(made: Play, folder: Path) -> Iterator[Fact]:
    """Load a play from files in `folder`, and yield every fact of it."""
    paths = made.save(folder)
    with esalog.Log() as log:
        for _ in log.load([str(path) for path in paths]):
            pass
        for kind in IDS:
            told = list(records(log, kind))
            yield from _compared(kind, made.truth[kind], told)


def _compared(kind: Kind, true: list[Row], told: list[Row]) -> Iterator[Fact]:
    known, said = _by_identity(kind, true), _by_identity(kind, told)
    lines = [row["first_line"] for row in told]
    yield Fact(kind, ("", 0, 0), "order", sorted(lines), lines)
    for identity in [*known, *(identity for identity in said if identity not in known)]:
        truth, saying = known.get(identity, {}), said.get(identity, {})
        if not truth or not saying:
            yield Fact(kind, identity, "record", bool(truth), bool(saying))
            continue
        truth, saying = _flat(truth), _flat(saying)
        for name in [*truth, *(name for name in saying if name not in truth)]:
            yield Fact(kind, identity, name, truth.get(name), saying.get(name))


def _flat(row: Row) -> Row:
    """The row with each field of each recipient as a field of its own."""
    flat = {name: value for name, value in row.items() if name != "recipients"}
    for place, recipient in enumerate(row.get("recipients", ())):
        flat |= {f"recipients.{place}.{name}": value for name, value in recipient.items()}
    return flat


def _by_identity(kind: Kind, rows: list[Row]) -> dict[tuple[str, int, int], Row]:
    return {(row["gateway"], row[IDS[kind]], row["generation"]): row for row in rows}


def main() -> int:
    """Compare as many plays as asked for; 1 when a fact does not agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many plays")
    parser.add_argument("--first", type=int, default=0, help="the seed of the first")
    parser.add_argument("--show", type=int, default=10, help="how many differences to show")
    parser.add_argument("--keep", type=Path, help="a folder to write the plays that disagree to")
    asked = parser.parse_args()
    wrong: Counter[tuple[str, str]] = Counter()
    count = shown = 0
    for seed in range(asked.first, asked.first + asked.seeds):
        made = play(seed)
        with TemporaryDirectory() as folder:
            found = list(facts(made, Path(folder)))
        count += len(found)
        lies = [fact for fact in found if not fact.agrees]
        wrong.update((fact.kind, re.sub(r"[0-9]+\.", "", fact.field)) for fact in lies)
        for fact in lies[: max(0, asked.show - shown)]:
            shown += 1
            print(f"seed {seed}: {fact.kind} {fact.record} {fact.field}", file=sys.stderr)
            print(f"   is   {fact.true!r}\n   told {fact.told!r}", file=sys.stderr)
        if lies and asked.keep:
            kept = asked.keep / str(seed)
            kept.mkdir(parents=True, exist_ok=True)
            made.save(kept)
    right = count - wrong.total()
    print(f"{asked.seeds} plays, {count} facts, {right} agree ({100 * right / count:.3f} %)")
    for (kind, name), times in wrong.most_common():
        print(f"  {kind}.{name}: {times} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
