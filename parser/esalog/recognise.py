"""Telling the form and the ids of every line of a block at once.

The recogniser is made from the grammar: the heads of all forms become one tree of literal texts
and numbers, and the lines walk down it together. A line is looked at once for each step of its own
head, so the cost does not grow with the number of forms.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from esalog import vector
from esalog.grammar import FORMS
from esalog.grammar.form import Form, Head, Match, parse_head
from esalog.vector import Block, Flags, Places, Words

ID_NAMES = ("icid", "mid", "other", "dcid")
UNKNOWN = 0
"""The form number of a line that no form fits; form `n` of the grammar has number `n + 1`."""

_NAMED_ANYWAY = ("ICID {icid}", "MID {mid}", "DCID {dcid}")
"""How a text of unknown form names a record (the contract, section 1)."""


@dataclass(frozen=True)
class Leaf:
    """The end of a head: the form and its number, and what `Head` tells of the wording."""

    number: int
    form: Form | None
    names: tuple[str, ...]
    kept: int
    closed: bool


@dataclass
class Node:
    """A place in the tree of heads.

    `branches` are the literal texts that may follow, no two with the same first byte; `jump` maps
    a byte to one more than the branch that begins with it.
    """

    leaf: Leaf | None = None
    branches: list[tuple[bytes, "Node"]] = field(default_factory=list)
    number: "Node | None" = None
    rid: "Node | None" = None
    rids: "Node | None" = None
    jump: npt.NDArray[np.uint8] = field(default_factory=lambda: np.zeros(256, np.uint8))


@dataclass
class Recognised:
    """What was told of `n` lines; every array has `n` entries, ids are -1 where there is none."""

    form: npt.NDArray[np.uint16]
    ids: dict[str, Places]
    value_start: Places
    head_end: Places
    rids_start: Places
    rids_end: Places

    @classmethod
    def nothing(cls, starts: Places) -> "Recognised":
        """No form, for texts that begin at `starts`."""
        count = len(starts)
        return cls(
            form=np.full(count, UNKNOWN, np.uint16),
            ids={name: np.full(count, -1, np.int64) for name in ID_NAMES},
            value_start=starts.copy(),
            head_end=starts.copy(),
            rids_start=starts.copy(),
            rids_end=starts.copy(),
        )

    @property
    def names_record(self) -> Flags:
        """Which lines name a record (the contract, section 1); id 0 is none."""
        named: Flags = np.logical_or.reduce([column > 0 for column in self.ids.values()])
        return named

    def put(self, lines: Places, part: "Recognised") -> None:
        """Set what was told of `lines` to what `part` tells, one entry for each of them."""
        self.form[lines] = part.form
        self.value_start[lines], self.head_end[lines] = part.value_start, part.head_end
        self.rids_start[lines], self.rids_end[lines] = part.rids_start, part.rids_end
        for name in ID_NAMES:
            self.ids[name][lines] = part.ids[name]


@dataclass
class _Crowd:
    """The lines that have come to a node: which, where in the block, and the numbers so far."""

    line: Places
    place: Places
    numbers: tuple[Places, ...] = ()
    rids: tuple[Places, Places] | None = None

    def where(self, flags: Flags) -> "_Crowd":
        return self if flags.all() else self.only(np.flatnonzero(flags))

    def only(self, chosen: Places) -> "_Crowd":
        return _Crowd(
            self.line.take(chosen),
            self.place.take(chosen),
            tuple(column.take(chosen) for column in self.numbers),
            (self.rids[0].take(chosen), self.rids[1].take(chosen)) if self.rids else None,
        )


class Recogniser:
    """Recognises lines by `forms`, the entries of the grammar."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._root = _tree(forms)

    def recognise(self, block: Block, starts: Places, ends: Places) -> Recognised:
        """Tell the form of each text of `block` that stands from `starts` to `ends`."""
        found = Recognised.nothing(starts)
        walk = _Walk(block, vector.words(block), starts, ends, found)
        walk.visit(self._root, _Crowd(np.arange(len(starts)), starts))
        return found


@cache
def recogniser() -> Recogniser:
    """What recognises lines by the whole grammar."""
    return Recogniser(FORMS)


