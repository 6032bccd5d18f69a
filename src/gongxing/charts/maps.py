"""Regions coloured by a value: classes, outlines of groups, what has no data, and the map review number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import polars as pl
import shapely

from gongxing.charts import ground as grounds
from gongxing.charts.appearance import diverging_steps, ink_on
from gongxing.charts.classes import CLASSINGS, class_of, upper_bounds
from gongxing.charts.errors import FigureError
from gongxing.charts.figure import FIELD, PARAMETER, Figure, width_of
from gongxing.charts.frames import (
    codes_named,
    label_of,
    look_of,
    one_each,
    period_of,
    subject_of,
    tidy,
    without_nulls,
)
from gongxing.charts.making import Rows, figure_of, inline, selection_of, tips
from gongxing.charts.sentences import extremes, joined, title_of
from gongxing.charts.topology import OBJECT
from gongxing.charts.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.charts.appearance import ThemeName
    from gongxing.charts.classes import Classing, Vector
    from gongxing.charts.frames import Look, Subject
    from gongxing.charts.topology import Topology
    from gongxing.indicators.amounts import Language
    from gongxing.regions.layers import Layer, Level

# Provinces of which more are drawn as the whole country.
_MOST_PROVINCES = 6
_TOLD = [FIELD, "region", "said", "class", "value"]
_STRAIGHT = 5.0  # degrees within which a great circle and a straight line are the same to the eye
_GROUP = "group/"  # begins the id of a group's outline
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])


def region_map(
    frame: pl.DataFrame,
    *,
    indicator: str = "",
    unit: str | None = None,
    period: str | None = None,
    level: Level | None = None,
    within: str | None = None,
    year: int | None = None,
    classing: Classing = "quantile",
    classes: int = 5,
    diverging: bool | None = None,
    groups: Sequence[str] | Mapping[str, Sequence[str]] = (),
    selected: Sequence[str] = (),
    labels: bool = True,
    title: str | None = None,
    source: str = "",
    language: Language = "zh",
    theme: ThemeName = "light",
) -> Figure:
    """Colour regions by a value.

    Parameters
    ----------
    frame
        ``region_code`` (six digits), ``value`` in a base unit, and perhaps ``region``, ``period`` and ``unit``.
    indicator, unit
        An id or name of the catalogue (which gives name and unit), or any words with their base unit.
    period
        Which of the frame's periods; the last by default.
    level, within
        The level of the polygons, and the area that is drawn: a division or a functional region. By default the level
        of the codes and the provinces that hold them, the whole country where they are many.
    year
        The year whose divisions are drawn; by default those of the boundaries.
    classing, classes
        How values are parted, and into how many classes (2 to 9).
    diverging
        Whether colours part at zero, gains from losses; by default where the values have both signs.
    groups
        Functional regions whose outlines are drawn, by name; or a mapping from name to codes.
    selected
        Regions outlined, by code or name.
    labels
        Whether names stand where there is room.
    title, source
        Title (by default from indicator and period) and where the values are from.
    language, theme
        Of words and colours.

    Returns
    -------
    Figure
        ``table`` has ``region_code``, ``region``, ``value``, ``unit`` and ``class``; regions without data are in it.

    Raises
    ------
    FigureError
        The frame or an option cannot be used, or there are no polygons there.
    """
    look = look_of(language, theme)
    if classing not in CLASSINGS or not 2 <= classes <= 9:
        raise FigureError(f"classing is {', '.join(CLASSINGS)} and classes 2 to 9; {classing!r} and {classes} came")
    rows, when = period_of(tidy(frame, "region_map", ("region_code", "value", "region"), look), "region_map", period)
    rows = one_each(without_nulls(rows, "region_map"), "region_map", ("region_code",))
    subject = subject_of(rows, look, indicator, unit)
    codes = [code for code in rows["region_code"] if code]
    ground = grounds.ground_of(level or grounds.level_of(codes), _areas(codes, within, level), year)
    coloured = _coloured(rows, ground, subject, look, classing, classes, diverging)
    named = title or title_of(look, subject, when)
    outlines = _outlines(groups, ground, look)
    chart = partial(_chart, coloured, ground, subject, look, outlines, codes_named(selected, rows), labels)
    layer = ground.layer
    form = "review" if layer.review_number else "review_none"
    review = look.word(form, number=layer.review_number, layer=layer.source, datum=layer.datum)
    said = extremes(rows, subject, look, named)
    lines = joined(look, look.source(source), review)
    table = coloured.table(subject)
    return figure_of("region_map", chart, named, table, said, look, lines, _notes(rows, coloured, look))


def _areas(codes: Sequence[str], within: str | None, level: Level | None) -> tuple[str, ...]:
    """Return the areas to draw."""
    if within is not None:
        return () if within in ("全国", "中国", "China") else tuple(grounds.area_codes(within))
    provinces = sorted({code[:2] + "0000" for code in codes})
    national = len(provinces) > _MOST_PROVINCES or (level or grounds.level_of(codes)) == "province"
    return () if national else tuple(provinces)


@dataclass(frozen=True, eq=False)
class _Coloured:
    """A class for each polygon: ``classes`` (n,), -1 where there is no value; values (n,) with NaN there."""

    layer: Layer
    labels: tuple[str, ...]
    values: Vector
    classes: Any
    words: tuple[str, ...]
    colours: tuple[str, ...]

    def table(self, subject: Subject) -> pl.DataFrame:
        """Return the table twin, the largest value first."""
        rows = {
            FIELD: self.layer.codes,
            "region": self.labels,
            "value": [None if np.isnan(value) else float(value) for value in self.values],
            "unit": [subject.unit] * len(self.labels),
            "class": [self.words[k] if k >= 0 else None for k in self.classes],
        }
        table = pl.DataFrame(rows, schema_overrides={"value": pl.Float64, "class": pl.String})
        return table.sort("value", descending=True, nulls_last=True, maintain_order=True)


def _coloured(
    rows: pl.DataFrame, ground: grounds.Ground, subject: Subject, look: Look, classing: Classing, count: int,
    diverging: bool | None,
) -> _Coloured:  # fmt: skip
    """Part the values of the polygons into classes."""
    held = dict(zip(rows["region_code"], rows["value"], strict=True))
    layer = ground.layer
    values = np.array([held.get(code, np.nan) for code in layer.codes], dtype=np.float64)
    known = ~np.isnan(values)
    if not known.any():
        raise FigureError(
            f"region_map: none of {rows.height} regions is on the map of {len(layer)} polygons; "
            "give another level or within"
        )
    found = values[known]
    signed = bool((found < 0).any() and (found > 0).any()) if diverging is None else diverging
    classes = np.full(len(values), -1)
    if signed:
        bounds = upper_bounds(np.abs(found), max(1, (count + 1) // 2), classing)
        sizes = class_of(np.abs(found), bounds)
        below, above = len(bounds), len(bounds)
        classes[known] = np.where(found < 0, below - 1 - sizes, below + sizes)
        edges = [-bound for bound in bounds[::-1]] + [0.0] + list(bounds)
        # Colours mirror each other about zero; the outermost classes are told as far as there are values.
        edges[0] = float(found.min()) if found.min() < edges[1] else edges[0]
        edges[-1] = float(found.max()) if found.max() > edges[-2] else edges[-1]
        colours = diverging_steps(look.theme, below, above)
    else:
        bounds = upper_bounds(found, count, classing)
        classes[known] = class_of(found, bounds)
        edges = [float(found.min()), *bounds]
        colours = look.theme.steps(len(bounds))
    labels = tuple(label_of(code, name, look.language) for code, name in zip(layer.codes, layer.names, strict=True))
    return _Coloured(layer, labels, values, classes, tuple(_intervals(edges, subject)), tuple(colours))


def _intervals(edges: Sequence[float], subject: Subject) -> list[str]:
    """Write classes as intervals, with as many digits as tell their bounds apart."""
    for digits in (3, 4, 5, 6, 8):
        words = [subject.short(edge, digits) for edge in edges]
        if len(set(words)) == len(set(edges)):
            break
    dash = "–" if not any(edge < 0 for edge in edges) else (" 至 " if subject.language == "zh" else " to ")
    return [low if low == high else f"{low}{dash}{high}" for low, high in pairwise(words)]


def _rows(coloured: _Coloured, subject: Subject, look: Look) -> list[dict[str, Any]]:
    """Return what is told of each region; its outline is found by its code."""
    missing = _missing_word(coloured, look)
    return [
        {
            FIELD: code, "region": label, "said": look.word("missing") if k < 0 else subject.said(float(value)),
            "class": missing if k < 0 else coloured.words[k], "value": None if k < 0 else float(value),
        }
        for code, label, value, k in zip(
            coloured.layer.codes, coloured.labels, coloured.values, coloured.classes, strict=True
        )
    ]  # fmt: skip


def _missing_word(coloured: _Coloured, look: Look) -> str:
    return look.word("missing_count", count=int((coloured.classes < 0).sum()))


def _chart(
    coloured: _Coloured, ground: grounds.Ground, subject: Subject, look: Look, outlines: Mapping[str, set[int]],
    selected: Sequence[str], labels: bool,
) -> Any:  # fmt: skip
    theme = look.theme
    named, colours = list(coloured.words), list(coloured.colours)
    if (coloured.classes < 0).any():
        named, colours = [*named, _missing_word(coloured, look)], [*colours, theme.missing]
    legend = alt.Legend(
        title=subject.lines,
        symbolType="square",
        symbolSize=150,
        symbolStrokeWidth=0.6,
        symbolStrokeColor=theme.muted,
        orient="right",
    )
    scale = alt.Scale(domain=named, range=colours)
    base = alt.Chart().mark_geoshape(stroke=theme.border, strokeWidth=0.7).encode(
        fill=alt.Fill("class:N", scale=scale, legend=legend, sort=None),
        tooltip=tips(region=look.word("region"), said=subject.name or look.word("value")),
    ).add_params(selection_of(selected))  # fmt: skip
    topology = ground.topology.copy()
    layers: list[Any] = [base.transform_filter(f"isValid(datum.{FIELD})")]
    layers += _hatched(topology, coloured, ground, look)
    layers += _borders(topology, ground, look)
    layers += _groups(topology, outlines, look)
    for colour, width in ((theme.background, 4.6), (theme.ink, 2.4)):
        outline = alt.Chart().mark_geoshape(fillOpacity=0, stroke=colour, strokeWidth=width, strokeJoin="round")
        layers.append(outline.transform_filter({"param": PARAMETER, "empty": False}))
    if labels:
        layers += _names(coloured, ground, look)
    outlined = Rows(values=topology.to_dict(), format={"type": "topojson", "feature": OBJECT})
    told = alt.LookupData(data=inline(_rows(coloured, subject, look)), key=FIELD, fields=_TOLD)
    drawn: Any = alt.layer(*layers, data=outlined).transform_lookup(lookup="id", from_=told)
    return drawn.properties(width=ground.width, height=ground.height).project(**ground.projection)


def _lines(name: str, colour: str, width: float, *, opacity: float = 1.0) -> Any:
    """Return the layer that shows the lines of a name."""
    mark = alt.Chart().mark_geoshape(fill=None, stroke=colour, strokeWidth=width, opacity=opacity, tooltip=None)
    return mark.transform_filter(f"datum.id === '{name}'")


def _hatched(topology: Topology, coloured: _Coloured, ground: grounds.Ground, look: Look) -> list[Any]:
    """Draw slanting lines over the polygons without data, seven pixels apart."""
    empty = [shape for shape, k in zip(coloured.layer.shapes, coloured.classes, strict=True) if k < 0]
    if not empty:
        return []
    area = shapely.union_all(empty)
    west, south, east, north = area.bounds
    whole = shapely.total_bounds(coloured.layer.shapes)
    step = 7 * (whole[2] - whole[0]) / ground.width
    slant = north - south
    starts = np.arange(west - slant, east + step, step)
    found = shapely.intersection(
        area, shapely.multilinestrings([shapely.LineString([(x, south), (x + slant, north)]) for x in starts])
    )
    # A line between far points is drawn along the great circle, which bends away from its neighbours.
    topology.draw("hatch", shapely.segmentize(found, _STRAIGHT))
    return [_lines("hatch", look.theme.muted, 0.5, opacity=0.4)]


def _borders(topology: Topology, ground: grounds.Ground, look: Look) -> list[Any]:
    """Draw the borders of the level above, and the coast and the lines at sea of the whole country."""
    codes = ground.layer.codes
    # Cities under a province stand among prefectures.
    digits = 2 if 2 * sum(code.endswith("00") for code in codes) >= len(codes) else 4
    stems = [code[:digits] for code in codes]
    layers = []
    if 1 < len(set(stems)) < len(stems):
        topology.draw_borders("borders", stems, outer=True)
        layers.append(_lines("borders", look.theme.muted, 0.9))
    elif ground.whole:
        # Islands of less than a pixel are seen by their outline alone.
        topology.draw_borders("coast", [True] * len(codes), outer=True)
        layers.append(_lines("coast", look.theme.muted, 0.6))
    if ground.whole and ground.layer.lines:
        lines = shapely.line_merge(shapely.union_all(list(ground.layer.lines)))
        topology.draw("sea", shapely.simplify(lines, topology.grid))
        layers.append(_lines("sea", look.theme.muted, 1.1))
    return layers


def _outlines(
    groups: Sequence[str] | Mapping[str, Sequence[str]], ground: grounds.Ground, look: Look
) -> dict[str, set[int]]:
    """Return the positions of each group's polygons by what it is called."""
    if isinstance(groups, str):
        groups = [part.strip() for part in groups.split(",") if part.strip()]
    wanted = dict(groups) if isinstance(groups, Mapping) else {name: grounds.area_codes(name) for name in groups}
    found = {}
    for name, codes in wanted.items():
        held = {k for k, code in enumerate(ground.layer.codes) if any(grounds.holds(area, code) for area in codes)}
        if not held:
            raise FigureError(f"region_map: no region of the group {name} is on this map; choose another group or area")
        found[label_of(None, name, look.language)] = held
    return found


