"""What becomes of a message once it is in: the fates that the log can tell of."""

from . import words
from .families import copy, reinject, report, rewrite, split
from .mails import Mail, Next, finish, queue, scan
from .routes import deliver
from .stage import Process, Stage

SPAM_QUARANTINE = "IronPort Spam Quarantine"


def settle(stage: Stage, mail: Mail) -> Process:
    """Scan the message and let one of the fates befall it."""
    yield from scan(stage, mail)
    if mail.depth < 3 and stage.chance(0.12):
        copy(stage, mail, settle)
    fates = FATES if mail.depth < 3 else PLAIN
    yield from stage.pick(fates)(stage, mail)


def _deliver(stage: Stage, mail: Mail) -> Process:
    if stage.chance(0.95):
        queue(stage, mail.mid)
    yield stage.number(0, 2)
    if stage.chance(0.06):
        return
    yield from deliver(stage, mail, _report)


def _report(stage: Stage, mail: Mail) -> None:
    if stage.chance(0.6) and not mail.is_report:
        report(stage, mail, settle)


def _drop(stage: Stage, mail: Mail) -> Process:
    mid, agent = mail.mid, stage.pick(words.AGENTS)
    if stage.chance(0.3):
        table = stage.pick(("inbound", "outbound"))
        text = f"MID {mid} was dropped by content filter 'Stop' in the {table} table"
        stage.say("filtered", text, mid=mid, facts={"manner": "dropped"})
        if stage.chance(0.5):
            finish(stage, mid)
            return
    _abort(stage, mid, "dropped", f"Dropped by {agent}")
    yield 0
    if stage.chance(0.9):
        finish(stage, mid, aborted=stage.chance(0.1))


def _bounce_whole(stage: Stage, mail: Mail) -> Process:
    late = stage.chance(0.3)
    if late:
        finish(stage, mail.mid)
    if stage.chance(0.2):
        text = f"MID {mail.mid} was bounced by content filter 'Back' in the inbound table"
        stage.say("filtered", text, mid=mail.mid, facts={"manner": "bounced"})
    else:
        _abort(stage, mail.mid, "bounced", f"Bounced by {stage.pick(words.AGENTS)}")
    _report(stage, mail)
    yield 1
    if not late:
        finish(stage, mail.mid)


def _abort(stage: Stage, mid: int, manner: str, detail: str) -> None:
    stage.say(
        "aborted", f"Message aborted MID {mid} {detail}", mid=mid,
        facts={"manner": manner, "detail": detail},
    )  # fmt: skip


def _hold(stage: Stage, mail: Mail) -> Process:
    """Into a policy quarantine, and perhaps out of it."""
    mid, name = mail.mid, stage.pick(words.QUARANTINES)
    reason = stage.pick(words.QUARANTINE_REASONS)
    phrase = stage.pick(("quarantined to", "enqueued for transfer to centralized quarantine"))
    stage.say(
        "quarantined", f'MID {mid} {phrase} "{name}" ({reason})', mid=mid,
        facts={"quarantine": name},
    )  # fmt: skip
    if stage.chance(0.7):
        queue(stage, mid)
    yield stage.number(5, 300)
    way = stage.number(0, 3)
    if way == 0:
        return
    word = "deleted" if way == 1 else stage.pick(("released", "released (attachments stripped)"))
    what = "quarantine_deleted" if way == 1 else "released"
    tail = stage.pick(("", " t=190"))
    stage.say(what, f'MID {mid} {word} from quarantine "{name}" (manual){tail}', mid=mid)
    if stage.chance(0.5):
        word = word.partition(" ")[0]
        stage.say(what, f"MID {mid} {word} from all quarantines", mid=mid)
    if way == 1:
        if stage.chance(0.5):
            finish(stage, mid)
        return
    yield 1
    if stage.chance(0.2):
        yield from _hold(stage, mail)
        return
    if mail.depth < 3 and stage.chance(0.2):
        yield from rewrite(stage, mail, settle, agent="Policy Quarantine")
        return
    yield from _deliver(stage, mail)


def _tag_spam(stage: Stage, mail: Mail) -> Process:
    """Into the spam quarantine, inside or outside, and perhaps out under another MID."""
    mid = mail.mid
    if stage.chance(0.8):
        text = f"{stage.pick(('ISQ', 'EUQ'))}: Tagging MID {mid} for quarantine"
        stage.say("quarantined", text, mid=mid)
    queue(stage, mid)
    yield 1
    yield from stage.pick((_store_inside, _store_outside))(stage, mail)
    if stage.chance(0.5):
        finish(stage, mid)
    if mail.depth < 3 and stage.chance(0.3):
        yield 60
        reinject(stage, mail, settle)


def _store_inside(stage: Stage, mail: Mail) -> Process:
    mid, rcid = mail.mid, stage.next_rcid()
    text = f"RPC Delivery start RCID {rcid} MID {mid} to local IronPort Spam Quarantine"
    stage.say("quarantined", text, mid=mid, facts={"quarantine": SPAM_QUARANTINE})
    yield 1
    if stage.chance(0.8):
        stage.say("noted", f"RPC Message done RCID {rcid} MID {mid}", mid=mid)
    if stage.chance(0.3):
        stage.say("quarantined", f"EUQ: Quarantined MID {mid}", mid=mid)


def _store_outside(stage: Stage, mail: Mail) -> Process:
    mid, dcid = mail.mid, stage.next_dcid()
    stage.say(
        "opened_delivery",
        f"New SMTP DCID {dcid} interface 192.0.2.10 address 192.0.2.40 port 6025",
        dcid=dcid,
        facts={"interface": "192.0.2.10", "remote_ip": "192.0.2.40", "port": 6025},
    )
    rids = tuple(range(len(mail.addresses)))
    listed = ", ".join(map(str, rids))
    stage.say(
        "handed_over",
        f"Delivery start DCID {dcid} MID {mid} to RID [{listed}] "
        "to offbox IronPort Spam Quarantine",
        dcid=dcid,
        mid=mid,
        rids=rids,
        facts={"quarantine": SPAM_QUARANTINE},
    )
    yield 1
    if stage.chance(0.9):
        text = f"Message done DCID {dcid} MID {mid} to RID [{listed}] (external quarantine) "
        stage.say("stored", text, dcid=dcid, mid=mid, rids=rids)
    stage.say("closed", f"DCID {dcid} close", dcid=dcid)


def _split(stage: Stage, mail: Mail) -> Process:
    yield from split(stage, mail, settle, _deliver)


def _rewrite(stage: Stage, mail: Mail) -> Process:
    yield from rewrite(stage, mail, settle)


PLAIN: tuple[Next, ...] = (_deliver,) * 6 + (_drop, _bounce_whole, _hold, _tag_spam)
FATES: tuple[Next, ...] = (*PLAIN, _split, _split, _rewrite, _rewrite)
