"""Which record each line belongs to: identity and generations (contract, section 1)."""

from collections import defaultdict
from typing import NamedTuple

from ..stage import Happening

FAMILY = ("split", "rewritten", "generated", "bounce", "reinjected")
PAST_QUEUE = (
    "queued", "delivery_started", "handed_over", "done", "stored", "response", "bounced",
    "delayed", "possible", "deleted", "double_bounced", "finished",
)  # fmt: skip
"""Lines after which a family line for the same MID is about another message."""


class Key(NamedTuple):
    """A record: of which gateway, what kind, which id, and which generation of that id."""

    gateway: str
    kind: str
    id: int
    generation: int


class Book:
    """The records of a log, each with its lines in order."""

    def __init__(self, lines: list[Happening]) -> None:
        self.records: dict[Key, list[Happening]] = {}
        self._owners: dict[tuple[int, str, int], Key] = {}
        named: dict[tuple[str, str, int], list[Happening]] = defaultdict(list)
        for happening in lines:
            for kind, number in _names(happening):
                named[happening.gateway, kind, number].append(happening)
        for (gateway, kind, number), happenings in named.items():
            for happening, generation in _generations(kind, number, happenings):
                key = Key(gateway, kind, number, generation)
                self.records.setdefault(key, []).append(happening)
                self._owners[happening.line, kind, number] = key
        for happenings in self.records.values():
            happenings.sort(key=lambda happening: happening.line)

    def owner(self, happening: Happening, kind: str, number: int) -> Key:
        """The record that a line names by this id."""
        return self._owners[happening.line, kind, number]


def _names(happening: Happening) -> list[tuple[str, int]]:
    pairs = (
        ("injection", happening.icid),
        ("message", happening.mid),
        ("message", happening.other),
        ("delivery", happening.dcid),
    )
    return [(kind, number) for kind, number in pairs if number]


def _generations(
    kind: str, number: int, happenings: list[Happening]
) -> list[tuple[Happening, int]]:
    if happenings[0].syslog:
        happenings = sorted(
            happenings, key=lambda line: (line.second, not _begins(line, kind, number), line.line)
        )
    count = _message_starts if kind == "message" else _connection_starts
    starts = count(happenings, number)
    generation, numbered = 1, []
    for place, happening in enumerate(happenings):
        generation += place in starts and place > 0
        numbered.append((happening, generation))
    return numbered


def _begins(happening: Happening, kind: str, number: int) -> bool:
    if kind == "message":
        return happening.what == "started" or _names_child(happening, number)
    return happening.what in ("opened", "opened_delivery")


def _names_child(happening: Happening, number: int) -> bool:
    return happening.what in FAMILY and happening.mid == number


def _connection_starts(happenings: list[Happening], number: int) -> set[int]:
    """Places of the lines with which a connection begins that had lines of its id before."""
    starts = set()
    for place, happening in enumerate(happenings):
        if happening.what not in ("opened", "opened_delivery"):
            continue
        early = place
        while early and _may_come_early(happenings[early - 1]):
            early -= 1
        before = happenings[early - 1].what if early else ""
        starts.add(place if before in ("opened", "opened_delivery") else early)
    return starts


def _may_come_early(happening: Happening) -> bool:
    if happening.dcid is None:
        return happening.what == "hat"
    return happening.what in ("tls_success", "tls_failed")


def _message_starts(happenings: list[Happening], number: int) -> set[int]:
    """Places of the lines with which a message begins that had lines of its MID before."""
    starts = set()
    settled = False
    place = 0
    while place < len(happenings):
        pair = happenings[place : place + 2]
        size = 2 if _begin_together(pair, number) else 1
        group = pair[:size]
        begins = any(line.what == "started" for line in group)
        if (begins and place) or (settled and any(_names_child(x, number) for x in group)):
            starts.add(place)
            settled = False
        settled = settled or any(_settles(line, number) for line in group)
        place += size
    return starts


def _begin_together(pair: list[Happening], number: int) -> bool:
    """Whether two neighbours are a `Start MID n ICID 0` and the line that names n's parent."""
    if len(pair) < 2:
        return False
    starts = [line.what == "started" and line.icid == 0 for line in pair]
    names = [_names_child(line, number) for line in pair]
    return (starts[0] and names[1]) or (names[0] and starts[1])


def _settles(happening: Happening, number: int) -> bool:
    """Whether after this line a family line for the MID begins another message."""
    return (
        _names_child(happening, number)
        or happening.what == "started"
        or bool(happening.icid)
        or happening.what in PAST_QUEUE
    )
