"""What a row of the history holds is read as it was written, and never half."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.plan import ParticipantId, PersonId
from server.storage.history.payload import VERSION, HistoryBroken, HistoryEntry, decode, encode

MINUTE = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
PLACES = [None, ParticipantId("owner"), ParticipantId("skole")]


@st.composite
def sequences(draw: st.DrawFn) -> list[HistoryEntry]:
    """Also with clocks that go back, as those of two machines may."""
    found, seq = list[HistoryEntry](), draw(st.integers(1, 2**40))
    for _ in range(draw(st.integers(1, 8))):
        last = seq + draw(st.integers(0, 300))
        minute = MINUTE + timedelta(minutes=draw(st.integers(-3, 10_000)))
        person, place = PersonId(draw(st.text(max_size=5))), draw(st.sampled_from(PLACES))
        update, suggestion = draw(st.binary(max_size=50)), draw(st.sampled_from([None, "s1", "s2"]))
        found.append(HistoryEntry(seq, last, person, place, minute, update, suggestion))
        seq = last + 1
    return found


@given(sequences())
def test_entries_are_read_as_they_were_written(entries: list[HistoryEntry]) -> None:
    assert decode(encode(entries)) == entries


ONE = encode([HistoryEntry(1, 2, PersonId("kari"), None, MINUTE, b"update")])


@given(st.binary(max_size=60))
def test_what_is_none_is_never_read(payload: bytes) -> None:
    for broken in (payload, VERSION + payload, VERSION + zlib.compress(payload)):
        with pytest.raises(HistoryBroken):
            decode(broken)


@pytest.mark.parametrize(
    "broken", [ONE[:-1], ONE + b"\x00", b"\x02" + ONE[1:], VERSION + zlib.compress(bytes(65 * 2**20))]
)
def test_what_is_cut_off_longer_newer_or_swollen_is_not_read(broken: bytes) -> None:
    with pytest.raises(HistoryBroken):
        decode(broken)


def test_an_entry_is_never_taken_for_a_sealed_value() -> None:
    assert not ONE.startswith(b"\x80\x00")
