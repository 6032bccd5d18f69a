"""The registry of measures: what each one needs and gives, and how it is called.

A measure is a kernel (arrays in, a number or a frozen dataclass out; ``kernels/``) and ten lines that declare it::

    @declare(
        id="theil",
        family="inequality",
        needs={"value": Need(sign=">= 0"), "weight": Need(sign=">= 0"), "group": Need("label")},
        gives=Give(term="total", low=0, high="ln n", better="low"),
        decomposes=("between", "within"),
        scale="invariant",
        references=("theil1967", "bourguignon1979"),
    )
    def theil(table: Table, value: str, *, weight: str | None = None, by: By = None, group: By = None,
              id: str | None = "code", missing: Missing = "raise") -> Outcome:
        ...

The body gets a :class:`~gongxing.measures.frame.Table` (the user's frame, of polars or pandas, behind one interface)
and returns an :class:`~gongxing.measures.result.Outcome`. The decorated function takes the frame itself and returns a
:class:`~gongxing.measures.result.Result` with the same kind of frame; it is what users call. ``inequality.py`` is the
model: see :func:`gongxing.measures.inequality.theil`.

What else a measure needs: its words in ``catalogue/<family>.toml`` (``[id.zh]``, ``[id.en]``), its references in
``references.toml``, an example in ``tests/measures/golden/<family>.py``. ``tests/measures/test_registry.py`` runs over
all of it.

The words of arguments are the same everywhere: the value column is positional, then keyword-only

- ``weight``: a column of weights (population),
- ``by``: columns; one result for each of their values (a year),
- ``group``: columns; parts between and within which a total is split, the outermost first,
- ``time``: a column of years; ``activity``: a column of branches,
- ``id``: the column of region codes (default ``"code"``),
- ``w``: :class:`gongxing.regions.weights.Weights`, which ``Slice.weights(w)`` aligns by code,
- ``missing``: ``"raise"`` or ``"drop"``,
- ``permutations``, ``seed``, ``alternative`` (default ``"two-sided"``).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec

from gongxing.measures.errors import DataError
from gongxing.measures.notes import Note, unique
from gongxing.measures.result import Outcome, Result, Spec, without_nan

if TYPE_CHECKING:
    from gongxing.measures.frame import Table

P = ParamSpec("P")

# The families in the order in which lists show them; each is a module (or package) of this room.
FAMILIES = (
    "inequality", "convergence", "structure", "complexity", "association", "linkage", "hierarchy", "composite",
)  # fmt: skip

Kind = Literal["number", "label", "time", "weights"]
Sign = Literal["any", ">= 0", "> 0"]
Chart = Literal["auto", "trend", "bars", "line", "curve", "points", "matrix", "surface", "none", "intervals"]


@dataclass(frozen=True, slots=True)
class Need:
    """What an argument that names a column needs of it.

    ``kind`` is ``number`` (values), ``label`` (names of groups, activities), ``time`` (years) or ``weights`` (spatial
    weights, no column). ``sign`` limits numbers. ``adds``: ``True`` where only a quantity that sums over regions makes
    sense (gdp, residents), ``False`` where only one that does not (gdp per head). ``dimensions`` lists what may be
    measured (``money``, ``money/person`` …, as in the catalogue of indicators); empty: anything. ``adds`` and
    ``dimensions`` are checked where they are known: the column is named as an indicator of the catalogue, or the
    caller says ``dimensions={"column": "money/person"}``.
    """

    kind: Kind = "number"
    sign: Sign = "any"
    adds: bool | None = None
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Give:
    """What a measure gives.

    ``term`` is the row that is the measure itself (``total``, ``value``, ``speed``). ``unit`` is ``"1"`` for a pure
    number, ``"value"`` where it has the unit of the value column. ``low`` and ``high`` bound it (a number, a formula
    in words, or ``None``). ``better`` says which end is desirable, ``None`` where neither is.
    """

    term: str = "value"
    unit: str = "1"
    low: float | str | None = None
    high: float | str | None = None
    better: Literal["low", "high"] | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A registered measure: its declaration and the function that computes it."""

    id: str
    family: str
    needs: Mapping[str, Need]
    gives: Give
    references: tuple[str, ...]
    decomposes: tuple[str, ...] = ()
    scale: Literal["invariant", "equivariant", "other"] = "invariant"
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chart: Chart = "auto"
    version: str = "1"
    function: Callable[..., Result] = field(default=None, repr=False)  # type: ignore[assignment]

    def __call__(self, data: Any, /, *arguments: Any, **options: Any) -> Result:
        """Compute it; see ``signature`` and the docstring of ``function``."""
        return self.function(data, *arguments, **options)

    @property
    def signature(self) -> inspect.Signature:
        """The arguments of the function."""
        return inspect.signature(self.function)


