"""Tells operators of a record that was dated by a clock that is far ahead (decision 0064)."""

from __future__ import annotations

import logging
from datetime import datetime

from server.domain.cases.records import Command
from server.telemetry.counts import counts

logger = logging.getLogger(__name__)


def look_at(last: datetime | None, command: Command) -> None:
    """``command`` is added after what was recorded at ``last``: once for each record that is ahead of it."""
    if last is not None and command.is_far_behind(last):
        counts.records_ahead += 1
        logger.error(
            "a record is ahead of this clock", extra={"seconds": (last - command.at).total_seconds()}
        )
