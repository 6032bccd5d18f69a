"""The atlas: regions coloured by an indicator, their ranking, and every value with the cell that it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from gongxing.charts.maps import region_map
from gongxing.charts.rankings import ranking
from gongxing.measures.words import words
from gongxing.regions.divisions import division
from gongxing.regions.functional import known_regions
from gongxing.regions.names import resolve
from gongxing.workbench.figures import figure
from gongxing.workbench.groups import members_of, spelled
from gongxing.workbench.leading import province_told_of
from gongxing.workbench.mapped import CLASSINGS, COUNTRY, mapped
from gongxing.workbench.measured import of_measure, regional
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import NothingToShowError
from gongxing.workbench.sources import address_of, numbers_of_files

if TYPE_CHECKING:
    from gongxing.charts import Figure
    from gongxing.workbench.figures import Asked
    from gongxing.workbench.mapped import Mapped
    from gongxing.workbench.page import PageRequest

router = page_router("reader")
ASKED = ("indicator", "measure", "within", "level", "year", "before", "classing", "classes")


@router.get("/atlas")
def atlas(page: Page) -> Response:
    """Show an indicator on the map, in a ranking and in a table."""
    found = mapped(page.panel, page.view, province_told_of(page.workbench.shelf))
    if found is None:
        return page.render("atlas/empty.html")
    lacking = False
    if page.view.text("measure"):
        measured = of_measure(page.panel, page.view, found)
        lacking, found = measured is None, measured or found
    parameters = {name: page.view.text(name) for name in ASKED if not (lacking and name == "measure")}
    groups = list(found.groups)
    own = list(page.view.many("own"))
    area = found.within if found.within != COUNTRY else None
    shown_map = page.figure("atlas_map", **parameters, group=groups, own=own)
    shown_ranking = page.figure("atlas_ranking", **parameters)
    return page.render(
        "atlas/page.html", found=found, map=shown_map, ranking=shown_ranking, rows=_rows(page, found),
        measures=[(one.name, words(one.name, page.view.language).name) for one in regional()], lacking=lacking,
        measure=None if lacking else page.view.text("measure"), path=_path(found), below=_below(found), own=own,
        sources=[known_regions()[name] for name in groups],
        classing=page.view.choice("classing", CLASSINGS), classings=CLASSINGS,
        classes=page.view.number("classes", 5, low=2, high=9),
        python=f"library.panel().select({found.indicator!r}, {found.period}, "
        f"{f'within={area!r}, ' if area else ''}level={found.level!r}).shown().to_frame()",
        api=page.api("/panel", indicator=found.indicator, year=found.period, within=area, level=found.level,
                     limit=1000),
    )  # fmt: skip


@figure("atlas_map")
def atlas_map(asked: Asked) -> Figure:
    """Draw the map that the atlas's parameters ask for."""
    found = _found(asked)
    return region_map(
        found.rows.select("region", "region_code", "period", "value", "unit"), indicator=found.name, unit=found.unit,
        period=found.period, level=found.level, within=found.within,
        classing=asked.view.choice("classing", CLASSINGS),  # type: ignore[arg-type]
        classes=asked.view.number("classes", 5, low=2, high=9) or 5, groups=_outlines(asked, found),
        source=found.source, language=asked.language, theme=asked.theme,
    )  # fmt: skip


@figure("atlas_ranking")
def atlas_ranking(asked: Asked) -> Figure:
    """Draw the ranking that the atlas's parameters ask for."""
    found = _found(asked)
    return ranking(
        found.rows.select("region", "region_code", "period", "value", "unit"), indicator=found.name, unit=found.unit,
        period=found.period, before=found.before, source=found.source, language=asked.language, theme=asked.theme,
    )  # fmt: skip


def _outlines(asked: Asked, found: Mapped) -> dict[str, tuple[str, ...]]:
    """Return the members of the groups that are outlined: those of a known source, and the address's own."""
    groups = {name: members_of(known_regions()[name].members) for name in found.groups}
    for place, text in enumerate(asked.view.many("own"), 1):
        name, _, members = text.rpartition("=")
        groups[name.strip() or f"#{place}"] = spelled(members, "own")
    return groups


def _path(found: Mapped) -> list[tuple[str, str, str]]:
    """Return the way down to the area: what it is called, its word in the address and the level that is shown there."""
    names = {area.value: area.name for area in found.areas}
    area = resolve(found.within) if found.within != COUNTRY else None
    above = [(COUNTRY, "province")] if COUNTRY in names else []
    if area is not None and area.level == "prefecture" and (province := division(area.province)) is not None:
        above.append((province.short, "prefecture"))
    return [(names[word], word, level) for word, level in above if word in names and word != found.within]


def _below(found: Mapped) -> dict[str, tuple[str, str]]:
    """Return for each region of the map that holds regions with values its word in the address and their level."""
    held = {}
    next_level = {"province": "prefecture", "prefecture": "county"}.get(found.level)
    for area in found.areas:
        inner = resolve(area.value) if area.value not in (COUNTRY, found.within) else None
        if inner is not None and inner.level == found.level and next_level:
            held[inner.code] = (area.value, next_level)
    return held


def _found(asked: Asked) -> Mapped:
    found = mapped(asked.panel, asked.view, province_told_of(asked.shelf))
    if found is not None and asked.view.text("measure"):
        found = of_measure(asked.panel, asked.view, found) or found
    if found is None:
        raise NothingToShowError("资料库里还没有按地区的数据。" if asked.language == "zh" else
                                 "The library has no values of regions yet.")  # fmt: skip
    return found


def _rows(page: PageRequest, found: Mapped) -> list[dict[str, Any]]:
    """Return the regions of the period by rank, each with its change since the period before and its source."""
    now = found.now()
    numbers = numbers_of_files(page)
    past = found.rows.filter(period=found.before) if found.before else found.rows.clear()
    before: dict[str, float] = dict(zip(past["region_code"], past["value"], strict=True))
    both = [row for row in now.iter_rows(named=True) if row["region_code"] in before]
    ranks_now = _ranks([(row["region_code"], row["value"]) for row in both])
    ranks_before = _ranks([(row["region_code"], before[row["region_code"]]) for row in both])
    rank = _ranks(list(zip(now["region_code"], now["value"], strict=True)))
    return [
        {
            **row, "rank": rank[row["region_code"]], "before": before.get(row["region_code"]),
            "moved": ranks_before[row["region_code"]] - ranks_now[row["region_code"]]
            if row["region_code"] in ranks_now else None,
            "address": address_of(page, row, numbers.get(row["file"])),
        }
        for row in now.iter_rows(named=True)
    ]  # fmt: skip


def _ranks(values: list[tuple[str, float]]) -> dict[str, int]:
    """Return ranks, the largest first; equal values share the better one."""
    first: dict[float, int] = {}
    for place, (_, value) in enumerate(sorted(values, key=lambda pair: -pair[1]), 1):
        first.setdefault(value, place)
    return {code: first[value] for code, value in values}
