"""Documents: the list, and each as the text that was read, with every fact in its place and what tables say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from gongxing.library import LibraryError
from gongxing.library.citations import bibtex, gbt7714, work_of
from gongxing.library.correcting import choices, correctable, correction
from gongxing.library.documents import cells_of, number_of, numbers_of
from gongxing.library.facets import NAMES, document_facet
from gongxing.library.filters import Filter
from gongxing.library.lookup import table_notes
from gongxing.library.references import DocumentSpan, TableCell, parse_reference
from gongxing.workbench.access import needs
from gongxing.workbench.named import region_named
from gongxing.workbench.page import Page, form_of, page_router
from gongxing.workbench.problems import BadAddressError, NotHereError
from gongxing.workbench.reader import KINDS, paragraphs, parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongxing.library import Library
    from gongxing.library.documents import StoredDocument
    from gongxing.library.edits import Edit
    from gongxing.library.facets import Facet
    from gongxing.panel.claims import Check
    from gongxing.workbench.page import PageRequest

router = page_router("reader")
ROWS = 50
CELLS = 100
RELATED = 5
SORTS = ("newest", "oldest")
_STANDING = ("accept", "reject", "correct", "undo")


@router.get("/documents")
def documents(page: Page) -> Response:
    """List the documents and tables, with the facets that narrow them."""
    view = page.view
    asked = {name: view.text(name) for name in ("kind", "region", "source", "since", "until")}
    narrow = {name: value for name, value in asked.items() if value}
    if asked["region"] and (meant := region_named(asked["region"])) is not None:
        narrow["region"] = meant.code if asked["region"].isdigit() else meant.short
    now = view.number("page", 1, low=1, high=100_000) or 1
    found = page.library.page_documents(
        sort=view.choice("sort", SORTS),  # type: ignore[arg-type]
        limit=ROWS, offset=(now - 1) * ROWS, **narrow,
    )  # fmt: skip
    return page.render(
        "document/list.html", found=found, narrow=asked, narrowed=bool(narrow), now=now, count=-(-found.total // ROWS),
        facets={name: _facet(page, name, narrow) for name in NAMES},
        code_of=_code, chosen=narrow.get("region"),
        python=f"library.page_documents({', '.join(f'{name}={value!r}' for name, value in narrow.items())}).rows",
        api=page.api("/documents", **narrow, limit=ROWS),
    )  # fmt: skip


def _facet(page: PageRequest, name: str, narrow: dict[str, Any]) -> list[Facet]:
    """Return the values of a facet, which is the same whatever is chosen of itself."""
    own = ("since", "until") if name == "year" else (name,)
    others = {key: value for key, value in narrow.items() if key not in own}
    return page.remember(
        f"facet {name} {sorted(others.items())}", lambda library: document_facet(library, Filter(**others), name)
    )


def _code(name: str) -> str | None:
    found = region_named(name)
    return found.code if found is not None else None


@router.get("/documents/{number}")
def document(page: Page, number: int) -> Response:
    """Show one document, or the table as it was understood."""
    return show(page, stored(page, number))


@router.get("/evidence")
def evidence(page: Page) -> Response:
    """Lead from a reference (``?reference=doc:3f2a…#310-316``) to where it can be read."""
    text = page.view.text("reference") or ""
    try:
        found = parse_reference(text)
    except LibraryError:
        raise NotHereError("evidence", text) from None
    if isinstance(found, DocumentSpan | TableCell):
        number = number_of(page.library, found.sha256)
        if number is None:
            raise NotHereError("evidence", text)
        if isinstance(found, TableCell):
            return page.redirect(f"/documents/{number}", sheet=found.sheet or None, cell=found.cell)
        span = f"{found.start}-{found.end}"
        response = page.redirect(f"/documents/{number}", at=span)
        response.headers["location"] += f"#{found.start}"
        return response
    if text.startswith("scenario:"):
        return page.redirect(f"/scenarios/{quote(text[9:].partition('#')[0])}")
    return page.redirect(f"/help/measures/{quote(text[8:].partition('?')[0])}")


@router.get("/documents/{number}/original")
def original(page: Page, number: int) -> Response:
    """Send the bytes as they were read, to be kept and never to be shown by the browser."""
    held = stored(page, number)
    data = page.library.blobs.get(held.row["sha256"])
    name = quote(str(held.row["name"]).replace("\\", "/").rpartition("/")[2] or "original")
    return Response(
        data,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


@router.post("/documents/{number}/facts/{fact_id}", dependencies=[needs("editor")])
async def edit_fact(page: Page, number: int, fact_id: int, request: Request) -> Response:
    """Accept, reject, correct or undo; two people on one fact are told of each other, and nothing typed is lost."""
    from starlette.concurrency import run_in_threadpool

    form = await form_of(request)
    return await run_in_threadpool(_edited, page, number, fact_id, form)


def _edited(page: PageRequest, number: int, fact_id: int, form: Mapping[str, str]) -> Response:
    held = stored(page, number)
    chosen = next((fact for fact in held.facts if fact["id"] == fact_id), None)
    if chosen is None:
        raise NotHereError("fact", fact_id)
    action = form.get("action", "")
    if action not in _STANDING:
        raise BadAddressError("action", action, "choice", ", ".join(_STANDING))
    typed = {name: form[name] for name in correctable(chosen["kind"]) if name in form}
    try:
        if not say(page, held, chosen, action, typed, edit=int(form.get("edit", "0") or 0), seen=form.get("seen", "")):
            return show(page, held, fact=fact_id, typed=typed, trouble="unchanged", status=422)
    except StaleError:
        return show(page, held, fact=fact_id, typed=typed, trouble="conflict", status=409)
    except NotUnderstoodError as error:
        words = page.words("document")
        example = f"hint_{error.field}"
        reason = words("not_read", field=words(f"field_{error.field}"), text=error.text)
        reason += words("write_as", example=words(example)) if example in words else ""
        return show(page, held, fact=fact_id, typed=typed, trouble="field", reason=reason, status=422)
    response = page.redirect(f"/documents/{number}", fact=fact_id, said="undone" if action == "undo" else "kept")
    response.headers["location"] += f"#{chosen['start']}"
    return response


def say(
    page: PageRequest, held: StoredDocument, chosen: Mapping[str, Any], action: str, typed: Mapping[str, str], *,
    edit: int = 0, seen: str = "",
) -> bool:  # fmt: skip
    """Accept, reject, correct or undo; false where a correction changes nothing.

    Raises
    ------
    StaleError
        Somebody said something of the fact since ``seen``, the number of the last edit.
    NotUnderstoodError
        The words of a field are no value of it.
    """
    done = events_of(held, chosen)
    if seen != (str(done[-1].id) if done else ""):
        raise StaleError
    who, library = page.visitor.name, page.library
    if action == "correct":
        now = {name: _typed(chosen["fields"].get(name)) for name in typed}
        changed = {name: value for name, value in typed.items() if value.strip() != now[name]}
        if changed:
            library.correct(chosen["id"], who=who, **meant(held, chosen, changed))
        return bool(changed)
    if action == "undo":
        library.undo(edit, who=who)
    else:
        (library.accept if action == "accept" else library.reject)(chosen["id"], who=who)
    return True


class StaleError(Exception):
    """Somebody said something of the fact in the meantime."""


class NotUnderstoodError(Exception):
    """What a person typed into a field of a fact is no value of it."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(field, text)
        self.field = field
        self.text = text


def meant(held: StoredDocument, chosen: Mapping[str, Any], changed: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that a person's words mean.

    Raises
    ------
    NotUnderstoodError
        The words of a field are not understood.
    """
    kind, unit = chosen["kind"], chosen["fields"].get("unit")
    known = {name for one in held.facts for name in (one["about"], one["fields"].get("group")) if name}
    for name, text in changed.items():
        if name == "unit" and "value" in changed:
            continue  # read with its value below
        try:
            correction(kind, {name: text}, unit=unit, is_known=known.__contains__)
        except LibraryError:
            raise NotUnderstoodError(name, text) from None
    try:
        return correction(kind, changed, unit=unit, is_known=known.__contains__)
    except LibraryError:
        raise NotUnderstoodError("value", f"{changed.get('value', '')} {changed.get('unit', '')}".strip()) from None


def stored(page: PageRequest, number: int) -> StoredDocument:
    """Return a document of the library, or the page that says there is none."""
    try:
        return page.library.document(number)
    except LibraryError:
        raise NotHereError("document", number) from None


@dataclass(frozen=True, slots=True)
class Opened:
    """The fact whose note is open: its check, its events, and the form with what was typed."""

    fact: Mapping[str, Any]
    check: Check | None
    events: Sequence[Edit]
    undone: frozenset[int]
    form: Sequence[tuple[str, str, tuple[str, ...]]]
    seen: str
    tables: Mapping[str, int]  # the documents whose cells the check stands on, by name


def show(
    page: PageRequest, held: StoredDocument, *, fact: int | None = None, typed: Mapping[str, str] | None = None,
    trouble: str | None = None, reason: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    """Render a document, with the note of one fact opened."""
    if held.article is None:
        return show_table(page, held)
    view = page.view
    kinds = tuple(kind for kind in view.many("kind") if kind in KINDS) or KINDS
    fact = fact if fact is not None else view.number("fact", low=1)
    here = span_of(view.text("at"))
    chosen = next((one for one in held.facts if one["id"] == fact), None)
    checks = checks_of(page, held) if any(one["kind"] == "figure" for one in held.facts) else {}
    marked = [one for one in held.facts if (one["shown"] and one["kind"] in kinds) or one is chosen]
    pieces = parts(held.article.text)
    asked = chosen["start"] if chosen else here[0] if here else None
    part = view.number("part", low=1, high=len(pieces)) or 1
    if asked is not None:
        part = next((i for i, (_, end) in enumerate(pieces, 1) if asked <= end), part)
    opened = open_note(page, held, chosen, checks, typed) if chosen else None
    counts = {kind: sum(one["shown"] and one["kind"] == kind for one in held.facts) for kind in KINDS}
    work = work_of(page.library, held.row["sha256"])
    verdicts = [checks[one["id"]].verdict for one in held.facts if one["id"] in checks and one["shown"]]
    return page.render(
        "document/page.html", status=status, held=held, row=held.row, article=held.article, kinds=kinds, counts=counts,
        paragraphs=list(paragraphs(held.article, marked, *pieces[part - 1], here)), part=part, parts=len(pieces),
        checks=checks, opened=opened, here=here, trouble=trouble, reason=reason,
        rejected=[one for one in held.facts if one["standing"] in ("rejected", "merged")],
        confirmed=verdicts.count("confirmed"), contradicted=verdicts.count("contradicted"),
        related=related(page, held), citations=(gbt7714(work), bibtex(work)),
        python=f"document = library.document({held.row['id']})\ndocument.article.text\ndocument.facts",
        api=page.api(f"/documents/{held.row['id']}"),
    )  # fmt: skip


def show_table(page: PageRequest, held: StoredDocument) -> Response:
    """Render what a table was understood to say, cell by cell."""
    view = page.view
    cell, find = view.text("cell"), view.text("find")
    now = view.number("page", 1, low=1, high=1_000_000) or 1
    at = (view.text("sheet") or "", cell) if cell else None
    cells = cells_of(page.library, held.row["id"], find=find, at=at, limit=CELLS, offset=(now - 1) * CELLS)
    work = work_of(page.library, held.row["sha256"])
    return page.render(
        "document/table.html", held=held, row=held.row, cells=cells, now=now, count=-(-cells.total // CELLS), find=find,
        cell=cell, citations=(gbt7714(work), bibtex(work)),
        notes=table_notes(page.library, held.row["id"], view.language),
        python=f"library.page_observations(document={held.row['id']}, limit={CELLS}).rows",
        api=page.api("/observations", document=held.row["id"], limit=CELLS),
    )  # fmt: skip


def checks_of(page: PageRequest, held: StoredDocument) -> dict[int, Check]:
    """Return the check of each figure by the fact's number, against the tables and the document's own arithmetic."""
    from gongxing.library.lookup import read_document
    from gongxing.panel.claims import Paper, check_claims

    numbers = {(one["start"], one["end"], one["fields"].get("indicator")): one["id"] for one in held.facts}

    def checked(library: Library) -> list[Check]:
        row, article, facts = read_document(library, held.row["id"])
        return list(check_claims([Paper(row["name"], article, facts)], page.workbench.shelf.tables))

    found = page.remember(f"checks of {held.row['id']}", checked)
    pairs = ((check, check.claim.figure) for check in found)
    return {
        numbers[key]: check
        for check, figure in pairs
        if (key := (figure.start, figure.end, figure.indicator)) in numbers
    }


def open_note(
    page: PageRequest, held: StoredDocument, chosen: Mapping[str, Any], checks: Mapping[int, Check],
    typed: Mapping[str, str] | None,
) -> Opened:  # fmt: skip
    """Return what the open note of a fact shows."""
    events = events_of(held, chosen)
    form = [
        (name, (typed or {}).get(name, _typed(chosen["fields"].get(name))), choices(name))
        for name in correctable(chosen["kind"])
    ]
    undone: set[int] = set()
    for event in reversed(events):
        if event.undoes is not None and event.id not in undone:
            undone.add(event.undoes)
    seen = str(events[-1].id) if events else ""
    check = checks.get(chosen["id"])
    names = {str(entry.observation.source.file) for step in (check.steps if check else ()) for entry in step.cells}
    return Opened(chosen, check, events, frozenset(undone), form, seen, numbers_of(page.library, names))


def events_of(held: StoredDocument, chosen: Mapping[str, Any]) -> list[Edit]:
    """Return what people did to a fact, in order."""
    key = (chosen["kind"], chosen["quote"], chosen["ordinal"])
    return [event for event in held.edits if event.key == key]


def related(page: PageRequest, held: StoredDocument) -> list[dict[str, Any]]:
    """Return the newest other documents about the region that this one tells most of."""
    told: dict[str, int] = {}
    for one in held.facts:
        if one["about"] and one["shown"]:
            told[one["about"]] = told.get(one["about"], 0) + 1
    if not told:
        return []
    region = max(told, key=lambda name: told[name])
    rows = page.library.page_documents(region=region, kind="document", limit=RELATED + 1).rows
    return [row for row in rows if row["id"] != held.row["id"]][:RELATED]


def span_of(text: str | None) -> tuple[int, int] | None:
    """Return the span of ``?at=310-316``; an address that says something else marks nothing."""
    start, _, end = (text or "").partition("-")
    if not (start.isdecimal() and end.isdecimal() and start.isascii() and end.isascii()) or len(start + end) > 18:
        return None
    return (int(start), int(end)) if int(start) < int(end) else None


def _typed(value: Any) -> str:
    """Return a field as its form shows it."""
    if value is None:
        return ""
    return format(value, ".15g") if isinstance(value, float) else str(value)
