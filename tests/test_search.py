"""Find: what is typed against the entities of one small log."""

import string
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import esalog
from esalog import Finder, Hit
from esalog.demo import demo_source
from esalog.search.folding import folded, folded_places
from esalog.search.matching import Rank, fit
from esalog.search.terms import Place, Term, TypedId, parse, typed_id


@dataclass(frozen=True)
class Mail:
    """What one message and its two connections have in the log."""

    sender: str
    recipients: Sequence[str]
    subject: str
    message_id: str
    host: str = "mail.example.com"
    ip: str = "192.0.2.7"

    def lines(self, nth: int) -> Iterator[str]:
        """Its lines; the MID is 500000 + `nth`, the ICID 100 + `nth`, the DCID 9000 + `nth`."""
        mid, icid, dcid = 500000 + nth, 100 + nth, 9000 + nth
        yield (
            f"New SMTP ICID {icid} interface Data 1 (192.0.2.1) address {self.ip}"
            f" reverse dns host {self.host} verified yes"
        )
        yield f"Start MID {mid} ICID {icid}"
        yield f"MID {mid} ICID {icid} From: <{self.sender}>"
        for rid, recipient in enumerate(self.recipients):
            yield f"MID {mid} ICID {icid} RID {rid} To: <{recipient}>"
        yield f"MID {mid} Message-ID '<{self.message_id}>'"
        yield f"MID {mid} Subject '{self.subject}'"
        yield f"ICID {icid} close"
        yield f"New SMTP DCID {dcid} interface 192.0.2.2 address 198.51.100.25 port 25"
        rids = ", ".join(str(rid) for rid in range(len(self.recipients)))
        yield f"Delivery start DCID {dcid} MID {mid} to RID [{rids}]"
        yield f"Message done DCID {dcid} MID {mid} to RID [{rids}]"
        yield f"DCID {dcid} close"


MAILS = (
    Mail("fischer.it@example.org", ["ann@example.com"], "Quarterly report", "Q1.aB@mx.example.org"),
    Mail(
        "n.fischer@example.net", ["ann@example.com", "bob@example.com"], "Lunch?", "b2@example.net"
    ),
    Mail(
        "ann@example.com",
        ["n.fischer@example.net"],
        "Re: Lunch?",
        "C3@example.com",
        ip="2001:db8::9",
    ),
    Mail("john.smith@example.org", ["Ann@Example.com"], "Quarterly figures", "d4@example.org"),
    Mail("l.fisher@example.net", ["bob@example.com"], "Rechnung für Müller", "e5@example.net"),
    Mail(
        "bounce-17@lists.example.org",
        ["bob@example.com"],
        "=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=",
        "f6@x",
    ),
    Mail(
        "eve@example.net",
        ["bob@example.com"],
        "=?utf-8?B?####?= broken",
        "g7@x",
        "mx.fischer.example.net",
    ),
    Mail(
        "eve@example.net",
        ["bob@example.com"],
        "It's 100 %_done \\\\ here",
        "h8@x",
        "unknown",
        "203.0.113.9",
    ),
    Mail("zoe@xn--mller-kva.example", ["bob@example.com"], "500001 reasons", "i9@x"),
)


def _log(mails: Sequence[Mail]) -> bytes:
    lines = [line for nth, mail in enumerate(mails) for line in mail.lines(nth)]
    return "".join(
        f"Tue Mar 10 09:{nth // 60:02}:{nth % 60:02} 2026 Info: {line}\n"
        for nth, line in enumerate(lines)
    ).encode()


def _loaded(log: esalog.Log, content: bytes) -> None:
    for _ in log.load(["-"], stdin=BytesIO(content)):
        pass


@pytest.fixture(scope="module")
def log() -> Iterator[esalog.Log]:
    """The log, loaded once."""
    with esalog.Log(jobs=1) as log:
        _loaded(log, _log(MAILS))
        yield log


@pytest.fixture(scope="module")
def finder(log: esalog.Log) -> Iterator[Finder]:
    """A finder of it."""
    with Finder(log) as finder:
        yield finder


def _brief(hits: Sequence[Hit]) -> list[str]:
    return [f"{hit.kind} {hit.text}: {hit.reason}" for hit in hits]


