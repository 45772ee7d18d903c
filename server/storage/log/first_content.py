"""The first row of a new part's log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert

from server.domain.plan import Part, PersonId
from server.ports.log import Row
from server.storage.keys import Key
from server.storage.metadata import client_ids, updates

from .sealing import PAYLOAD, UPDATES, seal


def insert_first_content(
    connection: Connection,
    part: Part,
    row: Row,
    clients: Mapping[int, PersonId],
    at: datetime,
    key: Key | None,
) -> None:
    """In the transaction that stores ``part``. The row's batch is the part's own id, which is random too.

    ``clients``: the Yjs client ids of the content.
    """
    connection.execute(
        insert(updates).values(
            part_id=part.id,
            seq=1,
            person_id=row.person,
            participant_id=row.participant,
            batch_id=part.id,
            committed_at=at,
            payload=seal(row.payload, key, part.plan, UPDATES, PAYLOAD, part.id, part.id),
        )
    )
    for client, person in clients.items():
        connection.execute(insert(client_ids).values(part_id=part.id, client_id=client, person_id=person))
