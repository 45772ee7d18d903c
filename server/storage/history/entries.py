"""Which rows of a part's log become one entry of its history.

An entry is of one person and participation, and crosses no minute. Nor does it cross the row at which
somebody's right to read begins: such a reader's history may begin there one day. The clocks of two machines
differ, so nothing is joined in the minute of such a signing and in those beside it. What was suggested is an
entry of its own, because somebody else decided that it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from server.domain.plan import ParticipantId, PersonId
from server.domain.seals import StoredEdit

from .payload import HistoryEntry

Join = Callable[[Sequence[bytes]], Iterable[tuple[int, bytes]]]
"""Updates of consecutive rows of one person as fewer: of how many each is, and its bytes. They build the same
document, deleted words included."""

BESIDE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OldRow:
    """``edit``: as stored; ``update``: its payload, opened."""

    edit: StoredEdit
    update: bytes


def entries_of(
    rows: Iterable[OldRow], signed: Collection[datetime], suggested: Collection[str], join: Join
) -> Iterator[HistoryEntry]:
    """``rows``: of one part, in order, without a gap. ``signed``: when somebody was let in to read.
    ``suggested``: batches that are suggestions."""
    apart = {minute + step for each in signed for minute in [minute_of(each)] for step in STEPS}
    for _, group in groupby(rows, key=lambda row: _whose(row, apart, suggested)):
        alike = list(group)
        at = 0
        for number, update in join([row.update for row in alike]):
            first, last = alike[at].edit, alike[at + number - 1].edit
            participant = ParticipantId(first.participant) if first.participant is not None else None
            facts = PersonId(first.person), participant, minute_of(first.at), update
            yield HistoryEntry(first.seq, last.seq, *facts, first.batch if first.batch in suggested else None)
            at += number


STEPS = (-BESIDE, timedelta(), BESIDE)


def _whose(
    row: OldRow, apart: Collection[datetime], suggested: Collection[str]
) -> tuple[str, str | None, datetime, int]:
    """Consecutive rows of which this is the same may be joined."""
    edit, minute = row.edit, minute_of(row.edit.at)
    alone = minute in apart or edit.batch in suggested
    return edit.person, edit.participant, minute, edit.seq if alone else 0


def minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
