"""Named things that promises are about: projects, open calls, pilot centres, platforms; and where they stand."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gongxing.promises.vocabulary import either, stages, table

if TYPE_CHECKING:
    from gongxing.facts import Project
    from gongxing.promises.promise import Kind

# Programmes are acts, not things that stand somewhere.
_ACTS = frozenset({"programme", "fund"})
_KINDS: tuple[Kind, ...] = ("open_call", "pilot_centre", "platform")
_TAIL = re.compile(r"(?:建设|工程|项目|示范项目|改造|新建|（[^（）]*）)+$")
_OUTER = re.compile("[“”‘’《》「」 　]")
_PILOT = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z0-9—·]{0,12}?)(?:中试[\u4e00-\u9fff]{0,6}?(?:平台|基地|中心|线|车间|园区|园|体系)|概念验证中心)"
)
_CALL = re.compile(r"揭榜挂帅|揭榜制|揭榜攻关|揭榜项目")
_BREAK = re.compile(
    r"(?:.*(?:建设|打造|布局|组建|新建|建成|支持|推进|推动|加快|启用|认定|设立|依托|探索|完善|发挥|建立|构建|培育|推广|使用|利用|面向|引进|承接|新增|共享|开放|做强|做优|做大|壮大|提升|增加|规划|谋划|筹建|申报|争取|拥有|形成|[和与及等的个家在为将批座])|^[^\u4e00-\u9fffA-Za-z0-9]*)"
)
_EXPECTS = re.compile("(?:预计|计划|力争|将|拟|确保|有望|争取|可望)(?!会)")
_SHORTEST = 3
_TELLING = 5  # characters of a name that tell a thing without its region
_COUNTED = re.compile(r"[“‘]?[一二两三四五六七八九十百千\d]+[个大项条座家批]")
# Names that any region's thing of the kind may have.
_COMMON = re.compile(
    r"(?:中试(?:熟化|验证|服务|转化|产业化)*(?:平台|基地|中心|线|车间|园区|园|体系)|概念验证中心|揭榜挂帅)$"
)


class Thing(NamedTuple):
    """A named thing in a clause: its kind, its name as documents share it, and where the name stands in the text.

    ``own`` is the name without that of its own region, where what is left tells it (成都西部中试中心).
    """

    kind: Kind
    name: str
    start: int
    end: int
    own: str = ""

    @property
    def key(self) -> str:
        """What tells things of one kind in a province apart."""
        return self.own or self.name

    def named_in(self, region: str) -> Thing:
        """Return the thing with its own name in a region."""
        name = re.sub(f"^{re.escape(region)}[省市县区州盟]?", "", self.name)
        return self._replace(own=name) if len(name) >= _TELLING and not is_common(name) else self


class Standing(NamedTuple):
    """What a clause says of where a thing stands, and where it shall stand, by the ids of stages.

    ``open`` is true where the clause promises work on the thing but no stage to be reached (加快建设, 推进).
    """

    stage: str | None
    goal: str | None
    open: bool = False


class _Words(NamedTuple):
    strong: tuple[tuple[str, re.Pattern[str]], ...]
    weak: tuple[tuple[str, re.Pattern[str]], ...]
    call: tuple[tuple[str, re.Pattern[str]], ...]
    under_way: re.Pattern[str]
    cues: re.Pattern[str]
    facts: re.Pattern[str]
    intends: re.Pattern[str]
    uses: re.Pattern[str]
    builds: re.Pattern[str]
    after: re.Pattern[str]
    other_end: re.Pattern[str]
    lead: re.Pattern[str]
    not_things: re.Pattern[str]
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...]


@cache
def _words() -> _Words:
    raw = table("stages.toml")
    strong, weak, call = (
        tuple((entry["id"], re.compile(either(entry[name]))) for entry in raw["stage"] if entry[name])
        for name in ("words", "weak", "open_call")
    )
    goal, clause, names = raw["goal"], raw["clause"], raw["names"]
    told = [word for entry in raw["stage"] for word in entry["words"]]
    return _Words(
        strong,
        weak,
        call,
        re.compile(either(goal["under_way"])),
        re.compile(either(goal["cues"])),
        re.compile(either(goal["facts"])),
        re.compile(f"(?:{either(goal['cues'])})[^，。；、]{{0,6}}?(?:{either(clause['builds'])})"),
        re.compile(either(clause["uses"])),
        re.compile(either(clause["builds"])),
        re.compile(rf"$|[一二三四五六七八九十]+期|(?:到|在|于)?20\d\d年|{either([*clause['after'], *told])}"),
        re.compile(f"(?:{either(clause['other_end'])})$"),
        re.compile(f"^(?:{either(names['lead'])})+"),
        re.compile(either(names["not_things"])),
        tuple((kind, re.compile(either(raw["kinds"][kind]))) for kind in _KINDS),
    )


def kind_of(name: str, type_: str) -> Kind:
    """Return what kind of thing a project's name tells of."""
    known = next((kind for kind, words in _words().kinds if words.search(name)), None)
    return known or ("platform" if type_ == "lab" else "project")


