"""The values that stand in a log, to be offered while a filter is typed."""

from esalog.log import Log
from esalog.query.sql import statement
from esalog.query.tells import rows_of
from esalog.query.words import FilterWord

MOST = 200
"""Values that are offered at most."""


def values_of(log: Log, word: FilterWord) -> list[tuple[str, int]]:
    """The values of a word's columns with how many records have each, the most frequent first."""
    parts = [
        statement("values_in_column", column=column, rows=rows_of(kind, column))
        for kind, column in word.offered.items()
    ]
    with log.cursor() as cursor:
        query = statement("values_offered", values=" UNION ALL ".join(parts))
        return cursor.execute(query, [MOST]).fetchall()
