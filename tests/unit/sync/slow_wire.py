"""A wire that takes nothing until the test reads from it: everything sent waits in the outbox."""

from __future__ import annotations

from server.sync.socket.outbox import Outbox


class SlowWire:
    def __init__(self, limit_bytes: int = 10**6) -> None:
        self._taken: list[bytes] = []
        self._open = False
        self.outbox = Outbox(limit_bytes, self._write)

    def _write(self, data: bytes) -> bool:
        if self._open:
            self._taken.append(data)
        return self._open

    def read(self) -> list[bytes]:
        """Everything that was sent since the last time."""
        self._open = True
        self.outbox.flush()
        self._open = False
        taken, self._taken = self._taken, []
        return taken
