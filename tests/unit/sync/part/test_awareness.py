from __future__ import annotations

import json
from collections.abc import Hashable
from functools import partial

import pytest

from server.domain.plan import ParticipantId
from server.sync.part.awareness import (
    MAX_CLIENT_IDS,
    MAX_STATES_PER_FRAME,
    REMOTE_SECONDS,
    Awareness,
    AwarenessEntry,
    Remote,
    WaitingStates,
    decode,
    encode,
)
from server.sync.protocol.lib0 import Malformed, varuint

USER = {"id": "p1", "name": "Kari", "role": "owner", "initials": "K", "colour": 3}
CURSOR = {
    "anchor": {
        "type": {"client": 7, "clock": 2},
        "tname": None,
        "item": {"client": 5, "clock": 9},
        "assoc": 0,
    },
    "head": {"tname": "body", "assoc": -1},
}


def frame(*entries: tuple[int, int, object]) -> bytes:
    return encode([AwarenessEntry(client, clock, json.dumps(state)) for client, clock, state in entries])


def told(entries: list[AwarenessEntry]) -> list[tuple[int, int, object]]:
    return [(entry.client, entry.clock, json.loads(entry.json)) for entry in entries]


@pytest.fixture
def awareness() -> Awareness:
    return Awareness(lambda client, holder: client != 666)


def receive(
    awareness: Awareness, holder: Hashable, *entries: tuple[int, int, object]
) -> list[tuple[int, int, object]]:
    return told(awareness.receive(holder, USER, decode(frame(*entries))))


def test_the_server_writes_who_somebody_is_and_takes_only_the_caret(awareness: Awareness) -> None:
    claimed = {"user": {"id": "p2", "name": "Fastlegen"}, "cursor": CURSOR, "more": "things"}
    assert receive(awareness, "a", (5, 1, claimed)) == [(5, 1, {"user": USER, "cursor": CURSOR})]
    assert told(awareness.states()) == [(5, 1, {"user": USER, "cursor": CURSOR})]


@pytest.mark.parametrize(
    ("claimed", "shown"),
    [
        ("due", {"field": "due"}),
        ("secret words", {}),
        (None, {}),
        (7, {}),
        (["due"], {}),
    ],
)
def test_in_a_part_it_also_takes_the_name_of_one_of_its_fields(
    claimed: object, shown: dict[str, str]
) -> None:
    awareness = Awareness(lambda _client, _holder: True, fields=("start", "due"))
    state = {"cursor": None, "field": claimed}
    assert receive(awareness, "a", (5, 1, state)) == [(5, 1, {"user": USER, "cursor": None, **shown})]


def test_where_there_are_no_fields_nobody_is_in_one(awareness: Awareness) -> None:
    state = {"cursor": None, "field": "due"}
    assert receive(awareness, "a", (5, 1, state)) == [(5, 1, {"user": USER, "cursor": None})]


@pytest.mark.parametrize(
    "cursor",
    [
        None,
        "here",
        {"anchor": CURSOR["anchor"]},
        {**CURSOR, "text": "secret"},
        {**CURSOR, "head": {"tname": "fields"}},
        {**CURSOR, "head": {"item": {"client": 1, "clock": 2, "note": "x"}}},
        {**CURSOR, "head": {"item": "x"}},
        {**CURSOR, "head": {"assoc": "x"}},
        {**CURSOR, "head": {"assoc": 10**40}},
        {**CURSOR, "head": {"item": {"client": 10**4_000, "clock": 2}}},
    ],
)
def test_what_is_no_caret_is_left_out(awareness: Awareness, cursor: object) -> None:
    assert receive(awareness, "a", (5, 1, {"cursor": cursor})) == [(5, 1, {"user": USER, "cursor": None})]


def test_nobody_moves_or_removes_anothers_caret(awareness: Awareness) -> None:
    receive(awareness, "a", (5, 1, {"cursor": CURSOR}))
    assert receive(awareness, "b", (5, 9, {}), (5, 10, None)) == []
    assert [entry.clock for entry in awareness.states()] == [1]


