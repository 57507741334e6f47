"""Lines of quarantines, of the appliance itself, and of the log file.

Sections J and A of the catalogue. What a stranger writes here: the text of an alert may quote
messages. Quarantines are named by the admin.
"""

from esalog.grammar.form import MAX_DIGITS, Form

_ID = rf"[0-9]{{1,{MAX_DIGITS}}}"
"""A number that stands behind free text, so that no head can hold it."""

FORMS = (
    Form(
        id="J1a",
        event="quarantined",
        heads=("RPC Delivery start RCID {rcid} MID {mid} to local",),
        rest=r"(?P<quarantine>.*)",
        example="RPC Delivery start RCID 5 MID 26 to local IronPort Spam Quarantine",
        meaning="The message is being put into the spam quarantine.",
    ),
    Form(
        id="J1b",
        event="quarantined",
        heads=("RPC Message done RCID {rcid} MID {mid}",),
        example="RPC Message done RCID 5 MID 26",
        meaning="The message is in the spam quarantine.",
    ),
    Form(
        id="J1c",
        event="noted",
        heads=("RPC Message rejected RCID {rcid} MID {mid}",),
        example="RPC Message rejected RCID 5 MID 26",
        meaning="The spam quarantine did not take the message.",
    ),
    Form(
        id="J1d",
        event="",
        heads=("RPC connection RCID {rcid}",),
        rest=r"(?P<finding>.*)",
        example="RPC connection RCID 5 to 192.0.2.5 sleeping for 30 seconds",
        more=(
            "RPC connection RCID 5 to 192.0.2.5 reset sleep time",
            "RPC connection RCID 5 killed",
        ),
        meaning="The state of a connection to the spam quarantine.",
    ),
    Form(
        id="J1e",
        event="noted",
        heads=("RPC connection to ",),
        rest=(
            rf"(?P<peer>\S+) failed RCID (?P<rcid>{_ID}) MID (?P<mid>{_ID})"
            r"(?: (?P<reason>.*))?"
        ),
        example="RPC connection to 192.0.2.5 failed RCID 5 MID 26 (connection refused)",
        meaning="The spam quarantine could not be reached for the message.",
        strict=True,
    ),
    Form(
        id="J2",
        event="quarantined",
        heads=("(EUQ|ISQ): Tagging MID {mid} for quarantine", "(EUQ|ISQ): Quarantined MID {mid}"),
        example="ISQ: Tagging MID 26 for quarantine",
        more=("EUQ: Quarantined MID 27",),
        meaning="The message goes to the spam quarantine.",
    ),
    Form(
        id="J3",
        event="noted",
        heads=(
            "Start delivery of MID {mid} over RPC connection",
            "Delivery of MID {mid} over RPC completed on connection",
        ),
        rest=r"(?P<connection>[0-9]+)",
        example="Start delivery of MID 26 over RPC connection 0",
        more=("Delivery of MID 26 over RPC completed on connection 0",),
        meaning="The message is handed to the spam quarantine, as version 4.6 says it.",
    ),
    Form(
        id="J4a",
        event="quarantined",
        heads=(
            "MID {mid} quarantined to",
            "MID {mid} enqueued for transfer to centralized quarantine",
        ),
        rest=r'"(?P<quarantine>[^"]*)"(?: \((?P<reason>.*)\))?',
        example='MID 26 quarantined to "Policy" (message filter:no_games)',
        more=(
            'MID 27 enqueued for transfer to centralized quarantine "Virus" (a/v verdict VIRAL)',
            'MID 28 quarantined to "Policy"',
        ),
        meaning="The message is held in a quarantine.",
    ),
    Form(
        id="J4b",
        event="released",
        heads=(
            "MID {mid} released from (quarantine|all quarantines)",
            r"MID {mid} released \(attachments stripped\) from (quarantine|all quarantines)",
        ),
        rest=r'(?:"(?P<quarantine>[^"]*)"(?: \((?P<reason>.*)\))?(?: t=(?P<held>[0-9]+))?)?',
        example='MID 26 released from quarantine "Outbreak" (expired)',
        more=(
            'MID 27 released (attachments stripped) from quarantine "Outbreak" (queue full) t=190',
            "MID 28 released from all quarantines",
        ),
        meaning="The message was let out of a quarantine.",
    ),
    Form(
        id="J4c",
        event="quarantine_deleted",
        heads=("MID {mid} deleted from (quarantine|all quarantines)",),
        rest=r'(?:"(?P<quarantine>[^"]*)"(?: \((?P<reason>.*)\))?(?: t=(?P<held>[0-9]+))?)?',
        example='MID 26 deleted from quarantine "Policy" (manual)',
        more=("MID 27 deleted from all quarantines",),
        meaning="The message was deleted in a quarantine.",
    ),
    Form(
        id="J4d",
        event="quarantined",
        heads=('MID {mid} quarantine ^"',),
        rest=r'"(?P<quarantine>[^"]*)" new reason(?: \((?P<reason>.*)\))?',
        example='MID 26 quarantine "Outbreak" new reason (VOF rule:OUTBREAK_0001234)',
        meaning="The message stays in a quarantine, for one more reason.",
    ),
    Form(
        id="J5",
        event="",
        heads=("A ",),
        rest=(
            r"(?P<kind>[^/]{1,80})/(?P<severity>\S+) alert was sent to (?P<to>.*?) "
            r"with subject (?P<text>.*)"
        ),
        example=(
            "A System/Warning alert was sent to admin@example.com with subject "
            '"Warning <System> mail.example.com: MID 26 antivirus timeout error".'
        ),
        meaning="The appliance has warned its admin by mail.",
        strict=True,
    ),
    Form(
        id="J6",
        event="",
        heads=(
            "Internal SMTP system successfully sent a message to",
            "Internal SMTP giving up on message to",
            "Internal SMTP Error:",
            "Error while sending alert:",
        ),
        rest=r"(?P<finding>.*)",
        example=(
            "Internal SMTP system successfully sent a message to admin@example.com with subject "
            "'Weekly report'."
        ),
        more=(
            "Internal SMTP giving up on message to admin@example.com with subject 'Report': no.",
            "Internal SMTP Error: Failed to send message to host 192.0.2.9:25 for recipient "
            "admin@example.com: refused",
            "Error while sending alert: Unable to send System/Warning alert to admin@example.com "
            'with subject "Warning".',
        ),
        meaning="Whether the appliance could send its own mail.",
    ),
    Form(
        id="J7",
        event="",
        heads=("Status: CPULd",),
        rest=r"(?P<counters>.*)",
        example="Status: CPULd 3 DskIO 0 CrtMID 26 CrtICID 8 CrtDCID 41",
        meaning="The load and the counters of the appliance, once a minute in older versions.",
    ),
    Form(
        id="J8",
        event="",
        heads=("SenderBase upload:",),
        rest=r"(?P<finding>.*)",
        example="SenderBase upload: 12 hosts totaling 4300 bytes",
        more=("SenderBase upload: 1 hosts totalling 309 bytes",),
        meaning="The appliance has reported to the vendor's reputation service.",
    ),
    Form(
        id="J9a",
        event="",
        heads=(
            "Checkpoint Finished",
            "graymail [CONFIG]",
            "URL_REP_CLIENT:",
            "URL category definitions have changed",
        ),
        rest=r"(?P<finding>.*)",
        example="Checkpoint Finished",
        more=(
            "graymail [CONFIG] Starting graymail configuration handler",
            "URL_REP_CLIENT: Configuration changed. Using the new one.",
            "URL category definitions have changed. Please review the filters.",
        ),
        meaning="The appliance tells what it is doing.",
    ),
    Form(
        id="J9b",
        event="",
        heads=('Your "',),
        rest=r'(?P<key>.*)" key will expire in under (?P<days>[0-9]+) day\(s\).*',
        example='Your "Spare Feature" key will expire in under 30 day(s). Please renew it.',
        meaning="A licence of the appliance is about to end.",
        strict=True,
    ),
    Form(
        id="A3",
        event="noted",
        heads=("(|Debug: )MID: {mid} Message filter Name:",),
        rest=r"(?P<filter>.*?)(?: time: (?P<seconds>[0-9.e-]+))?",
        example="Debug: MID: 26 Message filter Name: No_Games time: 0.00021",
        more=("MID: 27 Message filter Name: No_Games time: 9.1e-05",),
        meaning="How long a message filter took.",
    ),
    Form(
        id="A10a",
        event="",
        heads=("Begin Logfile",),
        example="Begin Logfile",
        meaning="A log file begins.",
    ),
    Form(
        id="A10b",
        event="",
        heads=("Version:",),
        rest=r"(?P<version>\S+) SN: (?P<serial>\S+)",
        example="Version: 15.5.1-055 SN: 4229AA00BB11CC22DD33-EE44FF556677",
        meaning="The version and the serial number of the appliance that writes the log.",
    ),
    Form(
        id="A10c",
        event="",
        heads=("Time offset from UTC:",),
        rest=r"(?P<seconds>[+-]?[0-9]+) seconds",
        example="Time offset from UTC: -14400 seconds",
        meaning="How far the clock of the appliance was from UTC when the file began.",
    ),
    Form(
        id="A11",
        event="",
        heads=("End Logfile",),
        example="End Logfile",
        meaning="A log file ends.",
    ),
)
