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
from server.sync.socket.member import Member, TakenByAnother
from server.sync.update import admission
from server.telemetry.turn_timing import ADMIT, COMMIT, Way, now

from .authority import Rights, Strikes
from .committer import Committer
from .log_follower import LogFollower, Rebuilt, Watch, repeated
from .turn import Edit, Settled, Verdict, first_end, not_written, rows_of
from .typed_frames import typed_on

logger = logging.getLogger(__name__)

NOTHING = b"\x00\x00"
"""What somebody sends who has nothing that is not here: no structs, no deletions."""
HELD_SECONDS = 0.005
"""How long frames of one turn are judged before others in this process have theirs."""
ATTEMPTS = 30
"""Times that one turn is to be committed, while others write or sign in between; then it is given back."""


class PartWriter(LogFollower):
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
        self._taken_by_another: TakenByAnother = lambda *_: False
        self._way = Way(0)

    async def write(
        self,
        edits: Sequence[Edit],
        taken_by_another: TakenByAnother = lambda *_: False,
        way: Way | None = None,
    ) -> Settled:
        """Settle every edit of a turn.

        Where the database takes nothing, its authors are refused with ``overloaded``. Raises
        ``StorageUnavailable`` when then the log cannot be read either, and there is no replica any more.
        """
        self._missed, self._taken_by_another, self._way = [], taken_by_another, way or Way(now())
        try:
            return await self._write(edits)
        except StorageUnavailable as failure:
            logger.warning("what was written in a turn is not stored: %s", type(failure).__name__)
            not_written(edits)
            await self.rebuild()
            return self._without_news()

    async def rights_known(self) -> bool:
        """Whether rights are known as they stand, so that content may be handed out; asks if not."""
        if self._rights.fresh:
            return True
        try:
            await repeated(self._rights.confirm)
        except StorageUnavailable:
            return False
        return self._rights.fresh

    async def _write(self, edits: Sequence[Edit]) -> Settled:
        await self._admit_all(edits)
        for _ in range(ATTEMPTS):
            news = [edit for edit in edits if edit.change.payloads]
            if not news:
                return self._without_news()
            if not all(edit.member.may_edit for edit in news):
                # Lost since it was admitted, while others' frames were read; the guard asks what stands now.
                await self._start_over(edits)
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
                still = all(edit.member.may_edit for edit in news)
                if still and self._rights.version != before:
                    continue
            await self._start_over(edits)
        raise StorageUnavailable("others were faster again and again")

    def _title_after(self, news: Sequence[Edit]) -> str | None:
        for edit in news:
            if edit.change.title_touched:
                return self.replica.title
        return None

    async def _durable(
        self, news: Sequence[Edit], rows: Sequence[Row], last: int, *, titled: bool
    ) -> Settled:
        await self._committed(last, len(rows))
        first = last - len(rows) + 1
        stored = [Stored(seq, row.person, row.payload) for seq, row in enumerate(rows, first)]
        changes = [edit.change.update for edit in news]
        if self.replica.seq < last:
            # What was committed before could not be read: nobody is shown this without it, but both later.
            changes = []
        update = merged([*self._missed, *changes]) if self._missed or changes else b""
        return Settled(update, titled, bool(self._missed), stored)

    def _without_news(self) -> Settled:
        return Settled(merged(self._missed), foreign=True) if self._missed else Settled()

    async def _admit_all(self, edits: Sequence[Edit]) -> None:
        """Admit what is pending, in order; a refusal that touched the replica starts the turn over."""
        if not self.replica.built and any(edit.update != NOTHING for edit in edits):
            await self.build()
        self._fresh_clients = {}
        refused: set[Member] = set()
        since = monotonic()
        for place, edit in enumerate(edits):
            if edit.verdict is Verdict.PENDING:
                if place and monotonic() - since > HELD_SECONDS:
                    await asyncio.sleep(0)
                    since = monotonic()
                if edit.member.ended or edit.member in refused:
                    edit.refuse(Token.REFUSED)
                elif not await self._admit(edits, place):
                    await self._start_over(edits)
                    return
            if edit.refused:
                refused.add(edit.member)

    def _type_on(self, edits: Sequence[Edit], place: int) -> bool:
        """Take frames from ``place`` that only type on as one insertion; ``False``: read that one in full."""
        member = edits[place].member
        if not member.may_edit or self._strikes.barred(member.participant.person):
            return False
        typed = typed_on(edits, place, self.replica)
        if typed is None or self._too_large(len(typed.update)):
            return False
        edits[place].change = self.replica.type_on(typed.after, typed.update, typed.units)
        for edit in typed.edits:
            edit.verdict = Verdict.ACCEPTED
        member.patience.progressed()
        return True

    async def _start_over(self, edits: Sequence[Edit]) -> None:
        """Build the replica from the log and admit again everything that was not refused for good."""
        await self.rebuild()
        for edit in edits:
            if not edit.refused:
                edit.verdict, edit.change = Verdict.PENDING, NOTHING_NEW
        await self._admit_all(edits)

    async def _admit(self, edits: Sequence[Edit], place: int) -> bool:
        """Judge the frame at ``place``; ``False``: the replica was touched by something that may not stay."""
        edit = edits[place]
        try:
            if self._type_on(edits, place):
                return True
            if self._strikes.barred(edit.member.participant.person):
                raise admission.Refused("too many refused frames")
            if edit.update == NOTHING:
                edit.verdict = Verdict.ACCEPTED
                return True
            admitted = await self._read(edit)
        except admission.Early:
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
        return await self._apply(edit, admitted)

    async def _read(self, edit: Edit) -> admission.Admitted:
        """Step 1 of admission; what looks early is tried again against the log as it stands."""
        try:
            return await self._read_once(edit)
        except (admission.Early, admission.Foreign):
            if not await self._catch_up():
                raise
            return await self._read_once(edit)

    async def _read_once(self, edit: Edit) -> admission.Admitted:
        replica, person = self.replica, edit.member.participant.person
        known, owners = replica.known, replica.owners
        admitted = await in_slices(
            admission.read_sliced(edit.update, known, owners, person, self._limits, replica.halves)
        )
        if any(self._taken_by_another(client, edit.member) for client in admitted.new_clients):
            raise admission.Refused("a client id under which somebody else is present")
        return admitted

    async def _apply(self, edit: Edit, admitted: admission.Admitted) -> bool:
        member = edit.member
        if not member.may_edit:
            nothing_new = await in_slices(self.replica.saying_nothing_new(admitted))
            edit.verdict = Verdict.ACCEPTED if nothing_new else Verdict.DECLINED
            return True
        if not admitted.empty and self._too_large(len(edit.update)):
            self._strike(edit, Token.TOO_LARGE)
            return True
        try:
            admitting = self.replica.admitting(edit.update, admitted, member.participant.person)
            edit.change = await in_slices(admitting)
        except (ShapeViolation, Incoherent):
            self._strike(edit, Token.REFUSED)
            return False
        self._fresh_clients.update(dict.fromkeys(admitted.new_clients, member.participant.person))
        edit.verdict = Verdict.ACCEPTED
        if edit.change.payloads:
            member.patience.progressed()
        return True

    def _strike(self, edit: Edit, token: Token) -> None:
        edit.refuse(token)
        self._strikes.count(edit.member.participant.person)

    def _ahead(self, edit: Edit) -> None:
        """Ask for what is missing; counted once, also when others start the turn over."""
        if not edit.member.may_edit:
            edit.verdict = Verdict.DECLINED
        elif edit.counted or edit.member.patience.excuses(an_answer=edit.answer):
            edit.verdict, edit.counted = Verdict.AHEAD, True
        else:
            self._strike(edit, Token.REFUSED)

    def _too_large(self, more: int) -> bool:
        if self.replica.size + more <= self._max_part_bytes:
            return False
        return self.replica.measured() + more > self._max_part_bytes

    async def _commit(self, news: Sequence[Edit], rows: Sequence[Row], title: str | None) -> Outcome:
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
