"""Documents and tables: the list with its facets, each with text, facts and citation, and reading more in."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import File, Path, Query, UploadFile
from starlette.responses import Response

from gongxing.library.citations import bibtex, gbt7714, work_of
from gongxing.workbench.api.facts import fact_row
from gongxing.workbench.api.jobs import accepted
from gongxing.workbench.api.listing import listed, placed
from gongxing.workbench.api.models import Document, DocumentDetail, Facets, Job, Listing
from gongxing.workbench.api.routing import (
    HIGHEST,
    Asked,
    AskedRows,
    Published,
    api_router,
    reads,
    told,
    writes,
)
from gongxing.workbench.page import Page
from gongxing.workbench.pages.document import stored
from gongxing.workbench.pages.library import start_reading

router = api_router("documents")
Number = Annotated[int, Path(ge=1, le=HIGHEST, description="The document's number.")]


class Narrow(Published):
    """What narrows documents."""

    kind: Literal["document", "table"] | None = told("kind_document")


class DocumentsAsked(Narrow, AskedRows):
    """What the list takes."""

    sort: Literal["newest", "oldest"] = "newest"


@reads(router, "/documents", "documents", Listing[Document], flat=True, errors=(400,),
       python="library.page_documents(region='成都', limit=100).rows",
       example="/api/documents?region=成都")  # fmt: skip
def documents(page: Page, asked: Annotated[DocumentsAsked, Query()]) -> Response:
    """List documents and tables, copies aside."""
    with placed(asked):
        found = page.library.page_documents(sort=asked.sort, limit=asked.limit, after=asked.cursor, **asked.narrowing())
    return listed(page, Document, asked, found.rows, found.total, found.exact, found.next)


@reads(router, "/documents/facets", "document_facets", Facets,
       python="library.document_facets(region='成都')", example="/api/documents/facets?region=成都")  # fmt: skip
def document_facets(page: Page, asked: Annotated[Narrow, Query()]) -> Facets:
    """Count documents by kind, region, source and year."""
    return Facets.model_validate(page.library.document_facets(**asked.narrowing()), from_attributes=True)


@reads(router, "/documents/{number}", "document", DocumentDetail, errors=(404,),
       python="document = library.document(1)\ndocument.article.text\ndocument.facts",
       example="/api/documents/1")  # fmt: skip
def document(page: Page, number: Number, asked: Annotated[Asked, Query()]) -> DocumentDetail:
    """Give one document with its text, its facts and how it is cited; of a table what is known of it as a whole."""
    held = stored(page, number)
    work = work_of(page.library, held.row["sha256"])
    article = held.article
    facts = [
        fact_row({**fact, "document": number, "sha256": held.row["sha256"]}) for fact in held.facts
    ]  # fmt: skip
    return DocumentDetail.model_validate({
        **held.row, "source": held.row["account"] or held.row["source"],
        "facts": sum(fact["shown"] for fact in held.facts), "text": article.text if article else None,
        "sections": [
            {"heading": one.heading, "start": one.start, "end": one.end, "level": one.level}
            for one in (article.sections if article else ())
        ],
        "facts_list": facts, "places": list(held.places), "copies": [one["id"] for one in held.copies],
        "original": held.original["id"] if held.original else None,
        "citation": {"gbt7714": gbt7714(work), "bibtex": bibtex(work)},
    })  # fmt: skip


@writes(router, "/documents", "read_in", Job, status=202,
        python="library.ingest(['report.html'])", example="/api/documents")  # fmt: skip
def read_in(page: Page, files: Annotated[list[UploadFile], File(max_length=2_000)], response: Response) -> Job:
    """Take files and read them as a job; names are shown and never used as paths."""
    sources = [(one.filename or "", one.file.read()) for one in files]
    return accepted(response, start_reading(page, sources))
