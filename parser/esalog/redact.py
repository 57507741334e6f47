"""Leaving people out of what is handed on: local parts, subjects and file names become hashes.

The domains of addresses stay, and so does every number, host and word of the gateway. Equal values
stay equal for as long as one `Redactor` is used; its key is drawn anew for each, so that nobody can
try names until a hash fits. In free text, as a server's answer, addresses are found by their shape,
and the people of the same record by their names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2s
from itertools import zip_longest
from pathlib import PurePath
from secrets import token_bytes
from typing import Any

from esalog.explain import Field, fields, fields_of
from esalog.grammar import FORMS
from esalog.log import Log
from esalog.sql import statement
from esalog.text import read_lines
from esalog.trace import Trace, TraceNode

_HOST = r"(?:\[[^\]\s]*\]|[\w.-]+)"
_SHAPES = (
    rf"""<(?P<bracketed>[^<>]*)@(?P<inside>{_HOST})>"""
    rf"""|(?P<quoted>"(?:[^"\\]|\\.)*")@(?P<behind>{_HOST})"""
    rf"""|(?P<plain>(?!')[^\s<>()\[\],;:"]+)(?:@|%40|=40)(?P<host>{_HOST})"""
)
_ADDRESS = re.compile(_SHAPES, re.IGNORECASE)
_AS_IT_IS = frozenset(
    """
    gateway opened closed started finished interface interface_ip remote_ip remote_host verified
    access_rule sbrs country tls tls_protocol tls_cipher tls_domain status relation
    tls_received tls_delivered
    """.split()
)
"""Text of records that is the gateway's own, or a host's."""

_FORMS = {form.id: form for form in FORMS}

_SHORTEST = 4
"""Characters from which on a subject is looked for in free text as well."""


Known = tuple[str, ...]
"""The people and subjects of a record, to be found in free text in any case: longest first."""


def known(addresses: Iterable[str], subjects: Iterable[str] = ()) -> Known:
    """The local parts of addresses, and subjects that are long enough to be told from words."""
    names = {address.rpartition("@")[0] or address for address in addresses} - {""}
    texts = {subject for subject in subjects if len(subject) >= _SHORTEST}
    return tuple(sorted(names | texts, key=len, reverse=True))


