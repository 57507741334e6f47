"""Commands about the app itself: its config and its keys."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem, get_completion_class

from esalog.query.values import nearest
from esalog_tui import config, filter_help
from esalog_tui.look import has_signs
from esalog_tui.man_page import man_page
from esalog_tui.running import DONE, PARTLY, complain, failing_clearly
from esalog_tui.settings import USUAL, Settings

if TYPE_CHECKING:
    from esalog_tui.catalogue import Action


FRAMES = "10"
"""Frames a second at most over a slow line."""


def config_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option `--config`, also taken from the environment."""
    return click.option(
        "--config",
        "config_file",
        metavar="FILE",
        envvar=config.VARIABLE,
        show_envvar=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Settings of the app, instead of the user's own file.",
    )(command)


def _themes(context: object, parameter: object, incomplete: str) -> list[CompletionItem]:
    from esalog_tui.catalogue import KNOWN

    return [CompletionItem(name) for name in KNOWN.themes if name.startswith(incomplete)]


def settings_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that outweigh the config, and the one that names it."""
    for decorate in (
        config_option,
        click.option("--low-bandwidth/--no-low-bandwidth", "is_frugal", default=None,
                     help=config.SWITCHES["low-bandwidth"]),
        click.option("--ascii/--no-ascii", "is_ascii", default=None, help=config.SWITCHES["ascii"]),
        click.option("--theme", metavar="NAME", shell_complete=_themes,
                     help="Colours, as the app's palette names them."),
    ):  # fmt: skip
        command = decorate(command)
    return command


def configured(config_file: Path | None) -> Settings:
    """The settings of the named file, or of the user's own when there is one."""
    path = config_file or config.place()
    if config_file is None and not os.path.exists(path):  # which never raises
        return USUAL
    from esalog_tui.catalogue import KNOWN

    return config.read(path, KNOWN)


def chosen(
    config_file: Path | None, theme: str | None, is_ascii: bool | None, is_frugal: bool | None
) -> Settings:
    """The settings of the config, with what the command line and the environment put over them.

    Raises `click.UsageError` when there is no such theme.
    """
    if config.is_frugal(config_file or config.place()) if is_frugal is None else is_frugal:
        os.environ.setdefault("TEXTUAL_FPS", FRAMES)  # it is read once, when Textual is loaded
    settings = configured(config_file)
    if theme is not None:
        from esalog_tui.catalogue import KNOWN

        if theme not in KNOWN.themes:
            meant = nearest(theme, KNOWN.themes)
            hint = f"did you mean '{meant}'?" if meant else f"there are {', '.join(KNOWN.themes)}"
            raise click.UsageError(f"There is no theme '{theme}'; {hint}")
    is_bare = not has_signs(sys.stdout.encoding, os.environ)
    return replace(
        settings,
        theme=theme or os.environ.get("TEXTUAL_THEME") or settings.theme,
        is_ascii=settings.is_ascii or is_bare if is_ascii is None else is_ascii,
        is_frugal=settings.is_frugal if is_frugal is None else is_frugal,
    )


def tell_faults(settings: Settings) -> int:
    """Name what is wrong with a config on standard error; the exit code that follows."""
    for fault in settings.faults:
        complain(str(fault))
    return PARTLY if settings.faults else DONE


@click.command("config")
@config_option
@failing_clearly
def config_command(config_file: Path | None) -> int:
    """Print the settings in force, as a config file to begin with.

    A line that says what holds anyway is a comment.
    """
    path = config_file or config.place()
    settings = configured(config_file)
    click.echo("\n".join(template(path, settings)))
    return tell_faults(settings)


@click.command("keys")
@click.option("--check", is_flag=True, help="Only name conflicts and unknown ids in the config.")
@config_option
@failing_clearly
def keys_command(config_file: Path | None, check: bool) -> int:
    """List every action: its id, its keys, what it does, and where."""
    from esalog_tui.catalogue import actions

    settings = configured(config_file)
    if not check:
        rows = [_row(action, settings) for action in actions().values()]
        widths = [max(len(row[at]) for row in rows) for at in range(3)]
        for row in rows:
            told = "  ".join(f"{text:{wide}}" for text, wide in zip(row, widths, strict=False))
            click.echo(f"{told}  {row[3]}")
    elif not settings.faults:
        click.echo("No conflicts.")
    return tell_faults(settings)


