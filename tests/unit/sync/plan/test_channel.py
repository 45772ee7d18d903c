from __future__ import annotations

import json
from typing import cast

import pytest

from server.domain.plan import ParticipantId
from server.ports.processes import Message
from server.sync.part.awareness import AwarenessEntry, decode, encode
from server.sync.plan.channel import Channel
from server.sync.plan.rights import PlanRights
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from tests.support.clients import protocol
from tests.unit.sync.fakes import Heard

ADDRESS = "plan/plan"
CHANGED = json.dumps({"type": "plan-changed"})


class Acquaintance:
    """As much of ``PlanRights`` as a channel asks: pairs who know each other, and who takes part no more."""

    def __init__(self) -> None:
        self.pairs: set[frozenset[str]] = set()
        self.gone: set[str] = set()

    def introduce(self, one: str, other: str) -> None:
        self.pairs.add(frozenset((one, other)))

    def tells_presence(self, one: ParticipantId, other: ParticipantId) -> bool:
        return one == other or frozenset((one, other)) in self.pairs

    fresh = True

    def takes_part(self, participant: ParticipantId) -> bool:
        return participant not in self.gone


class Plan:
    def __init__(self) -> None:
        self.rights = Acquaintance()
        self.published: list[Message] = []
        self.channel = Channel(cast(PlanRights, self.rights), self.published.append)

    def join(self, name: str) -> Heard:
        heard = Heard(name, address=ADDRESS)
        self.channel.join(heard.member)
        heard.frames()
        return heard

    def show(self, heard: Heard, client: int, clock: int = 1) -> None:
        payload = encode([AwarenessEntry(client, clock, "{}")])
        self.channel.submit(heard.member, frames.AwarenessUpdate(ADDRESS, payload))


@pytest.fixture
def plan() -> Plan:
    return Plan()


def seen(heard: Heard) -> list[tuple[int, bool]]:
    """Client ids that appeared (true) or went (false) since the last look."""
    received = [frame for frame in heard.frames() if frame.type == protocol.AWARENESS]
    return [(entry.client, entry.json != "null") for frame in received for entry in decode(frame.data)]


async def test_the_channel_is_a_document_without_content(plan: Plan) -> None:
    heard = Heard("a", address=ADDRESS)
    plan.channel.join(heard.member)
    plan.channel.submit(heard.member, frames.Step1(ADDRESS, b"\x00"))
    plan.channel.submit(heard.member, frames.Step2(ADDRESS, b"\x00\x00"))
    assert [(frame.type, frame.kind, frame.data) for frame in heard.frames()] == [
        (protocol.AUTH, 2, b""),
        (protocol.SYNC, protocol.STEP1, b"\x00"),
        (protocol.SYNC, protocol.STEP2, b"\x00\x00"),
        (protocol.SYNC_STATUS, 1, b""),
    ]


async def test_whoever_writes_into_the_channel_is_refused(plan: Plan) -> None:
    heard = plan.join("a")
    plan.channel.submit(heard.member, frames.Update(ADDRESS, b"\x01\x01\x05\x00\x04\x01\x04body\x01x\x00"))
    assert [(frame.type, frame.text) for frame in heard.frames()][-1] == (protocol.CLOSE, "refused")
    assert not plan.channel


@pytest.mark.rule(17)
async def test_one_hears_only_of_those_one_may_know_of(plan: Plan) -> None:
    plan.rights.introduce("a", "b")
    a, b, c = plan.join("a"), plan.join("b"), plan.join("c")
    plan.show(a, 1)
    assert seen(b) == [(1, True)]
    assert seen(c) == []
    plan.channel.leave(a.member)
    assert seen(b) == [(1, False)]
    assert seen(c) == []


