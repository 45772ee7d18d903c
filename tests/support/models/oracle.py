"""The leak oracle: compares what each person received with what the consent model allows.

Time is divided into epochs. An epoch begins when a decision has been answered; every epoch has canaries of
its own. All bytes received by the end of an epoch are judged with the levels of that epoch and of the
previous one (they may have been sent while the decision was in flight), and never with an earlier or a later
one: so neither an earlier right to read nor a later one hides a leak.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.support.clients import protocol
from tests.support.clients.listener import Listener, read_states

from .canaries import Canaries, Canary
from .consent import NONE, READ, ConsentModel

CHANNEL = "plan/"
PURPOSE = "purpose"
"""The owner's reason for a decision about a part."""
PURPOSE_OF_KIND = "purpose of a kind"
"""The same of a kind; the canary's part is the kind."""
SHOWN_DECISIONS = ("owner", "coordinator")
PART = "part/"


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Epoch:
    levels: dict[tuple[str, str], int]
    """(person, part) -> level."""
    acquainted: set[tuple[str, str]]
    """Pairs of persons who may know of each other."""
    kinds: set[tuple[str, str]]
    """(person, kind) that they know of."""
    taking_part: set[str]
    holding: set[str]
    """Who is told of others' presence."""


QUOTED = ("quote", "before", "struck", "instead")
"""Places of words that comments and suggestions quote, and that are suggested instead of them, which stand in
no text: only for who could read the part then (docs/decisions/0018)."""


