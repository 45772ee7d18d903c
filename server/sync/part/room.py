"""One open part and its loop: queued frames become a turn, which is processed if rights are fresh."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from server.ports.log import StorageUnavailable, Stored
from server.ports.writing import ServerEdit
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.socket.member import Member
from server.telemetry.counts import counts
from server.telemetry.turn_timing import timings

from .circle import Circle
from .inbox import Inbox, Joining, release
from .snapshots import Snapshots
from .turn_handler import RoomContext, TurnHandler
from .writer import PartWriter

logger = logging.getLogger(__name__)


class Room:
    """A loaded part with its members; ``run`` is its one task.

    1. Nothing is applied while a commit is open, and reads are answered before anything is applied: no member
       is sent text that the server could still lose.
    2. Nothing of the plan is sent unless its rights are fresh: checked before a turn, before each answer to a
       Step1, and before a broadcast.
    3. Each frame with an update is answered once, in order, after the commit and before the broadcast.
    4. A member is sent no update before its Step1 is answered, and nothing once it is cut.
    5. Every frame that a turn took from the inbox is released, also on failure: no socket stays blocked.
    6. A room that fails ends the document for all its members, also those whose frames are queued
       (``overloaded``: retry).

    Kept by ``test_room``: 1 ``..._while_a_commit_is_open``, 2 ``..._once_rights_have_become_unknown...``, 3
    ``..._is_acknowledged_``, 4 ``..._never_comes_before_the_step2...``; 5 and 6 ``..._a_room_that_fails``
    and ``test_room_failing``.
    """

    def __init__(
        self, writer: PartWriter, circle: Circle, snapshots: Snapshots, context: RoomContext
    ) -> None:
        self.circle = circle
        self._log_follower = writer.log_follower
        self._snapshots, self._context, self._rights = snapshots, context, context.rights
        self._idle_seconds = context.idle_seconds
        self._inbox = Inbox()
        self._turns = TurnHandler(self._inbox, writer, circle, snapshots, context)
        self.busy = self._ended = False
        self._finishing: Token | None = None

    def submit(self, member: Member, item: frames.DocumentFrame | Joining) -> None:
        """Queue a frame; its answers are sent to the member."""
        if self._ended or self._finishing:
            member.end(self._finishing or Token.OVERLOADED)
            return
        self._inbox.put(member, item)

    async def write(self, written: ServerEdit) -> None:
        """As ``ports.Writing.write``."""
        if self._ended or self._finishing:
            raise StorageUnavailable("the part was closed")
        await self._inbox.put_command(written)

    def leave(self, member: Member) -> None:
        """The member has left or was cut: nothing more is sent to it, and the others no longer see it."""
        self._turns.leave(member)

    def add_rows(self, rows: Sequence[Stored]) -> None:
        """Another process has committed these; no rows: there are new ones that were too large to publish."""
        if self.circle.members:
            self._inbox.add_rows(rows)
        else:
            self._inbox.require_log()

    def log_reached(self, head: int) -> None:
        """The log has rows up to ``head`` at least: read it, unless the current turn gets that far."""
        self._inbox.head = max(self._inbox.head, head)
        self._inbox.wake()

    def when_processed(self, do: Callable[[], None], member: Member | None = None) -> None:
        """Call ``do`` once the queued frames of ``member``, or of all, are processed."""
        if self.busy or self._something_to_do():
            self._inbox.when_processed(do, member)
        else:
            do()

    def request_missing(self, member: Member) -> None:
        """The member's level was raised to edit: request what it wrote meanwhile."""
        if member in self.circle.members:
            member.request_missing(self._log_follower.replica.state_vector())

    @property
    def size(self) -> int:
        """Bytes of the part, approximately."""
        return self._log_follower.replica.size

    @property
    def seq(self) -> int:
        """The seq of the last row of the log that is applied here."""
        return self._log_follower.replica.seq

    @property
    def occupied(self) -> bool:
        return bool(self.circle.members or self._inbox.weight or self._inbox.commands)

    def retire(self) -> None:
        """End the idle time now."""
        self._idle_seconds = 0.0
        self._inbox.wake()

    def finish(self, token: Token) -> None:
        """Process the queued frames and no others, then end the document for every member and stop."""
        self._finishing = token
        self._inbox.wake()

    # -- the loop ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """Returns when the room has been idle for the idle time, has finished or has failed."""
        try:
            while not self._ended:
                while await self._awaited():
                    await self._next_turn()
                await self._snapshots.store()
                self._ended = not (self._inbox.weight or self._inbox.commands)
            counts.evictions += self._finishing is None
        except StorageUnavailable:
            # Members retry. No defect: the log says of the database what is wrong with it.
            logger.warning("a part was closed because the database does not answer")
        except Exception:
            # The outermost loop of this part: whatever failed, members retry and the log has the content.
            logger.exception("a room failed")
            counts.room_failures += 1
        finally:
            self._snapshots.stop()
            self._context.on_end()
            self._close(self._finishing or Token.OVERLOADED)
            self._log_follower.discard_replica()

    async def _awaited(self) -> bool:
        """Wait for work; ``False``: no member for the idle time, or finishing."""
        inbox = self._inbox
        while not (inbox.weight or self._something_to_do()):
            if self._finishing:
                return False
            try:
                await inbox.wait(None if self.circle.members else self._idle_seconds)
            except TimeoutError:
                if not self.occupied:
                    return False
        return True

    def _something_to_do(self) -> bool:
        inbox = self._inbox
        if inbox.weight or inbox.callbacks or inbox.commands:
            return True
        return (
            bool(self.circle.members)
            and not self._finishing
            and inbox.has_newer(self._log_follower.replica.seq)
        )

    async def _next_turn(self) -> None:
        """Handle the next turn, or reject it if the rights are not known."""
        inbox = self._inbox
        turn = inbox.take_turn()
        callbacks = inbox.take_callbacks() if inbox.callbacks else ()
        if timings.report is not None:
            turn.timing = timings.begin(turn.arrived)
        self.busy = True
        try:
            if self._rights.fresh or await self._turns.rights_known():
                await self._turns.handle(turn)
            else:
                await self._turns.reject(turn)
        except Exception:
            if turn.command is not None:
                turn.command.failed(StorageUnavailable("the part was closed"))
            for item in turn:  # the circle does not contain members that have not joined yet
                item.member.end(self._finishing or Token.OVERLOADED)
            raise
        finally:
            self.busy = False
            release(turn, callbacks)
        if inbox.weight:
            await asyncio.sleep(0)  # the turns of a busy room may never have awaited

    def _close(self, token: Token) -> None:
        self._ended = True
        self.circle.end(token)
        self._inbox.fail_commands()
        turn = self._inbox.take_turn(everything=True)
        for item in turn:
            item.member.end(token)
        release(turn, self._inbox.take_callbacks())
