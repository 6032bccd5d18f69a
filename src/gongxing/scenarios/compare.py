"""Two scenarios beside each other: who does better under which, growth against balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxing.equilibrium.sentences import Assumption
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from gongxing.scenarios.run import ScenarioOutcome

COMPARED = ("real_income", "residents", "jobs")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences between two scenarios.

    Attributes
    ----------
    first, second
        Their titles.
    rows
        By region ``name``, ``code`` and, of each of real income, residents and jobs, the change in per cent in ``A``
        and ``B`` and ``B - A``; largest difference of real income first.
    totals
        Of each, ``welfare`` and ``growth`` (total real income) in per cent and the change of Theil's index.
    notes
        What both rest on.
    """

    first: str
    second: str
    rows: tuple[dict[str, Any], ...]
    totals: tuple[dict[str, float], dict[str, float]]
    notes: tuple[Assumption, ...]


def compare(first: ScenarioOutcome, second: ScenarioOutcome) -> Comparison:
    """Compare two outcomes over the same regions.

    Raises
    ------
    ScenarioError
        The regions or their data before the change differ, or one is not solved to its tolerance.
    """
    a, b = first.scenario, second.scenario
    if a.names != b.names:
        only = sorted(set(a.names) ^ set(b.names))
        raise ScenarioError(
            f"{a.title} and {b.title}: their regions differ ({', '.join(only[:5]) or 'another order'}); compare "
            "scenarios of one economy."
        )
    economies = first.calibration.economy, second.calibration.economy
    alike = all(
        bool((getattr(economies[0], name) == getattr(economies[1], name)).all())
        for name in ("wages", "jobs", "residents", "trade", "commuting")
    )
    if not alike or any(getattr(a, name) != getattr(b, name) for name in ("parameters", "commuting", "numeraire")):
        raise ScenarioError(
            f"{a.title} and {b.title}: their data, parameters, commuting or numeraire differ, so the difference would "
            "not be the plans'; give both the same."
        )
    rows = []
    for k, (name, code) in enumerate(zip(a.names, a.codes, strict=True)):
        row: dict[str, Any] = {"name": name, "code": code}
        for what in COMPARED:
            one, two = float(first.changes[what][k]), float(second.changes[what][k])
            row |= {f"{what} A": one, f"{what} B": two, f"{what} B - A": two - one}
        rows.append(row)
    rows.sort(key=lambda row: -abs(row["real_income B - A"]))
    return Comparison(a.title, b.title, tuple(rows), (_totals(first), _totals(second)), first.assumptions)


def _totals(run: ScenarioOutcome) -> dict[str, float]:
    if not run.outcome.certificate.certified:
        raise ScenarioError(f"{run.scenario.title}: is not solved to its tolerance; {run.outcome.certificate}")
    before, after = run.inequality
    return {"welfare": 100 * (run.outcome.welfare - 1), "growth": run.growth, "theil": after - before}
