"""Who may sign what, and for whom: the owner, a representative within the mandate, nobody else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from server.domain.access import Decision, Level
from server.domain.errors import Forbidden, Invalid, NotFound, Refusal, TextChanged
from server.domain.plan import Kind, ParticipantId, PartId, PersonId, PlanId, Role
from server.domain.sentences.signed import PAGE
from server.domain.sight import PlanSight, Sight
from server.features.consent.rules import DecisionWish
from server.features.consent.service import Consents
from server.features.consent.store import ConsentStore
from server.storage.ledger import Ledger
from server.storage.metadata import parts, plans
from tests.acceptance.founding import everything_signed
from tests.support.principals import demo
from tests.unit.features.fakes import ListeningHub, NoReadings, SetClock
from tests.unit.features.family import PLAN, Family, part, person, place

READ_HEALTH = DecisionWish(place(Role.SCHOOL), Level.READ, kind=Kind.HEALTH)


@pytest.fixture
def hub() -> ListeningHub:
    return ListeningHub()


@pytest.fixture
def consents(family: Family, hub: ListeningHub) -> Consents:
    return Consents(ConsentStore(family.database, SetClock()), hub, NoReadings())


async def level(family: Family, role: Role, kind: Kind) -> Level:
    access = await family.book.access(PLAN)
    assert access
    return PlanSight(access, SetClock().now).access_of(place(role), part(kind)).level


async def test_the_owner_signs_in_their_own_name(consents: Consents, family: Family) -> None:
    receipt = await consents.sign(demo(person(Role.OWNER)), PLAN, READ_HEALTH, "nb")
    assert receipt.text.startswith("Fra i dag lar jeg skolen (Navn school) lese «Helse».")
    assert receipt.signed_by == "Navn owner"
    assert await level(family, Role.SCHOOL, Kind.HEALTH) is Level.READ


@pytest.mark.rule(7, 13)
async def test_a_representative_signs_on_the_owners_behalf_and_says_so(consents: Consents) -> None:
    receipt = await consents.sign(demo(person(Role.REPRESENTATIVE)), PLAN, READ_HEALTH, "nb")
    assert receipt.text.startswith("På vegne av Navn owner: Fra i dag lar jeg skolen")
    assert receipt.signed_by == "Navn representative"


@pytest.mark.rule(12, 13)
@pytest.mark.parametrize(
    "wish",
    [
        DecisionWish(place(Role.REPRESENTATIVE), Level.EDIT, kind=Kind.GOAL),
        DecisionWish(place(Role.SCHOOL), Level.READ, kind=Kind.OWN_NOTES),
        DecisionWish(place(Role.SCHOOL), Level.NONE, kind=Kind.OWN_NOTES),
        DecisionWish(place(Role.SCHOOL), Level.READ, kind=Kind.FAMILY),
        DecisionWish(place(Role.SCHOOL), Level.NONE, kind=Kind.CRISIS),
    ],
    ids=[
        "for themselves",
        "own notes",
        "closing own notes",
        "what is not there yet",
        "closing what is not there",
    ],
)
async def test_a_mandate_does_not_reach(consents: Consents, hub: ListeningHub, wish: DecisionWish) -> None:
    with pytest.raises(Forbidden):
        await consents.sign(demo(person(Role.REPRESENTATIVE)), PLAN, wish, "nb")
    assert hub.heard == []


async def decide(consents: Consents, role: Role, level: Level, about: Kind | PartId) -> None:
    target = {"kind": about} if isinstance(about, Kind) else {"part": about}
    wish = DecisionWish(place(role), level, **target)
    await consents.sign(demo(person(Role.OWNER)), PLAN, wish, "nb")


@pytest.mark.rule(12, 13)
async def test_a_representative_gives_at_most_what_they_have(consents: Consents) -> None:
    parent, health, work = person(Role.REPRESENTATIVE), part(Kind.HEALTH), Kind.WORK
    await decide(consents, Role.REPRESENTATIVE, Level.COMMENT, health)
    await decide(consents, Role.REPRESENTATIVE, Level.READ, work)
    school = place(Role.SCHOOL)
    for about, most in (({"part": health}, Level.COMMENT), ({"kind": work}, Level.READ)):
        for level in Level:
            wish = DecisionWish(school, level, **about)
            if level <= most:
                await consents.sign(demo(parent), PLAN, wish, "nb")
                continue
            with pytest.raises(Forbidden):
                await consents.sign(demo(parent), PLAN, wish, "nb")


@pytest.mark.rule(12, 13)
async def test_own_notes_are_the_owners_alone_also_where_a_representative_reads_them(
    consents: Consents,
) -> None:
    for about in (part(Kind.OWN_NOTES), Kind.OWN_NOTES):
        await decide(consents, Role.REPRESENTATIVE, Level.EDIT, about)
    for level in Level:
        for target in ({"part": part(Kind.OWN_NOTES)}, {"kind": Kind.OWN_NOTES}):
            wish = DecisionWish(place(Role.SCHOOL), level, **target)
            with pytest.raises(Forbidden):
                await consents.sign(demo(person(Role.REPRESENTATIVE)), PLAN, wish, "nb")


@pytest.mark.rule(12)
@pytest.mark.parametrize("given", Level)
async def test_a_part_that_is_kept_from_a_representative_changes_no_answer_and_is_not_reached(
    consents: Consents, family: Family, given: Level
) -> None:
    """They sign about the kind as if it were not there; the part stays for others as it was."""
    await decide(consents, Role.SCHOOL, Level.COMMENT, part(Kind.GOAL))
    await decide(consents, Role.GP, Level.READ, Kind.GOAL)
    await decide(consents, Role.REPRESENTATIVE, Level.NONE, part(Kind.GOAL))
    for role, stays in ((Role.SCHOOL, Level.COMMENT), (Role.GP, Level.READ)):
        wish = DecisionWish(place(role), given, kind=Kind.GOAL)
        receipt = await consents.sign(demo(person(Role.REPRESENTATIVE)), PLAN, wish, "nb")
        reach = "noen mål, heller ikke nye" if given is Level.NONE else "mål som finnes eller kommer til"
        assert reach in receipt.text
        assert await level(family, role, Kind.GOAL) is stays
        grants = await consents.grants(demo(person(Role.REPRESENTATIVE)), PLAN)
        assert part(Kind.GOAL) not in {cell.part for cell in grants.cells}
        assert {
            row.level for row in grants.kinds if (row.participant, row.kind) == (place(role), Kind.GOAL)
        } in (
            {given.token},
            set(),
        )


@pytest.mark.rule(12)
async def test_nothing_a_representative_or_coordinator_reads_tells_of_a_hidden_part(
    consents: Consents, family: Family
) -> None:
    """Grants before and after the owner opens what is kept from them are the same."""
    await decide(consents, Role.COORDINATOR, Level.READ, Kind.GOAL)
    await decide(consents, Role.COORDINATOR, Level.READ, part(Kind.HEALTH))
    readers = (Role.COORDINATOR, Role.REPRESENTATIVE)
    before = [await consents.grants(demo(person(role)), PLAN) for role in readers]
    await decide(consents, Role.SCHOOL, Level.EDIT, part(Kind.OWN_NOTES))
    await decide(consents, Role.GP, Level.EDIT, Kind.OWN_NOTES)
    await decide(consents, Role.GP, Level.EDIT, Kind.FAMILY)
    assert [await consents.grants(demo(person(role)), PLAN) for role in readers] == before
    await decide(consents, Role.SCHOOL, Level.READ, part(Kind.HEALTH))
    after = [await consents.grants(demo(person(role)), PLAN) for role in readers]
    for grants, earlier in zip(after, before, strict=True):
        assert grants.signed == earlier.signed + 1
        assert [d.number for d in grants.decisions] == [*range(grants.signed, 0, -1)]


async def test_a_representatives_receipt_has_the_number_it_is_listed_under(consents: Consents) -> None:
    await decide(consents, Role.SCHOOL, Level.EDIT, part(Kind.OWN_NOTES))
    parent = person(Role.REPRESENTATIVE)
    answer = await consents.sign_all(
        demo(parent), PLAN, both(replace(READ_HEALTH, level=Level.COMMENT)), "nb"
    )
    listed = (await consents.grants(demo(parent), PLAN)).decisions
    assert list(answer.decisions) == list(reversed(listed[:2]))


@pytest.mark.rule(9)
async def test_what_became_narrower_is_shown_to_the_owner_until_they_have_read_it(
    consents: Consents, family: Family
) -> None:
    async def narrowed(role: Role = Role.OWNER) -> list[tuple[str, str, str]]:
        grants = await consents.grants(demo(person(role)), PLAN)
        return [(cell.participant, cell.part, cell.was) for cell in grants.narrowed]

    made = update(parts).where(parts.c.id == part(Kind.HEALTH)).values(created_by="gp", created_after=6)
    await decide(consents, Role.GP, Level.READ, Kind.HEALTH)
    await decide(consents, Role.COORDINATOR, Level.READ, Kind.HEALTH)
    bound = update(plans).values(creators_bound_after=7)
    await family.database.write(lambda connection: [connection.execute(made), connection.execute(bound)])
    assert await narrowed() == await narrowed(Role.REPRESENTATIVE) == [("gp", part(Kind.HEALTH), "edit")]
    assert await narrowed(Role.COORDINATOR) == []
    with pytest.raises(Forbidden):
        await consents.narrowing_read(demo(person(Role.REPRESENTATIVE)), PLAN)
    await consents.narrowing_read(demo(person(Role.OWNER)), PLAN)
    assert await narrowed() == []
    await consents.narrowing_read(demo(person(Role.OWNER)), PLAN)
    entries = [entry.event.action for entry in await Ledger(family.database).entries(PLAN)]
    assert entries.count("narrowing-read") == 1


class ShownDecisions(NoReadings):
    def __init__(self) -> None:
        self.numbers: set[int] = set()

    async def newly_read(
        self,
        sight: Sight,
        titles: Collection[PartId] = (),
        decisions: Collection[int] = (),
        papers: Collection[str] = (),
    ) -> bool:
        self.numbers.update(decisions)
        return await super().newly_read(sight, titles, decisions, papers)


@pytest.mark.rule(14, "P8")
async def test_who_is_shown_what_became_narrower_has_read_the_decision_that_did_it(family: Family) -> None:
    shown = ShownDecisions()
    consents = Consents(ConsentStore(family.database, SetClock()), ListeningHub(), shown)
    made = update(parts).where(parts.c.id == part(Kind.HEALTH)).values(created_by="gp", created_after=6)
    await decide(consents, Role.GP, Level.READ, Kind.HEALTH)
    binding = (await consents.grants(demo(person(Role.OWNER)), PLAN)).decisions[0].number
    bound = update(plans).values(creators_bound_after=binding)
    await family.database.write(lambda connection: [connection.execute(made), connection.execute(bound)])
    await consents.sign_all(demo(person(Role.OWNER)), PLAN, [READ_HEALTH] * PAGE, "nb")
    shown.numbers.clear()
    grants = await consents.grants(demo(person(Role.OWNER)), PLAN)
    assert binding not in {decision.number for decision in grants.decisions}
    assert [cell.participant for cell in grants.narrowed] == ["gp"]
    assert binding in shown.numbers


@pytest.mark.rule(12)
async def test_a_part_that_is_kept_from_a_representative_is_none_of_theirs(consents: Consents) -> None:
    for about in (part(Kind.OWN_NOTES), PartId("nowhere")):
        wish = DecisionWish(place(Role.SCHOOL), Level.READ, part=about)
        with pytest.raises(Invalid) as refused:
            await consents.sign(demo(person(Role.REPRESENTATIVE)), PLAN, wish, "nb")
        assert refused.value.detail == "part: none of yours in this plan"


async def test_nobody_decides_about_the_owner(consents: Consents) -> None:
    for signer in (Role.OWNER, Role.REPRESENTATIVE):
        wish = replace(READ_HEALTH, participant=place(Role.OWNER), level=Level.NONE)
        with pytest.raises(Invalid):
            await consents.sign(demo(person(signer)), PLAN, wish, "nb")


@pytest.mark.rule(13)
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SCHOOL, Role.GP])
async def test_nobody_else_signs(consents: Consents, role: Role) -> None:
    with pytest.raises(Forbidden):
        await consents.sign(demo(person(role)), PLAN, READ_HEALTH, "nb")


async def test_a_plan_one_has_no_place_in_is_not_there(consents: Consents) -> None:
    for who, plan in ((PersonId("stranger"), PLAN), (person(Role.OWNER), PlanId("nowhere"))):
        with pytest.raises(NotFound):
            await consents.sign(demo(who), plan, READ_HEALTH, "nb")
        with pytest.raises(NotFound):
            await consents.grants(demo(who), plan)


async def test_a_wish_about_nothing_is_invalid(consents: Consents) -> None:
    with pytest.raises(Invalid):
        await consents.sign(demo(person(Role.OWNER)), PLAN, replace(READ_HEALTH, kind=None), "nb")


@pytest.mark.rule(12)
async def test_a_representative_reads_of_grants_only_what_concerns_what_they_may_read(
    consents: Consents,
) -> None:
    notes = DecisionWish(place(Role.SCHOOL), Level.READ, part=part(Kind.OWN_NOTES))
    await consents.sign(demo(person(Role.OWNER)), PLAN, notes, "nb")
    owners = await consents.grants(demo(person(Role.OWNER)), PLAN)
    theirs = await consents.grants(demo(person(Role.REPRESENTATIVE)), PLAN)
    assert {row.id for row in owners.parts} - {row.id for row in theirs.parts} == {part(Kind.OWN_NOTES)}
    assert part(Kind.OWN_NOTES) in {decision.part for decision in owners.decisions}
    assert part(Kind.OWN_NOTES) not in {decision.part for decision in theirs.decisions}
    assert Kind.OWN_NOTES not in {row.kind for row in theirs.kinds}


async def test_the_coordinator_without_any_part_reads_empty_grants(consents: Consents) -> None:
    grants = await consents.grants(demo(person(Role.COORDINATOR)), PLAN)
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
        await consents.sign(demo(person(Role.OWNER)), PLAN, wish, "nb")
    assert hub.heard == []


# Many at once.


def both(*wishes: DecisionWish) -> list[DecisionWish]:
    return [READ_HEALTH, *wishes]


async def decisions(family: Family) -> list[Decision]:
    return await everything_signed(family.database, PLAN)


async def access_version(family: Family) -> int:
    access = await family.book.access(PLAN)
    assert access
    return access.plan.access_version


async def test_many_are_one_change_of_rights_with_an_entry_each(
    consents: Consents, family: Family, hub: ListeningHub
) -> None:
    wishes = both(replace(READ_HEALTH, level=Level.NONE), replace(READ_HEALTH, level=Level.COMMENT))
    version, last = await access_version(family), len(await decisions(family))
    answer = await consents.sign_all(demo(person(Role.OWNER)), PLAN, wishes, "nb")
    assert [receipt.number for receipt in answer.decisions] == [last + 1, last + 2, last + 3]
    assert [receipt.level for receipt in answer.decisions] == ["read", "none", "comment"]
    assert [signed.text for signed in (await decisions(family))[last:]] == [d.text for d in answer.decisions]
    assert await access_version(family) == version + 1
    assert hub.heard == [("plan_changed", PLAN)]
    assert await level(family, Role.SCHOOL, Kind.HEALTH) is Level.COMMENT
    entries = [entry.event for entry in await Ledger(family.database).entries(PLAN)]
    assert [entry.details["decision"] for entry in entries] == [last + 1, last + 2, last + 3]


@pytest.mark.rule(9)
@pytest.mark.parametrize("language", ["nb", "en"])
async def test_the_preview_is_what_signing_stores(consents: Consents, family: Family, language: str) -> None:
    until = SetClock().now + timedelta(days=9)
    goal = DecisionWish(place(Role.GP), Level.EDIT, part=part(Kind.GOAL), until=until, purpose="møtet")
    wishes = both(replace(READ_HEALTH, level=Level.NONE), goal)
    for signer in (Role.OWNER, Role.REPRESENTATIVE):
        before = await decisions(family)
        texts = (await consents.preview(demo(person(signer)), PLAN, wishes, language)).texts
        assert await decisions(family) == before
        shown = [replace(wish, text=text) for wish, text in zip(wishes, texts, strict=True)]
        answer = await consents.sign_all(demo(person(signer)), PLAN, shown, language)
        assert tuple(receipt.text for receipt in answer.decisions) == texts
        assert tuple(signed.text for signed in (await decisions(family))[len(before) :]) == texts


async def test_a_text_that_is_not_what_is_signed_stops_all_of_it(
    consents: Consents, family: Family, hub: ListeningHub
) -> None:
    before = await decisions(family)
    (text,) = (await consents.preview(demo(person(Role.OWNER)), PLAN, [READ_HEALTH], "nb")).texts
    for other in ("", text + " ", text.lower(), text.replace("«", '"')):
        wishes = [replace(READ_HEALTH, text=text), replace(READ_HEALTH, text=other)]
        with pytest.raises(TextChanged) as refused:
            await consents.sign_all(demo(person(Role.OWNER)), PLAN, wishes, "nb")
        assert refused.value.detail == "decisions[1].text: not what would be signed now"
    with pytest.raises(TextChanged):
        await consents.sign_all(demo(person(Role.OWNER)), PLAN, [replace(READ_HEALTH, text=text)], "en")
    with pytest.raises(TextChanged) as refused:
        await consents.sign(demo(person(Role.OWNER)), PLAN, replace(READ_HEALTH, text="Alt."), "nb")
    assert refused.value.detail == "text: not what would be signed now"
    assert await decisions(family) == before
    assert hub.heard == []


@pytest.mark.parametrize(
    ("signer", "wish", "refusal", "detail"),
    [
        (Role.OWNER, replace(READ_HEALTH, until=SetClock().now), Invalid, ".until: is over already"),
        (Role.OWNER, replace(READ_HEALTH, kind=None), Invalid, ".part, kind: one of them"),
        (
            Role.REPRESENTATIVE,
            DecisionWish(place(Role.SCHOOL), Level.READ, part=part(Kind.OWN_NOTES)),
            Invalid,
            ".part: none of yours in this plan",
        ),
        (
            Role.REPRESENTATIVE,
            DecisionWish(place(Role.SCHOOL), Level.READ, kind=Kind.OWN_NOTES),
            Forbidden,
            "",
        ),
        (
            Role.REPRESENTATIVE,
            DecisionWish(place(Role.REPRESENTATIVE), Level.EDIT, kind=Kind.GOAL),
            Forbidden,
            "",
        ),
    ],
)
async def test_a_refusal_names_the_entry_and_nothing_is_signed(
    consents: Consents,
    family: Family,
    hub: ListeningHub,
    signer: Role,
    wish: DecisionWish,
    refusal: type[Refusal],
    detail: str,
) -> None:
    before = await decisions(family)
    for ask in (consents.preview, consents.sign_all):
        with pytest.raises(refusal) as refused:
            await ask(demo(person(signer)), PLAN, both(wish), "nb")
        assert refused.value.detail == "decisions[1]" + detail
    assert await decisions(family) == before
    assert hub.heard == []


@pytest.mark.rule(13)
async def test_who_may_not_sign_is_shown_no_sentence_either(consents: Consents) -> None:
    for who in (Role.COORDINATOR, Role.SCHOOL):
        with pytest.raises(Forbidden) as refused:
            await consents.preview(demo(person(who)), PLAN, both(), "nb")
        assert refused.value.detail == ""
    with pytest.raises(NotFound):
        await consents.preview(demo(PersonId("stranger")), PLAN, both(), "nb")


@pytest.mark.rule(13)
async def test_a_representative_may_close_one_thing_and_open_another_at_once(
    consents: Consents, family: Family
) -> None:
    """Also where what is closed is the last they share: both were read, and agreed to, at one moment."""
    about_me = DecisionWish(place(Role.SCHOOL), Level.NONE, kind=Kind.ABOUT_ME)
    await consents.sign_all(demo(person(Role.REPRESENTATIVE)), PLAN, [about_me, READ_HEALTH], "nb")
    assert await level(family, Role.SCHOOL, Kind.ABOUT_ME) is Level.NONE
    assert await level(family, Role.SCHOOL, Kind.HEALTH) is Level.READ
