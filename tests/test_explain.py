"""What a line says: form, fields and their places, and the records that it names."""

import re
from pathlib import Path

import pytest
from reading import EXAMPLES

from esalog import Key, Log, read_lines
from esalog.explain import LineFields, explain, fields
from esalog.grammar import FORMS
from esalog.grammar.form import NUMBERS
from esalog.grammar.types import MEANINGS, TYPES

STAMP = b"Mon Mar  2 09:00:01 2026 Info: "
CONNECTED = (
    b"New SMTP ICID 35 interface Data 1 (192.0.2.10) address 198.51.100.7 reverse dns host "
    b"mail.example.com verified yes"
)
SUBJECT = rb"MID 1231 Subject '=?utf-8?Q?Gr=C3=BC=C3=9Fe?='"


def test_every_field_has_a_type_and_every_type_a_meaning() -> None:
    named = {name for form in FORMS for name in re.compile(form.rest).groupindex}
    named |= {name for form in FORMS for name in form.constants}
    assert named | set(NUMBERS) | {"rids"} == set(TYPES) | {"number"}
    assert set(TYPES.values()) == set(MEANINGS)


def test_every_example_is_explained_by_its_form_and_its_fields() -> None:
    content = "".join(f"{STAMP.decode()}{line}\n" for _, line in EXAMPLES)
    for (form, line), told in zip(EXAMPLES, explain(content.encode()), strict=True):
        assert told.form is form
        assert told.text == line
        match = form.match(line)
        assert match
        raw = {field.name: field.raw for field in told.fields}
        assert match.numbers().items() <= raw.items()
        assert match.fields().items() <= raw.items()
        for field in told.fields:
            if field.span:
                assert line[slice(*field.span)] == field.raw


def test_lines_that_continue_another_are_explained_with_it() -> None:
    wrapped = STAMP + CONNECTED.replace(b" (", b"\n(") + b"\n" + STAMP + b"ICID 35 close\n"
    one, other = explain(wrapped)
    assert one.form
    assert one.form.id == "B1"
    assert one.text == CONNECTED.decode()
    assert other.text == "ICID 35 close"


def test_what_nobody_knows_has_no_fields() -> None:
    (told,) = explain(STAMP + b"Something \xff new\n")
    assert told.form is None
    assert told.fields == ()
    assert told.text == "Something \\xff new"
    assert list(explain(b"")) == []


def loaded(folder: Path, *contents: bytes) -> Log:
    paths = [folder / f"{number}.log" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    log = Log()
    for _ in log.load([str(path) for path in paths]):
        pass
    return log


def shown(log: Log, number: int) -> tuple[LineFields, dict[str, str | None]]:
    """What a line says, and by name what stands at the places of its fields in that very line."""
    (line,) = read_lines(log, number, 1)
    told = fields(log, number)
    return told, {field.name: field.span and line.text[slice(*field.span)] for field in told.fields}


def test_fields_stand_at_their_places_in_the_line_and_records_are_named(tmp_path: Path) -> None:
    lines = [
        CONNECTED,
        b"Start MID 1231 ICID 35",
        SUBJECT,
        b"MID 1232 was generated based on MID 1231 by bcc filter 'Archive'",
        b"Something else",
    ]
    with loaded(tmp_path, b"".join(STAMP + line + b"\n" for line in lines)) as log:
        told, places = shown(log, 1)
        assert places == {field.name: field.raw for field in told.fields}
        assert told.records == (Key("injection", "", 35),)
        assert told.meaning.endswith(".")
        assert fields(log, 2).records == (Key("message", "", 1231), Key("injection", "", 35))
        subject = fields(log, 3).fields[-1]
        assert (subject.raw, subject.decoded) == ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße")
        assert fields(log, 4).records == (Key("message", "", 1232), Key("message", "", 1231))
        assert fields(log, 5) == LineFields(5, "Something else", None, "", (), ())
        for number in (0, 6):
            with pytest.raises(IndexError):
                fields(log, number)


def test_each_line_of_a_wrapped_one_shows_its_own_fields(tmp_path: Path) -> None:
    wrapped = STAMP + CONNECTED.replace(b" (", b"\n  (") + b"\n"
    with loaded(tmp_path, wrapped * 2) as log:
        for number, absent in ((3, "remote_ip"), (4, "icid")):
            told, places = shown(log, number)
            assert (told.number, told.form_id) == (3, "B1")
            assert told.text == CONNECTED.decode()
            assert places.pop(absent) is None
            assert {text for text in places.values() if text} < {f.raw for f in told.fields}
        assert shown(log, 4)[1]["remote_ip"] == "198.51.100.7"


@pytest.mark.parametrize("cut", [3, 20, len(STAMP), len(STAMP) + 12, len(STAMP) + 40])
def test_both_halves_of_a_line_cut_by_a_rotation_are_explained(tmp_path: Path, cut: int) -> None:
    line = STAMP + CONNECTED
    before = STAMP + b"ICID 34 close\n"
    with loaded(tmp_path, before + line[:cut], line[cut:] + b"\n" + before) as log:
        assert (log.counts.recognised, log.counts.joined) == (3, 1)
        for number in (2, 3):
            told, places = shown(log, number)
            assert (told.number, told.text) == (2, CONNECTED.decode())
            assert told.records == (Key("injection", "", 35),)
            halves = {line[:cut].decode(), line[cut:].decode()}
            assert all(any(text in half for half in halves) for text in places.values() if text)
        assert fields(log, 4).text == "ICID 34 close"
