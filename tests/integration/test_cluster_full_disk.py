"""A PostgreSQL that takes nothing more, as ``test_durability_full_disk`` asks it of SQLite.

Its disk is a file system of a few megabytes, filled to the last byte; it was told only to read; it is the
standby of one that died. One whose log has no room cannot even go on: ``test_cluster_database``.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.support.clients.replicas import content_of
from tests.support.cluster.processes import Cluster, cluster
from tests.support.faults.disk import Fault
from tests.support.faults.postgres import (
    Failover,
    NotPermitted,
    OnlyReading,
    SaysFull,
    ending_all,
    small_tablespace,
)
from tests.support.faults.refusing import KEYS, ground_of, refused_and_recovered
from tests.support.servers.postgres import Postgres, own_cluster
from tests.support.wide import seldom_concerned

pytestmark = seldom_concerned

SOAK = os.environ.get("TESTS_SOAK") == "1"
ROUNDS = 10 if SOAK else 1
FAULTS = ("full", "read-only", *(("not permitted", "failover") if SOAK else ()))


@pytest.fixture(params=FAULTS)
async def place(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres
) -> AsyncIterator[tuple[Cluster, Fault]]:
    """One process, and what happens to its database."""
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        if request.param == "failover":
            postgres = await enter(own_cluster())
        standbys = await enter(ending_all())
        small = await enter(small_tablespace(postgres)) if request.param == "full" else None
        tablespace = small[1] if small else "pg_default"
        built = await enter(cluster(tmp_path, postgres, size=1, redis=False, tablespace=tablespace))
        faults: dict[str, Fault] = {
            "full": small[0] if small else SaysFull(built),
            "read-only": OnlyReading(built),
            "not permitted": NotPermitted(built),
            "failover": Failover(built, standbys),
        }
        fault = faults[request.param]
        stack.push_async_callback(fault.end)  # whatever happened, so that the database can be dropped
        yield built, fault


@pytest.mark.timeout(1_800 if SOAK else 600)
async def test_writes_are_refused_while_reads_go_on_and_it_recovers_by_itself(
    place: tuple[Cluster, Fault],
) -> None:
    built, fault = place
    await built.log_in(KEYS)
    ground = await ground_of(built.people, fault)
    pen, reader = await refused_and_recovered(ground, ROUNDS)
    print(f"{ROUNDS} times, {len(pen.saved)} words saved")
    assert content_of(await built.replayed(ground.home)) == reader.content
    await built[0].stop()  # seals, if the fault came before the first seal
    await built[0].verified()
