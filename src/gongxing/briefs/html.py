"""A brief as one HTML file: its own style, light, dark and on paper, no script, footnotes that lead there and back."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

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
from gongxing.briefs.words import words, written_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxing.briefs.building import Brief
    from gongxing.briefs.outline import Block, Inline, Inlines


def to_html(brief: Brief) -> bytes:
    """Return a brief as a self-contained HTML document in UTF-8; the same brief gives the same bytes."""
    page = _Page(brief)
    body = page.blocks(brief.blocks)
    summary = page.inlines(brief.front.summary)
    notes = page.notes()
    front = brief.front
    said = words(front.language)
    text: str = _template().render(
        front=front, words=said, style=Markup(_style()), body=body, summary=summary, notes=notes,
        headings=page.headings, language="zh-CN" if front.language == "zh" else "en", details=details_of(brief),
    )  # fmt: skip
    return text.encode()


def details_of(brief: Brief) -> list[tuple[str, str]]:
    """Return what stands below the title: who, when; nothing that the outline does not say."""
    front, said = brief.front, words(brief.front.language)
    found = []
    if front.organisation:
        found.append(("organisation", front.organisation))
    if front.authors:
        found.append(("authors", said["listing"].join(front.authors)))
    if front.date:
        found.append(("date", written_date(front.date, front.language)))
    return found


@cache
def _template() -> Any:
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader("gongxing.briefs", "templates"), autoescape=True, trim_blocks=True,
                              lstrip_blocks=True)  # fmt: skip
    return environment.get_template("brief.html")


@cache
def _style() -> str:
    return files("gongxing.briefs").joinpath("templates/brief.css").read_text("utf-8")


class _Page:
    """One page in the making: counts of figures, tables and footnotes."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        self.words = words(brief.front.language)
        self.headings: list[tuple[int, str, str]] = []
        self.figures = self.tables = 0
        self.numbers = {reference: at for at, reference in enumerate(brief.evidence, 1)}
        self.uses: dict[int, int] = {}

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Return blocks as HTML."""
        return Markup("\n").join(self.block(block) for block in blocks)

    def block(self, block: Block) -> Markup:
        """Return a block as HTML."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return Markup("<p>{}</p>").format(self.inlines(block.content))
            case Listing():
                return self._listing(block)
            case Quotation():
                return Markup("<blockquote>{}</blockquote>").format(self.blocks(block.blocks))
            case Divider():
                return Markup("<hr>")
            case Table():
                return self._table(block)
            case Cards():
                cards = (Markup('<div class="card"><dd>{}</dd><dt>{}</dt>{}</div>').format(
                    self.inlines(card.value), self.inlines(card.label),
                    Markup('<dd class="about">{}</dd>').format(self.inlines(card.note)) if card.note else "",
                ) for card in block.cards)  # fmt: skip
                return Markup('<dl class="cards">{}</dl>').format(Markup("").join(cards))
            case Verdict():
                return self._verdict(block)
            case Picture():
                return self._picture(block)
        raise AssertionError(block)

    def inlines(self, content: Inlines) -> Markup:
        """Return inline content as HTML."""
        return Markup("").join(self._inline(item) for item in content)

    def _inline(self, item: Inline) -> Markup:
        match item:
            case Text():
                return escape(item.text)
            case Strong():
                return Markup("<strong>{}</strong>").format(self.inlines(item.children))
            case Emphasis():
                return Markup("<em>{}</em>").format(self.inlines(item.children))
            case Code():
                return Markup("<code>{}</code>").format(item.text)
            case Link():
                return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(
                    item.address, self.inlines(item.children)
                )  # fmt: skip
            case Cited():
                return self._cited(item)
            case State():
                return Markup('<span class="state {}">{}</span>').format(item.tone, item.text)
            case Break():
                return Markup("<br>") if item.hard else Markup(self._gap)
        raise AssertionError(item)

    @property
    def _gap(self) -> str:
        """What the end of a line of the outline becomes: nothing between Chinese characters."""
        return "" if self.brief.front.language == "zh" else " "

    def _cited(self, item: Cited) -> Markup:
        number = self.numbers[item.reference]
        use = self.uses[number] = self.uses.get(number, 0) + 1
        mark = Markup(
            '\u2060<sup class="mark"><a href="#note-{0}" id="mark-{0}-{1}" role="doc-noteref" '
            'aria-label="{2} {0}">{0}</a></sup>'
        ).format(number, use, self.words["footnote"])
        if not item.children:
            return mark
        reference = item.reference
        return Markup('<span class="cited" data-reference="{}">{}</span>{}').format(
            reference, self.inlines(item.children), mark
        )  # fmt: skip

    def _heading(self, block: Heading) -> Markup:
        level = min(block.level + (0 if block.level > 1 else 1), 5)
        anchor = f"part-{len(self.headings) + 1}"
        self.headings.append((level, anchor, plain(block.content)))
        return Markup('<h{0} id="{1}">{2}</h{0}>').format(level, anchor, self.inlines(block.content))

    def _listing(self, block: Listing) -> Markup:
        items = Markup("").join(Markup("<li>{}</li>").format(self._item(item)) for item in block.items)
        if block.start is None:
            return Markup("<ul>{}</ul>").format(items)
        start = Markup(' start="{}"').format(block.start) if block.start != 1 else ""
        return Markup("<ol{}>{}</ol>").format(start, items)

    def _item(self, blocks: Sequence[Block]) -> Markup:
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
            return self.inlines(blocks[0].content)
        return self.blocks(blocks)

    def _table(self, block: Table) -> Markup:
        caption: Markup | str = ""
        if block.caption:
            self.tables += 1
            caption = Markup('<caption><b>{}&nbsp;{}</b> {}</caption>').format(
                self.words["table"], self.tables, self.inlines(block.caption)
            )  # fmt: skip
        table = self._bare_table(block, caption)
        notes = Markup("").join(Markup('<p class="about">{}{}{}</p>').format(
            self.words["note"], self.words["colon"], self.inlines(note)) for note in block.notes)  # fmt: skip
        return Markup('<div class="table">{}{}</div>').format(table, notes)

    def _bare_table(self, block: Table, caption: Markup | str = "") -> Markup:
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(_aligned(column.align), self.inlines(column.title))
            for column in block.columns
        )  # fmt: skip
        rows = Markup("\n").join(
            Markup("<tr>{}</tr>").format(Markup("").join(
                Markup("<{0}{1}>{2}</{3}>").format(
                    Markup('th scope="row"') if at == 0 else Markup("td"), _aligned(column.align), self.inlines(cell),
                    "th" if at == 0 else "td",
                ) for at, (cell, column) in enumerate(zip(row, block.columns, strict=False))
            )) for row in block.rows
        )  # fmt: skip
        return Markup(
            '<div class="scroll" tabindex="0"><table>{}<thead><tr>{}</tr></thead>\n<tbody>{}</tbody></table></div>'
        ).format(caption, head, rows)

    def _verdict(self, block: Verdict) -> Markup:
        sentences = Markup("").join(Markup("<p>{}</p>").format(self.inlines(one)) for one in block.sentences)
        quote = Markup("<blockquote>{}</blockquote>").format(self.inlines(block.quote)) if block.quote else ""
        return Markup('<aside class="verdict {}"><p class="head">{} {}</p>{}{}</aside>').format(
            block.state.tone, self._inline(block.state), self.inlines(block.title), quote, sentences
        )  # fmt: skip

    def _picture(self, block: Picture) -> Markup:
        from gongxing.charts.saving import figure_drawing

        self.figures += 1
        drawings = {theme: figure_drawing(block.figures[theme], "svg").decode() for theme in block.figures
                    if theme in ("light", "dark")}  # fmt: skip
        drawn = Markup("").join(
            Markup('<div class="drawing {}">{}</div>').format(theme, Markup(svg)) for theme, svg in drawings.items()
        )
        notes = [*block.notes, block.source] if block.source else [*block.notes]
        about = Markup("").join(Markup('<p class="about">{}</p>').format(self.inlines(note)) for note in notes)
        twin: Markup | str = ""
        if block.table is not None:
            twin = Markup("<details><summary>{}</summary>{}</details>").format(
                self.words["data_table"], self._bare_table(block.table)
            )  # fmt: skip
        caption = Markup("<figcaption><b>{}&nbsp;{}</b> {}</figcaption>").format(
            self.words["figure"], self.figures, self.inlines(block.caption)
        )  # fmt: skip
        said = Markup('<p class="said">{}</p>').format(block.summary) if block.summary else ""
        return Markup("<figure>{}{}{}{}{}</figure>").format(caption, drawn, said, about, twin)

    def notes(self) -> list[dict[str, Any]]:
        """Return the footnotes in order: number, the line of the source, the words, the way back, the reference."""
        found = []
        for reference, evidence in self.brief.evidence.items():
            number = self.numbers[reference]
            found.append({
                "number": number, "source": evidence.source, "quote": quote_of(evidence, self.words),
                "reference": reference, "backs": range(1, self.uses.get(number, 0) + 1), "kind": evidence.kind,
            })  # fmt: skip
        return found


def quote_of(evidence: Any, said: Any) -> str:
    """Return the words of evidence as a footnote gives them: a document's in quotation marks, in their sentence."""
    quote = evidence.context or evidence.quote
    if not quote:
        return ""
    return str(said["quote"]).format(quote=quote.strip("“”")) if evidence.kind == "doc" else str(quote)


def _aligned(align: str) -> Markup:
    return Markup("") if align == "left" else Markup(' class="{}"').format(align)
