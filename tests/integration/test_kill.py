"""``kill -9`` at any moment: whatever was acknowledged, or shown to anybody, is in the log.

Several people write as fast as a window of unacknowledged frames lets them, one unique word per frame,
and keep account of what was acknowledged and of every word they were sent. The server is killed at a
random moment; the account is held against the files it left behind, before any page could send again.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from pathlib import Path

import pytest

from tests.support.clients.people import Person
from tests.support.clients.writers import let_all_edit
from tests.support.models.promises import Account, Scribe, assert_still_whole, scribes_of, write_until_killed
from tests.support.servers import stored
from tests.support.servers.server import Server
from tests.support.wide import few_or_many

SOAK = os.environ.get("TESTS_SOAK") == "1"
FEW_ROUNDS, ROUNDS = 10, 100 if SOAK else 30
KEYS = ("owner", "coordinator", "mother", "school")


async def kill_at_random(server: Server, scribes: list[Scribe], chance: random.Random) -> None:
    """Right after something was sent or acknowledged, and some turns of the event loop later."""
    watched = chance.choice(scribes)
    by_sending, count = chance.random() < 0.5, chance.randint(0, 60)
    await watched.socket.until(
        lambda: sum(o.sent if by_sending else o.acked for o in watched.documents) >= count
    )
    for _ in range(chance.randint(0, 30)):
        await asyncio.sleep(0)
    await server.kill()


@few_or_many
@pytest.mark.rule("P1", "P2")
@pytest.mark.timeout(3_000 if SOAK else 600)
async def test_no_acknowledged_and_no_broadcast_word_is_lost(
    server: Server, tmp_path: Path, many: bool
) -> None:
    rounds = ROUNDS if many else FEW_ROUNDS
    seed = int(os.environ.get("TESTS_SEED", random.randrange(10**6)))
    print(f"TESTS_SEED={seed}")
    chance = random.Random(seed)
    people = [await Person(server, key).log_in() for key in KEYS]
    parts = (await people[0].plan())["parts"]
    documents = [next(p["document"] for p in parts if p["kind"] == kind) for kind in ("home", "needs")]
    await let_all_edit(people[0], people[1:], documents)

    account, starts = Account(documents), []
    for number in range(rounds):
        scribes = await scribes_of(people, number, documents, chance)
        await write_until_killed(scribes, kill_at_random(server, scribes, chance))
        account.settle(scribes, stored.remains(server.database, tmp_path / "remains"))
        began = time.monotonic()
        await server.start()
        starts.append(time.monotonic() - began)
    acknowledged = sum(map(len, account.acknowledged.values()))
    print(f"{acknowledged} acknowledged, {account.unconfirmed} not; slowest start {max(starts):.1f} s")
    assert acknowledged > rounds * 10
    assert account.unconfirmed > rounds, "the server was never killed while it had something to lose"
    await assert_still_whole(server, people[0], account)
    for person in people:
        await person.close()
