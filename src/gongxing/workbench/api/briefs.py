"""Briefs, publications and findings; keeping an outline, publishing one, keeping a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from gongxing.briefs import BriefError, parse_outline
from gongxing.library import LibraryError
from gongxing.workbench.api.listing import slice_of
from gongxing.workbench.api.models import Brief, Finding, Listing, Publication
from gongxing.workbench.api.routing import Asked, AskedRows, Name, api_router, reads, writes
from gongxing.workbench.api.scenarios import VersionAsked, VersionNumber
from gongxing.workbench.page import Page
from gongxing.workbench.pages.briefs import keep_finding, publish_brief, stored_of
from gongxing.workbench.problems import NotHereError, ProblemError

if TYPE_CHECKING:
    from gongxing.library import Publication as Published

router = api_router("briefs")
Slug = Annotated[str, Path(max_length=200, description="The brief's name.")]


@reads(router, "/briefs", "briefs", Listing[Brief], flat=True, errors=(400,),
       python="library.briefs()", example="/api/briefs")  # fmt: skip
def briefs(page: Page, asked: Annotated[AskedRows, Query()]) -> Response:
    """List the last version of each brief."""
    return slice_of(page, Brief, asked, page.library.briefs(), lambda one: one)


@reads(router, "/briefs/{slug}", "brief", Brief, errors=(404,),
       python="library.brief('SLUG')", example="/api/briefs/SLUG")  # fmt: skip
def brief(page: Page, slug: Slug, asked: Annotated[VersionAsked, Query()]) -> Brief:
    """Give a version of a brief, its last one where none is named."""
    try:
        return Brief.model_validate(page.library.brief(slug, asked.version), from_attributes=True)
    except LibraryError:
        raise NotHereError("brief", slug) from None


class OutlineWritten(BaseModel):
    """An outline to be kept."""

    model_config = ConfigDict(extra="forbid")
    outline: str = Field(
        min_length=1, max_length=150_000, pattern=r"^[^\u0000]*$", description="The outline as written."
    )
    version: VersionNumber | None = Field(
        default=None, description="The version that was edited; another one since is answered by 409."
    )


@writes(router, "/briefs/{slug}/versions", "keep_brief", Brief, errors=(404, 409),
        python="library.save_brief('SLUG', title='…', language='zh', outline=text, who='林')",
        example="/api/briefs/SLUG/versions")  # fmt: skip
def keep_brief(page: Page, slug: Slug, written: OutlineWritten) -> Brief:
    """Keep an outline as the next version of a brief."""
    text = written.outline.replace("\r\n", "\n")
    try:
        front = parse_outline(text).front
        last = next(iter(page.library.brief_versions(slug)[-1:]), None)
        if written.version is not None and written.version != (last.version if last else None):
            raise ProblemError("stale", 409)
        kept = page.library.save_brief(
            slug, title=front.title, language=front.language, outline=text, who=page.visitor.name
        )
    except BriefError as error:
        raise ProblemError("library", 422, sentence=_said(error, page)) from None
    except LibraryError as error:
        raise ProblemError("library", 422, sentence=error) from None
    return Brief.model_validate(kept, from_attributes=True)


@writes(router, "/briefs/{slug}/publications", "publish_brief", Publication, errors=(404,),
        python="library.publish('SLUG', html, who='林')", example="/api/briefs/SLUG/publications")  # fmt: skip
def publish(page: Page, slug: Slug) -> Publication:
    """Publish the last version; a number without evidence refuses it, and is named."""
    try:
        return Publication(**publication_row(publish_brief(page, stored_of(page, slug))))
    except BriefError as error:
        raise ProblemError("library", 422, sentence=_said(error, page)) from None


@reads(router, "/publications", "publications", Listing[Publication], flat=True, errors=(400,),
       python="library.publications()", example="/api/publications")  # fmt: skip
def publications(page: Page, asked: Annotated[AskedRows, Query()]) -> Response:
    """List what was published."""
    return slice_of(page, Publication, asked, page.library.publications(), publication_row)


@reads(router, "/publications/{permanent_id}", "publication", Publication, errors=(404,),
       python="library.publication('ID').html", example="/api/publications/ID")  # fmt: skip
def publication(page: Page, permanent_id: Name, asked: Annotated[Asked, Query()]) -> Publication:
    """Give one publication; its page is at address."""
    try:
        return Publication(**publication_row(page.library.publication(permanent_id)))
    except LibraryError:
        raise NotHereError("publication", permanent_id) from None


@reads(router, "/findings", "findings", Listing[Finding], flat=True, errors=(400,),
       python="library.findings()", example="/api/findings")  # fmt: skip
def findings(page: Page, asked: Annotated[AskedRows, Query()]) -> Response:
    """List the findings that stand."""
    return slice_of(page, Finding, asked, page.library.findings(), lambda one: one)


class FindingWritten(BaseModel):
    """A finding to be kept."""

    model_config = ConfigDict(extra="forbid")
    reference: Name = Field(description="Its evidence; see /api/evidence.")
    sentence: str = Field(
        default="", max_length=2_000, pattern=r"^[^\u0000]*$", description="Default: the words of the evidence."
    )


@writes(router, "/findings", "keep_finding", Finding, errors=(404,),
        python="library.add_finding('doc:…#310-316', '…', who='林')", example="/api/findings")  # fmt: skip
def add_finding(page: Page, written: FindingWritten) -> Finding:
    """Keep a sentence with its evidence, which must resolve."""
    return Finding.model_validate(keep_finding(page, written.reference, written.sentence), from_attributes=True)


def publication_row(found: Published) -> dict[str, Any]:
    """Return a publication without its HTML, with its address."""
    names = ("permanent_id", "slug", "version", "who", "at")
    return {**{name: getattr(found, name) for name in names}, "address": f"/published/{found.permanent_id}"}


def _said(error: BriefError, page: Page) -> str:
    return "; ".join(problem.text(page.view.language) for problem in error.problems)
