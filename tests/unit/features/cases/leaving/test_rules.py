"""What a coordinator who leaves adds to one of their cases, by where it is and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from server.domain.cases.care_transitions import HandoverBegun
from server.domain.cases.flow import followed
from server.domain.cases.vocabulary import Actor, CoordinatorKind, CoordinatorWish, Training
from server.domain.errors import NotNow
from server.domain.plan import PersonId
from server.domain.unit.rights import HeldRight, MunicipalityId, UnitRight, UnitRightId
from server.features.cases.leaving.rules import Departure, Destination, Doer, Moved, Successor, moved
from tests.unit.domain.cases.situations import (
    CHILD,
    NOW,
    RULES,
    SAMPLES,
    TODAY,
    WHO,
    History,
    coordinated,
    opened,
    proposed,
    wished,
    with_childs_coordinator,
)

LAST = TODAY + timedelta(days=20)
NORA = Successor(PersonId("nora"), "Nora Li", "Helse", trained=True)
SOMEBODY = wished(CoordinatorWish.SOMEBODY, "Tor Vik")
BEGUN, PROPOSED, RELEASED = "handover-begun", "coordinator-proposed", "coordinator-released"
APPOINTED = "coordinator-appointed"


def leaving(*, appoint: bool = False) -> Departure:
    return Departure(PersonId("hilde"), LAST, "Slutter.", appoint)


def goes(
    history: History,
    to: Destination,
    *,
    appoint: bool = False,
    day: int = 0,
    leaders: Sequence[HeldRight] = (),
) -> Moved:
    doer = Doer(WHO[Actor.CASE_HANDLER], NOW + timedelta(days=day), RULES, leaders)
    done = moved(history.case, leaving(appoint=appoint), to, doer)
    for record in done.records:
        history.case = followed(history.case, record)
    return done


def did(done: Moved) -> list[str]:
    return [record.transition.action for record in done.records]


WAYS = [
    (coordinated(), Destination(None), False, [BEGUN], ""),
    (coordinated(), Destination(NORA), False, [BEGUN, PROPOSED], "not-released"),
    (coordinated(), Destination(NORA, "Liv"), False, [BEGUN, PROPOSED, RELEASED], "not-appointed"),
    (coordinated(), Destination(NORA, "Liv"), True, [BEGUN, PROPOSED, RELEASED, APPOINTED], ""),
    (coordinated(), Destination(NORA), True, [BEGUN, PROPOSED], "not-released"),
    (coordinated().does(SOMEBODY), Destination(NORA), False, [BEGUN], "departure-unexplained"),
    (
        coordinated().does(SOMEBODY),
        Destination(NORA, departure="Tor er syk."),
        False,
        [BEGUN, PROPOSED],
        "not-released",
    ),
    (
        coordinated().does(wished(CoordinatorWish.SOMEBODY, "nora  li")),
        Destination(NORA),
        False,
        [BEGUN, PROPOSED],
        "not-released",
    ),
    (coordinated().does(SAMPLES["coordinator-absent"]), Destination(None), False, [BEGUN], ""),
]


@pytest.mark.rule(4)
@pytest.mark.parametrize("way", range(len(WAYS)))
def test_each_case_goes_as_far_as_it_can_and_says_what_it_lacks_and_twice_adds_nothing(way: int) -> None:
    history, to, appoint, actions, lacks = WAYS[way]
    assert (did(first := goes(history, to, appoint=appoint)), first.lacks) == (actions, lacks)
    assert goes(history, to, appoint=appoint) == Moved((), lacks)


def test_what_it_lacked_is_done_once_it_is_there() -> None:
    history = coordinated()
    assert goes(history, Destination(NORA)).lacks == "not-released"
    later = goes(history, Destination(NORA, "Liv"), appoint=True, day=3)
    assert did(later) == [RELEASED, APPOINTED]
    appointed = history.case.coordinator.appointed
    assert appointed is not None
    assert (appointed.name, appointed.start, appointed.training) == (
        "Nora Li",
        LAST + timedelta(days=1),
        Training.DONE,
    )
    assert history.case.coordinator.on(LAST) is not appointed


def test_another_last_day_is_said_anew_and_what_the_owner_wants_of_both_stands() -> None:
    history = coordinated().does(
        HandoverBegun("Slutter.", together_days=5, last_day=LAST + timedelta(days=9))
    )
    (record,) = goes(history, Destination(None)).records
    assert (record.transition.together_days, record.transition.last_day) == (5, LAST)


def test_a_childs_coordinator_is_followed_by_one_unless_they_are_of_age_by_then() -> None:
    child, grown = with_childs_coordinator(), with_childs_coordinator(CHILD)
    goes(child, Destination(NORA, "Liv"), appoint=True)
    assert child.case.coordinator.appointments[-1].kind is CoordinatorKind.CHILD
    of_age = (date(2028, 3, 20) - TODAY).days
    late = Departure(PersonId("hilde"), date(2028, 3, 25), "Slutter.", appoint=True)
    at = NOW + timedelta(days=of_age - 5)
    done = moved(grown.case, late, Destination(NORA, "Liv"), Doer(WHO[Actor.CASE_HANDLER], at, RULES))
    assert done.records[-1].transition.kind is CoordinatorKind.ORDINARY


@pytest.mark.parametrize(
    "history",
    [opened(), coordinated().does(SAMPLES["coordinator-left"]), opened().all([wished(), proposed()])],
)
def test_a_case_that_they_do_not_coordinate_is_refused(history: History) -> None:
    with pytest.raises(NotNow, match="not-theirs"):
        goes(history, Destination(NORA))


def leader(workplace: str = "HELSE", person: str = "liv") -> HeldRight:
    where = MunicipalityId("lia")
    return HeldRight(
        UnitRightId("right"), where, PersonId(person), UnitRight.LEADER, NOW, workplace=workplace
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("held", "actions", "lacks"),
    [
        (leader(), [BEGUN, PROPOSED], "leader-asked"),
        (leader("NAV"), [BEGUN, PROPOSED, RELEASED, APPOINTED], ""),
        (leader(person="nora"), [BEGUN, PROPOSED, RELEASED, APPOINTED], ""),
        (leader(person="kari"), [BEGUN, PROPOSED, RELEASED, APPOINTED], ""),
    ],
    ids=["of theirs", "of another service", "is whoever takes over", "is whom the case is about"],
)
def test_a_leader_who_answers_for_themselves_is_asked_whatever_the_unit_has_heard(
    held: HeldRight, actions: list[str], lacks: str
) -> None:
    history = coordinated()
    done = goes(history, Destination(NORA, "Liv, på telefon"), appoint=True, leaders=[held])
    assert (did(done), done.lacks) == (actions, lacks)
    again = goes(history, Destination(NORA, "Liv, på telefon"), appoint=True, leaders=[held])
    assert again == Moved((), lacks)


@pytest.mark.rule(4)
def test_whoever_somebody_said_no_to_is_not_asked_for_again_and_another_is() -> None:
    for no, lacks in (("release-refused", "leader-declined"), ("proposal-refused", "owner-declined")):
        history = coordinated()
        goes(history, Destination(NORA))
        history.does(SAMPLES[no])
        assert goes(history, Destination(NORA), appoint=True) == Moved((), lacks)
        tor = replace(NORA, person=PersonId("tor"), name="Tor Vik")
        assert did(goes(history, Destination(tor))) == [PROPOSED]
        assert did(goes(history, Destination(NORA))) == [PROPOSED]
