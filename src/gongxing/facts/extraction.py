"""All facts of an article, in the order in which they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.facts.commitments import find_commitments
from gongxing.facts.document import Document
from gongxing.facts.figures import find_figures
from gongxing.facts.industries import find_industries
from gongxing.facts.members import find_members
from gongxing.facts.people import find_people
from gongxing.facts.places import find_places
from gongxing.facts.projects import find_projects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gongxing.facts.fact import Fact
    from gongxing.reading import Article

FINDERS: dict[str, Callable[[Document], Iterable[Fact]]] = {
    "figure": find_figures,
    "place": find_places,
    "person": find_people,
    "project": find_projects,
    "industry": find_industries,
    "member": find_members,
    "commitment": find_commitments,
}


def extract_facts(article: Article) -> list[Fact]:
    """Every fact of the seven kinds, sorted by start, end and kind.

    The same article gives the same list; ``article.text[f.start:f.end] == f.quote`` for each fact ``f``.
    """
    document = Document(article)
    found = [fact for find in FINDERS.values() for fact in find(document)]
    found.sort(key=lambda fact: (fact.start, fact.end, fact.kind))
    return found
