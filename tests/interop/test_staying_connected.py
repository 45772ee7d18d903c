"""A page on which nobody does anything stays connected."""

from __future__ import annotations

import pytest

from tests.interop.provider import ProviderSocket, least

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_idle_provider_is_kept_by_pings(idle: ProviderSocket) -> None:
    """The provider gives up after 30 s without a message; the third ping, 10 s apart, comes at 40 s."""
    state = await idle.until(seconds=60, pings=least(3))
    assert (state["opened"], state["closes"], state["status"]) == (1, [], "connected")
