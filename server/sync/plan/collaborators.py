"""The ports and shared objects that every open plan uses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from server.domain.plan import Participant, PartId, PlanId
from server.ports.clock import Clock
from server.ports.log import UpdateLog
from server.ports.processes import Fanout
from server.ports.quarantine import Quarantine
from server.ports.rights import AccessBook
from server.sync.part.committer import Committer
from server.sync.socket.limits import Strikes
from server.sync.socket.write_limits import Labour

from .budget import Budget, EngineLimits

RecordRead = Callable[[PlanId, PartId, Participant], Awaitable[None]]
"""Writes the opening of a part to the access log. Raises ``StorageUnavailable``."""


@dataclass(frozen=True, slots=True)
class Collaborators:
    """``sessions_over``: returns which of these sessions (hashes of their tokens) have ended.

    ``comment_changes``: returns the number of the last change of each part's comments, and when it was.
    """

    log: UpdateLog
    book: AccessBook
    clock: Clock
    committer: Committer
    limits: EngineLimits
    record_read: RecordRead
    fanout: Fanout
    sessions_over: Callable[[Collection[bytes]], Awaitable[Collection[bytes]]]
    comment_changes: Callable[[Collection[PartId]], Awaitable[Mapping[PartId, tuple[int, datetime]]]]
    budget: Budget
    quarantine: Quarantine
    strikes: Strikes = field(default_factory=Strikes)
    labour: Labour = field(default_factory=Labour)