class Redactor:
    """Puts hashes in the place of people; one key, so equal values stay equal."""

    def __init__(self, key: bytes | None = None) -> None:
        self._key = token_bytes(32) if key is None else key

    def hashed(self, kind: str, text: str) -> str:
        """`kind-` and a hash of the text, case apart; nothing for no text."""
        if not text:
            return text
        octets = text.casefold().encode("utf-8", "surrogatepass")
        return f"{kind}-{blake2s(octets, key=self._key, digest_size=6).hexdigest()}"

    def address(self, text: str) -> str:
        """An address with its domain, or several; one without a domain is but a local part."""
        if "@" not in text:
            return self.hashed("user", text)
        if text.count("@") > 1 and "," in text:
            return ", ".join(self.address(one.strip()) for one in text.split(","))
        local, _, domain = text.strip("<> ").rpartition("@")
        return f"{self.hashed('user', local)}@{domain}"

    def subject(self, text: str) -> str:
        """A subject as a whole."""
        return self.hashed("subject", text)

    def file(self, text: str) -> str:
        """The name of a file; what tells its type stays."""
        suffix = PurePath(text).suffix
        kept = suffix if re.fullmatch(r"\.[A-Za-z][A-Za-z0-9]{0,4}", suffix) else ""
        return self.hashed("file", text.removesuffix(kept)) + kept

    def free(self, text: str, about: Known = ()) -> str:
        """Free text: addresses in it, and what is known of the record that it is about."""
        folded = text.casefold()
        said = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in about if name.casefold() in folded]
        if said:
            either = f"(?P<known>{'|'.join(said)})|{_SHAPES}"
            return re.sub(either, self._found, text, flags=re.IGNORECASE)
        return _ADDRESS.sub(self._found, text)

    def _found(self, match: re.Match[str]) -> str:
        groups = match.groupdict()
        if groups.get("known"):
            return self.hashed("user", match[0])
        host = match["inside"] or match["behind"] or match["host"]
        local = next(name for name in ("bracketed", "quoted", "plain") if groups[name] is not None)
        user = f"{self.hashed('user', match[local])}@{host}"
        return f"<{user}>" if local == "bracketed" else user

    def field(self, name: str, kind: str, raw: str, about: Known) -> str:
        """A field of a line, by its name and the type that the grammar gives it."""
        by_name = {"subject": self.subject, "attachment": self.file, "message_id": self.address}
        if name in by_name:
            return by_name[name](raw)
        if kind == "address" or name in ("auth_user", "refused_user"):
            return self.address(raw)
        if kind in ("host", "name"):
            return self.free(raw)
        return self.free(raw, about) if kind == "text" else raw

    # What is handed on.

    def record(self, record: dict[str, Any]) -> dict[str, Any]:
        """A record as `export` gives it."""
        people = [record.get("sender"), record.get("auth_user")]
        people += [recipient["address"] for recipient in record.get("recipients") or ()]
        subject = record.get("subject")
        about = known(filter(None, people), [subject] if subject else [])
        return {name: self._value(name, value, about) for name, value in record.items()}

    def row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of a list, as `query` gives it."""
        people = [row.get(name) for name in ("sender", "to", "auth_user")]
        about = known(filter(None, people), filter(None, [row.get("subject")]))
        return {name: self._value(name, value, about) for name, value in row.items()}

    def _value(self, name: str, value: Any, about: Known) -> Any:
        if isinstance(value, dict):
            return {inner: self._value(inner, one, about) for inner, one in value.items()}
        if isinstance(value, list):
            inner = "attachment" if name == "attachments" else name
            return [self._value(inner, one, about) for one in value]
        if not isinstance(value, str) or name in _AS_IT_IS:
            return value
        kind = "address" if name in ("sender", "address", "to") else "text"
        return self.field(name, kind, value, about)

    def lines(self, log: Log, first: int, count: int, about: Known = ()) -> Iterator[str]:
        """Raw lines from number `first` on; stamps and levels stay, and the words of their forms.

        One that is wrapped, or goes on in the next line, is looked at as a whole.
        """
        seen = read_lines(log, first, count + 1)
        for line, after in zip_longest(seen[:count], seen[1:]):
            if not line.head or (after is not None and not after.head):
                yield self.line(log, line.number, about)
                continue
            head, text = line.text[: line.head], line.text[line.head :]
            form = _FORMS.get(line.form_id or "")
            told = fields_of(form, text) if form else ()
            yield head + (self._told(text, told, about) if form else self.free(text, about))

    def line(self, log: Log, number: int, about: Known = ()) -> str:
        """One raw line, as in `lines`."""
        line, told = read_lines(log, number, 1)[0], fields(log, number)
        if told.form_id is None:
            return line.text[: line.head] + self.free(line.text[line.head :], about)
        return self._told(line.text, told.fields, about)

    def _told(self, text: str, told: Iterable[Field], about: Known) -> str:
        """A text with its fields redacted; what stands between them is the gateway's own."""
        parts, at = [], 0
        for one in told:
            if one.span is None or one.span[0] < at:
                continue
            start, end = one.span
            parts += [self.free(text[at:start]), self.field(one.name, one.type, one.raw, about)]
            at = end
        return "".join([*parts, self.free(text[at:], about)])

    def trace(self, trace: Trace, about: Known) -> Trace:
        """A trace whose verdicts and nodes name nobody."""
        return replace(
            trace,
            verdicts=tuple(self.free(text, about) for text in trace.verdicts),
            nodes=tuple(self._node(node, about) for node in trace.nodes),
        )

    def _node(self, node: TraceNode, about: Known) -> TraceNode:
        reason = self.free(node.reason, about) if node.reason else node.reason
        ident, gap, told = node.text.partition("  ")
        if node.kind == "message":
            return replace(node, text=ident + gap + self.subject(told), reason=reason)
        if node.kind == "recipient":
            return replace(node, text=ident + gap + self.address(told), reason=reason)
        return replace(node, text=self.free(node.text, about), reason=reason)


def without_people(log: Log, trace: Trace, redactor: Redactor) -> tuple[Trace, dict[str, Any]]:
    """A trace that names nobody, and what the functions of its formats need for the lines."""
    about = people_of(log, trace)
    return redactor.trace(trace, about), {
        "line_text": lambda number: redactor.line(log, number, about)
    }


def people_of(log: Log, trace: Trace) -> Known:
    """The people and the subjects of all messages and injections in a trace."""
    keys = [node.key for node in trace.nodes if node.key is not None]
    ids = {kind: [key.id for key in keys if key.kind == kind] for kind in ("message", "injection")}
    rows = log.cursor().execute(statement("people"), [ids["message"], ids["injection"]]).fetchall()
    addresses = [address for addresses, _ in rows for address in (addresses or "").split("\n")]
    return known(addresses, [subject for _, subject in rows if subject])
