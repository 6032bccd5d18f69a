"""Blocks of an outline: a figure, a claim with its check, a commitment with its state, a scenario."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.briefs.drafting.material import Material


def block(word: str, /, **keys: object) -> str:
    """Return a fenced block with a TOML body; keys without a value are left out."""
    lines = [f"{name} = {_toml(value)}" for name, value in keys.items() if value not in (None, "", [], ())]
    return "\n".join((f"```{word}", *lines, "```"))


def _toml(value: object) -> str:
    """Write a text, number, truth or list of texts as TOML; a JSON string is a TOML string."""
    return json.dumps(value, ensure_ascii=False)


def figure_block(material: Material, kind: str, indicator: str, **keys: object) -> str:
    """Return the block of a figure over the subject's units."""
    word = "map" if kind == "region_map" else "chart"
    return block(word, kind=kind, indicator=indicator, within=material.subject.within, **keys)


def table(rows: list[list[str]], left: int = 1) -> str:
    """Return a Markdown table, the headings first; ``left`` columns are set to the left, the others are numbers."""
    rule = ["---"] * left + ["---:"] * (len(rows[0]) - left)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (rows[0], rule, *rows[1:]))
