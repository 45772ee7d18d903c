"""How much one person may do in a day, where each act leaves something that stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from .errors import TooManyRequests


def require(acts: int, most: int, now: datetime) -> None:
    """``acts``: those of the person on the day (UTC) of ``now``.

    Raises ``TooManyRequests``: until the day is over.
    """
    if acts > most:
        midnight = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), datetime.min.time(), UTC)
        raise TooManyRequests((midnight - now).total_seconds())
