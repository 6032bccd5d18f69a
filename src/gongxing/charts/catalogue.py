"""The catalogue of figures: each by its name, with the columns that it takes and its options, for briefs and pages.

A brief's block and the address of a page name a figure and give its options as text; ``options_of`` reads them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Literal, get_args

from gongxing.charts.appearance import THEMES
from gongxing.charts.classes import CLASSINGS
from gongxing.charts.errors import FigureError
from gongxing.charts.figure import Figure
from gongxing.charts.words import words
from gongxing.indicators.amounts import Language
from gongxing.regions.divisions import Level

# Name, module, and the columns without which it cannot be drawn (``region`` follows from ``region_code``).
_KINDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("region_map", "maps", ("region_code", "value")),
    ("ranking", "rankings", ("region", "value")),
    ("time_series", "series", ("region", "period", "value")),
    ("rank_changes", "ranks", ("region", "period", "value")),
    ("gains_and_losses", "gains", ("region", "value")),
    ("frontier", "frontiers", ("plan", "growth", "balance")),
    ("trend", "trends", ("period", "value")),
    ("decomposition", "trends", ("part", "value")),
    ("lorenz_curve", "curves", ("x", "y")),
    ("density", "curves", ("row", "column", "value")),
    ("convergence", "scatters", ("region", "period", "value")),
    ("relatedness", "scatters", ("region", "x", "y")),
    ("structure", "structures", ("region", "part", "value")),
    ("location_quotients", "structures", ("row", "column", "value")),
    ("similarity", "structures", ("row", "column", "value")),
    ("matrix", "structures", ("row", "column", "value")),
    ("intervals", "spreads", ("region", "value", "low", "high")),
    ("promises", "boards", ("region", "state")),
    ("commitments", "boards", ("region", "commitment", "deadline")),
    ("coverage", "coverage", ("region", "indicator", "period")),
)

# What the annotations of options allow.
_CHOICES = {"Language": ("zh", "en"), "ThemeName": THEMES, "Classing": CLASSINGS, "Level": get_args(Level)}


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a figure.

    ``kind`` is ``text``, ``number``, ``yes or no``, ``list`` or ``choice`` (of ``choices``); ``default`` is ``None``
    where the figure finds it.
    """

    name: str
    kind: Literal["text", "number", "yes or no", "list", "choice"]
    choices: tuple[str, ...]
    default: Any


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A figure of the catalogue.

    Attributes
    ----------
    name
        Its name: ``region_map``, ``ranking`` …
    function
        What makes it of a frame.
    columns
        The columns that it needs.
    options
        By name.
    """

    name: str
    function: Callable[..., Figure]
    columns: tuple[str, ...]
    options: Mapping[str, Option]

    def title(self, language: Language) -> str:
        """Return what the kind is called."""
        return str(words(language)["kinds"][self.name])

    def __call__(self, frame: Any, **options: Any) -> Figure:
        """Make the figure; see its function.

        Raises
        ------
        FigureError
            It has no such option, or cannot be made of these.
        """
        if unknown := sorted(set(options) - set(self.options)):
            raise FigureError(f"{self.name}: no option {', '.join(unknown)}; it has {', '.join(self.options)}")
        return self.function(frame, **options)

    def options_of(self, given: Mapping[str, str]) -> dict[str, Any]:
        """Read options that were given as text (a page's address, a brief's block).

        Lists are parted by commas; ``yes``, ``true`` and ``1`` are yes. Empty text leaves an option as it is.

        Raises
        ------
        FigureError
            There is no such option, or its text is not of its kind.
        """
        found = {}
        for name, text in given.items():
            if name not in self.options:
                raise FigureError(f"{self.name}: no option {name}; it has {', '.join(self.options)}")
            if text != "":
                found[name] = _read(self.name, self.options[name], text)
        return found


@cache
def figure_kinds() -> Mapping[str, FigureKind]:
    """Return every figure of the catalogue by its name."""
    return {name: _kind(name, module, columns) for name, module, columns in _KINDS}


def figure_kind(name: str) -> FigureKind:
    """Return a figure of the catalogue.

    Raises
    ------
    FigureError
        There is none of that name.
    """
    if name not in figure_kinds():
        raise FigureError(f"no figure is called {name!r}; there are {', '.join(figure_kinds())}")
    return figure_kinds()[name]


def _kind(name: str, module: str, columns: tuple[str, ...]) -> FigureKind:
    function = getattr(import_module(f"gongxing.charts.{module}"), name)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    options = {p.name: _option(p.name, str(p.annotation), p.default) for p in parameters}
    return FigureKind(name, function, columns, options)


def _option(name: str, annotation: str, default: Any) -> Option:
    """Return an option of a parameter, whose annotation is text."""
    first = annotation.removesuffix(" | None")
    if first in _CHOICES:
        return Option(name, "choice", _CHOICES[first], default)
    if first.startswith("Sequence["):
        return Option(name, "list", (), default)
    return Option(name, {"bool": "yes or no", "int": "number", "str": "text"}[first], (), default)  # type: ignore[arg-type]


def _read(figure: str, option: Option, text: str) -> Any:
    if option.kind == "list":
        return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    if option.kind == "yes or no":
        if text.lower() not in ("1", "yes", "true", "是", "0", "no", "false", "否"):
            raise FigureError(f"{figure}: {option.name} is yes or no; {text!r} came")
        return text.lower() in ("1", "yes", "true", "是")
    if option.kind == "number":
        try:
            return int(text)
        except ValueError:
            raise FigureError(f"{figure}: {option.name} is a whole number; {text!r} came") from None
    if option.kind == "choice" and text not in option.choices:
        raise FigureError(f"{figure}: {option.name} is {', '.join(option.choices)}; {text!r} came")
    return text
