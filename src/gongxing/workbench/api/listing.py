"""Rows page by page, as JSON with the address of the next page, or as a file."""

from __future__ import annotations

import io
import json
import tempfile
import types
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from starlette.responses import Response

from gongxing.library import LibraryError
from gongxing.listing.sheets import csv_text, write_xlsx
from gongxing.workbench.api.models import Listing
from gongxing.workbench.api.routing import MEDIA
from gongxing.workbench.problems import BadAddressError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pydantic import BaseModel

    from gongxing.workbench.api.routing import AskedRows
    from gongxing.workbench.page import PageRequest


def slice_of(
    page: PageRequest, model: type[BaseModel], asked: AskedRows, rows: Sequence[Any], plain: Callable[[Any], Any]
) -> Response:
    """Answer with one page of rows that are all at hand; ``plain`` makes a row what the model takes."""
    start = place_of(asked)
    chosen = rows[start : start + asked.limit]
    following = start + asked.limit
    after = str(following) if following < len(rows) else None
    return listed(page, model, asked, [plain(row) for row in chosen], len(rows), True, after)


def place_of(asked: AskedRows) -> int:
    """Return the number that a cursor is.

    Raises
    ------
    BadAddressError
        It is none of ours.
    """
    if asked.cursor is None:
        return 0
    if not (asked.cursor.isascii() and asked.cursor.isdigit()) or len(asked.cursor) > 18:
        raise BadAddressError("cursor", asked.cursor, "cursor")
    return int(asked.cursor)


@contextmanager
def placed(asked: AskedRows) -> Iterator[None]:
    """Let a library say that a cursor is none of its own.

    Raises
    ------
    BadAddressError
        It is none.
    """
    try:
        yield
    except LibraryError as error:
        if asked.cursor is not None and str(error).startswith("after="):
            raise BadAddressError("cursor", asked.cursor, "cursor") from None
        raise


def listed(
    page: PageRequest, model: type[BaseModel], asked: AskedRows, rows: Sequence[Any], total: int, exact: bool,
    after: str | None,
) -> Response:  # fmt: skip
    """Answer with one page of rows in the form that is asked for."""
    following = page.view.link(cursor=after) if after is not None else None
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    found = [model.model_validate(row, from_attributes=True) for row in rows]
    if asked.format == "json":
        body = Listing[model](rows=found, total=total, exact=exact, next=following)  # type: ignore[valid-type]
        return Response(body.model_dump_json(), media_type=MEDIA["json"], headers=headers)
    name = page.view.path.removeprefix("/api/").replace("/", "-")
    headers["Content-Disposition"] = f'attachment; filename="rows.{asked.format}"'
    return Response(_file(asked.format, name, model, found), media_type=MEDIA[asked.format], headers=headers)


def _file(form: str, name: str, model: type[BaseModel], rows: Sequence[BaseModel]) -> bytes:
    names = list(model.model_fields)
    values = [[_flat(row[key]) for key in names] for row in (one.model_dump(mode="json") for one in rows)]
    if form == "csv":
        return csv_text(names, values).encode()
    if form == "xlsx":
        with tempfile.TemporaryDirectory(prefix="gongxing-") as folder:
            path = Path(folder, "rows.xlsx")
            write_xlsx({"".join(mark for mark in name if mark.isalnum() or mark == "-")[:31]: (names, values)}, path)
            return path.read_bytes()
    import polars as pl

    schema = {key: _column(field.annotation) for key, field in model.model_fields.items()}
    content = io.BytesIO()
    pl.DataFrame(values, schema=schema, orient="row").write_parquet(content)
    return content.getvalue()


def _flat(value: Any) -> Any:
    """Return what a cell holds: lists and objects as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _column(annotation: Any) -> Any:
    """Return the type of a column of Parquet, from that of the model."""
    import polars as pl

    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(one for one in get_args(annotation) if one is not type(None))
    kinds: Mapping[Any, Any] = {int: pl.Int64, float: pl.Float64, bool: pl.Boolean}
    return kinds.get(annotation, pl.String)
