"""Requests that the OpenAPI document allows, and some that it does not, find no answer that it does not describe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from asking import SAME_SITE, copy_library
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from gongxing.workbench import Settings, create_app
from gongxing.workbench.api.guide import document_of

OPERATIONS = [
    operation["operationId"]
    for methods in document_of(create_app("nowhere.db"))["paths"].values()
    for operation in methods.values()
]
# What a document cannot say in its types: TOML that parses, measures that suit their columns, evidence that exists.
MEANING = [positive_data_acceptance]
# The parts of a form have no types, so that no form can be of a wrong one.
FORMS = {"read_in": [negative_data_rejection]}
EXAMPLES = 10  # of each operation and way


@pytest.fixture(scope="module")
def schema(library_place: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The document of a workbench on a library of its own, as the server gives it."""
    place = tmp_path_factory.mktemp("api") / "library.db"
    copy_library(library_place, place)
    return schemathesis.openapi.from_asgi("/api/openapi.json", create_app(place, Settings(hosts=("testserver",))))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("way", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_answer_is_a_surprise(schema: Any, name: str, way: GenerationMode) -> None:
    operation = schema.find_operation_by_id(name)

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=way))
    def ask(case: Any) -> None:
        case.call_and_validate(headers=SAME_SITE, excluded_checks=[*MEANING, *FORMS.get(name, ())])

    ask()
