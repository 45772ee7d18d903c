"""Every stored payload passes here on its way into the database (``seal``) and out of it (``open``).

Today no plan has a key: what is stored is the payload itself, byte for byte. A key makes of it

    80 00 | version 1 | what ``Key.encrypt`` returns

A Yjs v1 update begins with a number in its shortest spelling, which ``80 00`` is not: admission refuses
it and yrs never writes it. So each value says by itself whether it is sealed, rows of before encryption
open as what they are, and a process without the key refuses what is sealed instead of loading it.

What a value is bound to is its ``cell``: plan, table, column and a row id known before the INSERT, which
the reader finds in the row again. Moved to any other cell it does not open.

- ``updates.payload``: the part and the row's ``batch_id``, which is the batch for its first row and the
  batch with the row's place for each later one (``row_id``). Not ``seq``: the statement itself gives it.
- ``snapshots.payload``: the part and ``seq``.

What that does not show: rows of a part that have changed places together with their ``batch_id``, rows
cut off at the end of the log, an older snapshot put back with its ``seq``.

For encryption at rest: keep a key per plan behind ``storage.keys.Keys``, and let ``encrypt`` begin with
the key's number and a nonce. ``Key.sealed_only`` is to be set once everything of the plan is sealed:
until then who can write to the database can put plain payloads beside the sealed ones. What is written is
larger than the payload by header, nonce and tag; limits count the payload. The columns of text that stay
as they are today (``comments.text`` and ``quote``, with the comment's id as row; ``decisions.text`` and
``purpose``, with the plan's next number, held by the lock on the plan; ``parts.title``, with the part's
id) are sealed by their stores the same way, into new columns of bytes: a text cannot carry the mark.
"""

from __future__ import annotations

import json

from server.domain.plan import PlanId
from server.ports.log import SealBroken
from server.storage.keys import Key

MARK = b"\x80\x00"
VERSION = b"\x01"
HEADER = MARK + VERSION

UPDATES, SNAPSHOTS, PAYLOAD = "updates", "snapshots", "payload"
"""The names of tables and columns, as they are sealed in: they outlive a renaming in the database."""


def seal(plain: bytes, key: Key | None, plan: PlanId, table: str, column: str, *row: str | int) -> bytes:
    """``plain`` as it is to be stored. ``key``: the plan's, if it has one; ``row``: its id in ``table``."""
    if key is None:
        return plain
    return HEADER + key.encrypt(plain, cell(plan, table, column, *row))


def open(stored: bytes, key: Key | None, plan: PlanId, table: str, column: str, *row: str | int) -> bytes:
    """What was sealed for just this cell. Raises ``SealBroken``."""
    if not is_sealed(stored):
        if key is None or not key.sealed_only:
            return stored
        raise SealBroken("a plain value in a plan of which everything is sealed")
    if key is None:
        raise SealBroken("a sealed value of a plan without a key")
    if not stored.startswith(HEADER):
        raise SealBroken("a value sealed by a newer release")
    return key.decrypt(stored[len(HEADER) :], cell(plan, table, column, *row))


def is_sealed(stored: bytes) -> bool:
    return stored.startswith(MARK)


def cell(plan: PlanId, table: str, column: str, *row: str | int) -> bytes:
    """One spelling for each place in the database, to be authenticated with what is stored there."""
    return HEADER + json.dumps([plan, table, column, *row], separators=(",", ":")).encode("ascii")


def row_id(batch: str, place: int) -> str:
    """What ``updates.batch_id`` says of the row at ``place`` of a batch, counted from 0."""
    return f"{batch}/{place}" if place else batch
