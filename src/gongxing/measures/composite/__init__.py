"""Family 8, composite indices: one score of several indicators, and how far its ranks hang on the choices made."""

from gongxing.measures.composite.index import composite_index, indicator_weights
from gongxing.measures.composite.specification import IndexSpec, load_specification
from gongxing.measures.composite.systems import coupling_coordination, obstacle_degree

__all__ = [
    "IndexSpec",
    "composite_index",
    "coupling_coordination",
    "indicator_weights",
    "load_specification",
    "obstacle_degree",
]
