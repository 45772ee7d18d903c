"""The demo's leader, and for whom she is asked: one colleague, for an empty place and for one soon to be."""

from __future__ import annotations

from server.demo.municipality import NUMBER
from server.domain.plan import SERVER
from server.domain.unit.rights import UnitRight
from server.features.municipalities.store import Municipalities

from .story import UNIT, Course, Story

SERVICE = "Helse og mestring"


async def registered(story: Story) -> None:
    """Since a month ago; before, the unit wrote down what she said on the phone."""
    municipalities = Municipalities(story.database, story.clock, story.chance)
    where = await municipalities.numbered(NUMBER)
    assert where is not None
    story.clock.back(30)
    leader, _ = story.people["leader"]
    await municipalities.give(SERVER, where.id, leader, UnitRight.LEADER, SERVICE)


async def asked(empty: Course, leaving: Course) -> None:
    """``leaving``: a case whose coordinator stops in some weeks."""
    await _hilde(empty, 4)
    last = empty.story.day(-45).isoformat()
    reason = "Eirik slutter i kommunen."
    await leaving.does(3, UNIT, "handover-begun", reason=reason, together_days=0, last_day=last)
    await _hilde(leaving, 3)


async def _hilde(course: Course, days_ago: int) -> None:
    person, name = course.story.people["coordinator"]
    proposed = "coordinator-proposed"
    await course.does(days_ago, UNIT, proposed, person=person, name=name, workplace=SERVICE, as_wished=True)
