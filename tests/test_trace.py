"""Traces: what is said of a message or connection, in which tree, and which lines prove it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from traced import (
    CAME,
    OUT,
    READY,
    REFUSED,
    SENT,
    START,
    SUCCESS,
    TO_BOB,
    lines_of,
    loaded,
    told,
    traced,
    tree,
)

import esalog
from esalog.trace import resolve, trace

Load = Callable[[str], esalog.Log]


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Load]:
    """Loads lines, each a second after the one before it."""
    with ExitStack() as stack:
        yield lambda lines: stack.enter_context(loaded(lines, tmp_path))


def test_mail_that_went_over_tls_is_told_in_a_sentence_for_each_direction(load: Load) -> None:
    log = load(CAME + TO_BOB + READY + OUT + SUCCESS + SENT)
    assert told(log, traced(log, "mid:26")) == [
        ("received over TLSv1.2", [lines_of(CAME)[2], "Start MID 26 ICID 8"]),
        ("delivered to bob@example.com over TLSv1.3", lines_of(SUCCESS + SENT)),
    ]


def test_mail_in_clear_after_a_failure_says_which(load: Load) -> None:
    log = load(CAME + TO_BOB + READY + OUT + REFUSED + SENT)
    assert told(log, traced(log, "mid:26"))[1] == (
        "delivered to bob@example.com in clear after TLS failed: STARTTLS unexpected response",
        lines_of(REFUSED + SENT),
    )


def test_mail_received_in_clear_after_a_failure_tells_the_reason_before_it(load: Load) -> None:
    failed = "ICID 8 TLS failed: [Errno 54] Connection reset by peer\n"
    later = "ICID 8 TLS failed: timed out\n"
    log = load(lines_of(CAME)[0] + "\nICID 8 TLS failed\n" + failed + START + TO_BOB + later)
    [received, *_] = told(log, traced(log, "mid:26"))
    assert received == (
        "begun in clear after TLS failed: [Errno 54] Connection reset by peer",
        ["ICID 8 TLS failed", failed.strip(), START.strip()],
    )


def test_a_message_begun_before_tls_came_without_it(load: Load) -> None:
    opened, _, success, *_ = lines_of(CAME)
    log = load("\n".join((opened, START, success, TO_BOB, READY)))
    assert told(log, traced(log, "mid:26"))[0] == ("received without TLS", [opened, START.strip()])


def test_each_attempt_is_told_and_the_one_that_settled_counts(load: Load) -> None:
    again = OUT + SUCCESS + SENT
    delay = "Delayed: DCID 41 MID 26 to RID 0 - 4.4.0 - Other network problem ('000', ['no']) []\n"
    log = load(CAME + TO_BOB + READY + OUT + REFUSED + delay + again.replace("41", "42"))
    found = traced(log, "mid:26")
    assert found.verdicts[1] == "delivered to bob@example.com over TLSv1.3"
    attempts = [node for node in found.nodes if node.kind == "attempt"]
    assert [(node.text, node.tls, node.status, node.reason) for node in attempts] == [
        ("DCID 41 → 203.0.113.20:25", "failed", "delayed", "STARTTLS unexpected response"),
        ("DCID 42 → 203.0.113.20:25", "success", "delivered", None),
    ]
    assert tree(found, "note")[-2:] == [
        "      attempt 1 of 2 · delayed · 4.4.0 - Other network problem ('000', ['no']) []",
        "      attempt 2 of 2 · delivered",
    ]


def test_several_recipients_share_connections_and_sentences(load: Load) -> None:
    names = ["bob@example.com", "carl@example.com", "dora@example.org", "eve@example.org"]
    to = "".join(f"MID 26 ICID 8 RID {n} To: <{name}>\n" for n, name in enumerate(names))
    first = (OUT + SUCCESS + SENT).replace("[0]", "[0, 1]")
    second = (OUT + REFUSED + SENT).replace("[0]", "[2, 3]").replace("41", "42")
    found = traced(load(CAME + to + READY + first + second), "mid:26")
    assert found.facts == "4 recipients · 2 connections"
    assert found.verdicts[1:] == (
        "delivered to bob@example.com and carl@example.com over TLSv1.3",
        "delivered to dora@example.org and eve@example.org in clear after TLS failed: "
        "STARTTLS unexpected response",
    )
    assert tree(found, "injection", "message", "recipient", "attempt") == [
        "ICID 8  mx.example.net  198.51.100.7",
        "  MID 26  Figures",
        "    RID 0  bob@example.com",
        "      DCID 41 → 203.0.113.20:25",
        "    RID 1  carl@example.com",
        "      DCID 41 the same connection",
        "    RID 2  dora@example.org",
        "      DCID 42 → 203.0.113.20:25",
        "    RID 3  eve@example.org",
        "      DCID 42 the same connection",
    ]


def test_what_the_log_does_not_hold_is_unknown_and_says_why(load: Load) -> None:
    log = load(
        START + TO_BOB + READY + SENT + "Start MID 27 ICID 9\n" + "MID 28 queued for delivery"
    )
    why = "not known whether over TLS: its connection begins before the log"
    found = traced(log, "mid:26")
    assert found.verdicts == (f"received, {why}", f"delivered to bob@example.com, {why}")
    assert tree(found, "note")[0] == "  its connection begins before the log"
    unconnected = traced(log, "mid:28")
    assert unconnected.verdicts[0] == (
        "received, not known whether over TLS: the log does not tell its connection"
    )
    assert unconnected.verdicts[0] in "\n".join(tree(unconnected, "note"))
    assert traced(log, "icid:8").verdicts == (
        "not known whether it used TLS: its connection begins before the log",
    )


def test_a_bounce_is_told_with_its_connection_or_without(load: Load) -> None:
    gone = "Bounced: DCID {} MID 26 to RID 0 - 5.1.0 - Unknown address error ('550', ['no']) []\n"
    start = lines_of(SENT)[0] + "\n"
    log = load(CAME + TO_BOB + READY + OUT + SUCCESS + start + gone.format(41))
    assert told(log, traced(log, "mid:26"))[1] == (
        "not delivered to bob@example.com (bounced): tried over TLSv1.3",
        lines_of(SUCCESS + start + gone.format(41)),
    )
    log = load(CAME + TO_BOB + READY + gone.format(0))
    found = traced(log, "mid:26")
    assert found.verdicts[1] == "not delivered to bob@example.com (bounced)"
    assert gone.format(0).strip() in told(log, found)[1][1]
    assert tree(found, "note")[-1] == "      5.1.0 - Unknown address error ('550', ['no']) []"


def test_a_failure_that_let_nothing_through_is_told(load: Load) -> None:
    delay = "Delayed: DCID 41 MID 26 to RID 0 - 4.4.0 - Other network problem ('000', ['no']) []\n"
    log = load(CAME + TO_BOB + READY + OUT + REFUSED + delay)
    assert told(log, traced(log, "mid:26"))[1] == (
        "not delivered to bob@example.com yet (delayed): TLS failed: STARTTLS unexpected response",
        lines_of(REFUSED + delay),
    )


FAMILY = (
    CAME
    + TO_BOB
    + READY
    + """
