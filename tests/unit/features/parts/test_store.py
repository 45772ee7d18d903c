from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from server.domain.access import Level
from server.domain.audit import Event
from server.domain.errors import NotFound
from server.domain.plan import SERVER, Area, Kind, Part, PartId, PersonId, PlanId
from server.domain.sight import PlanSight, Sight
from server.features.consent.store import ConsentStore
from server.features.parts.entries import PartAdded, PartBroughtBack, PartChanged, PartPutAway
from server.features.parts.rules import Changed
from server.features.parts.store import PartStore
from server.ports.log import AccessChanged, Row
from server.storage.database.database import Database
from server.storage.founding import PlanFounded
from server.storage.ledger import Ledger
from server.storage.log.update_log import SqlUpdateLog
from server.storage.parts import PartCreation
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import (
    FIRST_CONTENT,
    NOW,
    OWNER,
    OWNER_PLACE,
    PLAN,
    READING_HELP,
    SCHOOL,
    SCHOOL_PLACE,
    Clock,
    opening,
    signing,
    written,
)
from tests.support.principals import demo

HOMEWORK = PartId("homework")


class Refused(Exception):
    pass


def adding(part: Part) -> Callable[[Sight], tuple[PartCreation, Event]]:
    """Refuses nobody."""

    def add(sight: Sight) -> tuple[PartCreation, Event]:
        created = replace(part, created_after=sight.access.last_decision)
        new = PartCreation(created, Row(SERVER, None, b"homework"), {9: SERVER})
        return new, sight.event(PartAdded(part.kind.value), part.id)

    return add


def changing(moved: bool = False, **more: object) -> Callable[[Sight], Changed]:
    """Refuses nobody."""

    def change(sight: Sight) -> Changed:
        part = replace(sight.access.parts[READING_HELP], **more)  # type: ignore[arg-type]
        return Changed(part, moved, sight.event(PartChanged(), READING_HELP))

    return change


def refuse(_: Sight) -> None:
    raise Refused


def homework(**more: object) -> Part:
    return replace(Part(HOMEWORK, PLAN, Kind.MEASURE, created_by=SCHOOL_PLACE), **more)  # type: ignore[arg-type]


@pytest.fixture
def store(book: SqlAccessBook, database: Database) -> PartStore:
    return PartStore(database, Clock())


async def sight(book: SqlAccessBook) -> PlanSight:
    access = await book.access(PLAN)
    assert access is not None
    return PlanSight(access, NOW)


async def actions(database: Database) -> list[str]:
    return [entry.event.action for entry in await Ledger(database).entries(PLAN)]


async def test_a_part_is_added_with_its_content(
    store: PartStore, book: SqlAccessBook, database: Database
) -> None:
    wish = homework(title="Lekser", area=Area.EDUCATION, responsible=SCHOOL_PLACE, position=7)
    stored = await store.add(demo(SCHOOL), PLAN, adding(wish))
    assert stored == replace(wish, created_after=2)
    access = (await sight(book)).access
    assert access.parts[HOMEWORK] == stored
    assert access.plan.access_version == 2
    assert await book.access_to(HOMEWORK) == access
    loaded = await SqlUpdateLog(database, Clock()).load(HOMEWORK)
    assert loaded is not None
    assert [row.payload for row in loaded.rows] == [b"homework"]
    assert loaded.clients == {9: SERVER}
    (_, entry) = await Ledger(database).entries(PLAN)
    assert (entry.event.action, entry.event.part) == (PartAdded.action, HOMEWORK)


async def test_whoever_creates_a_part_after_the_last_decision_edits_it(
    store: PartStore, book: SqlAccessBook, database: Database
) -> None:
    decision = signing(opening(Level.NONE, kind=Kind.MEASURE))
    await ConsentStore(database, Clock()).sign(demo(OWNER), PLAN, decision)
    await store.add(demo(SCHOOL), PLAN, adding(homework()))
    assert (await sight(book)).access_of(SCHOOL_PLACE, HOMEWORK).source == "creator"


async def test_a_part_is_changed_beside_its_text(
    store: PartStore, book: SqlAccessBook, database: Database
) -> None:
    changed = await store.change(
        demo(SCHOOL), READING_HELP, changing(responsible=SCHOOL_PLACE, area=Area.EDUCATION)
    )
    assert changed is not None
    access = (await sight(book)).access
    assert access.parts[READING_HELP] == changed
    assert (changed.responsible, changed.area) == (SCHOOL_PLACE, Area.EDUCATION)
    assert access.plan.access_version == 2
    assert await actions(database) == [PlanFounded.action, PartChanged.action]


async def test_what_stands_where_a_part_moves_makes_room(store: PartStore, book: SqlAccessBook) -> None:
    await store.add(demo(OWNER), PLAN, adding(homework(position=4)))
    await store.change(demo(OWNER), READING_HELP, changing(moved=True, position=4))
    positions = {part.id: part.position for part in (await sight(book)).access.parts.values()}
    assert (positions[READING_HELP], positions[HOMEWORK]) == (4, 5)


