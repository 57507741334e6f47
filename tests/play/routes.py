"""How a message leaves: several attempts, several connections, all ways to fail."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from . import words
from .links import connect, leave
from .mails import Mail, finish, queue
from .stage import Link, Process, Stage

Report = Callable[[Stage, Mail], None]
Rids = tuple[int, ...]
TRIES = 3


@dataclass(slots=True)
class Job:
    """A message on its way: the RIDs not yet settled, and how a bounce is reported."""

    mail: Mail
    left: set[int]
    report: Report


def deliver(stage: Stage, mail: Mail, report: Report) -> Process:
    """Send each group of recipients on its own way; the message ends when all are settled."""
    rids = list(range(len(mail.addresses)))
    job = Job(mail, set(rids), report)
    while rids:
        count = stage.number(1, len(rids))
        group, rids = tuple(rids[:count]), rids[count:]
        stage.start(_route(stage, job, group), stage.number(0, 4))
    yield 0


def _route(stage: Stage, job: Job, rids: Rids) -> Process:
    mid = job.mail.mid
    for attempt in range(TRIES):
        way = stage.number(0, 19)
        if way == 0:
            for rid in rids:
                _bounce(stage, job, 0, rid, words.NO_HOST)
            break
        if way == 1 and attempt:
            text = f"Deleted: MID {mid} to [{_listed(rids)}]"
            stage.say("deleted", text, mid=mid, rids=rids)
            job.left.difference_update(rids)
            break
        rids = yield from _attempt(stage, job, rids, last=attempt == TRIES - 1)
        if not rids:
            break
        yield stage.number(20, 120)
        if stage.chance(0.1):
            queue(stage, mid)
    if not job.left and stage.chance(0.85):
        job.left.add(-1)
        finish(stage, mid)


def _attempt(stage: Stage, job: Job, rids: Rids, last: bool) -> Generator[float, None, Rids]:
    """Try once; return the RIDs that are to be tried again."""
    link = yield from connect(stage)
    if not link.ready:
        again = _fail_all(stage, job, link.dcid, rids, last)
        leave(stage, link)
        return again
    mid, dcid = job.mail.mid, link.dcid
    text = f"Delivery start DCID {dcid} MID {mid} to {stage.pick(('RID ', 'RID ', ''))}"
    text += f"[{_listed(rids)}]"
    stage.say("delivery_started", text, dcid=dcid, mid=mid, rids=rids)
    yield stage.number(0, 3)
    again = _outcome(stage, job, link, rids, last)
    yield stage.number(0, 1)
    leave(stage, link)
    return again


def _fail_all(stage: Stage, job: Job, dcid: int, rids: Rids, last: bool) -> Rids:
    """No mail went over this connection: the log says so for each recipient, or not at all."""
    if stage.chance(0.3):
        return rids
    for rid in rids:
        if last:
            _bounce(stage, job, dcid, rid, stage.pick(words.BOUNCES))
        else:
            _delay(stage, job, dcid, rid)
    return () if last else rids


def _outcome(stage: Stage, job: Job, link: Link, rids: Rids, last: bool) -> Rids:
    way = stage.number(0, 99)
    if way < 5:
        return ()
    if way < 8:
        text = f"Possible Delivery: DCID: {link.dcid} MID {job.mail.mid} to [{_listed(rids)}]"
        stage.say("possible", text, dcid=link.dcid, mid=job.mail.mid, rids=rids)
        return ()
    count = len(rids) if way < 70 else stage.number(0, len(rids))
    done, failed = rids[:count], rids[count:]
    if done:
        _done(stage, job, link.dcid, done)
    again = []
    for rid in failed:
        if last or stage.chance(0.4):
            _refuse(stage, job, link.dcid, rid)
            if not last and stage.chance(0.1):
                again.append(rid)  # an administrator sends it once more
        else:
            _delay(stage, job, link.dcid, rid)
            again.append(rid)
    return tuple(again)


def _done(stage: Stage, job: Job, dcid: int, rids: Rids) -> None:
    mid = job.mail.mid
    text = (
        f"Message done DCID {dcid} MID {mid} to {stage.pick(('RID ', 'RID ', ''))}"
        f"[{_listed(rids)}]{stage.pick(words.HEADER_LISTS)}{stage.pick(('', ' '))}"
    )
    stage.say("done", text, dcid=dcid, mid=mid, rids=rids)
    job.left.difference_update(rids)
    if stage.chance(0.75):
        response = stage.pick(words.RESPONSES)
        written = stage.pick((f"'{response}'", response))
        text = f"MID {mid} RID {stage.pick(('', ' '))}[{_listed(rids)}] Response {written}"
        stage.say("response", text, mid=mid, rids=rids, facts={"response": response})


def _refuse(stage: Stage, job: Job, dcid: int, rid: int) -> None:
    reason = stage.pick(words.BOUNCES)
    if job.mail.is_report and stage.chance(0.6):
        mid = job.mail.mid
        stage.say(
            "double_bounced", f"Double bounce: MID {mid} to {rid} - {reason}", mid=mid,
            rids=(rid,), facts={"response": reason},
        )  # fmt: skip
        job.left.discard(rid)
        return
    _bounce(stage, job, dcid, rid, reason)


def _bounce(stage: Stage, job: Job, dcid: int, rid: int, reason: str) -> None:
    mail = job.mail
    address = mail.addresses[rid]
    response = reason + stage.pick(("", " []", "[]"))
    facts: dict[str, str] = {"response": response}
    way = stage.number(0, 3)
    if way == 0:
        middle = f"DCID: {dcid} Message {mail.mid} to {rid}"
    elif way == 1:
        middle = f"DCID {dcid} MID {mail.mid} From: <{mail.sender}> To: <{address}> RID {rid}"
        facts |= {"sender": mail.sender, "address": address}
    else:
        middle = f"DCID {dcid} MID {mail.mid} to RID {rid}"
    stage.say(
        "bounced", f"Bounced: {middle} - {response}", dcid=dcid, mid=mail.mid, rids=(rid,),
        facts=facts,
    )  # fmt: skip
    job.left.discard(rid)
    job.report(stage, mail)


def _delay(stage: Stage, job: Job, dcid: int, rid: int) -> None:
    mid = job.mail.mid
    response = stage.pick(words.DELAYS) + stage.pick(("", " []"))
    word = stage.pick((f"DCID {dcid} MID {mid} to RID", f"DCID: {dcid} Message {mid} to"))
    stage.say(
        "delayed", f"Delayed: {word} {rid} - {response}", dcid=dcid, mid=mid, rids=(rid,),
        facts={"response": response},
    )  # fmt: skip


def _listed(rids: Rids) -> str:
    return ", ".join(map(str, rids))
