"""Where a project's name begins, where it ends, and whether what stands there is a name at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.facts.projects.vocabulary import COUNT, Head, vocabulary

if TYPE_CHECKING:
    from gongxing.facts.document import Document

LONGEST_NAME = 40

# Kinds that are called by a name of their own even where it is no division: 博鳌乐城国际医疗旅游先行区.
_PLACES_OF_WORK = frozenset({"park", "base", "plant", "other"})

_STOP = frozenset("，。；：！？\n（）《》【】　 ［］\t…|")
_OPENING = {"”": "“", "’": "‘", "」": "「", "）": "（", "］": "［"}
_ORDINAL = re.compile(
    r"第[一二三四五六七八九十\d]+|[首头][个条座家批台所]|最[大长高深早]|唯一|[一二三四五六七八九十]期|\d号|[A-FH-Z]\d+|G\d{2,}"
    r"|[一二三四五六七八九十\d]+号|“[^“”]{3,}”|‘[^‘’]{3,}’|—|(?<![级型])成渝|长三角|大湾区|京津冀"
)
_QUOTATION = re.compile("“[^“”]*”")
_RANK = re.compile(
    r"^(?:国家(?P<grade>级)?|全国性?|中国|世界(?P<class>级)?|省(?P<level>级)?|自治区|西部|中部|东部|我国|长江|黄河)"
)
_NATURE = re.compile(r"[\u4e00-\u9fff](?:江|河|湖|山|岭|峡|岛|渠|堰|湾|流域|盆地|半岛|高原)(?!区|区域)")
_COUNT = re.compile(COUNT)
# Verbs that are nouns right before a head that is a place or a body.
_NOUNS = frozenset(
    {
        "利用",
        "推广",
        "保障",
        "运营",
        "培育",
        "协同",
        "引领",
        "提升",
        "优化",
        "维护",
        "对接",
        "承接",
        "联合",
        "共建",
        "探索",
    }
    | {"拓展", "强化", "带动", "组织", "完善", "整治", "深化"}
)
# Verbs that govern what follows even right before a head; others end its modifier (绿色消费推进行动).
_GOVERNING = frozenset(
    {
        "实施",
        "完成",
        "落实",
        "制定",
        "编制",
        "出台",
        "执行",
        "推行",
        "加快",
        "开展",
        "印发",
        "发布",
        "参与",
        "入选",
        "纳入",
    }
    | {
        "发挥",
        "作为",
        "成为",
        "位于",
        "举办",
        "引进",
        "拥有",
        "列入",
        "获批",
        "建成",
        "开工",
        "打造",
        "依托",
        "按照",
        "根据",
        "依据",
        "提出",
        "围绕",
        "运用",
        "遏制",
        "锚定",
    }
)
_NUMBERED_NOTE = re.compile(r"(?:（[一二三四五六七八九十\d]{1,3}）|\d+[.．、]|［\d+］|第[一二三四五六七八九十]+批)+")
# Two or more short forms of provinces or great cities side by side: 成渝, 川藏, 京津冀.
_SHORT_FORMS = re.compile(
    r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁疆港澳蓉昆筑邕榕杭甬宁汉郑济哈沈连银兰]{2,}"
)
# Signs of tables and of firms: such a stretch is no name of a work.
_FOREIGN = re.compile(r"[#%()=<>/\\;*~]|公司|集团")
# A number that follows the name makes it a kind: 国家现代农业产业园增至21个, 各1个.
_COUNTED_NEXT = re.compile(r"\d+[多余]?[个家条座处项所]")
_COUNTED_AFTER = re.compile(r"[^，。；：\n]{0,18}?(?:达到?|各|均|新增|累计|至|共|分别)?\d+[多余]?[个家条座处项所]")


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate in folded text; ``head`` is the word that it shares with other names and that stands after them."""

    start: int
    end: int
    type: str
    rule: str
    head: str = ""


class Places:
    """The spans of a document's places, to ask whether one lies inside a stretch."""

    def __init__(self, document: Document) -> None:
        self._mentions = document.places
        self._starts = [mention.start for mention in self._mentions]

    def zone(self, start: int, end: int) -> bool:
        """Tell whether a functional region begins inside ``[start, end)``: it may reach over the head."""
        at = bisect_left(self._starts, start)
        return at < len(self._mentions) and self._starts[at] < end and self._mentions[at].level == "functional"

    def inside(self, start: int, end: int) -> str | None:
        """Return the name of the first place inside ``[start, end)``."""
        at = bisect_left(self._starts, start)
        if at < len(self._mentions) and self._mentions[at].end <= end:
            return self._mentions[at].name
        return None

    def region(self, start: int, end: int) -> str | None:
        """Return the name of the first place inside a name that is not the zone which the whole name is."""
        at = bisect_left(self._starts, start)
        if at < len(self._mentions) and self._mentions[at].end < end:
            return self._mentions[at].name
        return None


def left_limit(text: str, end: int) -> int:
    """Return how far left a name that ends at ``end`` could reach: to a mark that nothing closes before ``end``."""
    at, floor = end, max(0, end - LONGEST_NAME)
    while at > floor:
        character = text[at - 1]
        if character in _OPENING:
            opening = text.rfind(_OPENING[character], floor, at - 1)
            if opening < 0:
                return at
            at = opening
        elif character in _STOP or character in "“‘「":
            return at
        else:
            at -= 1
    return at


def _nominal(verb: str, *, programme: bool) -> bool:
    """Tell whether a verb right before a head belongs to the name (绿色消费推进行动, 资源开发利用试验区)."""
    return len(verb) > 1 and (verb not in _GOVERNING if programme else verb in _NOUNS)


