"""A built brief to bytes and files in each of its formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from gongxing.briefs.errors import BriefError, problem

if TYPE_CHECKING:
    from pathlib import Path

    from gongxing.briefs.building import Brief

Format = Literal["html", "pdf", "docx"]
FORMATS: tuple[Format, ...] = ("html", "pdf", "docx")


def render(brief: Brief, form: str) -> bytes:
    """Return a brief in a format: ``html``, ``pdf`` or ``docx``; the same brief gives the same bytes.

    Raises
    ------
    BriefError
        There is no such format.
    """
    match form:
        case "html":
            from gongxing.briefs.html import to_html

            return to_html(brief)
        case "pdf":
            from gongxing.briefs.pdf import to_pdf

            return to_pdf(brief)
        case "docx":
            from gongxing.briefs.word import to_docx

            return to_docx(brief)
    raise BriefError([problem(None, "unknown_format", form=form, formats=", ".join(FORMATS))])


def format_of(path: Path) -> str:
    """Return the format that the suffix of a file asks for.

    Raises
    ------
    BriefError
        It asks for none that there is.
    """
    form = path.suffix.lower().lstrip(".")
    form = "html" if form == "htm" else form
    if form not in FORMATS:
        raise BriefError([problem(None, "unknown_format", form=path.name, formats=", ".join(FORMATS))])
    return form


def write_brief(brief: Brief, path: Path) -> None:
    """Write a brief to a file in the format of its suffix, whole or not at all.

    Raises
    ------
    BriefError
        Its suffix is of no format.
    OSError
        It cannot be written.
    """
    data = render(brief, format_of(path))
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
