from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.audit import (
    ABSENT,
    GENESIS,
    Absent,
    Detail,
    Details,
    Entry,
    Event,
    broken_at,
    chained,
)
from server.domain.cases.vocabulary import CaseId
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.plan import ParticipantId, PartId, PersonId, PlanId
from server.features.accesslog.entries import PartRead
from server.features.parts.entries import PartChanged

NOW = datetime(2026, 3, 4, 5, 6, 7, 8, tzinfo=UTC)
READ = Event(
    at=NOW,
    person=PersonId("tor"),
    action=PartRead.action,
    plan=PlanId("plan"),
    participant=ParticipantId("school"),
    organisation="Lia skole",
    part=PartId("reading-help"),
    details={"purpose": "leksehjelp"},
)
OTHERWISE: Mapping[str, object] = {
    "at": NOW + timedelta(microseconds=1),
    "person": PersonId("berit"),
    "action": PartChanged.action,
    "plan": None,
    "participant": None,
    "organisation": "",
    "part": PartId("health"),
    "details": {"purpose": "nysgjerrighet"},
    "case": CaseId("case"),
    "complaint": ComplaintId("complaint"),
}


def chain(*events: Event) -> list[Entry]:
    entries: list[Entry] = []
    for event in events:
        entries.append(chained(event, entries[-1] if entries else None))
    return entries


def test_a_chain_begins_at_nothing_and_counts_from_one() -> None:
    first, second = chain(READ, READ)
    assert (first.number, first.previous_hash) == (1, GENESIS)
    assert (second.number, second.previous_hash) == (2, first.hash)
    assert first.hash != second.hash
    assert len(first.hash) == 32


def test_the_hash_is_the_same_in_every_release() -> None:
    """Written entries must verify for good: a changed hash here means every stored chain is broken."""
    (entry,) = chain(READ)
    assert entry.hash.hex() == "4c99e9a6345ef193fe63647ce79e1823e4ee21ce5c227dd0587b71cbb14582d3"


def test_a_chain_as_written_is_whole() -> None:
    assert broken_at([]) is None
    assert broken_at(chain(*[READ] * 5)) is None


def test_every_field_of_an_event_is_told_otherwise_here() -> None:
    assert {field.name for field in fields(Event)} == OTHERWISE.keys()


@pytest.mark.parametrize("field", OTHERWISE)
def test_an_entry_that_says_something_else_breaks_the_chain_there(field: str) -> None:
    entries = chain(*[READ] * 5)
    entries[2] = replace(entries[2], event=replace(READ, **{field: OTHERWISE[field]}))  # type: ignore[arg-type]
    assert broken_at(entries) == 3


@pytest.mark.parametrize("field", OTHERWISE)
def test_an_entry_rewritten_with_its_own_hash_breaks_the_chain_after_it(field: str) -> None:
    entries = chain(*[READ] * 5)
    forged = replace(READ, **{field: OTHERWISE[field]})  # type: ignore[arg-type]
    entries[2] = chained(forged, entries[1])
    assert broken_at(entries) == 4


@pytest.mark.parametrize("removed", [0, 2])
def test_a_missing_entry_breaks_the_chain_where_it_was(removed: int) -> None:
    entries = chain(*[READ] * 5)
    del entries[removed]
    assert broken_at(entries) == removed + 1


def test_entries_that_changed_places_break_the_chain() -> None:
    entries = chain(*[READ] * 5)
    entries[1], entries[2] = entries[2], entries[1]
    assert broken_at(entries) == 2


def test_one_moment_hashes_alike_in_every_zone() -> None:
    (here,) = chain(READ)
    (there,) = chain(replace(READ, at=NOW.astimezone(timezone(timedelta(hours=2)))))
    assert here.hash == there.hash


def test_a_value_in_another_field_is_another_entry() -> None:
    (one,) = chain(replace(READ, organisation="x", part=None))
    (other,) = chain(replace(READ, organisation="", part=PartId("x")))
    assert one.hash != other.hash


@dataclass(frozen=True, slots=True)
class Said(Details):
    action = PartRead.action
    purpose: str
    seconds: int | Absent | None = ABSENT


def test_details_say_what_they_are_of_and_what_is_stored() -> None:
    event = Event.of(Said("leksehjelp"), NOW, PersonId("tor"), PlanId("plan"), part=PartId("reading-help"))
    assert event == replace(READ, participant=None, organisation="")
    assert Event.of(Said("leksehjelp", None), NOW, PersonId("tor")).details == {
        "purpose": "leksehjelp",
        "seconds": None,
    }


@pytest.mark.parametrize("stored", [{}, {"seconds": None}, {"seconds": 1}])
def test_what_is_stored_is_read_as_it_was_said(stored: dict[str, Any]) -> None:
    assert Said("x", **stored).stored() == {"purpose": "x", **stored}


details = st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text())


@given(details, details)
def test_details_hash_alike_exactly_when_they_are_alike(
    one: dict[str, Detail], other: dict[str, Detail]
) -> None:
    (first,), (second,) = chain(replace(READ, details=one)), chain(replace(READ, details=other))
    assert (first.hash == second.hash) == (repr(sorted(one.items())) == repr(sorted(other.items())))
