"""Redaction: of what is handed on, no local part, no subject and no file name is left."""

import csv
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import get_args

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from esalog import Log, export, transaction_lines
from esalog.redact import Redactor, known, people_of, without_people
from esalog.source import Source
from esalog.trace import as_json, as_markdown, as_text, resolve, trace

LOG = """\
New SMTP ICID 8 interface M1 (192.0.2.9) address 198.51.100.7 reverse dns host mx.example.net \
verified no
SMTP Auth: (ICID 8) succeeded for user: {sender} using AUTH mechanism: PLAIN with profile: users
Start MID 26 ICID 8
MID 26 ICID 8 From: <{sender}@example.net>
MID 26 ICID 8 RID 0 To: <{first}@example.com>
MID 26 ICID 8 RID 1 To: <{second}@example.org>
MID 26 Message-ID '<{first}@mail.example.net>'
MID 26 Subject '{subject}'
MID 26 attachment '{subject}.pdf'
MID 26 ready 733 bytes from <{sender}@example.net>
MID 26 of {first}@example.com was seen by a scanner that nobody knows
MID 26 queued for delivery
New SMTP DCID 41 interface 192.0.2.5 address 203.0.113.20 port 25
Delivery start DCID 41 MID 26 to RID [0, 1]
Message done DCID 41 MID 26 to RID [0]
MID 26 RID [0] Response 'ok for {first} ({first}@example.com), <{second}@example.org>'
Bounced: DCID 41 MID 26 From: <{sender}@example.net> To: <{second}@example.org> RID 1 - 5.1.0 - \
Unknown address error ('550', ['user {second} of bounces+{second}=example.org@list.example'])
Message finished MID 26 done
"""

FORMATS = (as_text, as_markdown, as_json)

letters = some.text("abzqXY019.+-_=!#%&*/?^`{|}~éß", min_size=1, max_size=12)
locals_ = letters.map(lambda letter: f"zq{letter}qz")
subjects = some.text("abzq XY019.,:é", min_size=1, max_size=30).map(lambda text: f"Kq{text}qK")


@contextmanager
def loaded(content: str) -> Iterator[Log]:
    """A load of lines, each of the same second."""
    framed = "".join(f"Wed Mar  5 09:00:00 2025 Info: {line}\n" for line in content.splitlines())
    octets = framed.encode()
    with Log() as log:
        for _ in log.load_source(Source("mail.log", "mail.log", lambda: BytesIO(octets))):
            pass
        yield log


