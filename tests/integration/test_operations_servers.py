"""PostgreSQL with ``verify-full`` and Redis with the users of docs/operations.md."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis
from redis.exceptions import NoPermissionError

from tests.support.operations_text import file
from tests.support.servers.postgres import SERVER_USER, Postgres
from tests.support.servers.proxies import Certificate, self_made
from tests.support.servers.redis import RedisServer
from tests.support.servers.server import Server
from tests.support.wide import seldom_concerned

pytestmark = seldom_concerned

USERS = "/etc/redis/users.acl"


@asynccontextmanager
async def with_tls(postgres: Postgres, certificate: Certificate) -> AsyncIterator[None]:
    """The cluster speaks TLS with a copy of it, until the end of this."""
    places = {"ssl_cert_file": certificate.certificate, "ssl_key_file": certificate.key}
    for setting, source in places.items():
        copy = postgres.directory / source.name
        shutil.copyfile(source, copy)
        copy.chmod(0o600)
        if os.geteuid() == 0:
            shutil.chown(copy, SERVER_USER, SERVER_USER)
        await postgres.run(f"ALTER SYSTEM SET {setting} = '{copy}'")
    await postgres.run("ALTER SYSTEM SET ssl = on")
    await postgres.restart()
    try:
        yield
    finally:
        await postgres.run("ALTER SYSTEM RESET ALL")
        await postgres.restart()


async def test_verify_full_takes_the_authority_named_in_the_environment(
    tmp_path: Path, postgres: Postgres
) -> None:
    certificate = self_made(tmp_path)
    url = await postgres.create_database()
    async with with_tls(postgres, certificate):
        address, authority = f"{url}?ssl=verify-full", str(certificate.certificate)
        server = Server(tmp_path, SAMPLAN_DATABASE_URL=address, PGSSLROOTCERT=authority)
        await server.command("migrate")
        await server.start()
        used = await postgres.run(
            "SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
            " WHERE application_name = 'samplan serve'"
        )
        await server.stop()
    await postgres.drop_database(url)
    assert [row[0] for row in used] == [True]


@pytest.mark.parametrize("authority", ["", "/not/there.pem"])
async def test_without_an_authority_the_variable_is_named(tmp_path: Path, authority: str) -> None:
    """The driver reads it before it connects: no database is needed."""
    nowhere = "postgresql+asyncpg://samplan@127.0.0.1:1/samplan?ssl=verify-full"
    server = Server(tmp_path, SAMPLAN_DATABASE_URL=nowhere, PGSSLROOTCERT=authority, HOME=str(tmp_path))
    with pytest.raises(AssertionError, match=r"^samplan: SAMPLAN_DATABASE_URL: .*PGSSLROOTCERT"):
        await server.command("migrate")


async def test_the_user_of_redis_may_do_what_samplan_does_and_no_more(tmp_path: Path) -> None:
    users = tmp_path / "users.acl"
    users.write_text(file(USERS).replace("<password>", "passord"))
    redis = RedisServer(tmp_path, "--aclfile", str(users))
    await redis.start()
    address = f"redis://samplan:passord@127.0.0.1:{redis.port}"
    server = Server(tmp_path, SAMPLAN_REDIS_URL=address, SAMPLAN_SECRET_KEY="0" * 48)
    await server.prepare()
    await server.start()
    async with Redis.from_url(address, protocol=2) as intruder:
        with pytest.raises(NoPermissionError):
            await intruder.config_get("*")
        with pytest.raises(NoPermissionError):
            await intruder.publish("somebody-elses", b"")
    async with httpx.AsyncClient(base_url=server.url) as http:
        assert (await http.get("/readyz")).json() == {"status": "ready", "degraded": []}
    await server.stop()
    await redis.stop()
    assert not [line for line in server.log if "Redis" in line]
