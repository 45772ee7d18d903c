"""Decisions stay; those that a later one has overridden are marked, and no right is read from them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain.access import Decision, Level
from server.domain.plan import Kind, ParticipantId
from server.domain.standing import standing
from server.features.consent.store import ConsentStore
from server.storage.database.database import Database
from server.storage.decisions import standing_decisions
from tests.acceptance.founding import (
    ABOUT_ME,
    COORDINATOR_PLACE,
    NOW,
    OWNER,
    PLAN,
    READING_HELP,
    SCHOOL_PLACE,
    Clock,
    everything_signed,
    opening,
    signing,
)
from tests.support.principals import demo

KINDS = {ABOUT_ME: Kind.ABOUT_ME, READING_HELP: Kind.MEASURE}


def about(who: ParticipantId, level: Level, **target: object) -> Decision:
    return Decision(0, who, level, OWNER, NOW, **target)  # type: ignore[arg-type]


HISTORY = [
    about(SCHOOL_PLACE, Level.READ, kind=Kind.MEASURE),
    about(COORDINATOR_PLACE, Level.EDIT, part=READING_HELP),
    about(SCHOOL_PLACE, Level.COMMENT, part=READING_HELP),
    about(SCHOOL_PLACE, Level.NONE, kind=Kind.MEASURE, beyond=frozenset({READING_HELP})),
    about(SCHOOL_PLACE, Level.READ, part=ABOUT_ME, until=NOW + timedelta(days=1)),
    about(SCHOOL_PLACE, Level.NONE, kind=Kind.MEASURE),
    about(SCHOOL_PLACE, Level.EDIT, kind=Kind.MEASURE),
    about(SCHOOL_PLACE, Level.READ, part=ABOUT_ME),
]


pytestmark = pytest.mark.usefixtures("book")


@pytest.mark.rule(9, "P8")
async def test_what_is_read_of_them_is_what_stands_after_each(
    database: Database,
) -> None:
    store = ConsentStore(database, Clock())
    for decision in HISTORY:
        await store.sign(demo(OWNER), PLAN, signing(decision))
        signed = await everything_signed(database)
        read = await database.read(lambda connection: standing_decisions(connection, PLAN))
        assert [d.number for d in read] == [d.number for d in standing(signed, KINDS)]
    assert len(await everything_signed(database)) == 2 + len(HISTORY)
    assert [d.number for d in read] == [2, 4, 9, 10]


async def test_a_decision_comes_back_as_it_was_signed_and_rights_without_its_words(
    database: Database,
) -> None:
    wish = opening(Level.READ, part=ABOUT_ME, until=NOW + timedelta(days=7))
    _, ((_, signed),) = await ConsentStore(database, Clock()).sign(demo(OWNER), PLAN, signing(wish))
    assert (await everything_signed(database))[-1] == signed
    read = await database.read(lambda connection: standing_decisions(connection, PLAN))
    assert (read[-1].number, read[-1].until, read[-1].text) == (signed.number, signed.until, "")