def shared_name(name: str) -> str:
    """Return a thing's name as different documents write it: without quotation marks and what works are called.

    >>> shared_name("“成眉市域铁路S5线”建设项目")
    '成眉市域铁路S5线'
    """
    bare = _OUTER.sub("", name)
    for pattern in (_words().lead, _TAIL):
        shorter = pattern.sub("", bare)
        bare = shorter if len(shorter) >= _SHORTEST else bare
    return bare


def is_common(name: str) -> bool:
    """Whether a thing's name is no name of its own, so that each region means another by it (中试平台)."""
    return _COMMON.fullmatch(name) is not None


def thing_of(project: Project) -> Thing | None:
    """Return the thing that a project fact names, ``None`` for programmes and plans."""
    if project.type in _ACTS or _COUNTED.match(project.quote) or _words().not_things.search(project.quote):
        return None
    name = shared_name(project.name or project.quote)
    return Thing(kind_of(name, project.type), name, project.start, project.end)


def unnamed_things(clause: str, at: int) -> list[Thing]:
    """Return pilot centres and open calls in a clause, which documents often leave without a name of their own.

    Parameters
    ----------
    clause
        The words of the clause.
    at
        Where it stands in the text.
    """
    found = []
    for match in _PILOT.finditer(clause):
        cut = _BREAK.match(match[0][: match[0].find("中试") if "中试" in match[0] else len(match[0]) - 6])
        start = match.start() + (cut.end() if cut else 0)
        name = clause[start : match.end()]
        found.append(Thing("pilot_centre", shared_name(name), at + start, at + match.end()))
    if call := _CALL.search(clause):
        found.append(Thing("open_call", "揭榜挂帅", at + call.start(), at + call.end()))
    return found


def standing(clause: str, name: str, kind: Kind, *, promised: bool) -> Standing:
    """Return where a clause says that a thing stands, and where it shall.

    Parameters
    ----------
    clause
        The words of the clause.
    name
        The thing's name as written there, whose own words do not count.
    kind
        What kind of thing it is.
    promised
        Whether the clause stands in a plan or a speech.
    """
    known, rest = _words(), clause.replace(name, "　")
    before, _, after = clause.partition(name)
    cued = known.cues.search(rest) is not None and known.facts.search(rest) is None
    told = _highest(known.call, rest) if kind == "open_call" else None
    told = told or _highest(known.strong, rest)
    if kind != "open_call" and not _is_acted_on(before, after, told):
        return Standing(None, None)
    weak = None if told else _highest(known.weak, rest)
    if not promised:
        if cued and (told or known.intends.search(before)):
            return Standing("planned", told or weak or "building", told is None)
        return Standing(None if cued else told or weak, None)
    under_way = known.under_way.search(rest) is not None and told not in ("planned", "approved")
    return Standing("building" if under_way else "planned", told or weak or "building", told is None)


def _is_acted_on(before: str, after: str, told: str | None) -> bool:
    """Whether a clause tells of a thing itself: that it is built or opened, not used, joined or made to act."""
    known = _words()
    if known.after.match(after) is None:
        return False
    used = [match.end() for match in known.uses.finditer(before)]
    built = [match.end() for match in known.builds.finditer(before)]
    if used and used[-1] > (built[-1] if built else 0) and not after.startswith(("建设", "工程", "项目")):
        return False
    if told is not None:
        return True
    return known.other_end.search(after) is None and bool(built or after)


def expected(clause: str) -> Standing | None:
    """Return what a clause without a name expects of the thing before it (预计2025年投入运行), ``None`` for others."""
    known = _words()
    told = _highest(known.strong, clause) if _EXPECTS.match(clause) else None
    return None if told is None else Standing("building", told)


def _highest(lists: tuple[tuple[str, re.Pattern[str]], ...], clause: str) -> str | None:
    found = [stage for stage, words in lists if words.search(clause)]
    if "stopped" in found:
        return "stopped"
    return max(found, key=lambda stage: stages()[stage].rank) if found else None
