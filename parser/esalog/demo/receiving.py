"""Connections to the gateway: how they open, agree on TLS or not, and what they bring."""

from dataclasses import dataclass

from .gateway import Gateway, Process
from .mail import Mail
from .partners import INCOMING, INCOMING_TROUBLE, Partner
from .scanning import scan


@dataclass(frozen=True, slots=True)
class Caller:
    """Who connects, and to which interface of the gateway."""

    partner: Partner
    interface: str = "Data 1"
    address: str = "192.0.2.10"

    @property
    def is_ours(self) -> bool:
        """Whether this is the mail server inside, which may send anywhere."""
        return self.address != "192.0.2.10"


def converse(gateway: Gateway, caller: Caller, letters: list[Mail]) -> Process:
    """A whole connection: opened, perhaps over TLS, `letters` sent, idle for a while, closed."""
    icid = _open(gateway, caller)
    yield gateway.between(0.1, 0.8)
    manner = caller.partner.incoming
    encrypted = manner in INCOMING
    if encrypted:
        session = gateway.pick(INCOMING[manner])
        gateway.write(f"ICID {icid} TLS success protocol {session}")
    elif manner == "broken":
        gateway.write(f"ICID {icid} {gateway.pick(INCOMING_TROUBLE)}")
        if gateway.chance(0.6):
            yield 0.4
            gateway.write(f"ICID {icid} lost")
            gateway.write(f"ICID {icid} close")
            return
    elif gateway.chance(0.05):
        gateway.write(f"ICID {icid} TLS was required but remote host did not initiate it")
        gateway.write(f"ICID {icid} close")
        return
    yield gateway.between(0.1, 1.5)
    for mail in letters:
        if gateway.chance(0.012):
            yield from _break_off(gateway, icid, mail)
            return
        yield from _receive(gateway, icid, caller, mail)
        yield gateway.between(0.2, 9)
    if encrypted and gateway.chance(0.03):
        gateway.write(f"ICID {icid} TLS failed: [Errno 54] Connection reset by peer")
    if gateway.chance(0.5):
        yield gateway.between(20, 300)
    gateway.write(f"ICID {icid} close")


def submit(gateway: Gateway, mail: Mail) -> Process:
    """One of ours out of office sends a message, with a password."""
    home = Partner("", f"dsl-{gateway.number(2, 250)}.pool.example.net", "198.51.100.233",
                   "Portugal", "None", "new", "inside")  # fmt: skip
    caller = Caller(home, "Submission", "192.0.2.12")
    icid = _open(gateway, caller)
    yield 0.5
    gateway.write(f"ICID {icid} TLS success protocol {gateway.pick(INCOMING['new'])}")
    yield 0.6
    user = mail.sender.partition("@")[0]
    tail = f"user: {user} using AUTH mechanism: PLAIN with profile: Submission"
    if gateway.chance(0.25):
        gateway.write(f"SMTP Auth: (ICID {icid}) failed for {tail}")
        yield gateway.between(2, 9)
    if gateway.chance(0.9):
        gateway.write(f"SMTP Auth: (ICID {icid}) succeeded for {tail}")
        yield from _receive(gateway, icid, caller, mail)
    gateway.write(f"ICID {icid} close")


def refuse(gateway: Gateway, stranger: Partner) -> Process:
    """A connection that the host access table refuses."""
    tail = (
        f"SG BLOCKED_LIST match sbrs[-10.0:-1.0] SBRS {stranger.reputation} "
        f"country {stranger.country}"
    )
    if gateway.chance(0.3):
        gateway.write(f"ICID 0 TCPREFUSE {tail}")
        return
    icid = _announce(gateway, Caller(stranger))
    gateway.write(f"ICID {icid} REJECT {tail}")
    yield gateway.between(0.1, 2)
    gateway.write(f"ICID {icid} close")


def reject_late(gateway: Gateway, stranger: Partner) -> Process:
    """A rejected connection that may go on until its recipients are known."""
    icid = _announce(gateway, Caller(stranger))
    gateway.write(
        f"ICID {icid} Delayed HAT REJECT continuing session for recipient logging ({stranger.ip})"
    )
    yield gateway.between(0.3, 2)
    if gateway.chance(0.5):
        gateway.write(f"ICID {icid} TLS success protocol {gateway.pick(INCOMING['usual'])}")
        yield 1
    gateway.mid += 1
    mid = gateway.mid
    gateway.write(f"Start MID {mid} ICID {icid}")
    gateway.write(f"MID {mid} ICID {icid} From: <offer@{stranger.domain}>")
    gateway.write(f"MID {mid} ICID {icid} To: <info@example.com> Rejected by Receiving Control")
    yield gateway.between(0.3, 4)
    gateway.write(f"Message aborted MID {mid} Receiving aborted by sender")
    gateway.write(f"Message finished MID {mid} aborted")
    gateway.write(f"ICID {icid} lost")
    gateway.write(f"ICID {icid} close")


