"""Two that answer one invitation at the same moment, in two processes on each database: never both."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

import pytest
from sqlalchemy import Connection, insert, select, update

from server.catalogue import standard
from server.domain.audit import Event
from server.domain.errors import Exists, NotFound, NotNow
from server.domain.identity.keys import IdentityKeys
from server.domain.identity.number import IdentityNumber
from server.domain.plan import PersonId, Role
from server.features.invitations.answers import NewInvitationAnswer
from server.features.invitations.arriving.store import mistakes
from server.features.invitations.entries import InvitationMistaken
from server.features.invitations.rules import InvitationStep, InvitationWish
from server.features.invitations.service import Invitations
from server.features.invitations.store import GuestReply, InvitationStore, ShownInvitation
from server.ports.randomness import SystemChance
from server.ports.sessions import SignedIn
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.identity.keys import begin
from server.storage.identity.moving import move_login
from server.storage.ledger import Ledger
from server.storage.metadata import identities, participants, persons
from server.storage.persons import ENROLLING
from tests.acceptance.conftest import Process, Storage
from tests.acceptance.founding import NOW, OWNER, PLAN, Clock
from tests.acceptance.test_names import WAITED_FOR
from tests.support.principals import demo
from tests.unit.features.fakes import ListeningHub

KEYS = IdentityKeys.of("key 0123456789 abcdefghijklmnopqrst")
NUMBER = "01874090022"
GUEST, OTHER = PersonId("guest"), PersonId("other")
WISH = InvitationWish("Åse Lund", Role.GP, "Legene", "ase@lege.test")


def service(process: Process) -> Invitations:
    store = InvitationStore(process.database, Clock(), standard(), KEYS)
    return Invitations(store, ListeningHub(), SystemChance(), KEYS, synthetic=True)


def logged_in(person: PersonId) -> SignedIn:
    return SignedIn(demo(person), "", "", "nb", "", NOW, NOW, b"", "idporten")


async def enrolled(database: Database, *people: PersonId) -> None:
    """Whom ID-porten knows: by a number, and without a name."""
    assert KEYS is not None
    keys = KEYS
    await database.write(lambda connection: begin(connection, keys, NOW))
    rows = [{"id": each, "name": "", "locale": "nb", "organisation": ""} for each in people]
    known = [{"issuer": "idporten", "subject": each, "person_id": each, "since": NOW} for each in people]
    await database.write(lambda connection: connection.execute(insert(persons), rows) and None)
    await database.write(lambda connection: connection.execute(insert(identities), known) and None)


async def names(database: Database) -> dict[PersonId, str]:
    wanted = select(persons.c.id, persons.c.name).where(persons.c.id.in_([GUEST, OTHER]))
    return await database.read(lambda connection: {row.id: row.name for row in connection.execute(wanted)})


async def taking_part(database: Database) -> list[PersonId]:
    wanted = select(participants.c.person_id).where(participants.c.person_id.in_([GUEST, OTHER]))
    return await database.read(lambda connection: list(connection.scalars(wanted)))


async def outcomes(*tries: Awaitable[object]) -> list[str]:
    """Of each, "" where it succeeded and else what refused it."""
    found = await asyncio.gather(*tries, return_exceptions=True)
    for each in found:
        assert not isinstance(each, BaseException) or isinstance(each, (NotFound, NotNow, Exists)), each
    return ["" if not isinstance(each, BaseException) else type(each).__name__ for each in found]


async def made(process: Process, number: str | None = None) -> NewInvitationAnswer:
    return await service(process).invite(logged_in(OWNER), PLAN, WISH, number)


@pytest.mark.parametrize("round", range(5))
async def test_of_two_who_redeem_at_once_one_does(storage: Storage, process: Process, round: int) -> None:
    second = await storage.process()
    await enrolled(process.database, GUEST, OTHER)
    invitation = await made(process)
    done = await outcomes(
        service(process).answer(logged_in(GUEST), invitation.code, GuestReply(accepted=True)),
        service(second).answer(logged_in(OTHER), invitation.code, GuestReply(accepted=True)),
    )
    assert sorted(done) == ["", "NotFound"]
    await service(process).take(demo(OWNER), PLAN, invitation.id, InvitationStep.CONFIRM)
    winner = GUEST if done[0] == "" else OTHER
    assert await taking_part(process.database) == [winner]
    assert await names(process.database) == {GUEST: "", OTHER: "", winner: "Åse Lund"}


async def test_confirmed_and_withdrawn_at_once_it_is_one_of_them(storage: Storage, process: Process) -> None:
    second = await storage.process()
    await enrolled(process.database, GUEST, OTHER)
    invitation = await made(process)
    await service(process).answer(logged_in(GUEST), invitation.code, GuestReply(accepted=True))
    done = await outcomes(
        service(process).take(demo(OWNER), PLAN, invitation.id, InvitationStep.CONFIRM),
        service(second).take(demo(OWNER), PLAN, invitation.id, InvitationStep.REFUSE),
    )
    assert sorted(done) == ["", "NotNow"]
    assert (await taking_part(process.database) == [GUEST]) is (done[0] == "")


async def test_confirmed_twice_at_once_there_is_one_participation(storage: Storage, process: Process) -> None:
    second = await storage.process()
    await enrolled(process.database, GUEST, OTHER)
    invitations = [await made(process), await made(process)]
    for each in invitations:
        await service(process).answer(logged_in(GUEST), each.code, GuestReply(accepted=True))
    done = await outcomes(
        *[
            service(where).take(demo(OWNER), PLAN, each.id, InvitationStep.CONFIRM)
            for where, each in ((process, invitations[0]), (second, invitations[1]))
        ]
    )
    assert sorted(done) == ["", "Exists"]
    assert await taking_part(process.database) == [GUEST]


class MovedMeanwhile(InvitationStore):
    """The guest's login is the other's by the time that the answer is written."""

    async def shown(self, code_hash: bytes, who: SignedIn) -> ShownInvitation:
        found = await super().shown(code_hash, who)
        await self._database.write(lambda connection: move_login(connection, who.person, OTHER, NOW))
        return found


async def assert_nobody_redeemed(process: Process, invitation: NewInvitationAnswer) -> None:
    listed = await service(process).of_plan(logged_in(OWNER), PLAN)
    assert [each.status for each in listed.invitations] == ["open"]
    again = service(process).answer(logged_in(OTHER), invitation.code, GuestReply(accepted=True))
    assert (await again).status == "redeemed"


async def test_whose_login_is_moved_before_the_answer_is_written_redeems_nothing(process: Process) -> None:
    await enrolled(process.database, GUEST, OTHER)
    invitation = await made(process)
    store = MovedMeanwhile(process.database, Clock(), standard(), KEYS)
    late = Invitations(store, ListeningHub(), SystemChance(), KEYS, synthetic=True)
    with pytest.raises(NotNow, match="login-moved"):
        await late.answer(logged_in(GUEST), invitation.code, GuestReply(accepted=True))
    await assert_nobody_redeemed(process, invitation)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_whoever_redeems_waits_for_who_moves_their_login(storage: Storage, process: Process) -> None:
    second, moves = await storage.process(), asyncio.Event()
    await enrolled(process.database, GUEST, OTHER)
    invitation = await made(process)

    def moved(connection: Connection) -> None:
        """As ``ArrivalStore`` locks."""
        lock_names(connection, ENROLLING)
        moves.set()
        while not connection.scalar(WAITED_FOR):
            pass
        move_login(connection, GUEST, OTHER, NOW)

    async def redeemed() -> None:
        await moves.wait()
        await service(second).answer(logged_in(GUEST), invitation.code, GuestReply(accepted=True))

    async with asyncio.timeout(20):
        assert await outcomes(process.database.write(moved), redeemed()) == ["", "NotNow"]
    await assert_nobody_redeemed(process, invitation)


async def test_wrong_digits_are_counted_for_each_link_in_every_process(
    storage: Storage, process: Process
) -> None:
    second = await storage.process()
    await enrolled(process.database, GUEST, OTHER)
    one, other = await made(process), await made(process)
    for where, which in ((process, one), (second, one), (second, other)):
        entry = Event.of(InvitationMistaken(which.id, "5f"), NOW, OTHER, PLAN)
        await Ledger(where.database).record([entry])
    counted = [
        await where.database.read(lambda connection: mistakes(connection, PLAN, one.id))
        for where in (process, second)
    ]
    assert counted == [2, 2]


async def test_a_number_lets_in_its_person_at_once_and_nobody_else(process: Process) -> None:
    await enrolled(process.database, GUEST, OTHER)
    invitation = await made(process, NUMBER)
    assert KEYS is not None
    hashed = KEYS.current.hashed(IdentityNumber.read(NUMBER, synthetic_too=True))
    known = update(persons).where(persons.c.id == GUEST)
    known = known.values(identity_hash=hashed, identity_key=KEYS.current.name)
    await process.database.write(lambda connection: connection.execute(known) and None)
    other, guest = logged_in(OTHER), logged_in(GUEST)
    assert await outcomes(service(process).shown(other, invitation.code)) == ["NotFound"]
    assert (await service(process).shown(guest, invitation.code)).owner_name == "Kari"
    refused = service(process).answer(other, invitation.code, GuestReply(accepted=True))
    assert await outcomes(refused) == ["NotFound"]
    joined = await service(process).answer(guest, invitation.code, GuestReply(accepted=True))
    assert (joined.status, joined.owner_name) == ("joined", "Kari")
    assert (await service(process).shown(guest, invitation.code)).status == "joined"
    assert await taking_part(process.database) == [GUEST]
    logged = [entry.event for entry in await Ledger(process.database).entries(PLAN)][-3:]
    assert [(event.action, event.person) for event in logged] == [
        ("invitation-made", OWNER),
        ("participation-begun", GUEST),
        ("invitation-joined", GUEST),
    ]
    assert NUMBER not in repr(logged)
