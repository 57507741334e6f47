"""The lists of the views: which columns each has, and which keys in its footer."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from esalog_tui import columns, keys
from esalog_tui.look import Look
from esalog_tui.widgets.table import Table


def _enter(word: str, tooltip: str) -> Binding:
    return Binding("enter", "open", word, key_display="Enter", tooltip=tooltip, id="list.open")


JUMPS = [
    keys.hidden(keys.INJECTION), keys.hidden(keys.MESSAGE), keys.hidden(keys.DELIVERY),
    keys.hidden(keys.LINES),
]  # fmt: skip
"""To records from a row that is none."""


class MessagesList(Table, inherit_bindings=False):
    """One row a message."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _enter("trace", "the trace of this message"),
        keys.SEARCH, keys.FILTER, keys.FIND, keys.FAILURES,
        keys.INJECTION, keys.hidden(keys.MESSAGE), keys.DELIVERY, keys.LINES,
        keys.NEXT, keys.BACK, keys.COPY, keys.SORT,
        *keys.MOVE,
    ]  # fmt: skip

    def __init__(self, look: Look) -> None:
        super().__init__(look, columns.messages, "mid", id="messages")


class ConnectionsList(Table, inherit_bindings=False):
    """One row a connection, in or out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _enter("its messages", "the messages of this connection"),
        keys.jump("M", "message", "messages"),
        keys.jump("L", "lines", "lines"),
        keys.SEARCH, keys.FILTER, keys.FIND, keys.FAILURES,
        keys.NEXT, keys.BACK, keys.COPY, keys.SORT,
        keys.hidden(keys.INJECTION), keys.hidden(keys.DELIVERY),
        *keys.MOVE,
    ]  # fmt: skip


class DomainsList(Table, inherit_bindings=False):
    """One row a domain."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _enter("its connections", "the connections of this domain"),
        keys.DIRECTION,
        keys.SEARCH, keys.FILTER, keys.FIND, keys.FAILURES, keys.SORT, keys.EXPORT,
        keys.NEXT, keys.BACK, keys.COPY, *JUMPS,
        *keys.MOVE,
    ]  # fmt: skip

    def __init__(self, look: Look) -> None:
        super().__init__(look, columns.domains, "connections", id="domains")


class SourcesList(Table, inherit_bindings=False):
    """One row a file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _enter("its lines", "the first line of this file"),
        Binding("a", "screen.add", "add a file", tooltip="add a file", id="screen.add"),
        keys.FIELDS, keys.BACK, keys.COPY, keys.FIND, keys.hidden(keys.SORT),
        *keys.MOVE,
    ]  # fmt: skip

    def __init__(self, look: Look) -> None:
        super().__init__(look, columns.sources, id="sources")


def injections_list(look: Look) -> ConnectionsList:
    """The list of injections."""
    return ConnectionsList(look, columns.injections, "icid", id="injections")


def deliveries_list(look: Look) -> ConnectionsList:
    """The list of deliveries."""
    return ConnectionsList(look, columns.deliveries, "dcid", id="deliveries")
