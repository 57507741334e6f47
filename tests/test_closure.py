"""Every step of the correlation is closed under its key, so it may be run on parts of a log."""

from collections.abc import Iterator

import duckdb
import pytest

from esalog import Log, correlate
from esalog.correlate import ASKED, KEPT, READ_ONCE, STEPS, Step
from esalog.demo import demo_source
from esalog.facts import VIEWS
from esalog.making import Making
from esalog.wanted import EVERYTHING

BUCKETS = 7
ALL_STEPS = (*STEPS, *ASKED)


@pytest.fixture(scope="module")
def whole() -> Iterator[duckdb.DuckDBPyConnection]:
    """A loaded log, with all that each step read and made in the schema `whole`, out of order."""
    with Log(keep_text=False) as log:
        for seed in (1, 2):  # the ids of the second begin again
            for _ in log.load_source(demo_source(seed, 5_000), live=False):
                pass
        log._store.forget(log.line_count)  # so that all is made anew, not what the second touches
        Making(log._store._connection, EVERYTHING).make(0, log.line_count)
        connection = log._store._connection
        connection.execute("CREATE SCHEMA whole")
        names = {name for step in ALL_STEPS for name in (*step.reads, step.makes)} | set(VIEWS)
        for name in sorted(names):
            connection.execute(
                f"CREATE TABLE whole.{name} AS SELECT * FROM {name} ORDER BY random()"
            )
        yield connection


def _bucket(step: Step, table: str, columns: set[str]) -> str:
    """The expression that tells which part of a table a row belongs to, for a step."""
    key = [_column(name, columns) for name in step.key if name != "kind"]
    return f"hash({', '.join(key)}) % {BUCKETS}"


def _column(name: str, columns: set[str]) -> str:
    """What a table calls a part of the key: resets call the ids of both kinds the same."""
    return name if name in columns else "id"


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return sorted(map(repr, connection.execute(query).fetchall()))


@pytest.mark.parametrize("step", ALL_STEPS, ids=lambda step: step.name)
def test_a_step_makes_of_parts_what_it_makes_of_all(
    step: Step, whole: duckdb.DuckDBPyConnection
) -> None:
    made: list[str] = []
    for bucket in range(BUCKETS):
        part = whole.cursor().execute("USE records")
        correlate.run(part, "macros")
        for table in step.reads:
            described = part.execute(f"DESCRIBE whole.{table}").fetchall()
            chosen = _bucket(step, table, {row[0] for row in described})
            part.execute(
                f"CREATE TEMP TABLE {table} AS"
                f" SELECT * FROM whole.{table} WHERE {chosen} = {bucket} ORDER BY random()"
            )
        made += _rows(part, correlate.sql(step.name))
        part.close()
    assert sorted(made) == _rows(whole, f"SELECT * FROM whole.{step.makes}")
    assert made


def test_every_kept_table_is_made_by_a_step() -> None:
    assert set(KEPT) <= {step.makes for step in STEPS}


@pytest.mark.parametrize("table", READ_ONCE)
def test_what_is_a_view_is_read_by_one_step(table: str) -> None:
    assert len([step for step in STEPS if table in step.reads]) == 1


@pytest.mark.parametrize("step", ALL_STEPS, ids=lambda step: step.name)
def test_a_step_says_what_it_reads_and_makes(step: Step) -> None:
    heading = {
        name: value.strip(" -\n")
        for name, _, value in (
            line.removeprefix("-- ").partition(":")
            for line in correlate.sql(step.name).splitlines()
            if line.startswith("-- ") and ":" in line
        )
    }
    assert heading["makes"].split()[0] == step.makes
    assert heading["key"].split() == [f"{name}," for name in step.key[:-1]] + [step.key[-1]]
