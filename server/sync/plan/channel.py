"""A plan's channel: who is here, and notices. It carries no content.

Everybody in a part may know of everybody else in it; in the channel you hear only of those you may
know of (docs/domain.md, rule 17), so presence is sent to each member by itself.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from server.domain.plan import ParticipantId
from server.ports.processes import PresenceMoved
from server.sync.part import awareness
from server.sync.part.awareness import Awareness, NotYetSent, Remote
from server.sync.part.awareness_relay import AwarenessRelay, Publish
from server.sync.protocol import frames, lib0
from server.sync.protocol.closings import Token
from server.sync.socket.member import Member, same_person

from .rights import PlanRights

EMPTY_UPDATE = b"\x00\x00"
NO_STATE = b"\x00"
Present = Member | Remote


class Channel:
    def __init__(
        self, rights: PlanRights, publish: Publish, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._rights, self._now = rights, now
        self._awareness = Awareness(lambda _client, _holder: True, same_person)
        self._moves = AwarenessRelay(None, publish)
        self._shown: dict[Member, set[Present]] = {}
        self._told: dict[ParticipantId, str | None] = {}
        self._untold: dict[Member, NotYetSent] = {}

    def __bool__(self) -> bool:
        return bool(self._shown)

    def join(self, member: Member) -> None:
        if not self._shown:
            self._moves.ask()
        self._shown[member] = set()
        member.welcome()
        member.send(frames.step1(member.address, NO_STATE))
        self._review(member)

    def leave(self, member: Member) -> None:
        if self._shown.pop(member, None) is None:
            return
        self._untold.pop(member, None)
        self._moves.add(member.participant.id, self._gone(member))
        if not self._shown:
            for remote in self._awareness.remotes:  # nobody listens from now on; who comes next asks
                self._awareness.leave(remote)

    def _gone(self, present: Present) -> list[awareness.Entry]:
        """Take back whoever left from those it was shown to."""
        gone = self._awareness.leave(present)
        for member, shown in self._shown.items():
            if present in shown:
                shown.discard(present)
                self._tell(member, gone)
        return gone

    def receive(self, member: Member, frame: frames.Frame) -> None:
        if member.cut:
            return
        try:
            self._take(member, frame)
        except lib0.Malformed:
            self._refuse(member, Token.MALFORMED)

    def _take(self, member: Member, frame: frames.Frame) -> None:
        match frame:
            case frames.Step1():
                member.send(frames.step2(member.address, EMPTY_UPDATE))
            case frames.Step2() | frames.Update():
                if frame.update == EMPTY_UPDATE:
                    member.answer(saved=True)
                else:
                    self._refuse(member, Token.REFUSED)
            case frames.AwarenessUpdate():
                if member.caret_rate.take():
                    moved = self._awareness.receive(member, member.user, frame.payload)
                    self._move(member, moved)
                    self._moves.add(member.participant.id, moved)
            case frames.QueryAwareness():
                self._tell(member, self._awareness.states(lambda holder: holder in self._shown[member]))

    def _move(self, present: Present, entries: list[awareness.Entry]) -> None:
        who = _participant(present)
        for other in self._shown:
            if other is not present and self._rights.knows(other.participant.id, who):
                self._shown[other].add(present)
                self._tell(other, entries)

    def _refuse(self, member: Member, token: Token) -> None:
        member.refuse(token)
        self.leave(member)

    def _tell(self, member: Member, entries: list[awareness.Entry]) -> None:
        if not self._rights.fresh:
            self._untold.setdefault(member, NotYetSent()).keep(entries)
        elif entries:
            member.send(frames.awareness(member.address, awareness.encode(entries)))

    def _tell_late(self) -> None:
        """What waited until it is known who may be told, to those who know of it now."""
        if not self._rights.fresh:
            return
        late, self._untold = self._untold, {}
        for member, untold in late.items():
            here = self._awareness.states(self._shown[member].__contains__)
            self._tell(member, untold.take(here))

    def rights_changed(self) -> None:
        """Who may know of whom can be different now."""
        for remote in self._awareness.remotes:
            if not self._rights.active(remote.participant):
                self._gone(remote)
        for member in list(self._shown):
            if self._rights.active(member.participant.id):
                self._review(member)
            else:
                member.end(Token.CONSENT_WITHDRAWN)
                self.leave(member)
        self._tell_late()

    def _review(self, member: Member) -> None:
        """Show whom this member may know of, and take back whom it may no longer."""
        before = self._shown[member]
        me = member.participant.id
        here: list[Present] = [*self._shown, *self._awareness.remotes]
        now = {other for other in here if other is not member and self._rights.knows(me, _participant(other))}
        self._shown[member] = now
        self._tell(member, self._awareness.states(lambda holder: holder in now - before))
        hidden = self._awareness.states(lambda holder: holder in before - now)
        self._tell(member, [awareness.Entry(entry.client, entry.clock + 1, "null") for entry in hidden])

    # -- in other processes -----------------------------------------------------------------------

    def hear(self, sender: str, message: PresenceMoved) -> None:
        """Another process tells of somebody there."""
        if not (self._shown and self._rights.active(message.participant)):
            return
        remote = Remote(sender, message.participant)
        try:
            self._move(remote, self._awareness.hear(remote, message.payload, self._now()))
        except lib0.Malformed:
            return  # another version of us

    def asked(self) -> None:
        """Another process wants to know who is here."""
        for member in self._shown:
            self._moves.add(member.participant.id, self._awareness.held_by(member))

    def expire(self) -> None:
        """Whom other processes no longer tell of is gone; who may be told what can be known again."""
        for remote in self._awareness.silent(self._now()):
            self._gone(remote)
        self._tell_late()

    # -- notices ----------------------------------------------------------------------------------

    def announce_versions(self, version_of: Callable[[ParticipantId], str | None]) -> None:
        """Send a notice to exactly those whose own view of the plan has changed."""
        here = {member.participant.id for member in self._shown}
        versions = {participant: version_of(participant) for participant in here}
        for member in self._shown:
            participant = member.participant.id
            if versions[participant] != self._told.get(participant):
                member.send(frames.stateless(member.address, json.dumps({"type": "plan-changed"})))
        self._told = versions

    def remember_version(self, participant: ParticipantId, version: str | None) -> None:
        """What the page of who comes now will have read; who is here already may have read earlier."""
        if all(member.participant.id != participant for member in self._shown):
            self._told[participant] = version

    def end(self, token: Token) -> None:
        members = list(self._shown)
        self._shown.clear()
        self._untold.clear()
        for member in members:
            member.end(token)
            self._moves.add(member.participant.id, self._awareness.leave(member))
        self._moves.send()


def _participant(present: Present) -> ParticipantId:
    return present.participant if isinstance(present, Remote) else present.participant.id
