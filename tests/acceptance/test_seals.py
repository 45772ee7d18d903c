"""Whatever is changed behind the program's back is found, and the place of it named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from server.capabilities import witnessed_rows
from server.domain.identity.keys import IdentityKeys
from server.domain.plan import PartId
from server.domain.seals import SealedFacts, SealingKey
from server.features.login.identities import Identities
from server.features.login.proven import ProvenIdentity
from server.ports.randomness import SystemChance
from server.storage.database.database import Database
from server.storage.database.migrate import migrate
from server.storage.database.transactions import T, Work
from server.storage.epoch import Epoch
from server.storage.identity.keys import begin
from server.storage.seals.changed import Changes
from server.storage.seals.keys import SealingKeys
from server.storage.seals.records import newest_seal, store
from server.storage.seals.verifying import LogVerifier, ReadOnly
from tests.acceptance.founding import NOW, OWNER, PLAN, SCHOOL
from tests.support.models.sealed_plans import (
    Sealing,
    add_part,
    comment_as_before,
    logs_in,
    read,
    rewritten,
    write_edits,
    write_plans,
)
from tests.support.servers.postgres import Postgres

KEYS = SealingKeys(SealingKey.of("the key of these tests"))
ANOTHER = SealingKeys(SealingKey.of("the key of somebody else"))
CHAIN = "chain = 'plan'"

_originals: dict[str, tuple[str, str]] = {}
"""By dialect, a database with sealed plans, to be copied, and its seals outside."""


async def original(dialect: str, directory: Path, postgres: Postgres) -> tuple[str, str]:
    if dialect not in _originals:
        if dialect == "sqlite":
            url = f"sqlite+aiosqlite:///{directory / 'samplan.db'}"
            migrate(url)
        else:
            url = await postgres.create_database()
        database = await Database.open(url)
        await write_plans(database)
        sealing = Sealing(database, KEYS, directory)
        await sealing.seal()
        await read(database, 1)
        await sealing.seal()
        await database.close()
        _originals[dialect] = url, sealing.copy.read_text()
    return _originals[dialect]


@pytest.fixture(params=["sqlite", "postgresql"])
async def intact(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    postgres: Postgres,
) -> str:
    """A database in which everything is sealed: on SQLite a copy, on PostgreSQL not to be written to."""
    first, seals = await original(request.param, tmp_path_factory.mktemp("original"), postgres)
    (tmp_path / "seals.jsonl").write_text(seals)
    if request.param == "postgresql":
        return first
    shutil.copy(first.partition(":///")[2], tmp_path / "samplan.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'samplan.db'}"


@pytest.fixture
async def url(intact: str, postgres: Postgres) -> AsyncIterator[str]:
    """A copy of it."""
    if intact.startswith("sqlite"):
        yield intact
    else:
        url = await postgres.create_database(intact.rsplit("/", 1)[1])
        yield url
        await postgres.drop_database(url)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await Database.open(url)
    yield opened
    await opened.close()


@pytest.fixture
def sealing(database: Database, tmp_path: Path) -> Sealing:
    return Sealing(database, KEYS, tmp_path)


class InTransaction:
    """A database as one who writes to it sees it before the commit."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def read(self, work: Work[T]) -> T:
        return await self._connection.run_sync(work)


