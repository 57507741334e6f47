"""Connections to the gateway: any order of TLS, mail and trouble, and any end."""

from . import words
from .fates import settle
from .mails import read_over_tls, receive
from .stage import Process, Stage

STEPS = ("mail",) * 5 + ("tls", "tls", "trouble", "login", "odd", "pause")
PLANS = (
    ("tls", "mail"),
    ("tls", "mail", "mail", "mail"),
    ("mail",),
    ("mail", "pause", "tls", "mail"),
    ("trouble", "mail"),
    ("trouble", "tls", "mail"),
    ("trouble",),
    ("tls", "mail", "trouble"),
    ("tls", "login", "mail"),
    (),
)


def call(stage: Stage) -> Process:
    """One connection to the gateway, from its beginning to its end, if it has one."""
    icid = stage.next_icid()
    ip = _open(stage, icid)
    yield stage.number(0, 2)
    plan = stage.pick(PLANS) if stage.chance(0.6) else _any_plan(stage)
    mids: list[int] = []
    for step in plan:
        if step == "mail":
            mid = yield from receive(stage, icid, settle)
            if not mid:
                return
            mids.append(mid)
            if stage.chance(0.08):
                read_over_tls(stage, stage.pick(mids), icid)
        else:
            ACTS[step](stage, icid)
        yield stage.number(0, 4) if step != "pause" else 30
    _end(stage, icid, ip)


def refuse(stage: Stage) -> Process:
    """A connection that the host access table refuses, with or without an ICID."""
    if stage.chance(0.3):
        stage.say("unnamed", "ICID 0 TCPREFUSE SG BLOCK-LIST match sbrs[-10.0:-1.0] SBRS -9.9")
        return
    icid = stage.next_icid()
    ip = _open(stage, icid, refused=True)
    yield 1
    if stage.chance(0.3):
        agree(stage, icid)
        yield 1
    if stage.chance(0.7):
        stage.say("closed", f"ICID {icid} close", icid=icid)
    del ip


def agree(stage: Stage, icid: int) -> None:
    """STARTTLS goes well."""
    protocol, cipher = stage.pick(words.SESSIONS)
    if stage.chance(0.15):
        stage.say("tls_success", f"ICID {icid} TLS success", icid=icid)
        return
    stage.say(
        "tls_success",
        f"ICID {icid} TLS success protocol {protocol} cipher {cipher}{stage.pick(('', ' '))}",
        icid=icid,
        facts={"tls_protocol": protocol, "tls_cipher": cipher},
    )


def _trouble(stage: Stage, icid: int) -> None:
    reason = stage.pick((None, words.NOT_BEGUN, *words.REASONS))
    if reason == words.NOT_BEGUN:
        text = f"ICID {icid} {reason}"
    else:
        text = f"ICID {icid} TLS failed" + (f": {reason}" if reason else "")
    stage.say("tls_failed", text, icid=icid, facts={"tls_reason": reason})


def _log_in(stage: Stage, icid: int) -> None:
    user = stage.pick(words.USERS)
    ok = stage.chance(0.7)
    colon = stage.pick((":", ":", ""))
    stage.say(
        "login" if ok else "noted",
        f"SMTP Auth{colon} (ICID {icid}) {'succeeded' if ok else 'failed'} for user: {user} "
        "using AUTH mechanism: PLAIN with profile: In",
        icid=icid,
        facts={"auth_user": user},
    )


def _odd(stage: Stage, icid: int) -> None:
    stage.say("noted", f"ICID {icid} {stage.pick(words.ON_ICID)}", icid=icid)


def _pause(stage: Stage, icid: int) -> None:
    if stage.chance(0.3):
        stage.say("unnamed", stage.pick(words.UNNAMED))


ACTS = {"tls": agree, "trouble": _trouble, "login": _log_in, "odd": _odd, "pause": _pause}


def _any_plan(stage: Stage) -> tuple[str, ...]:
    return tuple(stage.pick(STEPS) for _ in range(stage.number(0, 6)))


def _open(stage: Stage, icid: int, refused: bool = False) -> str:
    rule_first = stage.chance(0.12)
    has_rule = stage.chance(0.9) or refused
    if has_rule and rule_first:
        _rule(stage, icid, refused, is_first=True)
    interface, our_ip = stage.pick(words.OUR_INTERFACES)
    host, ip = stage.pick(words.HOSTS)
    facts = {
        "interface": interface, "interface_ip": our_ip, "remote_ip": ip,
        "remote_host": host, "verified": stage.chance(0.6),
    }  # fmt: skip
    word = stage.pick(("New SMTP ICID", "New SMTP ICID", "New smtp ICID"))
    if stage.chance(0.12):
        text = f"{word} {icid} interface {interface} address {ip}"
        facts |= {"interface_ip": None, "remote_host": None, "verified": None}
    else:
        text = (
            f"{word} {icid} {stage.pick(('interface', 'Interface'))} {interface} ({our_ip}) "
            f"address {ip} reverse dns host {stage.pick(('', '', ' '))}{host} "
            f"verified {'yes' if facts['verified'] else 'no'}"
        )
    stage.say("opened", text, icid=icid, facts=facts)
    if has_rule and not rule_first:
        _rule(stage, icid, refused)
    return ip


def _rule(stage: Stage, icid: int, refused: bool, is_first: bool = False) -> None:
    if refused and not is_first and stage.chance(0.3):
        stage.say(
            "rejected_later",
            f"ICID {icid} Delayed HAT REJECT continuing session for recipient logging "
            "(198.51.100.4)",
            icid=icid,
        )
        return
    score, country = stage.pick(words.SCORES), stage.pick(words.COUNTRIES)
    if not refused and stage.chance(0.1):
        stage.say("hat", f"ICID {icid} SBRS {score}", icid=icid, facts={"sbrs": score})
        return
    rule = stage.pick(words.REFUSALS if refused else words.RULES)
    group, match = stage.pick(words.GROUPS), stage.pick(words.MATCHES)
    facts: dict[str, str | None] = {"access_rule": rule, "sender_group": group}
    text = f"ICID {icid} {rule} SG {group}"
    kind = stage.number(0, 9)
    if kind > 0:
        text += f" match {match}"
        facts["match"] = match or None
    if kind != 1:
        text += f" SBRS {score}"
        facts["sbrs"] = score
        if kind > 4:
            text += f" country {country}"
            facts["country"] = country
    stage.say("hat", text, icid=icid, facts=facts)


def _end(stage: Stage, icid: int, ip: str) -> None:
    way = stage.number(0, 11)
    if way == 0:
        return
    if way == 1:
        stage.say("killed", f"SMTP server connection killed ICID: {icid}", icid=icid)
        return
    if way == 2:
        stage.say(
            "located",
            f"ICID {icid} Connection from {ip} on interface Data 1 (192.0.2.10) lost after "
            "139 seconds (DNS query took 2 seconds), before any commands were received",
            icid=icid,
            facts={"remote_ip": ip},
        )
        return
    if way == 3:
        stage.say(
            "located",
            f"ICID {icid} disconnected address {ip}, no messages injected within timeout period",
            icid=icid,
            facts={"remote_ip": ip},
        )
    if way in (4, 5):
        stage.say("lost", f"ICID {icid} lost", icid=icid)
    if way != 5:
        stage.say("closed", f"ICID {icid} close", icid=icid)
