"""No text that a stranger controls can make a line look like another, or change its ids."""

import pytest
from reading import EXAMPLES, read, told

from esalog.grammar.form import Match

STRANGER = "§"
CONTROLLED = [
    # a line with a place that a stranger fills, and the fields that may then change
    (
        "New SMTP ICID 8 interface In (192.0.2.5) address 198.51.100.7 reverse dns host § "
        "verified no",
        {"remote_host"},
    ),
    ("ICID 8 Invalid sender address: §", {"complaint"}),
    ("ICID 8 Address: <§> sender rejected, domain unknown", {"envelope_sender"}),
    ("ICID 8 Unknown command: §", {"command"}),
    ("ICID 8 Bad syntax for command: §", {"command"}),
    ("ICID 8 MID 26 Invalid recipient address: §", {"complaint"}),
    (
        "SMTP Auth: (ICID 8) succeeded for user: § using AUTH mechanism: A with profile: b",
        {"auth_user"},
    ),
    (
        "SMTP Auth: (ICID 8) failed for user: § using AUTH mechanism: A with profile: b",
        {"refused_user"},
    ),
    (
        "SMTP Auth (ICID 8) succeeded for user: § using AUTH mechanism: A with profile: b",
        {"auth_user"},
    ),
    ("MID 26 ICID 8 From: <§>", {"sender"}),
    ("MID 26 ICID 8 From: §", {"sender"}),
    ("MID 26 ICID 8 RID 0 To: <§>", {"address"}),
    ("MID 26 ICID 8 RID 0 To: §", {"address"}),
    ("MID 26 ICID 8 To: <§> Rejected by RAT", {"refused_recipient"}),
    ("MID 26 ICID 8 invalid bounce, rcpt address <§> rejected", {"finding"}),
    ("MID 26 Message-ID '<§>'", {"message_id"}),
    ("MID 26 Subject '§'", {"subject"}),
    ('MID 26 Subject "§"', {"subject"}),
    ("MID 26 Subject §", {"subject"}),
    ("MID 26 ready 7 bytes from <§>", {"sender"}),
    ("MID 26 From: <> To: <§>, ... 1 total recipients", {"to"}),
    (
        "MID 26 SDR: Domains for which SDR is requested: reverse DNS host: a, helo: §, "
        "env-from: b, header-from: c, reply-to: d",
        {"reverse_dns", "helo", "env_from", "header_from", "reply_to"},
    ),
    ("MID 26 masquerading header 'To' from '§' to 'b'", {"change"}),
    ("Alias match: MID 26 RID 0 recipient § mapped to ['b']", {"change"}),
    ("Global unsubscribe matched entry @b MID: 26 RID: 0 Address: §", {"unsubscribed"}),
    ("ICID 8 TLS failed: §", {"tls_reason"}),
    ("DCID 41 TLS success CN: <§>", {"tls_peer"}),
    ("DCID 41 TLS success CN=§", {"tls_peer"}),
    ("DCID 41 TLS success protocol TLSv1 cipher A CN=§", {"tls_peer"}),
    ("DCID 41 TLS failed: §", {"tls_reason"}),
    ("DCID 41 IP 198.51.100.20 TLS failed: §", {"tls_reason"}),
    ("MID 26 attachment '§'", {"attachment"}),
    ('MID 26 attachment "§"', {"attachment"}),
    ("MID 26 SPF: mailfrom identity § None", {"identity"}),
    ("MID 26 DKIM: pass signature verified (d=§ s=b i=c)", {"finding"}),
    ("MID 26 verified good From: §", {"identity"}),
    ("MID 26 DMARC: Message from domain §, DMARC fail", {"finding"}),
    ("MID 26 URL § has reputation 1 matched Condition: b", {"finding"}),
    ("MID 26 Custom Log Entry: §", {"entry"}),
    ("MID 26: scanning error (name='§', type=b): c", {"reason"}),
    ("LDAP: Drop query a.b MID 26 RID 0 address §", {"asked_address"}),
    ("Message 26 was processed with 'Delete' remedial action for recipient '§'", {"remedy"}),
    ("MID 26 was split creating MID 27 due to a SL/BL configuration: §", {"cause"}),
    ("Message done DCID 41 MID 26 to RID [0] [('from', '§')]", {"headers"}),
    ("Message done DCID 41 MID 26 to RID [0] [('from', '§')] (external quarantine)", {"headers"}),
    ("MID 26 RID [0] Response '§'", {"response"}),
    ("MID 26 RID [0] Response §", {"response"}),
    ("Bounced: DCID 41 MID 26 to RID 0 - 5.1.0 - no ('550', ['§']) []", {"response"}),
    ("Bounced: DCID 41 MID 26 From: <a@b> To: <c@d> RID 0 - 5.1.0 - ['§']", {"response"}),
    ("Delayed: DCID 41 MID 26 to RID 0 - 4.1.0 - no ('450', ['§']) []", {"response"}),
    ("Delayed: DCID 41 MID 26 From: <a@b> To: <c@d> RID 0 - 4.1.0 - ['§']", {"response"}),
    ("Double bounce: MID 26 to 0 - 5.1.0 - §", {"response"}),
    (
        "Connection Error: DCID 41 domain: a.b IP: 198.51.100.20 port: 25 details: § "
        "interface: 192.0.2.5 reason: network error",
        {"error"},
    ),
    ("Connection Error: DCID: 41 IP: 198.51.100.20 details: §", {"error"}),
    ("A System/Warning alert was sent to a@b with subject §", {"text"}),
    ("Internal SMTP giving up on message to a@b with subject '§': c.", {"finding"}),
    ('MID 26 quarantined to "Policy" (§)', {"reason"}),
]


@pytest.mark.parametrize(("line", "free"), CONTROLLED, ids=[line[:60] for line, _ in CONTROLLED])
def test_a_stranger_cannot_make_a_line_look_like_another(line: str, free: set[str]) -> None:
    honest = read(line.replace(STRANGER, "x"))
    assert honest is not None
    for _, text in EXAMPLES:
        fooled = read(line.replace(STRANGER, text))
        assert fooled is not None
        assert fooled.form is honest.form, text
        assert fooled.numbers() == honest.numbers(), text
        assert without(fooled, free) == without(honest, free), text


def without(match: Match, free: set[str]) -> dict[str, str]:
    return {name: text for name, text in match.fields().items() if name not in free}


@pytest.mark.parametrize("kind", ["Bounced", "Delayed"])
def test_a_quoted_address_cannot_name_another_recipient(kind: str) -> None:
    for _, text in EXAMPLES:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        address = f'<"{quoted}> To: <x> RID 7 - "@example.net>'
        line = f"{kind}: DCID 41 MID 26 From: {address} To: {address} RID 0 - 5.1.0 - no"
        _, facts = told(line)
        assert facts["rid"] == "0", text
        assert facts["response"] == "5.1.0 - no", text
