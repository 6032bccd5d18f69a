"""Every measure of the registry: words, references, worked examples, and what must hold whatever the measure."""

from __future__ import annotations

import importlib
import inspect
import math
import random
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from golden.example import Example

import gongxing.measures as measures
from gongxing.measures import DataError, Measure, Result
from gongxing.measures.registry import CHOICES
from gongxing.measures.words import references, shared, words

ALL = measures.measures()
EXAMPLES: dict[str, list[Example]] = {}
for _path in sorted((Path(__file__).parent / "golden").glob("*.py")):
    EXAMPLES.update(getattr(importlib.import_module(f"golden.{_path.stem}"), "EXAMPLES", {}))

every_measure = pytest.mark.parametrize("entry", list(ALL.values()), ids=list(ALL))
every_example = pytest.mark.parametrize(
    ("entry", "example"),
    [pytest.param(ALL[id], e, id=f"{id}-{k}") for id in ALL for k, e in enumerate(EXAMPLES.get(id, []))],
)


def run(entry: Measure, example: Example, columns=None, kind=pl.DataFrame, **changed) -> Result:
    options = {name: value() if callable(value) else value for name, value in example.options.items()}
    return entry(kind(dict(columns or example.columns)), *example.arguments, **{**options, **changed})


def picked(result: Result, wanted) -> float:
    rows = [
        row for row in result.records()
        if all(row[name] == value for name, value in wanted.items()) and ("group" in wanted or row["group"] is None)
    ]  # fmt: skip
    assert len(rows) == 1, f"{wanted} picks {len(rows)} rows"
    return rows[0]["value"]


def same(a: Result, b: Result, tolerance: float = 1e-9, factor: float = 1.0, terms=None) -> None:
    left = {tuple(v for k, v in row.items() if k not in ("value", "n")): row["value"] for row in a.records()}
    right = {tuple(v for k, v in row.items() if k not in ("value", "n")): row["value"] for row in b.records()}
    assert left.keys() == right.keys()
    at = len(a.keys) + 2
    for key, value in left.items():
        if terms is not None and key[at] not in terms:
            continue
        other = right[key]
        assert (value is None) == (other is None), key
        if value is not None:
            assert other == pytest.approx(factor * value, rel=tolerance, abs=tolerance), key


@every_measure
def test_the_catalogue_has_its_words_in_both_languages(entry: Measure) -> None:
    for language in ("zh", "en"):
        text = words(entry.id, language)
        assert text.name and text.line and text.reading and text.formula and text.assumptions and text.traps
        assert entry.family in shared(language)["families"]
    has_han = [any("一" <= c <= "鿿" for c in words(entry.id, language).line) for language in ("zh", "en")]
    assert has_han == [True, False]


@every_measure
def test_its_references_resolve(entry: Measure) -> None:
    assert entry.references
    for key in entry.references:
        assert key in references()


@every_measure
def test_it_has_a_worked_example_with_a_source(entry: Measure) -> None:
    assert EXAMPLES.get(entry.id), f"no example in tests/measures/golden for {entry.id}"
    for example in EXAMPLES[entry.id]:
        assert example.expected and example.source


@every_measure
def test_its_declared_needs_equal_its_signature(entry: Measure) -> None:
    parameters = entry.signature.parameters
    assert set(entry.needs) <= set(parameters), "a need that is no argument"
    own = [p for name, p in parameters.items() if name not in ("data", "dimensions")]
    first = list(entry.needs)[: sum(p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for p in own)]
    for parameter in own:
        if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD:
            assert parameter.name in first, f"{parameter.name} must be keyword-only"
    columns = {"value", "values", "weight", "group", "time", "activity", "w"}
    assert columns & set(parameters) <= set(entry.needs), "an argument that names a column declares no need"
    for name, choices in {**CHOICES, **entry.choices}.items():
        if name in parameters and parameters[name].default is not None:
            assert parameters[name].default in choices
    assert (entry.function.__doc__ or "").count("\n") > 3, "the docstring tells too little"


@every_example
def test_its_example_comes_out(entry: Measure, example: Example) -> None:
    result = run(entry, example)
    for wanted, number in example.expected:
        assert picked(result, wanted) == pytest.approx(number, rel=example.tolerance, abs=example.tolerance)


@every_example
def test_it_agrees_with_its_oracle(entry: Measure, example: Example) -> None:
    if example.oracle is None:
        pytest.skip("no other library computes it")
    result = run(entry, example)
    for wanted, number in example.oracle():
        assert picked(result, wanted) == pytest.approx(number, rel=1e-12, abs=1e-12)


@every_example
def test_parts_add_up(entry: Measure, example: Example) -> None:
    result = run(entry, example)
    for key in {row.key for row in result.rows}:
        parts = result.parts(key)
        mine = [v for term, v in parts.items() if any(term == d or term.startswith(f"{d} ") for d in entry.decomposes)]
        if mine and entry.gives.term in parts:
            total = parts[entry.gives.term]
            assert math.fsum(mine) == pytest.approx(total, rel=1e-12, abs=1e-12)


