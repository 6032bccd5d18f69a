"""The Python that has a benchmark's peers: an environment of its own, made from a lock on first use."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def peers_python(lock: str = "requirements.lock") -> Path:
    """Return the Python that has the peers of a lock in ``benchmarks/``, made in ``.benchmark-venv``.

    Each lock has an environment of its own there, so that peers of one benchmark cannot stand in another's way.
    """
    folder = ROOT / ".benchmark-venv" / Path(lock).stem
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        print(f"Installing the peers of {lock} into {folder.relative_to(ROOT)} (once) ...", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        # The lock is complete; resolving again would only meet old pips' trouble with doubled extras.
        locked = ["--no-deps", "--require-hashes", "--requirement", str(ROOT / "benchmarks" / lock)]
        subprocess.run([*pip, *locked], check=True)
        (folder / "ready").touch()
    return python
