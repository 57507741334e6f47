"""Who connects to the gateway and when: the rhythm of the day, and the lines nobody asked for."""

from .gateway import Gateway, Process
from .mail import inbound_mail, outbound_mail
from .partners import BULK_SENDERS, MAIL_SERVER, PARTNERS, STRANGERS
from .receiving import (
    Caller,
    converse,
    refuse,
    reject_late,
    submit,
    vanish,
)

RHYTHM = (
    0.25, 0.2, 0.2, 0.2, 0.25, 0.4, 0.7, 1.3, 2.1, 2.3, 2.2, 1.9,
    1.4, 1.9, 2.1, 1.9, 1.6, 1.2, 0.7, 0.5, 0.4, 0.35, 0.3, 0.3,
)  # fmt: skip
"""How busy each hour of the day is; 1 is the mean."""

NATURES = ("clean",) * 20 + ("marked", "policy", "virus", "malware", "outbreak")
SPAM_NATURES = ("spam",) * 5 + ("suspect",) * 3 + ("virus",)

HOUSEKEEPING = (
    "SenderBase upload: {number} hosts totaling {large} bytes",
    "CASE cache status: hits = {number}, misses = {large}, expires = 14",
    "Checkpoint Finished",
    "URL category definitions have changed. Please check and update your filters.",
    "graymail [CONFIG] Starting graymail configuration handler",
    "Scanning students.example.net with {number} msgs for expiration candidates.",
    "Done scanning students.example.net,  {number} msgs remain in queue.",
    "DNS Temporary Failure gone-away.example MX - ServFail",
    "A System/Warning alert was sent to postmaster@example.com with subject "
    '"Warning <System> mx1.example.com: MID {large} could not be scanned in time".',
    "Internal SMTP system successfully sent a message to postmaster@example.com with subject "
    "'Warning <System> mx1.example.com: TLS delivery to county-clinic.example failed'.",
)


def arrivals(gateway: Gateway, per_hour: float) -> Process:
    """Let connections come in all day long, `per_hour` in the mean, often a few at once."""
    while True:
        rate = per_hour * RHYTHM[gateway.hour()] / 3600
        yield gateway.dice.expovariate(rate)
        gateway.start(_arrival(gateway))
        if gateway.chance(0.2):
            for _ in range(gateway.number(2, 5)):
                gateway.start(_arrival(gateway), gateway.between(0.1, 9))


def rush(gateway: Gateway, count: int) -> Process:
    """Let `count` connections come within half a minute: an office opens."""
    for _ in range(count):
        gateway.start(_arrival(gateway), gateway.between(0, 30))
    yield 0


def housekeeping(gateway: Gateway) -> Process:
    """Write what the gateway says about itself, now and then."""
    while True:
        yield gateway.between(120, 1800)
        text = gateway.pick(HOUSEKEEPING)
        gateway.write(
            text.format(number=gateway.number(2, 900), large=gateway.number(20_000, 900_000))
        )


def _arrival(gateway: Gateway) -> Process:
    luck = gateway.dice.random()
    if luck < 0.40:
        return _from_partner(gateway)
    if luck < 0.72:
        count = 1 if gateway.chance(0.8) else gateway.number(2, 6)
        letters = [outbound_mail(gateway) for _ in range(count)]
        return converse(gateway, Caller(MAIL_SERVER, "Data 2", "192.0.2.11"), letters)
    if luck < 0.77:
        return submit(gateway, outbound_mail(gateway))
    return _from_stranger(gateway)


def _from_partner(gateway: Gateway) -> Process:
    place = gateway.number(0, len(PARTNERS))
    partner = PARTNERS[place]
    if place in BULK_SENDERS:
        letters = [inbound_mail(gateway, partner, "bulk") for _ in range(gateway.number(2, 13))]
    else:
        count = 1 if gateway.chance(0.85) else gateway.number(2, 4)
        letters = [inbound_mail(gateway, partner, gateway.pick(NATURES)) for _ in range(count)]
    return converse(gateway, Caller(partner), letters)


def _from_stranger(gateway: Gateway) -> Process:
    stranger = gateway.pick(STRANGERS)
    luck = gateway.dice.random()
    if luck < 0.3 and stranger.reputation.startswith("-"):
        return refuse(gateway, stranger)
    if luck < 0.4 and stranger.reputation.startswith("-"):
        return reject_late(gateway, stranger)
    if luck < 0.52:
        return vanish(gateway, stranger)
    letters = [inbound_mail(gateway, stranger, gateway.pick(SPAM_NATURES))]
    return converse(gateway, Caller(stranger), letters)
