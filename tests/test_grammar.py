"""The grammar: every entry reads its own lines, and every row of the catalogue has its entry."""

import re
from collections.abc import Iterator

import duckdb
import pytest
from reading import EXAMPLES, read

from esalog.grammar import BY_ID, FORMS, NOT_LINES
from esalog.grammar.form import Form, Head

ROWS = {"A": 16, "B": 29, "C": 6, "D": 24, "E": 8, "F": 29, "G": 8, "H": 25, "I": 18, "J": 9}
"""How many rows each section of the catalogue has; E5 is two rows."""


def rows() -> Iterator[str]:
    for section, count in ROWS.items():
        yield from (f"{section}{number}" for number in range(1, count + 1))


@pytest.mark.parametrize(("form", "line"), EXAMPLES, ids=lambda value: getattr(value, "id", ""))
def test_every_example_is_read_by_its_own_entry(form: Form, line: str) -> None:
    match = read(line)
    assert match is not None
    assert match.form is form
    assert match.has_rest


def test_every_wording_of_a_head_is_shown_by_an_example() -> None:
    for form in FORMS:
        lines = (form.example, *form.more)
        for template in form.heads:
            assert any(template_fits(form, template, line) for line in lines), template


def template_fits(form: Form, template: str, line: str) -> bool:
    one = Form("X", form.event, (template,), form.example, form.meaning, form.rest)
    return one.match(line) is not None


def test_every_row_of_the_catalogue_is_read_or_explained() -> None:
    covered = {form.id for form in FORMS} | {row for form in FORMS for row in form.covers}
    for row in rows():
        named = {row, *(f"{row}{letter}" for letter in "abcde")}
        assert bool(named & covered) != (row in NOT_LINES), row
    assert {"E5a", "E5b"} <= covered
    assert {row.rstrip("abcde") for row in covered | set(NOT_LINES)} == set(rows())


def test_ids_are_unique_and_no_row_is_covered_twice() -> None:
    named = [row for form in FORMS for row in (form.id, *form.covers)]
    assert len(set(named)) == len(named)
    assert len(BY_ID) == len(FORMS)


def test_no_two_entries_have_one_head() -> None:
    owner: dict[tuple[tuple[bytes, str], ...], str] = {}
    for form in FORMS:
        for head in form.wordings:
            assert owner.setdefault(shape(head), form.id) == form.id


def shape(head: Head) -> tuple[tuple[bytes, str], ...]:
    """What the recogniser sees of a head: all numbers look alike to it."""
    return tuple(
        (piece.text, piece.name if piece.name in ("", "rid", "rids") else "number")
        for piece in head.pieces
    )


def test_every_meaning_is_one_sentence() -> None:
    for form in FORMS:
        assert re.fullmatch(r"[A-Z][^\n]*[A-Za-z0-9)]\.", form.meaning), form.id


def test_a_strict_entry_asks_for_something_behind_its_head() -> None:
    assert not [form.id for form in FORMS if form.strict and re.fullmatch(form.rest, "")]


@pytest.mark.parametrize(("form", "line"), EXAMPLES, ids=lambda value: getattr(value, "id", ""))
def test_the_store_reads_fields_as_python_does(form: Form, line: str) -> None:
    match = form.match(line)
    assert match is not None
    assert match.rest is not None
    names = list(match.rest.re.groupindex)
    if not names:
        return
    with duckdb.connect() as database:
        [(stored,)] = database.execute(
            f"SELECT regexp_extract($value, $pattern, {names})",
            {"value": match.value, "pattern": f"(?s)^(?:{form.rest})$"},
        ).fetchall()
    assert stored == {name: text or "" for name, text in match.rest.groupdict().items()}
