"""Lines of the engines that judge a message: spam, viruses, files, outbreaks.

Section F of the catalogue up to F10. What a stranger writes here: names of files.
"""

from esalog.grammar.form import Form

FORMS = (
    Form(
        id="F1a",
        event="verdict",
        heads=("MID {mid} using engine:",),
        # A cached verdict (F2) says how the verdict was found, not what it is.
        rest=r"(?P<engine>\S+) (?P<verdict>(?:[^u]|u[^s]).*)",
        example="MID 26 using engine: CASE spam negative",
        more=("MID 27 using engine: GRAYMAIL marketing_mail", "MID 28 using engine: CASE bulk"),
        meaning="An engine's final verdict on the message.",
    ),
    Form(
        id="F1b",
        event="noted",
        heads=("MID {mid} interim verdict using engine:",),
        rest=r"(?P<asked_engine>\S+) (?P<interim>.*)",
        example="MID 26 interim verdict using engine: CASE spam negative",
        meaning="An engine's verdict that may still be overruled.",
    ),
    Form(
        id="F2",
        event="noted",
        heads=(
            "MID {mid} using engine: (CASE|SLBL|GRAYMAIL|Brightmail|Cloudmark|IMS|IPAS|SBNP|"
            "SPF Verdict Cache) using cached verdict",
        ),
        example="MID 26 using engine: SPF Verdict Cache using cached verdict",
        more=("MID 27 using engine: CASE using cached verdict",),
        meaning="An engine has seen the same content before and uses its earlier verdict.",
    ),
    Form(
        id="F3",
        event="verdict",
        heads=("MID {mid} interim AV verdict using",),
        rest=r"(?P<engine>\S+) (?P<verdict>.*)",
        example="MID 26 interim AV verdict using Sophos CLEAN",
        more=("MID 27 interim AV verdict using McAfee VIRAL",),
        meaning="The verdict of one virus scanner.",
    ),
    Form(
        id="F4",
        event="verdict",
        heads=("MID {mid} antivirus ^(negative|positive|repaired|encrypted|unscannable)",),
        rest=r"(?P<verdict>[a-z]+) ?(?P<viruses>.*)",
        example="MID 26 antivirus negative ",
        more=(
            "MID 27 antivirus positive 'EICAR-A', 'EICAR-B' ",
            "MID 28 antivirus positive 'EICAR-A' (released from Outbreak)",
            "MID 29 antivirus repaired 'EICAR-A'",
        ),
        meaning="What the virus scanners together say of the message.",
        constants={"engine": "antivirus"},
    ),
    Form(
        id="F5",
        event="noted",
        heads=("MID {mid} Brightmail (positive|negative|suspect)",),
        example="MID 26 Brightmail positive",
        meaning="The spam verdict of version 3.",
    ),
    Form(
        id="F6",
        event="verdict",
        heads=("MID {mid} AMP file reputation verdict( |):",),
        rest=r"(?P<verdict>.*)",
        example="MID 26 AMP file reputation verdict : CLEAN",
        more=("MID 27 AMP file reputation verdict : SKIPPED (no attachment in message)",),
        meaning="What is known of the attached files.",
        constants={"engine": "AMP"},
    ),
    Form(
        id="F7",
        event="",
        heads=(
            "Response received for file reputation query",
            "File reputation query initiating.",
            "File not uploaded for analysis.",
            "File uploaded for analysis.",
            "Retrospective verdict received.",
        ),
        rest=r"(?P<finding>.*)",
        example=(
            "Response received for file reputation query from Cloud. File Name = 'plan.pdf', "
            "MID = 26, Disposition = CLEAN"
        ),
        more=(
            "File reputation query initiating. File Name = 'plan.pdf', MID = 26, Files = 1",
            "File not uploaded for analysis. MID = 26 File SHA256[0a1b] file mime[text/plain] "
            "Reason: No active content",
            "File uploaded for analysis. SHA256: 0a1b",
            "Retrospective verdict received. SHA256: 0a1b",
        ),
        meaning="The log of the file reputation service, when it shares this stream.",
    ),
    Form(
        id="F8",
        event="verdict",
        heads=("MID {mid} Outbreak Filters: verdict",),
        rest=r"(?P<verdict>.*)",
        example="MID 26 Outbreak Filters: verdict negative",
        meaning="Whether the message looks like part of an outbreak.",
        constants={"engine": "Outbreak Filters"},
    ),
    Form(
        id="F9a",
        event="noted",
        heads=("MID {mid} (|Virus )Threat Level=",),
        rest=r"(?P<finding>.*)",
        example="MID 26 Threat Level=4 Category=Phish Type=Phish: Lottery",
        more=("MID 27 Virus Threat Level=3",),
        meaning="How dangerous the outbreak is to which the message belongs.",
    ),
    Form(
        id="F9b",
        event="",
        heads=("Outbreak Rule:",),
        rest=r"(?P<rule>.*) has threat level (?P<threat_level>[0-9]+).*",
        example="Outbreak Rule: OUTBREAK_0001234 has threat level 3",
        meaning="A rule of the outbreak filters has changed.",
    ),
    Form(
        id="F10",
        event="noted",
        heads=(r"MID {mid} was too big \(",),
        rest=r"(?P<size_and_limit>[0-9]+/[0-9]+)\) for scanning by (?P<scanner>.*)",
        example="MID 26 was too big (300000/262144) for scanning by Outbreak Filters",
        meaning="An engine did not look at the message because of its size.",
    ),
)
