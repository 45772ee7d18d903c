"""Four people write a part of 20,000 letters in a week: what is stored for each letter, and who wrote it.

Everything follows from a seed. The updates are those of four Yjs documents, one for each session of somebody,
a letter at a time. The ledger is kept by whoever types and looks at no update but its own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

LETTERS, SEED = 20_000, 1_300
PEOPLE, DAYS = 4, 7
BEGIN = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
WORDS = re.findall(
    r"\w+",
    "og i det på som er en til å han av for at med var de ikke den har jeg om et men så seg hun hadde fra vi"
    " skolen timen kan hjemme mål uke øver lese mamma trener bussen lærer møte hver dag alene støtte kveld",
)

Id = tuple[int, int]
"""A Yjs client id and clock."""


@dataclass(frozen=True)
class Step:
    """One update of one of the people, sent at that moment."""

    at: datetime
    person: int
    client: int
    update: bytes


@dataclass
class Ledger:
    """By letter: what was typed, by whom, in which minute; and by whom and when it was deleted."""

    typed: dict[Id, tuple[str, int, datetime]] = field(default_factory=dict)
    deleted: dict[Id, tuple[int, datetime]] = field(default_factory=dict)


@dataclass
class Caret:
    """``index``: characters before it. ``offset``: their bytes. ``left``: letters until it moves."""

    block: int
    index: int
    offset: int
    left: int


class Writing:
    """A document of several people who see each other's letters at once. ``seed``: its first content."""

    def __init__(self, first: bytes, chance: random.Random) -> None:
        self.ledger, self._first, self._chance = Ledger(), first, chance
        self._blocks: list[list[tuple[str, Id]]] = [[]]
        """The letters that stand in each, as all see them."""
        self._sent: list[bytes] = [first]
        self._sessions: dict[int, _Session] = {}
        self._carets: dict[int, Caret] = {}

    def opens(self, person: int) -> None:
        self._sessions[person] = _Session(self._chance.getrandbits(31), self._sent)
        self._carets[person] = Caret(0, 0, 0, 0)

    @property
    def paragraphs(self) -> list[str]:
        """As all see them."""
        return ["".join(letter for letter, _ in block) for block in self._blocks]

    def leaves(self, person: int) -> None:
        del self._sessions[person], self._carets[person]

    def strikes(self, person: int, at: datetime, *, only: int | None = None) -> Iterator[Step]:
        """One key: a letter, one taken back, or now and then a sentence that was selected and deleted.

        ``only``: the number of the paragraph that everybody stays in.
        """
        caret = self._carets[person]
        if not caret.left:
            if only is None and (self._chance.random() < 0.2 or not self._blocks[-1]):
                yield self._step(person, at, self._sessions[person].add_block)
                self._blocks.append([])
                only = len(self._blocks) - 1
            self._move(caret, only)
        caret.left -= 1
        what = self._chance.random()
        if what < 0.08 and caret.index:
            yield self._delete(person, at, 1)
        elif what < 0.083 and caret.index > 40:
            yield self._delete(person, at, self._chance.randrange(10, 40))
        else:
            yield self._type(person, at)

    def _move(self, caret: Caret, block: int | None) -> None:
        caret.block = self._chance.randrange(len(self._blocks)) if block is None else block
        letters = self._blocks[caret.block]
        at_end = self._chance.random() < 0.5
        caret.index = len(letters) if at_end else self._chance.randrange(len(letters) + 1)
        caret.offset = sum(len(letter.encode()) for letter, _ in letters[: caret.index])
        caret.left = 10 + int(self._chance.expovariate(1 / 60))

    def _type(self, person: int, at: datetime) -> Step:
        session, caret = self._sessions[person], self._carets[person]
        letter = session.next_letter(self._chance)
        step = self._step(person, at, lambda: session.text(caret.block).insert(caret.offset, letter))
        made = session.client, session.clock
        session.clock += 1
        self.ledger.typed[made] = letter, person, at.replace(second=0, microsecond=0)
        self._blocks[caret.block].insert(caret.index, (letter, made))
        self._inserted(caret, len(letter.encode()))
        return step

    def _delete(self, person: int, at: datetime, number: int) -> Step:
        """The letters before the caret."""
        session, caret = self._sessions[person], self._carets[person]
        letters, first, after = self._blocks[caret.block], caret.index - number, caret.index
        size = sum(len(letter.encode()) for letter, _ in letters[first:after])
        there, text = slice(caret.offset - size, caret.offset), session.text(caret.block)
        step = self._step(person, at, lambda: text.__delitem__(there))
        for _, gone in letters[first:after]:
            self.ledger.deleted[gone] = person, at.replace(second=0, microsecond=0)
        del letters[first:after]
        self._gone(caret, first, size)
        return step

    def _inserted(self, of: Caret, size: int) -> None:
        """Who stands behind the letter that was typed at ``of`` moves with the text, and its writer too."""
        for caret in self._carets.values():
            if caret is not of and caret.block == of.block and caret.index > of.index:
                caret.index, caret.offset = caret.index + 1, caret.offset + size
        of.index, of.offset = of.index + 1, of.offset + size

    def _gone(self, of: Caret, first: int, size: int) -> None:
        """The letters from ``first`` to the caret ``of``: who stands among them stands at their place."""
        number, at = of.index - first, of.offset - size
        for caret in self._carets.values():
            if caret is not of and caret.block == of.block and caret.index > first:
                behind = caret.index > of.index
                caret.index = caret.index - number if behind else first
                caret.offset = caret.offset - size if behind else at
        of.index, of.offset = first, at

    def _step(self, person: int, at: datetime, do: Callable[[], object]) -> Step:
        session = self._sessions[person]
        update = session.made(do)
        self._sent.append(update)
        for other, each in self._sessions.items():
            if other != person:
                each.doc.apply_update(update)
        return Step(at, person, session.client, update)


