"""Speed of the measures beside other libraries, in one run: ratios of CPU seconds, and that the numbers agree.

    ./gx bench measures                 all four
    ./gx bench measures --only theil    one of lisa, theil, eci, markov
    ./gx bench measures --json          the same as JSON

lisa     local Moran of 3 000 regions with 9 999 conditional permutations, against esda
theil    Theil's T of 1 000 000 values split over 300 groups, against inequality
eci      economic complexity of 3 000 regions by 1 200 activities, against ecomplexity
markov   spatial Markov of 3 000 regions over 20 periods with 99 permutations, against giddy

Each side runs in a process of its own, so that what a first call compiles is counted; imports are not. CPU seconds are
those of the process and its children; other work on the machine makes them noisy, the ratio less so. The quicker side
is run three times after the first call, too. Data are drawn with a seed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

TARGETS = {"lisa": 10, "theil": 100, "eci": 30, "markov": 5}
PEERS = {"lisa": "esda", "theil": "inequality", "eci": "ecomplexity", "markov": "giddy"}


def lattice(rows: int, columns: int) -> Any:
    """Return row-standardised rook weights of a lattice as a sparse matrix."""
    from scipy import sparse

    def line(n: int) -> Any:
        return sparse.diags_array([np.ones(n - 1), np.ones(n - 1)], offsets=[-1, 1], shape=(n, n))

    near = sparse.kron(line(rows), sparse.eye_array(columns)) + sparse.kron(sparse.eye_array(rows), line(columns))
    near = sparse.csr_array(near)
    near.data /= np.repeat(near.sum(axis=1), np.diff(near.indptr))
    return near


def peer_weights(matrix: Any) -> Any:
    """Return sparse weights as libpysal's Graph."""
    from libpysal.graph import Graph

    return Graph.from_sparse(matrix.tocoo(), ids=range(matrix.shape[0]))


def smooth(matrix: Any, columns: int | None = None) -> Any:
    """Return values that are alike among neighbours."""
    random = np.random.default_rng(5)
    y = random.normal(size=matrix.shape[0] if columns is None else (matrix.shape[0], columns))
    return y + 0.7 * (matrix @ y)


def lisa(side: str) -> tuple[Callable[[], Any], Callable[[Any], list[float]]]:
    """Local Moran with conditional permutations; compare the statistics and the share of small p values."""
    matrix = lattice(50, 60)
    y = smooth(matrix)
    if side == "ours":
        from gongxing.measures.kernels.association import local_moran

        return lambda: local_moran(y, matrix, permutations=9999, seed=1, alternative="greater"), lambda r: [
            float(np.abs(r.value).sum())
        ]
    from esda.moran import Moran_Local

    graph = peer_weights(matrix)
    return lambda: Moran_Local(y, graph, permutations=9999, n_jobs=1, seed=1), lambda r: [float(np.abs(r.Is).sum())]


def theil(side: str) -> tuple[Callable[[], Any], Callable[[Any], list[float]]]:
    """Theil's T and its parts; compare the total and the part between groups."""
    random = np.random.default_rng(6)
    y, groups = random.lognormal(0, 1, 1_000_000), random.integers(0, 300, 1_000_000)
    if side == "ours":
        from gongxing.measures.kernels.entropy import theil_parts

        return lambda: theil_parts(y, groups), lambda r: [r.total, r.between]
    from inequality.theil import TheilD

    return lambda: TheilD(y, groups), lambda r: [float(r.T), float(r.bg[0])]


