"""Every statement that reaches a database in this process, prepared ones too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import event
from sqlalchemy.engine import Engine

from server.storage.database.statements import Prepared

PREPARED = ("rows", "run_many")


def calling(method: Any, step: Callable[[], None]) -> Any:
    def called(self: Prepared, *args: Any) -> Any:
        step()
        return method(self, *args)

    return called


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many there were, in the only item, as long as the block lasts."""
    found = [0]

    def step(*_: object, **__: object) -> None:
        found[0] += 1

    event.listen(Engine, "before_cursor_execute", step)
    with patch.multiple(Prepared, **{name: calling(getattr(Prepared, name), step) for name in PREPARED}):
        yield found
    event.remove(Engine, "before_cursor_execute", step)


@contextmanager
def rows_read() -> Iterator[list[int]]:
    """How many rows each prepared statement brought, as long as the block lasts."""
    found: list[int] = []
    read = Prepared.rows

    def reading(self: Prepared, *args: Any) -> Any:
        rows = read(self, *args)
        found.append(len(rows))
        return rows

    with patch.object(Prepared, "rows", reading):
        yield found
