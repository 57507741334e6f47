"""Connections from the gateway: to whom mail goes, how TLS fares, and what the server answers."""

from collections.abc import Iterable
from typing import NamedTuple

from .gateway import Gateway, Process
from .mail import Mail
from .partners import (
    ARCHIVE,
    MAIL_SERVER,
    OURS,
    OUTGOING,
    OUTGOING_TROUBLE,
    PARTNERS,
    STRANGERS,
    Partner,
)

HOSTS: dict[str, Partner] = {
    **{partner.domain: partner for partner in (*PARTNERS, *STRANGERS, ARCHIVE)},
    **dict.fromkeys(OURS, MAIL_SERVER),
}
TROUBLE = {"flaky": 0.35, "required": 0.5, "refusing": 0.6, "old": 0.05, "usual": 0.01}
"""In what share of connections STARTTLS fails, by manner of the host."""

RESPONSES = (
    "2.0.0 Ok: queued as {letters}", "2.6.0 <{letters}@{host}> Queued mail for delivery",
    "ok {number} qp 23511", "2.0.0 {letters} Message accepted for delivery",
)  # fmt: skip
DELAYS = (
    "4.2.0 - Other mailbox status ('450', ['4.2.0 Greylisted, please try again later'])",
    "4.3.2 - Not accepting messages at this time ('421', ['4.3.2 try again later'])",
    "4.4.5 - Mail system congestion ('452', ['4.3.1 Insufficient system storage'])",
)
REFUSALS = (
    "5.1.0 - Unknown address error ('550', ['5.1.1 <{address}>: user unknown'])",
    "5.1.0 - Unknown address error ('554', ['5.7.1 Message rejected [spam policy 12]'])",
    "5.2.2 - Mailbox full ('552', ['5.2.2 <{address}> over quota'])",
)
NO_TLS = "4.4.0 - Other network problem ('000', ['TLS was required but failed'])"
NO_ANSWER = "4.4.0 - Other network problem ('000', ['[Errno 60] Operation timed out'])"
EXPIRED = "5.4.7 - Delivery expired (message too old) ('000', ['timeout'])"
GONE = (
    "5.1.2 - Bad destination host ('000', ['DNS Hard Error looking up {domain} (MX):  NXDomain'])"
)
TRIES = 5


class Parcel(NamedTuple):
    """Some recipients of a message that go to the same host, and how often that was tried."""

    mail: Mail
    rids: tuple[int, ...]
    tries: int = 0


def deliver(gateway: Gateway, mail: Mail) -> Process:
    """Send a message on its way to each of its hosts."""
    hosts: dict[str, list[int]] = {}
    for rid, address in enumerate(mail.recipients):
        hosts.setdefault(HOSTS[address.partition("@")[2]].host, []).append(rid)
    for rids in hosts.values():
        host = HOSTS[mail.recipients[rids[0]].partition("@")[2]]
        yield gateway.between(0.02, 0.3)
        parcel = Parcel(mail, tuple(rids))
        if host.outgoing == "gone":
            _bounce(gateway, 0, parcel, GONE)
        else:
            _hand_over(gateway, host, parcel)


def hold_spam(gateway: Gateway, mail: Mail) -> Process:
    """Bring a message to the spam quarantine, from which some are released later."""
    mid = mail.mid
    if gateway.chance(0.3):
        rids = _listed(range(len(mail.recipients)))
        gateway.dcid += 1
        dcid = gateway.dcid
        gateway.write(f"New SMTP DCID {dcid} interface 192.0.2.12 address 192.0.2.40 port 6025")
        gateway.write(
            f"Delivery start DCID {dcid} MID {mid} to RID {rids} to offbox IronPort Spam Quarantine"
        )
        yield 0.7
        gateway.write(f"Message done DCID {dcid} MID {mid} to RID {rids} (external quarantine) ")
        gateway.write(f"Message finished MID {mid} done")
        yield 5
        gateway.write(f"DCID {dcid} close")
        return
    gateway.rcid += 1
    gateway.write(
        f"RPC Delivery start RCID {gateway.rcid} MID {mid} to local IronPort Spam Quarantine"
    )
    gateway.write(f"RPC Message done RCID {gateway.rcid} MID {mid}")
    gateway.write(f"Message finished MID {mid} done")
    if gateway.chance(0.5):
        yield gateway.between(900, 20_000)
        yield from _release_spam(gateway, mail)


def _release_spam(gateway: Gateway, mail: Mail) -> Process:
    gateway.mid += 1
    child = mail.heir(gateway.mid)
    gateway.write(f"EUQ: Reinjected MID {mail.mid} as MID {child.mid}")
    gateway.write(f"MID {child.mid} ICID 0 From: <{child.sender}>")
    for rid, address in enumerate(child.recipients):
        gateway.write(f"MID {child.mid} ICID 0 RID {rid} To: <{address}>")
    gateway.write(f"MID {child.mid} queued for delivery")
    yield from deliver(gateway, child)


def _hand_over(gateway: Gateway, host: Partner, parcel: Parcel) -> None:
    waiting = gateway.open_links.get(host.host)
    if waiting is not None:
        waiting.append(parcel)
        return
    gateway.open_links[host.host] = [parcel]
    gateway.start(_converse(gateway, host))


