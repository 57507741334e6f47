"""SQL from its files: a statement is a `.sql` file in the package that asks it."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files


def statements_in(package: str) -> Callable[..., str]:
    """What gives, by its name, the text of a `.sql` file of `package`.

    It takes pieces of SQL by keyword, for the `{...}` of the text; without any, the text is given
    as it stands. It raises FileNotFoundError.
    """

    @cache
    def text(name: str) -> str:
        return (files(package) / f"{name}.sql").read_text("utf-8")

    def statement(name: str, /, **pieces: str) -> str:
        return text(name).format(**pieces) if pieces else text(name)

    return statement


def quoted(text: str) -> str:
    """A text as SQL writes it, for places where a statement takes no parameter."""
    return "'" + text.replace("'", "''") + "'"


statement = statements_in(__name__)
"""The statements of the report and of lines."""
