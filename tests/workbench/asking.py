"""How tests serve a workbench and ask it, and copy a library to write to."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn

from gongxing.library import Library

# What a browser sends with a form of our own pages.
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def serve(app: Any) -> Iterator[str]:
    """Serve an application on a free port of loopback; yield its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    late = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < late, "the server does not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def copy_library(library: Path, to: Path) -> None:
    """Copy a library of SQLite with its originals."""
    with Library(library) as opened:
        opened.engine.raw_connection().execute("VACUUM INTO ?", (str(to),))
    shutil.copytree(f"{library}.files", f"{to}.files")
