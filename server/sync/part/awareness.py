"""Who is here: Yjs awareness where identity is the server's to write.

A client may set the state of client ids it holds itself. Of that state only the caret is taken;
``user`` is written here, so that nobody appears under another's name. States leave with the member.
The format is y-protocols' awareness v1: count, then per client id, clock and JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from server.domain.plan import ParticipantId
from server.sync.protocol import lib0

MAX_STATES_PER_FRAME = 64
MAX_STATE_BYTES = 4_096
MAX_CLIENT_IDS = 4
"""Client ids one open document may hold: its own, and a few left behind by pages that were reloaded."""
MAX_REMOTE_CLIENT_IDS = 64
"""Client ids one participant may hold in another process, with all its open documents there."""
REMOTE_SECONDS = 35.0
"""Pages renew their state every 15 s; what another process has not renewed for this long is over."""

User = Mapping[str, object]
"""What others see of a participant: ``{id, name, role, initials, colour}``."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A participant in another process, which holds whatever that process says."""

    sender: str
    participant: ParticipantId


@dataclass(slots=True)
class _State:
    holder: Hashable
    clock: int
    json: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One state as it travels; ``json == "null"`` says that the client has left."""

    client: int
    clock: int
    json: str

    @property
    def over(self) -> bool:
        return self.json == "null"


def decode(payload: bytes) -> list[Entry]:
    """Read an awareness update to the end; raises ``lib0.Malformed``."""
    reader = lib0.Reader(payload)
    count = reader.varuint()
    if count > MAX_STATES_PER_FRAME:
        raise lib0.Malformed("too many states in one frame")
    entries = [Entry(reader.varuint(), reader.varuint(), reader.varstring()) for _ in range(count)]
    reader.end()
    if any(len(entry.json) > MAX_STATE_BYTES for entry in entries):
        raise lib0.Malformed("a state too large")
    return entries


def encode(entries: Iterable[Entry]) -> bytes:
    listed = list(entries)
    out = bytearray(lib0.varuint(len(listed)))
    for entry in listed:
        out += lib0.varuint(entry.client) + lib0.varuint(entry.clock) + lib0.varstring(entry.json)
    return bytes(out)


class NotYetSent:
    """States that could not be sent while rights were unknown; what counts is how they are afterwards."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}

    def keep(self, entries: Iterable[Entry]) -> None:
        self._entries.update({entry.client: entry for entry in entries})

    def take(self, now: Iterable[Entry]) -> list[Entry]:
        """Those kept, as they are ``now``: the states that may be sent; and those kept that have left."""
        kept, self._entries = self._entries, {}
        here = {entry.client: entry for entry in now} if kept else {}
        return [here.get(client, gone) for client, gone in kept.items() if client in here or gone.over]


def _caret(state: object) -> object | None:
    """The caret of a state: two relative positions, or nothing."""
    cursor = state.get("cursor") if isinstance(state, dict) else None
    if not isinstance(cursor, dict) or cursor.keys() != {"anchor", "head"}:
        return None
    return cursor if all(_is_position(end) for end in cursor.values()) else None


def _is_id(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"client", "clock"}
        and all(isinstance(number, int) for number in value.values())
    )


def _is_position(value: object) -> bool:
    """A Yjs relative position as JSON: ``{type?, tname?, item?, assoc?}``."""
    if not isinstance(value, dict) or not value.keys() <= {"type", "tname", "item", "assoc"}:
        return False
    ids_fit = all(value.get(key) is None or _is_id(value[key]) for key in ("type", "item"))
    return ids_fit and value.get("tname") in (None, "body") and isinstance(value.get("assoc", 0), int)


class Awareness:
    """The states of one document. ``may_hold(client, holder)`` says whether a client id is free to take.

    ``same(one, other)``: two holders are the same person, who comes back before the old connection is missed.
    """

    def __init__(
        self,
        may_hold: Callable[[int, Hashable], bool],
        same: Callable[[Hashable, Hashable], bool] = lambda one, other: one == other,
    ) -> None:
        self._may_hold, self._same = may_hold, same
        self._states: dict[int, _State] = {}
        self._renewed_at: dict[Remote, float] = {}

    def receive(self, holder: Hashable, user: User, payload: bytes) -> list[Entry]:
        """What to send the others of one client's frame; ids that are not the holder's are left out."""
        taken = (self._store(holder, user, e) for e in decode(payload) if self._accepts(holder, e))
        return [entry for entry in taken if entry is not None]

    def _accepts(self, holder: Hashable, entry: Entry) -> bool:
        held = self._states.get(entry.client)
        if held is not None:
            if held.holder != holder:
                return entry.clock >= held.clock and entry.json != "null" and self._same(held.holder, holder)
            return entry.clock > held.clock or (entry.clock == held.clock and entry.json == "null")
        mine = sum(1 for state in self._states.values() if state.holder == holder)
        most = MAX_REMOTE_CLIENT_IDS if isinstance(holder, Remote) else MAX_CLIENT_IDS
        return mine < most and entry.json != "null" and self._may_hold(entry.client, holder)

    def _store(self, holder: Hashable, user: User, entry: Entry) -> Entry | None:
        try:
            state = json.loads(entry.json)
        except (ValueError, RecursionError):
            return None
        if state is None:
            self._states.pop(entry.client, None)
            return entry
        text = json.dumps({"user": user, "cursor": _caret(state)}, ensure_ascii=False, separators=(",", ":"))
        self._states[entry.client] = _State(holder, entry.clock, text)
        return Entry(entry.client, entry.clock, text)

    def receive_remote(self, holder: Remote, payload: bytes, now: float) -> list[Entry]:
        """What to send the members here of another process's message; identity was written there.

        Raises ``lib0.Malformed``. ``now``: seconds of a monotonic clock.
        """
        taken = [entry for entry in decode(payload) if self._accepts(holder, entry)]
        for entry in taken:
            if entry.json == "null":
                self._states.pop(entry.client, None)
            else:
                self._states[entry.client] = _State(holder, entry.clock, entry.json)
        self._renewed_at[holder] = now
        return taken

    def expired(self, now: float) -> list[Remote]:
        """Participants that other processes have not renewed for ``REMOTE_SECONDS``."""
        return [holder for holder, at in self._renewed_at.items() if at < now - REMOTE_SECONDS]

    @property
    def remotes(self) -> Sequence[Remote]:
        """Everybody present in other processes."""
        return list(self._renewed_at)

    def taken_by_another(self, client: int, holder: Hashable) -> bool:
        held = self._states.get(client)
        return held is not None and not (held.holder == holder or self._same(held.holder, holder))

    def leave(self, holder: Hashable) -> list[Entry]:
        """Forget the holder's states; returns what to send the others.

        At the same clock, as y-protocols allow: a page that comes back goes on from there.
        """
        if isinstance(holder, Remote):
            self._renewed_at.pop(holder, None)
        gone = [client for client, state in self._states.items() if state.holder == holder]
        return [Entry(client, self._states.pop(client).clock, "null") for client in gone]

    def states(self, visible: Callable[[Hashable], bool] = lambda _: True) -> list[Entry]:
        """Everybody here whose holder is ``visible``."""
        return [Entry(c, s.clock, s.json) for c, s in self._states.items() if visible(s.holder)]

    def held_by(self, holder: Hashable) -> list[Entry]:
        return self.states(lambda other: other == holder)