def _last_cut(cut: re.Pattern[str], text: str, start: int, end: int, *, programme: bool) -> int:
    """Return the end of the last cutting word outside quotation marks."""
    last = start
    depth_end = start
    for match in cut.finditer(text, start, end):
        if match.start() < depth_end or (match.end() == end and _nominal(match[0], programme=programme)):
            continue
        opening = text.rfind("“", start, match.start())
        if opening >= 0:
            closing = text.find("”", opening, end)
            if closing > match.start():
                depth_end = closing + 1
                continue
        last = match.end()
    return last


def _conjunction(text: str, start: int, end: int) -> int:
    """Cut at 和/与/及 where a name ends just before it (…提档升级工程和国省干道提质升级工程)."""
    for mark in ("和", "与", "暨"):
        at = text.rfind(mark, start, end)
        if at > start + 2 and (text[at - 1] in "）期段" or _name_ends(text, start, at)):
            start = at + 1
    return start


def _name_ends(text: str, start: int, at: int) -> bool:
    heads = vocabulary().scanner.find_matches_as_indexes(text[start:at])
    return bool(heads) and start + heads[-1][2] == at


def begin(text: str, head_start: int, *, programme: bool) -> tuple[int, bool, bool]:
    """Return where the name before a head begins, whether it is counted (5个…), whether a carrying verb governs it."""
    words = vocabulary()
    limit = left_limit(text, head_start)
    cut = words.programme_cut if programme else words.noun_cut
    start = _last_cut(cut, text, limit, head_start, programme=programme)
    governed = start > limit and text[start - 1] not in "、的"
    start = _conjunction(text, start, head_start)
    note = _NUMBERED_NOTE.match(text, start, head_start)
    if note:
        start = note.end()
    counted = False
    leading = words.programme_leading if programme else words.leading
    match = leading.match(text, start, head_start)
    if match:
        counted = bool(_COUNT.search(match[0]))
        start = match.end()
    start = _before_quotation(text, start, head_start)
    return start, counted, governed


def _before_quotation(text: str, start: int, head_start: int) -> int:
    """Begin at the quotation before a head if verbs, another name or 等 alone stand between."""
    closing = head_start - 1
    if start > 1 and text[start - 1] == "等" and text[start - 2] == "”":
        return max(text.rfind("“", max(0, start - 16), start), 0) or start
    opening = text.rfind("“", start, head_start)
    if opening <= start:
        return start
    lead = vocabulary().leading.fullmatch(text, start, opening)
    if lead or (text[closing] == "”" and _name_ends(text, start, opening)):
        return opening
    return start


def residue(modifier: str) -> int:
    """Count the characters that common vocabulary does not explain."""
    return len(modifier) - sum(end - start for _, start, end in vocabulary().common.find_matches_as_indexes(modifier))


def evident(text: str, start: int, head_start: int, places: Places, kind: str = "") -> bool:
    """Tell whether the words before a head hold a place, an ordinal, a code, a quotation or a rank of state."""
    modifier = text[start:head_start]
    if places.inside(start, head_start) or places.zone(start, head_start):
        return True
    if _ORDINAL.search(modifier) or _NATURE.search(modifier):
        return True
    if _SHORT_FORMS.search(modifier):
        return True
    rank = _RANK.match(modifier)
    if not rank:
        return kind in _PLACES_OF_WORK and _begins_with_name(modifier)
    content = modifier[rank.end() :]
    if rank["grade"] or rank["class"] or rank["level"]:
        return residue(content) >= 2
    return len(content) >= 3


def _begins_with_name(modifier: str) -> bool:
    """Tell whether two to five unknown characters stand before common vocabulary (博鳌乐城 国际医疗旅游)."""
    known = vocabulary().common.find_matches_as_indexes(modifier)
    return bool(known) and 2 <= known[0][1] <= 5


def judge(
    text: str, start: int, head_start: int, head_end: int, head: Head, places: Places, *, counted: bool, governed: bool
) -> str:
    """Return the rule that makes the stretch a name, or an empty string."""
    modifier = text[start:head_start]
    if len(modifier) < 2 or _FOREIGN.search(modifier) or _ends_counted(modifier):
        return ""
    if head.evidence == "programme":
        return _judge_programme(modifier, counted=counted, governed=governed)
    if head.evidence == "project":
        bare = _QUOTATION.sub("", modifier) if head.word == "项目" else modifier
        named = len(bare) >= 4 and (places.inside(start, head_start) or _ORDINAL.search(bare))
        return "named-project" if named and not counted and not _RANK.match(modifier) else ""
    if counted:
        # Counted things are kinds, unless a name stands between the number and the kind (5个天府实验室).
        return "counted-name" if head.evidence == "modifier" and len(modifier) <= 4 and residue(modifier) >= 2 else ""
    if head.evidence in ("modifier", "self") and residue(modifier) >= 2:
        return "named-head"
    if not evident(text, start, head_start, places, head.type):
        return ""
    if _COUNTED_NEXT.match(text, head_end):
        return ""
    if places.inside(start, head_start) is None and _COUNTED_AFTER.match(text, head_end):
        return ""
    return "evident-name"


def _judge_programme(modifier: str, *, counted: bool, governed: bool) -> str:
    if counted or len(modifier) < 3:
        return ""
    if "“" in modifier or "‘" in modifier:
        return "programme-quoted"
    if residue(modifier) >= 2:
        return "programme"
    return "programme-governed" if governed and len(modifier) >= 4 else ""


def _ends_counted(modifier: str) -> bool:
    """南水北调西线6个 before 工程: a number that counts the head itself."""
    last = None
    for match in _COUNT.finditer(modifier):
        last = match
    return last is not None and residue(modifier[last.end() :]) == 0
