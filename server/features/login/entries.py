"""The access log's entries about logins. They belong to no plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from server.domain.audit import ABSENT, Absent, Details
from server.domain.plan import PersonId


@dataclass(frozen=True, slots=True)
class LoggedIn(Details):
    """``how``: ``demo``, or the name of the identity provider."""

    action = "logged-in"
    how: str


@dataclass(frozen=True, slots=True)
class LoggedOut(Details):
    action = "logged-out"


@dataclass(frozen=True, slots=True)
class SessionsEnded(Details):
    """``how``: ``one`` of several, or ``everywhere``, by the person; ``provider``: logged out there."""

    action = "sessions-ended"
    how: str


@dataclass(frozen=True, slots=True)
class RoleChosen(Details):
    """In which role a session acts from now on, where its person takes part in several."""

    action = "role-chosen"
    role: str


@dataclass(frozen=True, slots=True)
class Binding(Details):
    """``how``: the provider's name. What binds the person to an identity from this entry on
    (``domain/identity/bindings.py``): ``identity``, the name of the subject's row, and its ``digest``; "" and
    none where it stays; and ``number``, the fingerprint of the number's hash, where it is another one.
    """

    how: str
    identity: str | Absent = field(default=ABSENT, kw_only=True)
    digest: str | Absent = field(default=ABSENT, kw_only=True)
    number: str | Absent = field(default=ABSENT, kw_only=True)


@dataclass(frozen=True, slots=True)
class Enrolled(Binding):
    """Somebody logged in whom nobody knew."""

    action = "enrolled"


@dataclass(frozen=True, slots=True)
class IdentityAdded(Binding):
    """A person who was known by their number logged in another way for the first time."""

    action = "identity-added"


@dataclass(frozen=True, slots=True)
class NumberAdded(Binding):
    """A person whose number nobody knew logged in with it."""

    action = "identity-number-added"


@dataclass(frozen=True, slots=True)
class NumberRenewed(Binding):
    """A person's number was hashed anew, under the key that came after."""

    action = "identity-number-renewed"


@dataclass(frozen=True, slots=True)
class NameChanged(Details):
    """A provider calls a person something else than it did. ``digest``: of both names."""

    action = "name-changed"
    how: str
    whose: PersonId
    digest: str


@dataclass(frozen=True, slots=True)
class IdentityDiffers(Binding):
    """The number is this person's, and whom the provider meant before is ``other``; none is merged."""

    action = "identity-differs"
    other: PersonId
