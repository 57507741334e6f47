"""The statements of the questions, each in its `.sql` file."""

from functools import cache
from importlib.resources import files


def statement(name: str, /, **pieces: str) -> str:
    """The text of `name`.sql, with pieces of SQL for its `{...}`. Raises FileNotFoundError."""
    return _text(name).format(**pieces)


@cache
def _text(name: str) -> str:
    return (files(__package__) / f"{name}.sql").read_text("utf-8")
