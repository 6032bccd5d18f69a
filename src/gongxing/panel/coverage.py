"""Which region × period × indicator is there, and which is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gongxing.panel.order import keyed
from gongxing.regions import division

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.panel.evidence import Place


def coverage(frame: pl.DataFrame, periods: Sequence[str] | None = None, regions: Sequence[Place] = ()) -> pl.DataFrame:
    """Return a row for each region, indicator and period that any row has, with what is known of that cell.

    A cell is that of the whole division where any source gives it, else that of its urban districts.

    Parameters
    ----------
    frame
        Rows of a panel.
    periods
        Further periods, whose cells are missing where no row has them.
    regions
        Further regions, likewise.

    Returns
    -------
    DataFrame
        ``code``, ``region``, ``indicator``, ``period``, ``sources`` (how many files give a value) and ``state``:
        ``one`` or ``several`` sources, ``doubtful`` where each value is flagged, ``missing``.
    """
    rows = keyed(frame).filter(pl.col("period").is_not_null())
    there = (
        rows.group_by("place", "what", "period", "part")
        .agg(sources=pl.col("file").n_unique(), doubtful=(pl.col("flags").list.len() > 0).all())
        .sort(pl.col("part") != "prefecture")
        .unique(["place", "what", "period"], keep="first", maintain_order=True)
        .drop("part")
    )
    there_regions = rows.group_by("place").agg(pl.col("code").first(), pl.col("region").first())
    named = set(there_regions["place"])
    more = [(place.key, place.key, place.name) for place in regions if place.key not in named]
    wanted = pl.DataFrame(more, schema={"place": pl.String, "code": pl.String, "region": pl.String}, orient="row")
    all_regions = pl.concat([there_regions, wanted]).sort("place")
    indicators = rows.group_by("what", maintain_order=True).agg(pl.col("indicator").first())
    when = sorted({*rows["period"].unique(), *(periods or ())})
    grid = all_regions.join(indicators, how="cross").join(
        pl.DataFrame({"period": when}, schema={"period": pl.String}), how="cross"
    )
    full = grid.join(there, on=["place", "what", "period"], how="left").with_columns(pl.col("sources").fill_null(0))
    state = (
        pl.when(pl.col("sources") == 0).then(pl.lit("missing"))
        .when(pl.col("doubtful")).then(pl.lit("doubtful"))
        .when(pl.col("sources") > 1).then(pl.lit("several"))
        .otherwise(pl.lit("one"))
    )  # fmt: skip
    return full.with_columns(state=state).select("code", "region", "indicator", "period", "sources", "state")


def summary(frame: pl.DataFrame) -> pl.DataFrame:
    """Return one row an indicator and unit: regions, periods with the first and last, values, doubtful values."""
    return (
        frame.group_by(pl.coalesce("indicator_id", "indicator").alias("what"), "unit", maintain_order=True)
        .agg(
            pl.col("indicator").first(), pl.col("indicator_id").first(),
            pl.coalesce("code", "region").n_unique().alias("regions"), pl.col("period").n_unique().alias("periods"),
            pl.col("period").min().alias("first"), pl.col("period").max().alias("last"), pl.len().alias("values"),
            (pl.col("flags").list.len() > 0).sum().alias("doubtful"),
        )
        .drop("what")
    )  # fmt: skip


def by_province(covered: pl.DataFrame) -> pl.DataFrame:
    """Return for each province, indicator and period the share of its regions with a value, in per cent."""
    names = {code: found.short for code in _provinces(covered) if (found := division(code))}
    return (
        covered.filter(pl.col("code").is_not_null())
        .with_columns(province=pl.col("code").str.slice(0, 2) + "0000")
        .group_by("province", "indicator", "period", maintain_order=True)
        .agg(regions=pl.len(), share=100 * (pl.col("sources") > 0).mean())
        .with_columns(region=pl.col("province").replace(names))
        .select("region", "indicator", "period", "regions", "share")
    )


def _provinces(covered: pl.DataFrame) -> list[str]:
    return [code[:2] + "0000" for code in covered["code"].drop_nulls().unique()]
