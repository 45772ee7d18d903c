"""What people wrote and were shown over three processes is the history of one log, whatever goes wrong.

Authors append words through any process and move on when theirs fails; onlookers keep the part open at each
process; others join from scratch. Everything is noted with its time and judged by ``cluster/history``.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import cycle
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.clients.writers import let_all_edit
from tests.support.cluster.history import anomalies
from tests.support.cluster.people import Author, witnessed
from tests.support.cluster.processes import Cluster, cluster
from tests.support.servers.postgres import Postgres
from tests.support.wide import seldom_concerned

pytestmark = [pytest.mark.asyncio(loop_scope="module"), seldom_concerned]
SOAK = os.environ.get("TESTS_SOAK") == "1"
AWAY = cycle((2.0, 8.0, 20.0, 60.0) if SOAK else (0.8,))
"""Seconds something is away, in turn: in the long form also for longer than anybody waits for it."""
ROUNDS = 4 if SOAK else 1
KILLS = 25 if SOAK else 4
SECONDS = 3.0 if SOAK else 0.8
"""For how long everybody writes before and after what goes wrong."""
PAUSE = 0.2 if SOAK else 0.03
KEYS = ("owner", "coordinator", "mother", "school")
BEHIND_SECONDS = 5.0 + 10.0
"""A process shows nothing whose rights it has not confirmed for five seconds; the rest is the machine's."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> AsyncIterator[Cluster]:
    directory: Path = tmp_path_factory.mktemp("history")
    async with cluster(directory, postgres) as built:
        await built.log_in(KEYS)
        yield built


Fault = Callable[[Cluster, random.Random], Awaitable[None]]
# What goes wrong: from when the coroutine begins until it returns.


async def nothing(place: Cluster, _: random.Random) -> None:
    await asyncio.sleep(SECONDS)


async def silence_in_redis(place: Cluster, _: random.Random) -> None:
    for process in place.processes:
        assert process.to_redis is not None
        process.to_redis.blackhole()
    await asyncio.sleep(next(AWAY))
    await place.heal()


async def redis_dead_for_a_while(place: Cluster, _: random.Random) -> None:
    assert place.redis is not None
    await place.redis.kill()
    await asyncio.sleep(next(AWAY))
    await place.redis.start()


async def processes_killed(place: Cluster, chance: random.Random) -> None:
    """One after the other, while those before are still starting."""
    starting: dict[str, asyncio.Task[None]] = {}
    for number in range(KILLS):
        process = place.processes[number % len(place.processes)]
        if process.name in starting:
            await starting[process.name]
        await asyncio.sleep(chance.uniform(0, 1))
        await process.kill()
        starting[process.name] = asyncio.create_task(process.start())
    await asyncio.gather(*starting.values())


async def database_connections_cut(place: Cluster, chance: random.Random) -> None:
    for _ in range(3):
        await place.postgres.terminate(place.url)
        await asyncio.sleep(chance.uniform(0, SECONDS))


async def a_process_cut_off(place: Cluster, chance: random.Random) -> None:
    process = chance.choice(place.processes)
    await process.cut_off()
    await asyncio.sleep(next(AWAY))
    await process.heal()


async def a_process_held_up(place: Cluster, chance: random.Random) -> None:
    """As when packets are lost for a while: nothing is reset, and in the end everything arrives late."""
    process = chance.choice(place.processes)
    assert process.to_redis is not None
    ways = [way for to in (process.to_database, process.to_redis) for way in (to.up, to.down)]
    for way in ways:
        way.hold()
    await asyncio.sleep(next(AWAY))
    for way in ways:
        way.release()


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        nothing,
        silence_in_redis,
        redis_dead_for_a_while,
        processes_killed,
        database_connections_cut,
        a_process_cut_off,
        a_process_held_up,
    )
}


NOW = ("processes_killed", "redis_dead_for_a_while", "a_process_cut_off")
"""In ``make test``; the others in ``make wide``."""


@pytest.mark.timeout(1_800 if SOAK else 600)
@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=() if each in NOW else pytest.mark.wide) for each in FAULTS]
)
async def test_what_everybody_was_shown_is_one_log(place: Cluster, name: str) -> None:
    seed = int(os.environ.get("TESTS_SEED", random.randrange(10**6)))
    print(f"TESTS_SEED={seed}")
    chance, words, states = random.Random(seed), 0, 0
    for number in range(ROUNDS):
        document = await a_new_part(place, f"{name} {number}")
        authors = [
            Author(place.processes, place.people[key].token, letter, document, chance)
            for key, letter in zip(KEYS, "abcd", strict=True)
        ]
        happening = before_and_after(place, FAULTS[name], chance)
        history = await witnessed(place, authors, happening, chance, PAUSE)
        assert anomalies(history, behind_seconds=BEHIND_SECONDS) == []
        assert len(history.appends) > 20
        assert len(history.reads) > 5
        words, states = words + len(history.appends), states + len(history.reads)
    print(f"{ROUNDS} times: {words} words, {states} states seen")


async def before_and_after(place: Cluster, fault: Fault, chance: random.Random) -> None:
    await asyncio.sleep(SECONDS)
    await fault(place, chance)
    await asyncio.sleep(SECONDS)


async def a_new_part(place: Cluster, title: str) -> str:
    owner = place.people["owner"]
    plan = (await owner.plan())["id"]
    answer = await owner.send("POST", f"/api/plans/{plan}/parts", {"kind": "goal", "title": title})
    assert answer.status_code == 201, answer.text
    document = str(answer.json()["document"])
    await let_all_edit(owner, [place.people[key] for key in KEYS[1:]], [document])
    return document
