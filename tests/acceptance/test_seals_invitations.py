"""Whoever takes part without having been let in is found, and so is what was changed in an invitation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from server.catalogue import standard
from server.domain.identity.keys import IdentityKey, IdentityKeys
from server.domain.plan import Role
from server.domain.seals import SealingKey
from server.features.invitations.rules import InvitationStep, InvitationWish
from server.features.invitations.service import Invitations
from server.features.invitations.store import GuestReply, InvitationStore
from server.features.login.identities import Identities
from server.features.login.proven import ProvenIdentity
from server.ports.sessions import SignedIn
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.identity.keys import begin
from server.storage.seals.keys import SealingKeys
from tests.acceptance.founding import NOW, OWNER, PLAN, Clock, small_plan
from tests.support.models.sealed_plans import Sealing
from tests.support.principals import demo
from tests.unit.features.fakes import CountedChance, ListeningHub

KEYS = IdentityKeys(IdentityKey.of("key 0123456789 abcdefghijklmnopqrst"))
PIN = ProvenIdentity("idporten", "https://idporten.no", "pin", "", NOW, "01874090022")
"""Without a name: that of the invitation is taken, and sealed."""


@pytest.fixture
async def sealing(url: str, tmp_path: Path) -> AsyncIterator[Sealing]:
    """Sealed as it was founded; then somebody is invited, let in, and sealed."""
    database = await Database.open(url)
    await found_plan(database, small_plan())
    sealing = Sealing(database, SealingKeys(SealingKey.of("the key of these tests")), tmp_path)
    await database.write(lambda connection: begin(connection, KEYS, NOW))
    person = await Identities(database, KEYS, CountedChance()).person_of(PIN)
    await sealing.seal()
    service = Invitations(
        InvitationStore(database, Clock(), standard(), None), ListeningHub(), CountedChance(), None
    )
    owner, guest = [
        SignedIn(demo(each), "", "", "nb", "", NOW, NOW, b"", "idporten") for each in (OWNER, person)
    ]
    made = await service.invite(owner, PLAN, InvitationWish("Åse", Role.GP, "Legene", "a@b.test"), None)
    await service.answer(guest, made.code, GuestReply(accepted=True))
    await service.take(demo(OWNER), PLAN, made.id, InvitationStep.CONFIRM)
    yield sealing
    await database.close()


async def test_who_was_let_in_after_the_founding_is_sealed_and_nothing_is_wrong(sealing: Sealing) -> None:
    assert await sealing.wrong() == []
    await sealing.seal()
    assert await sealing.wrong() == []
    await run(sealing.database, "UPDATE participants SET role = 'hospital' WHERE role = 'gp'")
    assert [each for each in await sealing.wrong() if "was changed" in each]


@pytest.mark.rule("P8")
@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE invitations SET role = 'hospital'", "was changed"),
        ("UPDATE invitations SET identity_hash = NULL, redeemed_by = 'kari'", "was changed"),
        ("DELETE FROM invitations", "is missing"),
        (
            "INSERT INTO participants (id, plan_id, person_id, role, organisation)"
            " VALUES ('x', 'plan', 'teacher', 'gp', '')",
            "participant x was added beside the log",
        ),
    ],
)
async def test_what_was_changed_beside_the_log_is_named(sealing: Sealing, statement: str, wrong: str) -> None:
    await sealing.seal()
    await run(sealing.database, statement)
    (found,) = await sealing.wrong()
    assert wrong in found


async def run(database: Database, statement: str) -> None:
    await database.write(lambda connection: connection.execute(text(statement)) and None)
