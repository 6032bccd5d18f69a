"""Facts: the list with its facets, each with its history, and what an editor says of one."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from gongxing.library import LibraryError
from gongxing.library.references import document_reference
from gongxing.workbench.api.listing import listed, placed
from gongxing.workbench.api.models import Facets, Fact, FactDetail, Kind, Listing, Standing
from gongxing.workbench.api.routing import (
    HIGHEST,
    Asked,
    AskedRows,
    Published,
    Text,
    api_router,
    reads,
    told,
    writes,
)
from gongxing.workbench.page import Page, PageRequest
from gongxing.workbench.pages.document import NotUnderstoodError, StaleError, events_of, say, stored
from gongxing.workbench.problems import NotHereError, ProblemError

router = api_router("facts")
Number = Annotated[int, Path(ge=1, le=HIGHEST, description="The fact's number.")]


class Narrow(Published):
    """What narrows facts."""

    kind: Kind | None = told("kind_fact")
    indicator: Text | None = told("indicator_fact")
    period: Text | None = told("period")
    document: Annotated[int, Field(ge=1, le=HIGHEST)] | None = told("document")


class FactsAsked(Narrow, AskedRows):
    """What the list takes."""

    standing: Standing | None = told("standing")
    sort: Literal["newest", "oldest"] = "newest"


def fact_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a fact with the reference to its span; ``row`` has its document's number and hash."""
    return {**row, "reference": document_reference(row["sha256"], row["start"], row["end"])}


@reads(router, "/facts", "facts", Listing[Fact], flat=True, errors=(400,),
       python="library.page_facts(region='成都', kind='figure', limit=100).rows",
       example="/api/facts?region=成都&kind=figure")  # fmt: skip
def facts(page: Page, asked: Annotated[FactsAsked, Query()]) -> Response:
    """List facts with their spans."""
    with placed(asked):
        found = page.library.page_facts(sort=asked.sort, limit=asked.limit, after=asked.cursor, **asked.narrowing())
    return listed(page, Fact, asked, [fact_row(row) for row in found.rows], found.total, found.exact, found.next)


@reads(router, "/facts/facets", "fact_facets", Facets,
       python="library.fact_facets(kind='commitment')", example="/api/facts/facets?kind=commitment")  # fmt: skip
def fact_facets(page: Page, asked: Annotated[Narrow, Query()]) -> Facets:
    """Count facts by kind, region, source and year."""
    return Facets.model_validate(page.library.fact_facets(**asked.narrowing()), from_attributes=True)


@reads(router, "/facts/{number}", "fact", FactDetail, errors=(404,),
       python="library.fact(1)", example="/api/facts/1")  # fmt: skip
def fact(page: Page, number: Number, asked: Annotated[Asked, Query()]) -> FactDetail:
    """Give one fact with what people said of it."""
    return detail(page, number)


class Word(BaseModel):
    """What an editor says of a fact."""

    model_config = ConfigDict(extra="forbid")
    action: Literal["accept", "reject", "correct", "undo"] = Field(description="What is said.")
    fields: dict[Text, Text] = Field(
        default_factory=dict, max_length=30,
        description='Of correct: fields as people write them, e.g. {"value": "21亿元", "period": "2025"}.',
    )  # fmt: skip
    edit: Annotated[int, Field(ge=1, le=HIGHEST)] | None = Field(
        default=None, description="Of undo: the edit that is taken back."
    )
    seen: Annotated[int, Field(ge=1, le=HIGHEST)] | None = Field(
        default=None,
        description="The last edit that was seen (seen of the fact); another one since is answered by 409.",
    )


@writes(router, "/facts/{number}/edits", "say_of_fact", FactDetail, errors=(404, 409),
        python="library.correct(1, who='林', value=2.1e9, unit='CNY')", example="/api/facts/1/edits")  # fmt: skip
def say_of_fact(page: Page, number: Number, word: Word) -> FactDetail:
    """Accept, reject, correct or undo: appended, never overwritten."""
    row = _row(page, number)
    held = stored(page, row["document_id"])
    chosen = next(one for one in held.facts if one["id"] == number)
    try:
        say(page, held, chosen, word.action, word.fields, edit=word.edit or 0, seen=str(word.seen or ""))
    except StaleError:
        raise ProblemError("stale", 409) from None
    except NotUnderstoodError as error:
        raise ProblemError("not_understood", 422, name=error.field, text=error.text) from None
    except LibraryError as error:
        raise ProblemError("library", 422, sentence=error) from None
    return detail(page, number)


def detail(page: PageRequest, number: int) -> FactDetail:
    """Return a fact with its history."""
    row = _row(page, number)
    held = stored(page, row["document_id"])
    events = events_of(held, row)
    return FactDetail.model_validate({
        **fact_row({**row, "document": row["document_id"], "sha256": held.row["sha256"]}),
        "extracted": row["extracted"],
        "edits": [{name: getattr(one, name) for name in ("id", "at", "who", "action", "undoes")} for one in events],
        "seen": events[-1].id if events else None,
    })  # fmt: skip


def _row(page: PageRequest, number: int) -> dict[str, Any]:
    try:
        return page.library.fact(number)
    except LibraryError:
        raise NotHereError("fact", number) from None
