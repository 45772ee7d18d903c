"""Everybody in one part: the members in this process, whom other processes tell of, and what they see."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Protocol

from server.domain.access import Access, Level
from server.domain.plan import ParticipantId, PartId, PersonId
from server.ports.processes import PresenceMoved
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import Malformed
from server.sync.socket.member import Member, same_person

from . import awareness
from .awareness import Awareness, NotYetSent, Remote
from .awareness_relay import AwarenessRelay, Publish


class Rights(Protocol):
    """``fresh``: whether the plan's bytes may be delivered by what is known of its rights."""

    @property
    def fresh(self) -> bool: ...
    def access(self, participant: ParticipantId, part: PartId) -> Access: ...


class Company:
    """``owner_of``: whose a Yjs client id is, if anybody has written under it."""

    def __init__(
        self,
        part: PartId,
        rights: Rights,
        publish: Publish,
        owner_of: Callable[[int], PersonId | None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.members: list[Member] = []
        self.publish = publish
        self._part, self._rights, self._now = part, rights, now
        self._owner_of = owner_of
        self._awareness = Awareness(self._may_hold, same_person)
        self._moves = AwarenessRelay(part, publish)
        self._unsaid: dict[str, None] = {}
        self._untold = NotYetSent()

    def enter(self, member: Member) -> None:
        if not self.members:
            self._moves.ask()
        self.members.append(member)

    def leave(self, member: Member) -> None:
        if member in self.members:
            self.members.remove(member)
            self._moved(self._awareness.leave(member), member)
        if not self.members:
            for remote in self._awareness.remotes:  # nobody listens from now on; who comes next asks
                self._awareness.leave(remote)

    def end(self, token: Token) -> None:
        """End the document for everybody here, and say so elsewhere."""
        members, self.members = self.members, []
        for member in members:
            member.end(token)
        for member in members:
            self._moves.add(member.participant.id, self._awareness.leave(member))
        self._moves.send()

    def send(self, body: bytes, but: Member | None, *, hearing_only: bool) -> None:
        """A frame's body to everybody, encoded once per address."""
        encoded: dict[bytes, bytes] = {}
        for member in self.members:
            if member is but or member.cut or (hearing_only and not member.synced):
                continue
            data = encoded.get(member.prefix)
            if data is None:
                data = encoded[member.prefix] = member.prefix + body
            outbox = member.outbox
            if outbox.clear and outbox.write(data):  # as in ``send``; a letter comes here for everybody
                outbox.quiet = False
            else:
                member.send(data)

    def announce(self, text: str) -> None:
        """Send a stateless message to everybody, as soon as it is known who may be told."""
        if not self._rights.fresh:
            self._unsaid[text] = None
            return
        for member in self.members:
            member.send(frames.stateless(member.address, text))

    def _tell_late(self) -> None:
        """What waited until it is known who may be told."""
        unsaid, self._unsaid = self._unsaid, {}
        for text in unsaid:
            self.announce(text)
        if self._rights.fresh:
            self._tell(self._untold.take(self._awareness.states()))

    # -- who is where -----------------------------------------------------------------------------

    def receive(self, member: Member, payload: bytes) -> None:
        """Raises ``Malformed``."""
        self._moved(self._awareness.receive(member, member.user, payload), member)

    def _moved(self, entries: list[awareness.Entry], member: Member) -> None:
        self._tell(entries, member)
        self._moves.add(member.participant.id, entries)

    def _tell(self, entries: list[awareness.Entry], but: Member | None = None) -> None:
        if not self._rights.fresh:
            self._untold.keep(entries)
        elif entries:
            self.send(frames.awareness_body(awareness.encode(entries)), but, hearing_only=False)

    def show(self, member: Member) -> None:
        entries = self._awareness.states()
        if not self._rights.fresh:
            self._untold.keep(entries)
        elif entries:
            member.send(frames.awareness(member.address, awareness.encode(entries)))

    def taken_by_another(self, client: int, member: Member) -> bool:
        return self._awareness.taken_by_another(client, member)

    def _may_hold(self, client: int, holder: Hashable) -> bool:
        owner = self._owner_of(client)
        if owner is None or isinstance(holder, Remote):  # that was judged where the holder is
            return True
        return isinstance(holder, Member) and owner == holder.participant.person

    # -- in other processes -----------------------------------------------------------------------

    def hear(self, sender: str, message: PresenceMoved) -> None:
        """Another process tells of somebody there; who may not read the part is not here either."""
        if not (self.members and self._readable_by(message.participant)):
            return
        try:
            entries = self._awareness.hear(Remote(sender, message.participant), message.payload, self._now())
        except Malformed:
            return  # another version of us
        self._tell(entries)

    def _readable_by(self, participant: ParticipantId) -> bool:
        return self._rights.access(participant, self._part).level >= Level.READ

    def asked(self) -> None:
        """Another process wants to know who is here."""
        for member in self.members:
            self._moves.add(member.participant.id, self._awareness.held_by(member))

    def rights_changed(self) -> None:
        for remote in self._awareness.remotes:
            if not self._readable_by(remote.participant):
                self._tell(self._awareness.leave(remote))
        self._tell_late()

    def expire(self) -> None:
        """Whom other processes no longer tell of is gone; who may be told what can be known again."""
        self._tell_late()
        for remote in self._awareness.silent(self._now()):
            self._tell(self._awareness.leave(remote))
