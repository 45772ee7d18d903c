from __future__ import annotations

import pytest

from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.socket.documents import (
    CloseSocket,
    Deliver,
    Effect,
    Leave,
    Limits,
    Open,
    Reply,
    Session,
    refusal,
)
from server.telemetry.counts import counts
from tests.support.clients import protocol

A, B = "part/a", "part/b"
UPDATE = protocol.sync(A, protocol.UPDATE, b"\x00\x00")


@pytest.fixture
def session() -> Session:
    return Session(
        Limits(pending_frames=3, documents=3, remembered=5, unknown_frames=2, early_frames=50), 0.0
    )


def asked(session: Session, address: str = A) -> Open:
    (effect,) = session.receive(protocol.auth(address, "token"))
    assert isinstance(effect, Open)
    return effect


def opened(session: Session, address: str = A) -> list[Effect]:
    asked(session, address)
    session.identified()
    return session.opened(address)


def test_auth_asks_to_open_the_document_named_before_the_session_id(session: Session) -> None:
    effect = asked(session, "part/a\0tab7")
    assert (effect.address, effect.document, effect.token) == ("part/a\0tab7", "part/a", "token")


def test_frames_of_a_pending_document_wait_and_are_delivered_in_order(session: Session) -> None:
    asked(session)
    assert session.receive(protocol.sync(A, protocol.STEP1, b"\x00")) == []
    assert session.receive(UPDATE) == []
    assert session.opened(A) == [
        Deliver(A, frames.Step1(A, b"\x00")), Deliver(A, frames.Update(A, b"\x00\x00")),
    ]  # fmt: skip
    assert session.receive(UPDATE) == [Deliver(A, frames.Update(A, b"\x00\x00"))]


def test_too_many_waiting_frames_end_the_socket(session: Session) -> None:
    asked(session)
    answers = [session.receive(UPDATE) for _ in range(4)]
    assert answers == [[], [], [], [CloseSocket(Token.OVERLOADED)]]


def test_waiting_bytes_are_counted_over_all_documents() -> None:
    session = Session(Limits(pending_bytes=1_000), 0.0)
    asked(session, A)
    asked(session, B)
    assert session.receive(protocol.sync(A, protocol.UPDATE, bytes(600))) == []
    assert session.receive(protocol.sync(B, protocol.UPDATE, bytes(600))) == [CloseSocket(Token.OVERLOADED)]


def test_frames_for_a_document_nobody_asked_for_or_that_is_closed_are_dropped(session: Session) -> None:
    assert session.receive(UPDATE) == []
    opened(session)
    session.closed(A)
    assert session.receive(UPDATE) == []
    assert session.receive(protocol.close(A)) == []


def test_a_closed_document_may_be_asked_for_again(session: Session) -> None:
    first = asked(session)
    session.closed(A)
    again = asked(session)
    assert not session.awaits(first.ticket, A)
    assert session.awaits(again.ticket, A)


def test_a_document_is_asked_for_once(session: Session) -> None:
    asked(session)
    assert session.receive(protocol.auth(A, "token")) == []
    session.opened(A)
    assert session.receive(protocol.auth(A, "token")) == []


def test_a_client_that_closes_a_document_leaves_and_an_answer_is_no_longer_wanted(session: Session) -> None:
    effect = asked(session)
    assert session.receive(protocol.close(A)) == [Leave(A)]
    assert not session.awaits(effect.ticket, A)


def test_a_refused_document_leaves_the_socket_and_the_others_alone(session: Session) -> None:
    asked(session)
    (reply,) = session.refused(A, Token.NOT_FOUND)
    assert isinstance(reply, Reply)
    assert protocol.read(reply.data) == protocol.Received(A, protocol.AUTH, 1, text="not-found")
    assert opened(session, B) == []
    assert session.receive(UPDATE) == []


def test_too_many_failed_logins_end_the_socket() -> None:
    session = Session(Limits(failed_logins=2), 0.0)
    answers = []
    for _ in range(3):
        asked(session)
        answers += session.refused(A, Token.SESSION_EXPIRED)
    assert answers[-1] == CloseSocket(Token.SESSION_EXPIRED)
    assert all(isinstance(answer, Reply) for answer in answers[:-1])


