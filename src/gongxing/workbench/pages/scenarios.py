"""Scenarios: draft one from a document, state its assumptions, run it, see who gains and who is drained, compare."""

from __future__ import annotations

import json
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gongxing.language.saying import said_of
from gongxing.library import LibraryError
from gongxing.library.references import scenario_reference
from gongxing.scenarios.rules import rules
from gongxing.workbench.access import needs
from gongxing.workbench.figures import BYTE_ORDER_MARK, FORMS
from gongxing.workbench.outcomes import HIGH, LOW, SHOWN
from gongxing.workbench.page import Page, form_of, page_router
from gongxing.workbench.plans import STATED, entries, kept_only, stated
from gongxing.workbench.problems import NotHereError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.library import StoredOutcome, StoredScenario
    from gongxing.workbench.figures import ShownFigure
    from gongxing.workbench.jobs import Progress
    from gongxing.workbench.page import PageRequest
    from gongxing.workbench.view import Value

router = page_router("reader")
FILES = ("csv", "xlsx", "json")


@router.get("/scenarios")
def scenarios(page: Page) -> Response:
    """List the scenarios with what their last runs say, and the documents whose projects can be drafted."""
    return listed(page)


def listed(page: PageRequest, trouble: str | None = None) -> Response:
    """Render the list, after what went wrong."""
    library = page.library
    shelf = page.workbench.shelf
    rows = [(one, shelf.outcome(one.slug), left_open(one.toml)) for one in library.scenarios()]
    documents = library.page_documents(kind="document", limit=60).rows
    return page.render(
        "scenarios/list.html", status=422 if trouble else 200, rows=rows, documents=documents, trouble=trouble,
        python="library.scenarios()", api=page.api("/scenarios"),
    )  # fmt: skip


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
    from gongxing.panel import PanelError
    from gongxing.scenarios.draft import draft
    from gongxing.scenarios.tables import ScenarioError

    try:
        row, article, facts = read_document(page.library, form.get("document", ""))
        only = tuple(form.get("only", "").split())
        reference = f"doc:{row['sha256'][:12]}"
        made = draft(article, facts, document=reference, panel=page.panel, only=only, library=True)
        return keep_new(page, made.text, form.get("name", "") or article.title)
    except (ScenarioError, PanelError, LibraryError) as error:
        return listed(page, said_of(error, page.view.language))


def keep_new(page: PageRequest, text: str, name: str | None = None, files: Mapping[str, str] | None = None) -> Response:
    """Keep a text as a scenario of its own and go to it; its name is made of its title, or else of ``name``."""
    from gongxing.library.slugs import slug_of

    library = page.library
    title = str(tomllib.loads(text).get("title", name))
    slug = slug_of(title) or "scenario"
    names = {one.slug for one in library.scenarios()}
    slug = next(one for one in (slug, *(f"{slug}-{i}" for i in range(2, 1000))) if one not in names)
    tables = {table: library.blobs.get(sha256) for table, sha256 in (files or {}).items()}
    library.save_scenario(slug, title=title, toml=text, files=tables, who=page.visitor.name)
    return page.redirect(f"/scenarios/{slug}", said="kept")


def _kept(page: PageRequest, slug: str, form: Mapping[str, str]) -> Response:
    now = stored_of(page, slug)
    if form.get("version", str(now.version)) != str(now.version):
        return show(page, now, text=form.get("toml"), trouble="conflict", status=409)
    text = _asked(page, now, form)
    try:
        words = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return show(page, now, text=text, trouble="toml", reason=said_of(error, page.view.language), status=422)
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


