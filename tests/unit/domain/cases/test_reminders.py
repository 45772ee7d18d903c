"""On which day whom the clock tells what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from server.domain.cases import case_transitions as d
from server.domain.cases.care_transitions import HandoverBegun
from server.domain.cases.case_transitions import DelayNotified
from server.domain.cases.reminders import newest_come, reminders
from server.domain.cases.state import (
    Absence,
    Appointment,
    Case,
    CaseFacts,
    CoordinatorFacts,
    Handover,
    PlanFacts,
)
from server.domain.cases.vocabulary import (
    CaseId,
    CaseStatus,
    CoordinatorKind,
    CoordinatorStatus,
    PlanStatus,
    Thing,
    Training,
)
from server.domain.plan import PersonId, PlanId
from tests.unit.domain.cases.situations import (
    ADULT,
    RULES,
    SAMPLES,
    TODAY,
    History,
    appointed,
    clarifying,
    coordinated,
    proposed,
    wished,
)

REVISION = (-30, -7, 0, 14)
REPORTED = CaseFacts(status=CaseStatus.REPORTED, received=TODAY, subject=ADULT, asked=frozenset({Thing.PLAN}))
OPEN = replace(REPORTED, status=CaseStatus.OPEN, asked=frozenset())


def told(day: int, facts: CaseFacts = REPORTED, **tracks: object) -> set[tuple[str, tuple[str, ...]]]:
    case = Case(CaseId("c"), 1, case=facts, **tracks)  # type: ignore[arg-type]
    found = reminders(case, RULES, REVISION, TODAY + timedelta(days=day))
    return {(each.text, tuple(each.to)) for each in found}


SOON, LATE = {("answer-soon", ("handler",))}, {("answer-late", ("handler", "unit"))}


@pytest.mark.parametrize(
    ("day", "expected"),
    [(0, set()), (20, set()), (21, SOON), (29, SOON), (30, LATE), (90, LATE)],
)
def test_of_an_answer_that_is_due(day: int, expected: set[tuple[str, tuple[str, ...]]]) -> None:
    assert told(day) == expected


def test_who_said_that_it_takes_longer_is_reminded_on_the_day_they_said() -> None:
    delay = DelayNotified("Flere må svare.", TODAY + timedelta(days=60))
    delayed = replace(REPORTED, delay=delay)
    assert [told(day, delayed) for day in (30, 59, 60)] == [set(), set(), LATE]


def test_of_what_is_decided_or_at_rest_nobody_is_reminded() -> None:
    assert told(90, OPEN) == set()
    assert told(90, replace(REPORTED, status=CaseStatus.CLOSED)) == set()


def test_a_new_report_after_a_rest_is_another_event() -> None:
    case = Case(CaseId("c"), 1, case=REPORTED)
    again = replace(case, case=replace(REPORTED, received=TODAY + timedelta(days=400)))
    names = {each.name for it, day in ((case, 30), (again, 430)) for each in _on(it, day)}
    assert len(names) == 2


def _on(case: Case, day: int):  # type: ignore[no-untyped-def]
    return reminders(case, RULES, REVISION, TODAY + timedelta(days=day))


HILDE = Appointment("hilde", "Hilde", "Helse", CoordinatorKind.ORDINARY, Training.DONE, TODAY)  # type: ignore[arg-type]


def test_of_a_coordinator_who_is_away_for_too_long() -> None:
    away = CoordinatorFacts(
        CoordinatorStatus.ABSENT, TODAY, appointments=(HILDE,), absence=Absence(TODAY, None, "", None)
    )
    assert told(14, OPEN, coordinator=away) == set()
    assert told(15, OPEN, coordinator=away) == {
        ("vacant", ("owner", "handler", "leader")),
        ("access-ended", ()),
    }
    until = replace(away, absence=Absence(TODAY, TODAY + timedelta(days=20), "", None))
    assert told(20, OPEN, coordinator=until) != set()
    assert told(21, OPEN, coordinator=until) == set()


def test_whose_coordinator_left_was_told_with_the_record_of_it() -> None:
    gone = CoordinatorFacts(CoordinatorStatus.VACANT, TODAY, appointments=(replace(HILDE, end=TODAY),))
    assert told(40, OPEN, coordinator=gone) == set()


@pytest.mark.parametrize(
    ("days_after_due", "text", "to"),
    [
        (-31, None, ()),
        (-30, "revision-soon", ("coordinator",)),
        (-7, "revision-soon", ("coordinator",)),
        (0, "revision-due", ("coordinator",)),
        (13, "revision-due", ("coordinator",)),
        (14, "revision-late", ("coordinator", "owner", "unit")),
    ],
)
def test_of_a_revision(days_after_due: int, text: str | None, to: tuple[str, ...]) -> None:
    plan = PlanFacts(PlanStatus.ACTIVE, next_revision=TODAY + timedelta(days=100))
    assert told(100 + days_after_due, OPEN, plan=plan) == ({(text, to)} if text else set())


def test_of_several_that_have_come_the_newest_is_told() -> None:
    due = date(2026, 6, 1)
    assert newest_come(due, REVISION, date(2026, 1, 1)) is None
    assert newest_come(due, REVISION, date(2026, 5, 27)) == -7
    assert newest_come(due, REVISION, date(2027, 1, 1)) == 14


AWAY = Absence(TODAY, None, "", None)


def told_of(history: History, day: int) -> set[tuple[str, tuple[str, ...]]]:
    found = reminders(history.case, RULES, REVISION, TODAY + timedelta(days=day))
    return {(each.text, tuple(each.to)) for each in found if each.text == "vacant"}


def test_that_nobody_coordinates_is_told_once_whatever_follows() -> None:
    """The record told of it; that somebody is proposed then is no second time."""
    history = coordinated().does(SAMPLES["coordinator-left"], day=10)
    assert told_of(history, 12) == set()
    history.does(proposed(who="nora"), day=41)
    assert history.case.coordinator.status is CoordinatorStatus.PROPOSED
    assert told_of(history, 42) == set()
    history.does(SAMPLES["coordinator-released"], day=43)
    history.does(appointed(start=TODAY + timedelta(days=50)), day=43)
    assert told_of(history, 45) == set()
    history.does(HandoverBegun("Slutter.", "Ja.", last_day=TODAY + timedelta(days=60)), day=55)
    assert told_of(history, 61) == {("vacant", ("owner", "handler", "leader"))}


def test_who_wishes_for_a_coordinator_again_is_not_told_that_there_is_none() -> None:
    history = coordinated().does(SAMPLES["coordinator-not-wanted"], day=10).does(wished(), day=400)
    assert told_of(history, 401) == set()


@pytest.mark.parametrize(
    ("absence", "day", "whoever"),
    [
        (None, 5, "hilde"),
        (Absence(TODAY, None, "", None), 14, "hilde"),
        (Absence(TODAY, None, "", None), 15, None),
    ],
)
def test_a_revision_is_told_to_who_coordinates_on_the_day(
    absence: Absence | None, day: int, whoever: str | None
) -> None:
    status = CoordinatorStatus.ABSENT if absence else CoordinatorStatus.APPOINTED
    there = CoordinatorFacts(status, TODAY, appointments=(HILDE,), absence=absence)
    plan = PlanFacts(PlanStatus.ACTIVE, next_revision=TODAY)
    case = Case(CaseId("c"), 1, case=OPEN, coordinator=there, plan=plan)
    assert {each.coordinator for each in _on(case, day) if each.text.startswith("revision")} == {whoever}


def test_a_revision_is_not_told_to_who_begins_later_nor_to_whose_last_day_has_passed() -> None:
    later = replace(HILDE, person=PersonId("rune"), start=TODAY + timedelta(days=60))
    plan = PlanFacts(PlanStatus.ACTIVE, next_revision=TODAY)
    ahead = CoordinatorFacts(
        CoordinatorStatus.APPOINTED, TODAY, appointments=(replace(HILDE, end=later.start), later)
    )
    gone = CoordinatorFacts(
        CoordinatorStatus.HANDING_OVER, TODAY, appointments=(HILDE,), handover=Handover(TODAY, 0, TODAY)
    )
    for there, whoever in ((ahead, "hilde"), (gone, None)):
        case = Case(CaseId("c"), 1, case=OPEN, coordinator=there, plan=plan)
        assert {each.coordinator for each in _on(case, 5)} == {whoever}


@pytest.mark.rule(13)
@pytest.mark.parametrize("plan", [PlanStatus.NONE, PlanStatus.ACTIVE, PlanStatus.ENDED])
def test_they_are_reminded_of_it_with_a_plan_without_one_and_once_it_has_ended(plan: PlanStatus) -> None:
    until = TODAY + timedelta(days=10)
    said = d.RepresentativeRegistered(PersonId("anne"), "Anne", "guardian", until, "Vedtak")
    facts = PlanFacts(plan, plan=None if plan is PlanStatus.NONE else PlanId("p"))
    case = replace(coordinated().does(said).case, plan=facts)
    running = ("coordinator", "substitute") if plan is PlanStatus.ACTIVE else ()
    for day, text in ((1, "representation-ends"), (10, "representation-ends"), (11, "representation-ended")):
        found = [each for each in _on(case, day) if each.person]
        assert [(each.text, each.to, each.person) for each in found] == [
            (text, ("owner", "handler", *running), "anne")
        ]


@pytest.mark.rule(13)
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (-61, []),
        (-60, ["representation-ends"]),
        (-14, ["representation-ends"]),
        (0, ["representation-ends"]),
        (1, ["representation-ended"]),
        (29, ["representation-ended"]),
        (30, []),
    ],
)
def test_who_acts_for_the_owner_is_reminded_before_it_ends_and_once_it_has(
    day: int, expected: list[str]
) -> None:
    until = TODAY + timedelta(days=100)
    said = d.RepresentativeRegistered(PersonId("anne"), "Anne", "guardian", until, "Vedtak")
    case = clarifying().does(said).case
    found = [each for each in reminders(case, RULES, (), until + timedelta(days=day)) if each.person]
    assert [each.text for each in found] == expected
    assert {each.person for each in found} <= {"anne"}
