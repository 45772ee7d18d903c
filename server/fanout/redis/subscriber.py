"""The subscribing connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from redis.asyncio.connection import Connection

from server.fanout.redis.connection import SILENCE_SECONDS, Lost

PING_SECONDS = 1.0
SUBSCRIBE_SECONDS = 2.0
"""How long opening a plan waits for a Redis that does not answer."""

TURN_MESSAGES = 32
"""Messages handed on in one turn of the event loop."""

Receive = Callable[[bytes, bytes], None]
"""Called with a channel and an envelope."""


class Subscriber:
    """Subscribes to ``standing`` always, and to the channels asked for.

    Redis answers in the order of the commands, so the answer to a PING confirms every command before it.
    """

    def __init__(self, standing: Iterable[bytes], receive: Receive, subscribed: Callable[[], None]) -> None:
        self._standing = tuple(standing)
        self._receive = receive
        self._subscribed = subscribed
        self._channels: set[bytes] = set()
        self._commands: list[tuple[bytes | str, ...]] = []
        self._marks: dict[bytes, asyncio.Future[None]] = {}
        self._marked = 0
        self._waiting = asyncio.Event()
        self._answered_at = 0.0
        self._dropped = False
        self.up = False

    async def subscribe(self, channel: bytes) -> None:
        """Returns when it is in effect; without a connection at once: it takes effect on connecting."""
        self._channels.add(channel)
        if not self.up:
            return
        done = self._confirmed("SUBSCRIBE", channel)
        try:
            async with asyncio.timeout(SUBSCRIBE_SECONDS):
                await asyncio.shield(done)
        except TimeoutError:
            self.drop()

    def unsubscribe(self, channel: bytes) -> None:
        self._channels.discard(channel)
        if self.up:
            self._commands.append(("UNSUBSCRIBE", channel))
            self._waiting.set()

    def drop(self) -> None:
        """Force a reconnect."""
        self._dropped = self.up
        self._waiting.set()

    def _confirmed(self, *command: bytes | str) -> asyncio.Future[None]:
        """Sends a command; done when it is in effect, or the connection is lost."""
        self._marked += 1
        mark = str(self._marked).encode()
        done = self._marks[mark] = asyncio.get_running_loop().create_future()
        self._commands += (command, ("PING", mark))
        self._waiting.set()
        return done

    async def talk(self, connection: Connection) -> None:
        """Subscribe to all channels and receive until the connection fails."""
        self._answered_at = asyncio.get_running_loop().time()
        # The standing channels come last: a heartbeat on one of them shows that all are subscribed.
        ready = self._confirmed("SUBSCRIBE", *self._channels, *self._standing)
        ready.add_done_callback(lambda _: self.up and self._subscribed())
        self.up = True
        # No TaskGroup: it forgets that it was cancelled when a member fails at that moment (Python 3.11).
        both = [asyncio.create_task(each) for each in (self._send(connection), self._read(connection))]
        try:
            failed, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for task in failed:
                task.result()
        finally:
            self._reset()
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)

    def _reset(self) -> None:
        self.up = self._dropped = False
        self._commands.clear()
        self._waiting.clear()
        for done in self._marks.values():
            done.set_result(None)
        self._marks.clear()

    async def _send(self, connection: Connection) -> None:
        """Send the queued commands, or a PING each ``PING_SECONDS`` without any."""
        clock = asyncio.get_running_loop().time
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(PING_SECONDS):
                    await self._waiting.wait()
            self._waiting.clear()
            if self._dropped:
                raise Lost("nothing came back")
            if clock() - self._answered_at > SILENCE_SECONDS:
                raise Lost("silence")
            commands, self._commands = self._commands or [("PING", b"")], []
            async with asyncio.timeout(SILENCE_SECONDS):
                await connection.send_packed_command(connection.pack_commands(commands), check_health=False)

    async def _read(self, connection: Connection) -> None:
        clock, received = asyncio.get_running_loop().time, 0
        while True:
            response = await connection.read_response()
            self._answered_at = clock()
            self._take(response)
            received += 1
            if received % TURN_MESSAGES == 0:
                await asyncio.sleep(0)

    def _take(self, response: object) -> None:
        match response:
            case [b"message", bytes(channel), bytes(envelope)]:
                self._receive(channel, envelope)
            case [b"pong", bytes(mark)]:
                done = self._marks.pop(mark, None)
                if done is not None:
                    done.set_result(None)
            case _:
                """A subscription's own answer; the PING sent after it is what counts."""
