"""The views, in the order of their digits, and which kind of record each one lists."""

from dataclasses import dataclass
from typing import Final

from esalog.keys import Kind, RecordKind


@dataclass(frozen=True, slots=True)
class View:
    """One view: what its tab says, what its rows are called, which records it lists."""

    name: str
    digit: str
    title: str
    one: str
    short: str = ""  # its title where there is little room
    kind: RecordKind | None = None  # of the library's records, when it lists them

    def rows(self, count: int) -> str:
        """`52,631 messages`."""
        return f"{count:,} {self.one if count == 1 else many(self.one)}"


def many(one: str) -> str:
    """What several of the rows are called: `deliveries`."""
    return one[:-1] + "ies" if one.endswith("y") else one + "s"


VIEWS: Final = (
    View("messages", "1", "Messages", "message", kind="message"),
    View("injections", "2", "Injections", "injection", kind="injection"),
    View("deliveries", "3", "Deliveries", "delivery", kind="delivery"),
    View("domains", "4", "Domains", "domain"),
    View("failures", "5", "TLS failures", "failed connection", "Failures"),
    View("lines", "6", "Lines", "line"),
    View("sources", "7", "Sources", "file"),
)

BY_NAME: Final = {view.name: view for view in VIEWS}
OF_KIND: Final[dict[RecordKind, View]] = {view.kind: view for view in VIEWS if view.kind}
"""The view that lists a kind of record."""
RECORDS: Final[dict[str, Kind]] = {
    "messages": "messages",
    "injections": "injections",
    "deliveries": "deliveries",
}
"""The views that list records of the library, and what these are called there."""
