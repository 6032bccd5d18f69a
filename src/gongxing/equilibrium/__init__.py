"""A quantitative spatial equilibrium: what a change of costs, productivity or amenity does to every region.

Arrays in, arrays out. The model is that of Monte, Redding & Rossi-Hansberg (2018), as varied by Seidel & Wickerath
(2020).
"""

from gongxing.equilibrium.certificate import Certificate
from gongxing.equilibrium.economy import Economy
from gongxing.equilibrium.outcome import Numeraire, Outcome
from gongxing.equilibrium.parameters import Parameters
from gongxing.equilibrium.shock import Shock, Where

__all__ = ["Certificate", "Economy", "Numeraire", "Outcome", "Parameters", "Shock", "Where"]
