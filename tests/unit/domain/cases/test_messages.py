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
from server.domain.cases.state import Absence, Appointment, Case, CaseFacts, CoordinatorFacts, Handover
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
    found = messages_of(before or case(), after or case(), record, WHERE, RULES.absence_days)
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
        ("plan-consented", {(KARI, "plan-answered"), (BERIT, "plan-answered"), (HILDE, "plan-answered")}),
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
        found += messages_of(before, after, record, WHERE, RULES.absence_days, records[-1].transition)
        before = after
    assert [each.transition.action for each in records] == ["plan-ended", "coordinator-ended", "moved"]
    told = [(str(each.person), each.text) for each in found]
    assert sorted(told) == [(BERIT, "ended"), (HILDE, "access-ended"), (KARI, "moved")]


def in_the_place_of_hilde(*after: Appointment, **facts: object) -> Case:
    (hilde,) = coordinated_by(HILDE).appointments
    there = replace(hilde, start=TODAY - timedelta(days=40), **({"end": after[0].start} if after else {}))  # type: ignore[arg-type]
    return replace(case(), coordinator=CoordinatorFacts(appointments=(there, *after), **facts))  # type: ignore[arg-type]


COMING = replace(coordinated_by(RUNE).appointments[0], start=TODAY + timedelta(days=9))
DAY_BEFORE = TODAY - timedelta(days=1)
ABSENT = Absence(TODAY - timedelta(days=15), None, "", None)


@pytest.mark.rule(10)
@pytest.mark.parametrize(
    ("there", "whoever"),
    [
        (in_the_place_of_hilde(), {HILDE}),
        (in_the_place_of_hilde(COMING), {HILDE}),
        (in_the_place_of_hilde(handover=Handover(DAY_BEFORE, 0, DAY_BEFORE)), set()),
        (in_the_place_of_hilde(absence=ABSENT), set()),
        (in_the_place_of_hilde(absence=replace(ABSENT, substitute="Tor")), {HILDE}),
        (in_the_place_of_hilde(absence=replace(ABSENT, since=TODAY - timedelta(days=14))), {HILDE}),
    ],
    ids=["there", "another is to come", "gone", "away for too long", "with a substitute", "away"],
)
def test_it_is_told_to_who_coordinates_on_the_day_and_to_nobody_who_is_gone_or_has_not_begun(
    there: Case, whoever: set[PersonId]
) -> None:
    for action, text in (
        ("plan-declared-valid", "plan-valid"),
        ("responsibility-agreed", "responsibility-settled"),
        ("review-opened", "review-opened"),
    ):
        found = {
            person for person, told_of in told(SAMPLES[action], before=there, after=there) if told_of == text
        }
        assert found - {KARI, BERIT} == whoever
    for action, text in (("revision-came", "revision-due"), ("plan-revised", "plan-revised")):
        expected = {(KARI, text)} | {(each, text) for each in whoever or {BERIT}}
        assert told(SAMPLES[action], before=there, after=there) == expected


def test_the_leader_of_whoever_was_there_is_told_that_they_left_not_that_of_the_next() -> None:
    record = Record(2, Command(By(None, Actor.CASE_HANDLER), NOW, SAMPLES["coordinator-left"]), "vacant")
    before = in_the_place_of_hilde(replace(COMING, workplace="Skolen"))
    assert service_told(before, record) == ServiceTold("Helse", "vacant")


def test_one_who_is_two_is_told_once() -> None:
    both = replace(case(), case=CaseFacts(subject=ADULT, handler=HILDE))
    record = Record(2, Command(By(None, Actor.OWNER), NOW, SAMPLES["plan-consented"]), "consented")
    told_of = messages_of(both, both, record, WHERE, RULES.absence_days)
    assert [each.text for each in told_of if each.person == HILDE] == ["plan-answered"]


def test_who_does_not_log_in_is_told_nothing() -> None:
    nobody = replace(case(None), case=CaseFacts(subject=replace(ADULT, person=None)))
    assert told(SAMPLES["closed"], before=nobody, after=nobody) == set()


def test_a_message_is_called_by_its_record_and_says_who_sends_it() -> None:
    record = Record(7, Command(By(None, Actor.CASE_HANDLER), NOW, SAMPLES["taken"]), "clarifying")
    (message,) = messages_of(case(), case(), record, WHERE, RULES.absence_days)
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


def test_of_a_death_nobody_is_told_as_if_whom_it_is_about_could_read_it() -> None:
    died = SAMPLES["died"]
    assert told(died) == {(BERIT, "ended")}

    def with_it(transition: Transition, after: Case) -> set[tuple[str, str]]:
        record = Record(2, Command(By(None, Actor.CASE_HANDLER), NOW, transition), "open")
        found = messages_of(case(), after, record, WHERE, RULES.absence_days, died)
        return {(str(each.person), each.text) for each in found}

    assert with_it(SAMPLES["coordinator-ended"], case(None)) == {(HILDE, "access-ended")}
    assert with_it(SAMPLES["plan-ended"], case()) == set()
