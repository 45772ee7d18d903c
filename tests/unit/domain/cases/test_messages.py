"""Who is told of what happens in a case, and that nobody is told of what they did themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.catalogue import standard
from server.domain.cases.care_transitions import CoordinatorReleased
from server.domain.cases.case_transitions import CaseAssigned, QuestionAsked
from server.domain.cases.flow import ended_before, followed, judged
from server.domain.cases.leaders import ServiceTold
from server.domain.cases.messages import OF_RECORDS, messages_of, service_told
from server.domain.cases.records import By, Command, Record, Transition
from server.domain.cases.state import Appointment, Case, CaseFacts, CoordinatorFacts
from server.domain.cases.vocabulary import Actor, CaseId, CoordinatorKind, Training
from server.domain.messages.message import Message
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from tests.unit.domain.cases.situations import (
    ADULT,
    FOR_THE_OWNER,
    NOW,
    RULES,
    SAMPLES,
    TODAY,
    appointed,
    commanded,
    plan_begun,
    proposed,
    wished,
)

WHERE = MunicipalityId("lia")
KARI, BERIT, HILDE, RUNE = map(PersonId, ("kari", "berit", "hilde", "rune"))


def coordinated_by(person: PersonId | None) -> CoordinatorFacts:
    if person is None:
        return CoordinatorFacts()
    of = (person, person, "Helse", CoordinatorKind.ORDINARY, Training.DONE, TODAY)
    return CoordinatorFacts(appointments=(Appointment(*of),))


def case(coordinator: PersonId | None = HILDE) -> Case:
    facts = CaseFacts(subject=ADULT, handler=BERIT)
    return Case(CaseId("case"), 1, case=facts, coordinator=coordinated_by(coordinator))


def told(
    transition: Transition, by: PersonId | None = None, before: Case | None = None, after: Case | None = None
) -> set[tuple[str, str]]:
    record = Record(2, Command(By(by, Actor.CASE_HANDLER), NOW, transition), "open")
    found = messages_of(before or case(), after or case(), record, WHERE)
    return {(str(each.person), each.text) for each in found}


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("reported", {(KARI, "reported"), (BERIT, "reported")}),
        ("taken", {(KARI, "clarifying")}),
        ("decided", {(KARI, "decision-ready")}),
        ("delay-notified", {(KARI, "delayed")}),
        ("coordinator-proposed", {(KARI, "coordinator-proposed")}),
        ("plan-offered", {(KARI, "plan-offered")}),
        ("plan-consented", {(BERIT, "plan-answered"), (HILDE, "plan-answered")}),
        ("closed", {(KARI, "ended"), (BERIT, "ended"), (HILDE, "ended")}),
        ("subject-corrected", set()),
        ("consent-checked", set()),
        ("assessed", set()),
    ],
)
def test_who_is_told_what(action: str, expected: set[tuple[str, str]]) -> None:
    assert told(SAMPLES[action]) == expected


def test_nobody_is_told_of_what_they_did() -> None:
    assert told(SAMPLES["closed"], by=BERIT) == {(KARI, "ended"), (HILDE, "ended")}


def test_a_question_to_somebody_else_is_not_told_the_owner() -> None:
    assert told(QuestionAsked(Actor.OWNER, "Hva er viktig?")) == {(KARI, "asked")}
    assert told(QuestionAsked(Actor.PROFESSIONAL, "Hvem er med?")) == set()


def test_whose_appointment_ends_is_told_and_whoever_comes_after() -> None:
    assert told(SAMPLES["coordinator-appointed"], after=case(RUNE)) == {
        (KARI, "coordinator-appointed"),
        (RUNE, "appointed-you"),
        (HILDE, "succeeded"),
    }
    assert told(SAMPLES["coordinator-left"], after=case(None)) == {
        (KARI, "vacant"),
        (BERIT, "vacant"),
        (HILDE, "access-ended"),
    }


def test_whoever_was_to_stay_until_the_next_one_begins_is_told_that_they_do_not() -> None:
    (hilde,) = coordinated_by(HILDE).appointments
    rune = replace(hilde, person=RUNE, start=TODAY + timedelta(days=9))
    ahead = CoordinatorFacts(appointments=(replace(hilde, end=rune.start), rune))
    over = CoordinatorFacts(appointments=(replace(hilde, end=TODAY), replace(rune, end=rune.start)))
    before, after = replace(case(), coordinator=ahead), replace(case(), coordinator=over)
    out = {(HILDE, "access-ended"), (RUNE, "access-ended")}
    ended = told(SAMPLES["coordinator-ended"], before=before, after=after)
    assert ended == {(KARI, "coordinator-ended")} | out
    assert told(SAMPLES["coordinator-not-wanted"], before=before, after=after) > out


def test_who_moves_is_told_once_and_what_they_may_choose() -> None:
    """Their plan and their coordinator end before it, in one act."""
    history = plan_begun().all([wished(), proposed(), CoordinatorReleased("Liv"), appointed()])
    history.does(CaseAssigned(BERIT))
    moved, case, before = SAMPLES["moved"], history.case, history.case
    records: list[Record] = []
    found: list[Message] = []
    for each in [*ended_before(case, moved), moved]:
        records.append(judged(case, commanded(each, by=FOR_THE_OWNER), RULES))
        case = followed(case, records[-1])
    for record in records:
        after = followed(before, record)
        found += messages_of(before, after, record, WHERE, records[-1])
        before = after
    assert [each.transition.action for each in records] == ["plan-ended", "coordinator-ended", "moved"]
    told = [(str(each.person), each.text) for each in found]
    assert sorted(told) == [(BERIT, "ended"), (HILDE, "access-ended"), (KARI, "moved")]


def test_one_who_is_two_is_told_once() -> None:
    both = replace(case(), case=CaseFacts(subject=ADULT, handler=HILDE))
    record = Record(2, Command(By(None, Actor.OWNER), NOW, SAMPLES["plan-consented"]), "consented")
    assert [each.text for each in messages_of(both, both, record, WHERE)] == ["plan-answered"]


def test_who_does_not_log_in_is_told_nothing() -> None:
    nobody = replace(case(None), case=CaseFacts(subject=replace(ADULT, person=None)))
    assert told(SAMPLES["closed"], before=nobody, after=nobody) == set()


def test_a_message_is_called_by_its_record_and_says_who_sends_it() -> None:
    record = Record(7, Command(By(None, Actor.CASE_HANDLER), NOW, SAMPLES["taken"]), "clarifying")
    (message,) = messages_of(case(), case(), record, WHERE)
    assert (message.event, message.municipality, message.case) == ("case/case/7", WHERE, "case")


@pytest.mark.parametrize(
    "text", sorted({text for told in OF_RECORDS.values() for _, text in told} | {"asked"})
)
def test_every_text_is_there_and_fills_in_the_code_alone(text: str) -> None:
    for language in ("nb", "en"):
        said = standard().text(f"message.{text}", language, on=TODAY, code="ABCD-EFGH")
        assert "ABCD-EFGH" in said


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("coordinator-proposed", ServiceTold("Helse", "release-asked")),
        ("coordinator-left", ServiceTold("Helse", "vacant")),
        ("came-of-age", ServiceTold("Helse", "vacant")),
        ("coordinator-released", None),
        ("coordinator-ended", None),
        ("handover-begun", None),
    ],
)
def test_which_services_leaders_are_told(action: str, expected: ServiceTold | None) -> None:
    record = Record(2, Command(By(None, Actor.CASE_HANDLER), NOW, SAMPLES[action]), "open")
    assert service_told(case(), record) == expected


def test_where_nobody_coordinated_no_leader_is_told_that_they_left() -> None:
    record = Record(2, Command(By(None, Actor.CLOCK), NOW, SAMPLES["came-of-age"]), "vacant")
    assert service_told(case(None), record) is None
