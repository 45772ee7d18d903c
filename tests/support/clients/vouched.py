"""A demo person whose session is as a provider's login leaves it: it proved an organisation, or none."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from tests.support.providers.certified import KEYS
from tests.support.providers.lying import LyingProvider
from tests.support.servers.server import Server

from .people import Person

PROVIDER = "work"
OPEN = """
INSERT INTO sessions (token_hash, person_id, csrf_token, opened_at, expires_at, last_seen_at, provider,
                      issuer, subject, organisation_number, organisation)
SELECT ?, id, ?, strftime('%Y-%m-%d %H:%M:%f000', 'now'),
       strftime('%Y-%m-%d %H:%M:%f000', 'now', '+1 hour'), strftime('%Y-%m-%d %H:%M:%f000', 'now'),
       ?, 'https://provider.example', demo_key, ?, ? FROM persons WHERE demo_key = ?
"""
NOTICED = "UPDATE plans SET access_version = access_version + 1"
"""So that who has the plan open reads its rights again."""
WORKS_FOR = """
UPDATE participants SET organisation_number = ?
WHERE person_id = (SELECT id FROM persons WHERE demo_key = ?)
"""


class VouchingServer(Server):
    """In demo mode, with a provider that is named in the settings and never asked."""

    def __init__(self, directory: Path) -> None:
        provider = LyingProvider({}, directory, PROVIDER)
        environment: dict[str, Any] = {**KEYS, **provider.environment("generic")}
        super().__init__(directory, **environment)


class Vouched(Person):
    """``organisation``: the number that the login proved."""

    def __init__(self, server: Server, key: str, organisation: str | None = None) -> None:
        super().__init__(server, key)
        self._database, self._organisation = server.database, organisation

    async def log_in(self) -> Self:
        self.token = secrets.token_urlsafe(32)
        named = self._organisation and "Organisasjonen"
        hashed = hashlib.sha256(self.token.encode()).digest()
        row = (hashed, secrets.token_hex(16), PROVIDER, self._organisation, named, self.key)
        await asyncio.to_thread(self._write, OPEN, row)
        self.http.cookies.set("samplan_session", self.token)
        self.csrf = (await self.get("/api/me")).json()["csrf_token"]
        return self

    async def takes_part_for(self, organisation: str | None) -> Self:
        """As who let them in has it: the number that a login must prove."""
        await asyncio.to_thread(self._write, WORKS_FOR, (organisation, self.key))
        await asyncio.to_thread(self._write, NOTICED, ())
        return self

    def _write(self, sql: str, values: tuple[object, ...]) -> None:
        with closing(sqlite3.connect(self._database, timeout=10)) as connection:
            assert connection.execute(sql, values).rowcount == 1
            connection.commit()
