"""What one turn of a part deals with, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain, groupby

from server.domain.plan import ParticipantId, PersonId
from server.ports.log import UNCHANGED, Projection, Row, Stored, Submission
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
    AHEAD = "ahead"  # no SyncStatus; a Step1 asks for what is missing
    REFUSED = "refused"


PENDING, ACCEPTED, REFUSED = Verdict.PENDING, Verdict.ACCEPTED, Verdict.REFUSED
"""As names: looking one up in the enumeration takes 0.15 us (measured), and a letter asks several times."""
UNSETTLED = (PENDING, ACCEPTED)
"""What stands only if the turn is committed."""


@dataclass(slots=True, eq=False)
class Edit:
    """One frame with an update, and what became of it. ``answer``: it is a Step2.

    ``weight``: about how many bytes it takes to keep and to deal with, as of all that waits for a turn.
    """

    member: Member
    update: bytes
    weight: int = FRAME_WEIGHT
    answer: bool = False
    counted: bool = False
    verdict: Verdict = PENDING
    token: Token = Token.REFUSED
    change: Change = NOTHING_NEW

    def refuse(self, token: Token) -> None:
        self.verdict, self.token, self.change = REFUSED, token, NOTHING_NEW


@dataclass(frozen=True, slots=True, eq=False)
class Join:
    """The member is let in: from now on it receives what happens here."""

    member: Member
    weight: int = FRAME_WEIGHT


@dataclass(frozen=True, slots=True, eq=False)
class Sync:
    """Its Step1: the member asks for what it does not have."""

    member: Member
    state_vector: bytes
    weight: int = FRAME_WEIGHT


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Its QueryAwareness: the member asks who is here."""

    member: Member
    weight: int = FRAME_WEIGHT


@dataclass(frozen=True, slots=True, eq=False)
class Caret:
    """An awareness update, not read yet."""

    member: Member
    payload: bytes
    weight: int = FRAME_WEIGHT


Read = Join | Sync | Look
Item = Read | Edit | Caret


@dataclass(slots=True)
class News:
    """The ``edits`` of a turn that say something new, their ``updates``, and what storing them depends on.

    ``permitted``: all their authors may still edit. ``projected``: what is projected from the document may be
    another now. ``until``: when the first of their levels ends by itself.
    """

    edits: list[Edit]
    updates: list[bytes]
    permitted: bool = True
    projected: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What a settled turn means for everybody: one merged update (``b""``: nothing new).

    ``foreign``: it also holds rows that another process wrote, which nobody here has been sent.
    ``rows``: what is to be published to other processes; the first of them is at ``first``.
    """

    update: bytes = b""
    projection: Projection = UNCHANGED
    foreign: bool = False
    rows: Sequence[Row] = ()
    first: int = 0

    def stored(self) -> list[Stored]:
        """The rows as the log gives them back."""
        return [Stored(seq, row.person, row.payload) for seq, row in enumerate(self.rows, self.first)]


@dataclass(slots=True, eq=False)
class Turn:
    """Everything of one turn, in the order it is dealt with: reads, edits, carets.

    ``arrived``: when the oldest of it came, by ``turn_timing.now``. ``missed``: rows of other processes that
    nobody here has been sent. ``new_clients``: Yjs client ids that its edits bind to their authors.
    ``timing``: where somebody listens.
    """

    reads: list[Read]
    edits: list[Edit]
    carets: list[Caret]
    arrived: int = 0
    timing: TurnTiming | None = None
    missed: list[bytes] = field(default_factory=list)
    new_clients: dict[int, PersonId] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Item]:
        return chain(self.reads, self.edits, self.carets)

    def without_news(self) -> Settled:
        """What the turn means for everybody where nothing of it is stored."""
        return Settled(merged(self.missed), foreign=True) if self.missed else Settled()

    def with_news(self, news: News, submission: Submission, last: int, known: int) -> Settled:
        """What it means where ``news`` is stored, up to ``last``; the replica is the log up to ``known``.

        Where that is less, what was committed before could not be read: nobody is shown this without it, but
        both later.
        """
        rows = submission.rows
        updates = [*self.missed, *news.updates] if known >= last else self.missed
        update = updates[0] if len(updates) == 1 else merged(updates) if updates else b""
        return Settled(update, submission.projection, bool(self.missed), rows, last - len(rows) + 1)


def news_of(edits: Sequence[Edit]) -> News:
    news = News([], [])
    for edit in edits:
        change, member = edit.change, edit.member
        if not change.payloads:
            continue
        news.edits.append(edit)
        news.updates.append(change.update)
        if not member.may_edit:
            news.permitted = False
        if change.projected:
            news.projected = True
        until = member.access.until
        if until is not None and (news.until is None or until < news.until):
            news.until = until
    return news


def rows_of(news: Sequence[Edit]) -> list[Row]:
    """Runs of consecutive frames of one participant; a large frame keeps its slices as rows of their own."""
    if len(news) == 1:
        who = news[0].member.participant
        return [Row(who.person, who.id, payload) for payload in news[0].change.payloads]
    rows = []
    for (_, sliced), group in groupby(news, key=_author_and_size):
        run = list(group)
        who = run[0].member.participant
        payloads = [payload for edit in run for payload in edit.change.payloads]
        rows += [Row(who.person, who.id, part) for part in (payloads if sliced else [merged(payloads)])]
    return rows


def _author_and_size(edit: Edit) -> tuple[ParticipantId, bool]:
    return edit.member.participant.id, len(edit.change.payloads) > 1


def not_written(edits: Sequence[Edit]) -> None:
    """The database takes nothing now: authors of something to store are refused, others go on.

    A frame that says nothing new counts as one to be stored where the same person also sent one with news:
    it may lean on that.
    """
    wanting = {edit.member.participant.person for edit in edits if _wants_storing(edit)}
    for edit in edits:
        if edit.verdict is Verdict.PENDING and not edit.member.may_edit:
            edit.verdict = Verdict.DECLINED
        elif edit.verdict in UNSETTLED and edit.member.participant.person in wanting:
            edit.refuse(Token.OVERLOADED)


def _wants_storing(edit: Edit) -> bool:
    pending = edit.verdict is Verdict.PENDING and edit.member.may_edit
    return pending or bool(edit.change.payloads)
