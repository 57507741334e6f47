"""What a trace asks the records of a log."""

from functools import cache
from importlib.resources import files


@cache
def query(name: str) -> str:
    """The text of `name`.sql. Raises FileNotFoundError."""
    return (files(__package__) / f"{name}.sql").read_text("utf-8")
