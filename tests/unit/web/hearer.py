"""Who listens to a websocket in these tests."""

from __future__ import annotations

import asyncio
from typing import Any


class Hearer:
    """Is ``FrameListener``; it is full after each message, unless it ``takes_all``."""

    def __init__(self, takes_all: bool = False) -> None:
        self.full, self._takes_all = False, takes_all
        self.frames: Any = None
        self.heard: list[bytes] = []
        self.large: list[bytes] = []
        self.kept: list[int] = []
        self.most_kept = 1024 * 1024
        self.was_slow = asyncio.Event()
        self.heard_some, self.is_gone, self.was_text = asyncio.Event(), asyncio.Event(), asyncio.Event()

    def receive(self, data: bytes) -> None:
        self.heard.append(data)
        self.full = not self._takes_all
        self.heard_some.set()

    def receive_large(self, start: bytes) -> None:
        self.large.append(start)
        self.heard_some.set()

    def refuse_unfinished(self) -> None:
        self.was_slow.set()

    def may_keep(self, size: int) -> bool:
        self.kept.append(size)
        return size <= self.most_kept

    def refuse_text(self) -> None:
        self.was_text.set()

    def flush(self) -> None:
        pass

    def gone(self) -> None:
        self.is_gone.set()
