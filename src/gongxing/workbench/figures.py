"""Figures by address: ``/figures/<name>.<svg|png|csv|xlsx|json>?…``, drawn by functions that pages register.

    @figure("atlas_map")
    def atlas_map(asked: Asked) -> Figure:
        year = asked.view.number("year")
        ...
        return region_map(table, language=asked.language, theme=asked.theme)

A page shows one with ``page.figure("atlas_map", year=2024)`` and the macro ``figure`` of ``parts/figure.html``.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from starlette.responses import Response

from gongxing.charts.errors import FigureError
from gongxing.charts.narrow import WIDE, narrow
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import NotHereError, NothingToShowError
from gongxing.workbench.view import View, pairs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gongxing.charts import Figure
    from gongxing.library import Library
    from gongxing.panel import Panel
    from gongxing.workbench.page import PageRequest
    from gongxing.workbench.settings import Language
    from gongxing.workbench.shelf import Shelf
    from gongxing.workbench.view import Value

ThemeName = Literal["light", "dark", "print"]
FORMS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
SHOWN_ROWS = 200  # of the table twin on a page; files hold all
MANY_MARKS = 100  # from which a page shows a picture until someone points at it
KEPT = 256  # figures that are kept while nothing is written
BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_logger = logging.getLogger(__name__)
router = page_router("reader")
_makers: dict[str, Callable[[Asked], Figure]] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a figure is asked for: parameters in ``view``, as of a page."""

    shelf: Shelf
    view: View
    language: Language
    theme: ThemeName

    @property
    def library(self) -> Library:
        """The library."""
        return self.shelf.library

    @property
    def panel(self) -> Panel:
        """Tables and figures of documents as one panel, made once between two writes."""
        return self.shelf.panel

    @property
    def tables(self) -> Panel:
        """The tables alone as one panel, made once between two changes of a table."""
        return self.shelf.tables


@dataclass(slots=True)
class _Kept:
    figure: Figure
    files: dict[str, bytes] = field(default_factory=dict)


class FigureShelf:
    """Figures that were drawn since the library was last written."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Any, ...]) -> _Kept | None:
        """Return a figure that is kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[Any, ...], kept: _Kept) -> None:
        """Keep a figure, and let the one go that was not asked for longest."""
        with self._lock:
            self._kept[key] = kept
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def figure(name: str) -> Callable[[Callable[[Asked], Figure]], Callable[[Asked], Figure]]:
    """Register a function that draws; it raises ``NothingToShowError`` where there is no data for it."""

    def register(make: Callable[[Asked], Figure]) -> Callable[[Asked], Figure]:
        if name in _makers:
            raise ValueError(f"two figures are called {name!r}")
        _makers[name] = make
        return make

    return register


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure on a page: itself with its addresses, or ``reason`` why there is nothing to show."""

    name: str
    view: View
    figure: Figure | None
    reason: str | None = None

    def address(self, form: str, theme: ThemeName | None = None, on: Literal["page", "phone"] = "page") -> str:
        """Return where the figure is in a form; in a theme, as it suits a page, or a phone's narrow one."""
        query = self.view if theme is None else View(self.view.path, self.view.pairs, self.view.language)
        return query.link(f"/figures/{self.name}.{form}", **({"theme": theme, "on": on} if theme else {}))

    @property
    def many(self) -> bool:
        """Whether it has so many marks that its specification is fetched only once someone points at it."""
        return self.figure is not None and self.figure.table.height > MANY_MARKS

    @property
    def wide(self) -> bool:
        """Whether it needs more room than a phone has."""
        return self.figure is not None and self.figure.name in WIDE

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """The columns of the table twin: name, and whether it holds numbers."""
        assert self.figure is not None
        return [(name, kind.is_numeric()) for name, kind in self.figure.table.schema.items()]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The first rows of the table twin."""
        assert self.figure is not None
        return self.figure.table.head(SHOWN_ROWS).to_dicts()

    @property
    def more(self) -> int:
        """How many rows only the files hold."""
        assert self.figure is not None
        return max(0, self.figure.table.height - SHOWN_ROWS)


def shown(page: PageRequest, name: str, parameters: Mapping[str, Value]) -> ShownFigure:
    """Return a figure for a template; what hinders it is said in its place."""
    view = View(
        f"/figures/{name}.svg", tuple(pairs_of(parameters)), page.view.language, page.view.theme, page.view.care
    )
    theme: ThemeName = "dark" if view.theme == "dark" else "light"
    try:
        return ShownFigure(name, view, _figure(page, name, view, theme).figure)
    except NothingToShowError as nothing:
        return ShownFigure(name, view, None, str(nothing))
    except FigureError as error:
        _logger.info("%s: %s", name, error)
        return ShownFigure(name, view, None, page.words("base")("figure_lacks"))


def _figure(page: PageRequest, name: str, view: View, theme: ThemeName) -> _Kept:
    if name not in _makers:
        raise NotHereError("figure", name)
    pairs = tuple(
        sorted(pair for pair in view.pairs if pair[0] not in ("lang", "theme", "care", "select", "download", "on"))
    )
    key = (name, pairs, view.language, theme, page.workbench.shelf.stamp())
    kept = page.workbench.figures.get(key)
    if kept is None:
        kept = _Kept(_makers[name](Asked(page.workbench.shelf, view, view.language, theme)))
        page.workbench.figures.put(key, kept)
    return kept


def on_page(figure: Figure, on: str = "page") -> dict[str, Any]:
    """Return a figure's specification for a page, which has a title and a ground of its own, or for a narrow one."""
    specification = dict(figure.kept_spec())
    title = specification.get("title")
    if title == figure.title or (isinstance(title, dict) and title.get("text") == figure.title and len(title) == 1):
        del specification["title"]
    # The page names the figure and has its table; Vega's own roles have no names and would only be in the way.
    specification["config"] = {**specification.get("config", {}), "background": "transparent", "aria": False}
    return narrow(specification, figure.name) if on == "phone" else specification


@router.get("/figures/{name}.{form}")
def figure_file(page: Page, name: str, form: str) -> Response:
    """Send a figure as a file; ``?download=1`` names it for the folder of downloads.

    ``?on=page`` suits a page, ``?on=phone`` a narrow one.
    """
    if form not in FORMS:
        raise NotHereError("file", f"{name}.{form}")
    asked = page.view.text("theme")
    theme: ThemeName = "dark" if asked == "dark" else "print" if asked == "print" else "light"
    try:
        kept = _figure(page, name, page.view, theme)
    except NothingToShowError as nothing:
        raise NotHereError("data", str(nothing)) from nothing
    except FigureError as error:
        raise NotHereError("data", page.words("base")("figure_lacks")) from error
    on = page.view.text("on") if form in ("svg", "json") else None
    on = on if on in ("page", "phone") else None
    key = f"{on}.{form}" if on else form
    if key not in kept.files:
        kept.files[key] = _written(kept.figure, form, on)
    content, headers = kept.files[key], {}
    if page.view.flag("download"):
        headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
        if form == "csv":
            content = BYTE_ORDER_MARK + content.removeprefix(BYTE_ORDER_MARK)
    return Response(content, media_type=FORMS[form], headers=headers)


def _written(figure: Figure, form: str, on: str | None) -> bytes:
    from gongxing.charts.saving import drawn, figure_bytes

    if on is None:
        return figure_bytes(figure, form)
    if form == "svg":
        return drawn(figure, on_page(figure, on), page=True).encode()
    return json.dumps(on_page(figure, on), ensure_ascii=False, separators=(",", ":")).encode()
