"""Lists of records: what is in them, in which order, and that counts are those of the records."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from stories import Story, loaded

import esalog
from esalog import Key, Log, export, query
from esalog.demo import demo_source
from esalog.keys import ID_COLUMNS, TABLES, Kind, RecordKind
from esalog.query import Selection
from esalog.reasons import normalised
from esalog.source import Source

Record = dict[str, Any]
KINDS: tuple[Kind, ...] = ("messages", "injections", "deliveries")
ONES: tuple[RecordKind, ...] = ("message", "injection", "delivery")
FAILING = {"failed", "fallback"}


@pytest.fixture(scope="module")
def records(log: Log) -> dict[Kind, list[Record]]:
    return {kind: list(export.records(log, kind)) for kind in KINDS}


@pytest.fixture(scope="module")
def transactions() -> Iterator[tuple[Log, dict[Key, set[int]]]]:
    """A shorter log, with the lines of the whole transaction of each of its messages."""
    with Log() as short:
        for _ in short.load_source(demo_source(5, 2500)):
            pass
        found = keys(query.select(short, "messages"))
        yield short, {key: {*esalog.transaction_lines(short, key).tolist()} for key in found}


def keys(selection: Selection) -> list[Key]:
    return [selection.key(position) for position in range(selection.count)]


def rows(selection: Selection) -> list[Record]:
    return selection.page(0, selection.count)


def identity(kind: Kind, record: Record) -> tuple[str, int, int]:
    return record["gateway"], record[ID_COLUMNS[kind]], record["generation"]


def is_refused(record: Record) -> bool:
    return record["access_rule"] in ("REJECT", "TCPREFUSE") and record["tls"] in ("none", "unknown")


def addresses(record: Record) -> list[str]:
    return [recipient["address"] or "" for recipient in record["recipients"]]


def ways_out(record: Record) -> set[str | None]:
    """The state of a message, and where its recipients differ those of each."""
    is_mixed = record["tls_delivered"] == "mixed"
    own = {recipient["tls"] for recipient in record["recipients"]}
    return {record["tls_delivered"], *(own if is_mixed else ())}


PLAIN: list[tuple[Kind, str, Callable[[Record], Any]]] = [
    ("messages", "from:example.com", lambda row: "example.com" in (row["sender"] or "").lower()),
    ("messages", "from:<>", lambda row: row["sender"] == ""),
    ("messages", "to:example.com", lambda row: "example.com" in " ".join(addresses(row)).lower()),
    ("messages", "subject:in", lambda row: "in" in (row["subject"] or "").lower()),
    ("messages", "subject:In", lambda row: "In" in (row["subject"] or "")),
    ("messages", "!subject:", lambda row: row["subject"] is None),
    ("messages", "status:delivered", lambda row: row["status"] == "delivered"),
    ("messages", "!status:delivered", lambda row: row["status"] != "delivered"),
    ("messages", "status:dropped|bounced", lambda row: row["status"] in ("dropped", "bounced")),
    ("messages", "size:>10k", lambda row: (row["size"] or 0) > 10_000),
    ("messages", "tls:in:none", lambda row: row["tls_received"] == "none"),
    ("messages", "tls:out:success", lambda row: "success" in ways_out(row)),
    ("messages", "!tls:out:success", lambda row: "success" not in ways_out(row)),
    ("messages", "tls:none", lambda row: "none" in {row["tls_received"], *ways_out(row)}),
    ("messages", "tls:internal", lambda row: row["tls_received"] == "internal"),
    ("injections", "tls:failed", lambda row: row["tls"] == "failed"),
    ("injections", "tls:none", lambda row: row["tls"] == "none" and not is_refused(row)),
    ("injections", "tls:refused", is_refused),
    ("injections", "dir:out", lambda row: row["access_rule"] == "RELAY"),
    ("injections", "host:mail.", lambda row: "mail." in (row["remote_host"] or "")),
    ("injections", "ip:192.0.2.20", lambda row: row["remote_ip"] == "192.0.2.20"),
    ("injections", "proto:1.3", lambda row: row["tls_protocol"] == "TLSv1.3"),
    ("injections", "cipher:gcm", lambda row: "GCM" in (row["tls_cipher"] or "")),
    ("injections", "!reason:", lambda row: row["tls_reason"] is None and row["tls"] not in FAILING),
    ("deliveries", "tls:success", lambda row: row["tls"] == "success"),
    ("deliveries", "reason:starttls", lambda row: "STARTTLS" in normalised(row["tls_reason"])),
]  # fmt: skip


def test_a_foreign_domain_in_a_subject_is_read_in_any_case() -> None:
    content = b"".join(
        b"Mon Mar  3 09:11:00 2025 Info: MID %d Subject 'new at %s.example'\n" % (mid, name)
        for mid, name in ((1, b"xn--bcher-kva"), (2, b"XN--BCHER-KVA"))
    )
    with Log() as log:
        for _ in log.load_source(Source("mail.log", "mail.log", lambda: BytesIO(content))):
            pass
        assert query.select(log, "messages", "subject:bücher").count == 2


def test_a_subject_in_code_is_filtered_and_searched_by_what_it_says(log: Log) -> None:
    coded = [row for row in rows(query.select(log, "messages")) if "=?" in (row["subject"] or "")]
    found = query.select(log, "messages", "subject:Bestätigung")
    assert coded
    assert 0 < found.count == sum("Best=C3=A4tigung" in row["subject"] for row in coded)
    assert {row["mid"] for row in rows(found)} <= {row["mid"] for row in coded}
    assert found.matches("bestätigung").tolist() == list(range(found.count))
    left = query.select(log, "messages", "!subject:Bestätigung").count
    assert left == found.total - found.count


@pytest.mark.parametrize(
    ("kind", "text", "fits"), PLAIN, ids=[f"{kind} {text}" for kind, text, _ in PLAIN]
)
def test_a_filter_leaves_what_fits_and_counts_it(
    log: Log,
    records: dict[Kind, list[Record]],
    kind: Kind,
    text: str,
    fits: Callable[[Record], Any],
) -> None:
    found = query.select(log, kind, text)
    left = {(key.gateway, key.id, key.generation) for key in keys(found)}
    assert left == {identity(kind, record) for record in records[kind] if fits(record)}
    assert (found.count, found.total) == (len(left), len(records[kind]))


@pytest.mark.parametrize("kind", KINDS)
def test_every_term_and_its_opposite_leave_all(log: Log, kind: Kind) -> None:
    for word in esalog.FILTER_WORDS:
        fitting, others = (
            query.select(log, kind, word.example),
            query.select(log, kind, f"!{word.example}"),
        )
        assert fitting.count + others.count == fitting.total
        assert not {*keys(fitting)} & {*keys(others)}


def test_connections_stand_for_their_messages_and_messages_for_their_connections(log: Log) -> None:
    for one, kind in TABLES.items():
        for other, others in TABLES.items():
            if one == other or "message" not in (one, other):
                continue
            key = query.select(log, kind).key(20)
            near = {row["key"] for row in query.neighbours(log, key, other)}
            word = f"{ID_COLUMNS[kind]}:{key.id}"
            assert near <= {*keys(query.select(log, others, word))}
            for neighbour in near:
                back = [row["key"] for row in query.neighbours(log, neighbour, one)]
                made = query.record(log, key) or {}
                assert key in back or made["relation"] in ("rewritten", "split")


@pytest.mark.parametrize(
    "words", ["invoice", "RELAYLIST", "gcm", "'25'", "/Subject .*[0-9]{3}/", "spf"]
)
def test_a_word_is_found_wherever_grep_finds_it_in_the_transaction(
    transactions: tuple[Log, dict[Key, set[int]]], words: str
) -> None:
    log, lines_of = transactions
    ((_, (term,)),) = query.parse_filter(words).parts
    lines = esalog.read_lines(log, 1, log.line_count)
    hits = {line.number for line in lines if held(term.values[0], line.text)}
    expected = [key for key, lines in lines_of.items() if hits & lines]
    assert keys(query.select(log, "messages", words)) == expected
    assert hits


def held(value: Any, text: str) -> bool:
    """Whether a line holds a value, told without the library's help."""
    pattern = {
        "part": re.escape(value.text),
        "exact": rf"(?<![0-9A-Za-z]){re.escape(value.text)}(?![0-9A-Za-z])",
        "regex": value.text,
    }[value.manner]
    return bool(re.search(pattern, text, re.IGNORECASE if value.text.islower() else 0))


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_sorts_both_ways_and_what_is_missing_stands_last(log: Log, kind: Kind) -> None:
    everything = {*keys(query.select(log, kind))}
    for name, _ in esalog.SORTS[kind]:
        up, down = (query.select(log, kind, sort=name, descending=turn) for turn in (False, True))
        assert {*keys(up)} == {*keys(down)} == everything
        missing = [row.get(name) is None for row in rows(up)] if name in rows(up)[0] else []
        known = len(missing) - sum(missing)
        if name != "tls_cipher":  # where there is none it is sorted by the reason
            assert missing == sorted(missing)
            assert keys(up)[:known] == keys(down)[:known][::-1]


