"""What a line says: its form, its fields with their places, and the records that it names."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from esalog.decoding import decoded
from esalog.grammar import FORMS
from esalog.grammar.form import Form
from esalog.grammar.types import TYPES
from esalog.keys import Key
from esalog.log import Log
from esalog.recognise import UNKNOWN, recogniser
from esalog.scan import Scan, scan
from esalog.text import records_at

_REACH = 32
"""So many lines before and behind one are looked at, because it may be wrapped."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: as logged, and as a person reads it, None when that is the same.

    `type` is one of `grammar.types.MEANINGS`. `span` is (start, end) in the text that was asked
    about, None when the field stands elsewhere, or when only the form itself tells it.
    """

    name: str
    type: str
    raw: str
    decoded: str | None
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a line says.

    `text` is what stands behind its level, put together from all the lines that it was wrapped
    into; spans of fields are places in it. Text of no known form has none and no fields.
    """

    text: str
    form: Form | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class LineFields:
    """What one line of a load says, as in `Explanation`; `records` are those that it names.

    `number` is the line in which it begins: of one that continues another, that one. Spans of
    fields are places in the line that was asked for, as `LogLine.text` has it.
    """

    number: int
    text: str
    form_id: str | None
    meaning: str
    fields: tuple[Field, ...]
    records: tuple[Key, ...]


def explain(content: bytes) -> Iterator[Explanation]:
    """What each line of some text says; lines that continue another are explained with it."""
    found = scan(content, recogniser())
    if not found.framed.any():
        found = scan(content, recogniser(), pasted=True)
    for line in range(found.count):
        if not found.joined[line]:
            text = "".join(_shown(glue + own) for _, glue, own in found.pieces(line))
            yield _explained(found, line, text)


def fields(log: Log, number: int) -> LineFields:
    """What the line with this number says. Raises `IndexError` when there is no such line."""
    window = _window(log, number)
    found = window.scan()
    asked = window.index(number)
    head = found.head(asked)
    text, place = "", _Place(0, 0, 0)
    for line, glue, own in found.pieces(head):
        text += _shown(glue)
        if line == asked:
            place = window.place(number, len(text), _shown(own), found)
        text += _shown(own)
    explained = _explained(found, head, text)
    return LineFields(
        window.first + head,
        text,
        explained.form.id if explained.form else None,
        explained.form.meaning if explained.form else "",
        tuple(replace(field, span=place.of(field.span)) for field in explained.fields),
        tuple(records_at(log, window.first + head)),
    )


def fields_of(form: Form, text: str) -> tuple[Field, ...]:
    """The fields of a text of this form, in the order of their places."""
    told = tuple(Field(name, TYPES[name], raw, None, None) for name, raw in form.constants.items())
    match = form.match(text)
    if not match:
        return told
    spans = sorted(match.spans().items(), key=lambda item: item[1])
    return told + tuple(
        Field(name, TYPES[name], text[start:end], decoded(name, text[start:end]), (start, end))
        for name, (start, end) in spans
        if start < end or name == "sender"
    )


@dataclass(frozen=True)
class _Place:
    """Where the characters `start` to `end` of a whole text stand in a line: from `offset` on."""

    start: int
    end: int
    offset: int

    def of(self, span: tuple[int, int] | None) -> tuple[int, int] | None:
        if span is None or span[0] >= self.end or span[1] <= self.start:
            return None
        start, end = max(span[0], self.start), min(span[1], self.end)
        return start - self.start + self.offset, end - self.start + self.offset


@dataclass(frozen=True)
class _Window:
    """Lines of one source around the one that was asked for, from number `first` on.

    The last one may be put together from `half` bytes of its own and the first line of the next
    source; the first one may be the rest of such a line.
    """

    first: int
    raw: list[bytes]
    half: int | None
    is_pasted: bool
    goes_on: bool

    def scan(self) -> Scan:
        content = b"".join(line + b"\n" for line in self.raw)
        return scan(content, recogniser(), pasted=self.is_pasted, goes_on=self.goes_on)

    def index(self, number: int) -> int:
        return min(number - self.first, len(self.raw) - 1)

    def place(self, number: int, start: int, own: str, found: Scan) -> _Place:
        """Where the text `own`, which begins at `start` of the whole, stands in the line."""
        index = self.index(number)
        raw = self.raw[index]
        offset = len(_shown(raw[: found.own_start[index] - found.start[index]]))
        if self.half is None or index < len(self.raw) - 1:
            return _Place(start, start + len(own), offset)
        cut = len(_shown(raw[: self.half]))
        before = max(0, cut - offset)
        if number - self.first == index:
            return _Place(start, start + before, offset)
        return _Place(start + before, start + len(own), max(0, offset - cut))


def _window(log: Log, number: int) -> _Window:
    stretch = log.stretch_of(number)
    if stretch.is_rest and number == stretch.first_line:
        stretch = log.stretch_of(number - 1)
    last = stretch.last_line
    first = max(stretch.first_line, min(number, last) - _REACH)
    raw = log.raw_lines(first, min(2 * _REACH, last - first + 1))
    half = None
    if stretch.goes_on and first + len(raw) > last:
        half = len(raw[-1])
        raw[-1] += log.raw_lines(last + 1, 1)[0]
    goes_on = first == stretch.first_line and stretch.is_rest
    return _Window(first, raw, half, stretch.source.is_pasted, goes_on)


def _explained(found: Scan, line: int, text: str) -> Explanation:
    number = found.found.form[line]
    if number == UNKNOWN:
        return Explanation(text, None, ())
    form = FORMS[number - 1]
    return Explanation(text, form, fields_of(form, text))


def _shown(content: bytes) -> str:
    return content.decode("utf-8", "backslashreplace")
