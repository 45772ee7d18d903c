"""Locks by name for transactions on PostgreSQL; SQLite has one writer at a time.

To prevent deadlocks, locks are taken in this order: plans, then parts, each sorted by id; then rows, of
comments the count of their part's changes before any comment, of cases by id; then names, sorted.
"""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, func, select


def lock_names(connection: Connection, *names: str) -> None:
    """Until this transaction ends, another one that locks one of ``names`` waits."""
    if connection.dialect.name != "postgresql":
        return
    for key in sorted({_key(name) for name in names}):
        connection.execute(select(func.pg_advisory_xact_lock(key)))


def _key(name: str) -> int:
    """64 bits; two names that share a key only wait for each other needlessly."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
