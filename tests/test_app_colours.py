"""What matters can be read in every theme, on the page and under the cursor."""

from typing import Any

import pytest
from opened import browse, opened
from rich.color import ColorType
from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.theme import BUILTIN_THEMES

from esalog_tui.colours import LEAST, contrast, readable, state_variables
from esalog_tui.look import ROLES

READ = ("muted", "accent", "good", "bad", "warn")
"""Roles that tell something; `text` is the theme's own, and nothing needed is faint."""

OWN = (ColorType.DEFAULT, ColorType.STANDARD)

ON_PAGE, UNDER_CURSOR, ON_BLOCK = 5.2, 4.0, 4.0


def colours(style: Style) -> tuple[Color, Color]:
    assert style.color is not None
    assert style.bgcolor is not None
    return Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)


async def test_states_can_be_read_in_every_theme() -> None:
    async with opened() as pilot:
        screen = browse(pilot)
        for name, theme in BUILTIN_THEMES.items():
            if theme.ansi:
                continue
            pilot.app.theme = name
            await pilot.pause()
            _, cursor = colours(screen.get_component_rich_style("cursor"))
            for role in READ:
                colour, page = colours(screen.get_component_rich_style(role))
                assert contrast(colour, page) >= ON_PAGE, (name, role)
                assert contrast(colour, cursor) >= UNDER_CURSOR, (name, role)
            for role in ("active-tab", "chip", "banner"):
                assert contrast(*colours(screen.get_component_rich_style(role))) >= ON_BLOCK, (
                    name,
                    role,
                )


TERMINAL = [name for name, theme in BUILTIN_THEMES.items() if theme.ansi]


@pytest.mark.parametrize("theme", TERMINAL)
async def test_terminal_themes_use_the_colours_of_the_terminal_only(theme: str) -> None:
    async with opened() as pilot:
        pilot.app.theme = theme
        await pilot.pause()
        screen: Any = browse(pilot)
        for role in ROLES:
            style = screen.get_component_rich_style(role)
            for colour in (style.color, style.bgcolor):
                assert colour is None or colour.type in OWN, role
        assert screen.get_component_rich_style("cursor").reverse
        assert screen.get_component_rich_style("muted").dim


async def test_without_colours_dim_and_reverse_tell_things_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened() as pilot:
        picture = pilot.app.screen.query_one("#messages").render_lines(Region(0, 0, 60, 5))
        styles = [segment.style for strip in picture for segment in strip if segment.style]
        assert {style.color and style.color.type for style in styles} <= {None, ColorType.DEFAULT}
        assert any(style.reverse for style in styles)
        assert any(style.dim for style in styles)


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    colour = Color.parse("#ff0000")
    assert readable(colour, Color.parse("#000000"), 5) == colour


def test_a_pale_colour_is_drawn_away_from_its_ground() -> None:
    for ground in ("#ffffff", "#e0e0e0", "#101010", "#444444"):
        page = Color.parse(ground)
        assert contrast(readable(Color.parse("#a0a060"), page), page) >= LEAST


def test_a_theme_without_numbers_keeps_its_names() -> None:
    theme = {"background": "ansi_default", "text-success": "ansi_green", "text-error": "ansi_red"}
    assert state_variables(theme)["state-good"] == "ansi_green"
    assert state_variables(theme)["state-warn"] == "ansi_default"
