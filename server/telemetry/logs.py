"""The log: one JSON object a line, on stderr, and in it nothing of what people are called or wrote.

Fields: ``time`` (UTC), ``level``, ``logger``, ``event``; where they apply ``token``, ``reason``,
``seconds``, ``count`` and ``exception``. Messages of exceptions are left out, because a library's may
quote what it was given (SQLAlchemy's quotes parameters, a ValueError its value): an exception is its
type and the places it went through. What other libraries log is cut to the words before any value.
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
FIELDS = ("token", "reason", "seconds", "count")
PLACES = 12
"""How many of the innermost places of an exception are told."""

_CODE = re.compile(r"[A-Z0-9_]{3,40}(?=:|$)")
"""What our own adapters begin a ``StorageUnavailable`` with, where the database gave a code."""
_BEFORE_A_VALUE = re.compile(r"[^(<{\[\"'\n%]*")


def configure(form: str = "", stream: TextIO | None = None) -> None:
    """``form``: ``json``, ``text`` (for whoever develops: whole, with everything), or as fits ``stream``."""
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
    """A record as one line of JSON that holds no value anybody sent."""

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
            line["exception"] = told(record.exc_info[1])
        return self.jsonify_log_record(line)


def _event(record: logging.LogRecord) -> str:
    if isinstance(record.msg, BaseException):
        return said(record.msg)
    if record.name.split(".")[0] != OURS:
        words = _BEFORE_A_VALUE.match(str(record.msg))
        return words[0].strip()[:200] if words else ""
    arguments = record.args if isinstance(record.args, tuple) else ()
    spoken = tuple(said(value) if isinstance(value, BaseException) else value for value in arguments)
    return str(record.msg) % spoken if spoken else str(record.msg)


def _plain(record: logging.LogRecord, name: str) -> str | int | float | None:
    value = record.__dict__.get(name)
    return value if isinstance(value, str | int | float) else None


def said(error: BaseException) -> str:
    """An exception without its message: its type, and the code of the system or the database, if any."""
    if isinstance(error, OSError) and error.errno is not None:
        return f"{type(error).__name__}: {os.strerror(error.errno)}"
    code = _CODE.match(str(error)) if isinstance(error, StorageUnavailable) else None
    return f"{type(error).__name__}: {code[0]}" if code else type(error).__name__


def told(error: BaseException) -> str:
    """The way of an exception and of those that led to it, innermost place last, without any message."""
    chain = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        chain.append(f"{said(at)} at {_places(at.__traceback__)}")
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "Traceback: " + "; from ".join(chain)


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-PLACES:]
    return " > ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def _short(path: str) -> str:
    return "/".join(path.split("/")[-3:])


def complain(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An event loop's exception handler: what asyncio would log quotes tasks and arguments."""
    words = _BEFORE_A_VALUE.match(str(context.get("message", "")))
    error = context.get("exception")
    logging.getLogger("asyncio").error(
        words[0].strip() if words else "", exc_info=error if isinstance(error, BaseException) else None
    )