def _marked(hit: Hit) -> str:
    """The text of a hit with what fits in brackets."""
    text = hit.text
    for start, end in sorted(hit.spans, reverse=True):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ann@example.com", "address Ann@Example.com: exact"),
        ("<ann@example.com>", "address Ann@Example.com: exact"),
        ("quarterly report", "subject Quarterly report: exact"),
        ("report quarterly", "subject Quarterly report: word start"),
        ("quar", "subject Quarterly figures: prefix"),
        ("figures", "subject Quarterly figures: word start"),
        ("igures", "subject Quarterly figures: substring"),
        ("fisch", "address fischer.it@example.org: prefix"),
        ("fisch net", "host mx.fischer.example.net: word start"),
        ("er.it@ex", "address fischer.it@example.org: substring"),
        ("fischer@example", "address n.fischer@example.net: word start"),
        ("@example.org", "address john.smith@example.org: word start"),
        ("jsmith", "address john.smith@example.org: subsequence"),
        ("qrep", "subject Quarterly report: subsequence"),
        ("quartely report", "subject Quarterly report: subsequence"),
        ("quatrerly report", "subject Quarterly report: ~ 1 typo"),
        ("quatrerly reprot", "subject Quarterly report: ~ 2 typos"),
        ("quatrely report", "subject Quarterly report: ~ 2 typos"),
        ("figuers", "subject Quarterly figures: ~ 1 typo"),
        ("fischre@example.net", "host mx.fischer.example.net: ~ 1 typo"),
        ("doen hre", "subject It's 100 %_done \\ here: ~ 2 typos"),
        ("muller", "domain müller.example: prefix"),
        ("MÜLLER", "address zoe@müller.example: other case"),
        ("Müllre", "address zoe@müller.example: ~ 1 typo"),
        ("Müller", "subject Rechnung für Müller: word start"),
        ("grüße köln", "subject Grüße aus Köln: prefix"),
        ("gruße", "subject Grüße aus Köln: prefix"),
        ("=?utf-8?q?gr", "subject =?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=: prefix"),
        ("####?= broken", "subject =?utf-8?B?####?= broken: word start"),
        ("müller.ex", "domain müller.example: prefix"),
        ("500003", "mid 500003: exact"),
        ("MID 500003", "mid 500003: exact"),
        ("dcid:9002", "dcid 9002: exact"),
        ("50000", "mid 500008: prefix"),
        ("103", "icid 103: exact"),
        ("2001:db8", "ip 2001:db8::9: prefix"),
        ("203.0", "ip 203.0.113.9: prefix"),
        ("unknown", "host unknown: exact"),
        ("mx.fisch", "host mx.fischer.example.net: prefix"),
        ("q1.ab", "msg-id Q1.aB@mx.example.org: prefix"),
        ("Q1.aB@mx.example.org", "msg-id Q1.aB@mx.example.org: exact"),
        ("%_done", "subject It's 100 %_done \\ here: word start"),
        ("it's", "subject It's 100 %_done \\ here: prefix"),
        ("'fischer it", "address fischer.it@example.org: prefix"),
        ("'fishcer", ""),
        ("^lunch", "subject Lunch?: prefix"),
        ("unch?$", "subject Re: Lunch?: substring"),
        ("^lunch?$", "subject Lunch?: exact"),
        ("lunch !re", "subject Lunch?: prefix"),
        ("lunch !^re: !'lunch?", ""),
        ("nothing | ^re:", "subject Re: Lunch?: prefix"),
        ("nothing | smith john", "address john.smith@example.org: word start"),
        ("Re:", "subject Re: Lunch?: prefix"),
        ("RE:", "subject Re: Lunch?: other case"),
        (r"report\ ", ""),
        (r"y\ report", "subject Quarterly report: substring"),
        ("!e", "ip 198.51.100.25: not left out"),
        ("lists.example.org", "domain lists.example.org: exact"),
        ("xyzzy", ""),
        ("", ""),
        ("  ", ""),
        ("! ^ $ ' |", ""),
        ("\ud800", ""),
        ("\x00", ""),
    ],
)
def test_what_is_typed_finds_first(finder: Finder, typed: str, first: str) -> None:
    hits = _brief(finder.find(typed))
    assert (hits[0] if hits else "") == first


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("fisch exam", "[fisch]er.it@[exam]ple.org"),
        ("jsmith", "[j]ohn.[smith]@example.org"),
        ("figuers", "Quarterly [figures]"),
        ("rechnung muller", "[Rechnung] für [Müller]"),
        ("koln", "Grüße aus [Köln]"),
        ("500002", "[500002]"),
        ("50000", "[50000]8"),
        ("?$ lunch", "Re: [Lunch][?]"),
    ],
)
def test_the_characters_that_fit_are_marked(finder: Finder, typed: str, marked: str) -> None:
    assert _marked(finder.find(typed)[0]) == marked


