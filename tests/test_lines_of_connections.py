"""What lines of connections tell, those of TLS among them: form, numbers and fields."""

import pytest
from reading import told

READ = [
    (
        "New SMTP ICID 8 interface Data (old) 1 (192.0.2.5) address 198.51.100.7 "
        "reverse dns host x) address 203.0.113.9 reverse dns host y verified yes verified no",
        "B1",
        {
            "icid": "8",
            "interface": "Data (old) 1",
            "interface_ip": "192.0.2.5",
            "remote_ip": "198.51.100.7",
            "remote_host": "x) address 203.0.113.9 reverse dns host y verified yes",
            "verified": "no",
        },
    ),
    (
        "New SMTP ICID 8 interface inside address 2001:db8::7",
        "B1",
        {"icid": "8", "interface": "inside", "remote_ip": "2001:db8::7"},
    ),
    (
        "New SMTP ICID 8 interface In (192.0.2.5) address 198.51.100.7 reverse dns host  a.example "
        "verified no",
        "B1",
        {
            "icid": "8",
            "interface": "In",
            "interface_ip": "192.0.2.5",
            "remote_ip": "198.51.100.7",
            "remote_host": "a.example",
            "verified": "no",
        },
    ),
    (
        "New smtp ICID 8 Interface In (192.0.2.5) address 198.51.100.7 reverse dns host cut.off",
        "B1",
        {
            "icid": "8",
            "interface": "In",
            "interface_ip": "192.0.2.5",
            "remote_ip": "198.51.100.7",
        },
    ),
    (
        "ICID 8 RELAY SG My Hosts match ALL SBRS not enabled country not enabled",
        "B7",
        {
            "icid": "8",
            "access_rule": "RELAY",
            "sender_group": "My Hosts",
            "match": "ALL",
            "sbrs": "not enabled",
            "country": "not enabled",
        },
    ),
    (
        "ICID 8 ACCEPT SG None match  SBRS unable to retrieve",
        "B7",
        {
            "icid": "8",
            "access_rule": "ACCEPT",
            "sender_group": "None",
            "sbrs": "unable to retrieve",
        },
    ),
    (
        "ICID 8 ACCEPT SG None match SBRS None",
        "B7",
        {"icid": "8", "access_rule": "ACCEPT", "sender_group": "None", "sbrs": "None"},
    ),
    (
        "ICID 8 REJECT SG SHUT match",
        "B7",
        {"icid": "8", "access_rule": "REJECT", "sender_group": "SHUT"},
    ),
    (
        "ICID 8 REJECT SG SHUT match etf-source: daily list SBRS None country South Sudan",
        "B7",
        {
            "icid": "8",
            "access_rule": "REJECT",
            "sender_group": "SHUT",
            "match": "etf-source: daily list",
            "sbrs": "None",
            "country": "South Sudan",
        },
    ),
    ("ICID 8 lost", "B17", {"icid": "8"}),
    (
        "ICID 8 disconnected address 198.51.100.7, exceeded allowable connection time",
        "B20",
        {"icid": "8", "remote_ip": "198.51.100.7", "reason": "exceeded allowable connection time"},
    ),
    (
        "SMTP Auth: (ICID 8) succeeded for user: a using AUTH mechanism: X with profile: y using "
        "AUTH mechanism: LOGIN with profile: our staff",
        "C1",
        {
            "icid": "8",
            "auth_user": "a using AUTH mechanism: X with profile: y",
            "mechanism": "LOGIN",
            "profile": "our staff",
        },
    ),
    (
        "SMTP Auth (ICID 8) was required but remote host did not initiate it",
        "C4",
        {"icid": "8"},
    ),
    (
        "ICID 8 TLS success protocol TLSv1.3 cipher TLS_AES_256_GCM_SHA384 ",
        "E2",
        {"icid": "8", "tls_protocol": "TLSv1.3", "tls_cipher": "TLS_AES_256_GCM_SHA384"},
    ),
    (
        "ICID 8 TLS success protocol TLSv1/SSLv3 cipher AES256-SHA",
        "E3",
        {"icid": "8", "tls_protocol": "TLSv1/SSLv3", "tls_cipher": "AES256-SHA"},
    ),
    ("ICID 8 TLS failed ", "E4", {"icid": "8"}),
    (
        "ICID 8 TLS failed: (1, 'error:a:b, c:d')",
        "E5b",
        {"icid": "8", "tls_reason": "(1, 'error:a:b, c:d')"},
    ),
    (
        "ICID 8 TLS was required but remote host did not initiate it",
        "E6",
        {"icid": "8", "tls_reason": "TLS was required but remote host did not initiate it"},
    ),
    ("DCID 41 TLS success CN: <A B, C>", "I1", {"dcid": "41", "tls_peer": "A B, C"}),
    ("DCID 41 TLS success CN=", "I2", {"dcid": "41"}),
    (
        "DCID 41 TLS success protocol TLSv1 cipher AES128-SHA CN=a for example.org",
        "I6",
        {
            "dcid": "41",
            "tls_protocol": "TLSv1",
            "tls_cipher": "AES128-SHA",
            "tls_peer": "a for example.org",
        },
    ),
    (
        "DCID 41 TLS success protocol TLSv1 cipher AES128-SHA for example.org",
        "I6",
        {
            "dcid": "41",
            "tls_protocol": "TLSv1",
            "tls_cipher": "AES128-SHA",
            "tls_domain": "example.org",
        },
    ),
    (
        "DCID 41 TLS success protocol TLSv1 cipher AES128-SHA something new",
        "I6",
        {"dcid": "41", "tls_protocol": "TLSv1", "tls_cipher": "AES128-SHA"},
    ),
    ("DCID 41 TLS success", "I7", {"dcid": "41"}),
    (
        "DCID 41 IP 2001:db8::20 TLS failed: TLS was required but could not be",
        "I9",
        {
            "dcid": "41",
            "remote_ip": "2001:db8::20",
            "tls_reason": "TLS was required but could not be",
        },
    ),
    (
        "DCID 41 IP 198.51.100.20 TLS was required but could not be successfully negotiated",
        "I10",
        {
            "dcid": "41",
            "remote_ip": "198.51.100.20",
            "tls_reason": "TLS was required but could not be successfully negotiated",
        },
    ),
    ("DCID 41 TLS failed", "I11", {"dcid": "41"}),
    (
        "DCID 41 STARTTLS command not supported.",
        "I12",
        {"dcid": "41", "tls_reason": "STARTTLS command not supported."},
    ),
    (
        "New SMTP DCID 41 interface Data address 2 address 198.51.100.20 port 26",
        "H1",
        {
            "dcid": "41",
            "interface": "Data address 2",
            "remote_ip": "198.51.100.20",
            "port": "26",
        },
    ),
    (
        "Connection Error: DCID 41 domain: example.org IP: 198.51.100.20 port: 25 details: "
        "DCID 9 IP: 192.0.2.1 port: 1 interface: 192.0.2.5 reason: network error",
        "H20",
        {
            "error": "DCID 41 domain: example.org IP: 198.51.100.20 port: 25 details: DCID 9 "
            "IP: 192.0.2.1 port: 1 interface: 192.0.2.5 reason: network error",
            "dcid": "41",
            "domain": "example.org",
            "remote_ip": "198.51.100.20",
            "port": "25",
        },
    ),
    (
        "Connection Error: connection timed out DCID: 41 IP: 198.51.100.20 details: timeout",
        "H20",
        {
            "error": "connection timed out DCID: 41 IP: 198.51.100.20 details: timeout",
            "dcid": "41",
            "remote_ip": "198.51.100.20",
        },
    ),
    ("SMTP client connection killed DCID: 41", "H22", {"dcid": "41"}),
]


@pytest.mark.parametrize(("line", "form_id", "everything"), READ, ids=lambda value: str(value)[:60])
def test_a_line_tells(line: str, form_id: str, everything: dict[str, str]) -> None:
    assert told(line) == (form_id, everything)
