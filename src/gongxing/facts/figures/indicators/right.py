"""The noun to the right of a number (10个国家大科学装置) and what is said of it (在川布局, 入选…名单)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongxing.facts.figures.indicators.lexicon import lexicon
from gongxing.facts.figures.indicators.phrase import head_length, read_tail, tidy

_AFTER = re.compile(r"[级多余]?(?:以上|以下|以内|左右|上下|之多|之内)?(的)?")
_SAYS = frozenset("居占以是为比较达超由从被获已均，；、。）和及与或的创位排列来并")
_PLACE_AFTER = re.compile(
    r"在[^，。；、\d]{1,8}(?:布局|落地|建设|运行|集聚|召开|举办|举行|开展|实施|投产|投运|上市|推广)"
)
_TITLE = re.compile(r"《[^》]*?([^》]{1,4})》")
_NOTE = re.compile(r"（[^（）]{0,30}）")
_BARE = frozenset("省市县区州村镇乡国港站校厂店馆矿库湖河岛路")
_THRESHOLDS = ("大关", "台阶", "关口", "门槛", "目标", "高位", "线")
# The count reaches over short items (风电、光伏、储能项目), not from one long name to the next.
_LONG_ITEM = 6
_STAND = re.compile(r"[居位排列]")


@dataclass(slots=True)
class Right:
    """``noun`` after the number, ``predicate`` after it, ``belongs`` when the predicate defines what is counted."""

    noun: str = ""
    predicate: str = ""
    belongs: bool = False
    of: bool = False
    consumed: int = 0


def read_right(right: str, bounded: bool) -> Right:
    """Read the text between a number and the next mark or number."""
    begun = _AFTER.match(right)
    at = begun.end() if begun else 0
    written = rest = right[at:]
    of = bool(begun and begun[1])
    if "（" in rest:
        rest = _NOTE.sub("", rest).partition("（")[0]
    words = lexicon()
    if not rest or (rest[0] in _SAYS and rest[:2] not in words.kept_right) or rest in words.predicates:
        return Right(predicate=rest)
    if any(rest[:length] in words.openers for length in (4, 3, 2)):
        return Right(predicate=rest)
    cut, belongs = _predicate_of(rest)
    noun, predicate = rest[:cut], rest[cut:]
    touches = bounded and not predicate and "、" not in noun
    if bounded and not predicate and not touches:
        noun = noun[: noun.rindex("、")]
    elif "、" in noun:
        pieces = noun.split("、")
        kept = next((i for i, p in enumerate(pieces) if i and any(p[:n] in words.acts for n in (2, 3, 4))), len(pieces))
        kept = 1 if len(pieces[0]) >= _LONG_ITEM else kept
        noun = "、".join(pieces[:kept])
    consumed = at + _written_length(written, len(noun))
    noun = noun.rstrip("、，和及与以各并 ")
    if noun.endswith("中") and len(noun) > 2 and noun[-2:] not in words.kept_right and not bounded:
        noun = noun[:-1]  # 18个考核断面中，
    if touches:
        noun = _without_verb(read_tail(noun).phrase)
    if len(noun) < 2 and noun not in _BARE:
        return Right(predicate=rest)
    if noun.endswith(_THRESHOLDS):
        return Right(predicate=noun + predicate, consumed=consumed)
    return Right(tidy(noun), tidy(predicate), belongs, of, consumed if noun else 0)


def _written_length(written: str, length: int) -> int:
    """Return how far the first characters of a phrase reach with the notes left out of it: （间）城市危旧房."""
    for note in _NOTE.finditer(written):
        if note.start() >= length:
            break
        length += len(note[0])
    return length


def _predicate_of(rest: str) -> tuple[int, bool]:
    """Return where what is said of a noun begins, and whether it defines what is counted."""
    words = lexicon()
    said = words.predicate.search(rest, 1)
    where = _PLACE_AFTER.search(rest, 2)
    if where is not None and (said is None or where.start() <= said.start()):
        return where.start(), False
    if said is None:
        return len(rest), False
    cut = said.start()
    belongs = words.belonging.match(rest, cut) is not None
    inner = rest.find("在", 2, cut)
    if inner > 0 and rest[inner : inner + 2] not in words.kept_right:
        cut = inner
    return cut, belongs


def _without_verb(noun: str) -> str:
    """Drop the verb that belongs to the next number: 个园区新增 + 3家."""
    acts = lexicon().acts
    for length in (4, 3, 2):
        word = noun[-length:]
        if word in acts and len(noun) > length + 1 and word not in ("服务", "治理"):
            return noun[:-length]
    return noun


def relative(right: Right, following: str) -> str:
    """Turn noun and predicate round: 高校 + 入选…名单 -> 入选…名单的高校; ``following`` is the number that ends it."""
    predicate = _TITLE.sub(r"\1", right.predicate)[:40]
    noun = right.noun
    length = head_length(noun)
    if following and 0 < length < len(noun) and _STAND.match(predicate):
        return f"{noun[-length:]}{predicate}{following}的{noun[:-length]}"
    return f"{predicate}{following}的{noun}"
