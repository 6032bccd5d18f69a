"""What divisions became: from the codes of one year to those of another, saying which links carry values and which not.

A link is exact where all the ground of the old division lies in one division of the later year: what adds (people,
output) may then be carried over, and is complete once the others that went there too are added. Where the ground was
divided there is no share to be had from lists of codes, and none is guessed. Transfers of single towns between
divisions that both lived on are known only where ``changes.csv`` has them.
"""

from __future__ import annotations

import csv
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gongxing.regions.divisions import LATEST, Division, division, divisions, ended_in, history
from gongxing.regions.errors import RegionError, first_five

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST = 1980


class Step(NamedTuple):
    """One change of one division: from the year-end ``year`` on, ``heirs`` hold its ground."""

    year: int
    kind: str
    old: Division
    heirs: tuple[Division, ...]


class Link(NamedTuple):
    """What a division of one year is in another.

    Attributes
    ----------
    code, name
        The division in the earlier year.
    to, to_names
        Codes and names of the divisions of the later year that together hold its ground; empty if not known.
    year
        The first year-end since which it has been so; ``None`` where nothing changed.
    kind
        ``same``, ``recoded``, ``moved``, ``renamed``, ``restyled``, ``upgraded``, ``enlarged`` (it stayed, others
        joined it), ``merged``, ``split``, ``annulled`` or ``ended`` (not known): the gravest of the changes between.
    exact
        All its ground lies in the one division of ``to``.
    others
        Codes of the other divisions of the earlier year whose ground, all or part, went there too.
    zh, en
        The explanation, change by change.
    source
        The notices behind the changes; "year-end lists" where they were inferred from the lists.
    """

    code: str
    name: str
    to: tuple[str, ...]
    to_names: tuple[str, ...]
    year: int | None
    kind: str
    exact: bool
    others: tuple[str, ...]
    zh: str
    en: str
    source: str

    @property
    def same_ground(self) -> bool:
        """Whether the division and the one it became are the same piece of land, so that their values compare."""
        return self.exact and not self.others


class _Course(NamedTuple):
    """Where a division's ground is in the end, the changes on the way, and whether all of it is accounted for."""

    heirs: tuple[Division, ...]
    steps: tuple[Step, ...]
    known: bool
    left: tuple[tuple[Division, tuple[Division, ...]], ...] = ()


@cache
def _words() -> dict[str, dict[str, str | int]]:
    read: dict[str, dict[str, str | int]] = tomllib.loads(
        Path(__file__).with_name("succession.toml").read_text("utf-8")
    )
    return read


@cache
def _sources() -> dict[tuple[int, str], str]:
    """Return the source of each hand-kept change by year and old code."""
    found = {}
    for name in ("changes.csv", "later_changes.csv"):
        lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            found[int(row["year"]), row["code"]] = row["source"]
    return found


def _years(from_year: int, to_year: int | None) -> int:
    """Check two years and return the later."""
    last = LATEST if to_year is None else to_year
    if not FIRST <= from_year <= last:
        raise RegionError(
            f"divisions are known from {FIRST} on and followed forward in time; from {from_year} to {last} came: "
            "give the earlier year first"
        )
    return last


def _follow(start: Division, last: int) -> _Course:
    """Follow one division through its own changes to the list of the year ``last``."""
    steps: dict[tuple[str, int], Step] = {}
    ends: dict[str, Division] = {}
    known = True
    open_ = [start]
    while open_:
        current = open_.pop()
        if current.valid_to is None or current.valid_to >= last:
            ends[current.code] = current
            continue
        year = current.valid_to + 1
        if (current.code, year) in steps:
            continue
        heirs = tuple(found for code in current.successors if (found := division(code, year)))
        steps[current.code, year] = Step(year, current.change or "ended", current, heirs)
        # What existed on paper only had no ground to be lost.
        known = known and (current.change == "annulled" or 0 < len(heirs) == len(current.successors))
        open_.extend(heirs)
    order = sorted(steps.values(), key=lambda step: (step.year, step.old.code))
    return _Course(tuple(ends[code] for code in sorted(ends)), tuple(order), known)


@cache
def _layered(year: int) -> frozenset[str | None]:
    """Return the provinces that have prefectures."""
    return frozenset(row.parent for row in divisions(year) if row.level == "prefecture")


def _holder(part: Division, level: str, last: int) -> Division:
    """Return the division of a level that holds a county; the county itself where it stands under the province."""
    if level == "province" or part.province not in _layered(last):
        return division(part.province, last) or part
    above = division(part.parent or "", last)
    return above if above is not None and above.level == "prefecture" else part


