"""A worked example of a measure: small data, the numbers that come out, and where those numbers are from.

Each family has a module ``golden/<family>.py`` with ``EXAMPLES``: a dictionary from the measure's id to its examples
(the first one is also what the properties of ``test_registry.py`` are tried on).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Example:
    """One worked example.

    ``columns`` is the frame; ``arguments`` and ``options`` are handed to the measure (an option may be a function
    that makes it: spatial weights). ``expected`` pairs what picks one row of the table (``{"term": "total"}``; a row
    about all where no ``group`` is named) with its number. ``source`` says where the numbers come from: a publication,
    or the arithmetic itself. ``oracle`` computes the same rows with another library.

    ``scaled`` names the columns whose unit is changed for the property of scale (default: the first number named in
    ``arguments``); ``scale_terms`` the terms it is tried on (default: all without the unit of the values).
    ``few`` are the counts of regions for which a result or a clear error must come; ``tries_missing`` is the column in
    which a value is taken away (default: the same as ``scaled``; ``None``: the measure takes gaps as they are).
    """

    columns: Mapping[str, Sequence[Any]]
    arguments: tuple[Any, ...]
    expected: Sequence[tuple[Mapping[str, Any], float]]
    source: str
    options: Mapping[str, Any] = field(default_factory=dict)
    tolerance: float = 1e-12
    oracle: Callable[[], Sequence[tuple[Mapping[str, Any], float]]] | None = None
    scaled: tuple[str, ...] | None = None
    scale_terms: tuple[str, ...] | None = None
    tries_missing: str | None = ""

    @property
    def values(self) -> tuple[str, ...]:
        """The columns whose unit is changed."""
        if self.scaled is not None:
            return self.scaled
        first = self.arguments[0]
        return (first,) if isinstance(first, str) else tuple(first)
