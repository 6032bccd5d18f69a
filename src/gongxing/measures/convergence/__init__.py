"""Family 2, convergence and dynamics: whether regions draw together, in which clubs, and how they change places."""

from gongxing.measures.convergence.chains import markov, spatial_markov
from gongxing.measures.convergence.clubs import convergence_clubs
from gongxing.measures.convergence.density import stochastic_kernel
from gongxing.measures.convergence.growth import beta_convergence, sigma_convergence
from gongxing.measures.convergence.ranks import rank_mobility

__all__ = [
    "beta_convergence",
    "convergence_clubs",
    "markov",
    "rank_mobility",
    "sigma_convergence",
    "spatial_markov",
    "stochastic_kernel",
]
