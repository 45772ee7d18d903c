"""One open part, one loop: inbox -> joins and reads -> admit and apply -> commit -> acknowledge -> broadcast.

Nothing is applied while its commit is open, and reads are answered before anything is applied: so
nobody is ever handed text that the server could still lose.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from server.domain.plan import PartId
from server.ports.log import Stored, UpdateLog
from server.ports.processes import RowsStored
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import Malformed
from server.sync.socket.member import Member
from server.telemetry.counts import counts
from server.telemetry.turn_timing import BROADCAST, PUBLISH, Way, ways

from .inbox import Inbox, Item, Joining, edits_of, release
from .members import Company
from .snapshots import Snapshots
from .turn import Edit, Settled, Verdict
from .writer import PartWriter

logger = logging.getLogger(__name__)

HAS_NOTHING = b"\x00"
"""The state vector of who comes new: to compare anything with it, the document itself is not needed."""


class Room:
    """Created by the hub around a loaded part; ``run`` is its one task."""

    def __init__(
        self,
        part: PartId,
        writer: PartWriter,
        company: Company,
        log: UpdateLog,
        idle_seconds: float,
        on_title: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        self.part = part
        self.company = company
        self._writer = writer
        self._snapshots = Snapshots(part, writer, log)
        self._idle_seconds = idle_seconds
        self._on_title, self._on_end = on_title, on_end
        self._inbox = Inbox()
        self.busy = self._ended = False
        self._finishing: Token | None = None

    def submit(self, member: Member, item: frames.Frame | Joining) -> None:
        """Hand in a frame; what it leads to is sent to the member."""
        if self._ended or self._finishing:
            member.end(self._finishing or Token.OVERLOADED)
            return
        self._inbox.put(member, item)

    def leave(self, member: Member) -> None:
        """The member is gone or cut: nothing more is sent to it, and the others are told."""
        self.company.leave(member)
        if not self.company.members:
            self._inbox.read_log_first()  # nobody looks for us while nobody is here
        self._inbox.wake()

    def hear(self, rows: Sequence[Stored]) -> None:
        """Another process has committed these, or more than it could say where there are none."""
        if self.company.members:
            self._inbox.hear(rows)
        else:
            self._inbox.read_log_first()

    def look(self, head: int) -> None:
        """The log goes up to ``head`` at least: read it, unless the turn under way has come so far."""
        self._inbox.head = max(self._inbox.head, head)
        self._inbox.wake()

    def afterwards(self, do: Callable[[], None], member: Member | None = None) -> None:
        """Call ``do`` once all that was handed in is dealt with, or what ``member`` has handed in."""
        if self.busy or self._something_to_do:
            self._inbox.afterwards(do, member)
        else:
            do()

    def ask(self, member: Member) -> None:
        """The member's level has risen to edit: what it wrote meanwhile may be news."""
        if member in self.company.members:
            member.ask(self._writer.replica.state_vector())

    async def run(self) -> None:
        """Until the room has been idle for a while, or the part can no longer be served."""
        try:
            while not self._ended:
                while await self._awaited():
                    await self._next_turn()
                await self._snapshots.store()
                self._ended = not self._inbox.items
            counts.evictions += self._finishing is None
        except Exception:
            # The outermost loop of this part: whatever failed, members try again and the log has it.
            logger.exception("a room failed")
            counts.room_failures += 1
        finally:
            self._snapshots.stop()
            self._on_end()
            self._close(self._finishing or Token.OVERLOADED)
            self._writer.put_away()

    async def _next_turn(self) -> None:
        items, later = self._inbox.take_items(), self._inbox.take_callbacks()
        self.busy = True
        try:
            await self._turn(items, ways.begin(self._inbox.arrived))
        except Exception:
            for member, _ in items:  # who has not joined yet would not be told by anybody
                member.end(self._finishing or Token.OVERLOADED)
            raise
        finally:
            self.busy = False
            release(items, later)
        if self._inbox.items:
            await asyncio.sleep(0)  # turn after turn, and perhaps none has waited for anything

    @property
    def size(self) -> int:
        """About how many bytes the part has."""
        return self._writer.replica.size

    @property
    def seq(self) -> int:
        """Up to where the log is known here."""
        return self._writer.replica.seq

    @property
    def _something_to_do(self) -> bool:
        inbox = self._inbox
        news = bool(self.company.members) and not self._finishing and inbox.news(self.seq)
        return bool(inbox.items or inbox.later) or news

    @property
    def occupied(self) -> bool:
        return bool(self.company.members or self._inbox.items)

    async def _awaited(self) -> bool:
        """Wait for something to do; ``False`` when nobody has been here for the idle time."""
        while not (self._inbox.items or self._something_to_do):
            if self._finishing:
                return False
            try:
                await self._inbox.wait(None if self.occupied else self._idle_seconds)
            except TimeoutError:
                if not self.occupied:
                    return False
        return True

    def retire(self) -> None:
        """Wait no longer for somebody to come back."""
        self._idle_seconds = 0.0
        self._inbox.wake()

    def finish(self, token: Token) -> None:
        """Deal with what has arrived and nothing more, then end every document with ``token`` and stop."""
        self._finishing = token
        self._inbox.wake()

    def _close(self, token: Token) -> None:
        self._ended = True
        self.company.end(token)
        items = self._inbox.take_all()
        for member, _ in items:
            member.end(token)
        release(items, self._inbox.take_callbacks())

    async def _turn(self, items: Sequence[Item], way: Way) -> None:
        """What others committed and reads first, while the replica equals the log; then the updates; then
        who is where."""
        if not await self._writer.rights_known():
            self._turn_away(items)
            return
        if self._inbox.news(self.seq):
            await self._follow()
        for member, item in items:
            if isinstance(item, frames.Update):  # nearly everything is one, and asks for nothing
                continue
            if isinstance(item, frames.Step1) and item.state_vector != HAS_NOTHING:
                await self._writer.build()
            if isinstance(item, frames.Step1) and not await self._writer.rights_known():
                self._turn_away(items)  # reading the log, or diffs of others, took too long
                return
            if not member.cut:
                self._read(member, item)
            if isinstance(item, frames.Step1):
                await asyncio.sleep(0)  # a diff takes its time, and a member may ask for thirty at once
        edits = edits_of(items)
        if edits:
            await self._settle(
                edits, await self._writer.write(edits, self.company.taken_by_another, way), way
            )
            self._snapshots.store_if_due()
        for member, item in items:
            if isinstance(item, frames.AwarenessUpdate):
                self._receive_presence(member, item.payload)

    def _turn_away(self, items: Sequence[Item]) -> None:
        """Nobody can tell who may read or write now: what was sent is not saved, and who asked tries again.
        Who only listens stays: what is missed is looked for once the database answers."""
        self._inbox.take_heard(self.seq)
        if not self.company.members:
            self._inbox.read_log_first()
        for member, item in items:
            if isinstance(item, frames.Update | frames.Step2):
                self._refuse(member, Token.OVERLOADED)
            elif isinstance(item, frames.AwarenessUpdate):
                self._receive_presence(member, item.payload)
            elif isinstance(item, frames.Step1 | Joining):
                self._end(member)

    def _end(self, member: Member) -> None:
        member.end(Token.OVERLOADED)
        self.leave(member)

    async def _follow(self) -> None:
        heard, look = self._inbox.take_heard(self.seq)
        update = await self._writer.follow(heard, look=look)
        if update:
            await self._broadcast(update, but=None)
            self._snapshots.store_if_due()

    def _read(self, member: Member, item: frames.Frame | Joining) -> None:
        match item:
            case Joining():
                self._join(member)
            case frames.Step1():
                self._answer(member, item.state_vector)
            case frames.QueryAwareness():
                self.company.show(member)

    def _join(self, member: Member) -> None:
        self.company.enter(member)
        member.welcome()
        member.ask(self._writer.replica.state_vector())
        self.company.show(member)

    def _answer(self, member: Member, state_vector: bytes) -> None:
        if not member.step1_rate.take():
            self._refuse(member, Token.OVERLOADED)
            return
        try:
            first, *others = self._writer.replica.lacking(state_vector)
        except Malformed:
            self._refuse(member, Token.MALFORMED)
            return
        member.send(frames.step2(member.address, first))
        for update in others:
            member.send(member.prefix + frames.update_body(update))
        member.synced = True

    def _refuse(self, member: Member, token: Token) -> None:
        member.refuse(token)
        self.leave(member)

    async def _settle(self, edits: Sequence[Edit], settled: Settled, way: Way) -> None:
        """Every frame's answer in order, then one broadcast, encoded once; then the other processes."""
        for edit in edits:
            self._respond(edit)
        if settled.update:
            authors = {edit.member for edit in edits if edit.change.payloads}
            alone = len(authors) == 1 and not settled.foreign
            await self._broadcast(settled.update, but=authors.pop() if alone else None)
        way.mark(BROADCAST)
        if settled.rows:
            self.company.publish(RowsStored(self.part, settled.rows))
        way.mark(PUBLISH)
        way.over(len(edits), len(settled.rows))
        if settled.title_changed:
            self._on_title()

    async def _broadcast(self, update: bytes, *, but: Member | None) -> None:
        """To everybody who has synced. Where rights cannot be known they come again and miss nothing."""
        if await self._writer.rights_known():
            self.company.send(frames.update_body(update), but, hearing_only=True)
            return
        for member in [member for member in self.company.members if member.synced and member is not but]:
            self._end(member)

    def _respond(self, edit: Edit) -> None:
        member = edit.member
        counts.edits[edit.verdict] += 1
        if member.cut:
            return
        if edit.answer:
            member.patience.answered()
        match edit.verdict:
            case Verdict.ACCEPTED:
                member.answer(saved=True)
            case Verdict.DECLINED:
                member.answer(saved=False)
            case Verdict.AHEAD:
                member.send(frames.step1(member.address, self._writer.replica.state_vector()))
            case _:
                self._refuse(member, edit.token)

    def _receive_presence(self, member: Member, payload: bytes) -> None:
        if member.cut or not member.caret_rate.take():
            return
        try:
            self.company.receive(member, payload)
        except Malformed:
            self._refuse(member, Token.MALFORMED)
