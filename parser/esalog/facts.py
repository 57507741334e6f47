"""The columns of a line's fields, made from the grammar.

`facts` is the one view through which the correlation sees lines: events by name, ids, and one
column a field. A field's regular expression runs only on the lines of the forms that have it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

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


def facts_view(gateways: Mapping[int, int]) -> str:
    """The statement that makes `facts`; `gateways` tells for which number another is meant."""
    fields = _fields()
    columns = ",\n    ".join(f"{_column(name, fields[name])} AS {name}" for name in FIELDS)
    return f"""CREATE OR REPLACE TEMP VIEW facts AS SELECT
    line, at, event, syslog, icid, mid, other, dcid, rids,
    {_gateway(gateways)} AS gateway,
    {columns}
    FROM events"""


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


def _value(form: Form, name: str) -> str:
    if name in form.constants:
        return _quoted(form.constants[name])
    if (whole := _WHOLE.fullmatch(form.rest)) and whole[1] == name:
        return "value"
    groups = re.compile(form.rest).groupindex
    pattern = _quoted(f"^(?:{_NAMED.sub('', form.rest)})$")
    return f"regexp_extract(value, {pattern}, {groups[name]}, 's')"


def _column(name: str, values: Mapping[str, Iterable[int]]) -> str:
    if not values:
        return "NULL::VARCHAR"
    cases = "".join(
        f" WHEN form IN ({', '.join(map(str, numbers))}) THEN {value}"
        for value, numbers in values.items()
    )
    text = f"CASE{cases} END"
    if name in QUOTED:
        text = f"unquoted({text})"
    if name in BRACKETED:
        text = f"unbracketed({text})"
    return text if name == "sender" else f"nullif({text}, '')"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
