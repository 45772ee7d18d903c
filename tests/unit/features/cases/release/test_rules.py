"""What a leader's answer adds to a case."""

from __future__ import annotations

import pytest

from server.domain.cases import care_transitions as care
from server.domain.cases.records import Record
from server.domain.cases.vocabulary import Actor
from server.domain.errors import Invalid, NotFound, Outdated
from server.domain.plan import PersonId
from server.features.cases.release.rules import AnsweringLeader, LeaderAnswers, answered, proposal
from tests.unit.domain.cases.situations import NOW, RULES, SAMPLES, History, opened, proposed, wished

LIV = AnsweringLeader(PersonId("liv"), "Liv Leder", NOW)


def asked() -> History:
    return opened().all([wished(), proposed()])


def answer(history: History, proposed_as: int | None = None, *, yes: bool = True, reason: str = "") -> Record:
    number = history.case.number if proposed_as is None else proposed_as
    said = LeaderAnswers(number, yes, reason)
    return answered(history.case, history.records, said, LIV, RULES)


def test_the_record_says_who_said_it_of_which_service_and_when() -> None:
    record = answer(asked())
    by = record.command.by
    assert (by.person, by.actor, by.organisation, record.command.at) == ("liv", Actor.LEADER, "Helse", NOW)
    assert record.transition == care.CoordinatorReleased("Liv Leder")
    refused = answer(asked(), yes=False, reason=" Full liste. ")
    assert refused.transition == care.ReleaseRefused("Liv Leder", "Full liste.")


def test_a_no_has_a_reason() -> None:
    with pytest.raises(Invalid):
        answer(asked(), yes=False, reason=" ")


def test_what_happens_beside_it_does_not_outdate_an_answer_and_another_proposal_does() -> None:
    history = asked()
    number = history.case.number
    history = history.does(SAMPLES["plan-offered"])
    assert answer(history, number).transition == care.CoordinatorReleased("Liv Leder")
    with pytest.raises(Outdated):
        answer(history.does(proposed(who="nora")), number)


def test_an_answer_to_what_nobody_asks_any_more_finds_nothing() -> None:
    with pytest.raises(NotFound):
        answer(asked().does(care.ProposalRefused()))
    with pytest.raises(NotFound):
        proposal(opened().records)