_MEASURES: dict[str, Measure] = {}
# Arguments that every measure may have, with their choices; the rest of an argument's choices are declared.
CHOICES: dict[str, tuple[str, ...]] = {
    "missing": ("raise", "drop"),
    "alternative": ("two-sided", "greater", "less"),
}


def declare(
    *,
    id: str,
    family: str,
    needs: Mapping[str, Need],
    gives: Give,
    references: tuple[str, ...],
    decomposes: tuple[str, ...] = (),
    scale: Literal["invariant", "equivariant", "other"] = "invariant",
    choices: Mapping[str, tuple[str, ...]] | None = None,
    chart: Chart = "auto",
    version: str = "1",
) -> Callable[[Callable[Concatenate[Table, P], Outcome]], Callable[Concatenate[Any, P], Result]]:
    """Register a measure; the decorated function takes the frame and returns a :class:`Result`.

    Parameters
    ----------
    id, family
        The identifier that users write (``theil``) and one of :data:`FAMILIES`.
    needs
        For each argument that names a column, what the column must be. An argument is optional where the function
        gives it a default.
    gives
        What comes out.
    references
        Keys of ``references.toml``.
    decomposes
        The terms that add up to ``gives.term``.
    scale
        ``invariant`` where a change of unit of the values changes nothing, ``equivariant`` where the result changes
        with it in proportion, ``other``.
    choices
        For each argument with a closed list of words, the list; checked before the body runs.
    chart
        The chart that suits it; ``auto`` takes a line over years and else bars.
    version
        Raised when a change of the definition changes numbers.
    """

    def decorate(body: Callable[Concatenate[Table, P], Outcome]) -> Callable[Concatenate[Any, P], Result]:
        signature = _public_signature(body)

        @wraps(body)
        def call(data: Any, /, *arguments: P.args, **options: P.kwargs) -> Result:
            return _run(entry, body, signature, data, arguments, options)

        call.__signature__ = signature  # type: ignore[attr-defined]
        entry = Measure(
            id, family, dict(needs), gives, references, decomposes, scale, dict(choices or {}), chart, version, call
        )
        if id in _MEASURES:
            raise ValueError(f"two measures are called {id!r}")
        _MEASURES[id] = entry
        return call

    return decorate


def _public_signature(body: Callable[..., Outcome]) -> inspect.Signature:
    """Return the signature that users see: ``data`` first, ``dimensions`` last."""
    own = list(inspect.signature(body).parameters.values())
    data = inspect.Parameter("data", inspect.Parameter.POSITIONAL_ONLY)
    dimensions = inspect.Parameter("dimensions", inspect.Parameter.KEYWORD_ONLY, default=None)
    return inspect.Signature([data, *own[1:], dimensions], return_annotation="Result")


