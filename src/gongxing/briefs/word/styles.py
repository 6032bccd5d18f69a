"""The styles and pages of a brief in Word, made of ``styles.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from gongxing.briefs.word.elements import element, order

if TYPE_CHECKING:
    from gongxing.indicators.amounts import Language

_MULTIPLE = 4  # below it a line is a multiple, from it on points
_A4 = (210, 297)
REFERENCE = "Footnote Reference"


@cache
def settings(language: Language) -> dict[str, Any]:
    """Return page and styles of a language."""
    text = files("gongxing.briefs.word").joinpath("styles.toml").read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text)[language]
    return table


def text_width(language: Language) -> float:
    """Return the width of the text in millimetres."""
    page = settings(language)["page"]
    return float(_A4[0] - page["left"] - page["right"])


def prepare(document: Any, language: Language) -> None:
    """Give a new document the page and the styles of a language."""
    _set_defaults(document, language)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(_A4[0]), Mm(_A4[1])
    for side, size in settings(language)["page"].items():
        setattr(section, f"{side}_margin", Mm(size))
    section.footer_distance = Mm(25 if language == "zh" else 12)
    for name, said in settings(language)["styles"].items():
        _set_style(document, name, said)
    reference = document.styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True


def _set_defaults(document: Any, language: Language) -> None:
    """Take the faces of themes away, so that the faces of the styles stand, and say the languages."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for child in list(properties):
        if child.tag in (qn("w:rFonts"), qn("w:lang")):
            properties.remove(child)
    properties.append(element("w:lang", val="en-GB" if language == "en" else "en-US", eastAsia="zh-CN"))


def _set_style(document: Any, name: str, said: dict[str, Any]) -> None:
    styles = document.styles
    style = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    for tag in ("w:rPr", "w:pPr"):
        old = style.element.find(qn(tag))
        if old is not None:
            style.element.remove(old)
    if name != "Normal":
        style.base_style = styles[said["base"]] if "base" in said else styles["Normal"]
    if "latin" in said:
        _set_face(style, said)
    if "size" in said:
        style.font.size = Pt(said["size"])
    style.font.bold = said.get("bold", False)
    style.font.italic = False
    if "colour" in said:
        style.font.color.rgb = RGBColor.from_string(said["colour"])
    _set_paragraph(style, said, float(said.get("size", 16)))


def _set_face(style: Any, said: dict[str, Any]) -> None:
    properties = style.element.get_or_add_rPr()
    faces = element("w:rFonts", ascii=said["latin"], hAnsi=said["latin"], cs=said["latin"], eastAsia=said["east"],
                    hint="eastAsia")  # fmt: skip
    properties.insert(0, faces)


def _set_paragraph(style: Any, said: dict[str, Any], size: float) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(said.get("before", 0)), Pt(said.get("after", 0))
    if "line" in said:
        form.line_spacing = Pt(said["line"]) if said["line"] >= _MULTIPLE else said["line"]
    form.widow_control = True
    if said.get("next"):
        form.keep_with_next = True
    if "left" in said:
        form.left_indent = Pt(said["left"])
    properties = style.element.get_or_add_pPr()
    if "indent" in said:
        count = said["indent"]
        properties.append(element("w:ind", firstLineChars=str(count * 100), firstLine=str(round(count * size * 20))))
    if "align" in said:
        properties.append(element("w:jc", val=said["align"]))
    if "shade" in said:
        properties.append(element("w:shd", val="clear", color="auto", fill=said["shade"]))
    order(properties)
