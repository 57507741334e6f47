"""Traces as text, Markdown and JSON."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from traced import CAME, OUT, READY, REFUSED, SENT, START, SUCCESS, TO_BOB, lines_of, loaded, traced

import esalog
from esalog.trace import as_json, as_markdown, as_text

Load = Callable[[str], esalog.Log]


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Load]:
    """Loads lines, each a second after the one before it."""
    with ExitStack() as stack:
        yield lambda lines: stack.enter_context(loaded(lines, tmp_path))


def test_text_shows_verdicts_tree_and_proof(load: Load) -> None:
    log = load(CAME + TO_BOB + READY + OUT + REFUSED + SENT)
    assert as_text(log, traced(log, "mid:26"), ascii_only=True) == TEXT


def test_text_and_ticket_name_the_gateway(tmp_path: Path) -> None:
    path = tmp_path / "mail.log"
    path.write_text(f"Wed Mar  5 09:00:00 2025 Info: {START}")
    with esalog.Log(gateway="esa1`.example") as log:
        for _ in log.load([str(path)]):
            pass
        found = traced(log, "mid:26")
        assert as_text(log, found).startswith("MID 26 on esa1`.example · ")
        assert as_markdown(log, found).startswith("# MID 26 on `` esa1`.example ``\n")


def test_json_has_every_fact_of_the_trace(load: Load) -> None:
    log = load(CAME + TO_BOB + READY + OUT + SUCCESS + SENT)
    found = traced(log, "mid:26")
    value = json.loads(as_json(log, found))
    assert list(value) == ["record", "title", "facts", "verdicts", "nodes", "proof"]
    assert value["record"] == {"kind": "message", "gateway": "", "id": 26, "generation": 1}
    assert [one["text"] for one in value["verdicts"]] == list(found.verdicts)
    assert [tuple(one["lines"]) for one in value["nodes"]] == [node.lines for node in found.nodes]
    assert value["nodes"][0]["at"] == "2025-03-05T09:00:00"
    assert [one["number"] for one in value["proof"]] == list(found.proof)
    assert value["proof"][0]["text"].endswith(lines_of(CAME)[2])
    assert {one["source"] for one in value["proof"]} == {log.sources[0].name}


def test_what_strangers_wrote_acts_on_no_terminal_and_no_page(load: Load) -> None:
    evil = "MID 26 Subject '``` \x1b[2J \u202e @all <b>'\n"
    done = SENT.replace("[0]\nM", "[0]\nMID 26 Subject 'x'\nM")
    log = load(CAME + TO_BOB.replace("bob", "b`b\x9b") + evil + OUT + REFUSED + done)
    found = traced(log, "mid:26")
    for text in (as_text(log, found), as_markdown(log, found), as_json(log, found)):
        assert not set(text) & set("\x1b\x9b\u202e")
    markdown = as_markdown(log, found)
    assert "* `` delivered to b`b" in markdown
    assert markdown.count("\n````\n") == 2


TEXT = """\
MID 26 · 1 recipient · 1 connection
  received over TLSv1.2  [3-4]
  delivered to bob@example.com in clear after TLS failed: STARTTLS unexpected response  [11-13]

2025-03-05 09:00:00              ICID 8  mx.example.net  198.51.100.7  + TLSv1.2  received  [1-3]
                                   ACCEPT · group UNKNOWNLIST · ECDHE-RSA-AES256-GCM-SHA384
2025-03-05 09:00:03 +3 s           MID 26  Figures  733 B  delivered  [4-5, 7-9]
                                     from ann@example.net
2025-03-05 09:00:12 +12 s            RID 0  bob@example.com  v in clear after TLS failed  delivered  [6, 12-13]
2025-03-05 09:00:11 +11 s              DCID 41 → 203.0.113.20:25  v in clear after TLS failed  delivered  [10-13]
                                         STARTTLS unexpected response

The lines that prove it
 3  Wed Mar  5 09:00:02 2025 Info: ICID 8 TLS success protocol TLSv1.2 cipher ECDHE-RSA-AES256-GCM-SHA384
 4  Wed Mar  5 09:00:03 2025 Info: Start MID 26 ICID 8
11  Wed Mar  5 09:00:10 2025 Info: DCID 41 TLS failed: STARTTLS unexpected response
12  Wed Mar  5 09:00:11 2025 Info: Delivery start DCID 41 MID 26 to RID [0]
13  Wed Mar  5 09:00:12 2025 Info: Message done DCID 41 MID 26 to RID [0]
"""  # noqa: E501 as wide as it is written
