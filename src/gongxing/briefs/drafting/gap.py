"""Whether the gap closes: differences of income over the years, and who has caught up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.briefs.drafting.blocks import figure_block
from gongxing.briefs.drafting.material import Part
from gongxing.library import LibraryError

if TYPE_CHECKING:
    from gongxing.briefs.drafting.material import Material

LEVEL, SIZE = "gdp_per_head", "gdp"
# A change of the coefficient of variation below this is called none.
_STILL = 0.01


def gap(material: Material) -> Part:
    """Return the section on convergence."""
    writer = material.writer
    heading = writer.say("gap.heading")
    years = _comparable(material, LEVEL)
    if len(years) < 2:
        return Part(heading, [writer.say("gap.nothing", region=material.region)])
    spread, finding = _spread(material, years)
    said = [
        spread,
        writer.joined(_ends(material, years[0], years[-1]), _leader_share(material)),
        _speed(material, years),
        writer.say("gap.caveat"),
    ]
    drawn = [figure_block(material, "time_series", LEVEL, years=[int(year) for year in years])]
    return Part(heading, [text for text in said if text] + drawn, finding)


def _comparable(material: Material, indicator: str) -> list[str]:
    """Return the years with values of the same units, or of nearly all."""
    return material.coverage.years(indicator)


def _spread(material: Material, years: list[str]) -> tuple[str | None, str | None]:
    """Say how the coefficient of variation moved between the first and the last year, and between the last two."""
    writer, within = material.writer, material.subject.within
    arguments = {"indicator": LEVEL, "within": within, "by": "year"}
    try:
        values = {year: writer.value_of("variation", **arguments, year=year) for year in years}
    except LibraryError as error:
        writer.lost.append(str(error))
        return None, None
    first, last = years[0], years[-1]

    def number(year: str) -> str:
        return writer.measured("variation", 3, **arguments, year=year)

    def course(before: str, after: str) -> str:
        change = values[after] - values[before]
        return writer.say(f"gap.{'still' if abs(change) < _STILL else 'wider' if change > 0 else 'narrower'}")

    words = {"indicator": writer.indicator(LEVEL), "first": first, "last": last, "course": course(first, last)}
    finding = writer.attempt("gap.spread", **words, before=lambda: number(first), after=lambda: number(last))
    said = finding
    if len(years) > 2:
        recent = writer.attempt(
            "gap.recent", first=years[-2], last=last, before=lambda: number(years[-2]), after=lambda: number(last),
            course=course(years[-2], last),
        )  # fmt: skip
        said = writer.joined(finding, recent)
    return said, finding


def _ends(material: Material, first: str, last: str) -> str | None:
    """Say how many times the lowest the highest has, then and now."""
    writer = material.writer

    def ratio(year: str) -> str:
        ranks = material.ranks(LEVEL, year)
        return writer.measured(
            "ratio", indicator=LEVEL, region=material.asked(ranks[0].place.key),
            to=material.asked(ranks[-1].place.key), year=year,
        )  # fmt: skip

    def end(year: str, place: int) -> str:
        return material.name(material.ranks(LEVEL, year)[place].place.key)

    return writer.attempt(
        "gap.ends", first=first, last=last, now=lambda: ratio(last), then=lambda: ratio(first),
        top=end(last, 0), bottom=end(last, -1), top_then=end(first, 0), bottom_then=end(first, -1),
    )  # fmt: skip


def _leader_share(material: Material) -> str | None:
    """Say how the share of the largest economy moved."""
    writer, within = material.writer, material.subject.within
    years = [year for year in material.coverage.years(SIZE) if _has_whole(material, year)]
    if len(years) < 2 or not material.leaders:
        return None
    leader = material.leaders[0]

    def share(year: str) -> str:
        return writer.measured("share", indicator=SIZE, region=material.asked(leader), of=within, year=year)

    return writer.attempt(
        "gap.leader", name=material.name(leader), whole=material.whole, indicator=writer.indicator(SIZE),
        first=years[0], last=years[-1], before=lambda: share(years[0]), after=lambda: share(years[-1]),
    )  # fmt: skip


def _has_whole(material: Material, year: str) -> bool:
    try:
        material.writer.value_of("value", indicator=SIZE, region=material.subject.within, year=year)
    except LibraryError:
        return False
    return True


def _speed(material: Material, years: list[str]) -> str | None:
    """Say whether those that began lower grew faster."""
    writer = material.writer
    both = material.coverage.codes(LEVEL, years[0]) == material.coverage.codes(LEVEL, years[-1])
    if not both or len(material.coverage.codes(LEVEL, years[0])) < 5:
        return None
    arguments = {"indicator": LEVEL, "within": material.subject.within, "years": f"{years[0]},{years[-1]}"}
    try:
        beta = writer.value_of("beta_convergence", **arguments)
        p = writer.value_of("beta_convergence", **arguments, term="beta p")
    except LibraryError as error:
        writer.lost.append(str(error))
        return None
    key = "gap.speed_none" if p > 0.1 else "gap.speed_closing" if beta < 0 else "gap.speed_opening"
    return writer.attempt(
        key, first=years[0], last=years[-1],
        beta=lambda: writer.measured("beta_convergence", 3, **arguments),
        p=lambda: writer.measured("beta_convergence", 2, **arguments, term="beta p"),
    )  # fmt: skip
