"""The columns of a line's fields, made from the grammar.

The views made here are all through which the correlation sees lines: events by name, ids, and one
column a field. A field's regular expression runs only on the lines of the forms that have it.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from esalog.grammar import FORMS
from esalog.grammar.form import BRACKETED, EVENTS, FIELDS, QUOTED, Form
from esalog.sql import quoted

GIVEN = {
    "split": "gave_split",
    "rewritten": "gave_rewritten",
    "generated": "gave_generated",
    "bounce": "gave_bounce",
    "reinjected": "gave_reinjected",
}
"""What a line of section G does to its old message, by what it does to the new one."""

EVENT_NAMES = ("", *EVENTS, *GIVEN.values())
"""Events by their number in a batch."""

_WHOLE = re.compile(r"\(\?P<(\w+)>\.\*\)")
_NAMED = re.compile(r"\?P<\w+>")


VIEWS = {
    "injection_facts": (
        "icid",
        "interface interface_ip remote_ip remote_host verified access_rule sender_group match "
        "sbrs country auth_user sender tls_protocol tls_cipher tls_reason",
    ),
    "delivery_facts": (
        "dcid",
        "interface remote_ip port tls_protocol tls_cipher tls_reason tls_peer tls_domain error",
    ),
    "message_facts": (
        "mid",
        "sender subject message_id size policy detail quarantine",
    ),
    "recipient_facts": ("mid", "address external"),
}
"""The views of lines by the id that they name, with the fields that records of it take."""

ASKED_VIEWS = {
    "finding_facts": ("events", "engine verdict attachment"),
    "answer_facts": ("decisive_events", "response"),
}
"""The views of lines that name messages for those who ask, not for the steps: what scanning has
found, and what servers have said, up to the line that the records are made of. Planning a query
takes time for each field of its view, so there are two."""


def meant_gateways(gateways: Mapping[int, int]) -> str:
    """The statement that tells all views for which number of a gateway another is meant."""
    changes = "".join(f" WHEN {number} THEN {meant}" for number, meant in gateways.items())
    meant = f"CASE number{changes} ELSE number END" if changes else "number"
    return f"CREATE OR REPLACE MACRO meant_gateway(number) AS {meant}"


def base_views() -> Iterator[str]:
    """The statements that make `facts`, lines without fields, and the `ASKED_VIEWS`.

    They need `meant_gateways`.
    """
    yield """CREATE VIEW facts AS
    SELECT * REPLACE (meant_gateway(gateway) AS gateway) FROM decisive_events"""
    for name, (events, fields) in ASKED_VIEWS.items():
        readings, columns = _readings(fields.split(), FIELDS)
        yield f"""CREATE VIEW {name} AS
        SELECT line, meant_gateway(gateway) AS gateway, mid, event, rids, {columns}
        FROM (
            SELECT *{readings} FROM {events}
            WHERE mid > 0 AND line <= (SELECT line FROM revision)
        )"""


def step_facts(lines: Mapping[str, str], wanted: Collection[str]) -> Iterator[tuple[str, str]]:
    """The names and queries of what the steps read of lines.

    `lines` gives for ids those that name them: for those of connections or for that of messages.
    Fields that are not `wanted` are null.
    """
    for name, (key, fields) in VIEWS.items():
        if key in lines:
            readings, columns = _readings(fields.split(), wanted)
            yield (
                name,
                f"""SELECT line, stamp, event, icid, mid, other, dcid, rids, gateway, {columns}
        FROM (SELECT *{readings} FROM {lines[key]})""",
            )
    if "mid" in lines:
        yield "message_lines", f"""SELECT * FROM {lines["mid"]}"""
    else:
        yield (
            "connection_lines",
            f"""SELECT 'injection' AS kind, gateway, icid AS id, line, second,
            event = 'opened' AS opens, event = 'hat' AS leans
        FROM {lines["icid"]}
        UNION ALL
        SELECT 'delivery', gateway, dcid, line, second,
            event = 'opened', event IN ('tls_success', 'tls_failed')
        FROM {lines["dcid"]}""",
        )


def whole_field(form: Form) -> str:
    """The field that is all of the form's value, or empty; it is stored as the record has it."""
    whole = _WHOLE.fullmatch(form.rest)
    return whole[1] if whole else ""


def _readings(fields: Sequence[str], wanted: Collection[str]) -> tuple[str, str]:
    """The columns that read values, each expression once a line, and those that take the fields."""
    readings: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    taken: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in fields}
    for number, form in enumerate(FORMS, 1):
        given = tuple(name for name in form.fields if name in fields and name in wanted)
        inside = tuple(name for name in given if _is_inside(form, name))
        for name in given:
            taken[name][_value(form, name, inside)].append(number)
        if inside:
            readings[form.rest, inside].append(number)
    columns = (
        f", CASE WHEN {_among(numbers)} THEN {_reading(rest, inside)} END AS {_name(rest, inside)}"
        for (rest, inside), numbers in readings.items()
    )
    return "".join(columns), ", ".join(f"{_column(taken[name])} AS {name}" for name in fields)


def _is_inside(form: Form, name: str) -> bool:
    return name not in form.constants and whole_field(form) != name


def _reading(rest: str, inside: Sequence[str]) -> str:
    groups = re.compile(rest).groupindex
    last = max(groups[name] for name in inside)
    names = ", ".join(
        f"'{name}'" for name, group in sorted(groups.items(), key=itemgetter(1)) if group <= last
    )
    pattern = quoted(f"^(?:{_NAMED.sub('', rest)})$")
    return f"regexp_extract(value, {pattern}, [{names}], 's')"


def _name(rest: str, inside: Sequence[str]) -> str:
    return f"read_{zlib.crc32(f'{rest} {inside}'.encode()):08x}"


def _value(form: Form, name: str, inside: tuple[str, ...]) -> str:
    if name in form.constants:
        return quoted(form.constants[name])
    if whole_field(form) == name:
        return "value"
    text = f"nullif({_name(form.rest, inside)}.{name}, '')"
    if name in QUOTED:
        text = f"unquoted({text})"
    if name in BRACKETED:
        text = f"unbracketed({text})"
    return text if name == "sender" or name not in QUOTED | BRACKETED else f"nullif({text}, '')"


def _column(values: Mapping[str, Iterable[int]]) -> str:
    cases = "".join(f" WHEN {_among(numbers)} THEN {value}" for value, numbers in values.items())
    return f"CASE{cases} END" if cases else "NULL::VARCHAR"


def _among(numbers: Iterable[int]) -> str:
    return f"form IN ({', '.join(map(str, numbers))})"
