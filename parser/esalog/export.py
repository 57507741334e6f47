"""Records as the contract names them, one after the other in the order of their first lines."""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path
from tempfile import NamedTemporaryFile, mkstemp
from typing import Any, Literal, TextIO

import duckdb

from esalog.errors import UsageError
from esalog.keys import ID_COLUMNS
from esalog.log import Log
from esalog.sql import quoted
from esalog.zones import in_zone

Kind = Literal["injections", "deliveries", "messages"]

FIELDS: dict[str, tuple[str, ...]] = {
    "injections": tuple(
        "gateway icid generation opened closed interface interface_ip remote_ip remote_host "
        "verified access_rule sender_group match sbrs country auth_user tls tls_protocol "
        "tls_cipher tls_reason lost mids first_line last_line".split()
    ),
    "deliveries": tuple(
        "gateway dcid generation opened closed interface remote_ip port tls tls_protocol "
        "tls_cipher tls_reason tls_peer tls_domain error mids first_line last_line".split()
    ),
    "messages": tuple(
        "gateway mid generation icid sender subject message_id size policy started finished "
        "status status_detail tls_received tls_delivered parent relation children recipients "
        "verdicts attachments first_line last_line".split()
    ),
}
"""The fields of each kind of record, in their order."""

RECIPIENT_FIELDS = "rid address status tls dcid tls_protocol tls_cipher attempts response".split()
"""The fields of each recipient of a message."""

TIME_FIELDS = ("opened", "closed", "started", "finished")
"""The fields that are times."""

Form = Literal["jsonl", "csv", "parquet"]
FORMS: Mapping[str, Form] = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet"}
"""The form of a file by how its name ends."""

Record = dict[str, Any]

_RECIPIENT = ", ".join(f"{name}: recipient.{name}" for name in RECIPIENT_FIELDS)

_COLUMNS = {
    "gateway": "name AS gateway",
    "recipients": "coalesce(list_transform(recipients.recipients, lambda recipient:"
    f" {{{_RECIPIENT}}}), []) AS recipients",
    "verdicts": "coalesce(verdicts.verdicts, []) AS verdicts",
    "attachments": "coalesce(attachments.attachments, []) AS attachments",
}
"""What stands for a field that no column is called by."""

_FINDINGS = "\n".join(
    f"LEFT JOIN (FROM message_{name} WHERE mid BETWEEN {{least}} AND {{most}}) AS {name}"
    f" ON {name}.gateway = messages.gateway AND {name}.mid = messages.mid"
    f" AND {name}.generation = messages.generation"
    for name in ("recipients", "verdicts", "attachments")
)
"""What is joined to messages, of a range of MIDs."""

_PAGE = 4096
_SLICE = 500_000
"""Of so many lines, or places in a list, records are asked at a time: lists of what was found in
messages must fit in memory."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which records are exported and how: all in the order of their first lines, if nothing else.

    `listed` are arrays `gateway` (its number), `id`, `generation` and `position` of the records
    that are wanted, as `Selection.listed` has them. `change` gives what is written of a record,
    with the fields `more` beside its own. Times are those of the appliance's clock; `place`, the
    zone of that clock, adds the offset.
    """

    listed: Mapping[str, Any] | None = None
    change: Callable[[Record], Record] | None = None
    more: tuple[str, ...] = ()
    place: tzinfo | None = None


EVERYTHING = Part()


def form_of(path: Path) -> Form:
    """The form that the end of a file's name asks for. Raises `UsageError`."""
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"{path.name}: end the name in {', '.join(FORMS)}")
    return form


def records(log: Log, kind: Kind, part: Part = EVERYTHING) -> Iterator[Record]:
    """The records of a kind as they are in JSON: times are text, what is missing is None."""
    place, change = part.place, part.change
    for line in _plain_lines(log, kind, part):
        record: Record = json.loads(line)
        if place:
            record |= {
                name: in_zone(record[name], place)
                for name in TIME_FIELDS
                if record.get(name) is not None
            }
        yield change(record) if change else record


def json_lines(log: Log, kind: Kind, part: Part = EVERYTHING) -> Iterator[str]:
    """One JSON object a record, times as in `records`."""
    if part.place is None and part.change is None:
        return _plain_lines(log, kind, part)
    return rows_as_json(records(log, kind, part))


