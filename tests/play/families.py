"""How one message becomes another: split, rewritten, copied, reported, reinjected."""

from . import words
from .mails import Mail, Next, envelope, finish, headers, queue, ready, scan
from .stage import Process, Stage


def split(stage: Stage, mail: Mail, settle: Next, keep: Next) -> Process:
    """Some or all recipients go on under new MIDs, which mostly have no `Start`."""
    groups = _groups(stage, mail.addresses)
    whole = stage.chance(0.7) or len(groups) == 1
    given = groups if whole else groups[1:]
    for group in given:
        _split_off(stage, mail, group, settle)
        yield stage.number(0, 1)
    if whole:
        if stage.chance(0.9):
            finish(stage, mail.mid)
        return
    # What stays keeps its old RIDs: the parent goes on with the first group only.
    kept = Mail(mail.mid, mail.sender, mail.addresses[: len(groups[0])], mail.depth)
    yield from keep(stage, kept)


def _groups(stage: Stage, addresses: list[str]) -> list[list[str]]:
    if len(addresses) == 1:
        return [addresses]
    cut = stage.number(1, len(addresses) - 1)
    return [addresses[:cut], addresses[cut:]]


def _split_off(stage: Stage, mail: Mail, group: list[str], settle: Next) -> None:
    addresses = [a.upper() if stage.chance(0.2) else a for a in group]
    child = Mail(stage.next_mid(), mail.sender, addresses, mail.depth + 1)
    why = stage.pick(
        (
            "a per-recipient policy Lab in the inbound table",
            f"a SL/BL configuration for following recipients: {', '.join(group)}",
        )
    )
    text = f"MID {mail.mid} was split creating MID {child.mid} due to {why}"
    _name(stage, "split", text, child.mid, mail.mid, stage.pick(("", "", "", "before", "after")))
    envelope(stage, child, 0)
    if stage.chance(0.2):
        headers(stage, child)
        ready(stage, child)
    stage.start(settle(stage, child), stage.number(0, 3))


def rewrite(stage: Stage, mail: Mail, settle: Next, agent: str = "") -> Process:
    """The message goes on under a new MID, which has no `To:` lines of its own."""
    late = stage.may_be_named_late() and stage.chance(0.3)
    child = Mail(stage.next_mid(), mail.sender, mail.addresses, mail.depth + 1, mail.is_report)
    if late:
        yield from scan(stage, child)
    agent = agent or stage.pick(words.REWRITERS)
    word = stage.pick(("", "MID "))
    text = f"MID {mail.mid} rewritten to {word}{child.mid} by {agent}"
    _name(stage, "rewritten", text, child.mid, mail.mid, stage.pick(("", "", "", "", "after")))
    if stage.chance(0.15):
        ready(stage, child)
    if stage.chance(0.9):
        finish(stage, mail.mid)
    yield stage.number(0, 2)
    stage.start(settle(stage, child))


def copy(stage: Stage, mail: Mail, settle: Next) -> None:
    """A filter makes a copy or a note for somebody else."""
    child = Mail(stage.next_mid(), mail.sender, [stage.pick(words.ADDRESSES)], mail.depth + 1)
    word = stage.pick(("generated", "was generated"))
    text = f"MID {child.mid} {word} based on MID {mail.mid} by {stage.pick(words.COPIERS)}"
    _name(stage, "generated", text, child.mid, mail.mid, stage.pick(("before", "after", "")))
    _go_on(stage, child, settle)


def report(stage: Stage, mail: Mail, settle: Next) -> None:
    """The sender is told that the message bounced."""
    child = Mail(
        stage.next_mid(), "", [mail.sender or "postmaster@example.com"], mail.depth + 1, True
    )
    word = stage.pick(("generated", "was generated"))
    text = f"MID {child.mid} {word} for bounce of MID {mail.mid}"
    _name(stage, "bounce", text, child.mid, mail.mid, stage.pick(("before", "after", "")))
    _go_on(stage, child, settle)


def reinject(stage: Stage, mail: Mail, settle: Next) -> None:
    """The message leaves the spam quarantine under a new MID."""
    child = Mail(stage.next_mid(), mail.sender, mail.addresses, mail.depth + 1)
    text = f"EUQ: Reinjected MID {mail.mid} as MID {child.mid}"
    _name(stage, "reinjected", text, child.mid, mail.mid, stage.pick(("before", "after", "")))
    _go_on(stage, child, settle)


def announce(stage: Stage, settle: Next) -> Process:
    """The gateway itself writes to somebody: no connection, no parent."""
    mail = Mail(stage.next_mid(), "", [stage.pick(words.ADDRESSES)], 2)
    tail = stage.pick(("", " (ISQ Notification)"))
    stage.say("started", f"Start MID {mail.mid} ICID 0{tail}", icid=0, mid=mail.mid)
    if stage.chance(0.3):
        text = f"MID {mail.mid} From: <> To: <{mail.addresses[0]}>, ... 1 total recipients"
        stage.say("enveloped", text, mid=mail.mid, facts={"sender": ""})
    _go_on(stage, mail, settle)
    yield 0


def _go_on(stage: Stage, child: Mail, settle: Next) -> None:
    if stage.chance(0.9):
        envelope(stage, child, 0)
    if stage.chance(0.5):
        headers(stage, child)
        ready(stage, child)
    if stage.chance(0.1):
        queue(stage, child.mid)
    stage.start(settle(stage, child), stage.number(0, 3))


def _name(stage: Stage, what: str, text: str, new: int, old: int, start: str) -> None:
    """The line that names the parent, with a `Start` directly before it, after it, or none."""
    beginning = f"Start MID {new} ICID 0"
    if start == "before":
        stage.say("started", beginning, icid=0, mid=new)
    stage.say(what, text, mid=new, other=old)
    if start == "after":
        stage.say("started", beginning, icid=0, mid=new)
