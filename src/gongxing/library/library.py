"""A library as Python sees it: open it, read into it, ask it, say what is right and wrong in it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select

from gongxing.library import edits, facets, paging
from gongxing.library.accounts import Accounts
from gongxing.library.blobs import Blobs
from gongxing.library.connection import engine_of, is_url, reading, writing
from gongxing.library.errors import LibraryError
from gongxing.library.filters import Filter
from gongxing.library.frames import Frame, frame_of
from gongxing.library.listed import Listed
from gongxing.library.migration import migrate
from gongxing.library.narrowing import Filters
from gongxing.library.preparation import region_key
from gongxing.library.schema import copy, document, fact, observation
from gongxing.library.searching import SearchResult, search
from gongxing.library.status import Status, status
from gongxing.library.stored import Stored
from gongxing.library.undated import undated
from gongxing.library.watching import unseen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from sqlalchemy import Select

    from gongxing.library.documents import StoredDocument
    from gongxing.library.edits import Edit
    from gongxing.library.facets import Facets
    from gongxing.library.ingest import IngestReport
    from gongxing.library.paging import Page, Sort
    from gongxing.library.profile import Profile
    from gongxing.library.promising import Promises
    from gongxing.library.watching import Watch
    from gongxing.panel import Panel

FrameKind = Literal["polars", "pandas"]


class Library(Stored, Listed):
    """Documents, tables, facts, what people said and made of them, in one database with the originals beside it.

    >>> import gongxing as gx
    >>> lib = gx.open("my.db")                    # doctest: +SKIP
    >>> lib.ingest(["reports/"])                  # doctest: +SKIP
    >>> lib.figures(region="绵阳", frame="pandas")  # doctest: +SKIP

    ``engine`` is the SQLAlchemy engine, ``blobs`` the originals by content hash, ``accounts`` who may do what. Opening
    a library of an earlier release brings it to this one; ``watch`` (see ``watching.py``) sees how far that is.
    """

    def __init__(
        self, place: str | Path, files: str | Path | None = None, *, create: bool = True, watch: Watch = unseen
    ) -> None:
        place = str(place)
        if not is_url(place):
            _check_file(Path(place), create)
        self.place = place
        self.blobs = Blobs(Path(files) if files is not None else default_files(place))
        self.engine = engine_of(place)
        self.accounts = Accounts(self.engine)
        try:
            migrate(self.engine, watch=watch)
        except BaseException:
            self.engine.dispose()
            raise

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def ingest(self, paths: Sequence[str | Path], *, jobs: int = 1, cluster: str | None = None) -> IngestReport:
        """Read files and folders into the library; see ``gongxing.library.ingest``.

        Parameters
        ----------
        paths
            Files and folders.
        jobs
            Processes; 0 for as many as there are cores.
        cluster
            Address of a Dask scheduler instead.
        """
        from gongxing.engines import engine_for
        from gongxing.library.ingest import ingest
        from gongxing.library.ledger import Failure
        from gongxing.library.preparation import TABLE_SUFFIXES
        from gongxing.reading.sources import SUFFIXES, find_sources

        sources, problems = find_sources([str(path) for path in paths], SUFFIXES | TABLE_SUFFIXES, packages=False)
        report = ingest(self, sources, engine_for(jobs, cluster))
        report.failures.extend(Failure(problem.partition(": ")[0], problem) for problem in problems)
        return report

    def status(self) -> Status:
        """Return what is in the library, what failed and what awaits a person."""
        return status(self)

    def search(
        self, words: str, *, region: str | None = None, since: str | None = None, until: str | None = None,
        period: str | None = None, kinds: Sequence[str] = (), source: str | None = None, limit: int = 20,
        count_to: int | None = None,
    ) -> SearchResult:  # fmt: skip
        """Find documents, facts and regions; see ``gongxing.library.searching.search``."""
        filters = Filters(region, since, until, period, tuple(kinds), source)
        return replace(search(self, words, filters, limit, count_to), undated=undated(self, words, filters))

    def count_documents(self) -> int:
        """Return the number of documents, copies included."""
        with reading(self.engine) as connection:
            return int(connection.execute(select(func.count()).select_from(document)).scalar() or 0)

    def documents(self, *, copies: bool = False, frame: FrameKind = "polars") -> Frame:
        """Return a row for each document; ``copies`` includes mirrors and reposts, with ``same_as``.

        ``url`` is the address that a document was fetched from.
        """
        columns = ("id", "kind", "name", "title", "source", "account", "author", "published", "language", "characters",
                   "same_as", "similarity", "sha256", "added", "reading")  # fmt: skip
        url = select(func.min(copy.c.path)).where(copy.c.document_id == document.c.id, copy.c.path.like("http%://%"))
        query = select(*(document.c[name] for name in columns), url.scalar_subquery().label("url"))
        query = query.order_by(document.c.id)
        if not copies:
            query = query.where(document.c.same_as.is_(None))
        return self._frame(query, frame)

    def facts(
        self, kind: str | None = None, *, region: str | None = None, shown: bool = True, frame: FrameKind = "polars"
    ) -> Frame:
        """Return a row for each fact with its document and span; ``shown=False`` includes rejected and merged ones.

        ``region`` is a name in any form (成都, 成都市, 蓉城) or an adcode.
        """
        query = self._facts(kind, region, shown, ("kind", "quote", "about", "about_code", "fields", "rule"))
        return self._frame(query, frame)

    def figures(
        self, *, region: str | None = None, indicator: str | None = None, period: str | None = None,
        frame: FrameKind = "polars",
    ) -> Frame:  # fmt: skip
        """Return a row for each figure: region, indicator, period, value in its base unit, span and document."""
        columns = ("about", "about_code", "indicator", "period", "value", "unit", "bound", "modality", "quote", "rule")
        query = self._facts("figure", region, True, columns)
        if indicator is not None:
            query = query.where(fact.c.indicator == indicator)
        if period is not None:
            query = query.where(fact.c.period == period)
        return self._frame(query, frame)

    def commitments(self, *, region: str | None = None, frame: FrameKind = "polars") -> Frame:
        """Return a row for each commitment: who, what in the document's words, by when."""
        return self._frame(self._facts("commitment", region, True, ("about", "about_code", "quote", "deadline")), frame)

    def observations(
        self, *, region: str | None = None, indicator: str | None = None, frame: FrameKind = "polars"
    ) -> Frame:
        """Return a row for each cell of a table: region, indicator, period, value, unit, scope and the cell."""
        columns = [column for column in observation.c if column.name not in ("id", "document_id")]
        query = (
            select(*columns, document.c.name.label("file"), document.c.id.label("document"))
            .join_from(observation, document)
            .order_by(observation.c.id)
        )
        if region is not None:
            name, code = region_key(*((None, region) if region.isdigit() else (region, None)))
            query = query.where((observation.c.code == code) if code else (observation.c.region.in_((region, name))))
        if indicator is not None:
            query = query.where((observation.c.indicator == indicator) | (observation.c.indicator_id == indicator))
        return self._frame(query, frame)

    def profile(self, region: str, limit: int = 20) -> Profile:
        """Return what is known of a region at a glance; see ``gongxing.library.profile``."""
        from gongxing.library.profile import profile

        return profile(self, region, limit)

    def page_documents(
        self, *, sort: Sort = "newest", limit: int = 50, offset: int = 0, after: str | None = None, **narrow: Any
    ) -> Page:
        """Return one page of documents; filters are those of ``gongxing.library.filters.Filter``."""
        return paging.page_documents(self, Filter(**narrow), sort, limit, offset, after)

    def page_facts(
        self, *, sort: Sort = "newest", limit: int = 50, offset: int = 0, after: str | None = None, **narrow: Any
    ) -> Page:
        """Return one page of facts; filters are those of ``gongxing.library.filters.Filter``.

        >>> page = lib.page_facts(region="成都", kind="commitment", since="2024")   # doctest: +SKIP
        >>> lib.page_facts(region="成都", kind="commitment", since="2024", after=page.next)  # doctest: +SKIP
        """
        return paging.page_facts(self, Filter(**narrow), sort, limit, offset, after)

    def document_facets(self, **narrow: Any) -> Facets:
        """Return how many documents there are of each kind, region, source and year; see ``library.facets``."""
        return facets.document_facets(self, Filter(**narrow))

    def fact_facets(self, **narrow: Any) -> Facets:
        """Return how many facts there are of each kind, region, source and year; see ``library.facets``."""
        return facets.fact_facets(self, Filter(**narrow))

    def panel(self, *, documents: bool = True, tables: Panel | None = None) -> Panel:
        """Return tables and figures of documents as one panel, each value with its source; see ``gongxing.panel``.

        ``documents=False`` gives the panel of the tables alone; ``tables`` hands that one in, where it is at hand.
        """
        from gongxing.library.paneling import panel

        return panel(self, documents=documents, tables=tables)

    def promises(
        self, *, region: str | None = None, theme: str | None = None, state: str | None = None,
        kind: str | None = None, since: str | None = None,
    ) -> Promises:  # fmt: skip
        """Return what documents promise and what became of it, each with both quotes; see ``gongxing.promises``.

        Parameters
        ----------
        region
            A name in any form, or an adcode.
        theme
            An id of ``gongxing.promises.themes()``: ``industry``, ``transport``, ``livelihood``, …
        state
            ``met``, ``missed``, ``not_yet`` or ``cannot_say``.
        kind
            ``indicator``, ``task``, ``project``, ``open_call``, ``pilot_centre`` or ``platform``; asked for a kind of
            thing, those that documents only report are given too.
        since
            Only what was promised in documents published on this day or later (``2025``, ``2025-03-01``).

        Raises
        ------
        LibraryError
            A theme, state, kind or adcode is not known.
        """
        from gongxing.library.promising import promises

        return promises(self, region=region, theme=theme, state=state, kind=kind, since=since)

    def _facts(self, kind: str | None, region: str | None, shown: bool, columns: Sequence[str]) -> Select[Any]:
        query = (
            select(
                fact.c.id, *(fact.c[name] for name in columns), fact.c.standing, fact.c.start, fact.c.end,
                document.c.id.label("document"), document.c.title, document.c.name.label("file"), document.c.published,
            )
            .join_from(fact, document)
            .order_by(fact.c.document_id, fact.c.start, fact.c.end, fact.c.id)
        )  # fmt: skip
        if kind is not None:
            query = query.where(fact.c.kind == kind)
        if shown:
            query = query.where(fact.c.shown == 1)
        if region is not None:
            query = query.where(about(region))
        return query

    def _frame(self, query: Select[Any], frame: FrameKind) -> Frame:
        with reading(self.engine) as connection:
            result = connection.execute(query)
            names, rows = list(result.keys()), result.all()
        return frame_of(names, rows, frame)

    def document(self, number: int) -> StoredDocument:
        """Return one document: article, facts as they stand, copies, edits; see ``gongxing.library.documents``."""
        from gongxing.library.documents import document_of

        return document_of(self, number)

    def fact(self, fact_id: int) -> dict[str, Any]:
        """Return one fact as it stands, with ``extracted`` as it was found where a person corrected it."""
        with reading(self.engine) as connection:
            row = connection.execute(select(fact).where(fact.c.id == fact_id)).mappings().first()
        if row is None:
            raise LibraryError(f"there is no fact {fact_id} in this library; Library.facts() lists their numbers")
        extracted = json.loads(row["extracted"]) if row["extracted"] else None
        return {**row, "fields": json.loads(row["fields"]), "extracted": extracted}

    def accept(self, fact_id: int, *, who: str) -> int:
        """Say that a fact is right; return the number of this edit."""
        return self._edit_fact(fact_id, "accept", who)

    def reject(self, fact_id: int, *, who: str) -> int:
        """Say that a fact is wrong: it is shown no more; return the number of this edit."""
        return self._edit_fact(fact_id, "reject", who)

    def correct(self, fact_id: int, *, who: str, **fields: Any) -> int:
        """Say what a fact means: ``lib.correct(7, who="林", value=2.1e9, unit="CNY")``."""
        return self._edit_fact(fact_id, "correct", who, fields)

    def merge(self, fact_id: int, into: int, *, who: str) -> int:
        """Say that a fact is the same as another one, which stands for both."""
        return self._edit_fact(fact_id, "merge", who, {"into": into})

    def _edit_fact(self, fact_id: int, action: edits.Action, who: str, content: dict[str, Any] | None = None) -> int:
        with writing(self.engine) as connection:
            return edits.append_fact_edit(connection, fact_id, action, who, content)

    def merge_documents(self, document_id: int, into: int, *, who: str) -> int:
        """Say that a document is a copy of another: its facts count no more."""
        with writing(self.engine) as connection:
            return edits.append_document_edit(connection, document_id, "merge", who, into)

    def part_document(self, document_id: int, *, who: str) -> int:
        """Say that a document which was taken for a copy is one of its own."""
        with writing(self.engine) as connection:
            return edits.append_document_edit(connection, document_id, "part", who, None)

    def undo(self, edit_id: int, *, who: str) -> int:
        """Take an edit back; undoing the undo makes it stand again."""
        with writing(self.engine) as connection:
            return edits.undo(connection, edit_id, who)

    def history(self) -> list[Edit]:
        """Return every edit with who and when, in order."""
        with reading(self.engine) as connection:
            return edits.history(connection)


