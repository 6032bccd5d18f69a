"""Pieces of WordprocessingML that python-docx has no word for: fields, bookmarks, borders, text that XML allows."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# What XML 1.0 does not allow; a text that holds it would make a file that Word refuses.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(tag: str, **attributes: str) -> Any:
    """Return an element of the ``w`` namespace with its attributes."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def clean(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return _ILLEGAL.sub("", text)


def run_of(text: str, style: str | None = None) -> Any:
    """Return a run of text as an element."""
    run = element("w:r")
    if style is not None:
        properties = element("w:rPr")
        properties.append(element("w:rStyle", val=style))
        run.append(properties)
    words = element("w:t")
    words.text = clean(text)
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    return run


def field_of(instruction: str, shown: str, style: str | None = None) -> list[Any]:
    """Return the runs of a field with what it shows until it is next worked out."""

    def mark(kind: str) -> Any:
        run = element("w:r")
        run.append(element("w:fldChar", fldCharType=kind))
        return run

    code = element("w:r")
    words = element("w:instrText")
    words.text = f" {instruction} "
    words.set(qn("xml:space"), "preserve")
    code.append(words)
    return [mark("begin"), code, mark("separate"), run_of(shown, style), mark("end")]


def bookmarked(name: str, number: int, items: list[Any]) -> list[Any]:
    """Return elements between the ends of a bookmark."""
    return [element("w:bookmarkStart", id=str(number), name=name), *items, element("w:bookmarkEnd", id=str(number))]


def borders_of(tag: str, **sides: tuple[int, str]) -> Any:
    """Return borders: by side the width in eighths of a point, and the colour."""
    borders = element(tag)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in sides:
            size, colour = sides[side]
            kind = "single" if size else "nil"
            borders.append(element(f"w:{side}", val=kind, sz=str(size), space="0", color=colour))
    return borders


def shade_of(fill: str) -> Any:
    """Return a ground of a colour."""
    return element("w:shd", val="clear", color="auto", fill=fill)


# The order in which the schema wants properties: of a paragraph, of a table.
_ORDERS = {
    qn("w:pPr"): ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs",
                  "spacing", "ind", "jc", "outlineLvl"),
    qn("w:tblPr"): ("tblStyle", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout",
                    "tblCellMar", "tblLook"),
}  # fmt: skip


def order(properties: Any) -> None:
    """Bring the properties of a paragraph or a table into the order of the schema."""
    places = {qn(f"w:{name}"): at for at, name in enumerate(_ORDERS[properties.tag])}
    properties[:] = sorted(properties, key=lambda child: places.get(child.tag, len(places)))
