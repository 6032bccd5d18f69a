"""A document or a table, with its text, its facts and how it is cited."""

from __future__ import annotations

from pydantic import BaseModel

from gongxing.workbench.api.models.facts import Fact
from gongxing.workbench.api.models.shared import may, said


class Document(BaseModel):
    """A document or a table of the library."""

    id: int = said("Its number in this library.")
    sha256: str = said("SHA-256 of its bytes.")
    kind: str = said("document or table.")
    name: str = said("The file as it was given.")
    title: str | None = may("Its title.")
    source: str | None = may("The account that published it, else the source that it names.")
    author: str | None = may("Its author, where it names one.")
    published: str | None = may("Date of publication, ISO 8601.")
    language: str | None = may("zh, en, …")
    characters: int | None = may("Length of its text, in code points; null for a table.")
    facts: int | None = may("How many facts of it are shown.")
    added: str = said("When it was read in, ISO 8601.")


class Section(BaseModel):
    """A heading and its part of the text."""

    heading: str
    start: int = said("Offset of the heading, in code points.")
    end: int = said("Offset behind the section.")
    level: int = said("1 is the highest.")


class Citation(BaseModel):
    """How the document is cited."""

    gbt7714: str = said("By GB/T 7714.")
    bibtex: str = said("As a BibTeX entry.")


class DocumentDetail(Document):
    """A document with its text, its facts and how it is cited."""

    text: str | None = may("The body as it was read, paragraphs joined by one newline; null for a table.")
    sections: list[Section] = said("Its headings.")
    facts_list: list[Fact] = said("Its facts in the order of the text; those rejected or merged too (see standing).")
    places: list[str] = said("Where its bytes were found: paths and addresses.")
    copies: list[int] = said("Numbers of documents that hold the same article.")
    original: int | None = may("The document that this one is a copy of.")
    citation: Citation = said("How it is cited.")
