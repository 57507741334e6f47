"""Lines of connections that bring mail in: opening, host access table, closing, SMTP AUTH.

Sections B and C of the catalogue. What a stranger writes here: reverse DNS names, SMTP commands,
envelope addresses, user names. Interfaces, sender groups and profiles are named by the admin.
"""

from esalog.grammar.form import Form

FORMS = (
    Form(
        id="B1",
        event="opened",
        heads=("New (SMTP|smtp) ICID {icid} (interface|Interface)",),
        rest=(
            r"(?P<interface>.*?)(?: \((?P<interface_ip>[^()]*)\))? address (?P<remote_ip>\S+)"
            r"(?: reverse dns host *(?P<remote_host>.*) verified (?P<verified>yes|no)"
            r"| reverse dns host .*)?"
        ),
        example=(
            "New SMTP ICID 8 interface Data 1 (192.0.2.5) address 198.51.100.7 "
            "reverse dns host mail.example.com verified yes"
        ),
        more=(
            "New smtp ICID 9 interface Management (192.0.2.6) address 198.51.100.8 "
            "reverse dns host unknown verified no",
            "New SMTP ICID 10 Interface Data 2 (2001:db8::5) address 2001:db8:7::1 "
            "reverse dns host unknown verified no",
            "New SMTP ICID 11 interface inside address 198.51.100.9",
            "New SMTP ICID 12 interface Data 1 (192.0.2.5) address 198.51.100.10 "
            "reverse dns host  mx.example.net verified no",
        ),
        meaning="A host has connected to hand over mail.",
        covers=("B2", "B3", "B4", "B5", "B6"),
    ),
    Form(
        id="B7",
        event="hat",
        heads=("ICID {icid} ^(ACCEPT|RELAY|REJECT|TCPREFUSE|CONTINUE) SG",),
        rest=(
            r"(?P<access_rule>[A-Z]+) SG (?P<sender_group>.*?)(?: match(?:| (?P<match>.*?)))?"
            r"(?: +SBRS (?P<sbrs>.*?))?(?: country (?P<country>.*))?"
        ),
        example="ICID 8 ACCEPT SG PARTNERS match 198.51.100.0/24 SBRS 4.2 country New Zealand",
        more=(
            "ICID 9 RELAY SG OUTBOUND match 192.0.2.60 SBRS not enabled country not enabled",
            "ICID 10 ACCEPT SG UNKNOWN match sbrs[-1.0:10.0] SBRS 1.9",
            "ICID 11 ACCEPT SG None match  SBRS unable to retrieve",
            "ICID 12 ACCEPT SG None match SBRS None",
            "ICID 13 ACCEPT SG None SBRS rfc1918",
            "ICID 14 REJECT SG SHUT match",
            "ICID 15 ACCEPT SG KNOWN match .example.org",
            "ICID 0 TCPREFUSE SG SHUT match dnslist[list.example.net] SBRS None",
        ),
        meaning="The host access table has decided how to treat the host.",
        covers=("B8", "B9", "B10", "B11", "B12", "B14"),
    ),
    Form(
        id="B13",
        event="hat",
        heads=("ICID {icid} SBRS",),
        rest=r"(?P<sbrs>.*)",
        example="ICID 8 SBRS -1.3",
        more=("ICID 9 SBRS None",),
        meaning="The reputation score of the host, as older versions print it.",
    ),
    Form(
        id="B15",
        event="rejected_later",
        heads=("ICID {icid} Delayed HAT REJECT continuing session for recipient logging",),
        rest=r"\((?P<rejected_ip>.*)\)",
        example=(
            "ICID 8 Delayed HAT REJECT continuing session for recipient logging (198.51.100.7)"
        ),
        meaning="The host is rejected, but may first name recipients so that they are logged.",
    ),
    Form(
        id="B16",
        event="closed",
        heads=("ICID {icid} close",),
        example="ICID 8 close",
        meaning="The incoming connection was closed.",
    ),
    Form(
        id="B17",
        event="lost",
        heads=("ICID {icid} lost",),
        example="ICID 8 lost",
        meaning="The incoming connection broke off.",
    ),
    Form(
        id="B18",
        event="noted",
        heads=("ICID {icid} Receiving Failed:",),
        rest=r"(?P<reason>.*)",
        example="ICID 8 Receiving Failed: Message loop",
        more=("ICID 9 Receiving Failed: Message size exceeds limit",),
        meaning="The gateway refused the message while receiving it.",
    ),
    Form(
        id="B19",
        event="noted",
        heads=("ICID {icid} Injection Failed:",),
        rest=r"(?P<reason>.*)",
        example="ICID 8 Injection Failed: Message loop",
        meaning="The gateway refused the message, as versions before 4 say it.",
    ),
    Form(
        id="B20",
        event="located",
        heads=("ICID {icid} disconnected address",),
        rest=r"(?P<remote_ip>[^, ]+),? ?(?P<reason>.*)",
        example=(
            "ICID 8 disconnected address 198.51.100.7, no messages injected within timeout period"
        ),
        more=("ICID 9 disconnected address 198.51.100.8, exceeded allowable connection time",),
        meaning="The gateway hung up on a host that took too long.",
    ),
    Form(
        id="B21",
        event="located",
        heads=("ICID {icid} Connection from",),
        rest=r"(?P<remote_ip>\S+) ?(?P<reason>.*)",
        example=(
            "ICID 8 Connection from 198.51.100.7 on interface Data 1 (192.0.2.5) lost after "
            "40 seconds (DNS query took 31 seconds), before any commands were received"
        ),
        meaning="The host left before it had said anything.",
    ),
    Form(
        id="B22",
        event="noted",
        heads=("ICID {icid} Invalid sender address:",),
        rest=r"(?P<complaint>.*)",
        example="ICID 8 Invalid sender address: Unsupported domain literal: '[x]'",
        meaning="The host named a sender that is no address.",
    ),
    Form(
        id="B23",
        event="noted",
        heads=("ICID {icid} Address:",),
        rest=r"(?P<envelope_sender>.*) sender (?P<outcome>(?:rejected|allowed), .*)",
        example=(
            "ICID 8 Address: <ann@example.com> sender rejected, envelope sender domain "
            "does not exist"
        ),
        more=(
            "ICID 9 Address: <bob@example.net> sender allowed, envelope sender matched "
            "domain exception",
        ),
        meaning="Sender verification has judged the domain of the sender.",
    ),
    Form(
        id="B24",
        event="noted",
        heads=("ICID {icid} Unknown command:", "ICID {icid} Bad syntax for command:"),
        rest=r"(?P<command>.*)",
        example="ICID 8 Unknown command: HELP ME",
        more=("ICID 9 Bad syntax for command: MAIL ann@example.com",),
        meaning="The host sent a command that the gateway does not understand.",
    ),
    Form(
        id="B25",
        event="noted",
        heads=("ICID {icid} MID {mid} Invalid recipient address:",),
        rest=r"(?P<complaint>.*)",
        example="ICID 8 MID 26 Invalid recipient address:  'RCPT TO:<>'",
        more=("ICID 8 MID 26 Invalid recipient address: Invalid character in address: '!'",),
        meaning="The host named a recipient that is no address.",
    ),
    Form(
        id="B26",
        event="",
        heads=("Dropping connection due to",),
        rest=r"(?P<reason>.*)",
        example=(
            "Dropping connection due to potential abuse from host=('198.51.100.7', "
            "'mail.example.com'), sender_group=SHUT, listener=In, reverse_dns=mail.example.com"
        ),
        meaning="The gateway dropped a connection before it had a number.",
    ),
    Form(
        id="B27",
        event="",
        heads=("Incoming ",),
        rest=r"(?P<protocol>[^:]*) connection undetermined IP on interface (?P<on_interface>.*)",
        example="Incoming SMTP connection undetermined IP on interface Data 1",
        meaning="A connection came from a host whose address could not be found out.",
        strict=True,
    ),
    Form(
        id="B28",
        event="killed",
        heads=("SMTP server connection killed ICID(:|) {icid}",),
        example="SMTP server connection killed ICID: 8",
        meaning="The incoming connection was cut by the gateway.",
    ),
    Form(
        id="B29",
        event="noted",
        heads=(r"MID {mid} IncomingRelay\(",),
        rest=r"(?P<relay>.*?)\): (?P<finding>.*)",
        example=(
            "MID 26 IncomingRelay(branch): Header Received found, IP 203.0.113.9 being used, "
            "SBRS 2.2"
        ),
        more=(
            "MID 27 IncomingRelay(branch): Header Received found, ip 203.0.113.9 being used",
            "MID 28 IncomingRelay(branch): Header X-Origin not found",
            "MID 29 IncomingRelay(branch): Could not find valid IP address in header",
        ),
        meaning="Behind a known relay, a header tells which host the message really came from.",
    ),
    Form(
        id="C1",
        event="auth",
        heads=(r"SMTP Auth: \(ICID {icid}\) succeeded for user:",),
        rest=(
            r"(?P<auth_user>.*) using AUTH mechanism: (?P<mechanism>\S+) "
            r"with profile: (?P<profile>.*)"
        ),
        example=(
            "SMTP Auth: (ICID 8) succeeded for user: ann using AUTH mechanism: PLAIN "
            "with profile: staff"
        ),
        meaning="The client has logged in by SMTP AUTH.",
    ),
    Form(
        id="C2",
        event="noted",
        heads=(r"SMTP Auth: \(ICID {icid}\) failed for user:",),
        rest=(
            r"(?P<refused_user>.*) using AUTH mechanism: (?P<mechanism>\S+) "
            r"with profile: (?P<profile>.*)"
        ),
        example=(
            "SMTP Auth: (ICID 8) failed for user: root using AUTH mechanism: LOGIN "
            "with profile: staff"
        ),
        meaning="The client tried to log in by SMTP AUTH and was refused.",
    ),
    Form(
        id="C3a",
        event="auth",
        heads=(r"SMTP Auth \(ICID {icid}\) succeeded",),
        rest=(
            r"(?:for user: )?(?P<auth_user>.*?)"
            r"(?: using AUTH mechanism: (?P<mechanism>\S+) with profile: (?P<profile>\S+))?"
        ),
        example="SMTP Auth (ICID 8) succeeded for user: ann",
        more=(
            "SMTP Auth (ICID 9) succeeded for user: bob using AUTH mechanism: PLAIN "
            "with profile: staff",
        ),
        meaning="The client has logged in by SMTP AUTH, as version 4 says it.",
    ),
    Form(
        id="C3b",
        event="noted",
        heads=(r"SMTP Auth \(ICID {icid}\) failed",),
        rest=(
            r"(?:for user: )?(?P<refused_user>.*?)"
            r"(?: using AUTH mechanism: (?P<mechanism>\S+) with profile: (?P<profile>\S+))?"
        ),
        example="SMTP Auth (ICID 8) failed for user: root",
        meaning="The client was refused at SMTP AUTH, as version 4 says it.",
    ),
    Form(
        id="C4",
        event="noted",
        heads=(
            r"SMTP Auth(|:) \(ICID {icid}\) profile:",
            r"SMTP Auth(|:) \(ICID {icid}\) could not reach forwarding server",
            r"SMTP Auth(|:) \(ICID {icid}\) LDAP (query|user lookup|query/user lookup) failed",
            r"SMTP Auth(|:) \(ICID {icid}\) was required but remote host did not initiate it",
        ),
        rest=r"(?P<complaint>.*)",
        example="SMTP Auth (ICID 8) was required but remote host did not initiate it",
        more=(
            "SMTP Auth (ICID 9) profile: staff is misconfigured or missing causing an Auth failure",
            "SMTP Auth: (ICID 10) could not reach forwarding server ldap.example.com "
            "with reason: timed out",
            "SMTP Auth (ICID 11) LDAP query/user lookup failed for user: ann",
        ),
        meaning="SMTP AUTH was not possible, or the client did not use it where it had to.",
    ),
    Form(
        id="C5",
        event="",
        heads=("SMTP Auth forward server connection to", "SMTP Auth LDAP query failed"),
        rest=r"(?P<complaint>.*)",
        example=(
            "SMTP Auth forward server connection to ldap.example.com, port 25, interface Data 1, "
            "3 connections available"
        ),
        more=(
            "SMTP Auth LDAP query failed, possible LDAP misconfiguration or unreachable server.",
        ),
        meaning="The state of the server that checks logins.",
    ),
    Form(
        id="C6",
        event="noted",
        heads=("DCID: {dcid} IP:",),
        rest=r"(?P<peer>\S+) (?P<finding>SMTP authentication .*)",
        example=(
            "DCID: 41 IP: 198.51.100.20 SMTP authentication using the profile smarthost succeeded."
        ),
        meaning="The gateway has logged in at the host it delivers to.",
    ),
)