def _through_counties(whole: Division, counties: list[Division], last: int) -> _Course:
    """Follow a prefecture or a province by its counties: it is where they are."""
    ends: dict[str, Division] = {}
    homes: list[tuple[Division, tuple[Division, ...]]] = []
    steps: list[Step] = []
    known = True
    for county in counties:
        course = _follow(county, last)
        known = known and course.known
        at_home = {}
        for part in course.heirs:
            holder = part if part.level == whole.level else _holder(part, whole.level, last)
            at_home[holder.code] = holder
        ends |= at_home
        homes.append((county, tuple(at_home.values())))
        if whole.code not in at_home or len(at_home) > 1:
            steps.extend(course.steps)
    own = _follow(whole, last)
    stayed = {heir.code for heir in own.heirs} if len(own.heirs) == 1 else set()
    left = tuple((county, home) for county, home in homes if {h.code for h in home} - stayed)
    if len(ends) == 1:
        steps = list(own.steps)
    return _Course(tuple(ends[code] for code in sorted(ends)), tuple(steps), known, left)


@lru_cache(maxsize=64)
def _courses(level: str, from_year: int, last: int) -> dict[str, _Course]:
    """Return the course of every division of a level, by its code in ``from_year``."""
    rows = divisions(from_year)
    counties: dict[str, list[Division]] = {}
    for row in rows:
        if row.level == "county":
            for above in {row.parent or "", row.province}:
                counties.setdefault(above, []).append(row)
    found = {}
    for row in rows:
        if row.level == level:
            parts = [] if level == "county" else counties.get(row.code, [])
            found[row.code] = _through_counties(row, parts, last) if parts else _follow(row, last)
    return found


@lru_cache(maxsize=64)
def _origins(level: str, from_year: int, last: int) -> dict[str, tuple[str, ...]]:
    """Return the codes of ``from_year`` whose ground lies in each division of the later year."""
    found: dict[str, list[str]] = {}
    for code, course in _courses(level, from_year, last).items():
        for heir in course.heirs:
            found.setdefault(heir.code, []).append(code)
    return {code: tuple(origins) for code, origins in found.items()}


def _start(code: str, year: int | None) -> tuple[Division, int]:
    """Return the division meant by a code, and the year from which to follow it."""
    if year is not None:
        found = division(code, year)
        if found is None:
            raise RegionError(_unknown([code], year))
        return found, min(year, LATEST)
    past = history(code)
    if not past:
        raise RegionError(
            f"no division has had the code {code} since {FIRST}; look it up by name: gongxing regions NAME"
        )
    return past[-1], past[-1].valid_to or LATEST


def _unknown(codes: list[str], year: int) -> str:
    past = [row for code in codes for row in history(code)]
    hint = "".join(f"; {row.code} was {row.name} {row.valid_from}–{row.valid_to or 'now'}" for row in past[:3])
    return (
        f"the list of divisions at the end of {year} lacks {first_five(codes)}{hint}; "
        "give the codes of that year, or another year"
    )


def successors(code: str, year: int | None = None, to_year: int | None = None) -> tuple[Division, ...]:
    """Return the divisions that hold the ground of a division in a later year.

    Parameters
    ----------
    code
        Code of the division.
    year
        Year in which it had the code; ``None``: the last in which any division had.
    to_year
        The later year; ``None``: now.

    Returns
    -------
    tuple of Division
        The division itself where it is still there; several where it was divided; empty where that is not known.

    Raises
    ------
    RegionError
        No division has the code in the year, or the years are in the wrong order.
    """
    start, first = _start(code, year)
    last = _years(first, to_year)
    return _courses(start.level, first, last)[start.code].heirs


def crosswalk(codes: Iterable[str], from_year: int, to_year: int | None = None) -> tuple[Link, ...]:
    """Link the divisions of one year to those of a later one.

    Prefectures and provinces are followed by their counties: 资阳市 of 2015 is 资阳市 and a part of 成都市 in 2016,
    since 简阳市 changed hands.

    Parameters
    ----------
    codes
        Codes of divisions in ``from_year``, each once, of any level.
    from_year, to_year
        The years, the earlier first; ``to_year`` may be ``None`` for now.

    Returns
    -------
    tuple of Link
        One for each code, in the order given. Values that add may be carried over where ``exact``; they are complete
        for the later division when those of ``others`` are added. Nothing may be carried over a link that is not.

    Raises
    ------
    RegionError
        Codes that the list of ``from_year`` lacks, or years in the wrong order.
    """
    last = _years(from_year, to_year)
    wanted = list(codes)
    starts = {code: division(code, from_year) for code in wanted}
    if missing := [code for code, found in starts.items() if found is None]:
        raise RegionError(_unknown(missing, from_year))
    return tuple(_link(start, from_year, last) for code in wanted if (start := starts[code]))


