from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.access import Decision, Level
from server.domain.audit import Event
from server.domain.errors import NotFound, TooManyRequests
from server.domain.plan import PersonId, PlanId
from server.domain.sight import Sight
from server.features.consent.store import ConsentStore
from server.ports.log import AccessChanged
from server.storage.database.database import Database
from server.storage.decisions import DecisionSigned
from server.storage.founding import PlanFounded
from server.storage.ledger import Ledger
from server.storage.log.update_log import SqlUpdateLog
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import (
    ABOUT_ME,
    NOW,
    OWNER,
    PLAN,
    Clock,
    everything_signed,
    opening,
    signing,
    withdrawal,
    written,
)
from tests.support.principals import demo


class Refused(Exception):
    pass


def refuse(_: Sight) -> list[tuple[Decision, Event]]:
    raise Refused


@pytest.fixture
def store(book: SqlAccessBook, database: Database) -> ConsentStore:
    return ConsentStore(database, Clock())


async def test_a_decision_gets_the_next_number(
    store: ConsentStore, book: SqlAccessBook, database: Database
) -> None:
    wish = opening(Level.COMMENT, part=ABOUT_ME, until=NOW + timedelta(days=7))
    signer, ((number, signed),) = await store.sign(demo(OWNER), PLAN, signing(wish))
    assert signer.me.person == OWNER
    assert (number, signed) == (3, replace(wish, number=3))
    access = await book.access(PLAN)
    assert access is not None
    assert access.decisions[-1] == replace(signed, purpose="", text="")
    assert (await everything_signed(database))[-1] == signed
    event = (await Ledger(database).entries(PLAN))[-1].event
    assert (event.action, event.details) == (DecisionSigned.action, DecisionSigned.of(signed).stored())


async def test_a_plan_one_takes_no_part_in_is_not_signed_for(store: ConsentStore) -> None:
    for who, plan in ((PersonId("stranger"), PLAN), (OWNER, PlanId("nowhere"))):
        with pytest.raises(NotFound):
            await store.sign(demo(who), plan, signing(withdrawal()))
        with pytest.raises(NotFound):
            await store.read(demo(who), plan, lambda sight: sight)


async def test_what_is_refused_inside_the_transaction_leaves_nothing(
    store: ConsentStore, book: SqlAccessBook, database: Database
) -> None:
    before = await book.access(PLAN)
    with pytest.raises(Refused):
        await store.sign(demo(OWNER), PLAN, refuse)
    assert await book.access(PLAN) == before
    assert [entry.event.action for entry in await Ledger(database).entries(PLAN)] == [PlanFounded.action]


@pytest.mark.rule(13)
async def test_a_signer_is_judged_by_rights_as_they_are_when_it_is_stored(
    store: ConsentStore, database: Database
) -> None:
    """Several at once, each allowed only while nothing else has been signed: all but one must lose."""
    sign = signing(withdrawal())

    def only_first(signer: Sight) -> Sequence[tuple[Decision, Event]]:
        if signer.access.plan.access_version != 1:
            raise Refused
        return sign(signer)

    results = await asyncio.gather(
        *(store.sign(demo(OWNER), PLAN, only_first) for _ in range(5)), return_exceptions=True
    )
    assert [isinstance(result, Refused) for result in results].count(False) == 1
    assert len(await everything_signed(database)) == 3


@pytest.mark.rule("P4")
async def test_updates_admitted_before_a_decision_are_refused(
    store: ConsentStore, database: Database
) -> None:
    await store.sign(demo(OWNER), PLAN, signing(withdrawal()))
    log = SqlUpdateLog(database, Clock())
    assert await log.append([written(b"a", after=1)]) == [AccessChanged()]


async def test_as_many_as_a_day_has_room_for_are_signed_and_no_more(
    book: SqlAccessBook, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.features.consent.rules.MOST_A_DAY", 5)  # two are signed already
    clock = Clock()
    store = ConsentStore(database, clock)
    for _ in range(3):
        await store.sign(demo(OWNER), PLAN, signing(opening(Level.READ, part=ABOUT_ME)))
    with pytest.raises(TooManyRequests) as refused:
        await store.sign(demo(OWNER), PLAN, signing(opening(Level.READ, part=ABOUT_ME)))
    assert refused.value.retry_after == timedelta(days=1).total_seconds()
    await store.sign(demo(OWNER), PLAN, signing(withdrawal(ABOUT_ME)))
    clock.advance(refused.value.retry_after)
    await store.sign(demo(OWNER), PLAN, signing(opening(Level.READ, part=ABOUT_ME)))
    assert await book.access(PLAN)
