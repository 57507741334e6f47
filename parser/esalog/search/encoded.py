"""Subjects that were logged as encoded words (RFC 2047), as people read them."""

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header

import duckdb

MARK = "=?"
"""What every encoded word begins with."""

_PAGE = 1024

_SURROGATE = re.compile("[\ud800-\udfff]")
"""What stands for bytes that are no text, and no database takes."""


def decoded(subject: str) -> str | None:
    """A logged subject as people read it; None when it is not encoded, or wrongly."""
    if MARK not in subject:
        return None
    try:
        text = str(make_header(decode_header(subject)))
    except (HeaderParseError, LookupError, ValueError):
        return None
    is_text = text != subject and all(
        ord(letter) < 0xD800 or ord(letter) > 0xDFFF for letter in text
    )
    return text if is_text else None


def make_decoded(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `decoded`: the encoded subjects of the messages, and how people read them."""
    connection.execute("CREATE TEMP TABLE decoded (logged VARCHAR, text VARCHAR)")
    connection.execute("SELECT DISTINCT subject FROM messages WHERE contains(subject, ?)", [MARK])
    pairs = [(logged, text) for (logged,) in _rows(connection) if (text := decoded(logged))]
    connection.execute(
        "INSERT INTO decoded SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
        [[logged for logged, _ in pairs], [text for _, text in pairs]],
    )


def _rows(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str]]:
    while rows := connection.fetchmany(_PAGE):
        yield from rows
