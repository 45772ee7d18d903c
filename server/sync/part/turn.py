"""The frames of one turn of a part, and their results."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain, groupby

from server.domain.plan import ParticipantId, PersonId
from server.ports.log import UNCHANGED, Projection, Row, Stored, Submission
from server.ports.writing import ServerEdit
from server.sync.document.large import merged
from server.sync.document.watched import NOTHING_NEW, Change
from server.sync.protocol.closings import Token
from server.sync.socket.limits import FRAME_WEIGHT
from server.sync.socket.member import Member
from server.telemetry.turn_timing import TurnTiming


class Verdict(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # a reader's change: SyncStatus(false), the document stays open
    AHEAD = "ahead"  # no SyncStatus; a Step1 requests what is missing
    REFUSED = "refused"


PENDING, ACCEPTED, REFUSED = Verdict.PENDING, Verdict.ACCEPTED, Verdict.REFUSED
"""As module names: a look-up in the enumeration takes 0.15 us (measured), several times for each letter."""
UNSETTLED = (PENDING, ACCEPTED)
"""Verdicts that depend on the commit of the turn."""


@dataclass(slots=True, eq=False)
class Edit:
    """One frame with an update, and its verdict. ``answer``: it is a Step2; ``large``: one that was not kept.

    ``weight``: about the bytes and the work it costs, as of every queued frame. ``counted``: as ahead.
    """

    member: Member
    update: bytes
    weight: int = FRAME_WEIGHT
    answer: bool = False
    large: bool = False
    counted: bool = False
    verdict: Verdict = PENDING
    token: Token = Token.REFUSED
    change: Change = NOTHING_NEW

    def refuse(self, token: Token) -> None:
        self.verdict, self.token, self.change = REFUSED, token, NOTHING_NEW


@dataclass(frozen=True, slots=True, eq=False)
class Join:
    """The member is admitted: it receives the room's frames from now on."""

    member: Member
    weight: int = FRAME_WEIGHT


@dataclass(frozen=True, slots=True, eq=False)
class Sync:
    """A Step1: the member requests what it does not have."""

    member: Member
    state_vector: bytes
    weight: int = FRAME_WEIGHT


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A QueryAwareness: the member requests the awareness states."""

    member: Member
    weight: int = FRAME_WEIGHT


@dataclass(frozen=True, slots=True, eq=False)
class Caret:
    """An awareness update, not decoded yet."""

    member: Member
    payload: bytes
    weight: int = FRAME_WEIGHT


@dataclass(frozen=True, slots=True, eq=False)
class QueuedEdit:
    """Something that the server writes itself; ``answer`` is given when it is committed, or refused."""

    written: ServerEdit
    answer: asyncio.Future[None]

    def done(self) -> None:
        if not self.answer.done():  # who asked may have left
            self.answer.set_result(None)

    def failed(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


Read = Join | Sync | Query
Item = Read | Edit | Caret


@dataclass(slots=True)
class NewContent:
    """The ``edits`` of a turn that add something, their ``updates``, and what storing them depends on.

    ``permitted``: all their authors may still edit. ``projected``: the document's projection may have
    changed. ``until``: when the first of the authors' levels expires.
    """

    edits: list[Edit]
    updates: list[bytes]
    permitted: bool = True
    projected: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """The result of a turn for all members: one merged update (``b""``: nothing new).

    ``foreign``: it also holds rows of another process that no member here was sent.
    ``rows``: to be published to other processes; the first has the seq ``first``.
    """

    update: bytes = b""
    projection: Projection = UNCHANGED
    foreign: bool = False
    rows: Sequence[Row] = ()
    first: int = 0

    def stored(self) -> list[Stored]:
        """The rows as read from the log."""
        return [Stored(seq, row.person, row.payload) for seq, row in enumerate(self.rows, self.first)]


@dataclass(slots=True, eq=False)
class Turn:
    """The frames of one turn, in the order they are processed: reads, edits, carets; then a ``command``.

    ``arrived``: when the oldest arrived, by ``turn_timing.now``. ``missed``: rows of other processes that no
    member here was sent. ``new_clients``: Yjs client ids that its edits bind to their authors. ``timing``:
    set if turns are timed.
    """

    reads: list[Read]
    edits: list[Edit]
    carets: list[Caret]
    arrived: int = 0
    command: QueuedEdit | None = None
    timing: TurnTiming | None = None
    missed: list[bytes] = field(default_factory=list)
    new_clients: dict[int, PersonId] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Item]:
        return chain(self.reads, self.edits, self.carets)

    def without_content(self) -> Settled:
        """The result if nothing of the turn is stored."""
        return nothing_but(self.missed)

    def with_content(self, new: NewContent, submission: Submission, last: int, known: int) -> Settled:
        """The result if ``new`` is stored up to the seq ``last``; the replica equals the log up to ``known``.

        If ``known`` is less than ``last``, rows committed before could not be read: this is then not sent
        without them, but both later.
        """
        rows = submission.rows
        update = merged_with(self.missed, *(new.updates if known >= last else ()))
        return Settled(update, submission.projection, bool(self.missed), rows, last - len(rows) + 1)


def nothing_but(missed: Sequence[bytes]) -> Settled:
    """The result if nothing is stored, and others have stored the ``missed`` rows meanwhile."""
    return Settled(merged(missed), foreign=True) if missed else Settled()


def merged_with(missed: Sequence[bytes], *new: bytes) -> bytes:
    """One update of them all; ``b""`` if there are none."""
    updates = [*missed, *new]
    return updates[0] if len(updates) == 1 else merged(updates) if updates else b""


def new_content_of(edits: Sequence[Edit]) -> NewContent:
    new = NewContent([], [])
    for edit in edits:
        change, member = edit.change, edit.member
        if not change.payloads:
            continue
        new.edits.append(edit)
        new.updates.append(change.update)
        if not member.may_edit:
            new.permitted = False
        if change.projected:
            new.projected = True
        until = member.access.until
        if until is not None and (new.until is None or until < new.until):
            new.until = until
    return new


def rows_of(edits: Sequence[Edit]) -> list[Row]:
    """One row for consecutive frames of one participant; the slices of a large frame stay separate rows."""
    if len(edits) == 1:
        who = edits[0].member.participant
        return [Row(who.person, who.id, payload) for payload in edits[0].change.payloads]
    rows = []
    for (_, sliced), group in groupby(edits, key=_author_and_size):
        run = list(group)
        who = run[0].member.participant
        payloads = [payload for edit in run for payload in edit.change.payloads]
        rows += [Row(who.person, who.id, part) for part in (payloads if sliced else [merged(payloads)])]
    return rows


def _author_and_size(edit: Edit) -> tuple[ParticipantId, bool]:
    return edit.member.participant.id, len(edit.change.payloads) > 1


def refuse_unwritten(edits: Sequence[Edit]) -> None:
    """The database accepts no writes: refuse the edits of persons with something to store, and no others'.

    An edit that adds nothing is refused as well if the same person sent one that does: it may depend on it.
    """
    unstored = {edit.member.participant.person for edit in edits if _has_something_to_store(edit)}
    for edit in edits:
        if edit.verdict is Verdict.PENDING and not edit.member.may_edit:
            edit.verdict = Verdict.DECLINED
        elif edit.verdict in UNSETTLED and edit.member.participant.person in unstored:
            edit.refuse(Token.OVERLOADED)


def _has_something_to_store(edit: Edit) -> bool:
    pending = edit.verdict is Verdict.PENDING and edit.member.may_edit
    return pending or bool(edit.change.payloads)
