"""Why a login ended without a session: a stable token, which the page has a sentence for."""

from __future__ import annotations

from enum import StrEnum


class Failure(StrEnum):
    """The tokens, in the address of the page that a login comes back to (docs/contract.md)."""

    CANCELLED = "login-cancelled"
    """The person, or the provider for them, said no."""
    EXPIRED = "login-expired"
    """It was begun in another browser, too long ago, or has been answered already."""
    REFUSED = "login-refused"
    """What came back does not prove anything: it is forged, mixed up or wrong."""
    LEVEL = "login-level"
    """They logged in with less assurance than is asked for."""
    NUMBER = "login-number"
    """The provider did not say who they are in the population register."""
    TEST_PERSON = "login-test-person"
    """An invented person, where people are real."""
    ORGANISATION = "login-organisation"
    """The provider did not say for which one organisation they act."""
    DOWN = "login-provider-down"
    """The provider does not answer, or says that it cannot."""
    BUSY = "login-busy"
    """More logins at once than we ask the provider for, or from one address."""
    UNAVAILABLE = "login-unavailable"
    """They are who they are, and we cannot open a session at the moment."""


class LoginRefused(Exception):
    """``reason`` is for the log: words of ours, never a value that came from outside.

    ``back_to``: where they wanted to be, so that another try leads there.
    """

    def __init__(self, failure: Failure, reason: str, back_to: str = "/") -> None:
        super().__init__(reason)
        self.failure, self.reason, self.back_to = failure, reason, back_to


class ProviderDown(LoginRefused):
    def __init__(self, reason: str) -> None:
        super().__init__(Failure.DOWN, reason)
