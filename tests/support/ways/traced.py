"""The server with every call of its own functions recorded; a script of its own, started by ``process``.

``python -P traced.py DIRECTORY serve`` runs ``python -m server serve`` with the package ``server`` of
``DIRECTORY``. It knows nothing of the server but that package's name, the class ``PlanAccess``, the table
``decisions`` and uvloop, so it runs on any commit. One command a line comes in by stdin, one answer a line
goes out by stdout, behind ``ANSWER``:

``begin``    hold background timers, wait until nothing runs, record from here on
``end``      wait until nothing has run for ``QUIET_SECONDS``, stop recording; the ``Recording`` as JSON
``hurry``    timers set from now on fire within ``HURRIED_SECONDS``: idle parts are put away at once
``unhurry``  timers as they were
"""

from __future__ import annotations

import contextvars
import json
import os
import runpy
import sqlite3
import sqlite3.dbapi2
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

ANSWER = "ways: "
QUIET_SECONDS = 0.6
"""More than the 0.3 s after which lists of the plan are announced, less than the 1 s of an empty plan."""
SETTLED_SECONDS = 0.1
HURRIED_SECONDS = 0.2
_CONNECT = sqlite3.connect
MANY_STARTS = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR

Callback = Callable[..., object]
Recording = dict[str, Any]
"""``calls``: ``[module, function, calls]`` by first call; ``reads``, ``reads_inside``: of ``PlanAccess``, all
of them and those inside the transaction that inserts a decision."""


