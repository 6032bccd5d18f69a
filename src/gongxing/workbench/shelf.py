"""The library that a workbench stands on: opened when first asked for, opened anew when its file is another one."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from gongxing.library import Library, LibraryError
from gongxing.library.connection import engine_of, is_url, place_of
from gongxing.library.counting import state_of_facts, state_of_tables
from gongxing.library.stamp import stamp_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxing.library.stored import StoredOutcome
    from gongxing.panel import Panel
    from gongxing.workbench.settings import Settings

T = TypeVar("T")

READING = 5.0  # seconds that a page's question may take
KEPT = 1_024  # things that are remembered between two writes


@dataclass(slots=True)
class _Kept:
    stamp: str
    value: Any = None
    made: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)


class Shelf:
    """One library for all threads; each question takes its own connection from the engine's pool."""

    def __init__(self, place: str | Path, settings: Settings) -> None:
        self.place = str(place)
        self.files = settings.files
        self._create = settings.create
        self._lock = threading.Lock()
        self._library: Library | None = None
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._identity: tuple[int, int] | None = None

    @property
    def library(self) -> Library:
        """The library.

        Raises
        ------
        LibraryError
            It is not there, damaged, of a newer release or cannot be reached.
        """
        with self._lock:
            identity = self._file_identity()
            if self._library is not None and identity == self._identity:
                return self._library
            if self._library is not None:
                self._library.close()
                self._library = None
            self._library = Library(self.place, self.files, create=self._create)
            self._library.engine = self._library.engine.execution_options(reading_seconds=READING)
            self._identity = self._file_identity()
            return self._library

    @property
    def shown(self) -> str:
        """Where the library is, as a page may say it: without the password of a server."""
        return place_of(engine_of(self.place)) if is_url(self.place) else self.place

    def separate(self) -> Library:
        """Open the library once more, for a job that outlives a request; the caller closes it."""
        return Library(self.place, self.files, create=self._create)

    def remember(self, name: str, make: Callable[[Library], T], state: str | None = None) -> T:
        """Return what ``make`` gives of the library, made once between two writes to it.

        ``name`` holds whatever ``make`` depends on beside the library. ``state`` is a text that is another one when the
        result would be; by default that of the whole library.
        """
        library, stamp = self.library, state or self.stamp()
        with self._lock:
            kept = self._kept.get(name)
            if kept is None or kept.stamp != stamp:
                kept = self._kept[name] = _Kept(stamp)
                self._kept.move_to_end(name)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        with kept.lock:  # whoever asks meanwhile waits for the one who makes it
            if not kept.made:
                kept.value, kept.made = make(library), True
        value: T = kept.value
        return value

    def remembered(self, name: str) -> Any | None:
        """Return what ``remember`` has made since the last write; ``None`` where it has made nothing."""
        stamp = self.stamp()
        with self._lock:
            kept = self._kept.get(name)
            return kept.value if kept is not None and kept.made and kept.stamp == stamp else None

    @property
    def panel(self) -> Panel:
        """Tables, and figures of documents unless there are very many, as one panel, made once between two changes."""
        from gongxing.workbench.followed import is_large

        tables = self.tables
        if is_large(self):
            return tables
        return self.remember("panel", lambda library: library.panel(tables=tables), self.facts)

    @property
    def tables(self) -> Panel:
        """The tables alone as one panel, made once between two changes of a table."""
        state = self.remember("state of tables", state_of_tables)
        return self.remember("tables", lambda library: library.panel(documents=False), state)

    def outcome(self, slug: str, version: int | None = None) -> StoredOutcome | None:
        """Return the last outcome of a scenario, read once between two writes; nobody changes what it holds.

        Raises
        ------
        LibraryError
            There is no such scenario.
        """
        return self.remember(f"outcome {slug} {version}", lambda library: library.outcome(slug, version))

    @property
    def facts(self) -> str:
        """A text that is another one when what documents or tables say has changed, of a library that is not large."""
        return self.remember("state of facts", state_of_facts)

    def stamp(self) -> str:
        """Return a text that is another one after every write to the library."""
        return stamp_of(self.library.engine)

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            if self._library is not None:
                self._library.close()
                self._library = None

    def _file_identity(self) -> tuple[int, int] | None:
        if is_url(self.place):
            return None
        try:
            state = Path(self.place).stat()
        except OSError as error:
            if self._library is None:
                return None
            raise LibraryError(f"{self.place}: the library is no longer there; put it back, or start again") from error
        return state.st_dev, state.st_ino
