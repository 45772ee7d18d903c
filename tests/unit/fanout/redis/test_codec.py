"""Messages survive as they were; bytes that are not messages are nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain.plan import ParticipantId, PartId, PersonId
from server.fanout.redis.codec import MAX_MESSAGE_BYTES, MessageTooLarge, Unreadable, decode, encode
from server.ports.log import Stored
from server.ports.processes import (
    AccessVersionChanged,
    AwarenessChanged,
    AwarenessRequested,
    Message,
    PartNotice,
    PlanChanged,
    RowsStored,
    SessionEnded,
)

UNHURRIED = settings(deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
TEXTS = st.text(max_size=30)
PARTS = TEXTS.map(PartId)


@st.composite
def rows(draw: st.DrawFn) -> RowsStored:
    first = draw(st.integers(1, 2**40))
    payloads = draw(st.lists(st.binary(max_size=40), max_size=5))
    person = PersonId(draw(TEXTS))
    return RowsStored(
        draw(PARTS), tuple(Stored(first + n, person, payload) for n, payload in enumerate(payloads))
    )


MESSAGES: st.SearchStrategy[Message] = st.one_of(
    rows(),
    st.builds(AwarenessChanged, st.none() | PARTS, TEXTS.map(ParticipantId), st.binary(max_size=40)),
    st.builds(AwarenessRequested, st.none() | PARTS),
    st.just(AccessVersionChanged()),
    st.just(PlanChanged()),
    st.builds(PartNotice, PARTS, TEXTS),
    st.builds(SessionEnded, TEXTS),
)


@UNHURRIED
@given(st.lists(MESSAGES, max_size=5))
def test_a_batch_is_read_as_it_was_written(messages: list[Message]) -> None:
    assert decode(b"".join(map(encode, messages))) == messages


@UNHURRIED
@given(MESSAGES, st.data())
def test_a_message_cut_short_is_nothing(message: Message, data: st.DataObject) -> None:
    encoded = encode(message)
    kept = data.draw(st.integers(1, len(encoded) - 1)) if len(encoded) > 1 else 0
    if kept:
        with pytest.raises(Unreadable):
            decode(encoded[:kept])


@UNHURRIED
@given(st.binary(max_size=200))
def test_any_bytes_are_messages_or_unreadable(data: bytes) -> None:
    try:
        messages = decode(data)
    except Unreadable:
        return
    assert b"".join(map(encode, messages)) == data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x00", "a kind"),
        (b"\x08", "a kind"),
        (b"\x03\x02", "neither"),
        (b"\x07\x00\x00\x00\x01\xff", "not text"),
        (b"\x01\x00\x00\x00\x01p\xff\xff\xff\xff", "cut off"),
        (b"\x01\x00\x00\x00\x01p\x00\x00\x00\x01" + bytes(16), "not a seq"),
        (b"\x01\x00\x00\x00\x01p\x00\x00\x00\x01\xff" + bytes(15), "not a seq"),
        (b"\x04\xff", "a kind"),
    ],
)
def test_the_reason_for_refusing_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        decode(data)


def test_rows_with_a_gap_between_them_are_refused() -> None:
    person = PersonId("x")
    gap = RowsStored(PartId("p"), (Stored(1, person, b"a"), Stored(3, person, b"b")))
    with pytest.raises(Unreadable, match="gap"):
        decode(encode(gap))


def test_rows_too_many_to_send_say_only_where_to_look() -> None:
    person = PersonId("x" * 30)
    row = Stored(1, person, bytes(MAX_MESSAGE_BYTES - 1024))
    fitting = RowsStored(PartId("p"), (row,))
    assert decode(encode(fitting)) == [fitting]
    more = RowsStored(PartId("p"), (row, Stored(2, person, bytes(1024))))
    assert decode(encode(more)) == [RowsStored(PartId("p"), ())]


@pytest.mark.parametrize(
    "message",
    [
        AwarenessChanged(None, ParticipantId("x"), bytes(MAX_MESSAGE_BYTES)),
        PartNotice(PartId("p"), "x" * MAX_MESSAGE_BYTES),
    ],
)
def test_anything_else_that_long_is_not_sent(message: Message) -> None:
    with pytest.raises(MessageTooLarge):
        encode(message)
