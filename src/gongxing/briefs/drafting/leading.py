"""Who leads, and by what measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.briefs.drafting.blocks import figure_block, table
from gongxing.briefs.drafting.material import Part
from gongxing.briefs.drafting.subject import group_name
from gongxing.library import LibraryError

if TYPE_CHECKING:
    from gongxing.briefs.drafting.material import Material

# What leading can mean; of each the first indicator with the newest year is taken.
SCALES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("size", ("gdp",)),
    ("level", ("gdp_per_head",)),
    ("pace", ("gdp_growth",)),
    ("invention", ("rd_expenditure", "invention_patents", "technology_contracts", "high_tech_firms", "budget_science")),
    ("purse", ("budget_revenue",)),
)
_GROUPS = 3


def leading(material: Material) -> Part:
    """Return the section: the first and the last by each scale in one table, and how far apart they are."""
    writer = material.writer
    rows: list[list[str]] = []
    firsts: dict[str, list[str]] = {}
    beside: list[str | None] = []
    finding = None
    for scale, indicators in SCALES:
        indicator = material.coverage.first_of(indicators)
        year = material.coverage.latest(indicator) if indicator else None
        if indicator is None or year is None:
            material.missing.append(writer.say("leading.no_scale", indicator=writer.indicator(indicators[0])))
            continue
        row = _row(material, indicator, year)
        if row is None:
            continue
        rows.append(row)
        firsts.setdefault(material.ranks(indicator, year)[0].place.key, []).append(scale)
        beside += _beside(material, scale, indicator, year)
        if scale == "size":
            finding = writer.joined(_own(material, indicator, year), _distance(material, indicator, year))
    heading = writer.say("leading.heading")
    if not rows:
        return Part(heading, [writer.say("leading.nothing", region=material.region)])
    said = [writer.joined(_summary(material, firsts), *beside), _table(material, rows)]
    said += [text for text in (_newest(material), _of_groups(material)) if text]
    return Part(heading, [*said, *_figures(material)], finding)


def _table(material: Material, rows: list[list[str]]) -> str:
    """Return the scales beside each other, a row each."""
    writer = material.writer
    columns = ["scale", "first", "second", "third", "last", "count", *(["own"] if material.subject.focus else [])]
    heads = [writer.say(f"leading.column_{name}", name=material.region) for name in columns]
    return table([heads, *rows], left=len(heads))


def _row(material: Material, indicator: str, year: str) -> list[str] | None:
    """Return who is first, second, third and last by an indicator; ``None`` where a number cannot be written."""
    writer, ranks, subject = material.writer, material.ranks(indicator, year), material.subject
    if len(ranks) < 2:
        return None

    def named(place: int) -> str:
        code = ranks[place].place.key
        number = writer.measured("value", indicator=indicator, region=material.asked(code), year=year)
        return writer.say("leading.cell", name=material.name(code), number=number)

    def own() -> str:
        value = writer.measured("value", indicator=indicator, region=subject.name, year=year)
        rank = writer.measured("rank", indicator=indicator, region=subject.name, within=subject.within, year=year)
        return writer.say("leading.own_cell", number=value, rank=rank)

    try:
        cells = [
            writer.say("leading.scale_cell", indicator=writer.indicator(indicator), year=year),
            *(named(place) if place < len(ranks) - 1 else "" for place in range(3)),
            named(len(ranks) - 1),
            writer.measured("count", indicator=indicator, within=subject.within, year=year),
        ]
    except LibraryError as error:
        writer.lost.append(str(error))
        return None
    if subject.focus:
        cells.append(writer.attempt("leading.plain", text=own) or "")
    return cells if all(map(writer.holds, cells)) else None


def _beside(material: Material, scale: str, indicator: str, year: str) -> list[str | None]:
    """Say what an indicator of a size says besides: how large the first is, and where the subject stands."""
    writer = material.writer
    said: list[str | None] = []
    if scale == "size":
        said.append(_distance(material, indicator, year))
    elif scale == "level":
        ranks = material.ranks(indicator, year)
        said.append(
            writer.attempt(
                "leading.apart",
                indicator=writer.indicator(indicator),
                first=material.name(ranks[0].place.key),
                last=material.name(ranks[-1].place.key),
                ratio=lambda: writer.measured(
                    "ratio",
                    indicator=indicator,
                    region=material.asked(ranks[0].place.key),
                    to=material.asked(ranks[-1].place.key),
                    year=year,
                ),
            )
        )
    return said


def _own(material: Material, indicator: str, year: str) -> str | None:
    """Say where the city that the brief is about stands."""
    writer, own, within = material.writer, material.subject.name, material.subject.within
    if not material.subject.focus:
        return None
    return writer.attempt(
        "leading.own", name=material.region, whole=material.whole, year=year, indicator=writer.indicator(indicator),
        number=lambda: writer.measured("value", indicator=indicator, region=own, year=year),
        rank=lambda: writer.measured("rank", indicator=indicator, region=own, within=within, year=year),
        count=lambda: writer.measured("count", indicator=indicator, within=within, year=year),
    )  # fmt: skip


def _distance(material: Material, indicator: str, year: str) -> str | None:
    """Say what share of the whole the first has, and how many times the second."""
    writer, ranks = material.writer, material.ranks(indicator, year)
    first, second = ranks[0].place.key, ranks[1].place.key
    words = {
        "first": material.name(first),
        "second": material.name(second),
        "year": year,
        "indicator": writer.indicator(indicator),
        "whole": material.whole,
    }

    def share() -> str:
        return writer.measured(
            "share", indicator=indicator, region=material.asked(first), of=material.subject.within, year=year
        )

    def ratio() -> str:
        return writer.measured(
            "ratio", indicator=indicator, region=material.asked(first), to=material.asked(second), year=year
        )

    return writer.attempt("leading.share", share=share, ratio=ratio, **words) or writer.attempt(
        "leading.ratio", ratio=ratio, **words
    )


def _summary(material: Material, firsts: dict[str, list[str]]) -> str:
    """Say whether one region leads by every scale."""
    writer = material.writer
    scales = {scale: writer.say(f"scales.{scale}") for scale, _ in SCALES}
    if len(firsts) == 1:
        return writer.say("leading.one_leader", name=material.name(next(iter(firsts))))
    parts = [
        writer.say("leading.by", name=material.name(code), scales=writer.listed(scales[scale] for scale in by))
        for code, by in firsts.items()
    ]
    return writer.say("leading.several", parts=writer.parted(parts))


def _newest(material: Material) -> str | None:
    """Tell newer numbers that only some have: they cannot be compared, but a reader wants them."""
    writer, year = material.writer, material.coverage.latest("gdp")
    if year is None:
        return None
    last = material.newest("gdp")
    whole = material.panel.place(material.subject.within).key if material.subject.kind != "group" else None
    places = [(whole, material.whole, material.subject.within)] if whole else []
    places += [(code, material.name(code), material.asked(code)) for code in material.order]
    parts = [
        said
        for code, name, asked in places
        if last.get(code, year) > year
        and (
            said := writer.attempt(
                "leading.newer", name=name, year=last[code],
                number=lambda asked=asked, code=code: writer.measured(
                    "value", indicator="gdp", region=asked, year=last[code]
                ),
            )
        )
    ]  # fmt: skip
    if not parts:
        return None
    return writer.say("leading.newest", indicator=writer.indicator("gdp"), parts=writer.parted(parts[:_GROUPS]))


def _of_groups(material: Material) -> str | None:
    """Say what share functional regions within the subject have."""
    writer, year = material.writer, material.coverage.latest("gdp")
    if year is None or material.subject.kind != "division":
        return None
    found = []
    for name in material.groups:
        said = writer.attempt(
            "leading.group",
            name=group_name(name, writer.language),
            number=lambda name=name: writer.measured("total", indicator="gdp", region=name, year=year),
            share=lambda name=name: writer.measured(
                "share", indicator="gdp", region=name, of=material.subject.within, year=year
            ),
        )
        if said:
            found.append(said)
    return writer.say("leading.groups", year=year, parts=writer.parted(found[:_GROUPS])) if found else None


def _figures(material: Material) -> list[str]:
    """Return the ranking and the map of the broadest scale."""
    coverage = material.coverage
    figures = []
    for kind, indicator in (("ranking", "gdp"), ("region_map", "gdp_per_head")):
        year = coverage.latest(indicator)
        if year and len(coverage.codes(indicator, year)) > 2:
            figures.append(figure_block(material, kind, indicator, year=int(year)))
    return figures
