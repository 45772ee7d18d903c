"""Several processes on one Redis: pub/sub as a wake-up; the database stays the source of truth.

A process publishes on one connection and subscribes on another. Each second it also publishes a heartbeat
to a channel of its own. If none comes back within ``SILENCE_SECONDS`` it is degraded and reconnects both;
when a heartbeat arrives again it calls the listener's ``resumed``, since messages may have been lost.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from secrets import token_bytes

from server.domain.plan import PlanId
from server.fanout.redis.codec import MessageTooLarge, Unreadable, decode, encode
from server.fanout.redis.connection import SILENCE_SECONDS, connecting_to, stay_connected
from server.fanout.redis.publisher import Publisher
from server.fanout.redis.seal import SENDER_BYTES, Forged, OpenedEnvelope, Opener, Sealer, SealKeys, Stale
from server.fanout.redis.subscriber import Subscriber
from server.fanout.redis.traffic import Traffic
from server.ports.processes import FanoutListener, Message

BEAT_SECONDS = 1.0
BEATS_TO_ROLL_CALL = 5
START_SECONDS = 3.0
"""How long a starting process waits for Redis before it continues without it."""

log = logging.getLogger(__name__)


class ManyProcesses:
    """``ports.Fanout`` over Redis.

    ``secret`` is the same in every process. ``history``, the name of the database's, tells who must have it:
    with another key processes would be deaf to each other and nobody would notice (empty: nobody is asked).
    Raises ``ValueError`` when ``url`` is not ``redis://`` or ``rediss://``.
    """

    alone = False

    def __init__(self, url: str, secret: str, history: str = "") -> None:
        self._connect = connecting_to(url)
        sender = token_bytes(SENDER_BYTES)
        self.traffic = Traffic()
        self._keys = SealKeys(secret)
        self._sealer = Sealer(self._keys, sender, time.time)
        self._others = Opener(self._keys, time.time)
        self._ourselves = Opener(self._keys, time.time)
        self._echo = self._keys.echo(sender)
        self._roll_call = self._keys.roll_call(history) if history else None
        self._foreign_told = False
        self._listener: FanoutListener | None = None
        self._plans: dict[bytes, PlanId] = {}
        self._publisher = Publisher(self._sealer.seal, self.traffic, self._connected)
        self._subscriber = Subscriber(
            filter(None, (self._keys.sessions, self._echo, self._roll_call)), self._receive, self._connected
        )
        self._losses = 0
        self._echoed = asyncio.Event()
        self._echoed_at = asyncio.get_running_loop().time()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, listener: FanoutListener) -> None:
        """Connected where Redis answers at once, else degraded; never fails because of Redis."""
        speaking = stay_connected("speaking", self._connect, self._publisher.talk, self._lost)
        hearing = stay_connected("hearing", self._connect, self._subscriber.talk, self._lost)
        self._tasks = [asyncio.create_task(each) for each in (speaking, hearing, self._keep_beating())]
        with suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                await self._echoed.wait()
        self._listener = listener  # now: that it is connected for the first time is no resumption

    async def close(self) -> None:
        """Nothing is published or received afterwards; messages still queued are lost."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._listener = None
        self._echoed.clear()

    def publish(self, plan: PlanId | None, message: Message) -> None:
        try:
            body = encode(message)
        except (MessageTooLarge, UnicodeEncodeError) as refused:
            log.warning("a message is not sent to other processes: %s", type(refused).__name__)
            self.traffic.dropped += 1
            return
        if self._publisher.put(self._channel(plan), body):
            self.traffic.published += 1
        else:
            self.traffic.dropped += 1

    async def follow(self, plan: PlanId) -> None:
        channel = self._channel(plan)
        self._plans[channel] = plan
        await self._subscriber.subscribe(channel)

    def unfollow(self, plan: PlanId) -> None:
        channel = self._channel(plan)
        if self._plans.pop(channel, None) is not None:
            self._subscriber.unsubscribe(channel)

    @property
    def degraded(self) -> bool:
        return not self._echoed.is_set()

    def _channel(self, plan: PlanId | None) -> bytes:
        return self._keys.sessions if plan is None else self._keys.plan(plan)

    # -- receiving

    def _receive(self, channel: bytes, envelope: bytes) -> None:
        if channel == self._echo:
            self._receive_heartbeat(envelope)
        elif envelope.startswith(self._sealer.mark):
            return
        elif channel == self._roll_call:
            self._answer_roll_call(channel, envelope)
        else:
            self._receive_messages(channel, envelope)

    def _answer_roll_call(self, channel: bytes, envelope: bytes) -> None:
        forged = self.traffic.forged
        self._open(self._others, channel, envelope)
        if self.traffic.forged > forged and not self._foreign_told:
            self._foreign_told = True
            log.error("another process on this database has another SAMPLAN_SECRET_KEY, or Redis is intruded")

    def _receive_messages(self, channel: bytes, envelope: bytes) -> None:
        plan = self._plans.get(channel)
        if self._listener is None or (plan is None and channel != self._keys.sessions):
            return  # no longer followed
        opened = self._open(self._others, channel, envelope)
        if opened is None:
            return
        for message in self._messages(opened):
            self.traffic.received += 1
            self._listener.receive(plan, opened.sender.hex(), message)

    def _open(self, opener: Opener, channel: bytes, envelope: bytes) -> OpenedEnvelope | None:
        try:
            return opener.open(channel, envelope)
        except Forged:
            self.traffic.forged += 1
        except Stale:
            self.traffic.stale += 1
        return None

    def _messages(self, opened: OpenedEnvelope) -> Iterable[Message]:
        try:
            return decode(opened.body)
        except Unreadable as reason:
            log.warning("another process says what this one does not understand: %s", reason)
            self.traffic.unreadable += 1
            return ()

    # -- the heartbeat

    def _connected(self) -> None:
        """A connection is up (again): the heartbeat's timeout starts now."""
        self._echoed_at = asyncio.get_running_loop().time()
        self._beat()

    def _beat(self) -> None:
        """Publish a heartbeat numbered by the losses so far: one sent before the last loss proves nothing."""
        if self._publisher.up and self._subscriber.up:
            self._publisher.put(self._echo, self._losses.to_bytes(8))

    def _receive_heartbeat(self, envelope: bytes) -> None:
        opened = self._open(self._ourselves, self._echo, envelope)
        if opened is None or opened.body[-8:] != self._losses.to_bytes(8):
            return
        self._echoed_at = asyncio.get_running_loop().time()
        self.traffic.echo_seconds = max(0.0, time.time() - opened.sealed_at)
        if not self._echoed.is_set():
            self._echoed.set()
            log.info("messages of other processes are received")
            if self._listener is not None:
                self._listener.resumed()

    async def _keep_beating(self) -> None:
        clock = asyncio.get_running_loop().time
        for beat in count():
            self._beat()
            if self._roll_call is not None and beat % BEATS_TO_ROLL_CALL == 0:
                self._publisher.put(self._roll_call, b"here")
            await asyncio.sleep(BEAT_SECONDS)
            connected = self._publisher.up and self._subscriber.up
            if connected and clock() - self._echoed_at > SILENCE_SECONDS:
                self._publisher.drop()
                self._subscriber.drop()
                self._degrade()

    def _lost(self) -> None:
        self.traffic.reconnects += 1
        self._degrade()

    def _degrade(self) -> None:
        """From now on only a heartbeat published later counts."""
        self._losses += 1
        if self._echoed.is_set():
            self._echoed.clear()
            log.warning("messages of other processes may be lost")
