"""What people say of facts and documents: events that are only ever appended, and can be undone.

A fact is known again by its document's content, its kind, its quote and its number among equal quotes, so that an event
survives a re-reading by newer rules. What a fact looks like is computed from the extraction and the events that stand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import bindparam, delete, func, insert, select, true, update

from gongxing.library import tallies
from gongxing.library.clock import now
from gongxing.library.errors import LibraryError
from gongxing.library.indexing import add_facts, add_passages, facts_where, held, remove_facts, remove_passages
from gongxing.library.preparation import region_key
from gongxing.library.schema import article, document, edit, fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from gongxing.library.indexing import Held

Action = Literal["accept", "reject", "correct", "merge", "part", "undo"]
# Fields that a person may correct: what the words mean, never the words.
CORRECTABLE = frozenset(
    ("value", "unit", "indicator", "region", "region_code", "period", "bound", "modality", "deadline", "name", "code",
     "level", "post", "type", "tier", "group", "member", "actor")
)  # fmt: skip
_COLUMNS = frozenset({"value", "unit", "indicator", "period", "bound", "modality", "deadline"})
_STANDING = {"accept": "accepted", "reject": "rejected", "correct": "corrected", "merge": "merged"}


@dataclass(frozen=True, slots=True)
class Edit:
    """One event: ``content`` holds what an action needs, and the fact as it was found when it was made."""

    id: int
    at: str
    who: str
    action: str
    sha256: str
    kind: str | None
    quote: str | None
    ordinal: int | None
    content: dict[str, Any]
    undoes: int | None

    @property
    def key(self) -> tuple[str | None, str | None, int | None]:
        """The fact within its document; all ``None`` for an event on the document itself."""
        return self.kind, self.quote, self.ordinal


def append_fact_edit(
    connection: Connection, fact_id: int, action: Action, who: str, content: Mapping[str, Any] | None = None
) -> int:
    """Append an event on a fact and lay it over the fact; return the event's number.

    Raises
    ------
    LibraryError
        There is no such fact, or a field cannot be corrected.
    """
    row = _fact(connection, fact_id)
    sha256 = _sha256(connection, row["document_id"])
    unknown = sorted(set(content or ()) - CORRECTABLE) if action == "correct" else []
    if unknown or (action == "correct" and not content):
        why = f"the field {unknown[0]!r} of a fact cannot be corrected" if unknown else "nothing to correct was named"
        raise LibraryError(f"{why}; name one of {', '.join(sorted(CORRECTABLE))}")
    if action == "merge":
        other = _fact(connection, int((content or {})["into"]))
        content = {"into": _reference(connection, other)}
    kept = {**(content or {}), "found": _snapshot(row)}
    number = _append(connection, who, action, sha256, row["kind"], row["quote"], row["ordinal"], kept)
    project(connection, sha256)
    return number


def append_document_edit(connection: Connection, document_id: int, action: Action, who: str, into: int | None) -> int:
    """Append an event on a document: it is the same article as another (merge), or one of its own (part)."""
    if into == document_id:
        raise LibraryError("a document cannot be merged with itself; name two documents")
    content = {"into": _sha256(connection, into)} if into is not None else {}
    sha256 = _sha256(connection, document_id)
    row = connection.execute(
        select(document.c.same_as, document.c.similarity).where(document.c.id == document_id)
    ).one()
    found = {"same_as": _sha256(connection, row.same_as) if row.same_as else None, "similarity": row.similarity}
    earlier = _standing_edits(connection, sha256)
    original = next((e.content["found"] for e in earlier if e.kind is None), found)
    number = _append(connection, who, action, sha256, None, None, None, {**content, "found": original})
    project(connection, sha256)
    return number


def undo(connection: Connection, edit_id: int, who: str) -> int:
    """Append an event that takes another back (an undo too: that is a redo).

    Raises
    ------
    LibraryError
        There is no such event, or it is undone already.
    """
    row = connection.execute(select(edit).where(edit.c.id == edit_id)).mappings().first()
    if row is None:
        raise LibraryError(f"there is no edit {edit_id}; gongxing edit history lists them")
    if edit_id in _undone(_edits(connection, row["sha256"])):
        raise LibraryError(f"edit {edit_id} is undone already")
    number = _append(
        connection, who, "undo", row["sha256"], row["kind"], row["quote"], row["ordinal"], {}, undoes=edit_id
    )
    project(connection, row["sha256"])
    return number


def history(connection: Connection, sha256: str | None = None) -> list[Edit]:
    """Return the events of a document, or of all, in the order in which they were made."""
    return _edits(connection, sha256)


def lost(connection: Connection) -> list[Edit]:
    """Return the standing events whose fact the rules find no longer in its document: they await a person."""
    found = []
    for event in standing(_edits(connection, None)):
        if event.kind is None:
            continue
        there = (
            select(fact.c.id)
            .join_from(fact, document)
            .where(document.c.sha256 == event.sha256, fact.c.kind == event.kind)
            .where(fact.c.quote == event.quote, fact.c.ordinal == event.ordinal, fact.c.kept == 0)
        )
        if connection.execute(there).first() is None:
            found.append(event)
    return found


def standing(events: Sequence[Edit]) -> list[Edit]:
    """Return the events that are neither undone nor undo another."""
    gone = _undone(events)
    return [event for event in events if event.action != "undo" and event.id not in gone]


def project(connection: Connection, sha256: str) -> None:
    """Compute how the facts of a document and the document itself stand after all events, and what is indexed of it."""
    events = _edits(connection, sha256)
    if not events:
        return
    document_id = connection.execute(select(document.c.id).where(document.c.sha256 == sha256)).scalar()
    if document_id is None:
        return
    now_standing = standing(events)
    before = held(connection, document_id)
    tallies.subtract(connection, before)
    if any(event.kind is None for event in events):
        _project_document(connection, document_id, events, now_standing)
    of = held(connection, document_id)
    if before.same_as is None and of.same_as is not None:
        remove_passages(connection, of)
    elif before.same_as is not None and of.same_as is None:
        add_passages(connection, of)
    for key in sorted({event.key for event in events if event.kind is not None}):
        _project_fact(connection, of, key, [event for event in now_standing if event.key == key])
    _show(connection, of)
    tallies.add(connection, of)


def _show(connection: Connection, of: Held) -> None:
    """Hide the facts of a copy and those that were rejected or merged; show all others."""
    hidden = fact.c.standing.in_(("rejected", "merged")) if of.same_as is None else true()
    mine = fact.c.document_id == of.id
    fading = facts_where(connection, mine, fact.c.shown == 1, hidden)
    coming = facts_where(connection, mine, fact.c.shown == 0, ~hidden)
    remove_facts(connection, of, fading)
    add_facts(connection, of, coming)
    for rows, shown in ((fading, 0), (coming, 1)):
        if rows:
            numbers = [row["id"] for row in rows]
            connection.execute(update(fact).where(fact.c.id.in_(numbers)).values(shown=shown))


def _project_document(
    connection: Connection, document_id: int, events: Sequence[Edit], now_standing: Sequence[Edit]
) -> None:
    found = next(event.content["found"] for event in events if event.kind is None and event.action != "undo")
    same_as, shared = found["same_as"], found["similarity"]
    for event in now_standing:
        if event.kind is None:
            same_as, shared = (event.content["into"], None) if event.action == "merge" else (None, None)
    number = None
    if same_as is not None:
        number = connection.execute(select(document.c.id).where(document.c.sha256 == same_as)).scalar()
    connection.execute(update(document).where(document.c.id == document_id).values(same_as=number, similarity=shared))


def _project_fact(connection: Connection, of: Held, key: tuple[Any, ...], events: Sequence[Edit]) -> None:
    kind, quote, ordinal = key
    row: Any = (
        connection.execute(
            select(fact)
            .where(fact.c.document_id == of.id, fact.c.kind == kind)
            .where(fact.c.quote == quote, fact.c.ordinal == ordinal)
        )
        .mappings()
        .first()
    )
    if row is None:
        row = _keep(connection, of, events)
    elif row["kept"] and not _held(events):
        if row["shown"]:
            remove_facts(connection, of, [row])
        connection.execute(delete(fact).where(fact.c.id == row["id"]))
        return
    if row is None:
        return
    extracted = json.loads(row["extracted"]) if row["extracted"] else json.loads(row["fields"])
    fields, state = dict(extracted), "found"
    for event in events:
        state = _STANDING[event.action]
        if event.action == "correct":
            fields |= {name: value for name, value in event.content.items() if name != "found"}
    about, code = (row["about"], row["about_code"])
    if fields != json.loads(row["fields"]):
        about, code = _about(kind, fields, row)
    values = {
        "fields": json.dumps(fields, ensure_ascii=False),
        "extracted": json.dumps(extracted, ensure_ascii=False) if fields != extracted else None,
        "standing": state,
        "about": about,
        "about_code": code,
        **{name: fields[name] for name in _COLUMNS & set(fields)},
    }
    connection.execute(update(fact).where(fact.c.id == row["id"]).values(values))
    if row["shown"]:
        remove_facts(connection, of, [row])
        add_facts(connection, of, [{**row, **values}])


def _held(events: Sequence[Edit]) -> Edit | None:
    """Return the last event by which a person stands in for a fact."""
    return next((event for event in reversed(events) if event.action in ("accept", "correct")), None)


def _keep(connection: Connection, of: Held, events: Sequence[Edit]) -> Mapping[str, Any] | None:
    """Put a fact back that a person stands in for and newer rules do not find, where its words are still there."""
    event = _held(events)
    if event is None or event.quote is None:
        return None
    text = connection.execute(select(article.c.text).where(article.c.document_id == of.id)).scalar_one()
    found = event.content["found"]
    start = found["start"] if text.startswith(event.quote, found["start"]) else text.find(event.quote)
    if start < 0:
        return None
    fields = found["fields"]
    about, code = _about(str(event.kind), fields, {"about": None, "about_code": None})
    row = {
        "id": 1 + (connection.execute(select(func.max(fact.c.id))).scalar() or 0), "document_id": of.id,
        "kind": event.kind, "start": start, "end": start + len(event.quote), "quote": event.quote,
        "ordinal": event.ordinal, "rule": found["rule"], "about": about, "about_code": code,
        **{name: fields.get(name) for name in _COLUMNS}, "fields": json.dumps(fields, ensure_ascii=False),
        "published": of.published, "standing": "found", "kept": 1, "shown": 0, "extracted": None,
    }  # fmt: skip
    connection.execute(insert(fact).values(row))
    return row


def _about(kind: str, fields: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    match kind:
        case "figure":
            return region_key(fields.get("region"), fields.get("region_code"))
        case "project" | "industry":
            return region_key(fields.get("region"))
        case "commitment":
            return region_key(fields.get("actor"))
        case "place":
            return region_key(fields.get("name"), fields.get("code"))
        case "member":
            return region_key(fields.get("member"))
    return row["about"], row["about_code"]


def _append(
    connection: Connection, who: str, action: str, sha256: str, kind: str | None, quote: str | None,
    ordinal: int | None, content: Mapping[str, Any], undoes: int | None = None,
) -> int:  # fmt: skip
    if not who.strip():
        raise LibraryError("an edit needs the name of the person who makes it: who='...'")
    values = {
        "at": now(), "who": who, "action": action, "sha256": sha256, "kind": kind, "quote": quote,
        "ordinal": ordinal, "content": json.dumps(content, ensure_ascii=False), "undoes": undoes,
    }  # fmt: skip
    number: int = connection.execute(insert(edit).values(values).returning(edit.c.id)).scalar_one()
    return number


def _edits(connection: Connection, sha256: str | None) -> list[Edit]:
    rows = connection.execute(_ALL) if sha256 is None else connection.execute(_OF_ONE, {"of": sha256})
    return [Edit(**{**row, "content": json.loads(row["content"])}) for row in rows.mappings()]


_ALL = select(edit).order_by(edit.c.id)
_OF_ONE = _ALL.where(edit.c.sha256 == bindparam("of"))


def _undone(events: Sequence[Edit]) -> set[int]:
    """Return the events that stand undone: an undo counts unless it is undone itself."""
    undone: set[int] = set()
    for event in sorted(events, key=lambda event: event.id, reverse=True):
        if event.undoes is not None and event.id not in undone:
            undone.add(event.undoes)
    return undone


def _standing_edits(connection: Connection, sha256: str) -> list[Edit]:
    return [event for event in _edits(connection, sha256) if event.action != "undo"]


def _fact(connection: Connection, fact_id: int) -> Mapping[str, Any]:
    row = connection.execute(select(fact).where(fact.c.id == fact_id)).mappings().first()
    if row is None:
        raise LibraryError(f"there is no fact {fact_id} in this library; gongxing search shows the number of each")
    return dict(row)


def _sha256(connection: Connection, document_id: int) -> str:
    found = connection.execute(select(document.c.sha256).where(document.c.id == document_id)).scalar()
    if found is None:
        raise LibraryError(f"there is no document {document_id} in this library; Library.documents() lists them")
    return str(found)


def _snapshot(row: Mapping[str, Any]) -> dict[str, Any]:
    fields = json.loads(row["extracted"] or row["fields"])
    return {"start": row["start"], "end": row["end"], "rule": row["rule"], "fields": fields}


def _reference(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    sha256 = _sha256(connection, row["document_id"])
    return {"sha256": sha256, "kind": row["kind"], "quote": row["quote"], "ordinal": row["ordinal"]}
