"""Why TLS failed: the many texts of logs, brought to few reasons; a table, like the grammar.

A text is told by the first entry whose pattern is found in it. The text itself is kept: whoever
shows a reason can show what was logged beside it.
"""

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Reason:
    """One reason: `pattern` is found in its texts, in any case, and is valid in Python and RE2.

    `examples` are texts as `tls_reason` has them.
    """

    name: str
    pattern: str
    meaning: str
    examples: tuple[str, ...]

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.IGNORECASE | re.ASCII)

    def has(self, text: str) -> bool:
        """Whether the text tells of this reason."""
        return bool(self._compiled.search(text))


NOT_LOGGED = "no reason logged"
"""What stands for a failure whose line tells no reason (E4, a bare I11)."""

OTHER = "other"
"""What stands for a text that no entry knows."""

REASONS = (
    Reason(
        name="required but not initiated",
        pattern=r"tls was required but remote host did not initiate",
        meaning="The host did not ask for TLS where it is demanded, and was refused (E6).",
        examples=("TLS was required but remote host did not initiate it",),
    ),
    Reason(
        name="required but not negotiated",
        pattern=r"tls was required but",
        meaning="TLS is demanded, and could not be had from the other side (I10).",
        examples=("TLS was required but could not be successfully negotiated",),
    ),
    Reason(
        name="peer does not offer STARTTLS",
        pattern=r"starttls.*not (?:supported|offered|available|advertised)",
        meaning="The other side knows no STARTTLS, or does not offer it to us (I12).",
        examples=("STARTTLS command not supported.", "STARTTLS is not offered"),
    ),
    Reason(
        name="STARTTLS unexpected response",
        pattern=r"starttls.*unexpected response",
        meaning="The other side offered STARTTLS and then answered it with a refusal (I8).",
        examples=("STARTTLS unexpected response",),
    ),
    Reason(
        name="certificate verify failed",
        pattern=(
            r"certificate.*verif|verif.*certificate|verify (?:failed|error)|unknown[ _]ca\b"
            r"|alert[ _](?:no|bad|unsupported)[ _]certificate"
            r"|certificate[ _](?:unknown|revoked|expired|required|has expired|is not yet valid)"
            r"|self[- ]signed certificate|local issuer certificate|issuer certificate"
            r"|(?:hostname|host name|peer name).*(?:mismatch|not match)"
        ),
        meaning="One side did not accept the certificate of the other.",
        examples=(
            "(336134278, 'error:14090086:SSL routines:ssl3_get_server_certificate:"
            "certificate verify failed')",
            "(336151574, 'error:14094416:SSL routines:ssl3_read_bytes:"
            "sslv3 alert certificate unknown')",
            "(336151576, 'error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca')",
            "verify error: num=18:self signed certificate",
            "certificate has expired",
        ),
    ),
    Reason(
        name="no shared cipher",
        pattern=(
            r"no[ _]shared[ _]cipher|no[ _]ciphers?[ _](?:match|available|specified)"
            r"|(?:unknown|wrong)[ _]cipher|alert[ _]insufficient[ _]security"
        ),
        meaning="The two sides have no cipher in common.",
        examples=(
            "(336109761, 'error:1408A0C1:SSL routines:ssl3_get_client_hello:no shared cipher')",
            "(336130240, 'error:1409B0C0:SSL routines:ssl3_send_hello:no ciphers available')",
        ),
    ),
    Reason(
        name="protocol version",
        pattern=(
            r"protocol[ _]version|(?:unknown|unsupported|wrong)[ _](?:ssl[ _])?(?:protocol|version)"
            r"|no[ _]protocols[ _]available|version[ _]too[ _](?:low|high)"
            r"|unsupported[ _]ssl|inappropriate[ _]fallback"
        ),
        meaning="The two sides have no version of the protocol in common, or one speaks no TLS.",
        examples=(
            "(336027900, 'error:140760FC:SSL routines:SSL23_GET_CLIENT_HELLO:unknown protocol')",
            "(336130315, 'error:1408F10B:SSL routines:ssl3_get_record:wrong version number')",
            "(336151586, 'error:1409442E:SSL routines:ssl3_read_bytes:"
            "tlsv1 alert protocol version')",
            "(337678594, 'error:14209102:SSL routines:tls_early_post_process_client_hello:"
            "unsupported protocol')",
        ),
    ),
    Reason(
        name="handshake refused by peer",
        pattern=r"alert[ _]handshake[ _]failure",
        meaning="The other side broke the handshake off and does not say what it missed.",
        examples=(
            "(336151568, 'error:14094410:SSL routines:ssl3_read_bytes:"
            "sslv3 alert handshake failure')",
        ),
    ),
    Reason(
        name="timeout",
        pattern=r"time[d ]? ?out|errno (?:60|110)\b",
        meaning="The other side said nothing for too long.",
        examples=("timed out", "[Errno 60] Operation timed out", "timeout"),
    ),
    Reason(
        name="reset by peer",
        pattern=(
            r"reset by (?:peer|remote)|connection (?:was )?(?:reset|closed|lost|aborted)"
            r"|errno (?:32|54|104)\b|\beof\b|broken pipe|syscall|socket (?:is )?closed|hung up"
        ),
        meaning="The other side hung up in the middle.",
        examples=(
            "[Errno 54] Connection reset by peer",
            "(-1, 'Unexpected EOF')",
            "[Errno 32] Broken pipe",
        ),
    ),
)
"""Every reason, the particular before the general."""

NAMES = (*(reason.name for reason in REASONS), OTHER, NOT_LOGGED)
"""What `normalised` can give."""


def normalised(text: str | None) -> str:
    """The name of the reason that a `tls_reason` tells; one of `NAMES`."""
    if not text:
        return NOT_LOGGED
    return next((reason.name for reason in REASONS if reason.has(text)), OTHER)


def explained(text: str | None) -> str:
    """The reason and behind it the text as logged, where that says more."""
    name = normalised(text)
    if not text or name == OTHER or text.casefold().startswith(name.casefold()):
        return text or name
    return f"{name}: {text}"


def normalising(column: str) -> str:
    """The SQL expression that gives `normalised` of a column of texts."""
    cases = "".join(
        f" WHEN regexp_matches({column}, '{reason.pattern}', 'i') THEN '{reason.name}'"
        for reason in REASONS
    )
    return f"CASE WHEN coalesce({column}, '') = '' THEN '{NOT_LOGGED}'{cases} ELSE '{OTHER}' END"
