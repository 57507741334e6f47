"""Whole small logs, each beside the records that it must give.

`NAME.log` stands beside `NAME.jsonl`, its twin. A folder `NAME` holds the files of one load, and
perhaps `args.json`: `gateway` and `year` as the library takes them, `order` (the names as given on
the command line, else sorted) and `modified` (the modification time of a file, in UTC).

The first line of a twin lists every record: `[gateway, id, generation]` by kind. `all_fields` says
that the following lines hold every field of every record; else they hold those that the story is
about. `counts` are lines, as the report counts them. `note` says how a silent contract was read.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import esalog
from esalog import blocks, export

LOGS = Path(__file__).parent / "logs"
KINDS = {"injection": "icid", "delivery": "dcid", "message": "mid"}
"""The name of the id of each kind of record."""
PLURALS: dict[str, export.Kind] = {
    "injection": "injections",
    "delivery": "deliveries",
    "message": "messages",
}

Record = dict[str, Any]


@dataclass(frozen=True)
class Twin:
    """What a log must give: its records by identity, and fields of some or all of them."""

    head: Record
    rows: Sequence[Record]

    @property
    def is_full(self) -> bool:
        """Whether every field of every record is listed."""
        return bool(self.head.get("all_fields"))

    def text(self) -> str:
        """The twin as it stands in its file."""
        return "".join(json.dumps(row) + "\n" for row in (self.head, *self.rows))


@dataclass(frozen=True)
class Story:
    """One small log."""

    name: str

    @property
    def is_folder(self) -> bool:
        """Whether the log is a load of several files."""
        return (LOGS / self.name).is_dir()

    @property
    def args(self) -> Record:
        """How the files are to be loaded."""
        args = LOGS / self.name / "args.json"
        return dict(json.loads(args.read_text())) if args.exists() else {}

    @property
    def contents(self) -> dict[str, bytes]:
        """The bytes of each file, in the order in which the files are given."""
        if not self.is_folder:
            return {"1.log": (LOGS / f"{self.name}.log").read_bytes()}
        folder = LOGS / self.name
        names = sorted(path.name for path in folder.iterdir() if path.name != "args.json")
        return {name: (folder / name).read_bytes() for name in self.args.get("order", names)}

    @property
    def twin_path(self) -> Path:
        """Where the expected records stand."""
        return LOGS / f"{self.name}.jsonl"

    def twin(self) -> Twin:
        """The expected records."""
        head, *rows = map(json.loads, self.twin_path.read_text().splitlines())
        return Twin(head, rows)


def stories() -> list[Story]:
    """Every story, by name."""
    names = [path.stem for path in LOGS.glob("*.log")]
    names += [path.name for path in LOGS.iterdir() if path.is_dir()]
    return [Story(name) for name in sorted(names)]


@contextmanager
def loaded(
    story: Story,
    folder: Path,
    contents: Mapping[str, bytes] | None = None,
    block_size: int | None = None,
) -> Iterator[esalog.Log]:
    """A load of the story, or of other `contents` in its place, written to `folder`.

    The name `-` is standard input.
    """
    args = story.args
    files = dict(contents or story.contents)
    stream = BytesIO(files.get("-", b""))
    for name, content in files.items():
        if name != "-":
            (folder / name).write_bytes(content)
        if moment := args.get("modified", {}).get(name.removesuffix(".gz")):
            seconds = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()
            os.utime(folder / name, (seconds, seconds))
    paths = [name if name == "-" else str(folder / name) for name in files]
    size = blocks.SIZE if block_size is None else block_size
    with esalog.Log(args.get("gateway"), args.get("year"), block_size=size) as log:
        for number, _ in enumerate(log.load(paths, stdin=stream), 1):
            if number % 5 == 0:  # a load itself corrects records only when it has grown much
                log.refresh()
        yield log


def records(log: esalog.Log) -> list[Record]:
    """Every record of a load with its kind, as it is exported, times written as in JSON."""
    return [
        {"kind": kind, **json.loads(json.dumps(record, default=datetime.isoformat))}
        for kind, plural in PLURALS.items()
        for record in export.records(log, plural)
    ]


def key(record: Record) -> tuple[str, str, int, int]:
    """What tells a record from all others; a twin leaves out what is as usual."""
    kind = record["kind"]
    number = record[KINDS[kind]]
    return kind, record.get("gateway", ""), number, record.get("generation", 1)


def identities(found: Sequence[Record]) -> dict[str, list[list[Any]]]:
    """The identities of records, by kind, as the first line of a twin lists them."""
    return {kind: [list(key(row)[1:]) for row in found if row["kind"] == kind] for kind in KINDS}


def as_listed(value: Any, listed: Any) -> Any:
    """Of a value those fields that its twin lists, at any depth; all of them in what is new."""
    if isinstance(value, dict) and isinstance(listed, dict):
        return {name: as_listed(value.get(name, "absent"), was) for name, was in listed.items()}
    if isinstance(value, list) and isinstance(listed, list):
        rest = value[len(listed) :]
        return [as_listed(one, was) for one, was in zip(value, listed, strict=False)] + rest
    return value
