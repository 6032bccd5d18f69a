"""What is in the library."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import Query

from gongxing.workbench.api.models import Status
from gongxing.workbench.api.routing import Asked, api_router, reads
from gongxing.workbench.page import Page

router = api_router("status")


@reads(router, "/status", "status", Status, python="library.status()", example="/api/status")
def status(page: Page, asked: Annotated[Asked, Query()]) -> Status:
    """Tell what is in the library; where it lies on the disk is not told."""
    state = page.library.status()
    known = {name: value for name, value in asdict(state).items() if name in Status.model_fields}
    return Status(**{**known, "failures": len(state.failures)})