class Oracle:
    def __init__(self, model: ConsentModel, listeners: dict[str, Listener], ids: dict[str, str]) -> None:
        """``ids``: person -> participant id, of those who take part."""
        self.model, self.listeners, self.ids = model, listeners, ids
        self.canaries = Canaries()
        self.epochs: list[Epoch] = []
        self.heard: dict[str, set[Canary]] = {key: set() for key in listeners}
        self.holders: dict[int, tuple[str, str]] = {}
        """The person and document of each awareness client id."""
        self.leaks: list[str] = []
        self.bytes_judged = 0
        self.begin_epoch()

    @property
    def epoch(self) -> int:
        return len(self.epochs) - 1

    def begin_epoch(self, at: datetime | None = None) -> None:
        """``at``: the moment whose levels apply, if not now."""
        at, keys = at or now(), list(self.listeners)
        self.epochs.append(
            Epoch(
                {
                    (key, part): self.model.level(self.ids.get(key), part, at)
                    for key in keys
                    for part in self.model.kinds
                },
                {
                    (one, other)
                    for one in keys
                    for other in keys
                    if self.model.know_each_other(self.ids.get(one), self.ids.get(other), at)
                },
                {
                    (key, kind)
                    for key in keys
                    for kind in set(self.model.kinds.values())
                    if self.model.knows_kind(self.ids.get(key), kind, at)
                },
                {key for key in keys if self.model.takes_part(self.ids.get(key), at)},
                {key for key in keys if self.model.holds_something(self.ids.get(key), at)},
            )
        )

    def takes_part(self, key: str) -> bool:
        return key in self.epochs[-1].taking_part

    def level(self, key: str, part: str) -> int:
        return self.epochs[-1].levels.get((key, part), NONE)

    def acquainted(self, one: str, other: str) -> bool:
        return (one, other) in self.epochs[-1].acquainted

    def is_told_of(self, one: str, other: str) -> bool:
        """Whether ``one`` is told that ``other``, whose channel is open, is there."""
        return one in self.epochs[-1].holding and self.takes_part(other) and self.acquainted(one, other)

    def release(self, part: str | None, place: str) -> Canary:
        return self.canaries.release(part, self.epoch, place)

    # -- judging ----------------------------------------------------------------------------------

    def judge_all(self) -> None:
        for key, listener in self.listeners.items():
            answers, frames = listener.drain()
            for asked, data in answers:
                self._judge_bytes(key, asked, data)
            for frame in frames:
                self._judge_frame(key, frame)

    def assert_tight(self) -> None:
        """Nobody has received a byte they must not."""
        self.judge_all()
        assert not self.leaks, "\n".join(self.leaks[:20])

    def _may(self, key: str, part: str, since: int = 0) -> bool:
        """Whether ``key`` could read ``part`` when bytes that arrive now may have been sent."""
        return any(epoch.levels.get((key, part), NONE) >= READ for epoch in self._judged_by(since))

    def _judged_by(self, since: int) -> list[Epoch]:
        return self.epochs[max(since, self.epoch - 1) :]

    def _judge_bytes(self, key: str, source: str, data: bytes) -> None:
        self.bytes_judged += len(data)
        for canary in self.canaries.found_in(data):
            self.heard[key].add(canary)
            if not self._may_hear(key, canary):
                self._leak(key, f"{canary} in {source}", data)

    def _may_hear(self, key: str, canary: Canary) -> bool:
        if canary.part is None:
            return False
        if canary.place in (PURPOSE, PURPOSE_OF_KIND) and key not in SHOWN_DECISIONS:
            return False
        if canary.place == PURPOSE_OF_KIND:
            return any((key, canary.part) in epoch.kinds for epoch in self._judged_by(canary.epoch))
        then = self.epochs[canary.epoch].levels
        if canary.place in QUOTED and then.get((key, canary.part), NONE) < READ:
            return False
        return self._may(key, canary.part, canary.epoch)

    def _leak(self, key: str, what: str, data: bytes) -> None:
        self.leaks.append(f"epoch {self.epoch}: {key} received {what}: {data[:300]!r}")

    def _judge_frame(self, key: str, data: bytes) -> None:
        frame = protocol.read(data)
        self._judge_bytes(key, f"a frame of {frame.address!r}", data)
        if frame.type == protocol.CLOSE:
            self.listeners[key].shown.pop(frame.address, None)
        if frame.type in (protocol.PING, protocol.CLOSE) or (frame.type, frame.kind) == (protocol.AUTH, 1):
            return
        name = frame.address.partition("\0")[0]
        if name.startswith(CHANNEL):
            if not any(key in epoch.taking_part for epoch in self.epochs[-2:]):
                self._leak(key, "a frame of the channel", data)
        elif not self._may(key, name.removeprefix(PART)):
            self._leak(key, "a frame of a hidden part", data)
        if frame.type == protocol.AWARENESS:
            self._judge_presence(key, frame, data)

    def _judge_presence(self, key: str, frame: protocol.Received, data: bytes) -> None:
        shown = self.listeners[key].shown.setdefault(frame.address, {})
        for client, state in read_states(frame.data).items():
            holder, document = self.holders.get(client, (None, None))
            if holder is None or document != frame.address:
                self._leak(key, "presence of another document", data)
            elif document.startswith(CHANNEL) and not self._knew(key, holder):
                self._leak(key, f"presence of {holder}, whom they may not know of", data)
            elif state is None:
                shown.pop(client, None)
            else:
                shown[client] = json.dumps(state)
                self._judge_state(key, holder, state, data)

    def _judge_state(self, key: str, holder: str, state: dict[str, object], data: bytes) -> None:
        user = state.get("user")
        if state.keys() != {"user", "cursor"} or not isinstance(user, dict):
            self._leak(key, "a presence with more than caret and user", data)
        elif user["id"] != self.ids[holder]:
            self._leak(key, f"{holder} under another name", data)

    def _knew(self, one: str, other: str) -> bool:
        return any((one, other) in epoch.acquainted and one in epoch.holding for epoch in self.epochs[-2:])

    def here(self, key: str, address: str) -> set[str]:
        """The others that ``key`` sees present in a document."""
        clients = self.listeners[key].shown.get(address, {})
        return {self.holders[client][0] for client in clients} - {key}
