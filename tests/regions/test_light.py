"""Importing regions stays light: what needs numbers or geometry loads when it is first asked for."""

from __future__ import annotations

import subprocess
import sys

import gongxing.regions


def test_importing_regions_loads_no_library() -> None:
    code = (
        "import sys; before = set(sys.modules); import gongxing.regions\n"
        "gongxing.regions.resolve('绵阳'); gongxing.regions.successors('510122')\n"
        "print(sorted({m.split('.')[0] for m in set(sys.modules) - before} - set(sys.stdlib_module_names)))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert loaded.strip() == "['gongxing']"


def test_every_name_is_there() -> None:
    assert all(getattr(gongxing.regions, name) for name in gongxing.regions.__all__)
