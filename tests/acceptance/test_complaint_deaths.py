"""Complaints in each database, by several processes and by such that die between any two statements."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, delete, select, update

from server.capabilities import witnessed_rows
from server.catalogue import standard
from server.domain.complaints.flow import folded
from server.domain.complaints.messages import messages_of
from server.domain.complaints.vocabulary import OVER, ComplaintId
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import UnitRight
from server.features.complaints.service import ComplaintWish
from server.features.municipalities.store import Municipalities
from server.storage.cases.records import stored_case
from server.storage.complaints.counts import tallied_complaints
from server.storage.complaints.records import StoredComplaint, stored_complaint
from server.storage.complaints.reminding import ComplaintReminding
from server.storage.complaints.sides import sides
from server.storage.complaints.tables import complaint_records, complaints
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.storage.messages.tables import messages
from server.storage.seals.verifying import LogVerifier
from server.worker.clocks import reckoned_of_complaint
from tests.acceptance.cases import CASE, began, municipality
from tests.acceptance.complaint_writer import ACTS, KARI, complains, service
from tests.acceptance.founding import NOW, Clock
from tests.support.wide import postgresql_later
from tests.unit.features.fakes import CountedChance


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """With a case of Kari's, and a unit of two."""
    database = await Database.open(url)
    where = await municipality(database)
    store = Municipalities(database, Clock(), CountedChance(100))
    for person in ("hanne", "case-handler"):
        await store.give(SERVER, where, PersonId(person), UnitRight.CASE_HANDLER)
    await database.write(lambda c: began(c, where) and None)
    yield database
    await database.close()


class Writers:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def do(self, *what: object) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{' '.join(map(str, what))}\n".encode())
        return (await self._process.stdout.readline()).decode().rstrip("\n")


@pytest.fixture
async def writers(url: str) -> AsyncIterator[Writers]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.acceptance.complaint_writer", url),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    yield Writers(process)
    assert process.stdin is not None
    process.stdin.close()
    assert await process.wait() == 0


async def wrong(database: Database) -> list[str]:
    return [each async for each in LogVerifier(database, None, witnessed_rows()).wrong()]


def every(connection: Connection) -> list[StoredComplaint]:
    found = [
        stored_complaint(connection, each)
        for each in connection.scalars(select(complaints.c.id).order_by(complaints.c.created_at))
    ]
    return [each for each in found if each is not None]


def told_of(connection: Connection, which: ComplaintId) -> set[str]:
    return set(connection.scalars(select(messages.c.id).where(messages.c.complaint_id == which)))


def should_be_told(connection: Connection, stored: StoredComplaint) -> set[str]:
    """Replayed from its records."""
    return {
        message.id
        for number, record in enumerate(stored.records, start=1)
        for after in [folded(stored.complaint.id, stored.records[:number])]
        for message in messages_of(
            after, record, sides(connection, after, stored.standing, NOW), stored.standing.municipality
        )
    }


async def require_whole(database: Database) -> list[StoredComplaint]:
    """Records, log, messages and case say the same."""
    assert await wrong(database) == []
    found = await database.read(every)
    for stored in found:
        entries = await Ledger(database).entries_of_complaint(stored.complaint.id)
        records = [each for each in entries if "record" in each.event.details]
        assert len(records) == len(stored.records) == stored.complaint.number
        told = await database.read(lambda c, which=stored.complaint.id: told_of(c, which))  # type: ignore[misc]
        assert told == await database.read(lambda c, one=stored: should_be_told(c, one))  # type: ignore[misc]
    case = await database.read(lambda c: stored_case(c, CASE))
    assert case is not None
    assert case.case.number == len(await Ledger(database).entries_of_case(CASE)) == 1
    return found


@postgresql_later
@pytest.mark.rule("P8")
@pytest.mark.timeout(240)
async def test_whoever_dies_between_two_statements_leaves_a_whole_complaint(
    database: Database, writers: Writers
) -> None:
    reached, die_at, died = set[int](), 1, True
    while died:
        died = await writers.do("dies", die_at) != "0"
        for each in await require_whole(database):
            reached.add(len(each.records))
            await ended(database, each)
        die_at += 11
    assert len(reached) > len(ACTS) - 2, "it did not die in the middle of everything"
    assert max(reached) == len(ACTS) + 1


