"""Whom the made-up gateway exchanges mail with, and how their servers speak TLS."""

from typing import NamedTuple


class Partner(NamedTuple):
    """A mail domain outside, and how its servers speak TLS with the gateway.

    `incoming` and `outgoing` name an entry of `INCOMING` and `OUTGOING`.
    """

    domain: str
    host: str
    ip: str
    country: str
    reputation: str
    incoming: str
    outgoing: str


OURS = ("example.com", "sales.example.com", "lab.example.com")
MAIL_SERVER = Partner(
    "example.com", "mail.example.com", "192.0.2.20", "not enabled", "rfc1918", "new", "inside"
)
ARCHIVE = Partner(
    "archive.example.com", "vault.example.com", "192.0.2.31", "", "rfc1918", "usual", "inside"
)

PARTNERS = (
    Partner(
        "hafenkontor.example",
        "mx1.hafenkontor.example",
        "198.51.100.12",
        "Germany",
        "4.9",
        "new",
        "new",
    ),
    Partner(
        "brightfield.example",
        "mail-out3.brightfield.example",
        "198.51.100.27",
        "United States",
        "5.8",
        "usual",
        "usual",
    ),
    Partner(
        "maison-verdier.example",
        "smtp.maison-verdier.example",
        "203.0.113.8",
        "France",
        "3.1",
        "usual",
        "flaky",
    ),
    Partner(
        "polnocna-kolej.example",
        "poczta.polnocna-kolej.example",
        "203.0.113.19",
        "Poland",
        "2.7",
        "usual",
        "usual",
    ),
    Partner(
        "sakura-seiki.example",
        "mx.sakura-seiki.example",
        "203.0.113.40",
        "Japan",
        "4.4",
        "new",
        "new",
    ),
    Partner(
        "old-mill.example.org",
        "gw.old-mill.example.org",
        "198.51.100.77",
        "United Kingdom",
        "1.6",
        "old",
        "old",
    ),
    Partner(
        "county-clinic.example",
        "relay.county-clinic.example",
        "198.51.100.140",
        "United States",
        "3.9",
        "broken",
        "required",
    ),
    Partner(
        "notary-brandt.example",
        "notary-brandt.example",
        "203.0.113.77",
        "Austria",
        "0.0",
        "clear",
        "refusing",
    ),
    Partner(
        "quaypress.example.net",
        "out.quaypress.example.net",
        "203.0.113.102",
        "New Zealand",
        "3.3",
        "clear",
        "clear",
    ),
    Partner(
        "tallinn-fintech.example",
        "mx2.tallinn-fintech.example",
        "2001:db8:40::25",
        "Estonia",
        "5.2",
        "new",
        "new",
    ),
    Partner(
        "costa-azul.example",
        "correo.costa-azul.example",
        "203.0.113.133",
        "Spain",
        "2.2",
        "usual",
        "usual",
    ),
    Partner(
        "fjordlogistikk.example",
        "post.fjordlogistikk.example",
        "198.51.100.201",
        "Norway",
        "4.0",
        "new",
        "usual",
    ),
    Partner(
        "students.example.net",
        "edge-7.students.example.net",
        "198.51.100.66",
        "United States",
        "2.9",
        "usual",
        "busy",
    ),
    Partner(
        "bulkpost.example",
        "o1.send.bulkpost.example",
        "198.51.100.180",
        "Ireland",
        "1.2",
        "usual",
        "usual",
    ),
    Partner(
        "weekly-digest.example.org",
        "n4.weekly-digest.example.org",
        "203.0.113.150",
        "Netherlands",
        "0.8",
        "new",
        "usual",
    ),
    Partner(
        "gone-away.example",
        "mx.gone-away.example",
        "203.0.113.220",
        "Canada",
        "None",
        "clear",
        "gone",
    ),
)
BULK_SENDERS = (13, 14)
"""Places in `PARTNERS` of those that send many messages in one connection."""

STRANGERS = (
    Partner(
        "prize-winner.example",
        "unknown",
        "203.0.113.240",
        "Russian Federation",
        "-6.4",
        "clear",
        "gone",
    ),
    Partner(
        "pharm-express.example",
        "dsl-241.pool.example.net",
        "203.0.113.241",
        "Brazil",
        "-3.1",
        "usual",
        "gone",
    ),
    Partner(
        "account-check.example",
        "vps7.account-check.example",
        "203.0.113.242",
        "Viet Nam",
        "-1.4",
        "usual",
        "gone",
    ),
    Partner(
        "crypto-yield.example",
        "mail.crypto-yield.example",
        "203.0.113.243",
        "Hong Kong",
        "-0.7",
        "broken",
        "gone",
    ),
    Partner(
        "toner-deal.example.net",
        "h243.toner-deal.example.net",
        "203.0.113.244",
        "India",
        "None",
        "clear",
        "gone",
    ),
)

INCOMING = {
    "new": (
        "TLSv1.3 cipher TLS_AES_256_GCM_SHA384",
        "TLSv1.3 cipher TLS_AES_256_GCM_SHA384",
        "TLSv1.3 cipher TLS_AES_128_GCM_SHA256",
        "TLSv1.3 cipher TLS_CHACHA20_POLY1305_SHA256",
    ),
    "usual": (
        "TLSv1.2 cipher ECDHE-RSA-AES256-GCM-SHA384",
        "TLSv1.2 cipher ECDHE-RSA-AES256-GCM-SHA384",
        "TLSv1.2 cipher ECDHE-RSA-AES128-GCM-SHA256",
        "TLSv1.2 cipher ECDHE-RSA-AES128-SHA256",
    ),
    "old": ("TLSv1 cipher DHE-RSA-AES256-SHA", "TLSv1 cipher RC4-SHA", "TLSv1 cipher AES128-SHA"),
}
"""Sessions by manner of the peer; a manner without an entry has none, or has trouble."""

OUTGOING = {
    **INCOMING,
    "inside": ("TLSv1.2 cipher ECDHE-RSA-AES256-GCM-SHA384",),
    "flaky": INCOMING["usual"],
    "required": INCOMING["usual"],
    "refusing": INCOMING["usual"],
    "busy": INCOMING["usual"],
}

INCOMING_TROUBLE = (
    "TLS failed: (336109761, 'error:1408A0C1:SSL routines:ssl3_get_client_hello:no shared cipher')",
    "TLS failed: (336027900, 'error:140760FC:SSL routines:SSL23_GET_CLIENT_HELLO:"
    "unknown protocol')",
    "TLS failed: (336151574, 'error:14094416:SSL routines:ssl3_read_bytes:"
    "sslv3 alert certificate unknown')",
    "TLS failed: [Errno 54] Connection reset by peer",
    "TLS failed",
)
OUTGOING_TROUBLE = (
    "TLS failed: STARTTLS unexpected response",
    "TLS failed: (336134278, 'error:14090086:SSL routines:ssl3_get_server_certificate:"
    "certificate verify failed')",
    "TLS failed: (336151568, 'error:14094410:SSL routines:ssl3_read_bytes:"
    "sslv3 alert handshake failure')",
    "TLS failed: (336130315, 'error:1408F10B:SSL routines:ssl3_get_record:wrong version number')",
    "TLS failed: [Errno 54] Connection reset by peer",
    "IP {ip} TLS failed: timed out",
    "IP {ip} TLS was required but could not be successfully negotiated",
)
