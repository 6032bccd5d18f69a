"""Divisions, their changes, functional regions and what lies near, as rows for people and for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gongxing.listing.words import Language, words
from gongxing.regions import Division, FunctionalRegion, changes, crosswalk, division, divisions, gazetteer, history
from gongxing.regions.functional import known_regions, member_codes
from gongxing.regions.succession import explain_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from gongxing.regions.layers import Layer
    from gongxing.regions.weights import Weights

_PAIR = ("origin", "origin_name", "destination", "destination_name")


class View(NamedTuple):
    """Rows under a title, each a value by column, and notes on where they are from.

    ``brief`` are the columns that a terminal shows, where it is too narrow for all.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    notes: tuple[str, ...] = ()
    brief: tuple[str, ...] = ()


def place_of(found: Division, year: int | None) -> str:
    """Return the names of what holds a division: 四川省 绵阳市."""
    codes = dict.fromkeys((found.province, found.parent or ""))
    names = [above.name for code in codes if code != found.code and (above := division(code, year))]
    return " ".join(names)


def division_row(found: Division, year: int | None = None) -> dict[str, Any]:
    """Return a division as a row."""
    return {
        "code": found.code,
        "name": found.name,
        "level": found.level,
        "in": place_of(found, year if year is not None else found.valid_to),
        "from": found.valid_from,
        "to": found.valid_to,
    }


def division_rows(rows: Iterable[Division], year: int | None, language: Language) -> View:
    """Return a list of divisions."""
    found = tuple(division_row(row, year) for row in rows)
    title = words(language)["regions"]["list"].format(count=len(found), year=year or words(language)["regions"]["now"])
    return View(title, ("code", "name", "level", "in", "from", "to"), found)


def card(found: Division, year: int | None, language: Language, path: Path | None = None) -> View:
    """Return what is known of one division: where it is, what it holds, what it was and became, its groups."""
    word = words(language)["regions"]
    when = year if year is not None else found.valid_to
    facts: list[tuple[str, Any]] = [
        ("code", found.code),
        ("level", found.level),
        ("in", place_of(found, when)),
        ("since", found.valid_from if found.valid_to is None else f"{found.valid_from}–{found.valid_to}"),
        ("other_names", _other_names(found, when, language)),
        ("holds", _held(found, when, language)),
        ("seat", _seat(found.code)),
        ("groups", _listed(_groups(found, path) if found.valid_to is None else [], language)),
    ]
    facts += [("history", line) for line in _past(found, language)]
    rows = tuple(
        {"field": key, "what": word[key], "value": value} for key, value in facts if value not in (None, "", ())
    )
    return View(f"{found.name} {found.code}", ("field", "value"), rows, brief=("what", "value"))


