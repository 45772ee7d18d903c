"""Storage's own errors, beside ``ports.StorageUnavailable``.

Exception
├── WrongAddress         the URL names no database that can be opened here
├── NotDurable           the database may lose commits it has acknowledged
├── Served               another process serves this database
└── AlreadyThere         a second one where only one is allowed
"""

from __future__ import annotations


class WrongAddress(ValueError):
    """Says what a URL must look like, and quotes nothing of it: it may hold a password."""


class NotDurable(Exception):
    """A setting that durability depends on is wrong; nothing may be written to this database."""


class Served(Exception):
    """Another process serves this database, and what was asked must be done by nobody beside it."""


SERVED = Served("another process serves this database: stop it first")


class AlreadyThere(Exception):
    """A second plan for one owner; nothing was stored."""
