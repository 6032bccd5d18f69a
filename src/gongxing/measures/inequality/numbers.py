"""Measures that are one number: spread of all, percentiles and shares, polarisation."""

from __future__ import annotations

from gongxing.measures.inequality.sampling import one_number
from gongxing.measures.kernels import inequality as kernel
from gongxing.measures.registry import Give

gini = one_number(
    "gini",
    "Gini coefficient of a value per head, weighted by people; ``dagum_gini`` splits it by groups.",
    kernel.gini,
    Give(low=0, high="1 - 1/n", better="low"),
    ("gini1912", "lorenz1905"),
)
atkinson = one_number(
    "atkinson",
    "Atkinson's index: the share of the total that equality would be worth.",
    kernel.atkinson,
    Give(low=0, high=1, better="low"),
    ("atkinson1970",),
    aversion=(0.5, "ε above 0: how much more the poor count; at 1 and above values must be above 0."),
)
variation = one_number(
    "variation",
    "Coefficient of variation; with a weight Williamson's.",
    kernel.coefficient_of_variation,
    Give(low=0, high="sqrt(n - 1)", better="low"),
    ("williamson1965",),
)
hoover = one_number(
    "hoover",
    "Hoover index: the share of the total that would have to move for equality.",
    kernel.hoover,
    Give(low=0, high="1 - 1/n", better="low"),
    ("hoover1936",),
)
percentile_ratio = one_number(
    "percentile_ratio",
    "Ratio of a high to a low percentile of people, by the value of their region.",
    kernel.percentile_ratio,
    Give(low=1, better="low"),
    ("hyndman1996",),
    upper=(90.0, "The high percentile, in per cent of the population from the bottom."),
    lower=(10.0, "The low one."),
)
top_share = one_number(
    "top_share",
    "Share of the total that the richest per cent of people have.",
    kernel.top_share,
    Give(low=0, high=1),
    ("lorenz1905",),
    share=(10.0, "Per cent of the population."),
)
bottom_share = one_number(
    "bottom_share",
    "Share of the total that the poorest per cent of people have.",
    kernel.bottom_share,
    Give(low=0, high=1, better="high"),
    ("lorenz1905",),
    share=(40.0, "Per cent of the population."),
)
share_ratio = one_number(
    "share_ratio",
    "Total of the richest over that of the poorest: S80/S20, or Palma's ratio with 10 and 40.",
    kernel.share_ratio,
    Give(low=0, better="low"),
    ("lorenz1905", "palma2011"),
    top=(20.0, "Per cent of the population at the top."),
    bottom=(20.0, "Per cent at the bottom."),
)
wolfson = one_number(
    "wolfson",
    "Wolfson's bipolarisation: how far the middle has emptied, from 0 to 1.",
    kernel.wolfson,
    Give(low=0, high=1, better="low"),
    ("wolfson1994",),
)
esteban_ray = one_number(
    "esteban_ray",
    "Esteban and Ray's polarisation of regions as groups, over the mean.",
    kernel.esteban_ray,
    Give(low=0, better="low"),
    ("esteban1994",),
    sensitivity=(1.0, "α above 0 and up to 1.6: how much belonging to a large group counts."),
)