def _listed(names: Sequence[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(names)


def _other_names(found: Division, year: int | None, language: Language) -> str:
    forms = [form for form, rows in gazetteer(year).forms.items() if found in rows and form != found.name]
    return _listed(forms, language)


def _held(found: Division, year: int | None, language: Language) -> str:
    inside = [row for row in divisions(year) if row.parent == found.code]
    if not inside:
        return ""
    shown = _listed([row.name for row in inside[:30]], language)
    return f"{len(inside)}: {shown}{' …' if len(inside) > 30 else ''}"


def _seat(code: str) -> str:
    from gongxing.regions.seats import seats

    seat = seats().get(code)
    return f"{seat.place} ({seat.longitude:.3f}, {seat.latitude:.3f}; {seat.source})" if seat else ""


def _groups(found: Division, path: Path | None) -> list[str]:
    """Return the functional regions of which a division of today is a member."""
    regions = dict.fromkeys(known_regions(path).values())
    names = {found.name, found.short, found.code}
    return [r.name for r in regions if names & set(r.members) and found.code in member_codes(r)]


def _past(found: Division, language: Language) -> list[str]:
    """Return the changes that touched a division's code, in sentences."""
    steps = [step for row in history(found.code) if row.valid_to for step in changes(row.valid_to, row.valid_to + 1)
             if step.old.code == found.code]  # fmt: skip
    born = found.valid_from
    if born > 1980:
        steps += [step for step in changes(born - 1, born) if any(heir.code == found.code for heir in step.heirs)]
    return [explain_step(step, language) for step in sorted(set(steps), key=lambda step: (step.year, step.old.code))]


def group_view(region: FunctionalRegion, year: int | None, language: Language) -> View:
    """Return the members of a functional region with their codes in a year.

    Raises
    ------
    RegionError
        The source lists no whole divisions, or a member is none in the year.
    """
    word = words(language)["regions"]
    rows = []
    for code in member_codes(region, year):
        found = division(code, year)
        assert found is not None
        part = next((i for i, names in enumerate(region.parts, 1) if {found.name, found.short} & set(names)), None)
        rows.append({**division_row(found, year), "part": part})
    columns = ("code", "name", "level", "in", "part") if region.parts else ("code", "name", "level", "in")
    note = word["group_source"].format(source=region.source, year=region.year or "—")
    return View(region.name, columns, tuple(rows), (note,))


def groups_view(path: Path | None, language: Language) -> View:
    """Return every functional region whose members are known."""
    regions = [r for r in dict.fromkeys(known_regions(path).values()) if r.members]
    rows = tuple(
        {"name": r.name, "members": _listed(r.members, language), "year": r.year, "source": r.source} for r in regions
    )
    return View(words(language)["regions"]["all_groups"], ("name", "members", "year", "source"), rows)


def changes_view(first: int, last: int | None, within: str | None, level: str | None, language: Language) -> View:
    """Return every change after one year-end up to another, each in a sentence.

    Raises
    ------
    RegionError
        Years before the first list, or in the wrong order.
    """
    word = words(language)["regions"]
    steps = [step for step in changes(first, last, within) if level is None or step.old.level == level]
    rows = tuple(
        {
            "year": step.year,
            "kind": step.kind,
            "code": step.old.code,
            "name": step.old.name,
            "to": " ".join(heir.code for heir in step.heirs),
            "to_name": _listed([heir.name for heir in step.heirs], language),
            "words": explain_step(step, language),
        }
        for step in steps
    )
    title = word["changes"].format(first=first, last=last or word["now"], count=len(rows))
    brief = ("year", "kind", "code", "name", "to", "to_name")
    return View(title, (*brief, "words"), rows, (word["changes_note"],), brief)


def crosswalk_view(codes: Sequence[str], first: int, last: int | None, language: Language) -> View:
    """Return what divisions of one year are in another.

    Raises
    ------
    RegionError
        Codes that the list of the first year lacks, or years in the wrong order.
    """
    word = words(language)["regions"]
    rows = tuple(
        {
            "code": link.code,
            "name": link.name,
            "to": " ".join(link.to),
            "to_name": _listed(link.to_names, language),
            "year": link.year,
            "kind": link.kind,
            "exact": link.exact,
            "others": " ".join(link.others),
            "words": link.zh if language == "zh" else link.en,
            "source": link.source,
        }
        for link in crosswalk(codes, first, last)
    )
    title = word["crosswalk"].format(first=first, last=last or word["now"])
    columns = ("code", "name", "to", "to_name", "year", "kind", "exact", "others", "words", "source")
    return View(title, columns, rows, (word["crosswalk_note"],), ("code", "name", "kind", "exact", "to", "words"))


def pairs_view(weights: Weights, names: Mapping[str, str], language: Language, origin: str | None = None) -> View:
    """Return neighbours as pairs; only those of one region where ``origin`` is given."""
    rows = tuple(
        {**_pair(a, b, names), "weight": weight}
        for a, b, weight in weights.to_table().iter_rows()
        if origin is None or a == origin
    )
    islands = [code for code in weights.islands if origin in (None, code)]
    note = words(language)["regions"]["islands"].format(names=_listed([names.get(c, c) for c in islands], language))
    return View(weights.description, (*_PAIR, "weight"), rows, (note,) if islands else ())


def _pair(origin: str, destination: str, names: Mapping[str, str]) -> dict[str, Any]:
    values = (origin, names.get(origin, ""), destination, names.get(destination, ""))
    return dict(zip(_PAIR, values, strict=True))


def distances_view(codes: Sequence[str], names: Mapping[str, str], language: Language) -> View:
    """Return great-circle distances between seats of government in km, each pair once, the nearest first.

    Raises
    ------
    RegionError
        The seat of some division is not known.
    """
    from gongxing.regions.seats import seat_distances

    found = seat_distances(codes)
    rows = [
        {**_pair(a, b, names), "km": round(float(found.matrix[i, j]) / 1000, 3)}
        for i, a in enumerate(codes)
        for j, b in enumerate(codes)
        if i < j
    ]
    title = words(language)["regions"]["distances"]
    return View(title, (*_PAIR, "km"), tuple(sorted(rows, key=lambda row: row["km"])))


def around_view(
    origin: str, names: Mapping[str, str], language: Language, count: int | None = None, metres: float | None = None
) -> View:
    """Return the distances from one seat of government to others in km, the nearest first.

    ``count`` keeps the nearest so many, ``metres`` those at most so far.

    Raises
    ------
    RegionError
        The seat of the division itself is not known.
    """
    from gongxing.regions.seats import distances_from

    word = words(language)["regions"]
    found = distances_from(origin, names)
    near = [(code, length) for code, length in found.items() if metres is None or length <= metres][:count]
    rows = tuple({**_pair(origin, code, names), "km": round(length / 1000, 3)} for code, length in near)
    lacking = len(names) - 1 - len(found)
    notes = (word["seats_unknown"].format(count=lacking),) if lacking else ()
    return View(word["distances"], (*_PAIR, "km"), rows, notes)


def areas_view(layer: Layer, language: Language) -> View:
    """Return the geodesic area of each region of a layer in km2."""
    word = words(language)["regions"]
    found = zip(layer.codes, layer.names, layer.areas() / 1e6, strict=True)
    rows = [{"code": code, "name": name, "km2": round(float(area), 1)} for code, name, area in found]
    note = word["areas_note"].format(datum=layer.datum, source=layer.source, review=layer.review_number or "—")
    total = word["total"].format(km2=f"{layer.areas().sum() / 1e6:,.0f}")
    return View(word["areas"], ("code", "name", "km2"), tuple(rows), (total, note, *layer.repairs))


def report(view: View, language: Language, limit: int) -> RenderableType:
    """Return a view as a table for the terminal; ``limit`` is the number of rows shown, 0 for all."""
    from rich import box
    from rich.console import Group
    from rich.markup import escape
    from rich.table import Table
    from rich.text import Text

    word = words(language)["regions"]
    table = Table(title=f"[bold]{escape(view.title)}", title_justify="left", box=box.SIMPLE_HEAD,
                  show_header=view.brief != ("what", "value"))  # fmt: skip
    columns = view.brief or view.columns
    for column in columns:
        numeric = all(isinstance(row.get(column), (int, float, type(None))) for row in view.rows)
        table.add_column(
            word.get(column, column), justify="right" if numeric and view.rows else "left", overflow="fold"
        )
    shown = view.rows[:limit] if limit else view.rows
    for row in shown:
        table.add_row(*[escape(_shown(row.get(column), row.get("field", column), word)) for column in columns])
    notes = [word["more"].format(count=len(view.rows) - len(shown))] if len(shown) < len(view.rows) else []
    notes += view.notes
    return Group(table, Text("\n".join(f"· {note}" for note in notes), style="dim")) if notes else table


def _shown(value: Any, column: str, word: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return word["yes"] if value else word["no"]
    if column in ("level", "kind"):
        return str(word.get(str(value), value))
    if isinstance(value, float):
        return f"{value:,.1f}" if column in ("km", "km2") else f"{value:g}"
    return str(value)


def object_of(view: View) -> dict[str, Any]:
    """Return a view as plain values for JSON."""
    return {"title": view.title, "rows": list(view.rows), "notes": list(view.notes)}


def cells(view: View) -> list[list[Any]]:
    """Return the rows of a view as lists in the order of its columns."""
    return [[row.get(column) for column in view.columns] for row in view.rows]
