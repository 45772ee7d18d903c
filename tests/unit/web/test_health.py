"""Who may read /metrics, and when a process says that it is ready."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping

import httpx
import pytest
from starlette.applications import Starlette

from server.telemetry.logs import SparingFormatter
from server.web import health
from server.web.health import Check, health_routes, metrics_route

TOKEN = "a-token-of-some-length"
PUBLIC = "203.0.113.7"


async def ask(
    path: str = "/metrics",
    *,
    token: str = "",
    client: str = "127.0.0.1",
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    checks: Mapping[str, Check] | None = None,
) -> httpx.Response:
    route = metrics_route(lambda: b"counted 1\n", "text/plain", {}, token)
    app = Starlette(routes=[route, *health_routes(checks or {})])
    transport = httpx.ASGITransport(app, client=(client, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
        return await http.request(method, path, headers=_raw(headers or {}))


def _raw(headers: Mapping[str, str]) -> dict[bytes, bytes]:
    return {name.encode(): value.encode("latin-1") for name, value in headers.items()}


@pytest.mark.parametrize("client", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
async def test_this_machine_reads_the_metrics(client: str, host: str) -> None:
    answer = await ask(client=client, headers={"Host": host})
    assert (answer.status_code, answer.text) == (200, "counted 1\n")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("client", [PUBLIC, "10.0.0.1", "::2", "testclient"])
async def test_another_machine_finds_nothing(client: str) -> None:
    answer = await ask(client=client)
    assert answer.status_code == 404
    assert answer.json()["type"] == "not-found"


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": PUBLIC},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=203.0.113.7"},
        {"X-Real-IP": PUBLIC},
        {"Via": "1.1 proxy"},
        {"Host": "plan.example.no"},
        {"Host": "["},
        {"Host": ""},
    ],
)
async def test_what_a_proxy_on_this_machine_passes_on_is_not_from_this_machine(
    headers: dict[str, str],
) -> None:
    assert (await ask(headers=headers)).status_code == 404


@pytest.mark.parametrize(
    "shown", [None, "", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer \xe6"]
)
async def test_where_a_token_is_set_everybody_shows_it(shown: str | None) -> None:
    headers = {} if shown is None else {"Authorization": shown}
    assert (await ask(token=TOKEN, headers=headers)).status_code == 404
    right = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": PUBLIC}
    assert (await ask(token=TOKEN, client=PUBLIC, headers=right)).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_metrics_are_only_read(method: str) -> None:
    assert (await ask(method=method)).status_code == 404


async def answers() -> bool:
    return True


async def fails() -> bool:
    return False


async def hangs() -> bool:
    await asyncio.Event().wait()
    return True


async def raises() -> bool:
    raise RuntimeError("no such table: secrets")


async def test_ready_is_whoever_has_what_it_needs() -> None:
    answer = await ask("/readyz", checks={"database": answers, "redis": answers})
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "degraded": []})
    assert (await ask("/healthz", checks={"database": fails})).status_code == 200


@pytest.mark.parametrize(
    ("checks", "degraded"),
    [
        ({"database": fails, "redis": answers}, ["database"]),
        ({"database": answers, "redis": fails}, ["redis"]),
        ({"database": fails, "redis": fails}, ["database", "redis"]),
        ({"database": raises, "redis": answers}, ["database"]),
    ],
)
async def test_what_is_degraded_is_named(checks: dict[str, Check], degraded: list[str]) -> None:
    answer = await ask("/readyz", checks=checks)
    assert (answer.status_code, answer.json()) == (503, {"status": degraded[0], "degraded": degraded})


async def test_what_does_not_answer_in_time_is_degraded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.05)
    answer = await ask("/readyz", checks={"database": hangs})
    assert (answer.status_code, answer.json()["degraded"]) == (503, ["database"])


async def test_a_check_that_raises_is_logged_once_until_it_answers_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    turns = iter([raises, raises, answers, raises])

    async def check() -> bool:
        return await next(turns)()

    app = Starlette(routes=health_routes({"database": check}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as http:
        statuses, logged = [], []
        for _ in range(4):
            statuses.append((await http.get("/readyz")).status_code)
            logged.append(len(caplog.records))
    assert (statuses, logged) == ([503, 503, 200, 503], [1, 1, 1, 2])
    line = json.loads(SparingFormatter().format(caplog.records[0]))
    assert (line["event"], line["reason"]) == ("a check failed", "database")
    assert "RuntimeError" in line["exception"]
    assert "secrets" not in str(line)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("HEAD", 200), ("OPTIONS", 200), ("POST", 405)])
async def test_health_is_asked_for_as_balancers_do(path: str, method: str, status: int) -> None:
    assert (await ask(path, method=method)).status_code == status
