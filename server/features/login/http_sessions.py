"""HTTP operations: the person's own sessions, and that they are still there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.errors import NotFound
from server.web.operation import Asked, Operation

from .service import Logins, key_of
from .store import OwnSession


@dataclass(frozen=True, slots=True)
class SessionEnds:
    """Seconds until the session ends: by itself, and unless its person does something before."""

    expires_in: int
    idle_in: int


@dataclass(frozen=True, slots=True)
class OwnSessionAnswer:
    """``provider``: how it was logged in, ``demo`` or a name of ``GET /api/login``; ``organisation``: which
    it proved, empty if none; ``device``: names of browser and system, empty if not known."""

    id: str
    this: bool
    opened_at: datetime
    last_seen_at: datetime
    provider: str
    organisation: str
    device: str

    @classmethod
    def of(cls, session: OwnSession, here: str) -> OwnSessionAnswer:
        key, proof = key_of(session.token_hash), session.proof
        return cls(
            key,
            key == here,
            session.opened_at,
            session.last_seen_at,
            proof.provider,
            proof.organisation or "",
            proof.device or "",
        )


def operations(logins: Logins) -> tuple[Operation, ...]:
    return _renew(logins), _own(logins), _end_one(logins), _end_all(logins)


def _renew(logins: Logins) -> Operation:
    async def renew_session(asked: Asked) -> SessionEnds:
        renewed = await logins.renew(asked.session)
        return SessionEnds(logins.seconds_left(renewed.expires_at), logins.seconds_left(renewed.idle_at))

    return Operation("POST", "/api/me/session", "I am still here", renew_session, SessionEnds)


def _own(logins: Logins) -> Operation:
    async def own_sessions(asked: Asked) -> list[OwnSessionAnswer]:
        here = asked.session.session_key
        return [OwnSessionAnswer.of(each, here) for each in await logins.own_sessions(asked.person)]

    return Operation("GET", "/api/sessions", "Where I am logged in", own_sessions, list[OwnSessionAnswer])


def _end_one(logins: Logins) -> Operation:
    async def end_session(asked: Asked) -> None:
        await logins.end_own(asked.person, asked.path["session"])

    return Operation(
        "DELETE",
        "/api/sessions/{session}",
        "Log out one of my sessions",
        end_session,
        status=204,
        refusals=(NotFound,),
    )


def _end_all(logins: Logins) -> Operation:
    async def end_sessions(asked: Asked) -> None:
        await logins.end_own(asked.person)

    return Operation("DELETE", "/api/sessions", "Log out everywhere", end_sessions, status=204)
