"""What people say of facts and documents, before and after, and who said it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.library.edits import standing
from gongxing.listing import sheets
from gongxing.listing.words import Language, amount, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from gongxing.library import Library
    from gongxing.library.edits import Edit

    Rows = Sequence[dict[str, Any]]

COLUMNS = ("id", "at", "who", "action", "stands", "kind", "quote", "ordinal", "sha256", "fields", "into", "undoes")


def change_page(
    before: dict[str, Any], after: dict[str, Any] | None, number: int, language: Language, undone: int | None = None
) -> RenderableType:
    """Return a fact with what changed in it, and how to take that back.

    ``after`` is ``None`` where the fact is there no more: newer rules did not find it and nobody holds it now.
    ``undone`` is the edit that this one took back.
    """
    word = words(language)["edits"]
    head = Text.assemble(
        (f"{before['id']}  ", "bold"), f"{words(language)['kinds'][before['kind']]} ", (f"“{before['quote']}”", "bold")
    )
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("field", "before", "after"):
        table.add_column(word[name], overflow="fold")
    rows = _changed(before, after, language)
    for name, old, new in rows:
        table.add_row(name, escape(old), Text(new, "bold"))
    parts: list[RenderableType] = [head, *([table] if rows else [Text(word["unchanged"], "dim")])]
    if after is None:
        parts.append(Text(word["gone"], "yellow"))
    line = word["undid"].format(number=undone) if undone is not None else word["done"]
    parts.append(Text(line + word["undo"].format(number=number), "dim"))
    return Group(*parts)


def _changed(before: dict[str, Any], after: dict[str, Any] | None, language: Language) -> list[tuple[str, str, str]]:
    word = words(language)["edits"]
    rows: list[tuple[str, str, str]] = []
    if after is None:
        return [(word["standing"], word["standings"][before["standing"]], "—")]
    if before["standing"] != after["standing"]:
        rows.append((word["standing"], *(word["standings"][fact["standing"]] for fact in (before, after))))
    for name, old in before["fields"].items():
        new = after["fields"][name]
        if old != new:
            rows.append((name, _said(name, old, before, language), _said(name, new, after, language)))
    return rows


def _said(name: str, value: Any, fact: dict[str, Any], language: Language) -> str:
    """Return a field's value; amounts as people write them."""
    if value is None:
        return "—"
    if name == "value" and fact["fields"].get("unit"):
        return f"{value:.15g} ({amount(value, fact['fields']['unit'], language)})"
    return str(value)


def document_line(library: Library, event: Edit, language: Language) -> RenderableType:
    """Return what was done to a document, and how to take that back."""
    word = words(language)["edits"]
    rows: Any = library.documents(copies=True)
    names = {row["sha256"]: f"{row['id']} {row['title'] or row['name']}" for row in rows.to_dicts()}
    into = names.get(str(event.content.get("into")), "")
    line = word[f"document_{event.action}"].format(document=names.get(event.sha256, event.sha256[:12]), into=into)
    return Group(Text(line), Text(word["done"] + word["undo"].format(number=event.id), "dim"))


def history_rows(events: Sequence[Edit]) -> list[dict[str, Any]]:
    """Return a row of ``COLUMNS`` for each edit; ``stands`` is false for what was undone and for undoings."""
    stand = {event.id for event in standing(events)}
    rows = []
    for event in events:
        fields = {name: value for name, value in event.content.items() if name not in ("found", "into")}
        into = event.content.get("into")
        values = (event.id, event.at, event.who, event.action, event.id in stand, event.kind, event.quote,
                  event.ordinal, event.sha256, fields if event.action == "correct" else None,
                  into["quote"] if isinstance(into, dict) else into, event.undoes)  # fmt: skip
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def history_table(rows: Rows, total: int, language: Language) -> RenderableType:
    """Return edits, one a line, the last one last."""
    word = words(language)["edits"]
    if not rows:
        return Text(word["none"], "dim")
    table = Table(box=box.SIMPLE_HEAD)
    for name, options in (("number", {"justify": "right"}), ("at", {"no_wrap": True}), ("who", {}), ("action", {}),
                          ("of", {"overflow": "fold"}), ("state", {})):  # fmt: skip
        table.add_column(word[name], **options)
    for row in rows:
        state = "" if row["action"] == "undo" else word["stands"] if row["stands"] else word["undone"]
        table.add_row(
            str(row["id"]), row["at"][:16].replace("T", " "), escape(row["who"]), word["actions"][row["action"]],
            escape(_of(row, language)), state, style="" if row["stands"] else "dim",
        )  # fmt: skip
    left = total - len(rows)
    more = [Text(words(language)["more"].format(count=left), "dim")] if left else []
    return Group(table, *more)


def _of(row: dict[str, Any], language: Language) -> str:
    """Return what an edit is about and what it says."""
    word = words(language)
    of = f"{word['kinds'][row['kind']]} “{row['quote']}”" if row["kind"] else f"doc:{row['sha256'][:12]}"
    if row["fields"]:
        said: dict[str, Any] = {name: "" if value is None else value for name, value in row["fields"].items()}
        if "value" in said and said.get("unit"):
            said["value"] = amount(float(said["value"]), str(said.pop("unit")), language)
        of += "  " + " ".join(f"{name}={value}" for name, value in said.items())
    if row["into"]:
        of += f" → {row['into'][:12]}"
    if row["undoes"]:
        of += "  " + word["edits"]["undoes"].format(number=row["undoes"])
    return of


def history_csv(rows: Rows) -> str:
    """Write edits as rows of ``COLUMNS``; corrected fields as JSON."""
    return sheets.csv_text(COLUMNS, _plain(rows))


def write_history(rows: Rows, path: Path) -> None:
    """Write edits as a sheet.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    sheets.write_xlsx({"edits": (COLUMNS, _plain(rows))}, path)


def _plain(rows: Rows) -> list[list[Any]]:
    return [
        [json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value for value in row.values()]
        for row in rows
    ]
