from __future__ import annotations

import json

import pytest

from server.web.operation import NoBody
from tests.support.operations import BODIES, COMMANDS, OPERATIONS, address, requests_about


def test_every_command_has_a_body_that_tests_can_send() -> None:
    assert BODIES.keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_one_that_the_command_understands(name: str) -> None:
    model = COMMANDS[name].body or NoBody
    for body in BODIES[name]:
        model.model_validate_json(json.dumps(body))


def test_an_address_is_filled_with_the_ids_there_are() -> None:
    assert address(OPERATIONS["comments"], part="p1") == "/api/parts/p1/comments"
    assert address(OPERATIONS["resolve_comment"], part="p1") == "/api/comments/x/resolve"


def test_everything_that_can_be_asked_about_a_comment() -> None:
    path = "/api/comments/c1"
    assert list(requests_about("comment", comment="c1")) == [
        ("PATCH", path, {"text": "Hallo"}),
        ("DELETE", path, {}),
        ("POST", f"{path}/resolve", {}),
        ("POST", f"{path}/resolve", {"resolved": False}),
    ]
