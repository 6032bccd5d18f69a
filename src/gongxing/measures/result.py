"""What a measure gives: a tidy table, the one number where there is one, its words and its references."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from gongxing.measures.errors import DataError
from gongxing.measures.notes import Language, Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gongxing.charts import Figure
    from gongxing.charts.appearance import ThemeName
    from gongxing.measures.registry import Measure

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a result.

    ``key`` holds the values of the result's key columns (those of ``by``, and what a measure adds, a region's code for
    one), ``group`` the label that the number is about (``None``: about all), ``term`` the part (``total``,
    ``between``, ``within``, ``speed`` …), ``value`` the number in ``unit`` (``None`` where it does not exist, which a
    note must explain), ``n`` how many regions it was made from.
    """

    key: Key
    term: str
    value: float | None
    n: int
    group: str | None = None
    unit: str | None = None


@dataclass(slots=True)
class Outcome:
    """What the body of a measure hands to the registry, which makes the :class:`Result` of it.

    ``keys`` names the key columns of the rows; ``notes`` say what was dropped, trimmed or shifted; ``spec`` holds what
    the reader needs beyond the arguments (description of weights, seed drawn); ``details`` holds kernel results that
    charts draw and no table shows (points of a Lorenz curve).
    """

    keys: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    spec: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)

    def add(
        self, key: Key, term: str, value: float | None, n: int, *, group: str | None = None, unit: str | None = None
    ) -> None:
        """Add one row."""
        self.rows.append(Row(key, term, None if value is None else float(value), int(n), group, unit))

    def note(self, id: str, /, **parameters: Any) -> None:
        """Add a note: the id of its sentence in ``notes.toml`` and what fills it."""
        self.notes.append(Note(id, parameters))

    def add_each(
        self,
        key: Key,
        term: str,
        values: Iterable[float | None],
        n: int,
        groups: Iterable[object],
        unit: str | None = None,
    ) -> None:
        """Add a row for each label of a group."""
        for group, value in zip(groups, values, strict=True):
            self.add(key, term, value, n, group=str(group), unit=unit)


@dataclass(frozen=True, slots=True)
class Spec:
    """What is needed to compute a result again: measure, version, every argument, weights, seed."""

    measure: str
    version: str
    arguments: Mapping[str, Any]
    weights: str | None = None
    seed: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        return {
            "measure": self.measure,
            "version": self.version,
            "arguments": dict(self.arguments),
            "weights": self.weights,
            "seed": self.seed,
            **self.extra,
        }


@dataclass(frozen=True)
class Result:
    """The result of one measure.

    ``table`` is tidy: ``measure``, the key columns (those of ``by`` and what the measure adds), ``group``, ``term``,
    ``value``, ``unit``, ``n``; a polars frame where polars came in, a pandas frame where pandas came in. The parts of
    a decomposition are rows that add up to the row ``total``. ``noted`` says what was dropped, trimmed or shifted:
    ``notes`` are its sentences in English, ``notes_in`` writes them in either language. ``backend`` is the library of
    the frame that came in.
    """

    measure: Measure
    backend: Any
    rows: tuple[Row, ...]
    keys: tuple[str, ...]
    noted: tuple[Note, ...]
    spec: Spec
    details: Mapping[str, Any]

    @cached_property
    def table(self) -> Any:
        """The rows as a frame of the kind that came in, made when first asked for."""
        import narwhals as nw

        count = len(self.rows)
        content: dict[str, list[Any]] = {"measure": [self.measure.id] * count}
        for position, name in enumerate(self.keys):
            content[name] = [row.key[position] for row in self.rows]
        content["group"] = [row.group for row in self.rows]
        content["term"] = [row.term for row in self.rows]
        content["value"] = [row.value for row in self.rows]
        content["unit"] = [row.unit if row.unit is not None else self.measure.gives.unit for row in self.rows]
        content["n"] = [row.n for row in self.rows]
        frame = nw.from_dict(content, backend=self.backend)
        kinds = {"group": nw.String(), "value": nw.Float64()}
        casts = [nw.col(name).cast(kind) for name, kind in kinds.items() if content[name].count(None) == count]
        return frame.with_columns(*casts).to_native() if casts else frame.to_native()

    @property
    def notes(self) -> tuple[str, ...]:
        """What was dropped, trimmed or shifted, in English."""
        return self.notes_in("en")

    def notes_in(self, language: Language) -> tuple[str, ...]:
        """Say in a language what was dropped, trimmed or shifted."""
        return tuple(note.text(language) for note in self.noted)

    @property
    def value(self) -> float:
        """The number, where there is one.

        Raises
        ------
        DataError
            The result has several (one a year, one a region), or none.
        """
        found = [row.value for row in self.rows if row.group is None and row.term == self.measure.gives.term]
        if len(found) != 1 or found[0] is None:
            raise DataError(f"{self.measure.id}: expected one number, but there are {len(found)}; use .table")
        return found[0]

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the table as dictionaries."""
        for row in self.rows:
            yield {
                "measure": self.measure.id,
                **dict(zip(self.keys, row.key, strict=True)),
                "group": row.group,
                "term": row.term,
                "value": row.value,
                "unit": row.unit,
                "n": row.n,
            }

    def explain(self, language: Language = "zh") -> str:
        """Say in words what the measure is, what this result means, and what it rests on."""
        from gongxing.measures.words import explanation

        return explanation(self.measure, language, self)

    def cite(self) -> str:
        """Return the references of the measure, one a line."""
        from gongxing.measures.words import references

        return "\n".join(references()[key] for key in self.measure.references)

    def figure(self, language: Language = "zh", theme: ThemeName = "light", source: str = "") -> Figure:
        """Return the figure that suits the result, with its table twin and a sentence that says what is seen.

        Raises
        ------
        DataError
            No number of the result can be drawn.
        """
        from gongxing.measures.drawing import figure_of_result

        return figure_of_result(self, language=language, theme=theme, source=source)

    def chart(self, language: Language = "zh") -> Any:
        """Return the Altair chart of ``figure``."""
        return self.figure(language).chart

    def parts(self, key: Key | None = None) -> dict[str, float]:
        """Return the numbers about all by their term, of one key (``None``: the last one)."""
        rows = [row for row in self.rows if row.group is None and row.value is not None]
        wanted = rows[-1].key if key is None and rows else key
        return {row.term: row.value for row in rows if row.key == wanted and row.value is not None}


def without_nan(measure: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows as they are; a NaN or an infinity is an error of the measure and never reaches a user."""
    kept = tuple(rows)
    bad = [row for row in kept if row.value is not None and not math.isfinite(row.value)]
    if bad:
        about = ", ".join(sorted({row.term for row in bad})[:5])
        named = ", ".join(str(row.group or row.key or "all") for row in bad[:5])
        raise DataError(
            f"{measure}: expected a number for every row, but {len(bad)} of {len(kept)} are not defined on these data "
            f"({about}: {named}); look for constant or zero values there"
        )
    return kept
