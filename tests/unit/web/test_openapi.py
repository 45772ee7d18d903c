"""The description of the API, made from the operations of all capabilities."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.web.openapi import describe
from tests.support.operations import all_operations


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return describe(all_operations())


def references(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*(references(child) for child in value.values()))
    if isinstance(value, list):
        return set().union(*(references(child) for child in value))
    return set()


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    assert references(described)
    for reference in references(described):
        assert reference.removeprefix("#/components/schemas/") in schemas


def test_it_is_json_and_names_the_version(described: dict[str, Any]) -> None:
    assert json.loads(json.dumps(described))["openapi"] == "3.1.0"


def test_commands_carry_the_csrf_token_and_refusals_are_problems(described: dict[str, Any]) -> None:
    otherwise = {(each.name, str(status)) for each in all_operations() for status in each.otherwise}
    for path, ways in described["paths"].items():
        for method, way in ways.items():
            headers = [parameter["name"] for parameter in way["parameters"] if parameter["in"] == "header"]
            command = method != "get" and not path.startswith("/login/")
            assert headers == (["X-CSRF-Token"] if command else [])
            for status, answer in way["responses"].items():
                if status.startswith("4") and (way["operationId"], status) not in otherwise:
                    assert answer["content"].keys() == {"application/problem+json"}


def test_what_a_plan_answers_is_described_field_by_field(described: dict[str, Any]) -> None:
    part = described["components"]["schemas"]["PartAnswer"]
    assert part["properties"].keys() >= {"id", "kind", "title", "level", "document", "visible_to"}
    plan = described["paths"]["/api/plans/{plan}"]["get"]["responses"]["200"]["content"]["application/json"]
    assert plan["schema"] == {"$ref": "#/components/schemas/PlanAnswer"}


def test_a_wish_says_what_it_takes(described: dict[str, Any]) -> None:
    decision = described["components"]["schemas"]["NewDecision"]
    assert decision["additionalProperties"] is False
    assert set(decision["required"]) == {"participant"}


def test_an_answer_has_all_its_fields_also_those_with_a_default(described: dict[str, Any]) -> None:
    choices = described["components"]["schemas"]["LoginChoices"]
    assert set(choices["required"]) == set(choices["properties"]) == {"demo", "signed_in", "providers", "me"}
    assert "required" not in described["components"]["schemas"]["Resolution"]


def test_what_other_servers_send_is_a_form(described: dict[str, Any]) -> None:
    sent = described["paths"]["/login/{provider}/backchannel-logout"]["post"]["requestBody"]
    assert sent["content"].keys() == {"application/x-www-form-urlencoded"}
