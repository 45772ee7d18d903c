"""Rights count as they stand in the transaction that writes: also what was signed since it was asked for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection

from server.domain.access import Level
from server.domain.errors import Forbidden, Invalid, NotFound, Refusal
from server.domain.plan import CommentId, Kind, PersonId, Role
from server.domain.sight import PlanSight
from server.features.comments.lateness import Looking
from server.features.comments.service import CommentWish, Conversations
from server.features.comments.store import Comments
from server.features.consent.rules import DecisionWish
from server.features.consent.service import Consents
from server.features.consent.store import ConsentStore
from server.features.parts.rules import PartWish
from server.features.parts.service import Parts
from server.features.parts.store import PartStore
from server.storage.ledger import Ledger
from tests.support.principals import demo
from tests.unit.features.fakes import NOON, CountedChance, ListeningHub, NoReadings, NoTexts, SetClock
from tests.unit.features.family import PLAN, Family, part, person, place


@dataclass
class Desk:
    """Everybody's page on the family's plan."""

    family: Family
    hub: ListeningHub
    waiting_to_write: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    """Released as often as somebody asks the database to write."""

    def __post_init__(self) -> None:
        database, clock, chance = self.family.database, SetClock(), CountedChance()
        self.parts = Parts(PartStore(database, clock), self.hub, chance)
        self.consents = Consents(ConsentStore(database, clock), ListeningHub(), NoReadings())
        comments = Comments(database, clock)
        self.conversations = Conversations(
            comments, Ledger(database), self.hub, NoTexts(), Looking(database, clock), chance
        )
        self.comment = CommentId("")

    async def sign(self, wish: DecisionWish) -> None:
        await self.consents.sign(demo(person(Role.OWNER)), PLAN, wish, "nb")

    @asynccontextmanager
    async def busy(self) -> AsyncIterator[None]:
        """Meanwhile nothing is written: what is asked for waits, in the order it was."""
        begun, go_on = threading.Event(), threading.Event()

        def hold(_: Connection) -> None:
            begun.set()
            assert go_on.wait(10)

        holding = asyncio.create_task(self.family.database.write(hold))
        await asyncio.to_thread(begun.wait, 10)
        await self.waiting_to_write.acquire()
        try:
            yield
        finally:
            go_on.set()
            await holding

    async def asked_before_it_was_written(
        self, withdrawals: list[DecisionWish], command: Awaitable[object]
    ) -> BaseException | object:
        """How ``command`` ends that waits behind ``withdrawals`` to be written."""
        async with self.busy():
            signing = [asyncio.create_task(self.sign(wish)) for wish in withdrawals]
            for _ in signing:
                await self.waiting_to_write.acquire()
            asking = asyncio.ensure_future(command)
            await self.waiting_to_write.acquire()
        *_, ended = await asyncio.gather(*signing, asking, return_exceptions=True)
        return ended


@pytest.fixture
async def desk(family: Family, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(family, ListeningHub())
    said = await desk.conversations.add(demo(person(Role.GP)), part(Kind.HEALTH), CommentWish("Hei"))
    desk.comment = said.id
    desk.hub.heard.clear()
    write = family.database.write

    async def noted(work: Callable[[Connection], object]) -> object:
        desk.waiting_to_write.release()
        return await write(work)

    monkeypatch.setattr(family.database, "write", noted)
    return desk


WITHDRAWN = [DecisionWish(place(Role.GP), Level.NONE, kind=kind) for kind in (Kind.HEALTH, Kind.ABOUT_ME)]
COMMANDS: dict[str, Callable[[Desk], Awaitable[object]]] = {
    "add a part": lambda desk: desk.parts.add(demo(person(Role.GP)), PLAN, PartWish(Kind.HEALTH)),
    "move a part": lambda desk: desk.parts.change(demo(person(Role.GP)), part(Kind.HEALTH), {"position": 1}),
    "comment": lambda desk: desk.conversations.add(
        demo(person(Role.GP)), part(Kind.HEALTH), CommentWish("Hei")
    ),
    "edit a comment": lambda desk: desk.conversations.edit(demo(person(Role.GP)), desk.comment, "Hallo"),
    "remove a comment": lambda desk: desk.conversations.remove(demo(person(Role.GP)), desk.comment),
    "resolve": lambda desk: desk.conversations.resolve(demo(person(Role.GP)), desk.comment, resolved=True),
}


STRANGER = PersonId("stranger")
STRANGERS: dict[str, Callable[[Desk], Awaitable[object]]] = {
    "add a part": lambda desk: desk.parts.add(demo(STRANGER), PLAN, PartWish(Kind.GOAL)),
    "move a part": lambda desk: desk.parts.change(demo(STRANGER), part(Kind.HEALTH), {"position": 1}),
    "comment": lambda desk: desk.conversations.add(demo(STRANGER), part(Kind.HEALTH), CommentWish("Hei")),
    "edit a comment": lambda desk: desk.conversations.edit(demo(STRANGER), desk.comment, "Hallo"),
    "remove a comment": lambda desk: desk.conversations.remove(demo(STRANGER), desk.comment),
    "resolve": lambda desk: desk.conversations.resolve(demo(STRANGER), desk.comment, resolved=True),
    "sign": lambda desk: desk.consents.sign(demo(STRANGER), PLAN, WITHDRAWN[0], "nb"),
    "sign many": lambda desk: desk.consents.sign_all(demo(STRANGER), PLAN, WITHDRAWN, "nb"),
    "read what became narrower": lambda desk: desk.consents.narrowing_read(demo(STRANGER), PLAN),
}


@pytest.mark.rule("P7")
@pytest.mark.parametrize("command", STRANGERS)
async def test_who_takes_part_in_nothing_is_refused_while_nothing_can_be_written(
    desk: Desk, command: str
) -> None:
    """And keeps nobody from writing: there is one writer at a time."""
    async with desk.busy(), asyncio.timeout(5):
        with pytest.raises(NotFound):
            await STRANGERS[command](desk)


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_command_asked_for_before_a_withdrawal_and_written_after_it_is_refused(
    desk: Desk, command: str
) -> None:
    ended = await desk.asked_before_it_was_written(WITHDRAWN, COMMANDS[command](desk))
    assert isinstance(ended, Refusal if command == "add a part" else NotFound)
    entries = await Ledger(desk.family.database).entries(PLAN)
    assert [entry.event.person for entry in entries][-2:] == [person(Role.OWNER)] * 2
    access = await desk.family.book.access(PLAN)
    assert access
    assert len(access.parts) == 4
    assert desk.hub.heard == []


@pytest.mark.rule("P4")
async def test_nobody_adds_a_part_of_a_kind_that_was_just_withdrawn(desk: Desk) -> None:
    taken = DecisionWish(place(Role.REPRESENTATIVE), Level.NONE, kind=Kind.GOAL)
    adding = desk.parts.add(demo(person(Role.REPRESENTATIVE)), PLAN, PartWish(Kind.GOAL, "Sove godt"))
    assert isinstance(await desk.asked_before_it_was_written([taken], adding), Forbidden)
    access = await desk.family.book.access(PLAN)
    assert access
    assert len(access.parts) == 4


@pytest.mark.rule(12)
async def test_a_representative_signs_nothing_about_what_was_just_taken_from_them(desk: Desk) -> None:
    taken = DecisionWish(place(Role.REPRESENTATIVE), Level.NONE, part=part(Kind.HEALTH))
    wish = DecisionWish(place(Role.SCHOOL), Level.READ, part=part(Kind.HEALTH))
    signing = desk.consents.sign(demo(person(Role.REPRESENTATIVE)), PLAN, wish, "nb")
    assert isinstance(await desk.asked_before_it_was_written([taken], signing), Invalid)
    access = await desk.family.book.access(PLAN)
    assert access
    assert PlanSight(access, NOON).access_of(place(Role.SCHOOL), part(Kind.HEALTH)).level is Level.NONE
