"""What one process is told holds in the others: at once through Redis, and within the poll without it."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from tests.support.clients import protocol
from tests.support.clients.people import Document, Socket
from tests.support.cluster.processes import Cluster, Process, cluster
from tests.support.servers.postgres import Postgres

pytestmark = pytest.mark.asyncio(loop_scope="module")
SOAK = os.environ.get("TESTS_SOAK") == "1"
WITH_REDIS, WITHOUT = 1.0, 5.0
"""Seconds by which a right that was withdrawn elsewhere has ended."""
SLACK = 0.0 if SOAK else 10.0
"""What a machine that is busy with other tests may add; the long form runs alone."""
POLL = 2.0 if SOAK else 1.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> AsyncIterator[Cluster]:
    directory: Path = tmp_path_factory.mktemp("rights")
    async with cluster(directory, postgres, SAMPLAN_POLL_SECONDS=str(POLL)) as built:
        await built.log_in(("owner", "coordinator", "mother", "school", "gp"))
        yield built


@asynccontextmanager
async def redis_as(place: Cluster, state: str) -> AsyncIterator[None]:
    """``there``, ``silent`` (everything sent is lost) or ``dead``."""
    assert place.redis is not None
    if state == "silent":
        for process in place.processes:
            assert process.to_redis is not None
            process.to_redis.blackhole()
    elif state == "dead":
        await place.redis.kill()
    try:
        yield
    finally:
        if state == "dead":
            await place.redis.start()
        elif state == "silent":
            await place.heal()
        for process in place.processes:
            await process.ready()


STATES = ("there", "silent", "dead")


def bound(state: str) -> float:
    return (WITH_REDIS if state == "there" else WITHOUT) + SLACK


async def part(place: Cluster, kind: str) -> str:
    parts = (await place.people["owner"].plan())["parts"]
    return str(next(p["document"] for p in parts if p["kind"] == kind))


async def decide(place: Cluster, key: str, document: str, level: str) -> None:
    """Signed at the first process."""
    owner = place.people["owner"]
    plan, who = await owner.plan(), await place.people[key].plan()
    wish = {"participant": who["me"], "part": document.removeprefix("part/"), "level": level}
    answer = await owner.send("POST", f"/api/plans/{plan['id']}/grants", wish)
    assert answer.status_code == 201, answer.text


async def opened_at(process: Process, place: Cluster, key: str, document: str) -> Document:
    """Opens at once, also where nobody has told that process yet that somebody was let in."""
    socket = await Socket.connect(process, place.people[key].token)
    return await socket.open(document)


async def close(*documents: Document) -> None:
    for document in documents:
        await document.socket.close()


@pytest.mark.rule(10, "P4")
@pytest.mark.parametrize("state", STATES)
async def test_a_withdrawal_ends_what_is_open_in_every_process(place: Cluster, state: str) -> None:
    document = await part(place, "needs")
    await decide(place, "school", document, "edit")
    open_ones = [await opened_at(process, place, "school", document) for process in place.processes]
    async with redis_as(place, state):
        began = time.monotonic()
        await decide(place, "school", document, "none")
        tokens = [await opened.ended(60.0) for opened in open_ones]
        took = time.monotonic() - began
    assert set(tokens) == {"consent-withdrawn"}
    assert took < bound(state)
    print(f"Redis {state}: cut after {took:.2f} s")
    await close(*open_ones)


@pytest.mark.parametrize("state", STATES)
async def test_what_is_written_at_one_process_is_shown_at_the_others(place: Cluster, state: str) -> None:
    document = await part(place, "home")
    writer, *readers = [await opened_at(process, place, "owner", document) for process in place.processes]
    async with redis_as(place, state):
        began, word = time.monotonic(), f"ord-{state}"
        writer.type(f" {word}")
        await writer.saved()
        for reader in readers:
            await reader.socket.until(lambda: word in reader.text, 60.0)  # noqa: B023
        took = time.monotonic() - began
    print(f"Redis {state}: shown after {took:.2f} s")
    assert took < (0.5 if state == "there" else POLL + 0.5) + SLACK
    await close(writer, *readers)


async def test_comments_are_told_at_the_others_while_redis_is_dead_and_once_it_is_back(
    place: Cluster,
) -> None:
    document = await part(place, "home")
    readers = [await opened_at(process, place, "owner", document) for process in place.processes]

    async def told(number: int) -> None:
        said = {"text": f"Hei {number}"}
        path = f"/api/parts/{document.removeprefix('part/')}/comments"
        assert (await place.people["owner"].post(path, said)).status_code == 201
        for reader in readers:
            await reader.socket.until(lambda: len(changes(reader)) > heard[reader], 60.0)  # noqa: B023

    def changes(reader: Document) -> list[str]:
        return [notice for notice in reader.notices if "comments-changed" in notice]

    heard = {reader: len(changes(reader)) for reader in readers}
    async with redis_as(place, "dead"):
        began = time.monotonic()
        await told(1)
        assert time.monotonic() - began < POLL + 0.5 + SLACK
    heard = {reader: len(changes(reader)) for reader in readers}
    await told(2)
    await close(*readers)


async def test_who_was_let_in_is_let_in_everywhere_at_once(place: Cluster) -> None:
    """Also where nobody can tell: ``not-found`` would have a page give up for good."""
    document = await part(place, "needs")
    await decide(place, "school", document, "none")
    others = [await opened_at(process, place, "owner", document) for process in place.processes]
    async with redis_as(place, "silent"):
        await decide(place, "school", document, "read")
        open_ones = [await opened_at(process, place, "school", document) for process in place.processes]
    await close(*others, *open_ones)


@pytest.mark.parametrize("state", STATES)
async def test_a_logout_ends_the_sockets_at_every_process(place: Cluster, state: str) -> None:
    await place.log_in(("coordinator",))
    document = await part(place, "home")
    open_ones = [await opened_at(process, place, "coordinator", document) for process in place.processes]
    sockets = [opened.socket for opened in open_ones]
    async with redis_as(place, state):
        began = time.monotonic()
        answer = await place.people["coordinator"].send("POST", "/logout", None)
        assert answer.status_code == 204, answer.text
        for socket in sockets:
            await socket.until(lambda: socket.closed, 60.0)  # noqa: B023
        took = time.monotonic() - began
    assert {socket.closed for socket in sockets} == {(4401, "session-expired")}
    assert took < bound(state)
    print(f"Redis {state}: ended after {took:.2f} s")
    await close(*open_ones)


async def test_a_participation_that_is_ended_elsewhere_closes_all_there_is(place: Cluster) -> None:
    owner, gp = place.people["owner"], place.people["gp"]
    plan = await gp.plan()
    documents = (plan["channel"], plan["parts"][0]["document"])
    theirs = [await opened_at(place.processes[1], place, "gp", document) for document in documents]
    address = f"/api/plans/{plan['id']}/participants/{plan['me']}/end"
    began = time.monotonic()
    assert (await owner.send("POST", address, {})).status_code == 200
    for document in theirs:
        assert await document.ended(bound("there")) == "consent-withdrawn"
    print(f"ended after {time.monotonic() - began:.2f} s")
    refused = await theirs[0].socket.ask(plan["channel"])
    await refused.socket.until(lambda: refused.denied)
    assert refused.denied == "not-found"
    await close(*theirs)


async def test_who_holds_redis_makes_nobody_see_or_lose_anything(place: Cluster) -> None:
    """Everything overheard is said again, bent, moved to other channels and joined by noise."""
    assert place.redis is not None
    document, other = await part(place, "home"), await part(place, "needs")
    writer, reader, elsewhere = [
        await opened_at(process, place, "owner", address)
        for process, address in zip(place.processes, (document, document, other), strict=True)
    ]
    before = elsewhere.content
    async with Redis(port=place.redis.port) as client, client.pubsub() as listening:
        await listening.psubscribe("*")
        for number in range(20):
            writer.type(f" falsk{number}z")
            await writer.saved()
        heard = await overheard(listening, 15)
        for _, envelope in heard:
            for channel in {channel for channel, _ in heard}:
                for forged in bent(envelope):
                    await client.publish(channel, forged)
    writer.type(" ekte")
    await writer.saved()
    await reader.socket.until(lambda: "ekte" in reader.text, 60.0)
    assert reader.content == writer.content
    assert elsewhere.content == before
    for opened in (writer, reader, elsewhere):
        assert (opened.closed, opened.nacked, opened.socket.closed) == (None, 0, None)
    await close(writer, reader, elsewhere)


async def overheard(listening: PubSub, number: int) -> list[tuple[bytes, bytes]]:
    """Channel and envelope of the next messages, whatever they are."""
    heard: list[tuple[bytes, bytes]] = []
    async with asyncio.timeout(60):
        while len(heard) < number:
            message = await listening.get_message(ignore_subscribe_messages=True, timeout=10.0)
            if message is not None:
                heard.append((message["channel"], message["data"]))
    return heard


def bent(envelope: bytes) -> list[bytes]:
    flipped = bytes([*envelope[:-1], envelope[-1] ^ 1])
    return [envelope, flipped, envelope[:-3], envelope + b"\0", b"", protocol.varstring("x"), bytes(300)]
