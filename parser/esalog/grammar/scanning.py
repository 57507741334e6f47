"""Lines of the checks and filters that look into a message, and of what they do with it.

Section F of the catalogue from F11. What a stranger writes here: attachment names, URLs, header
addresses, and whatever of a message a filter copies into the log.
"""

from esalog.grammar.form import MAX_DIGITS, Form

_ID = rf"[0-9]{{1,{MAX_DIGITS}}}"
"""A number that stands behind free text, so that no head can hold it."""

FORMS = (
    Form(
        id="F11a",
        event="attachment",
        heads=("MID {mid} attachment ^('|\")",),
        rest=r"(?P<attachment>.*)",
        example="MID 26 attachment 'minutes=20of=20may.pdf'",
        more=('MID 27 attachment "ann\'s list.txt"',),
        meaning="The name of an attached file.",
    ),
    Form(
        id="F11b",
        event="noted",
        heads=("MID {mid} attachment types",),
        rest=r"(?P<types>.*)",
        example="MID 26 attachment types zip",
        meaning="The kinds of the attached files, as version 4 prints them.",
    ),
    Form(
        id="F12",
        event="noted",
        heads=("MID {mid} SPF:",),
        rest=r"(?P<scope>\S+) identity (?P<identity>.*) (?P<spf>\w+)(?: \(v=spf1\))?",
        example="MID 26 SPF: mailfrom identity ann@example.com Pass (v=spf1)",
        more=("MID 27 SPF: helo identity postmaster None",),
        meaning="Whether the sender's domain allows this host to send.",
    ),
    Form(
        id="F13a",
        event="noted",
        heads=("MID {mid} DKIM:",),
        rest=r"(?P<finding>.*)",
        example="MID 26 DKIM: pass signature verified (d=example.com s=mail i=@example.com)",
        more=(
            "MID 27 DKIM: permfail body hash did not verify [final] (d=example.com s=a i=@b)",
            "MID 28 DKIM: cannot sign - no profile matches ann@example.com",
        ),
        meaning="Whether the DKIM signature of the message is good, or how it was signed.",
    ),
    Form(
        id="F13b",
        event="",
        heads=("DKIM: signing context",),
        rest=r"(?P<finding>.*)",
        example="DKIM: signing context (profile - ) : relaxed",
        meaning="A detail of signing, at level Trace.",
    ),
    Form(
        id="F14a",
        event="noted",
        heads=("MID {mid} DomainKeys:",),
        rest=r"(?P<finding>.*)",
        example="MID 26 DomainKeys: cannot sign - no profile matches ann@example.com",
        more=("MID 27 DomainKeys: signing with main - matches ann@example.com",),
        meaning="How the message was signed by DomainKeys.",
    ),
    Form(
        id="F14b",
        event="noted",
        heads=(
            "MID {mid} (verified good|verified bad|no signature|no key|bad record format|"
            "domain mismatch|wrong key type) (Sender:|From:)",
            "MID {mid} query timeout, (deferred|failed verify) (Sender:|From:)",
        ),
        rest=r"(?P<identity>.*)",
        example="MID 26 verified good From: ann@example.com",
        more=("MID 27 query timeout, deferred Sender: ann@example.com",),
        meaning="Whether the DomainKeys signature of the message is good.",
    ),
    Form(
        id="F15",
        event="noted",
        heads=("MID {mid} DMARC:",),
        rest=r"(?P<finding>.*)",
        example="MID 26 DMARC: Verification passed",
        more=(
            "MID 27 DMARC: Message from domain example.com, DMARC fail (SPF aligned False, "
            "DKIM aligned False)",
        ),
        meaning="Whether the message keeps what the sender's domain promises.",
    ),
    Form(
        id="F16",
        event="noted",
        heads=("MID {mid} DLP (violation|no violation)",),
        rest=r"(?:\. )?(?P<finding>.*)",
        example=(
            "MID 26 DLP violation. Severity: LOW (Risk Factor: 12). DLP policy match: 'Cards'."
        ),
        more=("MID 27 DLP violation", "MID 28 DLP no violation"),
        meaning="Whether the message holds what must not leave the house.",
    ),
    Form(
        id="F17",
        event="noted",
        heads=("MID {mid} URL", "MID {mid} Message was not scanned for URL"),
        rest=r"(?P<finding>.*)",
        example=(
            "MID 26 URL http://www.example.net/a has reputation -6.2 matched Condition: "
            "URL Reputation Rule"
        ),
        more=("MID 27 Message was not scanned for URL reputation. Reason: no answer",),
        meaning="What is known of a link in the message, and what was done with it.",
    ),
    Form(
        id="F18",
        event="noted",
        heads=("MID {mid} not completely scanned by SDS.",),
        rest=r"(?:Error: )?(?P<reason>.*)",
        example="MID 26 not completely scanned by SDS. Error: The number of URLs is too high.",
        meaning="Not every link of the message was looked at.",
    ),
    Form(
        id="F19",
        event="noted",
        heads=("MID {mid} Custom Log Entry:",),
        rest=r"(?P<entry>.*)",
        example="MID 26 Custom Log Entry: invoice filter saw 'total due'",
        meaning="A filter of the admin wrote this; it may hold text of the message.",
    ),
    Form(
        id="F20",
        event="disposed",
        heads=(
            "MID {mid} was ^(dropped|bounced) by",
            "MID {mid} ^(Dropped|Bounced) by content filter",
        ),
        rest=r"(?P<detail>.*)",
        example="MID 26 was dropped by content filter 'No_Games' in the inbound table",
        more=(
            "MID 27 was bounced by policy Sales Team in the outbound table",
            "MID 28 Dropped by content filter 'No_Games' in the inbound table",
        ),
        meaning="A filter or a policy ended the message.",
    ),
    Form(
        id="F21",
        event="aborted",
        heads=("Message aborted MID {mid} ^(Dropped|Bounced) by",),
        rest=r"(?P<detail>.*)",
        example="Message aborted MID 26 Dropped by CASE",
        more=(
            "Message aborted MID 27 Dropped by filter 'No_Games'",
            "Message aborted MID 28 Bounced by content filter 'No_Games' in the inbound table",
        ),
        meaning="An engine or a filter ended the message.",
    ),
    Form(
        id="F22",
        event="queued",
        heads=("MID {mid} queued for delivery",),
        example="MID 26 queued for delivery",
        meaning="The message has passed all checks and waits to be delivered.",
    ),
    Form(
        id="F23",
        event="noted",
        heads=(
            "MID {mid}, Message Scanning Problem:",
            "MID {mid}: scanning error",
            "MID {mid} was marked unscannable due to",
        ),
        rest=r"(?P<reason>.*)",
        example="MID 26, Message Scanning Problem: Size Limit Exceeded",
        more=(
            "MID 27: scanning error (name='plan.docx', type=document/docx): request failed",
            "MID 28 was marked unscannable due to extraction failures. Reason: Broken archive.",
        ),
        meaning="The content of the message could not be looked at completely.",
    ),
    Form(
        id="F24",
        event="noted",
        heads=(
            "MID {mid} Could not convert character set:",
            "MID {mid} CASE sent a poorly formatted response:",
        ),
        rest=r"(?P<reason>.*)",
        example="MID 26 Could not convert character set: 136",
        more=("MID 27 CASE sent a poorly formatted response: <<?>>...",),
        meaning="Something in the message was not understood.",
    ),
    Form(
        id="F25a",
        event="noted",
        heads=("LDAP: (Accepted|Bounce|Drop|Reroute|Mailhost|Masquerade|Group|No Match) query",),
        # The name of a query has no blanks, so the first number is the appliance's.
        rest=(
            rf"(?P<query>\S+) (?:MID (?P<mid>{_ID}) RID (?P<rid>{_ID}) )?"
            r"address (?P<asked_address>.*)"
        ),
        example=(
            "LDAP: Reroute query staff.routing MID 26 RID 0 address carl@example.org "
            "to [('carl@mail.example.org', '')]"
        ),
        more=("LDAP: Accepted query staff.accept address carl@example.org",),
        meaning="The directory was asked about a recipient.",
        strict=True,
    ),
    Form(
        id="F25b",
        event="noted",
        heads=("LDAP: unable to process, MID {mid}", "LDAP: unable to process, bouncing"),
        rest=r"(?P<outcome>.*)",
        example="LDAP: unable to process, MID 26 requeued",
        more=(
            "LDAP: unable to process, MID 27 bouncing recipients",
            "LDAP: unable to process, bouncing recipients",
        ),
        meaning="The directory did not answer, so the message has to wait or goes back.",
    ),
    Form(
        id="F25c",
        event="",
        heads=("LDAP (Accepted|Bounce|Drop|Reroute|Mailhost|Masquerade|Group|No Match): query",),
        rest=r"(?P<query>\S+) address (?P<asked_address>.*)",
        example="LDAP Reroute: query staff.routing address carl@example.org to mail.example.org",
        meaning="The directory was asked about a recipient; older versions name no message.",
    ),
    Form(
        id="F25d",
        event="noted",
        heads=("MID {mid} LDAP",),
        rest=r"(?P<finding>.*)",
        example="MID 26 LDAP: Drop query staff.accept address carl@example.org",
        meaning="The directory was asked about the message.",
    ),
    Form(
        id="F26",
        event="noted",
        heads=("MID {mid} mail headers enqueued for forwarding to",),
        rest=r"(?P<service>.*)",
        example=(
            "MID 26 mail headers enqueued for forwarding to Cisco Advanced Phishing Protection "
            "Cloud Service"
        ),
        meaning="The headers of the message are sent to a cloud service of the vendor.",
    ),
    Form(
        id="F27",
        event="noted",
        heads=("Message {mid} was (initiated for|processed with)",),
        rest=r"(?P<remedy>.*)",
        example=(
            "Message 26 was initiated for 'Delete' remedial action by 'admin' from source "
            "'Message Tracking' in batch 'week 11'."
        ),
        more=(
            "Message 27 was processed with 'Delete' remedial action for recipient "
            "'carl@example.org' in batch 'week 11'. Remediation status: Success.",
        ),
        meaning="Someone has the message removed from the mailbox after its delivery.",
    ),
    Form(
        id="F28a",
        event="noted",
        heads=("MID {mid}: Skip AMP Engine check",),
        example="MID 26: Skip AMP Engine check",
        meaning="A detail at level Trace: the attached files are not looked up.",
    ),
    Form(
        id="F28b",
        event="",
        heads=(
            "GRAYMAIL: shouldn't scan",
            "RPC client _message_loop",
            "Data will be sent to ECS client only when",
        ),
        rest=r"(?P<finding>.*)",
        example="GRAYMAIL: shouldn't scan?",
        more=(
            "RPC client _message_loop sleeping when dequeuing a null entry",
            "Data will be sent to ECS client only when it is on",
        ),
        meaning="A detail at level Trace.",
    ),
    Form(
        id="F29",
        event="",
        heads=("CASE cache status:",),
        rest=r"(?P<finding>.*)",
        example="CASE cache status: hits = 4, misses = 31, expires = 2",
        meaning="How often a known verdict could be used again.",
    ),
)
