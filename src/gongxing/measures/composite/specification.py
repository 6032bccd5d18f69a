"""The specification of a composite index: a TOML file (or dictionary) that is checked as a whole before anything runs.

::

    name = "城市创新指数"
    id = "code"                     # column of region codes
    time = "year"                   # column of years; ranks are within a year, scales over the whole panel
    normalisation = "min-max"       # min-max, z, rank, reference
    weighting = "entropy"           # equal, given, entropy, critic, pca, ahp
    aggregation = "arithmetic"      # arithmetic, geometric, topsis
    missing = "raise"               # raise, drop, reweight, carry (the last earlier value of the region; else drop)
    times = [2023]                  # years to score; earlier ones then only lend values to "carry"

    [[indicators]]
    column = "patents"
    per = "residents"               # patents a resident
    direction = "higher"            # or "lower" is better
    dimension = "outputs"
    weight = 2                      # for weighting = "given"
    transform = "log"               # or "none": before the scale

    [[dimensions]]                  # where dimensions have weights of their own
    name = "outputs"
    weight = 0.5

    [robustness]                    # what else could have been chosen
    runs = 1000
    seed = 1
    weight_spread = 0.25            # each weight times 1 ± 25 %
    normalisations = ["min-max", "rank"]
    weightings = ["entropy", "equal"]
    aggregations = ["arithmetic", "geometric"]
    leave_out = true                # also without any one indicator

    [[claims]]
    region = "511400"
    time = 2025
    rank = 17
    change = 24                     # places gained since
    since = 2023
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args

from gongxing.measures.errors import DataError
from gongxing.measures.kernels.aggregation import Aggregation
from gongxing.measures.kernels.normalisation import Direction, Normalisation

Weighting = Literal["equal", "given", "entropy", "critic", "pca", "ahp"]
Gaps = Literal["raise", "drop", "reweight", "carry"]
Transform = Literal["none", "log"]


@dataclass(frozen=True, slots=True)
class IndexIndicator:
    """One indicator of an index: a column, over another where ``per`` is given, its direction and its place."""

    column: str
    per: str | None = None
    direction: Direction = "higher"
    dimension: str | None = None
    weight: float | None = None
    transform: Transform = "none"
    reference: float | None = None

    @property
    def name(self) -> str:
        """The name that results show: ``patents / residents``."""
        return f"{self.column} / {self.per}" if self.per else self.column


@dataclass(frozen=True, slots=True)
class Robustness:
    """The choices that could as well have been made, and how many runs draw from them."""

    runs: int = 1000
    seed: int = 0
    weight_spread: float = 0.25
    normalisations: tuple[Normalisation, ...] = ()
    weightings: tuple[Weighting, ...] = ()
    aggregations: tuple[Aggregation, ...] = ()
    leave_out: bool = False
    level: float = 0.9
    sobol: int = 256


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about a rank, to be rebuilt: ``change`` is the places gained since ``since``."""

    region: str
    rank: int | None = None
    time: Any = None
    change: int | None = None
    since: Any = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """A checked specification; see the module."""

    indicators: tuple[IndexIndicator, ...]
    name: str = "index"
    id: str = "code"
    time: str | None = None
    normalisation: Normalisation = "min-max"
    weighting: Weighting = "equal"
    aggregation: Aggregation = "arithmetic"
    missing: Gaps = "raise"
    entropy_shift: float = 0.0
    floor: float = 0.01
    regions: tuple[str, ...] | None = None
    times: tuple[Any, ...] | None = None
    dimensions: Mapping[str, float | None] = field(default_factory=dict)
    comparisons: tuple[tuple[float, ...], ...] | None = None
    robustness: Robustness | None = None
    claims: tuple[Claim, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the indicators take, denominators included, each once."""
        named = (column for i in self.indicators for column in (i.column, i.per) if column is not None)
        return tuple(dict.fromkeys(named))


def load_specification(source: str | Path | Mapping[str, Any] | IndexSpec) -> IndexSpec:
    """Return a checked specification from a TOML file, a dictionary, or as it is.

    Raises
    ------
    DataError
        Everything that is wrong, in one message: unknown keys and words (with the nearest known), missing columns,
        weights that are negative or sum to zero, choices that do not go together.
    """
    if isinstance(source, IndexSpec):
        return source
    if isinstance(source, Mapping):
        return _checked(source, "specification")
    path = Path(source)
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise DataError(
            f"{path}: expected a specification (TOML), but it cannot be read ({error.strerror}); check the path"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: expected TOML in UTF-8, but {error}; mend that line") from None
    return _checked(content, str(path))


class _Reader:
    """Reads keys of a table, collecting what is wrong rather than stopping at the first."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def known(self, table: Mapping[str, Any], keys: Sequence[str], where: str) -> None:
        for key in table:
            if key not in keys:
                near = get_close_matches(key, keys, 1)
                hint = f"did you mean {near[0]}?" if near else f"it takes {', '.join(keys)}"
                self.wrong.append(f"{where}: there is no key {key!r}; {hint}")

    def value(self, table: Mapping[str, Any], key: str, kind: type | tuple[type, ...], default: Any, where: str) -> Any:
        found = table.get(key, default)
        right = isinstance(found, kind) and not (isinstance(found, bool) and kind is not bool)
        if key in table and not right:
            kinds = kind if isinstance(kind, tuple) else (kind,)
            self.wrong.append(f"{where}.{key}: expected {' or '.join(k.__name__ for k in kinds)}, but {found!r} came")
            return default
        return found

    def word(self, table: Mapping[str, Any], key: str, words: Any, default: str, where: str) -> Any:
        found = table.get(key, default)
        if found not in get_args(words):
            self.wrong.append(f"{where}.{key}: expected one of {', '.join(get_args(words))}, but {found!r} came")
            return default
        return found

    def words(self, table: Mapping[str, Any], key: str, words: Any, default: tuple[str, ...], where: str) -> Any:
        found = self.value(table, key, list, list(default), where)
        bad = [item for item in found if item not in get_args(words)]
        if bad:
            self.wrong.append(f"{where}.{key}: expected words of {', '.join(get_args(words))}, but {bad[0]!r} came")
            return default
        return tuple(found)


_NUMBER = (int, float)
_TOP = ("name", "id", "time", "normalisation", "weighting", "aggregation", "missing", "entropy_shift", "floor",
        "regions", "times", "indicators", "dimensions", "comparisons", "robustness", "claims")  # fmt: skip


def _checked(content: Mapping[str, Any], where: str) -> IndexSpec:
    read = _Reader()
    read.known(content, _TOP, where)
    indicators = _indicators(read, content, where)
    regions = read.value(content, "regions", list, None, where)
    times = read.value(content, "times", list, None, where)
    comparisons = read.value(content, "comparisons", list, None, where)
    spec = IndexSpec(
        indicators=indicators,
        name=read.value(content, "name", str, "index", where),
        id=read.value(content, "id", str, "code", where),
        time=read.value(content, "time", str, None, where),
        normalisation=read.word(content, "normalisation", Normalisation, "min-max", where),
        weighting=read.word(content, "weighting", Weighting, "equal", where),
        aggregation=read.word(content, "aggregation", Aggregation, "arithmetic", where),
        missing=read.word(content, "missing", Gaps, "raise", where),
        entropy_shift=float(read.value(content, "entropy_shift", _NUMBER, 0.0, where)),
        floor=float(read.value(content, "floor", _NUMBER, 0.01, where)),
        regions=None if regions is None else tuple(str(region) for region in regions),
        times=None if times is None else tuple(times),
        dimensions=_dimensions(read, content, indicators, where),
        comparisons=None if comparisons is None else tuple(tuple(float(v) for v in row) for row in comparisons),
        robustness=_robustness(read, content, where),
        claims=_claims(read, content, where),
    )
    _check_together(read, spec, where)
    if read.wrong:
        listed = "\n  ".join(read.wrong)
        raise DataError(
            f"{where}: expected a valid specification, but {len(read.wrong)} things are wrong; mend them:\n  {listed}"
        )
    return spec


def _indicators(read: _Reader, content: Mapping[str, Any], where: str) -> tuple[IndexIndicator, ...]:
    found = []
    for position, entry in enumerate(read.value(content, "indicators", list, [], where), 1):
        at = f"{where}: indicators[{position}]"
        if not isinstance(entry, Mapping):
            read.wrong.append(f"{at}: expected a table with a column, but {entry!r} came")
            continue
        read.known(entry, ("column", "per", "direction", "dimension", "weight", "transform", "reference"), at)
        if not isinstance(entry.get("column"), str):
            read.wrong.append(f'{at}: expected a column, but there is none; write column = "…"')
            continue
        found.append(
            IndexIndicator(
                entry["column"],
                read.value(entry, "per", str, None, at),
                read.word(entry, "direction", Direction, "higher", at),
                read.value(entry, "dimension", str, None, at),
                read.value(entry, "weight", _NUMBER, None, at),
                read.word(entry, "transform", Transform, "none", at),
                read.value(entry, "reference", _NUMBER, None, at),
            )
        )
    if not found:
        read.wrong.append(f"{where}: expected indicators, but there are none; add tables [[indicators]] with a column")
    names = [indicator.name for indicator in found]
    for name in sorted({name for name in names if names.count(name) > 1}):
        read.wrong.append(f"{where}: the indicator {name!r} stands twice; leave one out")
    return tuple(found)


def _dimensions(
    read: _Reader, content: Mapping[str, Any], indicators: tuple[IndexIndicator, ...], where: str
) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    used = {indicator.dimension for indicator in indicators} - {None}
    for position, entry in enumerate(read.value(content, "dimensions", list, [], where), 1):
        at = f"{where}: dimensions[{position}]"
        read.known(entry, ("name", "weight"), at)
        name = read.value(entry, "name", str, "", at)
        if name not in used:
            read.wrong.append(f"{at}: no indicator belongs to dimension {name!r}; the indicators name {_or(used)}")
        found[name] = read.value(entry, "weight", _NUMBER, None, at)
    if used and len(used) < len({indicator.dimension for indicator in indicators}):
        read.wrong.append(f"{where}: some indicators have a dimension and some have none; give each one")
    for name in sorted(used - set(found)):  # type: ignore[type-var]
        found[str(name)] = None
    return found


def _robustness(read: _Reader, content: Mapping[str, Any], where: str) -> Robustness | None:
    if "robustness" not in content:
        return None
    at, entry = f"{where}: robustness", content["robustness"]
    names = (
        "runs",
        "seed",
        "weight_spread",
        "normalisations",
        "weightings",
        "aggregations",
        "leave_out",
        "level",
        "sobol",
    )
    read.known(entry, names, at)
    found = Robustness(
        read.value(entry, "runs", int, 1000, at),
        read.value(entry, "seed", int, 0, at),
        float(read.value(entry, "weight_spread", _NUMBER, 0.25, at)),
        read.words(entry, "normalisations", Normalisation, (), at),
        read.words(entry, "weightings", Weighting, (), at),
        read.words(entry, "aggregations", Aggregation, (), at),
        read.value(entry, "leave_out", bool, False, at),
        float(read.value(entry, "level", _NUMBER, 0.9, at)),
        read.value(entry, "sobol", int, 256, at),
    )
    if not 0 <= found.weight_spread < 1:
        read.wrong.append(f"{at}.weight_spread: expected 0 to below 1, but {found.weight_spread} came")
    if not 0 < found.level < 1:
        read.wrong.append(f"{at}.level: expected a number between 0 and 1, but {found.level} came")
    if found.runs < 2:
        read.wrong.append(f"{at}.runs: expected 2 or more, but {found.runs} came")
    if found.sobol and found.sobol & (found.sobol - 1):
        read.wrong.append(f"{at}.sobol: expected a power of 2 (or 0 for none), but {found.sobol} came")
    return found


def _claims(read: _Reader, content: Mapping[str, Any], where: str) -> tuple[Claim, ...]:
    found = []
    for position, entry in enumerate(read.value(content, "claims", list, [], where), 1):
        at = f"{where}: claims[{position}]"
        read.known(entry, ("region", "rank", "time", "change", "since", "of"), at)
        claim = Claim(
            str(entry.get("region", "")),
            read.value(entry, "rank", int, None, at),
            entry.get("time"),
            read.value(entry, "change", int, None, at),
            entry.get("since"),
            read.value(entry, "of", int, None, at),
        )
        if not claim.region or (claim.rank is None and claim.change is None):
            read.wrong.append(f'{at}: expected a region and a rank or a change; write region = "…" and rank = …')
        if (claim.change is None) != (claim.since is None):
            read.wrong.append(f"{at}: change and since belong together; give both")
        found.append(claim)
    return tuple(found)


def _check_together(read: _Reader, spec: IndexSpec, where: str) -> None:
    weights = [indicator.weight for indicator in spec.indicators]
    robust = spec.robustness or Robustness()
    if "given" in (spec.weighting, *robust.weightings):
        lacking = [indicator.name for indicator in spec.indicators if indicator.weight is None]
        if lacking:
            read.wrong.append(f'{where}: weighting "given" needs a weight for each indicator; {_or(lacking)} has none')
        elif any((weight or 0) < 0 for weight in weights) or sum(weight or 0 for weight in weights) <= 0:
            read.wrong.append(f"{where}: expected weights of at least 0 with a sum above 0, but {weights} came")
    given = [weight for weight in spec.dimensions.values() if weight is not None]
    if given and (len(given) < len(spec.dimensions) or min(given) < 0 or sum(given) <= 0):
        read.wrong.append(f"{where}: expected a weight of at least 0 for every dimension, or for none")
    if "ahp" in (spec.weighting, *robust.weightings) and spec.comparisons is None:
        read.wrong.append(f'{where}: weighting "ahp" needs comparisons, a matrix over the indicators (or dimensions)')
    ways, scales = {spec.aggregation, *robust.aggregations}, {spec.normalisation, *robust.normalisations}
    if "geometric" in ways and "z" in scales:
        read.wrong.append(f"{where}: a geometric mean needs scores of 0 or more; leave out z or geometric")
    if "reference" in scales and any(indicator.reference is None for indicator in spec.indicators):
        read.wrong.append(f'{where}: normalisation "reference" needs a reference for each indicator')
    if "entropy" in (spec.weighting, *robust.weightings) and "z" in scales:
        read.wrong.append(f"{where}: entropy weights need scores of 0 or more; leave out z or entropy")
    if spec.missing == "carry" and spec.time is None:
        read.wrong.append(f'{where}: missing "carry" takes the value of an earlier year; name the column of time')
    if spec.times is not None and spec.time is None:
        read.wrong.append(f"{where}: times chooses years; name the column of time")
    if any(claim.since is not None or claim.time is not None for claim in spec.claims) and spec.time is None:
        read.wrong.append(f"{where}: claims about years need the column of time")


def _or(names: Any) -> str:
    return ", ".join(sorted(map(str, names))[:5]) or "none"
