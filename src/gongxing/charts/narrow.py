"""A figure for a narrow column, such as a phone held upright: its key below it, its plot no wider than the column."""

from __future__ import annotations

import copy
from typing import Any

PLOT = 220  # pixels: with its axis and the names of its marks some 340
# Where names of marks were placed by the pixel, another width would bring them over one another.
_PLACED = frozenset({"convergence", "frontier", "relatedness"})
# Kinds that need more room than a phone has, and are scrolled there.
WIDE = _PLACED | {"location_quotients", "similarity", "matrix", "coverage"}
COLUMN = 340  # pixels that a map is made smaller to; the letters of its key are made larger before
_LETTERS = 11.5


def narrow(specification: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return a specification for a narrow column; the one that is given is not written to.

    Parameters
    ----------
    specification
        Of Vega-Lite.
    kind
        The figure's, of the catalogue.
    """
    drawn = {name: part if name == "datasets" else _copied(part) for name, part in specification.items()}
    of_map = "projection" in drawn
    width = drawn.get("width")
    larger = max(1.0, width / COLUMN) if of_map and isinstance(width, int | float) else 1.0
    letters = round(_LETTERS * larger, 1)
    config = drawn.setdefault("config", {})
    below = {"anchor": "start", "direction": "vertical", "margin": 10}
    config["legend"] = {
        **config.get("legend", {}), "orient": "bottom", "columns": 2, "labelFontSize": letters,
        "titleFontSize": letters, "symbolSize": round(110 * larger**2), "titleLimit": round(COLUMN * larger),
        "labelLimit": round(COLUMN / 2 * larger), "columnPadding": 14, "layout": {"bottom": below},
    }  # fmt: skip
    config["padding"] = 2
    for legend in _found(drawn, "legend"):
        legend.pop("orient", None)
        legend.pop("columns", None)
        legend.pop("symbolSize", None)
    if not of_map and kind not in _PLACED and isinstance(width, int | float) and width > PLOT:
        _shift(drawn, width, PLOT)
        drawn["width"] = PLOT
    return drawn


def _copied(part: Any) -> Any:
    """Return a copy without the rows of data, which are large and not written to."""
    if isinstance(part, dict):
        return {name: one if name in ("values", "datasets") else _copied(one) for name, one in part.items()}
    return [_copied(one) for one in part] if isinstance(part, list) else copy.copy(part)


def _found(part: Any, name: str) -> list[dict[str, Any]]:
    """Return the objects of a name in the encodings of a specification."""
    if isinstance(part, list):
        return [one for entry in part for one in _found(entry, name)]
    if not isinstance(part, dict):
        return []
    here = [part[name]] if isinstance(part.get(name), dict) and "field" in part else []
    return here + [one for key, entry in part.items() if key != "values" for one in _found(entry, name)]


def _shift(part: Any, width: float, plot: float) -> None:
    """Bring along what stands at a pixel at or beyond the right side of the plot."""
    if isinstance(part, list):
        for entry in part:
            _shift(entry, width, plot)
    elif isinstance(part, dict):
        for holder, name in ((part.get("x"), "value"), (part.get("mark"), "x"), (part.get("x2"), "value")):
            if isinstance(holder, dict) and isinstance(holder.get(name), int | float) and holder[name] >= width - 1:
                holder[name] += plot - width
        for key, entry in part.items():
            if key != "values":
                _shift(entry, width, plot)
