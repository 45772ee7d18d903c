"""Who writes under another's name, builds on what nobody has, forges presence, or is refused all the time."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pycrdt import Doc

from tests.support.clients import protocol
from tests.support.clients.listener import read_states
from tests.support.clients.people import Document, Socket
from tests.support.clients.protocol import varstring, varuint
from tests.support.hostile.arena import Arena, arena, settled, undisturbed
from tests.support.hostile.ground import AUTHOR, GROUND, LAST, NEXT
from tests.unit.sync import handmade as h

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.rule("P7")]
PLACE = {"type": None, "tname": "body", "item": None, "assoc": 0}
CARET = {"anchor": PLACE, "head": PLACE}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Arena]:
    async with arena(tmp_path_factory.mktemp("people"), demo_database, crowd=200) as built:
        ground = await opened(built)
        await ground.send_update(GROUND)
        await ground.saved()
        await ground.socket.close()
        yield built
        built.assert_no_attack_stalled()


async def opened(place: Arena, kind: str = "home") -> Document:
    document = await (await place.somebody()).open(place.document(kind))
    await settled([document])
    return document


def states(*entries: tuple[int, int, str]) -> bytes:
    """An awareness update: client id, clock and JSON text, whatever that is."""
    listed = (varuint(client) + varuint(clock) + varstring(text) for client, clock, text in entries)
    return varuint(len(entries)) + b"".join(listed)


async def shown(document: Document, frame: bytes) -> None:
    await document.socket.send(protocol.awareness(document.address, frame))


async def heard(documents: Iterable[Document]) -> None:
    """Everything the room had to say to these is here."""
    for document in documents:
        step2s = len(document.socket.received)
        await document.socket.send(protocol.sync(document.address, protocol.STEP1, b"\x00"))
        await document.socket.until(
            lambda d=document, n=step2s: any(  # type: ignore[misc]
                protocol.read(data).kind == protocol.STEP2 for data in d.socket.received[n:]
            )
        )


def carets(document: Document) -> dict[int, object]:
    """What this person's page has been told: client id to the last state."""
    told: dict[int, object] = {}
    for payload in document.awareness:
        told.update(read_states(payload))
    return told


async def test_what_builds_on_what_nobody_has_is_asked_for_once_and_then_refused(place: Arena) -> None:
    for update in (
        h.update(h.run(7_001, 5, h.text("x", left=LAST))),
        h.update(h.run(7_001, 0, h.text("x", left=(AUTHOR, 4_000)))),
        h.update(h.run(7_001, 0, h.text("x", parent=(7_002, 0)))),
        h.update(h.run(7_001, 2**31, h.text("x", left=LAST))),
        h.update(deletes={AUTHOR: [(NEXT, 1)]}),
        h.update(deletes={7_002: [(0, 1)]}),
    ):
        document = await opened(place)
        before = await place.witnessed(document.address)
        verdicts = []
        while document.closed is None:
            verdicts.append(await place.verdict(document, [protocol.sync(document.address, 2, update)]))
            await document.socket.until(lambda d=document: d.closed or d.acked >= d.step1s)  # type: ignore[misc]
        assert verdicts == ["asked", "asked", "refused"]
        await document.socket.close()
        await place.assert_intact(document.address, before)


async def test_nobody_takes_the_client_id_of_somebody_who_is_present_but_has_not_written(
    place: Arena,
) -> None:
    victim, thief = await opened(place), await opened(place)
    client = int(victim.doc.client_id)
    await shown(victim, states((client, 1, json.dumps({"cursor": CARET}))))
    await thief.socket.until(lambda: client in carets(thief))
    stolen = protocol.sync(thief.address, protocol.UPDATE, h.update(h.run(client, 0, h.text("x", left=LAST))))
    assert await place.verdict(thief, [stolen]) == "refused"
    victim.type("mine egne ord ")
    await victim.saved()
    for document in (victim, thief):
        await document.socket.close()


