"""What an administrator wants to know, in how few keys: typed names and numbers do not count."""

from typing import Any

from opened import browse, loaded, mail_with, opened, stand_on, text_of
from settle import press, typed
from textual.widgets import Input


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


async def test_was_this_mail_received_and_delivered_over_tls_to_each_recipient() -> None:
    mail = mail_with(loaded(), "delivery", 2)
    recipients = loaded().trace(mail)
    assert recipients is not None
    async with opened() as pilot:
        keys = Keys(pilot)
        await keys.press("f")
        await keys.type(str(mail.id))
        await keys.press("enter")
        assert keys.says(f"Trace of MID {mail.id}", "received", "RID 0", "TLS")
        assert keys.count <= 3


async def test_to_its_connection_to_another_message_of_it_and_back() -> None:
    injections = loaded().select("injections").page(0, 400)
    busy = next(row for row in injections if row["messages"] > 1)
    first = loaded().neighbours(busy["key"], "message")[0]["key"]
    async with opened() as pilot:
        keys = Keys(pilot)
        await stand_on(pilot, first)
        await keys.press("I", "enter", "2")
        assert not keys.says(f"Trace of MID {first.id} ")
        await keys.press("left_square_bracket", "left_square_bracket")
        assert keys.says(f"Trace of MID {first.id} ")
        assert keys.count <= 5


async def test_why_did_tls_to_a_partner_fail() -> None:
    group = loaded().failure_groups("")[0]
    domain = group["members"][0]["domain"]
    async with opened() as pilot:
        keys = Keys(pilot)
        await keys.press("5", "ampersand")
        await keys.type(f"domain:{domain}")
        await keys.press("enter", "j", "j")
        assert keys.says(group["reason"], domain, "LAST", "Lines of ", "TLS")
        assert keys.count <= 5


async def test_all_mail_that_went_out_in_clear_after_tls_had_failed() -> None:
    async with opened() as pilot:
        keys = Keys(pilot)
        await keys.press("ampersand")
        await keys.type("tls:out:fallback")
        await keys.press("enter")
        count = loaded().select("messages", "tls:out:fallback").count
        assert keys.says(f"{count:,} of ", "⚠ clear")
        assert keys.count <= 4


async def test_everything_from_an_address_between_two_times() -> None:
    row = loaded().select("injections", "tls:success").page(5, 1)[0]
    words = f"ip:{row['remote_ip']} since:{row['at']:%Y-%m-%dT%H:%M} until:{row['at']:%H:%M}"
    async with opened() as pilot:
        keys = Keys(pilot)
        await keys.press("2", "ampersand")
        await keys.type(words)
        await keys.press("enter")
        assert keys.says(str(row["icid"]), row["remote_ip"])
        assert keys.count <= 6


async def test_what_the_server_said_to_a_mail_whose_subject_is_mistyped() -> None:
    rows = loaded().select("messages", "status:delivered").page(0, 200)
    subject = next(row["subject"] for row in rows if row["subject"] and "Offer" in row["subject"])
    wrong = subject.replace("Offer", "Ofefr")
    async with opened() as pilot:
        keys = Keys(pilot)
        await keys.press("f")
        await keys.type(wrong)
        await keys.press("enter", "enter")
        assert keys.says("RID 0", "delivered")
        assert keys.count <= 4


async def test_who_still_speaks_old_versions_of_tls() -> None:
    async with opened() as pilot:
        keys = Keys(pilot)
        await keys.press("4", "s", "8")
        table = browse(pilot).table
        weakest = table.pages.row(0) if table else None
        assert weakest is not None
        assert keys.says("WEAKEST", "by WEAKEST", weakest["domain"])
        assert keys.count <= 4


async def test_the_lines_of_a_transaction_can_be_taken_in_two_keys() -> None:
    async with opened() as pilot:
        keys = Keys(pilot)
        await keys.press("L")
        assert keys.says("this transaction")
        assert keys.count + len("c") <= 3


async def test_the_next_failure_after_a_line_and_the_message_it_belongs_to() -> None:
    async with opened() as pilot:
        await press(pilot, "6", "g")
        keys = Keys(pilot)
        await keys.press("e", "M")
        assert browse(pilot).view == "messages" or keys.says("Messages of ")
        assert keys.count <= 2


async def test_which_file_was_not_understood() -> None:
    async with opened() as pilot:
        keys = Keys(pilot)
        await keys.press("7")
        assert keys.says("FILE", "UNKNOWN", "NOTE", "made-up log")
        assert keys.count <= 3
