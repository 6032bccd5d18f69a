"""Scenarios of what a person points at: a kind of project between regions, or projects picked from a library."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gongxing.facts.fact import Commitment, Project
from gongxing.library.lookup import fact_if_there, read_document
from gongxing.library.paging import LARGEST
from gongxing.regions import division
from gongxing.regions.divisions import LATEST
from gongxing.scenarios.draft import Drafted, drafted, evidence_lines, head_lines, last_year, section_of
from gongxing.scenarios.observed import units_of
from gongxing.scenarios.rules import Rule, rule_of, rule_of_act, rules
from gongxing.scenarios.stated import OPEN
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gongxing.library import Library
    from gongxing.panel import Panel
    from gongxing.panel.evidence import Place as Unit

_DIGITS = 12  # of a document's hash in a reference


@dataclass(frozen=True, slots=True)
class Plan:
    """A project or commitment of a library that a rule knows.

    ``fact`` is its number, ``rule`` what it changes; ``quote`` its words, ``region`` and ``code`` whose it is (``None``
    where the document does not say); ``document``, ``title`` and ``date`` where it stands, from ``start`` to ``end``.
    ``others`` counts other documents that say the same of the region.
    """

    fact: int
    rule: Rule
    quote: str
    region: str | None
    code: str | None
    document: int
    title: str
    date: str | None
    start: int
    end: int
    others: int = 0


def known_plans(library: Library, *, region: str | None = None, newest: int | None = None) -> tuple[Plan, ...]:
    """Return the projects and commitments of a library that a rule knows, each once, as the newest document says it.

    Parameters
    ----------
    library
        The library.
    region
        A name in any form or an adcode, whose they are. Default: all.
    newest
        How many projects and how many commitments are read, those of the newest documents. Default: all.
    """
    found: list[Plan] = []
    for row in _rows(library, "project", region, newest):
        _keep(found, row)
    spans: dict[int, list[tuple[int, int]]] = {}
    for plan in found:
        spans.setdefault(plan.document, []).append((plan.start, plan.end))
    for row in _rows(library, "commitment", region, newest):
        inside = spans.get(row["document"], [])
        if not any(row["start"] <= start and end <= row["end"] for start, end in inside):
            _keep(found, row)
    first: dict[tuple[str, str | None], list[Plan]] = {}
    for plan in sorted(found, key=lambda plan: plan.date or "", reverse=True):
        first.setdefault((plan.quote, plan.region), []).append(plan)
    return tuple(
        replace(same[0], others=len({plan.document for plan in same} - {same[0].document})) for same in first.values()
    )


def plans_of(library: Library, facts: Sequence[int]) -> list[Plan]:
    """Return the plans of some facts by their numbers, each once.

    Raises
    ------
    ScenarioError
        A number is of no project or commitment that a rule knows.
    """
    found: list[Plan] = []
    for number in dict.fromkeys(facts):
        row, before = fact_if_there(library, number), len(found)
        if row is not None and row["shown"] and row["kind"] in ("project", "commitment"):
            told = library.document(row["document_id"]).row
            _keep(found, {**row, "document": told["id"], "title": told["title"], "file": told["name"]})
        if len(found) == before:
            raise ScenarioError(f"{number}: this is no project or commitment that a rule knows; pick from the list.")
    return found


def _rows(library: Library, kind: str, region: str | None, newest: int | None) -> Iterator[Mapping[str, Any]]:
    left, after = newest, None
    while left is None or left > 0:
        page = library.page_facts(kind=kind, region=region, limit=min(LARGEST, left or LARGEST), after=after)
        yield from page.rows
        left, after = None if left is None else left - len(page.rows), page.next
        if after is None:
            return


def _keep(found: list[Plan], row: Mapping[str, Any]) -> None:
    """Add the plan of a fact that a rule knows."""
    fields = row["fields"]
    if row["kind"] == "project":
        rule = rule_of(fields.get("name") or row["quote"], str(fields.get("type") or ""))
    else:
        rule = rule_of_act(row["quote"])
    if rule is not None:
        title = row["title"] or row["file"]
        found.append(Plan(row["id"], rule, row["quote"], row["about"], row["about_code"], row["document"], title,
                          row["published"], row["start"], row["end"]))  # fmt: skip


def draw(rule: str, regions: Sequence[str], *, where: str, panel: Panel, project: str, year: int | None = None) -> str:
    """Return the text of a scenario with one project between regions of an economy, its size left open.

    Parameters
    ----------
    rule
        The name of its rule (``gongxing.scenarios.rules``).
    regions
        Names or adcodes of units: two ends of a line, a hub, or the regions whose productivity or housing changes.
    where, year, panel
        The economy: a division or functional region, the year (by default the last with enough data), its data.
    project
        What the project is called.

    Raises
    ------
    ScenarioError
        There is no such rule, a region is no unit of the economy, or they are too few or many.
    PanelError
        The economy is not known.
    """
    chosen = next((one for one in rules() if one.name == rule), None)
    if chosen is None:
        raise ScenarioError(f"{rule}: no rule has this name; use {', '.join(one.name for one in rules())}.")
    last = year or last_year(panel, where)
    units = units_of(where, last or LATEST)
    names = list(dict.fromkeys(_unit(units, region, where).name for region in regions))
    if chosen.place == "ends" and len(names) != 2:
        raise ScenarioError(f"{project}: a line has two different ends; choose two regions of {where}.")
    if not names:
        raise ScenarioError(f"{project}: choose the region of {where} that it stands in.")
    entry = Drafted(chosen, project, tuple(names[:1] if chosen.place == "hub" else names), 0, 0, "")
    evidence = [f'by = "{OPEN}"', f'rule = "{chosen.name}"']
    head = head_lines(project, where, None, panel, units, last)
    return "\n".join([*head, section_of(entry, evidence, panel, units, last)]).rstrip("\n") + "\n"


def _unit(units: Sequence[Unit], region: str, where: str) -> Unit:
    for unit in units:
        if region in (unit.key, unit.name):
            return unit
    raise ScenarioError(f"{region}: this is no unit of {where}; use one of {', '.join(unit.name for unit in units)}.")


def pick(
    library: Library, facts: Sequence[int], *, panel: Panel, title: str, where: str | None = None,
    year: int | None = None,
) -> str:  # fmt: skip
    """Return the text of a scenario made of projects and commitments of a library, each with its evidence.

    Parameters
    ----------
    library, facts
        The numbers of the facts, as :func:`known_plans` gives them.
    panel, where, year
        The economy; by default the province that most of them belong to.
    title
        Of the scenario.

    Raises
    ------
    ScenarioError
        Nothing was picked, a number is of no plan that a rule knows, or no province can be told.
    PanelError
        The economy is not known.
    """
    picked = plans_of(library, facts)
    if not picked:
        raise ScenarioError(f"{title}: nothing is picked; tick at least one project or commitment.")
    where = where or _province(picked)
    if where is None:
        raise ScenarioError(f"{title}: no document says in which province these are; say which economy is meant.")
    last = year or last_year(panel, where)
    units = units_of(where, last or LATEST)
    sections, drawn = [], set()
    for document in dict.fromkeys(plan.document for plan in picked):
        row, article, found = read_document(library, str(document))
        for plan in (one for one in picked if one.document == document):
            fact = next(
                (one for one in found
                 if isinstance(one, Project | Commitment) and (one.start, one.end) == (plan.start, plan.end)), None,
            )  # fmt: skip
            if fact is None:
                raise ScenarioError(f"{plan.quote}: it stands in the library no more; pick again.")
            entry = drafted(plan.rule, fact, article.text, units)
            if (entry.rule.name, entry.project, entry.regions) in drawn:
                continue  # the same project of two documents counts once
            drawn.add((entry.rule.name, entry.project, entry.regions))
            evidence = evidence_lines(entry, article, f"doc:{row['sha256'][:_DIGITS]}", OPEN, True)
            sections.append(section_of(entry, evidence, panel, units, last))
    return "\n".join([*head_lines(title, where, None, panel, units, last), *sections]).rstrip("\n") + "\n"


def _province(plans: Sequence[Plan]) -> str | None:
    codes = Counter(plan.code[:2] + "0000" for plan in plans if plan.code)
    found = division(codes.most_common(1)[0][0]) if codes else None
    return found.short if found else None
