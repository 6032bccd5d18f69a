"""The promises of a library: every document and table that bears on them, read in one walk."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import false, func, select

from gongxing.facts import Commitment, Fact, Figure, Industry, Place, Project
from gongxing.facts.choice import region_key
from gongxing.library.connection import reading
from gongxing.library.errors import LibraryError
from gongxing.library.frames import Frame, frame_of
from gongxing.library.schema import document, fact, mention, observation
from gongxing.library.walking import documents_with_facts
from gongxing.promises import KINDS, STATES, Promise, SourceDocument, SourceTable, follow, last_day, own_time, themes
from gongxing.promises.places import place_of
from gongxing.tables import Cell, Observation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from sqlalchemy import ColumnElement, Connection

    from gongxing.library.library import Library

_KINDS: dict[str, type[Fact]] = {
    "figure": Figure, "commitment": Commitment, "project": Project, "industry": Industry, "place": Place,
}  # fmt: skip
_OBSERVED = ("region", "code", "indicator", "indicator_id", "unit", "value", "period", "scope")
COLUMNS = (
    "id", "kind", "region", "region_code", "theme", "subject", "value", "upper", "unit", "bound", "period", "deadline",
    "due", "state", "reason", "stage", "quote", "reference", "source", "date", "mentions", "outcome_quote",
    "outcome_reference", "outcome_source", "outcome_value", "outcome_period", "answers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises of a library, by region, theme and subject; a sequence of :class:`gongxing.promises.Promise`."""

    items: tuple[Promise, ...]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Promise]:
        return iter(self.items)

    def __getitem__(self, place: int) -> Promise:
        return self.items[place]

    def frame(self, frame: str = "polars") -> Frame:
        """Return a row for each promise with both quotes and their references; ``frame`` is polars or pandas."""
        return frame_of(COLUMNS, [promise_row(promise) for promise in self.items], frame)

    def coverage(self, by: str = "region", frame: str = "polars") -> Frame:
        """Return a row for each region (``theme``, ``kind``): promises, with a number, by state, and documents."""
        names = (by, "promises", "with_target", *STATES, "documents")
        return frame_of(names, coverage_rows(self.items, by), frame)


def promise_row(promise: Promise) -> list[Any]:
    """Return a promise as a row of ``COLUMNS``."""
    target, promised, outcome = promise.target, promise.promised, promise.outcome
    return [
        promise.id, promise.kind, promise.region, promise.region_code, promise.theme, promise.subject,
        *((target.value, target.upper, target.unit, target.bound, target.period) if target else (None,) * 5),
        promise.deadline, promise.due, promise.state, promise.reason.zh, promise.stage, promised.quote,
        promised.reference, promised.source, promised.date, len(promise.mentions),
        *(getattr(outcome, name, None) for name in ("quote", "reference", "source", "value", "period")),
        len(promise.answers),
    ]  # fmt: skip


def coverage_rows(promises: Sequence[Promise], by: str) -> list[list[Any]]:
    """Return the counts of promises by ``region``, ``theme``, ``kind`` or ``state``, in order of the groups."""
    groups: dict[str, list[Promise]] = {}
    for promise in promises:
        groups.setdefault(getattr(promise, by), []).append(promise)
    return [
        [name, len(mine), sum(p.target is not None for p in mine), *(sum(p.state == s for p in mine) for s in STATES),
         len({m.reference.partition("#")[0] for p in mine for m in p.mentions})]
        for name, mine in groups.items()
    ]  # fmt: skip


def promises(
    library: Library, *, region: str | None = None, theme: str | None = None, state: str | None = None,
    kind: str | None = None, since: str | None = None, until: str | None = None, newest: int | None = None,
) -> Promises:  # fmt: skip
    """Return the promises of a library; see ``Library.promises``.

    ``until`` is the day that the evidence reaches. ``newest`` follows, of a region, only so many documents that promise
    anything for it, the last published, beside the tables.
    """
    _check("theme", theme, tuple(themes()))
    _check("state", state, STATES)
    _check("kind", kind, KINDS)
    name, code = region_key(*((None, region) if region and region.isdigit() else (region, None)))
    if region and region.isdigit() and (name is None or name == region):
        raise LibraryError(f"there is no division with the code {region}; gongxing regions NAME looks codes up")
    if newest is not None and name is None:
        raise LibraryError("the newest documents are those of a region; name it as region=")
    until = evidence_of(library) if until is None else until
    found = follow(
        _documents(library, name, code, newest),
        lambda places: _tables(library, name, code, newest, places),
        until=until,
        about=place_of(name, code),
    )
    return Promises(tuple(
        promise for promise in found
        if (region is None or (promise.region_code == code if code else promise.region == name))
        and (theme is None or promise.theme == theme)
        and (state is None or promise.state == state)
        and (kind is None or promise.kind == kind)
        and (promise.is_promised or (kind is not None and kind != "project"))
        and (since is None or (promise.promised.date or "") >= since)
    ))  # fmt: skip


