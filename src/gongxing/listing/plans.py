"""Plans under a budget: the frontier between growth and balance, and the best."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.listing.words import Language, words

if TYPE_CHECKING:
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
    alone = [] if any(plan.projects == choice.best.projects for plan in choice.frontier) else [choice.best]
    for plan in [*choice.frontier, *alone]:
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
            "assumptions": [str(note) for note in found.notes],
        },
        ensure_ascii=False,
    )


def _plain(plan: Plan) -> dict[str, object]:
    gains = {f"{name} %": 100 * getattr(plan, name) for name in ("welfare", "output", "smallest_gain")}
    bound = plan.outcome.certificate.error_bound
    return {"projects": plan.projects, "cost": plan.cost, **gains, "balance": plan.balance, "error_bound": bound}