@click.command("filters")
@failing_clearly
def filters_command() -> int:
    """Explain the words of filters: of &, of --filter, and of those with names."""
    width = max(len(typed) for _, rows in filter_help.SECTIONS for typed, _ in rows)
    told = (
        "\n".join([title, *(f"  {typed:{width}}  {asked}" for typed, asked in rows)])
        for title, rows in filter_help.SECTIONS
    )
    click.echo("\n\n".join(told))
    return DONE


@click.command("completions")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
@failing_clearly
def completions_command(context: click.Context, shell: str) -> int:
    """Print what lets a shell complete commands and options.

    \b
    bash:  eval "$(esalog completions bash)"   in ~/.bashrc
    zsh:   eval "$(esalog completions zsh)"    in ~/.zshrc
    fish:  esalog completions fish > ~/.config/fish/completions/esalog.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101  # those are the shells that click knows
    click.echo(kind(context.find_root().command, {}, "esalog", "_ESALOG_COMPLETE").source())
    return DONE


@click.command("man")
@click.pass_context
@failing_clearly
def man_command(context: click.Context) -> int:
    """Print the manual page: esalog man | man -l -"""
    group = context.find_root().command
    assert isinstance(group, click.Group)  # noqa: S101  # the one command that has commands
    click.echo(man_page(group), nl=False)
    return DONE


def _row(action: "Action", settings: Settings) -> tuple[str, str, str, str]:
    return action.ident, " ".join(_keys(action, settings)), action.words, action.where


def _keys(action: "Action", settings: Settings) -> list[str]:
    from esalog_tui import keys

    return [keys.name(key, is_plain=True) for key in settings.keymap.get(action.ident, action.keys)]


def template(path: Path, settings: Settings) -> Iterator[str]:
    """A config of these settings, as lines; a line that says what holds anyway is a comment."""
    whence = "Read from" if os.path.exists(path) else "To be written to"
    yield f"# Settings of esalog. {whence} {path}"
    yield "# `#` before a setting: that is how it is without being set."
    yield from _looks(settings)
    yield from _tables(settings)
    yield from _presets(settings)


def _looks(settings: Settings) -> Iterator[str]:
    from esalog_tui.catalogue import KNOWN

    yield "\n# The colours; also " + ", ".join(sorted(KNOWN.themes)) + "."
    yield f"{'' if settings.theme else '# '}theme = {_quoted(settings.theme or 'textual-dark')}"
    values = (settings.is_ascii, settings.is_frugal, settings.remembers, settings.caches)
    usual = (USUAL.is_ascii, USUAL.is_frugal, USUAL.remembers, USUAL.caches)
    for (name, words), value, by_itself in zip(config.SWITCHES.items(), values, usual, strict=True):
        yield f"\n# {words}"
        yield f"{'# ' if value == by_itself else ''}{name} = {str(value).lower()}"


def _tables(settings: Settings) -> Iterator[str]:
    from esalog_tui.catalogue import COLUMNS, actions

    yield "\n# Columns of each view, in this order."
    yield "[columns]"
    for view, names in COLUMNS.items():
        chosen = settings.columns.get(view)
        yield f"{'' if chosen else '# '}{view} = {_list(chosen or names)}"
    yield "\n# Keys of actions: one or several, as `esalog keys` names them."
    yield "[keys]"
    for action in actions().values():
        mark = "" if action.ident in settings.keymap else "# "
        yield f"{mark}{action.ident} = {_list(_keys(action, settings))}  # {action.words}"


def _presets(settings: Settings) -> Iterator[str]:
    yield "\n# Filters with a name, in groups: P in the app lists them. A group can be passed on"
    yield "# as it stands here."
    for group in dict.fromkeys(preset.group for preset in settings.presets):
        yield f"[filters.{_quoted(group)}]" if group else "[filters]"
        for preset in settings.presets:
            if preset.group == group:
                yield f"{_quoted(preset.name)} = {_quoted(preset.filter)}"
    if not settings.presets:
        yield "# [filters.TLS]"
        yield '# "failed at partners" = "tls:failed domain:partner.example"'
        yield '# "old versions" = "proto:1.0|1.1"'


def _quoted(text: str) -> str:
    """A text as TOML writes it."""
    if "'" not in text and text.isprintable():
        return f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'


def _list(texts: tuple[str, ...] | list[str]) -> str:
    quoted = ", ".join(_quoted(text) for text in texts)
    return quoted if len(texts) == 1 else f"[{quoted}]"


CONFIG_COMMANDS = (
    filters_command, config_command, keys_command, completions_command, man_command
)  # fmt: skip
"""The commands, in the order in which the help lists them."""
