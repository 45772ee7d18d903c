"""What one turn of a part deals with, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain, groupby

from server.domain.plan import ParticipantId, PersonId
from server.ports.log import Row, Stored
from server.sync.document.large import merged
from server.sync.document.watched import NOTHING_NEW, Change
from server.sync.protocol.closings import Token
from server.sync.socket.limits import FRAME_WEIGHT
from server.sync.socket.member import Member
from server.telemetry.turn_timing import TurnTiming


class Verdict(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # a reader's change: told so, the document stays open
    AHEAD = "ahead"  # no SyncStatus; a Step1 asks for what is missing
    REFUSED = "refused"


UNSETTLED = (Verdict.PENDING, Verdict.ACCEPTED)
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
    verdict: Verdict = Verdict.PENDING
    token: Token = Token.REFUSED
    change: Change = NOTHING_NEW

    def refuse(self, token: Token) -> None:
        self.verdict, self.token, self.change = Verdict.REFUSED, token, NOTHING_NEW


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


@dataclass(frozen=True, slots=True)
class Settled:
    """What a settled turn means for everybody: one merged update (``b""``: nothing new).

    ``foreign``: it also holds rows that another process wrote, which nobody here has been told of.
    ``rows``: what other processes have not been told of.
    """

    update: bytes = b""
    title_changed: bool = False
    foreign: bool = False
    rows: Sequence[Stored] = ()


@dataclass(slots=True)
class News:
    """The ``edits`` of a turn that say something new, and what a commit of them depends on.

    ``permitted``: all their authors may still edit. ``until``: when the first of their levels ends by itself.
    """

    edits: list[Edit]
    permitted: bool = True
    titled: bool = False
    until: datetime | None = None


def news_of(edits: Sequence[Edit]) -> News:
    news = News([])
    for edit in edits:
        if not edit.change.payloads:
            continue
        news.edits.append(edit)
        member = edit.member
        if not member.may_edit:
            news.permitted = False
        if edit.change.title_touched:
            news.titled = True
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
    """The database takes nothing now: who wanted something stored is told to try again, others go on.

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
