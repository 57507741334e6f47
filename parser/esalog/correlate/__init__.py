"""From events to records: SQL steps, each closed under its key.

A step only maps rows, groups or orders them by its key, or joins on it, so it gives the same rows
for a part of the keys as for all of them: that is what lets a growing log be corrected record by
record, and lets a cluster run the steps on parts of the log.
"""

from collections.abc import Iterator
from typing import NamedTuple

import duckdb

from esalog.sql import statements_in


class Step(NamedTuple):
    """One `.sql` file: the table that it makes from the tables that it reads, and its key."""

    name: str
    reads: tuple[str, ...]
    makes: str
    key: tuple[str, ...]


def _step(name: str, makes: str, key: str, *reads: str) -> Step:
    return Step(name, reads, makes, tuple(key.split()))


CONNECTION_STEPS = (
    _step("resets", "connection_resets", "kind gateway id", "connection_lines"),
    _step("injections", "injections", "gateway icid", "injection_facts", "connection_resets"),
    _step("deliveries", "deliveries", "gateway dcid", "delivery_facts", "connection_resets"),
)
"""The first steps: what they make tells which messages must be made anew."""

MESSAGE_STEPS = (
    _step("message_resets", "message_resets", "gateway mid", "message_lines"),
    _step("tellings", "made_tellings", "gateway mid", "message_facts", "message_resets"),
    _step("mails", "made_mails", "gateway mid", "message_facts", "message_resets", "made_tellings"),
    _step("addressees", "made_addressees", "gateway mid", "recipient_facts", "message_resets"),
    _step("handlings", "made_handlings", "gateway dcid", "recipient_facts", "connection_resets"),
    _step("attempts", "made_attempts", "gateway mid", "made_handlings", "message_resets"),
    _step("settled", "made_settled", "gateway mid", "made_attempts"),
    _step(
        "received", "made_received", "gateway icid", "made_mails", "injections", "connection_resets"
    ),
    _step("delivered", "made_delivered", "gateway dcid", "made_settled", "deliveries"),
    _step("links", "made_links", "gateway", "made_mails", "message_resets"),
    _step("origins", "made_origins", "gateway", "made_links"),
    _step(
        "receipts",
        "receipts",
        "gateway",
        "made_mails",
        "made_received",
        "made_links",
        "made_origins",
    ),
    _step("roots", "made_roots", "gateway", "made_links"),
    _step("rewrites", "made_rewrites", "gateway", "made_links"),
    _step("descents", "made_descents", "gateway", "made_links"),
    _step(
        "recipients",
        "recipients",
        "gateway",
        "made_mails",
        "made_addressees",
        "made_delivered",
        "made_links",
        "made_rewrites",
    ),
    _step("sendings", "made_sendings", "gateway", "recipients", "made_descents"),
    _step("tried", "attempts", "gateway", "made_attempts", "recipients"),
    _step("delivery_domains", "delivery_domains", "gateway dcid", "attempts"),
    _step("gatherings", "made_gatherings", "gateway mid", "made_mails", "recipients"),
    _step(
        "messages",
        "messages",
        "gateway",
        "made_mails",
        "receipts",
        "made_gatherings",
        "made_sendings",
        "made_roots",
        "made_rewrites",
    ),
)
"""The steps that need them."""

STEPS = CONNECTION_STEPS + MESSAGE_STEPS
"""The steps in their order. A table `made_x` holds what one run made; others are kept."""

READ_ONCE = ("made_handlings", "made_settled", "made_received")
"""What one later step alone reads, and once: a view, so it takes no memory beside that step."""

ASKED = (
    _step(
        "recipient_responses",
        "recipient_responses",
        "gateway mid",
        "answer_facts",
        "message_resets",
    ),
    _step(
        "message_recipients",
        "message_recipients",
        "gateway mid",
        "recipients",
        "recipient_responses",
    ),
    _step("message_verdicts", "message_verdicts", "gateway mid", "finding_facts", "message_resets"),
    _step(
        "message_attachments",
        "message_attachments",
        "gateway mid",
        "finding_facts",
        "message_resets",
    ),
)
"""Steps that are views: no other record hangs on what they make, so it is made for who asks."""

KEPT = (
    "connection_resets",
    "message_resets",
    "injections",
    "deliveries",
    "receipts",
    "recipients",
    "attempts",
    "delivery_domains",
    "messages",
)
"""Tables that outlive a run; a run replaces in them the rows of the records that it was for."""


sql = statements_in(__name__)
"""The text of a step, or of another file here."""


def statements(name: str) -> Iterator[str]:
    """The statements of `name`.sql, one by one."""
    for statement in sql(name).split(";\n"):
        if statement.strip():
            yield statement


def run(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run all statements of `name`.sql. Raises `duckdb.Error`."""
    for statement in statements(name):
        connection.execute(statement)
