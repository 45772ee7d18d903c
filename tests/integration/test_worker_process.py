"""The worker as a process of its own: it sends what others added, and ends when it is told to."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from server.domain.messages.contact import ContactChannel, PersonContact
from server.domain.messages.message import Message
from server.domain.plan import PersonId
from server.storage.database.database import Database
from server.storage.messages import outbox
from server.storage.messages.contacts import keep_contact
from server.storage.persons import Person, enrol
from tests.support.servers.migrated import migrated
from tests.support.servers.postgres import Postgres
from tests.support.servers.server import ROOT
from tests.support.servers.smtp import MailServer, mail_server

FROM = {"SAMPLAN_SMTP_FROM": "samplan@lia.example"}


@pytest.fixture
async def smtp() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


def to_ola(connection: Connection) -> None:
    ola, now = PersonId("ola"), datetime.now(UTC)
    enrol(connection, [Person(ola, "Ola")])
    keep_contact(connection, ola, PersonContact(ContactChannel.EMAIL, "ola@example.org"), now)
    outbox.add(connection, [Message("i", "representation-ends", None, ola)], now)


async def worker(url: str, **environment: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "worker"),
        cwd=ROOT,
        env={**os.environ, "SAMPLAN_DATABASE_URL": url, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_beside_postgresql_it_sends_and_ends_on_a_signal(postgres: Postgres, smtp: MailServer) -> None:
    url = await postgres.create_database()
    process = await worker(url, SAMPLAN_SMTP_URL=smtp.url, **FROM)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"samplan worker is ready\n"
    database = await Database.open(url)
    await database.write(to_ola)
    await smtp.until(1)
    process.send_signal(signal.SIGTERM)
    _, said = await process.communicate()
    assert process.returncode == 0
    assert b'"the worker ends"' in said
    assert b"ola@example.org" not in said
    stored = await database.read(lambda connection: outbox.counts(connection, datetime.now(UTC)))
    assert stored.waiting == 0
    await database.close()


async def test_on_sqlite_it_is_part_of_serve_and_says_so(tmp_path: Path) -> None:
    process = await worker(migrated(tmp_path / "samplan.db"))
    _, said = await process.communicate()
    assert process.returncode == 1
    assert said == b"samplan: SAMPLAN_DATABASE_URL: on SQLite the worker is part of `samplan serve`\n"


async def test_an_authority_that_cannot_be_read_ends_the_start(postgres: Postgres) -> None:
    url = await postgres.create_database()
    process = await worker(url, SAMPLAN_SMTP_URL="smtp://h.example?ssl_ca_certs=/no/such.pem", **FROM)
    _, said = await process.communicate()
    assert process.returncode == 1
    assert said.startswith(b"samplan: SAMPLAN_SMTP_URL: ssl_ca_certs: ")
