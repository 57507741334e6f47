"""What an administrator wants to know, and the keys that lead to a screen that says it.

One table for two runs: over the made-up log in the gate, and over a million messages in
`benchmarks/tasks.py`.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from opened import browse, mail_with, stand_on, text_of
from settle import press, settle, typed
from textual.widgets import Input

from esalog import Log
from esalog.demo import demo_log
from esalog_tui.answers import Answers

STRANGE = '198.51.100.7 - - [03/Mar/2025:09:13:49 +0000] "GET / HTTP/1.1" 200\n' * 20


class Keys:
    """Presses keys and counts them; what is typed counts nothing."""

    def __init__(self, pilot: Any) -> None:
        self.pilot = pilot
        self.count = 0

    async def press(self, *keys: str) -> None:
        """Press keys."""
        self.count += len(keys)
        await press(self.pilot, *keys)

    async def type(self, text: str) -> None:
        """Type a name, a number, a filter."""
        if len(text) > 12:  # as if it were pasted
            entry = self.pilot.app.focused
            assert isinstance(entry, Input)
            entry.insert_text_at_cursor(text)
            text = ""
        await typed(self.pilot, text)

    def says(self, *words: str) -> bool:
        """Whether the screen says all of it."""
        said = text_of(self.pilot)
        return all(word in said for word in words)


@dataclass(frozen=True)
class Task:
    """A question, the keys that it may take, and how it is asked: whether the screen answers."""

    question: str
    most: int
    ask: Callable[[Keys, Answers], Awaitable[bool]]


async def _a_message(keys: Keys, log: Answers) -> bool:
    mail = mail_with(log, "delivery", 2)
    await keys.press("f")
    await keys.type(str(mail.id))
    await keys.press("enter")
    return keys.says(f"Trace of MID {mail.id}", "received", "RID 0", "TLS")


async def _its_connection(keys: Keys, log: Answers) -> bool:
    injections = log.select("injections").page(0, 400)
    busy = next(row for row in injections if row["messages"] > 1)
    first = log.neighbours(busy["key"], "message")[0]["key"]
    await stand_on(keys.pilot, first)
    await keys.press("I", "enter", "2")
    is_elsewhere = not keys.says(f"Trace of MID {first.id} ")
    await keys.press("left_square_bracket", "left_square_bracket")
    return is_elsewhere and keys.says(f"Trace of MID {first.id} ")


async def _a_partner(keys: Keys, log: Answers) -> bool:
    domain = log.failure_groups("both", "")[0]["members"][0]["domain"]
    reason = log.failure_groups("both", f"domain:{domain}")[0]["reason"]
    await keys.press("5", "ampersand")
    await keys.type(f"domain:{domain}")
    await keys.press("enter", "j", "j")
    return keys.says(reason, domain, "LAST", "Lines of ", "TLS")


async def _in_clear(keys: Keys, log: Answers) -> bool:
    await keys.press("ampersand")
    await keys.type("tls:out:fallback")
    await keys.press("enter")
    count = log.select("messages", "tls:out:fallback").count
    return keys.says(f"{count:,} of ", "⚠ clear")


async def _an_address(keys: Keys, log: Answers) -> bool:
    row = log.select("injections", "tls:success").page(5, 1)[0]
    await keys.press("2", "ampersand")
    await keys.type(
        f"ip:{row['remote_ip']} since:{row['at']:%Y-%m-%dT%H:%M} until:{row['at']:%H:%M}"
    )
    await keys.press("enter")
    return keys.says(str(row["icid"]), row["remote_ip"])


async def _a_subject(keys: Keys, log: Answers) -> bool:
    rows = log.select("messages", "status:delivered subject:Offer").page(0, 1)
    await keys.press("f")
    await keys.type(rows[0]["subject"].replace("Offer", "Ofefr"))
    await keys.press("enter", "enter")
    return keys.says("RID 0", "delivered")


async def _old_versions(keys: Keys, log: Answers) -> bool:
    await keys.press("4", "s", "8")
    table = browse(keys.pilot).table
    weakest = table.pages.row(0) if table else None
    return weakest is not None and keys.says("WEAKEST", "by WEAKEST", weakest["domain"])


async def _lines_for_a_ticket(keys: Keys, log: Answers) -> bool:
    await keys.press("L")
    is_said = keys.says("this transaction")
    await keys.press("c")
    return is_said and keys.says(" copied by ")


async def _next_failure(keys: Keys, log: Answers) -> bool:
    number = next(number for number in log.failure_lines()[:200].tolist() if _mails(log, number))
    browse(keys.pilot).go_to_line(max(1, number - 1))
    await settle(keys.pilot)
    await keys.press("e", "M")
    return browse(keys.pilot).view == "messages" or keys.says("Messages of ")


def _mails(log: Answers, number: int) -> bool:
    """Whether the record that a line names has messages."""
    return any(log.neighbours(key, "message") for key in log.records_at(number))


async def _a_strange_file(keys: Keys, log: Answers) -> bool:
    await keys.press("7")
    return keys.says("access.log", "is no mail log")


TASKS = (
    Task("was it received over TLS, and delivered over TLS to each recipient?", 3, _a_message),
    Task("to its injection, to another message of that, and back", 5, _its_connection),
    Task("why did TLS to a partner fail: reasons, how often, last, lines", 5, _a_partner),
    Task("all mail that went out in clear after TLS had failed", 4, _in_clear),
    Task("everything from an address between two times", 6, _an_address),
    Task("a subject, mistyped, and what the remote server said", 4, _a_subject),
    Task("who still uses old versions of TLS, by partner", 4, _old_versions),
    Task("the raw lines of a transaction, on the clipboard", 3, _lines_for_a_ticket),
    Task("the next failure after this line, and its message", 2, _next_failure),
    Task("which of my files was not understood, and why", 3, _a_strange_file),
)


@contextmanager
def asked(lines: int, given: Path | None = None) -> Iterator[Answers]:
    """A log of so many lines, or the one that is given, and a file of another kind; loaded."""
    with TemporaryDirectory() as folder, Log() as log:
        path, strange = given or Path(folder, "mail.current"), Path(folder, "access.log")
        strange.write_text(STRANGE)
        if given is None:
            with path.open("wb") as file:
                file.writelines(demo_log(lines=lines))
        for _ in log.load([str(path), str(strange)]):
            pass
        yield Answers(log)
