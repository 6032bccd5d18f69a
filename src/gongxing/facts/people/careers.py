"""Posts that a text gives after the name: 现任…教授, 当选为…会士, 兼任…委员，…副会长."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.facts.people.posts import phrase_before, post_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAREER = re.compile(
    r"(?:现任|担任|曾任|历任|兼任|出任|就任|当选为?|被任命为|受聘为|升任|调任|接任|转任)(?![期务何命职])"
    r"([^，。；！？、\n（）“”]{2,30})"
)
_NEXT = re.compile(r"[，、]([^，。；！？、\n（）“”]{3,26})(?=[，。；、\n]|$)")
_REST = re.compile(r"(?:的|等|一职|职务|后|期间|时|之|以来)")


@dataclass(frozen=True, slots=True)
class Career:
    """The posts told from an offset on."""

    start: int
    posts: tuple[tuple[int, int], ...]


def careers(text: str) -> Iterator[Career]:
    """Yield the posts that stand after a verb of office."""
    for match in _CAREER.finditer(text):
        first = _post_in(text, *match.span(1))
        if first is None:
            continue
        posts = [first]
        end = first[1]
        while end == match.end() or len(posts) > 1:
            following = _NEXT.match(text, end)
            if following is None:
                break
            post = _post_in(text, *following.span(1))
            if post is None or post[1] != following.end(1):
                break
            posts.append(post)
            end = post[1]
        yield Career(match.start(), tuple(posts))


def _post_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the post that a stretch opens with and that fills it, or fills it up to 的, 等, 一职."""
    known = post_words()
    rests = [match.start() for match in _REST.finditer(text, start + 2, end)]
    for stop in (*rests, end):
        head = known.heads.start_before(text, stop, start)
        if head is not None:
            first, last = phrase_before(text, head, stop, start)
            return (first, last) if text[head:stop] not in known.bare or first < head else None
    return None
