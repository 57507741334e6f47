"""Lines of a message: receiving it, its envelope and headers, and one message becoming another.

Sections D and G of the catalogue. What a stranger writes here: addresses, subject, Message-ID,
HELO, headers. In section G `mid` is the new message and `other` the old one.
"""

from esalog.grammar.form import MAX_DIGITS, Form

_ID = rf"[0-9]{{1,{MAX_DIGITS}}}"
"""A number that stands behind free text, so that no head can hold it."""

FORMS = (
    Form(
        id="D1",
        event="started",
        heads=("Start MID {mid} ICID {icid}",),
        example="Start MID 26 ICID 8",
        more=("Start MID 27 ICID 0",),
        meaning="A message begins; ICID 0 means that the gateway made it itself.",
    ),
    Form(
        id="D2",
        event="started",
        heads=(r"Start MID {mid} ICID {icid} \(ISQ Notification\)",),
        example="Start MID 26 ICID 0 (ISQ Notification)",
        meaning="The gateway begins a notice about a person's quarantined mail.",
    ),
    Form(
        id="D3",
        event="sender",
        heads=("MID {mid} ICID {icid} From:",),
        rest=r"(?P<sender>.*)",
        example="MID 26 ICID 8 From: <ann@example.com>",
        more=("MID 27 ICID 8 From: <>", "MID 28 ICID 8 From: bob@example.net"),
        meaning="The envelope sender of the message; empty for bounces.",
    ),
    Form(
        id="D4",
        event="recipient",
        heads=("MID {mid} ICID {icid} RID {rid} To:",),
        rest=r"(?P<address>.*)",
        example="MID 26 ICID 8 RID 0 To: <carl@example.org>",
        more=("MID 26 ICID 0 RID 17 To: dora@example.org",),
        meaning="An envelope recipient of the message, and its number.",
    ),
    Form(
        id="D5",
        event="noted",
        heads=("MID {mid} ICID {icid} To:",),
        rest=r"(?P<refused_recipient>.*) Rejected by (?P<rejected_by>.*)",
        example="MID 26 ICID 8 To: <nobody@example.org> Rejected by RAT",
        more=("MID 26 ICID 8 To: <eve@example.org> Rejected by Receiving Control",),
        meaning="A recipient was refused, so it has no number.",
    ),
    Form(
        id="D6",
        event="noted",
        heads=("MID {mid} ICID {icid} invalid bounce,",),
        rest=r"(?P<finding>.*)",
        example=(
            "MID 26 ICID 8 invalid bounce, rcpt address <carl@example.org> rejected by "
            "bounce verification."
        ),
        more=("MID 27 ICID 8 invalid bounce, tagging",),
        meaning="A bounce came in for mail that this gateway never sent.",
    ),
    Form(
        id="D7",
        event="message_id",
        heads=("MID {mid} Message-ID",),
        rest=r"(?P<message_id>.*)",
        example="MID 26 Message-ID '<a1.b2@mail.example.com>'",
        more=(
            'MID 27 Message-ID "<a\'b.3@mail.example.com>"',
            "MID 28 Message-ID '20250311054101.7@gateway'",
        ),
        meaning="The Message-ID header of the message.",
    ),
    Form(
        id="D8",
        event="subject",
        heads=("MID {mid} Subject",),
        rest=r"(?P<subject>.*)",
        example="MID 26 Subject 'Lunch on Friday'",
        more=('MID 27 Subject "Lunch on Monday"', r"MID 28 Subject Re: lunch\r\n (in town)"),
        meaning="The subject of the message.",
        covers=("D9", "D10"),
    ),
    Form(
        id="D11",
        event="ready",
        heads=("MID {mid} ready",),
        rest=r"(?P<size>[0-9]+) bytes from ?(?P<sender>.*)",
        example="MID 26 ready 2150 bytes from <ann@example.com>",
        more=("MID 27 ready 90 bytes from bob@example.net",),
        meaning="The whole message has arrived.",
    ),
    Form(
        id="D12",
        event="policy",
        heads=("MID {mid} matched all recipients for per-recipient policy",),
        rest=r"(?P<policy>.*?)(?: in the (?P<direction>inbound|outbound) table)?",
        example=(
            "MID 26 matched all recipients for per-recipient policy Sales Team in the inbound table"
        ),
        more=("MID 27 matched all recipients for per-recipient policy DEFAULT",),
        meaning="The mail policy that the message falls under; the table tells its direction.",
    ),
    Form(
        id="D13",
        event="aborted",
        heads=("Message aborted MID {mid}",),
        rest=r"(?P<detail>.*)",
        example="Message aborted MID 26 Receiving aborted by sender",
        more=(
            "Message aborted MID 27 Receiving aborted",
            "Message aborted MID 28 Injection aborted",
        ),
        meaning="The message was given up.",
    ),
    Form(
        id="D14",
        event="finished",
        heads=("Message finished MID {mid}",),
        rest=r"(?P<detail>.*)",
        example="Message finished MID 26 done",
        more=("Message finished MID 27 aborted",),
        meaning="The gateway is done with the message under this number.",
        covers=("H8",),
    ),
    Form(
        id="D15",
        event="enveloped",
        heads=("MID {mid} From:",),
        # Here the gateway chooses the sender, while the recipient may be a stranger's address.
        rest=r"(?P<sender>.*?) To: (?P<to>.*?)(?:, \.\.\. (?P<total>[0-9]+) total recipients)?",
        example="MID 26 From: <> To: <ann@example.com>, ... 1 total recipients",
        meaning="The envelope of a message that the gateway made itself.",
    ),
    Form(
        id="D16",
        event="noted",
        heads=("MID {mid} SDR: Domains for which SDR is requested:",),
        rest=(
            r"reverse DNS host: (?P<reverse_dns>.*), helo: (?P<helo>.*), "
            r"env-from: (?P<env_from>.*), header-from: (?P<header_from>.*), "
            r"reply-to: (?P<reply_to>.*)"
        ),
        example=(
            "MID 26 SDR: Domains for which SDR is requested: reverse DNS host: mail.example.com, "
            "helo: mail.example.com, env-from: example.com, header-from: Not Present, "
            "reply-to: Not Present"
        ),
        meaning="The domains whose reputation the gateway asks for.",
    ),
    Form(
        id="D17",
        event="noted",
        heads=("MID {mid} SDR: Consolidated Sender Threat Level:",),
        rest=r"(?P<threat_level>.*?), Threat Category: (?P<finding>.*)",
        example=(
            "MID 26 SDR: Consolidated Sender Threat Level: Neutral, Threat Category: N/A, "
            "Suspected Domain(s) : N/A (other reasons for verdict). "
            "Sender Maturity: 30 days (or greater) for domain: mail.example.com"
        ),
        meaning="How dangerous the sender's domains are held to be (version 14 and later).",
    ),
    Form(
        id="D18",
        event="noted",
        heads=("MID {mid} SDR: Consolidated Sender Reputation:",),
        rest=r"(?P<reputation>.*?), Threat Category: (?P<finding>.*)",
        example=(
            "MID 26 SDR: Consolidated Sender Reputation: Weak, Threat Category: N/A, "
            "Youngest Domain Age: 9 years 2 days for domain: mail.example.com"
        ),
        meaning="The reputation of the sender's domains (versions 12 and 13).",
    ),
    Form(
        id="D19",
        event="noted",
        heads=("MID {mid} SDR: Message was not scanned for Sender Domain Reputation.",),
        rest=r"(?:Reason: )?(?P<reason>.*)",
        example=(
            "MID 26 SDR: Message was not scanned for Sender Domain Reputation. "
            "Reason: Unknown error."
        ),
        meaning="The reputation of the sender's domains could not be asked for.",
    ),
    Form(
        id="D20",
        event="noted",
        heads=("MID {mid} SDR: Tracker Header :",),
        rest=r"(?P<tracker>.*)",
        example="MID 26 SDR: Tracker Header : 4fe1aa02_c3RvcnkgdGltZQ==",
        meaning="A mark by which the vendor finds its reputation query again.",
    ),
    Form(
        id="D21",
        event="tls_read",
        heads=("MID {mid} ICID {icid} TLS read",),
        rest=r"(?P<bytes>[0-9]+) bytes .*",
        example="MID 26 ICID 8 TLS read 733 bytes (0.1 seconds)",
        meaning="A part of this message has just been read from an encrypted connection.",
        covers=("E7",),
    ),
    Form(
        id="D22",
        event="noted",
        heads=("MID {mid} masquerading (header|envelope sender)",),
        rest=r"(?P<change>.*)",
        example="MID 26 masquerading header 'To' from 'ANN' to 'ann@example.com'",
        more=("MID 27 masquerading envelope sender from 'BOB' to 'bob@example.net'",),
        meaning="The gateway rewrote an address in the message.",
    ),
    Form(
        id="D23a",
        event="",
        heads=("Alias match: recipient",),
        rest=r"(?P<change>.*)",
        example="Alias match: recipient all@example.org mapped to ['carl@example.org']",
        meaning="The alias table turned a recipient into others; older versions name no message.",
    ),
    Form(
        id="D23b",
        event="noted",
        heads=("Alias match: MID {mid} RID {rid} recipient",),
        rest=r"(?P<change>.*)",
        example="Alias match: MID 26 RID 0 recipient all@example.org mapped to ['x@example.org']",
        meaning="The alias table turned a recipient into others.",
    ),
    Form(
        id="D24a",
        event="noted",
        heads=("Global unsubscribe matched entry",),
        rest=(
            rf"(?P<matched_entry>\S+) MID:? (?P<mid>{_ID}) RID:? (?P<rid>{_ID}) "
            r"Address:? (?P<unsubscribed>.*)"
        ),
        example=(
            "Global unsubscribe matched entry @example.org MID: 26 RID: 0 Address: carl@example.org"
        ),
        meaning="A recipient is on the list of those who want no mail; older wording.",
        strict=True,
    ),
    Form(
        id="D24b",
        event="noted",
        heads=("MID {mid} Global unsubscribe matched entry",),
        rest=rf"(?P<matched_entry>\S+) RID (?P<rid>{_ID}) Address (?P<unsubscribed>.*)",
        example=(
            "MID 26 Global unsubscribe matched entry carl@ RID 0 Address carl@example.org "
            "Action bounced"
        ),
        meaning="A recipient is on the list of those who want no mail.",
    ),
    Form(
        id="G1",
        event="split",
        heads=("MID {other} was split creating MID {mid} due to",),
        rest=r"(?:a )?(?P<cause>.*)",
        example="MID 26 was split creating MID 27 due to a per-recipient policy Sales Team",
        more=(
            "MID 26 was split creating MID 28 due to a SL/BL configuration for following "
            "recipients: carl@example.org, dora@example.org",
        ),
        meaning="Some recipients now belong to a new message, because they are treated otherwise.",
    ),
    Form(
        id="G2",
        event="rewritten",
        heads=("MID {other} rewritten to {mid} by",),
        rest=r"(?P<agent>.*?)(?: filter '(?P<filter>.*)')?",
        example="MID 26 rewritten to 27 by antispam",
        more=("MID 28 rewritten to 29 by alt-rcpt-to-filter filter 'to_archive'",),
        meaning="The message goes on under a new number, after a change; older wording.",
    ),
    Form(
        id="G3",
        event="rewritten",
        heads=("MID {other} rewritten to MID {mid} by",),
        rest=r"(?P<agent>.*?)(?: filter '(?P<filter>.*)')?",
        example="MID 26 rewritten to MID 27 by add-footer filter 'Disclaimer'",
        more=("MID 28 rewritten to MID 29 by LDAP rewrite",),
        meaning="The message goes on under a new number, after a change.",
    ),
    Form(
        id="G4",
        event="generated",
        heads=("MID {mid} (|was )generated based on MID {other} by",),
        rest=r"(?P<agent>.*?)(?: filter '(?P<filter>.*)')?",
        example="MID 27 was generated based on MID 26 by bcc filter 'Archive'",
        more=(
            "MID 28 generated based on MID 26 by notify filter 'Tell_Admin'",
            "MID 29 was generated based on MID 26 by antivirus",
        ),
        meaning="The gateway made a copy or a notice of a message.",
    ),
    Form(
        id="G5",
        event="bounce",
        heads=("MID {mid} (|was )generated for bounce of MID {other}",),
        example="MID 27 was generated for bounce of MID 26",
        more=("MID 28 generated for bounce of MID 26",),
        meaning="The gateway made a bounce that tells the sender of a failure.",
    ),
    Form(
        id="G6",
        event="noted",
        heads=("MID {mid} could not be split",),
        example="MID 26 could not be split",
        meaning="The message should have been split by recipient, which was not possible.",
    ),
    Form(
        id="G7",
        event="reinjected",
        heads=("(EUQ|ISQ): Reinjected MID {other} as MID {mid}",),
        example="ISQ: Reinjected MID 26 as MID 27",
        more=("EUQ: Reinjected MID 28 as MID 29",),
        meaning="A message came back from the spam quarantine under a new number.",
    ),
    Form(
        id="G8",
        event="noted",
        heads=("MID {mid} (|was )received from the SMA",),
        rest=(
            r"(?P<manager>\S+) \(MID originally (?P<foreign_mid>[0-9]+)\) on release from "
            r"(?P<released_from>.*)"
        ),
        example=(
            "MID 26 received from the SMA sma.example.com (MID originally 907) on release from "
            "Spam Quarantine"
        ),
        meaning="A message came back from another appliance, where it had a number of its own.",
    ),
)
