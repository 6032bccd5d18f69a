"""What a workbench makes ready when it starts, so that the first visitor need not wait for it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gongxing.library import LibraryError
from gongxing.regions.divisions import divisions
from gongxing.regions.names import resolve
from gongxing.workbench import assets
from gongxing.workbench.leading import province_told_of
from gongxing.workbench.mapped import COUNTRY
from gongxing.workbench.readying import ready
from gongxing.workbench.rendering import environment

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import Message

    from gongxing.workbench.context import Workbench
    from gongxing.workbench.shelf import Shelf

ROOMS = ("gongxing.measures", "gongxing.charts", "gongxing.briefs.building", "gongxing.scenarios.picking")
GARBAGE = (20_000, 20, 50)  # things made, and rounds of looking at them, between two looks at what is younger and older
FIRST = ("/", "/atlas", f"/atlas?within={COUNTRY}")  # the pages that people open first, whose maps the others share


def warm(app: FastAPI) -> None:
    """Load what first pages would else wait for: the room of charts and its script; as settings say, the pages too."""
    workbench: Workbench = app.state.workbench
    assets.asset(assets.VEGA)
    for room in ROOMS:
        import_module(room)
    if not workbench.settings.warm:
        return
    with contextlib.suppress(LibraryError):  # the first page says what is wrong with it
        _ = workbench.shelf.tables.evidence
        for address in FIRST:
            asyncio.run(_visit(app, address, workbench.settings.language))
    made = environment()
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)
    ready(app)
    with contextlib.suppress(LibraryError):
        for region in _told_of(workbench.shelf):
            asyncio.run(_visit(app, f"/regions/{region}", workbench.settings.language))
    # What is there now stays: a visitor need not wait for it to be looked through for garbage, nor often for the rest.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _told_of(shelf: Shelf) -> list[str]:
    """Return the regions that people look at first: where the first page leads, then all of the documents' province.

    Of each other province with tables one city follows, whose maps and comparisons the others share.
    """
    leaders = [leader.code or leader.name for leader in shelf.remembered("leaders") or ()]
    about = province_told_of(shelf)
    province = resolve(about) if about else None
    inside = [one.code for one in divisions() if province and one.level == "prefecture" and one.within(province.code)]
    frame = shelf.tables.to_frame()
    told = sorted(code for code in frame["code"].drop_nulls().unique() if code.endswith("00") and code[2:] != "0000")
    others = {code[:2]: code for code in reversed(told) if not province or code[:2] != province.code[:2]}
    return list(dict.fromkeys([*leaders, *([province.code] if province else ()), *inside, *others.values()]))


async def _visit(app: FastAPI, address: str, language: str) -> None:
    """Ask for a page as a browser on this machine would; where people log in this is only the way to the door."""
    path, _, asked = address.partition("?")
    query = quote(f"{asked}&lang={language}", safe="=&").encode()
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": "GET",
        "path": path, "raw_path": quote(path).encode(), "root_path": "", "query_string": query,
        "headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 0), "server": ("127.0.0.1", 80), "state": {},
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        return

    await app(scope, receive, send)
