"""Observes yrs while one frame is applied, and computes what the frame changed."""

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
    """What one frame added: ``payloads`` are v1 updates to be stored in order, none if nothing is new.

    ``update`` equals all of them. ``projected``: the document's projection may have changed.
    """

    payloads: tuple[bytes, ...] = ()
    update: bytes = b""
    projected: bool = False


NOTHING_NEW = Change()


class Watched:
    """Collects yrs' events for one frame. ``emitting``: also the updates that yrs emits."""

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
        self._check(lambda: check_body(events))

    def on_fields(self, events: Any) -> None:
        self.fields_touched = True
        self._check(lambda: check_fields(self._kind, events))

    def _check(self, check: Callable[[], None]) -> None:
        """No exception may leave an observer: yrs is in the middle of its transaction."""
        try:
            check()
        except ShapeViolation as violation:
            self.violations.append(violation.with_traceback(None))  # a traceback would keep this object alive

    def change(self, update: bytes, admitted: Admitted) -> Change:
        projected = self.fields_touched and is_projected(self._kind)
        if not self._emitting:
            return Change(admitted.slices, update, projected)
        if not self._emitted:
            return NOTHING_NEW
        return Change(tuple(self._emitted), merged(self._emitted), projected)
