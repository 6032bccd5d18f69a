"""What a database needs after much was written, so that it goes on finding things fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from gongxing.library.connection import explained, writing
from gongxing.library.fulltext import INDICES
from gongxing.library.schema import metadata

if TYPE_CHECKING:
    from sqlalchemy import Engine

_MUCH = 500  # documents, above which a tenth of all is much
_ROWS = 400  # of an index that SQLite looks at


def keep_up(engine: Engine, written: int, held: int) -> None:
    """Have a database look at what it holds now, where ``written`` of ``held`` documents are much.

    PostgreSQL sorts into the indices what waits, notes which pages all may see, so that indices alone can answer, and
    counts values for its planner; by itself it does so some minutes later. SQLite counts values alone.

    Raises
    ------
    LibraryError
        The database refuses.
    """
    if engine.dialect.name == "sqlite":
        with writing(engine) as connection:  # by itself it begins as a reader, and is refused where others write
            connection.exec_driver_sql(f"PRAGMA analysis_limit = {_ROWS}")
            connection.exec_driver_sql("PRAGMA optimize")
        return
    if written < max(_MUCH, held / 10):
        return
    tables = ", ".join(f'"{name}"' for name in (*sorted(metadata.tables), *INDICES))
    with explained(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM (ANALYZE) {tables}"))
