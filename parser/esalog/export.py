"""Records as the contract names them, one after the other in the order of their first lines."""

import csv
import json
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from typing import Any, Literal, TextIO

import duckdb

from esalog.log import Log
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

_PAGE = 4096


def records(log: Log, kind: Kind, place: tzinfo | None = None) -> Iterator[dict[str, Any]]:
    """The records of a kind as they are in JSON: times are text, what is missing is None.

    Times are those of the appliance's clock; `place`, the zone of that clock, adds the offset.
    """
    for line in _plain_lines(log, kind):
        record: dict[str, Any] = json.loads(line)
        if place:
            record |= {
                name: in_zone(record[name], place)
                for name in TIME_FIELDS
                if record.get(name) is not None
            }
        yield record


def json_lines(log: Log, kind: Kind, place: tzinfo | None = None) -> Iterator[str]:
    """One JSON object a record, times as in `records`."""
    if place is None:
        return _plain_lines(log, kind)
    return (json.dumps(record, ensure_ascii=False) for record in records(log, kind, place))


def _plain_lines(log: Log, kind: Kind) -> Iterator[str]:
    named = ", ".join(f"'{name}', {_json_value(name)}" for name in FIELDS[kind])
    cursor = log.cursor()
    cursor.execute(f"SELECT json_object({named}) FROM ({_select(kind)}) {_order(kind)}")
    yield from _first_column(cursor)


def write_csv(log: Log, kind: Kind, file: TextIO, place: tzinfo | None = None) -> None:
    """A table with a heading; lists are JSON in a cell, and no cell begins a formula."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(FIELDS[kind])
    for record in records(log, kind, place):
        writer.writerow([_cell(record[name]) for name in FIELDS[kind]])


def write_parquet(log: Log, kind: Kind, path: Path) -> None:
    """A Parquet file with the same fields, typed. Raises `OSError` when it cannot be written."""
    columns = ", ".join(FIELDS[kind])
    target = str(path).replace("'", "''")
    try:
        log.cursor().execute(
            f"COPY (SELECT {columns} FROM ({_select(kind)}) {_order(kind)})"
            f" TO '{target}' (FORMAT parquet)"
        )
    except duckdb.IOException as error:
        raise OSError(str(error)) from error


def _select(kind: Kind) -> str:
    columns = ", ".join(name for name in FIELDS[kind] if name not in ("gateway", "recipients"))
    recipient = ", ".join(f"{name}: recipient.{name}" for name in RECIPIENT_FIELDS)
    recipients = (
        f", list_transform(recipients, lambda recipient: {{{recipient}}}) AS recipients"
        if kind == "messages"
        else ""
    )
    return (
        f"SELECT name AS gateway, {columns}{recipients} FROM {kind}"
        f" JOIN gateways ON gateways.number = {kind}.gateway"
    )


def _order(kind: Kind) -> str:
    """By first line; two messages may both be first named on the line that makes one the other."""
    return f"ORDER BY first_line, {FIELDS[kind][1]}"


def _json_value(name: str) -> str:
    if name in TIME_FIELDS:
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%S')"
    return name


def _first_column(cursor: duckdb.DuckDBPyConnection) -> Iterator[str]:
    while rows := cursor.fetchmany(_PAGE):
        for (value,) in rows:
            yield value


def _cell(value: object) -> object:
    """A value for a spreadsheet: text that would be a formula is made plain text."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
