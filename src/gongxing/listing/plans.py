"""Plans under a budget: the frontier between growth and balance, and the best."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.listing import sheets
from gongxing.listing.words import Language, words
from gongxing.scenarios.record import said

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import RenderableType

    from gongxing.equilibrium.planning import Plan
    from gongxing.scenarios import Found


def plans_table(found: Found, language: Language) -> RenderableType:
    """Return the frontier by falling output with the best plan marked, or the best beside it, and what it rests on."""
    word = words(language)["plans"]
    table = Table(title=f"[bold]{word['title'].format(budget=found.budget)}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("")
    table.add_column(word["projects"], overflow="fold")
    for name in ("cost", "welfare", "output", "smallest_gain", "balance"):
        table.add_column(word[name], justify="right")
    choice = found.choice
    for plan in _shown(found):
        mark = "★" if plan.projects == choice.best.projects else ""
        cells = (f"{100 * value:+.3f}%" for value in (plan.welfare, plan.output, plan.smallest_gain))
        projects = escape(", ".join(plan.projects)) or word["nothing"]
        table.add_row(mark, projects, f"{plan.cost:g}", *cells, f"{plan.balance:+.6f}")
    said = [
        word["best"].format(objective=word[found.objective]),
        word["exact" if choice.exact else "searched"].format(count=len(choice.plans)),
        *(f"· {note.sentence(language)}" for note in found.notes),
    ]
    return Group(table, Text("\n".join(said)))


def plans_json(found: Found) -> str:
    """Return the best plan and the frontier as JSON; gains in per cent, balance as the fall of Theil's index."""
    choice = found.choice
    return json.dumps(
        {
            "budget": found.budget,
            "objective": found.objective,
            "exact": choice.exact,
            "solved": len(choice.plans),
            "best": _plain(choice.best),
            "frontier": [_plain(plan) for plan in choice.frontier],
            "assumptions": list(map(said, found.notes)),
        },
        ensure_ascii=False,
    )


def plans_csv(found: Found) -> str:
    """Write the frontier and the best plan, one a row; ``best`` marks it."""
    return sheets.csv_text(*_rows(found))


def write_plans(found: Found, path: Path) -> None:
    """Write a sheet of plans and one of what they rest on.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    rests = [[note.sentence("zh"), note.sentence("en")] for note in found.notes]
    sheets.write_xlsx({"plans": _rows(found), "assumptions": (["zh", "en"], rests)}, path)


def _rows(found: Found) -> tuple[list[str], list[list[object]]]:
    plans = [_plain(plan) for plan in _shown(found)]
    best = list(found.choice.best.projects)
    rows = [[plan["projects"] == best, "; ".join(plan["projects"]), *list(plan.values())[1:]] for plan in plans]
    return ["best", *plans[0]], rows


def _shown(found: Found) -> list[Plan]:
    """Return the frontier, and the best plan where it is not on it."""
    choice = found.choice
    on_it = any(plan.projects == choice.best.projects for plan in choice.frontier)
    return [*choice.frontier, *([] if on_it else [choice.best])]


def _plain(plan: Plan) -> dict[str, Any]:
    gains = {f"{name} %": 100 * getattr(plan, name) for name in ("welfare", "output", "smallest_gain")}
    bound = plan.outcome.certificate.error_bound
    return {"projects": list(plan.projects), "cost": plan.cost, **gains, "balance": plan.balance, "error_bound": bound}
