"""Writing one part: admit and apply the updates of one turn, commit, and only then say what became of each.

Where a frame is refused after it touched the replica, or the commit finds that rights or the log have
moved, the replica is built anew from the log and what is left of the turn is admitted again.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from time import monotonic

from server.concurrency import in_slices
from server.domain.plan import PartId, PersonId, PlanId
from server.ports.log import (
    AccessChanged,
    Committed,
    Outcome,
    Row,
    StorageUnavailable,
    Stored,
    Submission,
    UpdateLog,
)
from server.sync.document.large import merged
from server.sync.document.replica import NOTHING_NEW, Replica
from server.sync.document.schema import ShapeViolation
from server.sync.document.ydoc import Incoherent
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import Malformed
from server.sync.socket.member import Elses, Member
from server.sync.update import admission
from server.telemetry.turn_timing import ADMIT, COMMIT, Way, now

from .authority import Rights, Strikes
from .committer import Committer
from .log_follower import Following, Rebuilt, Watch, repeated
from .turn import Verdict, Work, Written, first_end, not_written, rows_of
from .typed_frames import typed_on

logger = logging.getLogger(__name__)

NOTHING = b"\x00\x00"
"""What somebody sends who has nothing that is not here: no structs, no deletions."""
HELD_SECONDS = 0.005
"""How long frames of one turn are judged before others in this process have theirs."""
ATTEMPTS = 30
"""Times that one turn is to be committed, while others write or sign in between; then it is given back."""


class PartWriter(Following):
    def __init__(
        self,
        plan: PlanId,
        part: PartId,
        replica: Replica,
        snapshot_seq: int,
        *,
        log: UpdateLog,
        watch: Watch,
        committer: Committer,
        rights: Rights,
        strikes: Strikes,
        limits: admission.Limits,
        max_part_bytes: int,
    ) -> None:
        super().__init__(part, replica, snapshot_seq, log, watch)
        self._plan, self._committer = plan, committer
        self._rights, self._strikes = rights, strikes
        self._limits, self._max_part_bytes = limits, max_part_bytes
        self._fresh_clients: dict[int, PersonId] = {}
        self._elses: Elses = lambda *_: False
        self._way = Way(0)

    async def write(
        self, works: Sequence[Work], elses: Elses = lambda *_: False, way: Way | None = None
    ) -> Written:
        """Settle every work of a turn.

        Where the database takes nothing, its authors are refused with ``overloaded``. Raises
        ``StorageUnavailable`` when then the log cannot be read either, and there is no replica any more.
        """
        self._missed, self._elses, self._way = [], elses, way or Way(now())
        try:
            return await self._write(works)
        except StorageUnavailable as failure:
            logger.warning("what was written in a turn is not stored: %s", type(failure).__name__)
            not_written(works)
            await self.rebuild()
            return self._told_late()

    async def rights_known(self) -> bool:
        """Whether rights are known as they stand, so that content may be handed out; asks if not."""
        if self._rights.fresh:
            return True
        try:
            await repeated(self._rights.confirm)
        except StorageUnavailable:
            return False
        return self._rights.fresh

    async def _write(self, works: Sequence[Work]) -> Written:
        await self._admit_all(works)
        for _ in range(ATTEMPTS):
            news = [work for work in works if work.change.payloads]
            if not news:
                return self._told_late()
            if not all(work.member.may_edit for work in news):
                # Lost since it was admitted, while others' frames were read; the guard asks what stands now.
                await self._start_over(works)
                continue
            rows, title = rows_of(news), self._title_after(news)
            self._way.mark(ADMIT)
            outcome = await self._commit(news, rows, title)
            self._way.mark(COMMIT)
            if isinstance(outcome, Committed):
                return await self._durable(news, rows, outcome.last, titled=title is not None)
            if isinstance(outcome, AccessChanged):
                before = self._rights.version
                await self._rights.refresh()
                still = all(work.member.may_edit for work in news)
                if still and self._rights.version != before:
                    continue
            await self._start_over(works)
        raise StorageUnavailable("others were faster again and again")

    def _title_after(self, news: Sequence[Work]) -> str | None:
        for work in news:
            if work.change.title_touched:
                return self.replica.title
        return None

    async def _durable(
        self, news: Sequence[Work], rows: Sequence[Row], last: int, *, titled: bool
    ) -> Written:
        await self._committed(last, len(rows))
        first = last - len(rows) + 1
        stored = [Stored(seq, row.person, row.payload) for seq, row in enumerate(rows, first)]
        changes = [work.change.update for work in news]
        if self.replica.seq < last:
            # What was committed before could not be read: nobody is shown this without it, but both later.
            changes = []
        update = merged([*self._missed, *changes]) if self._missed or changes else b""
        return Written(update, titled, bool(self._missed), stored)

    def _told_late(self) -> Written:
        return Written(merged(self._missed), foreign=True) if self._missed else Written()

    async def _admit_all(self, works: Sequence[Work]) -> None:
        """Admit what is pending, in order; a refusal that touched the replica starts the turn over."""
        if not self.replica.built and any(work.update != NOTHING for work in works):
            await self.build()
        self._fresh_clients = {}
        refused: set[Member] = set()
        since = monotonic()
        for place, work in enumerate(works):
            if work.verdict is Verdict.PENDING:
                if place and monotonic() - since > HELD_SECONDS:
                    await asyncio.sleep(0)
                    since = monotonic()
                if work.member.ended or work.member in refused:
                    work.refuse(Token.REFUSED)
                elif not await self._admit(works, place):
                    await self._start_over(works)
                    return
            if work.refused:
                refused.add(work.member)

    def _type_on(self, works: Sequence[Work], place: int) -> bool:
        """Take frames from ``place`` that only type on as one insertion; ``False``: read that one in full."""
        member = works[place].member
        if not member.may_edit or self._strikes.barred(member.participant.person):
            return False
        typed = typed_on(works, place, self.replica)
        if typed is None or self._too_large(len(typed.update)):
            return False
        works[place].change = self.replica.type_on(typed.after, typed.update, typed.units)
        for work in typed.works:
            work.verdict = Verdict.ACCEPTED
        member.patience.progressed()
        return True

    async def _start_over(self, works: Sequence[Work]) -> None:
        """Build the replica from the log and admit again everything that was not refused for good."""
        await self.rebuild()
        for work in works:
            if not work.refused:
                work.verdict, work.change = Verdict.PENDING, NOTHING_NEW
        await self._admit_all(works)

    async def _admit(self, works: Sequence[Work], place: int) -> bool:
        """Judge the frame at ``place``; ``False``: the replica was touched by something that may not stay."""
        work = works[place]
        try:
            if self._type_on(works, place):
                return True
            if self._strikes.barred(work.member.participant.person):
                raise admission.Refused("too many refused frames")
            if work.update == NOTHING:
                work.verdict = Verdict.ACCEPTED
                return True
            admitted = await self._read(work)
        except admission.Early:
            self._ahead(work)
            return True
        except admission.Refused as refused:
            self._strike(work, refused.token)
            return True
        except Malformed:
            self._strike(work, Token.MALFORMED)
            return True
        except Rebuilt:
            return False
        except Incoherent:
            self._strike(work, Token.REFUSED)
            return False
        return await self._apply(work, admitted)

    async def _read(self, work: Work) -> admission.Admitted:
        """Step 1 of admission; what looks early is tried again against the log as it stands."""
        try:
            return await self._read_once(work)
        except (admission.Early, admission.Foreign):
            if not await self._catch_up():
                raise
            return await self._read_once(work)

    async def _read_once(self, work: Work) -> admission.Admitted:
        replica, person = self.replica, work.member.participant.person
        known, owners = replica.known, replica.owners
        admitted = await in_slices(
            admission.read_sliced(work.update, known, owners, person, self._limits, replica.halves)
        )
        if any(self._elses(client, work.member) for client in admitted.new_clients):
            raise admission.Refused("a client id under which somebody else is present")
        return admitted

    async def _apply(self, work: Work, admitted: admission.Admitted) -> bool:
        member = work.member
        if not member.may_edit:
            nothing_new = await in_slices(self.replica.saying_nothing_new(admitted))
            work.verdict = Verdict.ACCEPTED if nothing_new else Verdict.DECLINED
            return True
        if not admitted.empty and self._too_large(len(work.update)):
            self._strike(work, Token.TOO_LARGE)
            return True
        try:
            admitting = self.replica.admitting(work.update, admitted, member.participant.person)
            work.change = await in_slices(admitting)
        except (ShapeViolation, Incoherent):
            self._strike(work, Token.REFUSED)
            return False
        self._fresh_clients.update(dict.fromkeys(admitted.new_clients, member.participant.person))
        work.verdict = Verdict.ACCEPTED
        if work.change.payloads:
            member.patience.progressed()
        return True

    def _strike(self, work: Work, token: Token) -> None:
        work.refuse(token)
        self._strikes.count(work.member.participant.person)

    def _ahead(self, work: Work) -> None:
        """Ask for what is missing; counted once, also when others start the turn over."""
        if not work.member.may_edit:
            work.verdict = Verdict.DECLINED
        elif work.counted or work.member.patience.excuses(an_answer=work.answer):
            work.verdict, work.counted = Verdict.AHEAD, True
        else:
            self._strike(work, Token.REFUSED)

    def _too_large(self, more: int) -> bool:
        if self.replica.size + more <= self._max_part_bytes:
            return False
        return self.replica.measured() + more > self._max_part_bytes

    async def _commit(self, news: Sequence[Work], rows: Sequence[Row], title: str | None) -> Outcome:
        """Commit, repeating the same rows under the same batch id while the database cannot be reached."""
        asked_at = self._rights.now()
        submission = Submission(
            plan=self._plan,
            part=self._part,
            after=self.replica.seq,
            access_version=self._rights.version,
            batch=os.urandom(12).hex(),
            rows=rows,
            clients=dict(self._fresh_clients),
            title=title,
            valid_until=first_end(news),
        )
        outcome = await repeated(lambda: self._committer.commit(submission))
        if isinstance(outcome, Committed):
            self._rights.confirmed(submission.access_version, asked_at)
        return outcome
