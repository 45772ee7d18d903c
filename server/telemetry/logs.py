"""The log: one JSON object a line, on stderr, without any name or text of a person.

Fields: ``time`` (UTC), ``level``, ``logger``, ``event``; where they apply ``token``, ``reason``,
``seconds``, ``count``, ``version``, ``port``, ``pid`` and ``exception``. Messages of exceptions are left
out, because a library's may quote its input (SQLAlchemy's quotes parameters, a ValueError its value): an
exception is logged as its type and its traceback. Messages of other libraries are cut to the words before
the first value.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from pythonjsonlogger.core import LogData
from pythonjsonlogger.json import JsonFormatter

from server.ports.log import StorageUnavailable

OURS = "server"
FIELDS = ("token", "reason", "seconds", "count", "version", "port", "pid")
PLACES = 12
"""How many of the innermost frames of a traceback are logged."""

_CODE = re.compile(r"[A-Z0-9_]{3,40}(?=:|$)")
"""The prefix of a ``StorageUnavailable`` of our adapters, where the database gave a code."""
_BEFORE_A_VALUE = re.compile(r"[^(<{\[\"'\n%]*")


def configure(form: str = "", stream: TextIO | None = None) -> None:
    """``form``: ``json``, ``text`` (for development: unabridged), or empty: text on a terminal, else JSON."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    if form == "json" or (not form and not stream.isatty()):
        handler.setFormatter(SparingFormatter())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.captureWarnings(True)


class SparingFormatter(JsonFormatter):
    """A record as one line of JSON that holds no value a client sent."""

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)

    def format(self, record: logging.LogRecord) -> str:
        line: LogData = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        line.update((name, value) for name in FIELDS if (value := _plain(record, name)) is not None)
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _traceback_of(record.exc_info[1])
        return self.jsonify_log_record(line)


def _event(record: logging.LogRecord) -> str:
    if isinstance(record.msg, BaseException):
        return _type_of(record.msg)
    if record.name.split(".")[0] != OURS:
        words = _BEFORE_A_VALUE.match(str(record.msg))
        return words[0].strip()[:200] if words else ""
    arguments = record.args if isinstance(record.args, tuple) else ()
    sparing = tuple(_type_of(value) if isinstance(value, BaseException) else value for value in arguments)
    return str(record.msg) % sparing if sparing else str(record.msg)


def _plain(record: logging.LogRecord, name: str) -> str | int | float | None:
    value = record.__dict__.get(name)
    return value if isinstance(value, str | int | float) else None


def _type_of(error: BaseException) -> str:
    """An exception without its message: its type, and the code of the system or the database, if any."""
    if isinstance(error, OSError) and error.errno is not None:
        return f"{type(error).__name__}: {os.strerror(error.errno)}"
    code = _CODE.match(str(error)) if isinstance(error, StorageUnavailable) else None
    return f"{type(error).__name__}: {code[0]}" if code else type(error).__name__


def _traceback_of(error: BaseException) -> str:
    """The traceback of an exception and of its causes, innermost frame last, without any message."""
    chain = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        chain.append(f"{_type_of(at)} at {_places(at.__traceback__)}")
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "Traceback: " + "; from ".join(chain)


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-PLACES:]
    return " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def _short(path: str) -> str:
    return "/".join(path.split("/")[-3:])


def complain(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An event loop's exception handler: asyncio's own would quote tasks and arguments."""
    words = _BEFORE_A_VALUE.match(str(context.get("message", "")))
    error = context.get("exception")
    logging.getLogger("asyncio").error(
        words[0].strip() if words else "", exc_info=error if isinstance(error, BaseException) else None
    )
