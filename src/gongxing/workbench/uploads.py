"""Tables that were uploaded and wait for a person's word: what they were understood to say, and their bytes."""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongxing.library.preparation import is_table, table_reading
from gongxing.reading import UnreadableDocumentError
from gongxing.workbench.problems import NotHereError, ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxing.tables import Column, TableReading

KEPT = 3_600.0  # seconds that an upload waits
MOST = 512 << 20  # bytes that wait, of everybody
SHOWN = 60  # regions, periods and slips of a table that are shown


@dataclass(frozen=True, slots=True)
class Slip:
    """A value that a reader should look at: where it stands, what it is and why."""

    place: str
    region: str
    indicator: str
    value: float
    unit: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a table was understood to say; ``problem`` where it could not be read at all."""

    name: str
    problem: str | None = None
    values: int = 0
    columns: tuple[Column, ...] = ()
    regions: tuple[tuple[str, str | None], ...] = ()
    known: int = 0
    periods: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    flagged: int = 0

    @property
    def taken(self) -> tuple[Column, ...]:
        """The columns that the catalogue of indicators knows."""
        return tuple(column for column in self.columns if column.indicator_id)


def understand(name: str, data: bytes) -> Understood:
    """Read a table's bytes as an ingest does, and return what it was understood to say."""
    try:
        return summarised(name, table_reading(name, name, data))
    except UnreadableDocumentError as error:
        return Understood(name, str(error))


def summarised(name: str, reading: TableReading) -> Understood:
    """Return what a person should see of a reading before it is kept."""
    regions = Counter((one.region, one.code) for one in reading.observations)
    slips = [one for one in reading.observations if one.flags]
    return Understood(
        name, None, len(reading.observations), reading.columns, tuple(regions)[:SHOWN],
        sum(code is not None for _, code in regions),
        tuple(sorted({one.period for one in reading.observations if one.period}))[:SHOWN],
        tuple(region for region, code in regions if code is None)[:SHOWN],
        tuple(reading.notes),
        tuple(
            Slip(_place(one.source), one.region, one.indicator, one.value, one.unit, one.flags)
            for one in slips[:SHOWN]
        ),
        len(slips),
    )  # fmt: skip


def _place(cell: object) -> str:
    sheet, address = getattr(cell, "sheet", None), str(getattr(cell, "cell", ""))
    return f"{sheet}!{address}" if sheet else address


@dataclass(slots=True)
class Upload:
    """Files of one upload, all of them, and what its tables say."""

    id: str
    who: str
    files: list[tuple[str, bytes]]
    tables: list[Understood] = field(default_factory=list)
    at: float = field(default_factory=time.monotonic)

    @property
    def size(self) -> int:
        """Bytes of the files."""
        return sum(len(data) for _, data in self.files)

    @property
    def others(self) -> list[str]:
        """The names of what is no table."""
        return [name for name, _ in self.files if not is_table(name)]


class Uploads:
    """The uploads that wait, in memory: what nobody confirms within the hour is let go."""

    def __init__(self) -> None:
        self._waiting: dict[str, Upload] = {}
        self._lock = threading.Lock()

    def add(self, who: str, files: list[tuple[str, bytes]]) -> Upload:
        """Keep files until somebody confirms them.

        Raises
        ------
        ProblemError
            Too much waits already (429).
        """
        upload = Upload(secrets.token_urlsafe(12), who, files)
        with self._lock:
            self._let_go()
            if sum(one.size for one in self._waiting.values()) + upload.size > MOST:
                raise ProblemError("too_many_uploads", 429)
            self._waiting[upload.id] = upload
        return upload

    def get(self, number: str, who: str) -> Upload:
        """Return an upload of somebody's own.

        Raises
        ------
        NotHereError
            There is none, it is another's, or it waited too long.
        """
        with self._lock:
            self._let_go()
            found = self._waiting.get(number)
        if found is None or found.who != who:
            raise NotHereError("upload")
        return found

    def take(self, number: str, who: str) -> Upload:
        """Return an upload and keep it no longer."""
        found = self.get(number, who)
        with self._lock:
            self._waiting.pop(number, None)
        return found

    def of(self, who: str) -> list[Upload]:
        """Return somebody's uploads that wait and were read, the newest first."""
        with self._lock:
            self._let_go()
            return [one for one in reversed(self._waiting.values()) if one.who == who and one.tables]

    def _let_go(self) -> None:
        late = time.monotonic() - KEPT
        for number in [one.id for one in self._waiting.values() if one.at < late]:
            del self._waiting[number]


def preview(upload: Upload, step: Callable[[str], None]) -> None:
    """Read the tables of an upload, each with a step of progress."""
    found = []
    for name, data in upload.files:
        if is_table(name):
            found.append(understand(name, data))
            step(name)
    upload.tables = found
