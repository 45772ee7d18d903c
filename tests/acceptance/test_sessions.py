"""How many sessions a person may have, on both databases and with many who log in at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from server.domain.audit import Event
from server.features.login import store
from server.features.login.entries import LoggedIn, SessionsEnded
from server.features.login.store import OwnSession, People, Proof
from server.storage.ledger import Ledger
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


IDLE = timedelta(minutes=30)
KARIS, OLAS = b"k" * 32, b"o" * 32
HELSEID = Proof("helseid", "https://helseid.no", "subject", "sid", "4", "987654321", "Lia kommune", "Edge")


async def test_who_was_seen_by_one_process_is_seen_by_the_others(process: Process, another: Process) -> None:
    here, there = People(process.database), People(another.database)
    for person, token in ((OWNER, KARIS), (SCHOOL, OLAS)):
        await here.open_session(person, token, "csrf", NOW, LONG_AFTER)
    later = NOW + timedelta(minutes=20)
    await here.seen({KARIS: later, b"over" * 8: later})
    await there.seen({KARIS: NOW})  # a slower clock takes nothing back
    now = NOW + IDLE
    assert await there.sessions_over([KARIS, OLAS], now, now - IDLE) == {OLAS}
    found = await there.sessions([KARIS, OLAS], now, now - IDLE)
    assert {token: session.last_seen_at for token, session in found.items()} == {KARIS: later}
    assert await there.sessions_over([KARIS], later + IDLE, later) == {KARIS}


async def test_both_note_the_same_people_at_once(process: Process, another: Process) -> None:
    places = [People(process.database), People(another.database)]
    tokens = [number.to_bytes(32, "big") for number in range(300)]
    for token in tokens:
        await places[0].open_session(OWNER, token, "csrf", NOW, LONG_AFTER)
    later = NOW + timedelta(minutes=1)
    rounds = [dict.fromkeys(order, later) for order in (tokens, tokens[::-1]) * 3]
    await asyncio.gather(*[places[n % 2].seen(moments) for n, moments in enumerate(rounds)])
    assert {each.last_seen_at for each in await places[1].sessions_of(OWNER, later, NOW)} == {later}


async def test_a_person_has_the_sessions_that_are_not_over_with_what_was_proven(process: Process) -> None:
    people = People(process.database)
    await people.open_session(OWNER, KARIS, "csrf", NOW, LONG_AFTER)
    later = NOW + timedelta(minutes=5)
    await people.open_session(OWNER, OLAS, "csrf", later, LONG_AFTER, proof=HELSEID)
    await people.open_session(SCHOOL, b"s" * 32, "csrf", later, LONG_AFTER)
    newest, oldest = await people.sessions_of(OWNER, later, NOW - IDLE)
    assert newest == OwnSession(OLAS, later, later, HELSEID)
    assert (oldest.token_hash, oldest.proof) == (KARIS, Proof())
    assert await people.sessions_of(OWNER, later, NOW) == [newest]


async def test_what_ends_at_the_provider_or_by_the_person_ends_everywhere(
    process: Process, another: Process
) -> None:
    here, there = People(process.database), People(another.database)
    await here.open_session(OWNER, KARIS, "csrf", NOW, LONG_AFTER, proof=HELSEID)
    await here.open_session(OWNER, OLAS, "csrf", NOW, LONG_AFTER)
    ended = Event.of(SessionsEnded("provider"), NOW, OWNER)
    before = NOW + timedelta(seconds=1)
    asked = ("https://helseid.no", "another", "sid")
    assert await there.end_sessions_at(*asked, NOW, lambda _: ended) == []
    assert await there.end_sessions_at(*asked, before, lambda _: ended) == [KARIS]
    assert await here.sessions_over([KARIS, OLAS], NOW) == {KARIS}
    assert await here.end_sessions(SCHOOL, None, ended) == []
    assert await here.end_sessions(OWNER, None, ended) == [OLAS]
    entries = await Ledger(another.database).entries(None)
    assert [entry.event.action for entry in entries] == ["sessions-ended"] * 2
