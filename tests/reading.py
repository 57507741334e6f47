"""Lines read the plain way, one by one, form by form."""

from esalog.grammar import FORMS
from esalog.grammar.form import Match

EXAMPLES = tuple((form, line) for form in FORMS for line in (form.example, *form.more))
"""Every example line of the grammar, behind its form."""


def read(line: str) -> Match | None:
    """Read a line the plain way: the form whose head reaches furthest."""
    found = [match for form in FORMS if (match := form.match(line))]
    return max(found, key=lambda match: match.head_end, default=None)


def told(line: str) -> tuple[str, dict[str, str]]:
    """The id of the line's form, and everything that it tells."""
    match = read(line)
    return (match.form.id, match.numbers() | match.fields()) if match else ("", {})