async def ended(database: Database, stored: StoredComplaint) -> None:
    """Nobody has many that are open."""
    if stored.complaint.status not in OVER:
        wish = ComplaintWish(stored.complaint.number, "withdrawn", {}, "")
        await service(database).act(KARI, stored.complaint.id, wish)


async def test_of_two_processes_never_both_win(database: Database, writers: Writers) -> None:
    which = ComplaintId(await service(database).begin(KARI, "9901", None, None))
    said = [numbers.split(",") for numbers in (await writers.do("races", which, 100)).split()]
    added = sorted(int(number) for numbers in said for number in numbers)
    (stored,) = await require_whole(database)
    assert added == list(range(2, stored.complaint.number + 1))
    assert len(said) == 2, "one of them never won: they did not run at the same time"
    assert stored.complaint.number >= 100


DEADLINE, ANSWER = date(2026, 4, 1), date(2026, 4, 4)


async def test_the_clock_reminds_each_side_once_and_the_log_says_so(database: Database) -> None:
    """Kari of her deadline in words that do not name it, the unit of an answer; nobody of what is over."""
    draft, answered = await complains(database, "dated"), await complains(database, "received")
    await complains(database)
    await database.write(lambda c: c.execute(delete(messages)) and None)

    async def reminded(which: str, day: date) -> set[tuple[str, str]]:
        reminding = ComplaintReminding(database, Clock(), standard())
        at_once = (reminding.of_complaints(day, reckoned_of_complaint) for _ in range(3))
        added = await asyncio.gather(*at_once)
        asked = select(messages.c.person_id, messages.c.text, messages.c.complaint_id)
        found = await database.read(lambda c: c.execute(asked).all())
        await database.write(lambda c: c.execute(update(messages).values(text="told")) and None)
        new = {(row.person_id, row.text) for row in found if row.complaint_id == which and row.text != "told"}
        assert sum(added) == len([row for row in found if row.text != "told"])
        return new

    assert await reminded(draft, DEADLINE - timedelta(days=15)) == set()
    assert await reminded(draft, DEADLINE - timedelta(days=14)) == {("kari", "waits-for-you")}
    assert await reminded(draft, DEADLINE - timedelta(days=13)) == set()
    assert await reminded(answered, ANSWER - timedelta(days=7)) == {
        ("hanne", "complaint-waits"),
        ("case-handler", "complaint-waits"),
    }
    assert await reminded(answered, ANSWER + timedelta(days=1)) == {
        ("kari", "complaint-late"),
        ("hanne", "complaint-late"),
        ("case-handler", "complaint-late"),
    }
    last = (await Ledger(database).entries_of_complaint(ComplaintId(answered)))[-1].event
    assert (last.action, dict(last.details)) == ("reminder-sent", {"text": "complaint-late", "people": 3})
    assert await wrong(database) == []


async def test_what_was_sent_to_the_unit_is_counted_on_its_day_and_a_draft_never(database: Database) -> None:
    await complains(database, "made-ready")
    await complains(database, "forwarded")
    await complains(database)
    where = await Municipalities(database, Clock(), CountedChance(300)).numbered("9901")
    assert where is not None

    async def counted(first: date, last: date) -> Counter[tuple[str, str]]:
        found = await database.read(lambda c: list(tallied_complaints(c, where.id, first, last, 18)))
        assert {each.case for each in found} <= {"kari"}
        return Counter((each.count, each.value) for each in found)

    day = NOW.date()
    assert await counted(day, day) == {("complaints", ""): 2, ("complaint-answers", "forwarded"): 2}
    assert await counted(day - timedelta(days=30), day - timedelta(days=1)) == Counter()
    assert await counted(day + timedelta(days=1), day + timedelta(days=30)) == Counter()


async def test_a_complaint_that_cannot_be_read_holds_up_no_other(database: Database) -> None:
    broken, whole = sorted([await complains(database, "dated"), await complains(database, "dated")])
    records = update(complaint_records).where(complaint_records.c.complaint_id == broken)
    await database.write(lambda c: c.execute(records.values(action="unknown")) and None)
    reminding = ComplaintReminding(database, Clock(), standard())
    assert await reminding.of_complaints(DEADLINE, reckoned_of_complaint) == 1
    assert len(await database.read(lambda c: told_of(c, ComplaintId(whole)))) == 1
