"""Tables from files and folders into observations, with the year in which each was published."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from gongxing.panel.errors import PanelError
from gongxing.panel.schema import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongxing.tables import Observation

TABLE_SUFFIXES = frozenset((".xlsx", ".xls", ".xlsm", ".csv", ".tsv"))
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def table_files(paths: Iterable[str | Path]) -> list[Path]:
    """Return the tables that files and folders name, in order, each once.

    Raises
    ------
    PanelError
        A path is not there, or a folder holds no table.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in TABLE_SUFFIXES and p.name[0] not in ".~")
            if not inside:
                raise PanelError(f"{path}: no table is in this folder; name a folder with XLSX, XLS, CSV or TSV files")
            found.update(dict.fromkeys(inside))
        elif path.is_file():
            found.setdefault(path)
        else:
            raise PanelError(f"{path}: there is no such file or folder; check the name")
    return list(found)


def entries_of_table(path: Path) -> Iterator[Entry]:
    """Yield the observations of one table as entries.

    Raises
    ------
    PanelError
        The table cannot be read.
    """
    from gongxing.reading import UnreadableDocumentError
    from gongxing.tables import read_table

    try:
        reading = read_table(path)
    except UnreadableDocumentError as error:
        raise PanelError(str(error)) from error
    vintage = vintage_of(path, reading.observations)
    for observation in reading.observations:
        yield Entry(observation, "table", vintage)


def vintage_of(path: Path, observations: Iterable[Observation]) -> int | None:
    """Return the year of publication that a file's name tells; it cannot be before the last year that it reports.

    ``None`` where the name tells none: then nothing is known of when the table was published.
    """
    years = [int(year) for year in _YEAR.findall(path.stem)]
    told = max((int(o.period[:4]) for o in observations if o.period and o.period[:4].isdigit()), default=0)
    return years[-1] if years and years[-1] >= told else None
