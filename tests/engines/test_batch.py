"""A batch keeps its order, and a killed worker loses and doubles nothing."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

from gongxing.engines import Reading, read_documents
from gongxing.engines.batch import Source


def echo(source: Source) -> Reading:
    return Reading(str(source), None, (), None)


def die_once(flag: Path, source: Source) -> Reading:
    if str(source) == "7" and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return echo(source)


def test_order_is_kept_in_a_pool() -> None:
    sources: list[Source] = [Path(str(n)) for n in range(40)]
    assert [r.name for r in read_documents(sources, jobs=3, read=echo)] == [str(n) for n in range(40)]


def test_a_killed_worker_loses_and_doubles_nothing(tmp_path: Path) -> None:
    sources: list[Source] = [Path(str(n)) for n in range(40)]
    readings = list(read_documents(sources, jobs=2, read=partial(die_once, tmp_path / "died")))
    assert (tmp_path / "died").exists()
    assert [r.name for r in readings] == [str(n) for n in range(40)]
