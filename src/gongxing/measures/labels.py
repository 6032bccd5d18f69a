"""Labels of rows as sorted names and, for each row, the index of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of groups and, for each row, the index of its group (int64, shape n)."""

    names: tuple[str, ...]
    index: NDArray[np.int64]


def labels_of(labels: NDArray[Any]) -> Labels:
    """Return the distinct labels, sorted, and the index of each row's."""
    names, index = encode(labels)
    return Labels(tuple(str(name) for name in names), index)


def _order(label: Any) -> tuple[int, Any]:
    # Numbers before words, so that a mixed column still has an order.
    return (0, label) if isinstance(label, int | float) else (1, str(label))


def encode(labels: NDArray[Any]) -> tuple[list[Any], NDArray[np.int64]]:
    """Return the sorted distinct labels and, for each row, the index of its own."""
    names = sorted(set(labels.tolist()), key=_order)
    position = {name: k for k, name in enumerate(names)}
    return names, np.fromiter((position[label] for label in labels), dtype=np.int64, count=len(labels))


def encode_rows(keys: list[NDArray[Any]]) -> tuple[list[tuple[Any, ...]], NDArray[np.int64]]:
    """Return the sorted distinct combinations of several labels and, for each row, the index of its own."""
    rows = list(zip(*(key.tolist() for key in keys), strict=True))
    names = sorted(set(rows), key=lambda row: tuple(_order(item) for item in row))
    position = {name: k for k, name in enumerate(names)}
    return names, np.fromiter((position[row] for row in rows), dtype=np.int64, count=len(rows))