MID 26 was split creating MID 30 due to a per-recipient policy match
MID 30 ICID 0 RID 0 To: <bob@example.com>
MID 30 rewritten to MID 31 by antivirus
"""
    + (OUT + SUCCESS + SENT).replace("26", "31")
    + "Bounced: DCID 0 MID 31 to RID 1 - 5.1.2 - Bad destination host ('000', ['no'])\n"
    + "MID 40 was generated for bounce of MID 31\nStart MID 40 ICID 0\n"
)


def test_a_family_is_shown_whole_from_whichever_message_is_asked_for(load: Load) -> None:
    log = load(FAMILY)
    wanted = [
        "ICID 8  mx.example.net  198.51.100.7",
        "  MID 26  Figures",
        "    MID 30",
        "      MID 31",
        "        MID 40",
    ]
    for mid in (26, 30, 31, 40):
        assert tree(traced(log, f"mid:{mid}"), "injection", "message") == wanted


def test_verdicts_follow_a_family_up_to_who_was_received_and_down_to_who_was_sent(
    load: Load,
) -> None:
    log = load(FAMILY)
    first, last = traced(log, "mid:26"), traced(log, "mid:31")
    assert first.verdicts[:2] == (
        "received over TLSv1.2",
        "delivered to bob@example.com as MID 31 over TLSv1.3",
    )
    assert last.verdicts[:2] == (
        "received as MID 26 over TLSv1.2",
        "delivered to bob@example.com over TLSv1.3",
    )
    links = [line for line in lines_of(FAMILY) if " split " in line or "rewritten" in line]
    assert set(links) < set(told(log, first)[1][1])
    assert set(links) < set(told(log, last)[0][1])
    assert traced(log, "mid:40").verdicts[0] == "made by the appliance as a bounce of MID 31"


def test_a_circle_in_a_damaged_log_ends(load: Load) -> None:
    log = load(
        "MID 5 rewritten to MID 6 by antivirus\nMID 6 rewritten to MID 7 by antivirus\n"
        "MID 7 rewritten to MID 5 by antivirus\n"
    )
    for key in resolve(log, "mid:5") + resolve(log, "mid:6") + resolve(log, "mid:7"):
        found = trace(log, key)
        shown = [node.key for node in found.nodes if node.kind == "message"]
        assert len(shown) == len(set(shown))
        assert key in shown


def test_a_connection_is_shown_with_its_messages(load: Load) -> None:
    log = load(CAME + TO_BOB + READY + OUT + REFUSED + SENT)
    came, went = traced(log, "icid:8"), traced(log, "dcid:41")
    assert told(log, came) == [("TLS was established with TLSv1.2", [lines_of(CAME)[2]])]
    assert tree(came, "injection", "message") == [
        "ICID 8  mx.example.net  198.51.100.7",
        "  MID 26  Figures",
    ]
    assert came.nodes[2].tls == "success"
    assert told(log, went) == [
        (
            "TLS failed, then mail was sent in clear: STARTTLS unexpected response",
            lines_of(REFUSED + SENT)[:2],
        )
    ]
    assert tree(went, "delivery", "message", "recipient") == [
        "DCID 41  203.0.113.20:25",
        "  MID 26  Figures",
        "    RID 0  bob@example.com",
    ]


def test_of_a_long_connection_the_first_messages_are_shown_and_the_rest_counted(
    load: Load,
) -> None:
    many = "".join(f"Start MID {number} ICID 8\n" for number in range(100, 310))
    found = traced(load(lines_of(CAME)[0] + "\n" + many), "icid:8")
    assert found.facts == "210 messages"
    assert tree(found, "message", "note")[-1] == "  10 more messages"
    assert len(tree(found, "message")) == 200


def test_a_refused_connection_is_not_mail_in_clear(load: Load) -> None:
    opened = lines_of(CAME)[0]
    refused = "ICID 8 REJECT SG BLOCKLIST match sbrs[-10.0:-3.0] SBRS -4.2 country Unknown"
    found = traced(load(f"{opened}\n{refused}\nICID 8 close"), "icid:8")
    assert found.verdicts == ("refused (REJECT) before any mail",)
    assert (found.nodes[0].tls, found.nodes[0].status) == (None, "refused")


def test_what_became_of_a_message_without_recipients_is_told_as_far_as_it_is_known(
    load: Load,
) -> None:
    log = load(
        "MID 5 queued for delivery\nMessage finished MID 6 done\nMID 7 Subject 'x'\n"
        "MID 8 rewritten to MID 9 by antivirus"
    )
    assert [traced(log, f"mid:{mid}").verdicts[1] for mid in range(5, 9)] == [
        "not delivered yet (queued)",
        "finished, but to whom it went is not in the log",
        "what became of it is not in the log",
        "went on as MID 9 (rewritten)",
    ]


def test_a_message_that_was_dropped_went_nowhere(load: Load) -> None:
    dropped = "Message aborted MID 26 Dropped by CASE\n"
    log = load(CAME + TO_BOB + READY + dropped)
    assert told(log, traced(log, "mid:26"))[1] == (
        "not delivered to bob@example.com (dropped: Dropped by CASE)",
        [dropped.strip()],
    )


@pytest.mark.parametrize(
    ("ends", "status"),
    [
        ("Message aborted MID 26 Dropped by filter 'large'\n", "dropped"),
        (
            'MID 26 quarantined to "Policy" (content filter:held)\n'
            'MID 26 deleted from quarantine "Policy" (manual)\n',
            "dropped",
        ),
        ('MID 26 quarantined to "Policy" (content filter:held)\n', "quarantined"),
        (
            OUT
            + "Delivery start DCID 41 MID 26 to RID [0]\n"
            + "Bounced: DCID 41 MID 26 to RID 0 - 5.1.0 - Unknown ('550', ['no']) []\n",
            "bounced",
        ),
    ],
)
def test_a_recipient_bears_the_time_at_which_it_became_what_it_is(
    ends: str, status: str, load: Load
) -> None:
    lines = CAME + TO_BOB + READY + ends
    found = traced(load(lines + "MID 26 Message-ID '<1@example.net>'\n"), "mid:26")
    [recipient] = [node for node in found.nodes if node.kind == "recipient"]
    ended = len(lines_of(lines)) - 1  # seconds after the first line
    assert recipient.status == status
    assert recipient.at
    assert recipient.at.minute * 60 + recipient.at.second == ended


def test_no_word_claims_more_than_the_log_tells(load: Load) -> None:
    log = load(FAMILY)
    for name in ("mid:26", "mid:31", "mid:40", "icid:8", "dcid:41"):
        text = " ".join(traced(log, name).verdicts).lower()
        assert "verified" not in text
        assert "secure" not in text
