"""The coordinator: every cell of the table, every guard, and that nobody coordinates beside another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from server.domain.cases import care_transitions as d
from server.domain.cases.case_transitions import CaseDeclined
from server.domain.cases.records import Transition
from server.domain.cases.state import Absence
from server.domain.cases.tracks.coordinator import COORDINATOR
from server.domain.cases.tracks.vacancy import empty_since
from server.domain.cases.vocabulary import Actor, CoordinatorKind, CoordinatorStatus, CoordinatorWish, Thing
from server.domain.cases.vocabulary import Wish as Asked
from server.domain.errors import Forbidden, Invalid, NotNow
from server.domain.plan import PersonId
from tests.unit.domain.cases.grids import cells, cells_of, guards, permitted, required
from tests.unit.domain.cases.situations import (
    EXPECTED,
    SAMPLES,
    TODAY,
    WHO,
    YOUNG,
    History,
    appointed,
    assessed,
    clarifying,
    coordinated,
    decided,
    opened,
    proposed,
    wished,
    with_childs_coordinator,
)
from tests.unit.domain.cases.tracks.test_placing import IN_PLACING

NO_MORE = "coordinator-not-wanted > not-wanted; coordinator-ended > ended"
LEAVES = f"coordinator-left came-of-age > vacant; {NO_MORE}"
SAYS_NO = "release-refused proposal-refused > wish-recorded"
GRID = f"""
none:               wish-recorded > wish-recorded; coordinator-not-wanted > not-wanted
wish-recorded:      wish-recorded coordination-consented > wish-recorded; \
coordinator-proposed > proposed; {NO_MORE}
proposed:           wish-recorded > wish-recorded; coordination-consented coordinator-proposed > proposed; \
coordinator-released > accepted-by-leader; {SAYS_NO}; {NO_MORE}
accepted-by-leader: wish-recorded > wish-recorded; coordinator-proposed > proposed; \
coordination-consented > accepted-by-leader; coordinator-appointed > appointed; {SAYS_NO}; {NO_MORE}
appointed:          wish-recorded coordination-consented > appointed; coordinator-absent > absent; \
handover-begun > handing-over; {LEAVES}
absent:             wish-recorded coordination-consented coordinator-absent > absent; \
coordinator-returned > appointed; \
handover-begun > handing-over; {LEAVES}
handing-over:       handover-begun wish-recorded coordination-consented \
coordinator-proposed coordinator-released release-refused \
proposal-refused > handing-over; coordinator-appointed > appointed; {LEAVES}
vacant:             wish-recorded > wish-recorded; coordination-consented > vacant; \
coordinator-proposed > proposed; {NO_MORE}
not-wanted:         wish-recorded > wish-recorded
ended:              wish-recorded > wish-recorded
"""
UNIT, OWN = {"case-handler"}, {"owner", "representative", "case-handler"}
BY = {
    "wish-recorded": OWN,
    "coordination-consented": OWN,
    "proposal-refused": OWN,
    "coordinator-not-wanted": OWN,
    "coordinator-released": UNIT | {"leader"},
    "release-refused": UNIT | {"leader"},
    "coordinator-absent": UNIT | {"leader", "coordinator"},
    "coordinator-returned": UNIT | {"leader", "coordinator"},
    "coordinator-left": UNIT | {"leader", "coordinator"},
    "handover-begun": OWN | {"coordinator"},
    "came-of-age": {"clock"},
}


def test_the_table() -> None:
    assert cells_of(COORDINATOR) == cells(GRID)
    assert set(COORDINATOR.moves) == set(CoordinatorStatus)


def test_who_may_do_what() -> None:
    assert permitted(COORDINATOR) == {
        transition.action: BY.get(transition.action, UNIT) for transition in COORDINATOR.terms
    }


def at(status: CoordinatorStatus) -> History:
    """A case whose coordinator is there, of the usual sort."""
    steps = {
        CoordinatorStatus.NONE: (),
        CoordinatorStatus.WISH_RECORDED: (wished(),),
        CoordinatorStatus.PROPOSED: (wished(), proposed()),
        CoordinatorStatus.ACCEPTED: (wished(), proposed(), SAMPLES["coordinator-released"]),
    }
    if status in steps:
        return opened().all(steps[status])
    leads = {
        CoordinatorStatus.APPOINTED: (),
        CoordinatorStatus.ABSENT: (SAMPLES["coordinator-absent"],),
        CoordinatorStatus.HANDING_OVER: (SAMPLES["handover-begun"],),
        CoordinatorStatus.VACANT: (SAMPLES["coordinator-left"],),
        CoordinatorStatus.NOT_WANTED: (SAMPLES["coordinator-not-wanted"],),
        CoordinatorStatus.ENDED: (SAMPLES["coordinator-ended"],),
    }
    return coordinated().all(leads[status])


@pytest.mark.parametrize("status", CoordinatorStatus)
def test_each_status_is_come_to(status: CoordinatorStatus) -> None:
    found = at(status).case.coordinator
    assert (found.status, found.since) == (status, None if status is CoordinatorStatus.NONE else TODAY)


def handing_over() -> History:
    return coordinated().does(SAMPLES["handover-begun"])


def handover(**said: Any) -> d.HandoverBegun:
    return d.HandoverBegun("Slutter.", **said)


SOMEBODY = wished(CoordinatorWish.SOMEBODY, "Tor")
RELEASED = (wished(), proposed(), SAMPLES["coordinator-released"])
REFUSED: list[tuple[History, Transition, str]] = [
    (opened().does(SAMPLES["declined"]), wished(), "case-at-rest"),
    (opened(), wished(CoordinatorWish.SOMEBODY), "whom-do-you-wish"),
    (opened().all(RELEASED), proposed(as_wished=False), ""),
    (opened().does(SOMEBODY), proposed(as_wished=False), "departure-unexplained"),
    (handing_over(), SAMPLES["coordinator-released"], "nobody-proposed"),
    (handing_over(), SAMPLES["release-refused"], "nobody-proposed"),
    (handing_over(), SAMPLES["proposal-refused"], "nobody-proposed"),
    (handing_over(), appointed(), "not-released"),
    (assessed().all(RELEASED), appointed(), "not-granted"),
    (opened(Thing.PLAN).all(RELEASED), appointed(), "not-granted"),
    (opened(Thing.COORDINATOR).all(RELEASED), appointed(CoordinatorKind.CHILD), "not-granted"),
    (opened().all(RELEASED), appointed(start=date(2027, 3, 3)), "day-too-far"),
    (opened().all(RELEASED), appointed(start=date(2025, 3, 1)), "day-too-far"),
    (coordinated(), SAMPLES["came-of-age"], "not-of-age"),
    (coordinated(), d.CoordinatorAbsent(TODAY - timedelta(days=1)), "day-has-passed"),
    (coordinated(), d.CoordinatorAbsent(date(2027, 3, 3)), "day-too-far"),
    (coordinated(), handover(last_day=TODAY - timedelta(days=1)), "day-has-passed"),
    (coordinated(), handover(last_day=date(2027, 3, 3)), "day-too-far"),
    (coordinated(), handover(together_days=61), "too-long-together"),
    (coordinated(), handover(together_days=-1), "too-long-together"),
    (coordinated(), handover(together_days=9, last_day=TODAY + timedelta(days=7)), "too-soon-for-both"),
    (
        coordinated().does(handover(together_days=9)).all(RELEASED[1:]),
        appointed(start=TODAY + timedelta(days=8)),
        "too-soon-for-both",
    ),
]


@pytest.mark.parametrize(("history", "transition", "token"), REFUSED)
def test_a_guard_that_does_not_hold_is_named(history: History, transition: Transition, token: str) -> None:
    if not token:
        assert history.does(transition).case.coordinator.status is CoordinatorStatus.PROPOSED
        return
    with pytest.raises(NotNow) as refused:
        history.does(transition)
    assert refused.value.detail == token


def test_each_guard_stands_in_a_test() -> None:
    elsewhere = {
        ("wish-recorded", "on-whose-behalf"),
        ("proposal-refused", "on-whose-behalf"),
        ("coordinator-not-wanted", "on-whose-behalf"),
        ("coordinator-proposed", "case-not-taken"),
        ("coordinator-proposed", "wish-missing"),
        ("coordinator-appointed", "another-coordinates"),
        ("coordinator-appointed", "not-a-child"),
        ("coordinator-ended", "of-age-needs-a-choice"),
        ("handover-begun", "not-cleared"),
        *((action, "handed-over") for action in THEIR_OWN),
        ("coordinator-absent", "unit-appoints-substitute"),
        ("coordinator-absent", "substitute-unnamed"),
        ("coordinator-absent", "substitute-is-coordinator"),
        *IN_PLACING,
    }
    assert (
        guards(COORDINATOR)
        == {(transition.action, token) for _, transition, token in REFUSED if token} | elsewhere
    )


THEIR_OWN = ("coordinator-absent", "coordinator-returned", "handover-begun", "coordinator-left")


@pytest.mark.rule(4)
def test_whoever_hands_over_clears_it_with_the_owner_and_the_unit_may_have_to_begin_without() -> None:
    with pytest.raises(NotNow, match="not-cleared"):
        coordinated().does(handover(cleared=" "), Actor.COORDINATOR)
    assert coordinated().does(SAMPLES["handover-begun"], Actor.COORDINATOR)
    assert coordinated().does(handover(), Actor.CASE_HANDLER)


@pytest.mark.rule(4)
def test_whoever_is_there_until_the_next_one_begins_settles_nothing_for_them() -> None:
    start = TODAY + timedelta(days=20)
    ahead = handing_over().all(
        [proposed(who="nora"), SAMPLES["coordinator-released"], appointed(start=start)]
    )
    away = d.CoordinatorAbsent(TODAY + timedelta(days=25))
    for transition in (away, SAMPLES["handover-begun"], SAMPLES["coordinator-left"]):
        with pytest.raises(NotNow, match="handed-over"):
            ahead.does(transition, Actor.COORDINATOR)
    assert ahead.does(away, Actor.COORDINATOR, day=20).case.coordinator.absence is not None


@pytest.mark.rule(4)
def test_a_last_day_ends_it_whether_or_not_anybody_comes_after() -> None:
    last = TODAY + timedelta(days=5)
    facts = coordinated().does(handover(last_day=last)).case.coordinator
    after = last + timedelta(days=1)
    assert facts.on(last) is not None
    assert (facts.on(after), empty_since(facts, after)) == (None, after)
    said_anew = coordinated().does(handover(last_day=last)).does(handover(), day=1).case.coordinator
    assert said_anew.on(after) is not None
    next_one = coordinated().does(handover(last_day=last)).all(RELEASED[1:])
    later = next_one.does(appointed(start=TODAY + timedelta(days=9))).case.coordinator
    assert [each.end for each in later.appointments] == [after, None]
    assert (later.on(last) is not None, later.on(after), later.outgoing) == (
        True,
        None,
        later.appointments[0],
    )
    left = coordinated().does(handover(last_day=last)).does(SAMPLES["coordinator-left"], day=9)
    assert [each.end for each in left.case.coordinator.appointments] == [after]


def test_the_unit_says_on_whose_behalf_it_writes_the_owners_word() -> None:
    for history, transition in (
        (opened(), wished()),
        (at(CoordinatorStatus.PROPOSED), SAMPLES["proposal-refused"]),
        (at(CoordinatorStatus.NONE), SAMPLES["coordinator-not-wanted"]),
    ):
        with pytest.raises(NotNow, match="on-whose-behalf"):
            history.does(transition, Actor.CASE_HANDLER)


def test_nobody_is_proposed_before_the_unit_has_taken_the_case() -> None:
    reported = History().does(SAMPLES["reported"]).does(wished())
    with pytest.raises(NotNow, match="case-not-taken"):
        reported.does(proposed())


@pytest.mark.rule(4)
def test_nobody_is_proposed_without_a_recorded_wish_and_departing_from_it_is_explained() -> None:
    vacant = coordinated().does(SAMPLES["coordinator-left"])
    vacant.case = replace(vacant.case, coordinator=replace(vacant.case.coordinator, wish=None))
    with pytest.raises(NotNow, match="wish-missing"):
        vacant.does(proposed())
    named = opened().does(SOMEBODY)
    with pytest.raises(NotNow, match="departure-unexplained"):
        named.does(proposed(as_wished=False, departure=" "))
    explained = named.does(proposed(as_wished=False, departure="Tor er ikke ansatt her."))
    assert explained.case.coordinator.candidate is not None
    assert explained.case.coordinator.candidate.departure == "Tor er ikke ansatt her."


@pytest.mark.rule(4)
def test_without_the_leaders_release_nobody_is_appointed() -> None:
    with pytest.raises(NotNow, match="status"):
        at(CoordinatorStatus.PROPOSED).does(appointed())
    with pytest.raises(Forbidden):
        at(CoordinatorStatus.ACCEPTED).does(appointed(), Actor.LEADER)
    found = at(CoordinatorStatus.ACCEPTED).does(appointed()).case.coordinator
    assert found.appointed is not None
    assert (found.appointed.name, found.appointed.training) == ("Hilde", "done")


@pytest.mark.rule(4)
def test_the_next_begins_in_the_moment_in_which_the_one_before_ends() -> None:
    start = TODAY + timedelta(days=20)
    history = handing_over().all([proposed(who="nora"), SAMPLES["coordinator-released"]], day=5)
    facts = history.does(appointed(start=start), day=6).case.coordinator
    assert [each.name for each in facts.appointments] == ["Hilde", "Nora"]
    for day, name in ((TODAY, "Hilde"), (start - timedelta(days=1), "Hilde"), (start, "Nora")):
        covering = [each.name for each in facts.appointments if each.covers(day)]
        assert covering == [name]


@pytest.mark.rule(4)
def test_one_at_a_time() -> None:
    back = TODAY - timedelta(days=1)
    history = handing_over().all([proposed(who="nora"), SAMPLES["coordinator-released"]])
    with pytest.raises(NotNow, match="another-coordinates"):
        history.does(appointed(start=back))
    left = coordinated().does(SAMPLES["coordinator-left"], day=10)
    left.all([proposed(who="nora"), SAMPLES["coordinator-released"]], day=12)
    with pytest.raises(NotNow, match="another-coordinates"):
        left.does(appointed(start=TODAY + timedelta(days=9)), day=12)
    assert left.does(appointed(start=TODAY + timedelta(days=12)), day=12).case.coordinator.appointed


@pytest.mark.rule(5)
def test_a_childs_coordinator_is_for_a_child_or_one_expected() -> None:
    for subject in (YOUNG, EXPECTED):
        assert with_childs_coordinator(subject).case.coordinator.status is CoordinatorStatus.APPOINTED
    grown = opened(Thing.CHILD_COORDINATOR, subject=YOUNG, wish=Asked.CHILD_COORDINATOR).all(RELEASED)
    with pytest.raises(NotNow, match="not-a-child"):
        grown.does(appointed(CoordinatorKind.CHILD, date(2036, 1, 1)))


OF_AGE = (date(2028, 3, 20) - TODAY).days
"""Days until Mia is 18."""


@pytest.mark.rule(5)
def test_at_18_a_childs_coordinator_ends_only_with_a_choice_and_else_the_place_is_empty() -> None:
    with pytest.raises(NotNow, match="not-of-age"):
        with_childs_coordinator().does(SAMPLES["came-of-age"], day=OF_AGE - 1)
    with pytest.raises(NotNow, match="of-age-needs-a-choice"):
        with_childs_coordinator().does(SAMPLES["coordinator-ended"], day=OF_AGE)
    empty = with_childs_coordinator().does(SAMPLES["came-of-age"], day=OF_AGE).case.coordinator
    assert empty.status is CoordinatorStatus.VACANT
    with pytest.raises(NotNow, match="of-age-needs-a-choice"):
        with_childs_coordinator().does(SAMPLES["came-of-age"], day=OF_AGE).does(
            SAMPLES["coordinator-ended"], day=OF_AGE
        )
    no_more = with_childs_coordinator().does(SAMPLES["coordinator-not-wanted"], day=OF_AGE).case.coordinator
    assert no_more.status is CoordinatorStatus.NOT_WANTED
    followed = with_childs_coordinator().does(SAMPLES["handover-begun"], day=OF_AGE - 9)
    followed.all([proposed(who="nora"), SAMPLES["coordinator-released"]], day=OF_AGE - 8)
    grown = followed.does(appointed(start=date(2028, 3, 20)), day=OF_AGE - 7).case.coordinator
    assert [each.end for each in grown.appointments] == [date(2028, 3, 20), None]


SAYS = [
    (CoordinatorStatus.NONE, d.WishRecorded(CoordinatorWish.UNSURE, " "), "said_by"),
    (CoordinatorStatus.WISH_RECORDED, replace(proposed(), name=""), "name"),
    (CoordinatorStatus.WISH_RECORDED, replace(proposed(), workplace=""), "workplace"),
    (CoordinatorStatus.PROPOSED, d.CoordinatorReleased(""), "leader"),
    (CoordinatorStatus.PROPOSED, d.ReleaseRefused("", "Nei."), "leader"),
    (CoordinatorStatus.PROPOSED, d.ReleaseRefused("Liv", ""), "reason"),
    (CoordinatorStatus.ACCEPTED, replace(appointed(), start=None), "start"),  # type: ignore[arg-type]
    (CoordinatorStatus.APPOINTED, d.HandoverBegun(""), "reason"),
    (CoordinatorStatus.APPOINTED, d.CoordinatorLeft(""), "reason"),
    (CoordinatorStatus.APPOINTED, d.CoordinatorEnded(""), "reason"),
]


@pytest.mark.parametrize(("status", "transition", "name"), SAYS)
def test_what_must_be_said_is_asked_for(status: CoordinatorStatus, transition: Transition, name: str) -> None:
    with pytest.raises(Invalid, match=name):
        at(status).does(transition)


def test_all_that_must_be_said_was_left_out_once() -> None:
    signed = {("coordination-consented", "shown")}
    assert required(COORDINATOR) == {(transition.action, name) for _, transition, name in SAYS} | signed


# -- what becomes of it ---------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["release-refused", "proposal-refused"])
def test_whoever_is_said_no_to_is_proposed_no_more_and_the_wish_stands(action: str) -> None:
    facts = at(CoordinatorStatus.ACCEPTED).does(SAMPLES[action]).case.coordinator
    assert (facts.status, facts.candidate) == (CoordinatorStatus.WISH_RECORDED, None)
    assert facts.wish is not None


def test_another_wish_ends_a_proposal_that_was_made_before_it() -> None:
    assert at(CoordinatorStatus.ACCEPTED).does(SOMEBODY).case.coordinator.candidate is None


def test_an_absence_lasts_from_its_first_day_until_they_are_back() -> None:
    away = at(CoordinatorStatus.ABSENT).does(d.CoordinatorAbsent(None), day=5)
    assert away.case.coordinator.absence is not None
    assert (away.case.coordinator.absence.since, away.case.coordinator.absence.substitute) == (TODAY, "")
    assert away.does(SAMPLES["coordinator-returned"], day=6).case.coordinator.absence is None


STANDS_IN = d.CoordinatorAbsent(TODAY + timedelta(days=9), "Tor", PersonId("tor"))


@pytest.mark.rule(4)
def test_whom_the_unit_lets_stand_in_does_so_from_then_until_the_last_day_of_the_absence() -> None:
    away = at(CoordinatorStatus.APPOINTED).does(STANDS_IN, WHO[Actor.CASE_HANDLER])
    facts = away.case.coordinator
    days = [facts.substitute_on(TODAY + timedelta(days=day)) for day in (0, 9, 10)]
    assert days == ["tor", "tor", None]
    longer = replace(STANDS_IN, until=TODAY + timedelta(days=20))
    facts = away.does(longer, WHO[Actor.CASE_HANDLER], day=5).case.coordinator
    assert facts.substitute_on(TODAY + timedelta(days=20)) == "tor"


@pytest.mark.rule(4)
def test_whoever_is_away_neither_appoints_who_stands_in_nor_sends_them_away() -> None:
    hilde = WHO[Actor.COORDINATOR]
    with pytest.raises(NotNow, match="unit-appoints-substitute"):
        at(CoordinatorStatus.APPOINTED).does(STANDS_IN, hilde)
    away = at(CoordinatorStatus.APPOINTED).does(STANDS_IN, WHO[Actor.CASE_HANDLER])
    longer = away.does(d.CoordinatorAbsent(None, "Siri"), hilde, day=3).case.coordinator
    assert longer.absence is not None
    assert (longer.absence.substitute, longer.absence.until) == ("Tor", None)
    assert longer.substitute_on(TODAY + timedelta(days=90)) == "tor"


@pytest.mark.rule(4)
def test_an_absence_that_ran_out_lends_the_next_one_neither_its_first_day_nor_who_stood_in() -> None:
    away = at(CoordinatorStatus.APPOINTED).does(STANDS_IN, WHO[Actor.CASE_HANDLER])
    again = away.does(d.CoordinatorAbsent(None), WHO[Actor.COORDINATOR], day=10).case.coordinator
    assert again.absence == Absence(TODAY + timedelta(days=10), None, "", None)
    assert again.substitute_on(TODAY + timedelta(days=10)) is None


@pytest.mark.parametrize(
    ("said", "token"),
    [
        (replace(STANDS_IN, substitute=" "), "substitute-unnamed"),
        (replace(STANDS_IN, substitute_person=PersonId("hilde")), "substitute-is-coordinator"),
    ],
)
def test_who_stands_in_has_a_name_and_is_another(said: d.CoordinatorAbsent, token: str) -> None:
    with pytest.raises(NotNow, match=token):
        at(CoordinatorStatus.APPOINTED).does(said, WHO[Actor.CASE_HANDLER])


@pytest.mark.rule(10)
@pytest.mark.parametrize(
    "action", ["coordinator-returned", "handover-begun", "coordinator-left", "coordinator-not-wanted"]
)
def test_nobody_stands_in_once_the_absence_is_over(action: str) -> None:
    away = at(CoordinatorStatus.APPOINTED).does(STANDS_IN, WHO[Actor.CASE_HANDLER])
    assert away.does(SAMPLES[action], day=1).case.coordinator.substitute_on(TODAY) is None


def test_whoever_leaves_before_they_began_has_coordinated_on_no_day() -> None:
    later = at(CoordinatorStatus.ACCEPTED).does(appointed(start=TODAY + timedelta(days=9)))
    (appointment,) = later.does(SAMPLES["coordinator-left"], day=1).case.coordinator.appointments
    assert appointment.end == appointment.start


@pytest.mark.rule(10)
@pytest.mark.parametrize("action", ["coordinator-left", "coordinator-not-wanted", "coordinator-ended"])
def test_whoever_was_to_be_there_until_the_next_one_begins_goes_at_once_with_the_place(action: str) -> None:
    ahead = handing_over().all([proposed(who="nora"), SAMPLES["coordinator-released"]])
    ahead.does(appointed(start=TODAY + timedelta(days=20)))
    assert (ahead.case.coordinator.on(TODAY), ahead.case.coordinator.coming(TODAY)) != (None, None)
    facts = ahead.does(SAMPLES[action], day=1).case.coordinator
    after = TODAY + timedelta(days=1)
    assert [facts.on(after + timedelta(days=days)) for days in (0, 5, 19, 30)] == [None] * 4
    assert (facts.coming(after), facts.outgoing and facts.outgoing.end) == (None, after)


def test_why_whoever_coordinates_goes_is_known_until_the_place_is_settled_otherwise() -> None:
    assert coordinated().does(handover()).case.coordinator.why == "Slutter."
    ahead = handing_over().all([proposed(who="nora"), SAMPLES["coordinator-released"]])
    assert ahead.does(appointed(start=TODAY + timedelta(days=20))).case.coordinator.why
    left = coordinated().does(d.CoordinatorLeft("Flytter."))
    assert left.case.coordinator.why == "Flytter."
    assert left.does(wished()).case.coordinator.why
    assert not left.does(SAMPLES["coordinator-not-wanted"]).case.coordinator.why


def test_a_case_at_rest_appoints_nobody() -> None:
    with pytest.raises(NotNow, match="not-granted"):
        at(CoordinatorStatus.ACCEPTED).does(CaseDeclined("enheten")).does(appointed())


def test_a_decision_that_comes_later_lets_whoever_was_released_be_appointed() -> None:
    waiting = assessed().all(RELEASED).does(decided(Thing.COORDINATOR))
    assert waiting.does(appointed()).case.coordinator.status is CoordinatorStatus.APPOINTED
    assert clarifying().all(RELEASED).case.coordinator.status is CoordinatorStatus.ACCEPTED
