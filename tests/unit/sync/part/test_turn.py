from __future__ import annotations

from server.domain.access import Level
from server.sync.document.replica import Change
from server.sync.part.turn import Verdict, Work, not_written
from server.sync.protocol.closings import Token
from tests.unit.sync.fakes import Heard

NEWS = Change((b"1",), b"1")


def work(heard: Heard, verdict: Verdict = Verdict.ACCEPTED, change: Change | None = None) -> Work:
    return Work(heard.member, b"", verdict=verdict, change=change or Change())


def test_where_nothing_is_written_authors_are_told_and_others_go_on() -> None:
    author, other, reader = Heard("a"), Heard("b"), Heard("r", Level.READ)
    works = [
        work(author, change=NEWS),
        work(author),
        work(other),
        work(other, Verdict.AHEAD),
        work(reader, Verdict.DECLINED),
        work(reader, Verdict.PENDING),
    ]
    not_written(works)
    assert [(one.verdict, one.token) for one in works[:2]] == [(Verdict.REFUSED, Token.OVERLOADED)] * 2
    assert [one.verdict for one in works[2:]] == [
        Verdict.ACCEPTED,
        Verdict.AHEAD,
        Verdict.DECLINED,
        Verdict.DECLINED,
    ]
    assert all(one.change.payloads == () for one in works)


def test_who_was_refused_for_good_is_told_that() -> None:
    works = [work(Heard("a"), Verdict.REFUSED), work(Heard("b"), Verdict.PENDING)]
    not_written(works)
    assert [one.token for one in works] == [Token.REFUSED, Token.OVERLOADED]
