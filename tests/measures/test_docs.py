"""The pages on measures are what the catalogue says now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_pages_on_measures_are_current() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "build_measures_docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
