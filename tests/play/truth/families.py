"""Which message became which, and which ended as a whole (contract, sections 3 and 4)."""

from ..stage import Happening
from .book import FAMILY, Book, Key
from .connections import first


def parent_of(book: Book, key: Key) -> tuple[Key | None, str | None]:
    """The message this one was made of, and how."""
    for line in book.records[key]:
        if line.what in FAMILY and line.mid == key.id and line.other:
            return book.owner(line, "message", line.other), line.what
    return None, None


def children_of(book: Book, key: Key) -> list[tuple[Key, str]]:
    """The messages made of this one, in the order in which that was told."""
    return [
        (book.owner(line, "message", line.mid), line.what)
        for line in book.records[key]
        if line.what in FAMILY and line.other == key.id and line.mid
    ]


def whole_endings(lines: list[Happening]) -> set[str]:
    """How the message ended as a whole, if it did: dropped, bounced or aborted."""
    endings = {line.facts["manner"] for line in lines if line.what in ("aborted", "filtered")}
    if first(lines, "quarantine_deleted"):
        endings.add("dropped")
    if any(line.what == "finished" and line.facts["aborted"] for line in lines):
        endings.add("aborted")
    return endings
