"""Cells and regions page by page, by number: what others add meanwhile is neither skipped nor given twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from gongxing.library import schema
from gongxing.library.connection import reading
from gongxing.library.errors import LibraryError
from gongxing.library.paging import LARGEST, Page
from gongxing.library.preparation import region_key
from gongxing.library.schema import observation

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Engine, Select

_COUNTED = 100_000  # rows up to which a total is counted


class Listed:
    """The methods of a library that list cells and regions; ``engine`` is the library's."""

    engine: Engine

    def page_observations(
        self, *, region: str | None = None, indicator: str | None = None, period: str | None = None,
        document: int | None = None, limit: int = 50, after: str | None = None,
    ) -> Page:  # fmt: skip
        """Return one page of the cells of tables, in the order in which they were read.

        Parameters
        ----------
        region
            A name in any form, or an adcode.
        indicator
            As a table writes it, or an id of the catalogue.
        period
            2023.
        document
            The number of one table.
        limit, after
            Rows of the page, at most 1 000, and what the page before gave as ``next``.

        Raises
        ------
        LibraryError
            The size or the place of the page cannot be.
        """
        columns = [column for column in observation.c if column.name != "document_id"]
        query = select(
            *columns,
            schema.document.c.id.label("document"),
            schema.document.c.name.label("file"),
            schema.document.c.sha256,
        )
        conditions = _observed(region, indicator, period, document)
        return self._page(query.join_from(observation, schema.document), observation.c.id, conditions, limit, after)

    def page_regions(self, *, limit: int = 50, after: str | None = None) -> Page:
        """Return one page of the regions that documents and tables speak of: ``id``, ``name``, ``code``, ``level``."""
        return self._page(select(*schema.region.c), schema.region.c.id, [], limit, after)

    def _page(
        self, query: Select[Any], key: ColumnElement[int], conditions: list[ColumnElement[bool]], limit: int,
        after: str | None,
    ) -> Page:  # fmt: skip
        if not 0 < limit <= LARGEST:
            raise LibraryError(f"limit={limit}: a page has at least 1 and at most {LARGEST:,} rows")
        if after is not None and not (after.isascii() and after.isdigit() and len(after) < 19):
            raise LibraryError(f"after={after!r} is no place; take what the page before gave as next")
        found = query.where(*conditions)
        counted = select(func.count()).select_from(found.with_only_columns(key).limit(_COUNTED + 1).subquery())
        if after is not None:
            found = found.where(key > int(after))
        with reading(self.engine) as connection:
            total = int(connection.execute(counted).scalar() or 0)
            rows = [dict(row) for row in connection.execute(found.order_by(key).limit(limit + 1)).mappings()]
        following = str(rows[limit - 1]["id"]) if len(rows) > limit else None
        return Page(rows[:limit], min(total, _COUNTED), total <= _COUNTED, following)


def _observed(
    region: str | None, indicator: str | None, period: str | None, document: int | None
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if region is not None:
        name, code = region_key(*((None, region) if region.isdigit() else (region, None)))
        conditions.append((observation.c.code == code) if code else observation.c.region.in_((region, name)))
    if indicator is not None:
        conditions.append((observation.c.indicator == indicator) | (observation.c.indicator_id == indicator))
    if period is not None:
        conditions.append(observation.c.period == period)
    if document is not None:
        conditions.append(observation.c.document_id == document)
    return conditions
