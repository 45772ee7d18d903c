"""The recorded Yjs sessions, played up to some frame as a server would take them."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pycrdt import Doc, Map, XmlFragment

from server.domain.plan import PersonId
from server.sync.update import admission
from server.sync.update.admission import Admitted, exhausted

GOLDEN = Path(__file__).parents[1] / "unit/sync/golden/updates.json"


@dataclass(frozen=True)
class Session:
    """Frames in the order a server took them, and the body they amount to in Yjs."""

    frames: list[tuple[PersonId, bytes]]
    text: str


@cache
def sessions() -> list[Session]:
    loaded: list[dict[str, Any]] = json.loads(GOLDEN.read_text())
    return [
        Session([(PersonId(who), base64.b64decode(update)) for who, update in one["frames"]], one["text"])
        for one in loaded
    ]


def empty_doc() -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc.get("body", type=XmlFragment)
    doc.get("fields", type=Map)
    return doc


@dataclass
class Part:
    """A part as the engine holds it, with nothing around it."""

    doc: Doc[Any] = field(default_factory=empty_doc)
    known: dict[int, int] = field(default_factory=dict)
    owners: dict[int, PersonId] = field(default_factory=dict)
    halves: set[tuple[int, int]] = field(default_factory=set)

    def read(self, person: PersonId, update: bytes) -> Admitted:
        return exhausted(admission.read_sliced(update, self.known, self.owners, person, halves=self.halves))

    def take(self, person: PersonId, update: bytes) -> Admitted:
        admitted = self.read(person, update)
        self.doc.apply_update(update)
        self.known.update(admitted.ends)
        self.halves |= admitted.halves
        self.owners.update(dict.fromkeys(admitted.new_clients, person))
        return admitted

    def copy(self) -> Part:
        copy = Part(known=dict(self.known), owners=dict(self.owners), halves=set(self.halves))
        copy.doc.apply_update(self.doc.get_update())
        return copy
