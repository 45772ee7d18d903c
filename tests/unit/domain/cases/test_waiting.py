"""What happens now, who does it and by when, as a table of situations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from server.domain.cases import care_transitions as care
from server.domain.cases import case_transitions as about
from server.domain.cases.flow import stages
from server.domain.cases.vocabulary import Actor, CaseId, Consent, CoordinatorKind, Thing, Wish
from server.domain.cases.waiting import (
    Step,
    Wait,
    answer_due,
    coordinating,
    unanswered_from,
    waiting,
    without_coordinator_since,
)
from tests.unit.domain.cases.situations import (
    RULES,
    SAMPLES,
    TODAY,
    History,
    appointed,
    assessed,
    clarifying,
    coordinated,
    decided,
    opened,
    proposed,
    reported,
    wished,
    with_childs_coordinator,
)

H, OWN, L, C = Actor.CASE_HANDLER, Actor.OWNER, Actor.LEADER, Actor.COORDINATOR


def on(day: int) -> date:
    return TODAY + timedelta(days=day)


def steps(history: History, day: int = 0) -> list[tuple[str, Actor, date | None]]:
    return [(each.step.value, each.who, each.due) for each in waiting(history.case, RULES, on(day))]


REPORTED = History().does(reported())
PLAN = opened(Thing.PLAN, wish=Wish.PLAN)
WAY = ("plan-offered", "plan-consented", "plan-begun", "plan-declared-valid", "revision-came")
Due = list[tuple[str, Actor, date | None]]
OF_A_PLAN: list[tuple[int, str, Due]] = [
    (1, "offered", [("answer-plan", OWN, None)]),
    (2, "consented", [("begin-plan", H, None)]),
    (3, "begun", [("declare-valid", OWN, None)]),
    (4, "valid", [("revise", C, date(2026, 9, 1))]),
    (5, "revision came", [("revise", C, date(2026, 9, 1))]),
]
TABLE: list[tuple[str, History, int, Due]] = [
    ("reported", REPORTED, 0, [("take", H, on(14)), ("check-consent", H, None)]),
    (
        "reported, day 21",
        REPORTED,
        21,
        [("take", H, on(14)), ("notify-delay", H, on(30)), ("check-consent", H, None)],
    ),
    (
        "said no to it",
        History().all([reported(), about.CaseTaken(), about.ConsentChecked(Consent.REFUSED, "Kari")]),
        0,
        [("rest", H, on(30))],
    ),
    ("taken", clarifying(), 0, [("assess", H, on(30))]),
    (
        "asked",
        clarifying().does(SAMPLES["asked"]),
        0,
        [("assess", H, on(30)), ("answer", OWN, None)],
    ),
    ("assessed", assessed(), 0, [("decide", H, on(30))]),
    (
        "it will take longer",
        assessed().does(about.DelayNotified("Kø.", on(60))),
        35,
        [("decide", H, on(60))],
    ),
    ("nothing granted", assessed().does(SAMPLES["declined"]), 0, [("review", H, date(2027, 3, 2))]),
    ("no review", assessed().does(about.CaseDeclined("enheten", review=False)), 0, []),
    (
        "disputed",
        clarifying().does(SAMPLES["responsibility-disputed"]),
        0,
        [("assess", H, on(30)), ("settle-responsibility", H, None)],
    ),
    ("a plan granted", PLAN, 0, [("offer-plan", H, None)]),
    ("a coordinator granted", opened(Thing.COORDINATOR, wish=Wish.COORDINATOR), 0, [("say-wish", OWN, None)]),
    *[
        (action, opened(Thing.PLAN, wish=Wish.PLAN).all(SAMPLES[each] for each in WAY[:number]), 0, due)
        for number, action, due in OF_A_PLAN
    ],
]


@pytest.mark.parametrize(("situation", "history", "day", "expected"), TABLE)
def test_what_waits(situation: str, history: History, day: int, expected: Due) -> None:
    assert steps(history, day) == expected, situation


def test_what_waits_for_a_coordinator() -> None:
    history = opened(Thing.COORDINATOR, wish=Wish.COORDINATOR)
    order = (
        wished(),
        proposed(),
        SAMPLES["coordinator-released"],
        appointed(),
        SAMPLES["handover-begun"],
        proposed(who="nora"),
        SAMPLES["coordinator-released"],
        SAMPLES["coordinator-left"],
        SAMPLES["coordinator-not-wanted"],
    )
    assert [[(step, who) for step, who, _ in steps(history.does(transition))] for transition in order] == [
        [("propose", H)],
        [("release", L)],
        [("appoint", H)],
        [],
        [("propose", H)],
        [("release", L)],
        [("appoint", H)],
        [("propose", H)],
        [],
    ]


def test_a_day_that_has_passed_is_late_by_so_many_days() -> None:
    wait = Wait(Step.TAKE, H, TODAY, on(14))
    assert [wait.days_late(on(day)) for day in (0, 14, 15, 40)] == [0, 0, 1, 26]
    assert Wait(Step.ANSWER, OWN, TODAY).days_late(on(999)) == 0


def test_by_when_the_unit_answers() -> None:
    assert answer_due(History().case, RULES) is None
    assert answer_due(REPORTED.case, RULES) == on(30)


# -- without a coordinator ------------------------------------------------------------------------


def without(history: History, day: int) -> date | None:
    return without_coordinator_since(history.case, RULES, on(day))


def test_an_empty_place_is_counted_from_the_day_they_left_until_the_next_begins() -> None:
    left = coordinated().does(SAMPLES["coordinator-left"], day=10)
    assert (without(left, 9), without(left, 22)) == (None, on(10))
    left.all([proposed(who="nora"), SAMPLES["coordinator-released"]], day=22)
    assert without(left, 22) == on(10)
    left.does(appointed(start=on(30)), day=22)
    assert (without(left, 29), without(left, 30)) == (on(10), None)


def test_who_is_away_for_long_without_a_substitute_counts_as_gone() -> None:
    away = coordinated().does(care.CoordinatorAbsent(None))
    assert (without(away, 14), without(away, 15)) == (None, TODAY)
    assert ("cover", H, None) in steps(away, 15)
    assert without(coordinated().does(care.CoordinatorAbsent(None, "Vikar")), 100) is None


@pytest.mark.rule(5)
def test_a_childs_coordinator_counts_as_gone_from_the_18th_birthday_and_a_year_before_it_is_asked() -> None:
    history, birthday = with_childs_coordinator(), date(2028, 3, 20)
    day = (birthday - TODAY).days
    assert (without(history, day - 1), without(history, day)) == (None, birthday)
    told = (date(2027, 3, 20) - TODAY).days
    assert ("choose-at-age", OWN, birthday) not in steps(history, told - 1)
    assert ("choose-at-age", OWN, birthday) in steps(history, told)
    assert ("choose-at-age", OWN, birthday) in steps(history, day)


def test_whoever_wants_none_or_has_not_had_one_is_not_without() -> None:
    assert without(opened(), 100) is None
    assert without(coordinated().does(SAMPLES["coordinator-not-wanted"]), 100) is None
    assert without(coordinated().does(SAMPLES["coordinator-ended"]), 100) is None


def test_who_coordinates_is_nobody_before_they_begin_while_they_count_as_gone_and_after_they_left() -> None:
    def who(history: History, day: int) -> str | None:
        return coordinating(history.case, RULES, on(day))

    assert (who(opened(), 0), who(coordinated(), -1)) == (None, None)
    hilde = who(coordinated(), 0)
    assert hilde is not None
    away = coordinated().does(care.CoordinatorAbsent(None))
    assert (who(away, 14), who(away, 15)) == (hilde, None)
    assert who(coordinated().does(care.CoordinatorAbsent(None, "Vikar")), 15) == hilde
    left = coordinated().does(SAMPLES["coordinator-left"], day=10)
    assert (who(left, 9), who(left, 10)) == (hilde, None)


# -- how far it has come --------------------------------------------------------------------------


def reached(history: History) -> list[date | None]:
    found = stages(history.case, history.records)
    return [found.reported, found.clarifying, found.decided, found.coordinator, found.plan]


def test_the_days_on_which_each_stage_was_reached() -> None:
    assert reached(REPORTED) == [TODAY, None, None, None, None]
    assert reached(clarifying()) == [TODAY, TODAY, None, None, None]
    both = coordinated().all([SAMPLES[each] for each in WAY[:3]], day=4)
    assert reached(both) == [TODAY, TODAY, TODAY, TODAY, on(4)]
    assert reached(coordinated().does(SAMPLES["coordinator-left"]))[3] is None
    next_one = coordinated().does(SAMPLES["handover-begun"]).does(proposed(who="nora"))
    next_one.does(SAMPLES["coordinator-released"]).does(appointed(start=on(9)), day=5)
    assert reached(next_one)[3] == TODAY
    again = assessed().does(SAMPLES["declined"]).does(reported(), day=90)
    assert reached(again) == [on(90), None, None, None, None]
    assert appointed(CoordinatorKind.CHILD).kind is CoordinatorKind.CHILD


def waits_from(history: History) -> int | None:
    return unanswered_from(history.case.case)


@pytest.mark.rule(6)
def test_what_was_answered_does_not_wait_again_by_what_is_asked_later() -> None:
    """Whoever reported then would learn from their code that something new goes on."""
    history = opened(Thing.PLAN, wish=Wish.PLAN)
    assert (history.records[0].number, waits_from(history)) == (1, None)
    history.does(reported(wish=Wish.COORDINATOR), day=200)
    second = history.records[-1].number
    assert waits_from(history) == second
    history.does(reported(wish=Wish.PLAN), day=201)
    assert waits_from(history) == second
    history.does(replace(decided(Thing.COORDINATOR), known_on=on(202)), day=202)
    assert waits_from(history) is None
    history.does(about.ReportTakenIn(CaseId("other"), Wish.CHILD_COORDINATOR), day=300)
    assert waits_from(history) == history.records[-1].number


@pytest.mark.rule(6)
def test_those_that_came_while_something_waited_wait_with_it() -> None:
    history = History().does(reported()).does(reported(), day=1).does(SAMPLES["taken"], day=2)
    assert waits_from(history) == 1
    history.does(SAMPLES["closed"], day=3)
    assert waits_from(history) is None
    history.does(reported(), day=90)
    assert waits_from(history) == history.records[-1].number == 5
