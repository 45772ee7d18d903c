from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Doc, XmlFragment

from server.ports.log import LoadedPart
from server.sync.document.part_works import encode, try_out
from server.sync.document.ydoc import Incoherent
from tests.unit.sync.fakes import PART, MemoryLog


async def loaded(log: MemoryLog) -> LoadedPart:
    part = await log.load(PART)
    assert part is not None
    return part


async def test_the_state_holds_what_the_rows_hold() -> None:
    log = MemoryLog()
    doc: Doc[Any] = Doc()
    doc.apply_update(encode(await loaded(log)))
    assert str(doc.get("body", type=XmlFragment)) == log.text


async def test_trying_a_sound_part_tells_nothing_and_changes_nothing() -> None:
    log = MemoryLog()
    before = log.text
    assert try_out(await loaded(log)) == b""
    assert log.text == before


@pytest.mark.parametrize("work", [encode, try_out])
async def test_a_damaged_part_is_refused(work: Any) -> None:
    log = MemoryLog()
    log.write(log.rows[0].person, b"\xff" * 9)
    with pytest.raises(Incoherent):
        work(await loaded(log))
