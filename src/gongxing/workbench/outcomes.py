"""Figures of a scenario's outcome: who gains and who is drained, growth against balance, one run less another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gongxing.charts.frontiers import frontier
from gongxing.charts.gains import gains_and_losses
from gongxing.charts.maps import region_map
from gongxing.library import LibraryError
from gongxing.workbench.figures import figure
from gongxing.workbench.problems import NothingToShowError
from gongxing.workbench.words import Words

if TYPE_CHECKING:
    from gongxing.charts import Figure
    from gongxing.library import StoredOutcome
    from gongxing.workbench.figures import Asked

SHOWN = ("real_income", "output", "residents", "jobs", "wages", "rents", "prices")
LOW, HIGH = "5th percentile", "95th percentile"


@figure("scenario_map")
def scenario_map(asked: Asked) -> Figure:
    """Draw who gains and who is drained on the map."""
    frame, title, source = _changes(asked)
    return _mapped(asked, frame, title, source)


@figure("scenario_difference")
def scenario_difference(asked: Asked) -> Figure:
    """Draw on the map how much better or worse each region does in one run than in another, in percentage points."""
    frame, _, source = _changes(asked)
    other, _, _ = _changes(asked, "other")
    both = frame.join(other.select("region", past="value"), on="region").with_columns(pl.col("value") - pl.col("past"))
    words = Words("scenarios", asked.language)
    titles = [_outcome(asked, name).content["title"] for name in ("slug", "other")]
    what = words("what_" + asked.view.choice("what", SHOWN))
    title = words("difference_of", what=what, one=titles[0], two=titles[1])
    return _mapped(asked, both.select("region", "region_code", "value"), title, source, words("points"))


def _mapped(asked: Asked, frame: pl.DataFrame, title: str, source: str, unit: str = "%") -> Figure:
    return region_map(
        frame.filter(pl.col("region_code").is_not_null()), indicator=title, unit=unit, diverging=True, title=title,
        source=source, language=asked.language, theme=asked.theme,
    )  # fmt: skip


@figure("scenario_gains")
def scenario_gains(asked: Asked) -> Figure:
    """Draw the change of each region with its interval."""
    frame, title, source = _changes(asked)
    interval = "5%—95%" if "low" in frame.columns else ""
    return gains_and_losses(
        frame, indicator=title, title=title, interval=interval, source=source, language=asked.language,
        theme=asked.theme,
    )  # fmt: skip


@figure("scenario_balance")
def scenario_balance(asked: Asked) -> Figure:
    """Draw growth against balance: this run, doing nothing, and the kept runs of other scenarios on the same data."""
    here, words = _outcome(asked, "slug"), Words("scenarios", asked.language)
    runs = [here.content]
    for one in asked.library.scenarios():
        outcome = asked.shelf.outcome(one.slug) if one.slug != here.slug else None
        if outcome is not None and outcome.content["made_by"]["data"] == here.content["made_by"]["data"]:
            runs.append(outcome.content)
    rows = [{"plan": words("nothing"), "growth": 0.0, "balance": 0.0}]
    rows += [
        {"plan": run["title"], "growth": run["growth"], "balance": run["theil"]["before"] - run["theil"]["after"]}
        for run in runs
    ]
    return frontier(
        pl.DataFrame(rows), title=words("balance_title", title=here.content["title"]),
        source=words("source", title=here.content["title"]), language=asked.language, theme=asked.theme,
    )  # fmt: skip


def _outcome(asked: Asked, name: str) -> StoredOutcome:
    """Return the last outcome of the scenario that a parameter names."""
    try:
        outcome = asked.shelf.outcome(asked.view.text(name) or "")
    except LibraryError:
        outcome = None
    if outcome is None:
        raise NothingToShowError(Words("scenarios", asked.language)("not_run"))
    return outcome


def _changes(asked: Asked, name: str = "slug") -> tuple[pl.DataFrame, str, str]:
    outcome, words = _outcome(asked, name), Words("scenarios", asked.language)
    what = asked.view.choice("what", SHOWN)
    rows = [
        {"region": row["name"], "region_code": row["code"], "value": row[what],
         **({"low": row[f"{what} {LOW}"], "high": row[f"{what} {HIGH}"]} if f"{what} {LOW}" in row else {})}
        for row in outcome.content["regions"] if what in row
    ]  # fmt: skip
    if not rows:
        raise NothingToShowError(words("older_run"))
    source = words("source", title=outcome.content["title"])
    return pl.DataFrame(rows), f"{outcome.content['title']}: {words('what_' + what)}", source


@figure("scenario_beside")
def scenario_beside(asked: Asked) -> Figure:
    """Draw the map of a second run that stands beside the first."""
    return scenario_map(asked)
