"""How a message is received, and what the scanners say about it."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from . import words
from .stage import Process, Stage


@dataclass(slots=True)
class Mail:
    """A message on the stage; `addresses` by RID."""

    mid: int
    sender: str
    addresses: list[str]
    depth: int = 0
    is_report: bool = False


Next = Callable[[Stage, Mail], Process]
"""What goes on with a message."""


def receive(stage: Stage, icid: int, settle: Next) -> Generator[float, None, int]:
    """Take a message in over a connection: its MID, 0 when the connection broke meanwhile."""
    mid = stage.next_mid()
    mail = Mail(mid, stage.pick(words.SENDERS), some_addresses(stage))
    stage.say("started", f"Start MID {mid} ICID {icid}", icid=icid, mid=mid)
    yield stage.number(0, 1)
    envelope(stage, mail, icid)
    yield stage.number(0, 2)
    if stage.chance(0.06):
        return 0
    if stage.chance(0.08):
        break_off(stage, mail, icid)
        return stage.pick((mid, 0))
    _side_lines(stage, mid, icid)
    if stage.chance(0.25):
        read_over_tls(stage, mid, icid)
    headers(stage, mail)
    yield stage.number(0, 1)
    ready(stage, mail)
    stage.start(settle(stage, mail), stage.number(0, 3))
    return mid


def read_over_tls(stage: Stage, mid: int, icid: int) -> None:
    """A line of level Debug that proves that the message came over TLS."""
    text = f"MID {mid} ICID {icid} TLS read {stage.number(9, 900)} bytes (0.0 seconds)"
    stage.say("tls_read", text, level="Debug", icid=icid, mid=mid)


def some_addresses(stage: Stage) -> list[str]:
    """One to six recipients, in the order of their RIDs."""
    count = stage.pick((1, 1, 1, 2, 3, 6))
    return stage.dice.sample(words.ADDRESSES, count)


def envelope(stage: Stage, mail: Mail, icid: int) -> None:
    """The `From:` and `To:` lines of a message."""
    mid = mail.mid
    bare = bool(mail.sender) and stage.chance(0.1)
    sender = mail.sender if bare and "<" not in mail.sender else f"<{mail.sender}>"
    stage.say(
        "sender",
        f"MID {mid} ICID {icid} From: {sender}",
        icid=icid,
        mid=mid,
        facts={"sender": mail.sender},
    )
    for rid, address in enumerate(mail.addresses):
        stage.say(
            "recipient",
            f"MID {mid} ICID {icid} RID {rid} To: <{address}>",
            icid=icid,
            mid=mid,
            rids=(rid,),
            facts={"address": address},
        )


def _side_lines(stage: Stage, mid: int, icid: int) -> None:
    if stage.chance(0.1):
        text = f"MID {mid} ICID {icid} To: <no@example.com> Rejected by LDAPACCEPT"
        stage.say("noted", text, icid=icid, mid=mid)
    if stage.chance(0.1):
        text = f"ICID {icid} MID {mid} Invalid recipient address:  'RCPT TO:<>'"
        stage.say("noted", text, icid=icid, mid=mid)


def break_off(stage: Stage, mail: Mail, icid: int) -> None:
    """The message is not received to its end."""
    mid = mail.mid
    if stage.chance(0.5):
        stage.say("lost", f"ICID {icid} lost", icid=icid)
    if stage.chance(0.85):
        detail = stage.pick(("Receiving aborted", "Receiving aborted by sender"))
        stage.say(
            "aborted", f"Message aborted MID {mid} {detail}", mid=mid,
            facts={"manner": "aborted", "detail": detail},
        )  # fmt: skip
    finish(stage, mid, aborted=True)


def headers(stage: Stage, mail: Mail) -> None:
    """The Message-ID and Subject lines, in the wordings of several versions."""
    mid = mail.mid
    if stage.chance(0.8):
        value = stage.pick((f"a.{mid}@mail.example", f"it's.{mid}@mail.example"))
        written = stage.pick((f"<{value}>", value))
        stage.say(
            "message_id", f"MID {mid} Message-ID {written!r}", mid=mid,
            facts={"message_id": value},
        )  # fmt: skip
    if stage.chance(0.8):
        value = stage.pick(words.SUBJECTS)
        written = stage.pick((repr(value), f'"{value}"', value)).replace("\\'", "'")
        stage.say(
            "subject", f"MID {mid} Subject {written}", mid=mid, facts={"subject": value or None}
        )


def ready(stage: Stage, mail: Mail) -> None:
    """The end of receiving, and the policy."""
    mid = mail.mid
    if stage.chance(0.92):
        size = stage.number(100, 90_000)
        stage.say(
            "ready", f"MID {mid} ready {size} bytes from <{mail.sender}>", mid=mid,
            facts={"size": size, "sender": mail.sender},
        )  # fmt: skip
    if stage.chance(0.7):
        policy = stage.pick(words.POLICIES)
        tail = stage.pick((" in the inbound table", " in the outbound table", ""))
        stage.say(
            "policy",
            f"MID {mid} matched all recipients for per-recipient policy {policy}{tail}",
            mid=mid,
            facts={"policy": policy},
        )


def scan(stage: Stage, mail: Mail) -> Process:
    """Some lines of scanners, in any order."""
    for _ in range(stage.number(0, 5)):
        stage.pick(SCANNERS)(stage, mail.mid)
        yield stage.number(0, 1)


def _noise(stage: Stage, mid: int) -> None:
    stage.say("noted", f"MID {mid} {stage.pick(words.ON_MID)}", mid=mid)


def _engine(stage: Stage, mid: int) -> None:
    engine, verdict = stage.pick(words.ENGINES), stage.pick(words.ENGINE_VERDICTS)
    _verdict(stage, mid, f"MID {mid} using engine: {engine} {verdict}", engine, verdict)


def _product(stage: Stage, mid: int) -> None:
    product, verdict = stage.pick(words.PRODUCTS), stage.pick(words.AV_VERDICTS)
    text = f"MID {mid} interim AV verdict using {product} {verdict}"
    _verdict(stage, mid, text, product, verdict)


def _antivirus(stage: Stage, mid: int) -> None:
    verdict, germs = stage.pick(words.GERMS)
    _verdict(stage, mid, f"MID {mid} antivirus {verdict}{germs} ", "antivirus", verdict)


def _reputation(stage: Stage, mid: int) -> None:
    verdict = stage.pick(words.REPUTATIONS)
    _verdict(stage, mid, f"MID {mid} AMP file reputation verdict : {verdict}", "AMP", verdict)


def _outbreak(stage: Stage, mid: int) -> None:
    verdict = stage.pick(("negative", "positive"))
    text = f"MID {mid} Outbreak Filters: verdict {verdict}"
    _verdict(stage, mid, text, "Outbreak Filters", verdict)


def _verdict(stage: Stage, mid: int, text: str, engine: str, verdict: str) -> None:
    stage.say("verdict", text, mid=mid, facts={"engine": engine, "verdict": verdict})


def _attachment(stage: Stage, mid: int) -> None:
    name = stage.pick(words.FILES)
    stage.say("attachment", f"MID {mid} attachment '{name}'", mid=mid, facts={"attachment": name})


SCANNERS = (_noise, _noise, _engine, _product, _antivirus, _reputation, _outbreak, _attachment)


def queue(stage: Stage, mid: int) -> None:
    """The message waits for delivery."""
    stage.say("queued", f"MID {mid} queued for delivery", mid=mid)


def finish(stage: Stage, mid: int, aborted: bool = False) -> None:
    """The last line of a message, mostly."""
    text = f"Message finished MID {mid} {'aborted' if aborted else 'done'}"
    stage.say("finished", text, mid=mid, facts={"aborted": aborted})