@dataclass
class _Walk:
    block: Block
    loaded: Words
    starts: Places
    ends: Places
    found: Recognised

    def visit(self, node: Node, crowd: _Crowd) -> None:
        if not crowd.line.size:
            return
        if node.branches:
            self._branch(node, crowd)
        if node.number:
            value, place = vector.numbers(self.loaded, crowd.place)
            read = _Crowd(crowd.line, place, (*crowd.numbers, value), crowd.rids)
            self.visit(node.number, read.where(value >= 0))
        if node.rid:
            value, place = vector.numbers(self.loaded, crowd.place)
            read = _Crowd(crowd.line, place, crowd.numbers, (crowd.place, place))
            self.visit(node.rid, read.where(value >= 0))
        if node.rids:
            place = vector.behind_list(self.block, crowd.place)
            read = _Crowd(crowd.line, place, crowd.numbers, (crowd.place, place))
            self.visit(node.rids, read)
        if node.leaf:
            self._settle(node.leaf, crowd)

    def _branch(self, node: Node, crowd: _Crowd) -> None:
        branch = node.jump.take(self.block.take(crowd.place))
        if len(node.branches) == 1:
            self._follow(*node.branches[0], crowd.where(branch == 1))
            return
        order = np.argsort(branch, kind="stable")
        bounds = np.cumsum(np.bincount(branch, minlength=len(node.branches) + 1)).tolist()
        for position, (text, child) in enumerate(node.branches):
            chosen = order[bounds[position] : bounds[position + 1]]
            if chosen.size:
                self._follow(text, child, crowd.only(chosen))

    def _follow(self, text: bytes, child: Node, crowd: _Crowd) -> None:
        if len(text) > 1:
            crowd = crowd.where(vector.literal(self.loaded, crowd.place, text))
        self.visit(child, replace(crowd, place=crowd.place + len(text)))

    def _settle(self, leaf: Leaf, crowd: _Crowd) -> None:
        fits = crowd.place > self.found.head_end[crowd.line]
        if leaf.closed:
            fits &= ~vector.is_alnum(self.block, crowd.place)
        if leaf.form and leaf.form.strict:
            self._settle_strictly(leaf, leaf.form, crowd.where(fits))
        else:
            self._take(leaf, crowd.where(fits))

    def _settle_strictly(self, leaf: Leaf, form: Form, crowd: _Crowd) -> None:
        """Take the lines whose whole text the form matches; ids may stand behind free text."""
        texts = [
            self.block[start:end].tobytes().decode("utf-8", "surrogateescape")
            for start, end in zip(self.starts[crowd.line], self.ends[crowd.line], strict=True)
        ]
        matches = [form.match(text) for text in texts]
        self._take(leaf, crowd.where(np.array([match is not None for match in matches], bool)))
        for line, match in zip(crowd.line, matches, strict=True):
            if match:
                self._take_ids_of_rest(line, match)

    def _take_ids_of_rest(self, line: int, match: Match) -> None:
        for name, (start, end) in match.rest_ids().items():
            if name in ID_NAMES:
                self.found.ids[name][line] = int(match.text[start:end])
            elif name == "rid":
                before = len(match.text[:start].encode("utf-8", "surrogateescape"))
                place = self.starts[line] + before
                self.found.rids_start[line] = place
                self.found.rids_end[line] = place + end - start

    def _take(self, leaf: Leaf, crowd: _Crowd) -> None:
        found, line = self.found, crowd.line
        found.form[line] = leaf.number
        found.head_end[line] = crowd.place
        found.value_start[line] = crowd.place - leaf.kept
        values = dict(zip(leaf.names, crowd.numbers, strict=True))
        for name in ID_NAMES:
            found.ids[name][line] = values.get(name, -1)
        start, end = crowd.rids or (crowd.place, crowd.place)
        found.rids_start[line], found.rids_end[line] = start, end


def _tree(forms: Sequence[Form]) -> Node:
    root = Node()
    for template in _NAMED_ANYWAY:
        for head in parse_head(template):
            _plant(root, head, UNKNOWN, None)
    for number, form in enumerate(forms, 1):
        for head in form.wordings:
            _plant(root, head, number, form)
    _index(root)
    return root


def _plant(node: Node, head: Head, number: int, form: Form | None) -> None:
    for piece in head.pieces:
        node = _literal_child(node, piece.text) if piece.text else _number_child(node, piece.name)
    if not node.leaf:
        names = tuple(p.name for p in head.pieces if p.name and p.name not in ("rid", "rids"))
        node.leaf = Leaf(number, form, names, head.kept, head.closed)


def _number_child(node: Node, name: str) -> Node:
    slot = name if name in ("rid", "rids") else "number"
    child: Node = getattr(node, slot) or Node()
    setattr(node, slot, child)
    return child


def _literal_child(node: Node, text: bytes) -> Node:
    """The node behind `text`, splitting a branch where it parts from what is there."""
    for position, (known, child) in enumerate(node.branches):
        common = _common(known, text)
        if not common:
            continue
        if common < len(known):
            fork = Node(branches=[(known[common:], child)])
            node.branches[position] = (known[:common], fork)
            child = fork
        return _literal_child(child, text[common:]) if common < len(text) else child
    child = Node()
    node.branches.append((text, child))
    return child


def _common(one: bytes, other: bytes) -> int:
    """How many bytes the two begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _index(node: Node) -> None:
    for position, (text, child) in enumerate(node.branches, 1):
        node.jump[text[0]] = position
        _index(child)
    for child in filter(None, (node.number, node.rid, node.rids)):
        _index(child)
