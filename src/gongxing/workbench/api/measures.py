"""The catalogue of measures, and each computed on the library's panel."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from gongxing.measures import DataError
from gongxing.measures.asking import ask
from gongxing.measures.registry import CHOICES, FAMILIES
from gongxing.measures.registry import measures as catalogue
from gongxing.measures.words import references, words
from gongxing.panel import PanelError
from gongxing.workbench.api.listing import slice_of
from gongxing.workbench.api.models import Listing, Measure, MeasureDetail, MeasureResult
from gongxing.workbench.api.routing import Asked, AskedRows, Text, api_router, reads, told
from gongxing.workbench.page import Page
from gongxing.workbench.problems import NotHereError, ProblemError

if TYPE_CHECKING:
    from gongxing.measures import Measure as Entry
    from gongxing.measures import Result
    from gongxing.workbench.page import PageRequest

router = api_router("measures")
PERMUTATIONS = 999  # of one request
Id = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,64}$", description="The measure's id.")]


class MeasuresAsked(AskedRows):
    """What narrows the catalogue."""

    family: Text | None = told("family")


@reads(router, "/measures", "measures", Listing[Measure], flat=True, errors=(400,),
       python="from gongxing.measures import measures\n\nlist(measures())", example="/api/measures")  # fmt: skip
def measures(page: Page, asked: Annotated[MeasuresAsked, Query()]) -> Response:
    """List the measures, by family."""
    entries = sorted(catalogue().values(), key=lambda entry: FAMILIES.index(entry.family))
    found = [entry for entry in entries if not asked.family or entry.family == asked.family]
    return slice_of(page, Measure, asked, found, lambda entry: brief_of(entry, page))


@reads(router, "/measures/{name}", "measure", MeasureDetail, errors=(404,),
       python="from gongxing.measures import find_measure\n\nfind_measure('theil').signature",
       example="/api/measures/theil")  # fmt: skip
def measure(page: Page, name: Id, asked: Annotated[Asked, Query()]) -> MeasureDetail:
    """Explain a measure: formula, arguments, assumptions, traps, references."""
    entry = entry_of(name)
    text = words(entry.id, page.view.language)
    sources = references()
    return MeasureDetail.model_validate({
        **brief_of(entry, page), "formula": text.formula, "assumptions": text.assumptions, "traps": text.traps,
        "arguments": [argument_row(entry, one) for one in entry.signature.parameters.values() if one.name != "data"],
        "references": [sources[key] for key in entry.references], "unit": entry.gives.unit,
        "better": entry.gives.better, "scale": entry.scale,
    })  # fmt: skip


class ResultAsked(BaseModel):
    """The arguments of a measure; those that are its own (see /api/measures/{name}) are taken too."""

    model_config = ConfigDict(extra="allow")
    lang: Annotated[str, Field(pattern="^(zh|en)$")] | None = told("lang")
    indicator: Text = Field(default="", description="Indicators that it measures, several with commas between.")
    by: Text | None = told("by")
    weight: Text | None = told("weight")
    group: Text | None = told("group")
    within: Text | None = told("within")
    years: Text | None = told("years")
    level: Text | None = told("level")


@reads(router, "/measures/{name}/result", "measured", MeasureResult, errors=(404,),
       python="from gongxing.measures import measure\n\n"
       "measure('gini', library.panel(), 'gdp', by='year', missing='drop').table",
       example="/api/measures/gini/result?indicator=gdp&by=year&missing=drop")  # fmt: skip
def measured(page: Page, name: Id, asked: Annotated[ResultAsked, Query()]) -> MeasureResult:
    """Compute a measure on the panel of the library."""
    entry = entry_of(name)
    settings = {
        key: value for key, value in dict(page.view.pairs).items() if key not in ("lang", "indicator") and value
    }
    columns = [part.strip() for part in asked.indicator.split(",") if part.strip()]
    draws = settings.get("permutations", "0")
    if not (draws.isascii() and draws.isdigit() and len(draws) < 9 and int(draws) <= PERMUTATIONS):
        raise ProblemError("field", 422, name="permutations", reason=f"0 – {PERMUTATIONS}")
    try:
        key = repr(("api measure", name, columns, sorted(settings.items())))
        result: Result = page.remember(key, lambda _: ask(page.panel, entry, columns, settings))
        told_ = result.explain(page.view.language)
    except (DataError, PanelError) as error:
        raise ProblemError("library", 422, sentence=error) from None
    return MeasureResult.model_validate({
        "measure": name, "notes": list(result.notes_in(page.view.language)), "explanation": told_,
        "specification": _plain(result.spec.to_dict()),
        "rows": [
            {"key": {column: None if part is None else str(part)
                     for column, part in zip(result.keys, row.key, strict=True)},
             "group": row.group, "term": row.term, "value": row.value, "unit": row.unit, "n": row.n}
            for row in result.rows
        ],
    })  # fmt: skip


def entry_of(name: str) -> Entry:
    """Return a measure of the catalogue, or the problem that says that there is none."""
    if name not in catalogue():
        raise NotHereError("measure", name)
    return catalogue()[name]


def brief_of(entry: Entry, page: PageRequest) -> dict[str, Any]:
    """Return what the list says of a measure."""
    text = words(entry.id, page.view.language)
    return {"id": entry.id, "family": entry.family, "name": text.name, "line": text.line}


def argument_row(entry: Entry, parameter: inspect.Parameter) -> dict[str, Any]:
    """Return an argument of a measure."""
    need = entry.needs.get(parameter.name)
    required = parameter.default is inspect.Parameter.empty
    return {
        "name": parameter.name, "kind": need.kind if need else "option", "required": required,
        "default": None if required or parameter.default is None else str(parameter.default),
        "choices": list(entry.choices.get(parameter.name) or CHOICES.get(parameter.name, ())),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Return what JSON can say of a specification."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
