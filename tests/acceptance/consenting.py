"""The owner consents to the plan, as a process: ``python -m tests.acceptance.consenting URL DIE_AT``.

``DIE_AT``: kills itself before its so-manieth statement (0: never).
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from server.catalogue import standard
from server.domain.cases.care_transitions import CoordinatorAbsent, HandoverBegun
from server.domain.cases.records import Record
from server.domain.cases.vocabulary import CaseId
from server.domain.identity.principal import Principal
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.features.cases.desk.plan_contents import PlanContents
from server.features.cases.desk.service import Desk, TransitionWish
from server.features.cases.desk.store import CaseStore
from server.features.cases.desk.wording import ending_words
from server.ports.randomness import SystemChance
from server.ports.sessions import SignedIn
from server.storage.cases.plans import Doing, follow
from server.storage.cases.records import add_record, stored_case
from server.storage.database.database import Database
from tests.acceptance.case_writer import die_before_statement
from tests.acceptance.cases import CASE, began, done
from tests.acceptance.founding import Clock
from tests.unit.domain.cases.situations import RULES, SAMPLES, appointed, coordinated, proposed
from tests.unit.features.fakes import ListeningHub, NoTexts

ENDS = datetime(2027, 1, 1, tzinfo=UTC)
KARI = SignedIn(Principal(PersonId("kari")), "Kari", "", "nb", "", ENDS, ENDS, b"")


def offered(connection: Connection, where: MunicipalityId, case: CaseId = CASE) -> None:
    """Everything before the consent; Hilde coordinates."""
    stored = began(connection, where, case)
    for record in coordinated().does(SAMPLES["plan-offered"]).records[1:]:
        stored = add_record(connection, stored, record)


def appointed_for(connection: Connection, start: date) -> None:
    """Hanne, who is told so before; until then Hilde goes on."""
    stored = stored_case(connection, CASE)
    assert stored is not None
    for each in (SAMPLES["handover-begun"], proposed(who="hanne"), SAMPLES["coordinator-released"]):
        stored = done(connection, stored, each, day=2)
    done(connection, stored, appointed(start=start), day=2)


def leaves_after(connection: Connection, last_day: date) -> None:
    """Hilde, and nobody is found to come after her."""
    stored = stored_case(connection, CASE)
    assert stored is not None
    done(connection, stored, HandoverBegun("Slutter.", last_day=last_day), day=2)


def away_until(connection: Connection, day: date, substitute: PersonId) -> None:
    """Hilde is away, and somebody stands in for her in the plan."""
    stored = stored_case(connection, CASE)
    assert stored is not None
    stored = done(connection, stored, CoordinatorAbsent(day, "Tor", substitute), day=2)
    words = ending_words(standard(), day)
    follow(connection, stored.case, Doing(None, Clock()(), SystemChance().id, words, RULES))


def desk(database: Database) -> Desk:
    return Desk(
        CaseStore(database, Clock(), standard()),
        PlanContents(database, Clock(), NoTexts()),
        ListeningHub(),
        Clock(),
        SystemChance(),
    )


async def does(
    database: Database, action: str, case: CaseId = CASE, *, die_at: int = 0, **said: object
) -> Record:
    before = await database.read(lambda connection: stored_case(connection, case))
    assert before is not None
    wish = TransitionWish(before.case.number, action, said, "", "", "")
    shown = await desk(database).text(KARI, case, wish)
    if die_at:
        die_before_statement(die_at)
    return await desk(database).act(KARI, case, TransitionWish(wish.expected, action, said, "", shown, ""))


async def main(url: str, die_at: int) -> None:
    database = await Database.open(url)
    await does(database, "plan-consented", die_at=die_at)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
