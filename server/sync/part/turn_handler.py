"""One turn of a part: reads are answered, edits written and sent on, carets shown; or it is turned away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from server.ports.log import StorageUnavailable
from server.ports.processes import RowsStored
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import Malformed
from server.sync.socket.member import Member
from server.telemetry.counts import counts
from server.telemetry.turn_timing import BROADCAST, PUBLISH, now

from .awareness_relay import Publish
from .circle import Circle, Rights
from .inbox import Inbox
from .log_follower import repeated
from .snapshots import Snapshots
from .turn import ACCEPTED, Edit, Join, Look, Read, Settled, Sync, Turn, Verdict
from .writer import HELD_SECONDS, PartWriter

HAS_NOTHING = b"\x00"
"""The state vector of who comes new: to compare anything with it, the document itself is not needed."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a part has of its plan. ``on_title``: its title has changed. ``on_end``: its room has ended."""

    rights: Rights
    publish: Publish | None
    idle_seconds: float
    on_title: Callable[[], None]
    on_end: Callable[[], None]


class TurnHandler:
    """``inbox`` is where rows of other processes wait; what members sent comes as turns."""

    def __init__(
        self, inbox: Inbox, writer: PartWriter, circle: Circle, snapshots: Snapshots, around: Surroundings
    ) -> None:
        self._inbox, self._circle, self._snapshots = inbox, circle, snapshots
        self._writer, self._log_follower = writer, writer.log_follower
        self._around, self._rights = around, around.rights

    def leave(self, member: Member) -> None:
        """The member is gone or cut: nothing more is sent to it, and the others no longer see it."""
        self._circle.leave(member)
        if not self._circle.members:
            self._inbox.read_log_first()  # nobody looks for us while nobody is here
        self._inbox.wake()

    async def rights_known(self) -> bool:
        """Whether rights are known as they stand, so that content may be handed out; asks if not."""
        if self._rights.fresh:
            return True
        try:
            await repeated(self._rights.confirm)
        except StorageUnavailable:
            return False
        return self._rights.fresh

    async def handle(self, turn: Turn) -> None:
        """What others committed and reads, while the replica equals the log; then edits; then carets."""
        if self._inbox.log_goes_on(self._log_follower.replica.seq):
            await self._follow()
        if turn.reads and not await self._serve(turn.reads):
            self.turn_away(turn)
            return
        if turn.edits:
            await self._settle(turn, await self._writer.write(turn))
            if self._log_follower.replica.seq >= self._snapshots.due_at:
                self._snapshots.begin()
        for caret in turn.carets:
            self._receive(caret.member, caret.payload)

    def turn_away(self, turn: Turn) -> None:
        """Nobody can tell who may read or write now: what was sent is not saved, and who asked tries again.
        Who only listens stays: what is missed is looked for once the database answers."""
        self._inbox.take_rows(self._log_follower.replica.seq)
        if not self._circle.members:
            self._inbox.read_log_first()
        for edit in turn.edits:
            self._refuse(edit.member, Token.OVERLOADED)
        for caret in turn.carets:
            self._receive(caret.member, caret.payload)
        for read in turn.reads:
            if not isinstance(read, Look):
                self._end(read.member)

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

    async def _serve(self, reads: Sequence[Read]) -> bool:
        """Answer those who join and ask; ``False``: rights became unknown meanwhile."""
        since = monotonic()
        for read in reads:
            if monotonic() - since > HELD_SECONDS:
                await asyncio.sleep(0)  # a member may ask a thousand times in a turn who is here
                since = monotonic()
            if isinstance(read, Sync):
                if read.state_vector != HAS_NOTHING:
                    await self._log_follower.build()
                if not await self.rights_known():  # reading the log, or diffs of others, took too long
                    return False
                if not read.member.cut:
                    self._answer(read.member, read.state_vector)
                await asyncio.sleep(0)  # a diff takes its time, and a member may ask for thirty at once
            elif not read.member.cut:
                if isinstance(read, Join):
                    self._join(read.member)
                else:
                    self._circle.show(read.member)
        return True

    def _join(self, member: Member) -> None:
        self._circle.enter(member)
        member.welcome()
        member.ask(self._log_follower.replica.state_vector())
        self._circle.show(member)

    def _answer(self, member: Member, state_vector: bytes) -> None:
        if not member.step1_rate.take():
            self._refuse(member, Token.OVERLOADED)
            return
        try:
            first, *others = self._log_follower.replica.lacking(state_vector)
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

    async def _settle(self, turn: Turn, settled: Settled) -> None:
        """Every frame's answer in order, then one broadcast, encoded once; then the other processes."""
        authors = set()
        for edit in turn.edits:
            self._respond(edit)
            if edit.change.payloads:
                authors.add(edit.member)
        if settled.update:
            alone = len(authors) == 1 and not settled.foreign
            await self._broadcast(settled.update, but=authors.pop() if alone else None)
        if turn.timing is not None:
            turn.timing.mark(BROADCAST)
        if settled.rows:
            if self._around.publish is not None:
                self._around.publish(RowsStored(self._log_follower.part, settled.stored()))
            # Without rows there was no news, and nobody waited for it.
            counts.propagation.observe((now() - turn.arrived) / 1e9)
        if turn.timing is not None:
            turn.timing.mark(PUBLISH)
            turn.timing.over(len(turn.edits), len(settled.rows))
        if settled.projection.title is not None:
            self._around.on_title()

    async def _broadcast(self, update: bytes, *, but: Member | None) -> None:
        """To everybody who has synced. Where rights cannot be known they come again and miss nothing."""
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
            member.patience.answered()
        if edit.verdict is ACCEPTED:
            member.outbox.put(member.saved)  # as in ``answer``
            return
        match edit.verdict:
            case Verdict.DECLINED:
                member.answer(saved=False)
            case Verdict.AHEAD:
                member.send(frames.step1(member.address, self._log_follower.replica.state_vector()))
            case _:
                self._refuse(member, edit.token)

    def _receive(self, member: Member, payload: bytes) -> None:
        try:
            self._circle.receive(member, payload)
        except Malformed:
            self._refuse(member, Token.MALFORMED)
