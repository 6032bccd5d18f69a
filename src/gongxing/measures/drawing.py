"""The figure that suits a measure's result: which of the catalogue of figures, and the rows that it takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from gongxing.charts import figure_kind
from gongxing.measures.errors import DataError
from gongxing.measures.words import term_in, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gongxing.charts import Figure
    from gongxing.charts.appearance import ThemeName
    from gongxing.measures.notes import Language
    from gongxing.measures.result import Result

Record = dict[str, Any]
Drawn = tuple[str, list[Record], dict[str, Any]]
# Measures whose matrix has a figure of its own.
_MATRICES = {
    "location_quotient": "location_quotients",
    "comparative_advantage": "location_quotients",
    "structural_similarity": "similarity",
}
# Key columns whose values stand beside groups, not after one another as years do.
_CROSSED = ("code", "activity", "kind")
_CODE = re.compile(r"\d{6}")


def figure_of_result(
    result: Result, *, language: Language = "zh", theme: ThemeName = "light", source: str = ""
) -> Figure:
    """Return the figure of a result.

    Parameters
    ----------
    result
        Of any measure.
    language, theme, source
        As for every figure.

    Raises
    ------
    DataError
        No number of the result can be drawn.
    """
    measure = result.measure
    records = [{**row, "label": term_in(row["term"], language)} for row in result.records() if row["value"] is not None]
    main = measure.gives.term
    drawn = (
        _detailed(measure.chart, result.details)
        or _crossed(records, result.keys, main, _MATRICES.get(measure.id, "matrix"))
        or _decomposed(records, result.keys, measure.decomposes)
        or _over_time(records, result.keys, main)
        or _by_group(records)
    )
    if drawn is None:
        raise DataError(f"{measure.id}: there is no number to draw; see the notes of the result")
    kind, rows, options = drawn
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return figure_kind(kind)(
        frame, title=words(measure.id, language).name, source=source, language=language, theme=theme, **options
    )


def _detailed(chart: str, details: Mapping[str, Any]) -> Drawn | None:
    """Return what the measure keeps to be drawn, under the names of the figure's columns."""
    rows: list[Record] = list(details.get(chart) or ())
    if not rows:
        return None
    if chart == "curve":
        return "lorenz_curve", rows, {}
    if chart == "surface":
        return "density", rows, {}
    if chart == "matrix":
        return "matrix", _unlike(rows), {}
    if chart == "intervals":
        return "intervals", [{**row, **_region(row["group"])} for row in rows], {}
    if chart == "points":
        return "convergence", [{"x": row["x"], "y": row["y"], **_region(row["label"])} for row in rows], {}
    return (
        "trend",
        [{"period": str(row["x"]), "value": row["y"], **_series(row)} for row in rows if row["y"] is not None],
        {},
    )


def _series(row: Record) -> Record:
    return {"term": str(row["series"])} if "series" in row else {}


def _region(name: object) -> Record:
    """Return a region's columns: a label of six digits is its code."""
    text = str(name)
    return {"region_code": text if _CODE.fullmatch(text) else None, "region": text}


def _unlike(rows: Iterable[Record]) -> list[Record]:
    """Return cells with each pair of row and column once, the last given."""
    return list({(row["row"], row["column"]): row for row in rows}.values())


def _crossed(records: Sequence[Record], keys: Sequence[str], main: str, kind: str) -> Drawn | None:
    """Return cells of the main term (or the first) by group and last key, of the latest of the other keys."""
    if not keys or keys[-1] not in _CROSSED:
        return None
    rows = [row for row in records if row["group"] is not None]
    if not rows:
        return None
    terms = [row["term"] for row in rows]
    rows = [row for row in rows if row["term"] == (main if main in terms else terms[0])]
    latest = [rows[-1][key] for key in keys[:-1]]
    rows = [row for row in rows if [row[key] for key in keys[:-1]] == latest]
    return (
        kind,
        _unlike({"row": str(row["group"]), "column": str(row[keys[-1]]), "value": row["value"]} for row in rows),
        {},
    )


def _decomposed(records: Sequence[Record], keys: Sequence[str], parts: Sequence[str]) -> Drawn | None:
    """Return parts about all that add up, by period."""
    rows = [row for row in records if row["term"] in parts and row["group"] is None]
    if len(rows) < 2:
        return None
    return (
        "decomposition",
        [{"period": _when(row, keys), "part": row["label"], "value": row["value"]} for row in rows],
        {},
    )


def _when(row: Record, keys: Sequence[str]) -> str:
    return " ".join(str(row[key]) for key in keys)


def _over_time(records: Sequence[Record], keys: Sequence[str], main: str) -> Drawn | None:
    """Return the main term about all over the first key, a line for each value of the others."""
    rows = [row for row in records if row["group"] is None]
    first = main if any(row["term"] == main for row in rows) else (rows[0]["term"] if rows else "")
    rows = [row for row in rows if row["term"] == first]
    if not keys or len({row[keys[0]] for row in rows}) < 2:
        return None
    lines = [
        {"period": str(row[keys[0]]), "value": row["value"], "term": _when(row, keys[1:]) or row["label"]}
        for row in rows
    ]
    return "trend", lines, {"unit": _unit(rows)}


def _by_group(records: Sequence[Record]) -> Drawn | None:
    """Return the first term that has groups, by group, of the last key; else the terms."""
    rows = [row for row in records if row["group"] is not None]
    if rows:
        rows = [row for row in rows if row["term"] == rows[0]["term"]]
        last = {str(row["group"]): row for row in rows}
        bars = [{**_region(name), "value": row["value"]} for name, row in last.items()]
        return "ranking", bars, {"indicator": rows[0]["label"], "unit": _unit(rows)}
    terms = {row["label"]: row for row in records}
    if not terms:
        return None
    return "ranking", [{"region": name, "value": row["value"]} for name, row in terms.items()], {"unit": ""}


def _unit(rows: Sequence[Record]) -> str:
    """Return the unit of rows where it is one that readers know; pure numbers have none."""
    units = {row["unit"] for row in rows}
    unit = units.pop() if len(units) == 1 else None
    return "" if unit in (None, "1", "value") else str(unit)
