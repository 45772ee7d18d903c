"""Every operation of every capability, without a database: a new one is in every test of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from server.capabilities import build_features
from server.web.operation import Operation


def all_operations() -> tuple[Operation, ...]:
    """Nothing is performed, so the services get no adapters."""
    nothing: Any = None
    return build_features(
        nothing, nothing, nothing, nothing, nothing, nothing, public_url="http://127.0.0.1:8000"
    ).operations


OPERATIONS = {operation.name: operation for operation in all_operations()}
COMMANDS = {name: operation for name, operation in OPERATIONS.items() if operation.is_command}

BODIES: dict[str, tuple[dict[str, object], ...]] = {
    "log_in_demo": ({"person": "gp"},),
    "log_out": ({},),
    "change_me": ({"locale": "nb"},),
    "add_part": ({"kind": "goal", "title": "Et mål"}, {"kind": "goal", "kept": True}, {"kind": "own-notes"}),
    "change_part": ({"position": 1}, {"area": "health"}, {"responsible": None}),
    "put_away_part": ({}, {"put_away": False}),
    "sign": (
        {"participant": "x", "kind": "goal", "level": "read"},
        {"participant": "x", "kind": "goal", "proposing": True},
    ),
    "preview": ({"decisions": [{"participant": "x", "kind": "goal", "level": "read"}]},),
    "narrowing_read": ({},),
    "end_participation": ({}, {"text": "x"}),
    "add_comment": ({"text": "Hei"},),
    "edit_comment": ({"text": "Hallo"},),
    "remove_comment": ({},),
    "resolve_comment": ({}, {"resolved": False}),
}
"""Bodies that each command understands; ``test_operations`` fails for a command that has none here."""


def address(operation: Operation, **ids: str) -> str:
    """The path with ``ids`` in its placeholders; what has no id here is "x", which nothing is called."""
    return operation.path.format_map(defaultdict(lambda: "x", ids))


def requests_about(placeholder: str, **ids: str) -> Iterator[tuple[str, str, dict[str, object] | None]]:
    """Method, path and body of everything that can be asked about a ``part``, ``comment`` or ``plan``."""
    for name, operation in OPERATIONS.items():
        if f"{{{placeholder}}}" in operation.path:
            for body in BODIES[name] if operation.is_command else (None,):
                yield operation.method, address(operation, **ids), body
