"""The board of promises: who promised what, by when, and what became of it, with the answers to a decision."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from gongxing.library.promising import COLUMNS, promise_row
from gongxing.listing.sheets import csv_text, write_xlsx
from gongxing.promises import KINDS, STATES, kinds, stages, themes
from gongxing.workbench.figures import BYTE_ORDER_MARK, FORMS
from gongxing.workbench.followed import NEWEST, everything_of, is_large, promises_of, regions_of
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import NotHereError, ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongxing.promises import Promise
    from gongxing.workbench.page import PageRequest
    from gongxing.workbench.view import View

router = page_router("reader")
ROWS = 40
GROUPS = ("region", "theme", "state", "kind")
ASKED = ("region", "topic", "state", "kind", "since")  # a page's theme is its colours, so that themes are topics here


@router.get("/board")
def board(page: Page) -> Response:
    """Show the promises that the filters leave, grouped, and how many are met or missed."""
    view = page.view
    asked = {name: view.text(name) for name in ASKED}
    large = is_large(page.workbench.shelf)
    if large and not asked["region"]:
        return page.render("board/regions.html", rows=regions_of(page), newest=NEWEST, python=python_of(view))
    everything = asked_for(page)
    found = narrowed(everything, view)
    by = view.choice("by", GROUPS)
    now = view.number("page", 1, low=1, high=100_000) or 1
    shown = found[(now - 1) * ROWS : now * ROWS]
    return page.render(
        "board/page.html", asked=asked, by=by, groups=GROUPS, total=len(everything), found=found,
        parted=grouped(shown, by), sizes=Counter(getattr(one, by) for one in found),
        states={state: sum(one.state == state for one in narrowed(everything, view, but="state")) for state in STATES},
        facets={
            "region": [(one.region, one.commitments) for one in regions_of(page)] if large
            else counted(narrowed(everything, view, but="region"), "region"),
            "topic": counted(narrowed(everything, view, but="topic"), "theme"),
            "kind": counted(narrowed(everything, view, but="kind"), "kind"),
        },
        matrix=matrix(found), by_id={one.id: one for one in everything}, themes=themes(), kinds=kinds(),
        stages=stages(), now=now, count=-(-len(found) // ROWS), newest=NEWEST if large else None,
        python=python_of(view), api=page.api("/promises", **asked, limit=1000), narrowed=any(asked.values()),
    )  # fmt: skip


@router.get("/board/promises.{form}")
def promises_file(page: Page, form: str) -> Response:
    """Send the promises that the filters leave as a file, a row each with both quotes."""
    if form not in ("csv", "xlsx"):
        raise NotHereError("file", f"promises.{form}")
    rows = [promise_row(one) for one in narrowed(asked_for(page), page.view)]
    headers = {"Content-Disposition": f'attachment; filename="promises.{form}"'}
    if form == "csv":
        return Response(BYTE_ORDER_MARK + csv_text(COLUMNS, rows).encode(), media_type=FORMS["csv"], headers=headers)
    with tempfile.TemporaryDirectory(prefix="gongxing-") as folder:
        path = Path(folder, "promises.xlsx")
        write_xlsx({"promises": (COLUMNS, rows)}, path)
        return Response(path.read_bytes(), media_type=FORMS["xlsx"], headers=headers)


def asked_for(page: PageRequest) -> Sequence[Promise]:
    """Return all promises, or of a large library those of the region that is asked for."""
    if not is_large(page.workbench.shelf):
        return everything_of(page)
    region = page.view.text("region")
    if region is None:
        raise ProblemError("region_first", 422)
    return promises_of(page, region)


def narrowed(promises: Sequence[Promise], view: View, but: str | None = None) -> list[Promise]:
    """Return the promises that the address leaves; ``but`` names a filter that is not heeded."""
    tests: dict[str, Callable[[Promise, str], bool]] = {
        "region": lambda one, asked: asked.removesuffix("市") in (one.region, one.region_code) or asked == one.region,
        "topic": lambda one, asked: one.theme == asked,
        "state": lambda one, asked: one.state == asked,
        "kind": lambda one, asked: one.kind == asked,
        "since": lambda one, asked: (one.promised.date or "") >= asked,
    }
    allowed = {"topic": tuple(themes()), "state": STATES, "kind": KINDS}
    asked = {name: view.text(name) for name in tests if name != but}
    for name, words in allowed.items():
        if asked.get(name):
            view.choice(name, words)
    return [one for one in promises if all(tests[name](one, value) for name, value in asked.items() if value)]


def counted(promises: Sequence[Promise], name: str) -> list[tuple[str, int]]:
    """Return the values of a facet with their counts, the most first."""
    return Counter(str(getattr(one, name)) for one in promises).most_common(16)


def grouped(promises: Sequence[Promise], by: str) -> list[tuple[str, list[Promise]]]:
    """Return promises in groups: regions and themes in the order of the list, states and kinds in their own."""
    groups: dict[str, list[Promise]] = {}
    for one in promises:
        groups.setdefault(getattr(one, by), []).append(one)
    order = STATES if by == "state" else KINDS if by == "kind" else tuple(groups)
    return [(name, groups[name]) for name in order if name in groups]


def matrix(promises: Sequence[Promise]) -> list[dict[str, Any]]:
    """Return a row for each region: how many promises of each state, the most promises first."""
    rows: dict[str, dict[str, Any]] = {}
    for one in promises:
        new: dict[str, Any] = {"region": one.region, "code": one.region_code, "all": 0}
        new |= dict.fromkeys(STATES, 0)
        row = rows.setdefault(one.region, new)
        row[one.state] += 1
        row["all"] += 1
    return sorted(rows.values(), key=lambda row: -row["all"])


def python_of(view: View) -> str:
    """Return the line of Python that gives the same promises."""
    asked = {name.replace("topic", "theme"): view.text(name) for name in ASKED if view.text(name)}
    return f"library.promises({', '.join(f'{name}={value!r}' for name, value in asked.items())}).frame()"
