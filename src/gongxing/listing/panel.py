"""A panel as people read it in a terminal: what it holds, one indicator by year, where sources disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from gongxing.indicators import catalogue
from gongxing.listing.words import Language, amount, words
from gongxing.panel.writing import source_words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from gongxing.panel import Panel


def overview(panel: Panel, language: Language, rows: int) -> RenderableType:
    """Return one row an indicator: how many regions and periods it has, how many values, how many of them doubtful."""
    word = words(language)["panel"]
    table = _table([word["indicator"], word["unit"]], [word[k] for k in ("regions", "periods", "values", "doubtful")])
    found = panel.summary().to_dicts()
    for row in found[:rows] if rows else found:
        name = _name(row["indicator_id"], row["indicator"], language)
        spell = row["first"] if row["first"] == row["last"] else f"{row['first']}–{row['last']} ({row['periods']})"
        table.add_row(escape(name), row["unit"], f"{row['regions']:,}", spell, f"{row['values']:,}",
                      f"{row['doubtful']:,}" if row["doubtful"] else "")  # fmt: skip
    total = word["total"].format(
        values=f"{len(panel):,}", regions=f"{panel.region_count:,}", indicators=f"{len(found):,}"
    )
    return Group(table, *_more(len(found), rows, word["more"]), Text(total, "bold"))


def pivot(frame: Any, title: str, language: Language, rows: int) -> RenderableType:
    """Return a two-way table of one indicator, a dash where there is no value."""
    word = words(language)["panel"]
    if not frame.height:
        return Text(word["empty"], "dim")
    periods = [name for name in frame.columns if name not in ("code", "region", "unit")]
    table = _table([word["region"]], periods, title=f"{title} ({frame['unit'][0]})")
    found = frame.to_dicts()
    for row in found[:rows] if rows else found:
        table.add_row(escape(row["region"]), *("–" if row[p] is None else f"{row[p]:,.6g}" for p in periods))
    return Group(table, *_more(len(found), rows, word["more"]))


def disagreements(panel: Panel, language: Language, rows: int) -> RenderableType:
    """Return one row for each value that differs from the one shown."""
    word = words(language)["panel"]
    found = panel.disagreements()
    if not found:
        return Text(word["agree"], "dim")
    columns = [word["region"], word["indicator"], word["periods"], word["shown"], word["other"], word["difference"]]
    table = _table(columns, [])
    for one in found[:rows] if rows else found:
        shown, other = one.shown.observation, one.other.observation
        cells = [
            f"{amount(o.value, o.unit, language)}\n[dim]{escape(source_words(o.source))}[/]" for o in (shown, other)
        ]
        name = _name(shown.indicator_id, shown.indicator, language)
        change = "" if one.ratio is None else f" ({100 * (one.ratio - 1):+.2g}%)"
        table.add_row(escape(shown.region), escape(name), shown.period or "", *cells,
                      amount(one.difference, shown.unit, language) + change)  # fmt: skip
    return Group(table, *_more(len(found), rows, word["more"]))


def coverage(panel: Panel, language: Language, rows: int, within: str | None = None) -> RenderableType:
    """Return one row a region and indicator, one column a period: a mark for each state."""
    word = words(language)["panel"]
    covered = panel.coverage(within=within)
    periods = sorted(covered["period"].unique())
    table = _table([word["region"], word["indicator"]], periods)
    marks = {"one": "·", "several": "∶", "doubtful": "?", "missing": word["missing"]}
    lines: dict[tuple[str, str], dict[str, str]] = {}
    for row in covered.to_dicts():
        lines.setdefault((row["region"], row["indicator"]), {})[row["period"]] = marks[row["state"]]
    for (region, indicator), states in list(lines.items())[: rows or None]:
        table.add_row(escape(region), escape(indicator), *(states.get(period, "") for period in periods))
    return Group(table, *_more(len(lines), rows, word["more"]))


def _name(indicator_id: str | None, name: str, language: Language) -> str:
    entry = catalogue().get(indicator_id or "")
    return entry.english if entry and language == "en" else name


def _more(count: int, rows: int, word: str) -> list[Text]:
    return [Text(word.format(count=count - rows), "dim")] if rows and count > rows else []


def _table(left: list[str], right: list[str], title: str | None = None) -> Table:
    table = Table(title=title and f"[bold]{escape(title)}", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in left:
        table.add_column(name, overflow="fold")
    for name in right:
        table.add_column(name, justify="right")
    return table
