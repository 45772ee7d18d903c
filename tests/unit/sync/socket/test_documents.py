from __future__ import annotations

from collections.abc import Callable

import pytest

from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.socket.documents import (
    CloseSocket,
    Deliver,
    Effect,
    Leave,
    Open,
    Reply,
    SocketDocuments,
)
from server.sync.socket.limits import Backlog, SocketLimits
from server.telemetry.counts import counts
from tests.support.clients import protocol

A, B = "part/a", "part/b"
NOW = 100.0
UPDATE = protocol.sync(A, protocol.UPDATE, b"\x00\x00")


@pytest.fixture
def documents() -> SocketDocuments:
    return SocketDocuments(SocketLimits(documents=3, remembered=5, unknown_frames=2, early_frames=50), 0.0)


def asked(documents: SocketDocuments, address: str = A) -> Open:
    (effect,) = documents.receive(protocol.auth(address, "token"), NOW)
    assert isinstance(effect, Open)
    return effect


def opened(documents: SocketDocuments, address: str = A) -> list[Effect]:
    ask = asked(documents, address)
    documents.identified()
    effects = documents.opened(ask, NOW)
    assert effects is not None
    return effects


def test_auth_asks_to_open_the_document_named_before_the_session_id(documents: SocketDocuments) -> None:
    effect = asked(documents, "part/a\0tab7")
    assert (effect.address, effect.document, effect.token) == ("part/a\0tab7", "part/a", "token")


def test_frames_of_a_pending_document_wait_and_are_delivered_in_order(documents: SocketDocuments) -> None:
    ask = asked(documents)
    assert documents.receive(protocol.sync(A, protocol.STEP1, b"\x00"), NOW) == []
    assert documents.receive(UPDATE, NOW) == []
    assert documents.opened(ask, NOW) == [
        Deliver(A, frames.Step1(A, b"\x00")), Deliver(A, frames.Update(A, b"\x00\x00")),
    ]  # fmt: skip
    assert documents.receive(UPDATE, NOW) == [Deliver(A, frames.Update(A, b"\x00\x00"))]


HOW_IT_ENDS: dict[str, Callable[[SocketDocuments, Open], object]] = {
    "it is opened": lambda documents, ask: documents.opened(ask, NOW),
    "it is refused": lambda documents, ask: documents.refused(ask, Token.NOT_FOUND),
    "the server closes it": lambda documents, ask: documents.closed(ask.address),
    "the client closes it": lambda documents, ask: documents.receive(protocol.close(ask.address), NOW),
    "a frame is malformed": lambda documents, ask: documents.receive(protocol.varstring(A) + b"\0\7", NOW),
    "the socket is gone": lambda documents, _: documents.end(),
}


@pytest.mark.parametrize("way", HOW_IT_ENDS)
def test_frames_that_wait_hold_their_socket_back_until_their_document_is_decided(way: str) -> None:
    backlog = Backlog(limit=2_000)
    documents = SocketDocuments(SocketLimits(), NOW, backlog)
    asks = [asked(documents, A), asked(documents, B)]
    documents.identified()
    for address in (A, B):
        assert not backlog.full
        assert documents.receive(protocol.sync(address, protocol.UPDATE, bytes(800)), NOW) == []
    assert backlog.full
    for ask in asks if way == "it is refused" else asks[:1]:
        HOW_IT_ENDS[way](documents, ask)
    documents.closed(B)
    full = [backlog.full]
    for weight in (1_999, 1):
        backlog.add(weight)
        full.append(backlog.full)
    assert full == [False, False, True], "nothing is counted twice or left"


def test_any_number_of_frames_waits_for_a_document(documents: SocketDocuments) -> None:
    ask = asked(documents)
    documents.identified()
    assert all(documents.receive(UPDATE, NOW) == [] for _ in range(3_000))
    assert len(documents.opened(ask, NOW) or ()) == 3_000


def test_frames_for_a_document_nobody_asked_for_or_that_is_closed_are_dropped(
    documents: SocketDocuments,
) -> None:
    assert documents.receive(UPDATE, NOW) == []
    opened(documents)
    documents.closed(A)
    assert documents.receive(UPDATE, NOW) == []
    assert documents.receive(protocol.close(A), NOW) == []


def test_of_a_document_asked_for_again_only_the_newest_answer_counts(documents: SocketDocuments) -> None:
    first = asked(documents)
    documents.closed(A)
    again = asked(documents)
    assert documents.opened(first, NOW) is None
    assert documents.refused(first, Token.NOT_FOUND) == []
    assert documents.opened(again, NOW) == []


def test_a_document_is_asked_for_once(documents: SocketDocuments) -> None:
    ask = asked(documents)
    assert documents.receive(protocol.auth(A, "token"), NOW) == []
    documents.opened(ask, NOW)
    assert documents.receive(protocol.auth(A, "token"), NOW) == []


