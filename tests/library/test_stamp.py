"""The stamp of a library is another one after every write that is kept, and after nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from made_library import write_plans
from sqlalchemy import insert, text

from gongxing.library import Library
from gongxing.library.connection import writing
from gongxing.library.schema import region
from gongxing.library.stamp import stamp_of


def test_every_write_has_a_stamp_of_its_own(library: Library, place: str, tmp_path: Path) -> None:
    write_plans(tmp_path / "in", 2)
    seen = [stamp_of(library.engine)]

    def note() -> None:
        seen.append(stamp_of(library.engine))
        assert stamp_of(library.engine) == seen[-1]

    library.ingest([tmp_path / "in" / "0000.txt"])
    note()
    with Library(place, tmp_path / "files") as other:
        other.ingest([tmp_path / "in" / "0001.txt"])
        note()
        edit = other.reject(1, who="林")
        note()
    library.undo(edit, who="林")
    note()
    library.save_brief("四川", title="题", language="zh", outline="", who="林")
    note()
    assert len(set(seen)) == len(seen)
    library.search("氢能")
    library.profile("成都")
    library.status()
    assert stamp_of(library.engine) == seen[-1]


def test_what_is_not_kept_leaves_the_stamp(tmp_path: Path, postgresql: Callable[[], str]) -> None:
    with Library(postgresql(), tmp_path / "files") as library:
        before = stamp_of(library.engine)
        with pytest.raises(RuntimeError), writing(library.engine) as connection:
            connection.execute(insert(region), {"name": "成都", "level": "prefecture"})
            raise RuntimeError
        assert stamp_of(library.engine) == before
        with writing(library.engine) as connection:
            connection.execute(text("SELECT count(*) FROM region"))
        assert stamp_of(library.engine) == before, "a transaction that wrote nothing"
        with writing(library.engine) as connection:
            connection.execute(insert(region), {"name": "成都", "level": "prefecture"})
            assert stamp_of(library.engine) == before, "others do not see it yet"
        assert stamp_of(library.engine) != before


def test_another_database_of_the_server_leaves_the_stamp(tmp_path: Path, postgresql: Callable[[], str]) -> None:
    write_plans(tmp_path / "in", 1)
    with Library(postgresql(), tmp_path / "one") as one, Library(postgresql(), tmp_path / "two") as other:
        before = stamp_of(one.engine)
        other.ingest([tmp_path / "in"])
        assert other.count_documents() == 1
        assert stamp_of(one.engine) == before
