"""A participation can be ended: by whom, with which words, and what is left of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from server.domain.access import Level
from server.domain.audit import fingerprint
from server.domain.errors import Forbidden, Invalid, NotFound, TextChanged
from server.domain.plan import Kind, ParticipantId, Role
from server.domain.sight import PlanSight
from server.features.consent.rules import DecisionWish
from server.features.consent.service import Consents
from server.features.consent.store import ConsentStore
from server.features.plans.store import PlanStore
from server.storage.ledger import Ledger
from server.storage.metadata import participants, persons
from tests.support.principals import demo
from tests.unit.features.fakes import ListeningHub, NoReadings, SetClock
from tests.unit.features.family import PLAN, Family, part, person, place
from tests.unit.features.units import CLERK, serve_all_plans, unit

NB = "Fra nå deltar ikke skolen (Navn school) i planen min lenger, og ser ingenting av den."
ENDED_BY_OWNER = (Role.SCHOOL, Role.GP, Role.REPRESENTATIVE)


@pytest.fixture
def hub() -> ListeningHub:
    return ListeningHub()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def consents(family: Family, hub: ListeningHub, clock: SetClock) -> Consents:
    return Consents(ConsentStore(family.database, clock), hub, NoReadings())


async def end(consents: Consents, by: Role, whom: Role, shown: str | None = None) -> str:
    return (await consents.end(demo(person(by)), PLAN, place(whom), "nb", shown)).text


async def sight(family: Family, clock: SetClock) -> PlanSight:
    access = await family.book.access(PLAN)
    assert access
    return PlanSight(access, clock())


@pytest.mark.rule(9, 10)
async def test_what_is_shown_is_what_is_signed_and_kept(
    consents: Consents, family: Family, hub: ListeningHub, clock: SetClock
) -> None:
    shown = await consents.ending(demo(person(Role.OWNER)), PLAN, place(Role.SCHOOL), "nb")
    assert (shown.text, shown.ended_at) == (NB, None)
    assert hub.heard == []
    version = (await sight(family, clock)).access.plan.access_version
    receipt = await consents.end(demo(person(Role.OWNER)), PLAN, place(Role.SCHOOL), "nb", shown.text)
    assert (receipt.participant, receipt.text, receipt.ended_at) == (place(Role.SCHOOL), NB, clock())
    assert hub.heard == [("plan_changed", PLAN)]
    after = (await sight(family, clock)).access
    assert after.plan.access_version == version + 1
    school = after.participants[place(Role.SCHOOL)]
    assert (school.ended_by, school.ending) == (person(Role.OWNER), NB)


@pytest.mark.rule(10)
@pytest.mark.parametrize("whom", ENDED_BY_OWNER)
async def test_who_was_ended_has_no_plan_any_more(
    consents: Consents, family: Family, clock: SetClock, whom: Role
) -> None:
    await end(consents, Role.OWNER, whom)
    clock.forward(hours=-1)  # of another process, whose clock is slow
    plan = await sight(family, clock)
    assert plan.of(place(whom)) is None
    assert place(whom) not in [other.me.id for other in plan.everybody()]
    with pytest.raises(NotFound):
        plan.of_principal(demo(person(whom)))
    plans = PlanStore(family.database, clock)
    await serve_all_plans(family.database, await unit(family.database))
    assert await plans.plans_of(demo(person(whom))) == []
    assert [counts.participants for counts in await plans.overview(CLERK)] == [4]
    with pytest.raises(NotFound):
        await consents.grants(demo(person(whom)), PLAN)
    wish = DecisionWish(place(whom), Level.READ, kind=Kind.HEALTH)
    with pytest.raises(Invalid):
        await consents.sign(demo(person(Role.OWNER)), PLAN, wish, "nb")


async def test_the_access_log_vouches_for_the_sentence(consents: Consents, family: Family) -> None:
    receipt = await consents.end(demo(person(Role.OWNER)), PLAN, place(Role.SCHOOL), "nb")
    signed = (person(Role.OWNER), receipt.ended_at, receipt.text)
    (entry,) = await Ledger(family.database).entries(PLAN)
    assert (entry.event.action, entry.event.details) == (
        "participation-ended",
        {"participant": "school", "digest": fingerprint("ending", "school", *signed)},
    )


async def test_asked_again_it_is_answered_as_before_and_nothing_is_written(
    consents: Consents, family: Family, clock: SetClock
) -> None:
    for by, whom in ((Role.OWNER, Role.SCHOOL), (Role.REPRESENTATIVE, Role.GP)):
        first = await consents.end(demo(person(by)), PLAN, place(whom), "nb")
        clock.forward(minutes=1)
        assert await consents.end(demo(person(by)), PLAN, place(whom), "en", "something else") == first
        assert await consents.ending(demo(person(by)), PLAN, place(whom), "en") == first
    assert len(await Ledger(family.database).entries(PLAN)) == 2


async def test_a_representative_signs_for_the_owner_and_says_so(consents: Consents) -> None:
    assert await end(consents, Role.REPRESENTATIVE, Role.SCHOOL) == f"På vegne av Navn owner: {NB}"


@pytest.mark.rule(13)
@pytest.mark.parametrize(
    ("by", "whom"),
    [
        (Role.OWNER, Role.OWNER),
        (Role.OWNER, Role.COORDINATOR),
        (Role.REPRESENTATIVE, Role.OWNER),
        (Role.REPRESENTATIVE, Role.COORDINATOR),
        (Role.REPRESENTATIVE, Role.REPRESENTATIVE),
        (Role.COORDINATOR, Role.SCHOOL),
        (Role.COORDINATOR, Role.COORDINATOR),
        (Role.SCHOOL, Role.GP),
    ],
)
async def test_who_may_not_end_it(
    consents: Consents, family: Family, hub: ListeningHub, by: Role, whom: Role
) -> None:
    with pytest.raises(Forbidden):
        await consents.ending(demo(person(by)), PLAN, place(whom), "nb")
    with pytest.raises(Forbidden):
        await end(consents, by, whom)
    assert (hub.heard, await Ledger(family.database).entries(PLAN)) == ([], [])


async def test_whom_the_signer_does_not_know_of_is_not_found(consents: Consents) -> None:
    wish = DecisionWish(place(Role.REPRESENTATIVE), Level.NONE, kind=Kind.HEALTH)
    await consents.sign(demo(person(Role.OWNER)), PLAN, wish, "nb")
    wish = replace(wish, kind=Kind.ABOUT_ME)
    await consents.sign(demo(person(Role.OWNER)), PLAN, wish, "nb")
    for by, whom in ((Role.OWNER, "nobody"), (Role.REPRESENTATIVE, "nobody"), (Role.REPRESENTATIVE, "gp")):
        with pytest.raises(NotFound):
            await consents.end(demo(person(by)), PLAN, ParticipantId(whom), "nb")


async def test_what_somebody_else_ended_is_not_found_by_a_representative(consents: Consents) -> None:
    await end(consents, Role.OWNER, Role.SCHOOL)
    with pytest.raises(NotFound):
        await end(consents, Role.REPRESENTATIVE, Role.SCHOOL)


async def test_another_sentence_than_the_one_that_was_read_is_not_signed(
    consents: Consents, family: Family, clock: SetClock
) -> None:
    shown = (await consents.ending(demo(person(Role.OWNER)), PLAN, place(Role.SCHOOL), "nb")).text
    renamed = update(persons).where(persons.c.id == person(Role.SCHOOL)).values(name="Tor")
    await family.database.write(lambda connection: connection.execute(renamed))
    with pytest.raises(TextChanged):
        await end(consents, Role.OWNER, Role.SCHOOL, shown)
    assert (await sight(family, clock)).of(place(Role.SCHOOL)) is not None


async def test_a_name_cannot_write_the_rest_of_the_sentence(consents: Consents, family: Family) -> None:
    name = "Tor) i planen min til 2127. Fra nå deltar ikke legen\u2028(Per"
    renamed = update(persons).where(persons.c.id == person(Role.SCHOOL)).values(name=name)
    await family.database.write(lambda connection: connection.execute(renamed))
    text = await end(consents, Role.OWNER, Role.SCHOOL)
    assert text.startswith("Fra nå deltar ikke skolen (Tor] i planen min")
    assert (text.count("("), text.count(")"), "\u2028" in text) == (1, 1, False)


@pytest.mark.rule(22)
@pytest.mark.parametrize(
    ("role", "who"), [(Role.RELATIVE, "pårørende"), (Role.SCHOOL, "skolen"), (Role.GP, "fastlegen")]
)
async def test_a_relative_and_a_provider_go_when_they_want(
    consents: Consents, family: Family, clock: SetClock, role: Role, who: str
) -> None:
    opened = DecisionWish(place(Role.SCHOOL), Level.READ, kind=Kind.ABOUT_ME)
    await consents.sign(demo(person(Role.OWNER)), PLAN, opened, "nb")
    await change(family, Role.SCHOOL, {"role": role})
    left = await consents.end(demo(person(Role.SCHOOL)), PLAN, place(Role.SCHOOL), "nb")
    assert left.text == (
        f"Fra nå deltar jeg, {who} (Navn school), ikke lenger i planen til Navn owner,"
        " og ser ingenting av den."
    )
    assert (await sight(family, clock)).of(place(Role.SCHOOL)) is None


async def test_who_is_invited_again_is_not_shadowed_by_who_they_were(
    consents: Consents, family: Family, clock: SetClock
) -> None:
    await end(consents, Role.OWNER, Role.SCHOOL)
    again = {"id": "zz-again", "plan_id": PLAN, "person_id": person(Role.SCHOOL), "role": Role.SCHOOL}
    await family.database.write(
        lambda connection: connection.execute(insert(participants).values(again | {"organisation": "Lia"}))
    )
    plans = PlanStore(family.database, clock)
    await serve_all_plans(family.database, await unit(family.database))
    assert await plans.plans_of(demo(person(Role.SCHOOL))) == []  # nothing is open to the new one yet
    wish = DecisionWish(ParticipantId("zz-again"), Level.READ, kind=Kind.HEALTH)
    await consents.sign(demo(person(Role.OWNER)), PLAN, wish, "nb")
    plan = await sight(family, clock)
    me = plan.of_principal(demo(person(Role.SCHOOL)))
    assert me.me.id == "zz-again"
    assert list(me.levels) == [part(Kind.HEALTH)]  # what was open to the former one is not
    assert [mine.me.id for mine in await plans.plans_of(demo(person(Role.SCHOOL)))] == ["zz-again"]


@pytest.mark.rule(17)
async def test_former_people_are_named_to_owner_and_coordinator_alone(
    consents: Consents, family: Family, clock: SetClock
) -> None:
    await end(consents, Role.OWNER, Role.SCHOOL)
    await change(family, Role.GP, {"until": clock() - timedelta(days=1)})
    plan = await sight(family, clock)
    for role, former in ((Role.OWNER, ["gp", "school"]), (Role.COORDINATOR, ["gp", "school"])):
        sees = plan.of(place(role))
        assert sees
        assert [who.id for who in sees.former] == former
        assert sees.may_name(place(Role.SCHOOL))
    sees = plan.of(place(Role.REPRESENTATIVE))
    assert sees
    assert sees.former == []
    assert not sees.may_name(place(Role.SCHOOL))


async def change(family: Family, role: Role, values: Mapping[str, object]) -> None:
    changed = update(participants).where(participants.c.id == place(role)).values(values)
    await family.database.write(lambda connection: connection.execute(changed))


async def test_asked_twice_at_once_it_ends_once(consents: Consents, family: Family) -> None:
    asked = (
        consents.end(demo(person(Role.OWNER)), PLAN, place(Role.SCHOOL), language)
        for language in ("nb", "en")
    )
    one, other = await asyncio.gather(*asked)
    assert one == other
    assert len(await Ledger(family.database).entries(PLAN)) == 1
