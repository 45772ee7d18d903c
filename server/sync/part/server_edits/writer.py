"""Writes into one part what the server makes itself at somebody's command (``ports/writing.py``).

The words are their author's, under a client id that is bound to the author and that no page is told; the
right to have them written is of whoever decides it.
"""

from __future__ import annotations

import logging
import secrets

from server.concurrency import in_slices
from server.domain.access import Access, Level
from server.domain.errors import Forbidden, Invalid, TooLarge, WordsChanged
from server.ports.log import (
    UNCHANGED,
    AccessChanged,
    BesideRefused,
    Committed,
    Row,
    StorageUnavailable,
    Submission,
)
from server.ports.writing import ServerEdit
from server.sync.document.changing import NotThere, changing
from server.sync.document.schema import ShapeViolation
from server.sync.document.watched import Change
from server.sync.document.ydoc import Incoherent
from server.sync.part.circle import Rights
from server.sync.part.log_follower import Rebuilt
from server.sync.part.turn import Settled, merged_with
from server.sync.part.writer import ATTEMPTS, PartWriter
from server.sync.protocol.lib0 import Malformed
from server.sync.update import admission

logger = logging.getLogger(__name__)


class ServerWriter:
    """Between two turns of a part, one command at a time.

    1. It is admitted as a frame of its author would be: bytes, shape and size (``update/admission``).
    2. Nothing is written unless the log ends where the words were compared, and whoever decides may edit the
       part at the commit.
    3. What touched the replica and is not committed is discarded by ``undo``.

    Kept by ``tests/unit/sync/part/server_edits/test_writer.py``.
    """

    def __init__(self, writer: PartWriter, rights: Rights) -> None:
        self._writer, self._rights = writer, rights
        self._follower = writer.log_follower
        self._touched = False

    async def write(self, written: ServerEdit, missed: list[bytes]) -> Settled:
        """Commit it. To ``missed`` are appended rows of other processes that no member here was sent.

        Raises as ``ports.Writing.write``; then call ``undo``.
        """
        for _ in range(ATTEMPTS):
            try:
                await self._follower.catch_up(missed)
            except Rebuilt:
                continue
            access, version = await self._access(written)
            client = self._new_client()
            change = await self._applied(written, client)
            submission = self._submission(written, access, version, client, change)
            outcome = await self._writer.commit(submission)
            if isinstance(outcome, Committed):
                self._follower.replica.seq, self._touched = outcome.last, False
                update = merged_with(missed, change.update)
                rows = submission.rows
                first = outcome.last - len(rows) + 1
                return Settled(update, submission.projection, bool(missed), rows, first)
            if isinstance(outcome, BesideRefused):
                raise outcome.refusal
            if isinstance(outcome, AccessChanged):
                await self._rights.refresh()
            await self.undo(missed)
        raise StorageUnavailable("others were faster again and again")

    async def undo(self, missed: list[bytes]) -> None:
        """Raises ``StorageUnavailable``: the replica is lost."""
        if self._touched:
            await self._follower.rebuild(missed)
            self._touched = False

    async def _access(self, written: ServerEdit) -> tuple[Access, int]:
        """With the version of the rights that it is from: they may be read anew before it is committed.

        Raises ``Forbidden``. Confirmed first: the right may have been given in another process.
        """
        access = self._rights.access(written.by, written.part)
        if access.level < Level.EDIT:
            await self._rights.confirm()
            access = self._rights.access(written.by, written.part)
        if access.level < Level.EDIT:
            raise Forbidden
        return access, self._rights.version

    def _new_client(self) -> int:
        replica = self._follower.replica
        while (client := 1 + secrets.randbelow(2**32 - 1)) in replica.owners or client in replica.known:
            pass
        return client

    async def _applied(self, written: ServerEdit, client: int) -> Change:
        await self._follower.build()
        replica, limits, person = self._follower.replica, self._writer.limits, written.author.person
        try:
            update = await in_slices(changing(replica.encode(), written.change, client))
            reading = admission.read_sliced(
                update, replica.known, replica.owners, person, limits.admission, replica.halves
            )
            admitted = await in_slices(reading)
            if not admitted.empty and replica.would_exceed(limits.part_bytes, len(update)):
                raise TooLarge
            self._touched = True
            return await in_slices(replica.admitting(update, admitted, person))
        except NotThere as error:
            raise WordsChanged from error
        except (admission.Refused, admission.Ahead, Malformed, ShapeViolation, Incoherent) as error:
            logger.warning("a change that the server made is not admitted: %s", type(error).__name__)
            raise Invalid("the part does not take it") from error

    def _submission(
        self, written: ServerEdit, access: Access, version: int, client: int, change: Change
    ) -> Submission:
        replica, author = self._follower.replica, written.author
        return Submission(
            plan=written.plan,
            part=written.part,
            after=replica.seq,
            access_version=version,
            batch=written.batch,
            rows=[Row(author.person, author.id, merged_with([], *change.payloads))],
            clients={client: author.person},
            projection=replica.projection() if change.projected else UNCHANGED,
            valid_until=access.until,
            beside=written.beside,
        )
