"""Mails in each database, with a real mail server: never lost, and twice only after a death in one place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from server.catalogue import standard
from server.domain.cases.case_transitions import RepresentativeRegistered, SubjectCorrected
from server.domain.cases.records import day_of
from server.domain.messages.contact import ContactChannel, PersonContact
from server.domain.messages.message import Mail, Message
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.municipalities.store import Municipalities
from server.ports.log import StorageUnavailable
from server.ports.randomness import SystemChance
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.storage.messages import outbox
from server.storage.messages.contacts import keep_contact
from server.storage.messages.outbox import Claim
from server.storage.messages.queue import MailQueue
from server.storage.messages.tables import messages
from server.storage.metadata import participants, plans
from server.token_bucket import Bucket
from server.worker.courier import Courier
from server.worker.courier import MailServer as Where
from server.worker.deliveries import Deliveries
from tests.acceptance.cases import CASE, began, done, municipality, read
from tests.acceptance.founding import Clock
from tests.support.servers.forked import Forked, forked, usual_environment
from tests.support.servers.smtp import MailServer, mail_server
from tests.support.wide import postgresql_later
from tests.unit.domain.cases.situations import ADULT, SAMPLES
from tests.unit.features.fakes import CountedChance

KARI, HANNE, THERE = PersonId("kari"), PersonId("hanne"), "kari@example.org"
TEXT = PersonContact(ContactChannel.EMAIL, THERE)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """With a case whose owner wants mails, and nothing in the outbox."""
    database = await Database.open(url)
    where = await municipality(database)

    def work(connection: Connection) -> None:
        began(connection, where)
        keep_contact(connection, KARI, TEXT, datetime.now(UTC))
        connection.execute(delete(messages))

    await database.write(work)
    yield database
    await database.close()


@pytest.fixture
async def smtp() -> AsyncIterator[MailServer]:
    async with mail_server() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.now(UTC))


def to_kari(number: int = 1) -> Message:
    return Message(f"case/case/test/{number}", "decision-ready", None, KARI, case=CASE)


async def add(database: Database, *new: Message) -> None:
    await database.write(lambda connection: outbox.add(connection, new, datetime.now(UTC)))


async def where_of(database: Database) -> MunicipalityId:
    return (await database.read(read)).municipality


async def states(database: Database) -> dict[str, str]:
    found = select(messages.c.event, messages.c.mail)
    return await database.read(lambda connection: {row.event: row.mail for row in connection.execute(found)})


def deliveries(database: Database, smtp: MailServer | None, clock: Callable[[], datetime]) -> Deliveries:
    queue = MailQueue(database, clock, SystemChance(), standard())
    courier = None if smtp is None else Courier(Where("127.0.0.1", smtp.port, "none"), "samplan@lia.example")
    return Deliveries(queue, courier, clock, "https://plan.example", Bucket(1000, 1000))


async def all_delivered(database: Database, smtp: MailServer | None, clock: Clock) -> int:
    sending, number = deliveries(database, smtp, clock), 0
    while await sending.deliver_next():
        number += 1
    return number


async def test_what_is_added_is_sent_once_and_stands_in_the_log(
    database: Database, smtp: MailServer, clock: Clock
) -> None:
    await add(database, to_kari())
    clock.advance(1)
    assert await all_delivered(database, smtp, clock) == 1
    assert await all_delivered(database, smtp, clock) == 0
    (mail,) = smtp.mails
    assert (mail["To"], mail["Message-ID"]) == (THERE, f"<{to_kari().id}@lia.example>")
    assert await states(database) == {to_kari().event: Mail.SENT}
    last = (await Ledger(database).entries_of_case(CASE))[-1].event
    assert (last.action, dict(last.details)) == (
        "mail-settled",
        {"message": to_kari().id, "text": "decision-ready", "mail": "sent"},
    )


async def test_whoever_wants_none_gets_none(database: Database, smtp: MailServer, clock: Clock) -> None:
    await add(database, to_kari(), Message("e", "reported", None, PersonId("hanne"), case=CASE))
    await database.write(lambda c: keep_contact(c, KARI, PersonContact(ContactChannel.NONE, THERE), clock()))
    clock.advance(1)
    await all_delivered(database, smtp, clock)
    assert smtp.mails == []
    assert set((await states(database)).values()) == {Mail.NONE}


async def test_without_a_mail_server_messages_are_on_the_page_alone(database: Database, clock: Clock) -> None:
    await add(database, to_kari())
    clock.advance(1)
    await all_delivered(database, None, clock)
    assert await states(database) == {to_kari().event: Mail.NONE}


async def test_what_is_refused_now_is_tried_again_and_given_up_after_days(
    database: Database, smtp: MailServer, clock: Clock
) -> None:
    await add(database, to_kari())
    smtp.refuses_all = "451 later"
    clock.advance(1)
    assert await all_delivered(database, smtp, clock) == 1
    clock.advance(29)
    assert await all_delivered(database, smtp, clock) == 0
    clock.advance(2)
    assert await all_delivered(database, smtp, clock) == 1
    assert await states(database) == {to_kari().event: Mail.WAITING}
    clock.advance(5 * 24 * 3600)
    assert await all_delivered(database, smtp, clock) == 1
    assert await states(database) == {to_kari().event: Mail.GIVEN_UP}
    counted = await database.read(lambda connection: outbox.counts(connection, clock()))
    assert (counted.waiting, counted.given_up, counted.oldest_seconds) == (0, 1, 0)


async def test_what_is_taken_on_a_later_try_is_sent(
    database: Database, smtp: MailServer, clock: Clock
) -> None:
    await add(database, to_kari())
    smtp.refuses_all = "451 later"
    clock.advance(1)
    await all_delivered(database, smtp, clock)
    counted = await database.read(lambda connection: outbox.counts(connection, clock() + timedelta(hours=1)))
    assert counted.waiting == 1
    assert counted.oldest_seconds > 3600
    smtp.refuses_all = ""
    clock.advance(60)
    await all_delivered(database, smtp, clock)
    assert len(smtp.mails) == 1


async def test_an_unknown_recipient_is_given_up_at_once_and_holds_up_nobody(
    database: Database, smtp: MailServer, clock: Clock
) -> None:
    await add(database, to_kari(), Message("e", "representation-ends", None, HANNE))
    await database.write(
        lambda c: keep_contact(c, HANNE, PersonContact(ContactChannel.EMAIL, "h@example.org"), clock())
    )
    smtp.refuses[THERE] = "550 unknown"
    clock.advance(1)
    await all_delivered(database, smtp, clock)
    assert await states(database) == {to_kari().event: Mail.GIVEN_UP, "e": Mail.SENT}


# -- a protected address --------------------------------------------------------------------------


def protect(connection: Connection) -> None:
    protected = type(SAMPLES["subject-corrected"])(  # type: ignore[call-arg]
        subject=type(ADULT)(ADULT.name, protected=True, person=KARI)
    )
    done(connection, read(connection), protected)
    connection.execute(delete(messages))


async def test_to_a_protected_address_nothing_is_sent_before_somebody_has_looked(
    database: Database, smtp: MailServer, clock: Clock
) -> None:
    await database.write(protect)
    await add(database, to_kari(), to_kari(2))
    clock.advance(1)
    await all_delivered(database, smtp, clock)
    assert smtp.raw == b""
    assert set((await states(database)).values()) == {Mail.HELD}
    looked = update(messages).values(checked_by="hanne", mail=Mail.WAITING, due_at=clock())
    await database.write(lambda connection: connection.execute(looked) and None)
    await all_delivered(database, smtp, clock)
    assert len(smtp.mails) == 2


@pytest.mark.parametrize(("role", "becomes"), [("representative", Mail.HELD), ("school", Mail.SENT)])
async def test_to_whoever_may_live_with_a_protected_person_nothing_is_sent_either(
    database: Database, smtp: MailServer, clock: Clock, role: str, becomes: Mail
) -> None:
    """A parent is told of their own representation, in no case; whoever looks is told in which."""

    def in_her_plan(connection: Connection) -> None:
        protect(connection)
        where = read(connection).municipality
        plan = insert(plans).values(id="plan", owner_id=KARI, created_at=clock(), municipality_id=where)
        connection.execute(plan.values(access_version=1))
        who = insert(participants).values(id="mother", plan_id="plan", person_id="relative", role=role)
        connection.execute(who.values(organisation=""))
        keep_contact(connection, PersonId("relative"), TEXT, clock())
        outbox.add(connection, [Message("r", "representation-ends", where, PersonId("relative"))], clock())

    await database.write(in_her_plan)
    await Municipalities(database, clock, CountedChance()).give(
        SERVER, await where_of(database), HANNE, UnitRight.CASE_HANDLER
    )
    clock.advance(1)
    await all_delivered(database, smtp, clock)
    found = await states(database)
    assert found["r"] == becomes
    told = select(messages.c.case_id).where(messages.c.text == "mail-held", messages.c.person_id == HANNE)
    assert await database.read(lambda connection: connection.scalars(told).all()) == (
        [CASE] if becomes is Mail.HELD else []
    )


async def test_to_whoever_acts_in_the_case_of_a_protected_child_nothing_is_sent_either(
    database: Database, smtp: MailServer, clock: Clock
) -> None:
    """Nobody logs in as the child, and there is no plan yet."""

    def acts(connection: Connection) -> None:
        until = day_of(clock()) + timedelta(days=90)
        acting = RepresentativeRegistered(PersonId("relative"), "Mor", "guardian", until, "Vedtak")
        done(connection, read(connection), acting)
        protected = type(ADULT)("Liv", protected=True)
        done(connection, read(connection), SubjectCorrected(protected))
        connection.execute(delete(messages))
        keep_contact(connection, PersonId("relative"), TEXT, clock())
        where = read(connection).municipality
        outbox.add(connection, [Message("r", "vacant", where, PersonId("relative"), case=CASE)], clock())

    await database.write(acts)
    clock.advance(1)
    await all_delivered(database, smtp, clock)
    assert (await states(database))["r"] == Mail.HELD


# -- several workers, and deaths ------------------------------------------------------------------


async def worker(url: str, smtp: MailServer, later: float, die_at: int = 0) -> Forked:
    asked = url, str(smtp.port), str(later), str(die_at)
    return await forked("tests.acceptance.mail_worker", *asked, environment=usual_environment())


async def test_of_two_workers_each_sends_what_the_other_does_not(
    database: Database, smtp: MailServer, url: str
) -> None:
    many = [to_kari(number) for number in range(80)]
    await add(database, *many)
    workers = [await worker(url, smtp, 1) for _ in range(2)]
    taken = [int((await each.communicate())[0]) for each in workers]
    assert sorted(smtp.ids) == sorted(f"<{each.id}@lia.example>" for each in many)
    assert sum(taken) == 80
    assert all(taken), "one of them did nothing: they did not run at the same time"


@postgresql_later
@pytest.mark.timeout(240)
async def test_whoever_dies_loses_no_mail_and_sends_it_twice_only_between_two_answers(
    database: Database, smtp: MailServer, url: str
) -> None:
    deaths, twice = 0, 0
    for die_at in range(1, 60):
        await add(database, to_kari(die_at))
        process = await worker(url, smtp, 1, die_at)
        await process.communicate()
        message_id = f"<{to_kari(die_at).id}@lia.example>"
        taken, settled = smtp.ids.count(message_id), (await states(database))[to_kari(die_at).event] == "sent"
        assert taken == 1 or not settled
        again = await worker(url, smtp, outbox.LEASE.total_seconds() + 2)
        await again.communicate()
        assert smtp.ids.count(message_id) == (1 if settled else taken + 1)
        assert (await states(database))[to_kari(die_at).event] == Mail.SENT
        if process.returncode == 0:
            break
        deaths += 1
        twice += taken == 1 and not settled
    assert deaths > 8, "it did not die in the middle of anything"
    assert twice > 0, "it never died between the answer and the commit"


async def test_who_claimed_too_long_ago_settles_nothing(database: Database, clock: Clock) -> None:
    await add(database, to_kari())
    clock.advance(1)
    queue = MailQueue(database, clock, SystemChance(), standard())
    slow = await queue.next()
    assert slow is not None
    assert await queue.next() is None
    clock.advance(outbox.LEASE.total_seconds() + 1)
    quick = await queue.next()
    assert quick is not None
    assert await queue.settle(slow.claim, Mail.NONE) is False
    assert await queue.put_off(slow.claim, clock()) is False
    assert await queue.settle(quick.claim, Mail.SENT) is True
    assert await states(database) == {to_kari().event: Mail.SENT}


class FailingQueue(MailQueue):
    """Its database is away for the first ``failures`` times something is settled."""

    failures = 2

    async def settle(self, claim: Claim, mail: Mail) -> bool:
        self.failures -= 1
        if self.failures >= 0:
            raise StorageUnavailable("away")
        return await super().settle(claim, mail)


async def test_a_database_that_is_away_for_a_moment_makes_no_second_mail(
    database: Database, smtp: MailServer, clock: Clock
) -> None:
    await add(database, to_kari())
    clock.advance(1)
    queue = FailingQueue(database, clock, SystemChance(), standard())
    courier = Courier(Where("127.0.0.1", smtp.port, "none"), "samplan@lia.example")
    sending = Deliveries(queue, courier, clock, "https://plan.example", Bucket(10, 10))
    assert await sending.deliver_next() is True
    clock.advance(outbox.LEASE.total_seconds() + 1)
    assert await all_delivered(database, smtp, clock) == 0
    assert len(smtp.mails) == 1