async def test_where_nothing_is_asked_for_nothing_is_stored(
    store: PartStore, book: SqlAccessBook, database: Database
) -> None:
    assert await store.change(demo(SCHOOL), READING_HELP, lambda _: None) is None
    assert (await sight(book)).access.plan.access_version == 1
    assert await actions(database) == [PlanFounded.action]


async def test_strangers_and_plans_that_are_nowhere_are_not_found(store: PartStore) -> None:
    for who, plan in ((PersonId("stranger"), PLAN), (OWNER, PlanId("nowhere"))):
        with pytest.raises(NotFound):
            await store.add(demo(who), plan, adding(homework()))
    with pytest.raises(NotFound):
        await store.change(demo(PersonId("stranger")), READING_HELP, changing())


async def test_what_is_refused_inside_the_transaction_leaves_nothing(
    store: PartStore, book: SqlAccessBook, database: Database
) -> None:
    before = await book.access(PLAN)
    for attempt in (store.add(demo(SCHOOL), PLAN, refuse), store.change(demo(SCHOOL), READING_HELP, refuse)):  # type: ignore[arg-type]
        with pytest.raises(Refused):
            await attempt
    assert await book.access(PLAN) == before
    assert await actions(database) == [PlanFounded.action]


# Put away and brought back.


def putting(away: bool, asked: list[bool]) -> Callable[[Sight, Callable[[], bool]], tuple[Part, Event]]:
    """Refuses nobody; ``asked`` learns whether others wrote."""

    def put(sight: Sight, others_wrote: Callable[[], bool]) -> tuple[Part, Event]:
        asked.append(others_wrote())
        at, by = (sight.now, sight.me.id) if away else (None, None)
        part = replace(sight.access.parts[READING_HELP], put_away_at=at, put_away_by=by)
        return part, sight.event(PartPutAway("5f") if away else PartBroughtBack(), READING_HELP)

    return put


async def test_a_part_is_put_away_and_brought_back_and_keeps_its_log(
    store: PartStore, book: SqlAccessBook, database: Database
) -> None:
    log = SqlUpdateLog(database, Clock())
    before = (await sight(book)).access.parts[READING_HELP]
    stored = await store.put_away(demo(OWNER), READING_HELP, putting(True, []))
    assert stored == replace(before, put_away_at=NOW, put_away_by=OWNER_PLACE)
    assert (await sight(book)).access.parts[READING_HELP] == stored
    assert await log.append([written(b"a", after=1)]) == [AccessChanged()], "nothing is written meanwhile"
    assert await store.put_away(demo(OWNER), READING_HELP, putting(False, [])) == before
    assert (await sight(book)).access.parts[READING_HELP] == before
    loaded = await log.load(READING_HELP)
    assert loaded is not None
    assert [row.payload for row in loaded.rows] == [FIRST_CONTENT]
    assert await actions(database) == [PlanFounded.action, PartPutAway.action, PartBroughtBack.action]


async def test_whether_others_wrote_is_known_inside_the_transaction(
    store: PartStore, database: Database
) -> None:
    asked: list[bool] = []
    await store.put_away(demo(SCHOOL), READING_HELP, putting(False, asked))
    mine = written(b"a", after=1, access_version=2, clients={11: SCHOOL})
    await SqlUpdateLog(database, Clock()).append([mine])
    for who in (SCHOOL, OWNER):
        await store.put_away(demo(who), READING_HELP, putting(False, asked))
    assert asked == [False, False, True]


async def test_of_two_who_put_away_at_once_one_does(store: PartStore, database: Database) -> None:
    def once(sight: Sight, others_wrote: Callable[[], bool]) -> tuple[Part, Event] | None:
        there = sight.access.parts[READING_HELP].put_away_at is None
        return putting(True, [])(sight, others_wrote) if there else None

    found = await asyncio.gather(
        *(store.put_away(demo(who), READING_HELP, once) for who in (OWNER, SCHOOL, OWNER))
    )
    assert sum(part is not None for part in found) == 1
    assert await actions(database) == [PlanFounded.action, PartPutAway.action]


@pytest.mark.rule("P4")
@pytest.mark.parametrize("change", ["add", "change"])
async def test_updates_admitted_before_a_change_of_rights_are_refused(
    store: PartStore, database: Database, change: str
) -> None:
    if change == "add":
        await store.add(demo(SCHOOL), PLAN, adding(homework()))
    else:
        await store.change(demo(SCHOOL), READING_HELP, changing(responsible=OWNER_PLACE))
    log = SqlUpdateLog(database, Clock())
    assert await log.append([written(b"a", after=1)]) == [AccessChanged()]
