"""The members of one document, those present in other processes, and what they see of each other.

A part and a plan's channel have one each; they differ in who may know of whom.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from typing import Protocol

from server.domain.access import Access, Level
from server.domain.plan import ParticipantId, PartId, PersonId
from server.ports.processes import PresenceAsked, PresenceMoved
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import Malformed
from server.sync.socket.member import Member

from . import awareness
from .awareness import Awareness, Entry, NotYetSent, Remote
from .awareness_relay import AwarenessRelay, Publish

Present = Member | Remote
Sees = Callable[[Member, Present], bool]


class Rights(Protocol):
    """The plan's rights as this process knows them.

    ``fresh``: they may be acted upon, and the plan's bytes delivered by them. ``refresh`` reads them anew and
    cuts who has lost some. ``confirm`` asks the database which version stands; ``confirmed``: it said so of
    ``version``, asked at ``asked_at`` by the clock ``now``.
    """

    @property
    def fresh(self) -> bool: ...
    @property
    def version(self) -> int: ...
    def now(self) -> float: ...
    def confirmed(self, version: int, asked_at: float) -> bool: ...
    async def refresh(self) -> None: ...
    async def confirm(self) -> None: ...
    def access(self, participant: ParticipantId, part: PartId) -> Access: ...


def participant_of(present: object) -> ParticipantId | None:
    if isinstance(present, Member):
        return present.participant.id
    return present.participant if isinstance(present, Remote) else None


def same_person(one: object, other: object) -> bool:
    """Whether two are one participant, at two screens, over two connections or in two processes."""
    return participant_of(one) == participant_of(other) is not None


class Circle:
    """``members`` are in this process; participants in other processes are held beside them.

    ``admits``: whether a participant may be here at all. ``may_hold`` as in ``Awareness``. ``sees``: whether
    a member may know of somebody else here; ``None``: everybody may know of everybody. While rights are not
    fresh nothing is sent, but kept; what counts is how it is afterwards.
    """

    def __init__(
        self,
        part: PartId | None,
        rights: Rights,
        publish: Publish | None,
        *,
        admits: Callable[[ParticipantId], bool],
        may_hold: Callable[[int, Hashable], bool] = lambda _client, _holder: True,
        sees: Sees | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.members: list[Member] = []
        self._rights, self._admits, self._sees, self._now = rights, admits, sees, now
        self._awareness = Awareness(may_hold, same_person)
        self._relay = AwarenessRelay(part, publish)
        self._shown: dict[Member, set[Present]] = {}
        """Whom each member has been shown, where not everybody sees everybody."""
        self._unsent: dict[Member, NotYetSent] = {}
        self._unsent_notices: dict[str, None] = {}

    def enter(self, member: Member) -> None:
        if not self.members:
            self._relay.ask()
        self.members.append(member)
        if self._sees is not None:
            self._shown[member] = self._seen_by(member)

    def leave(self, member: Member) -> None:
        """Remove the member, and its states from what the others see."""
        if member not in self.members:
            return
        self.members.remove(member)
        self._shown.pop(member, None)
        self._unsent.pop(member, None)
        self._relay.add(member.participant.id, self._gone(member))
        if not self.members:
            for remote in self._awareness.remotes:  # nobody listens from now on; who comes next asks
                self._awareness.leave(remote)

    def end(self, token: Token) -> None:
        """End the document for everybody here, and say so elsewhere."""
        members, self.members = self.members, []
        self._shown.clear()
        self._unsent.clear()
        for member in members:
            member.end(token)
        for member in members:
            self._relay.add(member.participant.id, self._awareness.leave(member))
        self._relay.send()

    def send(
        self, body: bytes, to: Iterable[Member], but: Present | None = None, *, synced: bool = False
    ) -> None:
        """A frame's body, encoded once per address. ``synced``: only to those whose Step1 was answered."""
        encoded: dict[bytes, bytes] = {}
        for member in to:
            if member is but or member.cut or (synced and not member.synced):
                continue
            data = encoded.get(member.prefix)
            if data is None:
                data = encoded[member.prefix] = member.prefix + body
            outbox = member.outbox
            if outbox.clear and outbox.write(data):  # as ``put`` does; a letter comes here for everybody
                outbox.quiet = False
            else:
                outbox.put(data, member)

    def announce(self, text: str) -> None:
        """Send a stateless message to everybody, as soon as rights are known."""
        if self._rights.fresh:
            self.send(frames.stateless_body(text), self.members)
        else:
            self._unsent_notices[text] = None

    # -- awareness -------------------------------------------------------------------------------

    def receive(self, member: Member, payload: bytes) -> None:
        """Take a member's awareness update. Raises ``Malformed``."""
        if member.cut or not member.caret_rate.take():
            return
        entries = self._awareness.receive(member, member.user, payload)
        self._moved(member, entries)
        self._relay.add(member.participant.id, entries)

    def show(self, member: Member) -> None:
        """Everybody the member sees."""
        self._send(self._visible_to(member), [member])

    def taken_by_another(self, client: int, member: Member) -> bool:
        """Whether somebody else is present under a Yjs client id."""
        return self._awareness.taken_by_another(client, member)

    def _moved(self, present: Present, entries: list[Entry]) -> None:
        sees, seeing = self._sees, self.members
        if sees is not None:
            seeing = [member for member in self.members if member is not present and sees(member, present)]
            for member in seeing:
                self._shown[member].add(present)
        self._send(entries, seeing, present)

    def _gone(self, present: Present) -> list[Entry]:
        """Take back somebody who left from those it was shown to."""
        entries, saw = self._awareness.leave(present), self.members
        if self._sees is not None:
            saw = [member for member, shown in self._shown.items() if present in shown]
            for member in saw:
                self._shown[member].discard(present)
        self._send(entries, saw, present)
        return entries

    def _send(self, entries: list[Entry], to: Iterable[Member], but: Present | None = None) -> None:
        if not entries:
            return
        if self._rights.fresh:
            self.send(frames.awareness_body(awareness.encode(entries)), to, but)
            return
        for member in to:
            if member is not but:
                self._unsent.setdefault(member, NotYetSent()).keep(entries)

    def _visible_to(self, member: Member) -> list[Entry]:
        if self._sees is None:
            return self._awareness.states()
        return self._awareness.states(self._shown[member].__contains__)

    def _seen_by(self, member: Member) -> set[Present]:
        here: list[Present] = [*self.members, *self._awareness.remotes]
        sees = self._sees
        return {other for other in here if other is not member and (sees is None or sees(member, other))}

    # -- rights -----------------------------------------------------------------------------------

    def rights_changed(self) -> None:
        """Who may be here, and know of whom, can be different now."""
        for remote in self._awareness.remotes:
            if not self._admits(remote.participant):
                self._gone(remote)
        for member in self._shown:
            self._review(member)
        self._send_late()

    def _review(self, member: Member) -> None:
        """Show whom this member may know of, and take back whom it may no longer."""
        before = self._shown[member]
        now = self._shown[member] = self._seen_by(member)
        self._send(self._awareness.states(lambda holder: holder in now - before), [member])
        hidden = self._awareness.states(lambda holder: holder in before - now)
        self._send([Entry(entry.client, entry.clock + 1, "null") for entry in hidden], [member])

    def _send_late(self) -> None:
        """Send what was kept while rights were unknown."""
        if not self._rights.fresh:
            return
        notices, self._unsent_notices = self._unsent_notices, {}
        for text in notices:
            self.announce(text)
        unsent, self._unsent = self._unsent, {}
        for member, kept in unsent.items():
            self._send(kept.take(self._visible_to(member)), [member])

    # -- in other processes -----------------------------------------------------------------------

    def take(self, sender: str, message: PresenceMoved | PresenceAsked) -> None:
        """Take another process's states of a participant there, or send it those of the members here."""
        if isinstance(message, PresenceAsked):
            for member in self.members:
                self._relay.add(member.participant.id, self._awareness.held_by(member))
        elif self.members and self._admits(message.participant):
            remote = Remote(sender, message.participant)
            try:
                entries = self._awareness.receive_remote(remote, message.payload, self._now())
            except Malformed:
                return  # another version of us
            self._moved(remote, entries)

    def expire(self) -> None:
        """Drop participants no longer renewed by other processes; send what was kept if rights are known."""
        for remote in self._awareness.expired(self._now()):
            self._gone(remote)
        self._send_late()


def part_circle(
    part: PartId, rights: Rights, publish: Publish | None, owner_of: Callable[[int], PersonId | None]
) -> Circle:
    """Of a part: everybody who may read it may know of everybody else in it.

    ``owner_of``: whose a Yjs client id is, if anybody has written under it.
    """

    def may_read(participant: ParticipantId) -> bool:
        return rights.access(participant, part).level >= Level.READ

    def may_hold(client: int, holder: Hashable) -> bool:
        owner = owner_of(client)
        if owner is None or isinstance(holder, Remote):  # that was judged where the holder is
            return True
        return isinstance(holder, Member) and owner == holder.participant.person

    return Circle(part, rights, publish, admits=may_read, may_hold=may_hold)
