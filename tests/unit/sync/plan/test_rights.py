from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from server.domain.access import Level, PlanAccess
from server.domain.plan import Kind, ParticipantId, PartId, PlanId, Role
from server.sync.plan.rights import FRESH_SECONDS, PlanRights
from tests.support.principals import demo
from tests.unit.domain.people import LATER, NOW, PLAN, a_part, a_plan, decided, taking_part

OWNER, SCHOOL, NAV = taking_part(Role.OWNER), taking_part(Role.SCHOOL), taking_part(Role.NAV)
HEALTH, WORK = a_part(Kind.HEALTH, "health"), a_part(Kind.WORK, "work")


class Book:
    """Is ``ports.AccessBook`` for one plan whose facts the test changes."""

    def __init__(self, access: PlanAccess) -> None:
        self.now: PlanAccess | None = access

    def sign(self, *decisions: object, version: int) -> None:
        assert self.now is not None
        plan = replace(self.now.plan, access_version=version)
        self.now = replace(self.now, plan=plan, decisions=tuple(decisions))  # type: ignore[arg-type]

    async def access(self, plan: PlanId) -> PlanAccess | None:
        return self.now

    async def access_to(self, part: PartId) -> PlanAccess | None:
        return self.now

    async def titles(self, plans: Collection[PlanId]) -> Mapping[PlanId, frozenset[str]]:
        return {}

    async def access_versions(self, plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        return {} if self.now is None else {PLAN: self.now.plan.access_version}


class Watched:
    def __init__(self) -> None:
        self.time = NOW
        self.book = Book(a_plan([OWNER, SCHOOL, NAV], [HEALTH, WORK]))
        assert self.book.now is not None
        self.seconds = 100.0
        self.rights = PlanRights(self.book.now, self.book, self.clock, self._on_change, lambda: self.seconds)
        self.changes = 0
        self.changed = asyncio.Event()

    def clock(self) -> datetime:
        return self.time

    def _on_change(self) -> None:
        self.changes += 1
        self.changed.set()

    def level(self, part: PartId = HEALTH.id) -> Level:
        return self.rights.access(SCHOOL.id, part).level


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    watched = Watched()
    yield watched
    watched.rights.close()


async def test_a_refresh_takes_over_what_was_signed_and_says_so(watched: Watched) -> None:
    watched.book.sign(decided(1, SCHOOL, HEALTH, Level.EDIT), version=2)
    assert watched.level() is Level.NONE
    await watched.rights.refresh()
    assert (watched.level(), watched.rights.version, watched.changes) == (Level.EDIT, 2, 1)


async def test_an_answer_that_was_overtaken_does_not_bring_old_rights_back(watched: Watched) -> None:
    watched.book.sign(version=3)
    await watched.rights.refresh()
    watched.book.sign(decided(1, SCHOOL, HEALTH, Level.EDIT), version=2)
    await watched.rights.refresh()
    assert (watched.level(), watched.rights.version, watched.changes) == (Level.NONE, 3, 1)


async def test_a_plan_that_is_gone_changes_nothing_here(watched: Watched) -> None:
    watched.book.now = None
    await watched.rights.refresh()
    assert watched.changes == 0


async def test_a_period_that_ends_is_told_without_anybody_asking(watched: Watched) -> None:
    soon = NOW + timedelta(milliseconds=5)
    watched.book.sign(decided(1, SCHOOL, HEALTH, Level.EDIT, until=soon), version=2)
    await watched.rights.refresh()
    assert watched.level() is Level.EDIT
    watched.changed.clear()
    watched.time = LATER
    async with asyncio.timeout(60):
        await watched.changed.wait()
    assert watched.level() is Level.NONE


@pytest.mark.rule(17)
async def test_who_is_told_of_whom_follows_the_rights(watched: Watched) -> None:
    watched.book.sign(decided(1, SCHOOL, WORK, Level.READ), version=2)
    await watched.rights.refresh()
    assert not watched.rights.tells_presence(SCHOOL.id, NAV.id)
    assert watched.rights.tells_presence(SCHOOL.id, OWNER.id)
    watched.book.sign(decided(1, SCHOOL, WORK, Level.READ), decided(2, NAV, WORK, Level.EDIT), version=3)
    await watched.rights.refresh()
    assert watched.rights.tells_presence(SCHOOL.id, NAV.id)
    assert watched.rights.tells_presence(NAV.id, SCHOOL.id)


@pytest.mark.rule(16)
async def test_where_an_address_is_protected_nobody_is_told_when_somebody_who_lives_there_is_there(
    watched: Watched,
) -> None:
    mother = taking_part(Role.RELATIVE)
    signed = [decided(1, SCHOOL, WORK, Level.READ), decided(2, mother, WORK, Level.READ)]
    open_plan = a_plan([OWNER, SCHOOL, mother], [WORK], signed)
    for protected in (True, False):
        watched.book.now = replace(open_plan, plan=replace(open_plan.plan, protected=protected))
        await watched.rights.refresh()
        for home in (OWNER.id, mother.id):
            assert watched.rights.hides_presence(home) is protected
            assert watched.rights.tells_presence(SCHOOL.id, home) is not protected
            assert watched.rights.tells_presence(home, home)
        assert not watched.rights.hides_presence(SCHOOL.id)
        assert watched.rights.tells_presence(OWNER.id, SCHOOL.id)


@pytest.mark.rule(17)
async def test_who_has_lost_everything_is_told_of_nobody_not_even_of_the_owner(watched: Watched) -> None:
    def told(participant: ParticipantId) -> tuple[bool, bool]:
        return watched.rights.takes_part(participant), watched.rights.tells_presence(participant, OWNER.id)

    assert told(SCHOOL.id) == (False, False)
    signed = decided(1, SCHOOL, HEALTH, Level.READ)
    watched.book.sign(signed, version=2)
    await watched.rights.refresh()
    assert told(SCHOOL.id) == (True, True)
    watched.book.sign(signed, decided(2, SCHOOL, HEALTH, Level.NONE), version=3)
    await watched.rights.refresh()
    assert told(SCHOOL.id) == (False, False)


@pytest.mark.rule(17)
async def test_who_coordinates_with_nothing_open_stays_and_is_told_of_nobody(watched: Watched) -> None:
    coordinator = taking_part(Role.COORDINATOR)
    watched.book.now = a_plan([OWNER, coordinator], [HEALTH])
    await watched.rights.refresh()
    assert watched.rights.takes_part(coordinator.id)
    assert not watched.rights.tells_presence(coordinator.id, OWNER.id)
    assert watched.rights.tells_presence(OWNER.id, coordinator.id)


async def test_only_who_takes_part_now_takes_part(watched: Watched) -> None:
    guest = taking_part(Role.OTHER, until=LATER)
    opened = [decided(1, guest, HEALTH, Level.READ), decided(2, SCHOOL, HEALTH, Level.READ)]
    watched.book.now = a_plan([OWNER, guest], [HEALTH], opened)
    await watched.rights.refresh()
    assert watched.rights.takes_part(guest.id)
    assert watched.rights.participant_of(demo(guest.person)) == guest
    watched.time = LATER
    assert not watched.rights.takes_part(guest.id)
    assert watched.rights.participant_of(demo(guest.person)) is None
    assert not watched.rights.takes_part(SCHOOL.id)


async def test_others_are_told_a_name_and_initials(watched: Watched) -> None:
    kari = replace(SCHOOL, name="Kari Mette Nordmann Lund")
    user = watched.rights.user(kari)
    assert (user["id"], user["name"], user["role"]) == (SCHOOL.id, kari.name, "school")
    assert user["initials"] == "KL"
    assert watched.rights.user(replace(SCHOOL, name="Cher"))["initials"] == "C"


@pytest.mark.rule(17)
async def test_a_colour_is_the_same_whoever_else_takes_part(watched: Watched) -> None:
    many = [replace(SCHOOL, id=ParticipantId(f"who-{number}")) for number in range(100)]
    alone = [watched.rights.user(who)["colour"] for who in many]
    watched.book.now = a_plan([OWNER, *many], [HEALTH])
    await watched.rights.refresh()
    assert [watched.rights.user(who)["colour"] for who in many] == alone
    assert set(alone) == set(range(8))


async def test_what_is_known_may_be_acted_upon_for_five_seconds_and_longer_once_confirmed(
    watched: Watched,
) -> None:
    for elapsed, fresh in ((4.9, True), (0.2, False)):
        watched.seconds += elapsed
        assert watched.rights.fresh is fresh
    await watched.rights.confirm()
    assert watched.rights.fresh
    assert watched.changes == 0  # nothing had changed, and nothing was read


async def test_asking_finds_what_was_signed(watched: Watched) -> None:
    watched.book.sign(decided(1, SCHOOL, HEALTH, Level.EDIT), version=2)
    await watched.rights.confirm()
    assert (watched.level(), watched.rights.fresh, watched.changes) == (Level.EDIT, True, 1)


async def test_an_answer_asked_for_before_a_doubt_does_not_settle_it(watched: Watched) -> None:
    asked_at = watched.seconds
    watched.seconds += 1
    watched.rights.invalidate()
    assert watched.rights.confirmed(watched.rights.version, asked_at)
    assert not watched.rights.fresh
    watched.seconds += 1
    await watched.rights.confirm()
    assert watched.rights.fresh


async def test_another_version_confirms_nothing(watched: Watched) -> None:
    watched.rights.invalidate()
    watched.seconds += 1
    assert not watched.rights.confirmed(watched.rights.version + 1, watched.seconds)
    assert not watched.rights.fresh


async def test_a_doubt_while_it_is_asked_is_asked_about_too(watched: Watched) -> None:
    """Else whoever waits for the answer would be turned away although the database answers."""
    asked, gate = asyncio.Event(), asyncio.Event()
    answer = watched.book.access_versions

    async def slowly(plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        versions = await answer(plans)
        watched.seconds += 0.001
        asked.set()
        await gate.wait()
        return versions

    watched.book.access_versions = slowly  # type: ignore[method-assign]
    watched.rights.invalidate()
    watched.seconds += 0.001
    waiting = [asyncio.create_task(watched.rights.confirm()) for _ in range(2)]
    await asked.wait()
    watched.rights.invalidate()
    watched.seconds += 0.001
    gate.set()
    await asyncio.gather(*waiting)
    assert watched.rights.fresh


async def test_answers_that_are_old_when_they_come_are_not_asked_for_again_and_again(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = 0
    standing = watched.book.access_versions

    async def late(plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        nonlocal answered
        answered += 1
        watched.seconds += FRESH_SECONDS + 0.1
        return await standing(plans)

    monkeypatch.setattr(watched.book, "access_versions", late)
    watched.rights.invalidate()
    await watched.rights.confirm()
    assert answered == 1
    assert not watched.rights.fresh


async def test_rights_read_when_nobody_needs_them_any_more_wait_for_no_period(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.rights.close()
    watched.book.sign(decided(1, SCHOOL, HEALTH, Level.EDIT, until=LATER), version=2)
    monkeypatch.setattr(asyncio.get_running_loop(), "call_later", None)
    await watched.rights.refresh()
