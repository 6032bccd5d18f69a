"""The set-up script: kind on an old Python, instant when nothing changed."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

GX = Path(__file__).resolve().parents[1] / "gx"


@pytest.fixture
def gx() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("gx", str(GX))
    spec = importlib.util.spec_from_loader("gx", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_an_old_python_is_told_kindly(gx: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gx.sys, "version_info", (3, 8, 10))
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit) as stop:
        gx.require_python()
    assert "needs Python 3.11" in str(stop.value)
    assert "3.8" in str(stop.value)


def test_nothing_is_done_when_nothing_changed(
    gx: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gx, "VENV", str(tmp_path))
    for kind in gx.LOCKS:
        Path(gx.stamp(kind)).write_text(gx.state())
    monkeypatch.setattr(gx, "run", lambda *words, **options: pytest.fail("something was run"))
    for kind in gx.LOCKS:
        gx.setup(kind)
    assert capsys.readouterr().out == ""


def test_help_lists_the_tasks() -> None:
    done = subprocess.run([sys.executable, str(GX)], capture_output=True, text=True, check=True)
    for task in ("setup", "test", "demo", "bench"):
        assert f"./gx {task}" in done.stdout


def test_an_unknown_task_is_refused_with_the_list() -> None:
    done = subprocess.run([sys.executable, str(GX), "tset"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "./gx test" in done.stdout


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "benchmarks/requirements.lock"])
def test_locks_are_pinned_by_hash_and_name_no_host(name: str) -> None:
    lines = (GX.parent / name).read_text().splitlines()
    pins = [line for line in lines if line and line[0].isalnum()]
    assert pins
    assert all("==" in line for line in pins)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)
    assert not any("://" in line or "index-url" in line for line in lines)
