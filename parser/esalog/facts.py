"""The columns of a line's fields, made from the grammar.

The views made here are all through which the correlation sees lines: events by name, ids, and one
column a field. A field's regular expression runs only on the lines of the forms that have it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from esalog.grammar import FORMS
from esalog.grammar.form import BRACKETED, EVENTS, FIELDS, QUOTED, Form

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
        "sbrs country auth_user tls_protocol tls_cipher tls_reason",
    ),
    "delivery_facts": (
        "dcid",
        "interface remote_ip port tls_protocol tls_cipher tls_reason tls_peer tls_domain error",
    ),
    "message_facts": (
        "mid",
        "sender subject message_id size policy detail engine verdict attachment quarantine",
    ),
    "recipient_facts": ("mid", "address response external"),
}
"""The views of lines by the id that they name, with the fields that records of it take."""


def base_view(gateways: Mapping[int, int]) -> str:
    """The statement that makes `facts`, lines without fields.

    `gateways` tells for which number another is meant.
    """
    return f"""CREATE OR REPLACE TEMP VIEW facts AS
    SELECT * REPLACE ({_gateway(gateways)} AS gateway) FROM events"""


def fact_views(condition: Mapping[str, str]) -> Iterator[str]:
    """The statements that make the views of lines with fields.

    `condition` is, for each id, what restricts its view, after the id is tested to be one.
    """
    values = _fields()
    for view, (key, fields) in VIEWS.items():
        columns = ", ".join(f"{_column(values[name])} AS {name}" for name in fields.split())
        yield f"""CREATE OR REPLACE TEMP VIEW {view} AS
        SELECT line, stamp, event, syslog, icid, mid, other, dcid, rids, gateway, {columns}
        FROM facts {condition[key]}"""
    yield f"""CREATE OR REPLACE TEMP VIEW message_lines AS SELECT * FROM facts {condition["mid"]}"""
    yield f"""CREATE OR REPLACE TEMP VIEW connection_lines AS
        SELECT 'injection' AS kind, gateway, icid AS id, line, stamp, syslog,
            event = 'opened' AS opens, event = 'hat' AS leans
        FROM facts {condition["icid"]}
        UNION ALL
        SELECT 'delivery', gateway, dcid, line, stamp, syslog,
            event = 'opened', event IN ('tls_success', 'tls_failed')
        FROM facts {condition["dcid"]}"""


def _gateway(gateways: Mapping[int, int]) -> str:
    changes = "".join(f" WHEN {number} THEN {meant}" for number, meant in gateways.items())
    return f"CASE gateway{changes} ELSE gateway END" if changes else "gateway"


def _fields() -> dict[str, dict[str, list[int]]]:
    """For each field the SQL that gives it, with the numbers of the forms that it is for."""
    found: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in FIELDS}
    for number, form in enumerate(FORMS, 1):
        for name in form.fields:
            found[name][_value(form, name)].append(number)
    return found


def whole_field(form: Form) -> str:
    """The field that is all of the form's value, or empty; it is stored as the record has it."""
    whole = _WHOLE.fullmatch(form.rest)
    return whole[1] if whole else ""


def _value(form: Form, name: str) -> str:
    if name in form.constants:
        return _quoted(form.constants[name])
    if whole_field(form) == name:
        return "value"
    groups = re.compile(form.rest).groupindex
    pattern = _quoted(f"^(?:{_NAMED.sub('', form.rest)})$")
    text = f"nullif(regexp_extract(value, {pattern}, {groups[name]}, 's'), '')"
    if name in QUOTED:
        text = f"unquoted({text})"
    if name in BRACKETED:
        text = f"unbracketed({text})"
    return text if name == "sender" or name not in QUOTED | BRACKETED else f"nullif({text}, '')"


def _column(values: Mapping[str, Iterable[int]]) -> str:
    cases = "".join(
        f" WHEN form IN ({', '.join(map(str, numbers))}) THEN {value}"
        for value, numbers in values.items()
    )
    return f"CASE{cases} END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
