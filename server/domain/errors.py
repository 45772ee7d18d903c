"""Everything a person can be refused, each with the stable token the outside sees.

    Refusal
    ├── NotFound           not-found          it does not exist, or this person may not know that it does
    ├── NotSignedIn        not-signed-in      no session, or one that has ended
    ├── Forbidden          forbidden          the person sees it, but may not do this with it
    │   ├── CsrfMissing    csrf-missing       a command without the token of its session
    │   └── ForeignOrigin  foreign-origin     a command sent by another site's page
    ├── Exists             exists             a plan has one part of this kind, and has it already
    ├── TextChanged        text-changed       what would be signed now reads otherwise than what was shown
    ├── Invalid            invalid            what was sent says nothing this command understands
    ├── TooLarge           too-large          more bytes than the limit
    └── TooManyRequests    too-many-requests  faster than anybody types; try again later

Services raise them; ``web/problems.py`` translates once into RFC 9457 problems. ``detail`` may be shown to
whoever asked: it never names what they may not see.
"""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """The root; never raised itself."""

    token: ClassVar[str] = "refused"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.token)
        self.detail = detail


class NotFound(Refusal):
    token = "not-found"


class NotSignedIn(Refusal):
    token = "not-signed-in"


class Forbidden(Refusal):
    token = "forbidden"


class CsrfMissing(Forbidden):
    token = "csrf-missing"


class ForeignOrigin(Forbidden):
    token = "foreign-origin"


class Exists(Refusal):
    token = "exists"


class TextChanged(Refusal):
    token = "text-changed"


class Invalid(Refusal):
    token = "invalid"


class TooLarge(Refusal):
    token = "too-large"


class TooManyRequests(Refusal):
    """``retry_after``: seconds until the next try can succeed."""

    token = "too-many-requests"

    def __init__(self, retry_after: float) -> None:
        super().__init__()
        self.retry_after = retry_after


def all_refusals(root: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every refusal below ``root``, for the edge to check that it can translate each."""
    below = [found for child in root.__subclasses__() for found in all_refusals(child)]
    return [*root.__subclasses__(), *below]
