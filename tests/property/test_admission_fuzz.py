"""What admission lets through, yrs applies as the bytes promised: nothing crashes, waits or is lost.

``TESTS_FUZZ_SECONDS`` makes the mutation run longer (20 s otherwise; ``make test``: a quarter of it),
``TESTS_FUZZ_SEED`` repeats one.
"""

from __future__ import annotations

import base64
import json
import os
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.plan import SERVER, PersonId
from server.sync.protocol.lib0 import Malformed, read_state_vector, varstring, varuint
from server.sync.update import admission
from server.sync.update.admission import Admitted, Ahead, Refused, exhausted
from tests.property.recorded import Part, Session, empty_doc, sessions
from tests.property.yrs_worker import Yrs
from tests.support.wide import few_or_many
from tests.unit.sync import handmade as h

SECONDS = float(os.environ.get("TESTS_FUZZ_SECONDS", "20"))
PARENT_IS_NO_TYPE = re.compile(r"RuntimeError: .* must be deleted or shared ref type")
"""Whether a known id is a type is not in an update's bytes; yrs says so itself and the replica is rebuilt."""

OWNER = PersonId("owner")
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def yrs() -> Iterator[Yrs]:
    with Yrs() as worker:
        yield worker


def require_kept_promise(yrs: Yrs, part: Part, update: bytes, admitted: Admitted) -> None:
    tried = yrs.try_(update)
    promised = {**part.known, **admitted.ends}
    if tried.error:
        assert PARENT_IS_NO_TYPE.match(tried.error), f"{tried.error}: {update.hex()}"
    elif tried.state != promised and admitted.multi:
        # Two clients may wait for each other; the replica compares states and refuses.
        assert all(tried.state.get(client, 0) <= end for client, end in promised.items()), update.hex()
    else:
        assert tried.state == promised, update.hex()
        assert tried.reloaded == promised, f"not what it was once stored: {update.hex()}"


@pytest.mark.parametrize("session", sessions())
def test_everything_yjs_writes_is_admitted_and_means_the_same_to_yrs(session: Session) -> None:
    part = Part()
    for person, update in session.frames:
        part.take(person, update)
        assert read_state_vector(part.doc.get_state()) == part.known
    again = empty_doc()
    again.apply_update(part.doc.get_update())
    assert read_state_vector(again.get_state()) == part.known
    for doc in (part.doc, again):
        assert _words(str(doc["body"])) == _words(session.text)
    assert exhausted(admission.halves_of_sliced(part.doc.get_update())) <= part.halves


def test_everything_two_real_editors_write_is_admitted() -> None:
    recorded = json.loads((ROOT / "interop/recorded-session.json").read_text())
    part = Part()
    part.take(SERVER, base64.b64decode(recorded["seed"]))
    for frame in recorded["updates"]:
        part.take(PersonId(frame["from"]), base64.b64decode(frame["update"]))
    assert read_state_vector(part.doc.get_state()) == part.known
    lines = _words(str(part.doc["body"]).replace("<hardBreak></hardBreak>", "\n"))
    assert lines.replace("|", "") == "".join(block["text"] for block in recorded["final"])


def _words(body: str) -> str:
    """Text without tags, whose attributes come in any order."""
    return re.sub(r"<[^>]*>", "|", body)


def test_the_whole_document_says_nothing_new() -> None:
    part = Part()
    for person, update in sessions()[0].frames:
        part.take(person, update)
    assert part.read(OWNER, part.doc.get_update()).empty


def _mutated(update: bytes, chance: random.Random) -> bytes:
    data = bytearray(update)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at, way = chance.randrange(len(data) + 1), chance.randrange(5)
        if way == 0 or at == len(data):
            data.insert(at, chance.randrange(256))
        elif way == 1:
            del data[at]
        elif way == 2:
            data[at] ^= 1 << chance.randrange(8)
        elif way == 3:
            data[at] = (data[at] + chance.choice((1, -1))) % 256
        else:
            data[at] = chance.randrange(256)
    return bytes(data)


@few_or_many
@pytest.mark.rule("P7")
@pytest.mark.timeout(SECONDS + 160)
def test_mutated_updates_keep_their_promise_or_are_refused(yrs: Yrs, many: bool) -> None:
    seed = int(os.environ.get("TESTS_FUZZ_SEED", str(random.randrange(2**32))))
    chance, verdicts = random.Random(seed), Counter[str]()
    end = time.monotonic() + (SECONDS if many else SECONDS / 4)
    print(f"TESTS_FUZZ_SEED={seed}")
    while time.monotonic() < end:
        session = chance.choice(sessions())
        reached = chance.randrange(1, len(session.frames))
        part = Part()
        for person, update in session.frames[:reached]:
            part.take(person, update)
        yrs.start_from(part.doc.get_update())
        for _ in range(300):
            person, update = chance.choice(session.frames[max(0, reached - 3) : reached + 1])
            mutant = _mutated(update, chance)
            try:
                admitted = part.read(person, mutant)
            except (Refused, Ahead, Malformed) as refusal:
                verdicts[type(refusal).__name__] += 1
                continue
            verdicts["admitted"] += 1
            require_kept_promise(yrs, part, mutant, admitted)
    print(dict(verdicts))
    assert min(verdicts[name] for name in ("admitted", "Refused", "Ahead", "Malformed")) > 0


