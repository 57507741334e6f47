"""The reasons of failures of TLS: few names for many texts, in Python and in SQL alike."""

import duckdb
import pytest

from esalog.reasons import NAMES, NOT_LOGGED, OTHER, REASONS, explained, normalised, normalising

EXAMPLES = [(reason.name, text) for reason in REASONS for text in reason.examples]
STRANGE = [
    "",
    "no idea",
    "(336027804, 'error:1407609C:SSL routines:SSL23_GET_CLIENT_HELLO:http request')",
    "STARTTLS\nunexpected response",
    "naïve \u212aeof\u0130",
    "it's 'quoted'",
]


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_an_example_has_the_reason_it_is_an_example_of(name: str, text: str) -> None:
    assert normalised(text) == name


@pytest.mark.parametrize(("name", "text"), EXAMPLES)
def test_case_does_not_count(name: str, text: str) -> None:
    assert normalised(text.upper()) == normalised(text.lower()) == name


def test_every_reason_has_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_a_text_that_nobody_knows_is_other_and_none_is_not_logged() -> None:
    assert normalised("cosmic rays") == OTHER
    assert normalised(None) == normalised("") == NOT_LOGGED


def test_sql_gives_the_same_as_python() -> None:
    texts = [*(text for _, text in EXAMPLES), *STRANGE, None]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE failures AS SELECT unnest(?::VARCHAR[]) AS text", [texts])
        found = connection.table("failures").project(normalising("text")).fetchall()
    assert found == [(normalised(text),) for text in texts]


def test_the_text_is_kept_where_it_says_more() -> None:
    assert explained("verify error: self signed certificate") == (
        "certificate verify failed: verify error: self signed certificate"
    )
    assert explained("STARTTLS unexpected response") == "STARTTLS unexpected response"
    assert explained("cosmic rays") == "cosmic rays"
    assert explained(None) == NOT_LOGGED
