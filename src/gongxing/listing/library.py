"""What a library holds and what a search finds, as people like to read it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.language.saying import said_of
from gongxing.listing.words import Language, amount, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from gongxing.library.backup import BackupReport
    from gongxing.library.hits import Hit
    from gongxing.library.ingest import IngestReport
    from gongxing.library.searching import SearchResult
    from gongxing.library.status import Status

HIT_COLUMNS = (
    "kind", "id", "about", "context", "quote", "value", "unit", "indicator", "period", "title", "source", "published",
    "document",
)  # fmt: skip


def ingest_report(report: IngestReport, language: Language) -> str:
    """Return what an ingest did, in a line."""
    word = words(language)["library"]
    values = {name: f"{getattr(report, name):,}" for name in ("read", "copies", "known", "facts", "observations")}
    return str(word["ingested"].format(failed=f"{len(report.failures):,}", **values))


def backup_report(name: str, report: BackupReport, place: object, language: Language) -> str:
    """Return what a backup or a restoring (``name``) did, in a line."""
    word = words(language)["library"]
    values = {field: f"{getattr(report, field):,}" for field in ("documents", "facts", "edits", "originals")}
    return str(word[name].format(place=place, **values))


def status_report(state: Status, language: Language, limit: int) -> RenderableType:
    """Return the counts of a library, then what failed and what awaits a person."""
    word = words(language)["library"]
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column()
    for label, value in _counts(state, language):
        table.add_row(word[label], value)
    parts: list[RenderableType] = [table]
    parts += _listed(
        word["failures"], [said_of(failure.reason, language) for failure in state.failures], limit, language
    )
    parts += _listed(word["alike"], [
        word["alike_line"].format(id=a.id, title=a.title or "—", same_as=a.same_as, share=f"{100 * a.similarity:.1f}")
        for a in state.alike
    ], limit, language)  # fmt: skip
    parts += _listed(word["lost"], [
        word["lost_line"].format(id=edit.id, who=edit.who, quote=edit.quote) for edit in state.lost
    ], limit, language)  # fmt: skip
    return Group(*parts)


def _counts(state: Status, language: Language) -> Iterator[tuple[str, str]]:
    word = words(language)
    own = word["library"]
    yield "place", f"{state.place}  ({state.size / 1e6:,.1f} MB)"
    yield "documents", own["documents_line"].format(documents=f"{state.documents:,}", copies=f"{state.copies:,}")
    if state.tables:
        yield "tables", f"{state.tables:,}"
    if state.first:
        yield "dates", f"{state.first[:10]} – {str(state.last)[:10]}"
    by_kind = " · ".join(f"{word['kinds'][kind]} {count:,}" for kind, count in state.facts.items())
    yield "facts", f"{sum(state.facts.values()):,}" + (f"   {by_kind}" if by_kind else "")
    if state.observations:
        yield "observations", f"{state.observations:,}"
    yield "regions", f"{state.regions:,}"
    said = " · ".join(f"{own[name]} {count:,}" for name, count in state.standing.items() if name != "found")
    yield "edits", f"{state.edits:,}" + (f"   {said}" if said else "")
    for name in ("scenarios", "findings", "briefs", "publications"):
        if count := getattr(state, name):
            yield name, f"{count:,}"
    ledger = " · ".join(f"{own[name]} {count:,}" for name, count in sorted(state.parts.items()))
    if ledger:
        yield "ledger", ledger
    if state.flagged:
        yield "flagged", f"{state.flagged:,}"
    if state.outdated:
        yield "outdated", own["outdated_line"].format(count=f"{state.outdated:,}")


def _listed(title: str, lines: list[str], limit: int, language: Language) -> list[RenderableType]:
    if not lines:
        return []
    shown = lines[:limit] if limit else lines
    text = Text("\n".join(f"· {line}" for line in shown))
    if len(lines) > len(shown):
        text.append("\n" + words(language)["more"].format(count=len(lines) - len(shown)), "dim")
    return [Text(f"\n{title}  {len(lines):,}", "bold"), text]


def search_report(found: SearchResult, language: Language) -> RenderableType:
    """Return the number of finds of each kind, then the finds with their words marked."""
    word = words(language)
    own = word["library"]
    left_out = [Text(undated(found, language), "dim")] if found.undated else []
    if not found.total:
        return Group(Text(own["nothing"].format(words=found.words), "dim"), *left_out)
    names = {**word["kinds"], "document": own["document"], "observation": own["observation"], "region": own["region"]}
    counts = " · ".join(f"{names[kind]} {count:,}" for kind, count in found.counts.items())
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    table.add_column(own["number"], justify="right", no_wrap=True)
    table.add_column(word["kind"], no_wrap=True)
    table.add_column(own["about"], no_wrap=True)
    table.add_column(word["what"], ratio=5, overflow="fold")
    table.add_column(word["value"], justify="right", no_wrap=True)
    table.add_column(word["source"], ratio=2, overflow="fold")
    for hit in found.hits:
        number = str(hit.id) if hit.kind in (*word["kinds"], "document") else ""
        table.add_row(
            number, names[hit.kind], escape(hit.about or ""), _words(hit), _value(hit, language), _source(hit)
        )
    head = Text.assemble((own["found"].format(count=f"{found.total:,}"), "bold"), f"   {counts}")
    parts: list[RenderableType] = [head, table]
    if found.total > len(found.hits):
        parts.append(Text(own["more"].format(count=f"{found.total - len(found.hits):,}"), "dim"))
    return Group(*parts, *left_out)


def undated(found: SearchResult, language: Language) -> str:
    """Say how many finds a search by date left out, since nothing says when they were published."""
    return str(words(language)["library"]["undated"].format(count=f"{sum(found.undated.values()):,}"))


def _words(hit: Hit) -> Text:
    text = Text()
    if hit.kind == "document" and hit.title:
        text.append(hit.title + ("\n" if hit.context else ""), "bold")
    text.append(hit.context[: hit.start], "dim")
    text.append(hit.context[hit.start : hit.end], "bold yellow")
    text.append(hit.context[hit.end :], "dim")
    return text


def _value(hit: Hit, language: Language) -> str:
    value, unit = hit.fields.get("value"), hit.fields.get("unit")
    if value is None or unit is None:
        return str(hit.fields.get("code") or hit.fields.get("deadline") or "")
    bound = hit.fields.get("bound")
    sign = "" if bound in (None, "eq") else words(language)[bound]
    period = hit.fields.get("period")
    return f"{sign}{amount(value, unit, language)}" + (f"\n{period}" if period else "")


def _source(hit: Hit) -> str:
    title = hit.title if hit.kind not in ("document", "region") else None
    return escape(" · ".join(filter(None, (title, hit.source, (hit.published or "")[:10]))))


def hit_rows(found: SearchResult) -> Iterator[list[Any]]:
    """Yield a row of ``HIT_COLUMNS`` for each find."""
    for hit in found.hits:
        fields = hit.fields
        yield [
            hit.kind, hit.id, hit.about, hit.context, hit.context[hit.start : hit.end], fields.get("value"),
            fields.get("unit"), fields.get("indicator"), fields.get("period"), hit.title, hit.source, hit.published,
            hit.document,
        ]  # fmt: skip
