"""Measures of regional development: weighted, aligned by region code, explained in Chinese and English.

>>> import gongxing.measures as measures
>>> result = measures.theil(frame, "gdp_per_head", weight="residents", by="year", group="province")  # doctest: +SKIP
>>> result.table, result.explain("en"), result.cite()  # doctest: +SKIP

Each measure is a function of this module (``measures.theil``); ``measures.measures()`` lists them, and
``measures.find("差距")`` finds them. Kernels that take arrays are in ``gongxing.measures.kernels``.
"""

from __future__ import annotations

from typing import Any

from gongxing.measures.errors import DataError, DataWarning
from gongxing.measures.registry import Give, Measure, Need, declare, find, find_measure, measure, measures
from gongxing.measures.result import Outcome, Result

__all__ = [
    "DataError",
    "DataWarning",
    "Give",
    "Measure",
    "Need",
    "Outcome",
    "Result",
    "declare",
    "find",
    "find_measure",
    "measure",
    "measures",
]


def __getattr__(name: str) -> Any:
    # Measures load when one is first asked for.
    if not name.startswith("_"):
        found = measures().get(name)
        if found is not None:
            return found.function
    raise AttributeError(f"module 'gongxing.measures' has no attribute {name!r}; measures() lists the measures")


def __dir__() -> list[str]:
    return [*__all__, *measures()]
