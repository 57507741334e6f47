"""Domains, failures and the overview: every count is that of the records it leads to."""

from collections import Counter
from typing import Any

import pytest

from esalog import Log, export, query
from esalog.keys import Kind
from esalog.query import Selection
from esalog.reasons import normalised

Record = dict[str, Any]
KINDS: tuple[Kind, ...] = ("messages", "injections", "deliveries")


@pytest.fixture(scope="module")
def records(log: Log) -> dict[Kind, list[Record]]:
    return {kind: list(export.records(log, kind)) for kind in KINDS}


def rows(selection: Selection) -> list[Record]:
    return selection.page(0, selection.count)


def test_refused_connections_are_never_mail_in_clear(log: Log) -> None:
    refused = query.select(log, "injections", "tls:refused")
    assert refused.count
    assert all(row["refused"] for row in rows(refused))
    assert query.select(log, "injections", "tls:refused tls:none").count == 0
    assert query.select(log, "messages", "tls:refused").count == 0
    view = query.overview(log)
    assert view.totals["refused"] == refused.count
    assert view.received["none"] == query.select(log, "injections", "tls:none").count


def test_the_overview_counts_every_record_once(log: Log, records: dict[Kind, list[Record]]) -> None:
    for cells in (1, 2, 7, 48, 500):
        view = query.overview(log, cells)
        assert len(view.mail) == len(view.failures) <= cells
        assert sum(view.mail) == view.totals["messages"] == len(records["messages"])
        assert sum(view.failures) == view.totals["failures"]
        assert view.first is not None
        assert view.first <= min(row["at"] for row in rows(query.select(log, "messages")))
    view = query.overview(log)
    delivered = Counter(record["tls"] for record in records["deliveries"])
    assert view.delivered == {state: delivered[state] for state in view.delivered}
    assert sum(view.delivered.values()) == view.totals["deliveries"]
    states = Counter(row["tls"] for kind in KINDS[1:] for row in records[kind])
    assert view.totals["failures"] == states["failed"] + states["fallback"]


@pytest.mark.parametrize(("direction", "kind"), [("out", "deliveries"), ("in", "injections")])
def test_a_domain_counts_the_connections_that_it_leads_to(
    log: Log, direction: Any, kind: Kind
) -> None:
    found = query.domains(log, direction)
    assert sum(row["connections"] for row in found) == query.select(log, kind).total
    for row in found:
        word = f"domain:'{row['domain']}'" if row["domain"] else "!domain:"
        for state in ("success", "failed", "fallback", "none", "unknown", "refused"):
            assert row[state] == query.select(log, kind, f"{word} tls:{state}").count
        assert row["connections"] == query.select(log, kind, word).count
        assert list(row["protocols"]) == sorted(row["protocols"])
        assert row["weakest"] == min(row["protocols"], default=None)
        for version, count in row["protocols"].items():
            assert count == query.select(log, kind, f"{word} tls:success proto:{version}").count
        assert sum(row["trend"]) == row["failed"] + row["fallback"]
        assert (row["last_reason"] is None) == (sum(row["trend"]) == 0)
    both = {row["domain"]: row for row in query.domains(log, "both")}
    assert all(row["connections"] <= both[row["domain"]]["connections"] for row in found)


@pytest.mark.parametrize("direction", ["out", "in", "both"])
def test_domains_stand_by_what_was_not_encrypted(log: Log, direction: Any) -> None:
    found = [
        [row[name] for name in ("failed", "fallback", "none", "connections")]
        for row in query.domains(log, direction)
    ]
    assert found == sorted(found, reverse=True)
    assert found != sorted(found, key=lambda counts: (counts[0], counts[-1]), reverse=True)


def test_a_filter_holds_for_domains_and_failures_too(log: Log) -> None:
    out = sum(row["connections"] for row in query.domains(log, "out", "dir:out"))
    assert out == query.select(log, "deliveries", "dir:out").count
    failed = sum(group["failed"] for group in query.failure_groups(log, "dir:out"))
    assert failed == sum(
        query.select(log, kind, "dir:out tls:failed|fallback").count for kind in KINDS[1:]
    )


def test_failures_are_grouped_by_reason_and_domain_down_to_connections(log: Log) -> None:
    groups = query.failure_groups(log)
    assert sum(group["failed"] for group in groups) == query.overview(log).totals["failures"]
    assert [group["failed"] for group in groups] == sorted(
        (group["failed"] for group in groups), reverse=True
    )
    for group in groups:
        assert (
            group["failed"] == sum(group["trend"]) == sum(row["failed"] for row in group["members"])
        )
        assert group["domains"] == len(group["members"])
        for member in group["members"]:
            found = query.failed_connections(log, group["reason"], member["domain"])
            assert len(found) == member["failed"]
            assert all(normalised(row["tls_reason"]) == group["reason"] for row in found)
            assert member["last"] == max(row["at"] for row in found)
    reason = groups[0]["reason"]
    assert groups[0]["messages"] == query.select(log, "messages", f"reason:'{reason}'").count
    assert len(query.failed_connections(log, reason, groups[0]["members"][0]["domain"], 1)) == 1
