"""The API against its own description: whatever is asked, it answers as it says."""

from __future__ import annotations

import warnings
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.specs.openapi.checks import (
        response_schema_conformance,
        status_code_conformance,
    )

from web.api import OPERATIONS, openapi


@pytest.fixture
def described(address: str) -> Any:
    """The description of the API as a server gives it."""
    return schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_the_server(case: Any) -> None:
    answer = case.call()
    assert answer.status_code < 500, answer.text
    case.validate_response(answer, checks=[response_schema_conformance, status_code_conformance])


def test_every_address_is_described_and_answers(address: str) -> None:
    described = openapi()["paths"]
    assert set(described) == {operation.path for operation in OPERATIONS}
    for operation in OPERATIONS:
        if "{" not in operation.path:
            answer = httpx.get(f"{address}/api/v1{operation.path}", timeout=60)
            assert answer.status_code == 200, operation.path


def test_the_api_serves_what_the_page_shows(address: str) -> None:
    found = httpx.get(f"{address}/api/v1/search", params={"q": "beslut IdP"}).json()
    page = httpx.get(f"{address}/sok", params={"q": "beslut IdP"}).text
    assert f"{found['total']} träffar" in page
    for hit in found["hits"]:
        assert hit["unit"]["id"] in page or hit["unit"]["document_id"] in page
