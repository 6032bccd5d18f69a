"""A document and its facts as people like to read them in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from gongxing.facts import Commitment, Figure, Industry, Member, Person, Place, Project
from gongxing.listing.words import Language, amount, words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gongxing.engines import Reading
    from gongxing.facts import Fact
    from gongxing.reading import Article

_COLOURS = {"figure": "cyan", "project": "green", "industry": "magenta", "commitment": "yellow", "place": "blue",
            "person": "red", "member": "bright_blue"}  # fmt: skip


def summary(reading: Reading, language: Language, limit: int) -> RenderableType:
    """Return what a reader wants first: the document, its places and people, then its facts by region.

    ``limit`` is the number of rows a region shows, 0 for all.
    """
    assert reading.article is not None
    word = words(language)
    parts: list[RenderableType] = [_card(reading.article, language)]
    for label, names in _names(reading.facts):
        parts.append(
            Text.assemble((f"{word[label]}  ", "bold"), "、".join(names) if language == "zh" else ", ".join(names))
        )
    regions = _by_region(reading.facts)
    if not regions and len(parts) == 1:
        parts.append(Text(word["none"], style="dim"))
    for region, facts in regions.items():
        parts.append(_table(region or word["nowhere"], facts, language, limit))
    return Group(*parts)


def _card(article: Article, language: Language) -> Panel:
    word = words(language)
    lines = Text()
    account = article.account
    for label, value in (
        ("source", article.source),
        ("account", account and " · ".join(filter(None, (account.name, account.slogan)))),
        ("author", article.author),
        ("published", article.published),
        ("captured", article.captured),
    ):
        if value:
            lines.append(f"{word[label]} ", "dim").append(f"{value}   ")
    lines.append(f"{word['length']} ", "dim").append(f"{len(article.text):,} {word['characters']}")
    for label, count in (("sections", len(article.sections)), ("tables", len(article.tables)),
                         ("recommendations", len(article.recommendations))):  # fmt: skip
        if count:
            lines.append(f" · {count} {word[label]}")
    return Panel(lines, title=f"[bold]{escape(article.title or '—')}", title_align="left", box=box.ROUNDED)


def _names(facts: tuple[Fact, ...]) -> list[tuple[str, list[str]]]:
    places = dict.fromkeys(fact.quote for fact in facts if isinstance(fact, Place))
    people = dict.fromkeys(
        f"{fact.name}（{fact.post}）" if fact.post else fact.name for fact in facts if isinstance(fact, Person)
    )
    members: dict[str, list[str]] = {}
    for fact in facts:
        if isinstance(fact, Member):
            members.setdefault(fact.group, []).append(fact.member)
    groups = [f"{group}：{'、'.join(dict.fromkeys(names))}" for group, names in members.items()]
    return [
        (label, list(names)) for label, names in (("places", places), ("people", people), ("members", groups)) if names
    ]


def _by_region(facts: tuple[Fact, ...]) -> dict[str | None, list[Fact]]:
    regions: dict[str | None, list[Fact]] = {}
    for fact in facts:
        if isinstance(fact, Figure | Project | Industry):
            regions.setdefault(fact.region, []).append(fact)
        elif isinstance(fact, Commitment):
            regions.setdefault(fact.actor, []).append(fact)
    return regions


def _table(region: str, facts: list[Fact], language: Language, limit: int) -> Table:
    word = words(language)
    table = Table(title=f"[bold]{escape(region)}[/] [dim]{len(facts)}", title_justify="left", box=box.SIMPLE_HEAD,
                  expand=True, pad_edge=False)  # fmt: skip
    table.add_column(word["kind"], no_wrap=True)
    table.add_column(word["what"], ratio=5, overflow="fold")
    table.add_column(word["value"], justify="right", no_wrap=True)
    table.add_column(word["period"], no_wrap=True)
    for fact in facts[:limit] if limit else facts:
        kind = Text(word["kinds"][fact.kind], style=_COLOURS[fact.kind])
        table.add_row(kind, *(escape(cell) for cell in _row(fact, language)))
    if limit and len(facts) > limit:
        table.add_row("", Text(word["more"].format(count=len(facts) - limit), style="dim"), "", "")
    return table


def _row(fact: Fact, language: Language) -> tuple[str, str, str]:
    word = words(language)
    match fact:
        case Figure():
            bound = "" if fact.bound == "eq" else word[fact.bound]
            when = f"{fact.period or ''} {word['target'] if fact.modality == 'target' else ''}".strip()
            return fact.indicator or f"“{fact.quote}”", bound + amount(fact.value, fact.unit, language), when
        case Project():
            return fact.name or fact.quote, word["types"].get(fact.type, fact.type), ""
        case Industry():
            leaders = f"（{'、'.join(fact.leaders)}）" if fact.leaders else ""
            return fact.quote + leaders, word["tiers"].get(fact.tier, "") if fact.tier else "", ""
        case Commitment():
            return fact.quote, "", fact.deadline or ""
    return fact.quote, "", ""


def explanation(reading: Reading, language: Language, margin: int = 14) -> RenderableType:
    """Return every fact in its sentence with the rule that read it."""
    assert reading.article is not None
    word = words(language)
    text = reading.article.text
    table = Table(
        title=escape(reading.article.title or reading.name), title_justify="left", box=box.SIMPLE_HEAD, expand=True
    )
    table.add_column(word["kind"], no_wrap=True)
    table.add_column(word["quote"], ratio=5, overflow="fold")
    table.add_column(word["rule"], ratio=2, overflow="fold")
    for fact in reading.facts:
        before = text[max(fact.start - margin, 0) : fact.start].rpartition("\n")[2]
        after = text[fact.end : fact.end + margin].partition("\n")[0]
        quote = Text.assemble((before, "dim"), (fact.quote, f"bold {_COLOURS[fact.kind]}"), (after, "dim"))
        table.add_row(Text(word["kinds"][fact.kind], style=_COLOURS[fact.kind]), quote, escape(fact.rule))
    return table