def test_a_client_that_closes_a_document_leaves_and_an_answer_is_no_longer_wanted(
    documents: SocketDocuments,
) -> None:
    effect = asked(documents)
    assert documents.receive(protocol.close(A), NOW) == [Leave(A)]
    assert documents.opened(effect, NOW) is None


def test_a_refused_document_leaves_the_socket_and_the_others_alone(documents: SocketDocuments) -> None:
    (reply,) = documents.refused(asked(documents), Token.NOT_FOUND)
    assert isinstance(reply, Reply)
    assert protocol.read(reply.data) == protocol.Received(A, protocol.AUTH, 1, text="not-found")
    assert opened(documents, B) == []
    assert documents.receive(UPDATE, NOW) == []


def test_too_many_failed_logins_end_the_socket() -> None:
    documents = SocketDocuments(SocketLimits(failed_logins=2), NOW)
    answers = []
    for _ in range(3):
        answers += documents.refused(asked(documents), Token.SESSION_EXPIRED)
    assert answers[-1] == CloseSocket(Token.SESSION_EXPIRED)
    assert all(isinstance(answer, Reply) for answer in answers[:-1])


def test_malformed_bytes_end_the_document_they_name(documents: SocketDocuments) -> None:
    opened(documents)
    opened(documents, B)
    broken = protocol.varstring(A) + b"\x00\x07"
    assert documents.receive(broken, NOW) == [
        Leave(A),
        *(Reply(data) for data in frames.refused(A, Token.MALFORMED)),
    ]
    assert documents.receive(broken, NOW) == []
    assert documents.receive(protocol.sync(B, protocol.UPDATE, b"\x00\x00"), NOW) != []


@pytest.mark.parametrize(
    "data", [b"", b"\x05", b"\x80", b"\x04part", protocol.varstring("part/x") + b"\x00\x07"]
)
def test_malformed_bytes_without_a_document_end_the_socket(documents: SocketDocuments, data: bytes) -> None:
    assert documents.receive(data, NOW) == [CloseSocket(Token.MALFORMED)]


def test_a_frame_too_large_ends_its_document() -> None:
    documents = SocketDocuments(SocketLimits(frame_bytes=100), NOW)
    opened(documents)
    assert documents.receive(protocol.sync(A, protocol.UPDATE, bytes(80)), NOW) != []
    answer = documents.receive(protocol.sync(A, protocol.UPDATE, bytes(200)), NOW)
    assert answer == [Leave(A), *(Reply(data) for data in frames.refused(A, Token.TOO_LARGE))]


def test_unknown_types_are_ignored_and_counted(documents: SocketDocuments) -> None:
    opened(documents)
    unknown = protocol.varstring(A) + b"\x17"
    assert [documents.receive(unknown, NOW) for _ in range(3)] == [[], [], [CloseSocket(Token.MALFORMED)]]


@pytest.mark.parametrize("pending", [True, False])
def test_a_stateless_message_is_refused_and_its_document_goes_on(
    documents: SocketDocuments, *, pending: bool
) -> None:
    ask = asked(documents)
    if not pending:
        documents.opened(ask, NOW)
    refused = Reply(frames.stateless(A, '{"type": "refused", "token": "refused"}'))
    before = counts.stateless_refused
    for _ in range(40):
        assert documents.receive(protocol.stateless(A, '{"type": "comments-changed"}'), NOW) == [refused]
    assert counts.stateless_refused == before + 40
    effects = documents.opened(ask, NOW) if pending else documents.receive(UPDATE, NOW)
    assert effects == ([] if pending else [Deliver(A, frames.Update(A, b"\x00\x00"))])


def large(address: str, size: int = 2**20) -> bytes:
    """The first bytes of an update."""
    return protocol.sync(address, protocol.UPDATE, bytes(size))[:1_000]


def test_of_a_frame_too_large_the_first_bytes_are_enough_to_end_its_document() -> None:
    documents = SocketDocuments(SocketLimits(frame_bytes=100), NOW)
    opened(documents)
    assert documents.something_open
    assert documents.receive_large(large(A)) == [
        Leave(A), *(Reply(data) for data in frames.refused(A, Token.TOO_LARGE)),
    ]  # fmt: skip
    assert documents.receive_large(large(A)) == []
    assert documents.receive_large(large(B)) == []
    assert not documents.something_open


def test_a_step2_too_large_is_passed_on_without_what_it_says() -> None:
    documents = SocketDocuments(SocketLimits(frame_bytes=100), NOW)
    ask, step2 = asked(documents), protocol.sync(A, protocol.STEP2, bytes(2_000))
    documents.identified()
    assert documents.receive(step2, NOW) == documents.receive_large(step2[:1_000]) == []
    assert documents.opened(ask, NOW) == [Deliver(A, frames.LargeStep2(A))] * 2
    assert documents.receive_large(step2[:1_000]) == [Deliver(A, frames.LargeStep2(A))]


