"""The demo: invented persons and one whole plan, to try samplan with."""

from __future__ import annotations

from datetime import timedelta

from server.domain.access import PlanAccess
from server.domain.audit import Action, Event
from server.domain.plan import CommentId, PersonId
from server.features.comments.store import Comment, Comments
from server.features.login.store import People
from server.ports.clock import Clock
from server.ports.randomness import Chance
from server.storage.plans import Plans

from .founding import Founding
from .people import DEMO_KEYS, OWNER_KEY
from .remarks import REMARKS, DemoRemark

__all__ = ["found_demo"]


async def found_demo(people: People, plans: Plans, comments: Comments, clock: Clock, chance: Chance) -> bool:
    """Create the demo persons and their plan; ``False`` if the plan is already there. May be repeated."""
    known = {person.demo_key: person.id for person in await people.demo_people()}
    now = clock()
    if OWNER_KEY in known and await plans.plans_of(known[OWNER_KEY], now):
        return False
    ids = {key: known.get(key) or PersonId(chance.id()) for key in DEMO_KEYS}
    founding = Founding(chance, now, ids)
    founded = await plans.found(founding.new_plan())
    await _talk(founding, comments)
    return founded


async def _talk(founding: Founding, comments: Comments) -> None:
    added: dict[str, Comment] = {}
    for remark in REMARKS:
        comment = added[remark.key] = _comment(founding, remark, added)
        await comments.add(comment, _event(founding, comment, Action.COMMENT_ADDED), _anybody)
        if remark.done_by:
            opening = added[remark.answers or remark.key]
            by = founding.participants[remark.done_by].id
            event = _event(founding, opening, Action.COMMENT_RESOLVED)
            await comments.resolve(opening.id, by, comment.created_at, event, _anybody)


def _comment(founding: Founding, remark: DemoRemark, added: dict[str, Comment]) -> Comment:
    return Comment(
        id=CommentId(founding.chance.id()),
        part=founding.parts[remark.part].part.id,
        author=founding.participants[remark.author].id,
        created_at=founding.now - timedelta(hours=remark.hours),
        text=remark.text,
        reply_to=added[remark.answers].id if remark.answers else None,
        # No live positions: the page finds the quoted words, which stand once in the part.
        anchor={"start": "", "end": "", "before": "", "after": ""} if remark.quote else None,
        quote=remark.quote,
    )


def _event(founding: Founding, comment: Comment, action: Action) -> Event:
    author = next(who for who in founding.participants.values() if who.id == comment.author)
    return Event(
        comment.created_at,
        author.person,
        action,
        plan=founding.plan,
        participant=author.id,
        organisation=author.organisation,
        part=comment.part,
    )


def _anybody(access: PlanAccess) -> None:
    """The founding signs for everybody; a test holds every remark against the signed levels."""
