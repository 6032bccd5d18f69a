"""What the API answers with, as types: every field with its meaning and its unit; one module a resource."""

from gongxing.workbench.api.models.briefs import Brief, Finding, Publication
from gongxing.workbench.api.models.documents import Citation, Document, DocumentDetail, Section
from gongxing.workbench.api.models.facts import Edit, Fact, FactDetail, Kind, Standing
from gongxing.workbench.api.models.measures import Argument, Measure, MeasureDetail, MeasureResult, MeasureRow
from gongxing.workbench.api.models.numbers import Evidence, Observation, PanelValue
from gongxing.workbench.api.models.promises import Check, Promise
from gongxing.workbench.api.models.regions import Profile, ProfileFact, Region
from gongxing.workbench.api.models.scenarios import Outcome, Scenario
from gongxing.workbench.api.models.search import Find, Found
from gongxing.workbench.api.models.shared import Facet, Facets, Listing, Problem, Version
from gongxing.workbench.api.models.status import Job, Status

__all__ = [
    "Argument",
    "Brief",
    "Check",
    "Citation",
    "Document",
    "DocumentDetail",
    "Edit",
    "Evidence",
    "Facet",
    "Facets",
    "Fact",
    "FactDetail",
    "Find",
    "Finding",
    "Found",
    "Job",
    "Kind",
    "Listing",
    "Measure",
    "MeasureDetail",
    "MeasureResult",
    "MeasureRow",
    "Observation",
    "Outcome",
    "PanelValue",
    "Problem",
    "Profile",
    "ProfileFact",
    "Promise",
    "Publication",
    "Region",
    "Scenario",
    "Section",
    "Standing",
    "Status",
    "Version",
]
