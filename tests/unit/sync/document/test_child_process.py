"""A part that kills whoever loads it kills a process made for that."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from server.ports.log import LoadedPart, StorageUnavailable
from server.sync.document import child_process
from server.sync.document.child_process import survived
from tests.support.hostile.updates import DEADLY_VALUE
from tests.unit.sync.fakes import PART, MemoryLog


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
    monkeypatch.setattr(child_process, "SECONDS", 0.0)
    assert not await survived(await a_part())


async def test_a_trial_that_somebody_else_ends_judges_nobody() -> None:
    before = _children()
    trying = asyncio.create_task(survived(await a_part()))
    while not (born := _children() - before):  # noqa: ASYNC110 - nobody else knows when it is there
        await asyncio.sleep(0)
    os.kill(born.pop(), signal.SIGTERM)
    with pytest.raises(StorageUnavailable):
        await trying


def _children() -> set[int]:
    me = os.getpid()
    return {int(child) for child in Path(f"/proc/{me}/task/{me}/children").read_text().split()}
