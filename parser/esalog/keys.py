"""How a record is named from outside: what tells it from all others of a load."""

from dataclasses import dataclass
from typing import Literal

RecordKind = Literal["injection", "message", "delivery"]
Kind = Literal["injections", "messages", "deliveries"]
"""A kind of record, one and many."""

TABLES: dict[RecordKind, Kind] = {
    "injection": "injections",
    "message": "messages",
    "delivery": "deliveries",
}
"""The table that keeps the records of a kind."""

ID_COLUMNS: dict[Kind, str] = {"injections": "icid", "messages": "mid", "deliveries": "dcid"}
"""The column of each table that holds the id as logged."""

ID_WORDS: dict[RecordKind, str] = {"injection": "ICID", "message": "MID", "delivery": "DCID"}
"""What the ids of each kind of record are called in a log."""

EVENT_TABLES: dict[Kind, str] = {
    "injections": "decisive_events",
    "messages": "events",
    "deliveries": "decisive_events",
}
"""Where the lines stand that name records of a kind: idle ones name only messages."""


@dataclass(frozen=True, slots=True)
class Key:
    """One record: its kind, the name of its gateway, its id and the generation of that id."""

    kind: RecordKind
    gateway: str
    id: int
    generation: int = 1
