"""The grammar for people: its forms by section, and the search for one."""

import re
from collections.abc import Mapping, Sequence

from esalog.grammar import FORMS, NOT_LINES
from esalog.grammar.form import Form

SECTIONS: Mapping[str, str] = {
    "A": "The frame and the file",
    "B": "Connections that bring mail in",
    "C": "Logins (SMTP AUTH)",
    "D": "Receiving a message",
    "E": "TLS when receiving",
    "F": "Scanning, verdicts and filters",
    "G": "One message becomes another",
    "H": "Connections that take mail out, and delivery",
    "I": "TLS when delivering",
    "J": "Quarantines, the appliance and its alerts",
}
"""The sections of the catalogue; the id of a form begins with the letter of its section."""

_LETTERS = "abcdefgh"
_ID = re.compile(r"([A-J])([0-9]+)([a-z]?)", re.IGNORECASE)


def in_order(forms: Sequence[Form]) -> list[Form]:
    """Forms by section and number."""
    return sorted(forms, key=lambda form: _place(form.id))


def find_forms(words: str) -> list[Form]:
    """The forms that an id or some words mean, in order; all of them for no words.

    An id means the form that has it, or that it is covered by, or those that it was divided into.
    Else all of the words must be in the wordings, examples, fields or the meaning of a form.
    """
    if _ID.fullmatch(words):
        return in_order([form for form in FORMS if _has_id(form, words)])
    wanted = words.lower().split()
    return in_order([form for form in FORMS if all(word in _everything(form) for word in wanted)])


def no_line(words: str) -> str:
    """Why there is no form of this catalogue id, empty when there may be one."""
    return NOT_LINES.get(words.upper(), "")


def fields_of_form(form: Form) -> list[str]:
    """The names of all fields of a form, those of its head first."""
    named = [piece.name for head in form.wordings for piece in head.pieces if piece.name]
    named += [*re.compile(form.rest).groupindex, *form.constants]
    return list(dict.fromkeys(name for name in named if name != "number"))


def _has_id(form: Form, words: str) -> bool:
    ids = {one.lower() for one in (form.id, *form.covers)}
    return words.lower() in ids or words.lower() in {one.rstrip(_LETTERS) for one in ids}


def _everything(form: Form) -> str:
    parts = (*form.heads, form.example, *form.more, *fields_of_form(form), form.meaning)
    return "\n".join(parts).lower()


def _place(form_id: str) -> tuple[str, int, str]:
    return form_id[0], int(form_id[1:].rstrip(_LETTERS)), form_id
