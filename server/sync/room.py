"""One open part, one loop: inbox -> joins and reads -> admit and apply -> commit -> acknowledge -> broadcast.

Nothing is applied while its commit is open, and reads are answered before anything is applied: so
nobody is ever handed text that the server could still lose.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from server.domain.plan import PartId
from server.ports import StorageUnavailable, UpdateLog

from . import presence, wire
from .closing import Token
from .lib0 import Malformed
from .member import Member, same_person
from .presence import Presence
from .writer import PartWriter, Verdict, Work, Written

logger = logging.getLogger(__name__)

SNAPSHOT_EVERY = 300
"""Rows after which the part's state is stored, so that a cold join costs the part and not its history."""


@dataclass(frozen=True, slots=True)
class Joining:
    """The member is let in: from now on it hears what happens here."""


JOIN = Joining()
Item = tuple[Member, "wire.Frame | Joining"]


class Room:
    """Created by the hub around a loaded part; ``run`` is its one task."""

    def __init__(
        self,
        part: PartId,
        writer: PartWriter,
        log: UpdateLog,
        idle_seconds: float,
        on_title: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        self.part = part
        self._writer = writer
        self._log = log
        self._idle_seconds = idle_seconds
        self._on_title, self._on_end = on_title, on_end
        self._members: list[Member] = []
        self._inbox: list[Item] = []
        self._later: list[Callable[[], None]] = []
        self._busy = self._ended = False
        self._wake = asyncio.Event()
        self._presence = Presence(self._may_hold, same_person)
        self._snapshotting: asyncio.Task[bool] | None = None
        self._finishing: Token | None = None

    def submit(self, member: Member, item: wire.Frame | Joining) -> None:
        """Hand in a frame; what it leads to is sent to the member."""
        if self._ended:
            member.end(Token.OVERLOADED)
            return
        member.backlog.add()
        self._inbox.append((member, item))
        self._wake.set()

    def leave(self, member: Member) -> None:
        """The member is gone or cut: nothing more is sent to it, and the others are told."""
        if member in self._members:
            self._members.remove(member)
            self._tell_presence(self._presence.leave(member), member)
        self._wake.set()

    def afterwards(self, do: Callable[[], None]) -> None:
        """Call ``do`` once everything handed in so far is dealt with."""
        if self._busy or self._inbox:
            self._later.append(do)
            self._wake.set()
        else:
            do()

    def ask(self, member: Member) -> None:
        """The member's level has risen to edit: what it wrote meanwhile may be news."""
        if member in self._members:
            member.ask(self._writer.replica.state_vector())

    def announce(self, message: Mapping[str, object]) -> None:
        text = json.dumps(message)
        for member in self._members:
            member.send(wire.stateless(member.address, text))

    async def run(self) -> None:
        """Until the room has been idle for a while, or the part can no longer be served."""
        try:
            stored = False
            while self._inbox or not stored:
                while await self._awaited():
                    await self._next_turn()
                stored = await self._store(*self._state()) or self._finishing is not None
        except Exception:
            # The outermost loop of this part: whatever failed, members try again and the log has it.
            logger.exception("a room failed")
        finally:
            self._on_end()
            self._close(self._finishing or Token.OVERLOADED)

    async def _next_turn(self) -> None:
        items, self._inbox = self._inbox, []
        later, self._later = self._later, []
        self._busy = True
        try:
            await self._turn(items)
        finally:
            self._busy = False
            self._release(items, later)

    @staticmethod
    def _release(items: Sequence[Item], later: Sequence[Callable[[], None]]) -> None:
        """Their sockets may send more, whatever became of them: one that failed must not stop its socket."""
        for member, _ in items:
            member.backlog.done()
        for do in later:
            do()

    @property
    def size(self) -> int:
        """About how many bytes the part has."""
        return self._writer.replica.size

    @property
    def _occupied(self) -> bool:
        return bool(self._members or self._inbox)

    async def _awaited(self) -> bool:
        """Wait for something to do; ``False`` when nobody has been here for the idle time."""
        while not (self._inbox or self._later):
            if self._finishing:
                return False
            try:
                async with asyncio.timeout(None if self._occupied else self._idle_seconds):
                    await self._wake.wait()
            except TimeoutError:
                if not self._occupied:
                    return False
            self._wake.clear()
        return True

    def finish(self, token: Token) -> None:
        """Deal with what has arrived, then end every document with ``token`` and stop."""
        self._finishing = token
        self._wake.set()

    def _close(self, token: Token) -> None:
        self._ended = True
        for member in [*self._members, *(member for member, _ in self._inbox)]:
            member.end(token)
        self._members.clear()
        items, self._inbox = self._inbox, []
        later, self._later = self._later, []
        self._release(items, later)

    async def _turn(self, items: Sequence[Item]) -> None:
        """Reads first, while the replica equals the log; then the updates; then who is where."""
        for member, item in items:
            if not member.cut:
                self._read(member, item)
            if isinstance(item, wire.Step1):
                await asyncio.sleep(0)  # a diff takes its time, and a member may ask for thirty at once
        works = [
            Work(member, item.update, answer=isinstance(item, wire.Step2))
            for member, item in items
            if isinstance(item, wire.Update | wire.Step2)
        ]
        if works:
            self._settle(works, await self._writer.write(works, self._presence.is_anothers))
            self._snapshot_if_due()
        for member, item in items:
            if isinstance(item, wire.AwarenessUpdate) and not member.cut and member.moving.take():
                self._receive_presence(member, item.payload)

    def _read(self, member: Member, item: wire.Frame | Joining) -> None:
        match item:
            case Joining():
                self._join(member)
            case wire.Step1():
                self._answer(member, item.state_vector)
            case wire.QueryAwareness():
                self._show_presence(member)

    def _join(self, member: Member) -> None:
        self._members.append(member)
        member.welcome()
        member.ask(self._writer.replica.state_vector())
        self._show_presence(member)

    def _answer(self, member: Member, state_vector: bytes) -> None:
        if not member.asking.take():
            self._refuse(member, Token.OVERLOADED)
            return
        try:
            diff = self._writer.replica.diff(state_vector)
        except Malformed:
            self._refuse(member, Token.MALFORMED)
            return
        member.send(wire.step2(member.address, diff))
        member.hears = True

    def _refuse(self, member: Member, token: Token) -> None:
        member.refuse(token)
        self.leave(member)

    def _settle(self, works: Sequence[Work], written: Written) -> None:
        """Every frame's answer in order, then one broadcast, encoded once."""
        for work in works:
            self._respond(work)
        if written.update:
            authors = {work.member for work in works if work.change.payloads}
            alone = len(authors) == 1 and not written.foreign
            self._send_to_all(
                wire.update_body(written.update), authors.pop() if alone else None, hearing_only=True
            )
        if written.title_changed:
            self._on_title()

    def _respond(self, work: Work) -> None:
        member = work.member
        if member.cut:
            return
        if work.answer:
            member.patience.answered()
        match work.verdict:
            case Verdict.ACCEPTED:
                member.answer(saved=True)
            case Verdict.DECLINED:
                member.answer(saved=False)
            case Verdict.AHEAD:
                member.send(wire.step1(member.address, self._writer.replica.state_vector()))
            case _:
                self._refuse(member, work.token)

    def _send_to_all(self, body: bytes, but: Member | None, *, hearing_only: bool) -> None:
        encoded: dict[str, bytes] = {}
        for member in self._members:
            if member is but or member.cut or (hearing_only and not member.hears):
                continue
            data = encoded.get(member.address)
            if data is None:
                data = encoded[member.address] = wire.addressed(member.address, body)
            member.send(data)

    def _may_hold(self, client: int, holder: Hashable) -> bool:
        owner = self._writer.replica.owners.get(client)
        return owner is None or (isinstance(holder, Member) and owner == holder.participant.person)

    def _receive_presence(self, member: Member, payload: bytes) -> None:
        try:
            entries = self._presence.receive(member, member.user, payload)
        except Malformed:
            self._refuse(member, Token.MALFORMED)
            return
        self._tell_presence(entries, member)

    def _tell_presence(self, entries: list[presence.Entry], but: Member) -> None:
        if entries:
            self._send_to_all(wire.awareness_body(presence.encode(entries)), but, hearing_only=False)

    def _show_presence(self, member: Member) -> None:
        entries = self._presence.states()
        if entries:
            member.send(wire.awareness(member.address, presence.encode(entries)))

    def _state(self) -> tuple[int, bytes]:
        """The part between two turns, when the replica equals the log."""
        return self._writer.replica.seq, self._writer.replica.encode()

    def _snapshot_if_due(self) -> None:
        due = self._writer.replica.seq - self._writer.snapshot_seq >= SNAPSHOT_EVERY
        if due and (self._snapshotting is None or self._snapshotting.done()):
            self._snapshotting = asyncio.create_task(self._store(*self._state()))

    async def _store(self, seq: int, payload: bytes) -> bool:
        if seq == self._writer.snapshot_seq:
            return True
        try:
            await self._log.save_snapshot(self.part, seq, payload)
        except StorageUnavailable:
            logger.warning("a snapshot was not stored; the log still holds everything")
            return False
        self._writer.snapshot_seq = seq
        return True
