"""Family 4, complexity and relatedness: who can do what few can, what is near it, and what could come next."""

from gongxing.measures.complexity.nearness import (
    complexity_outlook,
    diversification,
    proximity,
    relatedness_density,
)
from gongxing.measures.complexity.ranking import comparative_advantage, economic_complexity, fitness

__all__ = [
    "comparative_advantage",
    "complexity_outlook",
    "diversification",
    "economic_complexity",
    "fitness",
    "proximity",
    "relatedness_density",
]
