"""A part's room, built from the log."""

from __future__ import annotations

from collections.abc import Callable

from server.domain.plan import PartId
from server.ports.log import LoadedPart
from server.sync.document.child_process import survived
from server.sync.part.awareness_relay import Publish
from server.sync.part.circle import part_circle
from server.sync.part.log_follower import LogFollower, loaded_from
from server.sync.part.room import Room
from server.sync.part.snapshots import Snapshots
from server.sync.part.turn_handler import Surroundings
from server.sync.part.writer import PartWriter, WriteLimits
from server.sync.protocol.closings import NotOpened, Token

from .collaborators import Engine
from .rights import PlanRights


async def load_room(
    part: PartId,
    rights: PlanRights,
    engine: Engine,
    publish: Publish | None,
    on_title: Callable[[], None],
    on_end: Callable[[], None],
) -> Room:
    """Raises ``NotOpened``, ``StorageUnavailable``, or ``Incoherent`` for a part that was not read whole."""
    with engine.budget.opening():
        if engine.quarantine.holds(part):
            raise NotOpened(Token.QUARANTINED)
        loaded = await engine.log.load(part)
        if loaded is None:
            raise NotOpened(Token.NOT_FOUND)
        if engine.quarantine.suspects(part):
            await _tried(part, loaded, engine)
        watch, limits = engine.quarantine.watched, engine.limits
        follower = LogFollower(part, await loaded_from(loaded, part, watch), engine.log, watch)
        circle = part_circle(part, rights, publish, lambda client: follower.replica.owners.get(client))
        writer = PartWriter(
            rights.plan,
            follower,
            engine.committer,
            rights,
            engine.strikes,
            circle.taken_by_another,
            WriteLimits(limits.admission, limits.part_bytes),
        )
        around = Surroundings(rights, publish, limits.idle_seconds, on_title, on_end)
        room = Room(writer, circle, Snapshots(follower, engine.log, loaded.snapshot_seq), around)
        engine.budget.opened(room)
        return room


async def _tried(part: PartId, loaded: LoadedPart, engine: Engine) -> None:
    """A process that was ended by hand has left suspects, too: each is judged before it is refused."""
    deadly = not await survived(loaded)
    engine.quarantine.judged(part, deadly=deadly)
    if deadly:
        raise NotOpened(Token.QUARANTINED)
