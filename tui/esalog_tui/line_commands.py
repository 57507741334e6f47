"""Commands about lines: as they were, what they say, which forms there are, what stays dark."""

import re
import sys
from collections.abc import Iterator
from typing import Any

import click

from esalog import STATES_ONLY, Log, UsageError
from esalog.explain import Explanation, explain
from esalog.forms import SECTIONS, fields_of_form, find_forms, in_order, no_line
from esalog.grammar.form import Form
from esalog.grammar.types import MEANINGS, TYPES
from esalog.redact import Redactor
from esalog.unknown import Group, unknown
from esalog_tui.running import DONE, Choice, failing_clearly, loaded, loading, outcome, redacting
from esalog_tui.safe import safe

_RANGE = re.compile(r"([1-9][0-9]{0,17})(?:(-)([1-9][0-9]{0,17})?)?")


@click.command("lines")
@click.argument("span", metavar="FROM-TO")
@click.option("--raw", is_flag=True, help="Byte for byte, without numbers.")
@redacting
@loading
def lines_command(
    span: str, paths: tuple[str, ...], raw: bool, redacted: bool, **choices: Any
) -> int:
    """Print lines by their numbers in the load: 12, 12-20, or 12- for all that follow.

    A terminal is never sent control bytes of a log; into a file or a pipe --raw leaves nothing out.
    """
    first, last = _span(span)
    if raw and redacted:
        raise UsageError("--raw leaves every byte as it is: leave out --raw or --redact")
    with loaded(paths, Choice(**choices), keep_text=True, wanted=STATES_ONLY) as log:
        if first > log.line_count:
            raise UsageError(f"line {first} is not there: the log has {log.line_count:,} lines")
        last = min(last or log.line_count, log.line_count)
        if raw and not sys.stdout.isatty():
            _write_bytes(log.raw_content(first, last))
        else:
            redactor = Redactor() if redacted else None
            _print_lines(log, first, last, numbered=not raw, redactor=redactor)
        return outcome(log)


@click.command("unknown")
@click.option(
    "--anonymize",
    is_flag=True,
    help="Leave out every word that may be of a person or a machine, to send it to others.",
)
@loading
def unknown_command(paths: tuple[str, ...], anonymize: bool, **choices: Any) -> int:
    """Group the lines of a known frame whose text has no known form, the most frequent first."""
    with loaded(paths, Choice(**choices), keep_text=True, wanted=STATES_ONLY) as log:
        for group in unknown(log, anonymized=anonymize):
            click.echo(_group_text(group))
        return outcome(log)


@click.command("forms")
@click.argument("words", nargs=-1, metavar="[ID|WORDS]")
@failing_clearly
def forms_command(words: tuple[str, ...]) -> int:
    """List the forms of lines that are known; tell all of those with this id or these words."""
    wanted = " ".join(words)
    if why := no_line(wanted):
        click.echo(f"{wanted.upper()} is no form of a text: {why}")
        return DONE
    found = find_forms(wanted)
    if not found:
        raise UsageError(f"no form of line has {wanted!r}: `esalog forms` lists them all")
    click.echo("\n\n".join(map(_form_page, found)) if len(found) <= 3 else _form_list(found))
    return DONE


@click.command("explain")
@click.argument("source", default="-", type=click.Choice(["-"]), metavar="[-]")
@failing_clearly
def explain_command(source: str) -> int:
    """Tell what each line on standard input says: its form, its fields, and their meaning."""
    content = (Choice.piped or sys.stdin.buffer).read()
    explained = [_explanation_text(told) for told in explain(content) if told.text.strip()]
    if not explained:
        raise UsageError("no line to explain on standard input")
    click.echo("\n\n".join(explained))
    return DONE


def _span(text: str) -> tuple[int, int | None]:
    """First and last number, None for the last line. Raises `UsageError`."""
    match = _RANGE.fullmatch(text)
    if not match:
        raise UsageError(f"{text!r} is no range of lines: say 12, 12-20, or 12-")
    first = int(match[1])
    last = int(match[3]) if match[3] else None if match[2] else first
    if last is not None and last < first:
        raise UsageError(f"{text!r} ends before it begins")
    return first, last


def _write_bytes(pieces: Iterator[bytes]) -> None:
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _print_lines(
    log: Log, first: int, last: int, *, numbered: bool, redactor: Redactor | None
) -> None:
    width = len(f"{last:,}")
    for start in range(first, last + 1, _PAGE):
        texts = _texts(log, start, min(_PAGE, last + 1 - start), redactor)
        for place, line in enumerate(texts, start):
            text = _safe(line)
            click.echo(f"{place:>{width},}  {text}" if numbered else text)


def _texts(log: Log, first: int, count: int, redactor: Redactor | None) -> Iterator[str]:
    if redactor is not None:
        return redactor.lines(log, first, count)
    raw = log.raw_lines(first, count)
    return (line.removesuffix(b"\r").decode("utf-8", "surrogateescape") for line in raw)


_PAGE = 10_000


def _safe(text: str) -> str:
    return safe(text, max(len(text), 1))


def _group_text(group: Group) -> str:
    place = f"{group.source}:{group.number_in_file}" if group.source else f"line {group.number}"
    example = f"  {_safe(group.example)}" if group.example else ""
    return f"{group.count:>9,}  {_safe(group.shape)}\n{'':11}{_safe(place)}{example}"


def _form_list(forms: list[Form]) -> str:
    rows = []
    for letter, title in SECTIONS.items():
        members = [form for form in in_order(forms) if form.id[0] == letter]
        if members:
            rows += ["", f"{letter}  {title}"]
            rows += [f"   {form.id:<5} {form.example[:58]:<60}{form.meaning}" for form in members]
    return "\n".join(rows[1:])


def _form_page(form: Form) -> str:
    rows = [("wording", head) for head in form.heads]
    rows += [("example", line) for line in (form.example, *form.more)]
    for name in fields_of_form(form):
        rows.append(("field", f"{name:<16} {MEANINGS[TYPES[name]]}"))
    if form.event:
        rows.append(("effect", _effect(form)))
    if form.covers:
        rows.append(("also", ", ".join(form.covers)))
    body = "\n".join(f"  {title:<9} {text}" for title, text in rows)
    return f"{form.id}  {form.meaning}\n{body}"


def _effect(form: Form) -> str:
    return "names its record, and changes nothing" if form.event == "noted" else form.event


def _explanation_text(told: Explanation) -> str:
    rows = [_safe(told.text.strip())]
    if told.form is None:
        return "\n".join([*rows, "  no known form"])
    rows.append(f"  {told.form.id}  {told.form.meaning}")
    for field in told.fields:
        rows.append(f"  {field.name:<16} {_safe(field.raw)}")
        if field.decoded is not None:
            rows.append(f"  {'':<14} = {_safe(field.decoded)}")
    return "\n".join(rows)


LINE_COMMANDS = (lines_command, explain_command, forms_command, unknown_command)
"""The commands, in the order in which the help lists them."""
