"""What a scenario leads to, as plain values: what is printed, kept in a library and read again.

The same scenario gives the same record: it holds no time and no name of a person.
"""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import TYPE_CHECKING, Any

from gongxing.scenarios.otherwise import turns
from gongxing.tables import Cell

if TYPE_CHECKING:
    from gongxing.equilibrium.certificate import Certificate
    from gongxing.equilibrium.sentences import Assumption
    from gongxing.panel import Entry
    from gongxing.scenarios.intervals import Intervals
    from gongxing.scenarios.otherwise import Otherwise
    from gongxing.scenarios.run import ScenarioOutcome

# Changes of a region, in per cent, in the order in which they are shown; ``resident_income`` and ``output`` are in the
# record too.
COLUMNS = ("real_income", "wages", "residents", "jobs", "rents", "prices")
LOW, HIGH = "5th percentile", "95th percentile"


def record_of(run: ScenarioOutcome, spans: Intervals | None = None, *, seed: int = 0) -> dict[str, Any]:
    """Return an outcome as values that JSON has.

    Returns
    -------
    dict
        ``title``, ``numeraire``, ``unit`` (``%``: of every change); ``welfare`` and ``growth`` in per cent; ``theil``
        ``before`` and ``after``; ``changes`` as stated, each with its evidence; ``regions``, each with ``name``,
        ``code`` and its changes, with ``… 5th percentile`` and ``… 95th percentile`` where there are intervals;
        ``intervals`` (draws, failed, seed, welfare); ``certificate``; ``assumptions`` in two languages; ``values``
        that the economy was made of, each with its source; ``otherwise``, for each other choice of what stands for
        jobs its ``name`` in two languages, ``growth``, ``welfare``, ``regions`` with their ``real_income``, and
        ``turned``: what has another sign then (``growth``, ``welfare``, names of regions).
    """
    before, after = run.inequality
    return {
        "title": run.scenario.title,
        "numeraire": run.outcome.numeraire,
        "unit": "%",
        "welfare": 100 * (run.outcome.welfare - 1),
        "growth": run.growth,
        "theil": {"before": before, "after": after},
        "changes": [_plain(asdict(change)) for change in run.scenario.changes],
        "regions": [
            {
                "name": name,
                "code": code,
                **{key: float(values[k]) for key, values in run.changes.items()},
                **_ends(spans, k),
            }
            for k, (name, code) in enumerate(zip(run.scenario.names, run.scenario.codes, strict=True))
        ],
        "intervals": None if spans is None else {
            "draws": spans.draws,
            "failed": spans.failed,
            "seed": seed,
            "welfare": {LOW: float(spans.welfare[0]), HIGH: float(spans.welfare[2])},
        },
        "certificate": _certificate(run.outcome.certificate),
        "assumptions": [said(note) for note in run.assumptions],
        "otherwise": [_other(run, other) for other in run.otherwise],
        "values": [_value(entry) for entry in run.scenario.entries],
    }  # fmt: skip


def said(note: Assumption) -> dict[str, str]:
    """Return an assumption by its name and in two languages."""
    return {"name": note.name, "zh": note.sentence("zh"), "en": note.sentence("en")}


def _other(run: ScenarioOutcome, other: Otherwise) -> dict[str, Any]:
    """Return what comes out with another choice."""
    names = run.scenario.names
    regions = zip(names, run.scenario.codes, other.real_income.tolist(), strict=True)
    whole = {"growth": (run.growth, other.growth), "welfare": (100 * (run.outcome.welfare - 1), other.welfare)}
    pairs = zip(run.changes["real_income"].tolist(), other.real_income.tolist(), strict=True)
    return {
        "indicator": other.indicator,
        "name": other.name,
        "growth": other.growth,
        "welfare": other.welfare,
        "regions": [{"name": name, "code": code, "real_income": value} for name, code, value in regions],
        "turned": [name for name, pair in (*whole.items(), *zip(names, pairs, strict=True)) if turns(*pair)],
    }


def _plain(words: dict[str, Any]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in words.items()}


def _ends(spans: Intervals | None, k: int) -> dict[str, float]:
    """Return the ends of the intervals of a region."""
    if spans is None:
        return {}
    return {
        f"{name} {end}": float(values[row, k])
        for name, values in spans.values.items()
        for end, row in ((LOW, 0), (HIGH, 2))
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "certified": certificate.certified,
        "error_bound": certificate.error_bound if isfinite(certificate.error_bound) else None,
        "tolerance": certificate.tolerance,
        "goods_residual": certificate.goods_residual,
        "residence_residual": certificate.residence_residual,
        "block_imbalance": certificate.block_imbalance.tolist(),
        "condition": certificate.condition,
        "iterations": certificate.iterations,
        "method": certificate.method,
        "zh": list(certificate.each_sentence("zh")),
        "en": list(certificate.each_sentence("en")),
    }


def _value(entry: Entry) -> dict[str, Any]:
    """Return a value of the economy with the cell or the words where it stands."""
    observation = entry.observation
    source = observation.source
    names = ("region", "code", "indicator", "indicator_id", "period", "value", "unit")
    where = (
        {"file": source.file, "sheet": source.sheet, "cell": source.cell}
        if isinstance(source, Cell)
        else {"file": source.file, "start": source.start, "end": source.end, "quote": source.quote}
    )
    return {**{name: getattr(observation, name) for name in names}, **where}
