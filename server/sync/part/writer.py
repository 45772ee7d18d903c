"""Writes one part: admits and applies the edits of one turn, commits them, and only then returns verdicts.

If a frame is refused after it touched the replica, or the commit finds that rights or the log have changed,
the replica is rebuilt from the log and the rest of the turn is admitted again.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic

from server.concurrency import in_slices
from server.domain.plan import PlanId
from server.ports.log import (
    UNCHANGED,
    AccessChanged,
    Committed,
    Outcome,
    StorageUnavailable,
    Submission,
)
from server.sync.document.schema import ShapeViolation
from server.sync.document.watched import NOTHING_NEW
from server.sync.document.ydoc import Incoherent
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import Malformed
from server.sync.socket.limits import Strikes
from server.sync.socket.member import Member
from server.sync.socket.write_limits import TooMuchWork, WriteLimits
from server.sync.update import admission
from server.telemetry.turn_timing import ADMIT, COMMIT

from .circle import Rights
from .committer import Committer
from .log_follower import LogFollower, Rebuilt, retried_after
from .turn import (
    ACCEPTED,
    PENDING,
    REFUSED,
    Edit,
    NewContent,
    Settled,
    Turn,
    Verdict,
    new_content_of,
    refuse_unwritten,
    rows_of,
)
from .typed_frames import typed_on

logger = logging.getLogger(__name__)
NOTHING = b"\x00\x00"
"""An update without structs and deletions: the Step2 of a client that has nothing new."""
YIELD_SECONDS = 0.005
"""How long frames of one turn are admitted before yielding to the event loop."""
ATTEMPTS = 30
"""Attempts to commit one turn while others write or rights change in between; then it is refused."""


class PartWriter:
    """Writes turns, one at a time.

    1. A frame is applied only after it was read to its end (``admission``), except one that types on after
       its author's own checked text.
    2. Nothing is acknowledged or sent before it is committed: ``write`` returns after the commit.
    3. What is committed was admitted under the access version in the submission; if that is not the current
       one, nothing is written, rights are read and the edits are admitted again.
    4. Edits that touched the replica and are not committed are discarded by rebuilding it from the log.
    5. A refusal affects only the author: the frames of all others are admitted again.
    6. No edit is sent without the rows of other processes that precede it in the log.

    Kept by: 1 ``test_typed_frames``, ``tests/property``; 2, 4, 5 ``test_writer``, ``test_room``; 3
    ``test_writer_withdrawn``, ``test_writer``; 6 ``test_writer_beside_others``.

    ``taken_by_another``: whether another person is present under a client id that nobody has written with.
    """

    def __init__(
        self,
        plan: PlanId,
        log_follower: LogFollower,
        committer: Committer,
        rights: Rights,
        strikes: Strikes,
        taken_by_another: Callable[[int, Member], bool],
        limits: WriteLimits,
    ) -> None:
        self._plan, self.log_follower, self._committer = plan, log_follower, committer
        self._rights, self._strikes = rights, strikes
        self._taken_by_another, self.limits = taken_by_another, limits

    async def write(self, turn: Turn) -> Settled:
        """Settle every edit of ``turn``.

        If the database accepts no writes, the authors are refused with ``overloaded``. Raises
        ``StorageUnavailable`` if the log cannot be read either, and the replica is lost.
        """
        try:
            await self._admit_all(turn)
            return await self._commit_all(turn)
        except StorageUnavailable as failure:
            logger.warning("what was written in a turn is not stored: %s", type(failure).__name__)
            refuse_unwritten(turn.edits)
            await self.log_follower.rebuild(turn.missed)
            return turn.without_content()

    async def _commit_all(self, turn: Turn) -> Settled:
        for _ in range(ATTEMPTS):
            new = new_content_of(turn.edits)
            if not new.edits:
                return turn.without_content()
            if not new.permitted:
                # A right was lost after admission, while other frames were read: admit again.
                await self._start_over(turn)
                continue
            submission = self._submission(turn, new)
            if turn.timing is not None:
                turn.timing.mark(ADMIT)
            outcome = await self.commit(submission)
            if turn.timing is not None:
                turn.timing.mark(COMMIT)
            if isinstance(outcome, Committed):
                before = outcome.last - len(submission.rows)
                if self.log_follower.replica.seq == before:  # nearly always: nobody else wrote in between
                    self.log_follower.replica.seq = outcome.last
                else:
                    await self.log_follower.committed_after(before, outcome.last, turn.missed)
                return turn.with_content(new, submission, outcome.last, self.log_follower.replica.seq)
            if isinstance(outcome, AccessChanged):
                await self._rights.refresh()
                still = all(edit.member.may_edit for edit in new.edits)
                if still and self._rights.version != submission.access_version:
                    continue
            await self._start_over(turn)
        raise StorageUnavailable("others were faster again and again")

    def _submission(self, turn: Turn, new: NewContent) -> Submission:
        replica = self.log_follower.replica
        return Submission(
            plan=self._plan,
            part=self.log_follower.part,
            after=replica.seq,
            access_version=self._rights.version,
            batch=os.urandom(12).hex(),
            rows=rows_of(new.edits),
            clients=dict(turn.new_clients),
            projection=replica.projection() if new.projected else UNCHANGED,
            valid_until=new.until,
        )

    async def commit(self, submission: Submission) -> Outcome:
        """Commit; retry the same rows under the same batch id while the database cannot be reached."""
        asked_at, commit = self._rights.now(), self._committer.commit
        try:
            outcome = await commit(submission)
        except StorageUnavailable as failure:
            outcome = await retried_after(failure, partial(commit, submission))
        if isinstance(outcome, Committed):
            self._rights.confirmed(submission.access_version, asked_at)
        return outcome

    async def _start_over(self, turn: Turn) -> None:
        """Rebuild the replica from the log and admit again every edit that was not refused."""
        await self.log_follower.rebuild(turn.missed)
        for edit in turn.edits:
            if edit.verdict is not REFUSED:
                edit.verdict, edit.change = PENDING, NOTHING_NEW
        await self._admit_all(turn)

    async def _admit_all(self, turn: Turn) -> None:
        """Admit pending edits, in order; a refusal that touched the replica starts the turn over."""
        turn.new_clients.clear()
        refused, since = set[Member](), monotonic()
        for place, edit in enumerate(turn.edits):
            if edit.verdict is PENDING:
                if place and monotonic() - since > YIELD_SECONDS:
                    await asyncio.sleep(0)
                    since = monotonic()
                if edit.member.ended or edit.member in refused:
                    edit.refuse(Token.REFUSED)
                elif not (self._type_on(turn.edits, place) or await self._admit(turn, edit)):
                    await self._start_over(turn)
                    return
            if edit.verdict is REFUSED:
                refused.add(edit.member)

    def _type_on(self, edits: Sequence[Edit], place: int) -> bool:
        """Apply edits from index ``place`` that only type on, as one insertion; ``False``: read it fully."""
        member, replica = edits[place].member, self.log_follower.replica
        if not member.may_edit or self._strikes.barred(member.participant.person):
            return False
        typed = typed_on(edits, place, replica)
        if typed is None or replica.would_exceed(self.limits.part_bytes, len(typed.update)):
            return False
        try:
            edits[place].change = replica.type_on(typed.after, typed.update, typed.units)
        except Incoherent:  # caused by an earlier update: the document raises it again when it is used next
            return False
        for edit in typed.edits:
            edit.verdict = ACCEPTED
        member.ahead_frames.progressed()
        return True

    async def _admit(self, turn: Turn, edit: Edit) -> bool:
        """Read, check and apply a frame in full; ``False``: the replica must be rebuilt."""
        if edit.update == NOTHING:
            edit.verdict = ACCEPTED
            return True
        if edit.large:  # it may be smaller once what was sent before it is stored
            self._ahead(edit)
            return True
        await self.log_follower.build()
        try:
            admitted = await self._read(turn, edit)
        except admission.Ahead:
            self._ahead(edit)
            return True
        except admission.Refused as refused:
            self._strike(edit, refused.token)
            return True
        except Malformed:
            self._strike(edit, Token.MALFORMED)
            return True
        except Rebuilt:
            return False
        except Incoherent:
            self._strike(edit, Token.REFUSED)
            return False
        return await self._apply(turn, edit, admitted)

    async def _read(self, turn: Turn, edit: Edit) -> admission.Admitted:
        """Step 1 of admission; a frame ahead or foreign is read again after catching up with the log."""
        try:
            return await self._read_once(edit)
        except (admission.Ahead, admission.Foreign):
            if not await self.log_follower.catch_up(turn.missed):
                raise
            return await self._read_once(edit)

    async def _read_once(self, edit: Edit) -> admission.Admitted:
        replica, person = self.log_follower.replica, edit.member.participant.person
        known, owners, limits = replica.known, replica.owners, self.limits.admission
        reading = admission.read_sliced(edit.update, known, owners, person, limits, replica.halves)
        admitted = await in_slices(reading)
        if any(self._taken_by_another(client, edit.member) for client in admitted.new_clients):
            raise admission.Refused("a client id under which somebody else is present")
        return admitted

    async def _apply(self, turn: Turn, edit: Edit, admitted: admission.Admitted) -> bool:
        replica, member = self.log_follower.replica, edit.member
        person, labour = member.participant.person, self.limits.labour
        if self._strikes.barred(person) or not member.may_edit:
            if await in_slices(replica.adds_nothing(admitted)):
                edit.verdict = ACCEPTED
            elif member.may_edit:
                self._strike(edit, Token.REFUSED)
            else:
                edit.verdict = Verdict.DECLINED
            return True
        if not admitted.empty and replica.would_exceed(self.limits.part_bytes, len(edit.update)):
            self._strike(edit, Token.TOO_LARGE)
            return True
        if not admitted.empty and not labour.allows(person, len(admitted.new_clients)):
            edit.refuse(Token.OVERLOADED)
            return True
        try:
            admitting = replica.admitting(edit.update, admitted, person)
            edit.change = await in_slices(labour.counted(person, admitting, lambda: replica.excess))
        except TooMuchWork:
            edit.refuse(Token.OVERLOADED)
            return False
        except (ShapeViolation, Incoherent):
            self._strike(edit, Token.REFUSED)
            return False
        turn.new_clients.update(dict.fromkeys(admitted.new_clients, person))
        edit.verdict = ACCEPTED
        if edit.change.payloads:
            member.ahead_frames.progressed()
        return True

    def _strike(self, edit: Edit, token: Token) -> None:
        edit.refuse(token)
        self._strikes.count(edit.member.participant.person)

    def _ahead(self, edit: Edit) -> None:
        """Request what is missing, if they may write it; counted once, also if the turn starts over."""
        member = edit.member
        asks = edit.large or not self._strikes.barred(member.participant.person)
        if not member.may_edit:
            edit.verdict = Verdict.DECLINED
        elif edit.counted or (asks and member.ahead_frames.allows(is_step2=edit.answer)):
            edit.verdict, edit.counted = Verdict.AHEAD, True
        else:
            self._strike(edit, Token.TOO_LARGE if edit.large else Token.REFUSED)
