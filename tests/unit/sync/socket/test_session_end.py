from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server.domain.plan import PersonId
from server.ports.log import StorageUnavailable
from server.ports.sessions import SignedIn
from server.sync.socket import session_end
from server.sync.socket.session_end import SessionEnd
from tests.support.at_rest import at_rest
from tests.support.principals import demo

LONG, SOON = timedelta(hours=1), timedelta(milliseconds=1)


def going_on(idle: timedelta, absolute: timedelta = LONG) -> SignedIn:
    now = datetime.now(UTC)
    return SignedIn(demo(PersonId("kari")), "Kari", "csrf", "nb", "key", now + absolute, now + idle, b"hash")


class Answers:
    """Is ``ports.Sessions``: what is found, in order; ``None`` from then on."""

    def __init__(self, *found: SignedIn | Exception | None) -> None:
        self.found = [*found]
        self.asked = 0
        self.noted: list[datetime] = []

    def known_as(self, token: str) -> tuple[str, bytes]:
        raise AssertionError

    def seen(self, signed_in: SignedIn) -> SignedIn:
        self.noted.append(signed_in.ends_at)
        return replace(signed_in, idle_at=signed_in.idle_at + SOON)

    async def session(self, token: str) -> SignedIn | None:
        assert token == "token"
        self.asked += 1
        found = self.found.pop(0) if self.found else None
        if isinstance(found, Exception):
            raise found
        return found


@pytest.mark.parametrize("first", [going_on(SOON), going_on(LONG, SOON)])
async def test_it_ends_at_the_first_moment_at_which_it_may_have_ended(first: SignedIn) -> None:
    answers, ended = Answers(), asyncio.Event()
    SessionEnd(answers, "token", first, ended.set)
    await ended.wait()
    assert answers.asked == 1
    assert datetime.now(UTC) >= first.ends_at


async def test_while_somebody_is_seen_elsewhere_it_goes_on() -> None:
    answers, ended = Answers(going_on(SOON), going_on(SOON), None), asyncio.Event()
    SessionEnd(answers, "token", going_on(SOON), ended.set)
    await ended.wait()
    assert answers.asked == 3


async def test_while_the_database_does_not_answer_nobody_loses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_end, "LOOK_AGAIN_SECONDS", 0.001)
    answers, ended = Answers(StorageUnavailable(), StorageUnavailable(), None), asyncio.Event()
    SessionEnd(answers, "token", going_on(SOON), ended.set)
    await ended.wait()
    assert answers.asked == 3


async def test_a_socket_that_is_gone_asks_no_more() -> None:
    answers = Answers()
    end = SessionEnd(answers, "token", going_on(timedelta()), lambda: pytest.fail("it is gone"))
    end.stop()
    await at_rest()
    assert answers.asked == 0


async def test_who_writes_is_seen_each_time_with_the_end_that_it_has_by_then() -> None:
    answers, session = Answers(), going_on(LONG, 2 * LONG)
    end = SessionEnd(answers, "token", session, lambda: None)
    end.seen()
    end.seen()
    end.stop()
    assert answers.noted == [session.idle_at, session.idle_at + SOON]
