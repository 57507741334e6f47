"""Commands without a screen: the same answers for scripts, with exit codes that tell."""

import functools
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, TextIO, get_args

import click

from esalog import STATES_ONLY, EsalogError, Log, demo, export, report
from esalog.zones import zone

DONE, PARTLY, NOTHING = 0, 1, 2
"""Exit codes: all read; something could not be read; wrong usage or nothing to read."""


@dataclass(frozen=True)
class Choice:
    """How a log is to be loaded, as the command line says; `piped` is standard input, if moved."""

    gateway: str | None = None
    year: int | None = None
    jobs: int | None = None

    piped: ClassVar[BinaryIO | None] = None


def failing_clearly(command: Callable[..., int]) -> Callable[..., None]:
    """Turn what a person can act on into one line, and the outcome into an exit code."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            code = command(*args, **options)
            sys.stdout.flush()
        except EsalogError as error:
            for line in str(error).splitlines():
                _complain(line)
            code = NOTHING
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = DONE
        except KeyboardInterrupt:
            code = 130
        sys.exit(code)

    return run


def loading(command: Callable[..., int]) -> Callable[..., None]:
    """Options and arguments of a command that loads a log."""
    for decorate in (
        click.argument("paths", nargs=-1, required=True, metavar="PATH..."),
        click.option("--gateway", metavar="NAME", help="Name the gateway of lines that tell none."),
        click.option("--year", type=int, help="The year of the last line, where stamps have none."),
        click.option("--jobs", type=click.IntRange(1), help="Threads; as many as processors."),
    ):
        command = decorate(command)
    return failing_clearly(command)


@contextmanager
def loaded(
    paths: tuple[str, ...], choice: Choice, *, demo_log: bool = False, **how: Any
) -> Iterator[Log]:
    """A log that is loaded to its end, `how` as `Log` takes it.

    Raises `UsageError` when nothing can be read.
    """
    how = {"keep_text": False} | how
    with Log(choice.gateway, choice.year, jobs=choice.jobs, **how) as log:
        stdin = Choice.piped or sys.stdin.buffer
        steps = (
            log.load_source(demo.demo_source(), live=False)
            if demo_log
            else log.load(paths, stdin=stdin, live=False)
        )
        with _progress() as show:
            for progress in steps:
                show(progress)
        yield log


def outcome(log: Log) -> int:
    """Name on standard error what could not be read; the exit code that follows."""
    for problem in log.problems:
        _complain(str(problem))
    if log.counts.read == 0 and log.problems:
        return NOTHING
    return PARTLY if log.problems else DONE


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
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--tz", metavar="ZONE", help="The zone of the appliance's clock, like +02:00.")
@loading
def export_command(
    kind: export.Kind,
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    tz: str | None,
    **choices: Any,
) -> int:
    """Write every injection, delivery or message, one record a line."""
    if form == "parquet" and (output is None or tz):
        raise click.UsageError("Parquet is no text: name a file with -o, and no zone.")
    place = zone(tz) if tz else None
    with loaded(paths, Choice(**choices)) as log:

        def write(file: TextIO) -> None:
            if form == "csv":
                export.write_csv(log, kind, file, place)
            else:
                file.writelines(f"{line}\n" for line in export.json_lines(log, kind, place))

        if output is None:
            _to_standard_output(write)
        elif form == "parquet":
            _to_file(output, lambda: export.write_parquet(log, kind, output))
        else:
            _to_file(output, lambda: _to_text_file(output, write))
        return outcome(log)


def _to_standard_output(write: Callable[[TextIO], None]) -> None:
    file = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
    try:
        write(file)
    finally:
        file.detach()


def _to_text_file(output: Path, write: Callable[[TextIO], None]) -> None:
    with output.open("w", encoding="utf-8", newline="") as file:
        write(file)


def _to_file(output: Path, write: Callable[[], None]) -> None:
    try:
        write()
    except OSError as error:
        raise EsalogError(f"{output}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _progress() -> Iterator[Callable[[Any], None]]:
    """Show how far a load is on standard error, when somebody may be looking at it."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    shown = False

    def show(progress: Any) -> None:
        nonlocal shown
        if progress.seconds > 0.3:
            percent = "" if progress.fraction is None else f"{progress.fraction:.0%}  "
            click.echo(f"\r{percent}{progress.lines:,} lines\x1b[K", nl=False, err=True)
            shown = True

    yield show
    if shown:
        click.echo("\r\x1b[K", nl=False, err=True)


def _complain(line: str) -> None:
    click.echo(f"esalog: {line}", err=True)


COMMANDS = (report_command, export_command)
"""The commands, in the order in which the help lists them."""
