"""The HTTP side of the application in this process: real SQLite, real services, a hub that only listens, and
an engine that nobody is connected to."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.types import ASGIApp

from server.capabilities import Features, LoginWays, build_features
from server.demo import found_demo
from server.domain.identity.keys import IdentityKeys
from server.features.accesslog.readings import ReadingLog
from server.ports.randomness import SystemChance
from server.storage.database.database import Database
from server.storage.database.migrate import migrate
from server.storage.ledger import Ledger
from server.storage.log.update_log import SqlUpdateLog
from server.storage.quarantine_file import QuarantineFile
from server.sync.hub import Hub
from server.sync.plan.texts import LoggedTexts
from server.web.openapi import describe
from server.web.routes import build_routes
from server.web.runner import WebSettings
from server.web.security import SecurityHeaders
from tests.support.clients.people import Person
from tests.support.described import Described
from tests.support.servers.engine import engine_on
from tests.unit.features.fakes import ListeningHub, SetClock


@dataclass
class Site:
    database: Database
    app: ASGIApp
    clock: SetClock
    hub: ListeningHub
    features: Features
    engine: Hub
    """What the server writes itself goes through its rooms; nobody is connected to it."""
    opened: list[httpx.AsyncClient] = field(default_factory=list)
    url = "http://127.0.0.1:8000"

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.database)

    def browser(self) -> httpx.AsyncClient:
        """A new browser without a session."""
        client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=self.url)
        self.opened.append(client)
        return client

    async def person(self, key: str) -> Person:
        """A demo person with a session."""
        person = Person(self, key, httpx.ASGITransport(self.app))
        self.opened.append(person.http)
        return await person.log_in()


@asynccontextmanager
async def site(
    directory: Path,
    settings: WebSettings | None = None,
    *,
    demo: bool = True,
    copied_from: Path | None = None,
    keys: IdentityKeys | None = None,
) -> AsyncIterator[Site]:
    """``copied_from``: a closed database file to begin with, so that each test need not build its own.
    ``keys``: under which identity numbers are hashed, where these are known.
    """
    file = directory / "samplan.db"
    url = f"sqlite+aiosqlite:///{file}"
    if copied_from is None:
        migrate(url)
    else:
        shutil.copyfile(copied_from, file)
    database = await Database.open(url)
    clock, hub, chance = SetClock(), ListeningHub(), SystemChance()
    if demo and copied_from is None:
        await found_demo(database, clock, chance)
    texts = LoggedTexts(SqlUpdateLog(database, clock), QuarantineFile(None))
    engine = engine_on(database, clock)
    settings = settings or WebSettings(dist=directory / "dist")
    readings = ReadingLog(Ledger(database), clock)
    features = build_features(
        database,
        hub,
        engine,
        texts,
        readings,
        clock,
        chance,
        public_url=settings.public_url,
        ways=LoginWays(demo, identity_keys=keys),
    )
    routes = build_routes(features.operations, features.sessions, settings)
    described = Described(Starlette(routes=routes), describe(features.operations))
    app = SecurityHeaders(described, settings.public_url)
    built = Site(database, app, clock, hub, features, engine)
    try:
        yield built
    finally:
        for client in built.opened:
            await client.aclose()
        await engine.close()
        await database.close()
    assert described.otherwise == set(), f"answers that the description lacks: {described.otherwise}"


def assert_problem(answer: httpx.Response, status: int, token: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.json()["type"] == token, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["status"] == status
    assert answer.json()["title"]
    assert answer.json()["title_en"]