def test_nobody_appears_under_a_client_id_that_is_not_free(awareness: Awareness) -> None:
    assert receive(awareness, "a", (666, 1, {})) == []


def test_an_older_state_changes_nothing(awareness: Awareness) -> None:
    receive(awareness, "a", (5, 3, {"cursor": CURSOR}))
    assert receive(awareness, "a", (5, 2, {}), (5, 3, {})) == []
    assert receive(awareness, "a", (5, 4, {})) == [(5, 4, {"user": USER, "cursor": None})]


def test_going_away_counts_also_at_the_same_clock(awareness: Awareness) -> None:
    """y-protocols: a state removed at its own clock is removed."""
    receive(awareness, "a", (5, 3, {}))
    assert receive(awareness, "a", (5, 3, None)) == [(5, 3, None)]
    assert awareness.states() == []
    assert receive(awareness, "a", (5, 9, None)) == [], "who is not there cannot go"


def test_one_holder_has_only_so_many_client_ids(awareness: Awareness) -> None:
    many: list[tuple[int, int, object]] = [(100 + number, 1, {}) for number in range(MAX_CLIENT_IDS + 3)]
    assert len(receive(awareness, "a", *many)) == MAX_CLIENT_IDS
    assert len(receive(awareness, "b", (200, 1, {}))) == 1


def test_who_comes_back_takes_over_from_the_connection_that_was_lost() -> None:
    """The page sends its state once more, at the clock it had; the old connection is missed only later."""
    awareness = Awareness(lambda client, holder: True, same=lambda one, other: str(one)[0] == str(other)[0])
    receive(awareness, "a1", (5, 3, {"cursor": CURSOR}))
    assert receive(awareness, "b1", (5, 4, {})) == []
    assert receive(awareness, "a2", (5, 2, {})) == []
    assert receive(awareness, "a2", (5, 3, {"cursor": CURSOR})) == [(5, 3, {"user": USER, "cursor": CURSOR})]
    assert awareness.leave("a1") == []
    assert told(awareness.leave("a2")) == [(5, 3, None)]


def test_states_leave_with_their_holder(awareness: Awareness) -> None:
    receive(awareness, "a", (5, 3, {}), (6, 1, {}))
    receive(awareness, "b", (7, 1, {}))
    assert told(awareness.leave("a")) == [(5, 3, None), (6, 1, None)]
    assert [entry.client for entry in awareness.states()] == [7]
    assert awareness.leave("a") == []


def test_states_are_shown_of_those_one_may_see(awareness: Awareness) -> None:
    receive(awareness, "a", (5, 1, {}))
    receive(awareness, "b", (6, 1, {}))
    assert [entry.client for entry in awareness.states(lambda holder: holder == "b")] == [6]


def test_what_is_no_json_is_left_out(awareness: Awareness) -> None:
    broken = encode(
        [AwarenessEntry(5, 1, "{"), AwarenessEntry(6, 1, "[" * 2_000), AwarenessEntry(7, 1, "{}")]
    )
    assert [entry.client for entry in awareness.receive("a", USER, decode(broken))] == [7]


@pytest.mark.parametrize("place", [0, 70])
def test_of_a_frame_about_everybody_ones_own_state_is_taken(awareness: Awareness, place: int) -> None:
    for client in range(100, 200):
        receive(awareness, f"holder of {client}", (client, 5, {}))
    others: list[tuple[int, int, object]] = [(client, 9, {"cursor": CURSOR}) for client in range(100, 200)]
    everybody = [*others[:place], (5, 1, {"cursor": CURSOR}), *others[place:]]
    assert [client for client, _, _ in receive(awareness, "a", *everybody)] == [5]
    assert {entry.clock for entry in awareness.states() if entry.client != 5} == {5}


def test_of_a_large_state_the_caret_is_taken_and_of_one_too_large_to_read_nothing(
    awareness: Awareness,
) -> None:
    for clock, size, cursor in ((1, 60_000, CURSOR), (2, 240_000, None)):
        large = {"cursor": CURSOR, "picture": "x" * size}
        told_of = {"user": USER, "cursor": cursor}
        assert receive(awareness, "a", (5, clock, large)) == [(5, clock, told_of)]


