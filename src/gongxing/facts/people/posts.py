"""Posts: the noun phrase before a name with the organisation in it, in the document's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongxing.facts.people.names import HAN, either, load
from gongxing.language.vocabulary import Vocabulary

_PHRASE_START = re.compile(rf"[^{HAN}A-Za-z0-9·/&\-“”《》]")
_ASPECT = re.compile(r".*(?:了(?!解)|着(?!陆)|过(?![程渡户敏滤])|刚刚|正在)")
_JOINT = re.compile(
    r"的|(?<!共)(?<!平)和(?!平|谐|田)|与(?!会)|(?<!埃)及(?!时)|对(?!外|口|台)|(?<!自)由|(?<![方定])向|同(?![济仁业学心城])"
)


@dataclass(frozen=True, slots=True)
class PostWords:
    """The patterns made of the words in ``posts.toml``."""

    heads: Vocabulary
    bare: frozenset[str]
    persons: frozenset[str]
    after: Vocabulary
    before: re.Pattern[str]
    verbs_before: re.Pattern[str]
    body: re.Pattern[str]
    countries: Vocabulary
    signatures: tuple[str, ...]


@cache
def post_words() -> PostWords:
    """Load the words once, when first needed."""
    data = load("posts.toml")
    before = data["before_post"].split()
    return PostWords(
        heads=Vocabulary(data["heads"].split()),
        bare=frozenset(data["bare"].split()),
        persons=frozenset(data["persons"].split()),
        after=Vocabulary(data["after"].split()),
        before=re.compile(rf"(?:{either(before)}|\d+[日月年]|“[^”]*”|[”“·])+"),
        verbs_before=re.compile(rf".*(?:{either(word for word in before if len(word) > 1)})"),
        body=re.compile(
            rf"{either(data['bodies'].split())}|[省市县区州旗盟镇乡村部委局厅处署院所校社厂店团站馆台报网国队]$"
        ),
        countries=Vocabulary(data["countries"].split()),
        signatures=tuple(dict.fromkeys(data["signatures"].split())),
    )


def phrase_before(text: str, head_start: int, head_end: int, floor: int = 0) -> tuple[int, int]:
    """Return the span of the post whose head noun is given: the organisation and rank before it, nothing else.

    ``floor`` is an offset that the phrase may not cross (the end of a name before it).
    """
    start = max(head_start - 40, floor)
    for i in range(head_start - 1, start - 1, -1):
        if _PHRASE_START.match(text[i]):
            start = i + 1
            break
    start = _without_opening(text, start, head_start)
    return start, head_end


def _without_opening(text: str, start: int, head_start: int) -> int:
    known = post_words()
    segment = text[start:head_start]
    for mark in "”》":  # a quotation or title that closed before is not part; one that is wholly inside is
        if mark in segment and {"”": "“", "》": "《"}[mark] not in segment:
            start += segment.rindex(mark) + 1
            segment = text[start:head_start]
    for pattern in (_ASPECT, known.verbs_before):
        match = pattern.match(segment)
        if match:
            start += match.end()
            segment = text[start:head_start]
    start = _after_joint(text, start, head_start)
    match = known.before.match(text, start, head_start)
    if match:
        start = match.end()
    return start


def _after_joint(text: str, start: int, head_start: int) -> int:
    """Cut at 的, 和, 与, 及 where what follows is a body of its own (来访的法国总统), not in 来电科技的高级市场总监."""
    known = post_words()
    segment = text[start:head_start]
    for match in reversed(list(_JOINT.finditer(segment))):
        rest = segment[match.end() :]
        if match[0] == "的":
            left = segment[: match.start()]
            if known.body.search(rest) or len(left) > 12 or not known.body.search(left):
                return start + match.end()
        elif (
            not rest
            or known.countries.end_after(rest, 0)
            or re.match(r"中国|全国|国家|[^的]{2,6}?(?:省|市|县|区|大学|公司|集团|部|国)", rest)
        ):
            return start + match.end()
    return start


def posts_of_list(text: str, start: int, end: int, floor: int) -> list[tuple[int, int]]:
    """Return the posts joined by 、 that end where the given one does (房屋查验咨询师、名仕宜居验房公司高级工程师)."""
    found = [(start, end)]
    while start > floor and text[start - 1] == "、":
        head = post_words().heads.start_before(text, start - 1, floor)
        if head is None:
            break
        start, stop = phrase_before(text, head, start - 1, floor)
        if stop <= start:
            break
        found.append((start, stop))
    return found[::-1]