def test_malformed_bytes_end_the_document_they_name(session: Session) -> None:
    opened(session)
    opened(session, B)
    broken = protocol.varstring(A) + b"\x00\x07"
    assert session.receive(broken) == [Leave(A), *(Reply(data) for data in refusal(A, Token.MALFORMED))]
    assert session.receive(broken) == []
    assert session.receive(protocol.sync(B, protocol.UPDATE, b"\x00\x00")) != []


@pytest.mark.parametrize(
    "data", [b"", b"\x05", b"\x80", b"\x04part", protocol.varstring("part/x") + b"\x00\x07"]
)
def test_malformed_bytes_without_a_document_end_the_socket(session: Session, data: bytes) -> None:
    assert session.receive(data) == [CloseSocket(Token.MALFORMED)]


def test_a_frame_too_large_ends_its_document() -> None:
    session = Session(Limits(frame_bytes=100), 0.0)
    opened(session)
    assert session.receive(protocol.sync(A, protocol.UPDATE, bytes(80))) != []
    answer = session.receive(protocol.sync(A, protocol.UPDATE, bytes(200)))
    assert answer == [Leave(A), *(Reply(data) for data in refusal(A, Token.TOO_LARGE))]


def test_unknown_types_are_ignored_and_counted(session: Session) -> None:
    opened(session)
    unknown = protocol.varstring(A) + b"\x17"
    assert [session.receive(unknown) for _ in range(3)] == [[], [], [CloseSocket(Token.MALFORMED)]]


@pytest.mark.parametrize("pending", [True, False])
def test_a_stateless_message_is_refused_and_its_document_goes_on(session: Session, *, pending: bool) -> None:
    asked(session) if pending else opened(session)
    refused = Reply(frames.stateless(A, '{"type": "refused", "token": "refused"}'))
    before = counts.stateless_refused
    for _ in range(40):
        assert session.receive(protocol.stateless(A, '{"type": "comments-changed"}')) == [refused]
    assert counts.stateless_refused == before + 40
    effects = session.opened(A) if pending else session.receive(UPDATE)
    assert effects == ([] if pending else [Deliver(A, frames.Update(A, b"\x00\x00"))])


def test_a_stateless_message_too_large_or_to_no_open_document_is_dealt_with_as_any_frame() -> None:
    session = Session(Limits(frame_bytes=100), 0.0)
    assert session.receive(protocol.stateless(A, "x")) == []
    opened(session)
    answer = session.receive(protocol.stateless(A, "x" * 200))
    assert answer == [Leave(A), *(Reply(data) for data in refusal(A, Token.TOO_LARGE))]
    assert session.receive(protocol.stateless(A, "x")) == []


def test_ping_is_answered_and_pong_is_not(session: Session) -> None:
    assert session.receive(frames.PING) == [Reply(frames.PONG)]
    assert session.receive(frames.PONG) == []


def test_a_socket_holds_so_many_documents_and_remembers_so_many() -> None:
    session = Session(Limits(documents=2, remembered=3), 0.0)
    asked(session, "1")
    asked(session, "2")
    assert session.receive(protocol.auth("3", "token")) == [CloseSocket(Token.OVERLOADED)]
    session.closed("2")
    asked(session, "3")
    session.closed("3")
    assert session.receive(protocol.auth("4", "token")) == [CloseSocket(Token.OVERLOADED)]


def test_before_somebody_is_known_only_so_much_is_read() -> None:
    session = Session(Limits(early_frames=3), 0.0)
    assert [session.receive(frames.PONG) for _ in range(4)] == [[], [], [], [CloseSocket(Token.OVERLOADED)]]
    session = Session(Limits(early_bytes=100), 0.0)
    assert session.receive(protocol.sync(A, protocol.UPDATE, bytes(200))) == [CloseSocket(Token.OVERLOADED)]


def test_somebody_known_is_read_without_that_limit() -> None:
    session = Session(Limits(early_frames=3), 0.0)
    opened(session)
    assert all(session.receive(UPDATE) for _ in range(10))


def test_the_deadline_is_not_moved_by_traffic() -> None:
    session = Session(Limits(authenticate_within=10.0), 100.0)
    session.receive(frames.PING)
    assert not session.overdue(109.0)
    assert session.overdue(110.0)
    session.identified()
    assert not session.overdue(1_000.0)
