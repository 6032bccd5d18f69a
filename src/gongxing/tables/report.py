"""What each column, or each row of indicators, was taken for: the report behind ``--explain``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.tables.columns import meaning_of
from gongxing.tables.notes import Note, joined
from gongxing.tables.sheet import column_letters

if TYPE_CHECKING:
    from gongxing.tables.blocks import Found, Understood
    from gongxing.tables.observation import Scope


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of values, or one row where indicators stand in rows, was taken for.

    ``place`` is the column's letters or the cell of the row's label, ``header`` its chain from the top down, ``unit``
    as written and ``base`` the unit of the observations, ``confidence`` from 0 (not placed) to 1 with ``why`` in words
    (a ``Note``, which can be said in Chinese). ``values`` counts the observations made of it, ``unread`` the cells that
    no value could be read from, ``flagged`` the doubtful ones.
    """

    sheet: str | None
    place: str
    header: tuple[str, ...]
    indicator: str
    indicator_id: str | None
    unit: str | None
    base: str
    scope: Scope | None
    period: str | None
    confidence: float
    why: str
    values: int
    unread: int = 0
    flagged: int = 0


def columns_of(table: Understood) -> list[Column]:
    """Report a table: by row where its indicators stand in rows, else by column, those without values too."""
    if any(row.speech is not None for row in table.rows.rows.values()):
        return _by_rows(table)
    return _by_columns(table)


def _by_columns(table: Understood) -> list[Column]:
    first: dict[int, Found] = {}
    counts: Counter[int] = Counter()
    for found in table.found:
        first.setdefault(found.column, found)
        counts[found.column] += 1
    columns = []
    for column, speech in table.speeches.items():
        item: Found | None = first.get(column)
        if item is None and not speech.texts and not table.unread[column]:
            continue
        own = table.rule_of(column)
        if item is None:
            meaning = meaning_of(speech, None, (), None, table.context)
            unit = meaning.unit
            why: Note | None = Note("toml_ignore" if own and own.ignore else "no_values")
        else:
            meaning = item.meaning
            unit, why = table.units[id(meaning)]
        indicator = meaning.placement.indicator
        columns.append(
            Column(
                sheet=table.block.sheet.name,
                place=column_letters(table.block.sheet.left + column),
                header=speech.texts,
                indicator=meaning.name,
                indicator_id=indicator.id if indicator else None,
                unit=unit.written if unit else None,
                base=unit.base if unit else "",
                scope=(own.scope if own else None) or speech.scope or table.context.scope,
                period=(own.period if own else None) or speech.period or _period(table, item),
                confidence=meaning.placement.confidence,
                why=joined((meaning.placement.why, why)),
                values=counts[column],
                unread=table.unread[column],
            )
        )
    return columns


def _period(table: Understood, item: Found | None) -> str | None:
    """Return the period of a column; none where its rows tell theirs."""
    if item is not None and table.rows.rows[item.row].period is not None:
        return None
    return table.context.period


def _by_rows(table: Understood) -> list[Column]:
    groups: dict[tuple[int, str], list[Found]] = {}
    for item in table.found:
        groups.setdefault((table.rows.rows[item.row].key, item.meaning.name), []).append(item)
    columns = []
    for items in groups.values():
        item, row = items[0], table.rows.rows[items[0].row]
        meaning, speech = item.meaning, table.speeches[items[0].column]
        unit, why = table.units[id(meaning)]
        indicator = meaning.placement.indicator
        periods = {table.rows.rows[i.row].period or table.speeches[i.column].period for i in items}
        own = row.speech.texts if row.speech else ()
        columns.append(
            Column(
                sheet=table.block.sheet.name,
                place=table.block.sheet.address(row.label_row, row.label_column),
                header=(*row.parents, *own, *speech.words),
                indicator=meaning.name,
                indicator_id=indicator.id if indicator else None,
                unit=unit.written if unit else None,
                base=unit.base if unit else "",
                scope=row.scope or speech.scope or table.context.scope,
                period=(periods.pop() or table.context.period) if len(periods) == 1 else None,
                confidence=meaning.placement.confidence,
                why=joined((meaning.placement.why, why)),
                values=len(items),
            )
        )
    return columns