def _link(start: Division, first: int, last: int) -> Link:
    first = min(first, LATEST)
    course = _courses(start.level, first, last)[start.code]
    origins = _origins(start.level, first, last)
    others = sorted({code for heir in course.heirs for code in origins.get(heir.code, ())} - {start.code})
    kinds = [step.kind for step in course.steps] if not course.left else ["split"]
    if not course.known:
        kinds.append("ended")
    elif len(course.heirs) > 1:
        kinds.append("split")
    elif "split" in kinds:
        # Divided on the way, all of it in one division in the end.
        kinds = ["merged" if kind == "split" else kind for kind in kinds]
    if others:
        kinds.append("enlarged")
    words = _words()
    kind = max(kinds, key=lambda name: words[name]["rank"], default="same")
    steps = course.steps or [step for code in others for step in _courses(start.level, first, last)[code].steps]
    sources = [_sources().get((step.year, step.old.code), "year-end lists") for step in steps]
    return Link(
        start.code,
        start.name,
        tuple(heir.code for heir in course.heirs),
        tuple(heir.name for heir in course.heirs),
        max((step.year for step in steps), default=None),
        kind,
        course.known and len(course.heirs) == 1,
        tuple(others),
        _explain(start, first, last, "zh"),
        _explain(start, first, last, "en"),
        "; ".join(dict.fromkeys(sources)),
    )


def _explain(start: Division, first: int, last: int, tongue: str) -> str:
    """Say what happened to a division, change by change, in Chinese or in English."""
    words, courses = _words(), _courses(start.level, first, last)
    course = courses[start.code]
    parts = [explain_step(step, tongue) for step in course.steps] if not course.left else []
    homes: dict[str, list[str]] = {}
    for county, holders in course.left:
        homes.setdefault(_listed([holder.name for holder in holders], tongue), []).append(county.name)
    for home, counties in homes.items():
        parts.append(str(words["left"][tongue]).format(old=start.name, part=_listed(counties, tongue), new=home))
    for heir in course.heirs:
        for code in _origins(start.level, first, last).get(heir.code, ()):
            other = division(code, first)
            if other is not None and code != start.code:
                kind = "enlarged" if len(courses[code].heirs) == 1 else "enlarged in part"
                parts.append(str(words[kind][tongue]).format(new=heir.name, other=other.name, year=first))
    if not parts:
        parts = [str(words["same"][tongue]).format(old=start.name)]
    return ("；" if tongue == "zh" else "; ").join(parts)


def _listed(names: list[str], tongue: str) -> str:
    """Join names as a sentence lists them; of many the first eight and how many there are."""
    text = ("、" if tongue == "zh" else ", ").join(names[:8])
    if len(names) <= 8:
        return text
    return f"{text}等{len(names)}个" if tongue == "zh" else f"{text} and others ({len(names)} in all)"


def explain_step(step: Step, tongue: str) -> str:
    """Say one change of one division in Chinese (``zh``) or English (``en``)."""
    comma = "、" if tongue == "zh" else ", "
    # 重庆市 of 四川 became a part of 重庆市: there the codes tell them apart.
    same_name = step.kind == "merged" and step.old.name in {heir.name for heir in step.heirs}
    parents = [found.name for heir in step.heirs if heir.parent and (found := division(heir.parent, step.year))]
    return str(_words()[step.kind][tongue]).format(
        year=step.year,
        old=_told(step.old, same_name),
        new=_listed([_told(heir, same_name) for heir in step.heirs], tongue),
        codes=comma.join(heir.code for heir in step.heirs),
        parent=comma.join(dict.fromkeys(parents)),
    )


def _told(found: Division, with_code: bool) -> str:
    return f"{found.name} ({found.code})" if with_code else found.name


def changes(from_year: int, to_year: int | None = None, within: str | None = None) -> tuple[Step, ...]:
    """Return every change between two year-ends, in order of year and code.

    Parameters
    ----------
    from_year, to_year
        Changes after the list of the first year, up to the list of the second (``None``: now).
    within
        Code of the division that holds, or held, what changed.

    Raises
    ------
    RegionError
        Years in the wrong order or before the first list.
    """
    last = _years(from_year, to_year)
    found = []
    gone = ((year, row) for year in range(from_year + 1, last + 1) for row in ended_in(year))
    for year, row in gone:
        heirs = tuple(heir for code in row.successors if (heir := division(code, year)))
        if within is None or row.within(within) or any(heir.within(within) for heir in heirs):
            found.append(Step(year, row.change or "ended", row, heirs))
    return tuple(sorted(found, key=lambda step: (step.year, step.old.code)))
