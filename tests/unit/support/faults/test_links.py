"""A proxy that is cut leaves nothing: its sockets were collected later, in the test of somebody else."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from tests.support.faults.network import Proxy
from tests.support.faults.tunnel import Tunnel


@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", [Tunnel, Proxy])
async def test_a_connection_whose_other_end_is_not_there_yet_is_cut_too(
    kind: type[Tunnel] | type[Proxy], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, connect = asyncio.Event(), asyncio.open_connection

    async def far(*_: object) -> None:
        asked.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio, "open_connection", far)
    proxy = kind(1)
    await proxy.open()
    reader, writer = await connect("127.0.0.1", proxy.port)
    await asked.wait()
    await (proxy.cut() if isinstance(proxy, Tunnel) else proxy.close())
    assert asyncio.all_tasks() == {asyncio.current_task()}
    with suppress(ConnectionError):
        assert await reader.read() == b""
    writer.close()
