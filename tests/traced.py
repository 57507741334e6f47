"""Small logs of one message, and how traces of them are looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import esalog
from esalog.trace import Trace, resolve, trace

CAME = """
New SMTP ICID 8 interface M1 (192.0.2.9) address 198.51.100.7 \
reverse dns host mx.example.net verified no
ICID 8 ACCEPT SG UNKNOWNLIST match sbrs[none] SBRS None country Unknown
ICID 8 TLS success protocol TLSv1.2 cipher ECDHE-RSA-AES256-GCM-SHA384
Start MID 26 ICID 8
MID 26 ICID 8 From: <ann@example.net>
"""
TO_BOB = "MID 26 ICID 8 RID 0 To: <bob@example.com>\n"
READY = """
MID 26 Subject 'Figures'
MID 26 ready 733 bytes from <ann@example.net>
MID 26 queued for delivery
"""
OUT = "New SMTP DCID 41 interface 192.0.2.5 address 203.0.113.20 port 25\n"
SUCCESS = "DCID 41 TLS success protocol TLSv1.3 cipher TLS_AES_256_GCM_SHA384\n"
REFUSED = "DCID 41 TLS failed: STARTTLS unexpected response\n"
SENT = "Delivery start DCID 41 MID 26 to RID [0]\nMessage done DCID 41 MID 26 to RID [0]\n"
START = "Start MID 26 ICID 8\n"


@contextmanager
def loaded(lines: str, folder: Path) -> Iterator[esalog.Log]:
    """A load of lines, each a second after the one before it."""
    path = folder / "mail.log"
    path.write_text(
        "".join(
            f"Wed Mar  5 09:{number // 60:02}:{number % 60:02} 2025 Info: {line}\n"
            for number, line in enumerate(lines_of(lines))
        )
    )
    with esalog.Log() as log:
        for _ in log.load([str(path)]):
            pass
        yield log


def traced(log: esalog.Log, text: str) -> Trace:
    [key] = resolve(log, text)
    return trace(log, key)


def told(log: esalog.Log, found: Trace) -> list[tuple[str, list[str]]]:
    """Each verdict with the lines that prove it, as they stand after their level."""
    return [
        (text, [log.raw_lines(line, 1)[0].decode().partition("Info: ")[2] for line in lines])
        for text, lines in zip(found.verdicts, found.proofs, strict=True)
    ]


def tree(found: Trace, *kinds: str) -> list[str]:
    return ["  " * node.depth + node.text for node in found.nodes if node.kind in kinds]


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]