@every_example
def test_polars_in_polars_out_pandas_in_pandas_out(entry: Measure, example: Example) -> None:
    polars, pandas = run(entry, example), run(entry, example, kind=pd.DataFrame)
    assert isinstance(polars.table, pl.DataFrame)
    assert isinstance(pandas.table, pd.DataFrame)
    assert list(pandas.table.columns) == polars.table.columns
    assert polars.table.columns == ["measure", *polars.keys, "group", "term", "value", "unit", "n"]
    same(polars, pandas, 1e-15)


@every_example
def test_it_explains_and_cites_and_specifies_itself(entry: Measure, example: Example) -> None:
    result = run(entry, example)
    for language in ("zh", "en"):
        text = result.explain(language)
        assert words(entry.id, language).name in text
        assert "{" not in text.replace("\\frac{", "").replace("{x", "") or entry.id in text
    assert result.cite().count("\n") == len(entry.references) - 1
    assert result.spec.measure == entry.id
    assert set(result.spec.arguments) == set(entry.signature.parameters) - {"data", "w"}
    if entry.chart != "none":
        assert result.chart().to_dict()


@every_example
def test_the_order_of_rows_changes_nothing(entry: Measure, example: Example) -> None:
    n = len(next(iter(example.columns.values())))
    order = random.Random(1).sample(range(n), n)
    shuffled = {name: [column[k] for k in order] for name, column in example.columns.items()}
    same(run(entry, example), run(entry, example, shuffled), 1e-9)


@every_example
def test_it_declares_what_a_change_of_unit_does(entry: Measure, example: Example) -> None:
    if not example.values:
        pytest.skip("the example has no unit to change")
    scaled = {
        name: [v if v is None else 10 * v for v in column] if name in example.values else column
        for name, column in example.columns.items()
    }
    before, after = run(entry, example), run(entry, example, scaled)
    terms = example.scale_terms or (entry.gives.term, *entry.decomposes)
    if entry.scale == "invariant":
        same(before, after, 1e-8, terms=terms)
    elif entry.scale == "equivariant":
        same(before, after, 1e-8, 10.0, terms=terms)
    else:
        with pytest.raises(AssertionError):
            same(before, after, 1e-8, terms=terms)
        with pytest.raises(AssertionError):
            same(before, after, 1e-8, 10.0, terms=terms)


@every_example
def test_a_missing_value_is_an_error_or_a_note(entry: Measure, example: Example) -> None:
    column = example.values[0] if example.tries_missing == "" and example.values else example.tries_missing
    if not column:
        pytest.skip("the measure takes gaps as they are")
    first = next(k for k, value in enumerate(example.columns[column]) if value is not None)
    for hole in (None, math.nan):
        gap = {**example.columns, column: [hole if k == first else v for k, v in enumerate(example.columns[column])]}
        with pytest.raises(DataError, match=r"1 of \d+"):
            run(entry, example, gap)
        if "missing" not in entry.signature.parameters:
            continue
        try:
            result = run(entry, example, gap, missing="drop")
        except DataError as error:
            assert "expected" in str(error)
        else:
            assert any("dropped" in note for note in result.notes)


@every_example
@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_regions_give_numbers_or_a_clear_error(entry: Measure, example: Example, count: int) -> None:
    id = example.options.get("id", "code")
    column = example.columns.get(id) or list(range(len(next(iter(example.columns.values())))))
    few = set(list(dict.fromkeys(column))[:count])
    columns = {name: [v for v, code in zip(values, column, strict=True) if code in few]
               for name, values in example.columns.items()}  # fmt: skip
    options = {name: value() if callable(value) else value for name, value in example.options.items()}
    frame = pl.DataFrame(columns, schema=pl.DataFrame(dict(example.columns)).schema)
    try:
        result = entry(frame, *example.arguments, **options)
    except DataError as error:
        assert "expected" in str(error) or "needs" in str(error)
        assert count < 2 or ";" in str(error)
    else:
        assert count > 0, "no rows must be an error"
        assert all(row.value is None or math.isfinite(row.value) for row in result.rows)
        assert result.notes or all(row.value is not None for row in result.rows)


@every_example
def test_constants_give_numbers_or_a_clear_error(entry: Measure, example: Example) -> None:
    if not example.values:
        pytest.skip("the example has no values")
    same_everywhere = {name: [7.0] * len(v) if name in example.values else v for name, v in example.columns.items()}
    try:
        result = run(entry, example, same_everywhere)
    except DataError as error:
        assert ";" in str(error)
    else:
        assert all(row.value is None or math.isfinite(row.value) for row in result.rows)


@every_measure
def test_data_that_are_no_frame_are_refused(entry: Measure) -> None:
    example = EXAMPLES[entry.id][0]
    options = {name: value() if callable(value) else value for name, value in example.options.items()}
    with pytest.raises(DataError, match="polars or pandas"):
        entry([1, 2, 3], *example.arguments, **options)


def test_every_example_is_of_a_measure_and_every_text_too() -> None:
    from gongxing.measures.words import _catalogue

    assert set(EXAMPLES) == set(ALL)
    assert set(_catalogue()) == set(ALL)


def test_every_reference_is_used() -> None:
    assert set(references()) == {key for entry in ALL.values() for key in entry.references}
