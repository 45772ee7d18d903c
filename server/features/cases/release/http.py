"""HTTP operations: whom the leader of a service is asked for, and their answer."""

from __future__ import annotations

from typing import Annotated, cast

from pydantic import Field

from server.domain.cases.vocabulary import CaseId
from server.domain.errors import Invalid, LimitReached, NotFound, NotNow, Outdated
from server.storage.database.told import may_be_an_id
from server.web.operation import Asked, Body, Number, Operation, Text

from .answers import ReleaseRequests
from .rules import LeaderAnswers
from .service import Releases

ASKED = "/api/release-requests"


class LeaderAnswer(Body):
    """``proposal``: as it was read. A no has a reason."""

    proposal: Number
    released: bool
    reason: Annotated[Text, Field(max_length=2000)] = ""

    def meant(self) -> LeaderAnswers:
        return LeaderAnswers(self.proposal, self.released, self.reason)


def operations(releases: Releases) -> tuple[Operation, ...]:
    return _asked(releases), _answer(releases)


def _asked(releases: Releases) -> Operation:
    async def release_requests(asked: Asked) -> ReleaseRequests:
        after = asked.query.get("after", "")
        if after and not may_be_an_id(after):
            raise Invalid("after: no place in the list")
        return await releases.asked(asked.session, after)

    return Operation(
        "GET",
        ASKED,
        "Whom of my services I am asked for, by case, a page at a time",
        release_requests,
        ReleaseRequests,
        query=("after",),
        refusals=(Invalid,),
    )


def _answer(releases: Releases) -> Operation:
    async def answer_release(asked: Asked) -> None:
        said = cast(LeaderAnswer, asked.body).meant()
        await releases.answer(asked.session, CaseId(asked.path["case"]), said)

    return Operation(
        "POST",
        f"{ASKED}/{{case}}",
        "Say whether they may coordinate (whoever leads their service)",
        answer_release,
        status=204,
        body=LeaderAnswer,
        refusals=(NotFound, NotNow, Invalid, Outdated, LimitReached),
    )
