"""Complaints in each database: what was added comes back, of two at once one wins, and what was changed
beside the log is found, and named without naming anybody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from server.capabilities import witnessed_rows
from server.catalogue import Catalogue, standard
from server.domain.audit import Event
from server.domain.cases.records import By, Record, Transition
from server.domain.cases.vocabulary import Actor
from server.domain.complaints.rules import ComplaintRules
from server.domain.complaints.vocabulary import ComplaintId, ComplaintStatus, GovernorVerdict
from server.domain.errors import Outdated
from server.domain.plan import SERVER
from server.domain.seals import SealingKey
from server.domain.unit.rights import MunicipalityId
from server.storage.complaints.closing import ComplaintClosing
from server.storage.complaints.records import (
    digest_of,
    pack_of,
    stored_complaint,
    stored_complaints,
)
from server.storage.complaints.rows import as_record, as_row
from server.storage.complaints.tables import complaint_helpers, complaint_records
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.storage.seals.keys import SealingKeys
from server.storage.seals.verifying import LogVerifier
from tests.acceptance.cases import municipality
from tests.acceptance.complaints import COMPLAINT, OTHER, began, done, read
from tests.acceptance.founding import NOW, Clock
from tests.support.models.sealed_plans import Sealing
from tests.unit.domain.complaints.situations import RULES, SAMPLES, SENT, commanded, ready

PACK = '{"words": "Jeg fikk nei."}'


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture
async def where(database: Database) -> MunicipalityId:
    where = await municipality(database)
    await database.write(lambda c: began(c, where, SAMPLES["considered"]) and None)
    return where


async def wrong(database: Database) -> list[str]:
    return [each async for each in LogVerifier(database, None, witnessed_rows()).wrong()]


async def does(database: Database, *actions: str | Transition, pack: str | None = None) -> None:
    for action in actions:
        said = SAMPLES[action] if isinstance(action, str) else action
        await database.write(lambda c, said=said: done(c, read(c), said, pack) and None)  # type: ignore[misc]


async def sends(database: Database) -> None:
    await does(database, "dated", "written", "addressed", "made-ready")
    await does(database, replace(SENT, digest=digest_of(PACK)), pack=PACK)


@pytest.mark.usefixtures("where")
async def test_the_clock_closes_once_what_the_county_governor_did_not_uphold(database: Database) -> None:
    await sends(database)
    not_upheld = replace(SAMPLES["outcome-came"], verdict=GovernorVerdict.NOT_UPHELD)  # type: ignore[call-arg]
    await does(database, "received", "forwarded", not_upheld)
    day = (await database.read(read)).complaint.closes_on(RULES)
    assert day is not None
    asked: list[date] = []

    def rules_of(_: Catalogue, on: date) -> ComplaintRules:
        asked.append(on)
        return RULES

    for late, closed in ((-1, 0), (0, 1), (0, 0), (9, 0)):
        clock = Clock(datetime.combine(day + timedelta(days=late), time(12), UTC))
        closing = [ComplaintClosing(database, clock, standard(), rules_of) for _ in range(2)]
        at_once = await asyncio.gather(*(each.close() for each in closing))
        assert sum(at_once) == closed
    stored = await database.read(read)
    assert stored.complaint.status is ComplaintStatus.CLOSED
    assert (stored.records[-1].command.by, stored.records[-1].day) == (By(SERVER, Actor.CLOCK), day)
    assert set(asked) == {day - timedelta(days=1), day}
    assert await wrong(database) == []


@pytest.mark.usefixtures("where")
async def test_a_complaint_is_the_fold_over_what_was_stored(database: Database) -> None:
    await does(database, "dated", "written", "addressed", "made-ready")
    stored, history = await database.read(read), ready()
    assert list(stored.records) == history.records
    assert stored.complaint == history.complaint
    await does(database, replace(SENT, digest=digest_of(PACK)), pack=PACK)
    assert await database.read(lambda c: pack_of(c, COMPLAINT)) == PACK
    assert await wrong(database) == []


@pytest.mark.usefixtures("where")
async def test_every_transition_comes_back_as_it_was(database: Database) -> None:
    records = [
        Record(n, commanded(transition), "sent") for n, transition in enumerate(SAMPLES.values(), start=2)
    ]
    rows = [as_row(COMPLAINT, record) for record in records]
    await database.write(lambda c: c.execute(complaint_records.insert(), rows) and None)
    stored = select(complaint_records).where(complaint_records.c.number > 1)
    ordered = stored.order_by(complaint_records.c.number)
    found = await database.read(lambda c: list(map(as_record, c.execute(ordered))))
    assert found == records


async def test_several_are_read_at_once_and_what_is_not_there_is_none(
    database: Database, where: MunicipalityId
) -> None:
    await database.write(lambda c: began(c, where, SAMPLES["considered"], OTHER) and None)
    asked = [OTHER, ComplaintId("nowhere"), COMPLAINT]
    found = await database.read(lambda c: stored_complaints(c, asked))
    assert [each.complaint.id for each in found] == [OTHER, COMPLAINT]
    for nowhere in ("nowhere", "", "\x00", "ø"):
        assert await database.read(lambda c, at=nowhere: stored_complaint(c, ComplaintId(at))) is None  # type: ignore[misc]


@pytest.mark.rule("P8")
@pytest.mark.usefixtures("where")
async def test_each_record_has_an_entry_in_a_chain_of_its_own_without_what_was_said(
    database: Database,
) -> None:
    await does(database, "written")
    entries = await Ledger(database).entries_of_complaint(COMPLAINT)
    assert [entry.event.action for entry in entries] == ["complaint-considered", "complaint-written"]
    assert [set(entry.event.details) for entry in entries] == [{"record", "digest"}] * 2
    assert await Ledger(database).chains() == [None]
    read_it = Event(NOW, SERVER, "complaint-read", complaint=COMPLAINT)
    await Ledger(database).record([read_it])
    assert (await Ledger(database).entries_of_complaint(COMPLAINT))[-1].event == read_it
    for chain in ("complaint", "case/complaint", ""):
        moved = text(f"UPDATE ledger SET chain = '{chain}' WHERE chain = 'complaint/complaint'")
        with pytest.raises(IntegrityError):
            await database.write(lambda c, run=moved: c.execute(run) and None)  # type: ignore[misc]
    assert await wrong(database) == []


@pytest.mark.usefixtures("where")
async def test_whom_it_names_as_helpers_find_it_until_it_is_sent(database: Database) -> None:
    helping = select(complaint_helpers.c.person_id)

    async def helpers() -> list[Any]:
        return await database.read(lambda c: list(c.execute(helping).scalars()))

    await does(database, "helper-named")
    assert await helpers() == ["hanne"]
    await sends(database)
    assert await helpers() == []
    assert await wrong(database) == []


@pytest.mark.usefixtures("where")
async def test_of_many_at_once_one_wins_and_the_others_leave_nothing(database: Database) -> None:
    seen = await database.read(read)
    adding = [database.write(lambda c: done(c, seen, SAMPLES["written"]).complaint.number) for _ in range(5)]
    found = await asyncio.gather(*adding, return_exceptions=True)
    assert [each for each in found if not isinstance(each, Outdated)] == [2]
    assert len(await Ledger(database).entries_of_complaint(COMPLAINT)) == 2
    assert await wrong(database) == []


# -- what was changed beside the log --------------------------------------------------------------

CHAIN = "chain = 'complaint/complaint'"
DERIVED = "what lists say of it does not follow from its records"
TAMPERING = {
    "UPDATE complaint_records SET said = '{}' WHERE number = 3": "record 3 was changed",
    "UPDATE complaint_records SET person_id = 'kari' WHERE number = 2": "record 2 was changed",
    "UPDATE complaint_records SET at = '2026-03-04 05:06:07' WHERE number = 3": "record 3 was changed",
    "UPDATE complaints SET owner_id = 'kari'": "record 1 was changed",
    "UPDATE complaints SET status = 'closed'": DERIVED,
    "UPDATE complaints SET sent_on = NULL": DERIVED,
    "UPDATE complaints SET to_unit = FALSE": DERIVED,
    "INSERT INTO complaint_helpers VALUES ('complaint', 'kari')": DERIVED,
    "UPDATE complaint_packs SET content = '{}'": "what was sent with it was changed",
    "DELETE FROM complaint_packs": "what was sent with it was changed",
    f"DELETE FROM ledger WHERE {CHAIN} AND number = 6": "record 6 was added beside the log",
    f"DELETE FROM ledger WHERE {CHAIN}": "it has no entries",
}


@pytest.mark.rule("P8")
@pytest.mark.parametrize("statement", TAMPERING)
@pytest.mark.usefixtures("where")
async def test_what_was_changed_beside_the_log_is_found_and_nobody_is_named(
    database: Database, statement: str
) -> None:
    await sends(database)
    await database.write(lambda c: c.execute(text(statement)) and None)
    found = await wrong(database)
    assert f"complaint complaint: {TAMPERING[statement]}" in found
    assert not [each for each in found if "owner" in each or "Navn" in each or "Jeg fikk nei" in each]


@pytest.mark.rule("P8")
@pytest.mark.usefixtures("where")
async def test_the_end_of_a_sealed_chain_cannot_be_cut(database: Database, tmp_path: Path) -> None:
    await does(database, "written")
    sealing = Sealing(database, SealingKeys(SealingKey.of("the key of these tests")), tmp_path)
    await sealing.seal()
    assert await sealing.wrong() == []
    for statement in (
        "DELETE FROM ledger WHERE chain = 'complaint/complaint' AND number = 2",
        "DELETE FROM complaint_records WHERE number = 2",
        "UPDATE complaints SET number = 1, status = 'considering'",
    ):
        await database.write(lambda c, run=statement: c.execute(text(run)) and None)  # type: ignore[misc]
    assert await sealing.wrong() == ["complaint complaint: entries 2 to 2 were cut off"]
