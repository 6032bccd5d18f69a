"""Speed of local Moran's I with conditional permutation, beside esda, in one run.

    ./gx bench association              3 000 regions, 9 999 permutations
    ./gx bench association --json       the same as JSON
    ./gx bench association --rounds 5   more rounds

Each call runs in a fresh process: the first call there is what a user waits for (a peer's compilation included), the
second is the call alone, and the start is the import of the library. CPU seconds of the whole process, all threads;
median of the rounds. Queen contiguity on a lattice, row-standardised, normal values. `lisa()` gives the same numbers to
other benchmarks.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from typing import Any

ROWS, COLUMNS, PERMUTATIONS = 50, 60, 9999

SETTING = """
import json, time, warnings
warnings.simplefilter("ignore")
import numpy as np
from scipy import sparse
rows, columns, permutations = {rows}, {columns}, {permutations}
n = rows * columns
values = np.random.default_rng(0).normal(size=n)
places = np.arange(n).reshape(rows, columns)
near = [
    (places[max(0, r):rows + min(0, r), max(0, c):columns + min(0, c)].ravel(),
     places[max(0, -r):rows + min(0, -r), max(0, -c):columns + min(0, -c)].ravel())
    for r in (-1, 0, 1) for c in (-1, 0, 1) if (r, c) != (0, 0)
]
i, j = (np.concatenate(side) for side in zip(*near))
degree = np.bincount(i, minlength=n)
matrix = sparse.csr_array((1 / degree[i], (i, j)), shape=(n, n))
started = time.process_time()
"""
OURS = """
from gongxing.measures.kernels.association import local_moran
def call():
    result = local_moran(values, matrix, permutations=permutations, seed=1)
    return float((result.p <= 0.05).mean())
"""
THEIRS = """
import esda
from libpysal.weights import W
order = np.argsort(i, kind="stable")
bounds = np.searchsorted(i[order], np.arange(n + 1))
weights = W({k: j[order][bounds[k]:bounds[k + 1]].tolist() for k in range(n)}, silence_warnings=True)
weights.transform = "r"
def call():
    result = esda.Moran_Local(values, weights, permutations=permutations, seed=1, keep_simulations=False)
    return float((result.p_sim <= 0.05).mean())
"""
TIMES = """
seconds = [time.process_time() - started]
for _ in range(2):
    before = time.process_time()
    share = call()
    seconds.append(time.process_time() - before)
print(json.dumps({"start": seconds[0], "first": seconds[1], "again": seconds[2], "significant": share}))
"""


def _fresh(code: str, rounds: int) -> dict[str, float]:
    """Run code in fresh processes; return the median of each number."""
    setting = SETTING.format(rows=ROWS, columns=COLUMNS, permutations=PERMUTATIONS)
    runs = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-c", setting + code + TIMES], check=True, capture_output=True, text=True
        )
        runs.append(json.loads(done.stdout))
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def lisa(rounds: int = 3) -> dict[str, Any]:
    """Return CPU seconds of both and their ratios."""
    ours, theirs = _fresh(OURS, rounds), _fresh(THEIRS, rounds)
    return {
        "regions": ROWS * COLUMNS,
        "permutations": PERMUTATIONS,
        "ours": ours,
        "esda": theirs,
        "ratio_first": theirs["first"] / ours["first"],
        "ratio_again": theirs["again"] / ours["again"],
        "ratio_with_start": (theirs["start"] + theirs["first"]) / (ours["start"] + ours["first"]),
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    result = lisa(options.rounds)
    if options.json:
        print(json.dumps(result))
        return
    print(f"Local Moran's I, {result['regions']} regions, {result['permutations']} permutations (CPU seconds)")
    for name in ("ours", "esda"):
        row = result[name]
        print(f"  {name:5} start {row['start']:6.2f}   first call {row['first']:6.2f}   again {row['again']:6.2f}   "
              f"called significant at 5 % of noise: {row['significant']:.1%}")  # fmt: skip
    print(f"  ratio: first call {result['ratio_first']:.1f}, again {result['ratio_again']:.1f}, "
          f"start and first call {result['ratio_with_start']:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
