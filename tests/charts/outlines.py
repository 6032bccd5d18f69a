"""Outlines of a topology as coordinates."""

from __future__ import annotations

from typing import Any

import numpy as np


def features_of(topology: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the features of a topology with coordinates in degrees (TopoJSON read by its specification)."""
    (sx, sy), (x, y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        steps = np.cumsum(arc, axis=0)
        arcs.append([(x + sx * px, y + sy * py) for px, py in steps.tolist()])

    def line(numbers: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            assert not points or points[-1] == arc[0], "arcs of a line follow each other"
            points += arc[1:] if points else arc
        return points

    features = []
    for geometry in topology["objects"]["map"]["geometries"]:
        kind, numbers = geometry["type"], geometry["arcs"]
        parts = numbers if kind == "MultiPolygon" else [numbers]
        lines = [[line(one) for one in part] for part in parts]
        coordinates = lines if kind == "MultiPolygon" else lines[0]
        features.append(
            {"type": "Feature", "id": geometry["id"], "geometry": {"type": kind, "coordinates": coordinates}}
        )
    return features
