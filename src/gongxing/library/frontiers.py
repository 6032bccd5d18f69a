"""What searches under a budget found: bytes among the originals, and a row that names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from gongxing.library.clock import now
from gongxing.library.connection import writing
from gongxing.library.schema import frontier
from gongxing.library.steps import reached

if TYPE_CHECKING:
    from gongxing.library.library import Library


def keep_frontier(library: Library, slug: str, version: int, data: bytes, *, who: str) -> str:
    """Keep what a search among the plans of a scenario's version found, and return its hash; the same is kept once.

    Raises
    ------
    LibraryError
        There is no such scenario, or the disk or the database refuses.
    """
    number = library.scenario(slug, version).id
    sha256 = library.blobs.put(data)
    with writing(library.engine) as connection:
        if connection.execute(select(frontier.c.id).where(frontier.c.sha256 == sha256)).first() is None:
            values = {"scenario_id": number, "sha256": sha256, "who": who, "at": now()}
            connection.execute(insert(frontier).values(values))
        reached("frontier stored")
    return sha256
