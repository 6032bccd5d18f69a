"""Where the labour divides: who lives by which sector, who is specialised in which branch, whose work is alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.briefs.drafting.material import Part
from gongxing.indicators import catalogue
from gongxing.library import LibraryError

if TYPE_CHECKING:
    from gongxing.briefs.drafting.material import Material
    from gongxing.measures.result import Row

SECTORS = ("gdp_primary_share", "gdp_secondary_share", "gdp_tertiary_share")
_BRANCH, _SECTORS_TOO = "employment_", ("_share", "_primary", "_secondary", "_tertiary")
_FEWEST_BRANCHES = 6
# Branches that follow where people live: a high quotient of these tells of few other jobs, not of a speciality.
_LOCAL = frozenset(_BRANCH + name for name in ("public", "education", "health", "environment", "households"))
_SHOWN = 5
_BRANCHES_EACH, _IN_ANSWER = 2, 3
# A branch counts as a region's speciality where at least this share of its employment is in it.
_WEIGHTY = 0.02


def labour(material: Material) -> Part:
    """Return the section on the division of labour."""
    writer = material.writer
    sectors = [said for sector in SECTORS if (said := _sector(material, sector))]
    branches, finding = _branches(material)
    paragraphs = [*([writer.joined(*sectors)] if sectors else []), *branches]
    if not paragraphs:
        return Part(writer.say("labour.heading"), [writer.say("labour.nothing", region=material.region)])
    return Part(writer.say("labour.heading"), paragraphs, finding)


def _sector(material: Material, indicator: str) -> str | None:
    """Say where a sector weighs most and least."""
    writer, year = material.writer, material.coverage.latest(indicator)
    if year is None:
        material.missing.append(writer.say("labour.no_sector", indicator=writer.indicator(indicator)))
        return None
    ranks = material.ranks(indicator, year)

    def named(place: int) -> str:
        code = ranks[place].place.key
        number = writer.measured("value", indicator=indicator, region=material.asked(code), year=year)
        return writer.say("leading.one", name=material.name(code), number=number)

    return writer.attempt(
        "labour.sector", year=year, indicator=writer.indicator(indicator), first=lambda: named(0),
        second=lambda: named(1), last=lambda: named(len(ranks) - 1),
    )  # fmt: skip


def _branches(material: Material) -> tuple[list[str], str | None]:
    """Say in which branch each of the largest economies is specialised, and whose employment is alike."""
    writer = material.writer
    table = {
        indicator: material.coverage.latest(indicator)
        for indicator in material.coverage.table
        if indicator.startswith(_BRANCH) and not indicator.endswith(_SECTORS_TOO)
    }
    year = max(filter(None, table.values()), default=None)
    names = sorted(name for name, latest in table.items() if latest == year)
    if year is None or len(names) < _FEWEST_BRANCHES:
        material.missing.append(writer.say("labour.no_branches"))
        return [], None
    measured, pattern = writer.resolver.measured, f"{_BRANCH}*"
    short = set(measured.columns(pattern, year)) == set(names)
    arguments = {
        "indicator": pattern if short else ",".join(names),
        "within": material.subject.within,
        "absent": "zero",
    }
    try:
        quotients = measured.result("location_quotient", arguments | {"years": year}).rows
        alike = measured.result("structural_similarity", arguments | {"years": year}).rows
    except LibraryError as error:
        writer.lost.append(str(error))
        return [], None
    special = _specialities(material, quotients, arguments, year, names)
    said = [writer.say("labour.special", year=year, parts=writer.parted(special))] if special else []
    brief = _specialities(material, quotients, arguments, year, names, _IN_ANSWER, 1)
    finding = writer.say("labour.finding", year=year, parts=writer.parted(brief)) if brief else None
    pair = _alike(material, alike, arguments, year)
    return said + ([pair] if pair else []), finding


def _specialities(
    material: Material, rows: tuple[Row, ...], arguments: dict[str, str], year: str, names: list[str],
    cities: int = _SHOWN, each: int = _BRANCHES_EACH,
) -> list[str]:  # fmt: skip
    """Return for each of the largest economies the branches in which it is most specialised."""
    writer = material.writer
    weighty = _weighty(material, year, names)
    found = []
    for code in material.first_of_all(cities):
        mine = [
            row
            for row in rows
            if code in row.key and row.value is not None and (code, row.group) in weighty and row.group not in _LOCAL
        ]
        top = sorted((row for row in mine if (row.value or 0) > 1), key=lambda row: -(row.value or 0))[:each]

        def branch(row: Row, code: str = code) -> str:
            number = writer.measured(
                "location_quotient", 3, **arguments, year=year, region=material.asked(code), of=str(row.group)
            )
            return writer.say("leading.one", name=branch_name(str(row.group), writer.language), number=number)

        said = writer.attempt(
            "labour.speciality", name=material.name(code),
            branches=lambda top=top, branch=branch: writer.listed(branch(row) for row in top),
        )  # fmt: skip
        found += [said] if said and top else []
    return found


def _weighty(material: Material, year: str, names: list[str]) -> set[tuple[str, str]]:
    """Return the pairs of region and branch that have at least a share of the region's employment."""
    values: dict[str, dict[str, float]] = {}
    for name in names:
        for rank in material.ranks(name, year):
            values.setdefault(rank.place.key, {})[name] = rank.entry.observation.value
    return {
        (code, name)
        for code, by_branch in values.items()
        for name, value in by_branch.items()
        if value >= _WEIGHTY * sum(by_branch.values())
    }


def _alike(material: Material, rows: tuple[Row, ...], arguments: dict[str, str], year: str) -> str | None:
    """Say which two of the largest economies have the most and the least alike employment."""
    writer, large = material.writer, set(material.leaders[: 2 * _SHOWN])
    pairs = sorted(
        (row for row in rows if row.value is not None and str(row.key[0]) != row.group
         and {str(row.key[0]), str(row.group)} <= large),
        key=lambda row: row.value or 0.0,
    )  # fmt: skip
    if len(pairs) < 2:
        return None

    def number(row: Row) -> str:
        return writer.measured(
            "structural_similarity", 3, **arguments, year=year, region=material.asked(str(row.key[0])),
            of=str(row.group),
        )  # fmt: skip

    def named(row: Row) -> str:
        return writer.listed((material.name(str(row.key[0])), material.name(str(row.group))))

    return writer.attempt(
        "labour.alike", most=named(pairs[-1]), least=named(pairs[0]), high=lambda: number(pairs[-1]),
        low=lambda: number(pairs[0]),
    )  # fmt: skip


def branch_name(indicator: str, language: str) -> str:
    """Return what a branch is called: 制造业 of 制造业就业人员."""
    entry = catalogue().get(indicator)
    if entry is None:
        return indicator
    if language == "zh":
        return entry.name.removesuffix("就业人员")
    return entry.english.removeprefix("Persons Employed in ").lower()
