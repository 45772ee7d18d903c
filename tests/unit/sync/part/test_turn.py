from __future__ import annotations

from server.domain.access import Level
from server.sync.document.watched import Change
from server.sync.part.turn import Edit, Verdict, refuse_unwritten
from server.sync.protocol.closings import Token
from tests.unit.sync.fakes import Heard

NEWS = Change((b"1",), b"1")


def edit(heard: Heard, verdict: Verdict = Verdict.ACCEPTED, change: Change | None = None) -> Edit:
    return Edit(heard.member, b"", verdict=verdict, change=change or Change())


def test_where_nothing_is_written_authors_are_told_and_others_go_on() -> None:
    author, other, reader = Heard("a"), Heard("b"), Heard("r", Level.READ)
    edits = [
        edit(author, change=NEWS),
        edit(author),
        edit(other),
        edit(other, Verdict.AHEAD),
        edit(reader, Verdict.DECLINED),
        edit(reader, Verdict.PENDING),
    ]
    refuse_unwritten(edits)
    assert [(one.verdict, one.token) for one in edits[:2]] == [(Verdict.REFUSED, Token.OVERLOADED)] * 2
    assert [one.verdict for one in edits[2:]] == [
        Verdict.ACCEPTED,
        Verdict.AHEAD,
        Verdict.DECLINED,
        Verdict.DECLINED,
    ]
    assert all(one.change.payloads == () for one in edits)


def test_who_was_refused_for_good_is_told_that() -> None:
    edits = [edit(Heard("a"), Verdict.REFUSED), edit(Heard("b"), Verdict.PENDING)]
    refuse_unwritten(edits)
    assert [one.token for one in edits] == [Token.REFUSED, Token.OVERLOADED]