def vanish(gateway: Gateway, stranger: Partner) -> Process:
    """A connection that comes to nothing."""
    icid = _open(gateway, Caller(stranger))
    yield gateway.between(1, 300)
    if gateway.chance(0.4):
        gateway.write(
            f"ICID {icid} disconnected address {stranger.ip}, "
            "no messages injected within timeout period"
        )
    else:
        gateway.write(f"ICID {icid} lost")
    gateway.write(f"ICID {icid} close")


def _announce(gateway: Gateway, caller: Caller) -> int:
    gateway.icid += gateway.number(1, 3)
    peer = caller.partner
    sure = "no" if peer.host == "unknown" or "." not in peer.host else "yes"
    gateway.write(
        f"New SMTP ICID {gateway.icid} interface {caller.interface} ({caller.address}) "
        f"address {peer.ip} reverse dns host {peer.host} verified {sure}"
    )
    return gateway.icid


def _open(gateway: Gateway, caller: Caller) -> int:
    icid = _announce(gateway, caller)
    peer = caller.partner
    if caller.is_ours:
        rule = "RELAY SG RELAYLIST match 192.0.2.0/24" if peer.domain else (
            "ACCEPT SG SUBMISSION match ALL")  # fmt: skip
    elif peer.reputation == "None":
        rule = "ACCEPT SG SUSPECTLIST match sbrs[none]"
    elif peer.reputation.startswith("-"):
        rule = "ACCEPT SG THROTTLED match sbrs[-7.0:-0.5]"
    else:
        rule = "ACCEPT SG UNKNOWNLIST match sbrs[-0.5:10.0]"
    gateway.write(f"ICID {icid} {rule} SBRS {peer.reputation} country {peer.country}")
    return icid


def _envelope(gateway: Gateway, icid: int, mail: Mail) -> Process:
    gateway.mid += 1
    mid = mail.mid = gateway.mid
    gateway.write(f"Start MID {mid} ICID {icid}")
    gateway.write(f"MID {mid} ICID {icid} From: <{mail.sender}>")
    yield gateway.between(0.1, 0.6)
    for rid, address in enumerate(mail.recipients):
        gateway.write(f"MID {mid} ICID {icid} RID {rid} To: <{address}>")


def _receive(gateway: Gateway, icid: int, caller: Caller, mail: Mail) -> Process:
    yield from _envelope(gateway, icid, mail)
    mid = mail.mid
    if not mail.outbound:
        _reputation(gateway, mid, caller.partner, mail.sender)
        if gateway.chance(0.04):
            domain = mail.recipients[0].partition("@")[2]
            gateway.write(
                f"MID {mid} ICID {icid} To: <former.colleague@{domain}> Rejected by LDAPACCEPT"
            )
    yield gateway.between(0.1, 2)
    host = caller.partner.domain or "example.com"
    gateway.write(f"MID {mid} Message-ID '<{gateway.number(10**9, 10**10)}.{mid}@{host}>'")
    gateway.write(f'MID {mid} Subject "{mail.subject}"')
    if not mail.outbound:
        _reputation(gateway, mid, caller.partner, mail.sender)
    yield 0.1
    gateway.write(f"MID {mid} ready {mail.size} bytes from <{mail.sender}>")
    gateway.start(scan(gateway, mail), gateway.between(0.05, 0.9))


def _reputation(gateway: Gateway, mid: int, peer: Partner, sender: str) -> None:
    domain = sender.partition("@")[2]
    level = "Untrusted" if peer.reputation.startswith("-") else "Neutral"
    gateway.write(
        f"MID {mid} SDR: Domains for which SDR is requested: reverse DNS host: {peer.host}, "
        f"helo: {peer.host}, env-from: {domain}, header-from: Not Present, "
        "reply-to: Not Present"
    )
    gateway.write(
        f"MID {mid} SDR: Consolidated Sender Threat Level: {level}, Threat Category: N/A, "
        "Suspected Domain(s) : N/A (other reasons for verdict). "
        f"Sender Maturity: 30 days (or greater) for domain: {domain}"
    )


def _break_off(gateway: Gateway, icid: int, mail: Mail) -> Process:
    yield from _envelope(gateway, icid, mail)
    yield gateway.between(5, 60)
    gateway.write(f"ICID {icid} lost")
    gateway.write(f"Message aborted MID {mail.mid} Receiving aborted")
    gateway.write(f"Message finished MID {mail.mid} aborted")
    gateway.write(f"ICID {icid} close")
