"""Family 3, structure and division of labour: who does what, where it concentrates, how alike regions are, and change.

All these measures take the sizes of activities in regions, long (``value="employees", activity="branch"``) or wide
(``value=["employees_mining", "employees_manufacturing", …]``). Empty regions and activities are left out and noted.
"""

from gongxing.measures.structure.change import growth_contribution, lmdi, shift_share
from gongxing.measures.structure.concentration import coagglomeration, ellison_glaeser, locational_gini
from gongxing.measures.structure.likeness import (
    geographic_association,
    structural_coordination,
    structural_similarity,
)
from gongxing.measures.structure.specialisation import (
    hachman,
    herfindahl,
    krugman,
    location_quotient,
    shannon_entropy,
)

__all__ = [
    "coagglomeration",
    "ellison_glaeser",
    "geographic_association",
    "growth_contribution",
    "hachman",
    "herfindahl",
    "krugman",
    "lmdi",
    "location_quotient",
    "locational_gini",
    "shannon_entropy",
    "shift_share",
    "structural_coordination",
    "structural_similarity",
]
