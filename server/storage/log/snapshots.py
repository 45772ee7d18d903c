"""A part's whole state at some row of its log; only the newest is kept."""

from __future__ import annotations

from sqlalchemy import Connection

from server.domain.plan import PartId
from server.storage.database.statements import upsert
from server.storage.metadata import snapshots

from .heads import lasts


def save(connection: Connection, part: PartId, seq: int, sealed: bytes) -> None:
    """An older snapshot is replaced, a newer one stays.

    Raises ``ValueError`` if the log does not reach ``seq``: it would hold uncommitted edits.
    """
    if not 0 < seq <= lasts(connection, [part]).get(part, 0):
        raise beyond(seq)
    new = upsert(connection, snapshots).values(part_id=part, seq=seq, payload=sealed)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=[snapshots.c.part_id],
            set_={"seq": new.excluded.seq, "payload": new.excluded.payload},
            where=snapshots.c.seq < new.excluded.seq,
        )
    )


def beyond(seq: int) -> ValueError:
    return ValueError(f"the log of this part does not reach {seq}")
