"""A part that kills whoever loads it kills a process made for that."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name

import pytest

from server.ports.log import LoadedPart, StorageUnavailable
from server.sync.document import child_process
from server.sync.document.child_process import (
    ENCODE,
    TRY,
    WORKS,
    Died,
    Interrupted,
    Raised,
    Work,
    encoded,
    run,
    survived,
)
from server.sync.document.replica import Replica
from server.sync.update.admission import exhausted
from tests.support.hostile.updates import DEADLY_VALUE
from tests.unit.sync.fakes import PART, MemoryLog

HERE = "tests.unit.sync.document.works"


def register(monkeypatch: pytest.MonkeyPatch, name: str, work: Work) -> None:
    monkeypatch.setattr(child_process, "WORKS", {**WORKS, name: work})


async def a_part(*payloads: bytes) -> LoadedPart:
    log = MemoryLog()
    for payload in payloads:
        log.write(log.rows[0].person, payload)
    loaded = await log.load(PART)
    assert loaded is not None
    return loaded


async def test_a_sound_part_survives() -> None:
    assert await survived(await a_part())


async def test_a_damaged_part_is_no_deadly_one() -> None:
    assert await survived(await a_part(b"\xff" * 9))


async def test_a_deadly_part_does_not() -> None:
    assert not await survived(await a_part(DEADLY_VALUE))


async def test_a_part_that_never_comes_to_an_end_does_not_either(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, TRY, replace(WORKS[TRY], seconds=0.0))
    assert not await survived(await a_part())


async def test_a_trial_that_somebody_else_ends_judges_nobody() -> None:
    before = _children()
    trying = asyncio.create_task(survived(await a_part()))
    while not (born := _children() - before):  # noqa: ASYNC110 - nobody else knows when it is there
        await asyncio.sleep(0)
    os.kill(born.pop(), signal.SIGTERM)
    with pytest.raises(StorageUnavailable):
        await trying


@pytest.mark.parametrize("name", WORKS)
def test_every_work_is_a_function_that_is_there(name: str) -> None:
    assert callable(resolve_name(WORKS[name].function))


async def test_a_new_kind_of_work_is_a_function_and_one_registration(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "count", Work(f"{HERE}:count", seconds=60))
    assert await run("count", await a_part(b"one more")) == b"2 rows"


@pytest.mark.parametrize(
    ("function", "seconds", "failure"),
    [
        ("raising", 60, Raised),
        ("no_such_function", 60, Raised),
        ("killing", 60, Died),
        ("sleeping", 0.05, Died),
        ("ended", 60, Interrupted),
    ],
)
async def test_how_work_failed_is_told(
    monkeypatch: pytest.MonkeyPatch, function: str, seconds: float, failure: type[Exception]
) -> None:
    before = _children()
    register(monkeypatch, "failing", Work(f"{HERE}:{function}", seconds))
    with pytest.raises(failure):
        await run("failing", await a_part())
    assert _children() == before


async def test_work_that_is_not_registered_is_not_done() -> None:
    with pytest.raises(KeyError):
        await run("os:abort", await a_part())


async def test_a_part_is_encoded_as_a_replica_here_would_encode_it() -> None:
    part = await a_part()
    assert await encoded(part) == exhausted(Replica.loading(part)).encode()


async def test_what_cannot_be_encoded_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StorageUnavailable):
        await encoded(await a_part(b"\xff" * 9))
    register(monkeypatch, ENCODE, replace(WORKS[ENCODE], seconds=0.0))
    with pytest.raises(StorageUnavailable):
        await encoded(await a_part())


async def test_long_work_makes_way_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "niceness", Work(f"{HERE}:niceness", seconds=60, niceness=WORKS[ENCODE].niceness))
    assert int(await run("niceness", await a_part())) == min(os.nice(0) + 10, 19)


def _children() -> set[int]:
    me = os.getpid()
    return {int(child) for child in Path(f"/proc/{me}/task/{me}/children").read_text().split()}
