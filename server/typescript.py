"""The tables both sides share, as TypeScript; ``python -m server.typescript`` writes, ``--check`` judges."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .domain.access import Level
from .domain.kinds import KINDS, Group, KindRecord
from .domain.plan import Area, Kind, Role
from .sync.document import schema
from .sync.protocol.closings import CLOSINGS
from .sync.socket.limits import SocketLimits

TARGET = Path(__file__).parent.parent / "frontend" / "src" / "domain" / "contract.ts"

TYPES = {
    "CLOSINGS": "Record<string, { code: number; retry: boolean }>",
    "LIMITS": "Record<string, number>",
}


def render() -> str:
    tables: dict[str, object] = {
        "SCHEMA": schema.SCHEMA,
        "KINDS": [kind.value for kind in Kind],
        "ROLES": [role.value for role in Role],
        "AREAS": [area.value for area in Area],
        "LEVELS": [level.token for level in Level],
        "KIND_FACTS": {kind.value: _facts(record) for kind, record in KINDS.items()},
        "GROUPS": [group.value for group in Group],
        "FIELDS": {kind.value: _fields(record) for kind, record in KINDS.items() if record.fields},
        "CLOSINGS": {token.value: {"code": c.code, "retry": c.retry} for token, c in CLOSINGS.items()},
        "LIMITS": {"frameBytes": SocketLimits().frame_bytes},
    }
    lines = ["// Generated from the server's tables by `make generate`; do not edit.", ""]
    lines += [_constant(name, value) for name, value in tables.items()]
    return "\n".join(lines) + "\n"


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
    """Of each field its type, or what can be chosen."""
    return {name: list(entry.choices) or entry.type.value for name, entry in record.fields.items()}


def _constant(name: str, value: object) -> str:
    literal = json.dumps(value, ensure_ascii=False, indent=2)
    type_ = TYPES.get(name)
    return (
        f"export const {name}: {type_} = {literal};"
        if type_
        else f"export const {name} = {literal} as const;"
    )


def main() -> int:
    if "--check" not in sys.argv:
        TARGET.write_text(render(), encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == render():
        return 0
    print(f"{TARGET} is not what the server's tables say: run make generate", file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
