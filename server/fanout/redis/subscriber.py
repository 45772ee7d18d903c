"""The connection that listens: subscriptions, and whatever is published to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from redis.asyncio.connection import Connection

from server.fanout.redis.connection import SILENCE_SECONDS, Lost

PING_SECONDS = 1.0
SUBSCRIBE_SECONDS = 2.0
"""As long as somebody who opens a plan is kept waiting for a Redis that does not answer."""

TURN_MESSAGES = 32
"""Messages told in one go before others have their turn."""

Heard = Callable[[bytes, bytes], None]
"""A channel and an envelope."""


class Subscriber:
    """Hears the channels it is subscribed to, always ``standing`` and those asked for.

    Answers come in the order of the commands, so the answer to a PING says that everything asked before
    it is in effect.
    """

    def __init__(self, standing: Iterable[bytes], heard: Heard, subscribed: Callable[[], None]) -> None:
        self._standing = tuple(standing)
        self._heard = heard
        self._subscribed = subscribed
        self._channels: set[bytes] = set()
        self._commands: list[tuple[bytes | str, ...]] = []
        self._marks: dict[bytes, asyncio.Future[None]] = {}
        self._marked = 0
        self._waiting = asyncio.Event()
        self._heard_at = 0.0
        self._dropped = False
        self.up = False

    async def subscribe(self, channel: bytes) -> None:
        """Returns when it is in effect; without a connection at once, and then it is once there is one."""
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
        """Have the connection made again."""
        self._dropped = self.up
        self._waiting.set()

    def _confirmed(self, *command: bytes | str) -> asyncio.Future[None]:
        """Done when the command is in effect, or the connection is lost."""
        self._marked += 1
        mark = str(self._marked).encode()
        done = self._marks[mark] = asyncio.get_running_loop().create_future()
        self._commands += (command, ("PING", mark))
        self._waiting.set()
        return done

    async def talk(self, connection: Connection) -> None:
        """Subscribe to everything anew and listen until the connection fails."""
        self._heard_at = asyncio.get_running_loop().time()
        # The standing ones come last: whoever hears himself there hears everything.
        ready = self._confirmed("SUBSCRIBE", *self._channels, *self._standing)
        ready.add_done_callback(lambda _: self.up and self._subscribed())
        self.up = True
        # No TaskGroup: it forgets that it was cancelled when a member fails at that moment (Python 3.11).
        both = [asyncio.create_task(each) for each in (self._ask(connection), self._listen(connection))]
        try:
            failed, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for task in failed:
                task.result()
        finally:
            self._forget()
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)

    def _forget(self) -> None:
        self.up = self._dropped = False
        self._commands.clear()
        self._waiting.clear()
        for done in self._marks.values():
            done.set_result(None)
        self._marks.clear()

    async def _ask(self, connection: Connection) -> None:
        """Send commands, and a PING where there are none."""
        clock = asyncio.get_running_loop().time
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(PING_SECONDS):
                    await self._waiting.wait()
            self._waiting.clear()
            if self._dropped:
                raise Lost("nothing came back")
            if clock() - self._heard_at > SILENCE_SECONDS:
                raise Lost("silence")
            commands, self._commands = self._commands or [("PING", b"")], []
            async with asyncio.timeout(SILENCE_SECONDS):
                await connection.send_packed_command(connection.pack_commands(commands), check_health=False)

    async def _listen(self, connection: Connection) -> None:
        clock, told = asyncio.get_running_loop().time, 0
        while True:
            response = await connection.read_response()
            self._heard_at = clock()
            self._take(response)
            told += 1
            if told % TURN_MESSAGES == 0:
                await asyncio.sleep(0)

    def _take(self, response: object) -> None:
        match response:
            case [b"message", bytes(channel), bytes(envelope)]:
                self._heard(channel, envelope)
            case [b"pong", bytes(mark)]:
                done = self._marks.pop(mark, None)
                if done is not None:
                    done.set_result(None)
            case _:
                """That something was subscribed: the answer to the PING behind it says as much."""
