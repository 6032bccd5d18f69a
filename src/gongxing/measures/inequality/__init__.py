"""Family 1, inequality: how unequal regions are, weighted by their people, and between and within which groups."""

from gongxing.measures.inequality.entropy import generalised_entropy, theil, theil_l
from gongxing.measures.inequality.lorenz import lorenz
from gongxing.measures.inequality.numbers import (
    atkinson,
    bottom_share,
    esteban_ray,
    gini,
    hoover,
    percentile_ratio,
    share_ratio,
    top_share,
    variation,
    wolfson,
)
from gongxing.measures.inequality.overlap import dagum_gini

__all__ = [
    "atkinson",
    "bottom_share",
    "dagum_gini",
    "esteban_ray",
    "generalised_entropy",
    "gini",
    "hoover",
    "lorenz",
    "percentile_ratio",
    "share_ratio",
    "theil",
    "theil_l",
    "top_share",
    "variation",
    "wolfson",
]