def _converse(gateway: Gateway, host: Partner) -> Process:
    waiting = gateway.open_links[host.host]
    gateway.dcid += 1
    dcid = gateway.dcid
    if host.outgoing == "busy" and gateway.chance(0.15):
        yield 30
        gateway.write(
            f"Connection Error: DCID {dcid} domain: {host.domain} IP: {host.ip} port: 25 "
            "details: [Errno 60] Operation timed out interface: 192.0.2.11 "
            "reason: connection timed out"
        )
        _give_up(gateway, host, dcid, NO_ANSWER)
        return
    gateway.write(f"New SMTP DCID {dcid} interface 192.0.2.11 address {host.ip} port 25")
    yield gateway.between(0.05, 0.9)
    if not _agree(gateway, host, dcid):
        yield 0.1
        _give_up(gateway, host, dcid, NO_TLS)
        gateway.write(f"DCID {dcid} close")
        return
    while waiting:
        while waiting:
            parcel = waiting.pop(0)
            yield from _send(gateway, host, dcid, parcel)
        yield gateway.between(1, 30)
    del gateway.open_links[host.host]
    yield gateway.between(0, 240)
    gateway.write(f"DCID {dcid} close")


def _agree(gateway: Gateway, host: Partner, dcid: int) -> bool:
    """Whether mail may go over this connection, encrypted or in clear."""
    if host.outgoing not in OUTGOING:
        return True
    if not gateway.chance(TROUBLE.get(host.outgoing, 0.0)):
        session = gateway.pick(OUTGOING[host.outgoing])
        gateway.write(f"DCID {dcid} TLS success protocol {session}")
        return True
    if host.outgoing == "refusing":
        gateway.write(f"DCID {dcid} STARTTLS command not supported.")
        return gateway.chance(0.5)
    trouble = gateway.pick(OUTGOING_TROUBLE).format(ip=host.ip)
    gateway.write(f"DCID {dcid} {trouble}")
    return host.outgoing != "required" and "required" not in trouble


def _give_up(gateway: Gateway, host: Partner, dcid: int, reason: str) -> None:
    for parcel in gateway.open_links.pop(host.host):
        _postpone(gateway, host, dcid, parcel, reason)


def _send(gateway: Gateway, host: Partner, dcid: int, parcel: Parcel) -> Process:
    mid = parcel.mail.mid
    rids = _listed(parcel.rids)
    gateway.write(f"Delivery start DCID {dcid} MID {mid} to RID {rids}")
    yield gateway.between(0.1, 2.5)
    luck = gateway.dice.random()
    if (host.outgoing == "busy" and luck < 0.4) or luck < 0.01:
        _postpone(gateway, host, dcid, parcel, gateway.pick(DELAYS))
        return
    if luck > 0.985 and host is not ARCHIVE:
        _bounce(gateway, dcid, parcel, gateway.pick(REFUSALS))
        return
    gateway.write(f"Message done DCID {dcid} MID {mid} to RID {rids} ")
    text = gateway.pick(RESPONSES).format(
        letters=f"4Z{gateway.number(10**8, 10**9):x}", number=gateway.number(10**9, 2 * 10**9),
        host=host.host,
    )  # fmt: skip
    gateway.write(f"MID {mid} RID {rids} Response '{text}'")
    _finish(gateway, parcel)


def _listed(rids: Iterable[int]) -> str:
    return f"[{', '.join(map(str, rids))}]"


def _finish(gateway: Gateway, parcel: Parcel) -> None:
    parcel.mail.open -= len(parcel.rids)
    if not parcel.mail.open:
        gateway.write(f"Message finished MID {parcel.mail.mid} done")


def _postpone(gateway: Gateway, host: Partner, dcid: int, parcel: Parcel, reason: str) -> None:
    mid = parcel.mail.mid
    tries = parcel.tries + 1
    if tries >= TRIES:
        _bounce(gateway, dcid, parcel, EXPIRED)
        return
    for rid in parcel.rids:
        gateway.write(f"Delayed: DCID {dcid} MID {mid} to RID {rid} - {reason} []")
    wait = 60 * 3**tries + gateway.between(0, 60)
    gateway.start(_retry(gateway, host, parcel._replace(tries=tries)), wait)


def _retry(gateway: Gateway, host: Partner, parcel: Parcel) -> Process:
    _hand_over(gateway, host, parcel)
    yield from ()


def _bounce(gateway: Gateway, dcid: int, parcel: Parcel, reason: str) -> None:
    mail = parcel.mail
    for rid in parcel.rids:
        address = mail.recipients[rid]
        domain = address.partition("@")[2]
        text = reason.format(address=address, domain=domain)
        gateway.write(
            f"Bounced: DCID {dcid} MID {mail.mid} From: <{mail.sender}> To: <{address}> "
            f"RID {rid} - {text} []"
        )
    if mail.sender:
        _report(gateway, mail)
    _finish(gateway, parcel)


def _report(gateway: Gateway, mail: Mail) -> None:
    """Tell the sender, by a message of the gateway's own, that theirs was not delivered."""
    gateway.mid += 1
    mid = gateway.mid
    report = Mail(mid, "", [mail.sender], "Delivery Status Notification (Failure)",
                  4200, outbound=True)  # fmt: skip
    gateway.write(f"MID {mid} was generated for bounce of MID {mail.mid}")
    gateway.write(f"Start MID {mid} ICID 0")
    gateway.write(f"MID {mid} ICID 0 From: <>")
    gateway.write(f"MID {mid} ICID 0 RID 0 To: <{mail.sender}>")
    gateway.write(f'MID {mid} Subject "{report.subject}"')
    gateway.write(f"MID {mid} ready {report.size} bytes from <>")
    gateway.write(f"MID {mid} queued for delivery")
    gateway.start(deliver(gateway, report), 0.3)
