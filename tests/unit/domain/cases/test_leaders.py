"""Whose leaders are asked for whom, and who of them may answer: tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.domain.cases import care_transitions as care
from server.domain.cases.case_transitions import CaseClosed, RepresentativeRegistered
from server.domain.cases.leaders import asked_for, leading, speaks_for_leader
from server.domain.cases.records import Command, Record, Transition
from server.domain.cases.vocabulary import Actor, CaseStatus
from server.domain.plan import PersonId
from server.domain.unit.rights import HeldRight, MunicipalityId, UnitRight, UnitRightId
from tests.unit.domain.cases.situations import NOW, SAMPLES, WHO, appointed, opened, proposed, wished

RELEASED, REFUSED = care.CoordinatorReleased("Liv"), care.ReleaseRefused("Liv", "Ingen tid.")
NOT_BY_OWNER = care.ProposalRefused()


def held(person: str, workplace: str = "Helse", right: UnitRight = UnitRight.LEADER) -> HeldRight:
    where = MunicipalityId("lia")
    return HeldRight(UnitRightId(person), where, PersonId(person), right, NOW, workplace=workplace)


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ((wished(),), ""),
        ((wished(), proposed()), "hilde"),
        ((wished(), proposed(), RELEASED), ""),
        ((wished(), proposed(), REFUSED), ""),
        ((wished(), proposed(), NOT_BY_OWNER), ""),
        ((wished(), proposed(), REFUSED, proposed(who="nora")), "nora"),
        ((wished(), proposed(), wished()), ""),
        ((wished(), proposed(), RELEASED, appointed()), ""),
        ((wished(), proposed(), care.CoordinatorNotWanted()), ""),
    ],
)
def test_a_leader_is_asked_from_a_proposal_until_somebody_has_answered(
    said: tuple[Transition, ...], whom: str
) -> None:
    asked = asked_for(opened().all(said).case)
    assert ("" if asked is None else asked.person) == whom


@pytest.mark.parametrize("status", CaseStatus)
def test_nobody_is_asked_in_a_case_that_is_over_or_not_begun(status: CaseStatus) -> None:
    case = opened().all([wished(), proposed()]).case
    asked = asked_for(replace(case, case=replace(case.case, status=status)))
    assert (asked is not None) is (status in {CaseStatus.CLARIFYING, CaseStatus.OPEN})


def test_who_leads_answers_and_neither_the_owner_nor_who_acts_for_them_nor_who_is_proposed() -> None:
    registered = RepresentativeRegistered(PersonId("anne"), "Anne", "guardian", date(2027, 1, 1), "Vedtak")
    case = opened().all([wished(), proposed(), registered]).case
    owner = case.case.subject.person
    every = [
        held("liv"),
        held("stand-in", " HELSE "),
        held("liv"),
        held("elsewhere", "Skolen"),
        held("hilde"),
        held("anne"),
        held(str(owner)),
        held("berit", "", UnitRight.CASE_HANDLER),
    ]
    assert leading(case, "helse", every) == ["liv", "stand-in"]


@pytest.mark.parametrize("actor", [Actor.CASE_HANDLER, Actor.LEADER])
def test_the_unit_speaks_for_a_leader_where_it_writes_their_answer(actor: Actor) -> None:
    spoken = {
        action
        for action, said in SAMPLES.items()
        if speaks_for_leader(Record(1, Command(WHO[actor], NOW, said), ""))
    }
    answers = {"coordinator-released", "release-refused"}
    assert spoken == (set() if actor is Actor.LEADER else answers)


def test_whom_it_asked_for_it_asks_for_no_more_once_it_is_closed() -> None:
    case = opened().all([wished(), proposed(), CaseClosed("need-over", "kvittering 7")]).case
    assert asked_for(case) is None
