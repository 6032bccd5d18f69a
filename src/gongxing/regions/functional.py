"""Functional regions: areas that plans name and no code has, with their members where the plan lists them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple


class FunctionalRegion(NamedTuple):
    """An area made of divisions or parts of them; ``members`` is empty where no source lists whole divisions."""

    name: str
    names: tuple[str, ...]
    members: tuple[str, ...]
    source: str | None
    year: int | None


@cache
def functional_regions() -> dict[str, FunctionalRegion]:
    """Every functional region by each of its names."""
    with Path(__file__).with_name("functional.toml").open("rb") as file:
        entries = tomllib.load(file)["region"]
    found = {}
    for entry in entries:
        region = FunctionalRegion(
            entry["name"],
            tuple(entry.get("names", ())),
            tuple(entry.get("members", ())),
            entry.get("source"),
            entry.get("year"),
        )
        for name in (region.name, *region.names):
            found[name] = region
    return found
