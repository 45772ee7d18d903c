"""The schema of each database, migrated from nothing and from every released revision."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, select, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import server.capabilities
import server.storage.page_files
import server.storage.seals.tables  # noqa: F401
from server.domain.access import Level
from server.domain.audit import Event
from server.domain.plan import SERVER, Kind, ParticipantId, PartId, PersonId, PlanId
from server.domain.sight import PlanSight
from server.domain.standing import standing
from server.domain.unit.rights import COUNTING
from server.features.accesslog.entries import PartRead
from server.features.comments.store import Comments
from server.features.login.store import People
from server.features.plans.store import PlanStore
from server.ports.log import Stored
from server.storage.counts.open_threads import UNCOUNTED, comment_changes, comment_counts, wrongly_counted
from server.storage.database.database import Database
from server.storage.database.migrate import SCRIPTS, SchemaUnknown, migrate
from server.storage.decisions import as_decision
from server.storage.epoch import Epoch
from server.storage.ledger import Ledger
from server.storage.log.update_log import SqlUpdateLog
from server.storage.metadata import decisions, metadata
from server.storage.municipality.rights import rights_of
from server.storage.municipality.tables import municipalities
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import Clock
from tests.support.principals import demo
from tests.support.servers.postgres import Postgres
from tests.support.servers.released import BYTES, RELEASED, statements

ROOT = Path(__file__).parents[2]
T = TypeVar("T")
DATABASES = ("sqlite", "postgresql")
PLAN, READING_HELP = PlanId("plan"), PartId("reading-help")
THEN = datetime(2026, 3, 4, 12, tzinfo=UTC)


async def on(url: str, work: Callable[[Connection], T]) -> T:
    """Run ``work`` without our own database code."""
    if url.startswith("sqlite"):
        engine = create_engine(url.replace("+aiosqlite", ""), poolclass=NullPool)
        with engine.begin() as connection:
            return work(connection)
    async with create_async_engine(url, poolclass=NullPool).begin() as connected:
        return await connected.run_sync(work)


@pytest.fixture(params=DATABASES)
async def empty(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> AsyncIterator[str]:
    """The address of a database without a table."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    else:
        url = await postgres.create_database("template0")
        yield url
        await postgres.drop_database(url)


def structure(connection: Connection) -> dict[str, object]:
    """The schema of a database, in an order that does not depend on its history."""
    seen = inspect(connection)
    found: dict[str, object] = {}
    for name in sorted(set(seen.get_table_names()) - {"alembic_version"}):
        facts = [
            *seen.get_columns(name),
            seen.get_pk_constraint(name),
            *seen.get_foreign_keys(name),
            *seen.get_unique_constraints(name),
            *seen.get_check_constraints(name),
            *seen.get_indexes(name),
        ]
        found[name] = sorted(str(plain(fact)) for fact in facts)
    return found


