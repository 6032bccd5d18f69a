"""Draft the scenario that a document's projects imply: evidence, kind of shock, and the numbers left open."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.facts.fact import Commitment, Place, Project
from gongxing.regions import division, resolve
from gongxing.regions.divisions import LATEST
from gongxing.scenarios.observed import JOBS, could_be_jobs, units_of
from gongxing.scenarios.rules import Rule, rule_of, rule_of_act
from gongxing.scenarios.stated import OPEN
from gongxing.scenarios.tables import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxing.facts.fact import Fact
    from gongxing.panel import Panel
    from gongxing.panel.evidence import Place as Unit
    from gongxing.reading import Article

# A stated saving of time: 由60分钟缩短至30分钟, 从2小时压缩到1.5小时.
_SAVING = re.compile(
    r"[由从](\d+(?:\.\d+)?)(?:个)?(分钟|小时)[^。；;\n]{0,12}?(?:缩短|压缩|减少|降)(?:至|到|为)(\d+(?:\.\d+)?)(?:个)?(分钟|小时)"
)
_MINUTES = {"分钟": 1.0, "小时": 60.0}
_ALMOST = 0.8  # of the units of the best year
# Fallbacks for jobs, best first, where the tables have them for every unit.


@dataclass(frozen=True, slots=True)
class Drafted:
    """One project as a section: its rule, the regions found, and the words that say so."""

    rule: Rule
    project: str
    regions: tuple[str, ...]
    start: int
    end: int
    quote: str
    change: str = OPEN


@dataclass(frozen=True, slots=True)
class Draft:
    """What a document implies.

    Attributes
    ----------
    text
        The scenario file.
    drafted
        Its sections.
    without_rule
        Names of projects of which no rule says what they change.
    """

    text: str
    drafted: tuple[Drafted, ...]
    without_rule: tuple[str, ...]


def draft(
    article: Article,
    facts: Iterable[Fact],
    *,
    document: str,
    tables: Sequence[str] = (),
    panel: Panel | None = None,
    regions: str | None = None,
    year: int | None = None,
    by: str = OPEN,
    only: Sequence[str] = (),
    library: bool = False,
) -> Draft:
    """Draft a scenario file from the projects of a document.

    Parameters
    ----------
    article, facts, document
        The document, what was read in it, and what it is called in the file.
    tables, panel
        Names of yearbook tables as the file is to name them, and the panel that they make; without, they are left open.
    regions, year
        The economy; by default the province of most places of the document, and the last year in which (almost) all
        its units have residents and output.
    by
        Who states the changes.
    only
        Words of which a project's name must hold one.
    library
        The document and the panel are a library's: ``document`` is its reference (``doc:3f2a…``).

    Raises
    ------
    ScenarioError
        No region is given and the document names none, or no project of it has a rule.
    PanelError
        The regions are not known.
    """
    facts = list(facts)
    where = regions or _province(facts)
    if where is None:
        raise ScenarioError(f"{document}: it names no division, so say which economy is meant: --regions 四川")
    last = year or last_year(panel, where)
    units = units_of(where, last or LATEST)
    found, without = _sorted(facts, article.text, units, only)
    if not found:
        named = f" whose name holds {' or '.join(only)}" if only else ""
        raise ScenarioError(
            f"{document}: no project{named} has a rule that says what it changes; write the file by hand."
        )
    title = article.title or document
    if len(found) <= 3:
        title = f"{'、'.join(entry.project for entry in found)}（{title}）"
    head = head_lines(title, where, None if library else tables, panel, units, last)
    sections = [
        section_of(entry, evidence_lines(entry, article, document, by, library), panel, units, last) for entry in found
    ]
    tail = [f"# No rule says what this changes: {' '.join(name.split())}" for name in without]
    return Draft("\n".join([*head, *sections, *tail, ""]).rstrip("\n") + "\n", tuple(found), tuple(without))


def _sorted(
    facts: Sequence[Fact], text: str, units: Sequence[Unit], only: Sequence[str]
) -> tuple[list[Drafted], list[str]]:
    """Return the projects that a rule knows, each once, and the names of the others."""
    found: dict[str, Drafted] = {}
    without: list[str] = []
    for fact in facts:
        if not isinstance(fact, Project | Commitment) or (only and not any(word in fact.quote for word in only)):
            continue
        if fact.quote in found or (isinstance(fact, Commitment) and _holds_project(fact, facts)):
            continue
        rule = rule_of(fact.name or fact.quote, fact.type) if isinstance(fact, Project) else rule_of_act(fact.quote)
        if rule is not None:
            found[fact.quote] = drafted(rule, fact, text, units)
        elif isinstance(fact, Project):
            without.append(fact.quote)
    return list(found.values()), list(dict.fromkeys(without))


def _holds_project(act: Commitment, facts: Iterable[Fact]) -> bool:
    return any(isinstance(fact, Project) and act.start <= fact.start and fact.end <= act.end for fact in facts)


def _province(facts: Iterable[Fact]) -> str | None:
    """Return the province of most places, by name."""
    codes = Counter(fact.code[:2] + "0000" for fact in facts if isinstance(fact, Place) and fact.code)
    found = division(codes.most_common(1)[0][0]) if codes else None
    return found.short if found else None


def last_year(panel: Panel | None, where: str) -> int | None:
    """Return the last year in which about as many units as in any have residents and output, else the last of all."""
    if panel is None:
        return None
    years = [period for period in panel.to_frame()["period"].unique().to_list() if re.fullmatch(r"\d{4}", period or "")]
    last = max(map(int, years), default=None)
    if last is None:
        return None
    keys = [unit.key for unit in units_of(where, last)]
    there = panel.wide(["residents", "gdp"], regions=keys).drop_nulls()
    counts = Counter(there["year"].to_list())
    most = max(counts.values(), default=0)
    return max((year for year, count in counts.items() if count >= _ALMOST * most), default=last)


def drafted(rule: Rule, fact: Project | Commitment, text: str, units: Sequence[Unit]) -> Drafted:
    """Return what a rule makes of a fact: the regions it concerns, its sentence, the change where that is told."""
    owner = fact.region if isinstance(fact, Project) else fact.actor
    named = _named(fact.quote, units)
    if rule.place == "ends":
        owners = _owners(owner, units)
        # Of an area of many members any two would be a guess.
        ends = named or _short(fact.quote, units)
        ends = list(dict.fromkeys([*ends, *(owners if len(owners) <= 2 else [])]))[:2]
        regions = tuple(ends + [OPEN] * (2 - len(ends)))
    else:
        regions = tuple(_owners(owner, units) or named[:1] or [OPEN])[: None if rule.place == "region" else 1]
    start = max(text.rfind(mark, 0, fact.start) for mark in "。；;\n") + 1
    stops = [place for mark in "。；;\n" if (place := text.find(mark, fact.end)) >= 0]
    sentence = text[start : min(stops, default=len(text))].strip("”“\"'‘’ ")
    saving = _SAVING.search(sentence) if rule.shock == "travel_time" else None
    change = OPEN
    if saving:
        before, after = float(saving[1]) * _MINUTES[saving[2]], float(saving[3]) * _MINUTES[saving[4]]
        change = f"{100 * (after / before - 1):+.6g}%" if 0 < after < before else OPEN
    return Drafted(rule, fact.quote, regions, fact.start, fact.end, sentence, change)


def _named(name: str, units: Sequence[Unit]) -> list[str]:
    """Return the units whose names stand in the name of a project, in their order there."""
    return sorted((unit.name for unit in units if unit.name in name), key=name.index)


def _short(name: str, units: Sequence[Unit]) -> list[str]:
    """Return the units that the first two characters of a line's name abbreviate (成眉: 成都, 眉山), if both do.

    A character stands for a unit only where one unit's name alone begins with it.
    """
    starts = Counter(unit.name[0] for unit in units)
    by_start = {unit.name[0]: unit.name for unit in units if starts[unit.name[0]] == 1}
    pair = [by_start[mark] for mark in name[:2] if mark in by_start]
    return pair if len(set(pair)) == 2 else []


def _owners(owner: str | None, units: Sequence[Unit]) -> list[str]:
    """Return the units that are a region, hold it, or are members of it where it is a functional region."""
    from gongxing.panel import PanelError

    if owner is None:
        return []
    found = resolve(owner)
    if found is None:
        try:
            members = {place.key for place in units_of(owner, LATEST)}
        except PanelError:
            return []
        return [unit.name for unit in units if unit.key in members]
    return [unit.name for unit in units if unit.key in (found.code, found.parent)]


def _quoted(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def head_lines(
    title: str, regions: str, tables: Sequence[str] | None, panel: Panel | None, units: Sequence[Unit], year: int | None
) -> list[str]:
    """Return the lines of a draft before its first section."""
    jobs, note = _jobs(panel, units, year)
    return [
        "# Drafted from a document: what its projects would change, the numbers left open. Write each in place of",
        '# "?" (by: who states it) or delete its section, then run: gongxing simulate THIS_FILE',
        "# 由文档起草：各项目会改变什么，数字留空。请填写问号处（by：由谁提出）或删去该节，再运行 gongxing simulate。",
        f"title = {_quoted(title)}",
        "",
        "[economy]",
        "library = true" if tables is None else f"tables = {_list(tables or [OPEN])}",
        f"regions = {_quoted(regions)}",
        f"year = {year}" if year else f"year = {_quoted(OPEN)}",
        *note,
        f"jobs = {_quoted(jobs)}",
        'residents = "residents"',
        'output = "gdp"',
        "# Where you know how many work outside their region, add the section [commuting] with share = \"5%\".",
        "# 如知道跨地区就业者的比例，请加 [commuting] 一节，写 share = \"5%\"。",
        "",
    ]  # fmt: skip


def _jobs(panel: Panel | None, units: Sequence[Unit], year: int | None) -> tuple[str, list[str]]:
    """Return the indicator drafted for jobs and comments that say why and what else there is."""
    if panel is None or year is None:
        return OPEN, ["# jobs: an indicator of the tables, employed (就业人员) where there is one"]
    from gongxing.indicators import catalogue

    counts = {}
    for key, entry in catalogue().items():
        if could_be_jobs(key, entry.unit):
            rows = panel.wide(key, year, regions=[unit.key for unit in units]).drop_nulls(key)
            counts[key] = rows.height
    best = max(JOBS, key=lambda key: counts.get(key, 0))
    home = panel.wide("residents", year, regions=[unit.key for unit in units]).drop_nulls("residents").height
    others = ", ".join(f"{key} {count}" for key, count in counts.items() if count)
    said = f"# Of {len(units)} units residents are known of {home}; what could stand for jobs: {others or 'nothing'}."
    if counts.get(best, 0) >= home > 0:
        return best, [said]
    return "residents", [
        said,
        "# No table has all jobs (就业人员), so as many are taken to work in a unit as live there; insured people",
        "# (参保人数) leave out farmers and the self-employed: with them, write jobs_counted, the share of workers",
        "# that they count; the others are taken to work where they live. Change it where you know better.",
    ]


def evidence_lines(entry: Drafted, article: Article, document: str, by: str, library: bool) -> list[str]:
    """Return the lines that say who states a change and where its words stand."""
    stated_by = (article.title or document) if library else document
    span = f"#{entry.start}-{entry.end}" if library else ""
    lines = [
        f"by = {_quoted(by if entry.change == OPEN else stated_by)}",
        f"rule = {_quoted(entry.rule.name)}",
        f"document = {_quoted(document + span)}",
        f"quote = {_quoted(entry.quote)}",
    ]
    return lines if library else [*lines, f"start = {entry.start}", f"end = {entry.end}"]


def section_of(
    entry: Drafted, evidence: Sequence[str], panel: Panel | None, units: Sequence[Unit], year: int | None
) -> str:
    """Return a section: the project, its regions, the open change with its suggested range, and what it rests on."""
    rule = entry.rule
    means = f"{rule.means['zh']}。{rule.means['en']}."
    place = {
        "ends": f"between = {_list(entry.regions)}",
        "hub": f"hub = {_quoted(entry.regions[0])}",
        "region": f"regions = {_list(entry.regions)}",
    }[rule.place]
    lines = [
        f"[[{rule.shock}]]",
        f"project = {_quoted(entry.project)}",
        place,
        f"change = {_quoted(entry.change)}",
        f"suggested = {_list(rule.range)}",
        f"suggested_from = {_quoted(rule.source)}",
    ]
    if rule.share:
        lines.append(f"share = {_quoted(OPEN)}")
        if note := _share_note(entry, panel, units, year):
            lines.append(f"share_from = {_quoted(note)}")
    lines += [
        f"assumption = {_quoted(means)}",
        *evidence,
        "",
    ]
    return "\n".join(lines)


def _share_note(entry: Drafted, panel: Panel | None, units: Sequence[Unit], year: int | None) -> str | None:
    """Return what the tables say of the sector's share of output, which the branch's cannot exceed."""
    codes = {unit.name: unit.key for unit in units}
    if panel is None or year is None or len(entry.regions) != 1 or entry.regions[0] not in codes:
        return None
    name = entry.regions[0]
    rows = panel.wide("gdp_secondary_share", year, regions=[codes[name]]).drop_nulls("gdp_secondary_share")
    if not rows.height:
        return None
    return (
        f"{name}: the secondary sector made {rows['gdp_secondary_share'][0]:g} % of GDP in {year}; a branch of it less"
    )
