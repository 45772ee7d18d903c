"""A document's memory is given back at once: the garbage collector does not know how much there is."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from weakref import ref

import pytest

from server.ports.log import StorageUnavailable
from server.sync.document.replica import Replica
from tests.unit.sync.fakes import Heard, MemoryLog, Page
from tests.unit.sync.open_room import Open


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def document_of(opened: Open) -> Callable[[], object]:
    """Answers the room's document, or ``None`` when there is no such any more."""
    replica: Replica = opened.log_follower.replica
    return ref(replica._document.doc)


async def test_a_room_that_ends_gives_its_document_back() -> None:
    opened, heard = Open(MemoryLog(), idle_seconds=0.0), Heard("a")
    await opened.enter(heard)
    document = document_of(opened)
    opened.send(heard, Page(opened.log, 11).type("1"))
    await opened.settled()
    opened.room.leave(heard.member)
    assert document() is not None
    await opened.task
    assert opened.log.snapshot[0] == 2
    assert document() is None


async def test_so_does_a_room_that_fails() -> None:
    opened, heard = Open(MemoryLog()), Heard("a")
    await opened.enter(heard)
    document = document_of(opened)
    opened.log.answers.extend([StorageUnavailable("away")] * 3)
    opened.log.away = True
    opened.send(heard, Page(opened.log, 11).type("1"))
    await opened.task
    assert document() is None


async def test_a_document_that_a_refused_frame_touched_is_given_back() -> None:
    opened, heard = Open(MemoryLog(), idle_seconds=0.0), Heard("a")
    await opened.enter(heard)
    document = document_of(opened)
    opened.send(heard, Page(opened.log, 11).misplace())
    await opened.settled()
    assert document() is None
    assert document_of(opened)() is not None
    await opened.task
