"""A part and its first content, inserted inside a caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from server.domain.plan import Part, PersonId
from server.ports.log import Row

from .keys import Key
from .log.first_content import insert_first_content
from .metadata import parts


@dataclass(frozen=True, slots=True)
class PartCreation:
    """A part with its first content, the Yjs client ids of that content, and its day (``Projection.due``)."""

    part: Part
    row: Row
    clients: Mapping[int, PersonId]
    due: str = ""


def insert_part(connection: Connection, new: PartCreation, at: datetime, key: Key | None) -> None:
    """Inserts the part and the first row of its log. ``key``: the plan's, fetched before the transaction."""
    part = new.part
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
            apart=part.apart,
            due=new.due,
        )
    )
    insert_first_content(connection, part, new.row, new.clients, at, key)
