"""The web application: one library, pages by a list, guards before all of them."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

import gongxing
from gongxing.workbench import api, assets, bounds, errors, figures, guards
from gongxing.workbench.access import OnePerson
from gongxing.workbench.api import tags
from gongxing.workbench.context import Workbench
from gongxing.workbench.jobs import Jobs
from gongxing.workbench.pages import PAGES
from gongxing.workbench.settings import Settings
from gongxing.workbench.shelf import Shelf
from gongxing.workbench.visitors import People
from gongxing.workbench.warming import warm

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


def create_app(library_place: str | Path = "gongxing.db", settings: Settings | None = None) -> FastAPI:
    """Return the application that serves a library.

    Parameters
    ----------
    library_place
        A SQLite file, or ``postgresql://user@host/database``; opened when the first page asks for it.
    settings
        How it answers. Default: ``Settings()``, for one person on their own machine.
    """
    settings = settings or Settings()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=warm, args=(app,), name="warm", daemon=True).start()
        yield
        workbench: Workbench = app.state.workbench
        workbench.jobs.cancel_all()
        workbench.shelf.close()

    app = FastAPI(
        title="Gongxing", version=gongxing.__version__, openapi_url=None, docs_url=None, redoc_url=None, lifespan=life,
        middleware=[
            Middleware(guards.Headers),
            Middleware(guards.Hosts, names=settings.hosts),
            Middleware(guards.Origins),
            *([Middleware(bounds.Pace, each_second=settings.requests_each_second)] if settings.log_in else []),
            Middleware(guards.BodyLimit, limit=settings.body_limit),
            Middleware(bounds.JsonShape),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=6),
            Middleware(guards.Tags),
            Middleware(guards.Faults),
        ],
    )  # fmt: skip
    shelf = Shelf(library_place, settings)
    visitors = People(shelf) if settings.log_in else OnePerson()
    app.state.workbench = Workbench(settings, shelf, visitors, Jobs(settings.jobs_each))
    errors.install(app)
    tags.install(app)
    app.include_router(assets.router)
    app.include_router(figures.router)
    for name in PAGES:
        app.include_router(import_module(f"gongxing.workbench.pages.{name}").router)
    for name in api.ROUTERS:
        app.include_router(import_module(f"gongxing.workbench.api.{name}").router)
    return app
