"""Traces of a made-up log say what its records say."""

from collections.abc import Iterator

import pytest

import esalog
from esalog import export
from esalog.demo import demo_source
from esalog.keys import ID_COLUMNS, TABLES, Key, RecordKind
from esalog.trace import trace


@pytest.fixture(scope="module")
def demo() -> Iterator[esalog.Log]:
    with esalog.Log() as log:
        for _ in log.load_source(demo_source(lines=2000)):
            pass
        yield log


SAYS = {
    "success": "over TLS",
    "fallback": "in clear after TLS failed",
    "none": "without TLS",
    "unknown": "not known whether over TLS",
    "internal": "made by the appliance",
}
"""What the sentence on how a message came says of its state."""


def test_every_message_of_a_log_is_traced_as_its_record_says(demo: esalog.Log) -> None:
    for record in export.records(demo, "messages"):
        key = Key("message", record["gateway"], record["mid"], record["generation"])
        found = trace(demo, key)
        assert SAYS[record["tls_received"]] in found.verdicts[0]
        own = next(node for node in found.nodes if node.key == key)
        assert set(own.lines) <= set(esalog.lines_of(demo, key).tolist())
        attempts = [node for node in found.nodes if node.kind == "attempt"]
        assert len(attempts) >= sum(one["attempts"] for one in record["recipients"])
        assert all(found.proofs)


def test_every_connection_of_a_log_is_traced_with_its_messages(demo: esalog.Log) -> None:
    kinds: tuple[RecordKind, ...] = ("injection", "delivery")
    for kind in kinds:
        for record in export.records(demo, TABLES[kind]):
            number = record[ID_COLUMNS[TABLES[kind]]]
            key = Key(kind, record["gateway"], number, record["generation"])
            shown = [node.key for node in trace(demo, key).nodes if node.kind == "message"]
            assert [one.id for one in shown if one] == record["mids"]


def test_attempts_are_the_same_whether_a_log_came_bit_by_bit_or_whole(demo: esalog.Log) -> None:
    with esalog.Log(block_size=20_000) as log:
        for _ in log.load_source(demo_source(lines=2000)):
            log.refresh()
        attempts = "SELECT * FROM attempts ORDER BY ALL"
        assert log.cursor().execute(attempts).fetchall() == (
            demo.cursor().execute(attempts).fetchall()
        )
