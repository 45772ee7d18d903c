"""A line of the log says what happened and where, and not with what."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sqlite3
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from server.ports.log import StorageUnavailable
from server.telemetry.logs import complain, configure

SECRET = "Kari Nordmann 01017012345"


class Written:
    """A log that writes here."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    def lines(self) -> list[dict[str, Any]]:
        text = self.stream.getvalue()
        assert SECRET not in text
        assert "01017012345" not in text
        return [json.loads(line) for line in text.splitlines()]

    def line(self) -> dict[str, Any]:
        (only,) = self.lines()
        return only


@pytest.fixture
def written() -> Iterator[Written]:
    root = logging.getLogger()
    ours = logging.getLogger("server")
    handlers, level, our_level = root.handlers[:], root.level, ours.level
    log = Written()
    configure("json", log.stream)
    yield log
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    ours.setLevel(our_level)


def broken(value: str) -> None:
    try:
        int(value)
    except ValueError as error:
        raise KeyError(value) from error


def test_a_line_is_one_object_with_a_few_plain_fields(written: Written) -> None:
    extra = {"token": "overloaded", "count": 3, "person": SECRET, "reason": [SECRET]}
    logging.getLogger("server.sync").warning("%d openings wait", 4, extra=extra)
    line = written.line()
    assert datetime.fromisoformat(line.pop("time")).utcoffset() is not None
    assert line == {
        "level": "warning",
        "logger": "server.sync",
        "event": "4 openings wait",
        "token": "overloaded",
        "count": 3,
    }


@pytest.mark.rule(15)
def test_an_exception_is_its_types_and_places(written: Written) -> None:
    try:
        broken(SECRET)
    except KeyError:
        logging.getLogger("server.web").exception("a request failed")
    told = written.line()["exception"]
    assert told.startswith("Traceback: KeyError at ")
    assert "test_logs.py" in told
    assert "broken" in told
    assert "; from ValueError at " in told


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StorageUnavailable("SQLITE_FULL: database or disk is full"), "StorageUnavailable: SQLITE_FULL"),
        (StorageUnavailable(f"{SECRET}: away"), "StorageUnavailable"),
        (ValueError(SECRET), "ValueError"),
        (ValueError("01017012345"), "ValueError"),
        (OSError(28, SECRET), "OSError: No space left on device"),
        (sqlite3.IntegrityError(SECRET), "IntegrityError"),
    ],
)
def test_an_exception_among_the_words_loses_its_message(
    error: Exception, said: str, written: Written
) -> None:
    logging.getLogger("server.web").warning("storage is unavailable: %s", error)
    assert written.line()["event"] == f"storage is unavailable: {said}"


@pytest.mark.parametrize(
    ("message", "arguments", "event"),
    [
        ("Exception in ASGI application\n", (), "Exception in ASGI application"),
        ('%s - "WebSocket %s" 403', (SECRET, SECRET), ""),
        (f"Exception in callback told('{SECRET}')\nhandle: {SECRET}", (), "Exception in callback told"),
        (OSError(98, SECRET), (), "OSError: Address already in use"),
    ],
)
@pytest.mark.rule(15)
def test_others_words_are_cut_before_the_first_value(
    message: Any, arguments: tuple[str, ...], event: str, written: Written
) -> None:
    logging.getLogger("uvicorn.error").error(message, *arguments)
    assert written.line()["event"] == event


def test_a_warning_is_a_line_too(written: Written) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn(f"'{SECRET}' is old", DeprecationWarning, stacklevel=1)
    assert "Warning:" in written.line()["event"]


async def test_what_nobody_waited_for_is_told_without_its_arguments(written: Written) -> None:
    loop, complained = asyncio.get_running_loop(), asyncio.Event()

    def complain_once(*told: Any) -> None:
        complain(*told)
        complained.set()

    loop.set_exception_handler(complain_once)
    loop.call_soon(broken, SECRET)
    await complained.wait()
    line = written.line()
    assert line["event"].startswith("Exception in callback")
    assert line["exception"].startswith("Traceback: KeyError")


def test_on_a_terminal_it_is_text(written: Written) -> None:
    stream = io.StringIO()
    stream.isatty = lambda: True  # type: ignore[method-assign]
    configure("", stream)
    logging.getLogger("server").warning("seen")
    assert stream.getvalue().endswith("WARNING server: seen\n")
