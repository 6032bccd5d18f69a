"""Plans as shocks: what a commitment or a project changes, with its assumptions."""

from gongxing.scenarios.file import Scenario, ScenarioError, read_scenario
from gongxing.scenarios.run import ScenarioOutcome, run_scenario

__all__ = ["Scenario", "ScenarioError", "ScenarioOutcome", "read_scenario", "run_scenario"]
