"""Lines of connections that take mail out, and of what became of each recipient.

Section H of the catalogue. What a stranger writes here: the answers of the receiving server, the
addresses in a bounce, and the headers listed after a delivery.
"""

from esalog.grammar.form import MAX_DIGITS, Form

_ID = rf"[0-9]{{1,{MAX_DIGITS}}}"
"""A number that stands behind free text, so that no head can hold it."""

_ADDRESS = r'(?:<(?:"(?:[^"\\]|\\.)*"|[^"<>])*>|[^<> ]*)'
"""An envelope address in which blanks and brackets stand inside quotes only (RFC 5321)."""

FORMS = (
    Form(
        id="H1",
        event="opened",
        heads=("New (SMTP|smtp) DCID {dcid} (interface|Interface)",),
        rest=r"(?P<interface>.*) address (?P<remote_ip>\S+)(?: port (?P<port>[0-9]+))?",
        example="New SMTP DCID 41 interface 192.0.2.5 address 198.51.100.20 port 25",
        more=("New SMTP DCID 42 interface Data 2 address 2001:db8:7::20",),
        meaning="The gateway has connected to a host to deliver mail.",
        covers=("H2",),
    ),
    Form(
        id="H3",
        event="delivery_started",
        heads=("Delivery start DCID {dcid} MID {mid} to RID [{rids}]",),
        example="Delivery start DCID 41 MID 26 to RID [0, 1, 2]",
        meaning="The gateway begins to send the message to these recipients.",
    ),
    Form(
        id="H4",
        event="delivery_started",
        heads=("Delivery start DCID {dcid} MID {mid} to [{rids}]",),
        example="Delivery start DCID 41 MID 26 to [0]",
        meaning="The gateway begins to send the message, as version 3 says it.",
    ),
    Form(
        id="H5",
        event="handed_over",
        heads=("Delivery start DCID {dcid} MID {mid} to (|RID )[{rids}] ^to offbox",),
        rest=r"(?P<external>to offbox) ?(?P<quarantine>.*)",
        example="Delivery start DCID 41 MID 26 to RID [0] to offbox IronPort Spam Quarantine",
        meaning="The message is handed to a quarantine on another machine, not delivered.",
    ),
    Form(
        id="H6",
        event="done",
        heads=("Message done DCID {dcid} MID {mid} to (|RID )[{rids}]",),
        # The header list is the sender's text, so what follows it counts only at the very end.
        rest=r"(?P<headers>\[.*\])? ?(?P<external>\(external quarantine\))?",
        example="Message done DCID 41 MID 26 to RID [0, 1]",
        more=(
            "Message done DCID 42 MID 27 to [0] [('X-SBRS', 'None')]",
            "Message done DCID 43 MID 28 to RID [0] (external quarantine) ",
            "Message done DCID 44 MID 29 to RID [0] [('from', '\"Ann\" <ann@example.com>')]",
        ),
        meaning="The message was handed over for these recipients.",
    ),
    Form(
        id="H7",
        event="response",
        heads=("MID {mid} RID( |  )[{rids}] Response",),
        rest=r"(?P<response>.*)",
        example="MID 26 RID [0] Response '2.0.0 Ok: queued as 9F03C'",
        more=(
            "MID 27 RID [0] Response 2.6.0 <a1@mail.example.com> Queued mail for delivery",
            "MID 28 RID  [0, 1] Response '250 ok'",
        ),
        meaning="What the receiving server said when it took the message.",
    ),
    Form(
        id="H9",
        event="closed",
        heads=("DCID {dcid} close",),
        example="DCID 41 close",
        meaning="The outgoing connection was closed.",
    ),
    Form(
        id="H10",
        event="bounced",
        heads=("Bounced: DCID(|:) {dcid} MID {mid} to (|RID ){rid} -",),
        rest=r"(?P<response>.*)",
        example=(
            "Bounced: DCID 41 MID 26 to RID 0 - 5.1.0 - Unknown address error ('550', "
            "['5.1.1 no such user']) []"
        ),
        more=(
            "Bounced: DCID 0 MID 27 to RID 0 - 5.1.2 - Bad destination host ('000', "
            "['DNS Hard Error looking up nowhere.example (MX):  NXDomain'])",
            "Bounced: DCID: 42 MID 28 to 3 - 5.1.0 - Unknown address error ('554', ['no'])[]",
        ),
        meaning="The recipient was refused for good; DCID 0 means without any connection.",
        covers=("H13",),
    ),
    Form(
        id="H11",
        event="bounced",
        heads=("Bounced: DCID(|:) {dcid} Message {mid} to (|RID ){rid} -",),
        rest=r"(?P<response>.*)",
        example=(
            "Bounced: DCID: 41 Message 26 to 0 - 5.1.0 - Unknown address error ('554', ['no']) []"
        ),
        meaning="The recipient was refused for good, as version 3 says it.",
    ),
    Form(
        id="H12",
        event="bounced",
        heads=("Bounced: DCID(|:) {dcid} MID {mid} From:",),
        rest=(
            rf"(?P<sender>{_ADDRESS}) To: ?(?P<address>{_ADDRESS}) "
            rf"RID (?P<rid>{_ID}) - (?P<response>.*)"
        ),
        example=(
            "Bounced: DCID 41 MID 26 From: <ann@example.com> To: <carl@example.org> RID 0 - 5.4.7 "
            "- Delivery expired (message too old) ('000', ['timeout'])"
        ),
        more=(
            "Bounced: DCID 42 MID 27 From:<> To: <dora@example.org> RID 2 - 5.1.0 - Unknown "
            "address error ('550', ['no'])",
        ),
        meaning="The recipient was refused for good; newer versions name the addresses.",
        strict=True,
    ),
    Form(
        id="H14a",
        event="delayed",
        heads=("Delayed: DCID(|:) {dcid} (MID|Message) {mid} to (|RID ){rid} -",),
        rest=r"(?P<response>.*)",
        example=(
            "Delayed: DCID 41 MID 26 to RID 0 - 4.1.0 - Unknown address error ('450', "
            "['come back later'])[]"
        ),
        more=(
            "Delayed: DCID: 42 Message 27 to 0 - 4.4.0 - Other network problem ('000', "
            "['[Errno 54] Connection reset by peer']) []",
        ),
        meaning="The recipient could not be served now; the gateway will try again.",
    ),
    Form(
        id="H14b",
        event="delayed",
        heads=("Delayed: DCID(|:) {dcid} MID {mid} From:",),
        rest=(
            rf"(?P<delayed_sender>{_ADDRESS}) To: ?(?P<delayed_address>{_ADDRESS}) "
            rf"RID (?P<rid>{_ID}) - (?P<response>.*)"
        ),
        example=(
            "Delayed: DCID 41 MID 26 From: <ann@example.com> To: <carl@example.org> RID 0 - 4.3.2 "
            "- Not accepting messages at this time ('421', ['busy']) []"
        ),
        meaning="The recipient could not be served now; newer versions name the addresses.",
        strict=True,
    ),
    Form(
        id="H15",
        event="pending",
        heads=("(MID|Message) {mid} to (|RID )[{rids}] pending till",),
        rest=r"(?P<until>.*?)(?: \[(?P<profile>[^\[\]]*)\])?",
        example="Message 26 to RID [0] pending till Mon Mar 10 20:01:23 2025",
        more=("MID 27 to [712290] pending till Mon Mar 10 20:01:23 2025 [Default]",),
        meaning="When the gateway will try the recipient again.",
    ),
    Form(
        id="H16",
        event="double_bounced",
        heads=("Double bounce: (MID|Message) {mid} to (|RID ){rid} -",),
        rest=r"(?P<response>.*)",
        example="Double bounce: MID 26 to 0 - 5.1.1 - Bad destination email address",
        more=("Double bounce: Message 27 to RID 0 - 5.1.0 - Unknown address error 501-'no'",),
        meaning="A bounce could not be delivered either.",
    ),
    Form(
        id="H17",
        event="possible",
        heads=("Possible Delivery: DCID(|:) {dcid} MID {mid} to (|RID )[{rids}]",),
        example="Possible Delivery: DCID: 41 MID 26 to [0]",
        meaning="The connection broke at the end, so nobody knows whether it was delivered.",
    ),
    Form(
        id="H18",
        event="deleted",
        heads=("Deleted: MID {mid} to (|RID )[{rids}]",),
        example="Deleted: MID 26 to [0]",
        meaning="The admin deleted these recipients from the queue.",
    ),
    Form(
        id="H19",
        event="noted",
        heads=(
            "MID {mid} Bounced by destination server with response:",
            "MID {mid} (RID|to RID) [{rids}] Bounced by destination server with response:",
        ),
        rest=r"(?P<answer>.*)",
        example="MID 26 RID [0] Bounced by destination server with response: 5.1.1 no such user",
        more=("MID 27 Bounced by destination server with response: 5.1.1 no such user",),
        meaning="The receiving server refused the message; the line names no connection.",
    ),
    Form(
        id="H20",
        event="connection_error",
        heads=("Connection Error:",),
        rest=(
            rf"(?P<error>(?:[A-Za-z ]+ )?DCID:? (?P<dcid>{_ID})(?: domain: (?P<domain>\S+))?"
            r"(?: IP: (?P<remote_ip>\S+))?(?: port: (?P<port>[0-9]+))?(?: .*)?)"
        ),
        example=(
            "Connection Error: DCID 41 domain: example.org IP: 198.51.100.20 port: 25 "
            "details: [Errno 0] Error interface: 192.0.2.5 reason: network error"
        ),
        more=(
            "Connection Error: DCID: 42 IP: 198.51.100.21 details: EOF interface: 192.0.2.5 "
            "reason: network error",
            "Connection Error: connection timed out DCID: 43 IP: 198.51.100.22 details: timeout "
            "interface: 192.0.2.5",
        ),
        meaning="The gateway could not connect, or the connection died early.",
        strict=True,
        covers=("H21",),
    ),
    Form(
        id="H22",
        event="killed",
        heads=(
            "Mail delivery client with DCID {dcid} exited due to the maximum concurrency",
            "SMTP client connection killed DCID(|:) {dcid}",
        ),
        rest=r".*",
        example=(
            "Mail delivery client with DCID 41 exited due to the maximum concurrency configuration."
        ),
        more=("SMTP client connection killed DCID: 42",),
        meaning="The gateway ended the outgoing connection itself.",
    ),
    Form(
        id="H23a",
        event="",
        heads=("Deliveries are currently suspended", "Done scanning"),
        rest=r"(?P<finding>.*)",
        example="Deliveries are currently suspended [mail.example.com]",
        more=("Done scanning example.org,  2 msgs remain in queue.",),
        meaning="The state of the queue of outgoing mail.",
    ),
    Form(
        id="H23b",
        event="",
        heads=("Scanning ",),
        rest=r"(?P<domain>\S+) with (?P<count>[0-9]+) msgs for expiration candidates\.?",
        example="Scanning example.org with 2 msgs for expiration candidates.",
        meaning="The gateway looks for messages that are too old to be tried again.",
        strict=True,
    ),
    Form(
        id="H24",
        event="",
        heads=(
            "DNS Temporary Failure",
            "DNS Error",
            "DNS failure for SMTP route destination",
            "lame DNS referral",
        ),
        rest=r"(?P<finding>.*)",
        example="DNS Temporary Failure example.org MX - ServFail",
        more=(
            "DNS Error example.org MX - timeout",
            "DNS failure for SMTP route destination relay.example.com",
            "lame DNS referral",
        ),
        meaning="A name could not be looked up.",
    ),
)
