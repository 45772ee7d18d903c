"""The HTTP side of the application in this process: real SQLite, real services, a hub that only listens."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.types import ASGIApp

from server.capabilities import Features, build_features
from server.demo import found_demo
from server.ports.randomness import SystemChance
from server.storage.database.database import Database
from server.storage.database.migrate import migrate
from server.storage.ledger import Ledger
from server.web.routes import build_routes
from server.web.runner import WebSettings
from server.web.security import SecurityHeaders
from tests.unit.features.fakes import ListeningHub, SetClock

URL = "http://127.0.0.1:8000"


@dataclass
class Site:
    database: Database
    app: ASGIApp
    clock: SetClock
    hub: ListeningHub
    features: Features
    opened: list[httpx.AsyncClient] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.database)

    def browser(self) -> httpx.AsyncClient:
        """A new browser without a session."""
        client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=URL)
        self.opened.append(client)
        return client

    async def visitor(self, key: str) -> Visitor:
        return await Visitor(self.browser()).log_in(key)


@dataclass
class Visitor:
    """A demo person with a session."""

    http: httpx.AsyncClient
    csrf: str = ""

    async def log_in(self, key: str) -> Visitor:
        answer = await self.http.post("/login/demo", json={"person": key})
        assert answer.status_code == 204, answer.text
        self.csrf = (await self.http.get("/api/me")).json()["csrf_token"]
        return self

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path)

    async def send(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        return await self.http.request(
            method, path, json=body, headers={"X-CSRF-Token": self.csrf, **headers}
        )

    async def post(self, path: str, body: object = None) -> httpx.Response:
        return await self.send("POST", path, body)

    async def plan(self) -> dict[str, Any]:
        plans = (await self.get("/api/plans")).json()
        return dict((await self.get(f"/api/plans/{plans[0]['id']}")).json())

    async def part(self, kind: str, title: str = "") -> dict[str, Any]:
        """The first part of a kind, or the one of that title, as this person sees it."""
        found = [p for p in (await self.plan())["parts"] if p["kind"] == kind and title in p["title"]]
        return dict(found[0])

    async def me_in(self) -> str:
        return str((await self.plan())["me"])


@asynccontextmanager
async def site(
    directory: Path,
    settings: WebSettings | None = None,
    *,
    demo: bool = True,
    copied_from: Path | None = None,
) -> AsyncIterator[Site]:
    """``copied_from``: a closed database file to begin with, so that each test need not build its own."""
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
    settings = settings or WebSettings(dist=directory / "dist")
    features = build_features(database, hub, clock, chance, public_url=settings.public_url, demo=demo)
    routes = build_routes(features.operations, features.sessions, settings)
    app = SecurityHeaders(Starlette(routes=routes), settings.public_url)
    built = Site(database, app, clock, hub, features)
    try:
        yield built
    finally:
        for client in built.opened:
            await client.aclose()
        await database.close()


def assert_problem(answer: httpx.Response, status: int, token: str) -> None:
    assert (answer.status_code, answer.json()["type"]) == (status, token), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["status"] == status
    assert answer.json()["title"]
    assert answer.json()["title_en"]
