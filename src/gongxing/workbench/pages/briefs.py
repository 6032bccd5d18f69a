"""Briefs: drafted from the library, edited beside their preview, built in three formats, published to stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gongxing.briefs import FORMATS, BriefError, build_brief, check_outline, parse_outline, render
from gongxing.language.saying import said_of
from gongxing.library import LibraryError
from gongxing.workbench.access import needs
from gongxing.workbench.guards import POLICY
from gongxing.workbench.page import Page, form_of, page_router
from gongxing.workbench.problems import NotHereError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongxing.briefs import Brief, Problem
    from gongxing.library import Finding, Publication, StoredBrief
    from gongxing.workbench.page import PageRequest

router = page_router("reader")
MEDIA = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# A built brief is one file with its own style and pictures; no script of it may run, and only our page frames it.
SHEET = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'"
EDITOR = POLICY.rstrip("; ") + "; frame-src 'self'"


@router.get("/briefs")
def briefs(page: Page) -> Response:
    """List the briefs, and draft a new one about a region."""
    told = [facet.value for facet in page.remember("regions told of", lambda library: library.fact_facets()["region"])]
    rows = [(one, page.library.publications(one.slug)) for one in page.library.briefs()]
    return page.render("briefs/list.html", rows=rows, regions=told, trouble=None, python="library.briefs()",
                       api=page.api("/briefs"))  # fmt: skip


@router.post("/briefs", dependencies=[needs("editor")])
async def draft_brief(page: Page, request: Request) -> Response:
    """Draft a brief about a region and keep it."""
    form = await form_of(request)
    return await run_in_threadpool(_drafted, page, form)


@router.get("/briefs/{slug}")
def brief(page: Page, slug: str) -> Response:
    """Show a brief: its outline beside what it builds to, and each number that has no evidence."""
    return show(page, stored_of(page, slug))


@router.post("/briefs/{slug}", dependencies=[needs("editor")])
async def keep_brief(page: Page, slug: str, request: Request) -> Response:
    """Keep an outline as a new version, or publish what is kept."""
    form = await form_of(request)
    return await run_in_threadpool(_kept, page, slug, form)


@router.get("/briefs/{slug}/brief.{form}")
def brief_file(page: Page, slug: str, form: str) -> Response:
    """Send a brief in a format; HTML is shown in a frame that runs nothing."""
    if form not in FORMATS:
        raise NotHereError("file", f"brief.{form}")
    now = stored_of(page, slug)
    try:
        data = page.remember(
            f"brief {now.slug} {now.version} {form}", lambda library: render(_built(now, library), form)
        )
    except BriefError as error:
        words = "\n".join(problem.text(page.view.language) for problem in error.problems)
        return Response(words, 422, media_type="text/plain; charset=utf-8")
    headers = {"Content-Security-Policy": SHEET, "X-Frame-Options": "SAMEORIGIN"}
    if form != "html" or page.view.flag("download"):
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(now.slug)}.{form}"
    return Response(data, media_type=MEDIA[form], headers=headers)


@router.get("/published/{permanent_id}")
def published(page: Page, permanent_id: str) -> Response:
    """Show a publication: the brief as it was on the day, whatever has changed since."""
    try:
        found = page.library.publication(permanent_id)
    except LibraryError:
        raise NotHereError("publication", permanent_id) from None
    return HTMLResponse(found.html, headers={"Content-Security-Policy": SHEET, "X-Frame-Options": "SAMEORIGIN"})


@router.post("/findings", dependencies=[needs("editor")])
async def add_finding(page: Page, request: Request) -> Response:
    """Keep a finding of any page for a brief: a reference and a sentence."""
    form = await form_of(request)

    await run_in_threadpool(keep_finding, page, form.get("reference", ""), form.get("sentence", ""))
    return RedirectResponse(_back(page, form.get("back", "")), status_code=303)


def _back(page: PageRequest, address: str) -> str:
    """Return the page of ours that a finding was kept on, with word that it is; the briefs where it is none of ours."""
    parts = urlsplit(address)
    ours = re.match(r"/(?![/\\])", parts.path) and not (parts.scheme or parts.netloc) and "\\" not in parts.path
    if not ours:
        return page.view.to("/briefs", said="finding_kept")
    pairs = [pair for pair in parse_qsl(parts.query) if pair[0] not in ("said", "said_count")]
    return f"{quote(unquote(parts.path))}?{urlencode([*pairs, ('said', 'finding_kept')])}"


def keep_finding(page: PageRequest, reference: str, sentence: str) -> Finding:
    """Keep a sentence with its evidence; without one, the words of the evidence.

    Raises
    ------
    NotHereError
        The reference leads to nothing.
    """
    from gongxing.library.evidence import resolve

    try:
        known = resolve(page.library, reference, language=page.view.language)
    except LibraryError:
        raise NotHereError("evidence", reference) from None
    return page.library.add_finding(reference, sentence.strip() or known.quote or known.source, who=page.visitor.name)


def _drafted(page: PageRequest, form: Mapping[str, str]) -> Response:
    from gongxing.briefs.drafting import draft_outline
    from gongxing.library.slugs import slug_of

    library, region, language = page.library, form.get("region", "").strip(), page.view.language
    try:
        text = draft_outline(library, region, language=language)
        title = parse_outline(text).front.title
        slug = slug_of(f"{region}-{language}" if language == "en" else region) or "brief"
        library.save_brief(slug, title=title, language=language, outline=text, who=page.visitor.name)
    except (LibraryError, BriefError) as error:
        told = [facet.value for facet in library.fact_facets()["region"] if facet.value]
        rows = [(one, library.publications(one.slug)) for one in library.briefs()]
        return page.render(
            "briefs/list.html", status=422, rows=rows, regions=told, trouble=said_of(error, language), python=None
        )
    return page.redirect(f"/briefs/{slug}", said="kept")


def _kept(page: PageRequest, slug: str, form: Mapping[str, str]) -> Response:
    now = stored_of(page, slug)
    text = form.get("outline", now.outline).replace("\r\n", "\n")
    if form.get("version", str(now.version)) != str(now.version):
        return show(page, now, text=text, trouble="conflict", status=409)
    if text != now.outline:
        try:
            front = parse_outline(text).front
        except BriefError as error:
            return show(page, now, text=text, problems=error.problems, trouble="unreadable", status=422)
        now = page.library.save_brief(
            slug, title=front.title, language=front.language, outline=text, who=page.visitor.name
        )
    if form.get("action") != "publish":
        return page.redirect(f"/briefs/{slug}", said="kept")
    try:
        publication = publish_brief(page, now)
    except BriefError as error:
        return show(page, now, problems=error.problems, trouble="unproved", status=422)
    return page.redirect(f"/published/{publication.permanent_id}")


def publish_brief(page: PageRequest, now: StoredBrief) -> Publication:
    """Build a brief and publish it; raises ``BriefError`` where a number has no evidence."""
    html = render(_built(now, page.library), "html").decode()
    return page.library.publish(now.slug, html, who=page.visitor.name)


def show(
    page: PageRequest, now: StoredBrief, *, text: str | None = None, problems: Sequence[Problem] | None = None,
    trouble: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    """Render the editor of a brief."""
    numbers = None
    if problems is None:
        try:
            checked = check_outline(parse_outline(now.outline), page.library)
            numbers, problems = checked.numbers, checked.problems
        except BriefError as error:
            problems = error.problems
    response = page.render(
        "briefs/page.html", status=status, now=now, text=text if text is not None else now.outline, numbers=numbers,
        problems=[problem.text(page.view.language) for problem in problems], trouble=trouble, formats=FORMATS,
        versions=page.library.brief_versions(now.slug), publications=page.library.publications(now.slug),
        findings=page.library.findings(), cited=cited,
        python=f"library.brief({now.slug!r}).outline", api=page.api(f"/briefs/{now.slug}"),
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = EDITOR
    return response


def cited(finding: Finding) -> str:
    """Return a finding as an outline cites it: its sentence, linked to its evidence."""
    sentence = " ".join(finding.sentence.split()).replace("[", "［").replace("]", "］")
    return f"[{sentence}]({finding.reference})"


def _built(now: StoredBrief, library: Any) -> Brief:
    return build_brief(parse_outline(now.outline, now.slug), library)


def stored_of(page: PageRequest, slug: str) -> StoredBrief:
    """Return a brief of the library, or the page that says there is none."""
    try:
        return page.library.brief(slug)
    except LibraryError:
        raise NotHereError("brief", slug) from None
