"""The command line: ``samplan serve | migrate | demo | verify-log | restored``."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from .app import Application, begin_epoch, broken_chains, create_demo, opened
from .ports.log import StorageUnavailable
from .settings import Settings, SettingsError, from_environment
from .storage.database.migrate import SchemaUnknown, migrate
from .storage.errors import NotDurable, WrongAddress
from .telemetry.logs import complain, configure
from .telemetry.spans import NotInstalled, stop_tracing
from .transport.http import SlicedHttp
from .transport.listening import bound
from .transport.websocket import SlicedWebSocket

MAX_MESSAGE = 9 * 1024 * 1024
"""Bytes of one websocket message that are read at all, a little more than ``SAMPLAN_MAX_FRAME_BYTES`` can be.

What a document takes is far less, and is told so. Copying 16 MB about kept everybody waiting for 50 ms.
"""


NEW_OBJECTS = 5_000
"""After so many the young ones are looked through: with Python's 700 a rush of joins takes a fifth longer."""

FAREWELL_SECONDS = 1.0
ENDING_SECONDS = 8.0
"""From being told to end until requests that nobody has answered are given up; last spans take one more. A
process that has not ended after ten is killed by whoever runs it, whatever it is in the midst of."""

INTERRUPTED = 130
"""What shells say of a command that Ctrl-C ended."""


def main() -> int:
    arguments = _parser().parse_args()
    try:
        return int(arguments.command(from_environment(os.environ)))
    except SettingsError as error:
        print(f"samplan: {error}", file=sys.stderr)
    except (StorageUnavailable, SchemaUnknown, NotDurable, WrongAddress) as error:
        print(f"samplan: SAMPLAN_DATABASE_URL: {' '.join(str(error).split())}", file=sys.stderr)
    except KeyboardInterrupt:
        return INTERRUPTED  # a server has drained: uvicorn raises the signal again when it is done
    except NotInstalled:
        print(
            "samplan: OTEL_EXPORTER_OTLP_ENDPOINT: spans need more packages, pip install '.[tracing]'",
            file=sys.stderr,
        )
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="samplan", description="An individuell plan as a shared live document."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command, does in (
        ("serve", _serve, "answer on HOST and PORT"),
        ("migrate", _migrate, "bring the database to this version's schema"),
        ("demo", _demo, "create the demo plan, if it is not there"),
        ("verify-log", _verify_log, "check that the access log is what was written"),
        ("restored", _restored, "after a restore: pages discard their copies, all sessions end"),
    ):
        commands.add_parser(name, help=does, description=does).set_defaults(command=command)
    return parser


def _migrate(settings: Settings) -> int:
    migrate(settings.database_url)
    return 0


def _demo(settings: Settings) -> int:
    created = asyncio.run(create_demo(settings))
    print("The demo plan is there." if not created else "The demo plan was created.")
    return 0


def _verify_log(settings: Settings) -> int:
    broken = asyncio.run(broken_chains(settings))
    for line in broken:
        print(f"The access log was changed: {line}", file=sys.stderr)
    if not broken:
        print("The access log is what was written.")
    return 1 if broken else 0


def _restored(settings: Settings) -> int:
    ended = asyncio.run(begin_epoch(settings))
    print(f"Pages that were open before the restore will discard their copies. Sessions ended: {ended}.")
    return 0


def _serve(settings: Settings) -> int:
    # Bytes can make yrs panic: that is caught, but looking up a backtrace holds everybody up for 0.1 s.
    os.environ["RUST_BACKTRACE"] = "0"
    configure(settings.log)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_served(settings))
    return 0


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    # Without our word on its log, what uvicorn says would come as plain lines, and exceptions whole.
    return uvicorn.Config(_no_app, log_config=None).get_loop_factory()


async def _served(settings: Settings) -> None:
    asyncio.get_running_loop().set_exception_handler(complain)
    async with opened(settings) as application:
        _settle_collector()
        config = uvicorn.Config(
            application.asgi,
            host=settings.host,
            port=settings.port,
            http=SlicedHttp,
            ws=SlicedWebSocket,
            ws_max_size=MAX_MESSAGE,
            ws_per_message_deflate=False,
            lifespan="off",
            access_log=False,
            log_config=None,
            log_level="warning",
            server_header=False,
        )
        await _Server(config, settings, application).serve(await bound(settings.host, settings.port))


def _settle_collector() -> None:
    """What was made until now stays, so the garbage collector need not look through it again and again.

    In a rush of people who join it did, for up to 0.2 s at a time, in which nobody was served.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)


class _Server(uvicorn.Server):
    """Says where it is once it answers there, and settles what was accepted before it ends."""

    def __init__(self, config: uvicorn.Config, settings: Settings, application: Application) -> None:
        super().__init__(config)
        self._settings, self._application = settings, application
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            print(f"samplan is ready on {self._settings.public_url}", flush=True)

    async def main_loop(self) -> None:
        """As uvicorn's, which looks ten times a second whether it is to end: here it is told.

        Waking up for nothing took a fifth of the CPU of a process with nothing to do (measured).
        """
        seconds = 0
        while not await self.on_tick(10 * seconds):
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._ending.wait()
            seconds += 1

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._ending.set)

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        end = time.monotonic() + ENDING_SECONDS
        for server in self.servers:
            server.close()
        await self._application.drain()
        await self._answered()
        left = max(0.0, end - time.monotonic())
        self.config.timeout_graceful_shutdown = left  # type: ignore[assignment]  # a number of seconds to asyncio
        await super().shutdown(sockets)  # type: ignore[arg-type]
        stop_tracing()  # a signal ends the process before anything else could

    async def _answered(self) -> None:
        """Until clients have answered the farewell, or for ``FAREWELL_SECONDS``.

        What is closed with bytes unread is reset, and a reset throws away what the other end has not read
        yet: whoever is in the midst of writing would not know why its socket ended.
        """
        end = time.monotonic() + FAREWELL_SECONDS
        while time.monotonic() < end and any(map(_is_socket, self.server_state.connections)):  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # uvicorn tells nobody when a connection has gone


def _is_socket(connection: object) -> bool:
    return isinstance(connection, SlicedWebSocket)


async def _no_app(*_: object) -> None:
    """Stands in where uvicorn wants an application before there is one."""


if __name__ == "__main__":
    raise SystemExit(main())