@asynccontextmanager
async def changed(url: str, postgres: Postgres, statements: str) -> AsyncIterator[ReadOnly]:
    """The database after its administrator, whom no constraint keeps, has run ``statements``."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.partition(":///")[2])) as connection:
            connection.executescript(f"PRAGMA foreign_keys = OFF; {statements}")
        database = await Database.open(url)
        try:
            yield database
        finally:
            await database.close()
        return
    address = make_url(url).set(username="postgres", host="127.0.0.1", port=postgres.port)
    engine = create_async_engine(address, poolclass=NullPool)
    async with engine.connect() as connected:
        await connected.exec_driver_sql("SET session_replication_role = replica")
        for statement in statements.split(";"):
            await connected.exec_driver_sql(statement)
        yield InTransaction(connected)
        await connected.rollback()


@pytest.mark.rule("P8")
async def test_what_nobody_touched_is_quiet(sealing: Sealing) -> None:
    assert await sealing.wrong(sealing.copy) == []
    newest = sealing.vouched.newest
    assert newest is not None
    assert (sealing.vouched.trusted, sealing.vouched.entries, sealing.vouched.edits) == (True, 0, 0)
    assert [*sealing.vouched.said(altered=False)] == [
        "The access log is what was written, as far as it is sealed."
        f" The newest seal is {newest.number}, of {newest.at:%Y-%m-%d %H:%M:%S} UTC."
    ]


async def test_what_came_after_the_newest_seal_is_not_vouched_for(sealing: Sealing) -> None:
    await read(sealing.database, 2)
    await write_edits(sealing.database, 6, 4)
    assert await sealing.wrong(sealing.copy) == []
    said = [*sealing.vouched.said(altered=False)]
    assert said[1] == "What came after it is only chained: 3 entries and 4 edits."


class Meanwhile:
    """A database in which ``happens`` after the read of that number."""

    def __init__(self, database: Database, number: int, happens: Callable[[], Awaitable[None]]) -> None:
        self._database, self._number, self._happens = database, number, happens
        self.reads = 0

    async def read(self, work: Work[T]) -> T:
        found = await self._database.read(work)
        self.reads += 1
        if self.reads == self._number:
            await self._happens()
        return found


PERSON = text("INSERT INTO persons (id, name, locale, organisation) VALUES (:id, 'Runa', 'nb', '')")


async def first_seals(sealing: Sealing) -> None:
    await sealing.database.write(lambda connection: connection.execute(PERSON, {"id": OWNER}) and None)
    await logs_in(sealing.database)
    await sealing.seal()


async def more_seals(sealing: Sealing) -> None:
    await read(sealing.database, 2)
    await write_edits(sealing.database, 6, 4)
    await sealing.seal()


@pytest.mark.rule("P8")
@pytest.mark.parametrize("happens", [first_seals, more_seals])
async def test_what_is_written_and_sealed_while_it_is_verified_is_not_taken_for_tampering(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    postgres: Postgres,
    happens: Callable[[Sealing], Awaitable[None]],
) -> None:
    if happens is more_seals:
        source = (await original("sqlite", tmp_path_factory.mktemp("original"), postgres))[0]
    else:
        source = f"sqlite+aiosqlite:///{tmp_path / 'unsealed.db'}"
        migrate(source)
    number, reads = 0, 1
    while number < reads:
        number += 1
        shutil.copy(source.partition(":///")[2], tmp_path / f"{number}.db")
        database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / f'{number}.db'}")
        meanwhile = Meanwhile(database, number, partial(happens, Sealing(database, KEYS, tmp_path)))
        verifier = LogVerifier(meanwhile, KEYS, witnessed_rows())
        assert [each async for each in verifier.wrong()] == [], f"after read {number}"
        reads = meanwhile.reads
        await database.close()
    assert number > 5


TAMPERING: Mapping[str, tuple[str, str]] = {
    # the chain
    f"DELETE FROM ledger WHERE {CHAIN} AND number = 4": ("plan plan", "entry 4 is missing or was changed"),
    f"DELETE FROM ledger WHERE {CHAIN} AND number > 6": ("plan plan", "entries 7 to "),
    f"DELETE FROM ledger WHERE {CHAIN} AND number = 1": ("plan plan", "entry 1 is missing or was changed"),
    f"DELETE FROM ledger WHERE {CHAIN}": ("plan plan", "it has no entries"),
    "DELETE FROM ledger": ("plan other", "it has no entries"),
    "DROP TABLE ledger": ("", "tables are gone: ledger"),
    "DELETE FROM ledger WHERE chain = '' AND number = 1": ("logins", "entry 1 is missing or was changed"),
    "DELETE FROM ledger WHERE chain = ''": ("logins", "it has no entries"),
    f"UPDATE ledger SET person_id = 'berit' WHERE {CHAIN} AND number = 3": (
        "plan plan",
        "entry 3 is missing or",
    ),
    f"UPDATE ledger SET at = '2026-03-04 05:06:08' WHERE {CHAIN} AND number = 5": ("plan plan", "entry 5 "),
    f"UPDATE ledger SET details = '{{}}' WHERE {CHAIN} AND number = 2": (
        "plan plan",
        "entry 2 is missing or",
    ),
    f"UPDATE ledger SET number = 1000 WHERE {CHAIN} AND number = 4": ("plan plan", "entry 4 is missing or"),
    f"UPDATE ledger SET number = -4 WHERE {CHAIN} AND number = 3;"
    f"UPDATE ledger SET number = 3 WHERE {CHAIN} AND number = 4;"
    f"UPDATE ledger SET number = 4 WHERE {CHAIN} AND number = -4": (
        "plan plan",
        "entry 3 is missing or was changed",
    ),
    f"UPDATE ledger SET chain = 'other', plan_id = 'other', number = 7 WHERE {CHAIN} AND number = 8": (
        "plan other",
        "entry 7 is missing or was changed",
    ),
    # decisions
    "UPDATE decisions SET level = 'edit' WHERE number = 3": ("plan plan", "decision 3 was changed"),
    "UPDATE decisions SET text = 'Ja.' WHERE number = 3": ("plan plan", "decision 3 was changed"),
    "UPDATE decisions SET until = NULL, purpose = 'x' WHERE number = 1": (
        "plan plan",
        "decision 1 was changed",
    ),
    "UPDATE decisions SET participant_id = 'coordinator' WHERE number = 2": (
        "plan plan",
        "decision 2 was changed",
    ),
    "UPDATE decisions SET signed_by = 'berit' WHERE number = 3": ("plan plan", "decision 3 was changed"),
    "UPDATE decisions SET signed_at = '2026-03-04 05:06:08' WHERE number = 3": (
        "plan plan",
        "decision 3 was",
    ),
    "UPDATE decisions SET beyond = 'reading-help' WHERE number = 3": ("plan plan", "decision 3 was changed"),
    "UPDATE decisions SET level = 'everything' WHERE number = 3": (
        "plan plan",
        "something in it cannot be read",
    ),
    "UPDATE decisions SET overridden = TRUE WHERE number = 3": (
        "plan plan",
        "decision 3 is marked as overridden, and stands",
    ),
    "UPDATE decisions SET overridden = FALSE WHERE plan_id = 'other' AND number = 1": (
        "plan other",
        "decision 1 is overridden, and not marked",
    ),
    "DELETE FROM decisions WHERE number = 3": ("plan plan", "decision 3 is missing"),
    "DELETE FROM decisions WHERE number = 1": ("plan plan", "decision 1 is missing"),
    "INSERT INTO decisions"
    " (plan_id, number, participant_id, level, signed_by, signed_at, kind, purpose, text)"
    " VALUES ('plan', 4, 'coordinator', 'edit', 'kari', '2026-03-04 05:06:07', 'health', '', 'Ja.')": (
        "plan plan",
        "decision 4 was added beside the log",
    ),
    # comments
    "UPDATE comments SET author_id = 'owner' WHERE id = 'c1'": ("plan plan", "comment c1 was changed"),
    "UPDATE comments SET text = 'Nei' WHERE id = 'c1'": ("plan plan", "comment c1 was changed"),
    "UPDATE comments SET resolved_by = 'school' WHERE id = 'c2'": ("plan plan", "comment c2 was changed"),
    "UPDATE comments SET edited_at = NULL WHERE id = 'c1'": ("plan plan", "comment c1 was changed"),
    "UPDATE comments SET part_id = 'about-me' WHERE id = 'c2'": ("plan plan", "comment c2 was changed"),
    "UPDATE comment_counts SET open = 7": ("plan plan", "comments of part "),
    "UPDATE comments SET listed = FALSE WHERE id = 'c1'": (
        "plan plan",
        "comment c1 is kept from the list, and was not removed",
    ),
    "DELETE FROM comments WHERE id = 'c2'": ("plan plan", "comment c2 is missing"),
    "INSERT INTO comments (id, part_id, author_id, created_at, text, quote)"
    " VALUES ('c9', 'reading-help', 'owner', '2026-03-04 05:06:07', 'Ja', '')": (
        "plan plan",
        "comment c9 was added beside the log",
    ),
    # suggestions
    "UPDATE suggestions SET replacement = 'x' WHERE id = 's1'": ("plan plan", "suggestion s1 was changed"),
    "UPDATE suggestions SET status = 'accepted' WHERE id = 's1'": ("plan plan", "suggestion s1 was changed"),
    "DELETE FROM suggestions WHERE id = 's1'": ("plan plan", "suggestion s1 is missing"),
    # edits
    "UPDATE updates SET person_id = 'berit' WHERE part_id = 'reading-help' AND seq = 4": (
        "plan plan, part reading-help",
        "edit 4 was changed",
    ),
    "UPDATE updates SET participant_id = 'owner' WHERE part_id = 'reading-help' AND seq = 2": (
        "plan plan, part reading-help",
        "edit 2 was changed",
    ),
    "UPDATE updates SET committed_at = '2026-03-04 05:06:08' WHERE part_id = 'notes'": (
        "plan other, part notes",
        "edit 1 was changed",
    ),
    "UPDATE updates SET payload = (SELECT payload FROM updates WHERE part_id = 'notes')"
    " WHERE part_id = 'reading-help' AND seq = 6": ("plan plan, part reading-help", "edit 6 was changed"),
    "DELETE FROM updates WHERE part_id = 'reading-help' AND seq > 4": (
        "plan plan, part reading-help",
        "edits 5 to 6 were cut off",
    ),
    "DELETE FROM updates WHERE part_id = 'reading-help' AND seq = 3": (
        "plan plan, part reading-help",
        "edits 3 to 3 are missing",
    ),
    "DELETE FROM updates WHERE part_id = 'notes'": ("plan other, part notes", "edits 1 to 1 were cut off"),
    "DELETE FROM updates WHERE part_id = 'notes'; DELETE FROM parts WHERE id = 'notes'": (
        "part notes",
        "the part is gone",
    ),
    # who is who, and whose is what
    "UPDATE participants SET role = 'owner' WHERE id = 'school'": (
        "plan plan",
        "participant school was changed",
    ),
    "UPDATE participants SET person_id = 'ola' WHERE id = 'school'": (
        "plan plan",
        "participant school was changed",
    ),
    "UPDATE participants SET until = '2030-03-04 05:06:08' WHERE id = 'coordinator'": (
        "plan plan",
        "participant coordinator was changed",
    ),
    "UPDATE participants SET organisation = 'NAV' WHERE id = 'school'": ("plan plan", "participant school "),
    "UPDATE participants SET plan_id = 'other' WHERE id = 'coordinator'": (
        "plan plan",
        "participant coordinator is missing",
    ),
    "UPDATE participants SET id = 'x' WHERE id = 'coordinator'": (
        "plan plan",
        "participant x was added beside the log",
    ),
    "DELETE FROM participants WHERE id = 'school'": ("plan plan", "participant school is missing"),
    "INSERT INTO participants (id, plan_id, person_id, role, organisation)"
    " VALUES ('x', 'plan', 'ola', 'owner', '')": ("plan plan", "participant x was added beside the log"),
    "UPDATE participants SET ended_at = NULL, ended_by = NULL, ending = NULL WHERE id = 'other-school'": (
        "plan other",
        "end of participant other-school is missing",
    ),
    "UPDATE participants SET ended_at = '2036-03-04 05:06:08' WHERE id = 'other-school'": (
        "plan other",
        "end of participant other-school was changed",
    ),
    "UPDATE participants SET ended_at = '2026-03-04 05:06:08', ended_by = 'kari' WHERE id = 'school'": (
        "plan plan",
        "end of participant school was added beside the log",
    ),
    "UPDATE parts SET created_by = 'school' WHERE id = 'about-me'": (
        "plan plan",
        "part about-me was changed",
    ),
    "UPDATE parts SET created_after = 9 WHERE id = 'about-me'": ("plan plan", "part about-me was changed"),
    "UPDATE parts SET put_away_at = NULL, put_away_by = NULL WHERE id = 'notes'": (
        "plan other",
        "put away part notes is missing",
    ),
    "UPDATE parts SET put_away_by = 'other-school' WHERE id = 'notes'": (
        "plan other",
        "put away part notes was changed",
    ),
    "UPDATE parts SET put_away_at = '2026-03-04 05:06:08' WHERE id = 'reading-help'": (
        "plan plan",
        "put away part reading-help was added beside the log",
    ),
    "UPDATE parts SET apart = 'kept' WHERE id = 'about-me'": ("plan plan", "part about-me was changed"),
    "UPDATE decisions SET proposing = TRUE WHERE plan_id = 'plan' AND number = 2": (
        "plan plan",
        "something in it cannot be read",
    ),
    "UPDATE parts SET kind = 'health' WHERE id = 'reading-help'": (
        "plan plan",
        "part reading-help was changed",
    ),
    "UPDATE parts SET plan_id = 'other' WHERE id = 'about-me'": ("plan plan", "part about-me is missing"),
    "INSERT INTO parts (id, plan_id, kind, title, position, created_by, created_after)"
    " VALUES ('x', 'plan', 'measure', '', 9, 'school', 9)": ("plan plan", "part x was added beside the log"),
    "UPDATE client_ids SET person_id = 'teacher' WHERE part_id = 'about-me'": (
        "plan plan, part about-me",
        "client id 7000000001 was changed",
    ),
    "UPDATE client_ids SET client_id = 8 WHERE part_id = 'notes'": (
        "plan other, part notes",
        "client id 8 was added beside the log",
    ),
    "DELETE FROM client_ids WHERE part_id = 'notes'": (
        "plan other, part notes",
        "client id 7 is missing",
    ),
    "INSERT INTO client_ids (part_id, client_id, person_id) VALUES ('reading-help', 9, 'kari')": (
        "plan plan, part reading-help",
        "client id 9 was added beside the log",
    ),
    "UPDATE persons SET name = 'Kari' WHERE id = 'ola'": ("person ola", "was changed"),
    "UPDATE persons SET coordinating_unit = TRUE WHERE id = 'ola'": ("person ola", "was changed"),
    "DELETE FROM persons WHERE id = 'berit'": ("person berit", "is missing"),
    "INSERT INTO persons (id, name, locale, organisation, coordinating_unit)"
    " VALUES ('x', 'X', 'nb', '', TRUE)": ("person x", "was added beside the log"),
    "UPDATE plans SET owner_id = 'teacher' WHERE id = 'plan'": ("plan plan", "plan plan was changed"),
    # plans
    "DELETE FROM plans WHERE id = 'other'; DELETE FROM ledger WHERE chain = 'other'": (
        "plan other",
        "it has no entries",
    ),
    # seals
    "DELETE FROM seals WHERE number = 2": ("", "seals 2 to 2 are missing"),
    "DELETE FROM seals WHERE number > 2": ("", "the sealed records do not add up"),
    "DELETE FROM seals": ("", "the seals are gone"),
    "DELETE FROM seals; DELETE FROM sealed_chains; DELETE FROM sealed_edits": (
        "logins",
        "sealing began, and there are no seals",
    ),
    "DELETE FROM sealed_facts": ("plan plan", "the seal of its participants is missing"),
    "DELETE FROM sealed_facts WHERE about = 'client id notes'": (
        "plan other, part notes",
        "the seal of its client ids is missing",
    ),
    "UPDATE sealed_facts SET marks = (SELECT marks FROM sealed_facts WHERE about = 'part other')"
    " WHERE about = 'part plan'": ("plan plan", "a seal of its parts was changed"),
    "DROP TABLE seals": ("", "tables are gone: seals"),
    "DROP TABLE sealed_edits": ("", "tables are gone: sealed_edits"),
    "UPDATE seals SET at = '2026-03-04 23:06:08' WHERE number = 2": ("", "seal 2 was changed"),
    "DELETE FROM sealed_chains WHERE chain = 'other'": ("plan other", "its seal is missing"),
    "DELETE FROM sealed_edits WHERE part_id = 'notes'": (
        "plan other, part notes",
        "the seal of its edits is missing",
    ),
    "UPDATE sealed_chains SET number = 1 WHERE chain = 'plan'": ("plan plan", "its seal was changed"),
    "UPDATE sealed_edits SET marks = (SELECT marks FROM sealed_edits WHERE part_id = 'notes')"
    " WHERE part_id = 'about-me'": ("plan plan, part about-me", "the seal of edits 1 to 1 was changed"),
}


@pytest.mark.rule("P8")
@pytest.mark.parametrize("statement", TAMPERING)
async def test_what_was_changed_is_named(intact: str, postgres: Postgres, statement: str) -> None:
    place, what = TAMPERING[statement]
    async with changed(intact, postgres, statement) as database:
        found = [each async for each in LogVerifier(database, KEYS, witnessed_rows()).wrong()]
    assert [each for each in found if each.startswith(place) and what in each], found


# What cannot be seen in one statement.


async def test_rows_of_before_there_were_fingerprints_are_covered_from_their_first_seal_on(
    sealing: Sealing,
) -> None:
    await comment_as_before(sealing.database)
    assert await sealing.wrong() == []
    await sealing.seal()
    assert await sealing.wrong() == []
    await sealing.database.write(
        lambda connection: (
            connection.execute(text("UPDATE comments SET text = 'x' WHERE id = 'old'")) and None
        )
    )
    assert await sealing.wrong() == ["plan plan: comment old was changed"]


async def before_facts_were_sealed(sealing: Sealing) -> None:
    """Everything else is sealed, as by the release before."""
    async for record in Changes(sealing.database, KEYS, witnessed_rows(), sealing.clock).since_sealed():
        if not isinstance(record, SealedFacts):
            await sealing.database.write(
                lambda connection, record=record: (  # type: ignore[misc]
                    store(connection, [record], KEYS.current, NOW, newest_seal(connection)) and None
                )
            )


async def test_who_is_who_in_plans_from_before_is_covered_from_the_first_seal_on(
    url: str, tmp_path: Path
) -> None:
    database = await Database.open(url)
    sealing = Sealing(database, KEYS, tmp_path)
    for table in ("sealed_facts", "sealed_edits", "sealed_chains", "seals", "ledger WHERE chain = ''"):
        await database.write(lambda c, table=table: c.execute(text(f"DELETE FROM {table}")) and None)  # type: ignore[misc]
    await before_facts_were_sealed(sealing)
    assert await sealing.wrong() == []
    assert sealing.vouched.facts > 10
    await sealing.seal()
    assert await sealing.wrong() == []
    assert sealing.vouched.facts == 0
    await database.write(
        lambda c: c.execute(text("UPDATE participants SET role = 'owner' WHERE id = 'school'")) and None
    )
    assert await sealing.wrong() == ["plan plan: participant school was changed"]
    await database.close()


async def test_a_new_part_and_a_new_client_are_sealed_in_their_turn(sealing: Sealing) -> None:
    await add_part(sealing.database, PartId("new"))
    await write_edits(sealing.database, 6, 1, clients={11: SCHOOL, **dict.fromkeys(range(300, 900), OWNER)})
    assert await sealing.wrong() == []
    assert sealing.vouched.facts == 603  # the part, its client and the others
    assert [*sealing.vouched.said(altered=False)][-1] == (
        "Who is who, and whose is what, is not sealed yet in 603 rows."
    )
    await sealing.seal()
    assert await sealing.wrong() == []
    assert sealing.vouched.facts == 0
    await sealing.database.write(
        lambda c: c.execute(text("UPDATE client_ids SET person_id = 'ola' WHERE client_id = 899")) and None
    )
    assert await sealing.wrong() == ["plan plan, part reading-help: client id 899 was changed"]


async def test_who_logs_in_for_the_first_time_is_sealed_once_the_name_is_known(sealing: Sealing) -> None:
    keys = IdentityKeys.of("the key of identity numbers here")
    assert keys is not None
    await sealing.database.write(lambda connection: begin(connection, keys, NOW))
    identities = Identities(sealing.database, keys, SystemChance())
    named = await identities.person_of(ProvenIdentity("skole", "https://skole.no", "k", "Kari", NOW))
    nameless = ProvenIdentity("idporten", "https://idporten.no", "k", "", NOW)
    later = await identities.person_of(nameless)
    assert (await sealing.wrong(), sealing.vouched.facts) == ([], 1)
    await sealing.seal()
    assert await identities.person_of(replace(nameless, name="Ola")) == later
    assert (await sealing.wrong(), sealing.vouched.facts) == ([], 1)
    await sealing.seal()
    assert (await sealing.wrong(), sealing.vouched.facts) == ([], 0)
    await sealing.database.write(lambda c: c.execute(text("UPDATE persons SET name = 'X'")) and None)
    found = await sealing.wrong()
    assert f"person {named} was changed" in " ".join(found)
    assert f"person {later} was changed" in " ".join(found)


async def test_a_client_that_a_process_of_the_release_before_passed_over_is_sealed_by_the_next(
    sealing: Sealing, tmp_path: Path
) -> None:
    await write_edits(sealing.database, 6, 1, clients={11: SCHOOL})
    await before_facts_were_sealed(sealing)
    await Sealing(sealing.database, KEYS, tmp_path).seal()
    assert await sealing.wrong() == []
    assert sealing.vouched.facts == 0


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "INSERT INTO participants (id, plan_id, person_id, role, organisation)"
            " VALUES ('x', 'plan', 'ola', 'owner', '')",
            "participant x",
        ),
        (
            "INSERT INTO parts (id, plan_id, kind, title, position, created_by, created_after)"
            " VALUES ('x', 'plan', 'measure', '', 9, 'school', 9)",
            "part x",
        ),
    ],
)
async def test_what_came_without_an_entry_is_not_sealed_by_a_running_server(
    sealing: Sealing, caplog: pytest.LogCaptureFixture, statement: str, found: str
) -> None:
    await sealing.database.write(lambda connection: connection.execute(text(statement)) and None)
    await sealing.seal()
    assert "the access log was changed: run samplan verify-log" in caplog.messages
    assert await sealing.wrong() == [f"plan plan: {found} was added beside the log"]


async def test_readings_taken_out_and_hashes_made_anew_are_found(sealing: Sealing) -> None:
    """The chain is whole: only who has the key could have made another seal."""
    await rewritten(sealing.database, PLAN, without="part-read")
    found = await sealing.wrong()
    assert [each for each in found if each.startswith("plan plan: ") and "cut off" in each], found


async def test_entries_replaced_by_as_many_others_are_found(sealing: Sealing) -> None:
    await rewritten(sealing.database, PLAN, without="part-read")
    await read(sealing.database, 4)
    found = await sealing.wrong()
    assert [each for each in found if "are not those that were sealed" in each], found


async def test_a_cut_end_stays_found_when_the_log_has_grown_past_it(
    sealing: Sealing, caplog: pytest.LogCaptureFixture
) -> None:
    await rewritten(sealing.database, PLAN, without="part-read")
    await read(sealing.database, 20)
    await write_edits(sealing.database, 6, 3)
    await sealing.seal()
    assert "the access log was changed: run samplan verify-log" in caplog.messages
    found = await sealing.wrong()
    assert [each for each in found if "are not those that were sealed" in each], found
    assert sealing.vouched.edits == 0  # all others are sealed on


async def test_a_seal_made_without_the_key_is_none(sealing: Sealing, tmp_path: Path) -> None:
    await rewritten(sealing.database, PLAN, without="part-read")
    forger = Sealing(sealing.database, ANOTHER, tmp_path)
    assert await forger.sealer.seal() == 0  # even this program refuses
    assert await sealing.wrong()


async def test_another_key_is_said_in_one_line(
    sealing: Sealing, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert await sealing.wrong(keys=ANOTHER) == []
    (said,) = sealing.vouched.said(altered=False)
    assert "made with another key" in said
    assert "is what was written" not in said
    await Sealing(sealing.database, ANOTHER, tmp_path).sealer.seal()
    assert caplog.messages == ["the seals were made with another key: nothing is sealed"]


async def test_a_new_key_takes_over_what_the_old_one_sealed(sealing: Sealing, tmp_path: Path) -> None:
    both = SealingKeys(ANOTHER.current, (KEYS.current,))
    changing = Sealing(sealing.database, both, tmp_path)
    await changing.seal()
    assert await changing.wrong(changing.copy) == []
    assert await changing.wrong(changing.copy, keys=ANOTHER) == []
    assert changing.vouched.trusted


async def test_a_database_put_back_to_an_older_one_is_behind_its_seals_elsewhere(
    sealing: Sealing, tmp_path: Path
) -> None:
    """Or the ends of everything cut, and its seals with them."""
    await read(sealing.database, 2)
    await sealing.seal()
    older = await Database.open(_originals[sealing.database.dialect][0])
    found = await Sealing(older, KEYS, tmp_path).wrong(sealing.copy)
    await older.close()
    assert len(found) == 1
    assert "is not in the database: its newest is" in found[0]


async def test_after_a_restore_the_newer_seals_elsewhere_are_explained(
    sealing: Sealing, tmp_path: Path
) -> None:
    await Epoch(sealing.database).begin("after the restore", NOW)
    assert await sealing.wrong(sealing.copy) == []
    assert [each for each in sealing.vouched.said(altered=False) if "restore" in each]
    await sealing.seal()
    assert await sealing.wrong(sealing.copy) == []
    assert [
        each
        for each in sealing.vouched.said(altered=False)
        if "are of a history that a restore ended" in each
    ]
