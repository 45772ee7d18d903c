"""What a member may do, and what still reaches it, as its level changes and its document ends."""

from __future__ import annotations

import pytest

from server.domain.access import Access, Level
from server.sync.protocol.closings import Token
from tests.support.clients import protocol
from tests.unit.sync.fakes import ADDRESS, Heard

CLOSED = (protocol.CLOSE, -1)
SAVED, NOT_SAVED = (protocol.SYNC_STATUS, 1), (protocol.SYNC_STATUS, 0)
AUTHENTICATED = (protocol.AUTH, 2)


@pytest.mark.parametrize("level", list(Level))
def test_who_may_edit_follows_the_level(level: Level) -> None:
    heard = Heard("a", level)
    assert heard.member.may_edit == (level >= Level.EDIT)
    for other in Level:
        again = Heard("a", level)
        again.member.regrant(Access(other))
        assert again.member.may_edit == (other >= Level.EDIT)
        assert again.member.ended == (other < Level.READ)


def test_a_rise_to_edit_is_told_and_asks_for_syncing_again_and_a_fall_is_told() -> None:
    heard = Heard("a", Level.READ)
    assert heard.member.regrant(Access(Level.EDIT))
    assert not heard.member.regrant(Access(Level.EDIT))
    assert not heard.member.regrant(Access(Level.COMMENT))
    assert [frame.text for frame in heard.frames()] == ["read-write", "readonly"]


def test_who_was_cut_by_us_counts_no_more_and_gets_nothing_more() -> None:
    heard = Heard("a")
    heard.member.end(Token.CONSENT_WITHDRAWN)
    heard.member.send(b"never sent")
    heard.member.acknowledge(saved=True)
    heard.member.leave()
    heard.member.end(Token.OVERLOADED)
    assert heard.kinds() == [CLOSED]
    assert heard.closed == [ADDRESS]
    assert (heard.member.ended, heard.member.may_edit) == (True, False)


def test_what_somebody_sent_before_leaving_still_counts_while_its_level_stands() -> None:
    heard = Heard("a")
    heard.member.leave()
    heard.member.end(Token.OVERLOADED)
    assert heard.frames() == []
    assert (heard.member.ended, heard.member.may_edit) == (False, True)
    heard.member.regrant(Access(Level.READ))
    assert (heard.member.ended, heard.member.may_edit) == (False, False)
    heard.member.regrant(Access(Level.NONE))
    assert (heard.member.ended, heard.member.may_edit) == (False, False)


def test_a_refused_frame_is_answered_before_the_document_closes() -> None:
    heard = Heard("a")
    heard.member.acknowledge(saved=True)
    heard.member.refuse(Token.MALFORMED)
    assert heard.kinds() == [SAVED, NOT_SAVED, CLOSED]


def test_going_down_ends_the_socket_and_not_its_documents() -> None:
    heard = Heard("a")
    heard.member.end(Token.GOING_DOWN)
    heard.member.send_authenticated()
    assert heard.kinds() == [AUTHENTICATED]
    assert heard.member.may_edit
