"""The TLS states that tell connections, messages and recipients apart (the contract, section 2)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TlsState:
    """How a state is shown: a glyph, the same in ASCII, a word; and what it means."""

    glyph: str
    ascii: str
    word: str
    meaning: str


STATES: Mapping[str, TlsState] = {
    "success": TlsState("✔", "+", "TLS", "a session was established"),
    "failed": TlsState("✘", "!", "TLS failed", "TLS failed and nothing was sent afterwards"),
    "fallback": TlsState(
        "⚠", "v", "in clear after TLS failed", "TLS failed, then mail went over in clear"
    ),
    "none": TlsState("○", "o", "no TLS", "the whole connection is in the log and never used TLS"),
    "unknown": TlsState("?", "?", "unknown", "the log does not hold enough of the connection"),
    "internal": TlsState("·", "-", "made here", "made by the appliance, never received by SMTP"),
    "mixed": TlsState("◐", "%", "mixed", "the recipients of the message differ"),
}
"""Every state by its name; `mixed` is for messages as delivered only, `internal` as received."""
