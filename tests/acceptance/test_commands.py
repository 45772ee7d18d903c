"""``samplan migrate``, ``demo`` and ``verify-log`` on PostgreSQL; on SQLite tests/integration runs them."""

from __future__ import annotations

from tests.support.servers.commands import samplan
from tests.support.servers.postgres import Postgres


async def on(url: str, command: str) -> tuple[int, str]:
    return await samplan(command, SAMPLAN_DATABASE_URL=url, SAMPLAN_DEMO="1")


async def test_a_demo_plan_is_made_once_and_its_log_is_checked(postgres: Postgres) -> None:
    url = await postgres.create_database("template0")
    database = url.rsplit("/", 1)[1]
    assert await on(url, "migrate") == (0, "")
    assert await on(url, "demo") == (0, "The demo plan was created.\n")
    assert await on(url, "demo") == (0, "The demo plan is there.\n")
    status, said = await on(url, "verify-log")
    assert (status, said.startswith("No entry was changed, but nothing is sealed yet")) == (0, True)
    await postgres.run("UPDATE ledger SET organisation = 'x' WHERE number = 1", database=database)
    status, said = await on(url, "verify-log")
    assert (status, "entry 1" in said) == (1, True)
    await postgres.drop_database(url)


async def test_what_is_wrong_with_the_database_is_said_without_a_traceback(postgres: Postgres) -> None:
    url = await postgres.create_database()
    await postgres.run(f"ALTER DATABASE {url.rsplit('/', 1)[1]} SET synchronous_commit = off")
    for address, says in ((url, "synchronous_commit is off"), (postgres.url("nowhere"), "nowhere")):
        status, said = await on(address, "demo")
        assert status == 1
        assert says in said
        assert "Traceback" not in said
    await postgres.drop_database(url)
