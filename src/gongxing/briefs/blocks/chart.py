"""A figure or a map of the catalogue, drawn of the library's panel or of a scenario's outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gongxing.briefs.blocks.context import listed, years_of_field
from gongxing.briefs.blocks.picturing import Drawings, twin
from gongxing.briefs.blocks.simulation import outcome_of
from gongxing.briefs.outline import Cited, Picture, text
from gongxing.charts.catalogue import figure_kind
from gongxing.charts.errors import FigureError
from gongxing.library import LibraryError
from gongxing.library.panel_numbers import chosen_within
from gongxing.library.references import measure_reference, scenario_reference
from gongxing.library.simulated import REGIONAL
from gongxing.measures.asking import years_of
from gongxing.panel import PanelError

if TYPE_CHECKING:
    import polars as pl

    from gongxing.briefs.blocks.context import Context
    from gongxing.briefs.outline import Block, Typed

# Fields that choose the numbers; the others are options of the figure.
_CHOOSING = ("kind", "indicator", "regions", "year", "years", "level", "scope", "scenario", "what", "title", "note")
_CHANGE = "real_income"


def build(block: Typed, context: Context) -> tuple[Block, ...]:
    """Return the picture of a figure.

    Raises
    ------
    LibraryError
        The panel has no such values, or they cannot be drawn so.
    """
    kind = figure_kind(str(block.fields.get("kind") or "region_map"))
    try:
        frame, reference, about = (_simulated if "scenario" in block.fields else _observed)(block, context)
        if "within" in block.fields and "within" in kind.options:
            about["within"] = str(block.fields["within"])
        given = {name: value for name, value in block.fields.items() if name not in (*_CHOOSING, "within")}
        options = {**about, **_options(kind, given)}
        drawings = Drawings(lambda theme: kind(frame, language=context.language, theme=theme, **options))
        figure = drawings["light"]
    except (FigureError, PanelError) as error:
        raise LibraryError(str(error)) from error
    title = context.field(block, "title") or text(figure.title)
    notes = tuple(text(note) for note in figure.notes)
    source = text(figure.source) if figure.source else ()
    return (Picture(drawings, (*title, Cited((), reference)), figure.summary, twin(figure, context),
                    (*context.notes(block), *notes), source),)  # fmt: skip


def _options(kind: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return options as the figure takes them; a list or a truth stands in the block as TOML has it."""
    words = {
        name: ",".join(map(str, value)) if isinstance(value, list)
        else {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        for name, value in given.items()
    }  # fmt: skip
    found: dict[str, Any] = kind.options_of(words)
    return found


def _observed(block: Typed, context: Context) -> tuple[pl.DataFrame, str, dict[str, Any]]:
    """Return values of the panel, the reference to them as a whole, and what the figure is to be told."""
    import polars as pl

    indicators = listed(block.fields.get("indicator"))
    if not indicators:
        raise LibraryError("the block needs an indicator, or a scenario")
    years = years_of_field(block.fields.get("years", block.fields.get("year")))
    chosen = chosen_within(
        context.panel, indicators, years_of(years) if years else None, within=block.fields.get("within"),
        regions=listed(block.fields.get("regions")), level=block.fields.get("level"),
        scope=block.fields.get("scope", "prefecture"),
    )  # fmt: skip
    frame = chosen.to_frame().filter(pl.col("bound") == "eq").rename({"code": "region_code"})
    if "years" not in block.fields and "year" not in block.fields:
        frame = frame.filter(pl.col("period").str.contains(r"^\d{4}$"))
    if frame.is_empty():
        raise LibraryError(
            f"the panel has no values of {', '.join(indicators)} for that time and place; gongxing panel lists what "
            "there is"
        )
    arguments = {
        "indicator": ",".join(indicators), "within": block.fields.get("within"),
        "regions": ",".join(listed(block.fields.get("regions"))), "years": years, "level": block.fields.get("level"),
        "scope": block.fields.get("scope"),
    }  # fmt: skip
    reference = measure_reference("values", {name: value for name, value in arguments.items() if value})
    about: dict[str, Any] = {"indicator": indicators[0]}
    return frame, reference, about


def _simulated(block: Typed, context: Context) -> tuple[pl.DataFrame, str, dict[str, Any]]:
    """Return changes of a scenario by region with their intervals."""
    slug, what = str(block.fields["scenario"]), str(block.fields.get("what", _CHANGE))
    if what not in REGIONAL:
        raise LibraryError(f"a scenario has no change of {what!r} by region; it has {', '.join(REGIONAL)}")
    content = outcome_of(context, slug)[1]
    name = context.words["scenario"]["columns"].get(what, what)
    return frame_of_changes(content, what), scenario_reference(slug, "all"), {"indicator": name, "unit": "%"}


def frame_of_changes(content: Mapping[str, Any], what: str) -> pl.DataFrame:
    """Return the changes of an outcome by region, in per cent, with their intervals where there are any."""
    import polars as pl

    from gongxing.scenarios.record import HIGH, LOW

    rows = content["regions"]
    columns: dict[str, Any] = {
        "region_code": [row["code"] for row in rows], "region": [row["name"] for row in rows],
        "value": [row[what] for row in rows],
    }  # fmt: skip
    if all(f"{what} {LOW}" in row for row in rows):
        columns |= {name: [row[f"{what} {end}"] for row in rows] for name, end in (("low", LOW), ("high", HIGH))}
    return pl.DataFrame(columns)
