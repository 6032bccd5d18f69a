"""Data flows one way through the rooms, and importing the package is instant."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "gongxing"
# A room imports only rooms to its left.
ORDER = [
    "regions",
    "reading",
    "language",
    "facts",
    "indicators",
    "charts",
    "tables",
    "panel",
    "measures",
    "equilibrium",
    "engines",
    "promises",
    "library",
    "scenarios",
    "sample",
    "briefs",
    "listing",
    "workbench",
    "cli",
]


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return {name.split(".")[1] for name in found if name.startswith("gongxing.")}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_rooms_upstream(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    for other in imports(path) - {room}:
        assert ORDER.index(other) < ORDER.index(room), f"{room} imports {other}"


def test_every_room_is_in_the_order() -> None:
    rooms = {room_of(path) for path in PACKAGE.rglob("*.py")} - {"__init__", "__main__"}
    assert rooms <= set(ORDER)


def test_importing_the_package_loads_no_room_and_no_library() -> None:
    code = (
        "import sys; before = set(sys.modules); import gongxing\n"
        "print(sorted(m for m in set(sys.modules) - before if m.split('.')[0] not in sys.stdlib_module_names))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert loaded.strip() == "['gongxing']"


def test_reading_as_json_never_loads_the_table_printer(sample: Path) -> None:
    code = (
        "import sys; from gongxing.cli import main\n"
        f"main(['read', {str(sample)!r}, '--format', 'json'], standalone_mode=False)\n"
        "print([m for m in ('rich', 'xlsxwriter', 'docx', 'pypdfium2', 'numpy') if m in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stderr.strip() == "[]"
