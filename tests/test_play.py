"""Gateways at play: what the library says of their logs is what happened.

`PLAY_SEEDS=200 pytest tests/test_play.py` or `python -m tests.play.agree --seeds 200` for more.
"""

import os
from datetime import datetime
from pathlib import Path

import pytest
from play import play
from play.agree import facts

SEEDS = range(int(os.environ.get("PLAY_SEEDS", "20")))
EACH_SEED = pytest.mark.parametrize("seed", SEEDS)
STATES = {"success", "failed", "fallback", "none", "unknown"}
STATUSES = {
    "receiving", "dropped", "bounced", "aborted", "delivered", "quarantined", "rewritten",
    "split", "delayed", "sending", "queued", "partly delivered", "mixed", "finished", "unknown",
}  # fmt: skip
RELATIONS = {"split", "rewritten", "generated", "bounce", "reinjected", None}


@EACH_SEED
def test_the_library_tells_the_truth(seed: int, tmp_path: Path) -> None:
    assert [fact for fact in facts(play(seed), tmp_path) if not fact.agrees] == []


def test_a_seed_always_gives_the_same_play() -> None:
    assert play(3) == play(3)
    assert play(3) != play(4)


def test_plays_are_about_every_state_status_and_relation() -> None:
    plays = [play(seed) for seed in range(60)]
    messages = [row for made in plays for row in made.truth["messages"]]
    recipients = [recipient for row in messages for recipient in row["recipients"]]
    for kind in ("injections", "deliveries"):
        rows = [row for made in plays for row in made.truth[kind]]
        assert {row["tls"] for row in rows} == STATES
        assert {row["generation"] for row in rows} >= {1, 2}
    assert {row["tls_received"] for row in messages} == STATES - {"failed"} | {"internal"}
    assert {row["tls_delivered"] for row in messages} == STATES | {"mixed", None}
    assert {row["relation"] for row in messages} == RELATIONS
    assert {row["status"] for row in messages} == STATUSES
    assert {recipient["tls"] for recipient in recipients} == STATES | {None}
    assert {recipient["attempts"] for recipient in recipients} >= {0, 1, 2, 3}
    assert {len(made.files) for made in plays} >= {1, 2, 3}


@EACH_SEED
def test_what_a_play_tells_fits_together(seed: int) -> None:
    made = play(seed)
    lines = sum(content.count(b"\n") for content in made.files.values())
    for rows in made.truth.values():
        for row in rows:
            assert 1 <= row["first_line"] <= row["last_line"] <= lines
            for name in {"opened", "closed", "started", "finished"} & set(row):
                assert row[name] is None or datetime.fromisoformat(row[name]).year in (2023, 2024)
    mids = {row["mid"] for row in made.truth["messages"]}
    for row in made.truth["messages"]:
        assert row["parent"] is None or row["parent"] in mids
        assert mids >= set(row["children"])
    for kind in ("injections", "deliveries"):
        assert all(mids >= set(row["mids"]) for row in made.truth[kind])
