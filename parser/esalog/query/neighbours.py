"""Where one can jump to from a record: the records that belong to it."""

from esalog.keys import TABLES, Key, RecordKind
from esalog.log import Log
from esalog.query.rows import Row, gateway_names, read_rows
from esalog.query.sql import statement


def neighbours(log: Log, key: Key, kind: RecordKind) -> list[Row]:
    """The rows of the records of a kind that belong to a record, in the order of the log.

    Of a message: the connection that it came by, the rest of its family, the connections that it
    was tried on (where there are none, those of its family). Of a connection: its messages, and
    the connections that these came or left by.
    """
    if key.kind == kind and kind != "message":
        return []
    with log.cursor() as cursor:
        cursor.begin()
        names = gateway_names(cursor)
        query = statement(f"{TABLES[kind]}_of_{key.kind}")
        places = cursor.execute(query, [key.gateway, key.id, key.generation]).fetchall()
        return read_rows(cursor, TABLES[kind], places, names)
