"""What makes a string a name: a post before it, a signature, a verb that only people do, a list of names, a dynasty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gongxing.facts.people.names import (
    HAN,
    Ending,
    Evidence,
    dotted_end,
    ending,
    everyday,
    is_barred,
    is_name,
    lexicon,
    saying_follows,
    sounded,
    sounded_ending,
)
from gongxing.facts.people.offices import after_posts, in_signatures
from gongxing.facts.people.posts import post_words
from gongxing.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ahocorasick_rs import AhoCorasick

_ADVERBS = Vocabulary(
    [
        "则",
        "还",
        "也",
        "又",
        "曾",
        "都",
        "就",
        "才",
        "当时",
        "曾经",
        "随后",
        "对此",
        "进一步",
        "接着",
        "继续",
        "此前",
        "日前",
    ]
)
_SAID_LATER = re.compile(
    r"(?:(?:\d{1,2}日|近日|日前|昨[日天]|今[日天]|当[日天]|[事会赛随]后|在|于)[^，。；：！？\n]{0,18}?|[向对][^，。\n]{2,12}?)"
    r"(?:说|表示|介绍|认为|指出|称|强调|透露|坦言|回忆|告诉|解释|补充|提出|谈到|建议|呼吁|回应|回答|承认)"
)
_DYNASTY = re.compile(
    r"（(?:先秦|春秋|战国|秦|汉|西汉|东汉|三国|魏|晋|西晋|东晋|南朝|北朝|隋|唐|五代|宋|北宋|南宋|元|明|清|近代|现代)）"
)
_BRACKET = re.compile(r"，[男女]，|（(?:[男女左右][，）]|男|女|\d{4}|化名|[^（）\n]{0,8}(?:饰|摄|当选|出生|生人))")
_BRACKETED = re.compile(r"（[^（）]*）")
_BEFORE_CLAUSE = "了派访和与对向但而据跟由为是叫让请把被给在继"
_CROWDED = 600
_BEFORE_LIST = "有及佬家人者长任记员授师"


_DEED = re.compile("(?:特任|特聘|副)?教授|院士|研究员|荣获|获|夺得|当选|入选|等|同志")
_LIST = re.compile(
    rf"[{HAN}]{{2,4}}(?:(?:（[^（）\n]{{1,14}}）)[、，][{HAN}]{{2,4}}|、[{HAN}]{{2,4}})+(?:（[^（）\n]{{1,14}}）)?"
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    candidate: re.Pattern[str]
    inside: re.Pattern[str]
    of_body: re.Pattern[str]
    spelt: re.Pattern[str]
    heads: Vocabulary


@cache
def _patterns() -> _Patterns:
    known = lexicon()
    initial = "".join(sorted(known.initials))
    # The class comes first: the engine skips to its members, then looks back.
    return _Patterns(
        heads=Vocabulary([*post_words().heads.words, *post_words().persons]),
        candidate=re.compile(
            rf"[{initial}](?:(?<![{HAN}0-9][\s\S])|(?<=[{_BEFORE_CLAUSE}{_BEFORE_LIST}][\s\S]))(?=[{HAN}])"
        ),
        inside=re.compile(rf"[{known.common_surnames}](?<=[{HAN}][\s\S])(?=[{HAN}][{HAN}])"),
        spelt=re.compile(rf"[{known.sounds}](?<![{HAN}0-9·][\s\S])(?=[{HAN}][{HAN}])"),
        of_body=re.compile(rf"[所院校司团学局部队厅村镇乡县市省厂店社区班](?=[{initial}])"),
    )


@cache
def _famous() -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(sorted(lexicon().famous), matchkind=MatchKind.LeftmostLongest)


def every_evidence(text: str) -> Iterator[Evidence]:
    """Yield all evidence in a folded text, kind by kind."""
    told = [*after_posts(text), *in_signatures(text)]
    yield from told
    # Where people are named often, a string with the shape of a name is more likely to be one.
    yield from _at_heads_of_clauses(text, crowded=len(told) * _CROWDED >= len(text))
    yield from _of_dynasties(text)
    yield from _of_bodies(text)
    yield from _dotted(text)
    yield from _spelt_by_sound(text)
    yield from _known(text)


def _at_heads_of_clauses(text: str, *, crowded: bool) -> Iterator[Evidence]:
    """Names that open a clause: before a title, a bracket or a verb, in a list, or by their shape alone.

    By shape three characters with a mark or a verb after them speak for themselves; others must come again, unless the
    text is ``crowded`` with people and the surname is common.
    """
    doubted: dict[str, list[Evidence]] = {}
    patterns, given, compound, sounds = _patterns(), lexicon().given, lexicon().compound, lexicon().sounds
    listed_until = 0
    for match in patterns.candidate.finditer(text):
        start = match.start()
        found = ending(text, start) if text[start + 1] in given or text[start : start + 2] in compound else None
        if found is None:
            continue
        if start >= listed_until and text[found.end : found.end + 1] in ("、", "（"):
            listing = _LIST.match(text, start)
            if listing is not None:
                listed_until = listing.end()
                yield from _of_list(text, listing)
        name = text[start : found.end]
        if (start and text[start - 1] in _BEFORE_LIST) or not is_name(name) or is_barred(name):
            continue
        told = _told(text, start, found)
        if told is not None:
            yield told
        elif _has_shape(text, start, found):
            evidence = Evidence(start, found.end, (), "person.shape")
            if _speaks_for_itself(name, found.support):
                yield evidence
            elif (len(name) > 2 and everyday(name) < 2) or (found.support and not everyday(name)):
                doubted.setdefault(name, []).append(evidence)
    for match in patterns.inside.finditer(text):
        if text[match.end()] not in given or text[match.end() + 1] not in given:
            continue
        if all(c in sounds for c in text[match.start() - 1 : match.end() + 2]):
            continue  # 罗地亚 in 克罗地亚
        found = ending(text, match.start())
        if found is not None and found.support and found.end - match.start() > 2:
            name = text[match.start() : found.end]
            if not is_name(name) or is_barred(name):
                continue
            if everyday(name) < 2 and saying_follows(text, found.end):
                yield Evidence(match.start(), found.end, (), "person.saying")
            elif everyday(name) < 2 and _has_shape(text, match.start(), found, inside=True):
                doubted.setdefault(name, []).append(Evidence(match.start(), found.end, (), "person.shape"))
    for name, each in doubted.items():
        if len(each) > 1 or (crowded and len(name) > 2 and name[0] in lexicon().common_surnames and everyday(name) < 2):
            yield from each


def _told(text: str, start: int, found: Ending) -> Evidence | None:
    """Return evidence for a name before a title, a bracket about a person, or a verb that only people do."""
    posts = post_words()
    title = posts.after.end_after(text, found.end)
    if title is not None and text[start] not in lexicon().doubtful:
        head = text[found.end : title]
        is_post = head in posts.heads.words and head not in posts.bare
        return Evidence(start, found.end, ((found.end, title),) if is_post else (), "person.title")
    if _BRACKET.match(text, found.end):
        return Evidence(start, found.end, (), "person.bracket")
    verb = _ADVERBS.end_after(text, found.end) or found.end
    if saying_follows(text, found.end) or saying_follows(text, verb) or _SAID_LATER.match(text, found.end):
        return Evidence(start, found.end, (), "person.saying")
    return None


def _of_list(text: str, match: re.Match[str]) -> Iterator[Evidence]:
    """Yield the names of a list (丁健、李彦宏、沈南鹏), if enough of its items are like names."""
    known = lexicon()
    plain = _BRACKETED.sub(lambda bracket: "0" * len(bracket[0]), match[0])
    found: list[tuple[int, int]] = []
    for item in re.finditer(rf"[{HAN}]+", plain):
        start, stop = match.start() + item.start(), match.start() + item.end()
        if item.end() == len(plain):
            last = ending(text, start)
            stop = last.end if last is not None and last.support else start
        if stop > start and _fits_list(text[start:stop]):
            found.append((start, stop))
    parts = 1 + plain.count("、") + plain.count("，")
    whole = sum(1 for start, stop in found if stop - start == 3)
    seen = sum(1 for start, _ in found if text[start] in known.seen_surnames)
    complete = len(found) == parts or (len(found) == parts - 1 and whole >= 2)
    named = sum(1 for start, stop in found if is_name(text[start:stop]))
    if len(found) > 1 and complete and whole * 3 >= parts and seen * 2 >= parts and named * 3 >= parts * 2:
        yield from (Evidence(start, stop, (), "person.list") for start, stop in found)


def _fits_list(item: str) -> bool:
    """Whether an item may stand among names: one with a rare character in the given name may."""
    known = lexicon()
    if is_barred(item) or _like_landmark(item) or item in known.words:
        return False
    return is_name(item) or (2 <= len(item) <= 3 and item[0] in known.seen_surnames)


def _like_landmark(name: str) -> bool:
    known = lexicon()
    return name[-1] in known.landmarks and name[0] not in known.common_surnames


def _has_shape(text: str, start: int, found: Ending, *, inside: bool = False) -> bool:
    known = lexicon()
    name = text[start : found.end]
    if name[0] not in known.seen_surnames or _like_landmark(name) or name[:2] in known.words:
        return False
    if (name[1:] in known.words or name[1:] in known.ordinary) and not (
        found.support == 2 and name[0] in known.common_surnames
    ):
        return False
    return known.part_of.end_after(text, found.end) is None


def _speaks_for_itself(name: str, support: int) -> bool:
    common, count = name[0] in lexicon().common_surnames, everyday(name)
    if len(name) == 2:
        return common and support == 2 and not count
    if support == 2:
        return count < (3 if common else 2)
    return support == 1 and count < 1 + common


def _of_dynasties(text: str) -> Iterator[Evidence]:
    for match in _DYNASTY.finditer(text):
        if match.end() < len(text):
            found = ending(text, match.end())
            if found is not None and found.support == 2:
                yield Evidence(match.end(), found.end, (), "person.dynasty")


def _of_bodies(text: str) -> Iterator[Evidence]:
    """Names after the body that they belong to, before a deed (生命科学研究所邵峰荣获…)."""
    for match in _patterns().of_body.finditer(text):
        start = match.end()
        found = ending(text, start)
        if found is None or not found.support:
            continue
        name = text[start : found.end]
        if not (_DEED.match(text, found.end) or text.startswith("、", found.end)) or not is_name(name):
            continue
        alone = not text.startswith("、", found.end) and everyday(name) < len(name) - 1
        if alone or (len(name) > 2 and everyday(name) < 2):
            yield Evidence(start, found.end, (), "person.body")


def _dotted(text: str) -> Iterator[Evidence]:
    for match in sounded().finditer(text) if "·" in text else ():
        if "·" not in match[0]:
            continue
        start = match.start()
        for inner in range(match.start() + 2, text.index("·", start)):  # 总理拉·甘地: the post is no part of the name
            if _patterns().heads.start_before(text, inner) is not None:
                start = inner
        end = dotted_end(text, start)
        yield Evidence(start, match.end() if end is None else end, (), "person.dotted")


def _spelt_by_sound(text: str) -> Iterator[Evidence]:
    """Foreign names that open a clause before a verb that only people do (科尔曼透露)."""
    countries = post_words().countries
    for match in _patterns().spelt.finditer(text):
        found = sounded_ending(text, match.start())
        if found is None or found.end - match.start() < 3 or not saying_follows(text, found.end):
            continue
        name = text[match.start() : found.end]
        if countries.end_after(text, match.start()) is None and sum(c in lexicon().everyday_given for c in name) < 2:
            yield Evidence(match.start(), found.end, (), "person.saying")


def _known(text: str) -> Iterator[Evidence]:
    """People whom news names without a post; two characters must stand alone (这里|根本 is not 里根)."""
    known = lexicon()
    for _, start, end in _famous().find_matches_as_indexes(text):
        if known.part_of.end_after(text, end):
            continue
        if end - start == 2:
            before = text[start - 1] if start else "\n"
            follows = end == len(text) or not "\u3400" <= text[end] <= "\u9fff" or known.follows.end_after(text, end)
            if not follows or ("\u3400" <= before <= "\u9fff" and before not in _BEFORE_CLAUSE):
                continue
        told = _told(text, start, Ending(end, 2))
        yield Evidence(start, end, told.posts if told else (), "person.known")
