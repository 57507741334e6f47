"""What lines of messages and quarantines tell, and what is no line: form, numbers and fields."""

import pytest
from reading import told

READ = [
    ("MID 26 ICID 8 From: <>", "D3", {"mid": "26", "icid": "8", "sender": ""}),
    ("MID 26 ICID 8 From:", "D3", {"mid": "26", "icid": "8", "sender": ""}),
    (
        "MID 26 ICID 0 RID 99 To: <>",
        "D4",
        {"mid": "26", "icid": "0", "rid": "99"},
    ),
    (
        'MID 26 Message-ID "<a\'b@mail.example.com>"',
        "D7",
        {"mid": "26", "message_id": "a'b@mail.example.com"},
    ),
    ("MID 26 Subject 'It''s here''", "D8", {"mid": "26", "subject": "It''s here'"}),
    ("MID 26 Subject ''", "D8", {"mid": "26"}),
    ("MID 26 Subject", "D8", {"mid": "26"}),
    (
        "MID 26 ready 7 bytes from <>",
        "D11",
        {"mid": "26", "size": "7", "sender": ""},
    ),
    (
        "MID 26 matched all recipients for per-recipient policy in the night in the outbound table",
        "D12",
        {"mid": "26", "policy": "in the night", "direction": "outbound"},
    ),
    (
        "Message aborted MID 26 Receiving aborted by sender",
        "D13",
        {"mid": "26", "detail": "Receiving aborted by sender"},
    ),
    (
        "MID 26 From: <> To: <a@example.com>, ... 12 total recipients",
        "D15",
        {"mid": "26", "sender": "", "to": "<a@example.com>", "total": "12"},
    ),
    (
        "Global unsubscribe matched entry @example.org MID: 26 RID: 3 Address: c@example.org",
        "D24a",
        {"matched_entry": "@example.org", "mid": "26", "rid": "3", "unsubscribed": "c@example.org"},
    ),
    ("DCID 41 IP 198.51.100.20 says hello", "", {}),
    (
        "MID 26 using engine: GRAYMAIL marketing_mail",
        "F1a",
        {"mid": "26", "engine": "GRAYMAIL", "verdict": "marketing_mail"},
    ),
    ("MID 26 using engine: NEWONE using cached verdict", "F1a", {"mid": "26"}),
    (
        "MID 26 using engine: IMS unscannable",
        "F1a",
        {"mid": "26", "engine": "IMS", "verdict": "unscannable"},
    ),
    ("MID 26 using engine: SPF Verdict Cache using cached verdict", "F2", {"mid": "26"}),
    (
        "MID 26 antivirus positive 'A', 'B' (released from Outbreak)",
        "F4",
        {
            "mid": "26",
            "engine": "antivirus",
            "verdict": "positive",
            "viruses": "'A', 'B' (released from Outbreak)",
        },
    ),
    (
        "MID 26 AMP file reputation verdict : SKIPPED (no attachment in message)",
        "F6",
        {"mid": "26", "engine": "AMP", "verdict": "SKIPPED (no attachment in message)"},
    ),
    ("MID 26 attachment 'a'b.txt'", "F11a", {"mid": "26", "attachment": "a'b.txt"}),
    ("MID 26 attachment types zip", "F11b", {"mid": "26", "types": "zip"}),
    (
        "MID 26 was bounced by policy X in the inbound table",
        "F20",
        {"mid": "26", "detail": "bounced by policy X in the inbound table"},
    ),
    ("Message aborted MID 26 Dropped by CASE", "F21", {"mid": "26", "detail": "Dropped by CASE"}),
    (
        "MID 26, Message Scanning Problem: Size Limit Exceeded",
        "F23",
        {"mid": "26", "reason": "Size Limit Exceeded"},
    ),
    (
        "LDAP: Bounce query a.accept MID 26 RID 2 address MID 9 RID 9 @example.org",
        "F25a",
        {"query": "a.accept", "mid": "26", "rid": "2", "asked_address": "MID 9 RID 9 @example.org"},
    ),
    ("LDAP: unable to process, MID 26 requeued", "F25b", {"mid": "26", "outcome": "requeued"}),
    (
        "MID 26 was split creating MID 27 due to a per-recipient policy Sales",
        "G1",
        {"other": "26", "mid": "27", "cause": "per-recipient policy Sales"},
    ),
    (
        "MID 26 rewritten to 27 by antivirus(unsafe alt-rcpt-to) filter 'unknown'",
        "G2",
        {
            "other": "26",
            "mid": "27",
            "agent": "antivirus(unsafe alt-rcpt-to)",
            "filter": "unknown",
        },
    ),
    (
        "MID 26 rewritten to MID 27 by url-strip-action filter 'x'",
        "G3",
        {"other": "26", "mid": "27", "agent": "url-strip-action", "filter": "x"},
    ),
    (
        "MID 27 generated based on MID 26 by bcc filter 'x'",
        "G4",
        {"mid": "27", "other": "26", "agent": "bcc", "filter": "x"},
    ),
    ("MID 27 was generated for bounce of MID 26", "G5", {"mid": "27", "other": "26"}),
    ("EUQ: Reinjected MID 26 as MID 27", "G7", {"other": "26", "mid": "27"}),
    (
        "MID 26 received from the SMA a.example.com (MID originally 7) on release from X",
        "G8",
        {"mid": "26", "manager": "a.example.com", "foreign_mid": "7", "released_from": "X"},
    ),
    (
        "Delivery start DCID 41 MID 26 to RID [0, 1]",
        "H3",
        {"dcid": "41", "mid": "26", "rids": "0, 1"},
    ),
    (
        "Delivery start DCID 41 MID 26 to RID [0] to offbox IronPort Spam Quarantine",
        "H5",
        {
            "dcid": "41",
            "mid": "26",
            "rids": "0",
            "external": "to offbox",
            "quarantine": "IronPort Spam Quarantine",
        },
    ),
    (
        "Message done DCID 41 MID 26 to [0, 1] (external quarantine) ",
        "H6",
        {"dcid": "41", "mid": "26", "rids": "0, 1", "external": "(external quarantine)"},
    ),
    (
        "Message done DCID 41 MID 26 to RID [0] [('from', 'x')] (external quarantine)",
        "H6",
        {
            "dcid": "41",
            "mid": "26",
            "rids": "0",
            "headers": "[('from', 'x')]",
            "external": "(external quarantine)",
        },
    ),
    (
        "Message done DCID 41 MID 26 to RID [0] [('subject', 'cut off (external quarantine)",
        "H6",
        {"dcid": "41", "mid": "26", "rids": "0"},
    ),
    (
        "MID 26 RID  [0, 1] Response '2.0.0 it's ok'",
        "H7",
        {"mid": "26", "rids": "0, 1", "response": "2.0.0 it's ok"},
    ),
    (
        "Bounced: DCID 0 MID 26 to RID 0 - 5.1.2 - Bad destination host ('000', ['x'])[]",
        "H10",
        {
            "dcid": "0",
            "mid": "26",
            "rid": "0",
            "response": "5.1.2 - Bad destination host ('000', ['x'])[]",
        },
    ),
    (
        "Bounced: DCID: 41 Message 26 to 0 - 5.1.0 - no",
        "H11",
        {"dcid": "41", "mid": "26", "rid": "0", "response": "5.1.0 - no"},
    ),
    (
        'Bounced: DCID 41 MID 26 From:<> To: <"a> To: <b> RID 7 - "@example.org> RID 0 - 5.1.0 - '
        "no",
        "H12",
        {
            "dcid": "41",
            "mid": "26",
            "sender": "",
            "address": '"a> To: <b> RID 7 - "@example.org',
            "rid": "0",
            "response": "5.1.0 - no",
        },
    ),
    (
        "Delayed: DCID: 41 Message 26 to 0 - 4.4.0 - no",
        "H14a",
        {"dcid": "41", "mid": "26", "rid": "0", "response": "4.4.0 - no"},
    ),
    (
        "MID 26 to [712290] pending till Mon Mar 10 20:01:23 2025 [Default]",
        "H15",
        {
            "mid": "26",
            "rids": "712290",
            "until": "Mon Mar 10 20:01:23 2025",
            "profile": "Default",
        },
    ),
    (
        "RPC Delivery start RCID 5 MID 26 to local IronPort Spam Quarantine",
        "J1a",
        {"rcid": "5", "mid": "26", "quarantine": "IronPort Spam Quarantine"},
    ),
    (
        "RPC connection to 192.0.2.5 failed RCID 5 MID 26 (MID 9)",
        "J1e",
        {"peer": "192.0.2.5", "rcid": "5", "mid": "26", "reason": "(MID 9)"},
    ),
    (
        'MID 26 enqueued for transfer to centralized quarantine "My Own" (filter "x" (y))',
        "J4a",
        {"mid": "26", "quarantine": "My Own", "reason": 'filter "x" (y)'},
    ),
    (
        'MID 26 released from quarantine "Outbreak" (queue full) t=190',
        "J4b",
        {"mid": "26", "quarantine": "Outbreak", "reason": "queue full", "held": "190"},
    ),
    ("MID 26 released (attachments stripped) from all quarantines", "J4b", {"mid": "26"}),
    ("MID 26 deleted from all quarantines", "J4c", {"mid": "26"}),
    ("Status: CPULd 3 CrtMID 26 CrtICID 8", "J7", {"counters": "3 CrtMID 26 CrtICID 8"}),
    (
        "Debug: MID: 26 Message filter Name: A b time: 0.0002",
        "A3",
        {"mid": "26", "filter": "A b", "seconds": "0.0002"},
    ),
    ("MID 12345678901234567890 queued for delivery", "", {}),
    ("MID 26 queued for deliveryman", "", {}),
    ("mid 26 queued for delivery", "", {}),
    ("xMID 26 queued for delivery", "", {}),
    ("A quick note", "", {}),
    ("Scanning the horizon", "", {}),
    ("Your own text", "", {}),
]


@pytest.mark.parametrize(("line", "form_id", "everything"), READ, ids=lambda value: str(value)[:60])
def test_a_line_tells(line: str, form_id: str, everything: dict[str, str]) -> None:
    assert told(line) == (form_id, everything)
