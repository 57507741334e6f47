"""A made-up message and how one is thought up: who writes, to whom, about what."""

from dataclasses import dataclass, replace

from .gateway import Gateway
from .partners import OURS, PARTNERS, Partner
from .vocabulary import (
    ATTACHMENTS,
    NEWSLETTERS,
    OFFICES,
    PEOPLE,
    ROBOTS,
    SPAM_SUBJECTS,
    SUBJECTS,
)


@dataclass(slots=True)
class Mail:
    """A message inside the gateway.

    `nature` says what the scanners will find; `open` counts the recipients not yet settled.
    """

    mid: int
    sender: str
    recipients: list[str]
    subject: str
    size: int
    outbound: bool
    nature: str = "clean"
    attachments: tuple[str, ...] = ()
    open: int = 0

    def __post_init__(self) -> None:
        self.open = len(self.recipients)

    def heir(self, mid: int, recipients: list[str] | None = None) -> "Mail":
        """The message that this one becomes when it is split or rewritten."""
        return replace(self, mid=mid, recipients=recipients or self.recipients)


def inbound_mail(gateway: Gateway, partner: Partner, nature: str) -> Mail:
    """A message from outside to one or several of ours; its MID is still to be given."""
    subjects = {"clean": SUBJECTS, "policy": SUBJECTS, "bulk": NEWSLETTERS}
    names = ROBOTS if nature == "bulk" else PEOPLE
    return Mail(
        mid=0,
        sender=f"{gateway.pick(names)}@{partner.domain}",
        recipients=_several(gateway, OURS, 1 if nature == "bulk" else _crowd(gateway)),
        subject=_filled(gateway, gateway.pick(subjects.get(nature, SPAM_SUBJECTS))),
        size=_size(gateway),
        outbound=False,
        nature=nature,
        attachments=_attachments(gateway, nature),
    )


def outbound_mail(gateway: Gateway) -> Mail:
    """A message from one of ours to one or several outside; its MID is still to be given."""
    main = gateway.pick(PARTNERS).domain
    domains = (main,) if gateway.chance(0.85) else (main, gateway.pick(PARTNERS).domain)
    return Mail(
        mid=0,
        sender=f"{gateway.pick(PEOPLE)}@{gateway.pick(OURS)}",
        recipients=_several(gateway, domains, max(len(domains), _crowd(gateway))),
        subject=_filled(gateway, gateway.pick(SUBJECTS)),
        size=_size(gateway),
        outbound=True,
        nature="policy" if gateway.chance(0.02) else "clean",
        attachments=_attachments(gateway, "clean"),
    )


def _crowd(gateway: Gateway) -> int:
    if gateway.chance(0.75):
        return 1
    return gateway.number(2, 4) if gateway.chance(0.85) else gateway.number(5, 12)


def _several(gateway: Gateway, domains: tuple[str, ...], count: int) -> list[str]:
    addresses = {
        f"{gateway.pick(OFFICES if gateway.chance(0.15) else PEOPLE)}"
        f"@{domains[place % len(domains)]}": None
        for place in range(count)
    }
    return list(addresses)


def _size(gateway: Gateway) -> int:
    return int(900 + gateway.dice.paretovariate(0.9) * 2500) % 24_000_000


def _filled(gateway: Gateway, text: str) -> str:
    return text.replace("#", str(gateway.number(3, 9000)), 1) if "#" in text else text


def _attachments(gateway: Gateway, nature: str) -> tuple[str, ...]:
    if nature in ("virus", "malware", "policy"):
        return (_filled(gateway, gateway.pick(("invoice_#.exe", "scan#.docm", "payslip.html"))),)
    if nature == "clean" and gateway.chance(0.25):
        count = gateway.number(1, 4)
        return tuple(_filled(gateway, gateway.pick(ATTACHMENTS)) for _ in range(count))
    return ()
