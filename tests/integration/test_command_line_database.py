"""Which database a command may use: its version, whose it is, and who else uses it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from server.version import version
from tests.support.clients.people import Person
from tests.support.servers.commands import samplan
from tests.support.servers.postgres import Postgres
from tests.support.servers.server import Server

COMMANDS = ("serve", "migrate", "demo", "verify-log", "restored")


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


async def test_every_command_refuses_a_database_that_is_newer_in_one_line(tmp_path: Path) -> None:
    server = Server(tmp_path)
    await server.prepare()
    with sqlite3.connect(server.database) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    says = "the database is newer than this program, which does not know its schema 9999"
    for command in COMMANDS:  # one at a time: beside `serve`, others are refused because it holds the file
        code, output = await samplan(command, SAMPLAN_DATABASE_URL=url_of(server.database), PORT="1")
        assert (code, output.count("\n")) == (1, 1), command
        assert output.startswith(f"samplan: {says}"), command
    with sqlite3.connect(server.database) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


@pytest.mark.parametrize("command", ["serve", "migrate"])
async def test_a_misspelt_setting_touches_no_database(tmp_path: Path, command: str) -> None:
    code, output = await samplan(command, SAMPLAN_DATABSE_URL=url_of(tmp_path / "plans.db"), PORT="1")
    assert (code, output) == (
        1,
        "samplan: SAMPLAN_DATABSE_URL: there is no such setting; the nearest is SAMPLAN_DATABASE_URL\n",
    )


async def test_the_demo_is_never_made_among_real_people(tmp_path: Path) -> None:
    url = url_of(tmp_path / "samplan.db")
    await samplan("migrate", SAMPLAN_DATABASE_URL=url)
    with sqlite3.connect(tmp_path / "samplan.db") as database:
        database.execute(
            "INSERT INTO persons (id, name, locale, organisation, coordinating_unit)"
            " VALUES ('p1', 'Kari', 'nb', '', 0)"
        )
    code, output = await samplan("demo", SAMPLAN_DATABASE_URL=url, SAMPLAN_DEMO="1")
    assert (code, output) == (
        1,
        "samplan: this database is not a demo's: there are people in it who are not invented\n",
    )
    assert sqlite3.connect(tmp_path / "samplan.db").execute("SELECT count(*) FROM plans").fetchone() == (0,)


async def test_an_installation_with_a_public_address_gets_no_demo(tmp_path: Path) -> None:
    url = url_of(tmp_path / "samplan.db")
    await samplan("migrate", SAMPLAN_DATABASE_URL=url)
    code, output = await samplan(
        "demo", SAMPLAN_DATABASE_URL=url, SAMPLAN_PUBLIC_URL="https://plan.example.no"
    )
    assert (code, output.partition(": ")[2].partition(":")[0]) == (1, "SAMPLAN_DEMO")
    assert sqlite3.connect(tmp_path / "samplan.db").execute("SELECT count(*) FROM plans").fetchone() == (0,)


@pytest.mark.parametrize("command", ["serve", "restored"])
async def test_one_process_at_a_time_serves_a_file_and_none_while_it_is_restored(
    server: Server, command: str
) -> None:
    ended = await samplan(command, SAMPLAN_DATABASE_URL=url_of(server.database))
    assert ended == (
        1,
        "samplan: SAMPLAN_DATABASE_URL: another process serves this database: stop it first\n",
    )
    await server.verified()


async def test_a_server_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    server = Server(tmp_path)
    await server.prepare()
    await server.start()
    await server.kill()
    assert "Sessions ended" in await server.command("restored")
    await server.start()
    await server.stop()


async def test_postgresql_is_not_restored_beside_processes_that_serve(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = await postgres.create_database()
    server = Server(tmp_path, SAMPLAN_DATABASE_URL=url)
    await server.start()
    try:
        assert await samplan("restored", SAMPLAN_DATABASE_URL=url) == (
            1,
            "samplan: SAMPLAN_DATABASE_URL: another process serves this database: stop it first\n",
        )
    finally:
        await server.stop()
    assert (await samplan("restored", SAMPLAN_DATABASE_URL=url))[0] == 0
    await postgres.drop_database(url)


async def test_the_log_tells_which_build_serves_and_that_it_ended(tmp_path: Path) -> None:
    server = Server(tmp_path)
    await server.prepare()
    await server.start()
    pid = server.pid
    await server.stop()
    lines = [json.loads(line) for line in server.log if line.startswith("{")]
    begun, ended = (line for line in lines if line["event"] in ("samplan serves", "samplan ends"))
    assert (begun["version"], begun["port"], begun["pid"]) == (version(), server.port, pid)
    assert ended["event"] == "samplan ends"
    assert [
        path.stat().st_mode & 0o777 for path in (tmp_path / "quarantine").rglob("*") if path.is_file()
    ] == [
        0o600,
        0o600,
    ]
    assert (tmp_path / "quarantine").stat().st_mode & 0o777 == 0o700


async def test_a_process_whose_database_was_restored_ends_and_stores_nothing_more(tmp_path: Path) -> None:
    server = Server(tmp_path, SAMPLAN_POLL_SECONDS="0.1")
    await server.prepare()
    await server.start()
    owner = await Person(server, "owner").log_in()
    socket = await owner.connect()
    await socket.open((await owner.plan())["parts"][0]["document"])
    with sqlite3.connect(server.database) as database:
        database.execute("UPDATE epoch SET name = 'another history'")
    await socket.until(lambda: socket.closed)
    assert socket.closed == (4410, "restored")
    await server.died()
    assert server.process is not None
    assert server.process.returncode == 1
    assert server.log[-1] == "samplan: the database was restored while this process served it"
    await owner.close()
