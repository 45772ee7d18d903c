"""The provider as it is, when connections are lost and the server comes and goes."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator

import pytest
from pycrdt import XmlFragment

from tests.interop.conftest import Join, Place, in_test
from tests.interop.provider import ProviderDocument, contains
from tests.interop.tunnel import Tunnel
from tests.support.clients.replicas import content_of
from tests.support.servers.stored import replayed

pytestmark = pytest.mark.asyncio(loop_scope="session")
SOAK = os.environ.get("TESTS_SOAK") == "1"
ROUNDS = 20 if SOAK else 1
SAVED_SECONDS = 2.0 if SOAK else 20.0
LETTERS = 150


@in_test
async def tunnel(alone: Place) -> AsyncIterator[Tunnel]:
    between = await Tunnel(alone.server.url).start()
    yield between
    await between.stop()


async def settled(here: Place, documents: tuple[ProviderDocument, ...], words: list[str]) -> None:
    """Every replica and the log hold every word exactly once, and all are equal."""
    for document in documents:
        for word in words:
            await document.until(text=contains(word))
        await document.saved()
    stored = replayed(here.server.database, documents[0].address)
    text = str(stored.get("body", type=XmlFragment))
    assert {word: text.count(word) for word in words} == dict.fromkeys(words, 1)
    for document in documents:
        assert await document.content() == content_of(stored)


@pytest.mark.parametrize("way", ["kill -9", "SIGTERM"])
async def test_what_two_people_wrote_while_the_server_was_away_merges(
    alone: Place, join: Join, way: str
) -> None:
    name = await alone.document("home")
    sockets = [await join(alone[key]) for key in ("owner", "coordinator")]
    owner, coordinator = [await socket.open(name) for socket in sockets]
    await owner.type(" lagret-eier.")
    await owner.saved()
    await coordinator.until(text=contains("lagret-eier."))
    under_way = [f" underveis-{number}." for number in range(20)]
    await owner.type(*under_way)
    if way == "kill -9":
        await alone.server.kill()
    else:
        await alone.server.stop()
    for socket in sockets:
        closes = (await socket.until(status="connecting"))["closes"]
        if way == "SIGTERM":
            assert closes[0] == [1012, "going-down"]
    await owner.type(" borte-eier-1.", " borte-eier-2.")
    await coordinator.do("addBlock", words="borte-koordinator.")

    await alone.server.start()
    words = ["lagret-eier.", *(word.strip() for word in under_way)]
    words += ["borte-eier-1.", "borte-eier-2.", "borte-koordinator."]
    await settled(alone, (owner, coordinator), words)


async def test_edits_that_overtake_lost_ones_are_asked_for_and_saved(
    alone: Place, join: Join, tunnel: Tunnel
) -> None:
    """The provider sends what it queued offline before its Step2, so its first Update is early."""
    socket = await join(alone["owner"], tunnel.url)
    opened = await socket.open(await alone.document("home"))
    tunnel.swallowing = True
    await opened.type(" tapt.")
    await tunnel.until(lambda: tunnel.swallowed["update"] == 1)
    tunnel.reachable = False
    tunnel.drop()
    await tunnel.until(lambda: tunnel.refusals > 0)
    await opened.type(" i-kø.")
    tunnel.swallowing, tunnel.reachable = False, True
    await settled(alone, (opened,), ["tapt.", "i-kø."])
    # One Step1 per connection, and exactly one more for the Update that nobody could place.
    frames = (await opened.state())["frames"]
    while frames["accepted received"] < frames["step2 sent"]:  # what is saved already may still be answered
        frames = (await opened.state())["frames"]
    assert frames["step1 received"] == 3
    assert frames["accepted received"] == frames["step2 sent"] == 3
    assert tunnel.sent["update"] == 1
    await opened.type(" siden.")
    await settled(alone, (opened,), ["siden."])


async def test_an_acknowledgement_that_was_lost_costs_nothing(
    alone: Place, join: Join, tunnel: Tunnel
) -> None:
    socket = await join(alone["owner"], tunnel.url)
    opened = await socket.open(await alone.document("home"))
    tunnel.hold()
    await opened.type(" én-gang.")
    await tunnel.until(lambda: tunnel.held == ["accepted"])
    tunnel.drop()
    await tunnel.flow()
    await settled(alone, (opened,), ["én-gang."])


async def test_many_letters_written_offline_in_many_documents_come_without_a_socket_cut(
    alone: Place, join: Join
) -> None:
    """The provider sends what was written while it connects, when most documents are still being opened."""
    parts = [part["document"] for part in (await alone["owner"].plan())["parts"] if part["level"] == "edit"]
    socket = await join(alone["owner"])
    opened = [await socket.open(name) for name in parts[:10]]
    for number in range(ROUNDS):
        await alone.server.kill()
        letters = [chr(ord("a") + number)] * LETTERS
        await socket.until(status="connecting")
        names = [document.name for document in opened]
        await socket.node.ask(
            "typeWhileOpening", socket=socket.name, documents=names, words=letters[:90], more=letters[90:]
        )
        await alone.server.start()
        await socket.until(status="connected")
        began = time.monotonic()
        for document in opened:
            await document.until(text=contains("".join(letters)))
            await document.until(unanswered=0, unsyncedChanges=0, synced=True)
        assert time.monotonic() - began < SAVED_SECONDS
    written = "".join(chr(ord("a") + number) * LETTERS for number in range(ROUNDS))
    for document in opened:
        assert (await document.state())["text"].count(written) == 1
        assert await document.content() == content_of(replayed(alone.server.database, document.address))
    codes = {code for code, _ in (await socket.state())["closes"]}
    assert not {code for code in codes if code >= 4000}, codes


async def test_more_than_a_frame_written_offline_in_small_edits_is_saved(here: Place, join: Join) -> None:
    """They are stored from the provider's queue, and then its Step2 repeats all of them."""
    name = await here.document("work")
    socket = await join(here["owner"])
    opened = await socket.open(name)
    edits = [f"{number:05} " + "x" * 94 for number in range(3_000)]
    await socket.node.ask(
        "typeWhileOpening", socket=socket.name, documents=[opened.name], words=[], more=edits
    )
    before = await socket.state()
    await socket.lose()
    await socket.until(status="connected", opened=before["opened"] + 1)
    await opened.until(text=contains(edits[-1]))
    state = await opened.until(unanswered=1, unsyncedChanges=0, synced=True)  # one was asked for again
    assert [*filter(None, state["closes"]), *state["denied"]] == []
    await opened.type(" Og videre.")
    other = await (await join(here["owner"])).open(name)
    await other.until(text=contains("Og videre."))
    assert await other.content() == await opened.content()
