"""Processes one turn of a part: answers reads, writes and broadcasts edits, relays awareness."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from server.concurrency import in_slices
from server.domain.errors import Refusal
from server.ports.log import StorageUnavailable
from server.ports.processes import RowsStored
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import Malformed
from server.sync.socket.member import Member
from server.telemetry.counts import counts
from server.telemetry.turn_timing import BROADCAST, PUBLISH, TurnTiming, now

from .awareness_relay import Publish
from .circle import Circle, Rights
from .inbox import Inbox
from .log_follower import HAS_NOTHING, retried
from .server_edits.writer import ServerWriter
from .snapshots import Snapshots
from .turn import (
    ACCEPTED,
    Caret,
    Edit,
    Join,
    Query,
    QueuedEdit,
    Read,
    Settled,
    Sync,
    Turn,
    Verdict,
    nothing_but,
)
from .writer import YIELD_SECONDS, PartWriter


@dataclass(frozen=True, slots=True)
class RoomContext:
    """What a room uses of its plan. ``on_title``: its title has changed. ``on_end``: the room has ended."""

    rights: Rights
    publish: Publish | None
    idle_seconds: float
    on_title: Callable[[], None]
    on_end: Callable[[], None]


class TurnHandler:
    """``inbox``: queues the rows of other processes; members' frames are passed as turns."""

    def __init__(
        self, inbox: Inbox, writer: PartWriter, circle: Circle, snapshots: Snapshots, context: RoomContext
    ) -> None:
        self._inbox, self._circle, self._snapshots = inbox, circle, snapshots
        self._writer, self._log_follower = writer, writer.log_follower
        self._server_writer = ServerWriter(writer, context.rights)
        self._context, self._rights = context, context.rights

    def leave(self, member: Member) -> None:
        """The member has left or was cut: nothing more is sent to it, and the others no longer see it."""
        self._circle.leave(member)
        if not self._circle.members:
            self._inbox.require_log()  # the watcher checks only occupied rooms
        self._inbox.wake()

    async def rights_known(self) -> bool:
        """Whether rights are fresh, so that content may be sent; confirms them if not."""
        if self._rights.fresh:
            return True
        try:
            await retried(self._rights.confirm)
        except StorageUnavailable:
            return False
        return self._rights.fresh

    async def handle(self, turn: Turn) -> None:
        """Rows of other processes and reads, while the replica equals the log; then edits; then carets."""
        if self._inbox.has_newer(self._log_follower.replica.seq):
            await self._follow()
        if turn.reads and not await self._answer_reads(turn.reads):
            await self.reject(turn)
            return
        if turn.edits:
            await self._settle(turn, await self._writer.write(turn))
            if self._log_follower.replica.seq >= self._snapshots.due_at:
                self._snapshots.begin()
        if turn.carets:
            await self._receive(turn.carets)
        if turn.command is not None:
            await self._write(turn.command)

    async def _write(self, command: QueuedEdit) -> None:
        missed: list[bytes] = []
        try:
            settled = await self._server_writer.write(command.written, missed)
        except (Refusal, StorageUnavailable) as failure:
            command.failed(failure)
            await self._server_writer.undo(missed)
            settled = nothing_but(missed)
        await self._spread(settled, but=None)
        command.done()

    async def reject(self, turn: Turn) -> None:
        """Rights are not known: refuse edits and end the document for members that sent a Step1 or join.

        The others stay; what they miss is found once the database answers.
        """
        self._inbox.take_rows(self._log_follower.replica.seq)
        if not self._circle.members:
            self._inbox.require_log()
        for edit in turn.edits:
            self._refuse(edit.member, Token.OVERLOADED)
        await self._receive(turn.carets)
        for read in turn.reads:
            if not isinstance(read, Query):
                self._end(read.member)
        if turn.command is not None:
            turn.command.failed(StorageUnavailable("rights are not known"))

    def _end(self, member: Member) -> None:
        member.end(Token.OVERLOADED)
        self.leave(member)

    async def _follow(self) -> None:
        rows, read_log = self._inbox.take_rows(self._log_follower.replica.seq)
        update = await self._log_follower.follow(rows, read_log=read_log)
        if update:
            await self._broadcast(update, but=None)
            if self._log_follower.replica.seq >= self._snapshots.due_at:
                self._snapshots.begin()

    async def _answer_reads(self, reads: Sequence[Read]) -> bool:
        """Answer reads; ``False``: rights became unknown meanwhile."""
        since = monotonic()
        for read in reads:
            if monotonic() - since > YIELD_SECONDS:
                await asyncio.sleep(0)  # a member may ask a thousand times in a turn who is here
                since = monotonic()
            if isinstance(read, Sync):
                if read.state_vector != HAS_NOTHING:
                    await self._log_follower.build()
                updates = await self._missing(read.member, read.state_vector)
                if not await self.rights_known():  # reading the log, or other diffs, took too long
                    return False
                if not read.member.cut:
                    read.member.answer_step1(updates, self._log_follower.replica.state_vector)
                await asyncio.sleep(0)  # a diff takes time, and a member may request thirty at once
            elif not read.member.cut:
                if isinstance(read, Join):
                    self._join(read.member)
                else:
                    self._circle.show(read.member)
        return True

    def _join(self, member: Member) -> None:
        self._circle.enter(member)
        member.send_authenticated()
        member.request_missing(self._log_follower.replica.state_vector())
        self._circle.show(member)

    async def _missing(self, member: Member, state_vector: bytes) -> Sequence[bytes]:
        """What the member lacks; if it may not ask, it is refused and there is nothing."""
        if member.cut:
            return ()
        if not member.step1_rate.take():
            self._refuse(member, Token.OVERLOADED)
            return ()
        try:
            return await in_slices(self._log_follower.replica.missing(state_vector))
        except Malformed:
            self._refuse(member, Token.MALFORMED)
            return ()

    def _refuse(self, member: Member, token: Token) -> None:
        member.refuse(token)
        self.leave(member)

    async def _settle(self, turn: Turn, settled: Settled) -> None:
        """Answer every edit in order, then broadcast one update, encoded once; then publish the rows."""
        authors = set()
        for edit in turn.edits:
            self._respond(edit)
            if edit.change.payloads:
                authors.add(edit.member)
        alone = len(authors) == 1 and not settled.foreign
        await self._spread(settled, but=authors.pop() if alone else None, timing=turn.timing)
        if settled.rows:
            # Only turns with rows: the others propagate nothing.
            counts.propagation.observe((now() - turn.arrived) / 1e9)
        if turn.timing is not None:
            turn.timing.over(len(turn.edits), len(settled.rows))

    async def _spread(
        self, settled: Settled, *, but: Member | None, timing: TurnTiming | None = None
    ) -> None:
        """Broadcast one update, encoded once; then publish the rows."""
        if settled.update:
            await self._broadcast(settled.update, but=but)
        if timing is not None:
            timing.mark(BROADCAST)
        if settled.rows and self._context.publish is not None:
            self._context.publish(RowsStored(self._log_follower.part, settled.stored()))
        if timing is not None:
            timing.mark(PUBLISH)
        if settled.projection.title is not None:
            self._context.on_title()

    async def _broadcast(self, update: bytes, *, but: Member | None) -> None:
        """Send to every synced member; if rights are not known their document ends, and they retry."""
        circle = self._circle
        if self._rights.fresh or await self.rights_known():
            circle.send(frames.update_body(update), circle.members, but, synced=True)
            return
        for member in [member for member in circle.members if member.synced and member is not but]:
            self._end(member)

    def _respond(self, edit: Edit) -> None:
        member = edit.member
        counts.edits[edit.verdict] += 1
        if member.cut:
            return
        if edit.answer:
            member.ahead_frames.step2_handled()
        if edit.verdict is ACCEPTED:
            member.outbox.put(member.saved)  # as in ``acknowledge``
            return
        match edit.verdict:
            case Verdict.DECLINED:
                member.acknowledge(saved=False)
            case Verdict.AHEAD:
                member.send(frames.step1(member.address, self._log_follower.replica.state_vector()))
            case _:
                self._refuse(member, edit.token)

    async def _receive(self, carets: Sequence[Caret]) -> None:
        since = monotonic()
        for caret in carets:
            if monotonic() - since > YIELD_SECONDS:
                await asyncio.sleep(0)
                since = monotonic()
            try:
                self._circle.receive(caret.member, caret.payload)
            except Malformed:
                self._refuse(caret.member, Token.MALFORMED)
