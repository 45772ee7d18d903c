"""The server dies inside a commit: at a chosen write or sync of its database, picked by ``strace``.

Where ``test_kill`` hits commits by chance, here every round ends in the middle of one.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.support.clients.people import Person
from tests.support.clients.writers import let_all_edit
from tests.support.models.promises import Account, assert_still_whole, scribes_of, write_until_killed
from tests.support.servers import stored
from tests.support.servers.server import Server

SOAK = os.environ.get("TESTS_SOAK") == "1"
KEYS = ("owner", "coordinator", "mother")
PLACES = {"pwrite64": (30, 580), "fdatasync": (20, 140)}
"""System calls of the writing thread, and after how many of them since all have joined it may die."""


def traced(directory: Path, trace: Path, *expressions: str) -> Server:
    """A server on the database in ``directory``; the calls that ``expressions`` choose go to ``trace``."""
    chosen = [word for expression in expressions for word in ("-e", expression)]
    return Server(directory, command_prefix=("strace", "-f", "-qq", "-o", str(trace), *chosen))


async def calls_until_joined(directory: Path, documents: list[str], chance: random.Random) -> Counter[str]:
    """Of each call, how many a server makes until all have joined: more, the more the product does."""
    trace = directory / "trace"
    server = traced(directory, trace, f"trace={','.join(PLACES)}")
    await server.start()
    people = [await Person(server, key).log_in() for key in KEYS]
    await scribes_of(people, 0, documents, chance)
    calls = Counter(call for line in trace.read_text().splitlines() for call in PLACES if f" {call}(" in line)
    for person in people:
        await person.close()
    await server.stop()
    return calls


def mortal(directory: Path, call: str, when: int) -> Server:
    """A server on the database in ``directory`` that dies when it begins its ``when``-th ``call``."""
    return traced(directory, Path(os.devnull), f"trace={call}", f"inject={call}:signal=SIGKILL:when={when}")


@pytest.mark.rule("P1", "P2")
@pytest.mark.timeout(1_200 if SOAK else 600)
async def test_a_death_inside_a_commit_loses_nothing_that_was_promised(
    server: Server, tmp_path: Path
) -> None:
    seed = int(os.environ.get("TESTS_SEED", random.randrange(10**6)))
    print(f"TESTS_SEED={seed}")
    chance = random.Random(seed)
    people = [await Person(server, key).log_in() for key in KEYS]
    parts = (await people[0].plan())["parts"]
    documents = [next(p["document"] for p in parts if p["kind"] == kind) for kind in ("home", "needs")]
    await let_all_edit(people[0], people[1:], documents)
    for person in people:
        await person.close()
    await server.stop()

    before = await calls_until_joined(tmp_path, documents, chance)
    account = Account(documents)
    for number in range(40 if SOAK else 6):
        call = list(PLACES)[number % 2]
        dying = mortal(tmp_path, call, before[call] + chance.randint(*PLACES[call]))
        await dying.start()
        people = [await Person(dying, key).log_in() for key in KEYS]
        scribes = await scribes_of(people, number, documents, chance)
        await write_until_killed(scribes, dying.died())
        account.settle(scribes, stored.remains(dying.database, tmp_path / "remains"))
        for person in people:
            await person.close()
    assert account.unconfirmed, "no commit was interrupted"
    await server.start()
    person = await Person(server, "owner").log_in()
    await assert_still_whole(server, person, account)
    await person.close()
