"""What kind of value each field of a form is, by the field's name."""

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "id": "a number that names a record or a part of one",
    "ids": "numbers of recipients",
    "number": "a number",
    "address": "an address of mail, or several",
    "ip": "an IP address",
    "host": "a name of a host or a domain, as others tell it",
    "name": "a name that the admin has given",
    "word": "a word of the gateway's own",
    "text": "free text, mostly of strangers",
}
"""Every type, and what it means."""

_NAMES = {
    "id": "icid mid other dcid rcid rid connection foreign_mid",
    "ids": "rids",
    "number": "bytes count days held port seconds size threat_level total",
    "address": (
        "address asked_address delayed_address delayed_sender envelope_sender "
        "refused_recipient sender to unsubscribed"
    ),
    "ip": "interface_ip peer rejected_ip remote_ip",
    "host": (
        "domain env_from header_from helo manager remote_host reply_to reverse_dns tls_domain"
    ),
    "name": (
        "filter interface key match matched_entry on_interface policy profile quarantine query "
        "released_from relay sender_group"
    ),
    "word": (
        "access_rule agent asked_engine country direction engine external interim kind mechanism "
        "outcome protocol rejected_by reputation rule sbrs scanner scope serial service severity "
        "size_and_limit spf tls_cipher tls_protocol types until verdict verified version"
    ),
    "text": (
        "answer attachment auth_user cause change command complaint counters detail entry error "
        "finding headers identity message_id reason refused_user remedy response subject text "
        "tls_peer tls_reason tracker viruses"
    ),
}

TYPES: Mapping[str, str] = {name: kind for kind, names in _NAMES.items() for name in names.split()}
"""The type of each field."""
