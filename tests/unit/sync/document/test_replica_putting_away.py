"""A document's memory is given back at once: the garbage collector does not know how much there is."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from pycrdt import Doc

from server.ports.log import StorageUnavailable
from tests.unit.sync.fakes import Heard, MemoryLog, Page
from tests.unit.sync.open_room import Open


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def documents() -> int:
    """How many there are in memory, also of those nobody can reach any more."""
    return sum(isinstance(each, Doc) for each in gc.get_objects())


async def test_a_room_that_ends_gives_its_document_back() -> None:
    opened, heard = Open(MemoryLog(), idle_seconds=0.0), Heard("a")
    page = Page(opened.log, 11)
    await opened.enter(heard)
    before = documents()
    opened.send(heard, page.type("1"))
    await opened.settled()
    opened.room.leave(heard.member)
    assert documents() == before
    await opened.task
    assert opened.log.snapshot[0] == 2
    assert documents() == before - 1


async def test_so_does_a_room_that_fails() -> None:
    opened, heard = Open(MemoryLog()), Heard("a")
    page = Page(opened.log, 11)
    await opened.enter(heard)
    before = documents()
    opened.log.answers.extend([StorageUnavailable("away")] * 3)
    opened.log.away = True
    opened.send(heard, page.type("1"))
    await opened.task
    assert documents() == before - 1


async def test_a_document_that_a_refused_frame_touched_is_given_back() -> None:
    opened, heard = Open(MemoryLog(), idle_seconds=0.0), Heard("a")
    page = Page(opened.log, 11)
    await opened.enter(heard)
    before, touched = documents(), opened.log_follower.replica
    opened.send(heard, page.misplace())
    await opened.settled()
    assert opened.log_follower.replica is not touched
    del touched
    assert documents() == before
    await opened.task