def test_lists_are_in_the_order_of_time_unless_asked_otherwise(log: Log) -> None:
    times = [row["at"] for row in rows(query.select(log, "messages"))]
    assert times == sorted(times)
    sizes = [row["size"] for row in rows(query.select(log, "messages", "size:", "size", True))]
    assert sizes == sorted(sizes, reverse=True)
    senders = [
        row["sender"].lower() for row in rows(query.select(log, "messages", "from:", "sender"))
    ]
    assert senders == sorted(senders)


def test_an_unknown_column_is_told(log: Log) -> None:
    with pytest.raises(esalog.UsageError, match="colour"):
        query.select(log, "messages", sort="colour")


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_read_by_page_and_found_by_key(log: Log, kind: Kind) -> None:
    found = query.select(log, kind, sort="tls" if kind != "messages" else "sender")
    whole = rows(found)
    assert [row["key"] for row in whole] == keys(found)
    assert found.page(7, 5) == whole[7:12]
    assert found.page(found.count - 2, 60) == whole[-2:]
    for position in (0, 7, found.count - 1):
        assert found.position(found.key(position)) == position
        assert query.record(log, found.key(position)) == whole[position]
    other = Key(found.key(0).kind, "elsewhere.example.com", found.key(0).id)
    assert found.position(other) is None
    assert query.record(log, other) is None


