"""The command line: answers, messages on standard error, and exit codes."""

import gzip
import json
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from esalog import report
from esalog_tui.cli import main

LOG = b"""\
Tue Mar 10 09:00:00 2026 Info: New SMTP ICID 7 interface Data 1 (192.0.2.5) address 198.51.100.9 \
reverse dns host mx.partner.example verified yes
Tue Mar 10 09:00:00 2026 Info: ICID 7 ACCEPT SG UNKNOWNLIST match sbrs[none] SBRS None
Tue Mar 10 09:00:01 2026 Info: ICID 7 TLS success protocol TLSv1.3 cipher TLS_AES_256_GCM_SHA384
Tue Mar 10 09:00:01 2026 Info: Start MID 26 ICID 7
Tue Mar 10 09:00:01 2026 Info: MID 26 ICID 7 From: <=ann@partner.example>
Tue Mar 10 09:00:01 2026 Info: MID 26 ICID 7 RID 0 To: <bob@example.com>
Tue Mar 10 09:00:02 2026 Info: MID 26 Subject "=1+1, caf\xc3\xa9"
Tue Mar 10 09:00:02 2026 Info: a line that nobody knows
not a framed line at all
"""


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    """Run the command with these arguments."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A small log in a file."""
    path = tmp_path / "mail.current"
    path.write_bytes(LOG)
    return path


def test_the_report_adds_up(log: Path) -> None:
    result = run("report", "--format", "json", log)
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert told["lines"] == {
        "read": 9,
        "recognised": 7,
        "unknown": 1,
        "unframed": 1,
        "joined": 1,
    }
    assert told["injections"]["total"] == told["injections"]["success"] == 1
    assert told["received"]["success"] == 1
    assert told["delivered"] == {"total": 1, "not_attempted": 1} | dict.fromkeys(
        ("success", "failed", "fallback", "none", "unknown"), 0
    )


def test_a_report_without_all_texts_counts_like_the_records(log: Path) -> None:
    messages = [json.loads(line) for line in run("export", "messages", log).stdout.splitlines()]
    told = json.loads(run("report", "--format", "json", log).stdout)
    assert [message["tls_received"] for message in messages] == ["success"]
    assert told["received"]["total"] == len(messages)


def test_an_export_gives_one_record_a_line(log: Path) -> None:
    lines = run("export", "injections", log).stdout.splitlines()
    assert [json.loads(line)["icid"] for line in lines] == [7]


def test_an_export_as_csv_has_a_heading_and_no_formula(log: Path) -> None:
    heading, row = run("export", "messages", "--format", "csv", log).stdout.splitlines()
    assert heading.startswith("gateway,mid,generation,icid,sender,subject")
    assert ",'=ann@partner.example,\"'=1+1, café\"," in row


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_a_redacted_export_names_nobody(form: str, log: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    result = run("export", "messages", "--redact", "--format", form, "-o", target, log)
    assert result.exit_code == 0
    written = target.read_bytes()
    assert b"@partner.example" in written
    for word in (b"ann", b"bob", b"=1+1"):
        assert word not in written


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_redacted_trace_names_nobody(form: str, log: Path) -> None:
    told = run("trace", "--redact", "--format", form, "mid:26", log).stdout
    assert "@partner.example" in told
    assert not any(word in told for word in ("=ann", "bob", "=1+1"))


def test_redacted_lines_name_nobody_and_are_never_raw(log: Path) -> None:
    told = run("lines", "1-", "--redact", log).stdout
    assert "From: <user-" in told
    assert "TLS success protocol TLSv1.3" in told
    assert not any(word in told for word in ("=ann", "bob", "=1+1"))
    assert run("lines", "1-", "--redact", "--raw", log).exit_code == 2


def test_an_export_goes_to_a_file(log: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert run("export", "messages", "-o", target, log).exit_code == 0
    assert json.loads(target.read_text())["mid"] == 26


def test_an_export_as_parquet_needs_a_file(log: Path, tmp_path: Path) -> None:
    refused = run("export", "messages", "--format", "parquet", log)
    assert refused.exit_code == 2
    assert "name it with -o" in refused.stderr
    target = tmp_path / "out.parquet"
    zoned = run("export", "messages", "--format", "parquet", "--tz", "+02:00", "-o", target, log)
    assert zoned.exit_code == 2
    assert "leave out --tz" in zoned.stderr
    assert run("export", "messages", "--format", "parquet", "-o", target, log).exit_code == 0
    assert target.read_bytes().startswith(b"PAR1")


def test_a_file_that_cannot_be_written_is_named(log: Path, tmp_path: Path) -> None:
    result = run("export", "messages", "-o", tmp_path / "no" / "such.jsonl", log)
    assert result.exit_code == 2
    assert "such.jsonl: cannot be written" in result.stderr


def test_what_is_missing_is_named_and_the_rest_goes_on(log: Path, tmp_path: Path) -> None:
    result = run("report", tmp_path / "gone.log", log)
    assert result.exit_code == 1
    assert "gone.log: does not exist" in result.stderr
    assert "recognised" in result.stdout


def test_nothing_readable_is_an_error_of_its_own(tmp_path: Path) -> None:
    result = run("report", tmp_path / "gone.log")
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 500, b"PK\x03\x04rest"])
def test_a_file_that_is_no_log_gets_one_clear_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "thing"
    path.write_bytes(content)
    result = run("report", path)
    assert result.exit_code == 2
    assert [str(path) in line for line in result.stderr.splitlines()] == [True]


