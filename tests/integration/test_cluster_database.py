"""PostgreSQL goes away in the middle of commits and comes back: nothing is lost, nothing is there twice."""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.clients.writers import let_all_edit
from tests.support.cluster.history import anomalies
from tests.support.cluster.people import Author, witnessed
from tests.support.cluster.processes import PATIENCE_SECONDS, Cluster, cluster
from tests.support.faults.disk import SmallDisk
from tests.support.faults.postgres import FullLog, small_disk
from tests.support.servers.postgres import own_cluster
from tests.support.wide import seldom_concerned

pytestmark = [pytest.mark.asyncio(loop_scope="module"), seldom_concerned]
SOAK = os.environ.get("TESTS_SOAK") == "1"
ROUNDS = 32 if SOAK else 4
PAUSE = 0.1 if SOAK else 0.03
BACK_SECONDS = 10.0 if SOAK else 40.0
"""By when after it answers again all are served; a machine that is busy with other tests gets more."""
KEYS = ("owner", "coordinator", "mother")
WORD = re.compile(rb"[a-z]+x\d+z")


@pytest.fixture(scope="module")
def log_disk() -> Iterator[tuple[SmallDisk, Path] | None]:
    """For the database's write-ahead log, where one can be mounted."""
    with tempfile.TemporaryDirectory(prefix="samplan-log-") as directory:
        os.chmod(directory, 0o755)  # the database server's user must come in
        with small_disk(Path(directory) / "disk", megabytes=64) as found:
            yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(
    tmp_path_factory: pytest.TempPathFactory, log_disk: tuple[SmallDisk, Path] | None
) -> AsyncIterator[Cluster]:
    """On a database server that may be killed."""
    directory: Path = tmp_path_factory.mktemp("database")
    async with (
        own_cluster(log_at=log_disk[1] if log_disk else None) as postgres,
        cluster(directory, postgres, size=2) as built,
    ):
        await built.log_in(KEYS)
        yield built


async def connections_cut(place: Cluster, chance: random.Random) -> None:
    """Again and again, so that some are in the middle of a commit."""
    for _ in range(8):
        await place.postgres.terminate(place.url)
        await asyncio.sleep(chance.uniform(0, 0.15))


async def restarted(place: Cluster, chance: random.Random) -> None:
    how = chance.choice((signal.SIGINT, signal.SIGQUIT))
    await place.postgres.restart(how)


async def killed(place: Cluster, chance: random.Random) -> None:
    await place.postgres.kill()
    await asyncio.sleep(chance.uniform(0, 0.5))
    await place.postgres.start()


FAULTS = (connections_cut, killed, restarted)


@pytest.mark.timeout(1_800 if SOAK else 600)
async def test_the_database_may_go_away_in_the_middle_of_a_commit(
    place: Cluster, log_disk: tuple[SmallDisk, Path] | None
) -> None:
    seed = int(os.environ.get("TESTS_SEED", random.randrange(10**6)))
    print(f"TESTS_SEED={seed}")
    chance = random.Random(seed)
    owner = place.people["owner"]
    document = next(p["document"] for p in (await owner.plan())["parts"] if p["kind"] == "needs")
    await let_all_edit(owner, [place.people[key] for key in KEYS[1:]], [document])
    authors = [
        Author([place[n % 2]], place.people[key].token, letter, document, chance)
        for n, (key, letter) in enumerate(zip(KEYS, "abc", strict=True))
    ]
    waits: list[float] = []

    async def without_room(place: Cluster, chance: random.Random) -> None:
        """For its write-ahead log: it ends, until there is room again and somebody starts it."""
        assert log_disk is not None
        fault = FullLog(place.postgres, log_disk[0])
        await fault.begin()
        await asyncio.sleep(chance.uniform(0, 0.5))
        await fault.end()

    faults = FAULTS if log_disk is None else (*FAULTS, without_room)

    async def rounds() -> None:
        for number in range(ROUNDS):
            await everybody_served(authors)
            await faults[number % len(faults)](place, chance)
            waits.append(await everybody_served(authors))

    history = await witnessed(place, authors, rounds(), chance, PAUSE)
    print(
        f"{ROUNDS} times, {len(history.appends)} words;"
        f" served again after {statistics.median(waits):.1f} s, {max(waits):.1f} s at most"
    )
    assert anomalies(history, behind_seconds=20.0) == []
    assert max(waits) < BACK_SECONDS
    rows = await place.rows_of(document)
    written = Counter(word for row in rows for word in WORD.findall(row.payload))
    assert [word for word, times in written.items() if times > 1] == [], "committed twice"


async def everybody_served(authors: list[Author]) -> float:
    """Each author has something acknowledged that was written after this was called; seconds until then."""
    began = time.monotonic()
    async with asyncio.timeout(PATIENCE_SECONDS):
        for author in authors:
            while not any(a.acknowledged and a.invoked > began for a in author.appends[-200:]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    return time.monotonic() - began
