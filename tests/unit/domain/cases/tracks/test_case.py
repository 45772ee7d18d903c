"""The course of a case: every cell of its table, every guard, and everything that must be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from server.domain.cases import care_transitions as care
from server.domain.cases import case_transitions as d
from server.domain.cases.flow import judged
from server.domain.cases.records import Transition
from server.domain.cases.tracks.case import CASE
from server.domain.cases.tracks.representation import at_birth
from server.domain.cases.vocabulary import (
    Actor,
    Assessed,
    CaseId,
    CaseStatus,
    Consent,
    Means,
    Outcome,
    Thing,
    Wish,
)
from server.domain.cases.waiting import Step, waiting
from server.domain.errors import Forbidden, Invalid, NotNow
from server.domain.plan import PersonId
from tests.unit.domain.cases.grids import cells, cells_of, guards, permitted, required
from tests.unit.domain.cases.situations import (
    ADULT,
    CHILD,
    EXPECTED,
    FOR_THE_OWNER,
    RULES,
    SAMPLES,
    TODAY,
    WHO,
    History,
    assessed,
    clarifying,
    commanded,
    coordinated,
    decided,
    opened,
    reported,
)
from tests.unit.domain.cases.situations import History as H

GRID = """
none:       reported > reported
reported:   reported report-taken-in subject-corrected child-born consent-checked delay-notified > reported; \
taken assigned > clarifying; declined > declined; moved > moved; closed died > closed
clarifying: reported report-taken-in subject-corrected child-born consent-checked delay-notified \
assigned asked answered meeting-set assessed letter-posted > clarifying; \
decided > ?; merged > merged; declined > declined; moved > moved; closed died > closed
decided:    reported report-taken-in > reported; subject-corrected child-born assigned \
letter-posted > decided; \
decided > ?; declined > declined; moved > moved; closed died > closed
open:       reported report-taken-in subject-corrected child-born consent-checked delay-notified \
assigned asked answered meeting-set assessed owner-entered letter-posted > open; \
decided > ?; declined > declined; moved > moved; closed died > closed
declined:   reported report-taken-in > reported; closed died > closed
moved:      reported report-taken-in > reported; passed-on > moved; closed died > closed
closed:     reported report-taken-in > reported
merged:
"""
OWN = "owner representative"
BY = {
    "reported": f"{OWN} relative professional hospital-unit case-handler",
    "answered": f"{OWN} relative professional hospital-unit case-handler",
    "child-born": f"{OWN} case-handler",
    "consent-checked": f"{OWN} case-handler",
    "declined": f"{OWN} case-handler",
    "closed": f"{OWN} case-handler clock",
    "owner-entered": OWN,
    "passed-on": OWN,
}


def test_the_table() -> None:
    assert cells_of(CASE) == cells(GRID)
    assert set(CASE.moves) == set(CaseStatus)


def test_who_may_do_what() -> None:
    assert permitted(CASE) == {
        transition.action: set(BY.get(transition.action, "case-handler").split()) for transition in CASE.terms
    }


def posted(on: date) -> d.LetterPosted:
    letter, *_ = opened().case.case.letters
    return d.LetterPosted(letter.number, on)


MOTHER = PersonId("mor")
FAMILY = replace(EXPECTED, person=MOTHER, family=True)
REFUSED: list[tuple[str, History, Transition, str]] = [
    ("child-born", clarifying(), SAMPLES["child-born"], "nobody-expected"),
    ("child-born", clarifying(subject=EXPECTED), d.ChildBorn("Liv", date(2026, 3, 3)), "day-to-come"),
    ("child-born", clarifying(subject=EXPECTED), d.ChildBorn("Liv", date(2024, 3, 3)), "day-too-far"),
    ("child-born", clarifying(subject=FAMILY), d.ChildBorn("Liv", TODAY, MOTHER), "represents-nobody"),
    ("merged", clarifying(), d.CaseMerged(CaseId("case")), "same-case"),
    ("consent-checked", clarifying(), d.ConsentChecked(Consent.MISSING, "?"), "no-answer"),
    (
        "asked",
        H().all([reported(), d.CaseTaken()]),
        d.QuestionAsked(Actor.RELATIVE, "Hva?"),
        "consent-unchecked",
    ),
    ("answered", clarifying(), d.QuestionAnswered(1, "Ja."), "no-such-question"),
    ("meeting-set", H().all([reported(), d.CaseTaken()]), d.MeetingSet(TODAY), "consent-unchecked"),
    ("assessed", H().all([reported(), d.CaseTaken()]), SAMPLES["assessed"], "consent-unchecked"),
    ("assessed", clarifying(), d.CriterionAssessed("money", Assessed.MET, "Nei."), "no-such-criterion"),
    ("delay-notified", clarifying(), d.DelayNotified("Kø.", TODAY), "day-has-passed"),
    ("delay-notified", clarifying(), d.DelayNotified("Kø.", date(2027, 3, 3)), "day-too-far"),
    ("meeting-set", clarifying(), d.MeetingSet(date(2025, 3, 1)), "day-too-far"),
    ("decided", assessed(), replace(decided(), known_on=TODAY - timedelta(days=1)), "day-too-far"),
    ("decided", assessed(), replace(decided(), known_on=TODAY + timedelta(days=31)), "day-too-far"),
    ("decided", assessed(wish=Wish.PLAN), decided(Thing.COORDINATOR), "not-asked-for"),
    ("decided", H().all([reported(), d.CaseTaken()]), decided(), "consent-unchecked"),
    ("decided", clarifying(), decided(), "not-assessed"),
    ("decided", opened(), decided(Thing.PLAN, Outcome.REFUSED), "already-granted"),
    (
        "decided",
        assessed(wish=Wish.CHILD_COORDINATOR),
        decided(Thing.CHILD_COORDINATOR),
        "not-a-child",
    ),
    ("letter-posted", assessed(), d.LetterPosted(1, TODAY), "no-such-letter"),
    ("letter-posted", opened(), d.LetterPosted(99, TODAY), "no-such-letter"),
    ("letter-posted", opened(), posted(TODAY + timedelta(days=1)), "not-posted-then"),
    ("letter-posted", opened(), posted(TODAY - timedelta(days=1)), "not-posted-then"),
    ("declined", coordinated(), SAMPLES["declined"], "still-running"),
    ("moved", coordinated(), SAMPLES["moved"], "still-running"),
    ("closed", coordinated(), SAMPLES["closed"], "still-running"),
    ("died", coordinated(), SAMPLES["died"], "still-running"),
    ("died", opened(), d.OwnerDied("wish", said_by="Datteren"), "no-such-ending"),
    ("died", opened(), d.OwnerDied(died=TODAY + timedelta(days=1), said_by="Datteren"), "day-to-come"),
    ("died", opened(), d.OwnerDied(died=date(2024, 3, 1), said_by="Datteren"), "day-too-far"),
    ("owner-entered", opened(), SAMPLES["owner-entered"], "owner-known"),
    ("closed", opened(), d.CaseClosed("behovet er over"), "no-such-ending"),
    ("closed", opened(), d.CaseClosed("other", words=" "), "ending-unexplained"),
    (
        "closed",
        opened().all(
            [SAMPLES[each] for each in ("plan-offered", "plan-consented", "plan-begun", "plan-ended")]
        ),
        d.CaseClosed("need-over"),
        "not-archived",
    ),
]


@pytest.mark.parametrize(("action", "history", "transition", "token"), REFUSED)
def test_a_guard_that_does_not_hold_is_named(
    action: str, history: H, transition: Transition, token: str
) -> None:
    assert action == transition.action
    with pytest.raises(NotNow) as refused:
        history.does(transition)
    assert refused.value.detail == token


def test_each_guard_was_asked() -> None:
    of_the_owners_word = {("declined", "on-whose-behalf"), ("moved", "on-whose-behalf")}
    assert guards(CASE) == {(action, token) for action, _, _, token in REFUSED} | of_the_owners_word


@pytest.mark.parametrize("transition", [SAMPLES["declined"], SAMPLES["moved"]])
def test_the_unit_says_on_whose_behalf_it_declines_or_moves(transition: Transition) -> None:
    with pytest.raises(NotNow, match="on-whose-behalf"):
        clarifying().does(transition, Actor.CASE_HANDLER)
    assert clarifying().does(transition, FOR_THE_OWNER).case.case.status == transition.action


def reported_and_moved() -> H:
    return H().does(reported()).does(SAMPLES["moved"])


SAYS = [
    ("reported", "reason"),
    ("child-born", "name"),
    ("consent-checked", "by"),
    ("asked", "question"),
    ("answered", "answer"),
    ("assessed", "reason"),
    ("delay-notified", "reason"),
    ("decided", "reason"),
    ("declined", "contact_point"),
    ("moved", "municipality"),
    ("passed-on", "municipality"),
    ("closed", "reason"),
]


@pytest.mark.parametrize(("action", "name"), SAYS)
def test_what_must_be_said_is_asked_for(action: str, name: str) -> None:
    before = reported_and_moved() if action == "passed-on" else assessed()
    with pytest.raises(Invalid, match=name):
        before.does(replace(SAMPLES[action], **{name: " "}))


DIED = {("died", "said_by"), ("died", "shown")}


def test_all_that_must_be_said_was_left_out_once() -> None:
    assert required(CASE) == {*SAYS, ("decided", "basis"), ("decided", "shown"), *DIED}


def test_a_decision_has_a_basis_and_the_text_with_its_complaint() -> None:
    with pytest.raises(Invalid, match="basis"):
        assessed().does(decided(), basis="")
    history = assessed()
    with pytest.raises(Invalid, match="shown"):
        judged(history.case, replace(commanded(decided()), shown=""), history.rules)


def test_whoever_may_not_is_refused_whatever_the_case_is() -> None:
    with pytest.raises(Forbidden):
        H().does(decided(), Actor.COORDINATOR)


# -- what becomes of it ---------------------------------------------------------------------------


def test_a_case_is_decided_when_all_that_was_asked_is_and_open_with_the_first_grant() -> None:
    first = assessed().does(decided(Thing.PLAN, Outcome.REFUSED))
    assert first.case.case.status is CaseStatus.CLARIFYING
    refused = first.does(decided(Thing.COORDINATOR, Outcome.NOT_WANTED))
    assert refused.case.case.status is CaseStatus.DECIDED
    reversed_later = refused.does(decided(Thing.PLAN, Outcome.IN_PART))
    assert reversed_later.case.case.status is CaseStatus.OPEN
    assert opened(Thing.PLAN).case.case.undecided == {Thing.COORDINATOR}


def test_a_letter_waits_until_it_is_said_to_be_posted_and_only_where_it_is_by_letter() -> None:
    told = assessed().does(replace(decided(Thing.COORDINATOR), means=Means.PHONE)).does(decided())
    (letter,) = told.case.case.letters
    assert letter.transition.thing is Thing.PLAN
    sent = told.does(d.LetterPosted(letter.number, TODAY))
    assert sent.case.case.letters == ()
    assert sent.case.case.status is told.case.case.status
    with pytest.raises(NotNow, match="no-such-letter"):
        sent.does(d.LetterPosted(letter.number, TODAY))


def test_what_was_granted_in_part_may_become_whole_and_nothing_less() -> None:
    in_part = assessed().does(decided(Thing.PLAN, Outcome.IN_PART))
    with pytest.raises(NotNow, match="already-granted"):
        in_part.does(decided(Thing.PLAN, Outcome.REFUSED))
    assert in_part.does(decided()).case.case.status is CaseStatus.OPEN


def test_the_owners_own_report_is_their_consent_and_others_word_of_it_is_checked() -> None:
    own = H().does(reported(verified=True), Actor.OWNER).case.case
    assert own.may_be_dealt_with
    theirs = H().does(reported(verified=True), Actor.RELATIVE).case.case
    assert theirs.consent is Consent.GIVEN
    assert not theirs.may_be_dealt_with
    unverified = H().does(reported(), Actor.OWNER).case.case
    assert not unverified.may_be_dealt_with


@pytest.mark.rule(6)
def test_without_consent_or_ground_nothing_is_found_out_and_nothing_is_decided() -> None:
    said_no = clarifying().does(d.ConsentChecked(Consent.REFUSED, "Kari"))
    for transition in (SAMPLES["assessed"], decided(), d.MeetingSet(TODAY)):
        with pytest.raises(NotNow, match="consent-unchecked"):
            said_no.does(transition)
    ground = said_no.does(d.ConsentChecked(Consent.STATUTORY, "hpl. § 38 a"))
    assert ground.does(SAMPLES["assessed"]).case.case.assessment.keys() == {"lasting"}


def test_the_owner_is_asked_before_it_is_known_whether_they_consent() -> None:
    asked = H().all([reported(), d.CaseTaken()]).does(SAMPLES["asked"])
    assert [each.transition.of for each in asked.case.case.questions] == [Actor.OWNER]


def test_whom_was_asked_answers_or_the_unit_writes_it_down() -> None:
    asked = clarifying().does(d.QuestionAsked(Actor.OWNER, "Hva?"))
    answer = d.QuestionAnswered(4, "Dette.")
    with pytest.raises(NotNow, match="no-such-question"):
        asked.does(answer, Actor.PROFESSIONAL)
    assert asked.does(answer, Actor.REPRESENTATIVE).case.case.questions == ()


def test_a_report_to_a_case_at_rest_begins_anew_in_the_same_case() -> None:
    rested = assessed(wish=Wish.PLAN).does(SAMPLES["declined"])
    assert rested.case.case.status is CaseStatus.DECLINED
    again = rested.does(reported(wish=Wish.COORDINATOR), day=90).case
    assert (again.id, again.case.status) == ("case", CaseStatus.REPORTED)
    assert again.case.asked == {Thing.COORDINATOR}
    assert again.case.received == TODAY + timedelta(days=90)
    assert (again.case.assessment, again.case.decisions, again.case.consent_checked) == ({}, {}, False)


def test_a_report_to_a_case_under_way_asks_for_more_and_does_not_turn_back_its_clock() -> None:
    more = clarifying(wish=Wish.PLAN).does(reported(wish=Wish.COORDINATOR), day=10).case.case
    assert more.asked == {Thing.PLAN, Thing.COORDINATOR}
    assert more.received == TODAY
    later = opened(Thing.PLAN, wish=Wish.PLAN).does(reported(wish=Wish.COORDINATOR), day=50).case.case
    assert (later.status, later.received) == (CaseStatus.OPEN, TODAY + timedelta(days=50))


@pytest.mark.rule(12)
def test_the_child_that_was_expected_is_whom_the_case_is_about_once_it_is_born() -> None:
    expecting = opened(Thing.CHILD_COORDINATOR, wish=Wish.CHILD_COORDINATOR, subject=FAMILY)
    child = d.ChildBorn("Liv Li", date(2026, 5, 30), MOTHER)
    for each in at_birth(expecting.case, child, "Mor Li", "Født.", RULES, date(2026, 6, 5)):
        expecting.does(each, Actor.CLOCK, day=95)
    born = expecting.does(child, day=95).case
    assert born.case.subject == d.Subject("Liv Li", born=date(2026, 5, 30))
    (mother,) = born.representation.people
    assert (mother.person, mother.basis, mother.until) == (MOTHER, "parents", date(2042, 5, 29))


@pytest.mark.rule(12)
def test_a_birth_before_parents_acted_for_the_child_is_said_once_more_and_the_case_becomes_the_childs() -> (
    None
):
    """As earlier releases stored it, years ago."""
    expecting, liv = opened(Thing.CHILD_COORDINATOR, wish=Wish.CHILD_COORDINATOR, subject=FAMILY), "Liv Li"
    family = expecting.does(d.ChildBorn(liv, date(2026, 5, 30)), day=95).case
    assert family.case.subject == replace(FAMILY, name=liv, born=date(2026, 5, 30), expected=None)
    later = date(2029, 3, 2)
    link = next(each for each in waiting(family, RULES, later) if each.step is Step.LINK_CHILD)
    assert link.since == date(2026, 5, 30)
    child = d.ChildBorn(liv, date(2026, 5, 30), MOTHER)
    for each in at_birth(family, child, "Mor Li", "Født.", RULES, later):
        expecting.does(each, Actor.CLOCK, day=1096)
    born = expecting.does(child, day=1096).case
    assert (born.case.subject, born.birth_from) == (d.Subject(liv, born=date(2026, 5, 30)), None)
    assert [each.person for each in born.representation.people] == [MOTHER]
    assert Step.LINK_CHILD not in {each.step for each in waiting(born, RULES, later)}


def test_what_was_not_granted_is_decided_anew_when_it_is_asked_for_anew() -> None:
    coordinated = opened(Thing.COORDINATOR, wish=Wish.BOTH).does(decided(Thing.PLAN, Outcome.NOT_WANTED))
    assert coordinated.case.case.undecided == frozenset()
    asked = coordinated.does(d.ReportTakenIn(CaseId("nav"), Wish.BOTH), day=90)
    facts, then = asked.case.case, TODAY + timedelta(days=90)
    assert facts.undecided == {Thing.PLAN}
    assert facts.received == then
    assert facts.decisions[Thing.PLAN].transition.outcome is Outcome.NOT_WANTED
    granted = replace(decided(), known_on=then)
    assert asked.does(granted, day=90).case.case.undecided == frozenset()


def test_a_report_that_was_taken_in_counts_as_one_of_this_case() -> None:
    assert clarifying(wish=Wish.PLAN).does(
        d.ReportTakenIn(CaseId("other"), Wish.CHILD_COORDINATOR)
    ).case.case.asked == {Thing.PLAN, Thing.CHILD_COORDINATOR}


def test_all_that_was_asked_of_a_case_is_asked_of_the_one_it_is_taken_into() -> None:
    taken = d.ReportTakenIn(CaseId("other"), Wish.PLAN, asked=(Thing.CHILD_COORDINATOR, Thing.PLAN))
    asked = clarifying(wish=Wish.COORDINATOR).does(taken).case.case.asked
    assert asked == {Thing.PLAN, Thing.COORDINATOR, Thing.CHILD_COORDINATOR}


def test_a_later_report_does_not_say_who_somebody_is() -> None:
    other = d.Subject("En annen", born=date(1999, 1, 1))
    assert clarifying().does(reported(subject=other)).case.case.subject == ADULT
    assert clarifying().does(d.SubjectCorrected(CHILD)).case.case.subject == CHILD


def test_an_address_that_anybody_called_protected_is_until_the_unit_corrects_it() -> None:
    said = replace(ADULT, protected=True)
    for transition in (reported(subject=said), d.ReportTakenIn(CaseId("other"), Wish.PLAN, protected=True)):
        told = clarifying().does(transition).does(reported())
        assert told.case.case.subject == said
        assert told.does(d.SubjectCorrected(ADULT)).case.case.subject == ADULT


def test_how_the_owner_is_reached_is_as_they_said_last() -> None:
    before = clarifying(subject=replace(ADULT, contact="tlf. 1", language="somali"))
    moved = reported(subject=d.Subject("Kari", contact="tlf. 2", interpreter=True), verified=True)
    now = replace(ADULT, contact="tlf. 2", language="somali", interpreter=True)
    assert before.does(moved, Actor.OWNER).case.case.subject == now
    others = reported(subject=d.Subject("Kari", contact="tlf. 3"), verified=True)
    assert before.does(others, Actor.RELATIVE).case.case.subject == now


def test_the_handler_is_who_took_it_or_was_assigned_it() -> None:
    assert clarifying().case.case.handler == WHO[Actor.CASE_HANDLER].person
    assert clarifying().does(SAMPLES["assigned"]).case.case.handler == "hanne"


def test_what_is_said_of_a_case_at_rest_is_kept() -> None:
    rested = clarifying().does(d.CaseDeclined("enheten, tlf. 1", review=False)).case.case
    assert (rested.contact_point, rested.review) == ("enheten, tlf. 1", False)
    assert clarifying().does(d.CaseMerged(CaseId("other"))).case.case.into == "other"
    assert clarifying().does(d.MeetingSet(TODAY)).case.case.meeting == TODAY


def test_a_plan_that_was_archived_lets_the_case_close() -> None:
    ended = opened().all(
        [SAMPLES[each] for each in ("plan-offered", "plan-consented", "plan-begun", "plan-ended")]
    )
    assert (
        ended.does(care.PlanArchived("kvittering 7")).does(d.CaseClosed("wish")).case.case.status == "closed"
    )
