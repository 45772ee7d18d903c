"""What the server listens on, or why it cannot."""

from __future__ import annotations

import socket

import pytest

from server.transport.listening import CannotListen, bound
from tests.support.servers.server import free_port


async def addresses(host: str, port: int) -> set[str]:
    sockets = await bound(host, port)
    try:
        assert all(each.getsockname()[1] == port for each in sockets)
        return {each.getsockname()[0] for each in sockets}
    finally:
        for each in sockets:
            each.close()


async def test_an_address_is_listened_on_and_nothing_beside_it() -> None:
    assert await addresses("127.0.0.1", free_port()) == {"127.0.0.1"}


async def test_a_name_is_what_this_machine_has_of_it() -> None:
    found = await addresses("localhost", free_port())
    assert found
    assert found <= {"127.0.0.1", "::1"}


async def test_no_host_is_every_address() -> None:
    found = await addresses("", free_port())
    assert "0.0.0.0" in found
    assert found <= {"0.0.0.0", "::"}


async def test_what_somebody_else_listens_on_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        says = f"HOST, PORT: 127.0.0.1:{port} cannot be listened on: Address already in use"
        with pytest.raises(CannotListen, match=f"^{says}$"):
            await bound("127.0.0.1", port)


async def test_what_somebody_else_listens_on_since_a_moment_is_named() -> None:
    port = free_port()
    (first,) = await bound("127.0.0.1", port)
    with first, pytest.raises(CannotListen, match="already in use"):
        await bound("127.0.0.1", port)


@pytest.mark.parametrize("host", ["203.0.113.9", "nowhere.invalid", "[::1]", "a..b"])
async def test_a_host_that_is_not_this_machine_is_named(host: str) -> None:
    with pytest.raises(CannotListen, match=r"^HOST, PORT: .* cannot be listened on: [A-Za-z]"):
        await bound(host, free_port())