@pytest.mark.parametrize(
    ("typed", "messages", "connections", "key", "filter_text"),
    [
        ("^ann@", 4, 8, None, "from:'ann@example.com' | to:'ann@example.com'"),
        ("^n.fischer@", 2, 4, None, "from:'n.fischer@example.net' | to:'n.fischer@example.net'"),
        ("^lists.", 1, 1, ("message", 500005), "domain:'lists.example.org'"),
        ("^quarterly report$", 1, 2, ("message", 500000), "subject:'Quarterly report'"),
        ("it's", 1, 2, ("message", 500007), r"subject:'It\'s 100 %_done \\\\ here'"),
        ("köln", 1, 2, ("message", 500005), "subject:'=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?='"),
        ("müller.ex", 1, 1, ("message", 500008), "domain:'xn--mller-kva.example'"),
        ("b2@", 1, 2, ("message", 500001), '"b2@example.net"'),
        ("198.51.100.25", 9, 9, None, "ip:'198.51.100.25'"),
        ("203.0.113.9", 1, 1, ("injection", 107), "ip:'203.0.113.9'"),
        ("mx.fischer", 1, 1, ("injection", 106), "host:'mx.fischer.example.net'"),
        ("500001", 1, 2, ("message", 500001), "mid:500001"),
        ("icid 101", 1, 1, ("injection", 101), "icid:101"),
        ("dcid 9001", 1, 1, ("delivery", 9001), "dcid:9001"),
    ],
)  # fmt: skip
def test_a_hit_tells_what_stands_behind_it(
    finder: Finder,
    typed: str,
    messages: int,
    connections: int,
    key: tuple[str, int] | None,
    filter_text: str,
) -> None:
    hit = finder.find(typed.replace(" ", r"\ ") if typed.endswith("$") else typed)[0]
    found = hit.key and (hit.key.kind, hit.key.id)
    assert (hit.messages, hit.connections, found, hit.filter) == (
        messages,
        connections,
        key,
        filter_text,
    )


@pytest.mark.parametrize(
    "typed", ["example", "quarterly", "it's", "köln", "b2@", "192.0", "50000", "x"]
)
def test_the_filter_of_a_hit_selects_what_it_counts(
    log: esalog.Log, finder: Finder, typed: str
) -> None:
    hits = finder.find(typed)
    assert hits
    for hit in hits:
        assert esalog.select(log, "messages", hit.filter).count == hit.messages, hit


@pytest.mark.parametrize("typed", ["example", "mail", "198.51", "203.0", "re:", "angebot", "@"])
def test_what_became_of_messages_is_counted_as_the_filter_does(typed: str) -> None:
    """In a log with messages that became others and were tried again and again."""
    with esalog.Log() as log, Finder(log) as finder:
        for _ in log.load_source(demo_source(3, 4000)):
            pass
        hits = finder.find(typed, 40)
        assert len(hits) > 5
        for hit in hits:
            messages, *connections = (
                esalog.select(log, kind, hit.filter).count
                for kind in ("messages", "injections", "deliveries")
            )
            assert (hit.messages, hit.connections) == (messages, sum(connections)), hit


def test_all_that_fits_is_there_the_newest_first(finder: Finder) -> None:
    assert _brief(finder.find("quarterly")) == [
        "subject Quarterly figures: prefix",
        "subject Quarterly report: prefix",
    ]
    assert len(finder.find("quarterly", limit=1)) == 1


def test_an_entity_is_one_hit_however_often_it_fits(finder: Finder) -> None:
    hits = finder.find("utf-8 | köln")
    assert [hit.text for hit in hits if "K" in hit.text] == ["Grüße aus Köln"]


def test_lists_get_better_and_the_last_one_is_what_find_gives(finder: Finder) -> None:
    lists = list(finder.search("example.net"))
    assert len(lists) > 1
    assert lists[-1] == finder.find("example.net")
    assert all(set(first) <= set(last) for first, last in pairwise(lists))


def test_a_search_that_is_stopped_gives_nothing_more(finder: Finder) -> None:
    asked: list[bool] = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 1

    assert len(list(finder.search("example.net", stop=stop))) <= 1
    assert finder.find("example.net", stop=lambda: True) == []


def test_a_log_that_grows_is_found_after_a_refresh() -> None:
    with esalog.Log(jobs=1) as log, Finder(log) as finder:
        _loaded(log, _log(MAILS[:1]))
        assert finder.count == 12
        assert finder.refresh() is False
        _loaded(log, _log(MAILS).split(b"\n", 12)[12])
        assert finder.find("smith") == []
        assert finder.refresh() is True
        assert finder.find("smith") == esalog.find(log, "smith")
        assert finder.find("smith") != []


