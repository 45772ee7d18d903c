"""A part's room, built from the log."""

from __future__ import annotations

from collections.abc import Callable

from server.domain.plan import PartId
from server.ports.log import LoadedPart
from server.sync.document.child_process import survived
from server.sync.part.awareness_relay import Publish
from server.sync.part.log_follower import loaded_from
from server.sync.part.members import Company
from server.sync.part.room import Room
from server.sync.part.writer import PartWriter
from server.sync.protocol.closings import NotOpened, Token

from .collaborators import Collaborators
from .rights import PlanRights


async def load_room(
    part: PartId,
    rights: PlanRights,
    collaborators: Collaborators,
    publish: Publish,
    on_title: Callable[[], None],
    on_end: Callable[[], None],
) -> Room:
    """Raises ``NotOpened``, ``StorageUnavailable``, or ``Incoherent`` for a part that was not read whole."""
    with collaborators.budget.opening():
        if collaborators.quarantine.holds(part):
            raise NotOpened(Token.QUARANTINED)
        loaded = await collaborators.log.load(part)
        if loaded is None:
            raise NotOpened(Token.NOT_FOUND)
        if collaborators.quarantine.suspects(part):
            await _tried(part, loaded, collaborators)
        writer = PartWriter(
            rights.plan,
            part,
            await loaded_from(loaded, part, collaborators.quarantine.watched),
            loaded.snapshot_seq,
            log=collaborators.log,
            watch=collaborators.quarantine.watched,
            committer=collaborators.committer,
            rights=rights,
            strikes=collaborators.strikes,
            limits=collaborators.limits.admission,
            max_part_bytes=collaborators.limits.part_bytes,
        )
        company = Company(part, rights, publish, lambda client: writer.replica.owners.get(client))
        room = Room(
            part, writer, company, collaborators.log, collaborators.limits.idle_seconds, on_title, on_end
        )
        collaborators.budget.opened(room)
        return room


async def _tried(part: PartId, loaded: LoadedPart, collaborators: Collaborators) -> None:
    """A process that was ended by hand has left suspects, too: each is judged before it is refused."""
    deadly = not await survived(loaded)
    collaborators.quarantine.judged(part, deadly=deadly)
    if deadly:
        raise NotOpened(Token.QUARANTINED)
