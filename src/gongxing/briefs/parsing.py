"""Markdown with a TOML front matter and typed blocks to the tree of an outline.

Everything that is wrong is found in one reading and told with its line. Raw HTML is words like any other; a link leads
to evidence or to a web address and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.briefs.errors import BriefError, Problem, problem
from gongxing.briefs.fields import front_of, read_toml, type_names, typed_block
from gongxing.briefs.outline import (
    Block,
    Break,
    Cited,
    Code,
    Column,
    Divider,
    Emphasis,
    Front,
    Heading,
    Inline,
    Inlines,
    Link,
    Listing,
    Outline,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
)
from gongxing.library.references import KINDS, is_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

_MARK = "+++"
_DEEPEST = 4  # a heading below it is one of it
_ADDRESSES = ("https://", "http://", "mailto:")


def parse_outline(text: str, name: str = "") -> Outline:
    """Read an outline.

    Parameters
    ----------
    text
        Markdown; lines of ``+++`` enclose the front matter.
    name
        What messages call it, its file for one.

    Raises
    ------
    BriefError
        It has mistakes; each is named with its line and what is expected.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = _Reader()
    front, body, first = reader.front(text)
    blocks = reader.blocks_of(body, first)
    if reader.problems or front is None:
        raise BriefError(reader.problems, name)
    return Outline(front, blocks, name)


def inlines_of(words: str, line: int = 0) -> tuple[Inlines, list[Problem]]:
    """Read one line of Markdown without blocks, as fields of typed blocks hold it, with what is wrong in it."""
    reader = _Reader()
    node = _markdown().parseInline(words)[0]
    from markdown_it.tree import SyntaxTreeNode

    tree = SyntaxTreeNode([node])
    return reader.inlines(tree.children[0].children if tree.children else (), line), reader.problems


def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["html_block", "html_inline"])
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # judged here, with its line
    return markdown


class _Reader:
    """One reading on its way."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.first = 0
        self.rows: list[str] = []

    def front(self, text: str) -> tuple[Front | None, str, int]:
        """Return the front matter, what stands below it, and how many lines stand above that."""
        rows = text.split("\n")
        opening = next((at for at, row in enumerate(rows) if row.strip()), len(rows))
        if opening == len(rows) or rows[opening].strip() != _MARK:
            self.problems.append(problem(1, "no_front"))
            return None, text, 0
        closing = next((at for at in range(opening + 1, len(rows)) if rows[at].strip() == _MARK), None)
        if closing is None:
            self.problems.append(problem(opening + 1, "front_open"))
            return None, "", 0
        body = "\n".join(rows[opening + 1 : closing])
        values, lines, problems = read_toml(body, opening + 2)
        self.problems += problems
        front = None
        if values is not None:
            front, problems = front_of(values, lines, opening + 1)
            self.problems += problems
        return front, "\n".join(rows[closing + 1 :]), closing + 1

    def blocks_of(self, body: str, first: int) -> tuple[Block, ...]:
        """Return the blocks of the body; ``first`` lines stand above it."""
        from markdown_it.tree import SyntaxTreeNode

        self.first, self.rows = first, body.split("\n")
        return self.blocks(SyntaxTreeNode(_markdown().parse(body)).children)

    def blocks(self, nodes: Iterable[SyntaxTreeNode]) -> tuple[Block, ...]:
        """Return nodes as blocks."""
        found = (self.block(node) for node in nodes)
        return tuple(block for block in found if block is not None)

    def line(self, node: SyntaxTreeNode) -> int:
        """Return the line of the outline on which a node begins, counted from 1."""
        return self.first + (node.map[0] if node.map else 0) + 1

    def block(self, node: SyntaxTreeNode) -> Block | None:
        """Return a node as a block, ``None`` where it is none."""
        line = self.line(node)
        match node.type:
            case "heading":
                level = min(int(node.tag[1:]), _DEEPEST)
                return Heading(level, self._content(node, line), line)
            case "paragraph":
                return Paragraph(self._content(node, line), line)
            case "bullet_list" | "ordered_list":
                start = int(str(node.attrs.get("start", 1))) if node.type == "ordered_list" else None
                return Listing(start, tuple(self.blocks(item.children) for item in node.children))
            case "blockquote":
                return Quotation(self.blocks(node.children))
            case "hr":
                return Divider()
            case "table":
                return self._table(node, line)
            case "fence":
                return self._fence(node, line)
            case "code_block":
                self.problems.append(problem(line, "indented_code"))
        return None

    def _content(self, node: SyntaxTreeNode, line: int) -> Inlines:
        return self.inlines(node.children[0].children, line) if node.children else ()

    def inlines(self, nodes: Iterable[SyntaxTreeNode], line: int) -> Inlines:
        """Return nodes as inline content."""
        found: list[Inline] = []
        for node in nodes:
            item = self._inline(node, line)
            if item is not None:
                found.append(item)
            if isinstance(item, Break):
                line += 1
        return tuple(found)

    def _inline(self, node: SyntaxTreeNode, line: int) -> Inline | None:
        kinds: dict[str, Callable[[Inlines], Inline]] = {"strong": Strong, "em": Emphasis}
        match node.type:
            case "text":
                return Text(node.content) if node.content else None
            case "strong" | "em":
                return kinds[node.type](self.inlines(node.children, line))
            case "code_inline":
                return Code(node.content)
            case "softbreak" | "hardbreak":
                return Break(node.type == "hardbreak")
            case "link":
                return self._link(node, line)
            case "image":
                self.problems.append(problem(line, "image"))
        return None

    def _link(self, node: SyntaxTreeNode, line: int) -> Inline:
        children, address = self.inlines(node.children, line), str(node.attrs.get("href", ""))
        if is_reference(address):
            return Cited(children, address)
        if not address.lower().startswith(_ADDRESSES):
            forms = ", ".join(f"{kind}:…" for kind in KINDS)
            self.problems.append(problem(line, "bad_link", address=address, forms=forms))
        return Link(children, address)

    def _table(self, node: SyntaxTreeNode, line: int) -> Table:
        head, *body = node.children
        columns = tuple(
            Column(self._content(cell, self.line(cell.children[0])), _alignment(cell))
            for cell in head.children[0].children
        )  # fmt: skip
        rows = tuple(
            tuple(self._content(cell, self.line(row)) for cell in row.children)
            for part in body for row in part.children
        )  # fmt: skip
        return Table(columns, rows, line=line)

    def _fence(self, node: SyntaxTreeNode, line: int) -> Block | None:
        word = node.info.strip()
        last = self.first + (node.map[1] if node.map else 0)
        if not word:
            self.problems.append(problem(line, "no_type", words=", ".join(type_names())))
            return None
        closing = self.rows[last - self.first - 1].strip() if 0 < last - self.first <= len(self.rows) else ""
        if not closing.startswith(node.markup):
            self.problems.append(problem(line, "fence_open", type=word))
        block, problems = typed_block(word, node.content, line)
        self.problems += problems
        return block


def _alignment(cell: SyntaxTreeNode) -> str:
    style = str(cell.attrs.get("style", ""))
    return style.removeprefix("text-align:") if style.startswith("text-align:") else "left"
