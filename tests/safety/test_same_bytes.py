"""The same input gives the same bytes, whatever the seed of Python's hashes, in one process and in another."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Run once for each seed: what the commands print and write, and all that a library holds, as files in a folder.
SCRIPT = """
import sys
from contextlib import redirect_stdout
from pathlib import Path
from gongxing.cli import main
from gongxing.library import Library

folder, tests = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, tests)
from made_library import dump, write_plans

sample = "docs/sample/"
tables = ["--tables", sample + "claims/output.csv"]
index = ["--spec", sample + "index/innovation.toml", "--data", sample + "index/innovation.csv"]
commands = {
    "facts.json": ["read", sample + "metropolitan-area.html", "--format", "json"],
    "claims.json": ["check", sample + "claims/article.html", *tables, "--format", "json"],
    "observations.json": ["table", sample + "claims/output.csv", "--format", "json"],
    "scenario.json": ["simulate", sample + "railway/scenario.toml", "--format", "json"],
    "measures.json": ["measure", *index, "--format", "json"],
    "drawing.svg": ["measure", *index, "--chart", str(folder / "drawing.svg")],
}
for name, words in commands.items():
    with open(folder / f"{name}.said", "w", encoding="utf-8") as file, redirect_stdout(file):
        main(words, standalone_mode=False)
write_plans(folder / "in", 6)
with Library(folder / "library.db") as library:
    library.ingest([folder / "in"])
    (folder / "library.txt").write_text(dump(library).replace(str(folder), "FOLDER"), "utf-8")
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    made = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    runs = []
    for seed, folder in zip(("1", "20260301"), made, strict=True):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        words = [sys.executable, "-c", SCRIPT, str(folder), str(ROOT / "tests" / "library")]
        runs.append(subprocess.Popen(words, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True))
    for run in runs:
        _, said = run.communicate(timeout=300)
        assert run.returncode == 0, said
    return made


NAMES = ("facts.json", "claims.json", "observations.json", "scenario.json", "measures.json")


@pytest.mark.parametrize("name", [f"{name}.said" for name in NAMES] + ["drawing.svg", "library.txt"])
def test_the_same_input_gives_the_same_bytes(name: str, folders: tuple[Path, Path]) -> None:
    first, second = ((folder / name).read_bytes() for folder in folders)
    assert len(first) > 300
    assert first == second
