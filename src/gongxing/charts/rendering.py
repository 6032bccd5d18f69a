"""Altair charts to files, offline: SVG, PNG, HTML and the specification itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import altair as alt

SUFFIXES = (".svg", ".png", ".html", ".json")


def save_chart(chart: alt.TopLevelMixin, path: Path, *, scale: float = 2.0) -> None:
    """Write a chart as its file's suffix says; HTML holds the library that draws it and needs no network.

    Raises
    ------
    ValueError
        The suffix is none of svg, png, html, json.
    OSError
        The file cannot be written.
    """
    import vl_convert

    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"{path}: a chart is written as {', '.join(SUFFIXES)}, not {suffix or 'without a suffix'}")
    specification = chart.to_json(indent=None)
    if suffix == ".png":
        path.write_bytes(vl_convert.vegalite_to_png(specification, scale=scale))
    elif suffix == ".svg":
        path.write_text(vl_convert.vegalite_to_svg(specification), "utf-8")
    elif suffix == ".html":
        path.write_text(vl_convert.vegalite_to_html(specification, bundle=True), "utf-8")
    else:
        path.write_text(specification, "utf-8")
