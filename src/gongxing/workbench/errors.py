"""What went wrong, as a page in the visitor's language; as a problem in JSON under ``/api``."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from gongxing.language.saying import said_of
from gongxing.library import LibraryError
from gongxing.library.errors import TooSlowError
from gongxing.workbench.access import Visitor
from gongxing.workbench.page import PageRequest
from gongxing.workbench.problems import NotHereError, ProblemError, SignInError
from gongxing.workbench.view import view_of

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

    from gongxing.workbench.context import Workbench

_KEYS = {404: "no_page", 405: "method", 413: "too_large", 429: "too_many"}
_FIELDS = {"extra_forbidden": "field_unknown", "missing": "field_missing"}
# What a field may be, in signs of either language.
_BOUNDS = {"expected": "{}", "pattern": "{}", "ge": "≥ {}", "le": "≤ {}", "min_length": "≥ {}", "max_length": "≤ {}"}
_logger = logging.getLogger(__name__)


def problem_response(request: Request, problem: ProblemError) -> Response:
    """Return the answer to a request that cannot be served as asked."""
    workbench: Workbench = request.app.state.workbench
    view = view_of(request, workbench.settings.language)
    page = PageRequest(request, view, _visitor(request, workbench))
    words = page.words("errors")
    title = words(f"title_{problem.key}" if f"title_{problem.key}" in words else f"title_{problem.status}")
    details = {
        name: said_of(value, view.language) if isinstance(value, Exception) else value
        for name, value in problem.details.items()
    }
    sentence = words(problem.key, **details)
    headers = {"Retry-After": str(problem.details["seconds"])} if "seconds" in problem.details else {}
    if view.path.startswith("/api"):
        body = {"type": "about:blank", "title": title, "status": problem.status, "detail": sentence}
        return JSONResponse(body, problem.status, headers, media_type="application/problem+json")
    if isinstance(problem, SignInError) and request.method == "GET":
        return RedirectResponse(view.to("/login", next=view.permalink), status_code=303)
    hint = words(f"hint_{problem.key}") if f"hint_{problem.key}" in words else words(f"hint_{problem.status}")
    response = page.render("errors/page.html", status=problem.status, title=title, sentence=sentence, hint=hint)
    response.headers.update(headers)
    return response


def install(app: FastAPI) -> None:
    """Teach an application to answer with these pages."""

    async def of_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, ProblemError)
        if isinstance(error, SignInError) and request.method == "POST" and not request.url.path.startswith("/api"):
            from gongxing.workbench.pages.entrance import held_login_page

            workbench: Workbench = request.app.state.workbench
            view = view_of(request, workbench.settings.language)
            return await held_login_page(PageRequest(request, view, Visitor("", "public")))
        return await run_in_threadpool(problem_response, request, error)

    def of_library(request: Request, error: Exception) -> Response:
        _logger.warning("%s: %s", request.url.path, error)
        if isinstance(error, TooSlowError):
            return problem_response(request, ProblemError("slow", 503, limit=f"{error.seconds:g}"))
        return problem_response(request, ProblemError("library", 503, sentence=error))

    def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        workbench: Workbench = request.app.state.workbench
        key = _KEYS.get(error.status_code, "not_served")
        limit = f"{workbench.settings.body_limit >> 20} MB"
        response = problem_response(request, ProblemError(key, error.status_code, limit=limit))
        if error.headers and "Allow" in error.headers:
            response.headers["Allow"] = error.headers["Allow"]
        return response

    def of_validation(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        name = str(first["loc"][-1]) if first["loc"] else ""
        if first["loc"] and first["loc"][0] == "path":
            return problem_response(request, NotHereError("page"))
        if first["type"] in _FIELDS:
            return problem_response(request, ProblemError(_FIELDS[first["type"]], 422, name=name))
        said = first.get("ctx") or {}
        reason = next((sign.format(said[key]) for key, sign in _BOUNDS.items() if key in said), first["msg"])
        return problem_response(request, ProblemError("field", 422, name=name, reason=reason))

    app.add_exception_handler(ProblemError, of_problem)
    app.add_exception_handler(LibraryError, of_library)
    app.add_exception_handler(HTTPException, of_http)
    app.add_exception_handler(RequestValidationError, of_validation)


def _visitor(request: Request, workbench: Workbench) -> Visitor:
    try:
        return workbench.visitors.visitor(request)
    except (LibraryError, ProblemError):  # accounts are in the library that may be what is wrong
        return Visitor("", "public")
