"""A plan's channel: awareness and notices, no content.

In a part every member sees every other; in the channel a member sees only those it may know of
(docs/domain.md, rule 17), and whoever has lost everything is in no channel.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from server.domain.plan import ParticipantId
from server.ports.live import Notice
from server.sync.part.awareness_relay import Publish
from server.sync.part.circle import Circle, Present, participant_of
from server.sync.protocol import frames, lib0
from server.sync.protocol.closings import Token
from server.sync.socket.member import Member

from .rights import PlanRights

EMPTY_UPDATE = b"\x00\x00"
NO_STATE = b"\x00"


class Channel:
    def __init__(
        self, rights: PlanRights, publish: Publish | None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._rights = rights
        self.circle = Circle(None, rights, publish, admits=rights.takes_part, sees=self._sees, now=now)
        self._announced: dict[ParticipantId, str | None] = {}

    def __bool__(self) -> bool:
        return bool(self.circle.members)

    def _sees(self, member: Member, present: Present) -> bool:
        other = participant_of(present)
        return other is not None and self._rights.tells_presence(member.participant.id, other)

    def join(self, member: Member) -> None:
        self.circle.enter(member)
        member.send_authenticated()
        member.request_missing(NO_STATE)
        self.circle.show(member)

    def leave(self, member: Member) -> None:
        self.circle.leave(member)

    def submit(self, member: Member, frame: frames.DocumentFrame) -> None:
        if member.cut:
            return
        try:
            self._handle(member, frame)
        except lib0.Malformed:
            self._refuse(member, Token.MALFORMED)

    def when_processed(self, do: Callable[[], None], member: Member) -> None:  # noqa: ARG002
        """Call ``do`` at once: a channel has no queue."""
        do()

    def _handle(self, member: Member, frame: frames.DocumentFrame) -> None:
        match frame:
            case frames.Step1():
                member.answer_step1([EMPTY_UPDATE], lambda: NO_STATE)
            case frames.Step2() | frames.Update():
                if frame.update == EMPTY_UPDATE:
                    if isinstance(frame, frames.Step2):
                        member.ahead_frames.step2_handled()
                    member.acknowledge(saved=True)
                else:
                    self._refuse(member, Token.REFUSED)
            case frames.LargeStep2():
                self._refuse(member, Token.TOO_LARGE)
            case frames.AwarenessUpdate():
                self.circle.receive(member, frame.payload)
            case frames.QueryAwareness():
                self.circle.show(member)

    def _refuse(self, member: Member, token: Token) -> None:
        member.refuse(token)
        self.leave(member)

    def rights_changed(self) -> None:
        """Apply changed rights: who takes part, and who sees whom."""
        for member in list(self.circle.members):
            if not self._rights.takes_part(member.participant.id):
                member.end(Token.CONSENT_WITHDRAWN)
                self.leave(member)
        self.circle.rights_changed()

    def end(self, token: Token) -> None:
        self.circle.end(token)

    # -- notices ----------------------------------------------------------------------------------

    def announce_versions(self, version_of: Callable[[ParticipantId], str | None]) -> None:
        """Send a notice to exactly the members whose own view of the plan has changed."""
        here = {member.participant.id for member in self.circle.members}
        versions = {participant: version_of(participant) for participant in here}
        for member in self.circle.members:
            participant = member.participant.id
            if versions[participant] != self._announced.get(participant):
                member.send(frames.stateless(member.address, json.dumps({"type": Notice.PLAN_CHANGED})))
        self._announced = versions

    def remember_version(self, participant: ParticipantId, version: str | None) -> None:
        """Record the version that a joining participant's page reads; not if another page of theirs is open,
        which may have read an earlier one."""
        if all(member.participant.id != participant for member in self.circle.members):
            self._announced[participant] = version
