"""Documents: the list, and one with its facts."""

from __future__ import annotations

from starlette.responses import Response

from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import NotHereError

router = page_router("reader")


@router.get("/documents")
def documents(page: Page) -> Response:
    """List the documents, the newest first."""
    return page.render("document/list.html", rows=page.library.page_documents().rows)


@router.get("/documents/{number}")
def document(page: Page, number: int) -> Response:
    """Show one document."""
    found = page.library.page_documents(document=number, limit=1).rows
    if not found:
        raise NotHereError("document", number)
    return page.render("document/page.html", document=found[0], facts=page.library.page_facts(document=number).rows)
