"""TLS failures by their reason: reason, under it the domains, under those the connections."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from textual import message
from textual.binding import Binding, BindingType

from esalog.query.failures import Branch
from esalog_tui import columns, keys
from esalog_tui.cells import Row
from esalog_tui.look import Look
from esalog_tui.widgets.table import Pages, Table

SHOWN = 3
"""Connections of one domain that are listed at first; the others are counted."""

WHOLE: Final = ""
"""Stands for the domain in the branch of a whole reason; None is a domain that is not known."""


class FailureTree(Table):
    """A tree of three levels in the columns of a list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open, close", key_display="Enter", tooltip="open, close",
                id="list.open"),
        keys.jump("M", "message", "messages hit"),
        keys.jump("D", "delivery", "delivery"),
        keys.jump("L", "lines", "lines"),
        keys.DIRECTION,
        keys.SEARCH, keys.FILTER, keys.FIND, keys.BACK, keys.COPY,
        keys.hidden(keys.SORT),
        keys.hidden(keys.INJECTION),
        *keys.MOVE,
    ]  # fmt: skip

    class ConnectionsWanted(message.Message):
        """The connections of a reason and a domain are to be seen."""

        def __init__(self, branch: Branch) -> None:
            super().__init__()
            self.branch = branch

    def __init__(self, look: Look, *, id: str) -> None:
        super().__init__(look, columns.failures, id=id)
        self.groups: Sequence[Row] = ()
        self.open: set[Branch] = set()
        self.whole: set[Branch] = set()  # those of which more connections than the first are listed
        self.connections: dict[Branch, Sequence[Row]] = {}

    def show_groups(self, groups: Sequence[Row]) -> None:
        """Show groups of failures, those open that were, and one that has come to the top, where
        the screen is high enough to see the others too.
        """
        is_other = [group["reason"] for group in self.groups[:1]] != [
            group["reason"] for group in groups[:1]
        ]
        before = {group["reason"]: len(group["members"]) for group in self.groups}
        self.groups = groups
        self.connections.clear()
        is_roomy = self.screen.has_class("-high")
        if groups and ((is_other and is_roomy) or len(groups) == 1):
            self._open((groups[0]["reason"], WHOLE))
        for reason, members in before.items():
            if members > 1 and (reason, WHOLE) in self.open:
                self._open((reason, WHOLE))  # a filter may have left one domain of it
        for branch in self.open:
            if branch[1] != WHOLE:
                self.post_message(self.ConnectionsWanted(branch))
        self._flatten()

    def fill(self, branch: Branch, connections: Sequence[Row]) -> None:
        """Take the connections of one branch."""
        self.connections[branch] = connections
        self._flatten()

    def toggle(self, row: Row, *, is_open: bool | None = None) -> None:
        """Open or close a branch."""
        branch = row["branch"]
        is_opening = (branch not in self.open) if is_open is None else is_open
        if is_opening and branch not in self.open:
            self._open(branch)
            wanted = [
                inner for inner in self.open if inner[1] != WHOLE and inner not in self.connections
            ]
            for inner in wanted:
                self.post_message(self.ConnectionsWanted(inner))
        elif not is_opening:
            self.open.discard(branch)
            self.whole.discard(branch)
        self._flatten()

    def unfold(self, row: Row) -> bool:
        """List the other connections of a branch, as far as they are known; whether some were."""
        branch = row["branch"]
        if branch in self.whole or row.get("key") is not None:
            return False
        self.whole.add(branch)
        self._flatten()
        return True

    def _open(self, branch: Branch) -> None:
        """Open a branch; where a reason has but one domain, that too."""
        self.open.add(branch)
        members: Sequence[Row] = next(
            (group["members"] for group in self.groups if group["reason"] == branch[0]), []
        )
        if branch[1] == WHOLE and len(members) == 1:
            self.open.add((branch[0], members[0]["domain"]))

    def action_sideways(self, direction: int) -> None:
        """Open a branch, or close it; from a leaf go to its branch."""
        row = self.current
        if row is None:
            return
        if direction > 0 and row["level"] == 2 and self.unfold(row):
            return
        if row["level"] == 2 or (direction < 0 and row["branch"] not in self.open):
            self._to_parent(row)
        else:
            self.toggle(row, is_open=direction > 0)

    def _to_parent(self, row: Row) -> None:
        for index in range(self.cursor, -1, -1):
            other = self.pages.row(index)
            if other is not None and other["level"] < row["level"]:
                self.cursor = index
                return

    def _flatten(self) -> None:
        most = max((group["failed"] for group in self.groups), default=0)
        rows: list[dict[str, Any]] = []
        for group in self.groups:
            branch = (group["reason"], WHOLE)
            rows.append(self._row(group, branch, group["reason"], 0, most))
            if branch not in self.open:
                continue
            for member in group["members"]:
                inner = (group["reason"], member["domain"])
                rows.append(self._row(member, inner, member["domain"], 1, most))
                if inner in self.open:
                    rows += self._leaves(inner, member, most)
        self.show(Pages.of(rows), min(self.cursor, max(0, len(rows) - 1)))

    def _row(
        self, values: Row, branch: Branch, label: str, level: int, most: int
    ) -> dict[str, Any]:
        return {
            **values, "branch": branch, "label": label or "unknown", "level": level, "most": most,
            "is_open": branch in self.open,
        }  # fmt: skip

    def _leaves(self, branch: Branch, member: Row, most: int) -> list[dict[str, Any]]:
        every = self.connections.get(branch, ())
        listed = every if branch in self.whole else every[:SHOWN]
        rows = [
            self._row(_leaf(connection), branch, _named(connection), 2, most)
            for connection in listed
        ]
        left = member["failed"] - len(rows)
        if left > 0 and every:
            rest = {
                "failed": left,
                "last": next((row.get("at") for row in every[len(rows) :]), None),
            }
            rows.append(self._row(rest, branch, f"… {left:,} more", 2, most))
        return rows


def _leaf(connection: Row) -> Mapping[str, Any]:
    return {
        "key": connection["key"],
        "failed": 1,
        "messages": connection.get("messages"),
        "last": connection.get("at"),
        "trend": (),
    }


def _named(connection: Row) -> str:
    if "dcid" in connection:
        return f"DCID {connection['dcid']}  {connection['remote_ip']}:{connection['port']}"
    return f"ICID {connection['icid']}  {connection['remote_ip']}"
