"""Whose login is moved away while others give them something, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import Connection, select

from server.catalogue import standard
from server.domain.cases.care_transitions import CoordinatorAbsent, CoordinatorReleased
from server.domain.cases.case_transitions import RepresentativeRegistered, Subject
from server.domain.cases.flow import judged
from server.domain.cases.records import By, Command, Transition
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.errors import Invalid, NotNow
from server.domain.plan import SERVER, PersonId, PlanId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.cases.desk.store import CaseStore, Judgement, SeenCase
from server.features.coordinators.rules import Listing
from server.features.coordinators.store import Coordinators
from server.features.login.identities import Identities
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.storage.cases.plans import Doing, EndingWords
from server.storage.database import postgresql_database
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.identity.moving import USED, has_only_logged_in, is_somebody, move_login
from server.storage.municipality.records import municipality_numbered
from server.storage.persons import ENROLLING, Person, enrol
from tests.acceptance.cases import CASE, municipality
from tests.acceptance.founding import OWNER, Clock
from tests.acceptance.test_case_records_reviews import founded
from tests.acceptance.test_logins_moved import KEYS, LATER, PIN
from tests.acceptance.test_logins_moved import sealing as sealing
from tests.acceptance.test_names import WAITED_FOR
from tests.support.models.sealed_plans import Sealing
from tests.unit.domain.cases.situations import RULES, appointed, coordinated, opened, proposed, wished
from tests.unit.features.fakes import CountedChance

UNIT, NUMBER, CAME = PersonId("case-handler"), "9901", PersonId("id-1")
ASKED, COORDINATED = CaseId("asked"), CaseId("coordinated")
WORDS = EndingWords("", "", "", "")


async def prepared(sealing: Sealing) -> Database:
    """``CAME`` has only logged in. The owner's cases: one in which ``CAME`` is proposed and released, one in
    which nobody is yet, and one that somebody coordinates."""
    database = sealing.database
    assert await Identities(database, KEYS, CountedChance()).person_of(PIN) == CAME
    where = await municipality(database)
    await Municipalities(database, Clock(), SystemChance()).give(SERVER, where, UNIT, UnitRight.CASE_HANDLER)
    await database.write(lambda connection: stored(connection, where))
    return database


def stored(connection: Connection, where: MunicipalityId) -> None:
    enrol(connection, [Person(PersonId("hilde"), "Hilde", demo_key="hilde")])
    whose = Subject("Kari", person=OWNER)
    ready = opened(subject=whose).all([wished(), proposed(who=CAME), CoordinatorReleased("Liv")])
    founded(connection, where, CASE, ready)
    founded(connection, where, ASKED, opened(subject=whose).does(wished()))
    founded(connection, where, COORDINATED, coordinated(subject=whose))


async def handles(database: Database) -> None:
    where = await database.read(lambda connection: municipality_numbered(connection, NUMBER))
    assert where is not None
    await Municipalities(database, Clock(), SystemChance()).give(
        UNIT, where.id, CAME, UnitRight.LEADER, "NAV"
    )


async def lists(database: Database) -> None:
    await Coordinators(database, Clock()).keep(UNIT, NUMBER, CAME, 0, Listing("Helse"))


def does(case: CaseId, transition: Transition) -> Callable[[Database], Awaitable[None]]:
    async def acts(database: Database) -> None:
        by, at = By(UNIT, Actor.CASE_HANDLER, on_behalf_of="Kari"), Clock()()

        def judge(seen: SeenCase) -> Judgement:
            record = judged(seen.stored.case, Command(by, at, transition, "hol. § 7-2"), RULES)
            return Judgement((record,), Doing(UNIT, at, SystemChance().id, WORDS, RULES))

        await CaseStore(database, Clock(), standard()).act(UNIT, case, None, PlanId("new"), judge)

    return acts


represents = does(COORDINATED, RepresentativeRegistered(CAME, "Anne", "guardian", date(2027, 3, 1), "Vedtak"))
GIVES = {
    "right": handles,
    "coordinators' list": lists,
    "appointment": does(CASE, appointed()),
    "proposal": does(ASKED, proposed(who=CAME)),
    "stand-in": does(COORDINATED, CoordinatorAbsent(None, "Anne", CAME)),
    "representation": represents,
}
"""By which others give something to somebody of whom nothing was known."""
NAMES_NOBODY = "proposal"
"""No row of ``USED`` is written by it: whoever is appointed then is asked after once more."""


def named(connection: Connection) -> list[str]:
    return [str(each) for each in USED if connection.execute(select(each).where(each == CAME)).first()]


def moved(connection: Connection) -> None:
    """As ``ArrivalStore`` moves it."""
    lock_names(connection, ENROLLING)
    if not has_only_logged_in(connection, CAME):
        raise NotNow("not-new")
    move_login(connection, CAME, OWNER, LATER)


@pytest.mark.parametrize("gives", GIVES)
async def test_nothing_is_given_to_who_was_left_behind(sealing: Sealing, gives: str) -> None:
    database = await prepared(sealing)
    await database.write(moved)
    assert not await database.read(lambda connection: is_somebody(connection, CAME))
    with pytest.raises(Invalid, match="nobody is called that"):
        await GIVES[gives](database)
    assert await database.read(named) == []


@pytest.mark.parametrize("gives", sorted(GIVES.keys() - {NAMES_NOBODY}))
async def test_who_was_given_something_stays_who_they_are(sealing: Sealing, gives: str) -> None:
    database = await prepared(sealing)
    await GIVES[gives](database)
    with pytest.raises(NotNow, match="not-new"):
        await database.write(moved)
    assert await database.read(named) != []


@pytest.mark.parametrize("gives", sorted(GIVES.keys() - {NAMES_NOBODY}))
async def test_of_both_at_once_one_is_done(sealing: Sealing, gives: str) -> None:
    database = await prepared(sealing)
    done = await asyncio.gather(database.write(moved), GIVES[gives](database), return_exceptions=True)
    assert [type(each).__name__ for each in done] in (["NoneType", "Invalid"], ["NotNow", "NoneType"])
    assert bool(await database.read(named)) == (done[0] is not None)


@pytest.mark.parametrize("gives", GIVES)
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_who_gives_waits_for_who_moves_and_never_in_a_circle(
    sealing: Sealing, gives: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, moves = await prepared(sealing), asyncio.Event()
    monkeypatch.setattr(postgresql_database, "TRIES", 1)  # what a deadlock undid is not run again

    def first(connection: Connection) -> None:
        lock_names(connection, ENROLLING)
        assert has_only_logged_in(connection, CAME)
        moves.set()
        while not connection.scalar(WAITED_FOR):
            pass
        move_login(connection, CAME, OWNER, LATER)

    async def then() -> None:
        await moves.wait()
        await GIVES[gives](database)

    async with asyncio.timeout(20):
        done = await asyncio.gather(database.write(first), then(), return_exceptions=True)
    assert [type(each).__name__ for each in done] == ["NoneType", "Invalid"]
    assert await database.read(named) == []
