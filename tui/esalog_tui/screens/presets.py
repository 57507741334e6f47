"""Presets: filters with names, in groups, as the config holds them."""

from esalog.query import split_filter
from esalog_tui.cells import said
from esalog_tui.history import Sieve
from esalog_tui.look import Part
from esalog_tui.screens.picker import Picker
from esalog_tui.screens.sifting import Sifting
from esalog_tui.settings import Preset


class Presetting(Sifting):
    """The part of the screen that filters by a name."""

    def action_presets(self) -> None:
        """Choose one of the filters with names."""
        presets = self.settings.presets
        if not presets:
            self.tell("No filter has a name yet: esalog config shows how to give it one.")
            return
        groups = ["", *(preset.group for preset in presets)]
        rows: list[list[list[Part]]] = [
            [
                said("" if preset.group == before else preset.group, "muted"),
                said(preset.name, "text"),
                said(preset.filter, "accent"),
            ]
            for preset, before in zip(presets, groups, strict=False)
        ]

        def take(chosen: int | None) -> None:
            if chosen is not None:
                self.use_preset(presets[chosen])

        self.app.push_screen(Picker(self.look, "Filters", rows, verb="filter by it"), take)

    def use_preset(self, preset: Preset) -> None:
        """Filter by it, and by nothing else."""
        if self.has_class("-empty"):
            self.tell("No log is open.")
            return
        self.sift(Sieve().with_chips(split_filter(preset.filter)))