def about(region: str) -> Any:
    """Return the condition that a fact is about a region: a name in any form, or an adcode."""
    if region.isdigit():
        return fact.c.about_code == region
    return fact.c.about == region_key(region)[0]


def default_files(place: str) -> Path:
    """Return the folder of originals beside a library: ``my.db.files``; ``gongxing.files`` here for a server's."""
    configured = os.environ.get("GONGXING_FILES")
    if configured:
        return Path(configured)
    return Path("gongxing.files" if is_url(place) else f"{place}.files")


def open_library(place: str | Path = "gongxing.db", files: str | Path | None = None) -> Library:
    """Open a library, making it where there is none.

    Parameters
    ----------
    place
        A SQLite file, or ``postgresql://user@host/database``.
    files
        Folder of the originals. Default: ``place`` with ``.files`` behind it.

    Raises
    ------
    LibraryError
        It is damaged, of another kind, of a newer release, or may not be opened.
    """
    return Library(place, files)


def _check_file(path: Path, create: bool) -> None:
    try:
        path.stat()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise LibraryError(
            f"{path}: it cannot be opened ({error.strerror or error}); name another with --library"
        ) from error
    if path.is_dir():
        raise LibraryError(f"{path}: this is a folder; name a file, e.g. {path / 'gongxing.db'}")
    if path.exists():
        try:
            with path.open("rb") as file:
                head = file.read(16)
        except OSError as error:
            raise LibraryError(
                f"{path}: it cannot be read ({error.strerror or error}); ask its owner for the right, or name another "
                "with --library"
            ) from error
        if head and not head.startswith(b"SQLite format 3"):
            raise LibraryError(
                f"{path}: this file is no library (it is of another kind or damaged); name another file with "
                "--library, or restore a backup with gongxing restore"
            )
        return
    if not create:
        raise LibraryError(f"{path}: there is no library here; make one with gongxing ingest PATH..., or name one with "
                           "--library")  # fmt: skip
    if not path.absolute().parent.is_dir():
        raise LibraryError(f"{path}: its folder does not exist; make it first")
