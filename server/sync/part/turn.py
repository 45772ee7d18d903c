"""What one turn of a part is to do, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from server.domain.plan import ParticipantId
from server.ports.log import Row, Stored
from server.sync.document.large import merged
from server.sync.document.replica import NOTHING_NEW, Change
from server.sync.protocol.closings import Token
from server.sync.socket.member import Member


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
    """One frame with an update, and what became of it. ``answer``: it is a Step2."""

    member: Member
    update: bytes
    answer: bool = False
    counted: bool = False
    verdict: Verdict = Verdict.PENDING
    token: Token = Token.REFUSED
    change: Change = NOTHING_NEW

    @property
    def refused(self) -> bool:
        return self.verdict is Verdict.REFUSED

    def refuse(self, token: Token) -> None:
        self.verdict, self.token, self.change = Verdict.REFUSED, token, NOTHING_NEW


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


def first_end(news: Sequence[Edit]) -> datetime | None:
    """When the first of the authors' levels ends by itself."""
    first = None
    for edit in news:
        end = edit.member.access.until
        if end is not None and (first is None or end < first):
            first = end
    return first


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
