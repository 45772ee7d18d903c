"""When a part's state is stored; ``test_large`` has the large ones."""

from __future__ import annotations

import pytest

from server.ports.log import StorageUnavailable
from server.sync.part import snapshots
from server.sync.part.log_follower import LogFollower
from server.sync.part.snapshots import Snapshots
from tests.unit.sync.fakes import PART, MemoryLog, Page, a_writer


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "SNAPSHOT_EVERY", 3)


def write(log: MemoryLog, page: Page) -> None:
    log.clients[11] = log.rows[0].person
    log.write(log.rows[0].person, page.type("mer "))


async def grown(log: MemoryLog, follower: LogFollower, page: Page, rows: int) -> None:
    for _ in range(rows):
        write(log, page)
    await follower.follow(await log.since(PART, follower.replica.seq), read_log=False)


async def test_a_part_is_due_so_many_rows_after_what_is_stored(log: MemoryLog) -> None:
    follower, page = a_writer(log).log_follower, Page(log, 11)
    stored = Snapshots(follower, log, 0)
    assert stored.due_at == 3
    await grown(log, follower, page, 3)
    await stored.store()
    assert log.snapshot == (4, follower.replica.encode())
    assert stored.due_at == 7


async def test_what_could_not_be_stored_stays_due(log: MemoryLog, monkeypatch: pytest.MonkeyPatch) -> None:
    follower = a_writer(log).log_follower
    stored = Snapshots(follower, log, 0)

    async def away(*_: object) -> None:
        raise StorageUnavailable("away")

    monkeypatch.setattr(log, "save_snapshot", away)
    await stored.store()
    assert stored.due_at == 3
    monkeypatch.undo()
    await stored.store()
    assert log.snapshot[0] == 1


async def test_what_is_stored_already_is_not_stored_again(log: MemoryLog) -> None:
    stored = Snapshots(a_writer(log).log_follower, log, 1)
    await stored.store()
    assert not log.storing.is_set()
