"""Acting in one of several roles: the session goes on under another token, and in that role alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from server.domain.errors import NotFound, NotSignedIn
from server.domain.identity.principal import Principal
from server.domain.plan import Role
from server.features.login.acting import Acting
from server.features.login.service import Logins
from server.features.login.store import People
from server.features.plans.store import PlanStore
from server.ports.randomness import SystemChance
from server.ports.sessions import SignedIn
from server.storage.ledger import Ledger
from server.storage.metadata import participants
from tests.unit.features.fakes import ListeningHub, SetClock
from tests.unit.features.family import Family, family, person, place


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[Family]:
    """The teacher is the child's representative, too."""
    async with family(tmp_path) as built:
        same = update(participants).where(participants.c.id == place(Role.REPRESENTATIVE))
        both = same.values(person_id=person(Role.SCHOOL))
        await built.database.write(lambda connection: connection.execute(both) and None)
        yield built


class There:
    def __init__(self, home: Family) -> None:
        self.database, self.clock, self.hub = home.database, SetClock(), ListeningHub()
        chance = SystemChance()
        self.logins = Logins(People(home.database), self.hub, self.clock, chance, demo=True)
        self.acting = Acting(home.database, self.hub, self.clock, chance)

    async def arrive(self) -> SignedIn:
        return await self.known((await self.logins.log_in(person(Role.SCHOOL), "demo")).token)

    async def known(self, token: str) -> SignedIn:
        found = await self.logins.session(token)
        assert found is not None
        return found

    async def role(self, principal: Principal) -> Role:
        (mine,) = await PlanStore(self.database, self.clock).plans_of(principal)
        return mine.me.role


async def test_the_session_goes_on_in_the_chosen_role_and_its_sockets_close(home: Family) -> None:
    there = There(home)
    before = await there.arrive()
    assert await there.role(before.principal) is Role.REPRESENTATIVE
    there.clock.forward(minutes=5)
    opened = await there.acting.act_as(before, Role.SCHOOL)
    after = await there.known(opened.token)
    assert await there.role(after.principal) is Role.SCHOOL
    assert (after.expires_at, after.csrf_token != before.csrf_token) == (before.expires_at, True)
    assert after.idle_at - before.idle_at == timedelta(minutes=5)
    assert there.hub.heard == [("end_session", before.session_key)]
    entries = await Ledger(there.database).entries(None)
    assert entries[-1].event.action == "role-chosen"
    back = await there.known((await there.acting.act_as(after, Role.REPRESENTATIVE)).token)
    assert await there.role(back.principal) is Role.REPRESENTATIVE


async def test_a_role_that_opens_nowhere_is_not_found_and_changes_nothing(home: Family) -> None:
    there = There(home)
    now = await there.arrive()
    for role in (Role.NAV, Role.GP):  # nobody's, and somebody else's
        with pytest.raises(NotFound):
            await there.acting.act_as(now, role)
    unproven = replace(now, principal=Principal(now.person))
    with pytest.raises(NotFound):
        await there.acting.act_as(unproven, Role.SCHOOL)
    assert there.hub.heard == []


async def test_a_session_that_ended_meanwhile_stays_ended(home: Family) -> None:
    there = There(home)
    now = await there.arrive()
    await there.logins.end_own(now.person)
    with pytest.raises(NotSignedIn):
        await there.acting.act_as(now, Role.SCHOOL)
    assert [entry.event.action for entry in await Ledger(there.database).entries(None)][
        -1
    ] == "sessions-ended"
