"""Templates: Jinja with escaping always on, an error for every name that is not given, and filters of ours."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context

from gongxing.language.saying import said_of
from gongxing.workbench import numbers
from gongxing.workbench.assets import VEGA, asset_address
from gongxing.workbench.marking import marked

if TYPE_CHECKING:
    from jinja2.runtime import Context


@cache
def environment() -> Environment:
    """Return the environment of every template."""
    made = Environment(
        loader=PackageLoader("gongxing.workbench"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["asset"] = asset_address
    made.globals["vega"] = VEGA
    made.filters["amount"] = _amount
    made.filters["amount_at"] = _amount_at
    made.filters["number"] = numbers.number
    made.filters["share"] = numbers.share
    made.filters["size"] = numbers.size
    made.filters["region"] = _region
    made.filters["indicator"] = _indicator
    made.filters["rule"] = _rule
    made.filters["day"] = day
    made.filters["month"] = month
    made.filters["said"] = _said
    made.filters["heading"] = _heading
    made.filters["cell"] = _cell
    made.filters["tongue"] = tongue
    return made


@pass_context
def _amount(context: Context, value: float | None, unit: str | None = None, digits: int | None = None) -> str:
    return numbers.amount(value, unit, context["view"].language, digits)


@pass_context
def _amount_at(context: Context, value: float | None, unit: str | None, column: list[float | None]) -> str:
    """Write a value in the one step that suits a whole column."""
    language = context["view"].language
    return numbers.amount_at(value, unit, language, numbers.scale(column, language))


@pass_context
def _region(context: Context, code: str | None, name: str | None = None) -> str:
    """Return what a region is called: its short name, in English where it has one."""
    from gongxing.charts.frames import label_of

    return label_of(code, name, context["view"].language)


@pass_context
def _indicator(context: Context, name: str | None) -> str:
    """Return what an indicator is called: in English where the catalogue knows it, else as it is written."""
    from gongxing.indicators import find_indicator

    known = find_indicator(name) if name and context["view"].language == "en" else None
    return known.english if known else name or ""


@pass_context
def _rule(context: Context, name: str, kind: str) -> str | None:
    """Return what the rule that found a fact is called, ``None`` where its own name is the words."""
    from gongxing.workbench.rules import rule_words

    return rule_words(kind, name) if context["view"].language == "zh" else None


@pass_context
def _heading(context: Context, column: str) -> str:
    """Return the heading of a column of a figure's table."""
    from gongxing.charts.words import heading

    return heading(column, context["view"].language)


@pass_context
def _cell(context: Context, text: str, column: str) -> str:
    """Return the text of a cell of a figure's table."""
    from gongxing.charts.words import cell

    return cell(column, text, context["view"].language)


@pass_context
def _said(context: Context, reason: Exception | str | None) -> str:
    """Say why something failed, which was kept as it was raised, in the visitor's language."""
    return said_of(reason or "", context["view"].language)


def day(value: object) -> str:
    """Write the day of a date with a time; unknown is a dash."""
    return str(value)[:10] if value else numbers.MISSING


def tongue(text: str) -> str:
    """Return the language that a text is in, as ``lang`` has it."""
    return "zh-CN" if re.search(r"[\u3400-\u9fff]", text) else "en"


def render(template: str, **context: Any) -> str:
    """Return a template filled in; an English page marks what is Chinese in it."""
    html = environment().get_template(template).render(**context)
    return marked(html) if context["view"].language == "en" else html


def month(value: object) -> str:
    """Write the year and month of a date; unknown is a dash."""
    return str(value)[:7] if value else numbers.MISSING
