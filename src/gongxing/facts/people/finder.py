"""From evidence to people: a name shown once is a name wherever it stands, with every post the document gives it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.facts.fact import Person
from gongxing.facts.people.careers import careers
from gongxing.facts.people.english import english_evidence
from gongxing.facts.people.evidence import every_evidence
from gongxing.facts.people.names import HAN_CHARACTER, Evidence, ending, lexicon, saying_follows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongxing.facts.document import Document


# The stronger evidence decides where two readings overlap.
_STRENGTH = (
    ("signature",),
    ("post",),
    ("dotted",),
    ("role", "dynasty"),
    ("saying", "title", "bracket"),
    ("joined",),
    ("list", "body"),
    ("known",),
    ("shape",),
)
_WEAK = frozenset(["person.shape", "person.list", "person.saying", "person.body"])
_RANK = {f"person.{rule}": rank for rank, rules in enumerate(_STRENGTH) for rule in rules}


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person's name in folded text; places inside the span are not places (黄河 after 眉山市市长).

    A name with several posts at one place is several mentions with one span. ``post_span`` is where the post stands.
    """

    start: int
    end: int
    name: str
    post: str | None
    rule: str
    post_span: tuple[int, int] | None = None


def person_mentions(document: Document) -> list[PersonMention]:
    """Find the people of a document, in order."""
    text = document.text
    english = document.article.language == "en" or not HAN_CHARACTER.search(text)
    found = english_evidence(text) if english else every_evidence(text)
    evidence = _consistent(text, _accepted(text, found, document))
    mentions = [
        PersonMention(
            each.start, each.end, text[each.start : each.end], text[slice(*post)] if post else None, each.rule, post
        )
        for each in evidence
        for post in each.posts or (None,)
    ]
    taken = {mention.start for mention in mentions}
    names = sorted({mention.name for mention in mentions})
    mentions.extend(mention for mention in _again(text, names) if mention.start not in taken)
    mentions.sort(key=lambda mention: (mention.start, mention.post_span or (0, 0)))
    mentions.extend(_with_careers(text, mentions))
    mentions.sort(key=lambda mention: (mention.start, mention.post_span or (0, 0)))
    return mentions


# 由副省长任召集人: 任 is the verb there, and no surname.
_APPOINTED = re.compile(r"任(?:召集人|[双副]?组长|副?主任|总?指挥长?|总协调人|负责人|主席|理事长|会长)")


def _accepted(text: str, found: Iterable[Evidence], document: Document) -> list[Evidence]:
    """Evidence without what names a place and without what a stronger reading overlaps."""
    places = document.place_mentions
    starts = [place.start for place in places]
    kept: dict[int, Evidence] = {}
    ends: list[tuple[int, int]] = []
    for each in sorted(found, key=lambda e: (_RANK[e.rule], e.start, -e.end)):
        if _APPOINTED.match(text, each.start):
            continue
        if any(
            (place.end >= each.end or each.rule in _WEAK)
            for place in places[bisect_left(starts, each.start) : bisect_right(starts, each.start)]
        ):
            strong = each.rule in ("person.post", "person.signature")
            if not (strong and saying_follows(text, each.end)):
                continue
        i = bisect_left(ends, (each.start, each.end))
        if any(start < each.end and each.start < end for start, end in ends[max(i - 1, 0) : i + 1]):
            other = kept.get(each.start)
            if other is not None and other.end == each.end and each.posts and not other.posts:
                kept[each.start] = each
            continue
        ends.insert(i, (each.start, each.end))
        kept[each.start] = each
    return sorted(kept.values(), key=lambda each: each.start)


def _consistent(text: str, evidence: list[Evidence]) -> list[Evidence]:
    """Read a name as the longer name that the document shows elsewhere when that stands here too (王小 in 王小云)."""
    names = {text[each.start : each.end] for each in evidence}
    parts = {part for name in names if "·" in name for part in name.split("·")}
    kept = []
    for each in evidence:
        if text[each.start : each.end] in parts and not each.posts:
            continue  # 马斯克 beside 埃隆·马斯克 is no one else
        longer = text[each.start : each.end + 1]
        if longer in names and len(longer) > each.end - each.start:
            kept.append(Evidence(each.start, each.end + 1, each.posts, each.rule))
        else:
            kept.append(each)
    return [_outside_names(text, each, kept) if each.posts else each for each in kept]


def _outside_names(text: str, each: Evidence, every: list[Evidence]) -> Evidence:
    """Cut a post after a name that it runs over (埃隆·马斯克与瑞安航空CEO)."""
    i = bisect_left(every, each.start, key=lambda other: other.start) - 1
    if i < 0:
        return each
    floor = every[i].end
    posts = []
    for start, end in each.posts:
        first = floor + (text[floor] in "与和及、") if start < floor < end else start
        if first < end:
            posts.append((first, end))
    return Evidence(each.start, each.end, tuple(posts), each.rule)


def _again(text: str, names: list[str]) -> Iterator[PersonMention]:
    """Further mentions of known names; short ones and everyday words need their own evidence."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    known = lexicon()
    names = [name for name in names if name not in known.words]
    if not names:
        return
    for which, start, end in AhoCorasick(names, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes(text):
        if end - start == 2:
            found = ending(text, start)
            if found is None or found.end != end or not found.support:
                continue
        if names[which] in known.famous and known.part_of.end_after(text, end):
            continue
        yield PersonMention(start, end, names[which], None, "person.again")


def _with_careers(text: str, mentions: list[PersonMention]) -> Iterator[PersonMention]:
    """Yield the posts that stand after the name (王小云…现任…教授): they belong to the last person named before."""
    told = list(careers(text))
    inside = {i for career in told for start, end in career.posts for i in range(start, end)}
    mentions = [mention for mention in mentions if mention.start not in inside]
    starts = [mention.start for mention in mentions]
    for career in told:
        i = bisect_left(starts, career.start) - 1
        if i < 0 or ("\n" in text[mentions[i].end : career.start] and career.start - mentions[i].end > 60):
            continue
        who = mentions[i]
        for post in career.posts:
            yield PersonMention(who.start, who.end, who.name, text[slice(*post)], "person.career", post)


def find_people(document: Document) -> Iterator[Person]:
    """Yield a fact for each distinct name and post, at its first mention; no post only where none is stated."""
    posts: dict[str, dict[str | None, PersonMention]] = {}
    for mention in document.people:
        posts.setdefault(mention.name, {}).setdefault(mention.post, mention)
    for found in posts.values():
        stated = [
            post
            for post, mention in found.items()
            if post is not None and mention.rule not in ("person.title", "person.known")
        ]
        stated = stated or [post for post in found if post is not None]
        for post, mention in found.items():
            if (post is None and stated) or (post is not None and (post not in stated or _is_part(post, stated))):
                continue
            start, end, quote = document.span(mention.start, mention.end)
            words = document.span(*mention.post_span)[2] if mention.post_span else None
            yield Person(start, end, quote, mention.rule, quote, words)


def _is_part(post: str, stated: list[str]) -> bool:
    """Whether a fuller form of the post is stated as well (记者 beside 新华社记者)."""
    return any(other != post and other.endswith(post) for other in stated)
