"""The library: reading files in, what is there, what failed and why, who published, what awaits a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from gongxing.workbench.access import needs
from gongxing.workbench.page import Page, page_router

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxing.workbench.jobs import Job, Progress
    from gongxing.workbench.page import PageRequest

router = page_router("reader")
FILES = 2_000  # of one upload
FAILURES = 50


@router.get("/library")
def library(page: Page) -> Response:
    """Show what is in the library, what failed, and a place to drop files."""
    state = page.library.status()
    facets = page.library.document_facets()
    return page.render(
        "library/page.html", state=state, sources=[facet for facet in facets["source"] if facet.value],
        newest=page.library.page_documents(limit=8).rows, failures=state.failures[:FAILURES], trouble=None,
        history=page.library.history()[-10:][::-1],
        python=f"library = gongxing.open({page.workbench.shelf.shown!r})\nlibrary.ingest(['FOLDER'])",
    )  # fmt: skip


@router.post("/library", dependencies=[needs("editor")])
async def read_in(page: Page, request: Request) -> Response:
    """Take files and read them as a job; names of files are shown and never used as paths."""
    form = await request.form(max_files=FILES)
    taken = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    sources = [(one.filename or "", await one.read()) for one in taken]
    return await run_in_threadpool(_started, page, sources)


def _started(page: PageRequest, sources: list[tuple[str, bytes]]) -> Response:
    if not sources:
        return page.redirect("/library", said="no_files")
    return page.redirect(f"/jobs/{start_reading(page, sources).id}")


def start_reading(page: PageRequest, sources: list[tuple[str, bytes]]) -> Job:
    """Start the job that reads files in; names of files are shown and never used as paths."""
    named = [(_plain(name), data) for name, data in sources]
    return page.workbench.jobs.start("ingest", page.visitor.name, _reading(page, named))


def _reading(page: PageRequest, sources: list[tuple[str, bytes]]) -> Callable[[Progress], str]:
    """Return the work of a job: read files in, and lead to the document if it was one, else to the library."""
    shelf, view = page.workbench.shelf, page.view

    def work(progress: Progress) -> str:
        from gongxing.engines import engine_for
        from gongxing.library.documents import numbers_of
        from gongxing.library.ingest import ingest

        progress.of(len(sources))
        opened = shelf.separate()
        try:
            report = ingest(opened, sources, engine_for(1, None), advance=progress.step)
            if len(sources) == 1 and not report.failures:
                number = numbers_of(opened, [sources[0][0]]).get(sources[0][0])
                if number is not None:
                    return view.to(f"/documents/{number}")
        finally:
            opened.close()
        return view.to("/library", said="ingested", said_count=len(sources) - len(report.failures))

    return work


def _plain(name: str) -> str:
    """Return a file's name as it is kept: without folders and marks that nobody sees."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return "".join(mark for mark in base if mark.isprintable())[:200] or "file"
