"""Every form of line that is known: the grammar of the log.

To teach the program a new form, add one entry to the table of its section; the entry is its
recognition, its fields, its test and its explanation.
"""

from collections.abc import Mapping

from esalog.grammar import connections, delivery, messages, scanning, system, tls, verdicts
from esalog.grammar.form import Form

FORMS: tuple[Form, ...] = (
    *connections.FORMS,
    *messages.FORMS,
    *tls.FORMS,
    *verdicts.FORMS,
    *scanning.FORMS,
    *delivery.FORMS,
    *system.FORMS,
)
"""All forms, in the order of their tables."""

BY_ID: Mapping[str, Form] = {form.id: form for form in FORMS}
"""Each form by its id."""

_FRAME = "a frame around any text, read before the text is looked at"

NOT_LINES: Mapping[str, str] = {
    **dict.fromkeys(("A1", "A2", "A4", "A5", "A6", "A7", "A8", "A9"), _FRAME),
    "A12": "text without a frame, which is pasted text when no line of the file has one",
    "A13": "blanks before a frame",
    "A14": "one line broken into several, which are joined again",
    "A15": "a line whose beginning is lost",
    "A16": "blanks behind any text",
    "E8": "no line at all: what is not encrypted is not logged",
    "H25": "names of queues that stand where a domain is expected",
    "I13": "no line at all: a connection error (H20) is all there is",
    "I14": "no line at all: a delay or a bounce (H10, H14) is all there is",
    "I15": "an alert (J5), which names no connection",
    "I16": "no line at all: what is not encrypted is not logged",
    "I18": "a line of another log",
}
"""Why a row of the catalogue has no form of its own, by catalogue id."""