def _check(name: str, value: str | None, known: Sequence[str]) -> None:
    if value is not None and value not in known:
        raise LibraryError(f"{name} {value!r} is not known; expected one of {', '.join(known)}")


def evidence_of(library: Library) -> str:
    """Return the day that the library's evidence reaches; see ``evidence_until``."""
    with reading(library.engine) as connection:
        return evidence_until(connection)


def evidence_until(connection: Connection) -> str:
    """Return the day that the library's evidence reaches: the last publication, or the end of a table's last period."""
    dated = select(func.max(func.substr(document.c.published, 1, 10)))
    ends = [last_day(period) or "" for period in connection.execute(select(observation.c.period).distinct()).scalars()]
    columns = (fact.c.document_id, fact.c.kind, fact.c.period)
    undated = (
        select(*columns, func.count())
        .join_from(fact, document)
        .where(document.c.published.is_(None), fact.c.shown == 1, fact.c.period.is_not(None))
        .where((fact.c.kind == "commitment") | ((fact.c.kind == "figure") & (fact.c.modality == "actual")))
        .group_by(*columns)
    )
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for document_id, kind, period, count in connection.execute(undated):
        counts[document_id, kind][period] += count
    own = [own_time(counts[id_, "commitment"], counts[id_, "figure"]) for id_ in {id_ for id_, _ in list(counts)}]
    return max([str(connection.execute(dated).scalar() or ""), *ends, *own])


def _documents(library: Library, name: str | None, code: str | None, newest: int | None) -> Iterator[SourceDocument]:
    """Yield every document whose facts count, with those that bear on promises, one at a time.

    Of a division only the documents that speak of its province: answers and things are joined within a province.
    """
    among = None
    if newest is not None:
        told = select(document.c.id).join_from(mention, document, document.c.entry == mention.c.entry)
        told = told.where(mention.c.about == name, mention.c.commitment + mention.c.project > 0)
        among = told.order_by(mention.c.entry).limit(newest)  # entries rise as dates fall
    elif name is not None:
        bears = fact.c.about_code.like(f"{code[:2]}%") if code else (fact.c.about == name)
        among = select(fact.c.document_id).where(bears, fact.c.shown == 1)
    for told, rows in documents_with_facts(library, _KINDS, among):
        facts = [_KINDS[row.kind](row.start, row.end, row.quote, row.rule, **_fields(row.fields)) for row in rows]
        yield SourceDocument(told.sha256, told.title or told.name, told.published, told.text, facts)


def _fields(text: str) -> dict[str, Any]:
    """Return the fields of a fact as its class takes them: lists as tuples."""
    return {name: _frozen(value) for name, value in json.loads(text).items()}


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _about(connection: Connection, name: str | None, code: str | None, places: AbstractSet[str]) -> ColumnElement[bool]:
    """Return the condition of cells about some places; of a division only of those in its province."""
    told = select(observation.c.region, observation.c.code).distinct()
    if name is not None:
        told = told.where(observation.c.code.like(f"{code[:2]}%") if code else (observation.c.region == name))
    rows = connection.execute(told).all()
    about = [row for row in rows if (place := place_of(row.region, row.code)) and place.key in places]
    codes, names = {row.code for row in about if row.code}, {row.region for row in about if not row.code}
    return observation.c.code.in_(codes) | (observation.c.code.is_(None) & observation.c.region.in_(names))


def _tables(
    library: Library, name: str | None, code: str | None, newest: int | None, places: AbstractSet[str]
) -> Iterator[SourceTable]:
    """Yield the cells about places that numbers were promised of."""
    columns = [observation.c[name] for name in (*_OBSERVED, "sheet", "cell", "flags")]
    query = select(*columns, document.c.sha256, document.c.name).join_from(observation, document)
    with reading(library.engine) as connection:
        if newest is not None and code:
            query = query.where(observation.c.code == code if code in places else false())
        else:
            query = query.where(_about(connection, name, code, places))
        rows = connection.execute(query.order_by(document.c.id, observation.c.id)).mappings().all()
    for (sha256, file), group in groupby(rows, lambda row: (row["sha256"], row["name"])):
        yield SourceTable(sha256, file, (
            Observation(
                **{column: row[column] for column in _OBSERVED}, source=Cell(file, row["sheet"], row["cell"]),
                flags=tuple(row["flags"].split("; ")) if row["flags"] else (),
            )
            for row in group
        ))  # fmt: skip
