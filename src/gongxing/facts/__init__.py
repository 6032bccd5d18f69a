"""Facts of the seven kinds, each with the span that says so."""

from gongxing.facts.extraction import extract_facts
from gongxing.facts.fact import Commitment, Fact, Figure, Industry, Member, Person, Place, Project

__all__ = ["Commitment", "Fact", "Figure", "Industry", "Member", "Person", "Place", "Project", "extract_facts"]
