"""Lines that tell whether a connection was encrypted.

Sections E (mail coming in) and I (mail going out) of the catalogue. What a stranger writes here:
the name in the certificate, and the text of an error.
"""

from esalog.grammar.form import Form

FORMS = (
    Form(
        id="E1",
        event="tls_success",
        heads=("ICID {icid} TLS success",),
        example="ICID 8 TLS success",
        meaning="The incoming connection is encrypted; older versions do not say how.",
    ),
    Form(
        id="E2",
        event="tls_success",
        heads=("ICID {icid} TLS success protocol",),
        rest=r"(?P<tls_protocol>\S+) cipher (?P<tls_cipher>\S+)(?: .*)?",
        example="ICID 8 TLS success protocol TLSv1.2 cipher ECDHE-RSA-AES256-GCM-SHA384",
        more=("ICID 9 TLS success protocol TLSv1.3 cipher TLS_AES_256_GCM_SHA384",),
        meaning="The incoming connection is encrypted, with this protocol and cipher.",
    ),
    Form(
        id="E3",
        event="tls_success",
        heads=("ICID {icid} TLS success protocol ^TLSv1/SSLv3 cipher",),
        rest=r"(?P<tls_protocol>\S+) cipher (?P<tls_cipher>\S+)(?: .*)?",
        example="ICID 8 TLS success protocol TLSv1/SSLv3 cipher AES256-SHA",
        meaning=(
            "The incoming connection is encrypted; version 5 names a family of ciphers, "
            "so the protocol may be TLSv1 or SSLv3."
        ),
    ),
    Form(
        id="E4",
        event="tls_failed",
        heads=("ICID {icid} TLS failed",),
        example="ICID 8 TLS failed",
        meaning="Encryption of the incoming connection failed; no reason is given.",
    ),
    Form(
        id="E5a",
        event="tls_failed",
        heads=("ICID {icid} TLS failed:",),
        rest=r"(?P<tls_reason>.*)",
        example="ICID 8 TLS failed: [Errno 54] Connection reset by peer",
        meaning=(
            "Encryption of the incoming connection failed; after accepted messages it only "
            "tells that the host hung up without saying goodbye."
        ),
    ),
    Form(
        id="E5b",
        event="tls_failed",
        heads=("ICID {icid} TLS failed: ^\\(",),
        rest=r"(?P<tls_reason>.*)",
        example=(
            "ICID 8 TLS failed: (336109761, 'error:1408A0C1:SSL routines:"
            "ssl3_get_client_hello:no shared cipher')"
        ),
        meaning="Encryption of the incoming connection failed with this error of OpenSSL.",
    ),
    Form(
        id="E6",
        event="tls_failed",
        heads=("ICID {icid} ^TLS was required but remote host did not initiate it",),
        rest=r"(?P<tls_reason>.*)",
        example="ICID 8 TLS was required but remote host did not initiate it",
        meaning="The host wanted to send in clear where encryption is demanded; it was refused.",
    ),
    Form(
        id="I1",
        event="tls_success",
        heads=("DCID {dcid} TLS success CN:",),
        rest=r"(?P<tls_peer>.*)",
        example="DCID 41 TLS success CN: <mx.example.com>",
        more=("DCID 42 TLS success CN: <Demo Cert of a Gateway>",),
        meaning=(
            "The outgoing connection is encrypted; the name is what the other side's "
            "certificate says, nothing more."
        ),
    ),
    Form(
        id="I2",
        event="tls_success",
        heads=("DCID {dcid} TLS success CN=",),
        rest=r"(?P<tls_peer>.*)",
        example="DCID 41 TLS success CN=mx.example.com",
        meaning="The outgoing connection is encrypted; the certificate carries this name.",
    ),
    Form(
        id="I6",
        event="tls_success",
        heads=("DCID {dcid} TLS success protocol",),
        rest=(
            r"(?P<tls_protocol>\S+) cipher (?P<tls_cipher>\S+)"
            r"(?: CN[=:] ?(?P<tls_peer>.*)| for (?P<tls_domain>.*)| .*)?"
        ),
        example="DCID 41 TLS success protocol TLSv1.2 cipher ECDHE-RSA-AES256-SHA384",
        more=(
            "DCID 42 TLS success protocol TLSv1 cipher AES128-SHA CN=mx.example.com",
            "DCID 43 TLS success protocol TLSv1 cipher AES128-SHA ",
            "DCID 44 TLS success protocol TLSv1.2 cipher AES256-SHA256 for example.org",
        ),
        meaning="The outgoing connection is encrypted, with this protocol and cipher.",
        covers=("I3", "I4", "I5"),
    ),
    Form(
        id="I7",
        event="tls_success",
        heads=("DCID {dcid} TLS success",),
        example="DCID 41 TLS success",
        meaning="The outgoing connection is encrypted; nothing more is told.",
    ),
    Form(
        id="I8",
        event="tls_failed",
        heads=("DCID {dcid} TLS failed: ^STARTTLS unexpected response",),
        rest=r"(?P<tls_reason>.*)",
        example="DCID 41 TLS failed: STARTTLS unexpected response",
        meaning="The other side offered STARTTLS and then refused it.",
    ),
    Form(
        id="I9",
        event="tls_failed",
        heads=("DCID {dcid} IP ",),
        rest=r"(?P<remote_ip>\S+) TLS failed:? ?(?P<tls_reason>.*)",
        example="DCID 41 IP 198.51.100.20 TLS failed: STARTTLS unexpected response",
        meaning="Encryption of the outgoing connection failed; the line names the host.",
        strict=True,
    ),
    Form(
        id="I10",
        event="tls_failed",
        # Two forms cannot have one head: without its last blank it is another than that of I9.
        heads=("DCID {dcid} IP",),
        rest=r"(?P<remote_ip>\S+) (?P<tls_reason>TLS was required but .*)",
        example=(
            "DCID 41 IP 198.51.100.20 TLS was required but could not be successfully negotiated"
        ),
        meaning="The other side could not encrypt where it is demanded; nothing was delivered.",
        strict=True,
    ),
    Form(
        id="I11",
        event="tls_failed",
        heads=("DCID {dcid} TLS failed", "DCID {dcid} TLS failed:"),
        rest=r"(?P<tls_reason>.*)",
        example="DCID 41 TLS failed: (336134278, 'error:14090086:certificate verify failed')",
        more=("DCID 42 TLS failed", "DCID 43 TLS failed: [Errno 54] Connection reset by peer"),
        meaning="Encryption of the outgoing connection failed.",
    ),
    Form(
        id="I12",
        event="tls_failed",
        heads=("DCID {dcid} ^STARTTLS command not supported",),
        rest=r"(?P<tls_reason>.*)",
        example="DCID 41 STARTTLS command not supported.",
        meaning="The other side does not offer encryption.",
    ),
    Form(
        id="I17",
        event="noted",
        heads=(
            "DCID {dcid} (DANE|TLSA)",
            "DCID {dcid} (SECURE|INSECURE|BOGUS) TLSA",
        ),
        rest=r"(?P<finding>.*)",
        example="DCID 41 DANE SUCCESS for example.org",
        more=("DCID 42 SECURE TLSA record found for MX(mx.example.org) in example.org",),
        meaning="Something about DANE; its wording is not published, so it changes no verdict.",
    ),
)
