"""Jobs: what runs, how far it is, and stopping it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Path, Query
from starlette.responses import Response

from gongxing.workbench.access import needs
from gongxing.workbench.api.listing import slice_of
from gongxing.workbench.api.models import Job, Listing
from gongxing.workbench.api.routing import Asked, AskedRows, api_router, problems, reads, said_of
from gongxing.workbench.page import Page
from gongxing.workbench.pages.jobs import mine, stop

if TYPE_CHECKING:
    from gongxing.workbench.jobs import Job as Running

router = api_router("jobs")
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="The job's id.")]


@reads(router, "/jobs", "jobs", Listing[Job], flat=True, errors=(400,), python="", example="/api/jobs")
def jobs(page: Page, asked: Annotated[AskedRows, Query()]) -> Response:
    """List one's own jobs; an owner sees all."""
    return slice_of(page, Job, asked, mine(page), lambda job: job.as_json(page.view.language))


@reads(router, "/jobs/{job_id}", "job", Job, errors=(404,), python="", example="/api/jobs/ID")
def job(page: Page, job_id: Id, asked: Annotated[Asked, Query()]) -> Job:
    """Tell how far a job is."""
    return Job(**page.workbench.jobs.get(job_id).as_json(page.view.language))


@router.post(
    "/jobs/{job_id}/cancel", response_model=Job, operation_id="cancel_job", dependencies=[needs("reader")],
    summary=said_of("route_cancel_job"), responses=problems(401, 403, 404, 421, 422, 429, 500, 503),
    openapi_extra={"x-role": "reader", "x-python": "", "x-example": "/api/jobs/ID/cancel"},
)  # fmt: skip
def cancel(page: Page, job_id: Id) -> Job:
    """Ask a job to stop: whoever started it may, and the owner."""
    return Job(**stop(page, job_id).as_json(page.view.language))


def accepted(response: Response, job: Running) -> Job:
    """Answer with a job that has begun, and where it can be asked for."""
    response.headers["Location"] = f"/api/jobs/{job.id}"
    return Job(**job.as_json())
