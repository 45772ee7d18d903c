"""Damaged updates and damaged frames, over real sockets, at a document that people could be writing in.

Each update is made by a real replica that has just synced, and then damaged a little: so most of it fits.
``TESTS_SEED`` repeats a run (``pytest -k`` tells the seed); ``TESTS_SOAK=1`` makes it long.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pycrdt import Doc
from websockets.exceptions import ConnectionClosed

from tests.support.clients import protocol
from tests.support.clients.editing import Hand
from tests.support.clients.people import Document
from tests.support.clients.replicas import content_of
from tests.support.hostile.arena import STRIKES, Arena, arena, settled, undisturbed
from tests.support.hostile.ground import GROUND
from tests.support.hostile.mutation import mutated
from tests.support.hostile.replay import assert_shape, replay, words_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rule("P7")]
SOAK = os.environ.get("TESTS_SOAK") == "1"
SECONDS = float(os.environ.get("TESTS_FUZZ_SECONDS", "300" if SOAK else "8"))
"""Of each of the two kinds of damage."""
SEED = int(os.environ.get("TESTS_SEED", random.randrange(10**6)))
RECORDED = Path(__file__).parents[1] / "interop/recorded-session.json"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Arena]:
    async with arena(tmp_path_factory.mktemp("fuzz"), demo_database, crowd=2_000 if SOAK else 800) as built:
        yield built


def recorded() -> list[bytes]:
    updates = json.loads(RECORDED.read_text())["updates"]
    return [GROUND, *(base64.b64decode(one["update"]) for one in updates)]


async def a_dozen(place: Arena, document: str) -> list[Document]:
    """One person with the document open many times over, as many as may be refused before nobody listens."""
    socket = await place.somebody()
    opened = [await socket.ask(f"{document}\0{number}") for number in range(STRIKES)]
    await settled(opened)
    return opened


def edits(document: Document, chance: random.Random) -> list[bytes]:
    """What a page would send next, some edits in a row."""
    doc: Doc[Any] = Doc()
    doc.apply_update(document.doc.get_update())
    made: list[bytes] = []
    watching = doc.observe(lambda event: made.append(event.update))
    hand = Hand(doc, "f", chance, deletes=True)
    for _ in range(chance.randint(1, 3)):
        with contextlib.suppress(IndexError):  # nothing left to edit
            hand.edit()
    doc.unobserve(watching)
    return made


async def verdicts(opened: list[Document]) -> Counter[str]:
    """Wait until each of them has been answered something."""
    socket = opened[0].socket
    await socket.until(
        lambda: socket.closed or all(one.closed or one.acked >= one.sent or one.step1s > 1 for one in opened)
    )
    return Counter(one.closed or ("accepted" if one.acked >= one.sent else "asked") for one in opened)


async def healthy(place: Arena, document: str) -> None:
    """A newcomer gets a document of the right shape, and the log says the same to a process of its own.

    Letter by letter, not in order: a struct that claims to have been typed between two places that never were
    neighbours is put elsewhere when the others come in another order, by yrs as by Yjs, and neither tells.
    """
    doc: Doc[Any] = Doc()
    opened = await place.witness.open(f"{document}\0health-{time.monotonic()}", doc=doc)
    await place.witness.send(protocol.close(opened.address))
    opened.detach()
    del place.witness.documents[opened.address]
    assert_shape(doc, measure=document == place.document("measure"))
    logged = await replay(place.server.database, document)
    assert sorted(words_of(logged)) == sorted(words_of(json.loads(json.dumps(content_of(doc)))))
    place.assert_alive()


async def damage_updates(place: Arena, chance: random.Random, until: float, told: Counter[str]) -> None:
    corpus = recorded()
    while time.monotonic() < until:
        opened = await a_dozen(place, place.document(chance.choice(("home", "measure"))))
        for document in opened:
            good = edits(document, chance) or [chance.choice(corpus)]
            corpus = [*corpus[-200:], *good]
            for update in good:
                await document.send_update(mutated(update, corpus, chance))
        told += await verdicts(opened)
        await opened[0].socket.close()


@pytest.mark.parametrize("seed", [SEED])
async def test_damaged_updates_leave_every_document_whole(place: Arena, seed: int) -> None:
    told: Counter[str] = Counter()
    chance = random.Random(seed)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        until = min(end, time.monotonic() + max(2.0, SECONDS / 20))
        await undisturbed(place, lambda until=until: damage_updates(place, chance, until, told))  # type: ignore[misc]
        for kind in ("home", "measure"):
            await healthy(place, place.document(kind))
    if "TESTS_HOSTILE_SHOW" in os.environ:
        print(told)
    assert all(told[verdict] for verdict in ("malformed", "refused", "accepted")), (
        f"most damage is noticed, but where all of it ends alike nothing was tried: {told}"
    )


def frames(document: Document, chance: random.Random) -> list[bytes]:
    name, doc = document.address, document.doc
    update = chance.choice([*edits(document, chance), *recorded()])
    return [
        protocol.sync(name, protocol.STEP1, doc.get_state()),
        protocol.sync(name, protocol.STEP2, update),
        protocol.sync(name, protocol.UPDATE, update),
        protocol.awareness(name, b"\x01\x07\x01\x0b" + b'{"x":"abc"}'),
        protocol.auth(name, document.socket.token),
        protocol.stateless(name, '{"type":"x"}'),
        protocol.varstring(name) + bytes([protocol.QUERY_AWARENESS]),
        protocol.close(name),
        bytes([protocol.PING]),
    ]


async def damage_frames(place: Arena, chance: random.Random, until: float, told: Counter[str]) -> None:
    while time.monotonic() < until:
        socket = await place.somebody()
        document = await socket.open(place.document(chance.choice(("home", "measure"))))
        good = frames(document, chance)
        with contextlib.suppress(ConnectionClosed):
            for _ in range(STRIKES):
                await socket.send(mutated(chance.choice(good), good, chance))
        await socket.heard_out()
        told[str(socket.closed or document.closed)] += 1
        await socket.close()


@pytest.mark.parametrize("seed", [SEED])
async def test_damaged_frames_end_at_most_the_socket_they_came_on(place: Arena, seed: int) -> None:
    told: Counter[str] = Counter()
    chance = random.Random(seed)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        until = min(end, time.monotonic() + max(2.0, SECONDS / 20))
        await undisturbed(place, lambda until=until: damage_frames(place, chance, until, told))  # type: ignore[misc]
        for kind in ("home", "measure"):
            await healthy(place, place.document(kind))
    expected = {
        "(4400, 'malformed')",
        "(4529, 'overloaded')",
        "(4401, 'session-expired')",
        "malformed",
        "refused",
        "None",
    }
    assert set(told) <= expected, told
    assert told["(4400, 'malformed')"] > 10, told