def plain(value: object) -> object:
    """Types and conditions as text, because such objects never compare equal."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return str(value)


async def test_migrating_gives_exactly_the_tables(empty: str) -> None:
    await on(empty, metadata.create_all)
    wanted = await on(empty, structure)
    await on(empty, metadata.drop_all)
    await asyncio.to_thread(migrate, empty)
    assert await on(empty, structure) == wanted
    assert await on(empty, differences) == []


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def test_every_revision_has_its_rows() -> None:
    scripts = ScriptDirectory(str(SCRIPTS))
    assert {script.revision for script in scripts.walk_revisions()} == RELEASED.keys()


SOONER = {*[*RELEASED][:1], *[*RELEASED][-4:]}
"""In ``make test``: the first, on whose way all others lie, and those that are likely to run somewhere."""


@pytest.mark.parametrize(
    ("empty", "revision"),
    [
        pytest.param(database, revision, marks=() if revision in SOONER else pytest.mark.wide)
        for revision in RELEASED
        for database in DATABASES
    ],
    indirect=["empty"],
)
async def test_what_a_released_revision_held_is_there_after_the_upgrade(empty: str, revision: str) -> None:
    await asyncio.to_thread(migrate, empty, revision)
    for statement in statements(revision, postgresql=empty.startswith("postgresql")):
        await on(empty, lambda connection, fill=statement: connection.exec_driver_sql(fill) and None)  # type: ignore[misc]
    await asyncio.to_thread(migrate, empty)
    assert await on(empty, differences) == []
    database = await Database.open(empty)
    try:
        await the_plan_is_there(database)
        await the_log_is_there(database)
        await the_comments_are_counted(database)
        await the_people_are_there(database)
        assert await Epoch(database).name()
    finally:
        await database.close()


@pytest.mark.rule(15)
async def test_who_was_of_the_unit_of_all_plans_is_of_their_municipality(empty: str) -> None:
    await asyncio.to_thread(migrate, empty, "0014")
    for statement in statements("0014", postgresql=empty.startswith("postgresql")):
        await on(empty, lambda connection, fill=statement: connection.exec_driver_sql(fill) and None)  # type: ignore[misc]
    await asyncio.to_thread(migrate, empty)
    database = await Database.open(empty)
    try:
        unit = await database.read(lambda connection: rights_of(connection, PersonId("unit")))
        assert {each.right for each in unit} == COUNTING
        assert await database.read(lambda connection: rights_of(connection, PersonId("teacher"))) == []
        assert len(await PlanStore(database, Clock()).overview(PersonId("unit"))) == 1
    finally:
        await database.close()


async def of_the_case(empty: str, column: str, before: str, after: str) -> object:
    """What the upgrade from ``before`` keeps of a case, to which ``after`` was added."""
    await asyncio.to_thread(migrate, empty, before)
    rows = [*statements(before, postgresql=empty.startswith("postgresql")), after]
    for statement in filter(str.strip, rows):
        await on(empty, lambda connection, fill=statement: connection.exec_driver_sql(fill) and None)  # type: ignore[misc]
    await asyncio.to_thread(migrate, empty)
    found = f"SELECT {column} FROM cases WHERE id = 'case'"
    return await on(empty, lambda connection: connection.exec_driver_sql(found).scalar_one())


ASKED = """
INSERT INTO case_records
  (case_id, number, at, person_id, actor, organisation, on_behalf_of, action, said, basis, shown, status)
VALUES
  ('case', 8, '2026-10-01 05:06:07.891011', 'unit', 'case-handler', '', '', 'coordinator-proposed',
   '{"person": "kari", "name": "Kari", "workplace": " NAV  Lia", "as_wished": true}', '', '', 'proposed');
"""


@pytest.mark.parametrize(("after", "asked"), [("", None), (ASKED, "nav lia")], ids=["nobody", "somebody"])
async def test_a_case_knows_whose_leader_it_asks(empty: str, after: str, asked: str | None) -> None:
    assert await of_the_case(empty, "asks_leader_of", "0033", after) == asked


AWAY = """
INSERT INTO case_records
  (case_id, number, at, person_id, actor, organisation, on_behalf_of, action, said, basis, shown, status)
VALUES
  ('case', 8, '2026-10-01 05:06:07.891011', 'unit', 'case-handler', '', '', 'coordinator-absent',
   '{"until": null, "substitute": "Kari", "substitute_person": "kari"}', '', '', 'absent');
"""


@pytest.mark.parametrize(("after", "who"), [("", None), (AWAY, "kari")], ids=["nobody", "somebody"])
async def test_a_case_knows_who_stands_in(empty: str, after: str, who: str | None) -> None:
    assert await of_the_case(empty, "substitute_id", "0037", after) == who


DECLINED = """
INSERT INTO case_records
  (case_id, number, at, person_id, actor, organisation, on_behalf_of, action, said, basis, shown, status)
VALUES
  ('case', 8, '2026-10-01 05:06:07.891011', 'kari', 'owner', '', '', 'declined',
   '{"contact_point": "Servicetorget"}', '', '', 'declined');
"""


@pytest.mark.parametrize(("after", "first"), [("", 1), (DECLINED, None)], ids=["goes on", "is over"])
async def test_a_case_knows_which_of_its_reports_wait(empty: str, after: str, first: int | None) -> None:
    assert await of_the_case(empty, "unanswered_from", "0040", after) == first


ENDED = """
INSERT INTO case_records
  (case_id, number, at, person_id, actor, organisation, on_behalf_of, action, said, basis, shown, status)
