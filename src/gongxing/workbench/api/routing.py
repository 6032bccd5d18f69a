"""How a route of the API is declared: role, model, the errors that it answers, and the line of Python beside it.

    router = api_router("documents")

    @reads(router, "/documents", "documents", Listing[Document], python="library.page_documents({narrow}).rows")
    def documents(page: Page, asked: Annotated[DocumentsAsked, Query()]) -> Response:
        ...

Every sentence about a route is in ``words/api.toml``: ``route_<name>``, ``param_<name>``.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from gongxing.workbench.access import needs
from gongxing.workbench.api.models import Problem
from gongxing.workbench.api.tags import TaggedRoute, unless_known
from gongxing.workbench.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MEDIA = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
LARGEST = 1_000  # rows of an answer
HIGHEST = (1 << 63) - 1  # the largest number that a database gives
# Text of an address or a body: no byte that a database refuses.
Text = Annotated[str, Field(pattern=r"^[^\u0000]*$", max_length=400)]
Name = Annotated[str, Field(pattern=r"^[^\u0000]+$", max_length=200)]
Date = Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$")]
Cursor = Annotated[str, Field(pattern=r"^[0-9A-Za-z_.~-]{1,200}$")]


def said_of(key: str) -> str:
    """Return the words of a route or a parameter in English, as OpenAPI has them."""
    return Words("api", "en")(key)


def told(name: str) -> Any:
    """Return a field of a parameter that the words describe."""
    return Field(default=None, description=said_of(f"param_{name}"))


class Asked(BaseModel):
    """What every read takes; a parameter that is not known is refused by name."""

    model_config = ConfigDict(extra="forbid")
    lang: Literal["zh", "en"] | None = told("lang")


class AskedRows(Asked):
    """What every list takes."""

    limit: int = Field(default=100, ge=1, le=LARGEST, description=said_of("param_limit"))
    cursor: Cursor | None = told("cursor")
    format: Literal["json", "csv", "xlsx", "parquet"] = Field(default="json", description=said_of("param_format"))


class Published(Asked):
    """What narrows anything that a document says: whom it is about, who published it and when."""

    region: Text | None = told("region")
    source: Text | None = told("source")
    since: Date | None = told("since")
    until: Date | None = told("until")

    def narrowing(self) -> dict[str, Any]:
        """Return the filters that are said, and nothing of how rows are shown."""
        filters = type(self).model_fields.keys() - AskedRows.model_fields.keys() - {"sort"}
        return {name: value for name in sorted(filters) if (value := getattr(self, name))}


def api_router(tag: str) -> APIRouter:
    """Return a router whose every route is under ``/api`` and asks for a reader at least."""
    return APIRouter(
        prefix="/api", tags=[tag], dependencies=[needs("reader"), Depends(unless_known)], route_class=TaggedRoute
    )


def reads(
    router: APIRouter, path: str, name: str, model: Any, *, python: str, example: str = "", flat: bool = False,
    errors: Sequence[int] = (),
) -> Callable[[Any], Any]:  # fmt: skip
    """Declare a read.

    Parameters
    ----------
    router, path, name
        Where; ``name`` is the operation's id, and its words' key.
    model
        What comes back.
    python
        The lines that give the same data in Python, where ``library`` is open.
    example
        Path and query of an example, for the page and its tests.
    flat
        Whether the rows can be had as a file too.
    errors
        The statuses that it answers beside those of every route.
    """
    found: dict[str, Any] = {"description": HTTPStatus(200).phrase}
    if flat:
        binary = {"schema": {"type": "string", "format": "binary"}}
        found["content"] = {MEDIA[form]: binary for form in ("csv", "xlsx", "parquet")}
        found["headers"] = {"Link": {"description": "The next page, as rel=next.", "schema": {"type": "string"}}}
    return router.get(
        path, response_model=model, operation_id=name, summary=said_of(f"route_{name}"),
        responses={200: found, 304: {"description": "Not modified: the If-None-Match tag still holds."},
                   **problems(401, 403, 421, 422, 429, 500, 503, *errors)},
        openapi_extra=_extra("reader", python, example),
    )  # fmt: skip


def writes(
    router: APIRouter, path: str, name: str, model: Any, *, python: str, example: str = "", status: int = 201,
    errors: Sequence[int] = (),
) -> Callable[[Any], Any]:  # fmt: skip
    """Declare a write of an editor; see :func:`reads`. ``status`` is that of its success: 202 for a job."""
    return router.post(
        path, response_model=model, status_code=status, operation_id=name, dependencies=[needs("editor")],
        summary=said_of(f"route_{name}"),
        responses=problems(400, 401, 403, 413, 421, 422, 429, 500, 503, *errors),
        openapi_extra=_extra("editor", python, example),
    )  # fmt: skip


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of problems (RFC 9457)."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "model": Problem, "description": HTTPStatus(status).phrase,
            "content": {"application/problem+json": {"schema": schema}},
        }
        for status in sorted(set(statuses))
    }  # fmt: skip


def _extra(role: str, python: str, example: str) -> dict[str, Any]:
    return {"x-role": role, "x-python": python, "x-example": example}
