"""What one form of log line is: how it is recognised, what it gives, and how it is explained.

A form is told by its *head*, the words up to the first text that a stranger may control; nothing
after the head can change which form a line has.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

MAX_DIGITS = 19
"""Digits of a number that may still be an id, if it is at most `MAX_ID`."""

MAX_ID = 2**63 - 1
"""The largest id: they are signed 64-bit numbers in the store."""

NUMBERS = ("icid", "mid", "other", "dcid", "rcid", "rid", "number")
"""Names that stand for digits in a head; the first four are ids of records."""

EVENTS = (
    "opened hat rejected_later closed lost killed located auth tls_success tls_failed "
    "started sender recipient message_id subject ready policy aborted finished enveloped "
    "tls_read verdict attachment disposed queued "
    "split rewritten generated bounce reinjected "
    "delivery_started handed_over done response bounced delayed pending double_bounced possible "
    "deleted connection_error quarantined released quarantine_deleted "
    "noted"
).split()
"""What a line can do to a record; the correlation knows lines by these words only."""

FIELDS = (
    "interface interface_ip remote_ip remote_host verified access_rule sender_group match sbrs "
    "country auth_user tls_protocol tls_cipher tls_peer tls_domain tls_reason port error sender "
    "address message_id subject size policy detail engine verdict attachment response external "
    "quarantine"
).split()
"""Fields that records are made of, in the order of the columns of the `facts` view."""

BRACKETED = frozenset({"sender", "address", "message_id", "tls_peer"})
"""Fields that lose one pair of `<>` around them."""

QUOTED = frozenset({"subject", "message_id", "response", "attachment"})
"""Fields that lose one pair of quotes around them."""


@dataclass(frozen=True)
class Piece:
    """One step of a head: literal `text`, or a number or a list of numbers called `name`."""

    text: bytes = b""
    name: str = ""

    @property
    def is_list(self) -> bool:
        """Whether it stands for a list of recipient numbers, as in `[0, 1]`."""
        return self.name == "rids"


@dataclass(frozen=True)
class Head:
    """One wording of a head: its pieces, and how many of its last bytes belong to the value."""

    pieces: tuple[Piece, ...]
    kept: int = 0

    @property
    def pattern(self) -> str:
        """The head as a regular expression, numbers as named groups."""
        seen: set[str] = set()
        edge = r"(?![0-9A-Za-z])" if self.closed else ""
        return "".join(_piece_pattern(piece, seen) for piece in self.pieces) + edge

    @property
    def closed(self) -> bool:
        """Whether it ends in a letter or a digit, so that neither may follow."""
        last = self.pieces[-1]
        return last.text[-1:].isalnum() if last.text else not last.is_list


@dataclass(frozen=True)
class Form:
    """One form of line: an entry of the grammar.

    `heads` are its wordings, in the template language of `parse_head`. `rest` is a regular
    expression, valid in Python and in RE2, that must match the whole of the value (what follows
    the head, without blanks around it) and names the fields in it. `constants` are fields that
    the form itself tells. A `strict` form is a form only when `rest` matches: for heads too short
    to tell. `covers` lists further catalogue ids that this entry stands for.
    """

    id: str
    event: str
    heads: tuple[str, ...]
    example: str
    meaning: str
    rest: str = ""
    more: tuple[str, ...] = ()
    strict: bool = False
    covers: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.event and self.event not in EVENTS:
            raise ValueError(f"{self.id}: no event {self.event!r}")

    @cached_property
    def wordings(self) -> tuple[Head, ...]:
        """Every wording of the head, choices multiplied out."""
        return tuple(head for template in self.heads for head in parse_head(template))

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that records take from this form."""
        named = set(re.compile(self.rest).groupindex) | set(self.constants)
        return tuple(name for name in FIELDS if name in named)

    def has_value_for(self, fields: Collection[str]) -> bool:
        """Whether one of `fields` stands in the text after the head."""
        return any(name in fields and name not in self.constants for name in self.fields)

    @cached_property
    def _compiled(self) -> tuple[tuple[re.Pattern[str], int], ...]:
        return tuple((re.compile(head.pattern), head.kept) for head in self.wordings)

    @cached_property
    def _rest(self) -> re.Pattern[str]:
        return re.compile(self.rest, re.DOTALL)

    def match(self, text: str) -> "Match | None":
        """Match `text`, a line after its level, by the longest wording that fits."""
        found = [m for m in self._candidates(text) if not self.strict or m.has_rest]
        return max(found, key=lambda match: match.head_end, default=None)

    def _candidates(self, text: str) -> Iterator["Match"]:
        for pattern, kept in self._compiled:
            if head := pattern.match(text):
                start, end = _strip(text, head.end() - kept, len(text))
                rest = self._rest.fullmatch(text, start, end)
                match = Match(self, head, (start, end), rest)
                if all(_is_id(digits) for digits in match.numbers().values()):
                    yield match