async def test_nobody_shows_a_caret_under_a_client_id_that_is_not_theirs(place: Arena) -> None:
    victim, thief, witness = [await opened(place) for _ in range(3)]
    mine, fresh = int(victim.doc.client_id), int(thief.doc.client_id)
    seed = await place.seed(victim.address)
    await shown(victim, states((mine, 5, json.dumps({"cursor": CARET}))))
    await witness.socket.until(lambda: mine in carets(witness))
    before = carets(witness)[mine]
    forged = json.dumps({"user": {"id": "x", "name": "Lege"}, "cursor": CARET, "more": "x" * 100})
    for client in (mine, seed.client, AUTHOR):
        for text in (forged, "null"):
            await shown(thief, states((client, 2**31, text)))
    await shown(thief, states((fresh, 1, forged)))
    await witness.socket.until(lambda: fresh in carets(witness))
    told = carets(witness)
    assert told[mine] == before
    assert seed.client not in told
    assert AUTHOR not in told
    state = told[fresh]
    assert isinstance(state, dict)
    assert state.keys() == {"user", "cursor"}
    assert state["user"]["name"] == "Crowd"
    await shown(thief, states((fresh, 0, "null"), (fresh, 1, forged)))
    await heard([thief, witness])
    assert carets(witness)[fresh] == state, "a clock that goes back changes nothing"
    for document in (victim, thief, witness):
        await document.socket.close()


NO_CARET = (
    "NaN",
    "[]",
    "1",
    '"x"',
    "{}",
    "true",
    '{"cursor":NaN}',
    '{"cursor":{"anchor":1,"head":2}}',
    '{"cursor":[]}',
    '{"cursor":' + json.dumps({**CARET, "x": 1}) + "}",
    '{"cursor":{"anchor":{"tname":"x"},"head":{}}}',
    '{"cursor":{"anchor":{"item":{"client":1,"clock":"<b>"}},"head":{}}}',
    '{"user":{"name":"\\u0000"}}',
    '{"cursor":{"anchor":{"assoc":NaN},"head":{}}}',
    '{"cursor":{"anchor":{"item":{"client":1e999,"clock":1}},"head":{}}}',
    "[" * 2_000 + "]" * 2_000,
    '{"a":' * 500 + "1" + "}" * 500,
    "\x00",
    "{",
    "",
    "x" * 4_000,
    "1" * 4_000,
    "-1e400",
)


async def test_of_a_state_only_a_wellformed_caret_is_passed_on(place: Arena) -> None:
    sender, witness = await opened(place), await opened(place)
    client = int(sender.doc.client_id)

    async def attack() -> None:
        for clock, text in enumerate(NO_CARET, 1):
            await shown(sender, states((client, clock, text)))
        await heard([sender, witness])

    await undisturbed(place, attack)
    told = [read_states(payload).get(client) for payload in witness.awareness]
    assert all(state is None or state["cursor"] is None for state in told), told
    assert sum(state is not None for state in told) > 10, (
        "what is wrong in it is left out, not the whole state"
    )
    await shown(sender, states((client, 100, json.dumps({"cursor": CARET}))))
    await witness.socket.until(lambda: (carets(witness).get(client) or {}).get("cursor") == CARET)  # type: ignore[attr-defined]
    for document in (sender, witness):
        await document.socket.close()


MUCH = {
    "a state of 200 kB": states((9, 1, json.dumps({"x": "y" * 200_000}))),
    "arrays 100,000 deep": states((9, 1, "[" * 100_000)),
    "10,000 states": states(*((client, 1, "{}") for client in range(9, 10_009))),
    "40,000 states": states(*((client, 0, "") for client in range(40_000))),
}


@pytest.mark.parametrize("what", MUCH)
async def test_of_much_presence_little_is_taken_and_the_document_goes_on(place: Arena, what: str) -> None:
    sender, witness = await opened(place), await opened(place)
    client = int(sender.doc.client_id)

    async def attack() -> None:
        for _ in range(10):
            await shown(sender, MUCH[what])
        await heard([sender, witness])

    await undisturbed(place, attack)
    told = carets(witness)
    assert len(told) <= 4
    assert all(state["cursor"] is None for state in told.values() if isinstance(state, dict))
    assert sender.closed is None
    sender.type("og jeg skriver ")
    await sender.saved()
    await sender.socket.close()
    await witness.socket.close()
    assert client not in told


TOO_MUCH = {
    "a count without states": varuint(2**40),
    "a client id of 64 bits": varuint(1) + varuint(2**64 - 1) + b"\x01\x02{}",
    "text that is not UTF-8": b"\x01\x09\x01\x02\xc3\x28",
    "more after the end": states((9, 1, "{}")) + b"\x00",
}


