"""From a panel to the frame that a measure takes: words that people use to columns, regions to their groups."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from gongxing.measures.errors import DataError
from gongxing.measures.notes import Note
from gongxing.measures.words import shared

if TYPE_CHECKING:
    import polars as pl

    from gongxing.measures.registry import Measure
    from gongxing.panel import Panel

# Columns that are worked out from the code of a region and not looked up.
_OF_REGIONS = ("code", "region", "year", "province", "zone", "prefecture")


@dataclass(frozen=True, slots=True)
class Inputs:
    """A frame with what was said of it: ``columns`` maps the words asked for to column names."""

    frame: pl.DataFrame
    columns: Mapping[str, str]
    notes: tuple[Note, ...]


@cache
def _spoken() -> dict[str, str]:
    """Words for columns in either language, to the name of the column."""
    return {word: column for language in ("zh", "en") for column, words in shared(language)["columns"].items()
            for word in words}  # fmt: skip


def column_of(word: str) -> str:
    """Return the column that a word means: ``population`` and 常住人口 are ``residents``, 省 is ``province``.

    Words that neither the measures nor the catalogue of indicators know are returned as they are.
    """
    from gongxing.indicators import find_indicator

    if _is_formula(word):
        return "".join(word.split())
    spoken = _spoken().get(word.strip().lower())
    if spoken is not None:
        return spoken
    indicator = find_indicator(word)
    return indicator.id if indicator else word


def expanded(words: Iterable[str]) -> list[str]:
    """Return words with patterns replaced by the indicators they match: ``employment_*`` is employment by branch.

    Only quantities that add over regions are taken, and of those the ones of a sector where some have one, so that no
    total stands beside its parts.

    Raises
    ------
    DataError
        A pattern that no indicator matches.
    """
    from fnmatch import fnmatchcase

    from gongxing.indicators import catalogue

    found: list[str] = []
    for word in words:
        if "*" not in word:
            found.append(word)
            continue
        matching = [e for e in catalogue().values() if fnmatchcase(e.id, word) and e.additive == "regions"]
        chosen = [entry for entry in matching if entry.sector] or matching
        if not chosen:
            raise DataError(f"expected indicators that match {word!r}, but none adds over regions; write their names")
        found += [entry.id for entry in chosen]
    return found


def region_codes(names: Iterable[str]) -> list[str]:
    """Return the codes of regions given by code or name, a functional region (成都都市圈) standing for its members.

    What is neither stays as it is, for the measure to say that it is not in the data.
    """
    from gongxing.regions import functional_regions, resolve

    codes = []
    for name in names:
        group = functional_regions().get(name)
        for member in group.members if group and group.members else (name,):
            found = None if member.isdigit() else resolve(member)
            codes.append(found.code if found else member)
    return codes


def inputs_of(
    panel: Panel,
    words: Iterable[str],
    *,
    zones: Sequence[str] = (),
    level: Literal["city", "province", "prefecture", "county", "any"] = "city",
    regions: str | None = None,
    years: Iterable[int] | None = None,
    scope: Literal["prefecture", "district"] = "prefecture",
) -> Inputs:
    """Return one row a region and year with the columns that the words mean.

    Parameters
    ----------
    panel
        Values of regions.
    words
        Columns: ids, names or synonyms of indicators, formulas of them (``gdp / residents``), ``year``, ``region``,
        ``province``, ``prefecture``, ``zone``.
    zones
        Functional regions that make the column ``zone``; regions of none are left out and noted.
    level
        ``city``: prefectures and the municipalities of the rank of a province; else divisions of that rank.
    regions
        Keep the divisions within this one (四川), or the members of a functional region.
    years
        Years to keep; all that the panel has where ``None``.
    scope
        The whole division (全市) or its urban districts (市辖区).

    Raises
    ------
    DataError
        No rows, or words that mean nothing in the panel; the error names what there is.
    """
    import polars as pl

    from gongxing.panel import PanelError
    from gongxing.panel.formula import formula

    columns = {word: column_of(word) for word in words}
    try:
        formulas = {name: formula(name) for name in columns.values() if _is_formula(name)}
        named = [name for name in columns.values() if name not in formulas]
        parts = {part: column_of(part) for read in formulas.values() for part in read.parts}
        wanted = list(dict.fromkeys(name for name in (*named, *parts.values()) if name not in _OF_REGIONS))
        if not wanted:
            raise DataError("expected an indicator among the columns, but none was named; name one, e.g. gdp_per_head")
        frame = panel.wide(wanted, years, scope=scope)
    except PanelError as error:
        raise DataError(f"{error}; gongxing table FILE lists what a table has") from error
    frame = frame.with_columns(
        read.worked_out(lambda part: pl.col(parts[part]), pl.lit).alias(name) for name, read in formulas.items()
    )
    frame = _at_level(frame, level)
    frame = frame.with_columns(
        province=pl.col("code").map_elements(_province, pl.String),
        prefecture=pl.col("code").str.slice(0, 4) + "00",
    )
    if regions is not None:
        frame = frame.filter(pl.col("code").is_in(_members(regions)))
    frame = frame.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in wanted))
    notes = [*_absent(frame, wanted), *(Note("worked_out", {"name": name}) for name in formulas)]
    if "zone" in columns.values():
        frame, said = _zoned(frame, zones)
        notes += said
    if frame.height == 0:
        raise DataError(f"expected values of {', '.join(wanted)}, but no region has any; check level, years, regions")
    return Inputs(frame, columns, tuple(notes))


def _is_formula(word: str) -> bool:
    return any(sign in word for sign in "+*/")


def _at_level(frame: pl.DataFrame, level: str) -> pl.DataFrame:
    import polars as pl

    if level == "any":
        return frame
    code = pl.col("code")
    province, prefecture = code.str.ends_with("0000"), code.str.ends_with("00")
    municipal = code.str.slice(0, 2).is_in(["11", "12", "31", "50"])
    kept = {
        "city": (prefecture & ~province) | (province & municipal),
        "province": province,
        "prefecture": prefecture & ~province,
        "county": ~prefecture,
    }[level]
    return frame.filter(kept)


@cache
def _province(code: str) -> str:
    from gongxing.regions import division, history

    above = code[:2] + "0000"
    found = division(above) or next(iter(history(above)), None)
    return found.short if found else above


def _members(name: str) -> list[str]:
    """Return the codes of all divisions within a division or a functional region, of any year."""
    from gongxing.regions import divisions, functional_regions, resolve

    region = functional_regions().get(name)
    tops = region.members if region and region.members else (name,)
    codes: list[str] = []
    for top in tops:
        found = resolve(top)
        if found is None:
            raise DataError(f"expected a division or a functional region, but {top!r} came; write its name or code")
        codes += [entry.code for entry in divisions() if entry.within(found.code)]
    return codes


def _zoned(frame: pl.DataFrame, zones: Sequence[str]) -> tuple[pl.DataFrame, list[Note]]:
    import polars as pl

    if not zones:
        raise DataError(
            "zone: expected the functional regions to compare, but none was named; name them with --zones "
            "成都平原经济区,川南经济区, or group by province"
        )
    zone_of: dict[str, str] = {}
    for zone in zones:
        for code in _members(zone):
            if zone_of.setdefault(code, zone) != zone:
                raise DataError(f"zone: {code} is in {zone_of[code]} and in {zone}; name zones that do not overlap")
    frame = frame.with_columns(zone=pl.col("code").replace_strict(zone_of, default=None, return_dtype=pl.String))
    outside = frame.filter(pl.col("zone").is_null())["code"].unique().sort().to_list()
    notes = [Note("outside_zones", {"count": len(outside)})] if outside else []
    return frame.filter(pl.col("zone").is_not_null()), notes


def _absent(frame: pl.DataFrame, wanted: Sequence[str]) -> list[Note]:
    """Note years in which a column has no value at all."""
    import polars as pl

    notes = []
    for name in wanted:
        empty = (
            frame.group_by("year").agg(pl.col(name).is_not_null().any().alias("there")).filter(~pl.col("there"))
        )["year"].sort().to_list()  # fmt: skip
        if empty:
            notes.append(Note("no_source", {"name": name, "years": tuple(empty)}))
    return notes


def argument_of(measure: Measure, name: str, text: str) -> Any:
    """Return the value of an argument of a measure from the text that a user wrote.

    The default of the argument says what it is: a number, ``yes`` or ``no``, a list with commas, a word.

    Raises
    ------
    DataError
        The measure has no such argument, or the text does not fit it.
    """
    parameters = measure.signature.parameters
    if name not in parameters or name == "data":
        takes = ", ".join(other for other in parameters if other not in ("data", "dimensions"))
        raise DataError(f"{measure.id} has no argument {name!r}; it takes {takes}")
    default, annotation = parameters[name].default, str(parameters[name].annotation)
    try:
        if isinstance(default, bool):
            return {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}[text.lower()]
        if isinstance(default, int) or annotation.startswith("int"):
            return int(text)
        if isinstance(default, float) or annotation.startswith("float"):
            return float(text)
        if annotation.startswith("Mapping"):
            return {
                name.strip(): float(number) for name, _, number in (part.partition(":") for part in text.split(","))
            }
        if any(kind in annotation for kind in ("Sequence[float]", "list[float]")):
            return [float(part) for part in text.split(",")]
        if "Sequence[int]" in annotation:
            return [int(part) for part in text.split(",")]
    except (KeyError, ValueError):
        kind = "yes or no" if isinstance(default, bool) else "numbers" if "," in text else "a number"
        raise DataError(f"{measure.id}: {name}: expected {kind}, but {text!r} came") from None
    parts = [part.strip() for part in text.split(",")]
    listed = len(parts) > 1 or "Sequence[str]" in annotation.replace("str | Sequence[str]", "")
    return parts if listed else text


def from_panel(
    measure: Measure, panel: Panel, arguments: Mapping[str, Any]
) -> tuple[pl.DataFrame, dict[str, Any], tuple[Note, ...]]:
    """Return the frame that a measure takes from a panel, its arguments with words made columns, and notes.

    Cities (prefectures and municipalities) as whole divisions; :func:`inputs_of` offers other choices.

    Raises
    ------
    DataError
        As for :func:`inputs_of`.
    """
    words = {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in arguments.items()
        if value and name not in ("data", "dimensions") and names_columns(measure, name)
    }
    listed = [word for name, found in words.items() if name != "id" for word in found]
    inputs = inputs_of(panel, listed)
    columns = {
        name: inputs.columns[found[0]] if isinstance(arguments[name], str) else [inputs.columns[word] for word in found]
        for name, found in words.items()
        if name != "id"
    }
    return inputs.frame, columns, inputs.notes


def names_columns(measure: Measure, name: str) -> bool:
    """Whether an argument of a measure names columns of the frame."""
    need = measure.needs.get(name)
    annotation = str(measure.signature.parameters[name].annotation)
    return (need is not None and need.kind != "weights") or name in ("by", "group", "id") or "Columns" in annotation


def weights_of(text: str) -> Any:
    """Return spatial weights from a word (``queen``, ``nearest:5``: handed on as it is) or the path of a CSV.

    Parameters
    ----------
    text
        The word, or the path of a CSV with the columns origin, destination and (unless all are 1) weight.

    Raises
    ------
    DataError
        It is neither.
    """
    import polars as pl

    from gongxing.measures.neighbourhoods import WORDS, is_word

    if is_word(text):
        return text
    try:
        return pl.read_csv(text, schema_overrides={"origin": pl.String, "destination": pl.String})
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(f"w: {text}: expected one of {WORDS}, or a CSV, but {error}; check the name") from error


def required(measure: Measure) -> list[str]:
    """Return the arguments that a user must give, beside the data."""
    return [
        name for name, parameter in measure.signature.parameters.items()
        if parameter.default is inspect.Parameter.empty and name != "data"
    ]  # fmt: skip
