"""Solve a border of trade costs with gegravity, in the Python that has it; print seconds and factory-gate prices.

    python _gravity_peer.py CASE.npz

The file holds ``sales`` (N,), ``trade`` (N, N; rows production, columns sum to 1), ``cost`` (N, N; new over old) and
``sigma``. gegravity (OneSectorGE) has no workers: every region sells a fixed endowment and spends what it earns.
"""

from __future__ import annotations

import json
import sys
import time
import warnings

import gegravity
import numpy as np
import pandas as pd


def main() -> None:
    """Run."""
    warnings.simplefilter("ignore")
    case = np.load(sys.argv[1])
    sales, trade, sigma = case["sales"], case["trade"], float(case["sigma"])
    n = sales.size
    names = np.array([f"r{number:04d}" for number in range(n)])
    table = pd.DataFrame({
        "exporter": np.repeat(names, n), "importer": np.tile(names, n), "year": "0",
        "trade": (trade * sales).ravel(), "Y": np.repeat(sales, n), "E": np.tile(sales, n),
        "cost": np.log(trade).ravel(),  # any kernel with these flows; multilateral resistance takes up the rest
    })  # fmt: skip
    coefficients = gegravity.CostCoeffs(
        estimates=pd.DataFrame([{"var": "cost", "coeff": 1.0}]), identifier_col="var", coeff_col="coeff"
    )  # fmt: skip
    baseline = gegravity.BaselineData(
        table, imp_var_name="importer", exp_var_name="exporter", year_var_name="year", trade_var_name="trade",
        expend_var_name="E", output_var_name="Y",
    )  # fmt: skip
    started = time.process_time()
    model = gegravity.OneSectorGE(
        baseline, year="0", reference_importer=names[0], expend_var_name="E", output_var_name="Y", sigma=sigma,
        cost_variables=["cost"], cost_coeff_values=coefficients, quiet=True,
    )  # fmt: skip
    model.build_baseline()
    built = time.process_time()
    changed = model.baseline_data.copy()
    changed["cost"] = changed["cost"] + ((1 - sigma) * np.log(case["cost"])).ravel()
    model.define_experiment(changed)
    model.simulate()
    ended = time.process_time()
    prices = model.factory_gate_prices.iloc[:, -1].reindex(names)
    print(json.dumps({"baseline": built - started, "experiment": ended - built, "prices": prices.tolist()}))


if __name__ == "__main__":
    main()
