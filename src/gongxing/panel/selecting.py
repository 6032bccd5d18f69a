"""Whose values are meant: codes, names and functional regions; divisions by their rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gongxing.panel.errors import PanelError, close_ones
from gongxing.regions import division, functional_regions, gazetteer, history, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence


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
