"""A plan in use, checked by the oracle: everybody is connected, people type, the owner signs decisions."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Self

from pycrdt import Text

from tests.support.clients.listener import Listener
from tests.support.clients.people import PERSONS, Document
from tests.support.servers.server import Server

from .consent import EDIT, LEVELS, NONE, READ, ConsentModel
from .oracle import PURPOSE, PURPOSE_OF_KIND, Oracle, now

TYPING_PAUSE = 0.02
"""Seconds between two edits of one typist: fifty a second."""
GRACE_SECONDS = 1.0
"""How long a document may stay open after the end of a period."""


class PlanLife:
    """``plan`` is the owner's answer at the beginning; ``comments`` and ``suggestions``: every id and its
    part."""

    def __init__(self, oracle: Oracle, plan: dict[str, Any], chance: random.Random) -> None:
        self.oracle, self.plan_id, self.channel = oracle, plan["id"], plan["channel"]
        self.model, self.listeners, self.ids = oracle.model, oracle.listeners, oracle.ids
        self.parts: list[str] = [part["id"] for part in plan["parts"]]
        self.comments: dict[str, str] = {}
        self.suggestions: dict[str, str] = {}
        self.chance = chance
        self.typed = 0
        self.hot = self.parts[0]

    @property
    def owner(self) -> Listener:
        return self.listeners["owner"]

    @property
    def others(self) -> list[Listener]:
        return [listener for key, listener in self.listeners.items() if key != "owner"]

    @classmethod
    async def begin(cls, server: Server, chance: random.Random) -> Self:
        listeners = {key: await Listener(server, key).arrive() for key in PERSONS}
        owner = listeners["owner"]
        plan = await owner.plan()
        grants = (await owner.get(f"/api/plans/{plan['id']}/grants")).json()
        model = ConsentModel({who["id"]: who["role"] for who in plan["participants"]})
        for part in plan["parts"]:
            model.add_part(part["id"], part["kind"], part["created_by"])
        for decision in reversed(grants["decisions"]):
            level = LEVELS.index(decision["level"])
            until = datetime.fromisoformat(decision["until"]) if decision["until"] else None
            if decision["proposing"] is not None:
                whom, kind = decision["participant"], decision["kind"]
                model.let_propose(whom, kind, decision["proposing"], until=until)
                continue
            model.decide(
                decision["participant"], level, part=decision["part"], kind=decision["kind"], until=until
            )
        keys = {"mother" if who["role"] == "relative" else who["role"]: who for who in plan["participants"]}
        life = cls(Oracle(model, listeners, {key: who["id"] for key, who in keys.items()}), plan, chance)
        life.owner.drain()
        return life

    async def end(self) -> None:
        for listener in self.listeners.values():
            await listener.close()

    # -- the owner --------------------------------------------------------------------------------

    async def decide(
        self, key: str, level: int, part: str | None = None, kind: str | None = None, *, seconds: float = 0.0
    ) -> datetime | None:
        """Sign; a new epoch begins with the answer. ``seconds``: the period of the grant."""
        await self._settle_epoch()
        until = now() + timedelta(seconds=seconds) if seconds and level > NONE else None
        self.hot = part or next((p for p in self.parts if self.model.kinds[p] == kind), self.hot)
        await self._sign(key, level, part, kind, until)
        # A period may be over before its answer is here, on a busy machine; there was one all the same.
        self.oracle.begin_epoch(until and until - timedelta(microseconds=1))
        if until is None:
            await self._assert_cut(self.listeners[key])
        return until

    async def close_everything(self, key: str) -> None:
        """Withdraw every kind from a person: one epoch, in which one part after the other closes."""
        await self._settle_epoch()
        for kind in sorted(set(self.model.kinds.values())):
            self.hot = next(part for part in self.parts if self.model.kinds[part] == kind)
            await self._sign(key, NONE, None, kind, None)
        self.oracle.begin_epoch()
        await self._assert_cut(self.listeners[key])

    async def end_participation(self, key: str) -> None:
        """A person takes part no more: every document of theirs has closed, and the channel."""
        await self._settle_epoch()
        address = f"/api/plans/{self.plan_id}/participants/{self.ids[key]}/end"
        answer = await self.owner.send("POST", address, {})
        assert answer.status_code == 200, answer.text
        self.model.end(self.ids[key])
        self.oracle.begin_epoch()
        await self._assert_cut(self.listeners[key])
        assert self.listeners[key].open_document(self.channel) is None

    async def _settle_epoch(self) -> None:
        """Judge the epoch that ends, including what is still in flight."""
        await asyncio.gather(*(who.barrier() for who in self.listeners.values()))
        self.oracle.judge_all()

    async def _sign(
        self, key: str, level: int, part: str | None, kind: str | None, until: datetime | None
    ) -> None:
        wish = {"participant": self.ids[key], "level": LEVELS[level], "part": part, "kind": kind}
        wish |= {"until": until.isoformat() if until else None, "purpose": self._purpose(part, kind)}
        answer = await self.owner.send("POST", f"/api/plans/{self.plan_id}/grants", wish)
        assert answer.status_code == 201, answer.text
        self.model.decide(self.ids[key], level, part=part, kind=kind, until=until)

    async def _assert_cut(self, who: Listener) -> None:
        """When a decision is answered, the documents it revokes are closed on open sockets."""
        await who.barrier()
        for part in self.parts:
            document = who.open_document(f"part/{part}")
            assert document is None or self.oracle.level(who.key, part) >= READ, (who.key, part)

    def _purpose(self, part: str | None, kind: str | None) -> str:
        place = PURPOSE if part is not None else PURPOSE_OF_KIND
        return self.oracle.release(part or kind, place).text

    async def outlive(self, until: datetime) -> None:
        """Wait for the end of a period; open documents must then close within ``GRACE_SECONDS``."""
        await asyncio.sleep(max(0.0, (until - now()).total_seconds()) + 0.001)
        for (key, part), level in self.oracle.epochs[-1].levels.items():
            document = self.listeners[key].open_document(f"part/{part}")
            over = level >= READ and self.model.level(self.ids[key], part, now()) == NONE
            if over and document:
                await document.ended(GRACE_SECONDS)
        self.oracle.begin_epoch()

    async def open_what_is_new(self, who: Listener) -> None:
        """Open what has become readable; the right may have ended again before the answer."""
        at = now()
        readable = [f"part/{part}" for part in self.model.readable(self.ids.get(who.key), at)]
        await who.ask_for([address for address in readable if who.open_document(address) is None])

    async def add_part(self, key: str, kind: str, *, kept: bool = False) -> None:
        """A person adds a part, if they may, or proposes one; its title is a canary."""
        await self._settle_epoch()
        title = self.oracle.release("", "first title")
        answer = await self.listeners[key].send(
            "POST", f"/api/plans/{self.plan_id}/parts", {"kind": kind, "title": title.text, "kept": kept}
        )
        may = self.model.may_create(self.ids[key], kind, now())
        there = self.model.takes_part(self.ids[key], now())
        assert answer.status_code == (201 if may else 403 if there else 404), answer.text
        if may:
            part = answer.json()["id"]
            proposes = not self.model.edits(self.ids[key], kind, now())
            apart = "proposed" if proposes else "kept" if kept else None
            self.model.add_part(part, kind, self.ids[key], apart=apart)
            self.parts.append(part)
            self.oracle.begin_epoch()
            self.oracle.canaries.settle(title, part, self.oracle.epoch)
            await self.open_what_is_new(self.owner)

    async def write_everywhere(self) -> None:
        """A canary in every part's text and fields; returns when all is committed and broadcast."""
        for part in self.parts:
            document = self.owner.open_document(f"part/{part}")
            assert document is not None, part
            with document.doc.transaction():
                document.block_text(0).insert(0, self.oracle.release(part, "body").text)
                for name in [*document.fields]:
                    self._write_field(part, document, name)
            await document.flush()
        for part in self.parts:
            await self.owner.socket.documents[f"part/{part}"].saved()

    def _write_field(self, part: str, document: Document, name: str) -> None:
        value = document.fields[name]
        if isinstance(value, Text):
            value.insert(0, self.oracle.release(part, name).text)
        elif name == "goal":
            document.fields[name] = self.oracle.release(part, name).word

    async def comment_on(self, parts: list[str]) -> None:
        for part in parts:
            words = {
                place: self.oracle.release(part, place) for place in ("text", "quote", "start", "before")
            }
            anchor = {"start": words["start"].anchored, "end": "", "before": words["before"].text}
            body = {"text": words["text"].text, "quote": words["quote"].text, "anchor": anchor}
            answer = await self.owner.send("POST", f"/api/parts/{part}/comments", body)
            assert answer.status_code == 201, answer.text
            self.comments[answer.json()["id"]] = part

    async def suggest_to(self, parts: list[str]) -> None:
        for part in parts:
            words = {place: self.oracle.release(part, place) for place in ("start", "struck", "instead")}
            body = {
                "anchor": {"start": words["start"].anchored, "end": ""},
                "quote": words["struck"].text,
                "replacement": words["instead"].text,
            }
            answer = await self.owner.send("POST", f"/api/parts/{part}/suggestions", body)
            assert answer.status_code == 201, answer.text
            self.suggestions[answer.json()["id"]] = part

    # -- load -------------------------------------------------------------------------------------

    @asynccontextmanager
    async def typing(self, keys: tuple[str, ...]) -> AsyncIterator[None]:
        """Meanwhile each of these types canaries, mostly in parts whose rights are changing."""
        stop = asyncio.Event()
        tasks = [asyncio.create_task(self._type(self.listeners[key], stop)) for key in keys]
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*tasks)

    async def _type(self, who: Listener, stop: asyncio.Event) -> None:
        while not stop.is_set():
            part = self.hot if self.chance.random() < 0.7 else self.chance.choice(self.parts)
            document = who.open_document(f"part/{part}")
            if document is not None and document.synced and document.scope == "read-write":
                document.type(self.oracle.release(part, f"typed by {who.key}").text, at=0)
                await document.flush()
                self.typed += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), TYPING_PAUSE)

    # -- everybody --------------------------------------------------------------------------------

    async def everybody_opens_everything(self) -> None:
        """Try to open every part, also hidden ones; the open ones must be those the model allows."""
        await asyncio.gather(*(self._open_all(listener) for listener in self.listeners.values()))

    async def _open_all(self, who: Listener) -> None:
        await who.barrier()
        closed = [p for p in self.parts if who.open_document(f"part/{p}") is None]
        for part in set(self.parts) - set(closed):
            self._assert_level(who, part)
        wanted = [f"part/{part}" for part in closed]
        if who.open_document(self.channel) is None:
            wanted.append(self.channel)
        asked = await who.ask_for(wanted)
        for part in closed:
            self._assert_level(who, part)
        channel = asked.get(self.channel) or who.socket.documents[self.channel]
        there = channel.synced and channel.closed is None
        assert there == self.oracle.takes_part(who.key), (who.key, channel.denied, channel.closed)

    def _assert_level(self, who: Listener, part: str) -> None:
        document, level = who.socket.documents[f"part/{part}"], self.oracle.level(who.key, part)
        state = document.scope if document.closed is None else document.closed
        expected = None if level == NONE else "read-write" if level == EDIT else "readonly"
        assert state == expected, (who.key, part, LEVELS[level], state, document.denied)
        assert document.denied == ("not-found" if level == NONE else None), (who.key, part)

    async def everybody_is_seen(self) -> None:
        for who in self.listeners.values():
            for address in [self.channel, *(f"part/{part}" for part in self.parts)]:
                client = await who.point(address, self.oracle.release(None, "presence").word)
                if client is not None:
                    self.oracle.holders[client] = (who.key, address)
        for _ in range(2):  # what one has sent is handled when theirs is answered; then it is at the others
            await asyncio.gather(*(who.barrier() for who in self.listeners.values()))

    def sample(self, count: int) -> list[str]:
        return list(dict.fromkeys([self.hot, *self.chance.sample(self.parts, count)]))
