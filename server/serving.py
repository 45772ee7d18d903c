"""The uvicorn server: how it starts, and how it drains before it ends."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType

import uvicorn

from .app import Application, opened
from .settings import Settings
from .storage.errors import Served
from .sync.socket.limits import SocketLimits
from .telemetry.logs import complain, configure
from .telemetry.spans import stop_tracing
from .transport.http import SlicedHttp
from .transport.listening import bound
from .transport.patience import Patience, file_descriptors, take_file_descriptors
from .transport.websocket import SlicedWebSocket
from .version import version
from .web.runner import USUAL_RATES, Rates
from .web.security import answers_outside, headers_of

logger = logging.getLogger(__name__)

NEW_OBJECTS = 5_000
"""The collector's first threshold: with Python's 700 a rush of joins takes a fifth longer."""

FAREWELL_SECONDS = 1.0
ENDING_SECONDS = 8.0
"""From the signal until unanswered requests are cancelled; the last spans take one more. Supervisors kill a
process that has not ended after ten."""


class DatabaseRestored(Exception):
    """The database was restored while this process served it; the next one begins with the new history."""


def run_server(settings: Settings, rates: Rates = USUAL_RATES) -> None:
    """Serves until a signal. ``rates``: only tests give others.

    Raises what ``app.opened`` does, ``NotInstalled`` and ``DatabaseRestored``.
    """
    version()  # asks git where this is a clone, which would block the loop
    # Bytes can make yrs panic: that is caught, but making a backtrace would block the loop for 0.1 s.
    os.environ["RUST_BACKTRACE"] = "0"
    configure(settings.log)
    take_file_descriptors()
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_served(settings, rates))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    # Without log_config uvicorn would configure its own log: plain lines, with whole exceptions.
    return uvicorn.Config(_no_app, log_config=None).get_loop_factory()


async def _served(settings: Settings, rates: Rates) -> None:
    asyncio.get_running_loop().set_exception_handler(complain)
    try:
        await _serve(settings, rates)
    except Served:
        # Where the same was started twice, its port says so better.
        for each in await bound(settings.host, settings.port):
            each.close()
        raise


async def _serve(settings: Settings, rates: Rates) -> None:
    async with opened(settings, rates) as application:
        _settle_collector()
        patience = Patience(file_descriptors(), settings.proxies, answers_outside(settings.public_url))
        config = uvicorn.Config(
            application.asgi,
            host=settings.host,
            port=settings.port,
            http=partial(SlicedHttp, patience=patience),  # type: ignore[arg-type]
            ws=partial(SlicedWebSocket, patience=patience, refusal_headers=headers_of(settings.public_url)),  # type: ignore[arg-type]
            forwarded_allow_ips=[str(proxy) for proxy in settings.proxies],
            ws_max_size=SocketLimits(frame_bytes=settings.max_frame_bytes).message_bytes,
            ws_per_message_deflate=False,
            lifespan="off",
            access_log=False,
            log_config=None,
            log_level="warning",
            server_header=False,
        )
        await _Server(config, settings, application).serve(await bound(settings.host, settings.port))
        if application.restored.done():
            raise DatabaseRestored


def _settle_collector() -> None:
    """Exempts the objects made so far, which stay, from garbage collection.

    In a rush of joins traversing them blocked the loop for up to 0.2 s at a time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)


class _Server(uvicorn.Server):
    """Prints its address once it accepts connections there, and drains before it ends."""

    def __init__(self, config: uvicorn.Config, settings: Settings, application: Application) -> None:
        super().__init__(config)
        self._settings, self._application = settings, application
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        application.restored.add_done_callback(lambda _: self._ending.set())

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            about = {"version": version(), "port": self._settings.port, "pid": os.getpid()}
            logger.info("samplan serves", extra=about)
            _warn(self._settings)
            print(f"samplan is ready on {self._settings.public_url}", flush=True)

    async def main_loop(self) -> None:
        """As uvicorn's, which polls ten times a second whether to end: here an event wakes it.

        Polling took a fifth of the CPU of an idle process (measured).
        """
        seconds = 0
        while not await self.on_tick(10 * seconds):
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._ending.wait()
            self.should_exit |= self._application.restored.done()
            seconds += 1

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._ending.set)

    async def shutdown(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        end = time.monotonic() + ENDING_SECONDS
        for server in self.servers:
            server.close()
        if self._application.restored.done():
            self._application.abandon()
        else:
            await self._application.drain()
        await self._answered()
        left = max(0.0, end - time.monotonic())
        self.config.timeout_graceful_shutdown = left  # type: ignore[assignment]  # a number of seconds to asyncio
        await super().shutdown(sockets)  # type: ignore[arg-type]
        logger.info("samplan ends")
        stop_tracing()  # a signal ends the process before anything else could

    async def _answered(self) -> None:
        """Wait until clients have answered the close frame, at most ``FAREWELL_SECONDS``.

        A socket closed with bytes unread is reset, and a reset discards what the peer has not read yet: a
        client that is writing would not learn why its socket ended.
        """
        end = time.monotonic() + FAREWELL_SECONDS
        while time.monotonic() < end and any(map(_is_socket, self.server_state.connections)):  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # uvicorn has no event for a connection that ended


def _warn(settings: Settings) -> None:
    """Of what is allowed, and seldom meant."""
    for name in settings.without_effect:
        logger.warning("a setting has no effect in this version", extra={"setting": name})
    if settings.in_the_clear:
        logger.warning("SAMPLAN_PUBLIC_URL is not https: cookies and words travel in the clear")
    if settings.metrics_beside_a_proxy:
        logger.warning(
            "SAMPLAN_METRICS_TOKEN is not set: whoever seems to ask from this machine gets the metrics"
        )


def _is_socket(connection: object) -> bool:
    return isinstance(connection, SlicedWebSocket)


async def _no_app(*_: object) -> None:
    """A placeholder: uvicorn's ``Config`` requires an application."""
