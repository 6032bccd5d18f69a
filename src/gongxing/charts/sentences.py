"""What figures say in words: titles, extremes, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.indicators.amounts import rounded

if TYPE_CHECKING:
    import polars as pl

    from gongxing.charts.frames import Look, Subject


def title_of(look: Look, subject: Subject, period: str) -> str:
    """Return the title of what regions have in a period."""
    if period:
        return look.word("title", period=look.when(period), name=subject.name)
    return look.word("title_plain", name=subject.name)


def joined(look: Look, *sentences: str) -> str:
    """Join sentences that are there."""
    gap = "。" if look.language == "zh" else ". "
    return gap.join(sentence.rstrip("。. ") for sentence in sentences if sentence)


def extremes(rows: pl.DataFrame, subject: Subject, look: Look, title: str) -> str:
    """Say how many regions have values, which is highest and lowest, and what the middle is.

    Parameters
    ----------
    rows
        ``label`` and ``value``, without nulls.
    """
    ordered = rows.sort("value", descending=True)
    first, last = ordered.row(0, named=True), ordered.row(-1, named=True)
    words = {
        "title": title, "count": ordered.height, "high": first["label"], "most": subject.said(first["value"]),
        "low": last["label"], "least": subject.said(last["value"]),
        "median": subject.said(float(ordered["value"].median())),  # type: ignore[arg-type]
    }  # fmt: skip
    if ordered.height == 1:
        return look.word("map.summary_one", **words)
    if first["value"] == last["value"]:
        return look.word("map.summary_equal", **words)
    if first["value"] > 0 > last["value"]:
        gains, losses = ordered.filter(rows_above(ordered)).height, ordered.filter(~rows_above(ordered)).height
        return look.word("map.signed", gains=gains, losses=losses, **words)
    # A ratio says something of amounts, little of rates.
    if last["value"] > 0 and subject.unit not in ("%", "pp", "rank", "index"):
        return look.word("map.times", times=rounded(first["value"] / last["value"], 3), **words)
    return look.word("map.summary", **words)


def rows_above(rows: pl.DataFrame) -> pl.Series:
    """Return which rows are above zero."""
    return rows["value"] > 0
