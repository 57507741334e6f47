"""The command `esalog trace`: one record's story, for a person, a script or a ticket."""

from typing import Any

import click

from esalog import UsageError, redact
from esalog.keys import ID_COLUMNS, TABLES
from esalog.trace import Candidate, as_json, as_markdown, as_text, candidates, title_of, trace
from esalog_tui.running import Choice, loaded, loading, outcome, redacting

_FORMS = {"text": as_text, "json": as_json, "markdown": as_markdown}


@click.command("trace")
@click.argument("record", metavar="mid:N|icid:N|dcid:N|N")
@click.option("--generation", type=click.IntRange(1), help="Which of the records with this id.")
@click.option("--format", "form", type=click.Choice(list(_FORMS)), default="text")
@redacting
@loading
def trace_command(
    record: str,
    paths: tuple[str, ...],
    generation: int | None,
    form: str,
    redacted: bool,
    **choices: Any,
) -> int:
    """Tell what became of one message or connection, and prove it by its lines.

    A number alone is taken for what only it can be in this log.
    """
    choice = Choice(**choices)
    with loaded(paths, choice, keep_text=True) as log:
        key = _sole(record, candidates(log, record, choice.gateway, generation)).key
        how: dict[str, Any] = {}
        story = trace(log, key)
        if redacted:
            story, how = redact.without_people(log, story, redact.Redactor())
        click.echo(_FORMS[form](log, story, **how).rstrip("\n"))
        return outcome(log)


def _sole(record: str, found: list[Candidate]) -> Candidate:
    """The one record that is meant. Raises `UsageError` when there is none, or several."""
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"{record} is not in this log")
    ids = dict.fromkeys((one.key.kind, one.key.id) for one in found)
    names = [f"{ID_COLUMNS[TABLES[kind]]}:{number}" for kind, number in ids]
    if len(names) > 1:
        raise UsageError(f"{record} can be {' or '.join(names)}: say which")
    raise UsageError(
        "\n".join(
            [
                f"{record} is {len(found)} records; choose by --gateway and --generation:",
                *(f"  {_told(candidate)}" for candidate in found),
            ]
        )
    )


def _told(candidate: Candidate) -> str:
    key = candidate.key
    at = f", {candidate.at:%Y-%m-%d %H:%M:%S}" if candidate.at else ""
    gateway = f" --gateway {key.gateway}" if key.gateway else ""
    return (
        f"{title_of(key)}: line {candidate.first_line:,}{at}:"
        f"{gateway} --generation {key.generation}"
    )
