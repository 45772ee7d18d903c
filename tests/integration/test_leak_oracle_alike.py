"""What one may not see and what does not exist answer alike: status, headers, body, frames, effort."""

from __future__ import annotations

import secrets
import statistics
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.support import operations
from tests.support.clients import protocol
from tests.support.clients.listener import Listener, states
from tests.support.servers.demo import demo_server
from tests.support.servers.rated import UnlimitedServer
from tests.support.servers.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rule("P3")]

COMMANDS = ("POST", "PUT", "PATCH", "DELETE")
METHODS = ("GET", "HEAD", "OPTIONS", *COMMANDS)
BODIES: tuple[dict[str, object], ...] = (
    *(body for bodies in operations.BODIES.values() for body in bodies),
    {"text": ""},
    {"unknown": 1},
)
NO_SUCH_METHOD = ({"unknown": 1},)
"""What is sent where the address has no such method, which is known before a body is read."""


class Plan:
    """The demo plan as the owner knows it, and some who know less of it."""

    def __init__(self, server: Server, people: dict[str, Listener], plan: dict[str, Any]) -> None:
        self.server, self.people, self.plan = server, people, plan
        self.ids = {
            "mother" if who["role"] == "relative" else who["role"]: who["id"] for who in plan["participants"]
        }
        self.hidden: dict[str, list[str]] = {}
        self.comments: dict[str, list[str]] = {}
        self.suggestions: dict[str, str] = {}

    async def look(self) -> None:
        owner, parts = self.people["owner"], {part["id"] for part in self.plan["parts"]}
        for key, who in self.people.items():
            answer = await who.get(f"/api/plans/{self.plan['id']}")
            seen = {part["id"] for part in answer.json()["parts"]} if answer.status_code == 200 else set()
            self.hidden[key] = sorted(parts - seen)
        for part in parts:
            await owner.send("POST", f"/api/parts/{part}/comments", {"text": "Bare til dem som ser dette"})
            wish = {"anchor": {}, "quote": "Dette", "replacement": "Bare til dem som ser dette"}
            made = await owner.send("POST", f"/api/parts/{part}/suggestions", wish)
            self.suggestions[part] = made.json()["id"]
            found = (await owner.get(f"/api/parts/{part}/comments")).json()
            self.comments[part] = [comment["id"] for comment in found]

    def part(self, key: str, kind: str) -> str:
        """The first part of a kind that ``key`` does not see."""
        of_kind = (p["id"] for p in self.plan["parts"] if p["kind"] == kind)
        return next(str(part) for part in of_kind if part in self.hidden[key])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def plan(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Plan]:
    async with demo_server(tmp_path_factory.mktemp("alike"), demo_database, kind=UnlimitedServer) as server:
        keys = ("owner", "school", "nav", "hospital", "unit", "stranger")
        people = {key: await Listener(server, key).arrive() for key in keys}
        plan = Plan(server, people, await people["owner"].plan())
        await plan.look()
        yield plan
        for who in people.values():
            await who.close()


def made_up(real: str) -> str:
    return secrets.token_urlsafe(len(real))[: len(real)]


