"""The filter language: what a person types to see fewer records, and what it asks of each record.

Terms with a blank between them must all fit. `|` between terms is one or the other, and binds more
than a blank; `!` before a term leaves out what fits. A term is `word:value` or a value alone, which
some line of the whole transaction must hold. A value is a part of text in any case unless it has a
capital; `"a b"` may hold blanks, `'a'` is the whole text, `/a/` a regular expression (RE2).
`word:` alone fits what has such a thing at all.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from esalog.errors import FilterError
from esalog.keys import Kind
from esalog.query.conditions import VIA, Condition, all_of, any_of, not_, on, test
from esalog.query.values import Check, Manner, Value, check_pattern, nearest
from esalog.query.words import BY_NAME, WORDS, FilterWord

FILTER_WORDS = WORDS
"""The words, to be offered while one types."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or None for lines, with the values of which one must fit (none: it must be there)."""

    word: FilterWord | None
    values: tuple[Value, ...]
    checks: tuple[Check, ...]
    is_negated: bool


Alternatives = tuple[Term, ...]
"""Terms of which one must fit."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that was read: alternatives that must all fit, with the text of each."""

    parts: tuple[tuple[str, Alternatives], ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a filter is about: where the log ends, and the records that a line is in.

    `held` gives for a value and a kind of record those of whose transactions a line has it.
    """

    last: datetime | None
    held: Callable[[Value, Kind], Condition]


def parse_filter(text: str) -> Filter:
    """Read a filter. Raises `FilterError`, which tells where it is wrong."""
    return Filter(tuple(_Scanner(text).parts()))


def split_filter(text: str) -> list[str]:
    """The parts of a filter that must all fit, each a filter by itself. Raises `FilterError`."""
    return [part for part, _ in parse_filter(text).parts]


def condition(parsed: Filter, kind: Kind, around: Surroundings) -> Condition:
    """What the filter asks of a record of that kind."""
    return all_of(
        any_of(_term(term, kind, around) for term in alternatives)
        for _, alternatives in parsed.parts
    )


def _term(term: Term, kind: Kind, around: Surroundings) -> Condition:
    word = term.word
    if word is None:
        fits = any_of(around.held(value, kind) for value in term.values)
    else:
        fits = any_of(_asked(word, check, kind, around.last) for check in term.checks)
    return not_(fits) if term.is_negated else fits


def _asked(word: FilterWord, check: Check, kind: Kind, last: datetime | None) -> Condition:
    """The check on the columns of a kind, or on those of the records that belong to it."""
    if kind in word.columns:
        columns = word.columns[kind]
        return any_of(on(column, lambda sql: check(sql, last)) for column in columns)
    nearest: list[Kind] = [*word.columns] if kind == "messages" else ["messages"]
    return any_of(_asked(word, check, other, last).within(*VIA[kind, other]) for other in nearest)


def _is_there(column: str, last: datetime | None) -> Condition:
    return test(f"{column} IS NOT NULL")


_WORD = re.compile(r"(?:tls|reason):(?:in|out):|[a-z_]+:(?!:|//)", re.IGNORECASE)
_PLAIN = re.compile(r"[^\s|]+")
_QUOTES = {
    quote: re.compile(rf"{quote}((?:\\.|[^\\])*?){quote}(?=[\s|]|$)", re.DOTALL) for quote in "\"'/"
}
_MANNERS: Mapping[str, Manner] = {'"': "part", "'": "exact", "/": "regex"}
_BAR = re.compile(r"\s*\|[\s|]*")
_GAP = re.compile(r"[\s|]*")
_NOT = re.compile(r"(?:!\s*)*")


class _Scanner:
    """Reads one text from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def parts(self) -> Iterator[tuple[str, Alternatives]]:
        self._pass(_GAP)
        while self._at < len(self._text):
            start = self._at
            terms = [self._term()]
            end = self._at
            while self._pass(_BAR) and self._at < len(self._text):
                terms.append(self._term())
                end = self._at
            found = tuple(term for term in terms if term.word or term.values)
            if found:
                yield self._text[start:end], found
            self._pass(_GAP)

    def _term(self) -> Term:
        """A term and further values of its word behind bars without blanks."""
        is_negated = self._pass(_NOT).count("!") % 2 == 1
        word = self._word()
        values = []
        while (value := self._value()) is not None:
            values.append(value)
            if not self._same_word_goes_on():
                break
        checks = tuple(word.read(value) for value in values) if word else ()
        if word and not values:
            checks = (_is_there,)
        return Term(word, tuple(values), checks, is_negated)

    def _pass(self, pattern: re.Pattern[str]) -> str:
        """Go on behind what fits the pattern here; gives that text."""
        found = pattern.match(self._text, self._at)
        passed = found[0] if found else ""
        self._at += len(passed)
        return passed

    def _same_word_goes_on(self) -> bool:
        """Pass a bar with a value directly behind it."""
        behind = self._text[self._at + 1 : self._at + 2]
        if not self._text.startswith("|", self._at) or behind in ("", "|", "!") or behind.isspace():
            return False
        if _WORD.match(self._text, self._at + 1):
            return False
        self._at += 1
        return True

    def _word(self) -> FilterWord | None:
        found = _WORD.match(self._text, self._at)
        if not found:
            return None
        word = BY_NAME.get(found[0].lower())
        if word is None:
            raise self._unknown(found[0], found.end())
        self._at = found.end()
        return word

    def _unknown(self, name: str, end: int) -> FilterError:
        """An unknown word: the one that was meant, or the text in quotes if none is near."""
        meant = nearest(name.lower(), list(BY_NAME))
        if not meant:
            plain = _PLAIN.match(self._text, self._at)
            end = plain.end() if plain else end
            meant = f'"{self._text[self._at : end]}"'
        return FilterError(f"unknown word '{name}'", self._at, end, meant)

    def _value(self) -> Value | None:
        start = self._at
        quote = self._text[start : start + 1]
        if quote in _QUOTES:
            return self._quoted(quote, start)
        found = _PLAIN.match(self._text, start)
        if not found:
            return None
        self._at = found.end()
        return Value(found[0], "part", start, self._at)

    def _quoted(self, quote: str, start: int) -> Value:
        found = _QUOTES[quote].match(self._text, start)
        if not found:
            raise self._open(quote, start)
        self._at = found.end()
        unescaped = r"\\(/)" if quote == "/" else r"\\([\\\"'])"
        inside = re.sub(unescaped, r"\1", found[1])
        value = Value(inside, _MANNERS[quote], start, self._at)
        if quote == "/":
            check_pattern(value)
        return value

    def _open(self, quote: str, start: int) -> FilterError:
        """A quote without its end; what looks like a path is no regular expression."""
        plain = _PLAIN.match(self._text, start)
        end = plain.end() if plain and quote == "/" else len(self._text.rstrip())
        inside = self._text[start:end]
        closed = f'"{inside}"' if quote == "/" else f"{inside}{quote}"
        return FilterError(f"{inside} has no {quote} at its end", start, end, closed)
