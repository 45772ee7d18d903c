"""One operation at a time, made for the test: who may send it, what it may say, what is answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

import httpx
import pytest
from starlette.responses import Response

from server.domain.errors import Exists
from server.web.operation import Asked, Body, Id, Operation
from server.web.rate_limits import Rate
from server.web.runner import Rates, WebSettings
from tests.unit.web.pages import KARI, NO_PAGE, TOKEN, browser


class Wish(Body):
    name: Id


@dataclass(frozen=True)
class Answer:
    person: str
    wanted: str


async def read(asked: Asked) -> Answer:
    return Answer(asked.person, asked.path["thing"])


async def wish(asked: Asked) -> Answer:
    return Answer(asked.session.name, asked.body.name)


READ = Operation("GET", "/api/{thing}", "Read", read, Answer)
WISH = Operation("POST", "/api/wishes", "Wish", wish, Answer, status=201, body=Wish)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers.get("content-type") == "application/problem+json", answer.text
    return answer.status_code, answer.json()["type"]


async def test_what_is_asked_is_answered_as_json_that_nobody_stores() -> None:
    async with browser([READ]) as kari:
        answer = await kari.get("/api/needs")
    assert (answer.status_code, answer.json()) == (200, {"person": "kari", "wanted": "needs"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"


async def test_without_a_session_nothing_is_asked_of_the_service() -> None:
    async with browser([WISH, READ], signed_in=False) as stranger:
        assert refusal(await stranger.get("/api/needs")) == (401, "not-signed-in")
        assert refusal(await stranger.post("/api/wishes", json={"name": "x"})) == (401, "not-signed-in")


async def test_what_is_for_everybody_says_who_asks_if_somebody_does() -> None:
    async def greet(asked: Asked) -> Answer:
        return Answer(asked.signed_in.name if asked.signed_in else "", asked.token or "")

    greeting = Operation("GET", "/api/greeting", "Greet", greet, Answer, signed_in=False)
    async with browser([greeting]) as kari, browser([greeting], signed_in=False) as stranger:
        assert (await kari.get("/api/greeting")).json() == {"person": KARI.name, "wanted": TOKEN}
        assert (await stranger.get("/api/greeting")).json() == {"person": "", "wanted": ""}


async def test_a_command_needs_the_token_of_its_session() -> None:
    async with browser([WISH, replace(WISH, path="/api/login", csrf=False)]) as kari:
        assert (await kari.post("/api/wishes", json={"name": "x"})).status_code == 201
        kari.headers["X-CSRF-Token"] = "another"
        assert refusal(await kari.post("/api/wishes", json={"name": "x"})) == (403, "csrf-missing")
        assert (await kari.post("/api/login", json={"name": "x"})).status_code == 201


async def test_an_answer_says_whose_it_is() -> None:
    async with browser([WISH, READ]) as kari, browser([WISH, READ], signed_in=False) as stranger:
        answers = await kari.get("/api/needs"), await kari.post("/api/wishes", json={"name": "x"})
        assert [answer.headers["X-Person"] for answer in answers] == [KARI.person, KARI.person]
        assert "X-Epoch" in answers[0].headers
        assert {"X-Person", "X-Epoch"}.isdisjoint((await stranger.get("/api/needs")).headers)


async def test_a_page_of_another_person_is_answered_nothing_and_commands_nothing() -> None:
    async with browser([WISH, READ]) as kari:
        kari.headers["X-Person"] = KARI.person
        assert (await kari.get("/api/needs")).status_code == 200
        kari.headers["X-Person"] = "per"
        assert refusal(await kari.get("/api/needs")) == (401, "not-signed-in")
        assert refusal(await kari.post("/api/wishes", json={"name": "x"})) == (401, "not-signed-in")


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (b"{}", "name: Field required"),
        (b'{"name": 1}', "name: "),
        (b'{"name": "x", "more": 1}', "more: "),
        (b'{"name": "\\u0000"}', "name: "),
        (b"not JSON", "Invalid JSON"),
    ],
)
async def test_a_body_that_is_not_as_described_is_refused_by_field(sent: bytes, fault: str) -> None:
    async with browser([WISH]) as kari:
        answer = await kari.post("/api/wishes", content=sent)
    assert refusal(answer) == (422, "invalid")
    assert answer.json()["detail"].startswith(fault)


async def test_the_faults_of_a_body_are_named_up_to_a_number() -> None:
    """To word each of 50,000 would hold everybody up for half a second."""
    async with browser([WISH]) as kari:
        some = await kari.post("/api/wishes", json={"name": "x"} | {f"more{n}": 1 for n in range(50)})
        many = await kari.post("/api/wishes", json={"name": "x"} | {f"more{n}": 1 for n in range(51)})
    assert some.json()["detail"].startswith("more0: ")
    assert refusal(many) == (422, "invalid")
    assert many.json()["detail"] == "too many faults to name them"


async def test_a_body_may_not_be_longer_than_the_limit() -> None:
    async with browser([WISH], settings=replace(NO_PAGE, body_bytes=20)) as kari:
        assert (await kari.post("/api/wishes", json={"name": "x"})).status_code == 201
        assert refusal(await kari.post("/api/wishes", json={"name": "x" * 20})) == (413, "too-large")


async def test_the_larger_limit_is_for_bodies_of_many() -> None:
    class Wishes(Body):
        wishes: tuple[Id, ...]

    async def grant(asked: Asked) -> Answer:
        return Answer(asked.session.name, type(asked.body).__name__)

    granted = replace(WISH, perform=grant, many=Wishes, body_bytes=40)
    async with browser([granted], settings=replace(NO_PAGE, body_bytes=20)) as kari:
        many = await kari.post("/api/wishes", content=b'{"wishes": ["a", "b", "c", "d"]}')
        assert (many.status_code, many.json()["wanted"]) == (201, "Wishes")
        assert refusal(await kari.post("/api/wishes", json={"name": "x" * 20})) == (413, "too-large")
        assert refusal(await kari.post("/api/wishes", content=b"[" * 21)) == (413, "too-large")


async def test_a_command_without_a_body_takes_none() -> None:
    async def restart(asked: Asked) -> None: ...

    operation = Operation("POST", "/api/restart", "Restart", restart, status=204)
    async with browser([operation]) as kari:
        answer = await kari.post("/api/restart")
        assert (answer.status_code, answer.content) == (204, b"")
        assert refusal(await kari.post("/api/restart", json={"name": "x"})) == (422, "invalid")


async def test_what_a_service_refuses_is_a_problem_and_a_defect_names_nothing() -> None:
    async def refuse(asked: Asked) -> None:
        raise Exists

    async def fail(asked: Asked) -> None:
        raise LookupError("the secret reason")

    paths = {"/api/refused": refuse, "/api/failed": fail}
    async with browser([Operation("GET", path, "", perform) for path, perform in paths.items()]) as kari:
        assert refusal(await kari.get("/api/refused")) == (409, "exists")
        failed = await kari.get("/api/failed")
    assert refusal(failed) == (500, "internal")
    assert "secret" not in failed.text


async def test_an_operation_may_answer_in_its_own_way() -> None:
    async def cookie(asked: Asked) -> Response:
        answer = Response(status_code=204)
        answer.set_cookie("a", "b")
        return answer

    async with browser([Operation("GET", "/api/cookie", "", cookie)]) as kari:
        answer = await kari.get("/api/cookie")
    assert (answer.status_code, answer.cookies["a"]) == (204, "b")
    assert answer.headers["cache-control"] == "no-store"


async def test_a_command_that_has_begun_is_carried_to_its_end_without_its_client() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(asked: Asked) -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    async with browser([Operation("POST", "/api/slow", "", slow, status=204)]) as kari:
        request = asyncio.create_task(kari.post("/api/slow"))
        await begun.wait()
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        may_end.set()
        async with asyncio.timeout(60):
            await ended.wait()


@pytest.mark.parametrize(
    ("settings", "signed_in", "answers"),
    [
        (replace(NO_PAGE, rates=Rates(per_person=Rate(2, 0.001))), True, [200, 200, 429]),
        (replace(NO_PAGE, rates=Rates(per_address=Rate(1, 0.001))), True, [200, 200, 200]),
        (replace(NO_PAGE, rates=Rates(per_address=Rate(1, 0.001))), False, [401, 429, 429]),
    ],
)
async def test_a_person_and_an_address_have_a_rate_each(
    settings: WebSettings, signed_in: bool, answers: list[int]
) -> None:
    async with browser([READ], settings=settings, signed_in=signed_in) as kari:
        assert [(await kari.get("/api/needs")).status_code for _ in range(3)] == answers


@pytest.mark.rule("P7")
@pytest.mark.parametrize(
    "body",
    [
        b'{"name": [' + b"[]," * 20_000 + b"[]]}",
        b"{" + b'"":0,' * 12_001 + b'"":0}',
        b"[" + b"0," * 30_000 + b"0]",
    ],
    ids=["lists", "names", "numbers"],
)
async def test_a_body_of_more_values_than_anything_has_is_refused_before_it_is_parsed(body: bytes) -> None:
    async with browser([WISH]) as kari:
        answer = await kari.post("/api/wishes", content=body)
    assert refusal(answer) == (422, "invalid")
    assert answer.json()["detail"] == "too many values"


async def test_a_large_body_costs_as_many_requests() -> None:
    settings = replace(NO_PAGE, rates=Rates(per_person=Rate(4, 0.001)))
    async with browser([WISH], settings=settings) as kari:
        assert (await kari.post("/api/wishes", json={"name": "x" * 60_000})).status_code == 422
        assert refusal(await kari.post("/api/wishes", json={"name": "x"})) == (429, "too-many-requests")


async def fields(asked: Asked) -> dict[str, str]:
    return dict(asked.body)


FORM = Operation("POST", "/api/form", "Form", fields, dict[str, str], form=True, csrf=False, signed_in=False)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (b"a=1&b=%C3%A6+x", {"a": "1", "b": "\u00e6 x"}),
        (b"a=&b", {"a": "", "b": ""}),
        (b"a=1&a=2&b=3", {"b": "3"}),
        (b"", {}),
        (b'{"a": 1}', {'{"a": 1}': ""}),
    ],
)
async def test_a_form_is_its_fields_but_those_that_come_twice(sent: bytes, read: dict[str, str]) -> None:
    async with browser([FORM], signed_in=False) as server:
        answer = await server.post("/api/form", content=sent)
    assert (answer.status_code, answer.json()) == (200, read)


@pytest.mark.parametrize("sent", [b"\xff", b"&".join(b"%d=1" % number for number in range(21))])
async def test_what_is_no_form_or_very_many_fields_is_refused(sent: bytes) -> None:
    async with browser([FORM], signed_in=False) as server:
        assert refusal(await server.post("/api/form", content=sent)) == (422, "invalid")
