"""Plans as shocks: what a commitment or a project changes, with its assumptions."""

from gongxing.scenarios.compare import Comparison, compare
from gongxing.scenarios.file import Scenario, read_scenario
from gongxing.scenarios.intervals import Intervals, intervals
from gongxing.scenarios.run import ScenarioOutcome, run_scenario
from gongxing.scenarios.search import Found, search
from gongxing.scenarios.tables import ScenarioError

__all__ = [
    "Comparison",
    "Found",
    "Intervals",
    "Scenario",
    "ScenarioError",
    "ScenarioOutcome",
    "compare",
    "intervals",
    "read_scenario",
    "run_scenario",
    "search",
]
