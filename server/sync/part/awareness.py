"""Yjs awareness in which the server writes the identity.

A client may set the state of the client ids it holds. Only the caret of that state is used, and in a part
the name of the field the person is in; ``user`` is written here, so that nobody appears under another's name.
What else a client sends, about others or too much to read, is left out and ends nothing. A member's states
are removed when it leaves.
The format is y-protocols' awareness v1: the count, then for each state client id, clock and JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from server.domain.plan import ParticipantId
from server.sync.protocol import lib0

MAX_STATES_PER_FRAME = 1_000
"""States read of one frame, in 1 ms; a page may send what it knows of everybody in a large meeting."""
MAX_STATE_LENGTH = 64 * 1024
"""Characters of a state that is read for its caret, in 1 ms; a longer one counts as ``{}``."""
MAX_CLIENT_IDS = 4
"""Client ids one open document may hold: its own, and a few left by reloaded pages."""
MAX_WAITING = 2 * MAX_CLIENT_IDS
"""Client ids whose states wait for room: those that leave, and as many that take their place."""
MAX_REMOTE_CLIENT_IDS = 64
"""Client ids one participant may hold in another process, over all its open documents there."""
REMOTE_SECONDS = 35.0
"""A state from another process expires if not renewed for this long; pages renew theirs every 15 s."""

User = Mapping[str, object]
"""What others see of a participant: ``{id, name, role, initials, colour}``."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A participant in the process ``sender``; holder of the states that this process publishes for it."""

    sender: str
    participant: ParticipantId


@dataclass(slots=True)
class _State:
    holder: Hashable
    clock: int
    json: str


@dataclass(frozen=True, slots=True)
class AwarenessEntry:
    """One state as encoded; ``json == "null"``: the client has left."""

    client: int
    clock: int
    json: str

    @property
    def over(self) -> bool:
        return self.json == "null"

    def follows(self, clock: int) -> bool:
        """Whether it is newer than its client's state at ``clock``; leaving counts at the same one, too."""
        return self.clock > clock or (self.clock == clock and self.over)


def decode(payload: bytes) -> list[AwarenessEntry]:
    """Decode an awareness update, or as much of it as is read. Raises ``lib0.Malformed``."""
    reader = lib0.Reader(payload)
    count = reader.varuint()
    entries = [
        AwarenessEntry(reader.varuint(), reader.varuint(), _readable(reader.varstring()))
        for _ in range(min(count, MAX_STATES_PER_FRAME))
    ]
    if count <= MAX_STATES_PER_FRAME:
        reader.end()
    return entries


def _readable(state: str) -> str:
    return state if len(state) <= MAX_STATE_LENGTH else "{}"


def encode(entries: Iterable[AwarenessEntry]) -> bytes:
    listed = list(entries)
    out = bytearray(lib0.varuint(len(listed)))
    for entry in listed:
        out += lib0.varuint(entry.client) + lib0.varuint(entry.clock) + lib0.varstring(entry.json)
    return bytes(out)


class WaitingStates:
    """One member's states beyond its rate: the newest of each client, not parsed, until there is room."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: dict[int, AwarenessEntry] = {}

    def keep(self, entries: Iterable[AwarenessEntry], taken: Callable[[AwarenessEntry], bool]) -> None:
        """Keep what is newer; of a client of which nothing waits, only what would be ``taken`` now."""
        for entry in entries:
            waiting = self._entries.get(entry.client)
            if waiting is None:
                fits = len(self._entries) < MAX_WAITING and taken(entry)
            else:
                fits = entry.follows(waiting.clock)
            if fits:
                self._entries[entry.client] = entry

    def take(self) -> list[AwarenessEntry]:
        return list(self._entries.values())


class UnsentStates:
    """States kept for one member while rights are not fresh; sent later, as they are then."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: dict[int, AwarenessEntry] = {}

    def keep(self, entries: Iterable[AwarenessEntry]) -> None:
        self._entries.update({entry.client: entry for entry in entries})

    def take(self, current: Iterable[AwarenessEntry]) -> list[AwarenessEntry]:
        """The kept states as in ``current`` (those that may be sent), and the kept ones that have left."""
        kept, self._entries = self._entries, {}
        here = {entry.client: entry for entry in current} if kept else {}
        return [here.get(client, left) for client, left in kept.items() if client in here or left.over]


def _caret(state: object) -> object | None:
    """The caret of a state: two relative positions, or ``None``."""
    cursor = state.get("cursor") if isinstance(state, dict) else None
    if not isinstance(cursor, dict) or cursor.keys() != {"anchor", "head"}:
        return None
    return cursor if all(_is_position(end) for end in cursor.values()) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and abs(value) <= lib0.MAX_INTEGER


def _is_id(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"client", "clock"}
        and all(map(_is_number, value.values()))
    )


def _is_position(value: object) -> bool:
    """A Yjs relative position as JSON: ``{type?, tname?, item?, assoc?}``."""
    if not isinstance(value, dict) or not value.keys() <= {"type", "tname", "item", "assoc"}:
        return False
    ids_fit = all(value.get(key) is None or _is_id(value[key]) for key in ("type", "item"))
    return ids_fit and value.get("tname") in (None, "body") and _is_number(value.get("assoc", 0))


