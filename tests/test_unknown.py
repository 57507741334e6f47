"""What stays dark: shapes of unknown lines, and that an anonymous one tells of nobody."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from reading import EXAMPLES

from esalog import Log
from esalog.grammar.types import TYPES
from esalog.shapes import anonymous, shape, vocabulary
from esalog.unknown import unknown

SHAPES = [
    # a text, its shape, its shape without names
    ("MID 7 did 12 things in 0.5 s", "MID {mid} did {n} things in {n}.{n} s", None),
    ("MID = 7, DCID: 9, RID 0", "MID = {mid}, DCID: {dcid}, RID {rid}", None),
    ("sent to <ann@example.com>.", "sent to <{address}>.", "sent to <{address}>."),
    (r"found 'it\'s' and \"x\"", r"found '{text}' and \"x\"", None),
    ("found 'it's here' now", "found '{text}' now", "found '{text}' now"),
    ("from mail.example.com [192.0.2.7]", "from {host} [{ip}]", "from {host} [{ip}]"),
    ("from 2001:db8::7 port 25", "from {ip} port {n}", "from {ip} port {n}"),
    ("at 12:30:45", "at {n}:{n}:{n}", "at {n}:{n}:{n}"),
    ("see http://example.com/a?b=c", "see {url}", "{word} {url}"),
    ("hash 0a1b2c3d4e5f", "hash {hex}", "{word} {hex}"),
    (
        "The Merger of Acme and Söhne",
        "The Merger of Acme and Söhne",
        "The {word} of {word} and {word}",
    ),
    ("Delivery Report for ann", "Delivery Report for ann", "Delivery {word} for {word}"),
]


@pytest.mark.parametrize(("text", "shaped", "nameless"), SHAPES)
def test_what_varies_is_replaced(text: str, shaped: str, nameless: str | None) -> None:
    assert shape(text) == shaped
    if nameless:
        assert anonymous(text) == nameless


NAMES = some.one_of(
    some.sampled_from(["Annabel", "Krüger", "Ostrowski", "O'Hara", "ΑΘΗΝΑ", "acme", "Initech"]),
    some.text("abcdefghijklmnopqrstuvwxyzäß", min_size=3, max_size=12),
    some.text("ABCDEFG", min_size=3, max_size=12),
)
HOSTS = some.builds("{}.{}".format, NAMES, some.sampled_from(["example.com", "corp.example", "x"]))
ADDRESSES = some.builds("{}@{}".format, NAMES, HOSTS)
SUBJECTS = some.lists(NAMES, min_size=1, max_size=4).map(" ".join)
FRAMES = some.sampled_from(
    [
        "MID 5 newly seen {}",
        "ICID 7 novelty from {} (<{}>) done",
        "MID 5 topic '{}' of \"{}\"",
        "Notice: {}: {}, [{}]",
        "DCID 9 CN={} for {};{}",
        "{}'{}\"{}",
        "http://{}/{}?to={}",
        "{}@{} {}",
    ]
)


def secrets_in(text: str) -> set[str]:
    """The words of a text that are no words of the vendor's."""
    return {word for word in re.findall(r"[^\W\d_]{3,}", text) if word.lower() not in KNOWN}


KNOWN = {word.lower() for word in vocabulary()} | {
    *"text url address ip host hex n word words icid mid dcid rcid rid".split()
}


@settings(deadline=None)
@given(some.data(), FRAMES)
def test_no_name_host_address_or_subject_is_left(data: some.DataObject, frame: str) -> None:
    values = some.one_of(NAMES, HOSTS, ADDRESSES, SUBJECTS)
    secrets = [data.draw(values) for _ in range(frame.count("{}"))]
    left = anonymous(frame.format(*secrets))
    assert not {word for word in secrets_in(" ".join(secrets)) if word in left}


@settings(deadline=None)
@given(some.text(max_size=80))
def test_only_words_of_the_vendor_are_left_of_any_text(text: str) -> None:
    left = anonymous(text)
    assert not secrets_in(left)
    assert left.isascii()
    assert not re.search(r"\d", left)


def test_no_field_of_any_example_is_left() -> None:
    for form, line in EXAMPLES:
        match = form.match(line)
        assert match
        for name, value in match.fields().items():
            if TYPES[name] in ("address", "host", "ip", "text", "id"):
                left = anonymous(f"Newly {line}")
                assert not {word for word in secrets_in(value) if re.search(rf"\b{word}\b", left)}


def test_a_long_text_is_shaped_in_time() -> None:
    for text in (
        "a" * 60_000,
        "a." * 30_000,
        "'" * 60_000,
        "a'" * 30_000,
        "::a" * 20_000,
        "1" * 60_000,
    ):
        assert anonymous(text)


def test_groups_hold_every_unknown_line_once(tmp_path: Path) -> None:
    stamp = "Tue Mar 10 09:00:00 2026 Info: "
    texts = [
        "New thing 1",
        "ICID 5 close",
        "New thing 2",
        "Other 'x'",
        "New thing\n 3",
        "New thing 4",
    ]
    path = tmp_path / "ann.log"
    path.write_text("".join(f"{stamp}{text}\n" for text in texts) + "no frame\n")
    with Log(block_size=100) as log:
        for _ in log.load([str(path)]):
            pass
        groups = unknown(log)
        assert sum(group.count for group in groups) == log.counts.unknown == 5
        assert [(group.shape, group.count, group.number) for group in groups] == [
            ("New thing {n}", 3, 1),
            ("Other '{text}'", 1, 4),
            ("New thing {n} no frame", 1, 7),
        ]
        assert all("ann" not in repr(group) for group in unknown(log, anonymized=True))
