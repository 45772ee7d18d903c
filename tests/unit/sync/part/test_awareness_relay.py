from __future__ import annotations

import asyncio

from server.domain.plan import ParticipantId
from server.ports.processes import Message, PresenceAsked, PresenceMoved
from server.sync.part.awareness import Entry, encode
from server.sync.part.awareness_relay import AwarenessRelay
from tests.unit.sync.fakes import PART

A, B = ParticipantId("a"), ParticipantId("b")


async def test_what_moves_in_one_turn_of_the_loop_is_one_message_per_participant() -> None:
    said: list[Message] = []
    moves = AwarenessRelay(PART, said.append)
    moves.add(A, [Entry(1, 1, "{}")])
    moves.add(B, [Entry(2, 1, "{}")])
    moves.add(A, [Entry(1, 2, "{}"), Entry(3, 1, "null")])
    moves.add(A, [])
    assert said == []
    await asyncio.sleep(0)
    assert said == [
        PresenceMoved(PART, A, encode([Entry(1, 2, "{}"), Entry(3, 1, "null")])),
        PresenceMoved(PART, B, encode([Entry(2, 1, "{}")])),
    ]
    await asyncio.sleep(0)
    assert len(said) == 2


async def test_who_ends_says_it_at_once() -> None:
    said: list[Message] = []
    moves = AwarenessRelay(None, said.append)
    moves.ask()
    moves.add(A, [Entry(1, 1, "null")])
    moves.send()
    await asyncio.sleep(0)
    assert said == [PresenceAsked(None), PresenceMoved(None, A, encode([Entry(1, 1, "null")]))]


async def test_where_there_is_nobody_to_tell_nothing_is_prepared() -> None:
    relay = AwarenessRelay(PART, None)
    relay.ask()
    relay.add(A, [Entry(1, 1, "{}")])
    relay.send()
