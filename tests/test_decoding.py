"""Texts decoded for display: what is rightly encoded is read, all else stays as it was logged."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from esalog.decoding import decoded

READ = [
    # what was logged, what it says
    ("subject", "=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
    ("subject", "=?UTF-8?b?R3LDvMOfZQ?= an Ann", "Grüße an Ann"),
    ("subject", "=?iso-8859-1?Q?Gr=FC=DFe_an_Ann?=", "Grüße an Ann"),
    ("subject", "Re: =?utf-8?q?a?= =?utf-8?q?b?= c", "Re: ab c"),
    ("subject", r"=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab"),
    ("subject", "=?utf-8?B?0L8=?= =?koi8-r?B?0A==?=", "пп"),
    ("subject", "=?utf-8?B?0A==?= =?utf-8?B?vw==?=", "п"),
    ("subject", "=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
    ("subject", r"The meeting\r\n\tof Friday", "The meeting of Friday"),
    ("subject", r"It\'s \"late\" \\o/", 'It\'s "late" \\o/'),
    ("entry", r"found: \xd0\xbf\xd0\xb0 here", "found: па here"),
    ("entry", r"a \u00fc and a \U0001f600", "a ü and a 😀"),
    ("sender", "ann@xn--bcher-kva.example", "ann@bücher.example"),
    ("remote_host", "mail.XN--BCHER-KVA.example", "mail.bücher.example"),
    ("attachment", "COST=20=D0=BF.pdf", "COST п.pdf"),
    ("attachment", "=?utf-8?Q?=D0=BF=2Epdf?=", "п.pdf"),
]
LEFT = [
    ("subject", "Lunch on Friday"),
    ("subject", "=?utf-8?B?R3L*?="),
    ("subject", "=?utf-8?Q?=FC?="),
    ("subject", "=?no-such-charset?Q?a?="),
    ("subject", "=?unicode_escape?Q?=5Cq?="),
    ("subject", "=?idna?Q?a?="),
    ("subject", "=?utf-8?X?a?="),
    ("subject", r"a path C:\temp\new"),
    ("entry", r"\xe9 alone is no UTF-8"),
    ("entry", r"\x00 and \x1b[31m and \u200e and \Uffffffff"),
    ("sender", "ann@xn--.example"),
    ("sender", "ann@xn--a-\u00fc.example"),
    ("sender", "xn--99999999999.example"),
    ("sender", "bounce+ann=20b@example.com"),
    ("attachment", "=FC.pdf"),
]


@pytest.mark.parametrize(("name", "logged", "says"), READ)
def test_what_is_encoded_is_read(name: str, logged: str, says: str) -> None:
    assert decoded(name, logged) == says


@pytest.mark.parametrize(("name", "logged"), LEFT)
def test_what_is_wrongly_encoded_or_not_at_all_stays(name: str, logged: str) -> None:
    assert decoded(name, logged) is None


PIECES = some.sampled_from(
    [
        "=?",
        "?=",
        "utf-8",
        "utf-16",
        "idna",
        "?B?",
        "?Q?",
        "\\x",
        "\\u",
        "\\",
        "xn--",
        "=",
        "ü",
        "a1",
    ]
)


@given(some.sampled_from(["subject", "attachment"]), some.lists(PIECES | some.text()).map("".join))
def test_any_text_can_be_decoded(name: str, text: str) -> None:
    found = decoded(name, text)
    assert found is None or found != text
