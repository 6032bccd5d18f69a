"""Weights are keyed by code: reordered, cut, standardised and written out without losing track of who is who."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from gongxing.regions.errors import RegionError
from gongxing.regions.weights import Weights

LINE = Weights.from_pairs(
    [("a", "b"), ("b", "a"), ("b", "c"), ("c", "b", 3.0)], ["a", "b", "c", "d"], description="a line and an island"
)


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    codes = draw(st.lists(st.text("0123456789", min_size=1, max_size=4), unique=True, max_size=8))
    size = len(codes)
    cells = draw(st.lists(st.sampled_from([0.0, 0.0, 1.0, 0.25, 7.5]), min_size=size**2, max_size=size**2))
    return Weights.from_matrix(codes, np.reshape(cells, (size, size)))


def test_rows_give_weights_to_neighbours() -> None:
    assert LINE.matrix.toarray().tolist() == [[0, 1, 0, 0], [1, 0, 1, 0], [0, 3, 0, 0], [0, 0, 0, 0]]
    assert LINE.islands == ("d",)
    assert LINE.neighbours("c") == {"b": 3.0}
    assert "4 regions, 4 weights" in repr(LINE)


def test_row_standardised_rows_add_to_one_and_islands_stay_empty() -> None:
    standard = LINE.row_standardised()
    assert standard.matrix.toarray().tolist() == [[0, 1, 0, 0], [0.5, 0, 0.5, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
    assert standard.description == "a line and an island, row-standardised"


def test_a_region_that_only_counts_itself_is_an_island() -> None:
    assert Weights.from_pairs([("a", "a"), ("b", "a")]).islands == ("a",)


def test_aligned_takes_and_orders_by_code() -> None:
    cut = LINE.aligned(["c", "b"])
    assert cut.codes == ("c", "b")
    assert cut.matrix.toarray().tolist() == [[0, 3], [1, 0]]


def test_aligned_names_what_the_weights_lack() -> None:
    with pytest.raises(RegionError, match=r"of 8 codes .* lack 6 \(e, f, g, h, i, …\); bring both"):
        LINE.aligned([*"aefghij", "b"])


@settings(deadline=None)
@given(weights(), st.randoms())
def test_aligning_to_a_permutation_and_back_changes_nothing(made: Weights, random) -> None:
    order = list(made.codes)
    random.shuffle(order)
    shuffled = made.aligned(order)
    for i, origin in enumerate(order):
        for j, destination in enumerate(order):
            a, b = made.codes.index(origin), made.codes.index(destination)
            assert shuffled.matrix[i, j] == made.matrix[a, b]
    assert (shuffled.aligned(made.codes).matrix != made.matrix).nnz == 0


@settings(deadline=None)
@given(weights())
def test_a_table_holds_all_weights(made: Weights) -> None:
    for frame in (made.to_table(), made.to_table().to_pandas()):
        again = Weights.from_table(frame, made.codes)
        assert again.codes == made.codes
        assert (again.matrix != made.matrix).nnz == 0


@settings(deadline=None)
@given(weights())
def test_standardising_twice_is_standardising_once(made: Weights) -> None:
    once = made.row_standardised()
    sums = once.matrix.sum(axis=1)
    assert np.all(np.isclose(sums, 1) | (sums == 0))
    assert np.allclose(once.row_standardised().matrix.toarray(), once.matrix.toarray())


def test_numbers_for_codes_are_read() -> None:
    frame = pd.DataFrame({"origin": [510100, 510600.0], "destination": [510600, 510100], "weight": [1, 2]})
    assert Weights.from_table(frame).codes == ("510100", "510600")
    assert Weights.from_table(pl.DataFrame({"origin": [1], "destination": [2]})).matrix[0, 1] == 1


def test_stored_zeros_and_unsorted_entries_are_put_right() -> None:
    matrix = sparse.csr_array(([0.0, 2.0, 1.0], [1, 1, 0], [0, 1, 3]), shape=(2, 2))
    made = Weights(("a", "b"), matrix)
    assert made.matrix.nnz == 2
    assert made.islands == ("a",)
    assert matrix.nnz == 3


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Weights.from_matrix(["a", "b"], np.ones((2, 3))), "2 by 2; it came as (2, 3)"),
        (lambda: Weights.from_matrix(["a"], np.ones(1)), "two dimensions"),
        (lambda: Weights.from_matrix(["a", "a"], np.ones((2, 2))), "more than once: 1 (a)"),
        (lambda: Weights.from_matrix(["a", ""], np.ones((2, 2))), "non-empty"),
        (lambda: Weights.from_matrix(["a", "b"], [[0, -1], [0, 0]]), "in the row of a"),
        (lambda: Weights.from_matrix(["a", "b"], [[0, 1], [np.nan, 0]]), "in the row of b"),
        (lambda: Weights.from_pairs([("a", "b"), ("a", "b")]), "a → b came twice"),
        (lambda: Weights.from_pairs([("a", "b", "near")]), "must be a number; 'near' came"),
        (lambda: Weights.from_pairs([("a",)]), "('a',) came"),
        (lambda: Weights.from_pairs([("a", "z")], ["a", "b"]), "not among them are 1 (z)"),
        (lambda: Weights.from_table(pl.DataFrame({"from": ["a"], "destination": ["b"]})), "origin is missing among"),
        (
            lambda: Weights.from_table(
                pl.DataFrame({"origin": ["a"], "destination": [None]}, schema_overrides={"destination": pl.String})
            ),
            "of 1 rows these have one: 1 (1)",
        ),
        (lambda: LINE.neighbours("z"), "z is not among the 4 regions"),
    ],
)
def test_what_cannot_be_weights_is_explained(build, words: str) -> None:
    with pytest.raises(RegionError) as error:
        build()
    assert words in str(error.value)
