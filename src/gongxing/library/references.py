"""References to evidence as one string: where in the library a number or a sentence stands.

- ``doc:<first 12 or more digits of the SHA-256>#<start>-<end>``: a span of a document's ``Article.text``
- ``cell:<SHA-256>/<sheet>!<cell>``: a cell of a table (of a CSV the sheet is empty)
- ``measure:<name>?indicator=...&by=...&year=...``: a measure of the library's panel, or a number worked out from it
- ``scenario:<slug>#<what>/<region>``: a number of a stored scenario's outcome (of all regions: no region)

Names are percent-encoded where they hold anything but letters and digits of any script, ``.``, ``_``, ``-``, ``~`` and
``*``. Among indicators ``employment_*`` stands for those of its pattern that the panel has in the years asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import parse_qsl, quote, unquote

from gongxing.library.errors import LibraryError

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["doc", "cell", "measure", "scenario"]
KINDS: tuple[Kind, ...] = ("doc", "cell", "measure", "scenario")
SHORTEST = 12  # digits of a hash

_FORMS = {
    "doc": "doc:<12 or more digits of the hash>#<start>-<end>",
    "cell": "cell:<12 or more digits of the hash>/<sheet>!<cell>",
    "measure": "measure:<name>?<argument>=<value>&...",
    "scenario": "scenario:<slug>#<what>/<region>",
}
_DOCUMENT = re.compile(rf"doc:([0-9a-f]{{{SHORTEST},64}})#(\d+)-(\d+)")
_CELL = re.compile(rf"cell:([0-9a-f]{{{SHORTEST},64}})/([^!]*)!([^!]+)")
_MEASURE = re.compile(r"measure:([^?#/]+)(?:\?(.*))?")
_SCENARIO = re.compile(r"scenario:([^?#/]+)#([^/]+)(?:/(.*))?")


@dataclass(frozen=True, slots=True)
class DocumentSpan:
    """The characters from ``start`` to ``end`` of the text of a document."""

    sha256: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"doc:{self.sha256[:SHORTEST]}#{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell; ``sheet`` is empty where the file has none."""

    sha256: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"cell:{self.sha256[:SHORTEST]}/{_encoded(self.sheet)}!{_encoded(self.cell)}"


@dataclass(frozen=True, slots=True)
class MeasureNumber:
    """A measure with its arguments, in the order in which they are written."""

    name: str
    arguments: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        query = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in self.arguments)
        return f"measure:{_encoded(self.name)}" + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class ScenarioNumber:
    """A number of a scenario's outcome; ``region`` is ``None`` where it is about all."""

    slug: str
    what: str
    region: str | None

    def __str__(self) -> str:
        of = "" if self.region is None else f"/{_encoded(self.region)}"
        return f"scenario:{_encoded(self.slug)}#{_encoded(self.what)}{of}"


Reference: TypeAlias = DocumentSpan | TableCell | MeasureNumber | ScenarioNumber


def document_reference(sha256: str, start: int, end: int) -> str:
    """Return the reference to a span of a document's text."""
    return str(DocumentSpan(sha256, start, end))


def cell_reference(sha256: str, sheet: str | None, cell: str) -> str:
    """Return the reference to a cell of a table."""
    return str(TableCell(sha256, sheet or "", cell))


def measure_reference(name: str, arguments: Mapping[str, object]) -> str:
    """Return the reference to a measure with its arguments."""
    return str(MeasureNumber(name, tuple((key, str(value)) for key, value in arguments.items())))


def scenario_reference(slug: str, what: str, region: str | None = None) -> str:
    """Return the reference to a number of a stored scenario's outcome."""
    return str(ScenarioNumber(slug, what, region))


def is_reference(text: str) -> bool:
    """Tell whether a text begins as a reference does."""
    return text.partition(":")[0] in KINDS and ":" in text


def parse_reference(text: str) -> Reference:
    """Return what a reference names.

    Raises
    ------
    LibraryError
        It is of no known kind, or not of its kind's form.
    """
    kind = text.partition(":")[0]
    if kind not in _FORMS:
        raise LibraryError(f"{text}: this is no reference to evidence; write one of {', '.join(_FORMS.values())}")
    found: Reference | None = None
    if match := _DOCUMENT.fullmatch(text):
        found = DocumentSpan(match[1], int(match[2]), int(match[3]))
    elif match := _CELL.fullmatch(text):
        found = TableCell(match[1], unquote(match[2]), unquote(match[3]))
    elif match := _MEASURE.fullmatch(text):
        found = MeasureNumber(
            unquote(match[1]), tuple(parse_qsl((match[2] or "").replace("+", "%2B"), keep_blank_values=True))
        )
    elif match := _SCENARIO.fullmatch(text):
        found = ScenarioNumber(unquote(match[1]), unquote(match[2]), unquote(match[3]) if match[3] else None)
    if found is None or (isinstance(found, DocumentSpan) and found.start >= found.end):
        raise LibraryError(f"{text}: the reference is not complete; write it as {_FORMS[kind]}")
    return found


def _encoded(text: str) -> str:
    """Encode what a link or a query could misread; letters of every script stay readable."""
    return "".join(c if c.isalnum() or c in "._-~*" else quote(c, safe="") for c in text)
