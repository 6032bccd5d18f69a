"""Rows of the database as a polars or a pandas frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas
    import polars

    Frame: TypeAlias = "polars.DataFrame | pandas.DataFrame"
else:
    Frame = Any


def frame_of(names: Sequence[str], rows: Sequence[Sequence[Any]], kind: str = "polars") -> Frame:
    """Return rows as a frame with the named columns.

    Raises
    ------
    ValueError
        ``kind`` is neither ``polars`` nor ``pandas``.
    """
    if kind not in ("polars", "pandas"):
        raise ValueError(f"frame={kind!r} is not known; expected 'polars' or 'pandas'")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    if kind == "pandas":
        import pandas

        return pandas.DataFrame(columns)
    import polars

    return polars.DataFrame(columns, infer_schema_length=None)
