"""What the access log says of logins. They belong to no plan."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class LoggedIn(Details):
    """``how``: ``demo``, or the name of whoever vouches for the person."""

    action = "logged-in"
    how: str


@dataclass(frozen=True, slots=True)
class LoggedOut(Details):
    action = "logged-out"
