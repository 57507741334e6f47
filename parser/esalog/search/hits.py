"""What Find gives: entities that fit, with the reason and what stands behind them."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from esalog.keys import Key, RecordKind
from esalog.search.matching import Fit, Rank, Span

EntityKind = Literal["address", "domain", "host", "ip", "subject", "msg-id", "mid", "icid", "dcid"]

REASONS = {
    Rank.EXACT: "exact",
    Rank.PREFIX: "prefix",
    Rank.WORD_START: "word start",
    Rank.SUBSTRING: "substring",
    Rank.OTHER_CASE: "other case",
    Rank.SUBSEQUENCE: "subsequence",
}

_SCORES = {
    Rank.EXACT: 100,
    Rank.PREFIX: 90,
    Rank.WORD_START: 80,
    Rank.SUBSTRING: 70,
    Rank.OTHER_CASE: 60,
    Rank.SUBSEQUENCE: 50,
    Rank.TYPO: 40,
}
_LOOSE_SCORE = 9
"""What a score loses at most for letters in between, or typos."""


class Entity(NamedTuple):
    """Something that can be found.

    `text` is what is compared and shown, `logged` how the log has it when that differs. `newest`
    is the last line of its newest record. `messages` and `connections` count what stands behind
    it; when that is one record, `record` to `generation` tell which.
    """

    kind: EntityKind
    text: str
    logged: str | None
    newest: int
    messages: int
    connections: int
    record: RecordKind | None = None
    gateway: str | None = None
    id: int | None = None
    generation: int | None = None

    @property
    def key(self) -> Key | None:
        """The one record that stands behind it, if it is one."""
        if self.record is None or self.id is None:
            return None
        return Key(self.record, self.gateway or "", self.id, self.generation or 1)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that fits what was typed.

    `spans` are the characters of `text` that fit; `score` goes from 100 down to 0 and never grows
    along a list of hits; `filter` is a filter that selects the messages and connections behind
    it, which `messages` and `connections` count (of an id or Message-ID those of the record
    itself); `key` is set when it is one record.
    """

    kind: EntityKind
    text: str
    spans: tuple[Span, ...]
    reason: str
    score: int
    messages: int
    connections: int
    key: Key | None
    filter: str


def hit(entity: Entity, fit: Fit) -> Hit:
    """The hit that says how an entity fits."""
    return Hit(
        entity.kind,
        entity.text,
        fit.spans,
        reason(fit),
        _SCORES[fit.rank] - min(fit.loose, _LOOSE_SCORE),
        entity.messages,
        entity.connections,
        entity.key,
        filter_text(entity),
    )


def reason(fit: Fit) -> str:
    """Why a text is a hit, in words for a person."""
    if fit.rank is Rank.TYPO:
        return f"~ {fit.loose} typo{'s' if fit.loose > 1 else ''}"
    return REASONS[fit.rank] if fit.spans else "not left out"


def order(entity: Entity, fit: Fit) -> tuple[int, bool, int, int, bool]:
    """What hits are sorted by: how they fit, Message-IDs behind what people remember, the newest.

    Of one entity, the text that people read comes first.
    """
    is_pasted = entity.kind == "msg-id"
    return fit.rank, is_pasted, fit.loose, -entity.newest, entity.logged is None


def filter_text(entity: Entity) -> str:
    """A filter that selects what stands behind an entity."""
    text = entity.logged or entity.text
    anyhow = quoted_value(text.lower(), "'")
    match entity.kind:
        case "address":
            return f"from:{anyhow} | to:{anyhow}"
        case "subject":
            return "subject:" + quoted_value(text, "'")
        case "msg-id":
            return quoted_value(text, '"')
        case "mid" | "icid" | "dcid" as column:
            return f"{column}:{text}"
        case kind:
            return f"{kind}:{anyhow}"


def quoted_value(text: str, quote: str) -> str:
    """`text` as a value of a filter; a quote that would end it is escaped."""
    escaped = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    return f"{quote}{escaped}{quote}"