def _groups(topology: Topology, outlines: Mapping[str, set[int]], look: Look) -> list[Any]:
    if not outlines:
        return []
    for name, held in outlines.items():
        members = [True if k in held else None for k in range(len(topology))]
        topology.draw_borders(f"{_GROUP}{name}", members, outer=True)
    names = list(outlines)
    series = [look.theme.series[(k + 1) % len(look.theme.series)] for k in range(len(names))]
    dashes = [_DASHES[k % len(_DASHES)] for k in range(len(names))]
    legend = alt.Legend(
        title=None, symbolType="stroke", symbolSize=260, symbolStrokeWidth=2.2, symbolFillColor="transparent"
    )
    return [
        alt.Chart()
        .transform_filter(f"indexof(datum.id, '{_GROUP}') === 0")
        .transform_calculate(group=f"slice(datum.id, {len(_GROUP)})")
        .mark_geoshape(fill=None, strokeWidth=2.2, strokeJoin="round", tooltip=None).encode(
            stroke=alt.Stroke("group:N", legend=legend, scale=alt.Scale(domain=names, range=series), sort=None),
            strokeDash=alt.StrokeDash("group:N", legend=legend, scale=alt.Scale(domain=names, range=dashes), sort=None),
        )
    ]  # fmt: skip


def _names(coloured: _Coloured, ground: grounds.Ground, look: Look) -> list[Any]:
    """Return labels where there is room, none over another, the larger regions first."""
    taken: list[tuple[float, float, float, float]] = []
    shown = []
    order = sorted(range(len(coloured.labels)), key=lambda k: -ground.rooms[k].prod())
    # Small letters are worth it where they make a map of few regions whole.
    sizes = (11.5, 10.0, 8.5) if len(order) <= 40 else (11.0, 10.0)
    for k in order:
        label = coloured.labels[k]
        for size in sizes:
            wide, high = width_of(label) * size, size * 1.25
            x, y = ground.places[k]
            box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            free = all(box[2] <= a or c <= box[0] or box[3] <= b or d <= box[1] for a, b, c, d in taken)
            if ground.rooms[k][0] >= 0.86 * wide and ground.rooms[k][1] >= 0.9 * high and free:
                taken.append(box)
                colour = coloured.colours[coloured.classes[k]] if coloured.classes[k] >= 0 else look.theme.missing
                longitude, latitude = (round(float(part), 4) for part in ground.spots[k])
                shown.append({"label": label, "size": size, "x": longitude, "y": latitude, "ink": ink_on(colour)})
                break
    if not shown:
        return []
    return [
        alt.Chart(inline(shown)).mark_text(tooltip=None).encode(
            longitude="x:Q", latitude="y:Q", text="label:N", size=alt.Size("size:Q", scale=None, legend=None),
            color=alt.Color("ink:N", scale=None, legend=None),
        )
    ]  # fmt: skip


def _notes(rows: pl.DataFrame, coloured: _Coloured, look: Look) -> tuple[str, ...]:
    held = set(coloured.layer.codes)
    lost = [label for code, label in zip(rows["region_code"], rows["label"], strict=True) if code not in held]
    return (look.word("no_polygon", names=listed(lost, look.language, 5)),) if lost else ()
