"""The end of a socket's session by itself: at its time, or because its person was not seen for too long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from server.concurrency import may_be_left
from server.ports.log import StorageUnavailable
from server.ports.sessions import Sessions, SignedIn

LOOK_AGAIN_SECONDS = 0.5


class SessionEnd:
    """``expire`` is called once, when the session of ``token`` has ended.

    Its person may have been seen by another process, so the database says whether it has. While that does
    not answer, nobody loses a session that may go on.
    """

    def __init__(self, sessions: Sessions, token: str, session: SignedIn, expire: Callable[[], None]) -> None:
        self._sessions, self.token, self._session, self._expire = sessions, token, session, expire
        self.principal, self.key = session.principal, session.session_key
        self._looking: asyncio.Task[None] | None = None
        self._wait(session)

    def seen(self) -> None:
        """The person writes here."""
        self._session = self._sessions.seen(self._session)

    def stop(self) -> None:
        self._timer.cancel()
        if self._looking is not None:
            self._looking.cancel()

    def _wait(self, session: SignedIn) -> None:
        self._call_in((session.ends_at - datetime.now(UTC)).total_seconds())

    def _call_in(self, seconds: float) -> None:
        self._timer = asyncio.get_running_loop().call_later(max(0.0, seconds), self._begin)

    def _begin(self) -> None:
        self._looking = may_be_left(asyncio.create_task(self._look()))

    async def _look(self) -> None:
        try:
            found = await self._sessions.session(self.token)
        except StorageUnavailable:
            self._call_in(LOOK_AGAIN_SECONDS)
            return
        if found is None:
            self._expire()
        else:
            self._wait(found)
