"""What the tracer counts, on functions whose calls are known."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import uvloop

from server.domain.access import PlanAccess
from server.domain.plan import PersonId, Plan, PlanId
from tests.support.ways.report import compared, misses, summed_up
from tests.support.ways.traced import Recording, Timers, Tracer

NOWHERE = Path("/nowhere/server")
CODE = """
def twice(): return once() + once()
def once(): return 1
def numbers():
    yield once()
    yield 2
async def waits():
    await pause()
    await pause()
def reads(read): return read()
"""


@pytest.fixture
def tracer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tracer]:
    monkeypatch.setattr(sqlite3, "connect", sqlite3.connect)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", sqlite3.dbapi2.connect)
    before = sys.getprofile()
    tracer = Tracer(NOWHERE)
    tracer.install()
    yield tracer
    sys.setprofile(before)
    threading.setprofile(None)


@pytest.fixture
def functions() -> dict[str, Any]:
    """As if they stood in ``server/sync/room.py``."""
    found: dict[str, Any] = {"pause": lambda: asyncio.sleep(0)}
    exec(compile(CODE, str(NOWHERE / "sync" / "room.py"), "exec"), found)
    return found


def recorded(tracer: Tracer, way: Callable[[], object]) -> Recording:
    tracer.begin()
    way()
    return tracer.end()


def test_each_function_is_counted_as_often_as_it_was_called(
    tracer: Tracer, functions: dict[str, Any]
) -> None:
    recording = recorded(tracer, functions["twice"])
    assert recording["calls"] == [["server.sync.room", "twice", 1], ["server.sync.room", "once", 2]]
    assert recorded(tracer, lambda: None)["calls"] == []


def test_going_on_is_no_call(tracer: Tracer, functions: dict[str, Any]) -> None:
    recording = recorded(tracer, lambda: list(functions["numbers"]()))
    assert recording["calls"] == [["server.sync.room", "numbers", 1], ["server.sync.room", "once", 1]]
    waited = recorded(tracer, lambda: asyncio.run(functions["waits"]()))
    assert waited["calls"] == [["server.sync.room", "waits", 1]]


def test_other_threads_are_counted_too(tracer: Tracer, functions: dict[str, Any]) -> None:
    def in_a_thread() -> None:
        thread = threading.Thread(target=functions["twice"])
        thread.start()
        thread.join()

    recording = recorded(tracer, in_a_thread)
    assert recording["calls"] == [["server.sync.room", "twice", 1], ["server.sync.room", "once", 2]]


def test_rights_read_inside_the_transaction_that_signs_are_told_apart(
    tracer: Tracer, functions: dict[str, Any]
) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE decisions (number INTEGER)")

    def sign() -> None:
        for statement in ("SELECT 1", "INSERT INTO decisions VALUES (1)"):
            connection.execute("BEGIN IMMEDIATE")
            functions["reads"](some_access)
            connection.execute(statement)
            connection.execute("COMMIT")
        functions["reads"](some_access)

    recording = recorded(tracer, sign)
    connection.close()
    assert (recording["reads"], recording["reads_inside"]) == (3, 1)
    assert recording["calls"] == [["server.sync.room", "reads", 3]]


def some_access() -> PlanAccess:
    return PlanAccess(Plan(PlanId("p"), PersonId("o"), "Runa", 1, datetime(2026, 1, 1, tzinfo=UTC)), {}, {})


def test_timers_set_before_a_recording_wait_for_its_end() -> None:
    class Loop(uvloop.Loop):
        pass

    async def way() -> None:
        loop, fired = asyncio.get_running_loop(), list[str]()
        meanwhile, before = asyncio.Event(), asyncio.Event()

        def fire(name: str, event: asyncio.Event) -> None:
            fired.append(name)
            event.set()

        loop.call_later(0.001, fire, "before", before)
        cancelled = loop.call_later(0.001, fired.append, "cancelled")
        timers.hold()
        loop.call_later(0.002, fire, "meanwhile", meanwhile)
        await meanwhile.wait()
        cancelled.cancel()
        timers.release()
        await before.wait()
        assert fired == ["meanwhile", "before"]

    timers = Timers()
    timers.install(Loop)
    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(way())


def test_a_comparison_names_what_is_over_its_limit() -> None:
    def way(calls: int, reads: int) -> dict[str, Recording]:
        recording = {"calls": [["server.a", "f", calls]], "reads": reads, "reads_inside": 1}
        return {"withdrawal": recording}

    before, after = summed_up([way(100, 5)] * 3), summed_up([way(60, 3), way(66, 3), way(90, 3)])
    assert misses(before, after) == [
        "withdrawal: 1 modules of 1, at most 0 wanted",
        "withdrawal: 66 calls of 100, at most 65 wanted",
        "withdrawal: PlanAccess read 2 + 1 times, 1 + 1 wanted",
    ]
    assert "100 > 66    0.66    0.65   4 + 1 > 2 + 1" in "\n".join(compared(before, after))
