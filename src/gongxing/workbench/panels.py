"""The library's panels, built once and kept until something that they are made of changes."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from gongxing.library.connection import reading
from gongxing.library.schema import document, edit, observation

if TYPE_CHECKING:
    from gongxing.library import Library
    from gongxing.panel import Panel


class PanelShelf:
    """The panel of tables alone, and that of tables and documents."""

    def __init__(self) -> None:
        self._kept: dict[bool, tuple[Any, Panel]] = {}
        self._locks = {False: Lock(), True: Lock()}

    def panel(self, library: Library, *, documents: bool = True) -> Panel:
        """Return a panel of the library as it is now; ``documents`` adds the figures that documents tell."""
        with self._locks[documents]:
            state = _state(library, documents)
            kept = self._kept.get(documents)
            if kept is None or kept[0] != state:
                kept = (state, library.panel(documents=documents))
                self._kept[documents] = kept
            return kept[1]


def _state(library: Library, documents: bool) -> tuple[Any, ...]:
    """Return what changes whenever the panel would: rows only ever come in with higher numbers."""
    with reading(library.engine) as connection:
        cells = tuple(connection.execute(select(func.max(observation.c.id), func.count(observation.c.id))).one())
        if not documents:
            return cells
        read = tuple(connection.execute(select(func.max(document.c.id), func.max(document.c.reading))).one())
        return (*cells, *read, connection.execute(select(func.max(edit.c.id))).scalar())
