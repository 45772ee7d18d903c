"""Who may sign what, and for whom: the owner, a representative within the mandate, nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.access import Level
from server.domain.errors import Forbidden, Invalid, NotFound, Refusal
from server.domain.plan import Kind, ParticipantId, PartId, PersonId, PlanId, Role
from server.domain.sight import PlanSight
from server.features.consent.rules import DecisionWish
from server.features.consent.service import Consents
from server.features.consent.store import ConsentStore
from tests.unit.features.fakes import ListeningHub, SetClock
from tests.unit.features.family import PLAN, Family, part, person, place

READ_HEALTH = DecisionWish(place(Role.SCHOOL), Level.READ, kind=Kind.HEALTH)


@pytest.fixture
def hub() -> ListeningHub:
    return ListeningHub()


@pytest.fixture
def consents(family: Family, hub: ListeningHub) -> Consents:
    return Consents(ConsentStore(family.database, SetClock()), hub)


async def level(family: Family, role: Role, kind: Kind) -> Level:
    access = await family.book.access(PLAN)
    assert access
    return PlanSight(access, SetClock().now).access_of(place(role), part(kind)).level


async def test_the_owner_signs_in_their_own_name(consents: Consents, family: Family) -> None:
    receipt = await consents.sign(person(Role.OWNER), PLAN, READ_HEALTH)
    assert receipt.text.startswith("Fra i dag lar jeg skolen (Navn school) lese «Helse».")
    assert receipt.signed_by == "Navn owner"
    assert await level(family, Role.SCHOOL, Kind.HEALTH) is Level.READ


@pytest.mark.rule(7, 13)
async def test_a_representative_signs_on_the_owners_behalf_and_says_so(consents: Consents) -> None:
    receipt = await consents.sign(person(Role.REPRESENTATIVE), PLAN, READ_HEALTH)
    assert receipt.text.startswith("På vegne av Navn owner: Fra i dag lar jeg skolen")
    assert receipt.signed_by == "Navn representative"


@pytest.mark.rule(12, 13)
@pytest.mark.parametrize(
    "wish",
    [
        DecisionWish(place(Role.REPRESENTATIVE), Level.EDIT, kind=Kind.GOAL),
        DecisionWish(place(Role.SCHOOL), Level.READ, kind=Kind.OWN_NOTES),
    ],
    ids=["for themselves", "a kind that is kept from them"],
)
async def test_a_mandate_does_not_reach(consents: Consents, hub: ListeningHub, wish: DecisionWish) -> None:
    with pytest.raises(Forbidden):
        await consents.sign(person(Role.REPRESENTATIVE), PLAN, wish)
    assert hub.heard == []


@pytest.mark.rule(12)
async def test_a_part_that_is_kept_from_a_representative_is_none_of_theirs(consents: Consents) -> None:
    for about in (part(Kind.OWN_NOTES), PartId("nowhere")):
        wish = DecisionWish(place(Role.SCHOOL), Level.READ, part=about)
        with pytest.raises(Invalid) as refused:
            await consents.sign(person(Role.REPRESENTATIVE), PLAN, wish)
        assert refused.value.detail == "part: none of yours in this plan"


async def test_nobody_decides_about_the_owner(consents: Consents) -> None:
    for signer in (Role.OWNER, Role.REPRESENTATIVE):
        wish = replace(READ_HEALTH, participant=place(Role.OWNER), level=Level.NONE)
        with pytest.raises(Invalid):
            await consents.sign(person(signer), PLAN, wish)


@pytest.mark.rule(13)
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SCHOOL, Role.GP])
async def test_nobody_else_signs(consents: Consents, role: Role) -> None:
    with pytest.raises(Forbidden):
        await consents.sign(person(role), PLAN, READ_HEALTH)


async def test_a_plan_one_has_no_place_in_is_not_there(consents: Consents) -> None:
    for who, plan in ((PersonId("stranger"), PLAN), (person(Role.OWNER), PlanId("nowhere"))):
        with pytest.raises(NotFound):
            await consents.sign(who, plan, READ_HEALTH)
        with pytest.raises(NotFound):
            await consents.grants(who, plan)


async def test_a_wish_about_nothing_is_invalid(consents: Consents) -> None:
    with pytest.raises(Invalid):
        await consents.sign(person(Role.OWNER), PLAN, replace(READ_HEALTH, kind=None))


@pytest.mark.rule(12)
async def test_a_representative_reads_of_grants_only_what_concerns_what_they_may_read(
    consents: Consents,
) -> None:
    notes = DecisionWish(place(Role.SCHOOL), Level.READ, part=part(Kind.OWN_NOTES))
    await consents.sign(person(Role.OWNER), PLAN, notes)
    owners = await consents.grants(person(Role.OWNER), PLAN)
    theirs = await consents.grants(person(Role.REPRESENTATIVE), PLAN)
    assert {row.id for row in owners.parts} - {row.id for row in theirs.parts} == {part(Kind.OWN_NOTES)}
    assert part(Kind.OWN_NOTES) in {decision.part for decision in owners.decisions}
    assert part(Kind.OWN_NOTES) not in {decision.part for decision in theirs.decisions}
    assert Kind.OWN_NOTES not in {row.kind for row in theirs.kinds}


async def test_the_coordinator_without_any_part_reads_empty_grants(consents: Consents) -> None:
    grants = await consents.grants(person(Role.COORDINATOR), PLAN)
    assert {who.role for who in grants.participants} == {
        Role.REPRESENTATIVE,
        Role.COORDINATOR,
        Role.SCHOOL,
        Role.GP,
    }
    assert (grants.parts, grants.cells, grants.kinds, grants.decisions) == ((), (), (), ())


async def test_who_was_refused_has_told_open_connections_nothing(
    consents: Consents, hub: ListeningHub
) -> None:
    wish = replace(READ_HEALTH, participant=ParticipantId("nobody"))
    with pytest.raises(Refusal):
        await consents.sign(person(Role.OWNER), PLAN, wish)
    assert hub.heard == []
