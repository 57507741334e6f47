"""Whatever a stranger writes into a field, no record changes but for that field's own text.

The example of every form is put into every field that strangers fill, of every form. Each case has
ids of its own, so that one load holds them all; the case with a harmless text is the measure.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from packing import stored
from reading import EXAMPLES

from esalog import Log, export
from esalog.grammar import FORMS
from esalog.grammar.form import Form, Match
from esalog.grammar.types import TYPES
from esalog.recognise import ID_NAMES

STAMP = "Mon Mar  2 09:00:01 2026 Info: "
STEP = 1_000
"""So far apart are the ids of two cases; those in the examples are smaller."""

HARMLESS = "x"
ATTACKS = (HARMLESS, *(form.example for form in FORMS))
STRANGERS = ("text", "address", "host")
"""Types of fields that strangers fill."""

OUR_WORDS = {"detail", "counters", "answer"}
"""Fields of those types in which only the gateway itself writes."""

KINDS: dict[export.Kind, str] = {"injections": "icid", "deliveries": "dcid", "messages": "mid"}
"""The name of the id of each kind of record."""

COLUMNS = {"attachment": "attachments"}
"""Where a record keeps a field under another name."""


@dataclass(frozen=True)
class Place:
    """A field of an example that a stranger fills."""

    form: Form
    line: str
    field: str

    def case(self, shift: int, text: str) -> list[str]:
        """The lines of a case: its records, and the line with a text in the field."""
        line, match = self._moved(shift)
        start, end = _inside(line, *match.spans()[self.field])
        if self.form.strict and TYPES[self.field] == "address":
            text = _as_address(text)
        ids = {name: int(digits) for name, digits in match.numbers().items() if name in ID_NAMES}
        return [*_context(self.form, shift, ids), line[:start] + text + line[end:]]

    @property
    def columns(self) -> set[str]:
        """Where records keep the field, by itself or as a part of another one."""
        spans = _matched(self.form, self.line).spans()
        start, end = spans[self.field]
        around = {name for name, span in spans.items() if span[0] <= start and end <= span[1]}
        return {COLUMNS.get(name, name) for name in around}

    def _moved(self, shift: int) -> tuple[str, Match]:
        """The example with ids of its own."""
        line, match = self.line, _matched(self.form, self.line)
        spans = [match.spans()[name] for name in ID_NAMES if name in match.spans()]
        for start, end in sorted(spans, reverse=True):
            number = int(line[start:end])
            line = f"{line[:start]}{number + shift if number else 0}{line[end:]}"
        return line, _matched(self.form, line)


def _as_address(text: str) -> str:
    """An address that holds any text, as SMTP has it (RFC 5321); other wordings need no quotes."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"@example.net'


def _inside(line: str, start: int, end: int) -> tuple[int, int]:
    """A span without the brackets around an address, which the gateway itself writes."""
    bracketed = line[start] == "<" and line[end - 1] == ">"
    return (start + 1, end - 1) if bracketed else (start, end)


def _matched(form: Form, line: str) -> Match:
    match = form.match(line)
    assert match
    return match


def _context(form: Form, shift: int, ids: Mapping[str, int]) -> Iterator[str]:
    """Lines before, that make the records which the line names, and which it could change."""
    icid, mid = ids.get("icid") or shift + 8, ids.get("mid") or shift + 26
    dcid = ids.get("dcid") or shift + 41
    if form.event != "opened":
        yield (
            f"New SMTP ICID {icid} interface In (192.0.2.5) address 198.51.100.7 "
            "reverse dns host unknown verified no"
        )
        yield f"New SMTP DCID {dcid} interface 192.0.2.5 address 198.51.100.20 port 25"
    yield f"Start MID {mid} ICID {icid}"
    yield f"MID {mid} ICID {icid} RID 0 To: <carl@example.org>"
    yield f"Delivery start DCID {dcid} MID {mid} to RID [0]"


def places() -> list[Place]:
    """Every field of every form that a stranger fills, in one example that has it."""
    found = {
        (form.id, name): Place(form, line, name)
        for form, line in EXAMPLES
        for name, text in _matched(form, line).fields().items()
        if text and TYPES[name] in STRANGERS and name not in OUR_WORDS
        if name not in form.constants and not _holds_id(_matched(form, line), name)
    }
    return list(found.values())


def _holds_id(match: Match, field: str) -> bool:
    """Whether the gateway writes an id inside the field, so that it begins with its own words."""
    spans = match.spans()
    start, end = spans[field]
    return any(start <= spans[name][0] < end for name in ID_NAMES if name in spans)


def played(cases: Sequence[tuple[Place, str]]) -> bytes:
    """The log of all cases, one after the other."""
    return "".join(
        f"{STAMP}{line}\n"
        for number, (place, text) in enumerate(cases, 1)
        for line in place.case(number * STEP, text)
    ).encode()


def told(log: Log) -> dict[int, list[dict[str, Any]]]:
    """The records of each case, with ids and lines as if it were the only one."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for kind, name in KINDS.items():
        for record in export.records(log, kind):
            found[record[name] // STEP].append({"kind": kind, **record})
    for case, records in found.items():
        first = min(record["first_line"] for record in records)
        for record in records:
            _leave_alone(record, case * STEP, first)
    return found


def _leave_alone(record: dict[str, Any], shift: int, first: int) -> None:
    for name in ("first_line", "last_line"):
        record[name] -= first
    for part in (record, *record.get("recipients", ())):
        for name in ("icid", "mid", "dcid", "parent"):
            if part.get(name):
                part[name] -= shift
    for name in ("mids", "children"):
        record[name] = [number - shift for number in record.get(name, ())]


def without(records: Sequence[dict[str, Any]], columns: set[str]) -> list[dict[str, Any]]:
    """The records without these columns."""
    return [
        {
            **_cut(record, columns),
            "recipients": [_cut(one, columns) for one in record.get("recipients", ())],
        }
        for record in records
    ]


def _cut(record: Mapping[str, Any], columns: set[str]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in columns}


def test_no_text_of_a_stranger_changes_a_record() -> None:
    cases = [(place, text) for place in places() for text in ATTACKS]
    with Log() as log:
        for _ in log.load_source(stored(played(cases)), live=False):
            pass
        assert log.counts.unframed == 0
        found = told(log)
    assert set(found) == set(range(1, len(cases) + 1))
    for first in range(0, len(cases), len(ATTACKS)):
        place = cases[first][0]
        honest = without(found[first + 1], place.columns)
        for number, (_, text) in enumerate(cases[first : first + len(ATTACKS)], first + 1):
            fooled = without(found[number], place.columns)
            assert fooled == honest, (place.form.id, place.field, text)