class Tracer:
    """Counts calls of functions that are defined under ``package``, on all threads.

    Going on after an ``await`` or a ``yield`` is no call. Methods written by ``dataclass`` are none either:
    they are defined in no file.
    """

    def __init__(self, package: Path) -> None:
        self._root = str(package) + os.sep
        self._parent = package.parent
        self._recording = False
        self._events: list[tuple[int, CodeType | str]] = []
        self._reading: CodeType | None = None
        self.called_at = 0.0

    def install(self) -> None:
        """On this thread and all that start later, and on every SQLite connection opened later."""
        threading.setprofile(self._profile)
        sys.setprofile(self._profile)
        sqlite3.connect = sqlite3.dbapi2.connect = self._connect  # type: ignore[assignment]

    def begin(self) -> None:
        self._reading = _constructor("PlanAccess")
        self._events = []
        self._recording = True

    def end(self) -> Recording:
        self._recording = False
        events, self._events = self._events, []
        codes = Counter(event for _, event in events if isinstance(event, CodeType))
        calls = [
            [self._module(code), code.co_qualname, codes[code]] for code in codes if code is not self._reading
        ]
        reads = [read for thread in {thread for thread, _ in events} for read in self._reads(events, thread)]
        return {"calls": calls, "reads": len(reads), "reads_inside": sum(reads)}

    def _profile(self, frame: FrameType, event: str, _: object) -> None:
        if event != "call":
            return
        code = frame.f_code
        if code.co_filename.startswith(self._root) and _starts(frame, code):
            self.called_at = time.monotonic()
        elif code is not self._reading:
            return
        if self._recording:
            self._events.append((threading.get_ident(), code))

    def _connect(self, *arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = _CONNECT(*arguments, **options)
        connection.set_trace_callback(self._statement)
        return connection

    def _statement(self, sql: str) -> None:
        if self._recording:
            self._events.append((threading.get_ident(), sql))

    def _module(self, code: CodeType) -> str:
        path = Path(code.co_filename).relative_to(self._parent).with_suffix("")
        return ".".join(path.parts).removesuffix(".__init__")

    def _reads(self, events: Iterable[tuple[int, CodeType | str]], wanted: int) -> Iterator[bool]:
        """For each ``PlanAccess`` made on one thread: whether its transaction inserts a decision."""
        pending, signs = 0, False
        for event in (event for thread, event in events if thread == wanted):
            if event is self._reading:
                pending += 1
            elif isinstance(event, str):
                word = event.lstrip().upper()
                signs = signs or word.startswith("INSERT INTO DECISIONS")
                if word.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
                    yield from [signs] * pending
                    pending, signs = 0, False
        yield from [signs] * pending


def _starts(frame: FrameType, code: CodeType) -> bool:
    """Coroutines and generators come by again whenever they go on; RESUME's argument says which it is."""
    return not code.co_flags & MANY_STARTS or code.co_code[frame.f_lasti + 1] == 0


def _constructor(name: str) -> CodeType | None:
    for module in [module for key, module in sys.modules.items() if key.startswith("server.")]:
        found = getattr(module, name, None)
        if found is not None:
            code: CodeType = found.__init__.__code__
            return code
    return None


class Timers:
    """Every timer of the event loop. While something is recorded, those that were set before it wait.

    So polls, pings and measurements of the loop do not come between, and the timers that the recorded way
    sets itself do fire.
    """

    def __init__(self) -> None:
        self._held: list[tuple[Any, Callable[[], None]]] = []
        self._round = 0
        self._holding = False
        self.hurrying = False

    def install(self, loop: type[Any]) -> None:
        """Replace ``call_later`` and ``call_at`` of the class ``loop``."""
        later = loop.call_later

        def call_later(
            self_: Any, delay: float, callback: Callback, *arguments: Any, context: Any = None
        ) -> Any:
            handle: list[Any] = []
            delay = min(delay, HURRIED_SECONDS) if self.hurrying else delay
            due = self._due(self_, callback, handle)
            handle.append(later(self_, delay, due, *arguments, context=context))
            return handle[0]

        def call_at(self_: Any, when: float, callback: Callback, *arguments: Any, context: Any = None) -> Any:
            return self_.call_later(max(0.0, when - self_.time()), callback, *arguments, context=context)

        loop.call_later, loop.call_at = call_later, call_at

    def hold(self) -> None:
        """Those set until now wait, until ``release``."""
        self._round += 1
        self._holding = True

    def release(self) -> None:
        self._holding = False
        held, self._held = self._held, []
        for loop, fire in held:
            loop.call_soon_threadsafe(fire)

    def _due(self, loop: Any, callback: Callback, handle: list[Any]) -> Callback:
        set_in = self._round

        def due(*arguments: Any) -> None:
            if self._holding and set_in != self._round:
                context = contextvars.copy_context()
                self._held.append((loop, lambda: fire(context, arguments)))
            else:
                callback(*arguments)

        def fire(context: contextvars.Context, arguments: tuple[Any, ...]) -> None:
            if not handle[0].cancelled():
                context.run(callback, *arguments)

        return due


class Control:
    """What comes by stdin, on a thread of its own that is not traced."""

    def __init__(self, tracer: Tracer, timers: Timers) -> None:
        self._tracer, self._timers = tracer, timers

    def start(self) -> None:
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        # Not through sys.stdin: its lock would be held when the interpreter ends.
        while command := os.read(0, 100):
            print(ANSWER + json.dumps(self._carry_out(command.decode().strip())), flush=True)

    def _carry_out(self, command: str) -> Recording:
        if command == "begin":
            time.sleep(QUIET_SECONDS)  # delayed notices of what went before
            self._timers.hold()
            self._quiet_for(SETTLED_SECONDS)
            self._timers.hold()  # also those that were set meanwhile
            self._tracer.begin()
        elif command == "end":
            self._quiet_for(QUIET_SECONDS)
            recording = self._tracer.end()
            self._timers.release()
            return recording
        else:
            self._timers.hurrying = {"hurry": True, "unhurry": False}[command]
        return {}

    def _quiet_for(self, seconds: float) -> None:
        began = time.monotonic()
        while (left := max(began, self._tracer.called_at) + seconds - time.monotonic()) > 0:
            time.sleep(left)


def main() -> None:
    directory = Path(sys.argv[1]).resolve()
    sys.argv[1:] = sys.argv[2:]
    tracer, timers = Tracer(directory / "server"), Timers()
    import uvloop

    timers.install(uvloop.Loop)
    Control(tracer, timers).start()
    tracer.install()
    runpy.run_module("server", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
