"""Figures of documents as claims, each tested against a panel: confirmed, contradicted, or what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.language.similarity import bands, similarity
from gongxing.panel.claims.bench import Bench, Paper, claims_of
from gongxing.panel.claims.check import Check, Claim, Reason, Said, Step
from gongxing.panel.claims.judging import judge
from gongxing.panel.figures import entries_of_document
from gongxing.panel.schema import frame_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongxing.panel.panel import Panel

__all__ = ["Check", "Claim", "Paper", "Reason", "Said", "Step", "check_claims"]


def check_claims(papers: Iterable[Paper], panel: Panel) -> Iterator[Check]:
    """Yield a check for each figure of each document that says what was reached.

    Parameters
    ----------
    papers
        The documents. They are tested against the tables, against each other and against their own arithmetic; mirrors
        and reposts of one article never against each other.
    panel
        The values of tables; the documents' own figures are added here.
    """
    papers = list(papers)
    told = [entry for paper in papers for entry in entries_of_document(paper.article, paper.facts, paper.file)]
    bench = Bench(panel.evidence.beside(frame_of(told)), _copies(papers))
    for paper in papers:
        for claim in claims_of(paper):
            yield judge(claim, bench)


def _copies(papers: list[Paper]) -> dict[str, str]:
    """Lead each document that is the article of an earlier one to that."""
    first: dict[str, str] = {}
    known: dict[int | str, list[Paper]] = {}
    for paper in papers:
        marks: list[int | str] = [*bands(paper.article.text), paper.article.text]
        alike = {id(one): one for mark in marks for one in known.get(mark, ())}
        same = next((one for one in alike.values() if similarity(one.article.text, paper.article.text)), None)
        if same is not None:
            first[paper.file] = same.file
            continue
        for mark in marks:
            known.setdefault(mark, []).append(paper)
    return first
