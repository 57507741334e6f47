"""Connections from the gateway: how they open, agree on TLS or not, and end."""

from collections.abc import Generator

from . import words
from .stage import Link, Stage

PLANS = (
    (), (), ("agree",), ("agree",), ("agree",), ("agree",), ("trouble",), ("trouble",),
    ("trouble", "agree"), ("agree", "agree"),
)  # fmt: skip


def connect(stage: Stage) -> Generator[float, None, Link]:
    """Take an open connection or make one; it may turn out not to be `ready`."""
    if stage.open_links and stage.chance(0.4):
        link = stage.pick(stage.open_links)
        link.users += 1
        return link
    domain, ip = stage.pick(words.SERVERS)
    link = Link(stage.next_dcid(), ip)
    plan = stage.pick(PLANS)
    if plan and stage.chance(0.15):
        ACTS[plan[0]](stage, link)
        plan_left = plan[1:]
    else:
        plan_left = plan
    if plan or stage.chance(0.9):
        _open(stage, link)
    yield stage.number(0, 1)
    for step in plan_left:
        ACTS[step](stage, link)
        yield stage.number(0, 1)
    if stage.chance(0.04):
        stage.say("noted", f"DCID {link.dcid} {stage.pick(words.ON_DCID)}", dcid=link.dcid)
    gave_up = plan[-1:] == ("trouble",) and stage.chance(0.55)
    if gave_up or stage.chance(0.05):
        link.ready = False
        if not gave_up or stage.chance(0.3):
            _error(stage, link, domain)
    else:
        stage.open_links.append(link)
    return link


def leave(stage: Stage, link: Link) -> None:
    """Need the connection no longer; the last one to leave may close it."""
    link.users -= 1
    if link.users or (link.ready and stage.chance(0.5)):
        return
    if link in stage.open_links:
        stage.open_links.remove(link)
    dcid = link.dcid
    if stage.chance(0.15):
        _trouble(stage, link)
    way = stage.number(0, 19)
    if way == 0:
        stage.say("killed", f"SMTP client connection killed DCID: {dcid}", dcid=dcid)
    elif way == 1:
        text = f"Mail delivery client with DCID {dcid} exited due to the maximum concurrency "
        stage.say("killed", text + "configuration.", dcid=dcid)
    elif way > 3:
        stage.say("closed", f"DCID {dcid} close", dcid=dcid)


def _open(stage: Stage, link: Link) -> None:
    interface = stage.pick(words.OUR_INTERFACES)[stage.number(0, 1)]
    text = f"New SMTP DCID {link.dcid} interface {interface} address {link.ip}"
    port = stage.pick((25, 25, 587, None))
    stage.say(
        "opened_delivery", text + (f" port {port}" if port else ""), dcid=link.dcid,
        facts={"interface": interface, "remote_ip": link.ip, "port": port},
    )  # fmt: skip


def _agree(stage: Stage, link: Link) -> None:
    protocol, cipher = stage.pick(words.SESSIONS)
    peer, (domain, _) = stage.pick(words.PEERS), stage.pick(words.SERVERS)
    session = f" protocol {protocol} cipher {cipher}"
    told = {"tls_protocol": protocol, "tls_cipher": cipher}
    tail, facts = stage.pick(
        (
            (f" CN: <{peer}>", {"tls_peer": peer}),
            (f" CN={peer}", {"tls_peer": peer}),
            (f"{session} CN={peer}", {**told, "tls_peer": peer}),
            (f"{session} for {domain}", {**told, "tls_domain": domain}),
            (f"{session} ", told),
            (session, told),
            (session, told),
            ("", {}),
        )
    )
    stage.say("tls_success", f"DCID {link.dcid} TLS success{tail}", dcid=link.dcid, facts=facts)


def _trouble(stage: Stage, link: Link) -> None:
    reason = stage.pick(words.REASONS)
    ip = f"IP {link.ip} "
    tail, facts = stage.pick(
        (
            (f"TLS failed: {reason}", {"tls_reason": reason}),
            (f"{ip}TLS failed: {reason}", {"tls_reason": reason, "remote_ip": link.ip}),
            (ip + words.NOT_AGREED, {"tls_reason": words.NOT_AGREED, "remote_ip": link.ip}),
            (words.NOT_OFFERED, {"tls_reason": words.NOT_OFFERED}),
            ("TLS failed", {}),
        )
    )
    stage.say("tls_failed", f"DCID {link.dcid} {tail}", dcid=link.dcid, facts=facts)


def _error(stage: Stage, link: Link, domain: str) -> None:
    detail = stage.pick(words.ERRORS)
    colon = stage.pick(("", ":"))
    text, port = stage.pick(
        (
            (f"DCID{colon} {link.dcid} domain: {domain} IP: {link.ip} port: 25 {detail}", 25),
            (f"DCID: {link.dcid} IP: {link.ip} {detail}", None),
            (
                f"connection timed out DCID: {link.dcid} IP: {link.ip} "
                "details: timeout interface: 192.0.2.10",
                None,
            ),
        )
    )
    stage.say(
        "connection_error", f"Connection Error: {text}", dcid=link.dcid,
        facts={"error": text, "remote_ip": link.ip, "port": port},
    )  # fmt: skip


ACTS = {"agree": _agree, "trouble": _trouble}