class _Session:
    """Somebody's open page. ``clock``: of the next letter."""

    def __init__(self, client: int, sent: list[bytes]) -> None:
        self.client, self.clock, self._word = client, 0, ""
        self.doc: Doc[Any] = Doc(client_id=client)
        with self.doc.transaction():
            for update in sent:
                self.doc.apply_update(update)
        self.body = self.doc.get("body", type=XmlFragment)

    def text(self, block: int) -> XmlText:
        found: XmlText = self.body.children[block].children[0]
        return found

    def add_block(self) -> None:
        element = XmlElement("block", {"kind": "paragraph"})
        self.body.children.append(element)
        element.children.append(XmlText())
        self.clock += 3  # the element, its attribute, its text

    def next_letter(self, chance: random.Random) -> str:
        self._word = self._word or chance.choice(WORDS) + " "
        letter, self._word = self._word[0], self._word[1:]
        return letter

    def made(self, do: Callable[[], object]) -> bytes:
        updates: list[bytes] = []
        observing = self.doc.observe(lambda event: updates.append(bytes(event.update)))
        with self.doc.transaction():
            do()
        self.doc.unobserve(observing)
        (update,) = updates
        return update


def week(writing: Writing, letters: int = LETTERS) -> Iterator[Step]:
    """Each day each of them writes once, and on the third day two of them at the same time."""
    chance = random.Random(SEED)
    share = letters // (PEOPLE * DAYS)
    for day in range(DAYS):
        at = BEGIN + timedelta(days=day)
        groups = [[0, 1], [2], [3]] if day == 2 else [[person] for person in range(PEOPLE)]
        for group in groups:
            last = day == DAYS - 1 and group == groups[-1]
            upto = letters if last else len(writing.ledger.typed) + share * len(group)
            yield from _visit(writing, group, at, upto, chance)
            at += timedelta(hours=2)


def at_once(writing: Writing, letters: int = LETTERS) -> Iterator[Step]:
    """All four write in one paragraph, letter by letter between each other's."""
    yield from _visit(writing, [*range(PEOPLE)], BEGIN, letters, random.Random(SEED), only=0)


def _visit(
    writing: Writing,
    people: list[int],
    at: datetime,
    upto: int,
    chance: random.Random,
    only: int | None = None,
) -> Iterator[Step]:
    for person in people:
        writing.opens(person)
    while len(writing.ledger.typed) < upto:
        at += timedelta(seconds=chance.uniform(0.1, 0.35) / len(people))
        yield from writing.strikes(chance.choice(people), at, only=only)
    for person in people:
        writing.leaves(person)
