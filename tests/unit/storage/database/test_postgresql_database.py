"""What becomes of work on PostgreSQL when connections, or the whole server, go away under it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import pytest
import pytest_asyncio
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.util import await_only

from server.ports.log import Committed, StorageReadOnly, StorageUnavailable
from server.storage.database.database import Database, Use
from server.storage.database.postgresql import too_few
from server.storage.errors import NotDurable
from server.storage.founding import found_plan
from server.storage.log.update_log import SqlUpdateLog
from tests.acceptance.founding import NOW, READING_HELP, Clock, small_plan, written
from tests.support.servers.postgres import Postgres, in_memory, own_cluster

ADD_PERSON = text(
    "INSERT INTO persons (id, name, locale, organisation, coordinating_unit)"
    " VALUES (:id, '', 'nb', '', FALSE)"
)
CONNECTIONS = 5
ROUNDS = 2000 if os.environ.get("TESTS_SOAK") == "1" else 120


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cluster() -> AsyncIterator[Postgres]:
    """One that may be stopped without anybody else noticing."""
    async with own_cluster(within=in_memory()) as cluster:
        yield cluster


@pytest.fixture
async def url(cluster: Postgres) -> AsyncIterator[str]:
    url = await cluster.create_database()
    yield url
    await cluster.drop_database(url)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await Database.open(url, connections=CONNECTIONS)
    yield opened
    await opened.close()


@pytest.fixture
async def log(database: Database) -> SqlUpdateLog:
    await found_plan(database, small_plan())
    return SqlUpdateLog(database, Clock())


def add(connection: Connection, name: str) -> None:
    connection.execute(ADD_PERSON, {"id": name})


def names(connection: Connection) -> set[str]:
    return set(connection.scalars(text("SELECT id FROM persons WHERE id <> 'server'")))


async def until(true: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(60):
        while not await true():  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.01)


async def waiting(cluster: Postgres, url: str, event: str) -> list[int]:
    """Our backends that wait for ``event`` now."""
    found = await cluster.run(
        "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND application_name = 'samplan'"
        " AND $2 IN (wait_event, wait_event_type)",
        url.rsplit("/", 1)[1],
        event,
    )
    return [row["pid"] for row in found]


async def use_every_connection(database: Database) -> None:
    """So that the pools are full of connections that were good once: one at hand, the others for work."""
    await database.at_once("SELECT 1")
    for run, count in ((database.read, CONNECTIONS - 2), (database.write, 1)):
        here = asyncio.Barrier(count)

        def work(connection: Connection, here: asyncio.Barrier = here) -> None:
            connection.execute(text("SELECT 1"))
            await_only(here.wait())

        await asyncio.gather(*(run(work) for _ in range(count)))


async def test_what_raises_leaves_nothing_behind(database: Database) -> None:
    def work(connection: Connection) -> None:
        add(connection, "kari")
        raise PermissionError("refused")

    with pytest.raises(PermissionError):
        await database.write(work)
    with pytest.raises(ProgrammingError, match="nowhere"):
        await database.write(lambda connection: connection.execute(text("SELECT * FROM nowhere")))
    await database.write(lambda connection: add(connection, "tor"))
    assert await database.read(names) == {"tor"}


async def test_a_read_sees_one_state_and_writes_nothing(database: Database) -> None:
    begun, written_ = asyncio.Event(), asyncio.Event()

    def slow(connection: Connection) -> tuple[set[str], set[str]]:
        before = names(connection)
        begun.set()
        await_only(written_.wait())
        return before, names(connection)

    reading = asyncio.create_task(database.read(slow))
    await begun.wait()
    await database.write(lambda connection: add(connection, "kari"))
    written_.set()
    assert await reading == (set(), set())
    with pytest.raises(StorageReadOnly, match="25006"):
        await database.read(lambda connection: add(connection, "tor"))
    assert await database.read(names) == {"kari"}


async def test_a_cancelled_write_is_still_carried_out(database: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    def work(connection: Connection) -> None:
        begun.set()
        await_only(go_on.wait())
        add(connection, "kari")

    writing = asyncio.create_task(database.write(work))
    await begun.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    go_on.set()
    await database.close()
    with pytest.raises(RuntimeError, match="closed"):
        await database.read(names)


async def test_there_are_never_more_connections_than_allowed(
    cluster: Postgres, url: str, database: Database
) -> None:
    await use_every_connection(database)
    await asyncio.gather(
        *(database.read(names) for _ in range(40)),
        *(database.write(partial(add, name=f"p{n}")) for n in range(40)),
    )
    there = await cluster.run(
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'samplan' AND datname = $1",
        url.rsplit("/", 1)[1],
    )
    assert len(there) == CONNECTIONS


async def test_work_that_a_deadlock_undid_is_run_again(database: Database) -> None:
    for name in ("a", "b"):
        await database.write(partial(add, name=name))
    both = asyncio.Barrier(2)
    runs = 0

    def crossing(connection: Connection, first: str, second: str) -> None:
        nonlocal runs
        runs += 1
        rename = text("UPDATE persons SET name = name || 'x' WHERE id = :id")
        connection.execute(rename, {"id": first})
        if runs <= 2:
            await_only(both.wait())
        connection.execute(rename, {"id": second})

    await asyncio.gather(
        database.write(partial(crossing, first="a", second="b")),
        database.write(partial(crossing, first="b", second="a")),
    )
    renamed = text("SELECT name FROM persons WHERE id IN ('a', 'b')")
    assert await database.read(lambda connection: connection.scalars(renamed).all()) == ["xx", "xx"]
    assert runs >= 3  # what runs again may be quicker than what waited, and meet it once more


async def test_after_a_restart_no_dead_connection_is_felt(
    cluster: Postgres, database: Database, log: SqlUpdateLog
) -> None:
    for number, how in enumerate((signal.SIGINT, signal.SIGQUIT)):
        await use_every_connection(database)
        await cluster.restart(how)
        assert await log.append([written(b"x", after=1 + number)]) == [Committed(2 + number, NOW)]
        for _ in range(CONNECTIONS):
            await database.ping()
    await use_every_connection(database)
    await cluster.kill()
    with pytest.raises(StorageUnavailable):
        await database.ping()
    with pytest.raises(StorageUnavailable):
        await log.append([written(b"y", after=3)])
    await cluster.start()
    assert await log.append([written(b"y", after=3)]) == [Committed(4, NOW)]


async def test_a_connection_that_is_cut_before_the_commit_costs_nothing(
    cluster: Postgres, url: str, database: Database, log: SqlUpdateLog
) -> None:
    """It waits for a part that somebody else holds; what is cut there has not happened, and is done again."""
    held, go_on = asyncio.Event(), asyncio.Event()

    def hold(connection: Connection) -> None:
        connection.execute(text("SELECT 1 FROM parts WHERE id = 'reading-help' FOR UPDATE"))
        held.set()
        await_only(go_on.wait())

    holding = asyncio.create_task(database.write(hold))
    await held.wait()
    appending = asyncio.create_task(log.append([written(b"a", after=1)]))
    await until(lambda: waiting(cluster, url, "Lock"))
    (pid,) = await waiting(cluster, url, "Lock")
    await cluster.run("SELECT pg_terminate_backend($1)", pid)
    await until(lambda: gone_or_new(cluster, url, pid))
    go_on.set()
    assert await appending == [Committed(2, NOW)]
    await holding


async def gone_or_new(cluster: Postgres, url: str, pid: int) -> bool:
    return pid not in await waiting(cluster, url, "Lock")


async def test_a_commit_of_unknown_fate_is_settled_by_its_batch(
    cluster: Postgres, url: str, database: Database, log: SqlUpdateLog
) -> None:
    """The commit is on disk, and waits for a standby that is not there: cut then, it has happened unheard."""
    batch = written(b"a", b"b", after=1)
    await cluster.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
    await cluster.run("SELECT pg_reload_conf()")
    appending = asyncio.create_task(log.append([batch]))
    for _ in range(2):  # at once, and then the long way
        await until(lambda: waiting(cluster, url, "SyncRep"))
        assert await cluster.terminate(url) >= 1
    with pytest.raises(StorageUnavailable):
        await appending
    await cluster.run("ALTER SYSTEM RESET synchronous_standby_names")
    await cluster.run("SELECT pg_reload_conf()")
    assert await log.append([batch]) == [Committed(3, NOW)]
    assert [row.payload for row in await log.since(READING_HELP, 1)] == [b"a", b"b"]


async def test_commits_that_are_cut_anywhere_lose_nothing_and_repeat_nothing(
    cluster: Postgres, url: str, log: SqlUpdateLog
) -> None:
    told: list[bytes] = []
    progress = asyncio.Event()

    async def write() -> None:
        for number in range(ROUNDS):
            payload = b"%d" % number
            submission = written(payload, after=1 + number)
            while True:
                try:
                    (outcome,) = await log.append([submission])
                except StorageUnavailable:
                    continue
                break
            assert outcome == Committed(2 + number, NOW)
            told.append(payload)
            progress.set()

    writing = asyncio.create_task(write())
    cut = 0
    while not writing.done():
        progress.clear()
        cut += await cluster.terminate(url)
        waiting = asyncio.create_task(progress.wait())
        await asyncio.wait([writing, waiting], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
    await writing
    assert cut >= 5
    assert [row.payload for row in await log.since(READING_HELP, 1)] == told


async def test_a_database_that_takes_nothing_is_read_on_and_recovers(
    cluster: Postgres, url: str, database: Database, log: SqlUpdateLog
) -> None:
    name = url.rsplit("/", 1)[1]
    await cluster.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    await cluster.terminate(url)
    with pytest.raises(StorageReadOnly, match="25006"):
        await log.append([written(b"a", after=1)])
    assert await log.heads([READING_HELP]) == {READING_HELP: 1}
    await cluster.run(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    assert await log.append([written(b"a", after=1)]) == [Committed(2, NOW)]


async def test_a_database_that_would_forget_is_not_written_to(cluster: Postgres, url: str) -> None:
    await cluster.run(f"ALTER DATABASE {url.rsplit('/', 1)[1]} SET synchronous_commit = off")
    with pytest.raises(NotDurable, match="synchronous_commit"):
        await Database.open(url)


async def test_a_database_or_a_server_that_is_not_there_is_unavailable(cluster: Postgres) -> None:
    with pytest.raises(StorageUnavailable, match="nowhere"):
        await Database.open(cluster.url("nowhere"))
    with pytest.raises(StorageUnavailable):
        await Database.open("postgresql+asyncpg://samplan@127.0.0.1:1/samplan")


async def test_what_the_server_says_to_a_newcomer_is_said_in_its_own_words(cluster: Postgres) -> None:
    with pytest.raises(StorageUnavailable) as refused:
        await Database.open(cluster.url("nowhere"))
    assert "sqlalche.me" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("connections", "warned"), [(10, False), (195, True)])
async def test_a_pool_that_the_server_cannot_fill_is_told_at_the_start(
    url: str, caplog: pytest.LogCaptureFixture, connections: int, *, warned: bool
) -> None:
    """The cluster has 200. Otherwise it would be found out when there is most to do."""
    database = await Database.open(url, connections=connections, use=Use.SERVE)
    await database.close()
    says = "max_connections of PostgreSQL is too low for SAMPLAN_DATABASE_CONNECTIONS"
    assert [(each.message, each.__dict__["count"]) for each in caplog.records] == [(says, 200)] * warned


async def test_a_pool_is_too_large_from_the_connection_on_that_leaves_less_than_ten(
    database: Database,
) -> None:
    def work(connection: Connection) -> list[int]:
        most = int(connection.execute(text("SHOW max_connections")).scalar_one())
        others = "SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL AND pid <> pg_backend_pid()"
        room = most - int(connection.execute(text(others)).scalar_one())
        return [too_few(connection, room - spare) for spare in (10, 9)]

    assert await database.read(work) == [0, 200]


def test_an_embedded_database_has_no_pool_to_fill() -> None:
    with create_engine("sqlite://").connect() as connection:
        assert too_few(connection, 1_000) == 0
