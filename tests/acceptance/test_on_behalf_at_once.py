"""What is done in an owner's name at the same moment, in two processes on each database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from server.catalogue import standard
from server.domain.access import Level
from server.domain.errors import NotFound, NotNow, Refusal
from server.domain.identity.principal import Principal
from server.domain.on_behalf.assisting import Assisting
from server.domain.plan import Participant, ParticipantId, PersonId, Role
from server.features.assisted.rules import AssistedBeginning
from server.features.assisted.store import AssistedStore
from server.features.consent.paper.answers import SheetAnswer
from server.features.consent.paper.service import PaperConsents
from server.features.consent.paper.store import PaperStore
from server.features.consent.rules import DecisionWish
from server.features.consent.service import Consents
from server.ports.randomness import SystemChance
from server.storage.metadata import decisions, participants
from server.storage.persons import Person, enrol
from server.storage.plan.assisted import end_of_logins
from server.storage.plan.participations import insert_participant
from tests.acceptance.conftest import Process, Storage
from tests.acceptance.founding import (
    ABOUT_ME,
    COORDINATOR,
    COORDINATOR_PLACE,
    NOW,
    OWNER,
    PLAN,
    SCHOOL_PLACE,
    Clock,
    opening,
)
from tests.support.principals import demo
from tests.unit.features.fakes import ListeningHub

LOGIN = b"login of berit"


class Unlogged:
    """Is ``ports.ReadWords``: signing reads nothing."""

    async def newly_read(self, *_: object, **__: object) -> bool:
        return False


MOTHER, MOTHERS = PersonId("mother"), ParticipantId("mother")
WISH = DecisionWish(SCHOOL_PLACE, Level.COMMENT, part=ABOUT_ME)
SCAN = "5f" * 32


async def prepared(process: Process) -> None:
    """The coordinator and the mother read what it is about."""

    def work(connection: Connection) -> None:
        enrol(connection, [Person(MOTHER, "Marit")])
        insert_participant(connection, Participant(MOTHERS, PLAN, MOTHER, "Marit", Role.RELATIVE))

    await process.database.write(work)
    for whom in (COORDINATOR_PLACE, MOTHERS):
        await process.sign(replace(opening(Level.READ, part=ABOUT_ME), participant=whom))


def assisted(process: Process) -> AssistedStore:
    return AssistedStore(process.database, Clock(), standard(), timedelta(minutes=30))


async def begins(process: Process, new: str) -> str:
    text = standard().text("assisted.begin", "nb", on=NOW.date(), owner="Kari")
    beginning = AssistedBeginning(new, LOGIN, NOW + timedelta(hours=12), 0, "", text)
    return (await assisted(process).begin(demo(COORDINATOR), PLAN, beginning, "nb")).id


def writing(session: str, login: bytes = LOGIN) -> Principal:
    return replace(demo(COORDINATOR), assisting=Assisting(session, login))


async def signs(process: Process, principal: Principal, wish: DecisionWish = WISH) -> object:
    consents = Consents(process.consents, ListeningHub(), Unlogged())
    return await consents.sign(principal, PLAN, wish, "nb")


def papers(process: Process) -> PaperConsents:
    store = PaperStore(process.database, Clock(), standard())
    return PaperConsents(store, ListeningHub(), SystemChance(), Unlogged())


async def signed_paper(process: Process) -> SheetAnswer:
    sheet = await papers(process).make(demo(COORDINATOR), PLAN, None, [WISH], "nb")
    await papers(process).register(demo(COORDINATOR), PLAN, sheet.id, NOW.date(), SCAN)
    return sheet


async def outcomes(*tries: Awaitable[object]) -> list[str]:
    """Of each, "" where it succeeded and else what refused it."""
    found = await asyncio.gather(*tries, return_exceptions=True)
    for each in found:
        assert not isinstance(each, BaseException) or isinstance(each, Refusal), each
    return ["" if not isinstance(each, BaseException) else type(each).__name__ for each in found]


async def on_proof(process: Process, proof: str) -> int:
    wanted = select(func.count()).where(decisions.c.proof == proof)
    return await process.database.read(lambda connection: int(connection.execute(wanted).scalar_one()))


@pytest.mark.parametrize("round", range(3))
async def test_of_two_sessions_that_begin_at_once_one_runs(
    storage: Storage, process: Process, round: int
) -> None:
    second = await storage.process()
    await prepared(process)
    assert await outcomes(begins(process, "one"), begins(second, "two")) == ["", ""]
    done = await outcomes(signs(process, writing("one")), signs(second, writing("two")))
    assert sorted(done) == ["", "NotNow"]


@pytest.mark.parametrize("round", range(3))
async def test_what_is_signed_while_the_login_ends_is_before_its_end_or_not_at_all(
    storage: Storage, process: Process, round: int
) -> None:
    second = await storage.process()
    await prepared(process)
    session = await begins(process, "one")
    over = second.database.write(lambda connection: end_of_logins(connection, [LOGIN], NOW))
    done = await outcomes(signs(process, writing(session)), over)
    assert await on_proof(process, session) == (1 if done[0] == "" else 0)
    for forged in (writing(session), writing(session, b"another login")):
        with pytest.raises(NotNow):
            await signs(second, forged)


@pytest.mark.parametrize("round", range(3))
async def test_a_paper_is_checked_or_withdrawn_and_its_sentences_signed_once(
    storage: Storage, process: Process, round: int
) -> None:
    second = await storage.process()
    await prepared(process)
    sheet = await signed_paper(process)
    done = await outcomes(
        papers(process).check(demo(MOTHER), sheet.code, NOW.date(), right=True),
        papers(second).withdraw(demo(OWNER), PLAN, sheet.id),
        papers(second).check(demo(MOTHER), sheet.code, NOW.date(), right=True),
    )
    assert done.count("") == 1
    assert await on_proof(process, sheet.id) == (0 if done[1] == "" else 1)


@pytest.mark.parametrize("round", range(3))
async def test_the_owners_word_meanwhile_is_never_overridden_by_an_older_paper(
    storage: Storage, process: Process, round: int
) -> None:
    second = await storage.process()
    await prepared(process)
    sheet = await signed_paper(process)
    closing = DecisionWish(SCHOOL_PLACE, Level.NONE, part=ABOUT_ME)
    done = await outcomes(
        papers(process).check(demo(MOTHER), sheet.code, NOW.date(), right=True),
        signs(second, demo(OWNER), closing),
    )
    assert done[1] == ""
    access = await process.book.access(PLAN)
    assert access is not None
    last = max(access.decisions, key=lambda decision: decision.number)
    assert (last.level, last.signed_by) == (Level.NONE, OWNER)


async def test_nothing_is_done_for_an_owner_by_who_coordinates_no_more(process: Process) -> None:
    await prepared(process)
    session, sheet = await begins(process, "one"), await signed_paper(process)
    ended = participants.update().where(participants.c.id == COORDINATOR_PLACE)
    ended = ended.values(ended_at=NOW, ended_by=OWNER, ending="Fra nå.")
    await process.database.write(lambda connection: connection.execute(ended) and None)
    for refused in (
        signs(process, writing(session)),
        begins(process, "two"),
        papers(process).make(demo(COORDINATOR), PLAN, None, [WISH], "nb"),
    ):
        with pytest.raises(NotFound):
            await refused
    with pytest.raises(NotNow, match="changed-meanwhile"):
        await papers(process).check(demo(MOTHER), sheet.code, NOW.date(), right=True)
    assert await on_proof(process, sheet.id) == 0
