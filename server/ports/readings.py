"""Logs what people read over HTTP. Implemented by ``features/accesslog/words.py``."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from server.domain.plan import PartId
from server.domain.sight import Sight


class ReadWords(Protocol):
    async def newly_read(
        self, sight: Sight, titles: Collection[PartId] = (), decisions: Collection[int] = ()
    ) -> bool:
        """Log that this person is shown the titles of these parts, and the texts of decisions of these
        numbers, before they are.

        Returns ``False`` at once if all of it was logged a short while ago. After ``True`` read again: the
        right may have ended meanwhile. Raises ``StorageUnavailable`` if it cannot be logged.
        """
