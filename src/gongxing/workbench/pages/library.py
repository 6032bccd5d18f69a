"""The library: reading files in with a preview of tables, what failed and why, who published, what awaits a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from gongxing.library.preparation import is_table
from gongxing.listing.words import words as listing_words
from gongxing.tables.notes import said
from gongxing.workbench.access import needs
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.publishers import AT_ONCE, VERDICTS, publishers_of, verdicts_of
from gongxing.workbench.uploads import preview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongxing.library.ingest import Source
    from gongxing.library.status import Status
    from gongxing.workbench.jobs import Job, Progress
    from gongxing.workbench.page import PageRequest
    from gongxing.workbench.publishers import Publisher

router = page_router("reader")
FILES = 2_000  # of one upload
FAILURES = 50
CHECKED = "verdicts of sources"


@router.get("/library")
def library(page: Page) -> Response:
    """Show what is in the library, what failed, and a place to drop files."""
    state = page.remember("status", lambda library: library.status())
    publishers, checked = _publishers(page, state)
    mine = page.visitor.name
    return page.render(
        "library/page.html", state=state, publishers=publishers, checked=checked, verdicts=VERDICTS,
        newest=page.library.page_documents(limit=8).rows, failures=state.failures[:FAILURES],
        waiting=page.workbench.uploads.of(mine), history=page.library.history()[-10:][::-1],
        running=[job for job in page.workbench.jobs.all() if not job.over and job.who == mine],
        python="library.status()", api=page.api("/status"),
    )  # fmt: skip


def _publishers(page: PageRequest, state: Status) -> tuple[list[Publisher], bool]:
    """Return who published, and whether their claims were checked: of few figures at once, of many when asked to."""
    found = page.remember("publishers", publishers_of)
    counts: dict[str, Any] | None = page.workbench.shelf.remembered(CHECKED)
    if counts is None and state.facts.get("figure", 0) <= AT_ONCE:
        counts = page.remember(CHECKED, lambda library: verdicts_of(library, page.panel))
    for one in found:
        one.verdicts = (counts or {}).get(one.source, one.verdicts)
    return found, counts is not None


@router.post("/library", dependencies=[needs("editor")])
async def read_in(page: Page, request: Request) -> Response:
    """Take files: tables are shown as they were understood before they are kept; names are never used as paths."""
    form = await request.form(max_files=FILES)
    taken = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    sources = [(one.filename or "", await one.read()) for one in taken]
    return await run_in_threadpool(_started, page, sources)


@router.get("/library/uploads/{number}", dependencies=[needs("editor")])
def upload(page: Page, number: str) -> Response:
    """Show what the tables of an upload were understood to say; nothing of it is kept yet."""
    found = page.workbench.uploads.get(number, page.visitor.name)
    language = page.view.language
    return page.render(
        "library/preview.html",
        upload=found,
        in_words=lambda note: said(note, language),
        flags=listing_words(language)["table"]["flags"],
    )


@router.post("/library/uploads/{number}/keep", dependencies=[needs("editor")])
def keep(page: Page, number: str) -> Response:
    """Read an upload into the library."""
    found = page.workbench.uploads.take(number, page.visitor.name)
    return _ingesting(page, found.files)


@router.post("/library/uploads/{number}/leave", dependencies=[needs("editor")])
def leave(page: Page, number: str) -> Response:
    """Let an upload go."""
    page.workbench.uploads.take(number, page.visitor.name)
    return page.redirect("/library", said="left")


@router.post("/library/again", dependencies=[needs("editor")])
async def again(page: Page, request: Request) -> Response:
    """Try what failed once more: one source, or all of them."""
    form = await request.form()
    keys = [value for value in form.getlist("source") if isinstance(value, str)]
    return await run_in_threadpool(_again, page, keys)


def _again(page: PageRequest, keys: list[str]) -> Response:
    from gongxing.library.ingest import failed_before

    keys = keys or [one.source for one in page.library.status().failures]
    sources = failed_before(page.library, keys)
    return _ingesting(page, sources) if sources else page.redirect("/library", said="not_again")


@router.post("/library/check", dependencies=[needs("editor")])
def check(page: Page) -> Response:
    """Check the claims of every source as a job."""
    shelf, address = page.workbench.shelf, page.view.to("/library")

    def work(progress: Progress) -> str:
        shelf.remember(CHECKED, lambda library: verdicts_of(library, step=progress.step))
        return f"{address}#sources"

    return page.redirect(f"/jobs/{page.workbench.jobs.start('check', page.visitor.name, work).id}")


def _started(page: PageRequest, sources: list[tuple[str, bytes]]) -> Response:
    if not sources:
        return page.redirect("/library", said="no_files")
    named = [(_plain(name), data) for name, data in sources]
    tables = sum(is_table(name) for name, _ in named)
    if not tables:
        return _ingesting(page, named)
    found = page.workbench.uploads.add(page.visitor.name, named)
    address = page.view.to(f"/library/uploads/{found.id}")

    def work(progress: Progress) -> str:
        progress.of(tables)
        preview(found, progress.step)
        return address

    return page.redirect(f"/jobs/{page.workbench.jobs.start('preview', page.visitor.name, work).id}")


def start_reading(page: PageRequest, sources: list[tuple[str, bytes]]) -> Job:
    """Start the job that reads files in; names of files are shown and never used as paths."""
    named = [(_plain(name), data) for name, data in sources]
    return page.workbench.jobs.start("ingest", page.visitor.name, _reading(page, named))


def _ingesting(page: PageRequest, sources: Sequence[Source]) -> Response:
    job = page.workbench.jobs.start("ingest", page.visitor.name, _reading(page, sources))
    return page.redirect(f"/jobs/{job.id}")


def _reading(page: PageRequest, sources: Sequence[Source]) -> Callable[[Progress], str]:
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
            first = sources[0]
            if len(sources) == 1 and isinstance(first, tuple) and not report.failures:
                number = numbers_of(opened, [first[0]]).get(first[0])
                if number is not None:
                    return view.to(f"/documents/{number}")
        finally:
            opened.close()
        if report.failures:
            progress.unread(report.failures)
            return f"{view.to('/library', said='unread', said_count=len(report.failures))}#failures"
        return view.to("/library", said="ingested", said_count=len(sources))

    return work


def _plain(name: str) -> str:
    """Return a file's name as it is kept: without folders and marks that nobody sees."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return "".join(mark for mark in base if mark.isprintable())[:200] or "file"