VALUES
  ('case', 8, '2026-10-01 05:06:07.891011', 'kari', 'owner', '', '', 'plan-ended',
   '{"reason": "Ferdig."}', '', '', 'ended');
"""


@pytest.mark.parametrize(("after", "day"), [("", date(2027, 3, 1)), (ENDED, None)], ids=["runs", "ended"])
async def test_a_plan_of_a_case_knows_when_it_is_gone_through_again(
    empty: str, after: str, day: date | None
) -> None:
    await asyncio.to_thread(migrate, empty, "0032")
    rows = [*statements("0032", postgresql=empty.startswith("postgresql")), after]
    for statement in filter(str.strip, rows):
        await on(empty, lambda connection, fill=statement: connection.exec_driver_sql(fill) and None)  # type: ignore[misc]
    await asyncio.to_thread(migrate, empty)
    database = await Database.open(empty)
    try:
        access = await SqlAccessBook(database).access(PLAN)
        assert access is not None
        assert access.plan.next_revision == day
    finally:
        await database.close()


async def test_a_database_without_a_unit_gets_no_municipality(empty: str) -> None:
    await asyncio.to_thread(migrate, empty)
    assert await on(empty, lambda connection: connection.execute(select(municipalities)).all()) == []


NARROWED = """
INSERT INTO parts (id, plan_id, kind, title, area, responsible_id, position, created_by, created_after) VALUES
  ('skating', 'plan', 'measure', 'Skøyter', NULL, NULL, 4, 'school', 3);
INSERT INTO decisions
  (plan_id, number, participant_id, level, signed_by, signed_at, part_id, kind, until, purpose, text) VALUES
  ('plan', 3, 'school', 'edit', 'kari', '2026-03-04 05:06:07.891011', NULL, 'measure', NULL, '', ''),
  ('plan', 4, 'school', 'read', 'kari', '2026-03-04 05:06:07.891011', NULL, 'measure', NULL, '', ''),
  ('plan', 5, 'owner', 'read', 'kari', '2026-03-04 05:06:07.891011', 'skating', NULL, NULL, '', ''),
  ('plan', 6, 'school', 'read', 'kari', '2026-03-04 05:06:07.891011', 'swimming', NULL, NULL, '', ''),
  ('plan', 7, 'school', 'none', 'kari', '2026-03-04 05:06:07.891011', NULL, 'measure', NULL, '', ''),
  ('plan', 8, 'school', 'none', 'kari', '2026-03-04 05:06:07.891011', 'swimming', NULL, NULL, '', ''),
  ('plan', 9, 'school', 'read', 'kari', '2026-03-04 05:06:07.891011', NULL, 'measure', NULL, '', '');
