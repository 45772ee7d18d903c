"""A part and its first content, added inside somebody else's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from server.domain.plan import Part, PersonId
from server.ports.log import Row

from .metadata import client_ids, parts, updates


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part with its first content and the Yjs client ids that content is written under."""

    part: Part
    row: Row
    clients: Mapping[int, PersonId]


def insert_part(connection: Connection, new: NewPart, at: datetime) -> None:
    """The part and the first row of its log. The part's own id, random too, is that row's batch."""
    part, row = new.part, new.row
    connection.execute(
        insert(parts).values(
            id=part.id,
            plan_id=part.plan,
            kind=part.kind,
            title=part.title,
            area=part.area,
            responsible_id=part.responsible,
            position=part.position,
            created_by=part.created_by,
            created_after=part.created_after,
        )
    )
    connection.execute(
        insert(updates).values(
            part_id=part.id,
            seq=1,
            person_id=row.person,
            participant_id=row.participant,
            batch_id=part.id,
            committed_at=at,
            payload=row.payload,
        )
    )
    for client, person in new.clients.items():
        connection.execute(insert(client_ids).values(part_id=part.id, client_id=client, person_id=person))
