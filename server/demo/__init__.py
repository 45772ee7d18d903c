"""The demo: invented persons and one whole plan, to try samplan with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from server.domain.access import Level
from server.domain.audit import Event
from server.domain.identity.principal import Principal
from server.domain.plan import CommentId, PersonId
from server.domain.sight import Sight
from server.features.comments.entries import CommentAdded, CommentResolved
from server.features.comments.rules import Comment
from server.features.comments.store import Comments
from server.features.login.store import People
from server.features.municipalities.store import Municipalities
from server.features.plans.store import PlanStore
from server.ports.clock import Clock
from server.ports.randomness import Chance
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.founding import found_plan

from .anchors import anchor_of
from .cases.founding import IncompleteDemo, found_cases
from .founding import Founding, demo_person
from .municipality import found_municipality
from .people import DEMO_KEYS, OWNER_KEY, UNIT_KEY
from .remarks import REMARKS, DemoRemark

__all__ = ["IncompleteDemo", "NotADemo", "found_demo", "found_demo_cases"]


MAKING = "demo"
"""Whoever makes it at the same time waits, and then finds it."""


class NotADemo(Exception):
    """People who are not of the demo use this database."""

    def __init__(self) -> None:
        super().__init__("this database is not a demo's: there are people in it who are not invented")


async def found_demo(database: Database, clock: Clock, chance: Chance) -> bool:
    """Create the demo persons, their municipality and plan; ``False`` if the plan exists. May be repeated.

    All of it or nothing, so that one that is killed begins anew. Raises ``NotADemo`` where others than demo
    persons are enrolled: nobody could take the invented ones out.
    """
    async with database.together() as whole:
        await whole.write(lambda connection: lock_names(connection, MAKING))
        return await _found_plan(whole, clock, chance)


async def _found_plan(database: Database, clock: Clock, chance: Chance) -> bool:
    people = People(database)
    if await people.has_real_people():
        raise NotADemo
    known = {person.demo_key: person.id for person in await people.demo_people()}
    if OWNER_KEY in known and await PlanStore(database, clock).plans_of(_invented(known[OWNER_KEY])):
        return False
    ids = {key: known.get(key) or PersonId(chance.id()) for key in DEMO_KEYS}
    store = Municipalities(database, clock, chance)
    municipality = await found_municipality(database, store, demo_person(UNIT_KEY, ids[UNIT_KEY]))
    founding = Founding(chance, clock(), ids, municipality)
    founded = await found_plan(database, founding.new_plan())
    await _add_comments(founding, Comments(database, clock))
    return founded


async def found_demo_cases(database: Database, clock: Clock, chance: Chance) -> bool:
    """Create the cases of the demo municipality beside its plan, all or none; ``False`` if they are there.

    Needs ``found_demo`` to have been there first. Raises ``IncompleteDemo`` where some of them are missing.
    """
    async with database.together() as whole:
        await whole.write(lambda connection: lock_names(connection, MAKING))
        return await _found_cases(whole, clock, chance)


async def _found_cases(database: Database, clock: Clock, chance: Chance) -> bool:
    people = {person.demo_key: person.id for person in await People(database).demo_people()}
    (runas, *_) = await PlanStore(database, clock).plans_of(_invented(people[OWNER_KEY]))
    return await found_cases(database, clock, chance, runas.plan.id)


async def _add_comments(founding: Founding, comments: Comments) -> None:
    added: dict[str, Comment] = {}
    for remark in REMARKS:
        comment = added[remark.key] = _comment(founding, remark, added)
        await comments.add(_invented(founding.people[remark.author]), comment.part, _adding(comment))
        if remark.done_by:
            opening = added[remark.answers or remark.key]
            done_by = founding.people[remark.done_by]
            await comments.change(_invented(done_by), opening.id, _resolving(comment))


def _invented(person: PersonId) -> Principal:
    return Principal(person, demo=True)


def _comment(founding: Founding, remark: DemoRemark, added: dict[str, Comment]) -> Comment:
    return Comment(
        id=CommentId(founding.chance.id()),
        part=founding.parts[remark.part].part.id,
        author=founding.participants[remark.author].id,
        created_at=founding.now - timedelta(hours=remark.hours),
        text=remark.text,
        reply_to=added[remark.answers].id if remark.answers else None,
        anchor=_anchor(founding, remark),
        quote=remark.quote,
    )


def _anchor(founding: Founding, remark: DemoRemark) -> dict[str, object] | None:
    """On the very letters: who is let in later is shown no other quote (docs/decisions/0018)."""
    if not remark.quote:
        return None
    content = founding.parts[remark.part].row.payload
    return anchor_of(remark.quote, founding.texts[remark.part], content)


def _adding(comment: Comment) -> Callable[[Sight], tuple[Comment, Event]]:
    def add(sight: Sight) -> tuple[Comment, Event]:
        sight.part(comment.part, Level.COMMENT)
        details = CommentAdded(comment.id, comment.fingerprint)
        return comment, _dated(comment, sight.event(details, comment.part))

    return add


def _resolving(answer: Comment) -> Callable[[Sight, Comment], tuple[Comment, Event]]:
    def mark(sight: Sight, opening: Comment) -> tuple[Comment, Event]:
        sight.part(opening.part, Level.COMMENT)
        done = replace(opening, resolved_at=answer.created_at, resolved_by=sight.me.id)
        event = sight.event(CommentResolved(opening.id, done.fingerprint), opening.part)
        return done, _dated(answer, event)

    return mark


def _dated(comment: Comment, event: Event) -> Event:
    """``event`` at the time of the comment."""
    return replace(event, at=comment.created_at)
