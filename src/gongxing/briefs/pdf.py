"""A brief as PDF, set by Typst from a template of ours; what it sets is data and never run as markup."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gongxing.briefs.html import details_of, quote_of
from gongxing.briefs.outline import (
    Break,
    Cards,
    Cited,
    Code,
    Divider,
    Emphasis,
    Heading,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quotation,
    State,
    Strong,
    Table,
    Text,
    Verdict,
    plain,
)
from gongxing.briefs.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxing.briefs.building import Brief
    from gongxing.briefs.outline import Block, Inline, Inlines

_WIDTH = 690.0  # pixels of a drawing that would fill the width of the text: a little smaller than on a screen
_HEIGHT = 430.0  # of the highest drawing
_WIDE = 8  # characters of the longest cell from which a column of words shares what is left of the width


def to_pdf(brief: Brief) -> bytes:
    """Return a brief as PDF; the same brief gives the same bytes, whatever fonts the machine has."""
    import typst

    return typst.compile(
        _template(), font_paths=_fonts(), format="pdf", timestamp=0,
        sys_inputs={"brief": json.dumps(_Data(brief).all(), ensure_ascii=False)},
    )  # fmt: skip


@cache
def _fonts() -> Any:
    """Return the faces that briefs are set in: those that come as packages, none of the machine's."""
    import pylopdf_fonts_zh_cn
    import typst

    folder = str(pylopdf_fonts_zh_cn.sans_path().parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])


@cache
def _template() -> bytes:
    return files("gongxing.briefs").joinpath("templates/brief.typ").read_bytes()


