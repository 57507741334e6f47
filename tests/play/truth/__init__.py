"""What is true of the lines that are left of a play: the contract, read in plain Python.

Nothing here looks at the text of a line; it knows what each line meant when it was played.
"""

from typing import Any

from ..stage import Happening
from .book import Book
from .connections import delivery_row, injection_row
from .messages import message_row

Row = dict[str, Any]


def tell_truth(lines: list[Happening]) -> dict[str, list[Row]]:
    """The rows that an export of these lines must give, by kind, in order of `first_line`."""
    book = Book(lines)
    rows: dict[str, list[Row]] = {"injections": [], "deliveries": [], "messages": []}
    makers = {
        "injection": ("injections", injection_row),
        "delivery": ("deliveries", delivery_row),
        "message": ("messages", message_row),
    }
    for key in sorted(book.records, key=lambda key: book.records[key][0].line):
        name, make = makers[key.kind]
        rows[name].append(make(book, key))
    return rows


def is_mixed(lines: list[Happening]) -> bool:
    """Whether the contract's generations put lines of two lives into one record, or part one.

    That can be, when what is left of the earlier life cannot be told from the later.
    """
    book = Book(lines)
    lives: dict[tuple[str, str, int], list[int]] = {}
    for key, happenings in book.records.items():
        found = {happening.life for happening in happenings}
        if len(found) > 1:
            return True
        lives.setdefault((key.gateway, key.kind, key.id), []).extend(found)
    return any(len(set(found)) < len(found) for found in lives.values())