@pytest.mark.parametrize("what", TOO_MUCH)
async def test_presence_beyond_measure_ends_the_document_and_is_not_passed_on(
    place: Arena, what: str
) -> None:
    async def attack() -> None:
        sender, witness = await opened(place), await opened(place)
        frame = protocol.awareness(sender.address, TOO_MUCH[what])
        assert await place.verdict(sender, [frame], what) == "malformed"
        await heard([witness])
        assert 9 not in carets(witness)
        for document in (sender, witness):
            await document.socket.close()

    await undisturbed(place, attack)


async def test_one_person_cannot_fill_a_part_with_carets_nor_flood_it_with_moves(place: Arena) -> None:
    sender, witness = await opened(place), await opened(place)
    caret = json.dumps({"cursor": CARET})

    async def attack() -> None:
        for clock in range(1, 41):
            await shown(sender, states(*((client, clock, caret) for client in range(9_000, 9_060))))
        await heard([sender, witness])

    await undisturbed(place, attack)
    assert len({client for client in carets(witness) if 9_000 <= client < 9_060}) <= 4
    await sender.socket.close()
    await witness.socket.until(
        lambda: all(state is None for client, state in carets(witness).items() if 9_000 <= client < 9_060)
    )
    await witness.socket.close()


async def test_who_is_refused_again_and_again_reads_on_and_nobody_else_is_barred(place: Arena) -> None:
    reader = await opened(place)
    socket = reader.socket
    bad = h.update(h.run(6_001, 0, h.mark("script", "{}", left=LAST)))
    for number in range(25):
        document = await socket.open(f"{reader.address}\0{number}")
        await document.send_update(bad)
        assert await document.ended() == "refused"
    anywhere = await Socket.connect(place.server, socket.token)
    for one, kind in ((socket, "home"), (anywhere, "home"), (anywhere, "measure")):
        copy: Doc[Any] = Doc()
        for visit in range(3):  # the second with what the first has brought, its deletions included
            again = await one.open(f"{place.document(kind)}\0visit {visit}", doc=copy)
            await settled([again])
            assert again.closed is None
            again.detach()
    again = await socket.open(f"{reader.address}\0again")
    again.type("nå er jeg snill ")
    await again.flush()
    assert await again.ended() == "refused"
    other = await opened(place)
    other.type("og jeg skriver videre ")
    await other.saved()
    await socket.until(lambda: "og jeg skriver videre" in reader.text)
    for one in (socket, other.socket):
        await one.close()


@pytest.mark.rule("P3")
async def test_how_long_it_takes_not_to_find_a_document_does_not_tell_whether_it_exists(place: Arena) -> None:
    socket, hidden = await place.somebody(), place.document("own-notes")
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(300):
        exists = number % 3 == 0
        began = time.monotonic()
        asked = await socket.ask(hidden if exists else f"part/{number:022}")
        await socket.until(lambda a=asked: a.denied)  # type: ignore[misc]
        took[exists].append(time.monotonic() - began)
        assert asked.denied == "not-found"
    await socket.close()
    assert min(took[True] + took[False]) >= 0.005, "both wait for the same moment"
    slower = sum(one > other for one in took[True] for other in took[False])
    assert 0.3 < slower / (len(took[True]) * len(took[False])) < 0.7


async def test_a_depth_that_grows_frame_by_frame_stops_where_the_shape_does(place: Arena) -> None:
    document = await opened(place)
    before = await place.witnessed(document.address)
    await document.send_update(h.update(h.run(6_500, 0, h.xml_text(left=(AUTHOR, 2)))))
    await document.saved()
    after = await place.witnessed(document.address)
    await document.send_update(h.update(h.run(6_500, 1, h.xml_text((6_500, 0)))))
    assert await document.ended() == "refused"
    await place.assert_intact(document.address, after)
    assert after.rows == before.rows + 1
    await document.socket.close()


@pytest.mark.parametrize("what", ["an update", "presence"])
async def test_the_channel_takes_no_content(place: Arena, what: str) -> None:
    socket = await place.somebody()
    channel = await socket.open(place.plan["channel"])
    await settled([channel])
    update = protocol.sync(channel.address, protocol.UPDATE, GROUND)
    frame = update if what == "an update" else protocol.awareness(channel.address, varuint(2**40))
    assert await place.verdict(channel, [frame]) == ("refused" if what == "an update" else "malformed")
    await socket.close()
