"""The access log's entries about consents on paper. ``digest``: the paper's ``fingerprint`` from now on."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class PaperMade(Details):
    action = "paper-made"
    paper: str
    digest: str


@dataclass(frozen=True, slots=True)
class PaperRegistered(Details):
    """It is said to be signed, and waits for a second person."""

    action = "paper-registered"
    paper: str
    digest: str


@dataclass(frozen=True, slots=True)
class PaperChecked(Details):
    """The second person had it in hand: what it says is signed."""

    action = "paper-checked"
    paper: str
    digest: str


@dataclass(frozen=True, slots=True)
class PaperRefused(Details):
    action = "paper-refused"
    paper: str
    digest: str


@dataclass(frozen=True, slots=True)
class PaperWithdrawn(Details):
    action = "paper-withdrawn"
    paper: str
    digest: str
