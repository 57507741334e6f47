"""Rows that are kept apart from those that make records change none."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import records

from esalog import Log, correlate, store
from esalog.demo import demo_source

KINDS = (
    "Start MID {mid} ICID 0",
    "Start MID {mid} ICID 3",
    "MID {mid} interim verdict using engine: CASE spam negative",
    "MID {mid} attachment 'offer.pdf'",
    "MID {mid} Custom Log Entry: seen",
    "MID {mid} ICID 0 invalid bounce, rcpt address <c@example.com>"
    " rejected by bounce verification.",
    "MID {mid} Subject 'Offer'",
    "MID {mid} queued for delivery",
    "MID {mid} rewritten to MID {other} by url-threat-protection",
    "Message finished MID {mid} done",
)
STAMPED = "Mon Mar  3 09:00:00 2025 Info: "
SHUFFLED = "Mar  3 09:00:00 gate.example.com mail: Info: "


def log_text(frame: str, drawn: list[tuple[str, int]]) -> bytes:
    lines = (kind.format(mid=mid, other=15 - mid) for kind, mid in drawn)
    return "".join(f"{frame}{line}\n" for line in lines).encode()


def make_decisive(log: Log) -> None:
    """Make all records of all rows."""
    log._store._connection.execute("INSERT INTO decisive_events BY NAME FROM idle_events")
    log._store._connection.execute("DELETE FROM idle_events")
    log._store.forget(log.line_count)
    log.refresh()


def idle_count(log: Log) -> int:
    (counted,) = log.cursor().execute("SELECT count(*) FROM idle_events").fetchall()
    return int(counted[0])


def kept(log: Log) -> Iterator[list[str]]:
    """The rows of all tables that outlive a refresh."""
    for table in correlate.KEPT:
        yield sorted(map(str, log.cursor().execute(f"FROM {table}").fetchall()))


@pytest.mark.parametrize("frame", [STAMPED, SHUFFLED])
@settings(max_examples=30)
@given(drawn=st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from([7, 8])), max_size=12))
def test_idle_rows_make_no_record(frame: str, drawn: list[tuple[str, int]]) -> None:
    with Log(year=2025) as log:
        for _ in log.load(["-"], stdin=io.BytesIO(log_text(frame, drawn)), live=False):
            pass
        before = records(log)
        make_decisive(log)
        assert records(log) == before


def test_many_rows_of_an_ordinary_log_are_idle() -> None:
    with Log(keep_text=False) as log:
        for seed in (1, 2):  # the ids of the second begin again
            for _ in log.load_source(demo_source(seed, 5_000), live=False):
                pass
        assert idle_count(log) > log.line_count / 5
        before = list(kept(log))
        make_decisive(log)
        assert list(kept(log)) == before


def test_a_line_between_others_is_the_last_one_when_those_are_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    quiet = f"{STAMPED}MID 7 attachment 'offer.pdf'\n"
    path.write_text(f"{STAMPED}Start MID 7 ICID 0\n{quiet}{quiet}{STAMPED}MID 7")
    with Log() as log:
        for _ in log.load([str(path)]):
            pass
        assert ends_of_seven(log) == [(1, 4)]
        with path.open("a") as file:
            file.write("9 queued for delivery\n")
        while log.grow():
            pass
        log.refresh()
        assert ends_of_seven(log) == [(1, 3)]


def test_a_line_is_no_longer_idle_when_lines_before_it_may_be_shuffled(tmp_path: Path) -> None:
    parts = (
        f"{STAMPED}MID 7 Subject 'Offer'\n{SHUFFLED}MID 7 Message-ID '<b@example.com>'\n",
        f"{STAMPED}MID 6 rewritten to MID 7 by url-threat-protection\n"
        f"{STAMPED}MID 7 attachment 'offer.pdf'\n{STAMPED}MID 7 queued for delivery\n",
        f"{SHUFFLED}Start MID 7 ICID 3\n",
    )
    paths = [tmp_path / f"{number}.log" for number in range(len(parts))]
    for path, text in zip(paths, parts, strict=True):
        path.write_text(text)
    with Log(year=2025) as log:
        for _ in log.load([str(path) for path in paths]):
            pass
        assert ends_of_seven(log) == [(1, 2), (3, 3), (4, 6)]


def test_idle_rows_are_woken_by_the_first_line_that_may_be_shuffled(tmp_path: Path) -> None:
    paths = [tmp_path / "1.log", tmp_path / "2.log"]
    quiet = f"{STAMPED}MID 7 attachment 'offer.pdf'\n"
    paths[0].write_text(f"{STAMPED}Start MID 7 ICID 0\n{quiet}{STAMPED}MID 7 queued for delivery\n")
    paths[1].write_text(f"{SHUFFLED}Start MID 8 ICID 0\n")
    found = []
    for count in (1, 2):
        with Log(year=2025) as log:
            for _ in log.load([str(path) for path in paths[:count]]):
                pass
            found.append((idle_count(log), ends_of_seven(log)))
    assert found == [(1, [(1, 3)]), (0, [(1, 3)])]


def test_texts_too_long_for_one_batch_are_stored_in_several(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = []
    for most in (store._TEXT_AT_ONCE, 1_000):
        monkeypatch.setattr(store, "_TEXT_AT_ONCE", most)
        with Log(keep_text=False, block_size=1 << 14) as log:
            for _ in log.load_source(demo_source(1, 3_000), live=False):
                pass
            found.append(list(kept(log)))
    assert found[0] == found[1]


def test_an_answer_is_told_with_the_records_that_know_of_it(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_text(
        f"{STAMPED}Start MID 7 ICID 3\n{STAMPED}MID 7 ICID 3 RID 0 To: <ann@example.com>\n"
    )
    query = "SELECT recipients[1].response FROM message_recipients"
    with Log() as log:
        for _ in log.load([str(path)]):
            pass
        with path.open("a") as file:
            file.write(f"{STAMPED}MID 7 RID [0] Response '2.0.0 Ok'\n")
        while log.grow():
            pass
        log._store.flush()
        before = log.cursor().execute(query).fetchall()
        log.refresh()
        assert (before, log.cursor().execute(query).fetchall()) == ([(None,)], [("2.0.0 Ok",)])


def ends_of_seven(log: Log) -> list[tuple[int, int]]:
    query = "SELECT first_line, last_line FROM messages WHERE mid = 7 ORDER BY generation"
    return log.cursor().execute(query).fetchall()