@pytest.mark.parametrize("kind", KINDS)
def test_failures_are_told_by_position_and_can_be_all_that_is_listed(log: Log, kind: Kind) -> None:
    found = query.select(log, kind)
    states = [
        {row.get(name) for name in ("tls", "tls_received", "tls_delivered")} for row in rows(found)
    ]
    failing = [
        position
        for position, (row, state) in enumerate(zip(rows(found), states, strict=True))
        if state & FAILING
        or row.get("status") == "bounced"
        or (row.get("tls_delivered") == "mixed" and row["has_failed"])
    ]
    assert found.failures().tolist() == failing
    only = query.select(log, kind, failures=True)
    assert keys(only) == [found.key(position) for position in failing]
    assert only.failures().tolist() == list(range(only.count))
    assert {*found.warnings().tolist()} >= {
        at for at, state in enumerate(states) if "fallback" in state
    }


def test_a_search_finds_rows_that_show_all_the_words(log: Log) -> None:
    found = query.select(log, "messages", sort="subject")
    shown = [
        " ".join(str(row[name]) for name in ("mid", "sender", "to", "subject") if row[name]).lower()
        for row in rows(found)
    ]
    expected = {at for at, text in enumerate(shown) if "example.com" in text and "in" in text}
    assert {*found.matches("example.com in").tolist()} >= expected
    assert found.matches("no such words").tolist() == []
    assert found.matches(str(found.key(5).id)).tolist() == [5]


def test_ids_of_two_gateways_never_mix(tmp_path: Path) -> None:
    with loaded(Story("two-gateways-with-the-same-ids-never-mix"), tmp_path) as both:
        found = query.select(both, "messages")
        names = {key.gateway for key in keys(found)}
        assert len(names) == 2
        for key in keys(found):
            assert found.position(key) == keys(found).index(key)
            near = [row for one in ONES for row in query.neighbours(both, key, one)]
            assert {row["gateway"] for row in near} <= {key.gateway}
        one = next(iter(sorted(names)))
        assert {
            key.gateway for key in keys(query.select(both, "messages", f"gateway:'{one}'"))
        } == {one}


def test_an_id_that_began_again_is_another_record(tmp_path: Path) -> None:
    with loaded(Story("ids-that-begin-again-after-a-reset-are-other-records"), tmp_path) as log:
        for kind in KINDS:
            found = query.select(log, kind)
            for position, row in enumerate(rows(found)):
                key = found.key(position)
                assert row["generation"] == key.generation
                assert query.record(log, key) == row
                near = [other for one in ONES for other in query.neighbours(log, key, one)]
                assert {other["generation"] for other in near} <= {key.generation}


def test_a_log_without_a_line_has_empty_lists() -> None:
    with Log() as empty:
        for kind in KINDS:
            found = query.select(empty, kind, "from:ann word since:3h | tls:failed")
            assert (found.count, found.total, rows(found), found.page(0, 60)) == (0, 0, [], [])
            assert found.matches("x").tolist() == found.failures().tolist() == []
        view = query.overview(empty)
        assert (view.first, view.last, view.mail) == (None, None, ())
        assert query.domains(empty, "both") == query.failure_groups(empty) == []


def test_a_list_keeps_its_rows_while_the_load_goes_on_and_a_new_one_has_more() -> None:
    with Log(block_size=1 << 16) as growing:
        loading = growing.load_source(demo_source(3, 3000))
        while not next(loading).refreshed:
            pass
        early = query.select(growing, "messages", "example")
        first = keys(early)
        assert early.count > 0
        for _ in loading:
            pass
        assert [row["key"] for row in rows(early)] == first == keys(early)
        late = query.select(growing, "messages", "example")
        with Log() as whole:
            for _ in whole.load_source(demo_source(3, 3000)):
                pass
            assert keys(late) == keys(query.select(whole, "messages", "example"))
        assert late.count > early.count


def test_a_filter_leaves_the_lines_of_what_it_leaves(log: Log) -> None:
    key = query.select(log, "messages").key(9)
    left = {*query.lines_of_filter(log, f"mid:{key.id}").tolist()}
    own = {*esalog.lines_of(log, key).tolist()}
    near = [row["key"] for one in ONES[1:] for row in query.neighbours(log, key, one)]
    assert near
    assert own <= left <= own.union(*(esalog.lines_of(log, other).tolist() for other in near))
    everything = query.lines_of_filter(log, "")
    assert everything.tolist() == sorted({*everything.tolist()})
    assert query.lines_of_filter(log, "from:nobody@example.org").tolist() == []


def test_a_search_of_lines_can_be_stopped_and_goes_on_later(log: Log) -> None:
    with pytest.raises(query.Stopped):
        query.select(log, "messages", "stoppable", stop=lambda: True)
    assert query.select(log, "messages", "stoppable").count == 0
