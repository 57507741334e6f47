"""What hangs together with one record: a message with its family and connections, line by line."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from esalog.facts import GIVEN, whole_field
from esalog.grammar import FORMS
from esalog.grammar.form import trimmed
from esalog.keys import Key

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """What one line says of one record: the event, the ids in it, and its free text."""

    line: int
    at: datetime | None
    event: str
    form: int
    other: int | None
    dcid: int | None
    rids: frozenset[int]
    value: str | None

    def text(self, name: str) -> str | None:
        """The field `name`, or None where the line has none."""
        return _field(self.form, name, self.value or "") if self.form else None


@dataclass(eq=False)
class Record:
    """A record with the steps of its lines, in their order."""

    key: Key
    row: Row
    steps: list[Step] = field(default_factory=list)

    def holds(self, line: int) -> bool:
        """Whether a line that names the record's id is one of its generation."""
        inside: bool = self.row["first_line"] <= line <= self.row["last_line"]
        return inside

    def lines(self, *events: str) -> list[int]:
        """The lines of these events."""
        return [step.line for step in self.steps if step.event in events]


class Connection(Record):
    """An injection or a delivery; its steps are those of lines that name no message."""


@dataclass(slots=True, eq=False)
class Attempt:
    """One attempt to deliver to one recipient, or a hand-over to a quarantine.

    `outcome` is the event that ended it, None while none has.
    """

    rid: int
    connection: Connection
    line: int
    last_line: int
    outcome: str | None
    done_line: int | None = None

    @property
    def is_delivery(self) -> bool:
        """Whether it was one; a hand-over to a quarantine is none."""
        return self.outcome != "handed_over"

    @property
    def tls(self) -> str:
        """The state of its connection; but what was delivered never failed."""
        state: str = self.connection.row["tls"]
        if state == "failed" and self.outcome == "done":
            return "none" if self.connection.row["has_opened"] else "unknown"
        return state


@dataclass(eq=False)
class Mail(Record):
    """A message: the connections it came by and, by RID, left by, and its family.

    `link` is the line that tells its parent.
    """

    injection: Connection | None = None
    attempts: dict[int, list[Attempt]] = field(default_factory=lambda: defaultdict(list))
    parent: "Mail | None" = None
    link: int | None = None
    children: list["Mail"] = field(default_factory=list)

    @property
    def began(self) -> int:
        """The line at which its TLS counts: its `Start MID`, else its first line."""
        return min(self.lines("started"), default=self.row["first_line"])

    @property
    def carrier(self) -> "Mail":
        """The message that was received: itself, or the ancestor from which it was made."""
        mail, passed = self, {self.key}
        while mail.parent and not mail.row["icid"] and mail.row["relation"] != "bounce":
            if mail.parent.key in passed:
                break
            mail = mail.parent
            passed.add(mail.key)
        return mail

    @property
    def verdicts(self) -> Mapping[str, str]:
        """The last word of each scanning engine, in the order of these lines."""
        found: dict[str, str] = {}
        for step in self.steps:
            engine, verdict = step.text("engine"), step.text("verdict")
            if step.event == "verdict" and engine and verdict:
                found.pop(engine, None)
                found[engine] = verdict
        return found

    @cached_property
    def steps_of(self) -> Mapping[int, list[Step]]:
        """The steps of the lines that name a recipient, by RID."""
        named: dict[int, list[Step]] = defaultdict(list)
        for step in self.steps:
            for rid in step.rids:
                named[rid].append(step)
        return named


@dataclass(frozen=True)
class Family:
    """A message with all that it came from and became; `is_whole` unless some were left out."""

    own: Mail
    root: Mail
    is_whole: bool


@dataclass(frozen=True)
class Call:
    """A connection with the first of its messages."""

    connection: Connection
    mails: Sequence[Mail]


def relate(mails: Iterable[Mail]) -> None:
    """Set parent and children of messages by the lines that name two of them (section G)."""
    by_mid = defaultdict(list)
    for mail in mails:
        by_mid[mail.key.id].append(mail)
    everyone = [mail for same in by_mid.values() for mail in same]
    for mail in everyone:
        for step in mail.steps:
            if step.other and step.event in GIVEN:
                mail.parent = next(
                    (old for old in by_mid[step.other] if old.holds(step.line)), None
                )
                mail.link = step.line
                break
    for mail in everyone:
        if mail.parent:
            mail.parent.children.append(mail)
    for mail in everyone:
        mail.children.sort(key=lambda child: child.link or 0)


def root_of(mail: Mail) -> Mail:
    """The ancestor that has no parent; in a cycle (a damaged log) the last before it closes."""
    passed = {mail.key}
    while mail.parent and mail.parent.key not in passed:
        mail = mail.parent
        passed.add(mail.key)
    return mail


@cache
def _pattern(form: int) -> re.Pattern[str]:
    return re.compile(FORMS[form - 1].rest, re.DOTALL)


def _field(number: int, name: str, value: str) -> str | None:
    """A field of a value, as the records have it."""
    form = FORMS[number - 1]
    if name not in form.fields:
        return None
    if name in form.constants:
        return form.constants[name]
    if whole_field(form) == name:
        return value or None
    match = _pattern(number).fullmatch(value)
    start, end = trimmed(name, value, *match.span(name)) if match else (0, 0)
    return value[max(start, 0) : max(end, 0)] or None
