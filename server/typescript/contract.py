"""The tables shared with the page: kinds with their fields, enumerations, notices, counts, closings."""

from __future__ import annotations

import json

from server.domain.access import Level
from server.domain.counts.definitions import COUNTS
from server.domain.kinds import KINDS, Group, KindRecord
from server.domain.plan import Area, Role
from server.ports.live import Notice
from server.sync.document.schema import SCHEMA
from server.sync.protocol.closings import CLOSINGS

HEAD = "// Generated from the server's tables by `make generate`; do not edit.\n"


def render() -> str:
    """The text of ``contract.ts``. Kinds are in the order in which a plan is shown."""
    facts: dict[str, object] = {kind.value: _facts(record) for kind, record in KINDS.items()}
    fields: dict[str, object] = {
        kind.value: _fields(record) for kind, record in KINDS.items() if record.fields
    }
    closings: dict[str, object] = {
        token.value: {"code": closing.code, "retry": closing.retry} for token, closing in CLOSINGS.items()
    }
    constants = [
        f"export const SCHEMA = {SCHEMA};",
        _words("ROLES", [role.value for role in Role]),
        _words("AREAS", [area.value for area in Area]),
        _words("LEVELS", [level.token for level in Level]),
        _words("GROUPS", [group.value for group in Group]),
        _table("KINDS", facts),
        _table("FIELDS", fields),
        _table("NOTICES", {notice.name: notice.value for notice in Notice}),
        _words("COUNTS_WITHOUT_CASES", [count.key for count in COUNTS if not count.lists_cases]),
        _table("CLOSINGS", closings, "Record<string, { code: number; retry: boolean }>"),
    ]
    return "\n".join([HEAD, *constants]) + "\n"


def _facts(record: KindRecord) -> dict[str, object]:
    return {
        "group": record.group.value,
        "repeated": record.repeated,
        "titled": record.titled,
        "responsible": record.responsible,
        "own": record.own,
        "area": record.area,
    }


def _fields(record: KindRecord) -> dict[str, object]:
    """The type of each field, or its choices."""
    return {name: list(entry.choices) or entry.type.value for name, entry in record.fields.items()}


def _words(name: str, words: list[str]) -> str:
    return f"export const {name} = {_literal(words)} as const;"


def _table(name: str, rows: dict[str, object], type_: str = "") -> str:
    """One line per row."""
    lines = [f"  {_literal(key)}: {_literal(row)}," for key, row in rows.items()]
    opening = f"export const {name}: {type_} = {{" if type_ else f"export const {name} = {{"
    return "\n".join([opening, *lines, "};" if type_ else "} as const;"])


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
