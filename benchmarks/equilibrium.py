"""Speed of the spatial equilibrium on 401 regions, beside a literal port of the damped iteration, in one run.

    ./gx bench equilibrium              the border cases, all one-region shocks, large synthetic economies
    ./gx bench equilibrium --json       the same as JSON
    ./gx bench equilibrium --quick      without the large economies

The port iterates wages and the N x N commuting hat with step 0.25 and stops on the largest change, as the MATLAB
toolkits do. The error is the largest gap of a wage, rent, price, resident or job hat to the reference arrays (for trade
alone: to this engine at 1e-12). CPU seconds, one thread for linear algebra on both sides, median of the rounds. Arrays:
401 German counties, Seidel & Wickerath (2020), with the MRRH2018 toolkit of Ahlfeldt & Seidel, read from beside the
project.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from gongxing.equilibrium import Economy, Outcome, Shock
from gongxing.equilibrium.calibration import calibrate

Array = NDArray[np.float64]
DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "equilibrium"
HATS = {"wages": "w", "rents": "q", "prices": "p", "residents": "r", "jobs": "l"}


def port(d: dict[str, Array], khat: Array, dhat: Array, tolerance: float, limit: int) -> tuple[dict[str, Array], int]:
    """Iterate the model's equations as the toolkits do; return hats and iterations."""
    alpha, eps, delta, sigma, nu, step = 0.7, 4.6, 0.38, 4.0, 0.05, 0.25
    w, v, jobs, residents, lam, pi = (d[key] for key in ("w", "v", "L", "R", "lam", "pi"))
    workers = jobs.sum()
    what, lamhat = np.ones_like(w), np.ones_like(lam)
    count = 0
    while count < limit:
        count += 1
        choice = lam * (what / khat) ** eps
        choice /= choice.sum(1, keepdims=True)
        vhat = choice @ (w * what) / v
        rhat, lhat = workers * (lam * lamhat).sum(1) / residents, workers * (lam * lamhat).sum(0) / jobs
        qhat = (vhat * rhat) ** (1 / (1 + delta))
        supply = lhat ** (1 + (sigma - 1) * nu) * what ** (1 - sigma)
        demand = (pi * dhat ** (1 - sigma) * supply[:, None]).sum(0)
        pihat = dhat ** (1 - sigma) * supply[:, None] / demand
        phat = demand ** (1 / (1 - sigma))
        wage = (pi * pihat) @ (vhat * v * rhat * residents) / (w * lhat * jobs)
        wage /= (w * wage).mean()
        pull = (phat**alpha * qhat ** (1 - alpha))[:, None] ** -eps * (what / khat) ** eps
        pull /= (lam * pull).sum()
        change = max(np.abs(wage - what).max(), np.abs(pull - lamhat).max())
        what, lamhat = what + step * (wage - what), lamhat + step * (pull - lamhat)
        if change < tolerance:
            break
    return {"wages": what, "rents": qhat, "prices": phat, "residents": rhat, "jobs": lhat}, count


