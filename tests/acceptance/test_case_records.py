"""Cases in each database: what was added comes back, of two at once one wins, and a death leaves no half."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from server.capabilities import witnessed_rows
from server.domain.audit import Event
from server.domain.cases.records import Record
from server.domain.cases.vocabulary import CaseId
from server.domain.errors import Outdated
from server.domain.messages.contact import ContactChannel, PersonContact
from server.domain.plan import SERVER, PersonId
from server.domain.seals import SealingKey
from server.domain.unit.rights import MunicipalityId
from server.storage.cases.records import stored_case, stored_cases
from server.storage.cases.rows import as_record, as_row
from server.storage.cases.tables import case_records
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.storage.messages.contacts import keep_contact
from server.storage.seals.keys import SealingKeys
from server.storage.seals.verifying import LogVerifier
from tests.acceptance.cases import CASE, OTHER, began, done, municipality, read
from tests.acceptance.founding import NOW, Clock
from tests.acceptance.telling import require_told
from tests.acceptance.test_outbox_delivery import all_delivered
from tests.support.models.sealed_plans import Sealing
from tests.support.servers.forked import Forked, forked, usual_environment
from tests.support.servers.smtp import mail_server
from tests.support.wide import postgresql_later
from tests.unit.domain.cases.situations import SAMPLES, History, commanded


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture
async def where(database: Database) -> MunicipalityId:
    where = await municipality(database)
    await database.write(lambda connection: began(connection, where) and None)
    return where


async def wrong(database: Database) -> list[str]:
    return [each async for each in LogVerifier(database, None, witnessed_rows()).wrong()]


@pytest.mark.usefixtures("where")
async def test_a_case_is_the_fold_over_what_was_stored(database: Database) -> None:
    def work(connection) -> History:  # type: ignore[no-untyped-def]
        stored, history = read(connection), History()
        history.does(SAMPLES["reported"])
        for transition in (
            SAMPLES["taken"],
            SAMPLES["subject-corrected"],
            SAMPLES["asked"],
            SAMPLES["declined"],
        ):
            stored = done(connection, stored, transition)
            history.does(transition, day=1)
        return history

    history = await database.write(work)
    stored = await database.read(read)
    assert list(stored.records) == history.records
    assert stored.case == history.case
    assert await wrong(database) == []


async def test_every_transition_comes_back_as_it_was(database: Database, where: MunicipalityId) -> None:
    records = [
        Record(n, commanded(transition), "open") for n, transition in enumerate(SAMPLES.values(), start=2)
    ]
    rows = [as_row(CASE, record) for record in records]
    await database.write(lambda connection: connection.execute(case_records.insert(), rows) and None)
    stored = select(case_records).where(case_records.c.number > 1).order_by(case_records.c.number)
    found = await database.read(lambda connection: list(map(as_record, connection.execute(stored))))
    assert found == records


async def test_several_are_read_at_once_and_what_is_not_there_is_none(
    database: Database, where: MunicipalityId
) -> None:
    await database.write(lambda connection: began(connection, where, OTHER) and None)
    asked = [OTHER, CaseId("nowhere"), CASE]
    found = await database.read(lambda connection: stored_cases(connection, asked))
    assert [each.case.id for each in found] == [OTHER, CASE]
    assert found[1] == await database.read(read)
    for nowhere in ("nowhere", "", "\x00", "ø"):
        assert await database.read(lambda c, at=nowhere: stored_case(c, CaseId(at))) is None  # type: ignore[misc]


@pytest.mark.rule("P8")
@pytest.mark.usefixtures("where")
async def test_each_record_has_an_entry_in_the_chain_of_its_case_without_what_was_said(
    database: Database,
) -> None:
    await database.write(lambda connection: done(connection, read(connection), SAMPLES["taken"]) and None)
    entries = await Ledger(database).entries_of_case(CASE)
    assert [entry.event.action for entry in entries] == ["case-reported", "case-taken"]
    assert [set(entry.event.details) for entry in entries] == [{"record", "digest"}] * 2
    assert entries[1].event.person == "case-handler"
    assert await Ledger(database).chains() == [None]


@pytest.mark.usefixtures("where")
async def test_an_event_is_of_a_plan_or_of_a_case(database: Database) -> None:
    read_it = Event(NOW, SERVER, "case-read", case=CASE)
    await Ledger(database).record([read_it])
    assert (await Ledger(database).entries_of_case(CASE))[-1].event == read_it
    with pytest.raises(IntegrityError):
        await database.write(
            lambda c: c.execute(text("UPDATE ledger SET chain = 'case' WHERE chain = 'case/case'")) and None
        )
    assert await wrong(database) == []


async def test_a_record_of_somebody_who_has_not_seen_the_last_is_refused_and_leaves_nothing(
    database: Database, where: MunicipalityId
) -> None:
    seen = await database.read(read)
    await database.write(lambda connection: done(connection, seen, SAMPLES["taken"]) and None)
    with pytest.raises(Outdated):
        await database.write(lambda connection: done(connection, seen, SAMPLES["declined"]) and None)
    stored = await database.read(read)
    assert (stored.case.number, stored.municipality) == (2, where)
    assert await wrong(database) == []


@pytest.mark.usefixtures("where")
async def test_of_many_at_once_one_wins(database: Database) -> None:
    seen = await database.read(read)
    adding = [
        database.write(lambda connection: done(connection, seen, SAMPLES["taken"]).case.number)
        for _ in range(5)
    ]
    found = await asyncio.gather(*adding, return_exceptions=True)
    assert [each for each in found if not isinstance(each, Outdated)] == [2]


async def writer(url: str, until: int, die_at: int = 0, day: float = 1) -> Forked:
    asked = url, *map(str, (until, die_at, day))
    return await forked("tests.acceptance.case_writer", *asked, environment=usual_environment())


@pytest.mark.usefixtures("where")
async def test_of_two_processes_never_both_win(database: Database, url: str) -> None:
    """Nor does the one whose clock is a little behind record for a moment that is over."""
    writers = [await writer(url, 60, day=day) for day in (1, 1 + 4 / (24 * 60))]
    said = [(await each.communicate())[0].split() for each in writers]
    added = sorted(int(number) for numbers in said for number in numbers)
    stored = await database.read(read)
    assert added == list(range(2, stored.case.number + 1))
    assert all(said), "one of them never won: they did not run at the same time"
    assert len(await Ledger(database).entries_of_case(CASE)) == stored.case.number >= 60
    moments = [record.command.at for record in stored.records]
    assert moments == sorted(moments)
    assert await wrong(database) == []


@postgresql_later
@pytest.mark.usefixtures("where")
@pytest.mark.timeout(240)
async def test_whoever_dies_between_two_statements_leaves_a_whole_case(database: Database, url: str) -> None:
    deaths, mailed = 0, PersonContact(ContactChannel.EMAIL, "kari@example.org")
    await database.write(lambda c: keep_contact(c, PersonId("kari"), mailed, NOW))
    for die_at in range(1, 40):
        before = (await database.read(read)).case.number
        process = await writer(url, before + 1, die_at)
        await process.communicate()
        after = (await database.read(read)).case.number
        assert await wrong(database) == []
        assert len(await Ledger(database).entries_of_case(CASE)) == after
        assert len(await database.read(lambda connection: require_told(connection, CASE))) == after
        if process.returncode == 0:
            assert after == before + 1
            break
        deaths += 1
        assert after in (before, before + 1)
    assert deaths > 4, "it did not die in the middle of anything"
    told = await database.read(lambda connection: require_told(connection, CASE))
    async with mail_server() as smtp:
        await all_delivered(database, smtp, Clock(datetime.now(UTC)))
        assert sorted(smtp.ids) == sorted(f"<{each}@lia.example>" for each in told)


# -- what was changed beside the log --------------------------------------------------------------

TAMPERING = {
    "UPDATE case_records SET said = '{}' WHERE number = 3": "record 3 was changed",
    "UPDATE case_records SET person_id = 'kari' WHERE number = 2": "record 2 was changed",
    "UPDATE case_records SET actor = 'clock' WHERE number = 2": "record 2 was changed",
    "UPDATE case_records SET status = 'open' WHERE number = 3": "record 3 was changed",
    "UPDATE case_records SET at = '2026-03-04 05:06:07' WHERE number = 3": "record 3 was changed",
    "UPDATE cases SET status = 'closed'": "what lists say of it does not follow from its records",
    "UPDATE cases SET number = 9": "what lists say of it does not follow from its records",
    "UPDATE cases SET received = '2020-01-01'": "what lists say of it does not follow from its records",
    "UPDATE cases SET handler_id = 'kari'": "what lists say of it does not follow from its records",
    "UPDATE cases SET owner_id = NULL": "what lists say of it does not follow from its records",
    "DELETE FROM ledger WHERE chain = 'case/case' AND number = 3": "record 3 was added beside the log",
    "DELETE FROM ledger WHERE chain = 'case/case'": "it has no entries",
}


@pytest.mark.rule("P8")
@pytest.mark.parametrize("statement", TAMPERING)
@pytest.mark.usefixtures("where")
async def test_what_was_changed_beside_the_log_is_found(database: Database, statement: str) -> None:
    for transition in (SAMPLES["taken"], SAMPLES["asked"]):
        await database.write(lambda c, transition=transition: done(c, read(c), transition) and None)  # type: ignore[misc]
    await database.write(lambda connection: connection.execute(text(statement)) and None)
    found = await wrong(database)
    assert f"case case: {TAMPERING[statement]}" in found


@pytest.mark.usefixtures("where")
async def test_a_case_that_moved_to_another_unit_beside_the_log_is_found(database: Database) -> None:
    columns = "name, settings, version, created_at FROM municipalities"
    added = f"INSERT INTO municipalities SELECT 'x', '9902', {columns}"
    for statement in (added, "UPDATE cases SET municipality_id = 'x'"):
        await database.write(lambda c, run=statement: c.execute(text(run)) and None)  # type: ignore[misc]
    assert await wrong(database) == [
        "case case: record 1 was changed",
        "case case: what is counted of it does not follow from its records",
    ]


@pytest.mark.rule("P8")
@pytest.mark.usefixtures("where")
async def test_the_end_of_a_sealed_chain_cannot_be_cut(database: Database, tmp_path: Path) -> None:
    await database.write(lambda c: done(c, read(c), SAMPLES["taken"]) and None)
    sealing = Sealing(database, SealingKeys(SealingKey.of("the key of these tests")), tmp_path)
    await sealing.seal()
    assert await sealing.wrong() == []
    for statement in (
        "DELETE FROM ledger WHERE chain = 'case/case' AND number = 2",
        "DELETE FROM case_records WHERE number = 2",
        "UPDATE cases SET number = 1, status = 'reported', handler_id = NULL",
    ):
        await database.write(lambda c, run=statement: c.execute(text(run)) and None)  # type: ignore[misc]
    assert await sealing.wrong() == ["case case: entries 2 to 2 were cut off"]
