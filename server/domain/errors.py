"""The refusals of requests, each with the stable token of its problem answer.

    Refusal
    ├── NotFound           not-found          it does not exist, or this person may not know that it does
    ├── NotSignedIn        not-signed-in      no session, or one that has ended
    ├── Forbidden          forbidden          the person may read it, but not do this with it
    │   ├── CsrfMissing    csrf-missing       a command without the token of its session
    │   └── ForeignOrigin  foreign-origin     a command sent by another site's page
    ├── OrganisationNotProved  organisation-not-proved  another way to log in says where the person works
    ├── Exists             exists             a plan has one part of this kind, and has it already
    ├── TextChanged        text-changed       the text that was shown is not what would be signed now
    ├── WordsChanged       words-changed      what was shown is not what stands at its place in the part now
    ├── NotNow             not-now            a case is not where this can be done; ``detail``: what lacks
    ├── Outdated           outdated           it has changed since it was read
    ├── Invalid            invalid            the body or one of its values is not accepted
    ├── TooLarge           too-large          more bytes than the limit
    ├── LimitReached       limit-reached      there are as many of them as there may be; waiting does not help
    └── TooManyRequests    too-many-requests  over the rate limit, or that of a day; retry later

Services raise them; ``web/problems.py`` translates once into RFC 9457 problems. ``detail`` is sent to the
client: it never names anything that person may not see.
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


class OrganisationNotProved(Refusal):
    token = "organisation-not-proved"


class Exists(Refusal):
    token = "exists"


class TextChanged(Refusal):
    token = "text-changed"


class WordsChanged(Refusal):
    token = "words-changed"


class NotNow(Refusal):
    token = "not-now"


class Outdated(Refusal):
    token = "outdated"


class Invalid(Refusal):
    token = "invalid"


class TooLarge(Refusal):
    token = "too-large"


class LimitReached(Refusal):
    token = "limit-reached"


class TooManyRequests(Refusal):
    """``retry_after``: seconds until the next try can succeed."""

    token = "too-many-requests"

    def __init__(self, retry_after: float) -> None:
        super().__init__()
        self.retry_after = retry_after


def all_refusals(root: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every subclass of ``root``; a test checks that each has a problem."""
    below = [found for child in root.__subclasses__() for found in all_refusals(child)]
    return [*root.__subclasses__(), *below]
