from __future__ import annotations

from server.domain.plan import ParticipantId
from server.ports.processes import AwarenessChanged, AwarenessRequested, Message
from server.sync.part.awareness import AwarenessEntry, encode
from server.sync.part.awareness_relay import AwarenessRelay
from tests.support.at_rest import at_rest
from tests.unit.sync.fakes import PART

A, B = ParticipantId("a"), ParticipantId("b")


async def test_what_moves_in_one_turn_of_the_loop_is_one_message_per_participant() -> None:
    said: list[Message] = []
    moves = AwarenessRelay(PART, said.append)
    moves.add(A, [AwarenessEntry(1, 1, "{}")])
    moves.add(B, [AwarenessEntry(2, 1, "{}")])
    moves.add(A, [AwarenessEntry(1, 2, "{}"), AwarenessEntry(3, 1, "null")])
    moves.add(A, [])
    assert said == []
    await at_rest()
    assert said == [
        AwarenessChanged(PART, A, encode([AwarenessEntry(1, 2, "{}"), AwarenessEntry(3, 1, "null")])),
        AwarenessChanged(PART, B, encode([AwarenessEntry(2, 1, "{}")])),
    ]
    await at_rest()
    assert len(said) == 2


async def test_who_ends_says_it_at_once() -> None:
    said: list[Message] = []
    moves = AwarenessRelay(None, said.append)
    moves.request()
    moves.add(A, [AwarenessEntry(1, 1, "null")])
    moves.send()
    await at_rest()
    assert said == [
        AwarenessRequested(None),
        AwarenessChanged(None, A, encode([AwarenessEntry(1, 1, "null")])),
    ]


async def test_where_there_is_nobody_to_tell_nothing_is_prepared() -> None:
    relay = AwarenessRelay(PART, None)
    relay.request()
    relay.add(A, [AwarenessEntry(1, 1, "{}")])
    relay.send()
