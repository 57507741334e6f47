"""The filter language: what is read, what is refused, and what each word leaves of a small log."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import esalog
from esalog import FILTER_WORDS, FilterError, Log, parse_filter, select, split_filter
from esalog.keys import Kind

LOG = """\
09:00:00 ICID 7 MID 25 Invalid recipient address:  'RCPT TO:<>'
09:00:01 MID 25 ICID 7 From: <old@example.net>
09:00:02 MID 25 ICID 7 RID 0 To: <carl@example.org>
09:15:00 New ICID 8 198.51.100.7 mail.example.com yes
09:15:01 ICID 8 ACCEPT SG PARTNERS match 198.51.100.0/24 SBRS 4.2 country New Zealand
09:15:02 ICID 8 TLS success protocol TLSv1 cipher ECDHE-RSA-AES256-SHA
09:15:03 Start MID 26 ICID 8
09:15:03 MID 26 ICID 8 From: <Ann@example.com>
09:15:03 MID 26 ICID 8 RID 0 To: <carl@example.org>
09:15:03 MID 26 ICID 8 RID 1 To: <dora@example.net>
09:15:04 MID 26 Subject 'Lunch on Friday'
09:15:04 MID 26 ready 2150 bytes from <Ann@example.com>
09:15:05 MID 26 SPF: mailfrom identity Ann@example.com Pass (v=spf1)
09:15:05 MID 26 queued for delivery
09:15:06 ICID 8 close
09:15:06 New SMTP DCID 41 interface 192.0.2.5 address 203.0.113.20 port 25
09:15:07 DCID 41 TLS success protocol TLSv1.3 cipher TLS_AES_256_GCM_SHA384
09:15:07 Delivery start DCID 41 MID 26 to RID [0]
09:15:08 Message done DCID 41 MID 26 to RID [0]
09:15:08 MID 26 RID [0] Response '2.0.0 Ok: queued as 9F03C'
09:15:09 DCID 41 close
09:15:10 New SMTP DCID 42 interface 192.0.2.5 address 203.0.113.21 port 25
09:15:11 DCID 42 TLS failed: (336134278, 'error:14090086:certificate verify failed')
09:15:12 Delayed: DCID 42 MID 26 to RID 1 - 4.4.0 - Other network problem [] []
09:15:12 DCID 42 close
10:00:00 New ICID 9 192.0.2.44 relay.example.net no
10:00:01 ICID 9 RELAY SG RELAYLIST match 192.0.2.0/24 SBRS None country New Zealand
10:00:02 Start MID 27 ICID 9
10:00:02 MID 27 ICID 9 From: <bob@sub.example.org>
10:00:02 MID 27 ICID 9 RID 0 To: <eve@example.com>
10:00:02 MID 27 Subject 'Invoice 4471 | it's late'
10:00:02 MID 27 ready 2000000 bytes from <bob@sub.example.org>
10:00:03 MID 27 rewritten to MID 29 by add-footer filter 'Disclaimer'
10:00:03 Message finished MID 27 done
10:00:03 MID 29 queued for delivery
10:00:04 Start MID 28 ICID 9
10:00:04 MID 28 ICID 9 From: <>
10:00:04 MID 28 ICID 9 RID 0 To: <eve@example.com>
10:00:05 Message aborted MID 28 Dropped by CASE
10:00:05 Message finished MID 28 done
10:00:06 ICID 9 close
10:00:06 New SMTP DCID 43 interface 192.0.2.5 address 203.0.113.20 port 25
10:00:07 Delivery start DCID 43 MID 29 to RID [0]
10:00:08 Message done DCID 43 MID 29 to RID [0]
10:00:09 DCID 43 close
10:30:00 New ICID 10 198.51.100.66 unknown no
10:30:01 ICID 10 REJECT SG BLOCKLIST match sbrs[-10.0:-3.0] SBRS -8.0 country New Zealand
10:30:02 ICID 10 close
10:40:00 New ICID 11 198.51.100.8 smtp.example.com yes
10:40:01 ICID 11 ACCEPT SG PARTNERS match 198.51.100.0/24 SBRS 4.2 country New Zealand
10:40:02 ICID 11 TLS failed: (336109761, 'error:1408A0C1:no shared cipher')
10:40:02 ICID 11 close
"""


NEW = "New SMTP ICID {} interface Data 1 (192.0.2.9) address {} reverse dns host {} verified {}"


def lines() -> Iterator[tuple[str, str]]:
    """Times and texts of the log."""
    for line in LOG.splitlines():
        at, text = line.split(" ", 1)
        words = text.split()
        yield at, NEW.format(*words[2:]) if text.startswith("New ICID") else text


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    path: Path = tmp_path_factory.mktemp("filters") / "mail.log"
    path.write_text("".join(f"Mon Mar  3 {at} 2025 Info: {text}\n" for at, text in lines()))
    with Log(gateway="esa1.example.com") as loaded:
        for _ in loaded.load([str(path)]):
            pass
        yield loaded


def left(log: Log, kind: Kind, text: str) -> list[int]:
    found = select(log, kind, text)
    return [found.key(position).id for position in range(found.count)]


MESSAGES = [
    ("", [25, 26, 27, 29, 28]),
    # Text: a part of it in any case, with a capital in that case; whole; a pattern; empty; any.
    ("from:ann", [26]),
    ("from:Ann", [26]),
    ("from:ANN", []),
    ("from:'ann@example.com'", [26]),
    ("from:'ann'", []),
    ("from:/^ann@/", [26]),
    ("from:/^a.*(com|net)$/", [26]),
    ("from:<>", [28]),
    ('from:""', [28]),
    ("from:''", [28]),
    ("from:", [25, 26, 27, 29, 28]),
    ("subject:", [26, 27, 29]),
    ("!subject:", [25, 28]),
    ("to:dora", [26]),
    ("to:'dora@example.net'", [26]),
    ("to:/^dora/", [26]),
    ("to:'carl@example.org'", [25, 26]),
    ('subject:"on Friday"', [26]),
    ("subject:'Invoice 4471 | it's late'", [27, 29]),
    (r'subject:"it\'s"', [27, 29]),
    ("subject:it's", [27, 29]),
    # Whole words of the language.
    ("FROM:ann", [26]),
    ("domain:example.com", [26, 27, 29, 28]),
    ("domain:example.org", [25, 26]),
    ("domain:.example.org", [25, 26, 27, 29]),
    ("domain:example", []),
    ("domain:/^bob@sub/", [27, 29]),
    ("dir:out", [27, 29, 28]),
    ("dir:in", [26]),
    ("!dir:", [25]),
    ("status:dropped", [28]),
    ("status:partly", [26]),
    ('status:"partly delivered"', [26]),
    ("status:rewritten|dropped", [27, 28]),
    ("!status:rewritten|dropped", [25, 26, 29]),
    ("size:2150", [26]),
    ("size:>1M", [27]),
    ("size:<=2.15k", [26]),
    ("size:2k-3M", [26, 27]),
    ("mid:26", [26]),
    ("mid:26|28", [26, 28]),
    ("icid:9", [27, 29, 28]),
    ("dcid:43", [29]),
    ("gateway:esa1", [25, 26, 27, 29, 28]),
    ("gateway:esa2", []),
    # States: by name, its beginning, word or glyph; of either way, or of one.
    ("tls:mixed", [26]),
    ("tls:◐", [26]),
    ("tls:%", [26]),
    ("tls:none", [27, 29, 28]),
    ('tls:"no tls"', [27, 29, 28]),
    ("tls:out:none", [27, 29]),
    ("tls:in:none", [27, 29, 28]),
    ("tls:succ", [26]),
    ("tls:out:failed", [26]),
    ("tls:in:success", [26]),
    ("tls:out:success", [26]),
    ("tls:unknown", [25]),
    ("!tls:out:", [25, 28]),
    # What connections tell, of those that a message came and left by.
    ("ip:203.0.113.2", []),
    ("ip:203.0.113.", [26, 29]),
    ("ip:203.0.113.20", [26, 29]),
    ("ip:192.0.2.0/24", [27, 29, 28]),
    ("ip:'192.0.2.44'", [27, 29, 28]),
    ("host:mail.", [26]),
    ("host:relay", [27, 29, 28]),
    ("proto:1.0", [26]),
    ("proto:1.3", [26]),
    ("proto:1.2", []),
    ("cipher:gcm", [26]),
    ("group:relaylist", [27, 29, 28]),
    ("policy:relay", [27, 29, 28]),
    ("reason:verify", [26]),
    ('reason:"certificate verify failed"', [26]),
    ("reason:14090086", [26]),
    ("!reason:", [25, 27, 29, 28]),
    # Times: to the end of what is named; from the end of the log; on its last day.
    ("since:10:00:04", [28]),
    ("until:10:00:03", [25, 26, 27, 29]),
    ("until:9:15", [25, 26]),
    ("since:2025-03-03", [25, 26, 27, 29, 28]),
    ("since:2025-03-04", []),
    ("until:2025-03-02", []),
    ("since:2025-03-03T10:00", [27, 29, 28]),
    ('since:"2025-03-03 10:00:04"', [28]),
    ("since:1h", [27, 29, 28]),
    ("since:999999w", [25, 26, 27, 29, 28]),
    ("until:9999-12-31", [25, 26, 27, 29, 28]),
    ("until:0001-01-01", []),
    ("since:-90m until:10:00:02", [26, 27]),
    # Lines: a hit on any line is one for the whole transaction.
    ("lunch", [26]),
    ("Lunch", [26]),
    ("LUNCH", []),
    ("spf1", [26]),
    ("9f03c", [26]),
    ("relaylist", [27, 29, 28]),
    ("disclaimer", [27, 29]),
    ('"delivery start dcid 43"', [27, 29]),
    ("'26'", [26]),
    ("'2'", [26, 27, 29, 28]),
    ("/MID \\d+ Subject 'I/", [27, 29]),
    ("/Dropped by \\w+$/", [28]),
    ("!lunch", [25, 27, 29, 28]),
    # Together: a blank is both, a bar one of them and binds more, a mark leaves out.
    ("from:bob subject:invoice", [27, 29]),
    ("from:bob subject:lunch", []),
    ("from:ann | from:bob", [26, 27, 29]),
    ("from:ann|bob", [26, 27, 29]),
    ("from:ann|to:eve", [26, 27, 29, 28]),
    ("from:ann | bob", [26, 27, 29]),
    ("dir:out from:bob | status:dropped", [27, 29, 28]),
    ("to:eve !from:bob", [28]),
    ("!from:ann | from:<>", [25, 27, 29, 28]),
    ("!!from:ann", [26]),
    ("| from:ann |", [26]),
    ("!", [25, 26, 27, 29, 28]),
]

CONNECTIONS: list[tuple[Kind, str, list[int]]] = [
    ("injections", "", [7, 8, 9, 10, 11]),
    ("injections", "tls:failed", [11]),
    ("injections", "tls:none", [9]),
    ("injections", "tls:refused", [10]),
    ("injections", "tls:unknown", [7]),
    ("injections", "tls:out:none", [9]),
    ("injections", "policy:REJECT", [10]),
    ("injections", "group:blocklist|relaylist", [9, 10]),
    ("injections", "dir:out", [9]),
    ("injections", "ip:198.51.100.", [8, 10, 11]),
    ("injections", "ip:198.51.100.0/28", [8, 11]),
    ("injections", "host:example.com", [8, 11]),
    ("injections", "domain:example.com", [8, 11]),
    ("injections", "domain:sub.example.org", [9]),
    ("injections", "from:ann", [8]),
    ("injections", "to:eve", [9]),
    ("injections", "subject:invoice", [9]),
    ("injections", "status:dropped", [9]),
    ("injections", "dcid:41", [8]),
    ("injections", 'reason:"no shared cipher"', [11]),
    ("injections", "since:10:30", [10, 11]),
    ("injections", "lunch", [8]),
    ("injections", "blocklist", [10]),
    ("injections", "9f03c", [8]),
    ("deliveries", "", [41, 42, 43]),
    ("deliveries", "tls:failed", [42]),
    ("deliveries", "tls:in:success", [41, 42]),
    ("deliveries", "ip:203.0.113.20", [41, 43]),
    ("deliveries", "icid:9", [43]),
    ("deliveries", "dir:out", [43]),
    ("deliveries", "domain:example.org", [41]),
    ("deliveries", "domain:.example.com", [43]),
    ("deliveries", "subject:lunch", [41, 42]),
    ("deliveries", "host:mail.example.com", []),
    ("deliveries", "9f03c", [41, 42]),
    ("deliveries", "'42'", [41, 42]),
    ("deliveries", '"network problem"', [41, 42]),
    ("deliveries", "disclaimer", [43]),
]


@pytest.mark.parametrize(("text", "mids"), MESSAGES)
def test_a_filter_leaves_messages(log: Log, text: str, mids: list[int]) -> None:
    assert left(log, "messages", text) == mids


@pytest.mark.parametrize(("kind", "text", "ids"), CONNECTIONS)
def test_a_filter_leaves_connections(log: Log, kind: Kind, text: str, ids: list[int]) -> None:
    assert left(log, kind, text) == ids


@pytest.mark.parametrize(
    ("text", "wrong", "suggestion"),
    [
        ("form:ann", "form:", "from:"),
        ("to:eve subjet:x", "subjet:", "subject:"),
        ("error:1408F10B", "error:1408F10B", '"error:1408F10B"'),
        ("tls:fialed", "fialed", "failed"),
        ("tls:out:fialed", "fialed", "failed"),
        ("status:bounecd", "bounecd", "bounced"),
        ("dir:up", "up", ""),
        ("mid:x26", "x26", ""),
        ("mid:/2/", "/2/", ""),
        ("size:big", "big", ">1M"),
        ("size:1-2-3", "1-2-3", ">1M"),
        ("since:yesterday", "yesterday", ""),
        ("since:25:00", "25:00", ""),
        ("until:2025-02-30", "2025-02-30", ""),
        ("ip:192.0.2.0/99", "192.0.2.0/99", ""),
        ("from:/(/", "/(/", ""),
        ("/a{1001}/", "/a{1001}/", ""),
        ("/(?<=a)b/", "/(?<=a)b/", ""),
        ("/var/log/mail", "/var/log/mail", '"/var/log/mail"'),
        ('x subject:"on friday', '"on friday', '"on friday"'),
        ("from:'ann ", "'ann", "'ann'"),
    ],
)
def test_an_error_names_what_is_wrong_and_what_was_meant(
    text: str, wrong: str, suggestion: str
) -> None:
    with pytest.raises(FilterError) as caught:
        parse_filter(text)
    assert text[caught.value.start : caught.value.end] == wrong
    assert caught.value.suggestion == suggestion


@pytest.mark.parametrize("text", ["10:15:03", "2001:db8::1", "https://example.com"])
def test_a_colon_that_follows_no_name_is_text(text: str) -> None:
    assert split_filter(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("from:a  b", ["from:a", "b"]),
        ("from:a | to:b !c", ["from:a | to:b", "!c"]),
        ("status:bounced|delayed x", ["status:bounced|delayed", "x"]),
        ('subject:"a b" /c d/', ['subject:"a b"', "/c d/"]),
        (" | a | ", ["a"]),
    ],
)
def test_a_filter_falls_into_the_parts_that_must_all_fit(text: str, parts: list[str]) -> None:
    assert split_filter(text) == parts
    assert [part for one in parts for part in split_filter(one)] == parts


@pytest.mark.parametrize("word", FILTER_WORDS, ids=lambda word: word.word)
def test_every_word_is_explained_by_an_example_that_holds_it(word: esalog.FilterWord) -> None:
    assert word.example.startswith(word.word)
    parse_filter(word.example)
    for value in word.values:
        parse_filter(f"{word.word}{value}")


@given(
    st.lists(
        st.sampled_from(
            [*(word.word for word in FILTER_WORDS), *"!|'\"/\\ ()<>", " | ", "a", "2", "ann", "-3h"]
        ),
        max_size=12,
    ).map("".join)
)
def test_whatever_is_typed_is_read_or_refused_at_a_place(text: str) -> None:
    refused: FilterError | None = None
    parts: list[str] = []
    try:
        parts = split_filter(text)
    except FilterError as error:
        refused = error
    assert refused is None or 0 <= refused.start < refused.end <= len(text)
    assert [part for one in parts for part in split_filter(one)] == parts


def test_what_is_typed_is_never_read_as_sql(log: Log) -> None:
    for text in ("from:x');DROP", "'\";'", "gateway:%'OR'1'='1", 'to:"\') OR true--"'):
        assert left(log, "messages", text) == []
    assert len(left(log, "messages", "")) == 5


@pytest.mark.parametrize("start", ["Mon Mar  3 09:00:00 2025 Info: ", "Info: "])
def test_words_of_a_wrapped_line_are_found_in_any_frame(tmp_path: Path, start: str) -> None:
    path = tmp_path / "mail.log"
    texts = (
        "Start MID 9 ICID 5",
        "MID 9 Subject 'hello\nwonderful world'",
        "MID 8 queued for delivery",
    )
    path.write_text("".join(f"{start}{text}\n" for text in texts))
    with Log() as log:
        for _ in log.load([str(path)]):
            pass
        assert left(log, "messages", "wonderful") == left(log, "messages", "hello") == [9]
