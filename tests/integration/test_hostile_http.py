"""HTTP from somebody who means no good, through the real process: clear problems, no 500, nothing stored."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from server.web.runner import WebSettings
from tests.support.hostile.arena import Arena, arena, undisturbed
from tests.support.operations import COMMANDS, FORMS, address
from tests.support.servers.rated import UnlimitedServer
from tests.support.servers.server import ROOT

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rule("P7")]
MEGABYTE = 1024 * 1024
DEEP = b"[" * 100_000
LONE = '"\\ud800"'
"""Half of a character of two UTF-16 units, as JSON spells it."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Arena]:
    async with arena(tmp_path_factory.mktemp("http"), demo_database, 5, UnlimitedServer) as built:
        before = await stored(built)
        yield built
        assert await stored(built) == before, "none of all this may have changed anything"


async def send(place: Arena, command: str, body: bytes, **headers: str) -> httpx.Response:
    """As the owner, who may do everything."""
    operation, part = COMMANDS[command], place.document("home").removeprefix("part/")
    path = address(operation, plan=place.plan["id"], part=part)
    shown = {"X-CSRF-Token": place.owner.csrf, "Content-Type": "application/json", **headers}
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in shown.items()]
    return await place.owner.http.request(operation.method, path, content=body, headers=encoded)


def assert_problem(answer: httpx.Response, status: int, token: str) -> None:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    told = answer.json()
    assert (told["type"], told["status"]) == (token, status)
    assert told["title"]
    assert told["title_en"]
    assert len(answer.content) < 2_000, "what was sent is not sent back"


async def stored(place: Arena) -> tuple[Any, Any]:
    """What a command of these could have changed."""
    plan = await place.owner.plan()
    part = place.document("home").removeprefix("part/")
    comments = (await place.owner.get(f"/api/parts/{part}/comments")).json()
    decisions = (await place.owner.get(f"/api/plans/{plan['id']}/grants")).json()["decisions"]
    return plan, (comments, decisions)


NO_BODIES = {
    "arrays 100,000 deep": DEEP[:60_000],
    "arrays deep and closed": DEEP[:30_000] + b"]" * 30_000,
    "objects deep": b'{"a":' * 12_000,
    "a number of 400 digits": b'{"position": 1' + b"0" * 400 + b"}",
    "a number of 60,000 digits": b"1" * 60_000,
    "not a number": b'{"position": NaN}',
    "an exponent": b'{"position": 1e999}',
    "keys twice": b'{"level": "none", "level": "edit", "person": "x", "person": "owner"}',
    "no JSON": b"<xml/>",
    "a NUL": b"\x00",
    "no UTF-8": b'{"text": "\xc3\x28"}',
    "another encoding": '{"text": "x"}'.encode("utf-16"),
    "a lone surrogate in raw bytes": b'{"text": "\xed\xa0\x80"}',
    "an array": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "something unknown": b'{"__proto__": {"admin": true}, "constructor": 1}',
    "a form": b"text=x&position=1",
}


@pytest.mark.parametrize("what", NO_BODIES)
async def test_a_body_that_is_none_is_invalid_for_every_command(place: Arena, what: str) -> None:
    async def attack() -> None:
        for command in (name for name, operation in COMMANDS.items() if not operation.form):
            assert_problem(await send(place, command, NO_BODIES[what]), 422, "invalid")

    await undisturbed(place, attack)


@pytest.mark.parametrize("what", NO_BODIES)
async def test_a_form_that_is_none_finds_nobody(place: Arena, what: str) -> None:
    async def attack() -> None:
        for form in FORMS.values():
            answer = await place.owner.http.post(address(form), content=NO_BODIES[what])
            assert answer.status_code in (404, 422), answer.text

    await undisturbed(place, attack)


@pytest.mark.parametrize(
    "media", ["text/plain", "multipart/form-data; boundary=x", "", "x/y; charset=\xff", "/" * 900]
)
async def test_what_a_body_claims_to_be_changes_nothing(place: Arena, media: str) -> None:
    for body in (b"--x--", b"text=x", b'{"text": ""}'):
        answer = await send(place, "add_comment", body, **{"Content-Type": media})
        assert_problem(answer, 422, "invalid")


