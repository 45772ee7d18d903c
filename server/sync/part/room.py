"""One open part, one loop: what waits becomes a turn, and a turn takes place while rights are known."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from server.ports.log import Stored
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.socket.member import Member
from server.telemetry.counts import counts
from server.telemetry.turn_timing import timings

from .circle import Circle
from .inbox import Inbox, Joining, release
from .snapshots import Snapshots
from .turn_handler import Surroundings, TurnHandler
from .writer import PartWriter

logger = logging.getLogger(__name__)


class Room:
    """Around a loaded part; ``run`` is its one task.

    1. Nothing is applied while a commit is open, and reads are answered before anything is applied: nobody is
       ever handed text that the server could still lose.
    2. Nothing of the plan goes out but while its rights are known: asked before a turn, before each answer to
       a Step1, and before a broadcast.
    3. Each frame with an update is answered once, in order, after the commit and before the broadcast.
    4. A member gets no update before its Step1 is answered, and not one byte once it is cut.
    5. Whatever a turn took from the inbox is released, also where it fails: no socket stays unread.
    6. A room that cannot go on says so to everybody in it and waiting for it (``overloaded``: try again).

    Kept by ``test_room``: 1 ``..._while_a_commit_is_open``, 2 ``..._once_rights_have_become_unknown...``, 3
    ``..._is_acknowledged_``, 4 ``..._never_comes_before_the_step2...``; 5 and 6 ``..._a_room_that_fails``
    and ``test_room_failing``.
    """

    def __init__(
        self, writer: PartWriter, circle: Circle, snapshots: Snapshots, around: Surroundings
    ) -> None:
        self.circle = circle
        self._log_follower = writer.log_follower
        self._snapshots, self._around, self._rights = snapshots, around, around.rights
        self._idle_seconds = around.idle_seconds
        self._inbox = Inbox()
        self._turns = TurnHandler(self._inbox, writer, circle, snapshots, around)
        self.busy = self._ended = False
        self._finishing: Token | None = None

    def submit(self, member: Member, item: frames.DocumentFrame | Joining) -> None:
        """Hand in a frame; what it leads to is sent to the member."""
        if self._ended or self._finishing:
            member.end(self._finishing or Token.OVERLOADED)
            return
        self._inbox.put(member, item)

    def leave(self, member: Member) -> None:
        """The member is gone or cut: nothing more is sent to it, and the others no longer see it."""
        self._turns.leave(member)

    def add_rows(self, rows: Sequence[Stored]) -> None:
        """Another process has committed these, or more than it could say where there are none."""
        if self.circle.members:
            self._inbox.add_rows(rows)
        else:
            self._inbox.read_log_first()

    def look(self, head: int) -> None:
        """The log goes up to ``head`` at least: read it, unless the turn under way has come so far."""
        self._inbox.head = max(self._inbox.head, head)
        self._inbox.wake()

    def afterwards(self, do: Callable[[], None], member: Member | None = None) -> None:
        """Call ``do`` once all that was handed in is dealt with, or what ``member`` has handed in."""
        if self.busy or self._something_to_do():
            self._inbox.afterwards(do, member)
        else:
            do()

    def ask(self, member: Member) -> None:
        """The member's level has risen to edit: what it wrote meanwhile may be news."""
        if member in self.circle.members:
            member.ask(self._log_follower.replica.state_vector())

    @property
    def size(self) -> int:
        """About how many bytes the part has."""
        return self._log_follower.replica.size

    @property
    def seq(self) -> int:
        """Up to where the log is known here."""
        return self._log_follower.replica.seq

    @property
    def occupied(self) -> bool:
        return bool(self.circle.members or self._inbox.weight)

    def retire(self) -> None:
        """Wait no longer for somebody to come back."""
        self._idle_seconds = 0.0
        self._inbox.wake()

    def finish(self, token: Token) -> None:
        """Deal with what has arrived and nothing more, then end every document with ``token`` and stop."""
        self._finishing = token
        self._inbox.wake()

    # -- the loop ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """Until the room has been idle for a while, or the part can no longer be served."""
        try:
            while not self._ended:
                while await self._awaited():
                    await self._next_turn()
                await self._snapshots.store()
                self._ended = not self._inbox.weight
            counts.evictions += self._finishing is None
        except Exception:
            # The outermost loop of this part: whatever failed, members try again and the log has it.
            logger.exception("a room failed")
            counts.room_failures += 1
        finally:
            self._snapshots.stop()
            self._around.on_end()
            self._close(self._finishing or Token.OVERLOADED)
            self._log_follower.put_away()

    async def _awaited(self) -> bool:
        """Wait for something to do; ``False`` when nobody has been here for the idle time."""
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
        if inbox.weight or inbox.callbacks:
            return True
        return (
            bool(self.circle.members)
            and not self._finishing
            and inbox.log_goes_on(self._log_follower.replica.seq)
        )

    async def _next_turn(self) -> None:
        """The gate, and what is behind it: where rights cannot be known, the turn does not take place."""
        inbox = self._inbox
        turn = inbox.take_turn()
        callbacks = inbox.take_callbacks() if inbox.callbacks else ()
        if timings.tell is not None:
            turn.timing = timings.begin(turn.arrived)
        self.busy = True
        try:
            if self._rights.fresh or await self._turns.rights_known():
                await self._turns.handle(turn)
            else:
                self._turns.turn_away(turn)
        except Exception:
            for item in turn:  # a member that has not joined yet is not in the circle
                item.member.end(self._finishing or Token.OVERLOADED)
            raise
        finally:
            self.busy = False
            release(turn, callbacks)
        if inbox.weight:
            await asyncio.sleep(0)  # turn after turn, and perhaps none has waited for anything

    def _close(self, token: Token) -> None:
        self._ended = True
        self.circle.end(token)
        turn = self._inbox.take_turn(everything=True)
        for item in turn:
            item.member.end(token)
        release(turn, self._inbox.take_callbacks())
