"""The role that a session acts in, where its person takes part in several plans or as several."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, update

from server.domain.audit import Event
from server.domain.errors import NotFound, NotSignedIn
from server.domain.identity.principal import Principal
from server.storage import ledger
from server.storage.metadata import participants, sessions
from server.storage.plan.assisted import end_of_logins
from server.storage.rights import PARTICIPANTS, active, as_participant


def session_acts(
    connection: Connection, token_hash: bytes, chosen: Principal, to: Mapping[str, object], event: Event
) -> None:
    """Change the session ``token_hash`` ``to`` these columns, with its entry.

    Raises ``NotFound`` for a role that ``chosen`` opens nowhere, ``NotSignedIn`` if it ended meanwhile.
    """
    asked = PARTICIPANTS.where(
        participants.c.person_id == chosen.person, participants.c.role == chosen.role, active(event.at)
    )
    if not any(map(chosen.opens, map(as_participant, connection.execute(asked)))):
        raise NotFound
    ledger.append(connection, [event])
    changed = update(sessions).where(sessions.c.token_hash == token_hash).values(to)
    if connection.execute(changed).rowcount == 0:
        raise NotSignedIn
    end_of_logins(connection, [token_hash], event.at)
