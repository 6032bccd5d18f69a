"""A scenario: what it changes and who says so, who gains and who loses, how sure that is, and the certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxing.briefs.blocks.chart import frame_of_changes
from gongxing.briefs.blocks.context import listed
from gongxing.briefs.blocks.picturing import Drawings, twin
from gongxing.briefs.blocks.simulation import outcome_of
from gongxing.briefs.outline import Card, Cards, Cited, Column, Listing, Paragraph, Picture, Strong, Table, text
from gongxing.charts.catalogue import figure_kind
from gongxing.library.references import scenario_reference
from gongxing.library.simulated import ASSUMPTION, turned
from gongxing.scenarios.record import COLUMNS, HIGH, LOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gongxing.briefs.blocks.context import Context
    from gongxing.briefs.outline import Block, Inlines, Typed

_SHOWN = ("changes", "summary", "gains", "table", "assumptions", "certificate")
_ROWS = 12


def build(block: Typed, context: Context) -> tuple[Block, ...]:
    """Return the parts of a scenario that ``show`` names, in that order.

    Raises
    ------
    LibraryError
        There is no such scenario, or it was not run.
    """
    slug = str(block.fields["slug"])
    stored, content = outcome_of(context, slug, block.fields.get("version"))
    scenario = _Scenario(block, context, slug, stored.title, content)
    parts: dict[str, Callable[[], list[Block]]] = {
        "changes": scenario.changes, "summary": scenario.summary, "gains": lambda: scenario.picture("gains_and_losses"),
        "map": lambda: scenario.picture("region_map"), "table": scenario.table, "assumptions": scenario.assumptions,
        "certificate": scenario.certificate,
    }  # fmt: skip
    shown = listed(block.fields.get("show")) or list(_SHOWN)
    return (*(part for name in shown for part in parts[name]()), *(Paragraph(note) for note in context.notes(block)))


class _Scenario:
    """One scenario with its outcome, in the words of a brief."""

    def __init__(self, block: Typed, context: Context, slug: str, title: str, content: Mapping[str, Any]) -> None:
        self.block, self.context, self.slug, self.title, self.content = block, context, slug, title, content
        self.said: Mapping[str, Any] = context.words["scenario"]
        self.whole = Cited((), scenario_reference(slug, "all"))

    def _number(self, what: str, region: str | None = None) -> Inlines:
        return self.context.number(scenario_reference(self.slug, what, region))

    def changes(self) -> list[Block]:
        """Return the changes as stated, each with its evidence and who states it."""
        rows = []
        for at, change in enumerate(self.content["changes"], 1):
            statement: Mapping[str, Any] = change.get("statement") or {}
            kind = self.said["kinds"].get(change["kind"], change["kind"])
            places = self.context.words["listing"].join(change["regions"])
            what = statement.get("project") or places
            detail = f"{places}{self.context.words['colon']}{kind}" if statement.get("project") else kind
            rows.append((text(what), text(detail), self._number("change", str(at)), self._stated(statement)))
        titles = ("what", "change", "size", "by")
        columns = tuple(Column(text(self.said[name]), "right" if name == "size" else "left") for name in titles)
        caption = (*text(self.said["changes"].format(title=self.title)), self.whole)
        return [Table(columns, tuple(rows), caption, line=self.block.line)]

    def _stated(self, statement: Mapping[str, Any]) -> Inlines:
        """Return who states a change, with the words of the document where it names any."""
        who = text(str(statement.get("by") or ""))
        document, start, end = (statement.get(name) for name in ("document", "start", "end"))
        if not isinstance(document, str) or not document.startswith("doc:"):
            return who
        reference = document if "#" in document else f"{document}#{start}-{end}" if end else None
        return (*who, Cited((), reference)) if reference else who

    def summary(self) -> list[Block]:
        """Return the numbers about all regions."""
        said = self.said
        names = ("welfare", "growth", "gaining", "losing")
        cards = [Card(self._number(name), text(said[name]), self._turned_card(name)) for name in names]
        before = self._number("theil_before")
        head, _, tail = str(said["theil_note"]).partition("{before}")
        cards.append(Card(self._number("theil_after"), text(said["theil"]), (*text(head), *before, *text(tail))))
        return [Cards(tuple(cards))]

    def _turned_card(self, what: str) -> Inlines:
        """Return what a number about all regions becomes where another choice turns its sign."""
        other = turned(self.content, what, None)
        if other is None:
            return ()
        choice = other.name[self.context.language]
        head, _, tail = str(self.said["turned_card"]).replace("{choice}", choice).partition("{number}")
        return (*text(head), *self._number(f"{what}.otherwise"), *text(tail))

    def _turned_notes(self) -> list[Inlines]:
        """Return, for each other choice, the regions whose real income has the opposite sign then."""
        notes = []
        for other in self.content.get("otherwise") or ():
            rows = [row for row in other["regions"] if row["name"] in other["turned"]]
            ones = [self.said["turned_one"].format(name=row["name"], number=signed(row["real_income"]) + "%")
                    for row in rows]  # fmt: skip
            if ones:
                regions = self.context.words["listing"].join(ones)
                notes.append(text(self.said["turned_note"].format(
                    choice=other["name"][self.context.language], regions=regions)))  # fmt: skip
        return notes

    def picture(self, name: str) -> list[Block]:
        """Return a figure of the changes of real income."""
        kind, context = figure_kind(name), self.context
        frame = frame_of_changes(self.content, COLUMNS[0])
        options: dict[str, Any] = {"indicator": self.said["columns"][COLUMNS[0]], "unit": "%"}
        if name == "gains_and_losses" and "low" in frame.columns:
            options["interval"] = self.said["interval"]
        drawings = Drawings(lambda theme: kind(frame, language=context.language, theme=theme, **options))
        figure = drawings["light"]
        title = context.field(self.block, "title") or text(self.said["gains"].format(title=self.title))
        source = text(figure.source) if figure.source else ()
        notes = (*(text(note) for note in figure.notes), *self._turned_notes())
        return [Picture(drawings, (*title, self.whole), figure.summary, twin(figure, context), notes, source)]

    def table(self) -> list[Block]:
        """Return the changes of the regions that change most, the largest gain first, with an interval."""
        rows = sorted(self.content["regions"], key=lambda row: (-row[COLUMNS[0]], str(row["name"])))
        most = self.block.fields.get("rows", _ROWS) or len(rows)
        kept = rows
        if len(rows) > most:
            chosen = sorted(rows, key=lambda row: -abs(row[COLUMNS[0]]))[:most]
            kept = [row for row in rows if row in chosen]
        spread = all(f"{COLUMNS[0]} {LOW}" in row for row in rows)
        titles = [self.said["columns"][name] for name in COLUMNS]
        if spread:
            titles.insert(1, self.said["interval"])
        choice, beside = self._beside()
        if beside:
            titles.insert(1, self.said["otherwise"])
        columns = (Column(text(self.said["region"])), *(Column(text(title), "right") for title in titles))
        lines = [self._row(row, spread=spread, beside=beside) for row in kept]
        notes = [text(self.said["unit_note"])]
        if beside:
            notes.append(text(self.said["otherwise_note"].format(choice=choice)))
        notes += self._turned_notes()
        if len(kept) < len(rows):
            notes.append(text(self.said["more"].format(count=len(rows), shown=len(kept))))
        caption = (*text(self.said["table"].format(title=self.title)), self.whole)
        return [Table(columns, tuple(lines), caption, tuple(notes), self.block.line)]

    def _beside(self) -> tuple[str, dict[str, float]]:
        """Return the other choice under which most signs turn, and real income under it by region; else nothing."""
        others = [other for other in self.content.get("otherwise") or () if other["turned"]]
        if not others:
            return "", {}
        most = max(others, key=lambda other: len(other["turned"]))
        return most["name"][self.context.language], {row["name"]: row["real_income"] for row in most["regions"]}

    def _row(self, row: Mapping[str, Any], *, spread: bool, beside: Mapping[str, float]) -> tuple[Inlines, ...]:
        cells = [text(signed(row[name])) for name in COLUMNS]
        if spread:
            low, high = (signed(row[f"{COLUMNS[0]} {end}"]) for end in (LOW, HIGH))
            between = " ～ " if self.context.language == "zh" else " to "
            cells.insert(1, text(f"{low}{between}{high}"))
        if beside:
            turns = turned(self.content, COLUMNS[0], str(row["name"])) is not None
            other = text(signed(beside[row["name"]]))
            cells.insert(1, (Strong(other),) if turns else other)
        return (text(str(row["name"])), *cells)

    def assumptions(self) -> list[Block]:
        """Return what the outcome rests on, each sentence that holds a number with a footnote of its own."""
        items = tuple(self._assumption(place, one) for place, one in enumerate(self.content["assumptions"], 1))
        return [Paragraph((Strong(text(self.said["assumptions"])), self.whole)), Listing(None, items)] if items else []

    def _assumption(self, place: int, one: Mapping[str, Any]) -> tuple[Block, ...]:
        words = str(one[self.context.language])
        held = any(character.isdecimal() for character in words)
        mark = (Cited((), scenario_reference(self.slug, ASSUMPTION, str(place))),) if held else ()
        return (Paragraph((*text(words), *mark)),)

    def certificate(self) -> list[Block]:
        """Return the certificate in sentences."""
        sentences = self.content["certificate"][self.context.language]
        gap = "" if self.context.language == "zh" else " "
        words = gap.join([sentences] if isinstance(sentences, str) else sentences)
        head = (Strong(text(f"{self.said['certificate']}{self.context.words['colon']}")),)
        return [Paragraph((*head, *text(words), self.whole))]


def signed(change: float) -> str:
    """Write a change in per cent with its sign and two decimals."""
    return f"{change:+.2f}".replace("-", "−")