@pytest.mark.parametrize("beyond", [1, 20 * MEGABYTE])
async def test_a_body_too_large_is_refused_without_being_kept(place: Arena, beyond: int) -> None:
    async def attack() -> None:
        for command, operation in COMMANDS.items():
            size = (operation.body_bytes or WebSettings().body_bytes) + beyond
            try:
                assert_problem(await send(place, command, b"[" * size), 413, "too-large")
            except httpx.TransportError:
                assert size > MEGABYTE, "the connection may be closed while more is being sent"

    await undisturbed(place, attack)


ME = "PARTICIPANT"
FIELDS = [
    ("add_comment", {"text": "$"}),
    ("add_comment", {"text": "a", "quote": "$"}),
    ("add_comment", {"text": "a", "reply_to": "$"}),
    ("add_comment", {"text": "a", "anchor": {"start": "$"}}),
    ("add_comment", {"text": "a", "anchor": {"$": "x"}}),
    ("add_comment", {"text": "a", "anchor": {"deep": [{"x": ["$"]}]}}),
    ("add_part", {"kind": "goal", "title": "$"}),
    ("add_part", {"kind": "$"}),
    ("add_part", {"kind": "measure", "title": "x", "responsible": "$"}),
    ("change_part", {"responsible": "$"}),
    ("change_part", {"area": "$"}),
    ("sign", {"participant": ME, "kind": "home", "level": "read", "purpose": "$"}),
    ("sign", {"participant": ME, "kind": "home", "level": "read", "until": "$"}),
    ("sign", {"participant": "$", "kind": "home", "level": "read"}),
    ("sign", {"participant": ME, "part": "$", "level": "read"}),
    ("sign", {"participant": ME, "kind": "home", "level": "$"}),
    ("change_me", {"locale": "$"}),
    ("sign", {"decisions": [{"participant": ME, "kind": "home", "level": "read", "text": "$"}]}),
    ("sign", {"decisions": [{"participant": "$", "kind": "home", "level": "read", "text": ""}]}),
    ("preview", {"decisions": [{"participant": ME, "part": "$", "level": "read"}]}),
    ("preview", {"decisions": [{"participant": ME, "kind": "home", "level": "read", "until": "$"}]}),
    ("preview", {"decisions": [{"participant": ME, "kind": "home", "level": "read", "purpose": "$"}]}),
    ("preview", {"$": []}),
]


@pytest.mark.parametrize("bad", ["\\ud800", "x\\udfffy", "\\u0000", "a\\u0000b", "\\ud83d \\ude00"])
@pytest.mark.parametrize(("command", "body"), FIELDS)
async def test_half_a_character_and_nul_are_refused_wherever_text_may_stand(
    place: Arena, command: str, body: dict[str, object], bad: str
) -> None:
    other = next(who["id"] for who in place.plan["participants"] if who["role"] == "gp")
    answer = await send(place, command, json.dumps(body).replace("$", bad).replace(ME, other).encode())
    assert answer.status_code in (404, 422), answer.text
    assert answer.json()["type"] in ("invalid", "not-found")


@pytest.mark.parametrize("bad", [LONE, '"\\u0000"', '"x' + "y" * 5_000 + '"', "1", "null", "[]"])
async def test_no_spelling_of_a_person_logs_in(place: Arena, bad: str) -> None:
    answer = await send(place, "log_in_demo", f'{{"person": {bad}}}'.encode())
    assert answer.status_code in (404, 422)
    assert "set-cookie" not in answer.headers


