"""The statements of the search, each in its `.sql` file."""

from functools import cache
from importlib.resources import files


def statement(name: str, **pieces: str) -> str:
    """The text of `name`.sql, with pieces of SQL for its `{...}`."""
    text = _text(name)
    return text.format(**pieces) if pieces else text


@cache
def _text(name: str) -> str:
    return (files(__package__) / "sql" / f"{name}.sql").read_text("utf-8")
