"""What a library keeps of people's making, as people like to read it in a terminal and as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.listing import sheets
from gongxing.listing.scenario import report
from gongxing.listing.words import Language, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from gongxing.library import Library, StoredOutcome, StoredScenario

    Rows = Sequence[dict[str, Any]]

SCENARIO_COLUMNS = ("name", "version", "title", "who", "at", "outcome", "welfare %", "growth %")
BRIEF_COLUMNS = ("name", "version", "title", "language", "who", "at", "published")


def scenario_rows(library: Library) -> list[dict[str, Any]]:
    """Return a row for the last version of each scenario.

    ``outcome`` is ``kept``, ``open`` (values are not stated), ``earlier`` (only an earlier version was run) or
    ``none``.
    """
    rows = []
    for stored in library.scenarios():
        outcome, state = library.outcome(stored.slug, stored.version), "kept"
        if outcome is None:
            earlier = range(stored.version - 1, 0, -1)
            outcome = next(filter(None, (library.outcome(stored.slug, version) for version in earlier)), None)
            state = "earlier" if outcome else "none"
        found = outcome.content if outcome else {}
        values = (stored.slug, stored.version, stored.title, stored.who, stored.at, state, found.get("welfare"),
                  found.get("growth"))  # fmt: skip
        rows.append(dict(zip(SCENARIO_COLUMNS, values, strict=True)))
    return rows


def scenario_table(rows: Rows, language: Language) -> RenderableType:
    """Return the scenarios of a library, one a line."""
    word = words(language)["stored"]
    if not rows:
        return Text(word["no_scenario"], "dim")
    table = _table(word, "name", "version", "title", "outcome", "welfare", "growth", "who", "at")
    for row in rows:
        changes = ("" if row[name] is None else f"{row[name]:+.3f}%" for name in ("welfare %", "growth %"))
        table.add_row(
            escape(row["name"]), str(row["version"]), escape(row["title"]), word["outcomes"][row["outcome"]], *changes,
            escape(row["who"]), row["at"][:10],
        )  # fmt: skip
    return table


def brief_rows(library: Library) -> list[dict[str, Any]]:
    """Return a row for the last version of each brief; ``published`` is the permanent id of its last publication."""
    rows = []
    for stored in library.briefs():
        published = max(library.publications(stored.slug), key=lambda one: one.at, default=None)
        values = (stored.slug, stored.version, stored.title, stored.language, stored.who, stored.at,
                  published.permanent_id if published else None)  # fmt: skip
        rows.append(dict(zip(BRIEF_COLUMNS, values, strict=True)))
    return rows


def brief_table(rows: Rows, language: Language) -> RenderableType:
    """Return the briefs of a library, one a line."""
    word = words(language)["stored"]
    if not rows:
        return Text(word["no_brief"], "dim")
    table = _table(word, "name", "version", "title", "published", "who", "at")
    for row in rows:
        table.add_row(
            escape(row["name"]), str(row["version"]), escape(row["title"]), row["published"] or "",
            escape(row["who"]), row["at"][:10],
        )  # fmt: skip
    return table


def _table(word: dict[str, Any], *names: str) -> Table:
    """Return an empty table of what is kept: numbers to the right, names and dates whole."""
    table = Table(box=box.SIMPLE_HEAD)
    for name in names:
        side: Literal["left", "right"] = "right" if name in ("version", "welfare", "growth") else "left"
        table.add_column(word[name], justify=side, overflow="fold", no_wrap=name in ("name", "at"))
    return table


def rows_csv(rows: Rows, names: Sequence[str]) -> str:
    """Write rows under their names."""
    return sheets.csv_text(names, [[row[name] for name in names] for row in rows])


def rows_xlsx(title: str, rows: Rows, path: Path, names: Sequence[str]) -> None:
    """Write rows as a sheet.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    sheets.write_xlsx({title: (names, [[row[name] for name in names] for row in rows])}, path)


def scenario_page(
    stored: StoredScenario, versions: Sequence[StoredScenario], outcome: StoredOutcome | None, stale: bool,
    language: Language, limit: int,
) -> RenderableType:  # fmt: skip
    """Return a scenario's versions, its text where it was not run, else the outcome, who ran it and on what."""
    word = words(language)["stored"]
    head = Text(f"{stored.slug}  {stored.title}\n", "bold")
    for version in versions:
        line = word["version_line"].format(version=version.version, who=version.who, at=version.at)
        head.append(f"{'▸' if version.version == stored.version else ' '} {line}\n", "dim")
    if outcome is None:
        return Group(head, Text(stored.toml), Text(word["not_run"].format(slug=stored.slug), "yellow"))
    made = outcome.content["made_by"]
    ran = word["ran_line"].format(who=outcome.who, at=outcome.at, **made)
    parts: list[RenderableType] = [head, report(outcome.content, language, limit), Text(ran, "dim")]
    if stale:
        parts.append(Text(word["stale"].format(slug=stored.slug), "yellow"))
    return Group(*parts)
