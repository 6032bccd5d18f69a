"""Names after a post, a role or a signature (成都市市长王凤朝, 业主张三, 责编：汤诗瑶、丁涛)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gongxing.facts.people.names import (
    HAN,
    HAN_CHARACTER,
    Ending,
    Evidence,
    dotted_end,
    either,
    ending,
    everyday,
    is_barred,
    is_name,
    lexicon,
    saying_follows,
    sounded_ending,
    sounded_match,
)
from gongxing.facts.people.posts import phrase_before, post_words, posts_of_list
from gongxing.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

_JOINED = re.compile(r"(?:（[^（）\n]{1,14}）)?[、/ ](?!\n)")
_SEPARATORS = frozenset(" 、：:")
_LABEL = re.compile(rf"[{HAN}]+")
_SHARED = frozenset(["记者", "责编", "编辑", "责任编辑"])


@dataclass(frozen=True, slots=True)
class _Patterns:
    last: re.Pattern[str]
    heads: Vocabulary
    starters: frozenset[str]
    signature: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    known, posts = lexicon(), post_words()
    heads = Vocabulary([*posts.heads.words, *posts.persons])
    last = "".join(sorted({head[-1] for head in heads.words}))
    return _Patterns(
        last=re.compile(f"[{last}]"),
        heads=heads,
        starters=known.initials | frozenset(known.sounds),
        signature=re.compile(rf"(?<![{HAN}])(?:{either(posts.signatures)})(?:[：:/丨|] ?|[ 　]+)(?=\n?[{HAN}])\n?"),
    )


def after_posts(text: str) -> Iterator[Evidence]:
    """Yield the names after posts and roles."""
    floor = 0
    known = _patterns()
    for match in known.last.finditer(text):
        head_end = match.end()
        parted = text[head_end : head_end + 1] in _SEPARATORS
        if head_end <= floor or text[head_end + parted : head_end + parted + 1] not in known.starters:
            continue
        head_start = known.heads.start_before(text, head_end)
        if head_start is None or text.startswith("队伍", head_end - 1):
            continue
        if known.heads.start_before(text, head_end + 1) is not None:
            continue  # 司令 in 司令员, 国王 in 国王储
        start, head = head_end + parted, text[head_start:head_end]
        posts = _posts(text, head_start, head_end, floor)
        end = _end_after_post(text, start, bool(posts), text[head_end] == "、")
        if end is None or (head in post_words().bare and not _is_plain_enough(text, start, end)):
            continue
        yield Evidence(start, end, posts, "person.post" if posts else "person.role")
        floor = end
        for each in _joined_names(text, end):
            yield Evidence(*each, posts if head in _SHARED else (), "person.joined")
            floor = each[1]


def _is_plain_enough(text: str, start: int, end: int) -> bool:
    """Whether a name after an occupation (农民, 负责人) is unlike the verbs that may follow it as well (农民管起)."""
    count = everyday(text[start:end])
    follows = end == len(text) or (lexicon().follows.end_after(text, end) or end) > end + 1
    return count < 2 or (count == 2 and (follows or not HAN_CHARACTER.match(text, end)))


def _posts(text: str, head_start: int, head_end: int, floor: int) -> tuple[tuple[int, int], ...]:
    known = post_words()
    head = text[head_start:head_end]
    if head not in known.heads.words:
        return ()
    start, end = phrase_before(text, head_start, head_end, floor)
    if start == head_start and head in known.bare:
        return ()
    return tuple(posts_of_list(text, start, end, floor))


def _end_after_post(text: str, start: int, strong: bool, parted: bool) -> int | None:
    """Return the end of the name after a post or a role, ``None`` where what stands there is no name."""
    known = lexicon()
    dotted = dotted_end(text, start)
    if dotted is not None and strong and "·" in text[start : start + 8]:
        return dotted
    chinese, sounded = ending(text, start), sounded_ending(text, start)
    if chinese is not None:
        name = text[start : chinese.end]
        if is_barred(name) or (name[:2] in known.words and chinese.support == 0):
            chinese = None
        elif name in known.words or name[0] in known.doubtful:
            said = saying_follows(text, chinese.end)
            if not (strong and chinese.support == 2 and (said or name not in known.words)):
                chinese = None
        elif not strong or parted:
            plain = len(name) > 2 and name[0] in known.common_surnames and everyday(name) < 2
            if not is_name(name) or chinese.support < (2 if parted else 0 if plain else 1):
                chinese = None
        elif not is_name(name) and not chinese.support:
            chinese = None
    if sounded is not None and not (strong and not parted and _is_foreign(text, start, sounded)):
        sounded = None
    if strong and not parted and chinese is None and sounded is None:
        spelt = sounded_match(text, start)
        if spelt is not None and spelt > start + 3 and _is_foreign(text, start, Ending(spelt, 0)):
            return spelt
    if strong and chinese is not None and not chinese.support:
        spelt = sounded_match(text, start)
        if spelt is not None and spelt > max(chinese.end, start + 3):
            return spelt  # 哈维斯托, not 哈维斯, where nothing after it tells the end
    if chinese is None or (sounded is not None and sounded.end > chinese.end and sounded.support >= chinese.support):
        return None if sounded is None else sounded.end
    return chinese.end


def _is_foreign(text: str, start: int, found: Ending) -> bool:
    """Whether a string spelt by sound reads as a foreign name: two everyday characters (基本) do not."""
    known = lexicon()
    name = text[start : found.end]
    if name in known.words or sum(c in known.everyday_given for c in name) >= len(name) - 1:
        return False
    return len(name) > 2 or saying_follows(text, found.end)


def _joined_names(text: str, end: int) -> Iterator[tuple[int, int]]:
    """Yield the names joined by 、 or a space to the one that ends at an offset."""
    while True:
        match = _JOINED.match(text, end)
        if match is None:
            return
        start = match.end()
        if start >= len(text):
            return
        found = ending(text, start)
        if found is None or found.support < 2 or not is_name(text[start : found.end]):
            return
        yield start, found.end
        end = found.end


def in_signatures(text: str) -> Iterator[Evidence]:
    """Yield the names of those who wrote, photographed, edited."""
    for match in _patterns().signature.finditer(text):
        start = match.end()
        found = ending(text, start)
        if found is None or found.support < 2 or is_barred(text[start : found.end]):
            continue
        label = _LABEL.match(text, match.start())
        is_post = label is not None and (
            label[0] in post_words().heads.words or "记者" in label[0] or "编辑" in label[0]
        )
        post = (label.span(),) if label is not None and is_post else ()
        yield Evidence(start, found.end, post, "person.signature")
        for each in _joined_names(text, found.end):
            yield Evidence(*each, post, "person.signature")
