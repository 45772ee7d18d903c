"""The other processes, and the messages between them. Hints only: what is lost is found in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from server.domain.plan import ParticipantId, PartId, PlanId

from .log import Stored


@dataclass(frozen=True, slots=True)
class RowsStored:
    """These rows of ``part`` are durable: exactly what the log holds under their seqs, without a gap.

    Without rows: there are new ones, too large to send.
    """

    part: PartId
    rows: Sequence[Stored]


@dataclass(frozen=True, slots=True)
class AwarenessChanged:
    """Awareness of one participant in ``part`` (``None``: in the channel), as its process publishes it."""

    part: PartId | None
    participant: ParticipantId
    payload: bytes


@dataclass(frozen=True, slots=True)
class AwarenessRequested:
    """Somebody has just opened ``part`` (``None``: the channel): publish who is there."""

    part: PartId | None


@dataclass(frozen=True, slots=True)
class AccessVersionChanged:
    """Rights in the plan have changed: read them."""


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """What participants see of the plan outside its parts may have changed."""


@dataclass(frozen=True, slots=True)
class PartNotice:
    """A stateless message, as JSON text, for everybody in the part."""

    part: PartId
    text: str


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """Somebody logged out: ``key`` is the session's public key. It concerns no plan."""

    key: str


Message = (
    RowsStored
    | AwarenessChanged
    | AwarenessRequested
    | AccessVersionChanged
    | PlanChanged
    | PartNotice
    | SessionEnded
)


class FanoutListener(Protocol):
    """Receives what other processes publish. Neither call may await or raise."""

    def receive(self, plan: PlanId | None, sender: str, message: Message) -> None:
        """``sender`` names the other process for as long as it lives; what it publishes arrives in order."""

    def resumed(self) -> None:
        """Messages may have been lost until now: look at the database for everything that is open."""


class Fanout(Protocol):
    """The other processes. Hints only: a lost message is found by polling the database."""

    @property
    def alone(self) -> bool:
        """Whether there are none, and will be none: then nothing need be published."""

    async def start(self, listener: FanoutListener) -> None:
        """Once, before anything else: what other processes publish goes to ``listener``."""

    def publish(self, plan: PlanId | None, message: Message) -> None:
        """Send to the other processes, in order; never waits, and what cannot be sent is dropped."""

    async def follow(self, plan: PlanId) -> None:
        """When this returns, messages about ``plan`` are received; without a connection, at once."""

    def unfollow(self, plan: PlanId) -> None: ...

    @property
    def degraded(self) -> bool:
        """Whether messages may be lost now, in either direction."""
