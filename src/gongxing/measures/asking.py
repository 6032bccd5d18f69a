"""A measure asked for in words: its columns and arguments as people write them, computed on a panel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gongxing.measures.errors import DataError
from gongxing.measures.inputs import (
    argument_of,
    expanded,
    inputs_of,
    names_columns,
    region_codes,
    required,
    weights_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gongxing.measures.inputs import Inputs
    from gongxing.measures.registry import Measure
    from gongxing.measures.result import Result
    from gongxing.panel import Panel

# Arguments that name columns, and those that choose the rows of the panel.
COLUMNS = ("weight", "by", "group", "time", "activity")
CHOOSING = ("zones", "within", "years", "level", "scope")


def ask(panel: Panel, entry: Measure, columns: Sequence[str], settings: Mapping[str, str]) -> Result:
    """Compute a measure of a panel.

    Parameters
    ----------
    panel
        Values of regions.
    entry
        The measure.
    columns
        The indicators that it measures, as people write them.
    settings
        Its other arguments as text: ``by=year``, ``weight=population``, ``aversion=1``; ``zones``, ``within``,
        ``years`` (``2018..2023``), ``level`` and ``scope`` choose the rows; ``w`` is ``queen``, ``nearest:5``.

    Raises
    ------
    DataError
        An argument is missing, not known or does not fit, or the panel has no such values.
    """
    given = dict(settings)
    chosen = {name: given.pop(name) for name in CHOOSING if name in given}
    w = given.pop("w", None)
    named = {name: given.pop(name) for name in COLUMNS if name in given}
    words, arguments = arguments_of(entry, columns, named, {}, given.items())
    _check_complete(entry, {*arguments, *(("w",) if w else ())})
    inputs = inputs_of(
        panel, [word for listed in words.values() for word in listed],
        zones=[part.strip() for part in chosen.get("zones", "").split(",") if part.strip()],
        regions=chosen.get("within"), years=years_of(chosen["years"]) if "years" in chosen else None,
        level=chosen.get("level", "city"), scope=chosen.get("scope", "prefecture"),  # type: ignore[arg-type]
    )  # fmt: skip
    result = called(entry, inputs.frame, in_columns(entry, words, arguments, inputs, w))
    return replace(result, noted=(*inputs.notes, *result.noted))


def arguments_of(
    entry: Measure,
    values: Sequence[str],
    columns: Mapping[str, str],
    plain: Mapping[str, Any],
    settings: Iterable[tuple[str, str]],
) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Return the words of columns by argument, and all arguments.

    Parameters
    ----------
    entry
        The measure.
    values
        The columns that it measures, in the order of its positional arguments.
    columns
        Arguments that name columns, several with commas between.
    plain
        Arguments that are values already.
    settings
        Names and texts of further arguments.

    Raises
    ------
    DataError
        An argument is not known or does not fit.
    """
    values = tuple(expanded(values))
    parameters = entry.signature.parameters
    first = _positional(entry)
    arguments: dict[str, Any] = {}
    if len(first) == 1:
        if values:
            arguments[first[0]] = values[0] if len(values) == 1 else list(values)
    else:
        arguments.update(zip(first, values, strict=False))
    for name, text in columns.items():
        parts = [part.strip() for part in text.split(",")]
        arguments[name] = parts if len(parts) > 1 else parts[0]
    arguments |= plain
    arguments |= {name: argument_of(entry, name, text) for name, text in settings}
    if isinstance(arguments.get("regions"), str | list):
        given = arguments["regions"]
        arguments["regions"] = region_codes([given] if isinstance(given, str) else given)
    if "time" in parameters and "time" not in arguments:
        arguments["time"] = "year"
    words = {
        name: value if isinstance(value, list) else [value]
        for name, value in arguments.items()
        if name in parameters and names_columns(entry, name) and isinstance(value, str | list)
    }
    return words, arguments


def in_columns(
    entry: Measure, words: Mapping[str, list[str]], arguments: Mapping[str, Any], inputs: Inputs, w: str | None = None
) -> dict[str, Any]:
    """Return arguments with words made the names of columns, and spatial weights from their word where given.

    Raises
    ------
    DataError
        The measure is of one year and the rows hold several.
    """

    def named(given: Any) -> Any:
        return [inputs.columns[word] for word in given] if isinstance(given, list) else inputs.columns[given]

    given = {name: named(value) if name in words else value for name, value in arguments.items()}
    if w is not None:
        given["w"] = weights_of(w)
    if "by" in entry.signature.parameters and "by" not in given and "time" not in given:
        _require_one_year(inputs)
    return given


def called(entry: Measure, frame: Any, given: Mapping[str, Any]) -> Result:
    """Call a measure with its positional arguments by position."""
    rest = dict(given)
    positional = [rest.pop(name) for name in _positional(entry) if name in rest]
    return entry.function(frame, *positional, **rest)


def years_of(text: str) -> list[int]:
    """Return the years of ``2020``, ``2018..2023`` or a list of both with commas.

    Raises
    ------
    DataError
        It is none.
    """
    years: list[int] = []
    try:
        for part in text.split(","):
            first, _, last = part.partition("..")
            years += range(int(first), int(last or first) + 1)
    except ValueError:
        raise DataError(f"years {text}: write years, e.g. 2020 or 2018..2023") from None
    return years


def _positional(entry: Measure) -> list[str]:
    return [name for name, p in entry.signature.parameters.items() if p.kind is p.POSITIONAL_OR_KEYWORD]


def _require_one_year(inputs: Inputs) -> None:
    if "year" not in inputs.frame.columns or "code" not in inputs.frame.columns:
        return
    years = inputs.frame["year"].unique().sort().to_list()
    if len(years) > 1:
        listed = ", ".join(map(str, years))
        raise DataError(f"expected one year, but the tables hold {listed}; add --by year, or choose one with --years")


def _check_complete(entry: Measure, given: set[str]) -> None:
    missing = [name for name in required(entry) if name not in given]
    if missing:
        takes = ", ".join(name for name in entry.signature.parameters if name not in ("data", "dimensions"))
        raise DataError(f"{entry.id} needs {', '.join(missing)}; it takes {takes}")
