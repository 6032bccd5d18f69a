"""Scenarios: their versions and outcomes; keeping one, running one."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from gongxing.library import LibraryError
from gongxing.workbench.api.jobs import accepted
from gongxing.workbench.api.listing import slice_of
from gongxing.workbench.api.models import Job, Listing, Outcome, Scenario
from gongxing.workbench.api.routing import Asked, AskedRows, api_router, reads, told, writes
from gongxing.workbench.page import Page
from gongxing.workbench.pages.scenarios import left_open, running, stored_of
from gongxing.workbench.problems import NotHereError, ProblemError

if TYPE_CHECKING:
    from gongxing.library import StoredScenario

router = api_router("scenarios")
Slug = Annotated[str, Path(max_length=200, description="The scenario's name.")]
VersionNumber = Annotated[int, Field(ge=1, le=1_000_000_000)]


class VersionAsked(Asked):
    """Which version."""

    version: VersionNumber | None = told("version")


@reads(router, "/scenarios", "scenarios", Listing[Scenario], flat=True, errors=(400,),
       python="library.scenarios()", example="/api/scenarios")  # fmt: skip
def scenarios(page: Page, asked: Annotated[AskedRows, Query()]) -> Response:
    """List the last version of each scenario."""
    return slice_of(page, Scenario, asked, page.library.scenarios(), scenario_row)


@reads(router, "/scenarios/{slug}", "scenario", Scenario, errors=(404,),
       python="library.scenario('SLUG')", example="/api/scenarios/SLUG")  # fmt: skip
def scenario(page: Page, slug: Slug, asked: Annotated[VersionAsked, Query()]) -> Scenario:
    """Give a version of a scenario, its last one where none is named."""
    return Scenario(**scenario_row(version_of(page, slug, asked.version)))


@reads(router, "/scenarios/{slug}/outcome", "outcome", Outcome, errors=(404,),
       python="library.outcome('SLUG').content", example="/api/scenarios/SLUG/outcome")  # fmt: skip
def outcome(page: Page, slug: Slug, asked: Annotated[VersionAsked, Query()]) -> Outcome:
    """Give what the last run of a version says."""
    found = page.library.outcome(slug, version_of(page, slug, asked.version).version)
    if found is None:
        raise NotHereError("outcome", slug)
    return Outcome.model_validate(found, from_attributes=True)


class ScenarioWritten(BaseModel):
    """A scenario to be kept."""

    model_config = ConfigDict(extra="forbid")
    toml: str = Field(min_length=1, max_length=150_000, pattern=r"^[^\u0000]*$", description="The scenario as TOML.")
    title: str | None = Field(default=None, max_length=300, description="Default: the title that the text says.")
    version: VersionNumber | None = Field(
        default=None, description="The version that was edited; another one since is answered by 409."
    )


@writes(router, "/scenarios/{slug}/versions", "keep_scenario", Scenario, errors=(404, 409),
        python="library.save_scenario('SLUG', title='…', toml=text, who='林')",
        example="/api/scenarios/SLUG/versions")  # fmt: skip
def keep_scenario(page: Page, slug: Slug, written: ScenarioWritten) -> Scenario:
    """Keep a text as the next version of a scenario; the tables of the version before stay with it."""
    try:
        words = tomllib.loads(written.toml)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProblemError("toml", 422, reason=error) from None
    try:
        last = next(iter(page.library.scenario_versions(slug)[-1:]), None)
        if written.version is not None and written.version != (last.version if last else None):
            raise ProblemError("stale", 409)
        tables = {name: page.library.blobs.get(sha256) for name, sha256 in (last.files if last else {}).items()}
        title = written.title or str(words.get("title", last.title if last else slug))
        kept = page.library.save_scenario(slug, title=title, toml=written.toml, files=tables, who=page.visitor.name)
    except LibraryError as error:
        raise ProblemError("library", 422, sentence=error) from None
    return Scenario(**scenario_row(kept))


@writes(router, "/scenarios/{slug}/runs", "run_scenario", Job, status=202, errors=(404,),
        python="from gongxing.scenarios.stored import run_stored\n\nrun_stored(library, 'SLUG', who='林').outcome",
        example="/api/scenarios/SLUG/runs")  # fmt: skip
def run_scenario(page: Page, slug: Slug, response: Response) -> Job:
    """Run the last version as a job; its outcome is kept."""
    now = version_of(page, slug, None)
    left = left_open(now.toml)
    if left:
        raise ProblemError("open", 422, name=", ".join(left)[:200])
    return accepted(response, page.workbench.jobs.start("scenario", page.visitor.name, running(page, now.slug)))


def scenario_row(stored: StoredScenario) -> dict[str, Any]:
    """Return a scenario with what it leaves open."""
    return {**asdict(stored), "open": left_open(stored.toml)}


def version_of(page: Page, slug: str, version: int | None) -> StoredScenario:
    """Return a version of a scenario, or the problem that says that there is none."""
    if version is None:
        return stored_of(page, slug)
    try:
        return page.library.scenario(slug, version)
    except LibraryError:
        raise NotHereError("scenario", f"{slug} {version}") from None
