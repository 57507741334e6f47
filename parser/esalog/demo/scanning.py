"""What the scanners say about a message, and what becomes of it afterwards."""

from collections.abc import Callable

from .delivering import deliver, hold_spam
from .gateway import Gateway, Process
from .mail import Mail
from .partners import ARCHIVE

INBOUND_CHECKS = (
    "MID {mid} SPF: helo identity postmaster@{domain} None",
    "MID {mid} using engine: SPF Verdict Cache using cached verdict",
    "MID {mid} SPF: mailfrom identity {sender} {spf}",
    "MID {mid} SPF: pra identity {sender} None headers from",
    "MID {mid} DKIM: {dkim}",
    "MID {mid} DMARC: Message from domain {domain}, DMARC {dmarc} "
    "(SPF aligned {aligned}, DKIM aligned {aligned})",
    "MID {mid} DMARC: Verification {verification}",
)
HONEST = {
    "spf": "Pass (v=spf1)", "dkim": "pass signature verified (d={domain} s=s1 i=@{domain})",
    "dmarc": "pass", "aligned": "True", "verification": "passed",
}  # fmt: skip
DOUBTFUL = {
    "spf": "SoftFail (v=spf1)", "dkim": "permfail body hash did not verify [final] (d={domain})",
    "dmarc": "fail", "aligned": "False", "verification": "failed",
}  # fmt: skip

BULK = {"bulk": "marketing_mail"}
SPAM = {"spam": "positive", "suspect": "suspect"}
POLICIES = ("DEFAULT", "DEFAULT", "DEFAULT", "Board and finance", "Laboratory")
GERMS = ("'Troj/DocDrop-TJ'", "'CXmail/RTF-D', 'Mal/Phish-A'", "'W97M/Downloader'")


def scan(gateway: Gateway, mail: Mail) -> Process:
    """Write the verdicts over several seconds, then let happen what they lead to."""
    mid = mail.mid
    table = "outbound" if mail.outbound else "inbound"
    policy = gateway.pick(POLICIES)
    gateway.write(
        f"MID {mid} matched all recipients for per-recipient policy {policy} in the {table} table"
    )
    if not mail.outbound:
        _authenticity(gateway, mail)
    yield gateway.between(0.1, 1.2)
    _content(gateway, mail)
    yield gateway.between(0.1, 2)
    _engines(gateway, mail)
    yield gateway.between(0.05, 0.8)
    yield from FATES.get(mail.nature, _pass_on)(gateway, mail)


def _authenticity(gateway: Gateway, mail: Mail) -> None:
    _, _, domain = mail.sender.partition("@")
    found = HONEST if mail.nature not in SPAM and gateway.chance(0.93) else DOUBTFUL
    words = {key: text.replace("{domain}", domain) for key, text in found.items()}
    for form in INBOUND_CHECKS:
        gateway.write(form.format(mid=mail.mid, domain=domain, sender=mail.sender, **words))


def _content(gateway: Gateway, mail: Mail) -> None:
    mid = mail.mid
    for name in mail.attachments:
        gateway.write(f"MID {mid} attachment '{name}'")
    if mail.outbound:
        gateway.write(f"MID {mid} DKIM: signing with example_com - matches {mail.sender}")
        gateway.write(f"MID {mid} DLP no violation")
    for place in range(0 if mail.outbound else gateway.number(0, 4)):
        gateway.write(
            f'MID {mid} URL https://t.bulkpost.example/c/{mid}-{place};u="1" has reputation '
            f"{gateway.number(-90, 80) / 10} matched Condition: URL Reputation Rule"
        )
    if mail.size > 100_000:
        gateway.write(f"MID {mid} Custom Log Entry: big-mail size={mail.size} [watch]")
    if gateway.chance(0.005):
        gateway.write(f"MID {mid} Sender insight: first contact, score {gateway.number(1, 99)}")
    if mail.size > 9_000_000:
        gateway.warn(f"MID {mid}, Message Scanning Problem: Size Limit Exceeded")


def _engines(gateway: Gateway, mail: Mail) -> None:
    mid, nature = mail.mid, mail.nature
    spam = SPAM.get(nature, "negative")
    if gateway.chance(0.1):
        gateway.write(f"MID {mid} using engine: CASE using cached verdict")
    gateway.write(f"MID {mid} interim verdict using engine: CASE spam {spam}")
    if not mail.outbound:
        gray = BULK.get(nature, "negative")
        gateway.write(f"MID {mid} interim verdict using engine: GRAYMAIL {gray}")
        gateway.write(f"MID {mid} using engine: GRAYMAIL {gray}")
    gateway.write(f"MID {mid} using engine: CASE spam {spam}")
    if nature == "spam":
        return
    viral = nature == "virus"
    gateway.write(f"MID {mid} interim AV verdict using McAfee CLEAN")
    gateway.write(f"MID {mid} interim AV verdict using Sophos {'VIRAL' if viral else 'CLEAN'}")
    verdict = f"positive {gateway.pick(GERMS)}" if viral else "negative"
    gateway.write(f"MID {mid} antivirus {verdict} ")
    if viral:
        return
    seen = "MALWARE" if nature == "malware" else "UNKNOWN" if mail.attachments else (
        "SKIPPED (no attachment in message)")  # fmt: skip
    gateway.write(f"MID {mid} AMP file reputation verdict : {seen}")
    if nature != "malware" and not mail.outbound:
        outbreak = "positive" if nature == "outbreak" else "negative"
        gateway.write(f"MID {mid} Outbreak Filters: verdict {outbreak}")


