"""Who begins and ends an assisted session, and what is shown of those that were. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from server.domain.audit import Event
from server.domain.errors import Forbidden, NotFound, TextChanged, TooManyRequests
from server.domain.on_behalf.assisting import AssistedEnd, AssistedSession
from server.domain.plan import COORDINATING, Role
from server.domain.sight import Sight
from server.storage.plan.assisted import AssistedBegun, AssistedEnded, AssistedRead

MOST_A_DAY = 20
"""Begun in one plan: each stays in its log."""
DAY = timedelta(days=1)

Changed = tuple[AssistedSession, Event]


@dataclass(frozen=True, slots=True)
class AssistedBeginning:
    """What a new one is made of. ``shown``: the text as it was read; ``login_ends``: no longer than that."""

    id: str
    login: bytes
    login_ends: datetime
    minutes: int
    text: str
    shown: str


def may_begin(sight: Sight) -> bool:
    return sight.me.role in COORDINATING and not sight.plan.ended


def begun(sight: Sight, new: AssistedBeginning) -> Changed:
    """Raises ``Forbidden`` for who does not coordinate, ``TextChanged`` where another text was shown."""
    if not may_begin(sight):
        raise Forbidden
    if new.shown != new.text:
        raise TextChanged("text: not what is confirmed now")
    session = AssistedSession(
        id=new.id,
        plan=sight.access.plan.id,
        begun_by=sight.me.person,
        begun_as=sight.me.id,
        login=new.login,
        begun_at=sight.now,
        ends_at=min(sight.now + timedelta(minutes=new.minutes), new.login_ends),
        text=new.text,
    )
    return session, sight.event(AssistedBegun.of(session))


def require_day(begun_lately: list[datetime], now: datetime) -> None:
    """``begun_lately``: the newest first. Raises ``TooManyRequests``."""
    if len(begun_lately) >= MOST_A_DAY and (wait := begun_lately[MOST_A_DAY - 1] + DAY - now) > timedelta():
        raise TooManyRequests(wait.total_seconds())


def ended(sight: Sight, session: AssistedSession, ending: AssistedEnd = AssistedEnd.BY_HAND) -> Changed:
    """By its coordinator, in any login of theirs, or by the owner. Raises ``NotFound`` for others."""
    if sight.me.role is not Role.OWNER and session.begun_as != sight.me.id:
        raise NotFound
    over = session.ended(sight.now, ending)
    return over, sight.event(AssistedEnded.of(over))


def may_look_back(sight: Sight) -> bool:
    """Who decides for the owner is told that it was done; the owner, all that was."""
    return sight.me.role in (Role.OWNER, Role.REPRESENTATIVE)


def read(owner: Sight, session: AssistedSession) -> Changed:
    seen = replace(session, read_at=owner.now)
    return seen, owner.event(AssistedRead.of(seen))