@pytest.mark.rule(17)
async def test_who_comes_later_is_shown_whom_it_may_know_of(plan: Plan) -> None:
    plan.rights.introduce("a", "b")
    a, c = plan.join("a"), plan.join("c")
    plan.show(a, 1)
    plan.show(c, 3)
    heard = Heard("b", address=ADDRESS)
    plan.channel.join(heard.member)
    assert seen(heard) == [(1, True)]
    plan.channel.submit(heard.member, frames.QueryAwareness(ADDRESS))
    assert seen(heard) == [(1, True)]


async def test_when_rights_change_people_appear_and_disappear(plan: Plan) -> None:
    a, b = plan.join("a"), plan.join("b")
    plan.show(a, 1)
    plan.rights.introduce("a", "b")
    plan.channel.rights_changed()
    assert seen(b) == [(1, True)]
    plan.rights.pairs.clear()
    plan.channel.rights_changed()
    assert seen(b) == [(1, False)]
    plan.show(a, 1, clock=2)
    assert seen(b) == []


async def test_who_takes_part_no_more_is_closed(plan: Plan) -> None:
    plan.rights.introduce("a", "b")
    a, b = plan.join("a"), plan.join("b")
    plan.show(a, 1)
    seen(b)
    plan.rights.gone.add("a")
    plan.channel.rights_changed()
    assert [(frame.type, frame.text) for frame in a.frames()] == [(protocol.CLOSE, "consent-withdrawn")]
    assert seen(b) == [(1, False)]


async def test_only_those_whose_own_answer_changed_are_told(plan: Plan) -> None:
    for name in ("a", "b"):
        plan.channel.remember_version(ParticipantId(name), "1")
    a, b = plan.join("a"), plan.join("b")
    plan.channel.announce_versions({ParticipantId("a"): "2", ParticipantId("b"): "1"}.get)
    assert [frame.text for frame in a.frames()] == [CHANGED]
    assert b.frames() == []
    plan.channel.announce_versions({ParticipantId("a"): "2", ParticipantId("b"): "1"}.get)
    assert a.frames() == b.frames() == []


async def test_malformed_presence_ends_the_document(plan: Plan) -> None:
    heard = plan.join("a")
    plan.channel.submit(heard.member, frames.AwarenessUpdate(ADDRESS, b"\x05"))
    assert heard.frames()[-1].text == Token.MALFORMED
    plan.channel.submit(heard.member, frames.Step1(ADDRESS, b"\x00"))
    assert heard.frames() == []


async def test_the_end_is_told_to_everybody(plan: Plan) -> None:
    a, b = plan.join("a"), plan.join("b")
    plan.channel.end(Token.OVERLOADED)
    assert [frame.text for heard in (a, b) for frame in heard.frames()] == ["overloaded"] * 2
    assert not plan.channel


async def test_what_moves_while_nobody_may_be_told_is_told_afterwards_as_it_is_then(
    plan: Plan,
) -> None:
    for name in ("b", "c"):
        plan.rights.introduce("a", name)
    a, b, c, left = plan.join("a"), plan.join("b"), plan.join("c"), plan.join("left")
    plan.show(b, 11)
    assert seen(a) == [(11, True)]
    plan.rights.fresh = False
    plan.show(c, 12)
    plan.show(c, 12, clock=2)
    plan.channel.leave(b.member)
    plan.channel.leave(left.member)
    plan.channel.circle.expire()
    assert seen(a) == []
    plan.rights.fresh = True
    plan.channel.circle.expire()
    assert sorted(seen(a)) == [(11, False), (12, True)]
    plan.channel.circle.expire()
    assert seen(a) == []


async def test_who_may_no_longer_be_known_is_not_told_of_late(plan: Plan) -> None:
    plan.rights.introduce("a", "b")
    a, b = plan.join("a"), plan.join("b")
    plan.rights.fresh = False
    plan.show(b, 11)
    plan.rights.pairs.clear()
    plan.rights.fresh = True
    plan.channel.rights_changed()
    assert (11, True) not in seen(a)