def _asked(page: PageRequest, now: StoredScenario, form: Mapping[str, str]) -> str:
    """Return the text that a form asks for: an older version, the whole text, or what its fields state."""
    action = form.get("action", "")
    if action == "restore":
        number = form.get("restored", "")
        if not (number.isascii() and number.isdecimal() and 0 < int(number) <= now.version):
            raise NotHereError("scenario", f"{now.slug} {number}")
        return page.library.scenario(now.slug, int(number)).toml
    text = form.get("toml")
    if text is not None:
        return text.replace("\r\n", "\n")
    fields = {(one.number, key): f"{key}-{one.number}" for one in entries(now.toml) for key in STATED}
    text = stated(now.toml, {place: form[name] for place, name in fields.items() if name in form})
    if action.startswith("remove-"):
        gone = {one.number for one in entries(text) if action == f"remove-{one.number}"}
        text = kept_only(text, {one.number for one in entries(text)} - gone)
    return text


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
    library, shelf, slug = page.library, page.workbench.shelf, now.slug
    outcome = shelf.outcome(slug)
    other_slug = page.view.text("with")
    other = shelf.outcome(stored_of(page, other_slug).slug) if other_slug else None
    what = page.view.choice("what", SHOWN)
    past = page.view.number("version", low=1, high=now.version)
    return page.render(
        "scenarios/page.html", status=status, now=now, outcome=outcome, content=outcome.content if outcome else None,
        entries=entries(text or now.toml), open=left_open(now.toml), text=text or now.toml, trouble=trouble,
        reason=reason, figures=_drawn(page, outcome, other, what), what=what, shown=SHOWN, low=LOW, high=HIGH,
        stale=outcome is not None and outcome.version != now.version, files=FILES,
        grounds={rule.name: rule.source for rule in rules()},
        versions=library.scenario_versions(slug), other=other, rows=compared(outcome, other, what),
        past=library.scenario(slug, past) if past and past < now.version else None,
        unlike=other is not None and outcome is not None
        and outcome.content["made_by"]["data"] != other.content["made_by"]["data"],
        others=[one for one in library.scenarios() if one.slug != slug and shelf.outcome(one.slug) is not None],
        python=f"library.outcome({slug!r}).content" if outcome else f"library.scenario({slug!r}).toml",
        api=page.api(f"/scenarios/{slug}/outcome" if outcome else f"/scenarios/{slug}"),
    )  # fmt: skip


def _drawn(
    page: PageRequest, outcome: StoredOutcome | None, other: StoredOutcome | None, what: str
) -> dict[str, ShownFigure]:
    """Return the figures of an outcome by name; of a second run beside it, its own map and the map of differences."""
    if outcome is None:
        return {}
    shared: dict[str, Value] = {"slug": outcome.slug, "what": what, "run": outcome.id}
    found = {name: page.figure(f"scenario_{name}", **shared) for name in ("map", "gains", "balance")}
    if other is not None:
        beside: dict[str, Value] = {"slug": other.slug, "what": what, "run": other.id}
        found["beside"] = page.figure("scenario_beside", **beside)
        found["difference"] = page.figure("scenario_difference", **shared, other=other.slug)
    return found


@router.get("/scenarios/{slug}/outcome.{form}")
def outcome_file(page: Page, slug: str, form: str) -> Response:
    """Send the outcome of the last run as a file: changes by region with intervals, certificate and assumptions."""
    from gongxing.listing.scenario import csv_text, write_xlsx

    outcome = page.workbench.shelf.outcome(stored_of(page, slug).slug)
    if outcome is None or form not in FILES:
        raise NotHereError("file", f"outcome.{form}")
    if form == "csv":
        data = BYTE_ORDER_MARK + csv_text(outcome.content).encode()
    elif form == "json":
        data = json.dumps(outcome.content, ensure_ascii=False, indent=1).encode()
    else:
        with tempfile.TemporaryDirectory(prefix="gongxing-") as folder:
            write_xlsx(outcome.content, path := Path(folder, "outcome.xlsx"))
            data = path.read_bytes()
    name = f"attachment; filename*=UTF-8''{quote(slug)}.{form}"
    return Response(data, media_type=FORMS[form], headers={"Content-Disposition": name})


def compared(outcome: StoredOutcome | None, other: StoredOutcome | None, what: str) -> list[dict[str, Any]]:
    """Return a row for each region, the largest gain first, with ``other`` and ``difference`` beside a second run."""
    if outcome is None:
        return []
    past = {row["name"]: row.get(what) for row in other.content["regions"]} if other else {}
    rows = []
    for row in outcome.content["regions"]:
        else_ = past.get(row["name"])
        gap = None if else_ is None or what not in row else row[what] - else_
        reference = scenario_reference(outcome.slug, what, row["name"])
        rows.append({**row, "other": else_, "difference": gap, "reference": reference})
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
