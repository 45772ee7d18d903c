"""A case is the fold over its records; no order of commands reaches a status without what it must have."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain.cases import care_transitions as care
from server.domain.cases import case_transitions as about
from server.domain.cases.flow import (
    TRACK_OF,
    TRACKS,
    TRANSITIONS,
    ended_before,
    folded,
    followed,
    judged,
    open_to,
    required,
)
from server.domain.cases.records import CLOCKS_DIFFER, Record, Transition, day_of
from server.domain.cases.state import GRANTING, IN_PLACE, PLAN_RUNNING, Case
from server.domain.cases.vocabulary import (
    Actor,
    Assessed,
    CaseId,
    CaseStatus,
    Consent,
    CoordinatorKind,
    CoordinatorWish,
    Outcome,
    PlanStatus,
    Thing,
    Wish,
)
from server.domain.errors import NotNow, Refusal
from server.domain.plan import PersonId
from tests.unit.domain.cases.sayings import let_through
from tests.unit.domain.cases.situations import (
    ADULT,
    CHILD,
    EXPECTED,
    FOR_THE_OWNER,
    RULES,
    SAMPLES,
    TODAY,
    WHO,
    YOUNG,
    History,
    appointed,
    commanded,
    coordinated,
    decided,
    opened,
    plan_begun,
    proposed,
    reported,
    wished,
    with_childs_coordinator,
)


def test_every_transition_belongs_to_one_track_and_has_its_own_token() -> None:
    assert sum(len(track.terms) for track in TRACKS) == len(TRACK_OF) == len(TRANSITIONS)
    assert TRANSITIONS.keys() == SAMPLES.keys()
    assert {transition for track in TRACKS for row in track.moves.values() for transition in row} == set(
        TRACK_OF
    )


def test_records_follow_each_other() -> None:
    history = coordinated()
    assert folded(CaseId("case"), history.records) == history.case
    with pytest.raises(ValueError, match="record 1 after 11"):
        followed(history.case, history.records[0])


def test_what_may_be_tried_follows_from_where_each_track_is() -> None:
    assert open_to(Case(CaseId("case")), Actor.OWNER, RULES, TODAY) == {
        "reported",
        "coordinator-not-wanted",
    }
    asked = opened().all([wished(), proposed()]).case
    assert {"proposal-refused", "declined", "wish-recorded"} <= open_to(asked, Actor.OWNER, RULES, TODAY)
    assert open_to(opened().case, Actor.RELATIVE, RULES, TODAY) == {"reported", "review-opened"}
    by_itself = open_to(opened().case, Actor.CLOCK, RULES, TODAY)
    assert by_itself == {*("closed", "review-opened", "representative-registered")}


# -- any order of commands ------------------------------------------------------------------------

SUBJECTS = (ADULT, CHILD, YOUNG, EXPECTED)
NEAR, FAR = st.integers(-20, 20), st.integers(-40, 900)


def days_later(days: int) -> date:
    return TODAY + timedelta(days=days)


VARIED: dict[str, st.SearchStrategy[Transition]] = {
    "reported": st.builds(
        lambda subject, wish, consent: reported(subject=subject, wish=wish, consent=consent),
        st.sampled_from(SUBJECTS),
        st.sampled_from(Wish),
        st.sampled_from(Consent),
    ),
    "consent-checked": st.builds(about.ConsentChecked, st.sampled_from(Consent), st.just("Kari")),
    "assessed": st.builds(
        about.CriterionAssessed, st.sampled_from(RULES.criteria), st.sampled_from(Assessed), st.just("Ja.")
    ),
    "decided": st.builds(decided, st.sampled_from(Thing), st.sampled_from(Outcome)),
    "wish-recorded": st.builds(wished, st.sampled_from(CoordinatorWish), st.sampled_from(["", "Tor"])),
    "coordinator-proposed": st.builds(
        lambda as_wished, departure, who: proposed(as_wished=as_wished, departure=departure, who=who),
        st.booleans(),
        st.sampled_from(["", " ", "Ikke ansatt her."]),
        st.sampled_from(["hilde", "nora"]),
    ),
    "coordinator-appointed": st.builds(
        appointed, st.sampled_from(CoordinatorKind), st.one_of(NEAR, FAR).map(days_later)
    ),
    "coordinator-absent": st.builds(care.CoordinatorAbsent, st.none(), st.sampled_from(["", "Vikar"])),
    "closed": st.builds(about.CaseClosed, st.just("wish"), st.sampled_from(["", "kvittering"])),
    "plan-erased": st.builds(care.PlanErased, st.sampled_from(["", "tillatelse"])),
    "plan-offered": st.builds(care.PlanOffered, st.sampled_from(["", "Ja."])),
}
"""What guards look at, drawn freely."""
ACTORS = st.sampled_from([None] * 12 + [*WHO.values(), FOR_THE_OWNER])
BEGINNINGS = (History, opened, coordinated, with_childs_coordinator, plan_begun)
STEPS = 30


def in_some_row(case: Case) -> list[str]:
    """What the tables have a cell for: anything else is refused before its guards are asked."""
    rows = [track.moves[track.status(case)] for track in TRACKS]
    return sorted({transition.action for row in rows for transition in row})


def days_and_minutes(days: int, minutes: int) -> float:
    """In days."""
    return days + minutes / (24 * 60)


def walked(data: st.DataObject, beginning: History) -> History:
    """What was let through of some order of commands; a clock may be behind."""
    day: float = beginning.records[-1].day.toordinal() - TODAY.toordinal() if beginning.records else 0
    for _ in range(STEPS):
        action = data.draw(st.sampled_from(in_some_row(beginning.case) or ["reported"]))
        transition = data.draw(VARIED.get(action, st.just(SAMPLES[action])))
        day += data.draw(st.sampled_from([0, 0, 1, 5, 20, 400, -3, days_and_minutes(0, -3)]))
        try:
            beginning.does(transition, data.draw(ACTORS), day)
        except Refusal:
            continue
    return beginning


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), st.sampled_from(BEGINNINGS))
def test_no_order_of_commands_reaches_a_status_without_what_it_must_have(
    data: st.DataObject, beginning: Callable[[], History]
) -> None:
    history = walked(data, beginning())
    case = Case(CaseId("case"))
    for record in history.records:
        before, case = case, followed(case, record)
        changed = [each for each in TRACKS if getattr(before, each.facts) != getattr(case, each.facts)]
        assert len(changed) <= 1
        assert case.id == "case"
        must_have(case, history)
    assert case == history.case
    for one, other in pairwise(history.records):
        ahead = one.command.at - other.command.at
        assert ahead <= timedelta(0) or ahead > CLOCKS_DIFFER


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), st.sampled_from(BEGINNINGS[1:]), st.sampled_from(Actor))
def test_offered_is_what_is_not_refused_whatever_is_said(
    data: st.DataObject, beginning: Callable[[], History], actor: Actor
) -> None:
    """Else pages have forms that are typed in vain, or lack one that would be taken."""
    case = walked(data, beginning()).case
    assert case.at is not None
    day = day_of(case.at)
    assert set(let_through(case, actor, day)) == open_to(case, actor, RULES, day)


def must_have(case: Case, history: History) -> None:
    before = history.records[: case.number]
    last = before[-1].transition
    coordinator, plan, facts = case.coordinator, case.plan, case.case
    if coordinator.candidate is not None or coordinator.status in IN_PLACE:
        assert coordinator.wish is not None
    assert (coordinator.appointed is not None) == (coordinator.status in IN_PLACE)
    if isinstance(last, care.CoordinatorProposed) and coordinator.wish is not None:
        named = coordinator.wish.transition.wish is CoordinatorWish.SOMEBODY
        assert not named or last.as_wished or last.departure.strip()
    if isinstance(last, care.CoordinatorAppointed):
        was_appointed(case, before)
    never_two(case)
    if isinstance(last, about.ThingDecided) and last.outcome in GRANTING:
        assert facts.may_be_dealt_with
        assert last.thing in facts.asked
    if isinstance(last, about.ThingDecided) and last.outcome is not Outcome.NOT_WANTED:
        assert facts.assessment.keys() >= set(RULES.criteria)
    if plan.status in PLAN_RUNNING:
        assert plan.consent is not None
    if plan.status in (PlanStatus.DRAFTING, PlanStatus.ACTIVE, PlanStatus.REVISION_DUE):
        assert plan.plan is not None
    if facts.status is CaseStatus.OPEN:
        assert any(each.transition.outcome in GRANTING for each in facts.decisions.values())
    if isinstance(last, about.CaseClosed | about.CaseDeclined):
        assert coordinator.status not in IN_PLACE
        assert plan.status not in PLAN_RUNNING
    if isinstance(last, about.CaseClosed) and not isinstance(last, about.OwnerDied):
        assert last.archive_receipt or not plan.unarchived
    child_never_just_ends(case, before)


def was_appointed(case: Case, before: list[Record]) -> None:
    """By the transitions alone: proposed and released since, in an open case in which it was granted."""
    transitions = [type(record.transition) for record in before]
    since = len(transitions) - 1 - transitions[::-1].index(care.CoordinatorProposed)
    assert care.CoordinatorReleased in transitions[since:]
    assert not {care.ReleaseRefused, care.ProposalRefused, care.WishRecorded} & set(transitions[since:])
    new = case.coordinator.appointed
    assert new is not None
    assert case.case.status is CaseStatus.OPEN
    granted = case.case.granted
    if new.kind is CoordinatorKind.CHILD:
        assert Thing.CHILD_COORDINATOR in granted
        assert RULES.is_child(case.case.subject, new.start)
    else:
        assert granted - {Thing.PLAN}


def never_two(case: Case) -> None:
    found = sorted(case.coordinator.appointments, key=lambda each: each.start)
    for earlier, later in pairwise(found):
        assert earlier.end is not None
        assert earlier.end <= later.start


def child_never_just_ends(case: Case, before: list[Record]) -> None:
    """Of somebody of age: with an ordinary one, or as the owner wants none; else the place is empty."""
    last, subject = before[-1], case.case.subject
    of_age = subject.born is not None and not RULES.is_child(subject, last.day)
    ended = isinstance(last.transition, care.CoordinatorEnded) and last.transition.reason != "dead"
    if of_age and ended and case.coordinator.appointments:
        newest = case.coordinator.appointments[-1]
        assert newest.kind is not CoordinatorKind.CHILD or newest.end != last.day


def test_a_record_is_of_no_moment_before_the_one_before_it() -> None:
    """Clocks of two machines differ, and what must hold on the day must hold on the one that is recorded."""
    late = days_and_minutes(4, 11 * 60)
    history = History().does(SAMPLES["reported"], day=late)
    history.does(SAMPLES["taken"], day=late - days_and_minutes(0, 4))
    first, then = history.records
    assert first.command.at == then.command.at
    assert history.case.case.since == first.day
    with pytest.raises(NotNow, match="day-has-passed"):
        history.does(about.DelayNotified("Vi venter.", first.day), day=late - days_and_minutes(0, 4))


def test_a_record_follows_all_before_it_also_where_they_were_out_of_order() -> None:
    """As before records were kept from it."""
    late = days_and_minutes(4, 0)
    history = History().does(SAMPLES["reported"], day=late).does(SAMPLES["taken"], day=late)
    early = replace(
        history.records[1], command=commanded(SAMPLES["taken"], day=late - days_and_minutes(0, 3))
    )
    case = folded(CaseId("case"), [history.records[0], early])
    asked = judged(case, commanded(SAMPLES["asked"], day=late - days_and_minutes(0, 4)), RULES)
    assert asked.command.at == history.records[0].command.at


def test_a_record_that_is_far_ahead_dates_none_after_it() -> None:
    """One clock was wrong for years: what may be said, and by when, goes by the right one again."""
    history = History().does(SAMPLES["reported"]).does(SAMPLES["taken"], day=4000)
    history.does(about.DelayNotified("Vi venter.", days_later(30)), day=2)
    history.does(SAMPLES["asked"], day=3)
    assert [record.day for record in history.records] == [days_later(each) for each in (0, 4000, 2, 3)]
    assert history.case == folded(CaseId("case"), history.records)
    assert history.case.at == history.records[-1].command.at


def test_with_a_move_the_plan_and_the_coordinator_end_first() -> None:
    history = coordinated().all(SAMPLES[each] for each in ("plan-offered", "plan-consented", "plan-begun"))
    ended = list(ended_before(history.case, SAMPLES["moved"]))
    assert ended == [care.PlanEnded("moved"), care.CoordinatorEnded("moved")]
    after = history.all(ended).does(SAMPLES["moved"]).case
    assert (after.case.status, after.plan.status, after.coordinator.status) == ("moved", "ended", "ended")
    assert list(ended_before(History().does(SAMPLES["reported"]).case, SAMPLES["moved"])) == []
    assert list(ended_before(coordinated().case, SAMPLES["closed"])) == []


def test_with_a_death_everything_ends_and_nothing_waits_for_the_archive() -> None:
    history = with_childs_coordinator().does(SAMPLES["representative-registered"])
    grown = 365 * 3  # of age, which settles nothing any more
    steps = list(ended_before(history.case, SAMPLES["died"]))
    assert steps == [care.CoordinatorEnded("dead"), about.RepresentativeEnded(PersonId("anne"), "dead")]
    for each in steps:
        history.does(each, Actor.CASE_HANDLER, grown)
    assert history.does(SAMPLES["died"], day=grown).case.case.status is CaseStatus.CLOSED
    planned = plan_begun()
    assert list(ended_before(planned.case, SAMPLES["died"])) == [care.PlanEnded("dead")]
    planned.does(care.PlanEnded("dead"), Actor.CASE_HANDLER).does(SAMPLES["died"])
    assert (planned.case.case.status, planned.case.plan.unarchived) == (CaseStatus.CLOSED, True)
    assert "died" not in open_to(opened().case, Actor.OWNER, RULES, TODAY)


@settings(max_examples=30)
@given(st.data())
def test_a_refused_command_leaves_the_case_as_it_is(data: st.DataObject) -> None:
    history = walked(data, opened())
    before = history.case
    for transition in SAMPLES.values():
        command = commanded(transition)
        try:
            record = judged(before, command, RULES)
        except Refusal:
            continue
        assert (record.number, record.command) == (before.number + 1, command.not_before(before.at))
    assert history.case == before == folded(CaseId("case"), history.records)


def test_a_status_that_was_reached_is_kept_whatever_tables_say_later() -> None:
    history = opened()
    moved = [replace(history.records[0], status=CaseStatus.CLARIFYING), *history.records[1:]]
    assert followed(Case(CaseId("case")), moved[0]).case.status is CaseStatus.CLARIFYING


def test_what_a_form_must_ask_for_is_what_terms_and_fields_without_a_default_say() -> None:
    assert required(about.DelayNotified) == ("reason", "expected")
    assert required(care.CoordinatorAbsent) == ()
    assert required(care.CoordinatorProposed) == ("person", "name", "workplace")
    assert required(about.CaseTaken) == ()


@pytest.mark.parametrize("locale", ["nb", "en"])
def test_the_units_page_has_words_for_each_guard(locale: str) -> None:
    file = Path(__file__).parents[4] / "frontend" / "src" / "i18n" / locale / "desk.json"
    words = json.loads(file.read_text(encoding="utf-8"))["lacks"]
    guards = {each.token for track in TRACKS for terms in track.terms.values() for each in terms.guards}
    assert guards - words.keys() == set()