def _run(
    entry: Measure,
    body: Callable[..., Outcome],
    signature: inspect.Signature,
    data: Any,
    arguments: tuple[Any, ...],
    options: dict[str, Any],
) -> Result:
    import gongxing
    from gongxing.measures.frame import Table

    try:
        bound = signature.bind(data, *arguments, **options)
    except TypeError as error:
        takes = ", ".join(name for name in signature.parameters if name != "data")
        raise DataError(f"{entry.id}: {error}; it takes {takes}") from None
    bound.apply_defaults()
    said: tuple[Note, ...] = ()
    if type(data).__module__.startswith("gongxing.panel"):
        from gongxing.measures.inputs import from_panel

        data, columns, said = from_panel(entry, data, bound.arguments)
        bound.arguments.update(columns)
    given = {name: value for name, value in bound.arguments.items() if name != "data"}
    _check_choices(entry, given)
    table = Table(data, entry, given.pop("dimensions"))
    positional = [given.pop(name) for name in _positional(signature)]
    try:
        outcome = body(table, *positional, **given)
    except DataError as error:
        if ";" in str(error):
            raise
        # A kernel knows neither its measure nor what a user can do.
        raise DataError(f"{entry.id}: {error}; see the assumptions with explain, or name other columns") from error
    rows = without_nan(entry.id, outcome.rows)
    spec = dict(outcome.spec)
    spec.setdefault("weights", getattr(bound.arguments.get("w"), "description", None))
    arguments_used = {name: value for name, value in bound.arguments.items() if name not in ("data", "w")}
    return Result(
        entry,
        table.frame.implementation,
        rows,
        outcome.keys,
        unique((*said, *table.notes, *outcome.notes)),
        Spec(
            entry.id, f"{gongxing.__version__}/{entry.version}", arguments_used, spec.pop("weights", None),
            spec.pop("seed", bound.arguments.get("seed")), spec,
        ),
        outcome.details,
    )  # fmt: skip


def _positional(signature: inspect.Signature) -> list[str]:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return [name for name, parameter in signature.parameters.items() if parameter.kind is kind]


def _check_choices(entry: Measure, given: Mapping[str, Any]) -> None:
    for name, allowed in {**CHOICES, **entry.choices}.items():
        if name in given and given[name] not in allowed:
            listed = ", ".join(repr(choice) for choice in allowed)
            raise DataError(f"{entry.id}: {name} is one of {listed}; {given[name]!r} came")


@cache
def _load() -> None:
    for family in FAMILIES:
        import_module(f"gongxing.measures.{family}")


def measures() -> dict[str, Measure]:
    """Every measure by its id, in the order of the families."""
    _load()
    return dict(sorted(_MEASURES.items(), key=lambda item: FAMILIES.index(item[1].family)))


def find(words: str) -> list[Measure]:
    """Return the measures whose id, name, synonyms or one line in either language hold the words, best first.

    >>> [measure.id for measure in find("差距")]  # doctest: +SKIP
    """
    return [entry for _, entry in _ranked(words)]


def _ranked(words: str) -> list[tuple[int, Measure]]:
    """Return matches with how near they are: 0 the very name, 1 part of a name, 2 part of the one line."""
    from gongxing.measures.words import words as words_of

    wanted = words.strip().lower()
    found: list[tuple[int, Measure]] = []
    for entry in measures().values():
        texts = [words_of(entry.id, language) for language in ("zh", "en")]
        names = [entry.id, *(text.name for text in texts), *(name for text in texts for name in text.synonyms)]
        if wanted in (name.lower() for name in names):
            found.append((0, entry))
        elif any(wanted in name.lower() for name in names):
            found.append((1, entry))
        elif any(wanted in text.line.lower() for text in texts):
            found.append((2, entry))
    return sorted(found, key=lambda pair: pair[0])


def find_measure(name: str) -> Measure:
    """Return the measure of an id, a name or a synonym in either language.

    Raises
    ------
    DataError
        There is none, or several; the nearest are named.
    """
    _load()
    if name in _MEASURES:
        return _MEASURES[name]
    known = measures()
    matches = _ranked(name)
    exact = [entry for rank, entry in matches if rank == 0] or [entry for _, entry in matches]
    if len(exact) == 1:
        return exact[0]
    from difflib import get_close_matches

    near = [entry.id for entry in exact] or get_close_matches(name, known, 5, 0.5) or list(known)[:5]
    raise DataError(f"no measure is called {name!r}; did you mean {', '.join(near[:5])}? measures() lists all")


def measure(name: str, data: Any, /, *arguments: Any, **options: Any) -> Result:
    """Compute a measure by its id or name: ``measure("theil", frame, "gdp_per_head", weight="residents")``."""
    return find_measure(name).function(data, *arguments, **options)
