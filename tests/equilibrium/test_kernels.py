"""Kernels of every kind multiply alike; factors, masks and sparse shares are the matrices they stand for."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from economies import random_economy
from scipy import sparse

from gongxing.equilibrium import Economy, Shock, Where
from gongxing.equilibrium import kernels as kernels_module
from gongxing.equilibrium.blocks import find_blocks
from gongxing.equilibrium.gravity import balance
from gongxing.equilibrium.kernels import Dense, Sparse
from gongxing.equilibrium.system import System
from gongxing.equilibrium.threads import threads_for

HATS = ("wages", "resident_income", "rents", "prices", "residents", "jobs", "welfare")


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("n", [1, 3, 7, 130, 257])
def test_compiled_sweeps_equal_their_numpy_twin(n: int, threads: int) -> None:
    from gongxing.equilibrium.compiled import Compiled

    random = np.random.default_rng(n)
    matrix, v, u = random.random((n, n)), random.random(n), random.random(n)
    plain, fast = Dense(matrix), Compiled(matrix)
    with threads_for(n, threads):
        np.testing.assert_allclose(fast.right(v), plain.right(v), rtol=1e-13)
        np.testing.assert_allclose(fast.left(u), plain.left(u), rtol=1e-13)
        for ours, theirs in zip(fast.pair(v, u), plain.pair(v, u), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-13)


def test_large_economies_are_solved_by_compiled_sweeps_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    economy, random = random_economy(90, 1), np.random.default_rng(0)
    side = np.arange(90) < 40
    far = np.where(side[:, None] != side, 1e3, 1.0)
    for shock in (
        Shock(productivity=1 + 0.2 * random.random(90), trade_cost=np.exp(0.2 * random.normal(size=(90, 90)))),
        Shock(commuting_cost=Where(far > 1, 1e3), trade_cost=far),
    ):
        plain = economy.counterfactual(shock)
        with monkeypatch.context() as changed:
            for module in (kernels_module, sys.modules["gongxing.equilibrium.blocks"]):
                changed.setattr(module, "COMPILED_REGIONS", 50)
            fast = economy.counterfactual(shock, threads=2)
            system = System(economy, shock)
            assert type(system.trade).__name__ == "Compiled"
            np.testing.assert_array_equal(find_blocks(system), plain.certificate.blocks)
        for name in HATS:
            np.testing.assert_allclose(getattr(fast, name), getattr(plain, name), rtol=1e-9)


def test_importing_compiles_nothing_and_small_economies_load_no_compiler() -> None:
    code = (
        "import sys, numpy as np\n"
        "from gongxing.equilibrium import Economy, Shock\n"
        "half = np.full((2, 2), 0.25)\n"
        "Economy(np.ones(2), np.ones(2), np.ones(2), half, 2 * half).counterfactual(Shock(productivity=[1.1, 1]))\n"
        "print('numba' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "False"


def sparse_economy(n: int, seed: int) -> Economy:
    """Most pairs do not commute."""
    random = np.random.default_rng(seed)
    flows = np.where(random.random((n, n)) < 0.05, random.random((n, n)), 0) + np.eye(n)
    commuting = flows / flows.sum()
    wages = 0.5 + random.random(n)
    trade, _, _ = balance(random.random((n, n)) + np.eye(n), commuting.sum(0) * wages, commuting @ wages, "trade")
    return Economy(wages, commuting.sum(0), commuting.sum(1), commuting, trade / trade.sum(0))


def test_sparse_commuting_stays_sparse_and_answers_alike() -> None:
    economy, random = sparse_economy(80, 2), np.random.default_rng(1)
    cost, taste = np.exp(0.3 * random.normal(size=(80, 80))), np.exp(0.3 * random.normal(size=(80, 80)))
    side = np.arange(80) < 30
    far = np.where(side[:, None] != side, 1e3, 1.0)
    given = Economy(
        economy.wages, economy.jobs, economy.residents, sparse.coo_array(economy.commuting), economy.trade
    )  # fmt: skip
    for shock in (Shock(commuting_cost=cost, amenity=taste), Shock(commuting_cost=far, trade_cost=far)):
        system = System(economy, shock)
        assert isinstance(system.commuting, Sparse)
        found = economy.counterfactual(shock)
        assert found.certificate.certified
        np.testing.assert_allclose(given.counterfactual(shock).wages, found.wages, rtol=1e-12)
        economy.__dict__["commuting_shares"] = economy.commuting  # the same, dense
        dense = economy.counterfactual(shock)
        del economy.__dict__["commuting_shares"]
        for name in HATS:
            np.testing.assert_allclose(getattr(found, name), getattr(dense, name), rtol=1e-9)
        np.testing.assert_allclose(found.commuting, dense.commuting, atol=1e-12)
    slopes = economy.sensitivity().forward(productivity=np.ones(80))
    np.testing.assert_allclose(slopes["wages"], 0, atol=1e-9)


@pytest.mark.parametrize("name", ["amenity", "commuting_cost", "trade_cost"])
def test_factors_and_masks_are_the_matrices_they_stand_for(name: str) -> None:
    economy, random = random_economy(8, 7), np.random.default_rng(5)
    rows, columns = np.exp(0.3 * random.normal(size=(8, 1))), np.exp(0.3 * random.normal(size=(1, 8)))
    mask = random.random((8, 8)) < 0.4
    ones = np.ones((8, 8))
    for short, full in ((rows, rows * ones), (columns, columns * ones), (Where(mask, 1.4), np.where(mask, 1.4, 1.0))):
        one, two = (economy.counterfactual(Shock(**{name: value}), tolerance=1e-11) for value in (short, full))
        for hat in HATS:
            np.testing.assert_allclose(getattr(one, hat), getattr(two, hat), rtol=1e-9)
        np.testing.assert_allclose(one.commuting, two.commuting, rtol=1e-9)
        np.testing.assert_allclose(one.trade, two.trade, rtol=1e-9)


def test_ones_form_no_kernel_of_their_own() -> None:
    economy, ones = random_economy(8, 7), np.ones((8, 8))
    system = System(economy, Shock(np.ones(8), ones, ones, Where(ones < 0, 3.0)))
    assert system.changes.are_nothing
    assert system.trade.dense() is economy.trade
    assert system.commuting.dense() is economy.commuting


@pytest.mark.parametrize(
    ("mask", "ratio", "words"),
    [
        (np.ones((2, 2)), 2.0, "trade_cost: expected a mask of truth values"),
        (np.ones((3, 3), bool), 2.0, "trade_cost: expected a mask of truth values"),
        (np.ones((2, 2), bool), -1.0, "trade_cost: expected a positive ratio, got -1.0"),
    ],
)
def test_masks_that_do_not_fit_are_named(mask: np.ndarray, ratio: float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        random_economy(2, 1).counterfactual(Shock(trade_cost=Where(mask, ratio)))


def test_threads_below_one_are_refused() -> None:
    with pytest.raises(ValueError, match="threads: expected 1 or more, got 0"):
        random_economy(2, 1).counterfactual(Shock(productivity=[1.1, 1.0]), threads=0)
