"""Speed of the spatial equilibrium on 401 regions, beside a literal port of the damped iteration, in one run.

    ./gx bench equilibrium              border cases, many shocks, large synthetic economies, gegravity
    ./gx bench equilibrium --json       the same as JSON
    ./gx bench equilibrium --quick      without the large economies and gegravity

The port iterates wages and the N x N commuting hat with step 0.25 and stops on the largest change, as the MATLAB
toolkits do. The error is the largest gap of a wage, rent, price, resident or job hat to the reference arrays (for trade
alone: to this engine at 1e-12). CPU seconds, one thread for linear algebra on both sides, median of the rounds. Arrays:
401 German counties, Seidel & Wickerath (2020), with the MRRH2018 toolkit of Ahlfeldt & Seidel, read from beside the
project.

gegravity 0.3 solves trade alone in a model without workers (fixed endowments), by a dense root finder whose equations
are Python loops: 40 counties take it seconds, 401 would take it an hour. The same equilibrium comes from this engine
with no housing, no agglomeration, everybody at home and the amenities that keep everybody there, so prices can be
compared; gegravity runs in an environment of its own, from benchmarks/equilibrium-requirements.lock.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from _peers import peers_python
from gongxing.equilibrium import Economy, Outcome, Parameters, Shock, Where
from gongxing.equilibrium.calibration import calibrate
from gongxing.equilibrium.gravity import balance

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
    """Raise the productivity of each region by 5 % in turn, all at once: on a new economy, and on one solved before."""
    n = d["w"].size
    up = 1 + 0.05 * np.eye(n)
    economy = Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"])
    first, _ = timed(
        lambda: Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"]).counterfactuals(productivity=up), rounds
    )  # fmt: skip
    again, outcomes = timed(lambda: economy.counterfactuals(productivity=up), rounds)
    single, _ = timed(lambda: economy.counterfactual(Shock(productivity=up[0])), 3 * rounds)
    exact = economy.counterfactual(Shock(productivity=up[n // 2]), tolerance=1e-12)
    gap = max(float(np.abs(getattr(outcomes, name)[:, n // 2] - getattr(exact, name)).max()) for name in HATS)
    return {"shocks": n, "seconds": first, "again": again, "single": single, "in_single_solves": first / single,
            "bound": float(outcomes.error_bound.max()), "error": gap, "steps": outcomes.iterations,
            "certified": bool(outcomes.certified.all())}  # fmt: skip


def many_scenarios(d: dict[str, Array], rounds: int) -> dict[str, Any]:
    """Cut the commuting costs between twenty random pairs of counties, each a scenario of N x N ratios."""
    economy = Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"])
    random, n = np.random.default_rng(0), economy.regions
    shocks = []
    for _ in range(20):
        a, b = random.choice(n, 2, replace=False)
        cost = np.ones((n, n))
        cost[a, b] = cost[b, a] = 0.7
        shocks.append(Shock(commuting_cost=cost))
    together, found = timed(lambda: economy.scenarios(shocks), rounds)
    alone, _ = timed(lambda: [economy.counterfactual(shock) for shock in shocks], rounds)
    return {"scenarios": len(shocks), "seconds": together, "one_by_one": alone, "bound": float(found.error_bound.max())}


@njit(fastmath=True)
def _read(values: Array) -> float:
    """Sum four rows at once, as four streams of memory."""
    a, b, c, d = values[0], values[1], values[2], values[3]
    first = second = third = fourth = 0.0
    for i in range(values.shape[1]):
        first += a[i]
        second += b[i]
        third += c[i]
        fourth += d[i]
    return first + second + third + fourth


def bandwidth(values: Array) -> float:
    """Return the bytes a second that one thread reads from memory: the best of three sums of a large array."""
    return values.nbytes / min(timed(lambda: _read(values), 1)[0] for _ in range(3))


def synthetic(n: int, rounds: int) -> dict[str, Any]:
    """Solve a regional border in an economy of n regions scattered over a plane."""
    random = np.random.default_rng(n)
    place = random.random((n, 2)) * np.sqrt(n)
    distance = np.hypot(place[:, :1] - place[:, 0], place[:, 1:] - place[:, 1])
    distance += 0.3
    size = np.exp(random.normal(size=n))
    economy = calibrate(
        jobs=size, residents=size, wages=np.exp(0.2 * random.normal(size=n)), travel_cost=distance
    ).economy
    del distance
    east = place[:, 0] > np.median(place[:, 0])
    border = Where(east[:, None] != east, 2.0)

    def solve(threads: int) -> Outcome:
        return economy.counterfactual(Shock(trade_cost=border), threads=threads)

    solve(1)  # compiles, once a machine
    values = np.ones((4, 12_500_000))  # 400 MB
    _read(values)
    pairs = []
    for _ in range(rounds):  # the read beside each solve, so that a busy machine slows both
        peak = bandwidth(values)
        second, outcome = timed(lambda: solve(1), 1)
        pairs.append((second, peak))
    del values
    seconds, peak = (statistics.median(column) for column in zip(*pairs, strict=True))
    started = time.perf_counter()
    solve(2)
    wall = time.perf_counter() - started
    certificate = outcome.certificate
    # The commuting kernel once and the trade kernel twice, in each evaluation of the equations, each product with the
    # linearised equations and the least of all sweeps, that for links; then residents twice, the imbalance of the
    # data, and the trade kernel, its border and its copy when it is formed.
    sweeps = 3 * (certificate.iterations + certificate.products) + 2 + 2 + 1
    read = n * n * (8 * sweeps + 8 + 1 + 8)
    return {"regions": n, "seconds": seconds, "wall_on_two_threads": wall, "evaluations": certificate.iterations,
            "certified": certificate.certified, "bound": certificate.error_bound,
            "bandwidth": peak, "bandwidth_share": statistics.median(read / a / b for a, b in pairs),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}  # fmt: skip


def gravity(d: dict[str, Array], counties: int, rounds: int) -> dict[str, Any]:
    """Double the cost of trade over the border for some counties, by gegravity and by this engine."""
    chosen = np.linspace(0, d["w"].size - 1, counties).astype(int)
    sales = (d["w"] * d["L"])[chosen] / (d["w"] * d["L"])[chosen].sum()
    flows, _, _ = balance(d["pi"][np.ix_(chosen, chosen)], sales, sales, "trade")
    trade, east = flows / flows.sum(0), d["east"][chosen]
    cost = np.where(east[:, None] != east, 2.0, 1.0)
    fixed = Parameters(
        tradables_share=1.0, commuting_elasticity=1.5, housing_supply_elasticity=0.0, agglomeration_elasticity=0.0
    )  # fmt: skip
    home = np.diag(sales)
    economy = Economy(np.ones(counties), sales, sales, home, trade, fixed)
    amenity = np.ones(counties)
    for _ in range(60):  # the amenities that keep everybody at home
        amenity = amenity / np.sqrt(economy.counterfactual(Shock(amenity=amenity, trade_cost=cost)).residents)
    seconds, outcome = timed(lambda: economy.counterfactual(Shock(amenity=amenity, trade_cost=cost)), rounds)
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.npz"
        np.savez(case, sales=sales, trade=trade, cost=cost, sigma=4.0)
        command = [
            str(peers_python("equilibrium-requirements.lock")),
            str(Path(__file__).with_name("_gravity_peer.py")),
            str(case),
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        return {"counties": counties, "seconds": seconds, "failed": done.stderr.strip().splitlines()[-1]}
    theirs = json.loads(done.stdout)
    prices = np.array(theirs["prices"])
    prices = prices * (sales @ outcome.wages) / (sales @ prices)
    # How far gegravity's prices are from clearing markets, by the equations of its own model.
    with np.errstate(invalid="ignore"):
        supply = trade * cost**-3.0 * (prices**-3.0)[:, None]
        clearing = supply / supply.sum(0) @ (prices * sales) / (prices * sales) - 1
    return {"counties": counties, "seconds": seconds, "bound": outcome.certificate.error_bound,
            "residents_moved": float(np.abs(outcome.residents - 1).max()),
            "gegravity_seconds": theirs["baseline"] + theirs["experiment"],
            "ratio": (theirs["baseline"] + theirs["experiment"]) / seconds,
            "gap": float(np.abs(prices - outcome.wages).max()),
            "gegravity_clearing": float(np.abs(clearing).max())}  # fmt: skip


def measure(d: dict[str, Array], rounds: int, quick: bool) -> dict[str, Any]:
    """Run every part, with one thread for linear algebra."""
    with threadpool_limits(1):
        Economy(d["w"], d["L"], d["R"], d["lam"], d["pi"]).counterfactual(Shock())  # imports, first use
        result: dict[str, Any] = {
            "border": border_cases(d, rounds), "all": all_regions(d, rounds), "scenarios": many_scenarios(d, 3),
        }  # fmt: skip
        result["synthetic"] = [synthetic(n, 3 if n > 5000 else rounds) for n in (() if quick else (1000, 3000, 10000))]
        result["gravity"] = [gravity(d, n, rounds) for n in (() if quick else (10, 20, 40))]
    return result


def report(result: dict[str, Any]) -> None:
    """Print what was measured."""
    print("Border between East and West, 401 regions (CPU seconds, one thread)")
    for row in result["border"]:
        sure = "certified" if row["certified"] else "not certified"
        ours = f"{row['seconds']:8.4f} s  error {row['error']:.1e} (bound {row['bound']:.1e}, {sure})"
        theirs = f"{row['port_seconds']:8.3f} s  error {row['port_error']:.1e}  {row['port_iterations']} iterations"
        print(f"  {row['case']:10} {row['tolerance']:.0e}  {ours}   port {theirs}   {row['ratio']:6.0f} x")
    a = result["all"]
    print(f"All {a['shocks']} one-region shocks at 1e-10: {a['seconds']:.3f} s = {a['in_single_solves']:.0f} single "
          f"solves of {a['single']:.4f} s; again on the same economy {a['again']:.3f} s; "
          f"error {a['error']:.1e}, bound {a['bound']:.1e}")  # fmt: skip
    m = result["scenarios"]
    print(f"{m['scenarios']} scenarios of N x N costs at 1e-10: {m['seconds']:.3f} s, one by one "
          f"{m['one_by_one']:.3f} s; bound {m['bound']:.1e}")  # fmt: skip
    for row in result["synthetic"]:
        share = f"{100 * row['bandwidth_share']:3.0f} % of {row['bandwidth'] / 1e9:.1f} GB/s"
        print(f"  {row['regions']:6} regions  {row['seconds']:8.3f} s (two threads {row['wall_on_two_threads']:.3f} s "
              f"by the clock)  {row['evaluations']} evaluations  bound {row['bound']:.1e}  {share}  "
              f"peak {row['peak_mb']:.0f} MB")  # fmt: skip
    for row in result["gravity"]:
        if "failed" in row:
            print(f"  trade alone, {row['counties']} counties: gegravity failed ({row['failed']})")
            continue
        print(f"  trade alone, {row['counties']} counties: {row['seconds']:.4f} s (bound {row['bound']:.1e})   "
              f"gegravity {row['gegravity_seconds']:.2f} s, prices off by {row['gap']:.1e}, its markets clear within "
              f"{row['gegravity_clearing']:.1e}   {row['ratio']:.0f} x")  # fmt: skip


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="for machines")
    parser.add_argument("--quick", action="store_true", help="without the large economies and gegravity")
    parser.add_argument("--rounds", type=int, default=5, help="the median of so many is printed")
    options = parser.parse_args()
    if not (DATA / "inputs.npz").exists():
        sys.exit("The reference arrays are not beside this checkout (../shared/equilibrium); nothing to measure.")
    result = measure(dict(np.load(DATA / "inputs.npz")), options.rounds, options.quick)
    if options.json:
        print(json.dumps(result))
    else:
        report(result)


if __name__ == "__main__":
    main()
