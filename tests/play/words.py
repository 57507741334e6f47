"""The words of the plays, and the values that strangers choose, traps among them."""

OUR_INTERFACES = (
    ("Data 1", "192.0.2.10"),
    ("Management", "192.0.2.11"),
    ("PublicNet", "192.0.2.12"),
    ("mx.example.com", "192.0.2.13"),
)
HOSTS = (
    ("mail.partner.example", "198.51.100.4"),
    ("unknown", "203.0.113.9"),
    ("http://odd.example/path verified no", "203.0.113.80"),
    ("relay-9.students.example.net", "2001:db8::9:25"),
    ("out.quay.example.org", "198.51.100.200"),
)
SERVERS = (
    ("partner.example", "198.51.100.25"),
    ("quay.example.org", "198.51.100.26"),
    ("students.example.net", "2001:db8:7::25"),
    ("old-mill.example", "203.0.113.25"),
)
RULES = ("ACCEPT", "ACCEPT", "RELAY", "CONTINUE")
REFUSALS = ("REJECT", "TCPREFUSE")
GROUPS = ("None", "UNKNOWNLIST", "Relay_Group", "BLOCK-LIST")
MATCHES = (
    "sbrs[-0.5:10.0]", "sbrs[none]", "ALL", "198.51.100.0/24", "partner.example",
    "dnslist[bl.example.net]", "",
)  # fmt: skip
SCORES = ("4.1", "-9.9", "None", "rfc1918", "not enabled", "unable to retrieve")
COUNTRIES = ("Germany", "United States", "not enabled", "Korea, Republic of")
SESSIONS = (
    ("TLSv1.3", "TLS_AES_256_GCM_SHA384"),
    ("TLSv1.2", "ECDHE-RSA-AES256-GCM-SHA384"),
    ("TLSv1", "RC4-SHA"),
    ("TLSv1/SSLv3", "DHE-RSA-AES256-SHA"),
)
PEERS = ("mx.partner.example", "Appliance Demo Certificate", "*.quay.example.org")
REASONS = (
    "[Errno 54] Connection reset by peer",
    "(336109761, 'error:1408A0C1:SSL routines:ssl3_get_client_hello:no shared cipher')",
    "STARTTLS unexpected response",
    "timed out",
)
NOT_BEGUN = "TLS was required but remote host did not initiate it"
NOT_AGREED = "TLS was required but could not be successfully negotiated"
NOT_OFFERED = "STARTTLS command not supported."
USERS = ("alice", "svc-scan", "bob@example.com", "x succeeded for user: root")
SENDERS = ("ann@example.com", "Bea.Roth@partner.example", "", '"<odd>"@students.example.net')
ADDRESSES = (
    "carl@example.com", "Dora@Partner.example", "emil@quay.example.org",
    "fay@students.example.net", "gus@old-mill.example", "hana+x@example.com",
)  # fmt: skip
SUBJECTS = (
    "Minutes of Tuesday", "it's late", "Info: ICID 5 TLS success", "", "[/b] sale",
    "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=", "MID 7 ICID 9 From: <eve@example.net>", "折り返し",
    'say "hi"', "Package notice'", "(external quarantine)",
)  # fmt: skip
POLICIES = ("DEFAULT", "Board and finance", "lab")
ENGINES = ("CASE", "GRAYMAIL", "SLBL")
ENGINE_VERDICTS = ("spam negative", "spam positive", "spam suspect", "bulk", "negative")
PRODUCTS = ("Sophos", "McAfee")
AV_VERDICTS = ("CLEAN", "VIRAL", "UNSCANNABLE")
GERMS = (("negative", ""), ("positive", " 'Troj/Doc-A', 'Mal/Zip'"), ("repaired", " 'W32/Old-D'"))
REPUTATIONS = ("CLEAN", "MALWARE", "SKIPPED (no attachment in message)")
FILES = ("offer.pdf", "=D1=82.rst", "a 'b' c.doc", "x (external quarantine)")
AGENTS = (
    "CASE",
    "antivirus",
    "amp",
    "filter 'No_exe'",
    "content filter 'Stop' in the inbound table",
)
REWRITERS = (
    "add-footer filter 'Footer'", "antispam", "LDAP rewrite",
    "antivirus(unsafe alt-rcpt-to) filter 'unknown'",
)  # fmt: skip
COPIERS = ("bcc filter 'Journal'", "notify filter 'Tell'", "antivirus")
QUARANTINES = ("Policy", "Virus", "Outbreak", "My own (2)")
QUARANTINE_REASONS = ("message filter:policy", "a/v verdict VIRAL", "DLP violation")
RESPONSES = (
    "2.0.0 Ok: queued as 3kQ", "2.6.0 <a@b.example> Queued mail for delivery",
    "250 MID 3 RID [1] Response", "ok 17 qp 25", "it's fine",
)  # fmt: skip
DELAYS = (
    "4.4.0 - Other network problem ('000', ['[Errno 54] Connection reset by peer'])",
    "4.3.2 - Not accepting messages at this time ('421', ['4.3.2 try again later'])",
)
BOUNCES = (
    "5.1.0 - Unknown address error ('550', ['<x@partner.example>... Relaying denied'])",
    "5.4.7 - Delivery expired (message too old) ('000', ['timeout'])",
)
NO_HOST = "5.1.2 - Bad destination host ('000', ['DNS Hard Error looking up nowhere.example (MX)'])"
ERRORS = (
    "details: [Errno 0] Error interface: 192.0.2.10 reason: network error",
    "details: EOF interface: 192.0.2.10 reason: network error",
)
HEADER_LISTS = ("", "", " [('X-SBRS', 'None')]", " [('from', '\"A\" <b\\'s@example.net>')]")
UNNAMED = (
    "SenderBase upload: 12 hosts totaling 4711 bytes",
    "Checkpoint Finished",
    "Status: CPULd 3 CrtMID 41 CrtICID 64 CrtDCID 76",
    'A System/Warning alert was sent to a@example.com with subject "Warning: MID 12 timeout".',
    "CASE cache status: hits = 4, misses = 9, expires = 2",
    "File reputation query initiating. File Name = 'a', MID = 12, SHA256 = 0",
    "SMTP Auth forward server connection to a.example, port 25, interface Data 1, "
    "4 connections available",
)
ON_ICID = (
    "Unknown command: TLS success protocol TLSv1 cipher RC4-SHA",
    "Bad syntax for command: MAIL FROM close",
    "Invalid sender address: Unsupported domain literal: '[]'",
    "Address: <a@b.example> sender rejected, envelope sender domain does not exist",
    "Receiving Failed: Message loop",
    "DANE something never seen: TLS failed",
)
ON_MID = (
    "interim verdict using engine: CASE spam negative",
    "using engine: CASE using cached verdict",
    "SPF: mailfrom identity ann@example.com Pass (v=spf1)",
    "DKIM: pass signature verified (d=example.com s=s i=@example.com)",
    "DMARC: Verification passed",
    "Custom Log Entry: MID 4 was split creating MID 5 due to luck",
    "was too big (362262/262144) for scanning by Outbreak Filters",
    "could not be split",
    "Outbreak Rule: OUT_1 has threat level 4",
    "utterly new wording of tomorrow: TLS success",
    "DLP no violation",
)
ON_DCID = ("TLSA something never seen", "DANE lookup of tomorrow: failed")