def test_the_first_bytes_of_nonsense_end_what_they_name() -> None:
    documents = SocketDocuments(SocketLimits(), NOW)
    opened(documents)
    assert documents.receive_large(b"\xff" * 1_000) == [CloseSocket(Token.MALFORMED)]
    named = protocol.varstring(A) + b"\x00\x02" + b"\xff" * 1_000
    assert documents.receive_large(named) == [
        Leave(A), *(Reply(data) for data in frames.refused(A, Token.MALFORMED)),
    ]  # fmt: skip


def test_who_is_not_known_yet_sends_nothing_large() -> None:
    documents = SocketDocuments(SocketLimits(), NOW)
    assert documents.receive_large(large(A)) == [CloseSocket(Token.OVERLOADED)]


def test_a_stateless_message_too_large_or_to_no_open_document_is_dealt_with_as_any_frame() -> None:
    documents = SocketDocuments(SocketLimits(frame_bytes=100), NOW)
    assert documents.receive(protocol.stateless(A, "x"), NOW) == []
    opened(documents)
    answer = documents.receive(protocol.stateless(A, "x" * 200), NOW)
    assert answer == [Leave(A), *(Reply(data) for data in frames.refused(A, Token.TOO_LARGE))]
    assert documents.receive(protocol.stateless(A, "x"), NOW) == []


def test_ping_is_answered_and_pong_is_not(documents: SocketDocuments) -> None:
    assert documents.receive(frames.PING, NOW) == [Reply(frames.PONG)]
    assert documents.receive(frames.PONG, NOW) == []


def test_a_socket_holds_so_many_documents_and_remembers_so_many() -> None:
    documents = SocketDocuments(SocketLimits(documents=2, remembered=3), NOW)
    opened(documents, "1")
    opened(documents, "2")
    assert documents.receive(protocol.auth("3", "token"), NOW) == [CloseSocket(Token.OVERLOADED)]
    documents.closed("2")
    opened(documents, "3")
    documents.closed("3")
    assert documents.receive(protocol.auth("4", "token"), NOW) == [CloseSocket(Token.OVERLOADED)]


def test_before_somebody_is_known_only_so_much_is_read() -> None:
    documents = SocketDocuments(SocketLimits(early_frames=3), NOW)
    assert [documents.receive(frames.PONG, NOW) for _ in range(4)] == [
        [],
        [],
        [],
        [CloseSocket(Token.OVERLOADED)],
    ]
    documents = SocketDocuments(SocketLimits(early_bytes=100), NOW)
    assert documents.receive(protocol.sync(A, protocol.UPDATE, bytes(200)), NOW) == [
        CloseSocket(Token.OVERLOADED)
    ]


def test_somebody_known_is_read_without_that_limit() -> None:
    documents = SocketDocuments(SocketLimits(early_frames=3), NOW)
    opened(documents)
    assert all(documents.receive(UPDATE, NOW) for _ in range(10))


def test_the_deadline_is_not_moved_by_traffic() -> None:
    documents = SocketDocuments(SocketLimits(authenticate_within=10.0), NOW)
    documents.receive(frames.PING, NOW)
    assert not documents.overdue(109.0)
    assert documents.overdue(110.0)
    documents.identified()
    assert not documents.overdue(1_000.0)


def test_what_is_closed_while_it_is_opened_counts_until_it_is_answered() -> None:
    documents = SocketDocuments(SocketLimits(documents=2), NOW)
    asks = [asked(documents, A), asked(documents, B)]
    documents.receive(protocol.close(A), NOW)
    documents.receive(protocol.close(B), NOW)
    assert documents.opened(asks[0], NOW) is None
    assert documents.refused(asks[1], Token.NOT_FOUND) == []
    asked(documents, A)
    asked(documents, B)
    documents.receive(protocol.close(A), NOW)
    assert documents.receive(protocol.auth(A, "token"), NOW) == [CloseSocket(Token.OVERLOADED)]


def test_only_so_many_openings_a_second_and_what_is_refused_is_none() -> None:
    documents = SocketDocuments(SocketLimits(openings=2, openings_per_second=1.0), NOW)
    for _ in range(5):
        documents.refused(asked(documents), Token.NOT_FOUND)
    for _ in range(2):
        opened(documents)
        documents.closed(A)
    assert documents.receive(protocol.auth(A, "token"), NOW) == [CloseSocket(Token.OVERLOADED)]
    assert isinstance(documents.receive(protocol.auth(A, "token"), NOW + 1)[0], Open)
