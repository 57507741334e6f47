"""Commands without a screen: the same answers for scripts."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO, get_args

import click

from esalog import STATES_ONLY, EsalogError, Log, export, redact, report, select
from esalog.zones import zone
from esalog_tui.cache_command import cache_command
from esalog_tui.line_commands import LINE_COMMANDS
from esalog_tui.running import Choice, filter_parts, loaded, loading, outcome, redacting
from esalog_tui.safe import safe
from esalog_tui.trace_command import trace_command


def report_loaded(paths: tuple[str, ...], choice: Choice, *, demo: bool, form: str) -> int:
    """Load and print the report."""
    with loaded(paths, choice, demo_log=demo, wanted=STATES_ONLY) as log:
        if form == "json":
            click.echo(json.dumps(report.report(log), indent=2, ensure_ascii=False))
        else:
            click.echo(report.report_text(log), nl=False)
        return outcome(log)


@click.command("report")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@loading
def report_command(paths: tuple[str, ...], form: str, **choices: Any) -> int:
    """Count lines, connections, messages and recipients by TLS state."""
    return report_loaded(paths, Choice(**choices), demo=False, form=form)


@click.command("export")
@click.argument("kind", type=click.Choice(get_args(export.Kind)))
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "parquet"]),
    default="jsonl",
    help="JSON Lines (the default), CSV, or Parquet, which needs -o.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file, which only you can read; it is there when it is whole.",
)
@click.option("--tz", metavar="ZONE", help="The zone of the appliance's clock, like +02:00.")
@click.option(
    "--filter",
    "words",
    metavar="WORDS",
    default="",
    help="Only what fits, in the order of time; esalog filters explains the words.",
)
@redacting
@loading
def export_command(
    kind: export.Kind,
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    tz: str | None,
    words: str,
    redacted: bool,
    **choices: Any,
) -> int:
    """Write every injection, delivery or message, one record a line."""
    if form == "parquet" and output is None:
        raise click.UsageError("a Parquet file is not written to standard output: name it with -o")
    if form == "parquet" and tz:
        raise click.UsageError("times in a Parquet file have no zone: leave out --tz")
    change = redact.Redactor().record if redacted else None
    place = zone(tz) if tz else None
    is_filtered = bool(filter_parts(words))
    with loaded(paths, Choice(**choices), keep_text=is_filtered) as log:
        listed = select(log, kind, words).listed if is_filtered else None
        _export(log, kind, form, output, export.Part(listed, change, place=place))
        return outcome(log)


def _export(log: Log, kind: export.Kind, form: str, output: Path | None, part: export.Part) -> None:
    def write(file: TextIO) -> None:
        if form == "csv":
            export.write_csv(log, kind, file, part)
        else:
            file.writelines(f"{line}\n" for line in export.json_lines(log, kind, part))

    if output is None:
        _to_standard_output(write)
    elif form == "parquet":
        _to_file(output, lambda path: export.write_parquet(log, kind, path, part))
    else:
        _to_file(output, lambda path: _to_text_file(path, write))


class _Drawable(io.TextIOWrapper):
    """Text to a terminal, which is never sent control bytes of a log."""

    def write(self, text: str) -> int:
        rows = text.split("\n")
        return super().write("\n".join(safe(row, max(len(row), 1)) for row in rows))


def _to_standard_output(write: Callable[[TextIO], None]) -> None:
    wrapper = _Drawable if sys.stdout.isatty() else io.TextIOWrapper
    file = wrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
    try:
        write(file)
    finally:
        file.detach()


def _to_text_file(path: Path, write: Callable[[TextIO], None]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write(file)


def _to_file(output: Path, write: Callable[[Path], None]) -> None:
    try:
        with export.private_file(output) as path:
            write(path)
    except OSError as error:
        raise EsalogError(f"{output}: cannot be written: {error.strerror or error}") from error


COMMANDS = (report_command, export_command, trace_command, *LINE_COMMANDS, cache_command)
"""The commands, in the order in which the help lists them."""