"""


@pytest.mark.rule(9)
async def test_what_stands_after_the_upgrade_is_what_the_fold_reads_of_everything(empty: str) -> None:
    """And the plan knows which decisions were signed before its creators were bound."""
    await asyncio.to_thread(migrate, empty, "0002")
    rows = [*statements("0002", postgresql=empty.startswith("postgresql")), *NARROWED.split(";\n")]
    for statement in filter(str.strip, rows):
        await on(empty, lambda connection, fill=statement: connection.exec_driver_sql(fill) and None)  # type: ignore[misc]
    await asyncio.to_thread(migrate, empty)
    database = await Database.open(empty)
    try:
        access = await SqlAccessBook(database).access(PLAN)
        assert access is not None
        assert access.plan.creators_bound_after == 9
        kinds = {part.id: part.kind for part in access.parts.values()}
        whole = await database.read(
            lambda connection: [as_decision(row) for row in connection.execute(select(decisions))]
        )
        stands = [decision.number for decision in standing(whole, kinds)]
        assert [decision.number for decision in access.decisions] == stands == [2, 5, 8, 9]
    finally:
        await database.close()


async def the_plan_is_there(database: Database) -> None:
    access = await SqlAccessBook(database).access(PLAN)
    assert access is not None
    assert access.plan.access_version == 3
    assert access.plan.owner_name == "Kari Nordmann 👍"
    assert access.parts[READING_HELP].title == "Leksehjelp"
    assert [each.kind for each in access.decisions][:2] == [None, Kind.ABOUT_ME]
    assert PlanSight(access, THEN).access_of(ParticipantId("school"), READING_HELP).level is Level.EDIT
    assert PlanSight(access, THEN).access_of(ParticipantId("school"), PartId("about-me")).level is Level.READ
    after = datetime(2027, 2, 1, tzinfo=UTC)
    assert PlanSight(access, after).access_of(ParticipantId("school"), READING_HELP).level is Level.NONE


async def the_log_is_there(database: Database) -> None:
    loaded = await SqlUpdateLog(database, Clock()).load(READING_HELP)
    assert loaded is not None
    assert (loaded.snapshot, loaded.snapshot_seq) == (BYTES["first"], 1)
    assert loaded.rows == [Stored(2, PersonId("teacher"), BYTES["second"])]
    assert loaded.clients == {7: SERVER, 2**53 - 1: PersonId("teacher")}
    page = await Comments(database, lambda: THEN).of_part(demo(PersonId("kari")), READING_HELP)
    first, second, *_ = page.comments
    assert (first.text, first.anchor, first.quote) == ("Når?", {"from": [1]}, "leksen")
    assert (second.reply_to, second.resolved_by) == ("c1", "owner")


async def the_comments_are_counted(database: Database) -> None:
    def work(connection: Connection) -> None:
        assert connection.execute(select(comment_changes.c.part_id).where(UNCOUNTED)).all() == []
        assert list(wrongly_counted(connection, PLAN)) == []
        assert connection.execute(select(comment_counts)).all() == [(READING_HELP, "school", 1, 0)]

    await database.read(work)


async def the_people_are_there(database: Database) -> None:
    session = await People(database).session(BYTES["token"], THEN)
    assert session is not None
    assert session.person.name == "Kari Nordmann 👍"
    ledger = Ledger(database)
    await ledger.record([Event(THEN, PersonId("kari"), PartRead.action, plan=PLAN, part=READING_HELP)])
    assert await ledger.verify(PLAN) is None


async def test_several_who_migrate_at_once_do_not_disturb_each_other(empty: str) -> None:
    program = f"from server.storage.database.migrate import migrate; migrate({empty!r})"
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=ROOT) for _ in range(3)
    ]
    assert [await process.wait() for process in started] == [0, 0, 0]
    assert await on(empty, differences) == []


async def test_a_database_of_somebody_else_is_left_alone(empty: str) -> None:
    await on(
        empty, lambda connection: connection.execute(text("CREATE TABLE invoices (id INTEGER)")) and None
    )
    with pytest.raises(SchemaUnknown, match="invoices"):
        await asyncio.to_thread(migrate, empty)


async def test_a_database_that_was_never_migrated_says_what_to_do(empty: str) -> None:
    if empty.startswith("sqlite"):
        sqlite3.connect(empty.partition(":///")[2]).execute("VACUUM").connection.close()
    with pytest.raises(SchemaUnknown, match="samplan migrate"):
        await Database.open(empty)


async def test_a_database_of_a_newer_release_is_left_alone(url: str) -> None:
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    await on(url, lambda connection: connection.execute(newer) and None)
    with pytest.raises(SchemaUnknown, match="9999"):
        await asyncio.to_thread(migrate, url)


async def test_a_migration_that_fails_leaves_nothing_half_done(
    empty: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scripts = tmp_path / "migrations"
    (scripts / "versions").mkdir(parents=True)
    (scripts / "env.py").write_text((SCRIPTS / "env.py").read_text())
    (scripts / "versions" / "broken.py").write_text(
        "from alembic import op\nrevision, down_revision = '0001', None\n"
        "def upgrade():\n    op.execute('CREATE TABLE half (done TEXT)')\n    op.execute('nonsense')\n"
    )
    monkeypatch.setattr("server.storage.database.migrate.SCRIPTS", scripts)
    with pytest.raises(Exception, match="syntax error"):
        await asyncio.to_thread(migrate, empty)
    assert await on(empty, lambda connection: inspect(connection).get_table_names()) == []
