"""Hashes by which the access log witnesses rows that stand outside of it: decisions and comments."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime


def fingerprint(*values: object) -> str:
    """64 hex digits (SHA-256) of a unique encoding of ``values``: JSON, moments, mappings and lists of these.

    Stored for good: what is hashed, and its order, stay. A field that comes later is appended only where it
    says something.
    """
    written = json.dumps(values, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no fingerprint of a {type(value).__name__}")
