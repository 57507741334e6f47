"""What was typed, as conditions of SQL; what a person typed is always a parameter."""

from collections.abc import Sequence
from string import punctuation
from typing import NamedTuple

from esalog.search.terms import Place, Query, Term, can_scatter


class Condition(NamedTuple):
    """A piece of SQL and its parameters."""

    sql: str
    parameters: tuple[object, ...]


class Columns(NamedTuple):
    """The SQL of a text as it is compared, and as it is."""

    folded: str
    text: str


ENTITY = Columns("folded", "coalesce(text, folded)")


def fits(query: Query, columns: Columns, *, is_loose: bool = False) -> Condition:
    """All groups of a query; when `is_loose`, fuzzy terms may leave something out."""
    return _joined(
        " AND ",
        [_any([_term(term, columns, is_loose) for term in group]) for group in query.groups],
    )


def begins(query: Query, columns: Columns) -> Condition:
    """That the text begins with a term of the first group."""
    return _any(
        [_call(Place.START, columns, term) for term in query.first if term.place is not Place.END]
    )


def _any(conditions: Sequence[Condition]) -> Condition:
    return _joined(" OR ", conditions) if conditions else Condition("false", ())


def _joined(word: str, conditions: Sequence[Condition]) -> Condition:
    sql = word.join(condition.sql for condition in conditions)
    return Condition(f"({sql})", tuple(value for one in conditions for value in one.parameters))


def _term(term: Term, columns: Columns, is_loose: bool) -> Condition:
    if is_loose and can_scatter(term):
        # LIKE, whose wildcards let some more pass, is much faster than the regular expression.
        like = "%".join(["", *term.sought, ""])
        return Condition(
            f"({columns.folded} LIKE ? AND regexp_matches({columns.folded}, ?, 's'))",
            (like, _scattered(term)),
        )
    condition = _call(term.place, columns, term)
    return Condition(f"NOT {condition.sql}", condition.parameters) if term.is_negated else condition


def _scattered(term: Term) -> str:
    """From the start of a word on: letters with one letter, or the rest of words, in between."""
    letters = (f"\\{letter}" if letter in punctuation else letter for letter in term.sought)
    return r"(?:^|[^\pL\pN])" + r"(?:.?|.*[^\pL\pN])".join(letters)


def _call(place: Place, columns: Columns, term: Term) -> Condition:
    column = columns.text if term.is_cased else columns.folded
    if place is Place.WHOLE:
        return Condition(f"{column} = ?", (term.sought,))
    return Condition(f"{place.value}({column}, ?)", (term.sought,))
