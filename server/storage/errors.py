"""What storage refuses by itself, beside ``ports.StorageUnavailable``.

Exception
├── WrongAddress         the URL names no database that can be opened here
├── NotDurable           the database does not keep what it acknowledges
└── AlreadyThere         a plan may have only one of these, and it has one
"""

from __future__ import annotations


class WrongAddress(ValueError):
    """Says what a URL must look like, and nothing of what stands in it: it may hold a password."""


class NotDurable(Exception):
    """A setting that durability rests on is not as it must be; nothing may be written to this database."""


class AlreadyThere(Exception):
    """A second plan for one owner; nothing was stored."""