def test_a_log_of_another_kind_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_text('198.51.100.7 - - [03/Mar/2026:09:13:49 +0000] "GET / HTTP/1.1" 200\n' * 3)
    result = run("report", path)
    assert result.exit_code == 1
    assert f"{path}: line 1: is no mail log of these gateways" in result.stderr


def test_half_a_compressed_file_gives_what_it_holds(log: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.gz"
    packed = gzip.compress(LOG * 2000, mtime=0)
    half.write_bytes(packed[: len(packed) // 2])
    result = run("report", "--format", "json", half)
    assert result.exit_code == 1
    assert "of the compressed file" in result.stderr
    assert json.loads(result.stdout)["lines"]["recognised"] > 0


def test_standard_input_is_read_like_a_file(log: Path) -> None:
    piped = run("export", "messages", "-", stdin=LOG)
    assert piped.stdout == run("export", "messages", log).stdout


def test_without_a_terminal_the_app_gives_the_report(log: Path) -> None:
    opened = run(log)
    assert opened.stdout == run("report", log).stdout
    assert "no terminal" in opened.stderr


def test_the_made_up_log_needs_no_file() -> None:
    result = run("--demo")
    assert result.exit_code == 0
    assert "20,000" in result.stdout
    assert "in clear after TLS failed" in result.stdout


def test_help_and_version_are_told() -> None:
    assert "Examples:" in run("--help").stdout
    assert run("--version").stdout.startswith("esalog, version ")


@pytest.mark.parametrize(("typed", "meant"), [("tracee", "trace"), ("Export", "export")])
def test_a_mistyped_command_is_no_log(typed: str, meant: str, log: Path) -> None:
    refused = run(typed, "mid:26", log)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"no such command or file '{typed}': did you mean {meant}?" in refused.stderr


def test_what_is_there_or_like_no_command_is_a_log(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(log.parent)
    log.rename("reports")
    assert run("reports").exit_code == 0
    for name in ("reports.gz", "./report", "mail"):
        assert f"{name}: does not exist" in run(name).stderr
    assert run("report*").exit_code == 0


def test_wrong_usage_is_told_apart() -> None:
    assert run("export", "letters", "x").exit_code == 2


@pytest.mark.parametrize(
    ("option", "words", "hint"),
    [
        ("--filter", "dir:out form:ann", "unknown word 'form:'; did you mean 'from:'?"),
        ("--since", "yesteryear", "yesteryear"),
    ],
)
def test_a_filter_that_cannot_be_read_is_wrong_usage(
    log: Path, option: str, words: str, hint: str
) -> None:
    result = run(option, words, log)
    assert result.exit_code == 2
    assert hint in result.stderr


def test_a_report_in_place_of_the_app_takes_no_filter_and_says_what_does(log: Path) -> None:
    result = run("--filter", "dir:out", "--since", "2026-03-10 09:00", log)
    assert (result.exit_code, result.stdout) == (2, "")
    words = """'dir:out since:"2026-03-10 09:00"'"""
    assert f"use esalog export messages --filter {words}" in result.stderr
    assert run("export", "messages", "--filter", shlex.split(words)[0], log).exit_code == 0


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize(
    ("words", "count"),
    [("mid:26", 1), ("!mid:26", 1), ("", 2), ("frobnicated", 1), ("tls:in:success | mid:27", 2)],
)
def test_an_export_takes_the_filters_of_the_app(
    form: str, words: str, count: int, log: Path, tmp_path: Path
) -> None:
    line = LOG.splitlines()[3].replace(b"Start MID 26", b"MID 27 frobnicated,")
    log.write_bytes(LOG + LOG.splitlines()[3].replace(b"26", b"27") + b"\n" + line)
    target = tmp_path / "out"
    run("export", "messages", "--filter", words, "--format", form, "-o", target, log)
    with duckdb.connect() as database:
        reader = {"jsonl": "json", "csv": "csv", "parquet": "parquet"}[form]
        rows = database.execute(f"SELECT mid FROM read_{reader}('{target}')").fetchall()  # noqa: S608
    assert len(rows) == count


def test_an_export_refuses_a_filter_that_cannot_be_read_before_it_loads(tmp_path: Path) -> None:
    refused = run("export", "messages", "--filter", "form:ann", tmp_path / "gone.log")
    assert refused.exit_code == 2
    assert "unknown word 'form:'; did you mean 'from:'?" in refused.stderr
    assert "gone.log" not in refused.stderr


def test_a_closed_pipe_is_quiet(log: Path) -> None:
    log.write_bytes(b"".join(LOG.replace(b"MID 26", b"MID %d" % n) for n in range(1, 3000)))
    export = subprocess.Popen(
        [sys.executable, "-m", "esalog_tui", "export", "messages", log],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert export.stdout
    assert export.stderr
    export.stdout.readline()
    export.stdout.close()
    assert export.stderr.read() == b""
    assert export.wait() == 0
    export.stderr.close()


def test_commands_without_a_screen_import_no_screen(log: Path) -> None:
    code = (
        "import sys; from click.testing import CliRunner; from esalog_tui.cli import main;"
        f"CliRunner().invoke(main, ['report', {str(log)!r}]);"
        "print(sorted(name for name in ('textual', 'rich') if name in sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("zone", ["+02:00", "Europe/Berlin"])
def test_times_have_an_offset_when_the_zone_is_told(zone: str, log: Path) -> None:
    log.write_bytes(LOG.replace(b"Mar 10", b"Jul 10"))
    (line,) = run("export", "injections", "--tz", zone, log).stdout.splitlines()
    assert json.loads(line)["opened"] == "2026-07-10T09:00:00+02:00"


def test_a_zone_that_is_none_is_refused(log: Path) -> None:
    result = run("export", "injections", "--tz", "Middle/Earth", log)
    assert result.exit_code == 2
    assert "Middle/Earth" in result.stderr


def test_a_trace_tells_what_became_of_a_message_and_proves_it(log: Path) -> None:
    result = run("trace", "mid:26", log)
    assert result.exit_code == 0
    assert "begun over TLSv1.3" in result.stdout
    assert "TLS success protocol TLSv1.3" in result.stdout


def test_a_number_alone_is_traced_where_it_can_be_one_record_only(log: Path) -> None:
    assert run("trace", "26", log).stdout == run("trace", "mid:26", log).stdout
    log.write_bytes(LOG + LOG.replace(b"ICID 7", b"ICID 26").replace(b"MID 26", b"MID 27"))
    refused = run("trace", "26", log)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "26 can be mid:26 or icid:26" in refused.stderr


def test_a_trace_of_what_is_not_there_says_so(log: Path) -> None:
    result = run("trace", "dcid:9", log)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "dcid:9 is not in this log" in result.stderr


def test_a_trace_of_an_id_that_was_used_again_lists_the_records(log: Path) -> None:
    log.write_bytes(LOG + LOG)
    result = run("trace", "mid:26", log)
    assert result.exit_code == 2
    assert "--generation 1" in result.stderr
    assert "--generation 2" in result.stderr
    assert run("trace", "mid:26", "--generation", "2", log).exit_code == 0


def test_a_log_that_is_named_twice_counts_once_and_is_told(log: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.log"
    copy.write_bytes(LOG)
    result = run("report", "--format", "json", log, copy)
    assert result.exit_code == 0
    assert "copy.log: counts once" in result.stderr
    assert json.loads(result.stdout)["lines"]["read"] == 9


def test_a_fault_of_the_program_is_told_in_a_line_and_not_as_a_traceback(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "report_text", lambda log: 1 / 0)
    result = run("report", log)
    assert result.exit_code == 2
    assert "this is a fault of esalog: ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["report", "open"])
@pytest.mark.parametrize("year", [0, 99_999])
def test_a_year_that_no_stamp_may_bear_is_refused(command: str, year: int, tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_text("Mar 10 09:00:00 gw mail_logs: Info: MID 26 queued for delivery\n")
    refused = run(command, "--year", str(year), path)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "1990<=x<=2199" in refused.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_a_full_disk_behind_standard_output_is_no_fault_of_the_program(log: Path) -> None:
    command = [sys.executable, "-m", "esalog_tui", "export", "messages", str(log)]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        b"esalog: the output cannot be written: No space left on device"
    ]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("esalog rep", "file,rep plain,report"), ("esalog --low", "plain,--low-bandwidth"),
     ("esalog mail.current --asc", "plain,--ascii"), ("esalog --theme nor", "plain,nord"),
     ("esalog report --form", "plain,--format"), ("esalog report mail", "file,mail"),
     ("esalog export me", "plain,messages"), ("esalog completions z", "plain,zsh")],
)  # fmt: skip
def test_a_shell_completes_commands_files_and_options(typed: str, offered: str) -> None:
    environment = {
        "_ESALOG_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
    }
    result = CliRunner(env=environment).invoke(main, prog_name="esalog")
    assert result.stdout.split() == offered.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_how_to_complete(shell: str) -> None:
    result = run("completions", shell)
    assert result.exit_code == 0
    assert f"_ESALOG_COMPLETE={shell}_complete" in result.stdout


def test_the_manual_page_holds_every_command_and_option() -> None:
    page = run("man").stdout.replace("\\-", "-")
    assert page.isascii()
    assert page.upper().count("EXAMPLES\n") == 2  # of all commands, and of filters
    assert "Examples:" not in page
    for name, command in main.commands.items():
        assert f".SS esalog {name}" in page
        for option in command.params:
            assert all(word in page for word in option.opts if word.startswith("-"))
