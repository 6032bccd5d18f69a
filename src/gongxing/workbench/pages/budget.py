"""A scenario under a budget: what each plan costs, which mixes no other beats, and a mix kept as a scenario."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gongxing.equilibrium.planning import EXACT_PROJECTS, OBJECTIVES
from gongxing.scenarios.file import SHOCKS
from gongxing.workbench.access import needs
from gongxing.workbench.mixes import costs_told, keep_search, read_search
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.pages.scenarios import keep_new, left_open, stored_of
from gongxing.workbench.plans import entries, kept_only, projects, stated
from gongxing.workbench.problems import NotHereError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongxing.library import StoredScenario
    from gongxing.workbench.jobs import Progress
    from gongxing.workbench.page import PageRequest
    from gongxing.workbench.plans import Entry

router = page_router("reader")
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,6})?", re.ASCII)


@router.get("/scenarios/{slug}/budget")
def budget_page(page: Page, slug: str) -> Response:
    """Show the plans of a scenario with their costs, and what the last search found."""
    return budgeting(page, stored_of(page, slug))


@router.post("/scenarios/{slug}/budget", dependencies=[needs("editor")])
async def search_or_keep(page: Page, slug: str, request: Request) -> Response:
    """Keep the costs and search, or keep a mix that was found as a scenario of its own."""
    form = await request.form()
    fields = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    chosen = [value for value in form.getlist("choose") if isinstance(value, str)]
    work = _mix if fields.get("action") == "mix" else _search
    return await run_in_threadpool(work, page, slug, fields, chosen)


def budgeting(
    page: PageRequest, now: StoredScenario, *, trouble: str | None = None, typed: Mapping[str, str] | None = None,
    chosen: Sequence[str] | None = None,
) -> Response:  # fmt: skip
    """Render the page; ``typed`` and ``chosen`` are what a form held that could not be taken."""
    typed, view = typed or {}, page.view
    asked = view.text("result")
    told = read_search(page.library, asked, now.slug)
    rows = [
        {
            "name": name, "number": group[0].number, "entries": group, "open": any(one.open for one in group),
            "housing": any(one.kind == "housing_supply" for one in group),
            "cost": typed.get(f"cost-{group[0].number}", _cost(group)),
            "told": costs_told(page.library, group),
            "chosen": str(group[0].number) in chosen if chosen is not None
            else told is None or any(name in plan["projects"] for plan in told["plans"]),
        }
        for name, group in projects(now.toml).items()
    ]  # fmt: skip
    objective = typed.get("objective") or view.choice("objective", OBJECTIVES, told["objective"] if told else None)
    return page.render(
        "scenarios/budget.html", status=422 if trouble else 200, now=now, trouble=trouble, rows=rows, told=told,
        budget=typed.get("budget") or view.text("budget") or (f"{told['budget']:g}" if told else ""),
        objective=objective, objectives=OBJECTIVES, gone=asked is not None and told is None, result=asked,
        open=left_open(now.toml), older=told is not None and told["version"] != now.version,
        chart=page.figure("scenario_frontier", result=asked) if told else None,
        python="from gongxing.scenarios import search\nfrom gongxing.scenarios.stored import read_stored\n\n"
        f"search(read_stored(library, {now.slug!r}), budget=…, objective={objective!r})",
    )  # fmt: skip


def _cost(group: Sequence[Entry]) -> str:
    """Return what a project is said to cost, blank where nobody has said it."""
    said = [entry.said["cost"] for entry in group if isinstance(entry.said.get("cost"), int | float)]
    return f"{sum(said):g}" if said else ""


def _search(page: PageRequest, slug: str, form: Mapping[str, str], chosen: Sequence[str]) -> Response:
    now, words = stored_of(page, slug), page.words("scenarios")
    if form.get("version", str(now.version)) != str(now.version):
        return budgeting(page, now, trouble=words("trouble_conflict"), typed=form, chosen=chosen)
    groups = {name: group for name, group in projects(now.toml).items() if str(group[0].number) in chosen}
    costs = {name: form.get(f"cost-{group[0].number}", "") for name, group in groups.items()}
    wrong = [name for name, text in costs.items() if not _NUMBER.fullmatch(text)]
    trouble = None
    if left_open(now.toml):
        trouble = words("budget_open")
    elif not groups:
        trouble = words("budget_nothing")
    elif wrong:
        trouble = words("budget_cost", names="、".join(wrong[:5]))
    elif not _NUMBER.fullmatch(form.get("budget", "")):
        trouble = words("budget_number")
    elif any(one.kind == "housing_supply" for group in groups.values() for one in group):
        trouble = words("budget_housing")
    if trouble or form.get("objective") not in OBJECTIVES:
        return budgeting(page, now, trouble=trouble or words("objective"), typed=form, chosen=chosen)
    answers = {
        (entry.number, "cost"): costs[name] if place == 0 else ""
        for name, group in groups.items() for place, entry in enumerate(group)
    }  # fmt: skip
    text = stated(now.toml, answers)
    if text != now.toml:
        tables = {name: page.library.blobs.get(sha256) for name, sha256 in now.files.items()}
        now = page.library.save_scenario(slug, title=now.title, toml=text, files=tables, who=page.visitor.name)
    asked = {"budget": form["budget"], "objective": form["objective"]}
    job = page.workbench.jobs.start("search", page.visitor.name, _running(page, now, [*groups], asked))
    return page.redirect(f"/jobs/{job.id}")


def _running(page: PageRequest, now: StoredScenario, names: Sequence[str], asked: dict[str, str]) -> Any:
    """Return the work of a job: search among some projects of a scenario and keep what was found."""
    from gongxing.scenarios.search import search
    from gongxing.scenarios.stored import read_stored

    shelf, view, slug, who = page.workbench.shelf, page.view, now.slug, page.visitor.name
    numbers = {entry.number for name in names for entry in projects(now.toml)[name]}

    def work(progress: Progress) -> str:
        progress.of(2 ** len(names) if len(names) <= EXACT_PROJECTS else None)
        library = shelf.separate()
        try:
            scenario = read_stored(library, slug, now.version)
            # The changes of a scenario stand in the order of their kinds, as the entries of its text do by kind.
            order = sorted(entries(now.toml), key=lambda entry: SHOCKS.index(entry.kind))
            named = [
                replace(one, statement=replace(one.statement, project=one.statement.project or f"#{entry.number + 1}"))
                for one, entry in zip(scenario.changes, order, strict=True)
                if entry.number in numbers
            ]
            found = search(
                replace(scenario, changes=tuple(named)), float(asked["budget"]), asked["objective"],  # type: ignore[arg-type]
                advance=progress.step,
            )  # fmt: skip
            result = keep_search(library, found, slug=slug, version=now.version, title=now.title, who=who)
        finally:
            library.close()
        return view.to(f"/scenarios/{slug}/budget", result=result)

    return work


def _mix(page: PageRequest, slug: str, form: Mapping[str, str], _chosen: Sequence[str]) -> Response:
    told = read_search(page.library, form.get("result"), slug)
    place = form.get("plan", "")
    if told is None or not place.isdecimal() or int(place) >= len(told["frontier"]):
        raise NotHereError("scenario", f"{slug} {place}")
    stored = page.library.scenario(slug, told["version"])
    names = told["frontier"][int(place)]["projects"]
    numbers = {entry.number for name, group in projects(stored.toml).items() if name in names for entry in group}
    joint = "＋" if page.view.language == "zh" else " + "
    title = joint.join(names[:4]) + ("……" if len(names) > 4 else "")
    return keep_new(page, _titled(kept_only(stored.toml, numbers), title), files=stored.files)


def _titled(toml: str, title: str) -> str:
    """Return a scenario's text with another title."""
    line = f"title = {json.dumps(title, ensure_ascii=False)}"
    head, mark, rest = toml.partition("\n[")
    found = re.sub(r"^title\s*=.*$", lambda _: line, head, count=1, flags=re.MULTILINE)
    return (found if found != head else f"{line}\n{head}") + mark + rest
