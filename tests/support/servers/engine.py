"""The engine in this process, on a database, for what the server writes itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from server.domain.plan import Participant, PartId, PlanId
from server.fanout.alone import OneProcess
from server.ports.clock import Clock
from server.ports.processes import Fanout
from server.storage.database.database import Database
from server.storage.log.update_log import SqlUpdateLog
from server.storage.quarantine_file import QuarantineFile
from server.storage.rights import SqlAccessBook
from server.sync.hub import Hub
from server.sync.part.committer import Committer
from server.sync.plan.budget import Budget, EngineLimits
from server.sync.plan.collaborators import Collaborators


def engine_on(database: Database, clock: Clock, fanout: Fanout | None = None) -> Hub:
    """Not started: it hears of no other process, as one that has just begun."""
    log, limits = SqlUpdateLog(database, clock), EngineLimits()
    return Hub(
        Collaborators(
            log=log,
            book=SqlAccessBook(database),
            clock=clock,
            committer=Committer(log),
            limits=limits,
            record_read=_record_read,
            fanout=fanout or OneProcess(),
            sessions_over=_nobodys,
            comment_changes=_unchanged,
            budget=Budget(limits),
            quarantine=QuarantineFile(None),
        )
    )


async def _record_read(plan: PlanId, part: PartId, who: Participant) -> None:
    raise AssertionError("nobody opens anything here")


async def _nobodys(sessions: Collection[bytes]) -> Collection[bytes]:
    return ()


async def _unchanged(parts: Collection[PartId]) -> Mapping[PartId, tuple[int, datetime]]:
    return {}
