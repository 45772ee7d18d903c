"""A plan's channel: who is here, and notices. It carries no content.

Everybody in a part may know of everybody else in it; in the channel you hear only of those you may
know of (docs/domain.md, rule 17), so presence is sent to each member by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from server.domain.plan import ParticipantId

from . import lib0, presence, wire
from .closing import Token
from .member import Member, same_person
from .presence import Presence
from .rights import PlanRights

EMPTY_UPDATE = b"\x00\x00"
NO_STATE = b"\x00"


class Channel:
    def __init__(self, rights: PlanRights) -> None:
        self._rights = rights
        self._presence = Presence(lambda _client, _holder: True, same_person)
        self._shown: dict[Member, set[Member]] = {}
        self._told: dict[ParticipantId, str] = {}

    def __bool__(self) -> bool:
        return bool(self._shown)

    def join(self, member: Member) -> None:
        self._shown[member] = set()
        member.welcome()
        member.send(wire.step1(member.address, NO_STATE))
        self._review(member)

    def leave(self, member: Member) -> None:
        if self._shown.pop(member, None) is None:
            return
        gone = self._presence.leave(member)
        for other, shown in self._shown.items():
            if member in shown:
                shown.discard(member)
                self._tell(other, gone)

    def receive(self, member: Member, frame: wire.Frame) -> None:
        if member.cut:
            return
        try:
            self._take(member, frame)
        except lib0.Malformed:
            self._refuse(member, Token.MALFORMED)

    def _take(self, member: Member, frame: wire.Frame) -> None:
        match frame:
            case wire.Step1():
                member.send(wire.step2(member.address, EMPTY_UPDATE))
            case wire.Step2() | wire.Update():
                if frame.update == EMPTY_UPDATE:
                    member.answer(saved=True)
                else:
                    self._refuse(member, Token.REFUSED)
            case wire.AwarenessUpdate():
                if member.moving.take():
                    self._move(member, self._presence.receive(member, member.user, frame.payload))
            case wire.QueryAwareness():
                self._tell(member, self._presence.states(lambda holder: holder in self._shown[member]))

    def _move(self, member: Member, entries: list[presence.Entry]) -> None:
        for other in self._shown:
            if other is not member and self._rights.knows(other.participant.id, member.participant.id):
                self._shown[other].add(member)
                self._tell(other, entries)

    def _refuse(self, member: Member, token: Token) -> None:
        member.refuse(token)
        self.leave(member)

    @staticmethod
    def _tell(member: Member, entries: list[presence.Entry]) -> None:
        if entries:
            member.send(wire.awareness(member.address, presence.encode(entries)))

    def rights_changed(self) -> None:
        """Who may know of whom can be different now."""
        for member in list(self._shown):
            if self._rights.active(member.participant.id):
                self._review(member)
            else:
                member.end(Token.CONSENT_WITHDRAWN)
                self.leave(member)

    def _review(self, member: Member) -> None:
        """Show whom this member may know of, and take back whom it may no longer."""
        before = self._shown[member]
        now = {
            other
            for other in self._shown
            if other is not member and self._rights.knows(member.participant.id, other.participant.id)
        }
        self._shown[member] = now
        self._tell(member, self._presence.states(lambda holder: holder in now - before))
        hidden = self._presence.states(lambda holder: holder in before - now)
        self._tell(member, [presence.Entry(entry.client, entry.clock + 1, "null") for entry in hidden])

    def announce_versions(self, versions: Mapping[ParticipantId, str]) -> None:
        """Tell exactly those whose own view of the plan has changed."""
        for member in self._shown:
            participant = member.participant.id
            if versions.get(participant) != self._told.get(participant):
                member.send(wire.stateless(member.address, json.dumps({"type": "plan-changed"})))
        self._told = dict(versions)

    def remember_versions(self, versions: Mapping[ParticipantId, str]) -> None:
        """What the pages of those who come now will have read; who is here already may have read earlier."""
        here = {member.participant.id for member in self._shown}
        self._told = {**versions, **{who: told for who, told in self._told.items() if who in here}}

    def end(self, token: Token) -> None:
        for member in list(self._shown):
            member.end(token)
        self._shown.clear()
