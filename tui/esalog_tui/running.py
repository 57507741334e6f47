"""Running a command: how a log is loaded for it, what is said on the way, and its exit code."""

import errno
import functools
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import click
import duckdb

from esalog import Cache, EsalogError, FilterError, Log, Progress, demo, room, split_filter
from esalog.stamps import YEARS
from esalog_tui import caching, config, endings
from esalog_tui.safe import safe

DONE, PARTLY, NOTHING = 0, 1, 2
"""Exit codes: all read; something could not be read; wrong usage or nothing to read."""


@dataclass(frozen=True)
class Choice:
    """How a log is to be loaded, as the command line says; `piped` is standard input, if moved."""

    gateway: str | None = None
    year: int | None = None
    jobs: int | None = None
    no_cache: bool = False

    piped: ClassVar[BinaryIO | None] = None

    def cache(self) -> Cache | None:
        """The cache, unless somebody forbids it. Raises `click.UsageError`."""
        return None if self.no_cache else caching.user_cache()


def failing_clearly(command: Callable[..., int]) -> Callable[..., None]:
    """Turn what a person can act on into one line, and the outcome into an exit code."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        if sys.__stdout__ is None:
            complain("standard output is closed")
            sys.exit(NOTHING)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        try:
            code = command(*args, **options)
            sys.stdout.flush()
        except EsalogError as error:
            for line in str(error).split("\n"):
                complain(line)
            code = NOTHING
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = DONE
        except KeyboardInterrupt:
            code = endings.code()
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            code = _fault(error)
        sys.exit(code)

    return run


def _fault(error: Exception) -> int:
    """Tell what a person can do nothing about; the exit code that follows."""
    if _is_interrupt(error):
        return endings.code()
    if os.environ.get("ESALOG_DEBUG"):
        raise error
    for line in _told(error):
        complain(line)
    return NOTHING


def _is_interrupt(error: Exception) -> bool:
    """Whether a signal came in the middle of a query: the database raises this, whatever the
    signal's handler did.
    """
    if type(error) is RuntimeError:
        return str(error) == "Query interrupted"
    return isinstance(error, duckdb.InterruptException)


def _told(error: Exception) -> tuple[str, ...]:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return (f"the output cannot be written: {error.strerror}",)
    return (
        f"this is a fault of esalog: {type(error).__name__}: {str(error)!a}",
        "set ESALOG_DEBUG=1 to see where, and please report it",
    )


year_option = click.option(
    "--year",
    type=click.IntRange(*YEARS),
    help="The year of the last line, where stamps have none.",
)

cache_option = click.option(
    "--no-cache", is_flag=True, help="Load anew, and keep nothing in the cache."
)


def loading(command: Callable[..., int]) -> Callable[..., None]:
    """Options and arguments of a command that loads a log."""
    for decorate in (
        click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path()),
        click.option("--gateway", metavar="NAME", help="Name the gateway of lines that tell none."),
        year_option,
        click.option("--jobs", type=click.IntRange(1), help="Threads; as many as processors."),
        cache_option,
    ):
        command = decorate(command)
    return failing_clearly(command)


def filter_parts(text: str) -> tuple[str, ...]:
    """The parts of a filter. Raises `click.UsageError` when there is a word that means nothing."""
    try:
        return tuple(split_filter(text))
    except FilterError as error:
        hint = f"; did you mean '{error.suggestion}'?" if error.suggestion else ""
        raise click.UsageError(f"{error}{hint}") from error


redacting = click.option(
    "--redact",
    "redacted",
    is_flag=True,
    help="Put hashes in the place of local parts, subjects and file names; domains stay.",
)
"""The option of what is handed on to others."""


@contextmanager
def loaded(
    paths: tuple[str, ...], choice: Choice, *, demo_log: bool = False, **how: Any
) -> Iterator[Log]:
    """A log that is loaded to its end, `how` as `Log` takes it.

    Raises `UsageError` when nothing can be read.
    """
    how = {"keep_text": False} | how
    cache = choice.cache() if config.caches(config.chosen_place()) else None
    with Log(choice.gateway, choice.year, jobs=choice.jobs, cache=cache, **how) as log:
        stdin = Choice.piped or sys.stdin.buffer
        steps = (
            log.load_source(demo.demo_source(), live=False)
            if demo_log
            else log.load(paths, stdin=stdin, live=False)
        )
        try:
            with _progress() as show:
                for progress in steps:
                    show(progress)
        except KeyboardInterrupt:
            log.interrupt()  # the load, which is left here, makes no records any more
            raise
        with room.asking():
            yield log
        log.keep()


def outcome(log: Log) -> int:
    """Name on standard error what was not read or passed over; the exit code that follows."""
    for told in (*log.notes, *log.problems):
        complain(str(told))
    if log.counts.read == 0 and log.problems:
        return NOTHING
    return PARTLY if log.problems else DONE


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """Show how far a load is on standard error, when somebody may be looking at it."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    shown = False

    def show(progress: Progress) -> None:
        nonlocal shown
        if progress.seconds > 0.3:
            percent = "" if progress.fraction is None else f"{progress.fraction:.0%}  "
            click.echo(f"\r{percent}{progress.lines:,} lines\x1b[K", nl=False, err=True)
            shown = True

    yield show
    if shown:
        click.echo("\r\x1b[K", nl=False, err=True)


def complain(line: str) -> None:
    """Say it on standard error, which is sent no control bytes of a log."""
    click.echo(f"esalog: {safe(line, max(len(line), 1))}", err=True)
