"""Scenarios: draft one from a document, state its assumptions, run it, see who gains and who is drained, compare."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import polars as pl
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gongxing.charts.gains import gains_and_losses
from gongxing.charts.maps import region_map
from gongxing.library import LibraryError
from gongxing.workbench.access import needs
from gongxing.workbench.figures import figure
from gongxing.workbench.page import Page, form_of, page_router
from gongxing.workbench.plans import STATED, entries, stated
from gongxing.workbench.problems import NotHereError, NothingToShowError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.charts import Figure
    from gongxing.library import StoredOutcome, StoredScenario
    from gongxing.workbench.figures import Asked
    from gongxing.workbench.jobs import Progress
    from gongxing.workbench.page import PageRequest

router = page_router("reader")
SHOWN = ("real_income", "residents", "jobs", "wages", "rents", "prices")
LOW, HIGH = "5th percentile", "95th percentile"


@router.get("/scenarios")
def scenarios(page: Page) -> Response:
    """List the scenarios with what their last runs say, and the documents whose projects can be drafted."""
    library = page.library
    rows = [(one, library.outcome(one.slug), left_open(one.toml)) for one in library.scenarios()]
    documents = library.page_documents(kind="document", limit=60).rows
    return page.render(
        "scenarios/list.html", rows=rows, documents=documents, trouble=None, python="library.scenarios()"
    )


@router.post("/scenarios", dependencies=[needs("editor")])
async def draft_scenario(page: Page, request: Request) -> Response:
    """Draft a scenario from the projects of a document, every number left open, and keep it."""
    form = await form_of(request)
    return await run_in_threadpool(_drafted, page, form)


@router.get("/scenarios/{slug}")
def scenario(page: Page, slug: str) -> Response:
    """Show a scenario: its changes with their evidence and assumptions, and the outcome of its last run."""
    return show(page, stored_of(page, slug))


@router.post("/scenarios/{slug}", dependencies=[needs("editor")])
async def keep_scenario(page: Page, slug: str, request: Request) -> Response:
    """Keep what a person states as a new version, or run it."""
    form = await form_of(request)
    return await run_in_threadpool(_kept, page, slug, form)


def _drafted(page: PageRequest, form: Mapping[str, str]) -> Response:
    from gongxing.library.lookup import read_document
    from gongxing.library.slugs import slug_of
    from gongxing.panel import PanelError
    from gongxing.scenarios.draft import draft
    from gongxing.scenarios.tables import ScenarioError

    library = page.library
    try:
        row, article, facts = read_document(library, form.get("document", ""))
        only = tuple(form.get("only", "").split())
        reference = f"doc:{row['sha256'][:12]}"
        made = draft(article, facts, document=reference, panel=page.panel, only=only, library=True)
        title = str(tomllib.loads(made.text).get("title", article.title))
        slug = slug_of(form.get("name", "") or title) or "scenario"
        names = {one.slug for one in library.scenarios()}
        slug = next(one for one in (slug, *(f"{slug}-{i}" for i in range(2, 1000))) if one not in names)
        library.save_scenario(slug, title=title, toml=made.text, files={}, who=page.visitor.name)
    except (ScenarioError, PanelError, LibraryError) as error:
        rows = [(one, library.outcome(one.slug), left_open(one.toml)) for one in library.scenarios()]
        documents = library.page_documents(kind="document", limit=60).rows
        told = {"rows": rows, "documents": documents, "trouble": str(error), "python": None}
        return page.render("scenarios/list.html", status=422, **told)
    return page.redirect(f"/scenarios/{slug}", said="kept")


def _kept(page: PageRequest, slug: str, form: Mapping[str, str]) -> Response:
    now = stored_of(page, slug)
    if form.get("version", str(now.version)) != str(now.version):
        return show(page, now, text=form.get("toml"), trouble="conflict", status=409)
    text = form.get("toml")
    if text is not None:
        text = text.replace("\r\n", "\n")
    else:
        answers = {
            (one.number, key): form.get(f"{key}-{one.number}", "") for one in entries(now.toml) for key in STATED
        }  # fmt: skip
        text = stated(now.toml, answers)
    try:
        words = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return show(page, now, text=text, trouble="toml", reason=str(error), status=422)
    if text != now.toml:
        title = str(words.get("title", now.title))
        tables = {name: page.library.blobs.get(sha256) for name, sha256 in now.files.items()}
        now = page.library.save_scenario(slug, title=title, toml=text, files=tables, who=page.visitor.name)
    if form.get("action") != "run":
        return page.redirect(f"/scenarios/{slug}", said="kept")
    if left_open(text):
        return show(page, now, trouble="open", status=422)
    job = page.workbench.jobs.start("scenario", page.visitor.name, running(page, slug))
    return page.redirect(f"/jobs/{job.id}")


def running(page: PageRequest, slug: str) -> Any:
    """Return the work of a job: solve a scenario and keep its outcome."""
    from gongxing.scenarios.stored import DRAWS, run_stored

    who, shelf, address = page.visitor.name, page.workbench.shelf, page.view.to(f"/scenarios/{slug}")

    def work(progress: Progress) -> str:
        progress.of(DRAWS)
        library = shelf.separate()
        try:
            run_stored(library, slug, who=who, advance=progress.step)
        finally:
            library.close()
        return address

    return work


def show(
    page: PageRequest, now: StoredScenario, *, text: str | None = None, trouble: str | None = None,
    reason: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    """Render a scenario."""
    library, slug = page.library, now.slug
    outcome = library.outcome(slug)
    other_slug = page.view.text("with")
    other = library.outcome(stored_of(page, other_slug).slug) if other_slug else None
    what = page.view.choice("what", SHOWN)
    drawn = ("scenario_map", "scenario_gains") if outcome is not None else ()
    figures = [page.figure(name, slug=slug, what=what, run=outcome.id if outcome else None) for name in drawn]
    return page.render(
        "scenarios/page.html", status=status, now=now, outcome=outcome, content=outcome.content if outcome else None,
        entries=entries(text or now.toml), open=left_open(now.toml), text=text or now.toml, trouble=trouble,
        reason=reason, figures=figures, what=what, shown=SHOWN, low=LOW, high=HIGH,
        stale=outcome is not None and outcome.version != now.version,
        versions=library.scenario_versions(slug), other=other, rows=compared(outcome, other, what),
        others=[one for one in library.scenarios() if one.slug != slug and library.outcome(one.slug) is not None],
        python=f"from gongxing.scenarios.stored import run_stored\n\nrun_stored(library, {slug!r}, who='…').outcome",
    )  # fmt: skip


def compared(outcome: StoredOutcome | None, other: StoredOutcome | None, what: str) -> list[dict[str, Any]]:
    """Return a row for each region, the largest gain first, with ``other`` and ``difference`` beside a second run."""
    if outcome is None:
        return []
    past = {row["name"]: row.get(what) for row in other.content["regions"]} if other else {}
    rows = []
    for row in outcome.content["regions"]:
        else_ = past.get(row["name"])
        gap = None if else_ is None or what not in row else row[what] - else_
        rows.append({**row, "other": else_, "difference": gap})
    return sorted(rows, key=lambda row: -row.get(what, 0.0))


def left_open(toml: str) -> list[str]:
    """Return what a scenario leaves open; nothing of a text that is no TOML."""
    from gongxing.scenarios.stated import unstated

    try:
        return unstated(tomllib.loads(toml))
    except tomllib.TOMLDecodeError:
        return []


def stored_of(page: PageRequest, slug: str) -> StoredScenario:
    """Return a scenario of the library, or the page that says there is none."""
    try:
        return page.library.scenario(slug)
    except LibraryError:
        raise NotHereError("scenario", slug) from None


@figure("scenario_map")
def scenario_map(asked: Asked) -> Figure:
    """Draw who gains and who is drained on the map."""
    frame, title, source = _changes(asked)
    return region_map(
        frame.filter(pl.col("region_code").is_not_null()), indicator=title, unit="%", diverging=True, title=title,
        source=source, language=asked.language, theme=asked.theme,
    )  # fmt: skip


@figure("scenario_gains")
def scenario_gains(asked: Asked) -> Figure:
    """Draw the change of each region with its interval."""
    frame, title, source = _changes(asked)
    interval = "5%—95%" if "low" in frame.columns else ""
    return gains_and_losses(
        frame,
        indicator=title,
        title=title,
        interval=interval,
        source=source,
        language=asked.language,
        theme=asked.theme,
    )


def _changes(asked: Asked) -> tuple[pl.DataFrame, str, str]:
    from gongxing.workbench.words import Words

    try:
        outcome = asked.library.outcome(asked.view.text("slug") or "")
    except LibraryError:
        outcome = None
    words = Words("scenarios", asked.language)
    if outcome is None:
        raise NothingToShowError(words("not_run"))
    what = asked.view.choice("what", SHOWN)
    rows = [
        {"region": row["name"], "region_code": row["code"], "value": row[what],
         **({"low": row[f"{what} {LOW}"], "high": row[f"{what} {HIGH}"]} if f"{what} {LOW}" in row else {})}
        for row in outcome.content["regions"] if what in row
    ]  # fmt: skip
    if not rows:
        raise NothingToShowError(words("not_run"))
    source = words("source", title=outcome.content["title"])
    return pl.DataFrame(rows), f"{outcome.content['title']}: {words('what_' + what)}", source
