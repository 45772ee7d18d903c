"""What yrs says of one frame while it is applied, and what the frame comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc

from server.domain.plan import Kind
from server.sync.update.admission import Admitted

from .large import merged
from .projection import is_projected
from .schema import ShapeViolation, check_body, check_fields


@dataclass(frozen=True, slots=True)
class Change:
    """What one frame added: ``payloads`` are v1 updates to be stored in order, none where nothing is new.

    ``update`` says all of it at once. ``projected``: what is projected from the document may be another now.
    """

    payloads: tuple[bytes, ...] = ()
    update: bytes = b""
    projected: bool = False


NOTHING_NEW = Change()


class Watched:
    """What yrs says while one frame is applied. ``emitting``: also what it took in, as updates."""

    __slots__ = ("_emitted", "_emitting", "_kind", "fields_touched", "violations")

    def __init__(self, kind: Kind, *, emitting: bool) -> None:
        self._kind, self._emitting = kind, emitting
        self._emitted: list[bytes] = []
        self.fields_touched = False
        self.violations: list[ShapeViolation] = []

    @contextmanager
    def emissions(self, doc: Doc[Any]) -> Iterator[None]:
        if not self._emitting:
            yield
            return
        observing = doc.observe(lambda event: self._emitted.append(event.update))
        try:
            yield
        finally:
            doc.unobserve(observing)

    def on_body(self, events: Any) -> None:
        self._judge(lambda: check_body(events))

    def on_fields(self, events: Any) -> None:
        self.fields_touched = True
        self._judge(lambda: check_fields(self._kind, events))

    def _judge(self, check: Callable[[], None]) -> None:
        """An exception may not leave an observer: yrs is in the middle of its transaction."""
        try:
            check()
        except ShapeViolation as violation:
            self.violations.append(violation.with_traceback(None))  # it would keep us alive

    def change(self, update: bytes, admitted: Admitted) -> Change:
        projected = self.fields_touched and is_projected(self._kind)
        if not self._emitting:
            return Change(admitted.slices, update, projected)
        if not self._emitted:
            return NOTHING_NEW
        return Change(tuple(self._emitted), merged(self._emitted), projected)