def timed(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Return the median CPU seconds of some rounds, and the last result."""
    seconds, result = [], None
    for _ in range(rounds):
        started = time.process_time()
        result = work()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds), result


def error(hats: Callable[[str], Array], reference: Callable[[str], Array]) -> float:
    """Return the largest gap of any hat to the reference."""
    return max(float(np.abs(hats(name) - reference(name)).max()) for name in HATS)


def border_cases(d: dict[str, Array], rounds: int) -> list[dict[str, Any]]:
    """Solve commuting, trade and both at two tolerances, by this engine and by the port."""
    economy = Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"])
    border, ones = np.where(d["east"][:, None] != d["east"], 1000.0, 1.0), np.ones_like(d["lam"])
    rows = []
    for case, khat, dhat in (("commuting", border, None), ("trade", None, border), ("both", border, border)):
        shock = Shock(commuting_cost=khat, trade_cost=dhat)
        if case == "trade":
            exact = economy.counterfactual(shock, tolerance=1e-12)
            reference = {name: getattr(exact, name) for name in HATS}
        else:
            stored = np.load(DATA / ("comm.npz" if case == "commuting" else "both.npz"))
            reference = {name: stored[key] for name, key in HATS.items()}
        for tolerance in (1e-4, 1e-10):
            ours, outcome = timed(lambda: economy.counterfactual(shock, tolerance=tolerance), rounds)  # noqa: B023
            theirs, (hats, count) = timed(
                lambda: port(d, ones if khat is None else khat, ones if dhat is None else dhat, tolerance, 1500),  # noqa: B023
                1,
            )
            rows.append({
                "case": case, "tolerance": tolerance, "seconds": ours, "port_seconds": theirs, "ratio": theirs / ours,
                "error": error(lambda name: getattr(outcome, name), reference.__getitem__),  # noqa: B023
                "bound": outcome.certificate.error_bound, "certified": outcome.certificate.certified,
                "evaluations": outcome.certificate.iterations,
                "port_error": error(hats.__getitem__, reference.__getitem__), "port_iterations": count,
            })  # fmt: skip
    return rows


def all_regions(d: dict[str, Array], rounds: int) -> dict[str, Any]:
    """Raise the productivity of each region by 5 % in turn, all at once."""
    economy = Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"])
    n = economy.regions
    seconds, outcomes = timed(lambda: economy.counterfactuals(productivity=1 + 0.05 * np.eye(n)), rounds)
    single, _ = timed(lambda: economy.counterfactual(Shock(productivity=1 + 0.05 * np.eye(n)[0])), rounds)
    return {"shocks": n, "seconds": seconds, "single": single, "in_single_solves": seconds / single,
            "bound": float(outcomes.error_bound.max()), "sweeps": outcomes.iterations}  # fmt: skip


def bandwidth() -> float:
    """Return bytes a second that one thread reads in a large product of a matrix and a vector."""
    matrix, vector = np.ones((6000, 6000)), np.ones(6000)
    seconds, _ = timed(lambda: matrix @ vector, 5)
    return matrix.nbytes / seconds


def synthetic(n: int, peak: float) -> dict[str, Any]:
    """Solve a regional border in an economy of n regions scattered over a plane."""
    random = np.random.default_rng(n)
    place = random.random((n, 2)) * np.sqrt(n)
    distance = np.hypot(*(place[:, None] - place).transpose(2, 0, 1)) + 0.3
    size = np.exp(random.normal(size=n))
    economy = calibrate(
        jobs=size, residents=size, wages=np.exp(0.2 * random.normal(size=n)), travel_cost=distance
    ).economy
    east = place[:, 0] > np.median(place[:, 0])
    border = np.where(east[:, None] != east, 2.0, 1.0)
    del distance
    started = time.process_time()
    outcome: Outcome = economy.counterfactual(Shock(trade_cost=border), threads=1)
    seconds = time.process_time() - started
    # An evaluation reads the commuting kernel three times and the trade kernel twice; a product one time less.
    read = 8 * n * n * (5 * outcome.certificate.iterations + 4 * outcome.certificate.products)
    return {"regions": n, "seconds": seconds, "evaluations": outcome.certificate.iterations,
            "certified": outcome.certificate.certified, "bandwidth_share": read / seconds / peak,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}  # fmt: skip


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not (DATA / "inputs.npz").exists():
        sys.exit("The reference arrays are not beside this checkout (../shared/equilibrium); nothing to measure.")
    with threadpool_limits(1):
        d = dict(np.load(DATA / "inputs.npz"))
        Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"]).counterfactual(Shock())  # imports, first use
        result: dict[str, Any] = {"border": border_cases(d, options.rounds), "all": all_regions(d, 3)}
        peak = bandwidth()
        result["synthetic"] = [synthetic(n, peak) for n in (() if options.quick else (1000, 3000, 10000))]
    if options.json:
        print(json.dumps(result))
        return
    print("Border between East and West, 401 regions (CPU seconds, one thread)")
    for row in result["border"]:
        sure = "certified" if row["certified"] else "not certified"
        ours = f"{row['seconds']:8.4f} s  error {row['error']:.1e} (bound {row['bound']:.1e}, {sure})"
        theirs = f"{row['port_seconds']:8.3f} s  error {row['port_error']:.1e}  {row['port_iterations']} iterations"
        print(f"  {row['case']:10} {row['tolerance']:.0e}  {ours}   port {theirs}   {row['ratio']:6.0f} x")
    a = result["all"]
    rate = f"{a['seconds']:.3f} s = {a['in_single_solves']:.0f} single solves"
    print(f"All {a['shocks']} one-region shocks at 1e-10: {rate}, bound {a['bound']:.1e}")
    for row in result["synthetic"]:
        share = f"{100 * row['bandwidth_share']:.0f} % of the memory bandwidth of one thread"
        work = f"{row['seconds']:8.3f} s  {row['evaluations']} evaluations"
        print(f"  {row['regions']:6} regions  {work}  {share}  peak {row['peak_mb']:.0f} MB")


if __name__ == "__main__":
    main()