async def test_commands_without_the_token_or_with_a_wrong_one_do_nothing(place: Arena) -> None:
    for command in (name for name, operation in COMMANDS.items() if operation.csrf):
        for shown in ("", "x", place.coordinator.csrf, place.owner.csrf + " x", "å" * 10):
            answer = await send(place, command, b"{}", **{"X-CSRF-Token": shown})
            assert_problem(answer, 403, "csrf-missing")


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1.evil.example",
        "",
        "http://[::1]",
        "x" * 5_000,
    ],
)
async def test_a_login_from_another_page_is_refused(place: Arena, origin: str) -> None:
    answer = await send(place, "log_in_demo", b'{"person": "gp"}', Origin=origin)
    assert_problem(answer, 403, "foreign-origin")
    assert "set-cookie" not in answer.headers


async def raw(place: Arena, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", place.server.port)
    writer.write(request)
    await writer.drain()
    async with asyncio.timeout(10):
        answer = await reader.read()
    writer.close()
    return answer


SECRETS = ("pyproject.toml", "server/settings/environment.py", "samplan.db", "etc/passwd")
CLIMBS = (
    "..",
    "%2e%2e",
    "..%2f..",
    "%2e%2e%2f%2e%2e",
    "..%5c..",
    "....//",
    "..;",
    "%252e%252e",
    "assets/..",
    "//..",
    "%c0%ae%c0%ae",
)


async def test_no_spelling_of_an_address_leads_to_another_file(place: Arena) -> None:
    known = [(ROOT / "pyproject.toml").read_bytes()[:60], b"root:x:", b"SQLite format 3"]
    for secret in SECRETS:
        for climb in CLIMBS:
            for depth in (1, 2, 4):
                path = "/" + f"{climb}/" * depth + secret
                answer = await raw(
                    place, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
                )
                assert answer.split(b" ")[1] in (b"200", b"404", b"400"), path
                assert not any(piece in answer for piece in known), path


REQUESTS = {
    "a NUL in the path": b"GET /api/\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "an encoded NUL": b"GET /api/plans/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a header in the path": b"GET /api/me%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: x\r\n"
    b"Connection: close\r\n\r\n",
    "a header in a name": b"GET /%0d%0aX-Injected:%201 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a header in a cookie": b"GET /api/me HTTP/1.1\r\nHost: x\r\n"
    b"Cookie: samplan_session=a%0d%0aX-Injected: 1\r\n"
    b"Connection: close\r\n\r\n",
    "a cookie of 30 kB": b"GET /api/me HTTP/1.1\r\nHost: x\r\nCookie: samplan_session="
    + b"a" * 30_000
    + b"\r\nConnection: close\r\n\r\n",
    "a cookie that is none": b'GET /api/me HTTP/1.1\r\nHost: x\r\nCookie: samplan_session="\xff\\"; ;;=\r\n'
    b"Connection: close\r\n\r\n",
    "two lengths": b"POST /login/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 50\r\n"
    b"Connection: close\r\n\r\n{}",
    "a length and chunks": b"POST /login/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n"
    b"Transfer-Encoding: chunked\r\n"
    b"Connection: close\r\n\r\n0\r\n\r\n",
    "a negative length": b"POST /login/demo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a length of 10^30": b"POST /login/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 1"
    + b"0" * 30
    + b"\r\n\r\n",
    "a length that is no number": b"POST /login/demo HTTP/1.1\r\nHost: x\r\nContent-Length: \xb2\r\n\r\n",
    "an unknown method": b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
    "a folded header": b"GET /api/me HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\nConnection: close\r\n\r\n",
    "a thousand headers": b"GET /api/me HTTP/1.1\r\nHost: x\r\n" + b"a: b\r\n" * 1_000 + b"\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
}


@pytest.mark.parametrize("what", REQUESTS)
async def test_a_request_that_is_none_is_refused_and_injects_nothing(place: Arena, what: str) -> None:
    async def attack() -> None:
        answer = await raw(place, REQUESTS[what])
        head = answer.partition(b"\r\n\r\n")[0].lower()
        assert answer.split(b" ")[1] in (b"200", b"400", b"401", b"404", b"413", b"422"), answer[:300]
        assert b"x-injected" not in head
        assert b"set-cookie" not in head

    await undisturbed(place, attack)
