"""Plans as shocks: what a commitment or a project changes, with its assumptions."""

from gongxing.scenarios.file import Scenario, read_scenario
from gongxing.scenarios.run import ScenarioOutcome, run_scenario
from gongxing.scenarios.tables import ScenarioError

__all__ = ["Scenario", "ScenarioError", "ScenarioOutcome", "read_scenario", "run_scenario"]
