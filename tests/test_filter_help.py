"""What help says of filters: every word is there, and the examples ask what they say."""

import pytest
from click.testing import CliRunner

from esalog import FILTER_WORDS, Log, export, select
from esalog_tui.cli import main
from esalog_tui.filter_help import EXAMPLES


@pytest.mark.parametrize("command", ["filters", "man"])
def test_each_word_and_sign_is_explained(command: str) -> None:
    told = CliRunner().invoke(main, [command]).stdout.replace("\\-", "-")
    for word in FILTER_WORDS:
        assert word.word in told
        assert word.example in told
    assert all(sign in told for sign in ("tls:in:", "tls:out:", "A | B", "!A", "/a/"))


@pytest.mark.parametrize("example", [example for example, _ in EXAMPLES])
def test_every_example_is_a_filter_that_leaves_something_out(log: Log, example: str) -> None:
    assert select(log, "messages", example).count < select(log, "messages").total


def test_what_went_out_without_tls_is_told_by_its_recipients(log: Log) -> None:
    (without, _), (to_nobody, _) = EXAMPLES[:2]
    listed = select(log, "messages", "dir:out !status:split|rewritten").listed  # others tell theirs
    states = {
        row["mid"]: {recipient["tls"] for recipient in row["recipients"]}
        for row in export.records(log, "messages", export.Part(listed))
    }
    for words, mids in (
        (without, {mid for mid, told in states.items() if told & {"fallback", "none"}}),
        (to_nobody, {mid for mid, told in states.items() if "success" not in told}),
    ):
        found = select(log, "messages", words)
        assert mids
        assert {row["key"].id for row in found.page(0, found.count)} & states.keys() == mids
