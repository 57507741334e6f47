"""The command `esalog`: without a command of its own it opens the app, or reports into a pipe.

Commands that show no screen never import Textual.
"""

import os
import shlex
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import click
from click.shell_completion import CompletionItem

from esalog.query.values import nearest
from esalog_tui.commands import COMMANDS, report_loaded
from esalog_tui.config_commands import CONFIG_COMMANDS, chosen, settings_options, tell_faults
from esalog_tui.history import bound
from esalog_tui.running import Choice, cache_option, failing_clearly, filter_parts, year_option
from esalog_tui.settings import Settings

_EXAMPLES = """\b
Examples:
  esalog mail.current                     browse one log
  esalog /logs/*.s mail.current           many files, also .gz .bz2 .xz .zst
  ssh esa1 cat mail.current | esalog -    from a pipe
  esalog --follow mail.current            and what is written to it from then on
  esalog --demo                           a made-up log, to look around
  esalog report mail.current              counts by TLS state
  esalog trace mid:500187 mail.current    what became of one message
  esalog export messages mail.current     every message as JSON Lines
  esalog filters                          the words of filters
  esalog config                           settings, as a file to begin with
"""

_WELCOME = """esalog reads the mail logs of Cisco's email gateways and shows, for every message and
connection, whether it went over TLS, with the raw lines behind the answer.

  esalog mail.current           one log
  esalog /logs/*.s              many files, also compressed
  esalog --demo                 a made-up log, to look around

esalog --help tells the rest."""


_NAME = frozenset("./*?[")
"""What stands in names and patterns of files, and in that of no command."""


_UNFILTERED = "{}, and the report counts all: use esalog export messages --filter {}"


class _Group(click.Group):
    """Commands by name; anything else is what the app opens."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `open` before arguments that name no command.

        Raises `click.UsageError` for what is neither a file nor quite a command.
        """
        is_completing = ctx.resilient_parsing and not args
        is_named = args and (args[0] in self.commands or args[0] in ("--help", "-h", "--version"))
        if args and not is_named and not ctx.resilient_parsing and (meant := self._meant(args[0])):
            words = f"no such command or file '{args[0]}': did you mean {meant}?"
            raise click.UsageError(words, ctx)
        return super().parse_args(ctx, args if is_named or is_completing else ["open", *args])

    def _meant(self, word: str) -> str:
        """The command that a word may be meant for which is neither path nor option; or empty."""
        is_path = word.startswith("-") or os.path.lexists(word) or not _NAME.isdisjoint(word)
        return "" if is_path else nearest(word.lower(), list(self.commands))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and files and options as `open` takes them."""
        files = [] if incomplete.startswith("-") else [CompletionItem(incomplete, type="file")]
        options = self.commands["open"].shell_complete(
            click.Context(self.commands["open"], ctx, resilient_parsing=True), incomplete
        )
        return [*files, *super().shell_complete(ctx, incomplete), *options]


@click.group(
    cls=_Group,
    epilog=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="",
    subcommand_metavar="[PATH...] | COMMAND ...",
)
@click.version_option(package_name="esalog", prog_name="esalog")
def main() -> None:
    """Browse the mail logs of Cisco email gateways: was this mail received, and was it delivered,
    over TLS; and if not, why?

    PATH is a log, a folder of logs, a pattern, or - for standard input. Options of the app are
    those of `esalog open --help`.
    """


@main.command("open")
@click.argument("paths", nargs=-1, metavar="[PATH...]", type=click.Path())
@click.option("--demo", is_flag=True, help="Open a made-up log of about 20,000 lines.")
@click.option("--gateway", metavar="NAME", help="Name the gateway of lines that tell none.")
@year_option
@cache_option
@click.option(
    "--filter",
    "filter_text",
    metavar="FILTER",
    help="Begin with this filter, as esalog filters explains.",
)
@click.option(
    "--since", metavar="TIME", help="Begin with what came since then, such as -3h or 10:15."
)
@click.option("--follow", is_flag=True, help="Show what is written to the files from then on.")
@click.option(
    "--tail/--no-tail",
    default=None,
    help="Show the newest lines first, while the rest is read; usual from 256 MB on.",
)
@settings_options
@failing_clearly
def open_app(
    paths: tuple[str, ...],
    demo: bool,
    gateway: str | None,
    year: int | None,
    filter_text: str | None,
    since: str | None,
    follow: bool,
    tail: bool | None,
    no_cache: bool,
    **options: Any,
) -> int:
    """Open the app (what `esalog PATH...` does)."""
    settings = replace(chosen(**options), filters=_filters(filter_text, since))
    choice = Choice(gateway, year, no_cache=no_cache or not settings.caches)
    if not paths and not demo and _is_piped():
        paths = ("-",)
    if why := _lacks():
        return _without_screen(why, paths, choice, settings, demo=demo)
    if "-" in paths:
        _keep_keyboard()
    from esalog_tui.opening import run

    with _drawing_on_terminal():
        return run(
            paths,
            demo=demo,
            gateway=choice.gateway,
            year=choice.year,
            cache=choice.cache(),
            follows=follow,
            newest_first=tail,
            settings=settings,
            stdin=Choice.piped,
        )


def _lacks() -> str:
    """Why the app cannot be drawn; empty where it can."""
    if not sys.stdout.isatty():
        return "no terminal to draw on"
    name = os.environ.get("TERM", "")
    return f"no screen can be drawn where TERM is '{name}'" if name in ("", "dumb") else ""


def _without_screen(
    why: str, paths: tuple[str, ...], choice: Choice, settings: Settings, *, demo: bool
) -> int:
    """Say what the app would show as far as text can: the report, or of nothing what esalog is.

    Raises `click.UsageError` where that would leave out a filter.
    """
    if not paths and not demo:
        click.echo(_WELCOME)
        return 2
    if settings.filters:
        raise click.UsageError(_UNFILTERED.format(why, shlex.quote(" ".join(settings.filters))))
    click.echo(f"esalog: {why}, so here is the report.\n", err=True)
    code = report_loaded(paths, choice, demo=demo, form="text")
    return max(code, tell_faults(settings))


def _filters(text: str | None, since: str | None) -> tuple[str, ...]:
    """The parts of a filter. Raises `click.UsageError` when there is a word that means nothing."""
    words = [text or "", bound("since:", since) if since else ""]
    return tuple(part for word in words for part in filter_parts(word))


@contextmanager
def _drawing_on_terminal() -> Iterator[None]:
    """Let the app draw where it does, on standard error, also when that was sent elsewhere.

    A size in the environment would outweigh that of the terminal, which alone is followed.
    """
    if all(os.get_terminal_size(1)):
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)
    kept = os.dup(2)
    os.dup2(1, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _is_piped() -> bool:
    """Whether somebody feeds standard input; a service's empty one does not count."""
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode)


def _keep_keyboard() -> None:
    """Move a piped log to another descriptor and give standard input back to the keyboard."""
    log = os.dup(0)
    keyboard = os.open("/dev/tty", os.O_RDWR)
    os.dup2(keyboard, 0)
    os.close(keyboard)
    Choice.piped = os.fdopen(log, "rb")


for _command in (*COMMANDS, *CONFIG_COMMANDS):
    main.add_command(_command)
