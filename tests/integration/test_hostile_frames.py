"""Frames that are none, frames out of turn, and sizes: only who sends them is told so."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import websockets.asyncio.client
from websockets.exceptions import ConnectionClosed

from tests.support.clients import protocol
from tests.support.clients.people import Document, Socket
from tests.support.clients.protocol import varbytes, varstring, varuint
from tests.support.hostile.arena import Arena, arena, settled, undisturbed

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rule("P7")]
MEGABYTE = 1024 * 1024
EMPTY = b"\x00\x00"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Arena]:
    async with arena(tmp_path_factory.mktemp("frames"), demo_database, crowd=300) as built:
        yield built
        built.assert_no_attack_stalled()


async def opened(place: Arena) -> Document:
    document = await (await place.somebody()).open(place.document("home"))
    await settled([document])
    return document


async def answer(socket: Socket, frame: bytes) -> list[protocol.Received]:
    """Everything the server says after ``frame`` and before it answers the Ping sent after that."""
    heard = len(socket.received)
    await socket.send(frame)
    await socket.send(bytes([protocol.PING]))
    await socket.until(lambda: socket.closed or bytes([protocol.PONG]) in socket.received[heard:])
    return [protocol.read(data) for data in socket.received[heard:]]


async def unharmed(document: Document) -> None:
    """The socket and the document go on as if nothing had been."""
    document.type("å")
    await document.saved()
    await document.socket.close()


DOCUMENT_ENDS = {
    "a fourth step of syncing": lambda name: varstring(name) + b"\x00\x03" + varbytes(EMPTY),
    "a sync frame without content": lambda name: varstring(name) + b"\x00\x02",
    "a sync frame cut off": lambda name: varstring(name) + b"\x00\x02" + varuint(9) + EMPTY,
    "more after an update": lambda name: protocol.sync(name, protocol.UPDATE, EMPTY) + b"\x00",
    "a length of 2^53": lambda name: varstring(name) + b"\x00\x02" + varuint(2**53 - 1),
    "a length of 2^70": lambda name: varstring(name) + b"\x00\x02" + varuint(2**70),
    "a megabyte of length": lambda name: varstring(name) + b"\x00\x02" + b"\xff" * MEGABYTE,
    "a permission from the client": lambda name: varstring(name) + b"\x02\x01" + varstring("x"),
    "an authentication from the client": lambda name: varstring(name) + b"\x02\x02" + varstring("read-write"),
    "an unknown kind of authentication": lambda name: varstring(name) + b"\x02\x09",
    "a notice that is no text": lambda name: varstring(name) + b"\x05\x02\xc3\x28",
    "a state vector that is none": lambda name: protocol.sync(name, protocol.STEP1, b"\x01\x01"),
    "a state vector of 2^50 clients": lambda name: protocol.sync(name, protocol.STEP1, varuint(2**50)),
    "a state vector with a clock of 2^40": lambda name: protocol.sync(
        name, protocol.STEP1, varuint(1) + varuint(3) + varuint(2**40)
    ),
    "a state vector under an alias": lambda name: protocol.sync(
        name, protocol.STEP1, varuint(1) + varuint(2**53 + 3) + b"\x01"
    ),
    "a state vector that never ends": lambda name: protocol.sync(name, protocol.STEP1, b"\xff" * 200_000),
    "presence that is none": lambda name: protocol.awareness(name, b"\x05\x01"),
}


@pytest.mark.parametrize("what", DOCUMENT_ENDS)
async def test_a_frame_that_is_none_ends_its_document_and_no_other(place: Arena, what: str) -> None:
    async def attack() -> None:
        document = await opened(place)
        other = await document.socket.open(place.document("measure"))
        before = await place.witnessed(document.address)
        assert await place.verdict(document, [DOCUMENT_ENDS[what](document.address)], what) == "malformed"
        await place.assert_intact(document.address, before)
        await unharmed(other)

    await undisturbed(place, attack)


SOCKET_ENDS = {
    "nothing": b"",
    "one byte": b"\x07",
    "two bytes of a number": b"\xff\xff",
    "no address": b"\x00\x00\x00",
    "an address of 10 kB": varstring("part/" + "x" * 10_000) + b"\x03",
    "an address longer than the frame": varuint(2**40) + b"part",
    "an address that is not UTF-8": varbytes(b"part/\xc3\x28") + b"\x03",
    "half a character as address": varbytes(b"part/\xed\xa0\x80") + b"\x03",
    "a megabyte of address": b"\xff" * MEGABYTE,
    "a frame that is none, for nobody": varstring("part/nobody") + b"\x00\x07",
}


@pytest.mark.parametrize("what", SOCKET_ENDS)
async def test_an_address_that_is_none_ends_the_socket_as_malformed(place: Arena, what: str) -> None:
    async def attack() -> None:
        document = await opened(place)
        await document.socket.send(SOCKET_ENDS[what])
        await document.socket.until(lambda: document.socket.closed)
        assert document.socket.closed == (4400, "malformed")

    await undisturbed(place, attack)


async def test_text_instead_of_bytes_ends_the_socket(place: Arena) -> None:
    async def attack() -> None:
        url = place.server.url.replace("http", "ws") + "/sync"
        for text in ("", "part/x", "\x00", "å" * 100_000):
            async with websockets.asyncio.client.connect(url) as wire:
                await wire.send(text)
                with pytest.raises(ConnectionClosed):
                    await wire.recv()
                assert (wire.close_code, wire.close_reason) == (4400, "malformed")

    await undisturbed(place, attack)


@pytest.mark.parametrize("type_", [4, 6, 8, 9, 10, 11, 99, 2**40])
async def test_types_we_do_not_know_are_ignored_and_a_storm_of_them_is_not(place: Arena, type_: int) -> None:
    async def attack() -> None:
        document = await opened(place)
        frame = varstring(document.address) + varuint(type_) + b"\x01" * 20
        assert [heard.type for heard in await answer(document.socket, frame)] == [protocol.PONG]
        for _ in range(99):
            await document.socket.send(frame)
        await document.socket.send(frame)
        await document.socket.until(lambda: document.socket.closed)
        assert document.socket.closed == (4400, "malformed")

    await undisturbed(place, attack)


async def test_a_client_cannot_broadcast_and_its_notices_go_nowhere(place: Arena) -> None:
    document, other = await opened(place), await opened(place)
    stateless = protocol.stateless(document.address, '{"type":"comments-changed"}')
    storm = [stateless, varstring(document.address) + b"\x06" + varstring("x"), bytes([protocol.PING])] * 40

    async def attack() -> None:
        for frame in storm:
            await document.socket.send(frame)

    await attack()
    assert [heard.type for heard in await answer(other.socket, b"\x0a")] == [protocol.PONG]
    assert other.notices == []
    await unharmed(document)
    await other.socket.close()


@pytest.mark.parametrize("where", ["part", "channel"])
async def test_a_stateless_message_is_answered_to_its_sender_alone(place: Arena, where: str) -> None:
    socket, other = await place.somebody(), await opened(place)
    document = await socket.open(place.document("home") if where == "part" else place.plan["channel"])
    refused = {"type": "refused", "token": "refused"}
    for text in ('{"type":"plan-changed"}', "no JSON", ""):
        heard = await answer(socket, protocol.stateless(document.address, text))
        (said,) = [frame for frame in heard if frame.type == protocol.STATELESS]
        assert (said.address, json.loads(said.text)) == (document.address, refused)
    await answer(other.socket, b"\x0a")
    assert other.notices == []
    if where == "part":
        await settled([document])
        await unharmed(document)
    await other.socket.close()


async def test_storms_of_small_frames_disturb_nobody(place: Arena) -> None:
    async def attack() -> None:
        document = await opened(place)
        name = document.address
        for frame in (
            varstring(name) + bytes([protocol.QUERY_AWARENESS]),
            bytes([protocol.PING]),
            bytes([protocol.PONG]),
            protocol.stateless(name, "x"),
            protocol.sync(name, protocol.UPDATE, EMPTY),
            protocol.awareness(name, b"\x00"),
            protocol.close("part/never-opened"),
            protocol.sync("part/never-opened", protocol.UPDATE, EMPTY),
        ):
            for _ in range(500):
                await document.socket.send(frame)
        await answer(document.socket, b"\x0a")
        document.sent += 500
        await unharmed(document)

    await undisturbed(place, attack)


async def test_reopening_showing_a_token_twice_and_frames_before_it_harm_nobody(place: Arena) -> None:
    socket = await place.somebody()
    name = place.document("home")
    early = [
        protocol.sync(name, protocol.UPDATE, EMPTY),
        protocol.close(name),
        protocol.awareness(name, b"\x00"),
    ]
    for frame in early:
        assert [heard.type for heard in await answer(socket, frame)] == [protocol.PONG]
    document = await socket.open(name)
    await settled([document])
    assert [heard.type for heard in await answer(socket, protocol.auth(name, socket.token))] == [
        protocol.PONG
    ]
    assert [heard.type for heard in await answer(socket, protocol.auth(name, "forged"))] == [protocol.PONG]
    for _ in range(30):
        await socket.send(protocol.close(name))
        await socket.send(protocol.close(name))
        again = await socket.open(name)
    await settled([again])
    await unharmed(again)


async def test_a_socket_is_one_persons_for_as_long_as_it_lives(place: Arena) -> None:
    document = await opened(place)
    document.socket.token, mine = place.owner.token, document.socket.token
    notes = await document.socket.ask(place.document("own-notes"))
    await document.socket.until(lambda: notes.denied)
    assert notes.denied == "not-found"
    document.socket.token = mine
    await unharmed(document)


NAMES = [
    "part/",
    "plan/",
    "part/../x",
    "part//{part}",
    "part/{part}/",
    "PART/{part}",
    "plan/{part}",
    "part/{plan}",
    "{part}",
    "x/{part}",
    "part/%00",
    "part/{part}/../{notes}",
    "part/'--",
    "part\\{part}",
    "part/{notes}",
    "./part/{part}",
    "plan/../part/{part}",
    "æ",
]
SPACED = ("part/{part} ", " part/{part}", "part/{part}\n", "\u202epart/{part}", "part/" + "x" * 200)


async def test_made_up_names_are_names_of_nothing(place: Arena) -> None:
    part, notes = [place.document(kind).partition("/")[2] for kind in ("home", "own-notes")]
    socket = await place.somebody()
    names = [name.format(part=part, notes=notes, plan=place.plan["id"]) for name in (*NAMES, *SPACED)]
    asked = [await socket.ask(name) for name in [*names, *(f"{name}\0session" for name in names)]]
    await socket.until(lambda: socket.closed or all(one.denied for one in asked))
    assert {one.denied for one in asked} == {"not-found"}
    for session in ("", "\0", "x" * 100, "\0" * 50, "æ"):
        await socket.open(f"part/{part}\0{session}")
    await socket.close()


async def test_a_forged_or_ended_token_opens_nothing_and_ten_wrong_ones_end_the_socket(place: Arena) -> None:
    for forged in ("", "x", "crowd-session-0 ", "a" * 10_000, "\0", "å", "../x", place.owner.csrf):
        socket = await Socket.connect(place.server, forged)
        asked = await socket.ask(place.document("home"))
        await socket.until(lambda a=asked: a.denied)  # type: ignore[misc]
        assert asked.denied == "session-expired"
        await socket.close()
    socket = await Socket.connect(place.server, "forged")
    for number in range(11):
        await socket.ask(f"{place.document('home')}\0{number}")
    await socket.until(lambda: socket.closed)
    assert socket.closed == (4401, "session-expired")


# Sizes.


@pytest.mark.parametrize("size", [256 * 1024 + 1, 3 * MEGABYTE, 8 * MEGABYTE])
async def test_a_frame_too_large_ends_its_document_only(place: Arena, size: int) -> None:
    async def attack() -> None:
        document = await opened(place)
        other = await document.socket.open(place.document("measure"))
        before = await place.witnessed(document.address)
        frame = protocol.sync(document.address, protocol.UPDATE, bytes(size))
        assert await place.verdict(document, [frame]) == "too-large"
        await place.assert_intact(document.address, before)
        await unharmed(other)

    await undisturbed(place, attack)


async def test_a_message_of_17_megabytes_is_not_even_read(place: Arena) -> None:
    async def attack() -> None:
        document = await opened(place)
        frame = protocol.sync(document.address, protocol.UPDATE, bytes(17 * MEGABYTE))
        with contextlib.suppress(ConnectionClosed):
            await document.socket.send(frame)
        await document.socket.until(lambda: document.socket.closed)
        assert document.socket.closed is not None
        assert document.socket.closed[0] in (1006, 1009)  # the answer may be lost among what is not read

    await undisturbed(place, attack)
