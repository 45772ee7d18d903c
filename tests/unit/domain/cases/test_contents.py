"""What a plan must contain: each point, by what it is there and by what it lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.cases.contents import POINTS, Contained, PartContent, PlanContent, gaps
from server.domain.cases.state import Case
from server.domain.plan import Kind, Role
from tests.unit.domain.cases.situations import CHILD, RULES, SAMPLES, TODAY, History, coordinated

MEASURE = PartContent(Kind.MEASURE, "Svømming", True, {"extent": "To ganger i uka"}, Role.SCHOOL)
PARTS = (
    PartContent(Kind.GOAL, "Bo for meg selv"),
    PartContent(Kind.RESOURCES, text=True),
    PartContent(Kind.NEEDS, text=True),
    PartContent(Kind.CONTRIBUTION, text=True, of=Role.OWNER),
    PartContent(Kind.CONTRIBUTION, text=True, of=Role.RELATIVE),
    PartContent(Kind.CONTRIBUTION, text=True, of=Role.SCHOOL),
    MEASURE,
    PartContent(Kind.PERIOD, text=True, fields={"start": "2026-03-02"}),
)
ROLES = frozenset({Role.OWNER, Role.RELATIVE, Role.COORDINATOR, Role.SCHOOL})


def history(**report: object) -> History:
    found = coordinated(**report).does(SAMPLES["responsibility-agreed"])
    return found.does(SAMPLES["plan-offered"])


def contained(*parts: PartContent, roles: frozenset[Role] = ROLES) -> Contained:
    records = history().does(SAMPLES["plan-consented"])
    return Contained(PlanContent(parts or PARTS, roles), records.case, records.records, RULES, TODAY)


def without(*kinds: Kind) -> tuple[str, ...]:
    return gaps(contained(*(part for part in PARTS if part.kind not in kinds)))


def with_measure(**other: object) -> tuple[str, ...]:
    changed = replace(MEASURE, **other)  # type: ignore[arg-type]
    return gaps(contained(*(part for part in PARTS if part is not MEASURE), changed))


@pytest.mark.rule(7)
def test_a_plan_that_has_everything_lacks_nothing() -> None:
    assert gaps(contained()) == ()


def test_a_new_plan_without_a_case_behind_it_lacks_all_but_the_childs_part() -> None:
    empty = Contained(PlanContent((), frozenset({Role.OWNER})), Case(contained().case.id), (), RULES, TODAY)
    assert gaps(empty) == tuple(point for point in POINTS if point != "k")


@pytest.mark.parametrize(
    ("kind", "lacks"),
    [
        (Kind.GOAL, ("a",)),
        (Kind.RESOURCES, ("a",)),
        (Kind.NEEDS, ("a",)),
        (Kind.CONTRIBUTION, ("d",)),
        (Kind.MEASURE, ("e", "f")),
        (Kind.PERIOD, ("h", "j")),
    ],
)
def test_each_part_is_missed(kind: Kind, lacks: tuple[str, ...]) -> None:
    assert without(kind) == lacks


def test_each_party_that_takes_part_contributes() -> None:
    assert gaps(contained(roles=ROLES | {Role.NAV})) == ()
    left = [part for part in PARTS if part.of is not Role.RELATIVE]
    assert gaps(contained(*left)) == ("d",)
    assert gaps(contained(*left, roles=ROLES - {Role.RELATIVE})) == ()


def test_a_measure_has_somebody_responsible_an_extent_and_a_way() -> None:
    assert with_measure(of=None) == ("e",)
    assert with_measure(fields={"extent": " "}) == ("e",)
    assert with_measure(text=False) == ("f",)
    assert with_measure(text=False, fields={"extent": "Ukentlig", "how": "I hallen"}) == ()


def test_a_plan_nobody_else_is_in_lacks_participants() -> None:
    assert gaps(contained(roles=frozenset({Role.OWNER}))) == ("b",)


def test_an_empty_place_and_a_service_nobody_agreed_on_are_two_gaps() -> None:
    left = history().does(SAMPLES["coordinator-left"]).does(SAMPLES["responsibility-disputed"])
    found = replace(contained(), case=left.does(SAMPLES["plan-consented"]).case)
    assert gaps(found) == ("c-1", "c-2")


def test_of_a_child_it_is_said_how_they_took_part() -> None:
    offered = history(subject=CHILD)
    child = replace(contained(), case=offered.case, records=offered.records)
    assert "k" not in gaps(child)
    assert "k" in gaps(replace(child, records=()))