def said(value: object) -> Iterator[str]:
    """All texts in something read from JSON."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from said(one)
    elif isinstance(value, str):
        yield value


def everything_of(log: Log, redactor: Redactor) -> str:
    """All that can be handed on of a log, redacted."""
    part = export.Part(change=redactor.record)
    texts: list[str] = []
    for kind in get_args(export.Kind):
        for line in export.json_lines(log, kind, part):
            texts += said(json.loads(line))
    [key] = resolve(log, "mid:26")
    story, how = without_people(log, trace(log, key), redactor)
    texts += [as_text(log, story, **how), as_markdown(log, story, **how)]
    texts += said(json.loads(as_json(log, story, **how)))
    about = people_of(log, trace(log, key))
    lines = list(redactor.lines(log, 1, log.line_count, about))
    assert lines == [redactor.line(log, number, about) for number in range(1, len(lines) + 1)]
    texts += lines
    return "\n".join(texts).casefold()


@settings(max_examples=25)
@given(sender=locals_, first=locals_, second=locals_, subject=subjects)
def test_no_local_part_no_subject_and_no_file_name_is_left(
    sender: str, first: str, second: str, subject: str
) -> None:
    values = {"sender": sender, "first": first, "second": second, "subject": subject}
    with loaded(LOG.format(**values)) as log:
        told = everything_of(log, Redactor())
    for name, value in values.items():
        assert value.casefold() not in told, name
    for domain in ("@example.net", "@example.com", "@example.org", "@list.example"):
        assert domain in told


@given(local=some.text(min_size=1).filter(lambda text: "@" not in text and text.strip("<> ")))
def test_an_address_keeps_its_domain_and_equal_ones_stay_equal(local: str) -> None:
    redactor = Redactor()
    address = redactor.address(f"{local}@example.com")
    assert address.startswith("user-")
    assert address.endswith("@example.com")
    assert address == redactor.address(f"{local.casefold()}@example.com")
    assert address != Redactor().address(f"{local}@example.com")


@given(some.text(), some.lists(some.text(), max_size=4))
def test_whatever_is_said_is_redacted_without_failing(text: str, people: list[str]) -> None:
    redactor = Redactor(b"key")
    about = known(people, people)
    for said_of in ((), about):
        assert redactor.free(text, said_of) == redactor.free(text, said_of)
    assert redactor.free("", about) == ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<ann@example.com>: unknown", "<A@example.com>: unknown"),
        ("to 'ann@example.com'", "to 'A@example.com'"),
        ('"ann"@example.com', None),
        ("mailto:ann@[192.0.2.1]", "mailto:A@[192.0.2.1]"),
        ("see ann%40example.com", "see A@example.com"),
        ("ann is no address", "ann is no address"),
    ],
)
def test_free_text_loses_the_local_parts_of_addresses(text: str, left: str | None) -> None:
    redactor = Redactor()
    found = redactor.free(text)
    if left is None:
        assert "ann" not in found
    else:
        assert found == left.replace("A@", redactor.hashed("user", "ann") + "@")


def test_people_of_the_record_are_found_without_their_domain() -> None:
    redactor = Redactor()
    about = known(["ann@example.com"], ["Late invoice"])
    hashed = redactor.hashed("user", "ann")
    assert redactor.free("no user Ann here, Annabel", about) == f"no user {hashed} here, Annabel"
    assert "invoice" not in redactor.free("re: late INVOICE", about)


@pytest.mark.parametrize("write", FORMATS)
def test_a_trace_that_is_not_redacted_has_its_lines_as_logged(write: object) -> None:
    assert callable(write)
    with loaded(LOG.format(sender="ann", first="bob", second="eve", subject="Lunch")) as log:
        [key] = resolve(log, "mid:26")
        assert "bob@example.com" in write(log, trace(log, key))


def test_the_words_of_the_gateway_stay() -> None:
    with loaded(LOG.format(sender="start", first="mid", second="info", subject="Lunch")) as log:
        [key] = resolve(log, "mid:26")
        about = people_of(log, trace(log, key))
        lines = [Redactor().line(log, int(number), about) for number in transaction_lines(log, key)]
    assert "Wed Mar  5 09:00:00 2025 Info: Start MID 26 ICID 8" in lines
    assert "Wed Mar  5 09:00:00 2025 Info: Message done DCID 41 MID 26 to RID [0]" in lines


@pytest.mark.parametrize("gap", ["\n", " and more\n\t", "x" * 90 + "\n"])
def test_a_line_that_goes_on_in_the_next_one_is_redacted_in_both(gap: str) -> None:
    content = (
        "Wed Mar  5 09:00:00 2025 Info: Start MID 26 ICID 8\n"
        f"Wed Mar  5 09:00:00 2025 Info: MID 26 Subject 'zqone{gap}zqtwo zqthree'\n"
        f"Wed Mar  5 09:00:00 2025 Info: MID 26 ICID 8 RID 0 To: <zq{gap}bob@example.com>\n"
    ).encode()
    with Log() as log:
        for _ in log.load_source(Source("mail.log", "mail.log", lambda: BytesIO(content))):
            pass
        told = "\n".join(Redactor().lines(log, 1, log.line_count))
    assert "zq" not in told
    assert "Start MID 26" in told


def test_every_form_of_file_says_the_same(tmp_path: Path) -> None:
    redactor = Redactor(b"key")
    part = export.Part(change=redactor.record)
    with loaded(LOG.format(sender="ann", first="bob", second="eve", subject="Lunch")) as log:
        [line] = export.json_lines(log, "messages", part)
        table = io.StringIO()
        export.write_csv(log, "messages", table, part)
        path = tmp_path / "it's.parquet"
        export.write_parquet(log, "messages", path, part)
    record = json.loads(line)
    table.seek(0)
    [row] = csv.DictReader(table)
    with duckdb.connect() as database:
        packed = database.read_parquet(str(path).replace("'", "?"))
        [(sender, started, address)] = packed.project(
            "sender, started, recipients[1].address"
        ).fetchall()
    assert record["sender"] == row["sender"] == sender == redactor.address("ann@example.net")
    assert record["started"] == row["started"] == started.isoformat()
    assert record["recipients"][0]["address"] == address == redactor.address("bob@example.com")
