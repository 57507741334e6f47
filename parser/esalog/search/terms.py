"""What was typed into Find, as terms: the grammar of fzf.

Terms stand between blanks (`\\ ` is a blank inside of one) and all must fit. `'word` must stand in
the text as it is, `^word` begins it, `word$` ends it, `!word` must not stand in it, and `a | b`
lets one of both fit. A term with a capital letter is told by case, any other is not.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from esalog.search.folding import folded

_WORDS = re.compile(r"(?:\\ |\S)+")
LONGEST_ID = 18
"""Digits of the longest id."""

_ID = re.compile(rf"(?i:(mid|icid|dcid)[ :#=]*)?(\d{{1,{LONGEST_ID}}})")
_SHORTEST_SCATTERED = 3
_LONGEST_SCATTERED = 24

_LONGEST = 256
"""Characters of what was typed, or pasted, that count."""


class Place(StrEnum):
    """Where in the text a term must stand, by the function of SQL that says so."""

    ANYWHERE = "contains"
    START = "starts_with"
    END = "ends_with"
    WHOLE = "equals"


@dataclass(frozen=True, slots=True)
class Term:
    """One term; `is_fuzzy` when letters may be left out or be wrong."""

    text: str
    place: Place = Place.ANYWHERE
    is_fuzzy: bool = False
    is_negated: bool = False

    @property
    def is_cased(self) -> bool:
        """Whether the term is told by case."""
        return self.text != self.text.lower()

    @property
    def sought(self) -> str:
        """What must stand in the text, or in the folded text when the term is not cased."""
        return self.text if self.is_cased else folded(self.text)


Group = tuple[Term, ...]
"""Terms of which one must fit."""


@dataclass(frozen=True, slots=True)
class Query:
    """All groups must fit; the first that is not negated tells how well."""

    groups: tuple[Group, ...]

    @property
    def first(self) -> Group:
        """The group that hits are ranked by; empty when there are only negated terms."""
        return next((group for group in self.groups if not is_negated(group)), ())

    @property
    def phrases(self) -> tuple[str, ...]:
        """Folded texts that are all that was typed."""
        if len(self.groups) == 1:
            return tuple(folded(term.text) for term in self.first)
        plain = all(len(group) == 1 and group[0].is_fuzzy for group in self.groups)
        return (" ".join(folded(group[0].text) for group in self.groups),) if plain else ()

    @property
    def may_be_message_id(self) -> bool:
        """Whether it is worth while to look through all Message-IDs.

        They have no blanks, and nobody remembers them as several words of letters.
        """
        terms = [term.sought for group in self.groups for term in group]
        is_words = len(self.groups) > 1 and all(term.isalpha() for term in terms)
        return not is_words and not any(" " in term for term in terms)

    @property
    def in_any_case(self) -> "Query":
        """The same with no fuzzy term told by case."""
        return Query(tuple(tuple(_uncased(term) for term in group) for group in self.groups))


def is_negated(group: Group) -> bool:
    """Whether a text may fit that holds none of the terms."""
    return any(term.is_negated for term in group)


class TypedId(NamedTuple):
    """The number of an id, and the column of it or an empty text."""

    column: str
    number: int


def can_scatter(term: Term) -> bool:
    """Whether what stands between the letters of a term may be left out."""
    return (
        term.is_fuzzy
        and not term.is_cased
        and _SHORTEST_SCATTERED <= len(term.sought) <= _LONGEST_SCATTERED
        and any(letter.isalpha() for letter in term.sought)
    )


def parse(typed: str) -> Query:
    """What was typed, as terms; what is none yet, as a lone `!` or accent, counts for nothing."""
    groups: list[Group] = []
    joins = False
    # What is no text, as a lone half of a pair, can stand in no log.
    text = typed[:_LONGEST].encode("utf-8", "ignore").decode("utf-8")
    for word in _WORDS.findall(text):
        if word == "|":
            joins = bool(groups)
        elif term := _term(word.replace("\\ ", " ")):
            if joins:
                groups[-1] = (*groups[-1], term)
            else:
                groups.append((term,))
            joins = False
    return Query(tuple(groups))


def typed_id(typed: str) -> TypedId | None:
    """The id that was typed, if all is one: `4711`, `MID 4711` or `dcid:4711`."""
    found = _ID.fullmatch(typed.strip())
    return TypedId((found[1] or "").lower(), int(found[2])) if found else None


def _uncased(term: Term) -> Term:
    return replace(term, text=term.text.lower()) if term.is_fuzzy else term


def _term(word: str) -> Term | None:
    negated = word.startswith("!")
    word = word.removeprefix("!")
    exact = word.startswith("'")
    starts = word.startswith("^")
    ends = word.endswith("$") and not exact and word != "$"
    text = word.removeprefix("'").removesuffix("'") if exact else word
    text = text.removeprefix("^").removesuffix("$") if starts or ends else text
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    if not folded(text):  # an accent without its letter is as good as nothing
        return None
    place = {
        (False, False): Place.ANYWHERE,
        (True, False): Place.START,
        (False, True): Place.END,
        (True, True): Place.WHOLE,
    }[starts, ends]
    plain = not (negated or exact or starts or ends)
    return Term(text, place, is_fuzzy=plain, is_negated=negated)
