"""Figures of documents as claims, each tested against a panel: confirmed, contradicted, or what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxing.panel.claims.bench import Bench, Paper, claims_of
from gongxing.panel.claims.check import Check, Claim, Reason, Said, Step
from gongxing.panel.claims.judging import judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongxing.panel.panel import Panel

__all__ = ["Check", "Claim", "Paper", "Reason", "Said", "Step", "check_claims"]


def check_claims(papers: Iterable[Paper], panel: Panel) -> Iterator[Check]:
    """Yield a check for each figure of each document that says what was reached.

    Parameters
    ----------
    papers
        The documents. They are tested against the tables, against each other and against their own arithmetic.
    panel
        The values of tables; the documents' own figures are added here.
    """
    papers = list(papers)
    for paper in papers:
        panel = panel.add_document(paper.article, paper.facts, file=paper.file)
    bench = Bench(panel.evidence)
    for paper in papers:
        for claim in claims_of(paper):
            yield judge(claim, bench)
