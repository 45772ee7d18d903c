"""What stands in a part now, for features that compare words with it."""

from __future__ import annotations

from typing import Protocol

from server.domain.plan import PartId


def without_space(text: str) -> str:
    """Only the letters: a new line more or less does not make them other words."""
    return "".join(text.split())


class PartTexts(Protocol):
    """Implemented by ``sync/plan/texts.py``."""

    async def words(self, part: PartId) -> str | None:
        """All text of the part's body as its log has it now, ``without_space``.

        ``None``: it cannot be read, so that nothing is known to stand there. Raises ``StorageUnavailable``.
        """
