"""Clients ask for anything: what PostgreSQL cannot even compare is answered as what is not there."""

from __future__ import annotations

import pytest

from server.domain.errors import NotFound, Outdated
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import UnitRight
from server.features.coordinators.store import Coordinators
from server.features.invitations.rules import InvitationStep
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from tests.acceptance.conftest import Process
from tests.acceptance.founding import OWNER, PLAN, Clock
from tests.acceptance.test_invitations_at_once import service
from tests.support.principals import demo

ODD = pytest.mark.parametrize("which", ["\x00", "a\x00b", "blå"])


@ODD
async def test_no_invitation_is_called_that(process: Process, which: str) -> None:
    with pytest.raises(NotFound):
        await service(process).take(demo(OWNER), PLAN, which, InvitationStep.APPROVE)


@ODD
async def test_nobody_of_the_list_is_called_that(process: Process, which: str) -> None:
    units = Municipalities(process.database, Clock(), SystemChance())
    await units.add(SERVER, "9950", "Lia")
    where = await units.numbered("9950")
    assert where is not None
    await units.give(SERVER, where.id, OWNER, UnitRight.CASE_HANDLER)
    store = Coordinators(process.database, Clock())
    with pytest.raises(Outdated):
        await store.remove(OWNER, "9950", PersonId(which), 1)
