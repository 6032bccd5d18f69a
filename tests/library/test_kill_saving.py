"""Killed while a scenario, outcome, brief, publication, finding or edit is saved, all of it is kept or nothing."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from made_library import check_whole, dump, write_plans
from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from gongxing.library import Library, steps
from gongxing.library.connection import reading
from gongxing.library.schema import fact

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork to kill")
TABLES = {"minutes.csv": "起点,终点,分钟\n成都,眉山,36\n".encode()}


def save(library: Library) -> None:
    """Save one of everything; what is there already is left, as a person would who tries again after a crash."""
    with reading(library.engine) as connection:
        number = connection.execute(select(fact.c.id).order_by(fact.c.id)).scalars().first()
    assert number is not None
    library.save_scenario("甲", title="甲", toml="title = '甲'\n", files=TABLES, who="林")
    library.save_outcome("甲", 1, {"welfare": 0.25}, basis="a", who="林")
    kept = len(library.brief_versions("乙")) if library.briefs() else 0
    for outline in ("# 一\n", "# 二\n")[kept:]:
        library.save_brief("乙", title="乙", language="zh", outline=outline, who="林")
    library.publish("乙", "<p>二</p>", who="林")
    if not library.findings():
        library.add_finding("doc:0123456789ab#3-9", "成都领先。", who="林")
    if not library.history():
        library.correct(number, who="林", **correction(library, number))


def correction(library: Library, number: int) -> dict[str, str]:
    kind, fields = library.fact(number)["kind"], library.fact(number)["fields"]
    return {"value": "7亿元"} if kind == "figure" and fields.get("unit") == "CNY" else {"region": "绵阳"}


def halves(library: Library) -> list[str]:
    """Return what is there by half: an outcome without its scenario, a file that is missing, versions with a gap."""
    wrong = []
    for scenario in library.scenarios():
        wrong += [name for name, sha256 in scenario.files.items() if library.blobs.get(sha256) != TABLES[name]]
    for brief in library.briefs():
        if [one.version for one in library.brief_versions(brief.slug)] != list(range(1, brief.version + 1)):
            wrong.append(f"versions of {brief.slug}")
    for edit in library.history():
        if edit.action == "correct" and not edit.content:
            wrong.append("an edit without content")
    return wrong


def counted(engine: Engine, die_at: int | None) -> list[int]:
    """Count what is asked of the database and each commit; kill this process at one of them."""
    count = [0]

    def step(*_: object) -> None:
        count[0] += 1
        if count[0] == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", step)
    event.listen(engine, "commit", step)
    steps.observers.append(step)
    return count


def killed(place: str, files: Path, die_at: int) -> None:
    child = os.fork()
    if not child:
        try:
            with Library(place, files) as library:
                counted(library.engine, die_at)
                save(library)
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def check(new_place: Callable[[], tuple[str, Path]], document: Path, kills: int) -> None:
    place, files = new_place()
    with Library(place, files) as library:
        count = counted(library.engine, None)
        save(library)
        steps.observers.clear()
        expected = dump(library)
    total = count[0]
    assert total > 30
    every = range(1, total + 1)
    for die_at in every if kills >= total else random.Random(1).sample(every, kills):
        place, files = new_place()
        killed(place, files, die_at)
        with Library(place, files) as library:
            check_whole(library)
            assert halves(library) == [], die_at
            save(library)
            check_whole(library)
            assert dump(library) == expected, die_at
            library.ingest([document])  # the next work sweeps up what a writer that is dead left
            assert dump(library) == expected, die_at
        assert not list(files.rglob(".unfinished*"))


@pytest.fixture
def read(tmp_path: Path) -> Path:
    place = tmp_path / "made.db"
    with Library(place, tmp_path / "files") as library:
        library.ingest(write_plans(tmp_path / "in", 1))
    return place


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_kill_keeps_all_of_a_saving_or_nothing(
    database: str, read: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    number = iter(range(10_000))

    def on_sqlite() -> tuple[str, Path]:
        folder = tmp_path / str(next(number))
        shutil.copytree(tmp_path / "files", folder / "files")
        shutil.copy(read, folder / "library.db")
        return str(folder / "library.db"), folder / "files"

    if database == "sqlite":
        check(on_sqlite, tmp_path / "in" / "0000.txt", 30)
        return
    make: Callable[[], str] = request.getfixturevalue("postgresql")

    def on_postgresql() -> tuple[str, Path]:
        place, files = make(), tmp_path / str(next(number))
        with Library(place, files) as library:
            library.ingest([tmp_path / "in" / "0000.txt"])
        return place, files

    check(on_postgresql, tmp_path / "in" / "0000.txt", 6)
