"""Refusals as answers: RFC 9457 problems with a stable token and two titles.

The only place where exceptions become answers. An exception not in the table is a defect: it is logged with
its traceback, and the answer says only that it happened.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from server.domain.errors import (
    CsrfMissing,
    Exists,
    Forbidden,
    ForeignOrigin,
    Invalid,
    LimitReached,
    NotFound,
    NotNow,
    NotSignedIn,
    OrganisationNotProved,
    Outdated,
    Refusal,
    TextChanged,
    TooLarge,
    TooManyRequests,
    WordsChanged,
)
from server.ports.log import StorageUnavailable

logger = logging.getLogger(__name__)

PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    token: str
    status: int
    title: str
    title_en: str


_TITLES: tuple[tuple[type[Refusal], int, str, str], ...] = (
    (NotFound, 404, "Det finnes ikke her.", "There is no such thing here."),
    (NotSignedIn, 401, "Du må logge inn.", "You need to log in."),
    (Forbidden, 403, "Du har ikke tilgang til å gjøre dette.", "You are not allowed to do this."),
    (
        CsrfMissing,
        403,
        "Siden må lastes på nytt før du kan gjøre dette.",
        "Reload the page before doing this.",
    ),
    (
        ForeignOrigin,
        403,
        "Forespørselen kom fra en annen nettside.",
        "The request came from another site.",
    ),
    (
        OrganisationNotProved,
        403,
        "Denne innloggingen viser ikke hvor du jobber. Logg inn på den måten du bruker på jobb.",
        "This login does not show where you work. Log in by the way you use at work.",
    ),
    (Exists, 409, "Det finnes allerede.", "It is there already."),
    (
        TextChanged,
        409,
        "Det du leste, er ikke lenger det som ville blitt signert. Ingenting er signert. Les på nytt.",
        "What you read is no longer what would be signed. Nothing was signed. Read it again.",
    ),
    (
        WordsChanged,
        409,
        "Ordene står ikke lenger der slik de sto. Ingenting er endret.",
        "The words no longer stand there as they did. Nothing was changed.",
    ),
    (
        NotNow,
        409,
        "Dette kan ikke gjøres i saken nå. Noe annet må komme først.",
        "This cannot be done in the case now. Something else has to come first.",
    ),
    (
        Outdated,
        409,
        "Noen har endret dette etter at du åpnet det. Ingenting er lagret. Se på nytt.",
        "Somebody has changed this since you opened it. Nothing was stored. Look again.",
    ),
    (Invalid, 422, "Noe i det du sendte, kan ikke brukes.", "Something in what you sent cannot be used."),
    (TooLarge, 413, "Det du sendte, er for stort.", "What you sent is too large."),
    (
        LimitReached,
        409,
        "Her er det så mange som det er plass til. Ta bort noe først.",
        "There are as many here as there is room for. Take something away first.",
    ),
    (
        TooManyRequests,
        429,
        "Det gikk litt fort. Vent litt og prøv igjen.",
        "That was a bit fast. Wait a moment and try again.",
    ),
)

PROBLEMS: Mapping[type[Refusal], Problem] = {
    refusal: Problem(refusal.token, status, title, title_en) for refusal, status, title, title_en in _TITLES
}
"""The tokens come from the refusals: each is defined once, in domain/errors.py."""

UNAVAILABLE = Problem(
    "unavailable",
    503,
    "Det går ikke akkurat nå. Ingenting er lagret. Prøv igjen om litt.",
    "Not possible right now. Nothing was stored. Try again in a moment.",
)
METHOD = Problem(
    "method-not-allowed",
    405,
    "Det kan ikke gjøres på denne adressen.",
    "That cannot be done at this address.",
)
MALFORMED = Problem("malformed", 400, "Forespørselen kan ikke leses.", "The request cannot be read.")
TOO_SLOW = Problem(
    "too-slow",
    408,
    "Forespørselen kom ikke helt frem i tide. Prøv igjen.",
    "The request did not arrive whole in time. Try again.",
)
DEFECT = Problem(
    "internal",
    500,
    "Noe gikk galt hos oss. Vi har fått vite det.",
    "Something went wrong here. We know of it.",
)


def problem_answer(problem: Problem, detail: str = "", headers: Mapping[str, str] | None = None) -> Response:
    content: dict[str, str | int] = {
        "type": problem.token,
        "title": problem.title,
        "title_en": problem.title_en,
        "status": problem.status,
    }
    if detail:
        content["detail"] = detail
    return Response(
        json.dumps(content, ensure_ascii=False),
        problem.status,
        {"Cache-Control": "no-store", "Content-Language": "nb", **(headers or {})},
        media_type=PROBLEM_JSON,
    )


def refused(refusal: Refusal) -> Response:
    """The answer to a refusal."""
    headers = {}
    if isinstance(refusal, TooManyRequests):
        headers["Retry-After"] = str(math.ceil(refusal.retry_after))
    return problem_answer(PROBLEMS[type(refusal)], refusal.detail, headers)


def failed(error: Exception) -> Response:
    """The answer to any other exception; called by the outermost ``except`` of a request."""
    if isinstance(error, StorageUnavailable):
        logger.warning("storage is unavailable: %s", error)
        return problem_answer(UNAVAILABLE, headers={"Retry-After": "2"})
    logger.error("a request failed", exc_info=error)
    return problem_answer(DEFECT)