def rows_as_json(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object a row."""
    return (json.dumps(row, ensure_ascii=False, default=_json_of) for row in rows)


def _json_of(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain_lines(log: Log, kind: Kind, part: Part) -> Iterator[str]:
    named = ", ".join(f"'{name}', {_json_value(name)}" for name in FIELDS[kind])
    with _asking(log, part) as cursor:
        for query in _queries(cursor, kind, part):
            cursor.execute(f"SELECT json_object({named}) FROM ({query}) ORDER BY place, id")
            while rows := cursor.fetchmany(_PAGE):
                for (line,) in rows:
                    yield line


def write_csv(log: Log, kind: Kind, file: TextIO, part: Part = EVERYTHING) -> None:
    """A table with a heading; lists are JSON in a cell, and no cell begins a formula."""
    write_table((*FIELDS[kind], *part.more), records(log, kind, part), file)


def write_table(names: Sequence[str], rows: Iterable[Mapping[str, Any]], file: TextIO) -> None:
    """Rows as CSV with a heading, as `write_csv` does."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])


def write_parquet(log: Log, kind: Kind, path: Path, part: Part = EVERYTHING) -> None:
    """A Parquet file with the same fields, typed; its times have no zone.

    Raises `OSError` when it cannot be written, `UsageError` for a part with a place.
    """
    if part.place is not None:
        raise UsageError("times in Parquet have no zone: leave it out")
    with _asking(log, part) as cursor:
        cursor.execute(f"CREATE TEMP TABLE exported AS {_query(kind, part)} LIMIT 0")
        columns = ", ".join(FIELDS[kind])
        if part.change is None:
            for query in _queries(cursor, kind, part):
                cursor.execute(f"INSERT INTO exported {query}")
            _copy(cursor, f"SELECT {columns} FROM exported ORDER BY place, id", path)
            return
        types = cursor.execute(f"DESCRIBE SELECT {columns} FROM exported").fetchall()
    typed = {name: type_ for name, type_, *_ in types} | dict.fromkeys(part.more, "VARCHAR")
    _copy_lines(json_lines(log, kind, part), path, f"columns = {typed!r}")


def write_rows_as_parquet(rows: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Rows of one shape, typed by what stands in them. Raises `OSError`."""
    _copy_lines(rows_as_json(rows), path, "sample_size = -1")


def _copy_lines(lines: Iterable[str], path: Path, how: str) -> None:
    """JSON Lines to Parquet, by way of a temporary file that only this user can read."""
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as file, duckdb.connect() as db:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        read = f"read_json({quoted(file.name)}, format = 'newline_delimited', {how})"
        _copy(db, f"SELECT * FROM {read}", path)


def _copy(cursor: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    try:
        cursor.execute(
            f"COPY ({query}) TO {quoted(str(path))} (FORMAT parquet, USE_TMP_FILE false)"
        )
    except duckdb.Error as error:
        raise OSError(str(error)) from error


@contextmanager
def private_file(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its place at the end.

    Only this user can read it, and a half written one is taken away. What is no file, as a pipe or
    `/dev/stdout`, is itself written to. Raises `OSError`.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    target = path.resolve()
    number, name = mkstemp(prefix=".esalog-", suffix=".part", dir=target.parent)
    os.close(number)
    part = Path(name)
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _asking(log: Log, part: Part) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor to ask for a part; all is asked of one state of the records."""
    with log.cursor() as cursor:
        cursor.begin()
        if part.listed is not None:
            cursor.register("listed", dict(part.listed))
        yield cursor


def _queries(cursor: duckdb.DuckDBPyConnection, kind: Kind, part: Part) -> Iterator[str]:
    """Queries that give the records slice by slice."""
    place = _place(kind, part)
    slices = cursor.execute(
        f"SELECT {place} // {_SLICE} AS slice, min({kind}.{ID_COLUMNS[kind]}),"
        f" max({kind}.{ID_COLUMNS[kind]}) FROM {_source(kind, part)} GROUP BY slice ORDER BY slice"
    ).fetchall()
    for number, least, most in slices:
        first = number * _SLICE
        yield (
            f"{_query(kind, part, least, most)}"
            f" WHERE {place} >= {first} AND {place} < {first + _SLICE}"
        )


def _query(kind: Kind, part: Part, least: int = 0, most: int = 0) -> str:
    """The fields of the records, those of other tables if their ids are within a range."""
    columns = [_COLUMNS.get(name, f"{kind}.{name}") for name in FIELDS[kind]]
    findings = _FINDINGS.format(least=least, most=most) if kind == "messages" else ""
    return (
        f"SELECT {', '.join(columns)}, {_place(kind, part)} AS place,"
        f" {kind}.{ID_COLUMNS[kind]} AS id FROM {_source(kind, part)}"
        f" JOIN gateways ON gateways.number = {kind}.gateway {findings}"
    )


def _source(kind: Kind, part: Part) -> str:
    if part.listed is None:
        return kind
    return (
        f"{kind} JOIN listed ON listed.gateway = {kind}.gateway"
        f" AND listed.id = {kind}.{ID_COLUMNS[kind]} AND listed.generation = {kind}.generation"
    )


def _place(kind: Kind, part: Part) -> str:
    """What orders the records: with it and their ids, since two messages may both be first named
    on the line that makes one the other."""
    return f"{kind}.first_line" if part.listed is None else "listed.position"


def _json_value(name: str) -> str:
    if name in TIME_FIELDS:
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%S')"
    return name


def _cell(value: object) -> object:
    """A value for a spreadsheet: text that would be a formula is made plain text."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
