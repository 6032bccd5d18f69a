"""Who did what, and when: log-ins and rights from the log, edits and stored things from their own tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, insert, literal, null, select, union_all

from gongxing.library.schema import audit, brief, edit, finding, publication, scenario

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

_CONTROL = dict.fromkeys((*range(32), 127), " ")


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that somebody did.

    ``origin`` names the table that has it and ``number`` its row there; ``subject`` is what it was done to: a name, a
    path, the quote of a fact (whose document has the hash in ``details``).
    """

    at: str
    who: str
    action: str
    subject: str
    address: str | None
    origin: str
    number: int
    details: dict[str, Any]


def note(
    connection: Connection, at: str, who: str, action: str, subject: str = "", address: str | None = None,
    **details: Any,
) -> None:  # fmt: skip
    """Append to the log."""
    values = {"at": at, "who": _line(who), "action": action, "subject": _line(subject), "address": address,
              "content": json.dumps(details, ensure_ascii=False)}  # fmt: skip
    connection.execute(insert(audit).values(values))


def entries(
    connection: Connection, *, who: str | None = None, action: str | None = None, since: str | None = None,
    until: str | None = None, limit: int = 100, offset: int = 0,
) -> list[AuditEntry]:  # fmt: skip
    """Return what was done, the newest first."""
    everything = union_all(*_origins()).subquery()
    query = select(everything).order_by(
        everything.c.at.desc(), everything.c.origin, everything.c.number.desc()
    ).limit(limit).offset(offset)  # fmt: skip
    if who is not None:
        query = query.where(everything.c.who == who)
    if action is not None:
        query = query.where(everything.c.action == action)
    if since is not None:
        query = query.where(everything.c.at >= since)
    if until is not None:
        query = query.where(everything.c.at < until)
    return [
        AuditEntry(row.at, row.who, row.action, row.subject, row.address, row.origin, row.number,
                   _details(row.content, row.sha256))
        for row in connection.execute(query)
    ]  # fmt: skip


def _origins() -> list[Select[Any]]:
    nothing, empty = cast(null(), Text), literal("{}")
    stored = [
        (scenario, "scenario_saved", scenario.c.slug),
        (brief, "brief_saved", brief.c.slug),
        (finding, "finding_kept", finding.c.sentence),
        (publication, "published", publication.c.permanent_id),
    ]
    return [
        _columns(audit, audit.c.action, audit.c.subject, audit.c.address, audit.c.content, nothing),
        _columns(edit, edit.c.action, edit.c.quote, nothing, edit.c.content, edit.c.sha256),
        *(_columns(table, literal(action), subject, nothing, empty, nothing) for table, action, subject in stored),
    ]


def _columns(table: Any, action: Any, subject: Any, address: Any, content: Any, sha256: Any) -> Select[Any]:
    return select(
        table.c.at.label("at"), table.c.who.label("who"), action.label("action"), subject.label("subject"),
        address.label("address"), literal(table.name).label("origin"), table.c.id.label("number"),
        content.label("content"), sha256.label("sha256"),
    )  # fmt: skip


def _details(content: str, sha256: str | None) -> dict[str, Any]:
    details = json.loads(content)
    return {**details, "sha256": sha256} if sha256 else dict(details)


def _line(text: str) -> str:
    """Return a text on one line, of bounded length: a log must not be written into by what it tells of."""
    return text.translate(_CONTROL)[:500]
