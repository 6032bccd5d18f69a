"""Observations made by hand, for the tests of the panel."""

from __future__ import annotations

from gongxing.indicators import find_indicator
from gongxing.regions import resolve
from gongxing.tables import Cell, Observation

COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def observed(region: str, indicator: str, value: float, period: str = "2023", **other: object) -> Observation:
    """Return an observation of a region and an indicator by their names, in a cell of a made-up table."""
    found, place = find_indicator(indicator), resolve(region)
    given = {
        "code": place.code if place else None,
        "unit": found.unit if found else "count",
        "scope": None,
        "source": Cell("table.csv", None, f"{COLUMNS[len(region) % 26]}{len(indicator)}"),
        "flags": (),
    } | other
    return Observation(
        region=region,
        indicator=found.name if found else indicator,
        indicator_id=found.id if found else None,
        value=value,
        period=period,
        **given,  # type: ignore[arg-type]
    )
