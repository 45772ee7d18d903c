from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from server.domain.audit import Details
from server.domain.unit.rights import UnitRight
from server.web.operation import NoBody
from tests.support.operations import BODIES, COMMANDS, OPERATIONS, address, requests_about
from tests.support.relations.asking import SIGNED_OUT
from tests.support.relations.people import EVERYBODY, NUMBER, OWNERS, RIGHTS
from tests.support.relations.questions import QUESTIONS, question
from tests.support.relations.readings import LOGGED, OF_OWNERS, OWN
from tests.support.relations.table import RELATIONS, cells


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


def test_every_operation_has_a_row_with_what_each_relation_is_answered() -> None:
    """What each is answered is written from docs/domain.md (tests/support/relations/table.py)."""
    rows = cells()
    assert {question(row).operation for row in rows} == OPERATIONS.keys()
    assert rows.keys() >= QUESTIONS.keys()
    assert all(row.keys() == RELATIONS.keys() for row in rows.values())


def test_what_stands_for_reading_is_an_entry_there_is() -> None:
    every = {each.action for each in all_details(Details) if hasattr(each, "action")}
    assert set[str]().union(*LOGGED.values()) <= every
    assert LOGGED.keys() | OWN.keys() <= OPERATIONS.keys()
    assert not LOGGED.keys() & OWN.keys()
    assert LOGGED.keys() >= OF_OWNERS


def all_details(of: type[Details]) -> Iterator[type[Details]]:
    for each in of.__subclasses__():
        yield each
        yield from all_details(each)


NOBODYS = {"logged_out_at_provider": "what another server says, of which there is none in this world"}


def test_every_operation_is_allowed_to_somebody() -> None:
    """Of one that is refused to everybody the table proves nothing: what it is about may not be there."""
    may = {question(row).operation for row, answers in cells().items() if {*"+o~#"} & {*answers.values()}}
    assert OPERATIONS.keys() - may == NOBODYS.keys()


def test_every_relation_is_somebodys() -> None:
    assert {*RELATIONS.values(), *OWNERS} == {*EVERYBODY, *SIGNED_OUT}
    assert {right for right, _, where, _ in RIGHTS if where == NUMBER} == {*UnitRight}


def numbers_in(schema: object) -> Iterator[dict[str, object]]:
    if isinstance(schema, dict):
        if schema.get("type") == "integer":
            yield schema
        for each in schema.values():
            yield from numbers_in(each)
    if isinstance(schema, list):
        for each in schema:
            yield from numbers_in(each)


OF_A_RULE = {"change_settings"}
"""Whose numbers are held to what the rule of the catalogue says that a municipality may choose."""


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - OF_A_RULE))
def test_every_number_that_is_sent_is_one_that_a_column_keeps(name: str) -> None:
    sent = list(numbers_in((COMMANDS[name].body or NoBody).model_json_schema()))
    assert [each for each in sent if not {"minimum", "maximum"} <= each.keys()] == []
    assert all(isinstance(each["maximum"], int) and each["maximum"] < 2**31 for each in sent)
