"""Cells of tables, and the panel: the one value that is shown for a region, an indicator and a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Query
from pydantic import Field
from starlette.responses import Response

from gongxing.library import LibraryError
from gongxing.library.references import cell_reference
from gongxing.panel import PanelError
from gongxing.workbench.api.listing import listed, placed, slice_of
from gongxing.workbench.api.models import Evidence, Listing, Observation, PanelValue
from gongxing.workbench.api.routing import HIGHEST, Asked, AskedRows, Name, Text, api_router, reads, told
from gongxing.workbench.page import Page
from gongxing.workbench.problems import NotHereError, ProblemError

if TYPE_CHECKING:
    from gongxing.workbench.page import PageRequest

router = api_router("numbers")


class ObservationsAsked(AskedRows):
    """What the list of cells takes."""

    region: Text | None = told("region")
    indicator: Text | None = told("indicator")
    period: Text | None = told("period")
    document: Annotated[int, Field(ge=1, le=HIGHEST)] | None = told("document")


@reads(router, "/observations", "observations", Listing[Observation], flat=True, errors=(400,),
       python="library.page_observations(region='成都', indicator='gdp', limit=100).rows",
       example="/api/observations?region=成都&indicator=gdp")  # fmt: skip
def observations(page: Page, asked: Annotated[ObservationsAsked, Query()]) -> Response:
    """List the cells of tables as observations."""
    narrow = {name: getattr(asked, name) or None for name in ("region", "indicator", "period", "document")}
    with placed(asked):
        found = page.library.page_observations(limit=asked.limit, after=asked.cursor, **narrow)
    rows = [{**row, "reference": cell_reference(row["sha256"], row["sheet"], row["cell"])} for row in found.rows]
    return listed(page, Observation, asked, rows, found.total, found.exact, found.next)


class PanelAsked(AskedRows):
    """What chooses values of the panel."""

    indicator: Text | None = told("indicator")
    year: Annotated[int, Field(ge=1900, le=2200)] | None = told("year")
    within: Text | None = told("within")
    level: Literal["province", "prefecture", "county"] | None = told("level")
    scope: Literal["prefecture", "district"] | None = told("scope")


@reads(router, "/panel", "panel", Listing[PanelValue], flat=True, errors=(400,),
       python="library.panel().select('gdp', 2023, within='四川', level='prefecture')"
       ".shown().to_frame()",
       example="/api/panel?indicator=gdp&year=2023&within=四川&level=prefecture")  # fmt: skip
def panel(page: Page, asked: Annotated[PanelAsked, Query()]) -> Response:
    """Give the values that the panel shows."""
    key = f"api panel {asked.indicator} {asked.year} {asked.within} {asked.level} {asked.scope}"
    try:
        rows = page.remember(key, lambda _: chosen(page, asked))
    except PanelError as error:
        raise ProblemError("library", 422, sentence=error) from None
    return slice_of(page, PanelValue, asked, rows, dict)


def chosen(page: PageRequest, asked: PanelAsked) -> list[dict[str, Any]]:
    """Return the shown values as rows."""
    found = page.panel.select(
        asked.indicator or None, asked.year, within=asked.within or None, level=asked.level, scope=asked.scope
    )
    rows: list[dict[str, Any]] = found.shown().to_frame().to_dicts()
    return rows


class EvidenceAsked(Asked):
    """Which evidence."""

    reference: Name


@reads(router, "/evidence", "evidence", Evidence, errors=(404,),
       python="from gongxing.library.evidence import resolve\n\n"
       "resolve(library, 'measure:value?indicator=gdp&region=成都&year=2023')",
       example="/api/evidence?reference=measure%3Avalue%3Findicator%3Dgdp%26region%3D成都%26year%3D2023")  # fmt: skip
def evidence(page: Page, asked: Annotated[EvidenceAsked, Query()]) -> Evidence:
    """Resolve a reference: a span, a cell, a measure, or a number of a scenario."""
    from gongxing.library.evidence import resolve

    try:
        found = resolve(page.library, asked.reference, language=page.view.language)
    except LibraryError:
        raise NotHereError("evidence", asked.reference) from None
    return Evidence.model_validate({name: getattr(found, name) for name in Evidence.model_fields})
