"""Every payload is sealed before it is stored (``seal``) and unsealed after it is read (``open``).

Today no plan has a key (``Keys.identity``): the payload itself is stored, byte for byte. With a key the
stored value is

    80 00 | version 1 | the result of ``Key.encrypt``

A Yjs v1 update begins with a number in its shortest encoding, which ``80 00`` is not: admission refuses it
and yrs never writes it. So each value shows by itself whether it is sealed, rows from before encryption
still open, and a process without the key refuses a sealed value instead of loading it.

A value is bound to its ``cell``: plan, table, column and a row id that is known before the INSERT and stored
in the row. Moved to any other cell it does not open.

- ``updates.payload``: the part and the row's ``batch_id``, which is the batch for its first row and the
  batch with the row's index for each later one (``row_id``). Not ``seq``: the statement itself assigns it.
- ``snapshots.payload``: the part and ``seq``.
- ``update_history.payload``: the part and ``first_seq``. It is compressed before it is sealed.

Not detected: rows of a part swapped together with their ``batch_id``, rows cut off at the end of the log, an
older snapshot put back with its ``seq``.

For encryption at rest: keep a key per plan behind ``storage.keys.Keys``, and let ``encrypt`` begin with
the key's number and a nonce. Set ``Key.sealed_only`` once everything of the plan is sealed: until then
anybody who can write to the database can put plain payloads beside the sealed ones. A stored value is
larger than the payload by header, nonce and tag; limits count the payload. The text columns, unsealed today
(``comments.text`` and ``quote``, with the comment's id as row; ``decisions.text`` and ``purpose``, with the
plan's next number, held by the lock on the plan; ``parts.title``, with the part's id), are to be sealed by
their stores the same way, into new columns of bytes: a text cannot carry the mark. ``parts.due`` is a day
and nothing else; the database compares it, so it stays as it is.
"""

from __future__ import annotations

import json

from server.domain.plan import PlanId
from server.ports.log import SealBroken
from server.storage.keys import Key

MARK = b"\x80\x00"
VERSION = b"\x01"
HEADER = MARK + VERSION

UPDATES, SNAPSHOTS, HISTORY, PAYLOAD = "updates", "snapshots", "update_history", "payload"
"""Table and column names as bound into sealed values: they stay if the database's names change."""


def seal(plain: bytes, key: Key | None, plan: PlanId, table: str, column: str, *row: str | int) -> bytes:
    """The value to store for ``plain``. ``key``: the plan's, if it has one; ``row``: its id in ``table``."""
    if key is None:
        return plain
    return HEADER + key.encrypt(plain, cell(plan, table, column, *row))


def open(stored: bytes, key: Key | None, plan: PlanId, table: str, column: str, *row: str | int) -> bytes:
    """The payload that was sealed for this cell. Raises ``SealBroken``."""
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
    """A unique encoding of a cell of the database, authenticated with the value stored there."""
    return HEADER + json.dumps([plan, table, column, *row], separators=(",", ":")).encode("ascii")


def row_id(batch: str, place: int) -> str:
    """The ``updates.batch_id`` of the row at index ``place`` of a batch, counted from 0."""
    return f"{batch}/{place}" if place else batch
