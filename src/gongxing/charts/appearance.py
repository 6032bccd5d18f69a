"""How figures look: three themes, palettes that every kind of colour vision tells apart, fonts.

References
----------
Okabe, M. and Ito, K. (2008). Color Universal Design (eight colours told apart by all).
Brewer, C. A., Harrower, M. and The Pennsylvania State University: ColorBrewer 2.0 (YlGnBu; the orange half of PuOr and
the blue half of RdBu).
Smith, N. and van der Walt, S. (2015): viridis, as in Matplotlib.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

ThemeName = Literal["light", "dark", "print"]
THEMES: tuple[ThemeName, ...] = ("light", "dark", "print")
# The first is the one that comes with the package, so that a bare machine draws the same picture.
FONT = "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, SimHei, sans-serif"

_YLGNBU = ("#ffffd9", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494", "#081d58")
_VIRIDIS = ("#443983", "#3b528b", "#31688e", "#287c8e", "#20928c", "#35b779", "#6ece58", "#b5de2b", "#fde725")
_DIVERGING = ("#8c510a", "#c46a12", "#e8963e", "#f8c27e", "#fbe3c4", "#f5f5f5", "#d3e5f1", "#9fcae1", "#5b9fcc",
              "#2c75b3", "#114b86")  # fmt: skip
_DARK_DIVERGING = ("#ffd9a0", "#f7b25c", "#dc8a2e", "#a9651f", "#6a4a2a", "#39434d", "#2c536f", "#2f74a3", "#4a9ad1",
                   "#82bfec", "#c4e3fb")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a figure.

    Attributes
    ----------
    background, ink, muted, grid, border
        Of the page, of text, of lesser text, of grid lines, between polygons.
    missing
        Where there is no value.
    accent
        What is pointed at; ``plain`` is what is not.
    series
        Colours of lines and groups, each told apart from every other.
    sequential
        From little to much, of eight or nine steps; ``diverging`` from loss over nothing to gain, of eleven.
    """

    name: ThemeName
    background: str
    ink: str
    muted: str
    grid: str
    border: str
    missing: str
    accent: str
    plain: str
    series: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]

    @property
    def loss(self) -> str:
        """Colour of a loss."""
        return self.diverging[2] if self.name != "light" else self.diverging[1]

    @property
    def gain(self) -> str:
        """Colour of a gain."""
        return self.diverging[-3] if self.name == "dark" else self.diverging[-2]

    def steps(self, count: int) -> list[str]:
        """Return colours of so many classes, from little to much."""
        low = 0.12 if self.name != "dark" else 0.0
        return _between(self.sequential, [low + (0.94 - low) * k / max(1, count - 1) for k in range(count)])

    def config(self) -> dict[str, Any]:
        """Return the Vega-Lite configuration."""
        axis = {
            "labelColor": self.ink, "titleColor": self.muted, "labelFontSize": 11, "titleFontSize": 11,
            "titleFontWeight": "normal", "gridColor": self.grid, "domainColor": self.grid, "tickColor": self.grid,
            "labelLimit": 260, "titlePadding": 8,
        }  # fmt: skip
        legend = {
            "labelColor": self.ink, "titleColor": self.muted, "labelFontSize": 11, "titleFontSize": 11,
            "titleFontWeight": "normal", "labelLimit": 260, "rowPadding": 3,
        }  # fmt: skip
        title = {
            "anchor": "start", "frame": "group", "color": self.ink, "fontSize": 15, "fontWeight": 600,
            "subtitleColor": self.muted, "subtitleFontSize": 11.5, "subtitlePadding": 5, "offset": 14, "limit": 900,
        }  # fmt: skip
        return {
            "background": self.background, "font": FONT, "axis": axis, "legend": legend, "title": title,
            "view": {"stroke": None}, "range": {"category": list(self.series)}, "padding": 12,
            "header": {"labelColor": self.ink, "titleColor": self.muted, "labelFontSize": 12},
            "text": {"color": self.ink, "font": FONT}, "line": {"strokeCap": "round", "strokeJoin": "round"},
        }  # fmt: skip


_THEMES = {
    "light": Theme(
        "light", "#ffffff", "#1f2933", "#57636f", "#e1e6ea", "#ffffff", "#e4e7ea", "#c2410c", "#9db4c4",
        ("#0072b2", "#d55e00", "#009e73", "#b0558f", "#e69f00", "#3f3f8f", "#56b4e9", "#5c5c5c"),
        _YLGNBU, _DIVERGING,
    ),
    "dark": Theme(
        "dark", "#1b2024", "#e8edf2", "#a4b0bc", "#333d45", "#1b2024", "#30383f", "#ffb454", "#5e7485",
        ("#56b4e9", "#f0883e", "#2fc99a", "#e39ac8", "#f2e08b", "#8a7fe8", "#1b76b3", "#d9d9d9"),
        _VIRIDIS, _DARK_DIVERGING,
    ),
    "print": Theme(
        "print", "#ffffff", "#000000", "#444444", "#dddddd", "#ffffff", "#f4f4f4", "#000000", "#9a9a9a",
        ("#0072b2", "#d55e00", "#009e73", "#b0558f", "#e69f00", "#3f3f8f", "#56b4e9", "#5c5c5c"),
        _YLGNBU, _DIVERGING,
    ),
}  # fmt: skip


def theme_of(name: str) -> Theme:
    """Return a theme by its name.

    Raises
    ------
    KeyError
        There is no such theme.
    """
    return _THEMES[name]


def rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of ``#rrggbb``, each 0 to 1."""
    return tuple(int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))  # type: ignore[return-value]


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1, as WCAG 2 defines it."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(colour: str) -> str:
    """Return black or white, whichever stands out more on a colour."""
    light = luminance(colour)
    return "#ffffff" if 1.05 / (light + 0.05) > (light + 0.05) / 0.0569 else "#0d141b"


def diverging_steps(theme: Theme, below: int, above: int) -> list[str]:
    """Return colours of classes below and above zero: the further from it the stronger."""
    most = max(below, above, 1)
    places = [0.5 - 0.42 * (k / most) for k in range(below, 0, -1)] + [
        0.5 + 0.42 * (k / most) for k in range(1, above + 1)
    ]
    return _between(theme.diverging, places)


def _between(colours: tuple[str, ...], places: list[float]) -> list[str]:
    """Return colours at places 0 to 1 of a ramp."""
    found = []
    for place in places:
        spot = min(max(place, 0.0), 1.0) * (len(colours) - 1)
        left = min(int(spot), len(colours) - 2)
        part = spot - left
        mixed = (a + (b - a) * part for a, b in zip(rgb(colours[left]), rgb(colours[left + 1]), strict=True))
        found.append("#" + "".join(f"{round(255 * value):02x}" for value in mixed))
    return found
