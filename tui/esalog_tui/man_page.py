"""The manual page: made from the commands, as their help is, so the two cannot disagree."""

from collections.abc import Iterator
from importlib.metadata import version
from inspect import cleandoc

import click

from esalog_tui import filter_help

_FILES = (
    ("~/.config/esalog/config.toml", "Settings of the app; esalog config prints where it is."),
    ("~/.cache/esalog/loads/", "What took long to load; esalog cache lists it."),
    ("~/.local/state/esalog/state.json", "What the app remembers from one session to the next."),
)
_ENVIRONMENT = (
    ("ESALOG_CONFIG", "Another config file."),
    ("NO_COLOR", "Draw without colours."),
    ("TEXTUAL_THEME", "The colours, before those of the config."),
    ("ESALOG_CACHE_DIR", "Another folder for what took long to load."),
    ("ESALOG_CACHE_LIMIT", "How much of that is kept, like 500M; 0 for nothing."),
    ("TMPDIR", "The folder for what does not fit into memory."),
    ("ESALOG_DEBUG", "Show where in the program a fault is."),
)
_STATUS = (
    ("0", "All was read and done."),
    ("1", "Done, but part of the input or of the config was not understood or not read."),
    ("2", "The command was wrong, or nothing could be read."),
    ("128+n", "Signal n ended it, such as 130 for Ctrl-C."),
)


def man_page(group: click.Group) -> str:
    """The page in the language of `man`."""
    with click.Context(group, info_name="esalog") as context:
        return "\n".join(_page(group, context)) + "\n"


def _page(group: click.Group, context: click.Context) -> Iterator[str]:
    release = version("esalog")
    yield f'.TH ESALOG 1 "" "esalog {release}" "User Commands"'
    yield ".SH NAME"
    yield "esalog \\- browse the mail logs of Cisco email gateways"
    yield ".SH SYNOPSIS"
    yield _bold("esalog") + " [" + _plain("PATH") + " ...]"
    yield ".br"
    yield _bold("esalog") + " " + _plain("COMMAND") + " ..."
    yield ".SH DESCRIPTION"
    yield from _paragraphs(group.help or "")
    yield ".SH COMMANDS"
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield from _command(command, click.Context(command, context, info_name=name))
    yield ".SH EXAMPLES"
    yield from _paragraphs((group.epilog or "").replace("\nExamples:", "", 1))  # the title says so
    yield ".SH FILTERS"
    for title, rows in filter_help.SECTIONS:
        yield f".SS {title}"
        for typed, asked in rows:
            yield from (".TP", _bold(typed), _plain(asked))
    for title, entries in (
        ("FILES", _FILES), ("ENVIRONMENT", _ENVIRONMENT), ("EXIT STATUS", _STATUS)
    ):  # fmt: skip
        yield f".SH {title}"
        for name, words in entries:
            yield from (".TP", _bold(name), _plain(words))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield f".SS {_plain(f'esalog {context.info_name} {usage}')}"
    yield from _paragraphs(command.help or "")
    for option in command.params:
        record = option.get_help_record(context)
        if record is not None and isinstance(option, click.Option):
            yield from (".TP", _bold(record[0]), _plain(record[1]))


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs; those that begin with `\\b`, as click has it, keep their lines."""
    for paragraph in cleandoc(text).split("\n\n"):
        yield ".PP"
        if paragraph.startswith("\b"):
            yield ".nf"
            yield from (_plain(line) for line in paragraph.splitlines()[1:])
            yield ".fi"
        else:
            yield _plain(" ".join(paragraph.split()))


def _plain(text: str) -> str:
    """Text in which nothing is a request or an escape."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + escaped if escaped.startswith((".", "'")) else escaped


def _bold(text: str) -> str:
    return f"\\fB{_plain(text)}\\fR"
