"""Compare: two years of an area, or two groups of regions, side by side in every family of measures, in plain words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl
from starlette.responses import Response

from gongxing.charts.curves import lorenz_curve
from gongxing.charts.scatters import convergence
from gongxing.indicators import catalogue
from gongxing.measures import DataError, find_measure
from gongxing.workbench.comparing import FAMILIES, VERSUS, WEIGHTS, compared, recipes_of
from gongxing.workbench.figures import figure
from gongxing.workbench.leading import province_told_of
from gongxing.workbench.mapped import COUNTRY
from gongxing.workbench.measuring import lines_of
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import NothingToShowError
from gongxing.workbench.sources import address_of, numbers_of_files
from gongxing.workbench.words import Words

if TYPE_CHECKING:
    from gongxing.charts import Figure
    from gongxing.workbench.comparing import Comparison
    from gongxing.workbench.figures import Asked
    from gongxing.workbench.measuring import Line
    from gongxing.workbench.page import PageRequest
    from gongxing.workbench.shelf import Shelf
    from gongxing.workbench.view import View

router = page_router("reader")
ASKED = ("indicator", "within", "level", "year", "before", "family", "versus", "one", "other", "weight")
MANY = ("zone", "own", "part")
COLUMNS = 40  # of the table of cells
FIGURES = {"inequality": ("compare_lorenz",), "convergence": ("compare_convergence",)}


@dataclass(frozen=True, slots=True)
class Cells:
    """The values that the measures are made of: ``heads`` of columns, and a row a region with where each is read."""

    heads: list[str]
    rows: list[dict[str, Any]]


@router.get("/compare")
def compare(page: Page) -> Response:
    """Show the measures of a family on both sides, the difference, and what they say."""
    found = _compared(page.workbench.shelf, page.view)
    if found is None:
        return page.render("compare/empty.html")
    parameters: dict[str, Any] = {name: page.view.text(name) for name in ASKED}
    parameters |= {name: list(page.view.many(name)) for name in MANY}
    key = _key(page.view)
    lines: list[Line] = page.remember(f"lines {key}", lambda library: lines_of(found, page.view.language))
    cells = page.remember(f"cells {page.view.to(key)}", lambda library: cells_of(page, found))
    takes = {recipe.takes for recipe in recipes_of(found.family)}
    python, api = _as_asked(page, found)
    return page.render(
        "compare/page.html", comparison=found, found=found.found, lines=lines, families=FAMILIES, all_versus=VERSUS,
        weights=WEIGHTS, takes=takes, weighted=any(recipe.weighted for recipe in recipes_of(found.family)),
        grouped=any(recipe.grouped for recipe in recipes_of(found.family)), cells=cells,
        additive=[one for one in found.found.indicators if _adds(one.value)][:6],
        figures=[page.figure(name, **parameters) for name in FIGURES.get(found.family, ())],
        python=python, api=api,
    )  # fmt: skip


def _adds(key: str) -> bool:
    known = catalogue().get(key)
    return known is not None and known.additive == "regions" and not known.sector


def _as_asked(page: PageRequest, found: Comparison) -> tuple[str, str]:
    """Return the lines of Python, and the address of the API, that give the first measure of the page."""
    first = next((one.name for one in recipes_of(found.family) if one.takes == "indicator"), "theil")
    takes, shown = find_measure(first).signature.parameters, found.found
    settings = {"missing": "drop", "level": shown.level}
    settings |= {"within": shown.within} if shown.within != COUNTRY else {}
    settings |= {"by": "year"} if "by" in takes and "time" not in takes else {}
    settings |= {"weight": "residents"} if found.weight == "residents" and "weight" in takes else {}
    python = (
        "from gongxing.measures import find_measure\nfrom gongxing.measures.asking import ask\n\n"
        f"ask(library.panel(), find_measure({first!r}), [{shown.indicator!r}], {settings!r}).table"
    )
    return python, page.api(f"/measures/{first}/result", indicator=shown.indicator, **settings)


def cells_of(page: PageRequest, found: Comparison) -> Cells:
    """Return every value that the measures of the page take, with the address of its cell or sentence."""
    names = {one.value: one.name for one in found.found.indicators}
    change = any(one.span for one in recipes_of(found.family))
    years = sorted({year for side in found.sides for year in (side.year, side.since if change else None) if year})
    codes = frozenset[str]().union(*(side.codes for side in found.sides))
    numbers = numbers_of_files(page)
    heads: list[str] = []
    regions: dict[str, dict[str, Any]] = {}
    for key, rows in found.values.items():
        for year in years:
            chosen = rows.filter(pl.col("period") == year, pl.col("region_code").is_in(list(codes)))
            if chosen.is_empty() or len(heads) == COLUMNS:
                continue
            heads.append(f"{names.get(key, key)} {year}")
            for row in chosen.iter_rows(named=True):
                entry = regions.setdefault(row["region_code"], {"code": row["region_code"], "name": row["region"],
                                                                "values": {}})  # fmt: skip
                entry["values"][heads[-1]] = {**row, "address": address_of(page, row, numbers.get(row["file"]))}
    return Cells(heads, [regions[code] for code in sorted(regions)])


@figure("compare_lorenz")
def compare_lorenz(asked: Asked) -> Figure:
    """Draw the Lorenz curves of the two sides."""
    found = _found(asked)
    key, curves = found.found.indicator, []
    weighted = found.weight == "residents"
    for side in found.sides:
        chosen = found.wide.filter(pl.col("year") == int(side.year), pl.col("code").is_in(list(side.codes)))
        people = {"weight": "residents"} if weighted and "residents" in chosen.columns else {}
        try:
            curve = find_measure("lorenz").function(chosen, key, missing="drop", **people).details["curve"]
        except DataError:
            continue
        # A point stands at the end of what its region adds, the region with least first.
        rows = chosen.drop_nulls([key, *people.values()]).sort(key, maintain_order=True)
        points = {"x": [point["x"] for point in curve[1:]], "y": [point["y"] for point in curve[1:]]}
        curves.append(
            rows.select(region_code="code", region="region").with_columns(
                **{name: pl.Series(shares) for name, shares in points.items()}, series=pl.lit(side.label)
            )
        )
    if not curves:
        raise NothingToShowError(_lacking(asked))
    drawn = lorenz_curve(
        pl.concat(curves), indicator=found.found.name, source=found.found.source, language=asked.language,
        theme=asked.theme,
    )  # fmt: skip
    said = Words("compare", asked.language)("by_residents" if weighted else "equal_weights")
    return replace(drawn, notes=(*drawn.notes, said), _specs={})


@figure("compare_convergence")
def compare_convergence(asked: Asked) -> Figure:
    """Draw growth against the start between the two years."""
    found = _found(asked).found
    if found.before is None:
        raise NothingToShowError(_lacking(asked))
    rows = found.rows.filter(pl.col("period").is_in([found.before, found.period]) & (pl.col("value") > 0))
    both = rows.filter(pl.len().over("region_code") == 2)
    if both.height < 6:
        raise NothingToShowError(_lacking(asked))
    return convergence(
        both.select("region", "region_code", "period", "value"), indicator=found.name, source=found.source,
        language=asked.language, theme=asked.theme,
    )  # fmt: skip


def _compared(shelf: Shelf, view: View) -> Comparison | None:
    """Return what an address compares, made once between two writes."""
    about = province_told_of(shelf)
    return shelf.remember(f"compared {_key(view)}", lambda library: compared(shelf.panel, view, about))


def _key(view: View) -> str:
    return f"{view.language} {[(name, one) for name in (*ASKED, *MANY) for one in view.many(name)]}"


def _found(asked: Asked) -> Comparison:
    found = _compared(asked.shelf, asked.view)
    if found is None:
        raise NothingToShowError(_lacking(asked))
    return found


def _lacking(asked: Asked) -> str:
    return Words("compare", asked.language)("lacking")
