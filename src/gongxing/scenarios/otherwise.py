"""What a scenario does where something else stands for jobs: a choice that can turn the sign of what it finds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gongxing.charts.frames import label_of
from gongxing.equilibrium.sentences import Assumption
from gongxing.indicators import catalogue
from gongxing.scenarios.run import run_scenario
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gongxing.scenarios.run import ScenarioOutcome

# Changes below it, in per cent, are written as none, and have no sign to turn.
LEAST = 0.005


@dataclass(frozen=True, eq=False)
class Otherwise:
    """What comes out where ``indicator`` stands for jobs.

    Attributes
    ----------
    indicator, name
        Its id, and its name in two languages.
    growth, welfare
        In per cent.
    real_income
        (N,), in per cent.
    """

    indicator: str
    name: dict[str, str]
    growth: float
    welfare: float
    real_income: NDArray[Any]


def turns(change: float, other: float) -> bool:
    """Tell whether two changes in per cent have opposite signs, as they are written.

    >>> turns(5.62, -18.66), turns(5.62, -0.004)
    (True, False)
    """
    return change * other < 0 and min(abs(change), abs(other)) >= LEAST


def with_other_choices(run: ScenarioOutcome) -> ScenarioOutcome:
    """Solve a scenario once more for each other indicator that could stand for jobs; say whose sign turns.

    What cannot be solved so (jobs that nobody could reach) is left out.
    """
    found = [other for key in run.scenario.other_jobs if (other := _with_jobs(run, key)) is not None]
    notes = [note for other in found if (note := _said(run, other)) is not None]
    return replace(run, otherwise=tuple(found), assumptions=(*run.assumptions, *notes))


def _with_jobs(run: ScenarioOutcome, key: str) -> Otherwise | None:
    scenario = replace(run.scenario, jobs=run.scenario.other_jobs[key], notes=())
    try:
        other = run_scenario(scenario)
    except ScenarioError:
        return None
    if not other.outcome.certificate.certified:
        return None
    welfare = 100 * (other.outcome.welfare - 1)
    return Otherwise(key, _named(key), other.growth, welfare, other.changes["real_income"])


def _named(key: str) -> dict[str, str]:
    known = catalogue().get(key)
    return {"zh": known.name, "en": known.english.lower()} if known else {"zh": key, "en": key}


def _said(run: ScenarioOutcome, other: Otherwise) -> Assumption | None:
    """Return the sentence that names the regions whose real income turns, the largest turn first."""
    pairs = zip(run.scenario.names, run.changes["real_income"].tolist(), other.real_income.tolist(), strict=True)
    turned = sorted((pair for pair in pairs if turns(*pair[1:])), key=lambda pair: -abs(pair[1] - pair[2]))
    if not turned:
        return None
    listed = {
        "zh": "、".join(f"{name}的实际收入由 {one:+.2f}% 变为 {two:+.2f}%" for name, one, two in turned),
        "en": ", ".join(
            f"real income of {label_of(None, name, 'en')} goes from {one:+.2f} % to {two:+.2f} %"
            for name, one, two in turned
        ),
    }
    return Assumption("sign_otherwise", {"indicator": other.name, "listed": listed})