class _Data:
    """A brief as plain values for the template: counts of figures, tables and footnotes are made here."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.words = words(brief.front.language)
        self.numbers = {reference: at for at, reference in enumerate(brief.evidence, 1)}
        self.noted: set[str] = set()
        self.contents: list[tuple[str, str]] = []
        self.figures = self.tables = self.headings = 0

    def all(self) -> dict[str, Any]:
        """Return everything that the template sets."""
        front = self.brief.front
        # In the order in which it is read: the first use of a footnote holds its words.
        summary = self.inlines(front.summary)
        blocks = self.blocks(self.brief.blocks)
        kind = front.kind or self.words["kind"]
        number = f" · {self.words['number'].format(number=front.number)}" if front.number else ""
        year, month, day = (int(part) for part in front.date.split("-")) if front.date else (0, 0, 0)
        return {
            "front": {
                "title": front.title, "subtitle": front.subtitle, "language": front.language,
                "authors": list(front.authors),
                "date": {"year": year, "month": month, "day": day} if front.date else None,
            },
            "words": {name: text for name, text in self.words.items() if isinstance(text, str)},
            "kind": f"{kind}{number}", "details": [text for _, text in details_of(self.brief)], "summary": summary,
            "contents": self.contents if front.contents else [], "blocks": blocks,
        }  # fmt: skip

    def blocks(self, blocks: Iterable[Block]) -> list[dict[str, Any]]:
        """Return blocks as data."""
        return [self.block(block) for block in blocks]

    def block(self, block: Block) -> dict[str, Any]:
        """Return a block as data."""
        match block:
            case Heading():
                self.headings += 1
                name = f"part-{self.headings}"
                if block.level <= 2:
                    self.contents.append((plain(block.content), name))
                return {"t": "heading", "level": block.level, "id": name, "c": self.inlines(block.content)}
            case Paragraph():
                return {"t": "paragraph", "c": self.inlines(block.content)}
            case Listing():
                return {"t": "list", "start": block.start, "items": [self.blocks(item) for item in block.items]}
            case Quotation():
                return {"t": "quotation", "blocks": self.blocks(block.blocks)}
            case Divider():
                return {"t": "divider"}
            case Table():
                return self._table(block)
            case Cards():
                cards = [{"value": self.inlines(card.value), "label": self.inlines(card.label),
                          "note": self.inlines(card.note)} for card in block.cards]  # fmt: skip
                return {"t": "cards", "cards": cards}
            case Verdict():
                return {
                    "t": "verdict", "tone": block.state.tone, "state": self.inlines((block.state,)),
                    "title": self.inlines(block.title), "quote": self.inlines(block.quote),
                    "sentences": [self.inlines(one) for one in block.sentences],
                }  # fmt: skip
            case Picture():
                return self._picture(block)
        raise AssertionError(block)

    def inlines(self, content: Inlines) -> list[dict[str, Any]]:
        """Return inline content as data."""
        found: list[dict[str, Any]] = []
        for at, item in enumerate(content):
            if at and isinstance(item, Cited) and not item.children and isinstance(content[at - 1], Cited):
                found.append({"t": "comma"})
            found.append(self._inline(item))
        return found

    def _inline(self, item: Inline) -> dict[str, Any]:
        match item:
            case Text():
                return {"t": "text", "v": item.text}
            case Strong():
                return {"t": "strong", "c": self.inlines(item.children)}
            case Emphasis():
                return {"t": "emphasis", "c": self.inlines(item.children)}
            case Code():
                return {"t": "code", "v": item.text}
            case Link():
                return {"t": "link", "a": item.address, "c": self.inlines(item.children)}
            case State():
                return {"t": "state", "v": item.text, "tone": item.tone}
            case Break():
                soft = "" if self.brief.front.language == "zh" else " "
                return {"t": "break"} if item.hard else {"t": "text", "v": soft}
            case Cited():
                return self._cited(item)
        raise AssertionError(item)

    def _cited(self, item: Cited) -> dict[str, Any]:
        evidence = self.brief.evidence[item.reference]
        children = self.inlines(item.children)
        first = item.reference not in self.noted
        self.noted.add(item.reference)
        return {"t": "cited", "number": self.numbers[item.reference], "first": first, "c": children,
                "source": evidence.source, "quote": quote_of(evidence, self.words)}  # fmt: skip

    def _table(self, block: Table) -> dict[str, Any]:
        number = 0
        if block.caption:
            self.tables += 1
            number = self.tables
        caption = self.inlines(block.caption)
        columns = [
            {"title": self.inlines(column.title), "align": column.align, "wide": wide}
            for column, wide in zip(block.columns, self._wide(block), strict=True)
        ]
        rows = [[self.inlines(cell) for cell in (*row, *((),) * (len(columns) - len(row)))] for row in block.rows]
        notes = [self.inlines(note) for note in block.notes]
        return {"t": "table", "number": number, "caption": caption, "columns": columns, "rows": rows, "notes": notes}

    @staticmethod
    def _wide(block: Table) -> list[bool]:
        """Return which columns share what is left of the width: those of long words, else the first."""

        def longest(at: int) -> int:
            return max((len(plain(row[at])) for row in block.rows if at < len(row)), default=0)

        wide = [column.align == "left" and longest(at) > _WIDE for at, column in enumerate(block.columns)]
        return wide if any(wide) else [at == 0 for at in range(len(wide))]

    def _picture(self, block: Picture) -> dict[str, Any]:
        from gongxing.charts.saving import figure_drawing

        self.figures += 1
        number = self.figures
        theme = "print" if "print" in block.figures else "light"
        svg = figure_drawing(block.figures[theme], "svg").decode()
        share = _share(svg)
        caption = self.inlines(block.caption)
        notes = [self.inlines(note) for note in (*block.notes, *((block.source,) if block.source else ()))]
        return {"t": "picture", "number": number, "svg": svg, "width": round(share, 2), "alt": block.summary,
                "caption": caption, "notes": notes}  # fmt: skip


def _share(svg: str) -> float:
    """Return how many per cent of the width of the text a drawing takes: as drawn, unless it were too wide or high."""
    size = re.search(r'<svg[^>]*\bwidth="([\d.]+)"[^>]*\bheight="([\d.]+)"', svg)
    if size is None:
        return 100.0
    width, height = float(size[1]), float(size[2])
    return 100 * min(1.0, width / _WIDTH, _HEIGHT * width / height / _WIDTH)