def test_anything_is_found_while_the_log_loads_in_another_thread() -> None:
    content = _log(MAILS * 40)
    with (
        esalog.Log(jobs=1, block_size=1 << 12) as log,
        Finder(log) as finder,
        ThreadPoolExecutor(3) as threads,
    ):
        loading = threads.submit(_loaded, log, content)
        refreshing = threads.submit(_refreshed, finder, loading)
        while not refreshing.done():
            finder.find("quatrerly report")
        refreshing.result()
        loading.result()
        finder.refresh()
        assert finder.find("quarterly report")[0].reason == "exact"


def _refreshed(finder: Finder, loading: "Future[None]") -> None:
    while not loading.done():
        finder.refresh()


def test_a_log_without_records_has_nothing_to_find() -> None:
    with esalog.Log(jobs=1) as log, Finder(log) as finder:
        assert finder.count == 0
        assert [finder.find(typed) for typed in ("a", "1", "!a", "^a", "abcdefgh")] == [[]] * 5


def test_generations_and_gateways_of_an_id_are_hits_of_their_own() -> None:
    opened = "New SMTP DCID 7 interface 192.0.2.2 address 192.0.2.9 port 25"
    lines = [
        f"Mar 10 09:00:0{nth} {host} mail_logs: Info: {opened}\n" for nth, host in enumerate("aab")
    ]
    with esalog.Log(jobs=1, year=2026) as log, Finder(log) as finder:
        _loaded(log, "".join(lines).encode())
        keys = [hit.key for hit in finder.find("7")]
    assert [(key.gateway, key.generation) for key in keys if key] == [("b", 1), ("a", 2), ("a", 1)]


TYPED = st.text(
    st.sampled_from(string.ascii_letters[:8] + "erfischn@.-'^$!| \\%_1508üß?("), max_size=12
)


@settings(max_examples=150, deadline=None)
@given(typed=TYPED | st.text(max_size=8))
@example(typed="\u20e1")
@example(typed="'\u0301 fisch")
def test_hits_are_ranked_and_none_is_a_typo_before_a_substring(finder: Finder, typed: str) -> None:
    hits = finder.find(typed, limit=30)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    reasons = [hit.reason for hit in hits]
    loose = [
        reason.startswith("~") or reason in ("other case", "subsequence") for reason in reasons
    ]
    assert loose == sorted(loose)
    for hit in hits:
        assert all(0 <= start < end <= len(hit.text) for start, end in hit.spans)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_part_of_what_the_log_holds_is_found(finder: Finder, data: st.DataObject) -> None:
    mail = data.draw(st.sampled_from(MAILS))
    text = data.draw(st.sampled_from((mail.sender, mail.subject, mail.message_id, mail.host)))
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    sought = folded(part.strip(" '"))
    typed = "'" + sought.replace(" ", r"\ ")
    assert not sought or any(sought in folded(hit.text) for hit in finder.find(typed))


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("ann", (Term("ann", is_fuzzy=True),)),
        ("'ann", (Term("ann"),)),
        ("'ann'", (Term("ann"),)),
        ("^ann", (Term("ann", Place.START),)),
        ("ann$", (Term("ann", Place.END),)),
        ("^ann$", (Term("ann", Place.WHOLE),)),
        ("!ann", (Term("ann", is_negated=True),)),
        ("!^ann", (Term("ann", Place.START, is_negated=True),)),
        ("ann | bob", (Term("ann", is_fuzzy=True), Term("bob", is_fuzzy=True))),
        (r"a\ b", (Term("a b", is_fuzzy=True),)),
        ("$", (Term("$", is_fuzzy=True),)),
    ],
)
def test_terms_are_read_as_fzf_reads_them(typed: str, terms: tuple[Term, ...]) -> None:
    assert parse(typed).groups == (terms,)


def test_an_id_may_have_its_kind_before_it() -> None:
    assert typed_id(" MID 12 ") == TypedId("mid", 12)
    assert typed_id("12") == TypedId("", 12)
    assert typed_id("mid 12x") is None
    assert typed_id("9" * 19) is None


@given(text=st.text())
def test_folded_text_knows_where_it_stands(text: str) -> None:
    small, places = folded_places(text)
    assert small == folded(text)
    assert len(places) == len(small) + 1
    assert list(places) == sorted(places)
    assert places[-1] == len(text)


def test_what_is_left_out_may_be_a_letter_or_the_rest_of_words() -> None:
    query = parse("jsmth")
    assert fit("john.smith@example.org", query) is None
    found = fit("john.smith@example.org", query, is_loose=True)
    assert found
    assert found.rank is Rank.SUBSEQUENCE
    assert fit("major.sum.at.home", query, is_loose=True) is None
