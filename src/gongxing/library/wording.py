"""The sentences of ``evidence.toml``: filled, without the parts that have nothing to say."""

from __future__ import annotations

import re
import string
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gongxing.indicators.amounts import amount

if TYPE_CHECKING:
    from gongxing.indicators.amounts import Language

_OPTIONAL = re.compile("〔([^〔〕]*)〕")


@cache
def templates(language: Language) -> dict[str, Any]:
    """Return the templates of one language."""
    text = files("gongxing.library").joinpath("evidence.toml").read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text)[language]
    return table


def filled(template: str, **fields: object) -> str:
    """Fill a template; a part in 〔…〕 with a field that is ``None`` or empty is left out."""

    def part(match: re.Match[str]) -> str:
        names = [name for _, name, _, _ in string.Formatter().parse(match[1]) if name]
        return match[1].format(**fields) if all(fields.get(name) not in (None, "") for name in names) else ""

    kept = _OPTIONAL.sub(lambda match: part(match).replace("{", "{{").replace("}", "}}"), template)
    return " ".join(kept.format(**fields).split())


def said_amount(value: float, unit: str | None, language: Language) -> str:
    """Write a number of a sentence to six significant digits, with its unit where it has one."""
    short = float(f"{value:.6g}")
    return f"{short:.6g}" if unit in (None, "1") else amount(short, str(unit), language)
