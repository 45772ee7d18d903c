from __future__ import annotations

import asyncio

import pytest

from server.ports.log import StorageUnavailable
from server.sync.plan import titles
from server.sync.plan.titles import Titles


class World:
    """Where titles are read: each reading waits for ``may_end``."""

    def __init__(self) -> None:
        self.begun = self.published = 0
        self.beginning: asyncio.Queue[None] = asyncio.Queue()
        self.publishing = asyncio.Event()
        self.followed = True
        self.away = False
        self.may_end = asyncio.Semaphore(0)
        self.titles = Titles(self.read, lambda: self.followed, self.publish)

    async def read(self) -> None:
        self.begun += 1
        self.beginning.put_nowait(None)
        await self.may_end.acquire()
        if self.away:
            raise StorageUnavailable("away")

    def publish(self) -> None:
        self.published += 1
        self.publishing.set()

    async def reading_begins(self) -> None:
        async with asyncio.timeout(60):
            await self.beginning.get()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(titles, "TITLE_NOTICE_SECONDS", 0.0)
    return World()


async def test_letters_typed_at_once_are_read_and_published_once(world: World) -> None:
    for _ in range(5):
        world.titles.typed()
    await world.reading_begins()
    world.may_end.release()
    await world.titles.catch_up()
    assert (world.begun, world.published) == (1, 1)


async def test_what_another_process_typed_is_not_published_again(world: World) -> None:
    world.titles.changed()
    await world.reading_begins()
    assert world.published == 0


async def test_what_is_typed_while_titles_are_read_is_read_again(world: World) -> None:
    world.titles.typed()
    await world.reading_begins()
    world.titles.typed()
    world.may_end.release()
    await world.reading_begins()


async def test_where_nobody_follows_they_are_read_when_somebody_comes(world: World) -> None:
    world.followed = False
    world.titles.typed()
    await world.publishing.wait()
    assert world.begun == 0
    coming = [asyncio.create_task(world.titles.catch_up()) for _ in range(3)]
    await world.reading_begins()
    later = asyncio.create_task(world.titles.catch_up())
    assert not any(each.done() for each in (*coming, later))
    world.may_end.release()
    await asyncio.gather(*coming, later)
    assert world.begun == 1
    await world.titles.catch_up()  # nothing has moved since
    assert world.begun == 1


async def test_titles_that_cannot_be_read_are_read_for_the_next_who_comes(world: World) -> None:
    world.followed, world.away = False, True
    world.titles.changed()
    world.may_end.release()
    with pytest.raises(StorageUnavailable):
        await world.titles.catch_up()
    world.away = False
    world.may_end.release()
    await world.titles.catch_up()
    assert world.begun == 2