def said(answer: httpx.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """All of an answer but the time of day."""
    return (
        answer.status_code,
        sorted(h for h in answer.headers.raw if h[0].lower() != b"date"),
        answer.content,
    )


async def addresses(who: Listener, parameter: str) -> dict[str, set[str]]:
    """Every path of the server's own description with this parameter, and its methods."""
    described = (await who.get("/api/openapi.json")).json()
    return {
        path: {method.upper() for method in methods}
        for path, methods in described["paths"].items()
        if f"{{{parameter}}}" in path
    }


async def assert_alike(who: Listener, path: str, described: set[str], parameter: str, hidden: str) -> None:
    """Each method and body, also without the CSRF token: ``hidden`` is answered as nothing is."""
    tries: list[tuple[str, object, str]] = [(method, None, who.csrf) for method in METHODS]
    for method in COMMANDS:
        bodies = BODIES if method in described else NO_SUCH_METHOD
        tries += [(method, body, who.csrf) for body in bodies]
    tries += [(method, {}, "") for method in COMMANDS]
    for method, body, token in tries:
        there, nowhere = [
            said(
                await who.send(method, path.replace(f"{{{parameter}}}", id), body, **{"X-CSRF-Token": token})
            )
            for id in (hidden, made_up(hidden))
        ]
        assert there == nowhere, (who.key, method, path, body)
        assert there[0] in (403, 404, 405, 422), (method, path, there)
        assert method in described or method in ("HEAD", "OPTIONS") or there[0] in (403, 405), (method, path)
        assert hidden.encode() not in there[2]


@pytest.mark.parametrize(
    ("key", "kind"), [("school", "health"), ("hospital", "own-notes"), ("nav", "measure")]
)
async def test_a_hidden_part_answers_as_none(plan: Plan, key: str, kind: str) -> None:
    who = plan.people[key]
    hidden = plan.part(who.key, kind)
    for path, methods in (await addresses(who, "part")).items():
        await assert_alike(who, path, methods, "part", hidden)


async def test_a_comment_on_a_hidden_part_answers_as_none(plan: Plan) -> None:
    who = plan.people["school"]
    hidden = plan.comments[plan.part("school", "family")][0]
    for path, methods in (await addresses(who, "comment")).items():
        await assert_alike(who, path, methods, "comment", hidden)


async def test_a_suggestion_to_a_hidden_part_answers_as_none(plan: Plan) -> None:
    who = plan.people["school"]
    hidden = plan.suggestions[plan.part("school", "family")]
    for path, methods in (await addresses(who, "suggestion")).items():
        await assert_alike(who, path, methods, "suggestion", hidden)


@pytest.mark.parametrize("key", ["unit", pytest.param("stranger", marks=pytest.mark.wide)])
async def test_a_plan_of_others_answers_as_none(plan: Plan, key: str) -> None:
    for path, methods in (await addresses(plan.people[key], "plan")).items():
        await assert_alike(plan.people[key], path, methods, "plan", plan.plan["id"])


async def test_a_reply_to_a_hidden_comment_is_a_reply_to_nothing(plan: Plan) -> None:
    who, mine = plan.people["school"], next(p["id"] for p in plan.plan["parts"] if p["kind"] == "goal")
    hidden = plan.comments[plan.part("school", "family")][0]
    there, nowhere = [
        said(await who.send("POST", f"/api/parts/{mine}/comments", {"text": "Hei", "reply_to": id}))
        for id in (hidden, made_up(hidden))
    ]
    assert there == nowhere
    assert there[0] == 422


async def test_nobody_is_named_responsible_by_who_may_not_know_of_them(plan: Plan) -> None:
    """Once the hospital sees nothing, the school shares nothing with it; the plan still has both."""
    owner, who, whom = plan.people["owner"], plan.people["school"], plan.ids["hospital"]
    for part in plan.plan["parts"]:
        wish = {"participant": whom, "part": part["id"], "level": "none"}
        answer = await owner.send("POST", f"/api/plans/{plan.plan['id']}/grants", wish)
        assert answer.status_code == 201
    own = next(p["id"] for p in plan.plan["parts"] if p["responsible"] == plan.ids["school"])
    there, nowhere = [
        said(await who.send("PATCH", f"/api/parts/{own}", {"responsible": id}))
        for id in (whom, made_up(whom))
    ]
    assert there == nowhere
    assert there[0] == 422
    known = await who.send("PATCH", f"/api/parts/{own}", {"responsible": plan.ids["school"]})
    assert known.status_code == 204


async def test_documents_are_denied_with_the_same_bytes_but_for_the_address(plan: Plan) -> None:
    for key in ("school", "unit", "stranger"):
        who = plan.people[key]
        names = [f"part/{part}" for part in plan.hidden[key]]
        names += [f"part/{made_up(part)}" for part in plan.hidden[key]]
        names += [
            f"plan/{made_up(plan.plan['id'])}",
            "part/",
            "plan/",
            "somewhere",
            "part/x\0session-of-a-page",
        ]
        names += [] if key == "school" else [plan.plan["channel"]]
        who.drain()
        await who.ask_for(names)
        _, frames = who.drain()
        denials = {protocol.read(frame).address: frame for frame in frames}
        assert denials.keys() == set(names)
        assert len(frames) == len(names)
        endings = {frame.removeprefix(protocol.varstring(name)) for name, frame in denials.items()}
        assert len(endings) == 1, endings


async def test_a_denied_document_answers_nothing_more(plan: Plan) -> None:
    who = plan.people["nav"]
    for name in (f"part/{plan.part('nav', 'health')}", f"part/{made_up(plan.plan['id'])}"):
        await who.ask_for([name])
        who.drain()
        await who.socket.send(protocol.sync(name, protocol.STEP1, b"\x00"))
        await who.socket.send(protocol.sync(name, protocol.UPDATE, b"\x00\x00"))
        await who.socket.send(protocol.awareness(name, states({7: (1, {"cursor": None})})))
        await who.socket.send(protocol.stateless(name, "{}"))
        await who.socket.send(protocol.varstring(name) + protocol.varuint(protocol.QUERY_AWARENESS))
        await who.barrier()
        _, frames = who.drain()
        assert [protocol.read(frame).address for frame in frames if b"no-such" not in frame] == []


async def test_the_effort_of_an_answer_does_not_give_a_part_away(plan: Plan) -> None:
    """Reported; only an order of magnitude, far beyond the noise of a busy machine, fails."""
    for key, shared in (("school", plan.part("school", "health")), ("stranger", plan.plan["parts"][0]["id"])):
        who, times = plan.people[key], _Times()
        for _ in range(40):
            for what, id in (("hidden", shared), ("made up", made_up(shared))):
                with times.of(f"HTTP {what}"):
                    await who.send("GET", f"/api/parts/{id}/comments")
                with times.of(f"sync {what}"):
                    asked = await who.ask_for([f"part/{id}"])
                # A person who was refused too often is told so at once, and nothing would be measured.
                assert asked[f"part/{id}"].denied == "not-found"
        print(f"\n{key}: {times}")
        for way in ("HTTP", "sync"):
            hidden, nothing = times.median(f"{way} hidden"), times.median(f"{way} made up")
            assert max(hidden, nothing) / min(hidden, nothing) < 10, (key, way)


class _Times:
    def __init__(self) -> None:
        self._taken: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def of(self, what: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self._taken[what].append(time.perf_counter() - began)

    def median(self, what: str) -> float:
        return statistics.median(self._taken[what])

    def __str__(self) -> str:
        return ", ".join(f"{what} {self.median(what) * 1e3:.2f} ms" for what in sorted(self._taken))
