"""The API against its own description: whatever is asked, it answers as it says."""

from __future__ import annotations

import warnings
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.specs.openapi.checks import (
        response_schema_conformance,
        status_code_conformance,
    )

from web.api import OPERATIONS, openapi

SCHEMA = schemathesis.openapi.from_dict(openapi())


@pytest.mark.parametrize("path", [operation.path for operation in OPERATIONS])
def test_no_request_breaks_the_server(path: str, address: str) -> None:
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=SCHEMA[path]["GET"].as_strategy())
    def ask(case: Any) -> None:
        answer = case.call(base_url=f"{address}/api/v1")
        assert answer.status_code < 500, answer.text
        checks = [response_schema_conformance, status_code_conformance]
        case.validate_response(answer, checks=checks)

    ask()


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
