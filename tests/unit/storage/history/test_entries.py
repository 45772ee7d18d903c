"""Which rows become one entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from server.domain.plan import PartId
from server.domain.seals import StoredEdit
from server.storage.history.entries import OldRow, entries_of

AT = datetime(2026, 3, 4, 5, 6, 10, tzinfo=UTC)


def row(seq: int, person: str = "kari", participant: str | None = "owner", seconds: float = 0) -> OldRow:
    edit = StoredEdit(PartId("p"), seq, person, participant, f"b{seq}", AT + timedelta(seconds=seconds), b"")
    return OldRow(edit, b"%d" % seq)


def all_as_one(updates: Sequence[bytes]) -> list[tuple[int, bytes]]:
    return [(len(updates), b"+".join(updates))]


def joined(*rows: OldRow, signed: Sequence[datetime] = (), suggested: Sequence[str] = ()) -> list[bytes]:
    return [entry.update for entry in entries_of(rows, signed, suggested, all_as_one)]


def test_rows_of_one_person_in_one_minute_are_one_entry() -> None:
    (entry,) = entries_of([row(4), row(5, seconds=49.9)], (), (), all_as_one)
    assert (entry.first, entry.last, entry.person, entry.participant) == (4, 5, "kari", "owner")
    assert (entry.minute, entry.update) == (AT.replace(second=0), b"4+5")


@pytest.mark.parametrize(
    "other", [row(2, "tor"), row(2, participant=None), row(2, participant="mother"), row(2, seconds=50)]
)
def test_another_person_participation_or_minute_is_an_entry_of_its_own(other: OldRow) -> None:
    assert joined(row(1), other, row(3)) == [b"1", b"2", b"3"]


def test_what_cannot_be_joined_is_several_entries() -> None:
    each = [(1, b"a"), (2, b"bc")]
    found = list(entries_of([row(1), row(2), row(3)], (), (), lambda _: each))
    assert [(entry.first, entry.last, entry.update) for entry in found] == [(1, 1, b"a"), (2, 3, b"bc")]


@pytest.mark.parametrize(
    ("minutes", "together"), [(-2, True), (-1, False), (0, False), (1, False), (2, True)]
)
def test_nothing_is_joined_about_the_minute_in_which_somebody_was_let_in(
    minutes: int, *, together: bool
) -> None:
    signed = [AT + timedelta(minutes=minutes, seconds=30)]
    assert (joined(row(1), row(2), signed=signed) == [b"1+2"]) is together


def test_what_was_suggested_is_an_entry_of_its_own_and_says_which_it_was() -> None:
    """Otherwise words that somebody else accepted could not be told from the suggester's own."""
    rows = [row(1), row(2), row(3), row(4), row(5)]
    found = list(entries_of(rows, (), ["b2", "b3"], all_as_one))
    assert [(each.update, each.suggestion) for each in found] == [
        (b"1", None),
        (b"2", "b2"),
        (b"3", "b3"),
        (b"4+5", None),
    ]
