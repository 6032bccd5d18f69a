"""Names of industries as chains of known words: 高端 + 装备制造 + 产业."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.facts.industries.lexicon import DROPPED, KEPT, NAME, SECTOR, STEM, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator


# 业务, 业态, 业主, 业绩: 业 belongs to the word after it.
_OTHER_WORDS = frozenset("务态主绩余界")
# A product that is counted, not a branch: 新能源汽车产量, 风电25.3亿千瓦时.
_PRODUCT = re.compile(
    r"(?:总|年)?(?:产量|发电量|产品产量|销量|出口额?|进口额?)|\d[\d,.]*[万亿]?(?:辆|台|块|吨|套|部|只|平方米|千瓦时|度|立方米|条|件)"
)
_OUTPUT = re.compile("(?:总|年|合计|运行)?(?:产值|产能|营业收入|增加值|装机|开发投资|投资(?!者|人|公司|基金|合作))")
_DEVELOPED = re.compile("(?:发展|壮大|做强|做优|做大|培育|做精|振兴|促进)$")
# Acts of making after a stem name a branch: 稀土冶炼, 茶叶加工.
_MAKING = frozenset({"制造", "加工", "冶炼", "养殖", "种植", "化工", "装备", "装备制造", "材料", "零部件", "元器件"})
_AFTER_OBJECT = frozenset("，。、；和与及等发\n")
_BUSINESS = re.compile("业务(?:总?量|收入)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of folded text that names an industry."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Token:
    """A known word; tokens that touch make a chain."""

    start: int
    end: int
    role: int


def chains(text: str) -> Iterator[list[Token]]:
    """Yield runs of tokens without anything between them."""
    roles = lexicon().roles
    run: list[Token] = []
    for index, start, end in lexicon().scanner.find_matches_as_indexes(text):
        if run and run[-1].end != start:
            yield run
            run = []
        run.append(Token(start, end, roles[index]))
    if run:
        yield run


def mentions(text: str, *, sectors: bool = False) -> Iterator[Mention]:
    """Yield the industries that chains name by themselves; ``sectors`` counts sectors wherever they stand."""
    for run in chains(text):
        yield from _mentions(text, run, sectors)


def _mentions(text: str, run: list[Token], sectors: bool) -> Iterator[Mention]:
    """Split a chain at its dropped suffixes; what stands before one is an industry."""
    core: list[Token] = []
    for token in run:
        if token.role == DROPPED:
            mention = _core(text, core, suffixed=True, sectors=sectors)
            if mention:
                yield mention
            core = []
        elif core and text[token.start - 1] == "业" and text[token.start : token.end] != "服务业":
            # A branch ends with its 业: 畜牧业 健康发展, 保险业 金融机构.
            mention = _core(text, core, suffixed=False, sectors=sectors)
            if mention:
                yield mention
            core = [token]
        else:
            core.append(token)
    mention = _core(text, core, suffixed=False, sectors=sectors)
    if mention:
        yield mention


def _core(text: str, core: list[Token], *, suffixed: bool, sectors: bool) -> Mention | None:
    named = any(token.role & NAME for token in core)
    while core and not core[-1].role & (NAME | STEM | KEPT):
        core = core[:-1]
    while core and core[0].role == KEPT:
        core = core[1:]
    if not core:
        return None
    start, end = core[0].start, core[-1].end
    words = text[start:end]
    if words in lexicon().excluded or (not named and len(words) < 2):
        return None
    if not suffixed and (lexicon().not_before.match(text, end) or _PRODUCT.match(text, end)):
        return None
    if words[-1] == "业" and text[end : end + 1] in _OTHER_WORDS:
        end, core = end - 1, core[:-1] if core[-1].end - core[-1].start == 1 else core
        words = text[start:end]
        if not named or len(words) < 2 or not _BUSINESS.match(text, end):
            return None
    branch = words.endswith("业") and len(core) > 1 and not words.endswith(("工业", "农业"))
    if named:
        return Mention(start, end, "named")
    if suffixed and any(token.role & (STEM | KEPT) for token in core):
        return Mention(start, end, "suffix")
    if branch:
        return Mention(start, end, "branch")
    made = len(core) > 1 and text[core[-1].start : end] in _MAKING and any(token.role & STEM for token in core[:-1])
    if made:
        return Mention(start, end, "making")
    if sectors and core[-1].role & SECTOR:
        return Mention(start, end, "sector")
    return _stem_in_use(text, start, end) if any(token.role & STEM for token in core) else None


def _stem_in_use(text: str, start: int, end: int) -> Mention | None:
    """Count a mere stem where the text gives its output or wants it developed (咖啡产值, 发展银发经济)."""
    if _OUTPUT.match(text, end):
        return Mention(start, end, "output")
    if end - start >= 3 and text[end : end + 1] in _AFTER_OBJECT and _DEVELOPED.search(text, max(0, start - 2), start):
        return Mention(start, end, "developed")
    return None
