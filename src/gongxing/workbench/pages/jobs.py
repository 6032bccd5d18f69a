"""Jobs: what runs, how far it is, and a button that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from gongxing.language.saying import said_of
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import RefusedError

if TYPE_CHECKING:
    from gongxing.workbench.jobs import Job
    from gongxing.workbench.page import PageRequest

router = page_router("reader")


@router.get("/jobs")
def jobs(page: Page) -> Response:
    """List the jobs of this workbench."""
    return page.render("jobs/list.html", jobs=mine(page))


@router.get("/jobs/{job_id}.json")
def job_state(page: Page, job_id: str) -> Response:
    """Tell how far a job is."""
    found = page.workbench.jobs.get(job_id)
    words = page.words("jobs")
    line = words("steps", done=found.done, total=found.total) if found.total else words("steps_open", done=found.done)
    return JSONResponse({**found.as_json(page.view.language), "words": line})


@router.get("/jobs/{job_id}")
def job(page: Page, job_id: str) -> Response:
    """Show a job; without scripts the page loads itself again until it is over."""
    found = page.workbench.jobs.get(job_id)
    return page.render("jobs/page.html", job=found, problem=said_of(found.problem or "", page.view.language))


@router.post("/jobs/{job_id}/cancel")
def cancel(page: Page, job_id: str) -> Response:
    """Ask a job to stop: whoever started it may, and the owner."""
    stop(page, job_id)
    return page.redirect(f"/jobs/{job_id}", said="cancelled")


def mine(page: PageRequest) -> list[Job]:
    """Return one's own jobs, of an owner everybody's; the newest first."""
    return [job for job in page.workbench.jobs.all() if job.who == page.visitor.name or page.visitor.may("owner")]


def stop(page: PageRequest, job_id: str) -> Job:
    """Ask a job to stop.

    Raises
    ------
    NotHereError, RefusedError
        There is no such job, or it is somebody else's.
    """
    found = page.workbench.jobs.get(job_id)
    if found.who != page.visitor.name and not page.visitor.may("owner"):
        raise RefusedError("role", needed="owner")
    found.cancel()
    return found