def eci(side: str) -> tuple[Callable[[], Any], Callable[[Any], list[float]]]:
    """ECI of all regions from amounts (able regions make demanding things); compare the sum of absolute values."""
    random = np.random.default_rng(7)
    able, demanding = random.normal(size=(3000, 1)), random.normal(size=(1, 1200))
    amounts = np.exp(0.8 * able * demanding + random.normal(size=(3000, 1200)))
    amounts *= random.random((3000, 1200)) < 0.3
    if side == "ours":
        import scipy.sparse.csgraph
        import scipy.sparse.linalg  # noqa: F401 - imports are not counted

        from gongxing.measures.kernels.complexity import complexity

        def work() -> Any:
            quotient = amounts * amounts.sum() / np.outer(amounts.sum(1), amounts.sum(0))
            return complexity(quotient >= 1)

        return work, lambda r: [float(np.abs(r.eci).sum())]
    import pandas as pd
    from ecomplexity import ecomplexity

    rows, columns = np.indices(amounts.shape)
    frame = pd.DataFrame({"year": 2020, "region": rows.ravel(), "activity": columns.ravel(), "amount": amounts.ravel()})
    names = {"time": "year", "loc": "region", "prod": "activity", "val": "amount"}
    options = {"check_logsupermodularity": False, "verbose": False}
    return lambda: ecomplexity(frame, names, **options), lambda r: [
        float(r.drop_duplicates("region")["eci"].abs().sum())
    ]


def markov(side: str) -> tuple[Callable[[], Any], Callable[[Any], list[float]]]:
    """Spatial Markov with permutations; compare Q and the moves."""
    matrix = lattice(50, 60)
    y = np.exp(0.3 * np.cumsum(smooth(matrix, 20), axis=1))
    y /= y.mean(axis=0)
    if side == "ours":
        import scipy.stats  # noqa: F401 - imports are not counted

        from gongxing.measures.kernels.markov import quantile_cutoffs, spatial_markov

        return lambda: spatial_markov(
            y, matrix, cutoffs=quantile_cutoffs(y, 5), lag_classes=5, permutations=99, seed=1
        ), lambda r: [r.test.q, float(r.counts.max())]
    from giddy.markov import Spatial_Markov

    weights = peer_weights(matrix).to_W()
    return lambda: Spatial_Markov(y, weights, k=5, m=5, permutations=99), lambda r: [float(r.Q), float(r.T.max())]


WORK = {"lisa": lisa, "theil": theil, "eci": eci, "markov": markov}


def cpu() -> float:
    """Return the CPU seconds of this process and of children that ended."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def one_side(name: str, side: str, repeats: int) -> dict[str, Any]:
    """Run one side in this process: CPU seconds of the first call and the least of those after it."""
    work, numbers = WORK[name](side)
    times = []
    result = None
    for _ in range(1 + repeats):
        started, wall = cpu(), time.perf_counter()
        result = work()
        times.append((cpu() - started, time.perf_counter() - wall))
    return {"first": times[0][0], "wall": times[0][1], "later": min((t for t, _ in times[1:]), default=None),
            "numbers": numbers(result)}  # fmt: skip


def in_own_process(name: str, side: str, repeats: int) -> dict[str, Any]:
    """Run one side in a process of its own."""
    command = [sys.executable, __file__, "--only", name, "--side", side, "--repeats", str(repeats)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{name} ({side}): {run.stderr.strip().splitlines()[-1]}")
    answer: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return answer


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=list(WORK))
    parser.add_argument("--side", choices=["ours", "peer"], help=argparse.SUPPRESS)
    parser.add_argument("--repeats", type=int, default=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        print(json.dumps(one_side(options.only, options.side, options.repeats)))
        return
    rows = []
    for name in [options.only] if options.only else WORK:
        ours, peer = in_own_process(name, "ours", 3), in_own_process(name, "peer", 0)
        gap = max(abs(a - b) / abs(b) for a, b in zip(ours["numbers"], peer["numbers"], strict=True))
        rows.append({
            "what": name, "peer": PEERS[name], "seconds": ours["first"], "later": ours["later"],
            "peer_seconds": peer["first"], "ratio": peer["first"] / ours["first"], "target": TARGETS[name],
            "relative_gap": gap,
        })  # fmt: skip
        if not options.json:
            row = rows[-1]
            print(
                f"{name:7} {row['seconds']:8.3f} s (later {row['later']:.3f})   {row['peer']:12} "
                f"{row['peer_seconds']:8.2f} s   {row['ratio']:7.1f} x (target {row['target']})   "
                f"numbers differ by {gap:.0e}",
                flush=True,
            )
    if options.json:
        print(json.dumps(rows))


if __name__ == "__main__":
    main()
