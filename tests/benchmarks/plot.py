"""Growth as a picture: seconds over lines, both by powers of ten, written as SVG."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

Point = tuple[float, float]

WIDTH, HEIGHT = 920, 520
LEFT, RIGHT, TOP, BOTTOM = 78, 256, 64, 62
INK, FAINT, PAPER, GRID = "#1f2933", "#6b7680", "#ffffff", "#e6e9ec"
COLOURS = ("#0b66c3", "#0a8f6a", "#b3541e", "#7a5195", "#8d99a6", "#b8c1c9")
FONT = "font-family='system-ui, -apple-system, Segoe UI, Roboto, sans-serif'"
_APART = 19
"""Units of height between two names at least."""


def growth(title: str, subtitle: str, lines: Mapping[str, Sequence[Point]]) -> str:
    """A picture of lines by name, each of points (x, y) above 0; the names stand at their ends."""
    points = [point for line in lines.values() for point in line]
    across = Axis([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = Axis([y for _, y in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' {FONT}>",
        f"<rect width='{WIDTH}' height='{HEIGHT}' fill='{PAPER}'/>",
        _text(LEFT, 28, title, size=17, weight=600),
        _text(LEFT, 48, subtitle, colour=FAINT),
        *_grid(across, up),
    ]
    ends = _apart([up.place(line[-1][1]) for line in lines.values()])
    for (name, line), colour, end in zip(lines.items(), COLOURS * 2, ends, strict=False):
        parts += _line(name, [(across.place(x), up.place(y)) for x, y in line], colour, end)
    return "\n".join([*parts, "</svg>", ""])


class Axis:
    """Places numbers between two edges of the picture, by their logarithms."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self._first, self._last = floor(log10(min(values))), ceil(log10(max(values)))
        self._start, self._end = start, end

    @property
    def powers(self) -> Sequence[float]:
        """The powers of ten on it."""
        return [10.0**power for power in range(self._first, self._last + 1)]

    def place(self, value: float) -> float:
        """Where a number stands."""
        share = (log10(value) - self._first) / max(1, self._last - self._first)
        return self._start + share * (self._end - self._start)


def _grid(across: Axis, up: Axis) -> Sequence[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    parts = []
    for power in up.powers:
        y = up.place(power)
        parts.append(f"<path d='M{LEFT} {y:.1f}H{right}' stroke='{GRID}'/>")
        parts.append(_text(LEFT - 10, y + 4, f"{power:,g} s", colour=FAINT, anchor="end"))
    for power in across.powers:
        x = across.place(power)
        parts.append(f"<path d='M{x:.1f} {TOP}V{bottom}' stroke='{GRID}'/>")
        parts.append(_text(x, bottom + 22, _count(power), colour=FAINT, anchor="middle"))
    middle = (LEFT + right) / 2
    parts.append(_text(middle, bottom + 46, "lines of the log", colour=FAINT, anchor="middle"))
    return parts


def _line(name: str, points: Sequence[Point], colour: str, end: float) -> Sequence[str]:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.5' fill='{colour}'/>" for x, y in points]
    x, y = points[-1]
    return [
        f"<path d='M{path}' fill='none' stroke='{colour}' stroke-width='2.2'"
        " stroke-linejoin='round'/>",
        *dots,
        f"<path d='M{x + 6:.1f} {y:.1f}L{x + 16:.1f} {end:.1f}' stroke='{colour}' fill='none'/>",
        _text(x + 20, end + 4, name, colour=colour, weight=600),
    ]


def _apart(places: Sequence[float]) -> Sequence[float]:
    """The places of names, moved so that none covers another."""
    moved = dict.fromkeys(range(len(places)), 0.0)
    below = float("-inf")
    for index in sorted(moved, key=lambda index: places[index]):
        moved[index] = below = max(places[index], below + _APART)
    over = max(0.0, below - (HEIGHT - BOTTOM))
    return [moved[index] - over for index in range(len(places))]


def _count(number: float) -> str:
    return f"{number / 1e6:g} M" if number >= 1e6 else f"{number / 1e3:g} k"


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 13,
    colour: str = INK,
    anchor: str = "start",
    weight: int = 400,
) -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' fill='{colour}'"
        f" text-anchor='{anchor}' font-weight='{weight}'>{escape(words)}</text>"
    )
