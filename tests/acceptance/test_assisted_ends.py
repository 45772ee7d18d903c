"""What is said in an assisted session while it ends, in two processes: before its end, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import Connection

from server.catalogue import standard
from server.domain.audit import Event
from server.domain.cases import care_transitions as care
from server.domain.cases.case_transitions import Subject
from server.domain.errors import NotNow
from server.domain.plan import SERVER, CommentId
from server.domain.sight import Sight
from server.features.cases.declaring.entries import SaidToBeValid
from server.features.cases.declaring.rules import Declared
from server.features.cases.declaring.store import Declarations
from server.features.cases.desk.plan_contents import PlanContents
from server.features.comments.entries import CommentAdded
from server.features.comments.rules import Comment
from server.features.comments.store import Comments
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.ports.sessions import SignedIn
from server.storage.database import postgresql_database
from server.storage.decisions import DecisionSigned
from server.storage.ledger import Ledger
from server.storage.persons import Person, enrol
from server.storage.plan.assisted import AssistedEnded, login_begins
from server.storage.rights import Hold, sight_in
from tests.acceptance.cases import CASE
from tests.acceptance.conftest import Process, Storage
from tests.acceptance.consenting import ENDS
from tests.acceptance.founding import (
    ABOUT_ME,
    COORDINATOR,
    COORDINATOR_PLACE,
    NOW,
    OWNER,
    OWNER_PLACE,
    PLAN,
    Clock,
)
from tests.acceptance.test_case_records_reviews import founded
from tests.acceptance.test_names import WAITED_FOR
from tests.acceptance.test_on_behalf_at_once import assisted, begins, outcomes, prepared, signs, writing
from tests.support.principals import demo
from tests.unit.domain.cases.situations import SAMPLES, WHO, appointed, opened, proposed, wished
from tests.unit.features.fakes import ListeningHub, NoTexts

Does = Callable[[Process, str], Awaitable[object]]
Ends = Callable[[Process, str], Awaitable[object]]
DAY = date(2026, 9, 1)


async def drafted(process: Process) -> None:
    """A case of which the plan waits for its owner's word; whoever begins sessions coordinates it."""
    where = await Municipalities(process.database, Clock(), SystemChance()).add(SERVER, "9901", "Lia")
    assert where is not None
    people = [Person(each.person, each.actor) for each in WHO.values() if each.person]
    await process.database.write(lambda connection: enrol(connection, people))
    history = opened(subject=Subject("Kari", born=date(1980, 5, 1), person=OWNER))
    history.all([wished(), proposed(who=COORDINATOR), care.CoordinatorReleased("Liv"), appointed()])
    history.all([SAMPLES["plan-offered"], care.PlanConsented(), care.PlanBegun(PLAN)])
    await process.database.write(lambda connection: founded(connection, where.id, CASE, history))


def declarations(process: Process) -> Declarations:
    contents = PlanContents(process.database, Clock(), NoTexts())
    return Declarations(process.database, contents, ListeningHub(), Clock(), SystemChance(), standard())


def who(session: str) -> SignedIn:
    return SignedIn(writing(session), "Berit", "", "nb", "", ENDS, ENDS, b"")


async def declares(process: Process, session: str) -> object:
    here = declarations(process)
    shown = await here.shown(who(session), PLAN, DAY)
    return await here.declare(who(session), PLAN, Declared(shown.expected, DAY, shown.text))


async def decides(process: Process, session: str) -> object:
    return await signs(process, writing(session))


async def remarks(process: Process, session: str) -> object:
    def said(sight: Sight) -> tuple[Comment, Event]:
        comment = Comment(
            CommentId("said"),
            ABOUT_ME,
            OWNER_PLACE,
            NOW,
            "Ja",
            written_by=COORDINATOR_PLACE,
            assisted=session,
        )
        return comment, sight.event(CommentAdded(comment.id, comment.fingerprint), ABOUT_ME)

    return await Comments(process.database, Clock()).add(writing(session), ABOUT_ME, said)


async def owner_ends(process: Process, session: str) -> None:
    await assisted(process).end(demo(OWNER), PLAN, session)


async def writer_ends(process: Process, session: str) -> None:
    await assisted(process).end(demo(COORDINATOR), PLAN, session)


async def owner_logs_in(process: Process, _: str) -> object:
    return await process.database.write(lambda connection: login_begins(connection, OWNER, (), NOW))


DOES: dict[str, Does] = {
    DecisionSigned.action: decides,
    SaidToBeValid.action: declares,
    CommentAdded.action: remarks,
}
"""By what its entry is called."""


@pytest.mark.parametrize("ends", [owner_ends, writer_ends, owner_logs_in])
@pytest.mark.parametrize("action", DOES)
async def test_it_is_said_before_the_end_or_not_at_all(
    storage: Storage, process: Process, action: str, ends: Ends
) -> None:
    second = await storage.process()
    await prepared(process)
    await drafted(process)
    session = await begins(process, "one")
    done = await outcomes(DOES[action](process, session), ends(second, session))
    assert done in (["", ""], ["NotNow", ""])
    entries = await Ledger(second.database).entries(PLAN)
    since = [each.event.action for each in entries if each.event.action in (action, AssistedEnded.action)]
    assert since[-1] == AssistedEnded.action, "something was said after its end"
    assert since.count(AssistedEnded.action) == 1
    with pytest.raises(NotNow, match="assisted-over"):
        await DOES[action](process, session)
    assert len(await Ledger(second.database).entries(PLAN)) == len(entries)


@pytest.mark.parametrize("action", DOES)
@pytest.mark.parametrize(("url", "keys"), [("postgresql", "plain")], indirect=True)
async def test_who_says_something_waits_for_who_ends_it_and_never_in_a_circle(
    storage: Storage, process: Process, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_database, "TRIES", 1)  # what a deadlock undid is not run again
    second, held = await storage.process(), asyncio.Event()
    await prepared(process)
    await drafted(process)
    session = await begins(process, "one")

    def over(connection: Connection) -> None:
        """As ``AssistedStore.end``."""
        sight_in(connection, PLAN, demo(OWNER), NOW, Hold.READERS)
        held.set()
        while not connection.scalar(WAITED_FOR):
            pass
        login_begins(connection, OWNER, (), NOW)

    async def says() -> None:
        await held.wait()
        await DOES[action](process, session)

    async with asyncio.timeout(20):
        done = await outcomes(second.database.write(over), says())
    assert done == ["", "NotNow"]
