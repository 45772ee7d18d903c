"""How many sessions a person may have, on both databases and with many who log in at once."""

from __future__ import annotations

import asyncio

import pytest

from server.domain.audit import Event
from server.features.login import store
from server.features.login.entries import LoggedIn
from server.features.login.store import People
from tests.acceptance.conftest import Process
from tests.acceptance.founding import NOW, OWNER, SCHOOL

LONG_AFTER = NOW.replace(year=NOW.year + 30)
FEW = 5


async def test_with_as_many_sessions_as_may_be_the_oldest_ends_for_each_that_begins(
    process: Process, another: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_SESSIONS", FEW)
    places = People(process.database), People(another.database)
    tokens = [number.to_bytes(32, "big") for number in range(4 * FEW)]
    theirs = b"another's" + bytes(23)
    assert await places[0].open_session(SCHOOL, theirs, "csrf", NOW, LONG_AFTER) == []
    ended = await asyncio.gather(
        *[
            places[number % 2].open_session(
                OWNER, token, "csrf", NOW, LONG_AFTER, Event.of(LoggedIn("demo"), NOW, OWNER)
            )
            for number, token in enumerate(tokens)
        ]
    )
    over = [token for each in ended for token in each]
    assert len(over) == len(set(over)) == len(tokens) - FEW
    assert await places[1].sessions_over([*tokens, theirs], NOW) == set(over)
