"""What a record must be like, as SQL: conditions that are true or false and never null.

What a person typed is always a parameter of the SQL, never part of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL expression with a parameter for each `?` in it, in their order."""

    sql: str
    parameters: tuple[object, ...] = ()

    def within(self, before: str, after: str) -> "Condition":
        """The same between two pieces of SQL that have no parameters."""
        return Condition(f"{before}{self.sql}{after}", self.parameters)


ALWAYS = Condition("true")
NEVER = Condition("false")


def all_of(conditions: Iterable[Condition]) -> Condition:
    """True when all are; so when there are none."""
    return _joined(list(conditions), " AND ", ALWAYS)


def any_of(conditions: Iterable[Condition]) -> Condition:
    """True when one of them is."""
    return _joined(list(conditions), " OR ", NEVER)


def not_(condition: Condition) -> Condition:
    """True when the other is not."""
    return condition.within("NOT ", "")


def test(sql: str, *parameters: object) -> Condition:
    """A condition of an expression that may be null, which then counts as false."""
    return Condition(f"coalesce({sql}, false)", parameters)


def _joined(conditions: list[Condition], word: str, without: Condition) -> Condition:
    if not conditions:
        return without
    return Condition(
        f"({word.join(condition.sql for condition in conditions)})",
        tuple(value for condition in conditions for value in condition.parameters),
    )


ELSEWHERE = {
    "mixed": (
        "coalesce(len(list_filter(messages.mixed_states, lambda mixed: ",
        ")) > 0, false)",
    ),
    "decoded.text": (
        "coalesce(messages.subject IN (SELECT subject FROM decoded WHERE ",
        "), false)",
    ),
}
"""How what is asked of a column that has several values, or is in another table, is asked of a
message: the states of the recipients, where they differ, and what a subject in code says."""


def on(column: str, check: Callable[[str], Condition]) -> Condition:
    """What `check` asks of a column, asked of a record."""
    return check(column).within(*ELSEWHERE.get(column, ("", "")))


VIA = {
    ("messages", "injections"): (
        "EXISTS (SELECT 1 FROM injections WHERE injections.gateway = messages.gateway"
        " AND injections.icid = messages.origin_icid"
        " AND injections.generation = messages.origin_generation AND ",
        ")",
    ),
    ("messages", "deliveries"): (
        "EXISTS (SELECT 1 FROM attempts JOIN deliveries ON deliveries.gateway = attempts.gateway"
        " AND deliveries.dcid = attempts.dcid"
        " AND deliveries.generation = attempts.delivery_generation"
        " WHERE attempts.gateway = messages.gateway AND attempts.mid = messages.mid"
        " AND attempts.generation = messages.generation AND ",
        ")",
    ),
    ("injections", "messages"): (
        "EXISTS (SELECT 1 FROM messages WHERE messages.gateway = injections.gateway"
        " AND messages.origin_icid = injections.icid"
        " AND messages.origin_generation = injections.generation AND ",
        ")",
    ),
    ("deliveries", "messages"): (
        "EXISTS (SELECT 1 FROM attempts JOIN messages ON messages.gateway = attempts.gateway"
        " AND messages.mid = attempts.mid AND messages.generation = attempts.generation"
        " WHERE attempts.gateway = deliveries.gateway AND attempts.dcid = deliveries.dcid"
        " AND attempts.delivery_generation = deliveries.generation AND ",
        ")",
    ),
}
"""What stands around a condition on records of the second kind, to be one on those of the first
that they belong to."""
