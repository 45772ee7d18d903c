"""The *circle* of a document: its members, the participants in other processes, and their awareness.

A part and a plan's channel have one each; they differ in who may see whom.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from functools import partial
from typing import Protocol

from server.domain.access import Access, Level
from server.domain.plan import ParticipantId, PartId, PersonId
from server.ports.processes import AwarenessChanged, AwarenessRequested
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import Malformed
from server.sync.socket.member import Member

from . import awareness
from .awareness import Awareness, AwarenessEntry, Remote, UnsentStates, WaitingStates
from .awareness_relay import AwarenessRelay, Publish

Present = Member | Remote
Sees = Callable[[Member, Present], bool]


class Rights(Protocol):
    """The plan's rights as known to this process.

    ``fresh``: recent enough to send the plan's bytes by them. ``refresh`` reads them from the database and
    cuts members that have lost theirs. ``confirm`` asks the database for the current version; ``confirmed``
    records that ``version`` was current when it was asked at ``asked_at``, in seconds of the clock ``now``.
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
    """Whether two are the same participant: on two screens, over two connections or in two processes."""
    return participant_of(one) == participant_of(other) is not None


class Circle:
    """``members`` are those in this process.

    ``admits``: whether a participant may be present at all. ``may_hold`` and ``fields`` as in ``Awareness``.
    ``sees``: whether a member may see somebody else; ``None``: everybody sees everybody. ``hides``: whose
    states nobody is shown. While rights are not fresh nothing is sent; states are kept, and sent later.
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
        hides: Callable[[ParticipantId], bool] = lambda _participant: False,
        fields: Collection[str] = (),
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.members: list[Member] = []
        self._rights, self._now = rights, now
        self._admits, self._sees, self._hides = admits, sees, hides
        self._awareness = Awareness(may_hold, same_person, fields)
        self._relay = AwarenessRelay(part, publish)
        self._shown: dict[Member, set[Present]] = {}
        """Whom each member has been shown; only used with ``sees``."""
        self._waiting: dict[Member, WaitingStates] = {}
        """What members send faster than their rate."""
        self._unsent: dict[Member, UnsentStates] = {}
        self._unsent_notices: dict[str, None] = {}

    def enter(self, member: Member) -> None:
        if not self.members:
            self._relay.request()
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
        self._waiting.pop(member, None)
        self._relay.add(member.participant.id, self._remove(member))
        if not self.members:
            for remote in self._awareness.remotes:  # out of date from now on; the next ``enter`` requests
                self._awareness.leave(remote)

    def end(self, token: Token) -> None:
        """End the document for every member, and publish that they have left."""
        members, self.members = self.members, []
        self._shown.clear()
        self._unsent.clear()
        self._waiting.clear()
        for member in members:
            member.end(token)
        for member in members:
            self._relay.add(member.participant.id, self._awareness.leave(member))
        self._relay.send()

    def send(
        self, body: bytes, to: Iterable[Member], but: Present | None = None, *, synced: bool = False
    ) -> None:
        """Send a body, encoded once per address. ``synced``: only to members whose Step1 was answered."""
        encoded: dict[bytes, bytes] = {}
        for member in to:
            if member is but or member.cut or (synced and not member.synced):
                continue
            data = encoded.get(member.prefix)
            if data is None:
                data = encoded[member.prefix] = member.prefix + body
            outbox = member.outbox
            if outbox.clear and outbox.write(data):  # ``put`` inlined: called for every letter and member
                outbox.quiet = False
            else:
                outbox.put(data, member)

    def announce(self, text: str) -> None:
        """Send a stateless message to every member, once rights are fresh."""
        if self._rights.fresh:
            self.send(frames.stateless_body(text), self.members)
        else:
            self._unsent_notices[text] = None

    # -- awareness -------------------------------------------------------------------------------

    def receive(self, member: Member, payload: bytes) -> None:
        """Apply a member's awareness update, or keep it while its rate is used up. Raises ``Malformed``."""
        if member.cut:
            return
        entries = awareness.decode(payload)
        waiting = self._waiting.get(member)
        if waiting is None and member.caret_rate.take():
            self._apply(member, entries)
            return
        if waiting is None:
            waiting = self._waiting[member] = WaitingStates()
            asyncio.get_running_loop().call_later(member.caret_rate.wait, self._apply_waiting, member)
        waiting.keep(entries, partial(self._awareness.accepts, member))

    def _apply_waiting(self, member: Member) -> None:
        waiting = self._waiting.pop(member, None)
        if waiting is not None and not member.cut:
            member.caret_rate.take()
            self._apply(member, waiting.take())

    def _apply(self, member: Member, states: Sequence[AwarenessEntry]) -> None:
        if self._hides(member.participant.id):
            return
        entries = self._awareness.receive(member, member.user, states)
        self._share(member, entries)
        self._relay.add(member.participant.id, entries)

    def show(self, member: Member) -> None:
        """Send the member the states of everybody it sees."""
        self._send(self._visible_to(member), [member])

    def taken_by_another(self, client: int, member: Member) -> bool:
        """Whether somebody else is present under a Yjs client id."""
        return self._awareness.taken_by_another(client, member)

    def _share(self, present: Present, entries: list[AwarenessEntry]) -> None:
        """Send new states of ``present`` to the members that see it."""
        sees, seeing = self._sees, self.members
        if sees is not None:
            seeing = [member for member in self.members if member is not present and sees(member, present)]
            for member in seeing:
                self._shown[member].add(present)
        self._send(entries, seeing, present)

    def _remove(self, present: Present) -> list[AwarenessEntry]:
        """Remove the states of ``present``, also at the members that were shown them."""
        entries, saw = self._awareness.leave(present), self.members
        if self._sees is not None:
            saw = [member for member, shown in self._shown.items() if present in shown]
            for member in saw:
                self._shown[member].discard(present)
        self._send(entries, saw, present)
        return entries

    def _send(self, entries: list[AwarenessEntry], to: Iterable[Member], but: Present | None = None) -> None:
        if not entries:
            return
        if self._rights.fresh:
            self.send(frames.awareness_body(awareness.encode(entries)), to, but)
            return
        for member in to:
            if member is not but:
                self._unsent.setdefault(member, UnsentStates()).keep(entries)

    def _visible_to(self, member: Member) -> list[AwarenessEntry]:
        if self._sees is None:
            return self._awareness.states()
        return self._awareness.states(self._shown[member].__contains__)

    def _seen_by(self, member: Member) -> set[Present]:
        here: list[Present] = [*self.members, *self._awareness.remotes]
        sees = self._sees
        return {other for other in here if other is not member and (sees is None or sees(member, other))}

    # -- rights -----------------------------------------------------------------------------------

    def rights_changed(self) -> None:
        """Apply changed rights: who may be present, and who sees whom."""
        for remote in self._awareness.remotes:
            if not self._admits(remote.participant) or self._hides(remote.participant):
                self._remove(remote)
        for member in filter(lambda each: self._hides(each.participant.id), self.members):
            self._relay.add(member.participant.id, self._remove(member))
        for member in self._shown:
            self._review(member)
        self._send_kept()

    def _review(self, member: Member) -> None:
        """Send the states the member may see now, and remove those it may no longer see."""
        before = self._shown[member]
        now = self._shown[member] = self._seen_by(member)
        self._send(self._awareness.states(lambda holder: holder in now - before), [member])
        hidden = self._awareness.states(lambda holder: holder in before - now)
        self._send([AwarenessEntry(entry.client, entry.clock + 1, "null") for entry in hidden], [member])

    def _send_kept(self) -> None:
        """Send what was kept while rights were not fresh."""
        if not self._rights.fresh:
            return
        notices, self._unsent_notices = self._unsent_notices, {}
        for text in notices:
            self.announce(text)
        unsent, self._unsent = self._unsent, {}
        for member, kept in unsent.items():
            self._send(kept.take(self._visible_to(member)), [member])

    # -- other processes --------------------------------------------------------------------------

    def receive_remote(self, sender: str, message: AwarenessChanged | AwarenessRequested) -> None:
        """Apply another process's states of a participant, or publish those of the members here."""
        if isinstance(message, AwarenessRequested):
            for member in self.members:
                self._relay.add(member.participant.id, self._awareness.held_by(member))
        elif self.members and self._admits(message.participant) and not self._hides(message.participant):
            remote = Remote(sender, message.participant)
            try:
                entries = self._awareness.receive_remote(remote, message.payload, self._now())
            except Malformed:
                return  # sent by another version of the server
            self._share(remote, entries)

    def expire(self) -> None:
        """Remove participants that other processes no longer renew; send kept states if rights are fresh."""
        for remote in self._awareness.expired(self._now()):
            self._remove(remote)
        self._send_kept()


def part_circle(
    part: PartId,
    rights: Rights,
    publish: Publish | None,
    owner_of: Callable[[int], PersonId | None],
    fields: Collection[str] = (),
    hides: Callable[[ParticipantId], bool] = lambda _participant: False,
) -> Circle:
    """The circle of a part: everybody who may read the part sees everybody else in it, but whom it ``hides``.

    ``owner_of``: the person who has written under a Yjs client id, if any. ``fields``: the part's."""

    def may_read(participant: ParticipantId) -> bool:
        return rights.access(participant, part).level >= Level.READ

    def may_hold(client: int, holder: Hashable) -> bool:
        owner = owner_of(client)
        if owner is None or isinstance(holder, Remote):  # a remote was checked by its own process
            return True
        return isinstance(holder, Member) and owner == holder.participant.person

    return Circle(part, rights, publish, admits=may_read, may_hold=may_hold, fields=fields, hides=hides)
