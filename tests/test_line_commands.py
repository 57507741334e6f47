"""Commands about lines: bytes as they were, what they say, which forms there are."""

import json
import shlex
import sys
from pathlib import Path

import pexpect
import pytest
from click.testing import CliRunner, Result

from esalog.grammar import FORMS
from esalog_tui.cli import main

STAMP = b"Tue Mar 10 09:00:00 2026 Info: "
FIRST = (
    STAMP + b"MID 26 Subject '\x1b[2J caf\xe9 \xc3\xa9'\r\n",
    b"  and more\n",
    STAMP + b"ICID 7 close \n",
    STAMP + b"MID 26 frobnicated by 'Ann' for bob@example.com\n",
    STAMP + b"MID 27 frobnicated by 'Bob' for ann@example.net\n",
    STAMP + b"Something el",
)
SECOND = (b"se, and 7 more\n", STAMP + b"MID 26 queued for delivery")


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    """Run the command with these arguments."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def logs(tmp_path: Path) -> list[Path]:
    """A log in two files, cut inside a line, the last line without its newline."""
    paths = [tmp_path / "1.log", tmp_path / "2.log"]
    for path, lines in zip(paths, (FIRST, SECOND), strict=True):
        path.write_bytes(b"".join(lines))
    return paths


def test_raw_lines_are_those_of_the_files_byte_for_byte(logs: list[Path]) -> None:
    lines = (*FIRST, *SECOND)
    assert run("lines", "--raw", "1-", *logs).stdout_bytes == b"".join(lines)
    assert run("lines", "2-6", "--raw", *logs).stdout_bytes == b"".join(lines[1:6])
    assert run("lines", "8", "--raw", *logs).stdout_bytes == lines[7]
    assert run("lines", "3-99", "--raw", *logs).stdout_bytes == b"".join(lines[2:])


def test_lines_are_shown_with_their_numbers_and_harmless(logs: list[Path]) -> None:
    shown = run("lines", "1-3", *logs).stdout.splitlines()
    assert shown == [
        "1  Tue Mar 10 09:00:00 2026 Info: MID 26 Subject '␛[2J caf\\xE9 é'",
        "2    and more",
        "3  Tue Mar 10 09:00:00 2026 Info: ICID 7 close ",
    ]


@pytest.mark.parametrize("span", ["0-3", "5-3", "a", "-3", "9-", "3--5", "1-2-3", "9" * 30])
def test_a_wrong_range_is_said_to_be_wrong(logs: list[Path], span: str) -> None:
    refused = run("lines", "--", span, *logs)
    assert refused.exit_code == 2
    assert refused.stderr.startswith("esalog: ")
    assert refused.stdout == ""


def test_a_terminal_is_never_sent_control_bytes_of_a_log(logs: list[Path]) -> None:
    arguments = ["-m", "esalog_tui", "lines", "1", "--raw", str(logs[0])]
    shown = pexpect.run(f"{sys.executable} {' '.join(arguments)}", timeout=30)
    assert "␛[2J".encode() in shown
    assert b"\x1b[2J" not in shown


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_nor_is_it_by_an_export(form: str, tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_text(f"{STAMP.decode()}MID 26 Subject '\x1b[2J \x7f \x9b31m \u202e'\n")
    arguments = [sys.executable, "-m", "esalog_tui", "export", "messages", "--format", form, path]
    quiet = f"{shlex.join(map(str, arguments))} 2>/dev/null"  # it tells how far a slow load is
    shown = pexpect.run(f"sh -c {shlex.quote(quiet)}", timeout=30).decode()
    assert not {"\x1b", "\x7f", "\x9b", "\u202e"} & set(shown)
    assert "␡ <009B>31m <202E>" in shown
    if form == "jsonl":
        assert json.loads(shown)["subject"] == "\x1b[2J ␡ <009B>31m <202E>"


def test_unknown_lines_are_grouped_by_shape_and_told_by_their_place(logs: list[Path]) -> None:
    result = run("unknown", *logs)
    assert result.exit_code == 0
    assert [line.strip() for line in result.stdout.splitlines()] == [
        "2  MID {mid} frobnicated by '{text}' for {address}",
        f"{logs[0]}:4  MID 26 frobnicated by 'Ann' for bob@example.com",
        "1  Something else, and {n} more",
        f"{logs[0]}:6  Something else, and 7 more",
    ]


def test_unknown_lines_can_be_told_without_names(logs: list[Path]) -> None:
    lines = run("unknown", "--anonymize", *logs).stdout.splitlines()
    assert [line.strip() for line in lines] == [
        "2  MID {mid} {word} by '{text}' for {address}",
        "line 4",
        "1  {words}, and {n} more",
        "line 6",
    ]


def test_lines_on_standard_input_are_explained() -> None:
    result = run("explain", stdin=FIRST[2] + STAMP + b"MID 26 Subject '=?utf-8?Q?=C3=A9?='\nx y\n")
    assert result.exit_code == 0
    first, second = result.stdout.split("\n\n")
    assert first.splitlines()[1] == "  B16  The incoming connection was closed."
    assert "= 'é' x y" in second
    assert run("explain", "-", stdin=b"ICID 7 close\n").stdout.startswith("ICID 7 close\n  B16")
    assert "no known form" in run("explain", stdin=b"hello\n").stdout
    assert run("explain", stdin=b"\n").exit_code == 2


def test_the_forms_are_listed_and_told_by_id_or_words() -> None:
    listed = run("forms").stdout
    assert all(f"   {form.id} " in listed for form in FORMS)
    one = run("forms", "d9").stdout
    assert one.startswith("D8  The subject of the message.")
    assert "wording   MID {mid} Subject" in one
    assert run("forms", "E5").stdout.count("wording") >= 2
    assert "B21" in run("forms", "before", "anything").stdout
    assert "is no form" in run("forms", "a1").stdout
    refused = run("forms", "no", "such", "form")
    assert refused.exit_code == 2
    assert "'no such form'" in refused.stderr
