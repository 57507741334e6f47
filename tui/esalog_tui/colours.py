"""Colours of states that can be read in every theme: made of the theme's own, never of numbers."""

from collections.abc import Mapping
from typing import Final

from textual.color import BLACK, WHITE, Color, ColorParseError

LEAST: Final = 5.5
"""Contrast on the background; on the row of the cursor about four are left of it."""

STATES: Final = {
    "state-good": "text-success",
    "state-bad": "text-error",
    "state-warn": "text-warning",
}
"""Variables of the style sheets, and the theme's variable that each is made of."""

_STEPS: Final = 20


def readable(colour: Color, ground: Color, least: float = LEAST) -> Color:
    """The colour, drawn towards black or white as far as its contrast on the ground needs."""
    goal = BLACK if ground.brightness > 0.5 else WHITE
    for step in range(_STEPS + 1):
        mixed = colour.blend(goal, step / _STEPS)
        if contrast(mixed, ground) >= least:
            return mixed
    return goal


def contrast(one: Color, other: Color) -> float:
    """The contrast of two colours as WCAG defines it, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def state_variables(theme: Mapping[str, str]) -> dict[str, str]:
    """The variables of the states for a theme; those of a terminal theme stay as they are."""
    try:
        ground = Color.parse(theme["background"])
        return {
            name: readable(Color.parse(theme[made_of]), ground).hex
            if ground.ansi is None
            else theme[made_of]
            for name, made_of in STATES.items()
        }
    except (ColorParseError, KeyError):
        return {name: theme.get(made_of, "ansi_default") for name, made_of in STATES.items()}


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
