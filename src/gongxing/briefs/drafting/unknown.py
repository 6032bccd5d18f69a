"""What is not known, and what to read in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.briefs.drafting.leading import SCALES
from gongxing.briefs.drafting.material import Part
from gongxing.briefs.drafting.plans import plans_of
from gongxing.briefs.drafting.promised import spread
from gongxing.briefs.drafting.writing import linked

if TYPE_CHECKING:
    from gongxing.briefs.drafting.material import Material

_NAMED, _CANNOT, _QUOTED = 8, 4, 40


def unknown(material: Material) -> Part:
    """Return the last section: units without values, years without tables, promises and claims that nothing settles."""
    writer = material.writer
    said = [_units(material), _years(material), *dict.fromkeys(material.missing), _cannot(material)]
    lacking = sum(one.check.verdict == "unchecked" for one in material.checks)
    if lacking:
        said.append(writer.say("unknown.unchecked_most" if 2 * lacking > len(material.checks) else "unknown.unchecked"))
    if plans_of(material):
        said.append(writer.say("unknown.model"))
    kept = [text for text in said if text]
    paragraph = "\n".join(f"- {text}" for text in kept) if kept else writer.say("unknown.nothing")
    return Part(writer.say("unknown.heading"), [paragraph])


def _units(material: Material) -> str | None:
    """Name the units without a value in the newest year."""
    writer, coverage = material.writer, material.coverage
    indicator = coverage.first_of(("gdp", "gdp_per_head", "budget_revenue"))
    year = coverage.latest(indicator) if indicator else None
    if indicator is None or year is None:
        return None
    lacking = [code for code in sorted(material.subject.codes) if code not in coverage.codes(indicator, year)]
    if not lacking:
        return None
    names = writer.listed(material.name(code) for code in lacking[:_NAMED])
    return writer.say("unknown.units", year=year, indicator=writer.indicator(indicator), names=names,
                      more="" if len(lacking) <= _NAMED else writer.say("unknown.more"))  # fmt: skip


def _years(material: Material) -> str | None:
    """Say for which years the indicators that lead are known."""
    writer = material.writer
    said = []
    for _, indicators in SCALES:
        indicator = material.coverage.first_of(indicators)
        years = material.coverage.years(indicator) if indicator else []
        if indicator and years and int(years[-1]) - int(years[0]) >= len(years):
            said.append((writer.indicator(indicator), tuple(years)))
    if not said:
        return None
    by_years: dict[tuple[str, ...], list[str]] = {}
    for name, years_ in said:
        by_years.setdefault(years_, []).append(name)
    return writer.joined(
        *(
            writer.say(
                "unknown.years",
                indicator=writer.listed(names),
                years=writer.listed(writer.say("unknown.year", year=year) for year in years),
            )
            for years, names in by_years.items()
        )
    )


def _cannot(material: Material) -> str | None:
    """Name promises whose outcome nothing tells."""
    writer = material.writer
    found = [
        promise for promise in material.promises
        if promise.state == "cannot_say" and len(promise.quote) <= _QUOTED
        and not any(character.isdigit() for character in promise.quote)
    ]  # fmt: skip
    found = spread([promise for promise in found if promise.target is None])
    names = [f"{promise.region}“{linked(promise.quote, promise.reference)}”" for promise in found[:_CANNOT]]
    return writer.say("unknown.cannot", parts=writer.listed(names)) if names else None
