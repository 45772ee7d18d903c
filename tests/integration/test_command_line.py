"""The commands people start, as they start them."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sqlite3
from pathlib import Path

import pytest

from server.storage.database.migrate import migrate
from tests.support.clients.people import Person
from tests.support.servers.commands import samplan
from tests.support.servers.server import Server


def assert_one_line_that_names(what: str, ended: tuple[int, str]) -> None:
    code, output = ended
    assert re.fullmatch(rf"samplan: {what}[^\n]*\n", output)
    assert (code, "secret" in output) == (1, False)


@pytest.mark.parametrize(
    "command", ["serve", "worker", "migrate", "demo", "municipality", "verify-log", "restored"]
)
async def test_every_command_explains_itself(command: str) -> None:
    code, output = await samplan(command, "--help")
    assert code == 0
    assert "usage: samplan" in output


async def test_an_empty_database_gets_its_first_municipality(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/new.db"
    migrate(url)
    added = await samplan("municipality", "add", "9901", "Lia kommune", SAMPLAN_DATABASE_URL=url)
    assert added == (0, "9901 Lia kommune was added.\n")
    again = await samplan("municipality", "add", "9901", "Lia kommune", SAMPLAN_DATABASE_URL=url)
    assert_one_line_that_names("there is a municipality with the number 9901", again)
    assert await samplan("municipality", "list", SAMPLAN_DATABASE_URL=url) == (0, "9901 Lia kommune\n")


@pytest.mark.parametrize(
    "person", ["-bcdefghij_lmnopqrstuv", "--version_lmnopqrstuvw", "_-h-h-h-h-h-h-h-h-h-h-"]
)
async def test_a_person_whose_id_begins_as_an_option_does_is_one(tmp_path: Path, person: str) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/new.db"
    migrate(url)
    with sqlite3.connect(tmp_path / "new.db") as database:
        database.execute(
            "INSERT INTO persons (id, name, locale, organisation, coordinating_unit)"
            " VALUES (?, 'Kari', 'nb', '', 0)",
            [person],
        )
        database.execute(
            "INSERT INTO identities (issuer, subject, person_id, since)"
            " VALUES ('https://id.example.no', 'kari', ?, '2026-01-01 00:00:00.000000')",
            [person],
        )
    await samplan("municipality", "add", "9901", "Lia kommune", SAMPLAN_DATABASE_URL=url)
    asked = (
        (
            ("municipality", "give", "9901", person, "leader", "--workplace", "NAV"),
            f"{person} leader (NAV): given.",
        ),
        (
            ("municipality", "end", "--workplace", "NAV", "9901", person, "leader"),
            f"{person} leader (NAV): ended.",
        ),
        (("leaver", "987654325", person), f"Plans that {person} takes part in no more for 987654325: 0."),
    )
    for command, said in asked:
        assert await samplan(*command, SAMPLAN_DATABASE_URL=url) == (0, f"{said}\n")


@pytest.mark.parametrize("command", [["leaver"], ["municipality", "give"], ["municipality", "end"]])
async def test_what_is_no_id_is_an_option_as_before(command: list[str]) -> None:
    code, output = await samplan(*command, "-bcd")
    assert (code, "the following arguments are required" in output) == (2, True)
    assert (await samplan(*command, "-h"))[0] == 0


async def test_a_wrong_setting_stops_the_start_and_is_named() -> None:
    code, output = await samplan("serve", PORT="eighty")
    assert code == 1
    assert output.startswith("samplan: PORT: ")
    assert "Traceback" not in output


async def test_serving_a_database_that_is_not_there_says_so(tmp_path: Path) -> None:
    code, output = await samplan(
        "serve", SAMPLAN_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/none.db", PORT="1"
    )
    assert code == 1
    assert "SAMPLAN_DATABASE_URL" in output
    assert "Traceback" not in output


async def test_serving_a_database_of_an_older_version_says_what_to_do(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    await asyncio.to_thread(migrate, url, "0001")
    code, output = await samplan("serve", SAMPLAN_DATABASE_URL=url)
    assert code == 1
    assert "samplan migrate" in output
    assert "Traceback" not in output


@pytest.mark.parametrize("command", ["serve", "demo", "verify-log", "restored"])
async def test_a_database_that_was_never_migrated_says_what_to_do(tmp_path: Path, command: str) -> None:
    (tmp_path / "empty.db").touch()
    assert_one_line_that_names(
        "SAMPLAN_DATABASE_URL: .*`samplan migrate`",
        await samplan(command, SAMPLAN_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/empty.db"),
    )


@pytest.mark.parametrize("command", ["serve", "migrate"])
@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:///{here}/text.db",
        "sqlite+aiosqlite:///{here}/text.db/x.db",
        "postgresql+asyncpg://u:secret@127.0.0.1:1/db?sslmode=require",
        "postgresql+asyncpg://u:secret@127.0.0.1:1/db?ssl=verify-full",
        "postgresql+asyncpg://u:secret@no..host/db",
    ],
)
async def test_a_database_that_cannot_be_one_is_named(tmp_path: Path, command: str, url: str) -> None:
    (tmp_path / "text.db").write_text("no database at all " * 100)
    assert_one_line_that_names(
        "SAMPLAN_DATABASE_URL: ", await samplan(command, SAMPLAN_DATABASE_URL=url.format(here=tmp_path))
    )


@pytest.mark.parametrize("url", ["http://[", "http://127.0.0.1:99999"])
async def test_a_public_url_that_is_none_is_named(url: str) -> None:
    assert_one_line_that_names("SAMPLAN_PUBLIC_URL: ", await samplan("serve", SAMPLAN_PUBLIC_URL=url))


@pytest.mark.parametrize("log", ["json", "text"])
async def test_a_port_that_is_taken_is_named(server: Server, tmp_path: Path, log: str) -> None:
    assert_one_line_that_names(
        f"HOST, PORT: 127.0.0.1:{server.port} cannot be listened on: Address already in use",
        await samplan(
            "serve",
            SAMPLAN_DATABASE_URL=f"sqlite+aiosqlite:///{server.database}",
            PORT=str(server.port),
            SAMPLAN_LOG=log,
        ),
    )


async def test_a_quarantine_that_cannot_be_written_down_stops_the_start_and_is_named(tmp_path: Path) -> None:
    server = Server(tmp_path, SAMPLAN_QUARANTINE_DIRECTORY="/dev/null/quarantine")
    await server.prepare()
    with pytest.raises(AssertionError, match="SAMPLAN_QUARANTINE_DIRECTORY: Not a directory"):
        await server.start()


async def test_the_demo_is_created_once_and_migrating_again_changes_nothing(tmp_path: Path) -> None:
    server = Server(tmp_path)
    await server.prepare()
    before = sqlite3.connect(server.database).execute("SELECT count(*) FROM updates").fetchone()
    await server.command("migrate")
    assert "there" in await server.command("demo", "--plan-only")
    assert sqlite3.connect(server.database).execute("SELECT count(*) FROM updates").fetchone() == before


@pytest.mark.parametrize("action", ["part-read", "what nobody does here"])
async def test_a_changed_access_log_is_found(tmp_path: Path, action: str) -> None:
    server = Server(tmp_path)
    await server.prepare()
    assert "nothing is sealed yet" in await server.command("verify-log")
    await server.start()
    await server.stop()
    seals = str(tmp_path / "seals.jsonl")
    assert "is what was written, as far as it is sealed" in await server.command(
        "verify-log", "--seals", seals
    )
    with sqlite3.connect(server.database) as database:
        database.execute("UPDATE ledger SET action = ? WHERE number = 2", [action])
    code, output = await samplan("verify-log", SAMPLAN_DATABASE_URL=f"sqlite+aiosqlite:///{server.database}")
    assert code == 1
    assert "entry 2" in output


async def test_ctrl_c_says_goodbye_and_nothing_else(server: Server) -> None:
    owner = await Person(server, "owner").log_in()
    socket = await owner.connect()
    part = await socket.open((await owner.plan())["parts"][0]["document"])
    before = len(server.log)
    os.kill(server.pid, signal.SIGINT)
    await socket.until(lambda: socket.closed)
    assert (socket.closed, part.closed) == ((1012, "going-down"), None)
    await server.died()
    assert server.process is not None
    assert server.process.returncode == 130
    events = [json.loads(line)["event"] for line in server.log[before:]]
    assert [event for event in events if not event.startswith("the log is sealed: ")] == ["samplan ends"]
    await owner.close()


async def test_ending_settles_what_was_accepted_and_says_goodbye(server: Server) -> None:
    owner = await Person(server, "owner").log_in()
    plan = await owner.plan()
    socket = await owner.connect()
    notes = await socket.open(next(p["document"] for p in plan["parts"] if p["kind"] == "own-notes"))
    for _ in range(50):
        notes.type("x")
    await notes.flush()
    os.kill(server.pid, signal.SIGTERM)
    await socket.until(lambda: socket.closed)
    assert socket.closed == (1012, "going-down")
    assert notes.closed is None
    await server.stop()
    await server.start()
    again = await (await owner.connect()).open(plan["parts"][0]["document"])
    assert again.synced
    kept = await (await owner.connect()).open(notes.address)
    assert kept.text.count("x") >= notes.acked - 1 - notes.step1s
    await owner.close()