def _pass_on(gateway: Gateway, mail: Mail) -> Process:
    """Queue the message, perhaps after it was copied, split or rewritten."""
    luck = gateway.dice.random()
    if luck < 0.04:
        _copy(gateway, mail, "bcc filter 'Journal'", f"journal@{ARCHIVE.domain}")
    elif luck < 0.05:
        _copy(gateway, mail, "notify filter 'Large_mail'", "postmaster@example.com")
    elif luck < 0.2 and len(mail.recipients) > 1:
        _split(gateway, mail)
        return
    elif luck < 0.24:
        _rewrite(gateway, mail)
        return
    yield 0.1
    _queue(gateway, mail)


def _queue(gateway: Gateway, mail: Mail) -> None:
    gateway.write(f"MID {mail.mid} queued for delivery")
    gateway.start(deliver(gateway, mail), gateway.between(0.05, 0.5))


def _copy(gateway: Gateway, mail: Mail, agent: str, address: str) -> None:
    gateway.mid += 1
    mid = gateway.mid
    gateway.write(f"Start MID {mid} ICID 0")
    gateway.write(f"MID {mid} was generated based on MID {mail.mid} by {agent}")
    gateway.write(f"MID {mid} ICID 0 From: <{mail.sender}>")
    gateway.write(f"MID {mid} ICID 0 RID 0 To: <{address}>")
    gateway.write(f'MID {mid} Subject "{mail.subject}"')
    gateway.write(f"MID {mid} ready {mail.size} bytes from <{mail.sender}>")
    _queue(gateway, mail.heir(mid, [address]))


def _split(gateway: Gateway, mail: Mail) -> None:
    half = len(mail.recipients) // 2
    for part in (mail.recipients[:half], mail.recipients[half:]):
        gateway.mid += 1
        mid = gateway.mid
        gateway.write(
            f"MID {mail.mid} was split creating MID {mid} due to a per-recipient policy "
            f"{gateway.pick(POLICIES)} in the {'out' if mail.outbound else 'in'}bound table"
        )
        gateway.write(f"MID {mid} ICID 0 From: <{mail.sender}>")
        for rid, address in enumerate(part):
            gateway.write(f"MID {mid} ICID 0 RID {rid} To: <{address}>")
        child = mail.heir(mid, part)
        _engines(gateway, child)
        _queue(gateway, child)
    gateway.write(f"Message finished MID {mail.mid} done")


def _rewrite(gateway: Gateway, mail: Mail) -> None:
    gateway.mid += 1
    mid = gateway.mid
    agent = "add-footer filter 'Legal_notice'" if mail.outbound else (
        "url-reputation-defang-strip-action filter 'Defang_links'")  # fmt: skip
    gateway.write(f"MID {mail.mid} rewritten to MID {mid} by {agent}")
    gateway.write(f"Message finished MID {mail.mid} done")
    child = mail.heir(mid)
    _engines(gateway, child)
    _queue(gateway, child)


def _drop(gateway: Gateway, mail: Mail) -> Process:
    agent = {"spam": "CASE", "virus": "antivirus", "malware": "amp"}[mail.nature]
    gateway.write(f"Message aborted MID {mail.mid} Dropped by {agent}")
    gateway.write(f"Message finished MID {mail.mid} done")
    yield from ()


def _quarantine_spam(gateway: Gateway, mail: Mail) -> Process:
    gateway.write(f"ISQ: Tagging MID {mail.mid} for quarantine")
    gateway.write(f"MID {mail.mid} queued for delivery")
    yield 0.2
    yield from hold_spam(gateway, mail)


def _quarantine(gateway: Gateway, mail: Mail) -> Process:
    """Keep the message until somebody decides, perhaps not before the log ends."""
    mid = mail.mid
    name, why = {
        "outbreak": ("Outbreak", "Outbreak rule OUTBREAK_0047712"),
        "malware": ("File Analysis", "pending analysis"),
    }.get(mail.nature, ("Policy", "content filter:Macros_and_scripts"))
    gateway.write(f'MID {mid} quarantined to "{name}" ({why})')
    gateway.write(f"MID {mid} queued for delivery")
    yield gateway.between(1200, 50_000)
    if gateway.chance(0.65):
        gateway.write(f'MID {mid} released from quarantine "{name}" (manual) t=1200')
        gateway.write(f"MID {mid} released from all quarantines")
        _queue(gateway, mail)
    else:
        gateway.write(f'MID {mid} deleted from quarantine "{name}" (expired) t=1200')
        gateway.write(f"MID {mid} deleted from all quarantines")
        gateway.write(f"Message finished MID {mid} done")


FATES: dict[str, Callable[[Gateway, Mail], Process]] = {
    "spam": _drop,
    "virus": _drop,
    "malware": _drop,
    "suspect": _quarantine_spam,
    "policy": _quarantine,
    "outbreak": _quarantine,
}