def _most(holder: Hashable) -> int:
    return MAX_REMOTE_CLIENT_IDS if isinstance(holder, Remote) else MAX_CLIENT_IDS


class Awareness:
    """The states of one document. ``may_hold(client, holder)``: whether the holder may use that client id.
    ``fields``: the names of those a person may be in.

    ``same(one, other)``: whether two holders are the same person, who may reconnect before the old connection
    is closed.
    """

    def __init__(
        self,
        may_hold: Callable[[int, Hashable], bool],
        same: Callable[[Hashable, Hashable], bool] = lambda one, other: one == other,
        fields: Collection[str] = (),
    ) -> None:
        self._may_hold, self._same, self._fields = may_hold, same, fields
        self._states: dict[int, _State] = {}
        self._clients: dict[Hashable, dict[int, None]] = {}
        """The client ids of each holder, in the order in which they came."""
        self._renewed_at: dict[Remote, float] = {}

    def receive(
        self, holder: Hashable, user: User, entries: Iterable[AwarenessEntry]
    ) -> list[AwarenessEntry]:
        """Apply a client's states; returns what to send the others, without client ids of another holder."""
        taken = (self._store(holder, user, entry) for entry in entries if self.accepts(holder, entry))
        return [entry for entry in taken if entry is not None]

    def accepts(self, holder: Hashable, entry: AwarenessEntry) -> bool:
        held = self._states.get(entry.client)
        if held is not None:
            if held.holder != holder:
                return entry.clock >= held.clock and not entry.over and self._same(held.holder, holder)
            return entry.follows(held.clock)
        if entry.over or len(self._clients.get(holder, ())) >= _most(holder):
            return False
        return self._may_hold(entry.client, holder)

    def _store(self, holder: Hashable, user: User, entry: AwarenessEntry) -> AwarenessEntry | None:
        try:
            state = json.loads(entry.json)
        except (ValueError, RecursionError):
            return None
        if state is None:
            self._drop(entry.client)
            return AwarenessEntry(entry.client, entry.clock, "null")
        shown = {"user": user, "cursor": _caret(state)} | self._field(state)
        text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
        self._put(entry.client, _State(holder, entry.clock, text))
        return AwarenessEntry(entry.client, entry.clock, text)

    def _field(self, state: object) -> dict[str, str]:
        name = state.get("field") if isinstance(state, dict) else None
        return {"field": name} if isinstance(name, str) and name in self._fields else {}

    def _put(self, client: int, state: _State) -> None:
        self._drop(client)
        self._states[client] = state
        self._clients.setdefault(state.holder, {})[client] = None

    def _drop(self, client: int) -> None:
        state = self._states.pop(client, None)
        if state is not None:
            held = self._clients[state.holder]
            del held[client]
            if not held:
                del self._clients[state.holder]

    def receive_remote(self, holder: Remote, payload: bytes, now: float) -> list[AwarenessEntry]:
        """Apply another process's message, which wrote the identity; returns what to send the members here.

        Raises ``lib0.Malformed``. ``now``: seconds of a monotonic clock.
        """
        taken = [entry for entry in decode(payload) if self.accepts(holder, entry)]
        for entry in taken:
            if entry.over:
                self._drop(entry.client)
            else:
                self._put(entry.client, _State(holder, entry.clock, entry.json))
        self._renewed_at[holder] = now
        return taken

    def expired(self, now: float) -> list[Remote]:
        """Participants that other processes have not renewed for ``REMOTE_SECONDS``."""
        return [holder for holder, at in self._renewed_at.items() if at < now - REMOTE_SECONDS]

    @property
    def remotes(self) -> Sequence[Remote]:
        """The participants present in other processes."""
        return list(self._renewed_at)

    def taken_by_another(self, client: int, holder: Hashable) -> bool:
        held = self._states.get(client)
        return held is not None and not (held.holder == holder or self._same(held.holder, holder))

    def leave(self, holder: Hashable) -> list[AwarenessEntry]:
        """Remove the holder's states; returns what to send the others.

        The clocks stay the same, as y-protocols allow: a page that reconnects continues from there.
        """
        if isinstance(holder, Remote):
            self._renewed_at.pop(holder, None)
        left = self._clients.pop(holder, ())
        return [AwarenessEntry(client, self._states.pop(client).clock, "null") for client in left]

    def states(self, visible: Callable[[Hashable], bool] = lambda _: True) -> list[AwarenessEntry]:
        """The states whose holder is ``visible``."""
        return [AwarenessEntry(c, s.clock, s.json) for c, s in self._states.items() if visible(s.holder)]

    def held_by(self, holder: Hashable) -> list[AwarenessEntry]:
        held = {client: self._states[client] for client in self._clients.get(holder, ())}
        return [AwarenessEntry(client, state.clock, state.json) for client, state in held.items()]
