"""Which rows are meant: indicators and regions by code or name, functional regions, divisions by their rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gongxing.indicators import catalogue, find_indicator
from gongxing.panel.errors import PanelError, close_ones
from gongxing.regions import division, functional_regions, gazetteer, history, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxing.panel.shaping import Flagged
    from gongxing.regions.divisions import Level
    from gongxing.tables.observation import Scope


def chosen(
    frame: pl.DataFrame,
    indicators: str | Sequence[str] | None,
    periods: str | int | Iterable[str | int] | None,
    *,
    regions: str | Sequence[str] | None,
    within: str | None,
    level: Level | None,
    scope: Scope | None,
    modality: str | None,
    unit: str | None,
    flagged: Flagged,
) -> pl.DataFrame:
    """Return the rows that match all that is given; see :meth:`gongxing.panel.Panel.select`."""
    rows = frame
    if indicators is not None:
        rows = rows.filter(pl.coalesce("indicator_id", "indicator").is_in(keys_of(indicators, frame)))
    if periods is not None:
        wanted = [periods] if isinstance(periods, str | int) else list(periods)
        rows = rows.filter(pl.col("period").is_in([str(period) for period in wanted]))
    if regions is not None:
        rows = rows.filter(pl.coalesce("code", "region").is_in(codes_of(regions, frame)))
    if within is not None:
        rows = rows.filter(inside(within, frame))
    if level is not None:
        rows = rows.filter(at_level(level))
    for column, value in (("modality", modality), ("unit", unit)):
        if value is not None:
            rows = rows.filter(pl.col(column) == value)
    if scope is not None:
        rows = rows.filter(pl.col("scope").fill_null("prefecture") == scope)
    return rows.filter(pl.col("flags").list.len() == 0) if flagged == "drop" else rows


def keys_of(indicators: str | Sequence[str], frame: pl.DataFrame) -> list[str]:
    """Return what rows call indicators: the catalogue's id, else the words themselves.

    Raises
    ------
    PanelError
        Neither the catalogue nor the panel knows one of them.
    """
    words = frame.select(pl.coalesce("indicator_id", "indicator").unique()).to_series().to_list()
    keys = []
    for name in [indicators] if isinstance(indicators, str) else indicators:
        found = find_indicator(name)
        if found is None and name not in words:
            known = [*words, *(word for entry in catalogue().values() for word in (entry.id, entry.name))]
            raise PanelError(f"there is no indicator {name!r}{close_ones(name, known)}")
        keys.append(found.id if found and found.id in {*words, *catalogue()} else name)
    return keys


def codes_of(regions: str | Sequence[str], frame: pl.DataFrame) -> list[str]:
    """Return the codes that codes, names and functional regions stand for (a name without code stays a name).

    Raises
    ------
    PanelError
        Neither the divisions of any year, nor the functional regions, nor the panel know one of them.
    """
    names = dict(frame.select("region", pl.coalesce("code", "region").alias("place")).unique().iter_rows())
    found: list[str] = []
    for region in [regions] if isinstance(regions, str) else regions:
        group = functional_regions().get(region)
        if region.isdigit() and (history(region) or region in names.values()):
            found.append(region)
        elif region in names:
            found.append(names[region])
        elif (one := resolve(region)) is not None:
            found.append(one.code)
        elif group and group.members:
            found += codes_of(group.members, frame)
        else:
            known = [*names, *functional_regions(), *gazetteer().forms]
            raise PanelError(f"there is no region {region!r}{close_ones(region, known)}")
    return found


def at_level(level: str) -> pl.Expr:
    """Return the condition that a row's division is of a rank; what has no code is of none.

    Raises
    ------
    PanelError
        The rank is none of province, prefecture and county.
    """
    if level not in ("province", "prefecture", "county"):
        raise PanelError(f"a level is province, prefecture or county, not {level!r}")
    return pl.col("code").map_elements(lambda code: _level(code) == level, pl.Boolean).fill_null(value=False)


def inside(region: str, frame: pl.DataFrame) -> pl.Expr:
    """Return the condition that a row's division lies in another, which is not in itself.

    Raises
    ------
    PanelError
        The region is not known.
    """
    holders = codes_of(region, frame)

    def lies_in(code: str) -> bool:
        found = division(code) or next(iter(history(code)), None)
        return found is not None and any(found.within(holder) and code != holder for holder in holders)

    return pl.col("code").map_elements(lies_in, pl.Boolean).fill_null(value=False)


def _level(code: str) -> str | None:
    found = division(code) or next(iter(history(code)), None)
    return found.level if found else None
