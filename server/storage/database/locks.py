"""What a transaction on PostgreSQL must hold before it looks, where SQLite lets one writer in at a time.

Taken in this order, so that nobody waits in a circle: plans, then parts, each sorted by id; then rows; then
names, sorted.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, func, select


def alone(connection: Connection, *names: str) -> None:
    """Until this transaction ends, nobody else passes here with one of ``names``."""
    if connection.dialect.name != "postgresql":
        return
    for key in sorted({_key(name) for name in names}):
        connection.execute(select(func.pg_advisory_xact_lock(key)))


def _key(name: str) -> int:
    """64 bits; two names that share a key only wait for each other without need."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