def waiting(awareness: Awareness, *frames: bytes) -> list[tuple[int, int, object]]:
    """What is told in the end of frames that all came faster than their member's rate."""
    states = WaitingStates()
    for payload in frames:
        states.keep(decode(payload), partial(awareness.accepts, "a"))
    return told(awareness.receive("a", USER, states.take()))


def test_of_states_that_wait_the_newest_of_each_client_is_kept(awareness: Awareness) -> None:
    receive(awareness, "a", (5, 1, {"cursor": CURSOR}))
    receive(awareness, "b", (6, 1, {"cursor": CURSOR}))
    moves = [frame((7, clock, {"cursor": None}), (6, 1 + clock, None)) for clock in range(20)]
    last = (7, 19, {"user": USER, "cursor": None})
    assert waiting(awareness, frame((5, 1, None)), *moves, frame((7, 18, {}))) == [(5, 1, None), last]
    assert [entry.client for entry in awareness.states()] == [6, 7]


def test_who_comes_and_goes_while_waiting_is_not_left_behind(awareness: Awareness) -> None:
    assert waiting(awareness, frame((5, 1, {})), frame((5, 1, None))) == []
    assert awareness.states() == []
    assert waiting(awareness, frame((5, 2, {})), frame((5, 3, None)), frame((5, 4, {}))) != []


def test_only_so_many_clients_wait(awareness: Awareness) -> None:
    states = WaitingStates()
    states.keep(decode(frame(*((client, 1, {}) for client in range(900)))), lambda _: True)
    assert len(states.take()) == 2 * MAX_CLIENT_IDS


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x01",
        b"\x01\x05\x01",
        frame((5, 1, {})) + b"\x00",
        varuint(MAX_STATES_PER_FRAME + 1),
        frame(*((client, 1, {}) for client in range(99))) + b"\x00",
    ],
)
def test_a_frame_is_read_to_its_end_within_limits(payload: bytes) -> None:
    with pytest.raises(Malformed):
        decode(payload)


REMOTE = Remote("process", ParticipantId("p1"))


def test_whom_another_process_tells_of_is_shown_as_it_says_until_it_is_silent(awareness: Awareness) -> None:
    assert told(awareness.receive_remote(REMOTE, frame((5, 1, {"user": USER})), 100.0)) == [
        (5, 1, {"user": USER})
    ]
    assert awareness.receive_remote(REMOTE, frame((5, 1, {"user": USER})), 120.0) == []
    assert awareness.remotes == [REMOTE]
    assert awareness.expired(120.0 + REMOTE_SECONDS) == []
    assert awareness.expired(120.1 + REMOTE_SECONDS) == [REMOTE]
    assert told(awareness.leave(REMOTE)) == [(5, 1, None)]
    assert awareness.remotes == []


def test_what_a_process_says_too_late_does_not_take_back_whom_another_one_shows(awareness: Awareness) -> None:
    same = Awareness(lambda *_: True, lambda one, other: True)
    elsewhere = Remote("another", REMOTE.participant)
    same.receive_remote(REMOTE, frame((5, 1, {})), 0.0)
    assert told(same.receive_remote(elsewhere, frame((5, 1, {})), 0.0)) == [(5, 1, {})]
    assert same.receive_remote(REMOTE, frame((5, 1, None)), 0.0) == []
    assert receive(same, "here", (5, 2, {})) != []
    assert same.receive_remote(elsewhere, frame((5, 2, None)), 0.0) == []
    assert [entry.client for entry in same.states()] == [5]


def test_another_process_takes_no_client_id_from_somebody_here(awareness: Awareness) -> None:
    receive(awareness, "a", (5, 1, {}))
    assert awareness.receive_remote(REMOTE, frame((5, 9, {})), 0.0) == []
    assert awareness.taken_by_another(5, REMOTE)
