"""Only what one of us sealed for that very channel, just now and for the first time, is opened."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain.plan import PlanId
from server.fanout.redis.seal import (
    MAX_AGE_SECONDS,
    MAX_ENVELOPE_BYTES,
    MAX_SENDERS,
    Forged,
    Opener,
    Sealer,
    SealKeys,
    Stale,
)

UNHURRIED = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
KEYS = SealKeys("the secret of this deployment, known to all its processes")
HERE, THERE = KEYS.plan(PlanId("here")), KEYS.plan(PlanId("there"))
NOW = 1_800_000_000.0
BODIES = st.binary(max_size=100)


@dataclass
class Clock:
    now: float = NOW

    def __call__(self) -> float:
        return self.now


def sealer(name: int = 1, clock: Clock | None = None) -> Sealer:
    return Sealer(KEYS, name.to_bytes(16), clock or Clock())


def opener(clock: Clock | None = None) -> Opener:
    return Opener(KEYS, clock or Clock())


@UNHURRIED
@given(st.lists(BODIES, min_size=1, max_size=5))
def test_what_is_sealed_is_opened_in_order(bodies: list[bytes]) -> None:
    sealing, opening = sealer(), opener()
    opened = [opening.open(HERE, sealing.seal(HERE, body)) for body in bodies]
    assert [each.body for each in opened] == bodies
    assert {each.sender for each in opened} == {sealing.sender}
    assert {each.sealed_at for each in opened} == {NOW}


@UNHURRIED
@given(BODIES, st.data())
def test_nothing_can_be_changed(body: bytes, data: st.DataObject) -> None:
    envelope = bytearray(sealer().seal(HERE, body))
    bit = data.draw(st.integers(0, len(envelope) * 8 - 1))
    envelope[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Forged):
        opener().open(HERE, bytes(envelope))


@UNHURRIED
@given(BODIES, st.data())
def test_nothing_can_be_cut_off_or_added(body: bytes, data: st.DataObject) -> None:
    envelope = sealer().seal(HERE, body)
    kept = data.draw(st.integers(0, len(envelope) - 1))
    for changed in (envelope[:kept], envelope + envelope[:kept] + b"\0"):
        with pytest.raises(Forged):
            opener().open(HERE, changed)


@UNHURRIED
@given(st.binary(max_size=200))
def test_nothing_can_be_invented(envelope: bytes) -> None:
    with pytest.raises(Forged):
        opener().open(HERE, envelope)


def test_another_secret_seals_and_names_differently() -> None:
    other = SealKeys("the secret of that deployment, of which nobody here knows")
    assert other.plan(PlanId("here")) != HERE
    with pytest.raises(Forged):
        opener().open(HERE, Sealer(other, bytes(16), Clock()).seal(HERE, b"x"))


def test_nothing_can_be_moved_to_another_plan() -> None:
    opening, envelope = opener(), sealer().seal(HERE, b"x")
    with pytest.raises(Forged):
        opening.open(THERE, envelope)
    assert opening.open(HERE, envelope).body == b"x"


def test_nobody_can_speak_as_somebody_else() -> None:
    envelope = sealer(1).seal(HERE, b"x")
    with pytest.raises(Forged):
        opener().open(HERE, envelope[:1] + (2).to_bytes(16) + envelope[17:])


@UNHURRIED
@given(st.permutations(range(6)))
def test_nothing_is_heard_twice_or_after_something_said_later(order: list[int]) -> None:
    sealing, opening = sealer(), opener()
    envelopes = [(channel, sealing.seal(channel, b"")) for channel in (HERE, THERE) * 3]
    latest = -1
    for place in order:
        if place > latest:
            opening.open(*envelopes[place])
            latest = place
        else:
            with pytest.raises(Forged):
                opening.open(*envelopes[place])
        with pytest.raises(Forged):
            opening.open(*envelopes[place])


def test_a_forged_later_number_does_not_silence_the_sender() -> None:
    sealing, opening = sealer(), opener()
    first, second = sealing.seal(HERE, b"1"), sealing.seal(HERE, b"2")
    opening.open(HERE, first)
    with pytest.raises(Forged):
        opening.open(HERE, first[:17] + b"\x7f" * 8 + first[25:])
    assert opening.open(HERE, second).body == b"2"


@pytest.mark.parametrize("distance", [MAX_AGE_SECONDS + 1, -MAX_AGE_SECONDS - 1])
def test_what_was_held_back_is_not_heard(distance: float) -> None:
    ours, opening = Clock(), opener(Clock())
    sealing = sealer(clock=ours)
    ours.now = NOW + distance
    with pytest.raises(Stale):
        opening.open(HERE, sealing.seal(HERE, b"x"))
    ours.now = NOW + distance * 0.9
    assert opening.open(HERE, sealing.seal(HERE, b"x")).body == b"x"


def test_a_process_that_never_heard_a_sender_hears_what_is_recent() -> None:
    sealing = sealer()
    sealing.seal(HERE, b"1")
    assert opener().open(HERE, sealing.seal(HERE, b"2")).body == b"2"


def test_only_so_many_senders_are_remembered_and_forgers_are_not_among_them() -> None:
    opening = opener()
    first, *others = [sealer(name).seal(HERE, b"") for name in range(MAX_SENDERS)]
    for envelope in (first, *others):
        opening.open(HERE, envelope)
    new = [sealer(name).seal(HERE, b"") for name in range(MAX_SENDERS, MAX_SENDERS + 50)]
    for envelope in new:
        with pytest.raises(Forged):
            opening.open(THERE, envelope)
    with pytest.raises(Forged):
        opening.open(HERE, first)
    for envelope in new:
        opening.open(HERE, envelope)
    for envelope in (*others[49:], *new):
        with pytest.raises(Forged):
            opening.open(HERE, envelope)
    opening.open(HERE, first)  # forgotten, with 49 others: as from somebody new, it is recent


def test_an_endless_envelope_is_not_even_tried() -> None:
    with pytest.raises(Forged, match="size"):
        opener().open(HERE, sealer().seal(HERE, bytes(MAX_ENVELOPE_BYTES)))


def test_channels_tell_nothing_and_are_all_different() -> None:
    names = {HERE, THERE, KEYS.sessions, KEYS.echo(b"here"), KEYS.plan(PlanId("")), KEYS.echo(b"")}
    assert len(names) == 6
    assert not any(b"here" in name for name in names)