@dataclass(frozen=True)
class Match:
    """A line read by its form; spans are (start, end) positions in the text."""

    form: Form
    head: re.Match[str]
    value_span: tuple[int, int]
    rest: re.Match[str] | None

    @property
    def head_end(self) -> int:
        """Where the head ends."""
        return self.head.end()

    @property
    def has_rest(self) -> bool:
        """Whether the value has the shape that the form expects."""
        return self.rest is not None

    @property
    def value(self) -> str:
        """The text after the head, without blanks around it."""
        return self.head.string[slice(*self.value_span)]

    @property
    def text(self) -> str:
        """The text that was matched."""
        return self.head.string

    def numbers(self) -> dict[str, str]:
        """The numbers that name records and recipients, as digits (`rids`: as logged)."""
        spans = {name: self.head.span(name) for name in self.head.re.groupindex} | self.rest_ids()
        return {name: self.text[start:end] for name, (start, end) in spans.items()}

    def rest_ids(self) -> dict[str, tuple[int, int]]:
        """Where the ids stand that only the rest of a strict form tells."""
        if not (self.form.strict and self.rest):
            return {}
        named = {name: self.rest.span(name) for name in self.rest.re.groupindex if name in NUMBERS}
        return {name: span for name, span in named.items() if span[0] >= 0}

    def spans(self) -> dict[str, tuple[int, int]]:
        """Where each number and each field stands in the text."""
        named = {name: self.head.span(name) for name in self.head.re.groupindex}
        if self.rest:
            named |= {
                name: trimmed(name, self.head.string, *self.rest.span(name))
                for name in self.rest.re.groupindex
            }
        return {name: span for name, span in named.items() if span[0] >= 0}

    def fields(self) -> dict[str, str]:
        """Each field by name, as text; fields that are empty are left out, but for the sender."""
        text = self.head.string
        found = dict(self.form.constants)
        if self.rest:
            for name, span in self.spans().items():
                if name in self.rest.re.groupindex and (span[0] < span[1] or name == "sender"):
                    found[name] = text[slice(*span)]
        return found


def trimmed(name: str, text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a field without blanks, one pair of quotes and one pair of `<>`, by its kind."""
    start, end = _strip(text, start, end)
    if name in QUOTED and end - start > 1 and text[start] == text[end - 1] in ("'", '"'):
        start, end = _strip(text, start + 1, end - 1)
    if name in BRACKETED and end - start > 1 and text[start] == "<" and text[end - 1] == ">":
        start, end = _strip(text, start + 1, end - 1)
    return start, end


def parse_head(template: str) -> list[Head]:
    """Read a head template; one `Head` for each combination of its choices.

    `{name}` is a number (`NUMBERS`) or the list `rids`; `(a|b)` one of several literals; `^` the
    place where the value begins when part of the head belongs to it; `\\` takes away the meaning
    of the character after it.

    Raises ValueError for a template that cannot be read.
    """
    options = [_options(token) for token in _tokens(template)]
    return [_head(template, choice) for choice in product(*options)]


_TOKEN = re.compile(r"\\(.)|\{(\w+)\}|\(([^()]*)\)|(\^)|([^\\{}()^|]+)")


def _tokens(template: str) -> Iterator[re.Match[str]]:
    place = 0
    while place < len(template):
        token = _TOKEN.match(template, place)
        if not token:
            raise ValueError(f"head {template!r}: nothing known at {template[place:]!r}")
        yield token
        place = token.end()


def _options(token: re.Match[str]) -> list[Piece | None]:
    escaped, name, choice, mark, text = token.groups()
    if name:
        if name not in NUMBERS and name != "rids":
            raise ValueError(f"no number {name!r}")
        return [Piece(name=name)]
    if choice is not None:
        return [Piece(text=option.encode()) for option in choice.split("|")]
    return [None] if mark else [Piece(text=(escaped or text).encode())]


def _head(template: str, choice: tuple[Piece | None, ...]) -> Head:
    mark = choice.index(None) if None in choice else len(choice)
    kept = [piece for piece in choice[mark + 1 :] if piece]
    if any(piece.name for piece in kept):
        raise ValueError(f"head {template!r}: a number after ^")
    pieces: list[Piece] = []
    for piece in filter(None, choice):
        if pieces and piece.text and pieces[-1].text:
            pieces[-1] = Piece(text=pieces[-1].text + piece.text)
        elif piece.text or piece.name:
            pieces.append(piece)
    return Head(tuple(pieces), sum(len(piece.text) for piece in kept))


def _piece_pattern(piece: Piece, seen: set[str]) -> str:
    if piece.text:
        return re.escape(piece.text.decode())
    if piece.is_list:
        return r"(?P<rids>[0-9, ]*)"
    digits = rf"[0-9]{{1,{MAX_DIGITS}}}(?![0-9])"
    if piece.name in seen or piece.name == "number":
        return digits
    seen.add(piece.name)
    return rf"(?P<{piece.name}>{digits})"


def _is_id(digits: str) -> bool:
    """Whether a number fits; a list of recipients is looked at where it is used."""
    return len(digits) < MAX_DIGITS or not digits.isdigit() or int(digits) <= MAX_ID


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in BLANKS:
        start += 1
    while end > start and text[end - 1] in BLANKS:
        end -= 1
    return start, end


BLANKS = " \t\r"
"""What is taken away at the ends of a text: a form feed or a NEL belongs to a subject."""
