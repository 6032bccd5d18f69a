"""Promises with what became of them, and figures tested against everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Query
from pydantic import Field
from starlette.responses import Response

from gongxing.library.checking import document_checks
from gongxing.library.promising import COLUMNS, promise_row
from gongxing.library.references import document_reference
from gongxing.promises import themes
from gongxing.promises.promise import Kind, State
from gongxing.workbench.api.listing import slice_of
from gongxing.workbench.api.models import Check, Listing, Promise
from gongxing.workbench.api.routing import HIGHEST, AskedRows, Date, Text, api_router, reads, told
from gongxing.workbench.page import Page
from gongxing.workbench.pages.board import asked_for, narrowed

if TYPE_CHECKING:
    from gongxing.library.checking import DocumentCheck

router = api_router("promises")
Topic = Annotated[str, Field(json_schema_extra={"enum": list(themes())})]


class PromisesAsked(AskedRows):
    """What narrows promises."""

    region: Text | None = told("region")
    topic: Topic | None = told("topic")
    state: State | None = told("state")
    kind: Kind | None = told("kind_promise")
    since: Date | None = told("since")


@reads(router, "/promises", "promises", Listing[Promise], flat=True, errors=(400,),
       python="library.promises(region='成都').frame()", example="/api/promises?region=成都")  # fmt: skip
def promises(page: Page, asked: Annotated[PromisesAsked, Query()]) -> Response:
    """List promises with their states, as the board does."""
    found = narrowed(asked_for(page), page.view)
    return slice_of(page, Promise, asked, found, lambda one: dict(zip(COLUMNS, promise_row(one), strict=True)))


class ChecksAsked(AskedRows):
    """What narrows checks."""

    region: Text | None = told("region")
    document: Annotated[int, Field(ge=1, le=HIGHEST)] | None = told("document")
    verdict: Literal["confirmed", "contradicted", "unchecked"] | None = told("verdict")


@reads(router, "/checks", "checks", Listing[Check], flat=True, errors=(400,),
       python="from gongxing.library.checking import document_checks\n\n"
       "[one for one in document_checks(library) if one.check.verdict == 'confirmed']",
       example="/api/checks?verdict=confirmed")  # fmt: skip
def checks(page: Page, asked: Annotated[ChecksAsked, Query()]) -> Response:
    """List figures of documents with the verdict of everything else that the library holds."""
    if asked.document is not None:
        key = f"api checks {asked.document}"
        every = page.remember(key, lambda it: tuple(document_checks(it, page.panel, document_id=asked.document)))
    else:
        every = page.remember("api checks", lambda it: tuple(document_checks(it, page.panel)))
    found = [
        one for one in every
        if (not asked.region or asked.region in (one.check.claim.figure.region, one.check.claim.figure.region_code))
        and (asked.verdict is None or one.check.verdict == asked.verdict)
    ]  # fmt: skip
    return slice_of(page, Check, asked, found, lambda one: check_row(one, page.view.language))


def check_row(found: DocumentCheck, language: str) -> dict[str, Any]:
    """Return a check as the API gives it."""
    check, figure = found.check, found.check.claim.figure
    return {
        "document": found.document, "reference": document_reference(found.sha256, figure.start, figure.end),
        "quote": figure.quote, "region": figure.region, "indicator": figure.indicator, "period": check.claim.period,
        "value": figure.value, "unit": figure.unit, "verdict": check.verdict, "way": check.way,
        "expected": check.expected, "difference": check.difference,
        "causes": [reason.cause for reason in check.reasons], "said": getattr(check.said, language),
    }  # fmt: skip