MINE, OTHERS, NEW, SEED = 5, 6, 9, 3
WORDS = ("a", "å", "漢", "😀", "ab😀c", "Hei du")
ELEMENTS = tuple(varuint(h.XML_ELEMENT) + varstring(name) for name in ("block", "hardBreak"))


class Unlikely:
    """Writes updates nobody would: contents of our documents in places and orders that make no sense."""

    def __init__(self, chance: random.Random, known: Mapping[int, int]) -> None:
        self._chance = chance
        self._ends = dict(known)
        self._types = [(SEED, clock) for clock in range(4)]

    def update(self) -> bytes:
        clients = self._chance.sample((MINE, NEW, NEW + 1), self._chance.randrange(4))
        runs = [self._run(client) for client in clients]
        gone = {self._id()[0]: sorted(self._ranges()) for _ in range(self._chance.choice((0, 0, 1, 2)))}
        return h.update(*runs, deletes=gone)

    def _run(self, client: int) -> bytes:
        start = self._ends.get(client, 0)
        back = self._chance.choice((0, 0, 0, 1, 2))
        start = self._ends[client] = max(0, start - back)
        structs = []
        for _ in range(self._chance.randrange(1, 12)):
            struct, length = self._struct()
            structs.append(struct)
            if struct[0] & 0x1F == h.TYPE:
                self._types.append((client, self._ends.get(client, 0)))
            self._ends[client] = self._ends.get(client, 0) + length
        return h.run(client, start, *structs)

    def _id(self) -> tuple[int, int]:
        client = self._chance.choice([client for client, end in self._ends.items() if end])
        return client, self._chance.randrange(self._ends[client])

    def _parent(self) -> tuple[int, int]:
        return self._chance.choice(self._types) if self._chance.random() < 0.95 else self._id()

    def _ranges(self) -> Iterator[tuple[int, int]]:
        clock = self._chance.randrange(4)
        for _ in range(self._chance.randrange(1, 4)):
            yield clock, self._chance.randrange(1, 3)
            clock += self._chance.randrange(2, 4)

    def _struct(self) -> tuple[bytes, int]:
        chance = self._chance
        length = chance.randrange(1, 4)
        if chance.random() < 0.1:
            return h.gc(length), length
        words = chance.choice(WORDS)
        kind, content, length = chance.choice(
            (
                (h.STRING, varstring(words), len(words.encode("utf-16-le")) // 2),
                (h.DELETED, varuint(length), length),
                (h.FORMAT, varstring("bold") + varstring(chance.choice(("{}", "null"))), 1),
                (h.TYPE, varuint(h.XML_TEXT), 1),
                (h.TYPE, chance.choice(ELEMENTS), 1),
                (h.ANY, b"\x01" + h.any_text("x"), 1),
            )
        )
        return self._placed(kind, content), length

    def _placed(self, kind: int, content: bytes) -> bytes:
        way = self._chance.randrange(6)
        if way < 4:
            left, right = (self._id() if way & bit else None for bit in (1, 2))
            if left or right:
                return h.item(kind, content, left=left, right=right, key="" if kind == h.ANY else None)
        if kind == h.ANY:
            return h.item(kind, content, parent=self._parent(), key=self._chance.choice(("kind", "level")))
        if content == ELEMENTS[0]:
            return h.item(kind, content, root="body")
        return h.item(kind, content, parent=self._parent())


def _part() -> Part:
    """Two blocks by the server, text with two-unit characters by two people."""
    part = Part()
    seed = (h.block(), h.xml_text((SEED, 0)), h.block(left=(SEED, 0)), h.xml_text((SEED, 2)))
    part.take(SERVER, h.update(h.run(SEED, 0, *seed)))
    part.take(OWNER, h.update(h.run(MINE, 0, h.text("Hei 😀 du", parent=(SEED, 1)))))
    part.take(PersonId("school"), h.update(h.run(OTHERS, 0, h.text("å😁", left=(MINE, 2), right=(MINE, 3)))))
    return part


PART = _part()


@pytest.mark.rule("P7")
@settings(max_examples=int(25 * SECONDS), deadline=None)
@given(st.integers(0, 2**32))
def test_updates_nobody_would_write_keep_their_promise_or_are_refused(yrs: Yrs, seed: int) -> None:
    update = Unlikely(random.Random(seed), PART.known).update()
    try:
        admitted = PART.read(OWNER, update)
    except (Refused, Ahead, Malformed):
        return
    yrs.start_from(PART.doc.get_update())
    require_kept_promise(yrs, PART, update, admitted)
