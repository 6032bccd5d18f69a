"""Family 6, linkage: what sectors set in motion in one another, how regions are tied, who belongs to whom."""

from gongxing.measures.linkage.metropolitan import metropolitan_area
from gongxing.measures.linkage.regional import ras, regional_coefficients
from gongxing.measures.linkage.sectors import hypothetical_extraction, linkages, multipliers
from gongxing.measures.linkage.ties import accessibility, gravity, ties

__all__ = [
    "accessibility",
    "gravity",
    "hypothetical_extraction",
    "linkages",
    "metropolitan_area",
    "multipliers",
    "ras",
    "regional_coefficients",
    "ties",
]
