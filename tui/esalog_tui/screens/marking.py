"""Marks: rows and lines to come back to, with notes on them, to copy together, to list."""

from collections.abc import Sequence

from esalog import Key, LogLine
from esalog_tui import keys, text
from esalog_tui.cells import Row, said
from esalog_tui.screens.ask import Ask
from esalog_tui.screens.choices import Columns, record_choice
from esalog_tui.screens.picker import Picker
from esalog_tui.screens.seeking import Seeking
from esalog_tui.screens.stage import named
from esalog_tui.views import OF_KIND, RECORDS
from esalog_tui.widgets.pane import Pane

NOTE = 40
"""Cells of a note in the list of marks."""

Marked = Row | LogLine | None
"""What a mark stands on; None when the log does not hold it."""


class Marking(Seeking):
    """The part of the screen that knows what is marked."""

    def action_mark(self) -> None:
        """Mark the row or line under the cursor, or take its mark away."""
        pane = self._marked_pane
        mark = self._mark_at(pane)
        if mark is None:
            self.tell("Records and lines can be marked.")
            return
        if mark not in self.marks:
            self.marks[mark] = ""
        elif note := self.marks.pop(mark):
            self.tell(f"The note is gone with its mark: {note}")
        self._changed(pane)
        if pane.cursor < pane.count - 1:
            pane.cursor += 1

    def action_note(self, words: str = "") -> None:
        """Write a note to the row or line under the cursor, which marks it; without words, ask."""
        pane = self._marked_pane
        mark = self._mark_at(pane)
        if mark is None:
            self.tell("A note is written to a record or a line.")
            return

        def take(note: str | None) -> None:
            if note is not None:
                self.marks[mark] = note
                self._changed(pane)

        if words:
            take(words)
            return
        title, known = f"Note on {_name(mark)}", self.marks.get(mark, "")
        self.app.push_screen(Ask(self.look, title, "keep", known, hint="what to remember"), take)

    def _changed(self, pane: Pane) -> None:
        pane.redraw()
        self.marks_changed()

    @property
    def _marked_pane(self) -> Pane:
        return self.lines if self.focused is self.lines else self.main

    def _mark_at(self, pane: Pane) -> Key | int | None:
        if pane is self.lines:
            return self.lines.number(self.lines.cursor) if self.lines.count else None
        return self.row.get("key") if self.row else None

    def action_marked(self, step: int) -> None:
        """To the next or previous mark of this list."""
        pane, shown = self._marked_pane, self.lists.get(self.view)
        marks = list(self.marks)

        def ask() -> Sequence[int]:
            if pane is self.lines:
                return sorted(self.lines.position(mark) for mark in marks if isinstance(mark, int))
            if shown is None or self.view not in RECORDS:
                return []
            kind = next(kind for kind, view in OF_KIND.items() if view.name == self.view)
            of_kind = [mark for mark in marks if not isinstance(mark, int) and mark.kind == kind]
            places = (shown.selection.position(mark) for mark in of_kind)
            return sorted(place for place in places if place is not None)

        hint = f" {keys.shown(self, 'take.mark')} marks."
        self.step_to(pane, ask, step, "mark", hint)

    def action_marks(self) -> None:
        """List what is marked, with its notes, to go there."""
        marks = sorted(self.marks, key=_place)
        if not marks:
            mark, note = keys.shown(self, "take.mark"), keys.shown(self, "take.note")
            self.tell(f"Nothing is marked: {mark} marks, {note} writes a note.")
            return
        self.ask(
            "marked",
            lambda: [self._marked(mark) for mark in marks],
            lambda found: self._list(marks, found),
        )

    def _marked(self, mark: Key | int) -> Marked:
        if isinstance(mark, int):
            return next(iter(self.loaded.lines(mark, 1)), None)
        return self.loaded.record(mark)

    def _list(self, marks: Sequence[Key | int], found: Sequence[Marked]) -> None:
        rows = [self._choice(mark, one) for mark, one in zip(marks, found, strict=True)]

        def go(at: int | None) -> None:
            if at is None:
                return
            mark = marks[at]
            if isinstance(mark, int):
                self.go_to_line(mark)
            else:
                self.go(mark)

        self.app.push_screen(Picker(self.look, "Marks", rows), go)

    def _choice(self, mark: Key | int, found: Marked) -> Columns:
        """A mark in the list: the note stands directly behind its name."""
        is_narrow = self.has_class("-narrow")
        note = said(text.fit(self.marks.get(mark, ""), 20 if is_narrow else NOTE), "strong")
        ident: Columns = [said(_name(mark), "accent"), note]
        if isinstance(found, LogLine):
            return [*ident, said(text.fit(found.text[found.head :], 18 if is_narrow else 34))]
        if found is None:
            return ident
        return [*ident, *record_choice(found, self.look, self.span, is_narrow=is_narrow)[1:]]


def _name(mark: Key | int) -> str:
    return f"line {text.number(mark)}" if isinstance(mark, int) else named(mark)


def _place(mark: Key | int) -> tuple[bool, str, int]:
    """Records by kind and id, then lines by number."""
    return (True, "", mark) if isinstance(mark, int) else (False, mark.kind, mark.id)
